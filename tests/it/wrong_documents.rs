//! Documents of others' formats, each with one mistake that happens to people, in `tests/validators/wrong`: each is refused, for
//! this one reason, and is accepted once the mistake is mended.
//!
//! `index.toml` of a folder says what the mistake is, and the code that refuses it: `open` for those that wavec doesn't see yet, and
//! several where it says too much.
//! `UPDATE=1` writes the codes as they are now, also into `docs/validation.md`. `tests/validators/run` shows the same documents to other tools.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Once;

use diagnostics::{Diagnostic, Severity};
use tests::case;
use toml::de::{DeTable, DeValue};
use wavec::render::{Shown, short};
use wavec::world::Memory;

const OPEN: &str = "open";

static UPDATED: Once = Once::new();

/// A document with its row of the index.
struct Wrong {
    index: PathBuf,
    format: String,
    name: String,
    path: PathBuf,
    row: BTreeMap<String, String>,
}

impl Wrong {
    fn says(&self, key: &str) -> &str {
        self.row.get(key).unwrap_or_else(|| panic!("{}: no `{key}`", self.shown()))
    }

    fn shown(&self) -> String {
        format!("{}/{}", self.format, self.name)
    }

    fn text(&self) -> String {
        fs::read_to_string(&self.path).unwrap()
    }

    /// Without the mistake.
    fn mended(&self) -> String {
        let (text, wrong) = (self.text(), self.says("wrong"));
        assert_eq!(text.matches(wrong).count(), 1, "{}: `{wrong}` must be there once", self.shown());
        text.replace(wrong, self.says("right"))
    }

    /// What wavec reports of a spec that writes a document as it is, and how that is shown.
    fn reported(&self, text: String) -> (Vec<Diagnostic>, String) {
        let file = self.path.file_name().unwrap().to_str().unwrap();
        let spec = format!(
            "deployment d {{\n    account = \"123456789012\"\n    region = \"eu-central-1\"\n}}\n\
             kind page {{\n    emit {} in \"{file}\" template(\"{file}\", {{}})\n}}\npage only {{}}\n",
            self.format
        );
        let world = Memory::default().with("spec.wave", spec).with(file, text);
        let checked = wavec::check("spec.wave", &world);
        let shown = short(&checked.diagnostics.iter().collect::<Vec<_>>(), Shown::new(&checked.sources));
        let errors = checked.diagnostics.into_iter().filter(|d| d.severity() == Severity::Error);
        (errors.collect(), shown)
    }
}

#[test]
fn each_wrong_document_is_refused_by_its_code() {
    let mut wrong = Vec::new();
    for document in all() {
        let (errors, shown) = document.reported(document.text());
        let expected = document.says("code");
        if codes(&errors) != expected {
            wrong.push(format!("{}: expected {expected}\n{shown}", document.shown()));
        }
    }
    assert!(wrong.is_empty(), "{}\n(UPDATE=1 writes the codes)", wrong.join("\n"));
}

/// What stands in the index. One mistake should be one error; where it isn't yet, all are listed.
fn codes(errors: &[Diagnostic]) -> String {
    let codes: Vec<&str> = errors.iter().map(|d| d.code.id).collect();
    if codes.is_empty() { OPEN.to_string() } else { codes.join(" ") }
}

