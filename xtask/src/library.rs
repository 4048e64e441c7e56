//! Types of the standard library as definitions of shapes: so a format that no package describes is described in the language
//! itself, and its documents are typed like all others.
//!
//! A type becomes a definition of its name. Of a string with a pattern, `NAME.expected` in the documentation says in words what
//! matches it, and where it is used its name is the sort of the string.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use diagnostics::{Diagnostics, Sources};
use schemas::{
    Bounds, Definition, Field, ListShape, Literal, RecordShape, Shape, TextShape, Versions, catalogue,
};
use syntax::tree::{self, Binary, Docs, Expr, ExprKind, Item, ItemKind, TextPart, TypeExpr, TypeKind};

use crate::Result;
use crate::packages::Unpacked;
use crate::shapes::word;

/// Types as definitions, and what is written of them: by name, or `NAME.KEY`.
#[derive(Debug, Default)]
pub(crate) struct Described {
    pub(crate) definitions: Vec<Definition>,
    pub(crate) docs: BTreeMap<String, String>,
}

/// All types of some files, and those of other files that they name.
pub(crate) struct Types {
    /// By name.
    items: BTreeMap<String, Item>,
    /// In the files that are described.
    own: BTreeSet<String>,
}

impl Types {
    /// Reads a folder that is described, and files that it uses.
    pub(crate) fn read(library: &Unpacked, folder: &str, used: &[&str]) -> Result<Self> {
        let own_files = library.list(folder)?.into_iter().map(|name| (format!("{folder}/{name}"), true));
        let files = own_files.chain(used.iter().map(|path| ((*path).to_owned(), false)));
        let mut types = Self { items: BTreeMap::new(), own: BTreeSet::new() };
        for (path, own) in files.filter(|(path, _)| Path::new(path).extension().is_some_and(|e| e == "wave"))
        {
            for item in parsed(&path, library.read(&path)?)? {
                let ItemKind::Type(named) = &item.kind else { continue };
                let name = named.name.text.to_string();
                if own {
                    types.own.insert(name.clone());
                }
                types.items.entry(name).or_insert(item);
            }
        }
        Ok(types)
    }

    /// The definitions of all types of the folder, and of what they name.
    pub(crate) fn described(&self) -> Result<Described> {
        let mut all = Described::default();
        let mut wanted: Vec<String> = self.own.iter().cloned().collect();
        let mut seen = BTreeSet::new();
        while let Some(name) = wanted.pop() {
            if !seen.insert(name.clone()) {
                continue;
            }
            let item = self.items.get(&name).ok_or_else(|| format!("there is no type `{name}`"))?;
            let ItemKind::Type(named) = &item.kind else { continue };
            all.docs.insert(name.clone(), text_of(&item.docs));
            let mut reading = Reading { types: self, wanted: &mut wanted, docs: &mut all.docs, owner: &name };
            let shape = reading.shape(&named.ty).map_err(|problem| format!("`{name}`: {problem}"))?;
            let name = word(&name);
            let versions = Versions::default();
            all.definitions.push(Definition { name, versions, deprecated: false, shape });
        }
        Ok(all)
    }
}

fn parsed(path: &str, text: String) -> Result<Vec<Item>> {
    let (mut sources, mut diagnostics) = (Sources::default(), Diagnostics::new());
    let file = sources.add(path, text, true);
    let tree = syntax::parse_file(file, &mut sources, &mut diagnostics);
    let problems = diagnostics.into_sorted(&sources);
    match problems.first() {
        Some(problem) => Err(format!("{path}: {}", problem.message)),
        None => Ok(tree.items.iter().map(|item| (**item).clone()).collect()),
    }
}

/// One type being read.
struct Reading<'a> {
    types: &'a Types,
    /// The names that it needs.
    wanted: &'a mut Vec<String>,
    docs: &'a mut BTreeMap<String, String>,
    owner: &'a str,
}

