//! What can't stand in the text of `json(…)` and `yaml(…)`.

use diagnostics::codes::{E7002, E7003, E7004};
use diagnostics::{Diagnostic, Span};
use graph::{Data, PartKind};

use super::labelled_late;

pub(crate) fn unprintable_inside(data: &Data, format: &str, span: Span) -> Diagnostic {
    match data {
        Data::Secret(_) => secret(format, span),
        other => E7002
            .at(span, "can't be written", format!("{} can't be written into `{format}(…)`", other.sort()))
            .with_help("write a string, a number, a bool, a list or a record of them".to_owned()),
    }
}

pub(crate) fn unknown_inside(part: &PartKind, format: &str, span: Span) -> Diagnostic {
    match part {
        PartKind::Late(late) => {
            let message = format!("`{format}(…)` can't hold a value of the stage `{}`", late.stage);
            labelled_late(E7003.at(span, "known only later", message), late, span)
                .with_help("put the value into a place of the outer document that prints it".to_owned())
        }
        PartKind::Secret(_) | PartKind::Known(_) | PartKind::Named(..) => secret(format, span),
    }
}

fn secret(format: &str, span: Span) -> Diagnostic {
    E7004
        .at(span, "a secret", format!("a secret can't be written into `{format}(…)`"))
        .with_help("let the program that reads this text take it from its environment".to_owned())
}
