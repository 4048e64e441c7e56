//! What a container mounts, and the volumes of its pod.

use super::item::{Item, containers, known, known_at, list};
use crate::context::Context;
use crate::node::Node;
use crate::problems::k8s as problems;

/// Those of the pods that an object makes.
pub(crate) fn check(item: &Item, context: &mut Context<'_>) {
    let Some(pod) = item.pod() else { return };
    let claims = item.at(&["spec"]).map(|spec| list(spec, "volumeClaimTemplates")).unwrap_or_default();
    let of_claims = claims.iter().map(|claim| claim.get("metadata").and_then(|m| m.get("name")));
    let nodes: Vec<Option<&Node>> =
        list(pod, "volumes").iter().map(|volume| volume.get("name")).chain(of_claims).collect();
    let volumes: Vec<String> = nodes.iter().filter_map(|node| known((*node)?)).collect();
    let all_known = volumes.len() == nodes.len();
    let mut used = Vec::new();
    for container in containers(pod) {
        for (list_key, path_key) in [("volumeMounts", "mountPath"), ("volumeDevices", "devicePath")] {
            let mounts = list(container, list_key);
            used.extend(mounts.iter().map(|mount| known_at(mount, "name").map(|(_, name)| name)));
            if all_known {
                missing(mounts, &volumes, &item.object.to_string(), context);
            }
            paths(mounts, path_key, context);
        }
    }
    if used.iter().all(Option::is_some) {
        let used: Vec<String> = used.into_iter().flatten().collect();
        unused(list(pod, "volumes"), &used, &volumes, context);
    }
}

fn missing(mounts: &[Node], volumes: &[String], object: &str, context: &mut Context<'_>) {
    for (node, name) in mounts.iter().filter_map(|mount| known_at(mount, "name")) {
        if !volumes.contains(&name) {
            context.report(problems::unknown_volume(&name, object, volumes, node.origin.span), &node.origin);
        }
    }
}

fn paths(mounts: &[Node], key: &str, context: &mut Context<'_>) {
    let mut seen: Vec<(&Node, String)> = Vec::new();
    for mount in mounts {
        for key in ["subPath", "subPathExpr"] {
            let outside = |path: &String| path.starts_with('/') || path.split('/').any(|part| part == "..");
            if let Some((node, path)) = known_at(mount, key).filter(|(_, path)| outside(path)) {
                context.report(problems::path_outside_volume(&path, key, node.origin.span), &node.origin);
            }
        }
        let Some((node, path)) = known_at(mount, key) else { continue };
        if path.contains(':') || path.is_empty() {
            context.report(problems::wrong_mount_path(&path, node.origin.span), &node.origin);
        } else if let Some((first, _)) = seen.iter().find(|(_, other)| *other == path) {
            context.report(problems::mounted_twice(&path, first.origin.span, node.origin.span), &node.origin);
        }
        seen.push((node, path));
    }
}

/// A volume that no container mounts. A mount of a volume that isn't there is the mistake then.
fn unused(volumes: &[Node], used: &[String], known_names: &[String], context: &mut Context<'_>) {
    if used.iter().any(|name| !known_names.contains(name)) {
        return;
    }
    for (node, name) in volumes.iter().filter_map(|volume| known_at(volume, "name")) {
        if !used.contains(&name) {
            context.report(problems::unused_volume(&name, node.origin.span), &node.origin);
        }
    }
}
