//! Projects and files: E0001 to E0007, and two definitions of one name.

use diagnostics::codes::{E0001, E0002, E0003, E0004, E0005, E2005, E2008};
use diagnostics::{Diagnostic, Span};

use crate::world::ReadError;

pub(crate) fn unreadable(from: Span, path: &str, error: &ReadError, files: &[String]) -> Diagnostic {
    match error {
        ReadError::NotFound => E0001
            .at(from, "no such file", format!("there is no file `{path}`"))
            .with_help("correct the path, or create the file".to_owned())
            .with_guess(path, files.iter().map(String::as_str))
            // A module of the library is no file.
            .with_help(path.starts_with("std.").then(|| format!("leave out the quotes: `use {path}`"))),
        ReadError::OutsideProject => outside_project(from, path),
        ReadError::Other(why) => E0005
            .at(from, "can't be read", format!("`{path}` can't be read: {why}"))
            .with_help("see to it that it is a file, and that you may read it".to_owned()),
    }
}

pub(crate) fn not_utf8(at: Span, path: &str, byte: u8) -> Diagnostic {
    E0002
        .at(at, format!("the byte 0x{byte:02x}"), format!("`{path}` is not UTF-8 text"))
        .with_help("save the file as UTF-8".to_owned())
}

pub(crate) fn outside_project(span: Span, path: &str) -> Diagnostic {
    E0003
        .at(span, "outside the project", format!("`{path}` leaves the folder of the spec"))
        .with_help("move the file below the folder that the spec lies in".to_owned())
}

pub(crate) fn include_cycle(span: Span, name: &str, way: &[(String, Option<Span>)]) -> Diagnostic {
    let names: Vec<&str> = way.iter().map(|(n, _)| n.as_str()).chain([name]).collect();
    let message = format!("`{name}` uses itself: {}", names.join(" → "));
    let diagnostic = E0004.at(span, "closes the circle", message);
    let hops = way.iter().filter_map(|(n, s)| Some((n, (*s)?)));
    hops.fold(diagnostic, |d, (n, s)| d.with_label(s, format!("uses `{n}`")))
        .with_help("move what both need to a third file".to_owned())
}

pub(crate) fn unknown_module(span: Span, name: &str, modules: &[String]) -> Diagnostic {
    E2005
        .at(span, "no such module", format!("there is no module `{name}`"))
        .with_help(
            "name a module of the standard library, such as `std.aws`, or a file: `use \"shared.wave\"`"
                .to_owned(),
        )
        .with_guess(name, modules.iter().map(String::as_str))
}

pub(crate) fn duplicate_name(span: Span, name: &str, before: Span) -> Diagnostic {
    E2008
        .at(span, "defined again", format!("`{name}` is defined twice"))
        .with_label(before, "defined here first")
        .with_help("rename one of the two".to_owned())
}
