//! The `eksctl` backend: a `ClusterConfig`, typed by the types of `std.eksctl`, and what they can't say.

mod checks;

use schemas::{EKSCTL, Shape};

use crate::document::Draft;
use crate::lines::Printed;
use crate::node::Node;
use crate::typed::{self, Format, Late};
use crate::yaml;

/// One cluster.
pub(crate) fn print(mut draft: Draft<'_, '_>) -> Option<Printed> {
    let root = draft.merged()?;
    let what = format!("the cluster `{}`", draft.document.path);
    let format = Format {
        shapes: &EKSCTL,
        version: None,
        in_words: |version| version.to_string(),
        text: |sort, text| typed::named_text(&EKSCTL, sort, text),
        coerces: false,
        late: &|_: &Node| Late::No,
    };
    let before = draft.context.problems();
    typed::check(&root, &Shape::Ref("ClusterConfig"), &what, &format, draft.context);
    // What is of the wrong sort can't be compared with anything.
    if draft.context.problems() == before {
        checks::check(&root, draft.context);
    }
    Some(yaml::file(&root, draft.context.graph))
}
