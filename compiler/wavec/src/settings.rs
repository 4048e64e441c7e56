//! `wave.toml`: the settings of a project; and the level that a lint, a piece of advice or a note has there.
//!
//! ```toml
//! [lints]
//! all = "warn"
//! unused-let = "error"
//! "wave.cache_type" = "allow"
//! ```
//!
//! Settings decide how bad something is. They never decide what is in an output.

mod checks;

use std::ops::Range;

use analysis::World;
use diagnostics::codes::is_lint;
use diagnostics::{CODES, Code, Diagnostic, Diagnostics, Severity, Sources, Span, code, did_you_mean};
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::problems::WrongSetting;
use checks::Checks;

/// What is done with something that isn't an error by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Level {
    /// Nothing: it isn't even shown.
    Allow,
    /// It is shown as this.
    Show(Severity),
}

/// The words for levels.
const LEVELS: &[(&str, Level)] = &[
    ("allow", Level::Allow),
    ("note", Level::Show(Severity::Note)),
    ("warn", Level::Show(Severity::Warning)),
    ("error", Level::Show(Severity::Error)),
];

/// The tables of the file.
const TABLES: &[&str] = &["lints"];

/// Which level each lint, advice or note has, where it isn't the usual one.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Levels {
    /// Of all lints.
    pub all: Option<Level>,
    /// By the name of a lint, a code, or a check.
    pub named: Vec<(String, Level)>,
    /// Whether every warning that is left is an error.
    pub deny_warnings: bool,
}

impl Levels {
    /// As the settings of a project say; reports what is wrong in them.
    pub fn of_project(spec: &str, world: &dyn World, sources: &mut Sources, found: &mut Diagnostics) -> Self {
        let (mut levels, mut wrong) = (Self::default(), Wrong::new());
        let (name, text) = match world.settings() {
            Ok(None) => return levels,
            Ok(Some((name, bytes))) => (name, String::from_utf8_lossy(&bytes).into_owned()),
            Err(error) => {
                wrong.push((0..0, WrongSetting::unreadable(&reason(&error))));
                ("wave.toml".to_string(), String::new())
            }
        };
        levels.read(&text, &Checks::of(spec, world), &mut wrong);
        if !wrong.is_empty() {
            let file = sources.add(name, text, false);
            let anchor = sources.anchor(file, 0);
            let place = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
            let all =
                wrong.into_iter().map(|(at, w)| w.at(Span::new(anchor, place(at.start), place(at.end))));
            found.extend(all);
        }
        levels
    }

    /// As the command line says: all of these are errors, and `warnings` stands for every warning.
    pub fn denying(names: &[String]) -> Self {
        let error = Level::Show(Severity::Error);
        let full_name = |name: &String| code(name).map_or(name.clone(), |code| code.name.to_string());
        Self {
            all: names.iter().any(|name| name == "all").then_some(error),
            named: names.iter().map(|name| (full_name(name), error)).collect(),
            deny_warnings: names.iter().any(|name| name == "warnings"),
        }
    }

    /// Reports the checks that are named on the command line, and that neither the library nor the spec has.
    pub fn refuse_unknown(
        &self,
        spec: &str,
        world: &dyn World,
        sources: &mut Sources,
        found: &mut Diagnostics,
    ) {
        let checks = Checks::of(spec, world);
        for (name, _) in self.named.iter().filter(|(name, _)| name.contains('.')) {
            let Err(wrong) = checks.known_advice(name) else { continue };
            // Nobody can edit it, as nobody can edit the library.
            let file = sources.add("--deny", name.clone(), true);
            let end = u32::try_from(name.len()).unwrap_or(u32::MAX);
            found.push(wrong.at(Span::new(sources.anchor(file, 0), 0, end)));
        }
    }

    /// A name that can be denied, or what to say about it. Whether there is such a check, the spec says.
    pub fn deniable(name: &str) -> Result<String, String> {
        let of_code = code(name).is_some_and(|code| code.severity() != Severity::Error);
        if of_code || name.contains('.') || ["warnings", "all"].contains(&name) {
            return Ok(name.to_string());
        }
        let hint = did_you_mean(name, changeable().chain(["warnings", "all"]));
        let hint = hint.unwrap_or_else(|| "`wavec explain` lists all lints".to_string());
        Err(format!("there is no such lint; {hint}"))
    }

