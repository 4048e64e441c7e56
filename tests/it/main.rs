//! What holds for all fixtures, pages, examples and files of this repository.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test that can't go on says so by falling over")]

mod bakeoff;
mod coverage;
mod determinism;
mod documents;
mod everything;
mod examples;
mod fixes;
mod formats;
mod habits;
mod holes;
mod library;
mod pages;
mod plain_text;
mod prefixes;
mod rules;
mod runbook;
mod schemas;
mod secrets;
mod suggestions;
mod templates;
mod tidy;
mod wrong_documents;
mod yaml;
