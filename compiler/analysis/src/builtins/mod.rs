//! The functions of the language: one row each, with what it takes, what it gives, and a sentence for people.

use diagnostics::Span;
use graph::Value;

use crate::evaluate::{Eval, Evaluator};

mod documents;
mod files;
mod grants;
mod lists;
mod template;
mod text;
mod units;

pub(crate) use documents::hex_digest;

/// What an argument must be, or what a result is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    /// A string.
    String,
    /// A whole number.
    Int,
    /// An int or a float.
    Number,
    /// A bool.
    Bool,
    /// A list of anything.
    List,
    /// A list of strings.
    Strings,
    /// A list of bools.
    Bools,
    /// A string, list, record or map.
    Countable,
    /// A size or a duration.
    Quantity,
    /// A list of grants.
    Grants,
    /// A file.
    File,
    /// A map of anything, by name.
    Bindings,
    /// Anything that can be printed. As a result: a record whose fields aren't known here.
    Document,
    /// Anything at all, an absent value included.
    Any,
    /// As a result: the type of the first argument.
    Same,
    /// As a result: an element of the first argument, perhaps absent.
    Element,
    /// As a result: a map of strings, perhaps absent.
    StringsByNameOrNone,
}

/// A function of the language.
pub struct Builtin {
    /// Its name.
    pub name: &'static str,
    /// The arguments, with a word for each.
    pub params: &'static [(&'static str, Shape)],
    /// Whether the last argument may be given any number of times.
    pub repeats: bool,
    /// What it gives.
    pub result: Shape,
    /// One sentence for people.
    pub doc: &'static str,
    pub(crate) run: for<'e, 'p> fn(&'e Evaluator<'p>, &Call) -> Eval,
}

impl std::fmt::Debug for Builtin {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.name)
    }
}

/// A call of a function of the language. The arguments were checked against their shapes.
#[derive(Debug)]
pub(crate) struct Call {
    /// In order.
    pub(crate) args: Vec<Value>,
    /// The whole call.
    pub(crate) span: Span,
}

/// The function with this name. `all(KIND)` isn't among them: its argument is no value.
pub(crate) fn find(name: &str) -> Option<&'static Builtin> {
    BUILTINS.iter().find(|b| b.name == name)
}

use Shape::{
    Any, Bindings, Bool, Bools, Countable, Document, Element, File, Grants, Int, List, Number, Quantity,
    Same, String, Strings, StringsByNameOrNone,
};

macro_rules! builtins {
    ($($name:literal ($($param:literal: $shape:expr),*) $($dots:literal)? -> $result:expr, $run:path, $doc:literal;)*) => {
        /// All of them, by what they are about.
        pub static BUILTINS: &[Builtin] = &[$(Builtin {
            name: $name,
            params: &[$(($param, $shape)),*],
            repeats: [$($dots,)? ""].len() > 1,
            result: $result,
            doc: $doc,
            run: $run,
        }),*];
    };
}

builtins! {
    "join" ("list": Strings, "separator": String) -> String, text::join, "The strings of a list, with a separator between them.";
    "split" ("text": String, "separator": String) -> Strings, text::split, "The parts of a string between the separators.";
    "replace" ("text": String, "old": String, "new": String) -> String, text::replace, "The string with every `old` replaced by `new`.";
    "lower" ("text": String) -> String, text::lower, "The string in lower case.";
    "upper" ("text": String) -> String, text::upper, "The string in upper case.";
    "upper_camel" ("text": String) -> String, text::upper_camel, "`file-mover` as `FileMover`.";
    "starts_with" ("text": String, "start": String) -> Bool, text::starts_with, "Whether a string begins with another.";
    "ends_with" ("text": String, "end": String) -> Bool, text::ends_with, "Whether a string ends with another.";
    "contains" ("where": Countable, "what": Any) -> Bool, lists::contains, "Whether a string holds another, or a list an element.";
    "parse" ("text": String, "pattern": String) -> StringsByNameOrNone, text::parse, "The named groups of a pattern that matches the whole string, if it does.";
    "basename" ("path": String) -> String, text::basename, "What follows the last `/`.";
    "length" ("of": Countable) -> Int, lists::length, "How many characters, elements or entries there are.";
    "sort" ("list": List) -> Same, lists::sort, "The list in ascending order; digits in strings compare as numbers.";
    "unique" ("list": List) -> Same, lists::unique, "The list without repetitions.";
    "first" ("list": List) -> Element, lists::first, "The first element, if there is one.";
    "any" ("list": Bools) -> Bool, lists::any, "Whether one of the list is true.";
    "every" ("list": Bools) -> Bool, lists::every, "Whether all of the list are true.";
    "duplicates" ("list": List) -> Same, lists::duplicates, "The elements that occur more than once, each once.";
    "difference" ("list": List, "without": List) -> Same, lists::difference, "The elements of the first list that the second lacks.";
    "given" ("value": Any) "…" -> Int, lists::given, "How many of the values are there.";
    "min" ("a": Number, "b": Number) "…" -> Same, lists::min, "The smallest.";
    "max" ("a": Number, "b": Number) "…" -> Same, lists::max, "The largest.";
    "floor" ("number": Number) -> Int, lists::floor, "The largest int that is not above the number.";
    "json" ("value": Document) -> String, documents::json, "The value as JSON text, for a document inside a document.";
    "yaml" ("value": Document) -> String, documents::yaml, "The value as YAML text, for a document inside a document.";
    "template" ("path": String, "values": Bindings) -> Document, template::template, "A JSON or YAML file of the project, with a value for each placeholder `<NAME>` or `${NAME}` in its strings.";
    "base64" ("text": String) -> String, documents::base64, "The string in base 64.";
    "sha256" ("text": String) -> String, documents::sha256, "The digest of a string, in hexadecimal.";
    "text" ("value": Quantity, "unit": String) -> String, units::text, "A size or duration in a unit, such as `910s` or `3600Mi`; of several units, `\"h|m|s\"`, the first that divides it.";
    "number" ("value": Quantity, "unit": String) -> Int, units::number, "A size or duration in a unit, as a number.";
    "policy" ("grants": Grants) -> Document, grants::policy, "The IAM policy that the grants come to.";
    "allows" ("grants": Grants, "action": String, "resource": String) -> Bool, grants::allows, "Whether the grants allow an action on a resource, such as `\"s3:PutObject\"` on `\"${bucket.logs.arn}/*\"`.";
    "covers_host" ("domains": Strings, "host": String) -> Bool, text::covers_host, "Whether a certificate for these domains holds for a host; `*` stands for one label.";
    "output" ("path": String) -> String, documents::output, "The path of an output, for the words of a step.";
    "file" ("path": String) -> File, files::file, "A file below the folder of the spec.";
    "lines" ("file": File) -> Strings, files::lines, "The lines of a file.";
}
