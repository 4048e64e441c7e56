//! The tree: what was written, and where. Nodes carry a span and nothing else; what later phases learn stands in their
//! own tables. A part that is missing is there as an empty name or as [`ExprKind::Missing`], and was reported.

mod operators;

use std::sync::Arc;

use diagnostics::Span;

pub use operators::{Binary, Unary};

/// A word or name. An empty text stands for one that is missing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Name {
    /// As it was written.
    pub text: Arc<str>,
    /// Where.
    pub span: Span,
}

/// `a.b.c`: at least one name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Path {
    /// The words between the dots.
    pub names: Vec<Name>,
    /// All of it.
    pub span: Span,
}

/// The `///` lines above something, without the slashes and the one blank after them.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Docs {
    /// One string a line, each with its place (without the slashes).
    pub lines: Vec<Name>,
}

/// An item of a file, or a member of a kind, block, rule or test: one grammar serves all; where each may stand is a
/// matter of names, not of syntax.
#[derive(Debug, Clone, PartialEq)]
pub struct Item {
    /// From its first word to its end, without the docs.
    pub span: Span,
    /// Its documentation.
    pub docs: Docs,
    /// What it is.
    pub kind: ItemKind,
}

/// What an item is.
#[derive(Debug, Clone, PartialEq)]
pub enum ItemKind {
    /// `use std.aws`, `export use "x.wave" as x`
    Use(Use),
    /// `KIND NAME { … }`, `deployment NAME { … }`, `NAME LABEL { … }` of a block inside another resource's body
    Resource(Resource),
    /// `param NAME: TYPE = DEFAULT @stage("NAME")`
    Param(Param),
    /// `environment NAME { param = value … }`
    Environment(Environment),
    /// `secret NAME: TYPE { github = "…" }`
    Secret(Secret),
    /// `let NAME: TYPE = EXPR`
    Let(Let),
    /// `fn NAME(a: T) -> T = EXPR`, `late fn NAME(a: T) -> T @stage`
    Function(Function),
    /// `type NAME = TYPE`
    Type(TypeItem),
    /// `kind NAME { … }`
    Kind(Kind),
    /// `NAME: TYPE = DEFAULT`, with `immutable`, `mutable`, `identity` before it
    Field(Field),
    /// `block NAME immutable { … }`
    Block(Kind),
    /// `require NAME: COND else "…" help "…"`, `advise …`, `rule …`
    Check(Check),
    /// `emit BACKEND for VERSION in PATH VALUE`
    Emit(Emit),
    /// `step NAME in "deploy.sh" "what it does" { … }`
    Step(Step),
    /// `allow PATH because "…"`
    Allow(Allow),
    /// `patch PATH because "…" { … }`
    Patch(Patch),
    /// `test "…" { … }`
    Test(Test),
    /// `if COND { … } else { … }` around items
    If(If<Item>),
    /// `for x in xs { … }` around items
    For(For<Item>),
    /// Something that could not be read, and was reported.
    Error,
}

/// `export use TARGET as ALIAS`
#[derive(Debug, Clone, PartialEq)]
pub struct Use {
    /// Whether it passes the module on.
    pub export: bool,
    /// What is used.
    pub target: UseTarget,
    /// The name it is known by.
    pub alias: Option<Name>,
}

/// What a `use` names.
#[derive(Debug, Clone, PartialEq)]
pub enum UseTarget {
    /// `std.aws`
    Module(Path),
    /// `"shared.wave"`: a path relative to the file.
    File(Name),
}

/// `KIND LABEL { … }`
#[derive(Debug, Clone, PartialEq)]
pub struct Resource {
    /// The kind, `deployment` included; `k8s.secret` is a path.
    pub kind: Path,
    /// A word, or a string that may be computed. Absent where it was left out.
    pub label: Option<Key>,
    /// What is between the braces.
    pub body: Vec<Entry>,
    /// From `{` to `}`.
    pub body_span: Span,
}

/// `param NAME: TYPE = DEFAULT @stage`
#[derive(Debug, Clone, PartialEq)]
pub struct Param {
    /// Its name.
    pub name: Name,
    /// Its type.
    pub ty: TypeExpr,
    /// What it is when nothing gives it.
    pub default: Option<Expr>,
    /// The stages in which it is known by name.
    pub stages: Vec<Stage>,
}

/// `@compose("MONGO_PORT")`
#[derive(Debug, Clone, PartialEq)]
pub struct Stage {
    /// The stage.
    pub name: Name,
    /// The name of the value there.
    pub argument: Option<Expr>,
    /// All of it.
    pub span: Span,
}

