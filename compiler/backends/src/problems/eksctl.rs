//! What eksctl or EKS would refuse of a cluster whose keys and values are all well typed.

use diagnostics::codes::{E7125, E7126, E7128, E7129, E7131, W7127, W7130};
use diagnostics::{Diagnostic, Span};
use schemas::EndedVersion;

/// A number of nodes: its key, what it is, and where that was written.
pub(crate) type Bound = (&'static str, i64, Span);

/// Two bounds that are the wrong way round; the first one is to blame.
pub(crate) fn bounds(group: &str, at: Bound, other: Bound) -> Diagnostic {
    let word = if at.1 < other.1 { "smaller" } else { "larger" };
    let message = format!("`{}` of {group} is {}, and `{}` is {}", at.0, at.1, other.0, other.1);
    E7125
        .at(at.2, format!("{word} than `{}`", other.0), message)
        .with_label(other.2, format!("`{}` is {}", other.0, other.1))
        .with_help("order them: `minSize`, `desiredCapacity`, `maxSize`".to_owned())
}

pub(crate) fn zone(zone: &str, region: &str, at: Span, region_at: Span) -> Diagnostic {
    E7126
        .at(
            at,
            "in another region",
            format!("the zone `{zone}` isn't in `{region}`, the region of the cluster"),
        )
        .with_label(region_at, "the region of the cluster")
        .with_help(format!("name a zone such as `{region}a`"))
}

pub(crate) fn ended(version: &str, ended: Option<&EndedVersion>, oldest: &str, at: Span) -> Diagnostic {
    let message = match ended {
        Some(ended) => format!("EKS hasn't run Kubernetes {version} since {}", ended.ended),
        None => format!("EKS doesn't run Kubernetes {version} any more"),
    };
    W7127.at(at, "no longer run by EKS", message).with_help(format!("choose `{oldest}` or later"))
}

pub(crate) fn same_group(name: &str, first: Span, second: Span) -> Diagnostic {
    E7128
        .at(second, "the second group of this name", format!("two node groups are called `{name}`"))
        .with_label(first, "the first one")
        .with_help("give each node group of the cluster a name of its own, managed or not".to_owned())
}

pub(crate) fn no_issuer(at: Span, off: Option<Span>) -> Diagnostic {
    let problem = E7129.at(
        at,
        "need `withOIDC`",
        "service accounts can't have roles: IAM doesn't trust the cluster's issuer",
    );
    let problem = match off {
        Some(off) => problem.with_label(off, "switched off here"),
        None => problem,
    };
    problem.with_help("write `withOIDC = true` beside them".to_owned())
}

pub(crate) fn addon(name: &str, known: &[&str], at: Span) -> Diagnostic {
    W7130
        .at(at, "not one of AWS's add-ons", format!("AWS has no add-on `{name}`"))
        .with_guess(name, known.iter().copied())
}

/// A key that a sort of volumes doesn't have: both with their places.
pub(crate) fn volume((key, at): (&str, Span), (sort, sort_at): (&str, Span), wanted: &str) -> Diagnostic {
    E7131
        .at(at, "not for this sort of volume", format!("a volume of the sort `{sort}` has no `{key}`"))
        .with_label(sort_at, "the sort")
        .with_help(format!("remove `{key}`, or choose {wanted}"))
}