#[test]
fn each_mended_document_is_accepted() {
    let documents = all();
    let reported = documents.iter().map(|document| (document, document.reported(document.mended())));
    let refused = reported.filter(|(_, (errors, _))| !errors.is_empty());
    let wrong: Vec<String> = refused.map(|(d, (_, shown))| format!("{}:\n{shown}", d.shown())).collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn each_wrong_document_is_in_the_index_of_its_folder() {
    let known: Vec<PathBuf> = all().into_iter().map(|document| document.path).collect();
    for path in case::files_below(&root()) {
        assert!(path.ends_with("index.toml") || known.contains(&path), "{} is in no index", path.display());
    }
}

#[test]
fn the_page_of_the_validators_has_the_codes() {
    let page = fs::read_to_string(page()).unwrap();
    assert!(page == with_codes(&page, &all()), "UPDATE=1 writes the codes into docs/validation.md");
}

/// The page with the codes of the indexes in its column, and how many there are. What other tools say is theirs.
fn with_codes(page: &str, documents: &[Wrong]) -> String {
    let lines = page.lines().map(|line| {
        let mut cells: Vec<String> = line.split('|').map(str::to_string).collect();
        let row = documents.iter().find(|d| line.contains(&format!("/wrong/{}.", d.shown())));
        let format = documents.iter().find(|d| line.starts_with(&format!("| [{0}](#{0}) |", d.format)));
        if let (Some(document), Some(cell)) = (row, cells.get_mut(2)) {
            *cell = format!(" {} ", if document.says("code") == OPEN { "–" } else { document.says("code") });
        } else if let (Some(Wrong { format, .. }), Some(cell)) = (format, cells.get_mut(3)) {
            let refused = documents.iter().filter(|d| d.format == *format && d.says("code") != OPEN).count();
            let others = cell.split_once(',').map_or(" ", |(_, others)| others);
            *cell = format!(" wavec {refused},{others}");
        }
        cells.join("|") + "\n"
    });
    lines.collect()
}

/// All documents. With `UPDATE=1` the codes are written first, so that every test sees what is there in the end.
fn all() -> Vec<Wrong> {
    UPDATED.call_once(|| {
        if is_update() {
            for document in listed() {
                set_code(&document, &codes(&document.reported(document.text()).0));
            }
            let text = fs::read_to_string(page()).unwrap();
            fs::write(page(), with_codes(&text, &listed())).unwrap();
        }
    });
    listed()
}

fn listed() -> Vec<Wrong> {
    let indexes = case::files_below(&root()).into_iter().filter(|path| path.ends_with("index.toml"));
    indexes.flat_map(|index| rows(&index)).collect()
}

fn rows(index: &Path) -> Vec<Wrong> {
    let folder = index.parent().unwrap();
    let format = folder.file_name().unwrap().to_str().unwrap();
    let text = fs::read_to_string(index).unwrap();
    let table = DeTable::parse(&text).unwrap().into_inner();
    let document = |(name, row): (&str, &DeValue)| {
        let paths = ["yaml", "json"].map(|ending| folder.join(format!("{name}.{ending}")));
        let path =
            paths.into_iter().find(|p| p.is_file()).unwrap_or_else(|| panic!("{format}/{name} is missing"));
        let strings =
            row.as_table().unwrap().iter().map(|(key, value)| {
                (key.get_ref().to_string(), value.get_ref().as_str().unwrap().to_string())
            });
        Wrong {
            index: index.to_path_buf(),
            format: format.to_string(),
            name: name.to_string(),
            path,
            row: strings.collect(),
        }
    };
    table.iter().map(|(name, row)| document((name.get_ref(), row.get_ref()))).collect()
}

/// Writes the code of one document into its index, and leaves everything else as it is.
fn set_code(document: &Wrong, code: &str) {
    let text = fs::read_to_string(&document.index).unwrap();
    let header = format!("[{}]", document.name);
    let mut inside = false;
    let lines = text.lines().map(|line| {
        inside = if line.starts_with('[') { line == header } else { inside };
        if inside && line.starts_with("code = ") {
            format!("code = \"{code}\"\n")
        } else {
            format!("{line}\n")
        }
    });
    let changed: String = lines.collect();
    fs::write(&document.index, changed).unwrap();
}

fn is_update() -> bool {
    std::env::var_os("UPDATE").is_some_and(|value| value == "1")
}

fn page() -> PathBuf {
    case::repository().join("docs/validation.md")
}

fn root() -> PathBuf {
    case::repository().join("tests/validators/wrong")
}
