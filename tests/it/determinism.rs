//! The same spec gives the same bytes, also when its items stand in another order.

use std::borrow::Cow;
use std::collections::BTreeMap;

use tests::case;
use wavec::Built;
use wavec::world::Memory;

/// Items whose place says nothing. That of resources, parameters and secrets does: lists of them are in order of declaration.
const MOVABLE: &[&str] = &["use", "deployment", "let", "fn", "type", "kind", "rule"];

/// A spec, and the files that it reads.
type Case = (String, Memory);

#[test]
fn building_twice_gives_the_same_bytes() {
    for (name, world) in buildable() {
        assert_same(&name, &wavec::build(&name, &world), &wavec::build(&name, &world));
    }
}

#[test]
fn the_order_of_items_does_not_matter() {
    for (name, world) in buildable() {
        let text = String::from_utf8_lossy(&world.files[&name]).into_owned();
        let shuffled = wavec::build(&name, &world.clone().with(name.clone(), shuffled(&text)));
        let found: Vec<&str> = shuffled.checked.diagnostics.iter().map(|d| d.message.as_str()).collect();
        assert!(!shuffled.checked.has_errors(), "{name}, shuffled: {found:?}");
        assert_same(&name, &shuffled, &wavec::build(&name, &world));
    }
}

fn assert_same(name: &str, one: &Built, other: &Built) {
    let (one, other) = (texts(one), texts(other));
    for path in one.keys().chain(other.keys()) {
        assert_eq!(one.get(path), other.get(path), "{name} gives two versions of {path}");
    }
}

fn texts(built: &Built) -> BTreeMap<&str, Cow<'_, str>> {
    let files = built.files.iter().map(|f| (f.path.as_str(), String::from_utf8_lossy(&f.bytes)));
    files.chain([("wave.lock", Cow::Borrowed(built.lock.as_str()))]).collect()
}

/// Every fixture and example that gives files.
fn buildable() -> impl Iterator<Item = Case> {
    let fixtures =
        ["check", "parse"].iter().flat_map(|f| case::cases(f)).map(|path| case::load(&path).unwrap());
    let folders = [case::fixtures_root().join("build"), case::repository().join("examples")];
    let folders = folders.into_iter().flat_map(|root| root.read_dir().into_iter().flatten().flatten());
    let whole = folders.map(|folder| folder.path()).filter(|folder| folder.join("spec.wave").is_file());
    let whole = whole.map(|folder| {
        let files = case::files_below(&folder).into_iter().map(|path| {
            let name = path.strip_prefix(&folder).unwrap().to_string_lossy().into_owned();
            (name, std::fs::read(&path).unwrap())
        });
        ("spec.wave".to_string(), Memory { files: files.collect() })
    });
    fixtures.chain(whole).filter(|(name, world)| !wavec::build(name, world).files.is_empty())
}

/// Carets below a line may stand in the middle of an item, and say nothing.
fn is_annotation(line: &str) -> bool {
    line.starts_with("//") && line.trim_start_matches(['/', '<', '~', ' ']).starts_with(['^', '|'])
}

/// The movable items last, in reverse; the rest as it was.
fn shuffled(text: &str) -> String {
    let mut items: Vec<String> = vec![String::new()];
    let mut in_text_block = false;
    let mut documented = false;
    for line in text.lines().filter(|line| !is_annotation(line)) {
        let begins = line.starts_with(|c: char| c.is_alphabetic() || c == '/') && !in_text_block;
        // Comments stay with the item below them.
        if begins && !documented {
            items.push(String::new());
        }
        documented = line.starts_with("//") && !in_text_block;
        in_text_block ^= line.matches("\"\"\"").count() % 2 == 1;
        if let Some(item) = items.last_mut() {
            item.push_str(line);
            item.push('\n');
        }
    }
    let movable = |item: &String| {
        let code = item.lines().find(|l| !l.starts_with("//") && !l.is_empty()).unwrap_or("");
        MOVABLE.contains(&code.split_whitespace().next().unwrap_or(""))
    };
    let (moved, mut kept): (Vec<String>, Vec<String>) = items.into_iter().partition(movable);
    kept.extend(moved.into_iter().rev());
    kept.concat()
}

#[test]
fn shuffling_keeps_each_item_whole() {
    let text = "use std.aws\n\n// why\nlet a = \"\"\"\n  x\nlet no\n  \"\"\"\nbucket b {\n}\nlet c = 1\n";
    assert_eq!(
        shuffled(text),
        "bucket b {\n}\nlet c = 1\n// why\nlet a = \"\"\"\n  x\nlet no\n  \"\"\"\nuse std.aws\n\n"
    );
}
