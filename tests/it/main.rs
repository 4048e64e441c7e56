//! What holds for all fixtures, pages, examples and files of this repository.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test that can't go on says so by falling over")]

mod coverage;
mod determinism;
mod documents;
mod examples;
mod fixes;
mod holes;
mod library;
mod pages;
mod prefixes;
mod rules;
mod runbook;
mod templates;
mod tidy;
mod yaml;