/// `environment NAME { … }`
#[derive(Debug, Clone, PartialEq)]
pub struct Environment {
    /// Its name.
    pub name: Name,
    /// The parameters' values.
    pub body: Vec<Entry>,
}

/// `secret NAME: TYPE { … }`
#[derive(Debug, Clone, PartialEq)]
pub struct Secret {
    /// Its name in the spec.
    pub name: Name,
    /// What its value must be like.
    pub ty: Option<TypeExpr>,
    /// Its names outside.
    pub body: Vec<Entry>,
}

/// `let NAME: TYPE = EXPR`
#[derive(Debug, Clone, PartialEq)]
pub struct Let {
    /// Its name.
    pub name: Name,
    /// Its type, if it was given.
    pub ty: Option<TypeExpr>,
    /// Its value.
    pub value: Expr,
}

/// `fn NAME(…) -> T = EXPR`
#[derive(Debug, Clone, PartialEq)]
pub struct Function {
    /// Its name.
    pub name: Name,
    /// Its parameters.
    pub params: Vec<Field>,
    /// What it gives.
    pub result: TypeExpr,
    /// The stage of a `late fn`.
    pub late: Option<Stage>,
    /// What it computes; absent for a `late fn`.
    pub body: Option<Expr>,
}

/// `type NAME = TYPE`
#[derive(Debug, Clone, PartialEq)]
pub struct TypeItem {
    /// Its name.
    pub name: Name,
    /// What it stands for.
    pub ty: TypeExpr,
}

/// `kind NAME { … }` or `block NAME { … }`
#[derive(Debug, Clone, PartialEq)]
pub struct Kind {
    /// Its name.
    pub name: Name,
    /// `immutable` after the name.
    pub immutable: bool,
    /// Fields, lets, blocks, resources, checks, emits, steps.
    pub members: Vec<Item>,
}

/// `immutable identity NAME: TYPE = DEFAULT`; also an entry of a record type and a parameter of a function.
#[derive(Debug, Clone, PartialEq)]
pub struct Field {
    /// The documentation, for entries of record types (a kind's field has it on its item).
    pub docs: Docs,
    /// Its name.
    pub name: Name,
    /// Its type.
    pub ty: TypeExpr,
    /// What it is when it is left out.
    pub default: Option<Expr>,
    /// `immutable` is `Some(false)`, `mutable` is `Some(true)`.
    pub mutability: Option<bool>,
    /// `identity`
    pub identity: bool,
    /// The stages in which it is known by name; of a kind's field alone.
    pub stages: Vec<Stage>,
}

/// What a check's failure means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CheckKind {
    /// `require`: an error.
    Require,
    /// `advise`: a warning.
    Advise,
    /// `rule`: an error, over the whole deployment.
    Rule,
}

/// `require NAME: COND else "…" help "…"`
#[derive(Debug, Clone, PartialEq)]
pub struct Check {
    /// How bad it is.
    pub kind: CheckKind,
    /// Its name.
    pub name: Name,
    /// What must be true.
    pub condition: Expr,
    /// What is said when it isn't.
    pub message: Expr,
    /// What to do.
    pub help: Option<Expr>,
}

/// `emit BACKEND for VERSION in PATH VALUE`
#[derive(Debug, Clone, PartialEq)]
pub struct Emit {
    /// The backend.
    pub backend: Name,
    /// The version of the format that the document is for.
    pub version: Option<Expr>,
    /// The file, relative to the output folder.
    pub path: Expr,
    /// The document, or a fragment of it.
    pub value: Expr,
}

/// `step NAME in SCRIPT TITLE { … }`
#[derive(Debug, Clone, PartialEq)]
pub struct Step {
    /// Its name.
    pub name: Name,
    /// The script that it is a part of.
    pub script: Expr,
    /// What it does, for people.
    pub title: Expr,
    /// `run`, `unless`, `after`
    pub body: Vec<Entry>,
    /// The values that it finds out.
    pub captures: Vec<Capture>,
}

/// `capture NAME: TYPE = [words] retry 30 every 10s`
#[derive(Debug, Clone, PartialEq)]
pub struct Capture {
    /// Its name.
    pub name: Name,
    /// What it must be like.
    pub ty: TypeExpr,
    /// The command that prints it.
    pub command: Expr,
    /// How often to try.
    pub retry: Option<Expr>,
    /// How long to wait in between.
    pub every: Option<Expr>,
    /// All of it.
    pub span: Span,
}

