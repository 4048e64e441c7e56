//! The table of codes. A row here needs a page in `docs/`: without it the crate does not compile.
//!
//! A letter for the severity (`E` error, `W` warning, `N` note), then four digits of which the first is the phase: 0 project and files,
//! 1 syntax, 2 names, 3 types, 4 evaluation, 5 checks, 6 lints, 7 backends, 9 mistakes of wavec itself. A code is never
//! used again for something else.

use crate::{Diagnostic, Label, Span};

/// How bad it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Severity {
    /// Nothing is written.
    Error,
    /// Something to look at.
    Warning,
    /// Something to know.
    Note,
}

impl Severity {
    /// The word that people see.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
            Self::Note => "note",
        }
    }
}

/// A kind of mistake.
#[derive(Debug, PartialEq, Eq)]
pub struct Code {
    /// Such as `E2001`.
    pub id: &'static str,
    /// The same for people, such as `unknown-name`.
    pub name: &'static str,
    /// Its page, in Markdown: the first line is its title; an example that gives it, and one that doesn't.
    pub page: &'static str,
}

impl Code {
    /// The first letter says it. A project may give a warning or note another level: see [`Diagnostic::severity`].
    pub fn severity(&self) -> Severity {
        match self.id.as_bytes().first() {
            Some(b'W') => Severity::Warning,
            Some(b'N') => Severity::Note,
            _ => Severity::Error,
        }
    }

    /// A diagnostic of this code. The label's text may be empty.
    pub fn at(&'static self, span: Span, label: impl Into<String>, message: impl Into<String>) -> Diagnostic {
        Diagnostic {
            code: self,
            level: None,
            rule: None,
            message: message.into(),
            primary: Label { span, text: label.into() },
            secondary: Vec::new(),
            notes: Vec::new(),
            help: None,
            fix: None,
            replacement: None,
            hidden: None,
        }
    }
}

/// Whether a code is a lint: something that is most likely not meant, but harms nothing by itself.
pub fn is_lint(code: &Code) -> bool {
    code.id.starts_with("W6")
}

/// The code with this id or name, in any case.
pub fn code(text: &str) -> Option<&'static Code> {
    CODES.iter().copied().find(|c| c.id.eq_ignore_ascii_case(text) || c.name.eq_ignore_ascii_case(text))
}

macro_rules! codes {
    ($($id:ident $name:literal)*) => {
        $(
            #[doc = concat!("`", $name, "`")]
            pub static $id: Code = Code {
                id: stringify!($id),
                name: $name,
                page: include_str!(concat!("../docs/", stringify!($id), ".md")),
            };
        )*

        /// Every code, in order.
        pub static CODES: &[&Code] = &[$(&$id),*];
    };
}

