//! The command line: what can be asked for, and how it is answered.
//!
//! Exit codes: 0 all is well; 1 the spec is wrong, or its files are out of date; 2 the call is wrong, or the machine
//! refused. Answers go to standard output, diagnostics for people to standard error.

mod build;
mod built;
mod check;
mod data;
mod diff;
mod env;
mod explain;
mod new;
mod project;
mod runbook;
mod schema;
mod test;
mod todo;
mod r#where;
mod why;

use std::io::{IsTerminal as _, Write as _};
use std::process::ExitCode;

use clap::{Args, Parser, Subcommand, ValueEnum};
use terminal_size::{Height, Width};
use wavec::render::Look;

/// The compiler of the .wave language: one spec in, every file of a deployment out.
#[derive(Parser)]
#[command(name = "wavec", version, arg_required_else_help = true)]
struct Cli {
    #[command(flatten)]
    global: Global,
    #[command(subcommand)]
    command: Command,
}

/// Columns and lines of a terminal.
type Size = (Width, Height);

/// What holds for every command.
#[derive(Args)]
struct Global {
    /// When to use colours.
    #[arg(long, global = true, value_name = "WHEN", default_value = "auto")]
    color: Color,
    /// Draw with ASCII characters alone.
    #[arg(long, global = true)]
    ascii: bool,
    /// Say what is wrong in sentences, and draw nothing: for screen readers. `WAVEC_PLAIN=1` in the environment does the same.
    #[arg(long, global = true)]
    plain: bool,
    /// Print diagnostics alone, no summary.
    #[arg(short, long, global = true)]
    quiet: bool,
}

/// The commands, one type each.
#[derive(Subcommand)]
enum Command {
    /// Write all files of a spec, or say why not.
    Build(build::Build),
    /// Find the mistakes in a spec; write nothing.
    Check(check::Check),
    /// List the catalogues of other people's formats that this wavec knows: what each holds, its version, date and licence.
    Data(data::Data),
    /// Say what a spec would change since the last build, or since a Git revision; write nothing.
    Diff(diff::Diff),
    /// Show what the parameters are in each environment.
    Env(env::Env),
    /// Say more about a code such as E2001, a check, a kind such as bucket, its fields, a type, or a function.
    Explain(explain::Explain),
    /// Start a spec for a system, with a hole for each value that only you know.
    New(new::New),
    /// Write the steps of a deployment, those done by hand among them, as Markdown with commands to paste.
    Runbook(runbook::Runbook),
    /// Show what a place of a document may hold: its type, its documentation, its keys.
    Schema(schema::Schema),
    /// Run the tests of a spec and of the files that it uses; write nothing.
    Test(test::Test),
    /// List the holes of a spec: what each expects, the command that gives it, the outputs that wait for it.
    ///
    /// Exits with 0 when nothing is left, else with 1.
    Todo(todo::Todo),
    /// Say which lines of the outputs a line of the spec has a part in.
    ///
    /// Values are followed to where they end up. What the line decides as a condition isn't.
    Where(r#where::Where),
    /// Say what wrote a line of an output, or which grant each action of a policy comes from.
    ///
    /// Values are followed back to where they were written. What only a condition looked at isn't.
    Why(why::Why),
}

#[derive(Clone, Copy, ValueEnum)]
enum Color {
    /// On a terminal, unless `NO_COLOR` is set.
    Auto,
    /// Always.
    Always,
    /// Never.
    Never,
}

/// How diagnostics are printed.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// With the lines that take part.
    Human,
    /// One line each: file, line, column, message.
    Short,
    /// One JSON object, on standard output.
    Json,
    /// A SARIF 2.1.0 log, on standard output: for code scanning services.
    Sarif,
    /// Workflow commands, on standard output: GitHub Actions shows each at its line.
    Github,
}

/// How an answer is printed that is no diagnostic.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum AnswerFormat {
    /// For people.
    Human,
    /// One JSON object.
    Json,
}

impl Format {
    /// Whether standard output holds one document, and nothing else may be printed there.
    fn is_for_programs(self) -> bool {
        matches!(self, Self::Json | Self::Sarif)
    }
}

/// How a command ended.
enum Outcome {
    Fine,
    /// The spec is wrong, or its files are out of date.
    Wrong,
    /// The call is wrong, or the machine refused: what to say.
    Failed(String),
}

/// Reads the arguments and does what they ask for.
pub(crate) fn run() -> ExitCode {
    let cli = Cli::parse();
    let outcome = match cli.command {
        Command::Build(command) => command.run(&cli.global),
        Command::Check(command) => command.run(&cli.global),
        Command::Data(command) => command.run(),
        Command::Diff(command) => command.run(&cli.global),
        Command::Env(command) => command.run(&cli.global),
        Command::Explain(command) => command.run(),
        Command::New(command) => command.run(&cli.global),
        Command::Runbook(command) => command.run(&cli.global),
        Command::Schema(command) => command.run(&cli.global),
        Command::Test(command) => command.run(&cli.global),
        Command::Todo(command) => command.run(&cli.global),
        Command::Where(command) => command.run(&cli.global),
        Command::Why(command) => command.run(&cli.global),
    };
    match outcome {
        Outcome::Fine => ExitCode::SUCCESS,
        Outcome::Wrong => ExitCode::from(1),
        Outcome::Failed(message) => {
            complain(&format!("wavec: {message}\n"));
            ExitCode::from(2)
        }
    }
}

/// A panic is a mistake of ours. The message says where it was, and nothing of what was being compiled.
pub(crate) fn report_own_mistakes() {
    std::panic::set_hook(Box::new(|panic| {
        let place = panic.location().map(|at| {
            let file = at.file().rsplit(['/', '\\']).next().unwrap_or_default();
            format!(" ({file}:{})", at.line())
        });
        complain(&format!(
            "error[E9001]: wavec {} made a mistake of its own{}; please report it together with the spec\n",
            env!("CARGO_PKG_VERSION"),
            place.unwrap_or_default(),
        ));
        std::process::exit(101);
    }));
}

/// Prints an answer. A reader that went away is no failure.
fn answer(text: &str) {
    let _ = std::io::stdout().write_all(text.as_bytes());
}

fn complain(text: &str) {
    let _ = std::io::stderr().write_all(text.as_bytes());
}

impl Global {
    /// How diagnostics for people look, on standard error.
    fn look(&self) -> Look {
        let stream = std::io::stderr();
        self.look_on(stream.is_terminal(), terminal_size::terminal_size_of(&stream))
    }

    /// How answers for people look, on standard output.
    fn look_of_answers(&self) -> Look {
        let stream = std::io::stdout();
        self.look_on(stream.is_terminal(), terminal_size::terminal_size_of(&stream))
    }

    fn look_on(&self, terminal: bool, size: Option<Size>) -> Look {
        let variable = |name| std::env::var_os(name).filter(|value| !value.is_empty());
        let dumb = variable("TERM").is_some_and(|term| term == "dumb");
        let colour = match self.color {
            Color::Auto => terminal && !dumb && variable("NO_COLOR").is_none(),
            Color::Always => true,
            Color::Never => false,
        };
        let width = size.filter(|_| terminal).map_or(100, |(width, _)| usize::from(width.0).clamp(40, 160));
        let plain = self.plain || variable("WAVEC_PLAIN").is_some_and(|value| value != "0");
        Look { width, colour: colour && !plain, unicode: !self.ascii && !dumb, plain }
    }
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory as _;

    use super::*;

    #[test]
    fn the_arguments_fit_together() {
        Cli::command().debug_assert();
    }
}