/// `allow wave.cache_type because "…"`
#[derive(Debug, Clone, PartialEq)]
pub struct Allow {
    /// The check, `KIND.NAME`, or a lint; or a catalogue, if there is a value.
    pub check: Path,
    /// `["eu-north-9"]`: a value that is newer than the catalogue.
    pub value: Option<Text>,
    /// Why.
    pub because: Expr,
}

/// `patch PATH because "…" { … }`
#[derive(Debug, Clone, PartialEq)]
pub struct Patch {
    /// The output and the document in it.
    pub path: Expr,
    /// Why.
    pub because: Expr,
    /// What changes: `a.b["x"].c = value`.
    pub body: Vec<PatchEntry>,
}

/// `PLACE = VALUE` in a patch
#[derive(Debug, Clone, PartialEq)]
pub struct PatchEntry {
    /// A path of fields and indices, as an expression.
    pub place: Expr,
    /// What stands there from now on.
    pub value: Expr,
}

/// `test "…" { … }`: a fragment of a spec, and what it must give.
#[derive(Debug, Clone, PartialEq)]
pub struct Test {
    /// What it shows.
    pub title: Expr,
    /// The items of the fragment.
    pub items: Vec<Item>,
    /// The files that the fragment sees besides those of the project.
    pub files: Vec<TestFile>,
    /// The expectations.
    pub gives: Vec<Gives>,
}

/// `file "policy.json" """…"""` in a test
#[derive(Debug, Clone, PartialEq)]
pub struct TestFile {
    /// Its path, relative to the spec's folder.
    pub path: Expr,
    /// Its text.
    pub text: Expr,
}

/// `gives "PATH" { … }` or `gives error NAME`
#[derive(Debug, Clone, PartialEq)]
pub enum Gives {
    /// A part of an output.
    Output {
        /// The output's path.
        path: Expr,
        /// What it holds at least.
        value: Expr,
    },
    /// One diagnostic.
    Diagnostic {
        /// `error` or `warning`
        severity: Name,
        /// Its code or check.
        code: Path,
    },
}

/// What is listed between braces or brackets.
#[derive(Debug, Clone, PartialEq)]
pub struct Entry {
    /// All of it.
    pub span: Span,
    /// What it is.
    pub kind: EntryKind,
}

/// An entry of a record, an element of a list, or a member of a resource's body.
#[derive(Debug, Clone, PartialEq)]
pub enum EntryKind {
    /// `KEY = VALUE`
    Pair(Key, Expr),
    /// A value. In a record, a bare name is short for `name = name`.
    Element(Expr),
    /// `...x`
    Spread(Expr),
    /// `node_group workers { … }`
    Block(Resource),
    /// `if COND { … } else { … }`
    If(If<Entry>),
    /// `for x in xs { … }`
    For(For<Entry>),
    /// Something that could not be read, and was reported.
    Error,
}

/// A word, taken literally, or a string, which may be computed.
#[derive(Debug, Clone, PartialEq)]
pub enum Key {
    /// `name`
    Word(Name),
    /// `"kubernetes.io/arch"`, `"${k}"`
    Text(Text),
}

/// `if`, around things of one sort. `else if` is an `otherwise` that holds one `if`.
#[derive(Debug, Clone, PartialEq)]
pub struct If<T> {
    /// When.
    pub condition: Expr,
    /// Then.
    pub then: Vec<T>,
    /// Else; `None` where there is no `else`.
    pub otherwise: Option<Vec<T>>,
}

impl<T> If<T> {
    /// What stands in either branch.
    pub fn both(&self) -> impl Iterator<Item = &T> {
        self.then.iter().chain(self.otherwise.iter().flatten())
    }
}

/// `for`, around things of one sort.
#[derive(Debug, Clone, PartialEq)]
pub struct For<T> {
    /// One name: the element, or a map's value; two: a map's key, or the index, first.
    pub names: Vec<Name>,
    /// The list or map.
    pub over: Expr,
    /// What is repeated.
    pub body: Vec<T>,
}

/// An expression.
#[derive(Debug, Clone, PartialEq)]
pub struct Expr {
    /// All of it.
    pub span: Span,
    /// What it is.
    pub kind: ExprKind,
}

