//! `$(NAME)` in a container: where Kubernetes expands it, which names it knows there, and how it is escaped.
//!
//! Source: `expansion.Expand` of Kubernetes, and the API documentation of `Container` and `EnvVar`.

use graph::{Data, Record, Value};

use crate::lower::Segment;
use crate::node::Node;

/// A container under way.
#[derive(Debug, Clone)]
pub(crate) struct Container {
    /// Its variables, in order; `None` for one whose name isn't known.
    variables: Vec<Option<String>>,
    /// Whether there are more, from a `ConfigMap` or `Secret`.
    open: bool,
    /// The length of its path.
    depth: usize,
}

/// Whether a container stands at this path: in the spec of a pod, or of a template of pods.
pub(crate) fn is_container(path: &[Segment], is_pod: bool) -> bool {
    let key = |s: &Segment, names: &[&str]| matches!(s, Segment::Key(k) if names.contains(&&**k));
    match path {
        [before @ .., spec, list, Segment::Index(_)] => {
            let template = before.last().is_some_and(|s| key(s, &["template"]));
            key(list, &["containers", "initContainers", "ephemeralContainers"])
                && key(spec, &["spec"])
                && (template || (is_pod && before.is_empty()))
        }
        _ => false,
    }
}

impl Container {
    pub(crate) fn of(record: &Record, depth: usize) -> Self {
        let name = |v: &Value| Some(v.as_record()?.get("name")?.as_str()?.into_owned());
        let env = record.get("env").and_then(Value::as_list).unwrap_or_default();
        let more = record.get("envFrom").is_some_and(|v| !matches!(&v.data, Data::List(l) if l.is_empty()));
        Self { variables: env.iter().map(name).collect(), open: more, depth }
    }

    /// As [`Self::of`], of a container that was lowered already.
    pub(crate) fn of_node(node: &Node, depth: usize) -> Self {
        let env = node.get("env").and_then(Node::elements).unwrap_or_default();
        let open = node.get("envFrom").and_then(Node::elements).is_some_and(|l| !l.is_empty());
        Self { variables: env.iter().map(|v| v.get("name")?.text()).collect(), open, depth }
    }

    /// Whether it stands at this path.
    pub(crate) fn is_at(&self, path: &[Segment]) -> bool {
        self.depth == path.len()
    }

    /// With the variables of another description of the same container.
    pub(crate) fn and(mut self, other: Self) -> Self {
        self.variables.extend(other.variables);
        Self { open: self.open || other.open, ..self }
    }

    /// Whether Kubernetes expands variables at this path.
    pub(crate) fn expands(&self, path: &[Segment]) -> bool {
        match path.get(self.depth..) {
            Some([Segment::Key(list), Segment::Index(_)]) => matches!(&**list, "command" | "args"),
            Some([Segment::Key(list), Segment::Index(_), Segment::Key(value)]) => {
                &**list == "env" && &**value == "value"
            }
            _ => false,
        }
    }

    /// Whether a variable is known at this path: in another variable, only those before it are.
    pub(crate) fn has(&self, name: &str, path: &[Segment]) -> bool {
        let limit = match path.get(self.depth..) {
            Some([_, Segment::Index(i), _]) => *i,
            _ => usize::MAX,
        };
        self.open || self.variables.iter().take(limit).flatten().any(|v| v == name)
    }

    /// The names, for a suggestion.
    pub(crate) fn variables(&self) -> impl Iterator<Item = &str> {
        self.variables.iter().flatten().map(String::as_str)
    }
}

/// Literal text, so that Kubernetes gives it back as it is. `next` is what follows: a late value begins with `$`.
///
/// Kubernetes reads `$$` as `$`, and `$(…)` as a variable; any other `$` is itself.
pub(crate) fn escape(text: &str, next: Option<char>) -> String {
    let mut out = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        out.push(c);
        let follows = chars.peek().copied().or(next);
        if c == '$' && matches!(follows, Some('$' | '(')) {
            out.push('$');
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    /// As Kubernetes does it, for a container without variables.
    fn expand(text: &str) -> String {
        let mut out = String::new();
        let mut rest = text;
        while let Some((before, after)) = rest.split_once('$') {
            out.push_str(before);
            let variable = after.strip_prefix('(').and_then(|v| v.split_once(')'));
            rest = match (after.strip_prefix('$'), variable) {
                (Some(second), _) => {
                    out.push('$');
                    second
                }
                (None, Some((_, behind))) => {
                    out.push_str("EXPANDED");
                    behind
                }
                (None, None) => {
                    out.push('$');
                    after
                }
            };
        }
        out + rest
    }

    #[test]
    fn literal_text_comes_back_as_it_was() {
        for text in ["$(A)", "$$", "$$(A)", "a $b $", "$(", "echo $(date) $$$ ${X}", "$$$$(A)$"] {
            assert_eq!(expand(&escape(text, None)), text, "{text}");
        }
        assert_eq!(escape("$", Some('$')), "$$", "before a late value");
    }
}