codes! {
    // 0: project and files
    E0001 "file-not-found"
    E0002 "not-utf8"
    E0003 "outside-the-project"
    E0004 "include-cycle"
    E0005 "unreadable-file"
    E0006 "no-deployment"
    E0007 "several-deployments"
    E0008 "file-in-the-way"
    E0009 "output-edited"
    E0010 "unreadable-lock"
    E0011 "output-folder-taken"
    E0013 "wrong-settings"
    E0014 "unknown-replacement"

    // 1: syntax
    E1001 "unterminated-string"
    E1002 "missing-closer"
    E1003 "stray-token"
    E1004 "missing-value"
    E1005 "missing-part"
    E1006 "unknown-character"
    E1007 "too-deep"
    E1008 "unknown-escape"
    E1009 "text-block-indentation"
    E1010 "malformed-number"
    E1011 "missing-separator"

    // 2: names
    E2001 "unknown-name"
    E2002 "unknown-kind"
    E2003 "unknown-field"
    E2004 "unknown-resource"
    E2005 "unknown-module"
    E2006 "unknown-function"
    E2007 "unknown-type"
    E2008 "duplicate-name"
    E2009 "ambiguous-name"
    E2010 "private-name"
    E2011 "misplaced-item"
    E2012 "unknown-backend"
    E2013 "unknown-stage"
    E2014 "unknown-text-format"
    E2015 "recursive-function"
    // E2016 was for what an early version could not carry out yet.
    E2017 "unknown-check"

    // 3: types
    E3001 "missing-field"
    E3002 "wrong-type"
    E3003 "maybe-absent"
    E3004 "does-not-fit"
    E3005 "not-one-of"
    E3006 "wrong-arguments"
    E3007 "duplicate-key"
    E3008 "placeholder-left"
    E3009 "not-exhaustive"
    E3010 "wrong-unit"
    E3011 "forgotten-parameter"
    E3015 "unfit-identity"
    E3016 "mutable-without-effect"

    // 4: evaluation
    E4001 "circular-value"
    E4002 "undecided"
    E4003 "late-too-early"
    E4004 "resources-not-known-yet"
    E4005 "arithmetic"
    E4006 "hole-left"
    E4007 "deployment-field-needed"
    E4008 "secret-used"
    E4009 "duplicate-resource"
    E4010 "too-much-work"
    E4011 "unknown-placeholder"
    E4012 "unused-binding"
    E4013 "unreadable-template"
    E4014 "duplicate-key-in-template"

    // 5: checks
    E5001 "check-failed"
    W5002 "advice"
    N5003 "check-undecided"
    N5004 "hole-noted"
    W5005 "allowance-without-effect"
    E5006 "immutable-changed"
    W5007 "replacement-without-effect"
    E5010 "test-output-differs"
    E5011 "test-output-missing"
    E5012 "test-diagnostic-missing"
    E5013 "test-fails"
    E5014 "malformed-test"

    // 6: lints
    W6001 "unused-parameter"
    W6002 "unused-let"
    W6003 "unused-function"
    W6004 "unused-type"
    W6005 "unused-kind"
    W6006 "unused-secret"
    W6007 "unused-use"
    W6008 "unused-loop-variable"
    W6009 "unused-argument"
    W6010 "unused-resource"
    W6011 "shadowed-name"
    W6012 "unusual-name"
    W6013 "needless-comparison"
    W6014 "double-negation"
    W6015 "needless-default"
    W6016 "empty-branch"
    W6017 "duplicate-element"
    W6018 "needless-placeholder"

    // 7: backends
    E7001 "conflicting-documents"
    E7002 "unprintable-value"
    E7003 "stage-not-printable"
    E7004 "secret-not-printable"
    E7005 "unit-needed"
    E7006 "path-outside-output"
    E7007 "duplicate-object"
    E7008 "unknown-document"
    E7009 "wrong-document"
    E7010 "unexplained-wildcard"
    E7011 "unprintable-text"
    W7012 "output-not-applied"
    E7013 "environments-differ"
    E7014 "text-would-be-expanded"
    E7015 "duplicate-stage-name"
    E7016 "wrong-stage-name"
    E7017 "unknown-logical-id"
    W7018 "template-too-long-to-pass"
    E7020 "patch-of-no-output"
    E7021 "patch-of-no-object"
    E7022 "patch-of-no-place"
    E7023 "patch-of-no-element"
    E7024 "patch-removes-nothing"
    E7025 "patches-collide"
    E7026 "patch-of-text"
    E7030 "needed-before-applied"
    E7040 "unknown-key"
    E7041 "missing-key"
    E7042 "value-of-another-sort"
    E7043 "value-not-taken"
    E7044 "unknown-kind-of-object"
    E7045 "unknown-api-version"
    E7046 "api-of-another-time"
    W7047 "deprecated-in-format"
    E7048 "no-versions"
    E7049 "unknown-release"
    E7050 "wrong-object-name"
    W7051 "namespace-ignored"
    E7052 "wrong-label"
    E7053 "selector-of-other-labels"
    W7054 "selector-of-no-pod"
    E7055 "wrong-port"
    E7056 "unknown-port"
    W7057 "undeclared-port"
    E7058 "size-does-not-fit"
    E7059 "wrong-schedule"
    E7060 "wrong-mount"
    W7061 "unused-volume"
    W7062 "variable-twice"
    E7063 "unknown-object"
    E7064 "unknown-data-key"
    E7065 "settings-refused"
    W7066 "replicas-of-an-autoscaler"
    E7067 "wrong-access-rule"
    E7070 "unknown-resource-type"
    E7071 "unknown-template-attribute"
    E7072 "unknown-template-function"
    E7073 "circular-template"
    E7074 "unknown-condition"
    E7075 "unknown-mapping"
    E7076 "unknown-export"
    E7077 "duplicate-export"
    W7078 "unused-in-template"
    E7079 "wrong-function-argument"
    E7090 "unknown-action"
    E7091 "action-without-resource"
    E7092 "wrong-arn"
    E7093 "unknown-condition-key"
    E7094 "literal-wildcard"
    E7095 "wrong-condition"
    W7096 "condition-of-no-action"
    E7097 "wrong-principal"
    W7098 "allows-too-much"
    E7101 "role-and-account-disagree"
    E7110 "value-of-another-record-type"
    E7111 "zone-of-another-target"
    E7112 "record-set-twice"
    E7113 "wrong-record-name"
    E7125 "node-group-bounds"
    E7126 "zone-of-another-region"
    W7127 "ended-cluster-version"
    E7128 "node-groups-of-one-name"
    E7129 "service-accounts-without-issuer"
    W7130 "unknown-addon"
    E7131 "wrong-sort-of-volume"

    // 9: mistakes of wavec itself
    E9001 "internal"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_unique_sorted_within_their_phase_and_found_by_name() {
        let digits: Vec<&str> = CODES.iter().filter_map(|c| c.id.get(1..)).collect();
        assert!(digits.windows(2).all(|w| w[0] < w[1]), "codes are in order and unique");
        for c in CODES {
            assert_eq!(code(&c.id.to_lowercase()), Some(*c));
            assert_eq!(code(c.name), Some(*c));
        }
    }

    #[test]
    fn every_page_begins_with_a_title_that_names_its_code() {
        for c in CODES {
            let start = format!("# {}: ", c.id);
            assert!(c.page.starts_with(&start), "{} should begin with `{start}`", c.id);
        }
    }
}
