//! Files of the project that the spec reads.

use std::cell::RefCell;
use std::collections::HashMap;
use std::sync::Arc;

use diagnostics::{Sources, Span};
use graph::{Data, File, Value};

use super::{Eval, Evaluator, Stop};
use crate::problems::files as problems;
use crate::world::{ReadError, World, folder_of};

/// The files that a spec reads, each once for all environments.
pub(crate) struct Files<'w> {
    pub(crate) world: &'w dyn World,
    pub(crate) sources: RefCell<Sources>,
    read: RefCell<HashMap<String, Option<Arc<File>>>>,
}

impl<'w> Files<'w> {
    pub(crate) fn new(world: &'w dyn World, sources: Sources) -> Self {
        Self { world, sources: RefCell::new(sources), read: RefCell::default() }
    }

    /// The sources, with the files that were read.
    pub(crate) fn take_sources(&self) -> Sources {
        self.sources.take()
    }
}

impl Evaluator<'_> {
    /// A file, read once. Its line breaks are read as LF.
    pub(crate) fn file(&self, path: &str, span: Span) -> Eval<Arc<File>> {
        if let Some(known) = self.files.read.borrow().get(path) {
            return known.clone().ok_or(Stop::Reported);
        }
        let file = self.read_file(path, span).map(Arc::new);
        let kept = file.as_ref().ok().cloned();
        self.files.read.borrow_mut().insert(path.to_owned(), kept);
        file
    }

    fn read_file(&self, path: &str, span: Span) -> Eval<File> {
        let leaves = path.starts_with('/') || path.contains('\\') || path.split('/').any(|p| p == "..");
        let bytes = if leaves { Err(ReadError::OutsideProject) } else { self.files.world.read(path) };
        let bytes = match bytes {
            Ok(bytes) => bytes,
            Err(error) => {
                let files = self.files.world.list(folder_of(path));
                return self.fail(problems::unreadable(span, path, &error, &files));
            }
        };
        let text = match String::from_utf8(bytes) {
            Ok(text) => text,
            Err(error) => {
                let byte =
                    error.as_bytes().get(error.utf8_error().valid_up_to()).copied().unwrap_or_default();
                return self.fail(problems::not_utf8(span, path, byte));
            }
        };
        let text = text.replace("\r\n", "\n");
        let mut sources = self.files.sources.borrow_mut();
        let id = sources.add(path, text.as_str(), false);
        let end = u32::try_from(text.len()).unwrap_or(u32::MAX);
        let span = Span::new(sources.anchor(id, 0), 0, end);
        Ok(File { path: path.into(), text: text.into(), span })
    }

    pub(super) fn field_of_file(&self, file: &File, name: &str, span: Span) -> Eval {
        Ok(match name {
            "path" => Value::text(file.path.clone(), span),
            "name" => Value::text(file.path.rsplit('/').next().unwrap_or(&file.path), span),
            "text" => Value::text(file.text.clone(), file.span),
            "sha256" => Value::text(crate::builtins::hex_digest(&file.text), span),
            _ => return self.bug(span, "an unknown field of a file"),
        })
    }

    /// A value spelled out in full, so that two are spelled alike only if they are the same.
    pub(crate) fn spelled(&self, value: &Value) -> String {
        match &value.data {
            Data::Record(record) => {
                let mut entries: Vec<String> =
                    record.entries.iter().map(|(k, e)| format!("{k:?}:{}", self.spelled(&e.value))).collect();
                entries.sort();
                format!("{{{}}}", entries.join(","))
            }
            Data::List(list) => {
                format!("[{}]", list.iter().map(|v| self.spelled(v)).collect::<Vec<_>>().join(","))
            }
            _ => format!("{:?}", self.shown(value)),
        }
    }
}
