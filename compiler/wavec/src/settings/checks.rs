//! Whether a setting names a check that there is: one of the library's, or one of the spec's own.
//!
//! Nothing is read before a setting names a check, and the spec only for a kind that the library doesn't have.

use std::cell::LazyCell;

use analysis::World;
use syntax::tree::CheckKind;

use crate::explain::Library;
use crate::problems::WrongSetting;

/// Reads what declares checks.
type Reading<'w> = LazyCell<Option<Library>, Box<dyn Fn() -> Option<Library> + 'w>>;

/// All checks that settings can name.
pub(super) struct Checks<'w> {
    library: Reading<'w>,
    own: Reading<'w>,
}

impl<'w> Checks<'w> {
    /// Those of the library, and of a spec with the files that it uses.
    pub(super) fn of(spec: &'w str, world: &'w dyn World) -> Self {
        Self {
            library: LazyCell::new(Box::new(Library::read)),
            own: LazyCell::new(Box::new(move || Library::of(spec, world))),
        }
    }

    /// Whether `KIND.CHECK` is a piece of advice; `None` if neither the library nor the spec has such a kind.
    pub(super) fn advice(&self, name: &str) -> Option<Result<(), WrongSetting>> {
        let (kind, _) = name.split_once('.')?;
        let in_library = self.library.as_ref().and_then(|library| library.checks_of(kind));
        let checks = in_library.or_else(|| self.own.as_ref().and_then(|own| own.checks_of(kind)))?;
        Some(match checks.iter().find(|(check, _)| check == name) {
            Some((_, CheckKind::Advise)) => Ok(()),
            Some(_) => Err(WrongSetting::always_an_error(name)),
            None => Err(WrongSetting::unknown_lint(name, checks.iter().map(|(check, _)| check.as_str()))),
        })
    }

    /// The same, where the kind must be there.
    pub(super) fn known_advice(&self, name: &str) -> Result<(), WrongSetting> {
        self.advice(name).unwrap_or_else(|| {
            let read = [&self.library, &self.own].into_iter().filter_map(|reading| reading.as_ref());
            let kinds: Vec<String> = read.flat_map(Library::kinds).collect();
            let (kind, check) = name.split_once('.').unwrap_or((name, ""));
            let near = diagnostics::similar(kind, kinds.iter().map(String::as_str));
            let meant = near.map(|near| format!("{near}.{check}"));
            Err(WrongSetting::unknown_lint(name, meant.as_deref()))
        })
    }
}