    /// Gives each diagnostic its level, and drops what is allowed. Errors stay errors.
    pub fn apply(&self, found: &mut Diagnostics) {
        if *self != Self::default() {
            found.retain_mut(|diagnostic| self.judge(diagnostic));
        }
    }

    /// Gives a diagnostic its level; `false` if it is allowed.
    pub fn judge(&self, diagnostic: &mut Diagnostic) -> bool {
        if diagnostic.severity() == Severity::Error {
            return true;
        }
        match self.of(diagnostic) {
            Some(Level::Allow) => return false,
            Some(Level::Show(severity)) => diagnostic.level = Some(severity),
            None => {}
        }
        if self.deny_warnings && diagnostic.severity() == Severity::Warning {
            diagnostic.level = Some(Severity::Error);
        }
        true
    }

    /// The name of a check counts more than that of its code, and both more than `all`.
    fn of(&self, diagnostic: &Diagnostic) -> Option<Level> {
        let named = |name: &str| self.named.iter().rev().find(|(n, _)| n == name).map(|(_, level)| *level);
        let of_all = || self.all.filter(|_| is_lint(diagnostic.code));
        let rule = diagnostic.rule.as_deref().and_then(named);
        rule.or_else(|| named(diagnostic.code.name)).or_else(of_all)
    }

    fn read(&mut self, text: &str, checks: &Checks<'_>, wrong: &mut Wrong) {
        let document = match DeTable::parse(text) {
            Ok(document) => document,
            Err(error) => {
                wrong.push((error.span().unwrap_or(0..0), WrongSetting::not_toml(error.message())));
                return;
            }
        };
        for (key, value) in document.get_ref() {
            match (key.get_ref().as_ref(), value.get_ref()) {
                ("lints", DeValue::Table(table)) => self.read_lints("", table, checks, wrong),
                ("lints", _) => wrong.push((value.span(), WrongSetting::not_a_table("lints"))),
                (other, _) => wrong.push((key.span(), WrongSetting::unknown_key(other, TABLES))),
            }
        }
    }

    /// A key with dots in it, the name of a check, is read as tables within each other.
    fn read_lints(&mut self, prefix: &str, table: &DeTable<'_>, checks: &Checks<'_>, wrong: &mut Wrong) {
        for (key, value) in table {
            let name = format!("{prefix}{}", key.get_ref());
            if let DeValue::Table(inner) = value.get_ref() {
                self.read_lints(&format!("{name}."), inner, checks, wrong);
                continue;
            }
            match known(&name, checks) {
                Err(problem) => wrong.push((key.span(), problem)),
                Ok(name) => match level(value) {
                    Err(problem) => wrong.push((value.span(), problem)),
                    Ok(level) if name == "all" => self.all = Some(level),
                    Ok(level) => self.named.push((name, level)),
                },
            }
        }
    }
}

/// What is wrong, and where.
type Wrong = Vec<(Range<usize>, WrongSetting)>;

/// The name under which a diagnostic will ask for its level.
fn known(name: &str, checks: &Checks<'_>) -> Result<String, WrongSetting> {
    if name == "all" {
        return Ok(name.to_string());
    }
    if name.contains('.') {
        // A kind that nobody declares here may be one of another spec with the same settings.
        return checks.advice(name).unwrap_or(Ok(())).map(|()| name.to_string());
    }
    match code(name) {
        Some(code) if code.severity() == Severity::Error => Err(WrongSetting::always_an_error(name)),
        Some(code) => Ok(code.name.to_string()),
        None => Err(WrongSetting::unknown_lint(name, changeable().chain(["all"]))),
    }
}

fn level(value: &Spanned<DeValue<'_>>) -> Result<Level, WrongSetting> {
    let words: Vec<&str> = LEVELS.iter().map(|(word, _)| *word).collect();
    let word = value.get_ref().as_str();
    let found = LEVELS.iter().find(|(level, _)| Some(*level) == word);
    found.map(|(_, level)| *level).ok_or_else(|| WrongSetting::not_a_level(word, &words))
}

