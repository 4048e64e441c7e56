//! The harness: a fixture in, what the compiler says of it out, compared with what the fixture expects.
//!
//! Everything goes through `wavec::check` and `wavec::build`. Nothing here would notice if the compiler were another one.

pub mod annotations;
pub mod case;
pub mod markdown;
pub mod outputs;
