//! What several runs over one text have to say, said once: a spec is compiled for each of its environments.

use crate::Diagnostic;
use crate::codes::{E5011, E7020, W5005};

/// What was found so far.
#[derive(Debug, Default)]
pub struct Together {
    list: Vec<(Diagnostic, Vec<String>)>,
    runs: usize,
}

impl Together {
    /// Adds what one run found. `environment` is what it was for.
    pub fn add(&mut self, environment: Option<&str>, found: impl IntoIterator<Item = Diagnostic>) {
        self.runs += 1;
        // Within one run two diagnostics are never taken for one.
        let earlier = self.list.len();
        for diagnostic in found {
            let known = self.place_of(&diagnostic, environment, earlier);
            match known.and_then(|index| self.list.get_mut(index)) {
                Some((known, environments)) => {
                    if let Some(name) = environment.filter(|_| known.message != diagnostic.message) {
                        known.notes.push(format!("in the environment `{name}`: {}", diagnostic.message));
                    }
                    environments.extend(environment.map(str::to_owned));
                }
                None => self.list.push((diagnostic, environment.map(str::to_owned).into_iter().collect())),
            }
        }
    }

    /// What earlier runs said of the same, in the same words if they did; else what this run hasn't said yet.
    fn place_of(&self, new: &Diagnostic, environment: Option<&str>, earlier: usize) -> Option<usize> {
        let mut all = self.list.iter().take(earlier).enumerate().filter(|(_, (d, _))| is_same(d, new));
        let words = all.clone().find(|(_, (d, _))| d.message == new.message);
        let is_free = |names: &[String]| !names.iter().any(|n| Some(n.as_str()) == environment);
        words.or_else(|| all.find(|(_, (_, names))| is_free(names))).map(|(index, _)| index)
    }

    /// All of it; what some environments have, and others don't, says so.
    pub fn finish(self) -> impl Iterator<Item = Diagnostic> {
        let runs = self.runs;
        let holds = move |(d, names): &(Diagnostic, Vec<String>)| {
            names.is_empty() || names.len() >= runs || !needs_all(d)
        };
        self.list.into_iter().filter(holds).map(move |(diagnostic, names)| match names.as_slice() {
            [] => diagnostic,
            names if names.len() >= runs => diagnostic,
            [one] => diagnostic.with_note(format!("it is so in the environment `{one}`")),
            names => diagnostic.with_note(format!("it is so in the environments `{}`", names.join("`, `"))),
        })
    }
}

/// Whether it says that something never happens: then it is true only if it is so in every environment.
fn needs_all(diagnostic: &Diagnostic) -> bool {
    [&W5005, &E7020, &E5011].contains(&diagnostic.code)
}

/// Whether two runs say the same: the values in the words may differ.
fn is_same(a: &Diagnostic, b: &Diagnostic) -> bool {
    (a.code, &a.rule, a.primary.span) == (b.code, &b.rule, b.primary.span)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::codes::{E2001, E2002};
    use crate::{Anchor, Span};

    #[test]
    fn what_one_environment_needs_is_not_useless() {
        let at = Span::new(Anchor(0), 0, 1);
        let mut all = Together::default();
        all.add(Some("a"), [W5005.at(at, "", "accepts nothing"), E7020.at(at, "", "patches nothing")]);
        all.add(Some("b"), []);
        assert_eq!(all.finish().count(), 0);
    }

    #[test]
    fn two_at_one_place_stay_two() {
        let at = Span::new(Anchor(0), 0, 1);
        let both = || [E2001.at(at, "", "one"), E2001.at(at, "", "two")];
        let mut all = Together::default();
        all.add(Some("a"), both());
        all.add(Some("b"), both());
        let said: Vec<(String, usize)> = all.finish().map(|d| (d.message, d.notes.len())).collect();
        assert_eq!(said, [("one".to_owned(), 0), ("two".to_owned(), 0)]);
    }

    #[test]
    fn what_two_environments_say_is_said_once_and_what_one_says_names_it() {
        let at = Span::new(Anchor(0), 0, 1);
        let mut all = Together::default();
        all.add(Some("a"), [E2001.at(at, "", "3 is too much"), E2002.at(at, "", "only here")]);
        all.add(Some("b"), [E2001.at(at, "", "4 is too much")]);
        let said: Vec<(String, Vec<String>)> = all.finish().map(|d| (d.message, d.notes)).collect();
        let note = "it is so in the environment `a`".to_owned();
        assert_eq!(
            said,
            [
                ("3 is too much".to_owned(), vec!["in the environment `b`: 4 is too much".to_owned()]),
                ("only here".to_owned(), vec![note])
            ]
        );
    }
}
