//! One named test for each fixture. `UPDATE=1` rewrites what a fixture expects; read the difference before committing it.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use diagnostics::codes::is_lint;
use tests::annotations::{self, Expectation};
use tests::{case, outputs};
use wavec::render::{Look, Shown, human};

type Outcome = Result<(), Box<dyn std::error::Error>>;

/// Every diagnostic is annotated, and every annotation is met.
fn check(path: &Path) -> Outcome {
    let (name, world) = case::load(path)?;
    let checked = wavec::check(&name, &world);
    let mut texts = BTreeMap::new();
    for (file, bytes) in world.files.iter().filter(|(file, _)| case::is_wave(Path::new(file))) {
        // What isn't text has no comments.
        texts.extend(str::from_utf8(bytes).map(|text| (file.as_str(), text)));
    }
    let mut expected = Vec::new();
    for (file, text) in &texts {
        expected.extend(annotations::read(file, text)?);
    }
    let reported = checked.diagnostics.iter().map(|d| Expectation::of(d, &checked.sources));
    // A case that is about lints annotates all of them.
    let of_lints = path.components().any(|folder| folder.as_os_str() == "lints");
    let mut reported: Vec<Expectation> = if of_lints {
        reported.filter(|e| !e.is_note() || expected.iter().any(Expectation::is_note)).collect()
    } else {
        annotations::worth_comparing(reported, &expected).collect()
    };
    // What a spec's own tests say of it belongs to it.
    if let Some(tests) = case::tests_of(&name, &world).filter(|_| !checked.has_errors()) {
        let failures = tests.outcomes.iter().flat_map(|o| &o.failures);
        reported.extend(failures.map(|d| Expectation::of(d, &tests.sources)));
    }
    let outcome = annotations::compare(&expected, &reported);
    if outcome.is_ok() || std::env::var_os("UPDATE").is_none_or(|v| v != "1") {
        return Ok(outcome?);
    }
    for (file, text) in &texts {
        let is_spec = **file == *name;
        let elsewhere: Vec<&Expectation> =
            reported.iter().filter(|e| is_spec && !texts.contains_key(e.file.as_str())).collect();
        let target = if is_spec { path.to_path_buf() } else { path.with_extension("").join(file) };
        fs::write(target, annotations::rewritten(file, text, &reported, &elsewhere))?;
    }
    Ok(())
}

/// What can be written is read without a word.
fn parse(path: &Path) -> Outcome {
    let (name, world) = case::load(path)?;
    let checked = wavec::check(&name, &world);
    let syntax: Vec<_> = checked.diagnostics.iter().filter(|d| d.code.id.starts_with("E1")).collect();
    if syntax.is_empty() {
        Ok(())
    } else {
        Err(human(&syntax, Shown::new(&checked.sources), &Look::default()).into())
    }
}

/// A spec gives the committed files, byte for byte.
fn build(path: &Path) -> Outcome {
    match path.parent().filter(|_| path.ends_with("spec.wave")) {
        Some(folder) => Ok(outputs::compare(folder)?),
        // A file that the spec of its folder uses.
        None => Ok(()),
    }
}

/// What people see of a code.
fn render(path: &Path) -> Outcome {
    let (name, world) = case::load(path)?;
    let code = name.trim_end_matches(".wave").to_string();
    // A note is what `check` alone says.
    let checked =
        if code.starts_with('N') { wavec::check(&name, &world) } else { wavec::build(&name, &world).checked };
    let tests = case::tests_of(&name, &world).filter(|_| !checked.has_errors());
    let (found, sources): (Vec<_>, _) = match &tests {
        Some(tests) => (tests.outcomes.iter().flat_map(|o| &o.failures).collect(), &tests.sources),
        None => (checked.diagnostics.iter().collect(), &checked.sources),
    };
    // What else isn't used or could be said better is no matter of this fixture.
    let of_lints = diagnostics::code(&code).is_some_and(is_lint);
    let found: Vec<_> = found.into_iter().filter(|d| of_lints || !is_lint(d.code)).collect();
    if !found.iter().any(|d| d.code.id == code) {
        return Err(format!("{code} isn't reported").into());
    }
    let text = human(&found, Shown::new(sources), &Look::default());
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path("fixtures/render/snapshots");
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| insta::assert_snapshot!(code, text));
    Ok(())
}

/// Behaviour that we dislike: it is as annotated, and the first line says what it should be.
fn known_bad(path: &Path) -> Outcome {
    if !fs::read_to_string(path)?.starts_with("// Should ") {
        return Err("the first line should be a comment that begins with `// Should `".into());
    }
    check(path)
}

/// Which test a fixture is for is said by the folder that it lies in.
fn fixture(path: &Path) -> Outcome {
    if case::belongs_to_another(path) {
        return Ok(());
    }
    let folder = path.strip_prefix("fixtures").unwrap_or(path).iter().next().unwrap_or_default();
    match folder.to_string_lossy().as_ref() {
        "check" => check(path),
        "parse" => parse(path),
        "build" => build(path),
        "render" => render(path),
        "known_bad" => known_bad(path),
        other => Err(format!("there is no test for fixtures in `{other}`").into()),
    }
}

datatest_stable::harness! {
    { test = fixture, root = "fixtures", pattern = r"\.wave$" },
}