/// What an expression is.
#[derive(Debug, Clone, PartialEq)]
pub enum ExprKind {
    /// Not there, or unreadable; reported.
    Missing,
    /// `x`
    Name(Arc<str>),
    /// `none`
    None,
    /// `true`, `false`
    Bool(bool),
    /// `8_000`
    Int(i64),
    /// `0.5`
    Float(f64),
    /// `80GiB`, `15m`, `0.5GiB`: the number as it was written, without `_`, and the unit.
    Quantity(Arc<str>, Arc<str>),
    /// `"…"`, `"""…"""`, `r"…"`, `shell"…"`
    Text(Text),
    /// `<your AWS account>`: what is between the brackets.
    Hole(Arc<str>),
    /// `[…]`
    List(Vec<Entry>),
    /// `{…}`
    Record(Vec<Entry>),
    /// `grant { … }`
    Grant(Vec<Entry>),
    /// `x.name`
    Field(Box<Expr>, Name),
    /// `x[i]`
    Index(Box<Expr>, Box<Expr>),
    /// `f(a, b)`
    Call(Box<Expr>, Vec<Expr>),
    /// `not x`, `-x`
    Unary(Unary, Box<Expr>),
    /// `a + b`; the span is the operator's.
    Binary(Binary, Span, Box<Expr>, Box<Expr>),
    /// `x is some`, `x is not none`, `x is secret`
    Is {
        /// What is looked at.
        value: Box<Expr>,
        /// `is not`
        negated: bool,
        /// What it is compared with.
        what: Box<TypeExpr>,
    },
    /// `if c { a } else { b }`. The braces hold one expression, or entries, which make a record.
    If(Box<If<Entry>>),
    /// `for x in xs { … }` where a value is expected: entries make a record, expressions a list.
    For(Box<For<Entry>>),
    /// `match x { "a" => …, _ => … }`
    Match(Box<Expr>, Vec<Arm>),
}

/// `PATTERN => VALUE`
#[derive(Debug, Clone, PartialEq)]
pub struct Arm {
    /// Values, separated by `|`; empty for `_`.
    pub patterns: Vec<Expr>,
    /// What it gives. Braces hold one expression, or entries.
    pub value: Expr,
    /// All of it.
    pub span: Span,
}

/// A string literal of any form.
#[derive(Debug, Clone, PartialEq)]
pub struct Text {
    /// From its first quote, or its tag, to the last quote.
    pub span: Span,
    /// `shell` in `shell"…"`.
    pub tag: Option<Name>,
    /// `r"…"`: not searched for placeholders. (File and tagged text aren't either.)
    pub raw: bool,
    /// What it holds, in order; escapes are resolved, the indentation of a text block is dropped.
    pub parts: Vec<TextPart>,
}

/// A part of a string literal.
#[derive(Debug, Clone, PartialEq)]
pub enum TextPart {
    /// Characters. The span is where they stand in the source; with an escape or a dropped indentation in it, it may be
    /// longer than the text. A part never holds more than one line of a text block.
    Literal(Arc<str>, Span),
    /// `${…}`; the span is that of the whole `${…}`.
    Value(Expr, Span),
}

/// A type, as it was written.
#[derive(Debug, Clone, PartialEq)]
pub struct TypeExpr {
    /// All of it.
    pub span: Span,
    /// What it is.
    pub kind: TypeKind,
}

/// What a type expression is.
#[derive(Debug, Clone, PartialEq)]
pub enum TypeKind {
    /// Not there, or unreadable; reported.
    Missing,
    /// `string`, `Hostname`, `repo`, `k8s.secret`, `grant`, `secret`, `File`, `none`, `some` (after `is`)
    Name(Path),
    /// `T?`
    Optional(Box<TypeExpr>),
    /// `[T]`
    List(Box<TypeExpr>),
    /// `{string: T}`, `{Environment: T}`: the one key is `string`, begins with a capital, or is a union of strings.
    Map(Box<TypeExpr>, Box<TypeExpr>),
    /// `{ a: T, b: U = default }`
    Record(Vec<Field>),
    /// `A | B`
    Union(Vec<TypeExpr>),
    /// `"a"`: just this string.
    Literal(Text),
    /// `string matching r"…" "words for people"`
    Matching(Text, Option<Text>),
    /// `int in 1..65535`
    IntIn(Box<Expr>),
    /// `catalogue "aws.regions"`
    Catalogue(Text),
    /// `text shell`
    TextOf(Name),
}

/// A file, parsed.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Tree {
    /// The documentation of the file: a `///` block at its top, before a blank line.
    pub docs: Docs,
    /// Its items.
    pub items: Vec<Arc<Item>>,
}
