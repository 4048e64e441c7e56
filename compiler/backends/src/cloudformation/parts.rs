//! What the sections of a template consist of, but for the properties of resources: typed by shapes in our own words.

use schemas::{Bounds, Shape, Shapes};

use super::sorts;
use super::template::Template;
use crate::context::Context;
use crate::node::Node;
use crate::problems::{cloudformation as problems, typed as values};
use crate::typed;

/// From the user guide ("Parameters", "Outputs", "`CreationPolicy`", "`UpdatePolicy`").
static PARTS: Shapes = Shapes::new(
    "template",
    "CreationPolicy {AutoScalingCreationPolicy {MinSuccessfulInstancesPercent int(0..100)};ResourceSignal {Count int(0..);Timeout str};StartFleet {Type bool}}\n\
     Mapping {~\"^[A-Za-z0-9.-]{1,255}$\" {~\"^[A-Za-z0-9]{1,255}$\" str|[str]}}\n\
     Output {Condition str;Description str(..1024);Export {Name! str(1..255)};Value! str}\n\
     Parameter {AllowedPattern str;AllowedValues [str];ConstraintDescription str;Default str(..4096);Description str(..4000);MaxLength int;MaxValue num;MinLength int;MinValue num;NoEcho bool;Type! str}\n\
     UpdatePolicy {AutoScalingInstanceRefresh {Preferences {* any};Strategy! \"ReplaceRootVolume\"|\"Rolling\"};AutoScalingReplacingUpdate {WillReplace bool};AutoScalingRollingUpdate {MaxBatchSize int(1..);MinActiveInstancesPercent int(0..100);MinInstancesInService int(0..);MinSuccessfulInstancesPercent int(0..100);PauseTime str;SuspendProcesses [str];WaitOnResourceSignals bool};AutoScalingScheduledAction {IgnoreUnmodifiedGroupSizeProperties bool};CodeDeployLambdaAliasUpdate {AfterAllowTrafficHook str;ApplicationName! str;BeforeAllowTrafficHook str;DeploymentGroupName! str};EnableVersionUpgrade bool;StartAfterUpdate {Type bool};StopBeforeUpdate {Type bool};UseOnlineResharding bool}\n",
    b"",
);

/// Types of which a snapshot can be kept.
const WITH_SNAPSHOTS: &[&str] = &[
    "AWS::DocDB::DBCluster",
    "AWS::EC2::Volume",
    "AWS::ElastiCache::CacheCluster",
    "AWS::ElastiCache::ReplicationGroup",
    "AWS::Neptune::DBCluster",
    "AWS::RDS::DBCluster",
    "AWS::RDS::DBInstance",
    "AWS::Redshift::Cluster",
];

/// So many bytes the description of a template can have.
const LONGEST_DESCRIPTION: u16 = 1024;

/// Types parameters, mappings, outputs, and what stands beside the properties of resources.
pub(super) fn check(template: Template<'_>, context: &mut Context<'_>) {
    for (section, shape, what) in [
        ("Parameters", "Parameter", "parameter"),
        ("Mappings", "Mapping", "mapping"),
        ("Outputs", "Output", "output"),
    ] {
        for (name, entry) in template.section(section) {
            is_a(
                shape,
                &entry.node,
                &format!("the {what} `{name}` of `{}`", template.path),
                template,
                context,
            );
        }
    }
    describes(template, context);
    for (name, entry) in template.section("Resources") {
        for key in ["CreationPolicy", "UpdatePolicy"] {
            let Some(node) = entry.node.get(key) else { continue };
            is_a(key, node, &format!("the {key} of `{name}` in `{}`", template.path), template, context);
        }
        policies(name, &entry.node, template, context);
    }
}

fn describes(template: Template<'_>, context: &mut Context<'_>) {
    let Some(node) = template.root.get("Description") else { return };
    let length = node.text().map_or(0, |text| text.len());
    if length > usize::from(LONGEST_DESCRIPTION) {
        let place = format!("`Description` of the template `{}`", template.path);
        let bounds = Bounds { min: None, max: Some(f64::from(LONGEST_DESCRIPTION)) };
        context.report(values::length_of_text(&place, length, bounds, node.origin.span), &node.origin);
    }
}

fn is_a(shape: &'static str, node: &Node, what: &str, template: Template<'_>, context: &mut Context<'_>) {
    let late = |node: &Node| sorts::late(node, template);
    let format = typed::Format {
        shapes: &PARTS,
        version: None,
        in_words: |_| String::new(),
        text: |_, _| None,
        coerces: true,
        late: &late,
    };
    typed::check(node, &Shape::Ref(shape), what, &format, context);
}

/// What becomes of a resource that is deleted or replaced.
fn policies(name: &str, resource: &Node, template: Template<'_>, context: &mut Context<'_>) {
    for (key, words) in [
        ("DeletionPolicy", &["Delete", "Retain", "RetainExceptOnCreate", "Snapshot"][..]),
        ("UpdateReplacePolicy", &["Delete", "Retain", "Snapshot"][..]),
    ] {
        let Some(node) = resource.get(key) else { continue };
        let Some(text) = node.text() else { continue };
        let of = template.type_of(name).unwrap_or_default();
        if !words.contains(&text.as_str()) {
            let place = format!("`{key}` of the resource `{name}` of `{}`", template.path);
            context.report(values::not_one_of(&place, &text, words, node.origin.span), &node.origin);
        } else if text == "Snapshot" && of.starts_with("AWS::") && !WITH_SNAPSHOTS.contains(&of.as_str()) {
            context.report(problems::no_snapshots(key, name, &of, node.origin.span), &node.origin);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_can_be_read() {
        assert_eq!(PARTS.broken(), [""; 0]);
        let names = ["CreationPolicy", "Mapping", "Output", "Parameter", "UpdatePolicy"];
        assert!(names.iter().all(|name| PARTS.definition(name, None).is_some()));
    }
}
