//! The program. Its commands are in [`cli`]; what they do is in the library.

mod cli;

use std::process::ExitCode;

/// A run is short and makes many small values: this allocator spends half the time of the system's on them, and asks the
/// kernel for memory a few times instead of some hundred times (`docs/performance.md`).
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// Bytes of stack. Values that need one another nest as deep as evaluation allows, which takes more than the 8 MiB that
/// a main thread usually has; memory that is never touched costs nothing.
const STACK: usize = 512 << 20;

fn main() -> ExitCode {
    cli::report_own_mistakes();
    let thread = std::thread::Builder::new().stack_size(STACK).spawn(cli::run);
    // Where no thread can be had, the main one does for any spec that a person writes.
    thread.map_or_else(|_| cli::run(), |run| run.join().unwrap_or(ExitCode::from(2)))
}
