//! What may stand at a place of a document, from the catalogues of shapes: for people and for programs.
//!
//! Formats are those of `schemas::FORMATS`; none is known here by name but `iam`, which has a catalogue of its own form.

mod actions;
mod find;
mod page;
#[cfg(test)]
mod tests;
mod words;

use diagnostics::did_you_mean;
use schemas::{FORMATS, Field, Format, Shape};
use serde_json::Value;

/// What is asked for.
#[derive(Debug, Clone, Copy, Default)]
pub struct Request<'a> {
    /// A format, such as `k8s`.
    pub format: Option<&'a str>,
    /// A kind and keys, such as `Deployment.spec`.
    pub place: Option<&'a str>,
    /// A version of the format, such as `1.30`.
    pub version: Option<&'a str>,
}

/// An answer.
#[derive(Debug)]
pub enum Found {
    /// The formats.
    Formats,
    /// The kinds of a format.
    Kinds(&'static Format, Vec<&'static str>),
    /// A place of a document.
    Place(Box<Place>),
    /// An action of IAM.
    Action(Box<schemas::iam::Action>),
    /// The actions of a service of IAM.
    Service(schemas::iam::Service),
}

/// A place of a document.
#[derive(Debug)]
pub struct Place {
    pub(crate) format: &'static Format,
    pub(crate) version: Option<u16>,
    /// The kind, by its whole name, and the keys below it.
    pub(crate) path: String,
    /// The definition whose documentation it is, and the key in it.
    pub(crate) owner: Option<(&'static str, Option<String>)>,
    /// The key that it is the value of.
    pub(crate) field: Option<&'static Field>,
    pub(crate) shape: Shape,
    /// Whether the kind is one that users are told to leave.
    pub(crate) deprecated: bool,
    /// Other kinds of the same name.
    pub(crate) others: Vec<&'static str>,
}

/// Finds what is asked for, or says why not.
pub fn look_up(request: &Request<'_>) -> Result<Found, String> {
    let Some(name) = request.format else { return Ok(Found::Formats) };
    if name == actions::NAME {
        return actions::look_up(request.place);
    }
    let Some(format) = FORMATS.iter().find(|f| f.name == name) else {
        let names = FORMATS.iter().map(|f| f.name).chain([actions::NAME]);
        let hint = did_you_mean(name, names).unwrap_or_else(|| "`wavec schema` lists the formats".to_owned());
        return Err(format!("no format `{name}` has a schema here; {hint}"));
    };
    let version = match request.version {
        Some(text) => Some(format.version(text).ok_or_else(|| wrong_version(format, text))?),
        None => None,
    };
    match request.place.or(format.root) {
        Some(place) => find::place(format, place, version).map(|place| Found::Place(Box::new(place))),
        None => Ok(Found::Kinds(format, find::kinds(format, version))),
    }
}

fn wrong_version(format: &Format, text: &str) -> String {
    match format.before_version {
        Some(_) => format!(
            "`{text}` is no version of {}; it is written as `{}`",
            format.of,
            format.version_in_words(30)
        ),
        None => format!("the schema of {} has one version", format.of),
    }
}

impl Found {
    /// For people, in lines of at most so many columns where that can be.
    pub fn text(&self, width: usize) -> String {
        page::text(self, width)
    }

    /// For programs.
    pub fn json(&self) -> Value {
        page::json(self)
    }
}
