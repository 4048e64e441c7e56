//! Strings: what can stand in a `${…}`, in plain text and in text of a format.

use syntax::tree::{Expr, Text, TextPart};

use super::Checker;
use super::hints::Hint;
use super::scope::{Scope, path_text};
use crate::lints::only_value;
use crate::problems::names::unknown_format;
use crate::problems::types as problems;
use crate::types::Type;

impl<'p> Checker<'_, 'p> {
    /// A string literal of any form.
    pub(super) fn text(&self, scope: &Scope<'p>, text: &'p Text) -> Type<'p> {
        let Some(tag) = &text.tag else {
            let Some(value) = only_value(text) else {
                self.text_parts(scope, text);
                return Type::String;
            };
            let ty = self.infer(scope, value);
            let is_string = ty.is_string();
            let ty = self.presence(scope, value, ty);
            self.text_part(scope, value, &ty);
            if is_string {
                self.declarations.mark_roundabout(text.span);
            }
            return Type::String;
        };
        let formats = &self.declarations.targets.formats;
        if !tag.text.is_empty() && !formats.contains(&&*tag.text) {
            self.declarations.report_at(text.span, unknown_format(tag.span, &tag.text, formats));
        }
        for value in values(text) {
            let ty = self.present(scope, value);
            if !fits_in_tagged(&ty, &tag.text) {
                let expected = format!("a string, a number, a secret or {} text", tag.text);
                self.wrong_type(value, &expected, &ty, None);
            }
        }
        Type::Tagged(tag.text.clone())
    }

    /// The values in a plain string.
    pub(super) fn text_parts(&self, scope: &Scope<'p>, text: &'p Text) {
        for value in values(text) {
            let ty = self.present(scope, value);
            self.text_part(scope, value, &ty);
        }
    }

    /// The values in a key or label, which is plain text.
    pub(super) fn key_parts(&self, scope: &Scope<'p>, text: &'p Text) {
        if let Some(tag) = &text.tag {
            self.declarations.report_at(text.span, problems::tagged_key(tag.span, &tag.text));
        }
        self.text_parts(scope, text);
    }

    fn text_part(&self, scope: &Scope<'p>, value: &'p Expr, ty: &Type<'p>) {
        match ty {
            Type::Size | Type::Duration => {
                if !scope.shows_quantities {
                    let name = path_text(value);
                    let name = name.as_deref().unwrap_or("x");
                    let problem = match ty {
                        Type::Size => problems::unit_needed(value.span, "size", name, "GiB"),
                        _ => problems::unit_needed(value.span, "duration", name, "s"),
                    };
                    self.declarations.report_at(value.span, problem);
                }
            }
            Type::Union(list) if !list.iter().all(fits_in_text) => {
                let odd = list.iter().find(|t| !fits_in_text(t));
                if let Some(odd) = odd {
                    self.text_part(scope, value, odd);
                }
            }
            ty if fits_in_text(ty) => {}
            // A range or resource is shown in a message as it is written.
            Type::Range | Type::Resource(..) | Type::List(_) | Type::File if scope.shows_quantities => {}
            other => {
                let name = path_text(value);
                let name = name.as_deref().unwrap_or("x");
                let help = match other {
                    Type::List(_) => Some(format!("write `join({name}, \", \")`")),
                    Type::Record(_) | Type::Map(..) | Type::Document => {
                        Some(format!("write `json({name})` or `yaml({name})`"))
                    }
                    Type::Resource(..) => Some(format!("name one of its fields, such as `{name}.name`")),
                    Type::File => Some(format!("write `{name}.text` or `{name}.path`")),
                    Type::Range => Some(format!("write `{name}.min` or `{name}.max`")),
                    _ => None,
                };
                self.wrong_type(value, "a string, a number or a bool", other, help.map(Hint::from));
            }
        }
    }
}

fn values(text: &Text) -> impl Iterator<Item = &Expr> {
    text.parts.iter().filter_map(|part| match part {
        TextPart::Value(value, _) => Some(value),
        TextPart::Literal(..) => None,
    })
}

fn fits_in_text(ty: &Type<'_>) -> bool {
    match ty {
        Type::Unknown | Type::Bool | Type::Int | Type::IntIn(..) | Type::Float | Type::Secret => true,
        Type::Union(list) => list.iter().all(fits_in_text),
        other => other.is_string(),
    }
}

fn fits_in_tagged(ty: &Type<'_>, tag: &str) -> bool {
    match ty {
        Type::Tagged(format) => **format == *tag,
        Type::List(element) => fits_in_tagged(&element.present(), tag),
        Type::Union(list) => list.iter().all(|t| fits_in_tagged(t, tag)),
        other => fits_in_text(other),
    }
}
