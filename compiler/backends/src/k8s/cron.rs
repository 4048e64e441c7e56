//! Schedules of cron, as the controller of Kubernetes reads them.
//!
//! Source: `cron.ParseStandard` of robfig/cron 3: five fields, of lists of ranges with steps; names of months and days; a few words
//! that stand for a whole schedule.

/// A field: what it is called, its least and its greatest number, and names for numbers from the least one.
struct Field {
    what: &'static str,
    least: u32,
    most: u32,
    names: &'static [&'static str],
}

const MONTHS: &[&str] = &["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
const DAYS: &[&str] = &["sun", "mon", "tue", "wed", "thu", "fri", "sat"];

const FIELDS: &[Field] = &[
    Field { what: "minute", least: 0, most: 59, names: &[] },
    Field { what: "hour", least: 0, most: 23, names: &[] },
    Field { what: "day of the month", least: 1, most: 31, names: &[] },
    Field { what: "month", least: 1, most: 12, names: MONTHS },
    Field { what: "day of the week", least: 0, most: 6, names: DAYS },
];

/// The words for whole schedules.
pub(crate) const WORDS: &[&str] =
    &["@yearly", "@annually", "@monthly", "@weekly", "@daily", "@midnight", "@hourly"];

/// What is wrong with a schedule, in words; `None` if nothing is.
pub(crate) fn wrong(schedule: &str) -> Option<String> {
    if let Some(every) = schedule.strip_prefix("@every ") {
        let fine = every.starts_with(|c: char| c.is_ascii_digit()) && every.ends_with(['h', 'm', 's']);
        return (!fine).then(|| format!("`{every}` isn't a time such as `1h30m`"));
    }
    if schedule.starts_with('@') {
        return (!WORDS.contains(&schedule))
            .then(|| format!("its words are `{}` and `@every …`", WORDS.join("`, `")));
    }
    let parts: Vec<&str> = schedule.split_whitespace().collect();
    if parts.len() != FIELDS.len() {
        let noun = if parts.len() == 1 { "field" } else { "fields" };
        return Some(format!(
            "it has {} {noun}, and five are expected: minute, hour, day of the month, month, day of the week",
            parts.len()
        ));
    }
    parts.iter().zip(FIELDS).find_map(|(part, field)| part.split(',').find_map(|range| field.wrong(range)))
}

impl Field {
    fn wrong(&self, range: &str) -> Option<String> {
        let (range, step) = range.split_once('/').map_or((range, None), |(range, step)| (range, Some(step)));
        if let Some(step) = step.filter(|step| step.parse::<u32>().map_or(true, |n| n == 0)) {
            return Some(format!(
                "`{step}` can't be the step of the {}: expected a number from 1",
                self.what
            ));
        }
        if matches!(range, "*" | "?") {
            return None;
        }
        let (from, to) = range.split_once('-').map_or((range, None), |(from, to)| (from, Some(to)));
        let first = match self.number(from) {
            Ok(number) => number,
            Err(problem) => return Some(problem),
        };
        match to.map(|to| self.number(to)) {
            Some(Err(problem)) => Some(problem),
            Some(Ok(last)) if last < first => Some(format!("`{range}` begins after its end")),
            _ => None,
        }
    }

    fn number(&self, text: &str) -> Result<u32, String> {
        let lower = text.to_lowercase();
        if let Some((_, number)) = self.names.iter().zip(self.least..).find(|(name, _)| **name == lower) {
            return Ok(number);
        }
        let digits = !text.is_empty() && text.chars().all(|c| c.is_ascii_digit());
        let number = if digits { text.parse().ok() } else { None };
        number.filter(|n| (self.least..=self.most).contains(n)).ok_or_else(|| {
            let names = match (self.names.first(), self.names.last()) {
                (Some(first), Some(last)) => format!(", or `{first}` to `{last}`"),
                _ => String::new(),
            };
            format!("`{text}` can't be the {}: expected {} to {}{names}", self.what, self.least, self.most)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::wrong;

    #[test]
    fn what_the_controller_takes_is_taken() {
        for schedule in [
            "0 3 * * *",
            "*/5 0-6,12 1 jan-MAR ?",
            "@daily",
            "@every 1h30m",
            "5/10 * * * sun",
            "0 0 1-31/2 * 0",
        ] {
            assert_eq!(wrong(schedule), None, "{schedule}");
        }
    }

    #[test]
    fn what_it_refuses_is_told() {
        let cases = [
            ("* * * *", "it has 4 fields"),
            ("0 0 3 * * *", "it has 6 fields"),
            ("60 * * * *", "`60` can't be the minute: expected 0 to 59"),
            ("0 24 * * *", "`24` can't be the hour"),
            ("0 0 0 * *", "`0` can't be the day of the month"),
            ("0 0 * foo *", "`foo` can't be the month: expected 1 to 12, or `jan` to `dec`"),
            ("0 0 * * 7", "`7` can't be the day of the week: expected 0 to 6, or `sun` to `sat`"),
            ("*/0 * * * *", "`0` can't be the step of the minute"),
            ("30-10 * * * *", "`30-10` begins after its end"),
            ("@noon", "its words are"),
            ("@every day", "isn't a time"),
        ];
        for (schedule, why) in cases {
            assert!(wrong(schedule).is_some_and(|w| w.contains(why)), "{schedule}: {:?}", wrong(schedule));
        }
    }
}
