//! Wherever a name or a value is unknown, the one that was meant is offered.

use tests::case;

#[test]
fn each_diagnostic_of_these_fixtures_offers_what_was_meant() {
    let (mut count, mut without) = (0, Vec::new());
    for path in case::cases("check/suggestions") {
        let (name, world) = case::load(&path).unwrap();
        for diagnostic in wavec::check(&name, &world).diagnostics {
            count += 1;
            let help = diagnostic.help.unwrap_or_default();
            if !help.starts_with("did you mean `") && !help.contains("write `") {
                without.push(format!("{name}: {} (help: {help})", diagnostic.message));
            }
        }
    }
    assert!(without.is_empty(), "nothing is offered for:\n{}", without.join("\n"));
    assert!(count > 25, "{count}");
}
