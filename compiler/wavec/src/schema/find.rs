//! From a name and keys to a place: which kind is meant, and where its keys lead.

use diagnostics::did_you_mean;
use schemas::{Definition, Field, Format, Shape};

use super::Place;

/// What documents are made of, by name.
pub(super) fn kinds(format: &'static Format, version: Option<u16>) -> Vec<&'static str> {
    let all = format.shapes.names("").into_iter();
    all.filter(|name| format.shapes.definition(name, version).is_some_and(|d| (format.is_kind)(d))).collect()
}

/// The place that a text names: `Deployment.spec`, `apps/v1/Deployment.spec`, or `vpc.nat` where there is one kind.
pub(super) fn place(format: &'static Format, text: &str, version: Option<u16>) -> Result<Place, String> {
    let (kind, keys) = divided(text);
    let (found, others) = match (named(format, kind, version), format.root) {
        (Some((found, others)), _) => (found, others),
        (None, Some(root)) => return below_root(format, root, text, version),
        (None, None) => return Err(unknown_kind(format, kind, version)),
    };
    let mut walk = Walk::begin(format, found, version);
    walk.others = others;
    for key in keys.split('.').filter(|key| !key.is_empty()) {
        walk.step(key)?;
    }
    Ok(walk.place())
}

fn below_root(
    format: &'static Format,
    root: &str,
    text: &str,
    version: Option<u16>,
) -> Result<Place, String> {
    let definition = format.shapes.definition(root, version);
    let definition = definition.ok_or_else(|| format!("the schema of {} lacks `{root}`", format.of))?;
    let mut walk = Walk::begin(format, definition, version);
    for key in text.split('.').filter(|key| !key.is_empty()) {
        walk.step(key)?;
    }
    Ok(walk.place())
}

/// The kind and the keys. Dots before the last `/` belong to the kind.
fn divided(text: &str) -> (&str, &str) {
    let start = text.rfind('/').map_or(0, |at| at + 1);
    let dot = text.get(start..).and_then(|rest| rest.find('.'));
    dot.and_then(|dot| Some((text.get(..start + dot)?, text.get(start + dot + 1..)?))).unwrap_or((text, ""))
}

/// The definition that a name means, and the others that have it. Of several the newest stable one of what documents are made of.
fn named(
    format: &'static Format,
    kind: &str,
    version: Option<u16>,
) -> Option<(&'static Definition, Vec<&'static str>)> {
    let ends = |name: &str| {
        let rest = name.strip_suffix(kind);
        rest.is_some_and(|rest| rest.is_empty() || rest.ends_with('/') || rest.ends_with("::"))
    };
    let names = format.shapes.names("").into_iter().filter(|name| ends(name));
    let mut all: Vec<&'static Definition> =
        names.filter_map(|name| format.shapes.definition(name, version)).collect();
    all.sort_by_key(|d| {
        let is_kind = (format.is_kind)(d);
        (d.name != kind, !is_kind, d.versions.until.is_some(), d.deprecated, instability(d.name), d.name)
    });
    let first = all.first().copied()?;
    let others = all.iter().skip(1).filter(|d| (format.is_kind)(d) == (format.is_kind)(first));
    Some((first, others.map(|d| d.name).collect()))
}

/// How far an API version such as `v1beta2` is from a newest stable one: a word of it, and its numbers from above.
fn instability(name: &str) -> (u8, u32, u32) {
    let mut parts = name.rsplit('/');
    let version = parts.nth(1).unwrap_or_default();
    let numbers: Vec<u32> =
        version.split(|c: char| !c.is_ascii_digit()).filter_map(|n| n.parse().ok()).collect();
    let from_above = |at: usize| u32::MAX - numbers.get(at).copied().unwrap_or(0);
    let word = if version.contains("alpha") { 2 } else { u8::from(version.contains("beta")) };
    (word, from_above(0), from_above(1))
}

fn unknown_kind(format: &'static Format, kind: &str, version: Option<u16>) -> String {
    if version.is_some() && named(format, kind, None).is_some() {
        let words = version.map(|v| format.version_in_words(v)).unwrap_or_default();
        return format!("{} {words} has no `{kind}`, and other versions do", format.of);
    }
    let names = format.shapes.names("");
    let short = names.iter().map(|name| name.rsplit('/').next().unwrap_or(name));
    let hint = did_you_mean(kind, names.iter().copied().chain(short))
        .unwrap_or_else(|| format!("`wavec schema {}` lists what there is", format.name));
    format!("{} has no `{kind}`; {hint}", format.of)
}

/// On the way down.
struct Walk {
    format: &'static Format,
    version: Option<u16>,
    path: String,
    /// The definition that the place lies in, and the keys since.
    within: &'static Definition,
    keys: Vec<String>,
    field: Option<&'static Field>,
    shape: &'static Shape,
    others: Vec<&'static str>,
    deprecated: bool,
}

impl Walk {
    fn begin(format: &'static Format, within: &'static Definition, version: Option<u16>) -> Self {
        Self {
            format,
            version,
            path: within.name.to_owned(),
            within,
            keys: Vec::new(),
            field: None,
            shape: &within.shape,
            others: Vec::new(),
            deprecated: within.deprecated,
        }
    }

    fn step(&mut self, key: &str) -> Result<(), String> {
        // An element of a list is what the list is of.
        let key = key.split('[').next().unwrap_or(key);
        let mut options = Vec::new();
        self.records(self.shape, self.within, &self.keys, &mut options);
        let found = options.iter().find_map(|option| {
            let Shape::Record(record) = option.shape else { return None };
            let field = record.field(key, self.version).or_else(|| record.field(key, None))?;
            Some((option.clone(), Some(field), &field.shape))
        });
        let any_key = || {
            options.iter().find_map(|option| match option.shape {
                Shape::Record(record) => {
                    let rest = record.rest.as_ref().or_else(|| record.patterns.first().map(|(_, s)| s))?;
                    Some((option.clone(), None, rest))
                }
                _ => None,
            })
        };
        let Some((option, field, shape)) = found.or_else(any_key) else {
            return self.part(key).ok_or_else(|| self.unknown(key, &options));
        };
        self.within = option.within;
        self.keys = option.keys;
        self.keys.push(key.to_owned());
        (self.field, self.shape) = (field, shape);
        self.path = format!("{}.{key}", self.path);
        Ok(())
    }

    /// A part of a kind that is named like a key of it, such as `AWS::S3::Bucket.CorsRule`.
    fn part(&mut self, key: &str) -> Option<()> {
        let name = format!("{}.{key}", self.path);
        let found = self.format.shapes.definition(&name, self.version)?;
        let others = std::mem::take(&mut self.others);
        *self = Self { others, ..Self::begin(self.format, found, self.version) };
        Some(())
    }

    fn unknown(&self, key: &str, options: &[Inside]) -> String {
        let keys: Vec<&str> = options
            .iter()
            .filter_map(|option| match option.shape {
                Shape::Record(record) => Some(record.fields.iter().map(|f| f.name.as_str())),
                _ => None,
            })
            .flatten()
            .collect();
        if keys.is_empty() {
            return format!("`{}` has no keys: it is {}", self.path, super::words::shape(self.shape));
        }
        let hint = did_you_mean(key, keys)
            .unwrap_or_else(|| format!("`wavec schema {} {}` lists its keys", self.format.name, self.path));
        format!("`{}` has no key `{key}`; {hint}", self.path)
    }

    /// The records that a shape may be, through references, lists and alternatives, with the definitions that they lie in.
    fn records(
        &self,
        shape: &'static Shape,
        within: &'static Definition,
        keys: &[String],
        found: &mut Vec<Inside>,
    ) {
        match shape {
            Shape::Record(_) => found.push(Inside { shape, within, keys: keys.to_vec() }),
            Shape::List(list) => self.records(&list.of, within, keys, found),
            Shape::Either(several) => several.iter().for_each(|s| self.records(s, within, keys, found)),
            Shape::Ref(name) => {
                // A definition that refers to itself is no record by that.
                let next = self.format.shapes.definition(name, self.version);
                let next = next.or_else(|| self.format.shapes.definition(name, None));
                if let Some(next) = next.filter(|next| next.name != within.name || !keys.is_empty()) {
                    self.records(&next.shape, next, &[], found);
                }
            }
            _ => {}
        }
    }

    fn place(self) -> Place {
        let key = (!self.keys.is_empty()).then(|| self.keys.join("."));
        Place {
            format: self.format,
            version: self.version,
            path: self.path,
            owner: Some((self.within.name, key)),
            field: self.field,
            shape: self.shape.clone(),
            deprecated: self.deprecated,
            others: self.others,
        }
    }
}

/// A record, and the definition that it lies in.
#[derive(Clone)]
struct Inside {
    shape: &'static Shape,
    within: &'static Definition,
    keys: Vec<String>,
}
