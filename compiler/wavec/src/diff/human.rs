//! A difference for a person who reviews it: what happens to which resource, what is newly allowed, which files change.

use std::fmt::Write as _;

use diagnostics::{Sources, Span};

use super::{Change, Difference, OfAttribute, OfEnvironment, OfPermission, OfResource, Output, words};
use crate::render::{Look, amount};

/// The most that is shown of a value.
const LONGEST_VALUE: usize = 60;

/// The difference; `shown_outputs` gives the lines of an output, or an empty text.
pub fn human(
    difference: &Difference,
    sources: &Sources,
    look: &Look,
    shown_outputs: impl Fn(&Output) -> String,
) -> String {
    let page = Page { sources, look };
    let mut text = String::new();
    for environment in &difference.environments {
        page.environment(environment, &mut text);
    }
    if difference.permissions_unknown {
        text += "permissions\n  the lock is of an older wavec, which didn't note them; `wavec build` notes them\n\n";
    }
    if !difference.outputs.is_empty() {
        text += "outputs\n";
        for output in &difference.outputs {
            let _ = writeln!(text, "  {} {}", page.sign(output.change), output.path);
            text += &page.coloured_lines(&shown_outputs(output));
        }
        text.push('\n');
    }
    text + &summary(difference)
}

/// What everything is drawn with.
struct Page<'a> {
    sources: &'a Sources,
    look: &'a Look,
}

impl Page<'_> {
    fn environment(&self, it: &OfEnvironment, text: &mut String) {
        let of = if it.name.is_empty() { String::new() } else { format!(" of {}", it.name) };
        if !it.resources.is_empty() {
            let _ = writeln!(text, "resources{of}");
            for resource in &it.resources {
                self.resource(resource, text);
            }
            text.push('\n');
        }
        if !it.permissions.is_empty() {
            let _ = writeln!(text, "permissions{of}");
            let mut holder = "";
            for permission in &it.permissions {
                if permission.holder != holder {
                    holder = &permission.holder;
                    let _ = writeln!(text, "  {holder}");
                }
                self.permission(permission, text);
            }
            text.push('\n');
        }
    }

    fn resource(&self, it: &OfResource, text: &mut String) {
        let remark = match (&it.was, it.change) {
            (Some(was), _) => format!("  was {was}"),
            (None, Change::Replaced) => "  another one: the old one stays behind".to_string(),
            _ => String::new(),
        };
        let place = self.place(it.place);
        let _ = writeln!(text, "  {} {}{remark}{place}", self.sign(it.change), it.id);
        let width = it.attributes.iter().map(|a| a.name.chars().count()).max().unwrap_or(0);
        for attribute in &it.attributes {
            self.attribute(attribute, &place, width, text);
        }
    }

    /// `around` is the place of its resource, which stands in a line above already.
    fn attribute(&self, it: &OfAttribute, around: &str, width: usize, text: &mut String) {
        let value = |value: &Option<_>| value.as_ref().map(|v| words::short(v, LONGEST_VALUE));
        let arrow = match self.look {
            Look { plain: true, .. } => "becomes",
            Look { unicode: false, .. } => "->",
            _ => "→",
        };
        let values = match (value(&it.old), value(&it.new)) {
            (Some(old), Some(new)) => format!("{old} {arrow} {new}"),
            (Some(old), None) => format!("{old} {arrow} nothing"),
            (None, new) => new.unwrap_or_default(),
        };
        let immutable =
            if it.immutable { self.painted("  can't be changed in place", "1;31") } else { String::new() };
        let place = Some(self.place(it.place)).filter(|place| place != around).unwrap_or_default();
        let _ = writeln!(text, "      {:width$}  {values}{immutable}{place}", it.name);
    }

    fn permission(&self, it: &OfPermission, text: &mut String) {
        let sign = self.sign(if it.added { Change::Added } else { Change::Removed });
        let denied = if it.effect == "Deny" { "deny " } else { "" };
        let on = it.on.as_ref().map(|on| format!(" on {on}")).unwrap_or_default();
        let by = it.principal.as_ref().map(|who| format!(" by {who}")).unwrap_or_default();
        let when = it.conditions.as_ref().map(|when| format!(" if {when}")).unwrap_or_default();
        let _ = writeln!(text, "    {sign} {denied}{}{on}{by}{when}{}", it.action, self.place(it.place));
    }

    fn sign(&self, change: Change) -> String {
        if self.look.plain {
            return change.word().to_string();
        }
        match change {
            Change::Added => self.painted("+", "32"),
            Change::Removed => self.painted("-", "31"),
            Change::Changed => self.painted("~", "33"),
            Change::Replaced => {
                self.painted("±", "33").replace('±', if self.look.unicode { "±" } else { "-/+" })
            }
        }
    }

    /// `  spec.wave:12`
    fn place(&self, span: Option<Span>) -> String {
        let Some((file, line)) = span.and_then(|span| line_of(self.sources, span)) else {
            return String::new();
        };
        self.painted(&format!("  {file}:{line}"), "2")
    }

    fn painted(&self, text: &str, style: &str) -> String {
        if self.look.colour { format!("\u{1b}[{style}m{text}\u{1b}[0m") } else { text.to_string() }
    }

    /// The lines of an output, indented.
    fn coloured_lines(&self, lines: &str) -> String {
        let one = |line: &str| {
            let style = match line.chars().next() {
                Some('+') => "32",
                Some('-') => "31",
                _ => "0",
            };
            let line = if style == "0" { line.to_string() } else { self.painted(line, style) };
            format!("      {line}\n")
        };
        lines.lines().map(one).collect()
    }
}

/// A file's name and a line, from 1.
pub(super) fn line_of(sources: &Sources, span: Span) -> Option<(&str, usize)> {
    let at = sources.locate(span);
    let file = sources.file(at.file)?;
    Some((&file.name, file.lines.position_chars(&file.text, at.start).line + 1))
}

fn summary(difference: &Difference) -> String {
    if difference.is_empty() {
        return "no difference\n".to_string();
    }
    let resources = || difference.environments.iter().flat_map(|e| &e.resources);
    let permissions = || difference.environments.iter().flat_map(|e| &e.permissions);
    let of = |change: Change| resources().filter(|r| r.change == change).count();
    let changes = [
        (of(Change::Added), "added"),
        (of(Change::Changed), "changed"),
        (of(Change::Replaced), "replaced"),
        (of(Change::Removed), "removed"),
    ];
    let permitted = permissions().filter(|p| p.added).count();
    let permissions = [(permitted, "added"), (permissions().count() - permitted, "removed")];
    let outputs = [(difference.outputs.len(), "different")];
    let parts = [("resource", &changes[..]), ("permission", &permissions), ("output", &outputs)];
    let parts: Vec<String> = parts.iter().filter_map(|(word, counts)| counted(word, counts)).collect();
    format!("{}\n", parts.join("; "))
}

/// `2 resources added, 1 changed`
fn counted(word: &str, counts: &[(usize, &str)]) -> Option<String> {
    let mut present = counts.iter().filter(|(n, _)| *n > 0);
    let (n, what) = present.next()?;
    let first = format!("{} {what}", amount(*n, word));
    let rest = present.map(|(n, what)| format!("{n} {what}"));
    Some(std::iter::once(first).chain(rest).collect::<Vec<_>>().join(", "))
}
