//! The outputs of all environments in one tree: a path that two of them give must have the same bytes in both.
//!
//! Where it hasn't, what made the difference is found by trial: one environment is compiled with one value of the other.

use std::collections::BTreeMap;

use analysis::{Request, Swap, World};
use backends::OutputFile;
use diagnostics::{Diagnostics, Sources, Together};
use graph::{Graph, Param, Value};

use crate::{lock, origin, problems, targets};

/// How many parameters are tried, each of which takes a compilation.
const MOST_TRIALS: usize = 16;

/// What all environments of a run have in common.
pub(crate) struct Run<'r> {
    pub(crate) request: &'r Request<'r>,
    pub(crate) world: &'r dyn World,
    pub(crate) sources: &'r Sources,
}

/// The files of all environments, and which of them (by index) give each path.
pub(crate) type Tree = (Vec<OutputFile>, BTreeMap<String, Vec<usize>>);

/// An environment, and what it gives at a path.
type Side<'g> = (&'g Graph, &'g OutputFile);

/// Prints all graphs. After an error the files are not complete, and must not be written.
pub(crate) fn emit(graphs: &[Graph], run: &Run<'_>, found: &mut Diagnostics) -> Tree {
    let mut said = Together::default();
    let mut outputs: BTreeMap<String, Vec<(usize, OutputFile)>> = BTreeMap::new();
    for (index, graph) in graphs.iter().enumerate() {
        let mut here = Diagnostics::new();
        for file in backends::emit(graph, run.sources, &mut here).files {
            outputs.entry(file.path.clone()).or_default().push((index, file));
        }
        said.add(graph.environment.as_deref(), here);
    }
    found.extend(said.finish());
    if !found.has_errors() && graphs.len() > 1 {
        same_folder(graphs, run, found);
        for (path, files) in &outputs {
            report_difference(path, files, graphs, run, found);
        }
    }
    let mut tree = Tree::default();
    for (path, files) in outputs {
        tree.1.insert(path, files.iter().map(|(index, _)| *index).collect());
        tree.0.extend(files.into_iter().next().map(|(_, file)| file));
    }
    tree
}

/// One lock lists the outputs of all environments, so they lie in one folder.
fn same_folder(graphs: &[Graph], run: &Run<'_>, found: &mut Diagnostics) {
    let Some((first, rest)) = graphs.split_first() else { return };
    let Some(other) = rest.iter().find(|g| lock::folder(g) != lock::folder(first)) else { return };
    let deployment = first.resources.iter().find(|r| &*r.kind == "deployment");
    let Some(deployment) = deployment else { return };
    let output = deployment.attributes.get("output").map(|v| v.span);
    let place = output.filter(|span| !run.sources.in_library(*span)).unwrap_or(deployment.span);
    found.push(problems::folders_differ(place, first, other));
}

/// Reports the first two environments that give a path different bytes.
fn report_difference(
    path: &str,
    files: &[(usize, OutputFile)],
    graphs: &[Graph],
    run: &Run<'_>,
    found: &mut Diagnostics,
) {
    let mut sides = files.iter().filter_map(|(index, file)| Some((graphs.get(*index)?, file)));
    let Some(one) = sides.next() else { return };
    let Some(two) = sides.find(|(_, file)| file.bytes != one.1.bytes) else { return };
    let Some(place) = origin::of_output(one.0, run.sources, path) else { return };
    let label = |p: &Param| (p.value.span, shown(&p.value));
    let reasons = reasons(one, two, run).into_iter();
    let values: Vec<_> = reasons.map(|(a, b)| (&*a.name, [label(a), label(b)])).collect();
    let way = if origin::is_of_library(one.0, run.sources, path) {
        "end the `output` of the deployment in `/${environment}`"
    } else {
        "put `${environment}` into its path"
    };
    let environments = [one, two].map(|(g, _)| g.environment.as_deref().unwrap_or_default());
    found.push(problems::environments_differ(
        place,
        path,
        environments,
        &values,
        first_difference(one.1, two.1),
        way,
    ));
}

/// The parameters of which each alone makes a difference, as both environments have them.
fn reasons<'g>(one: Side<'g>, two: Side<'g>, run: &Run<'_>) -> Vec<(&'g Param, &'g Param)> {
    let pairs = one.0.params.iter().zip(&two.0.params);
    let differing = pairs.filter(|(a, b)| shown(&a.value) != shown(&b.value));
    let differing = differing.filter(|(a, b)| a.given || b.given).take(MOST_TRIALS);
    let matters =
        |name: &str| bytes_with(one, two.0, Some(name), run).is_some_and(|bytes| bytes != one.1.bytes);
    differing.filter(|(a, _)| matters(&a.name)).collect()
}

/// What an environment gives with one value of another.
fn bytes_with(one: Side<'_>, other: &Graph, parameter: Option<&str>, run: &Run<'_>) -> Option<Vec<u8>> {
    let swap =
        Swap { environment: one.0.environment.as_deref()?, other: other.environment.as_deref()?, parameter };
    let request = Request { swap: Some(swap), ..*run.request };
    let (mut sources, mut found) = (Sources::default(), Diagnostics::new());
    let graphs = analysis::analyse(&request, run.world, &targets(), &mut sources, &mut found)?;
    let files = backends::emit(graphs.first()?, &sources, &mut found).files;
    files.into_iter().find(|f| f.path == one.1.path).map(|f| f.bytes)
}

/// The number of the first line that differs, from 1, and the line as both have it.
fn first_difference(one: &OutputFile, two: &OutputFile) -> (usize, [String; 2]) {
    let [a, b] = [one, two].map(|f| String::from_utf8_lossy(&f.bytes).into_owned());
    let (mut a, mut b) = (a.lines(), b.lines());
    let mut number = 0;
    loop {
        number += 1;
        let pair = (a.next(), b.next());
        if pair.0 != pair.1 || pair.0.is_none() {
            return (number, [pair.0, pair.1].map(|l| l.unwrap_or_default().trim().to_owned()));
        }
    }
}

/// A parameter's value, for people.
pub(crate) fn shown(value: &Value) -> String {
    crate::lock::plain(value).to_string()
}
