//! Ports: their range and names, and whether what names a port of something else finds it there.
//!
//! Source: the validation of containers, Services and Ingresses in Kubernetes.

use super::item::{Item, at, containers, int_at, is_of_kubernetes, known, known_at, list};
use super::names::Grammar;
use super::order::Object;
use super::selectors::{is_certain, selected};
use crate::context::Context;
use crate::node::{Node, NodeData, Origin};
use crate::problems::k8s as problems;

const PORTS: (i64, i64) = (1, 65_535);

/// Those of nodes that a cluster hands out, unless its server is told others.
const NODE_PORTS: (i64, i64) = (30_000, 32_767);

/// What an Ingress of the AWS controller says instead of a port, if an annotation holds the action.
const BY_ANNOTATION: &str = "use-annotation";

/// A port of a container.
struct Declared<'n> {
    name: Option<(&'n Origin, String)>,
    number: Option<i64>,
}

fn declared(pod: &Node) -> Vec<Declared<'_>> {
    let ports = containers(pod).flat_map(|container| list(container, "ports"));
    ports
        .map(|port| Declared {
            name: known_at(port, "name").map(|(n, t)| (&n.origin, t)),
            number: number(port, "containerPort"),
        })
        .collect()
}

fn number(node: &Node, key: &str) -> Option<i64> {
    int_at(node, key).map(|(_, number)| number)
}

/// The ports that an object declares itself.
pub(crate) fn check(item: &Item, context: &mut Context<'_>) {
    if let Some(pod) = item.pod() {
        for container in containers(pod) {
            of_container(container, pod, &item.object, context);
        }
    }
    if item.is("Service")
        && let Some(spec) = item.node.get("spec")
    {
        of_service(spec, &item.object, context);
    }
}

fn in_range(node: &Node, key: &str, (least, most): (i64, i64), context: &mut Context<'_>) {
    if let Some((node, number)) = int_at(node, key).filter(|(_, number)| !(least..=most).contains(number)) {
        context
            .report(problems::port_out_of_range(number, key, (least, most), node.origin.span), &node.origin);
    }
}

fn of_container(container: &Node, pod: &Node, object: &Object, context: &mut Context<'_>) {
    let ports = list(container, "ports");
    for port in ports {
        in_range(port, "containerPort", PORTS, context);
        in_range(port, "hostPort", (0, PORTS.1), context);
        if let Some((node, name)) = known_at(port, "name") {
            name_of_port(&name, &node.origin, context);
        }
    }
    repeated(ports, "name", context, |port| known_at(port, "name"));
    repeated(ports, "containerPort", context, |port| {
        let (node, number) = int_at(port, "containerPort")?;
        Some((node, format!("{number}/{}", protocol(port)?)))
    });
    for (probe, action) in probes(container) {
        let port = action.get("port");
        if let Some(port) = port {
            of_probe(port, &probe, pod, object, context);
        }
    }
}

/// `httpGet` and the like of the probes and hooks of a container.
fn probes(container: &Node) -> Vec<(String, &Node)> {
    let mut found = Vec::new();
    for probe in ["livenessProbe", "readinessProbe", "startupProbe"] {
        for action in ["httpGet", "tcpSocket", "grpc"] {
            found.extend(at(container, &[probe, action]).map(|node| (probe.to_owned(), node)));
        }
    }
    for hook in ["postStart", "preStop"] {
        for action in ["httpGet", "tcpSocket"] {
            found.extend(at(container, &["lifecycle", hook, action]).map(|node| (hook.to_owned(), node)));
        }
    }
    found
}

fn of_probe(port: &Node, probe: &str, pod: &Node, object: &Object, context: &mut Context<'_>) {
    match (&port.data, known(port)) {
        (NodeData::Int(number), _) if !(PORTS.0..=PORTS.1).contains(number) => {
            context
                .report(problems::port_out_of_range(*number, "port", PORTS, port.origin.span), &port.origin);
        }
        (_, Some(name)) => {
            let names = names_of(&declared(pod));
            if !names.contains(&name) && is_name_of_port(&name, &port.origin, context) {
                let place = format!("the `{probe}` of the {object}");
                let problem =
                    problems::unknown_port(&name, &place, "its containers have", &names, port.origin.span);
                context.report(problem, &port.origin);
            }
        }
        _ => {}
    }
}

fn names_of(ports: &[Declared<'_>]) -> Vec<String> {
    ports.iter().filter_map(|port| Some(port.name.as_ref()?.1.clone())).collect()
}

fn name_of_port(name: &str, origin: &Origin, context: &mut Context<'_>) {
    let grammar = Grammar::Port;
    if let Some(problem) = problems::wrong_name(name, "a port", grammar, grammar.limit(), origin.span) {
        context.report(problem, origin);
    }
}

/// Reports a name that no port can have.
fn is_name_of_port(name: &str, origin: &Origin, context: &mut Context<'_>) -> bool {
    let number = !name.is_empty() && name.chars().all(|c| c.is_ascii_digit());
    if number {
        context.report(problems::port_in_quotes(name, origin.span), origin);
    } else {
        name_of_port(name, origin, context);
    }
    !number && Grammar::Port.takes(name) && name.len() <= 15
}

fn protocol(port: &Node) -> Option<String> {
    port.get("protocol").map_or_else(|| Some("TCP".to_owned()), known)
}

fn repeated<'n>(
    ports: &'n [Node],
    what: &str,
    context: &mut Context<'_>,
    key: impl Fn(&'n Node) -> Option<(&'n Node, String)>,
) {
    let mut seen: Vec<(&Node, String)> = Vec::new();
    for (node, text) in ports.iter().filter_map(key) {
        if let Some((first, _)) = seen.iter().find(|(_, other)| *other == text) {
            context
                .report(problems::port_twice(&text, what, first.origin.span, node.origin.span), &node.origin);
        } else {
            seen.push((node, text));
        }
    }
}

