//! Source files and places in them.
//!
//! A place is relative to an [`Anchor`]: a top-level item of a file, or a whole file. What a phase learned about an item
//! stays true when text above the item changes, because only the anchor moves.

use std::sync::Arc;

use crate::LineIndex;

/// A file of one [`Sources`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct FileId(pub u32);

/// A point of a file that spans are measured from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Anchor(pub u32);

/// A half-open range of bytes, measured from an anchor.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Span {
    /// What `start` and `end` are measured from.
    pub anchor: Anchor,
    /// First byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
}

impl Span {
    /// The bytes `start..end` after `anchor`.
    pub const fn new(anchor: Anchor, start: u32, end: u32) -> Self {
        Self { anchor, start, end }
    }

    /// From the start of `self` to the end of `other`, which has the same anchor.
    #[must_use]
    pub fn to(self, other: Self) -> Self {
        Self { anchor: self.anchor, start: self.start.min(other.start), end: self.end.max(other.end) }
    }

    /// The bytes `from..to` of this span, cut off at its end.
    #[must_use]
    pub fn slice(self, from: usize, to: usize) -> Self {
        let at = |n: usize| u32::try_from(n).map_or(self.end, |n| (self.start + n).min(self.end));
        Self { anchor: self.anchor, start: at(from), end: at(to) }
    }

    /// The empty span at the start.
    #[must_use]
    pub fn at_start(self) -> Self {
        Self { end: self.start, ..self }
    }

    /// The empty span at the end.
    #[must_use]
    pub fn at_end(self) -> Self {
        Self { start: self.end, ..self }
    }

    /// Whether there is no byte in it.
    pub fn is_empty(self) -> bool {
        self.start >= self.end
    }

    /// Its length in bytes.
    pub fn len(self) -> usize {
        self.end.saturating_sub(self.start) as usize
    }
}

/// A file's name and text.
#[derive(Debug)]
pub struct SourceFile {
    /// The path shown to people: relative to the folder of the spec, or `std/…` for the standard library.
    pub name: String,
    /// The text, without a byte order mark, as it was read.
    pub text: Arc<str>,
    /// Where its lines begin.
    pub lines: LineIndex,
    /// Whether it belongs to the standard library: a person can't edit it, so labels prefer other files.
    pub library: bool,
}

/// A span, resolved: bytes of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Location {
    /// The file.
    pub file: FileId,
    /// First byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
}

/// All files of a run, and all anchors in them.
#[derive(Debug, Default)]
pub struct Sources {
    files: Vec<SourceFile>,
    anchors: Vec<(FileId, u32)>,
}

impl Sources {
    /// Adds a file; files and anchors beyond `u32::MAX` are not supported.
    pub fn add(&mut self, name: impl Into<String>, text: impl Into<Arc<str>>, library: bool) -> FileId {
        let text: Arc<str> = text.into();
        let id = FileId(u32::try_from(self.files.len()).unwrap_or(u32::MAX));
        self.files.push(SourceFile {
            name: name.into(),
            lines: LineIndex::new(Arc::clone(&text)),
            text,
            library,
        });
        id
    }

    /// Makes an anchor at `offset` bytes into `file`.
    pub fn anchor(&mut self, file: FileId, offset: usize) -> Anchor {
        let id = Anchor(u32::try_from(self.anchors.len()).unwrap_or(u32::MAX));
        self.anchors.push((file, u32::try_from(offset).unwrap_or(u32::MAX)));
        id
    }

    /// The file with this id, if it is one of these.
    pub fn file(&self, id: FileId) -> Option<&SourceFile> {
        self.files.get(id.0 as usize)
    }

    /// All files in the order in which they were added.
    pub fn files(&self) -> impl Iterator<Item = (FileId, &SourceFile)> {
        self.files.iter().enumerate().map(|(i, f)| (FileId(u32::try_from(i).unwrap_or(u32::MAX)), f))
    }

    /// Where a span lies. A span of an unknown anchor lies at the start of the first file.
    pub fn locate(&self, span: Span) -> Location {
        let (file, offset) = self.anchors.get(span.anchor.0 as usize).copied().unwrap_or((FileId(0), 0));
        let len = self.file(file).map_or(0, |f| f.text.len());
        let at = |n: u32| ((offset as usize) + (n as usize)).min(len);
        Location { file, start: at(span.start), end: at(span.end) }
    }

    /// The text of a span.
    pub fn text(&self, span: Span) -> &str {
        let at = self.locate(span);
        self.file(at.file).and_then(|f| f.text.get(at.start..at.end)).unwrap_or("")
    }

    /// Whether a span lies in the standard library.
    pub fn in_library(&self, span: Span) -> bool {
        self.file(self.locate(span).file).is_some_and(|f| f.library)
    }
}