impl Reading<'_> {
    fn shape(&mut self, ty: &TypeExpr) -> Result<Shape> {
        match &ty.kind {
            TypeKind::Name(path) => self.named(path),
            TypeKind::Optional(inner) => self.shape(inner),
            TypeKind::List(inner) => Ok(Shape::List(Box::new(ListShape {
                of: self.shape(inner)?,
                length: Bounds::default(),
                unique: false,
                keys: Vec::new(),
            }))),
            TypeKind::Map(_, inner) => {
                let rest = Some(self.shape(inner)?);
                Ok(Shape::Record(Box::new(RecordShape { rest, ..RecordShape::default() })))
            }
            TypeKind::Record(fields) => self.record(fields),
            TypeKind::Union(several) => {
                let shapes = several.iter().map(|one| self.shape(one)).collect::<Result<Vec<_>>>()?;
                Ok(Shape::Either(shapes))
            }
            TypeKind::Literal(text) => Ok(Shape::Exactly(Literal::Text(plain(text)?))),
            TypeKind::Matching(pattern, words) => {
                let words = words.as_ref().map(plain).transpose()?;
                self.docs.extend(words.map(|words| (format!("{}.expected", self.owner), words)));
                let pattern = Some(format!("^(?:{})$", plain(pattern)?));
                Ok(Shape::Text(TextShape { pattern, ..TextShape::default() }))
            }
            TypeKind::IntIn(bounds) => range(bounds).map(Shape::Int),
            TypeKind::Catalogue(name) => {
                let name = plain(name)?;
                let found = catalogue(&name).ok_or_else(|| format!("there is no catalogue `{name}`"))?;
                let values = found.values().map(|v| Shape::Exactly(Literal::Text(v.to_owned())));
                Ok(Shape::Either(values.collect()))
            }
            TypeKind::TextOf(_) | TypeKind::Missing => Err("a type that no document has".to_owned()),
        }
    }

    fn named(&mut self, path: &tree::Path) -> Result<Shape> {
        let name = path.names.last().map(|n| &*n.text).unwrap_or_default();
        Ok(match name {
            "string" => Shape::Text(TextShape::default()),
            "int" => Shape::Int(Bounds::default()),
            "float" => Shape::Number(Bounds::default()),
            "bool" => Shape::Bool,
            "document" => Shape::Any,
            _ => {
                let item = self.types.items.get(name).ok_or_else(|| format!("there is no type `{name}`"))?;
                self.wanted.push(name.to_owned());
                match &item.kind {
                    ItemKind::Type(named) if matches!(named.ty.kind, TypeKind::Matching(..)) => {
                        Shape::Text(TextShape { format: Some(word(name)), ..TextShape::default() })
                    }
                    _ => Shape::Ref(word(name)),
                }
            }
        })
    }

    fn record(&mut self, fields: &[tree::Field]) -> Result<Shape> {
        let mut record = RecordShape::default();
        for field in fields {
            let docs = text_of(&field.docs);
            if docs.is_empty() {
                return Err(format!("`{}` has no documentation", field.name.text));
            }
            self.docs.insert(format!("{}.{}", self.owner, field.name.text), docs);
            record.fields.push(Field {
                name: field.name.text.to_string(),
                shape: self.shape(&field.ty)?,
                required: field.default.is_none() && !may_be_absent(&field.ty),
                read_only: false,
                create_only: false,
                deprecated: false,
                versions: Versions::default(),
            });
        }
        Ok(Shape::Record(Box::new(record)))
    }
}

/// `T?`, also as the last of several.
fn may_be_absent(ty: &TypeExpr) -> bool {
    match &ty.kind {
        TypeKind::Optional(_) => true,
        TypeKind::Union(several) => several.iter().any(may_be_absent),
        _ => false,
    }
}

/// The text of a string without placeholders.
fn plain(text: &tree::Text) -> Result<String> {
    let parts = text.parts.iter().map(|part| match part {
        TextPart::Literal(text, _) => Ok(&**text),
        TextPart::Value(..) => Err("a string with a placeholder".to_owned()),
    });
    parts.collect::<Result<Vec<_>>>().map(|parts| parts.concat())
}

fn range(bounds: &Expr) -> Result<Bounds> {
    let number = |of: &Expr| match of.kind {
        #[expect(clippy::cast_precision_loss, reason = "bounds are small numbers")]
        ExprKind::Int(number) => Ok(Some(number as f64)),
        _ => Err("bounds that are no numbers".to_owned()),
    };
    match &bounds.kind {
        ExprKind::Binary(Binary::Range, _, min, max) => Ok(Bounds { min: number(min)?, max: number(max)? }),
        _ => Err("bounds that are no range".to_owned()),
    }
}

/// Documentation as one paragraph; commands are left out.
fn text_of(docs: &Docs) -> String {
    let lines = docs.lines.iter().map(|line| line.text.trim()).filter(|line| !line.starts_with("$ "));
    lines.collect::<Vec<_>>().join(" ").trim().to_owned()
}
