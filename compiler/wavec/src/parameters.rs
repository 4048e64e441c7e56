//! What the parameters are in each environment, as a table.

use diagnostics::did_you_mean;
use graph::{Graph, Param};
use serde_json::{Map, Value as Json, json};

use crate::diff::words;
use crate::lock;
use crate::render::columns;

/// Parameters by environment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Table {
    /// The environments, in order of declaration; one without a name if the spec has none.
    pub environments: Vec<String>,
    /// In order of declaration.
    pub rows: Vec<Row>,
}

/// A parameter, and its value in each environment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// Its name in the spec.
    pub name: String,
    /// By environment.
    pub cells: Vec<Cell>,
}

/// A value in an environment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cell {
    /// The value, as the lock writes it.
    pub value: Json,
    /// Whether the environment or the command line gives it; else it is the default.
    pub given: bool,
}

/// The environment of a name, as an index of the graphs; or what to say, if there is none.
pub fn environment(graphs: &[Graph], name: &str) -> Result<usize, String> {
    let names: Vec<&str> = graphs.iter().filter_map(|g| g.environment.as_deref()).collect();
    if names.is_empty() {
        return Err(format!("there is no environment `{name}`: the spec has none"));
    }
    names.iter().position(|n| *n == name).ok_or_else(|| {
        let guess = did_you_mean(name, names.iter().copied()).map(|g| format!("{g} ")).unwrap_or_default();
        format!("there is no environment `{name}`; {guess}there are: {}", listed(&names))
    })
}

/// The names of environments, for people.
pub fn listed(names: &[&str]) -> String {
    names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ")
}

impl Table {
    /// The parameters of a spec that have a value of their own in some environment, or all of them.
    pub fn of(graphs: &[Graph], all: bool) -> Self {
        let environments = graphs.iter().map(|g| g.environment.as_deref().unwrap_or_default().to_owned());
        let names = graphs.first().map(|g| g.params.as_slice()).unwrap_or_default();
        let rows = names.iter().map(|param| Row::of(&param.name, graphs));
        // What only has a name in a stage, such as the region, is no parameter; where it differs, it is worth showing.
        let is_shown = |row: &Row| row.differs() || (all && !row.name.contains('.'));
        Self { environments: environments.collect(), rows: rows.filter(is_shown).collect() }
    }

    /// For people: columns, and a line for each parameter.
    pub fn text(&self) -> String {
        let head = std::iter::once("parameter".to_owned()).chain(
            self.environments.iter().map(
                |name| {
                    if name.is_empty() { "value".to_owned() } else { name.clone() }
                },
            ),
        );
        let mut lines: Vec<Vec<String>> = vec![head.collect()];
        for row in &self.rows {
            let cells = row.cells.iter().map(Cell::shown);
            lines.push(std::iter::once(row.name.clone()).chain(cells).collect());
        }
        columns(&lines)
    }

    /// For programs: by parameter, then by environment.
    pub fn json(&self) -> Json {
        let row = |row: &Row| {
            let cells = self.environments.iter().zip(&row.cells);
            let cell = |(name, cell): (&String, &Cell)| {
                (name.clone(), json!({ "value": cell.value, "given": cell.given }))
            };
            (row.name.clone(), Json::Object(cells.map(cell).collect()))
        };
        json!({
            "environments": self.environments,
            "parameters": Json::Object(self.rows.iter().map(row).collect::<Map<_, _>>()),
        })
    }
}

impl Row {
    fn of(name: &str, graphs: &[Graph]) -> Self {
        let param = |graph: &Graph| graph.params.iter().find(|p| &*p.name == name).map(Cell::of);
        let absent = || Cell { value: Json::Null, given: false };
        Self {
            name: name.to_owned(),
            cells: graphs.iter().map(|g| param(g).unwrap_or_else(absent)).collect(),
        }
    }

    fn differs(&self) -> bool {
        self.cells.windows(2).any(|pair| matches!(pair, [a, b] if a.value != b.value))
    }
}

impl Cell {
    fn of(param: &Param) -> Self {
        Self { value: lock::plain(&param.value), given: param.given }
    }

    fn shown(&self) -> String {
        match &self.value {
            Json::Null => "none".to_owned(),
            Json::String(text) if !text.is_empty() => text.clone(),
            other => words::of(other),
        }
    }
}