/// The names of what may have another level.
fn changeable() -> impl Iterator<Item = &'static str> {
    let changeable = |code: &&&Code| code.severity() != Severity::Error;
    CODES.iter().filter(changeable).map(|code| code.name)
}

fn reason(error: &analysis::ReadError) -> String {
    match error {
        analysis::ReadError::Other(why) => why.clone(),
        analysis::ReadError::NotFound => "there is no such file".to_string(),
        analysis::ReadError::OutsideProject => "it lies outside the project".to_string(),
    }
}

#[cfg(test)]
mod tests {
    use diagnostics::codes;

    use super::*;
    use crate::world::Memory;

    fn read(text: &str) -> (Levels, Vec<(String, String)>) {
        let (mut levels, mut wrong) = (Levels::default(), Wrong::new());
        let world = Memory::default().with(
            "spec.wave",
            "kind mine {\n size: int = 1\n advise x: size > 0 else \"no\"\n require y: size > 0 else \"no\"\n}\n",
        );
        levels.read(text, &Checks::of("spec.wave", &world), &mut wrong);
        let shown = |(at, w): (Range<usize>, WrongSetting)| (text.get(at).unwrap().to_string(), w.message);
        (levels, wrong.into_iter().map(shown).collect())
    }

    #[test]
    fn a_name_counts_more_than_all() {
        let (levels, wrong) =
            read("[lints]\nall = \"error\"\nW6002 = \"allow\"\nredis.no = \"note\"\nmine.x = \"note\"\n");
        assert_eq!(wrong, [("no".to_string(), "there is no lint `redis.no`".to_string())]);
        let span = Span::new(diagnostics::Anchor(0), 0, 0);
        let of = |code: &'static Code, rule: Option<&str>| {
            let diagnostic = code.at(span, "", "");
            levels.of(&Diagnostic { rule: rule.map(str::to_string), ..diagnostic })
        };
        assert_eq!(of(&codes::W6002, None), Some(Level::Allow));
        assert_eq!(of(&codes::W6003, None), Some(Level::Show(Severity::Error)));
        assert_eq!(of(&codes::W5002, Some("mine.x")), Some(Level::Show(Severity::Note)));
        assert_eq!(of(&codes::W5002, Some("mine.y")), None);
    }

    #[test]
    fn a_check_of_the_spec_is_known_and_one_of_an_unknown_kind_may_be_another_specs() {
        let (_, wrong) =
            read("[lints]\nmine.x = \"note\"\nmine.y = \"allow\"\nmine.xx = \"warn\"\nyours.x = \"note\"\n");
        let said: Vec<&str> = wrong.iter().map(|(_, message)| message.as_str()).collect();
        assert_eq!(said, ["there is no lint `mine.xx`", "`mine.y` is an error, and stays one"]);
    }

    #[test]
    fn each_mistake_is_reported_at_its_place() {
        let (_, wrong) = read(
            "x = 1\n[lints]\nunused-lets = \"warn\"\nunused-let = \"wrn\"\nunused-fn = 1\nE2001 = \"warn\"\nunused-kind = 2\n",
        );
        let places: Vec<&str> = wrong.iter().map(|(at, _)| at.as_str()).collect();
        assert_eq!(places, ["E2001", "unused-fn", "2", "\"wrn\"", "unused-lets", "x"]);
    }

    #[test]
    fn errors_stay_and_all_warnings_can_be_denied() {
        let levels = Levels::denying(&["warnings".to_string()]);
        let mut found = Diagnostics::new();
        let span = Span::new(diagnostics::Anchor(0), 0, 0);
        for code in [&codes::E2001, &codes::W6002, &codes::N5003] {
            found.push(code.at(span, "", ""));
        }
        levels.apply(&mut found);
        let severities: Vec<Severity> = found.iter().map(Diagnostic::severity).collect();
        assert_eq!(severities, [Severity::Error, Severity::Error, Severity::Note]);
        assert!(Levels::deniable("unused-lt").unwrap_err().contains("did you mean `unused-let`?"));
    }
}