fn of_service(spec: &Node, object: &Object, context: &mut Context<'_>) {
    let ports = list(spec, "ports");
    for port in ports {
        in_range(port, "port", PORTS, context);
        in_range(port, "targetPort", PORTS, context);
        in_range(port, "nodePort", NODE_PORTS, context);
        if let Some((node, name)) = known_at(port, "name") {
            let grammar = Grammar::Label;
            if let Some(problem) =
                problems::wrong_name(&name, "a port of a Service", grammar, grammar.limit(), node.origin.span)
            {
                context.report(problem, &node.origin);
            }
        } else if ports.len() > 1 && port.get("name").is_none() && port.entries().is_some() {
            context.report(problems::port_without_a_name(object, port.origin.span), &port.origin);
        }
    }
    repeated(ports, "name", context, |port| known_at(port, "name"));
    repeated(ports, "port", context, |port| {
        let (node, number) = int_at(port, "port")?;
        Some((node, format!("{number}/{}", protocol(port)?)))
    });
}

/// What names a port of another object.
pub(crate) fn check_all(items: &[Item], context: &mut Context<'_>) {
    for item in items.iter().filter(|item| is_of_kubernetes(&item.group)) {
        match item.object.kind.as_str() {
            "Service" => targets(item, items, context),
            "Ingress" => backends(item, items, context),
            _ => {}
        }
    }
}

fn targets(service: &Item, items: &[Item], context: &mut Context<'_>) {
    let pods = selected(service, items);
    let of_pods: Vec<Declared<'_>> = pods.iter().filter_map(|item| item.pod()).flat_map(declared).collect();
    for port in service.at(&["spec"]).map(|spec| list(spec, "ports")).unwrap_or_default() {
        let Some(target) = port.get("targetPort") else { continue };
        let name = known(target);
        if let Some(name) = &name
            && !is_name_of_port(name, &target.origin, context)
        {
            continue;
        }
        let Some(pod) = pods.first().filter(|_| is_certain(service)) else { continue };
        let place = format!("the Service `{}`", service.object.name);
        match (&target.data, name) {
            (NodeData::Int(wanted), _) => {
                let numbers: Vec<i64> = of_pods.iter().filter_map(|port| port.number).collect();
                if !numbers.is_empty() && !numbers.contains(wanted) && (PORTS.0..=PORTS.1).contains(wanted) {
                    let problem =
                        problems::undeclared_port(*wanted, &place, &pod.object, &numbers, target.origin.span);
                    context.report(problem, &target.origin);
                }
            }
            (_, Some(name)) if of_pods.iter().all(|p| p.name.as_ref().is_none_or(|(_, n)| *n != name)) => {
                let names = names_of(&of_pods);
                let owner = format!("the pods of the {} have", pod.object);
                let problem = problems::unknown_port(&name, &place, &owner, &names, target.origin.span);
                context.report(problem, &target.origin);
            }
            _ => {}
        }
    }
}

/// The Services that an Ingress sends to.
pub(crate) fn services_of(ingress: &Item) -> Vec<&Node> {
    let Some(spec) = ingress.node.get("spec") else { return Vec::new() };
    let paths =
        list(spec, "rules").iter().filter_map(|rule| rule.get("http")).flat_map(|http| list(http, "paths"));
    let all = spec.get("defaultBackend").into_iter().chain(paths.filter_map(|path| path.get("backend")));
    let services = all.filter_map(|backend| backend.get("service"));
    services.filter(|s| at(s, &["port", "name"]).and_then(known).is_none_or(|n| n != BY_ANNOTATION)).collect()
}

fn backends(ingress: &Item, items: &[Item], context: &mut Context<'_>) {
    for backend in services_of(ingress) {
        let Some((_, name)) = known_at(backend, "name") else { continue };
        let made = |item: &&Item| {
            item.is("Service") && item.object.name == name && item.is_in(&ingress.object.namespace)
        };
        let Some(spec) = items.iter().find(made).and_then(|item| item.node.get("spec")) else { continue };
        let ports = list(spec, "ports");
        let place = format!("the Ingress `{}`", ingress.object.name);
        let owner = format!("the Service `{name}` has");
        if let Some((node, number)) = at(backend, &["port"]).and_then(|port| int_at(port, "number")) {
            let numbers: Vec<i64> = ports.iter().filter_map(|port| self::number(port, "port")).collect();
            if numbers.len() == ports.len() && !numbers.contains(&number) {
                let numbers: Vec<String> = numbers.iter().map(ToString::to_string).collect();
                let problem =
                    problems::unknown_port(&number.to_string(), &place, &owner, &numbers, node.origin.span);
                context.report(problem, &node.origin);
            }
        }
        if let Some((node, port)) = at(backend, &["port"]).and_then(|port| known_at(port, "name")) {
            let names: Vec<String> =
                ports.iter().filter_map(|port| Some(known_at(port, "name")?.1)).collect();
            if !names.contains(&port)
                && ports.iter().all(|p| p.get("name").is_none_or(|n| known(n).is_some()))
            {
                let problem = problems::unknown_port(&port, &place, &owner, &names, node.origin.span);
                context.report(problem, &node.origin);
            }
        }
    }
}
