//! The waist of the compiler: what evaluation gives, and all that backends see.
//!
//! A [`Graph`] holds resources with their attributes, documents made of fragments, and steps of scripts, in a fixed
//! order. Every [`Value`], and every part of a [`Text`], carries the span that wrote it. Nothing here knows the syntax of
//! the language, or any target format.

mod document;
mod patch;
mod text;
mod value;

pub use document::{
    Capture, Command, Document, Fragment, Graph, Hole, Param, ParamId, Resource, ResourceId, Secret,
    SecretId, StageName, Step,
};
pub use patch::{Change, Expectation, Patch, PlacePart, PlaceStep, Target};
pub use text::{HOLE, Late, Part, PartKind, Piece, Tagged, Text};
pub use value::{
    DURATION_UNITS, Data, Duration, Entry, File, Form, Grant, Record, SIZE_UNITS, Size, Value, Via,
};
