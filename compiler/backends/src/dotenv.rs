//! The `dotenv` backend: a record of variables.
//!
//! `NAME=value` in a form that `docker compose --env-file` and bash's `source` read alike; a path that ends in `.sh` gets
//! `export` lines for `source`. A secret is never written: its line is a comment, or insists on the environment.

use graph::{Secret, SecretId};

use crate::context::Context;
use crate::document::{Draft, header};
use crate::lines::{Lines, Printed};
use crate::lower::scalar;
use crate::node::{Chunks, Node, NodeData};
use crate::problems;
use crate::shell::{is_variable, quote};

/// One file of variables.
pub(crate) fn print(mut draft: Draft<'_, '_>) -> Option<Printed> {
    let root = draft.merged()?;
    let path = &draft.document.path;
    let Some(entries) = root.entries() else {
        let problem = problems::not_variables(root.sort(), path, root.origin.span);
        draft.context.report(problem, &root.origin);
        return None;
    };
    let exports = path.ends_with(".sh");
    let mut lines = Lines::default();
    header(draft.context.graph, &mut lines);
    if exports {
        lines.line("# shellcheck shell=bash");
    }
    for (name, entry) in entries {
        let mut variable = Variable { name, node: &entry.node, path, context: &mut *draft.context };
        if !is_variable(name) {
            let problem = problems::not_a_variable(name, path, entry.key);
            variable.context.report(problem, &entry.node.origin);
        } else if exports {
            variable.export(&mut lines);
        } else {
            variable.assign(&mut lines);
        }
        lines.mark(entry.key);
        lines.end_line();
    }
    Some(lines.finish())
}

struct Variable<'a, 'c, 'g> {
    name: &'a str,
    node: &'a Node,
    path: &'a str,
    context: &'c mut Context<'g>,
}

impl Variable<'_, '_, '_> {
    /// `NAME=value`
    fn assign(&mut self, lines: &mut Lines) {
        if let Some(secret) = self.only_secret() {
            // No `NAME=`: `source` would empty the variable that the environment has.
            let told = format!("# {} is the secret {}: set it in the environment", self.name, secret.name);
            return self.start(&told, lines);
        }
        if let Some(secret) = self.secrets().first() {
            let problem = problems::secret_in_part(secret, self.name, self.path, self.node.origin.span);
            return self.context.report(problem, &self.node.origin);
        }
        let Some(value) = self.value() else { return };
        match in_both(&value) {
            Ok(quoted) => self.start(&format!("{}={quoted}", self.name), lines),
            Err(why) => {
                let problem = problems::not_for_both(self.name, self.path, why, self.node.origin.span);
                self.context.report(problem, &self.node.origin);
            }
        }
    }

    /// `export NAME='value'`
    fn export(&mut self, lines: &mut Lines) {
        let value = match &self.node.data {
            NodeData::Text(text) => self.exported(text),
            _ => self.value(),
        };
        let Some(value) = value else { return };
        self.start(&format!("export {}={value}", self.name), lines);
    }

    fn exported(&self, text: &Chunks) -> Option<String> {
        let mut out = String::new();
        let mut literal = String::new();
        for chunk in &text.chunks {
            literal.push_str(&chunk.text);
            if let Some(id) = chunk.secret {
                let variable = &self.context.secret(id)?.variable;
                if !literal.is_empty() {
                    out.push_str(&quote::single(&std::mem::take(&mut literal)));
                }
                out.extend(["\"${", variable, ":?set ", variable, " in the environment}\""]);
            }
        }
        if !literal.is_empty() || out.is_empty() {
            out.push_str(&quote::single(&literal));
        }
        Some(out)
    }

    fn start(&self, text: &str, lines: &mut Lines) {
        self.node.chunks().into_iter().flat_map(|c| &c.chunks).for_each(|c| lines.mark(c.span));
        lines.mark_way(&self.node.origin);
        lines.write_from(text, self.node.origin.span);
    }

    /// The value as text; reported if it is no scalar.
    fn value(&mut self) -> Option<String> {
        if matches!(self.node.data, NodeData::List(_) | NodeData::Map(_) | NodeData::Call(..)) {
            let problem =
                problems::not_one_value(self.node.sort(), self.name, self.path, self.node.origin.span);
            self.context.report(problem, &self.node.origin);
            return None;
        }
        Some(scalar(self.node))
    }

    fn secrets(&self) -> Vec<&Secret> {
        let ids = self.node.chunks().into_iter().flat_map(|c| c.chunks.iter().filter_map(|c| c.secret));
        ids.filter_map(|id: SecretId| self.context.secret(id)).collect()
    }

    /// The secret, if it is the whole value.
    fn only_secret(&self) -> Option<&Secret> {
        let alone = self.node.chunks()?.chunks.iter().all(|c| c.secret.is_some() || c.text.is_empty());
        match self.secrets().as_slice() {
            [secret] if alone => Some(secret),
            _ => None,
        }
    }
}

/// A value as both bash and Compose read it: Compose takes a backslash before a quote for an escape even in single quotes,
/// and leaves one before a backquote as it is in double ones.
fn in_both(value: &str) -> Result<String, &'static str> {
    let bare = value.chars().all(|c| c.is_ascii_alphanumeric() || "_./:@%+,=-".contains(c));
    if value.chars().any(char::is_control) {
        Err("a line break or another control character")
    } else if bare {
        Ok(value.to_owned())
    } else if !value.contains('\'') && !value.ends_with('\\') {
        Ok(format!("'{value}'"))
    } else if value.contains('`') {
        Err("a backquote beside a quote")
    } else {
        let escaped: String = value.chars().fold(String::new(), |mut out, c| {
            if matches!(c, '\\' | '"' | '$') {
                out.push('\\');
            }
            out.push(c);
            out
        });
        Ok(format!("\"{escaped}\""))
    }
}

#[cfg(test)]
mod tests {
    use super::in_both;

    #[test]
    fn a_value_is_quoted_as_both_readers_want_it() {
        assert_eq!(in_both("a/b:1").unwrap(), "a/b:1");
        assert_eq!(in_both("").unwrap(), "");
        assert_eq!(in_both("a $b").unwrap(), "'a $b'");
        assert_eq!(in_both("it's $5").unwrap(), r#""it's \$5""#);
        assert!(in_both("a\nb").is_err());
        assert!(in_both("'`").is_err());
    }
}
