//! Where only ASCII can be shown, and for ears: nothing is drawn with other characters, and in the plain form nothing at all.

use diagnostics::Diagnostic;
use tests::case;
use wavec::render::{Look, Shown, human, short};

fn each_fixture(see: impl Fn(&str, &str)) {
    let looks =
        [Look { unicode: false, ..Look::default() }, Look { unicode: false, plain: true, ..Look::default() }];
    for path in ["check", "render", "known_bad"].iter().flat_map(|folder| case::cases(folder)) {
        let (name, world) = case::load(&path).unwrap();
        // The user's own text is shown as it is.
        if !world.files.values().all(|bytes| bytes.is_ascii()) {
            continue;
        }
        let checked = wavec::check(&name, &world);
        let found: Vec<&Diagnostic> = checked.diagnostics.iter().collect();
        for look in &looks {
            see(&name, &human(&found, Shown::new(&checked.sources), look));
        }
    }
}

#[test]
fn with_ascii_every_byte_is_ascii() {
    each_fixture(|name, text| {
        let strange = text.lines().find(|line| !line.is_ascii());
        assert!(strange.is_none(), "{name}: {strange:?}");
    });
}

#[test]
fn the_plain_form_draws_nothing_and_says_everything() {
    for path in case::cases("render") {
        let (name, world) = case::load(&path).unwrap();
        let checked = wavec::build(&name, &world).checked;
        let found: Vec<&Diagnostic> = checked.diagnostics.iter().collect();
        let look = Look { plain: true, ..Look::default() };
        let text = human(&found, Shown::new(&checked.sources), &look);
        assert!(!text.contains(['│', '─', '╭', '╰', '·', '\u{1b}']), "{name}: {text}");
        for diagnostic in found {
            assert!(text.contains(diagnostic.shown_code()), "{name}: {text}");
            let first = diagnostic.message.lines().next().unwrap_or_default();
            assert!(
                text.contains(first),
                "{name}: {}\n{text}",
                short(&[diagnostic], Shown::new(&checked.sources))
            );
        }
    }
}

#[test]
fn what_ears_get_to_hear() {
    let mut heard = String::new();
    for code in ["E2001", "E1003", "E3001", "E5001", "E4008", "E2009"] {
        let path = case::fixtures_root().join("render").join(format!("{code}.wave"));
        let (name, world) = case::load(&path).unwrap();
        let checked = wavec::build(&name, &world).checked;
        let found: Vec<&Diagnostic> = checked.diagnostics.iter().collect();
        heard += &human(&found, Shown::new(&checked.sources), &Look { plain: true, ..Look::default() });
        heard += "\n";
    }
    insta::assert_snapshot!(heard);
}
