//! The `text` backend: a string or tagged text, with one line break at its end; and the format `plain`.

use graph::{Piece, Tagged};

use crate::document::Draft;
use crate::lines::{Lines, Printed};
use crate::node::Chunk;
use crate::problems;
use crate::shell::Resolve;

/// One text.
pub(crate) fn print(mut draft: Draft<'_, '_>) -> Option<Printed> {
    let root = draft.merged()?;
    let Some(text) = root.chunks() else {
        let problem = problems::not_a_text(root.sort(), &draft.document.path, root.origin.span);
        draft.context.report(problem, &root.origin);
        return None;
    };
    if let Some(chunk) = text.chunks.iter().find(|c| c.text.contains('\r')) {
        let problem = problems::carriage_return(&draft.document.path, chunk.span);
        draft.context.report(problem, &root.origin);
    }
    let mut lines = Lines::default();
    lines.mark_way(&root.origin);
    lines.write_chunks(&text.chunks);
    Some(lines.finish())
}

/// Values as they are.
pub(crate) fn render_plain(tagged: &Tagged, resolve: &mut Resolve<'_>) -> Option<Vec<Chunk>> {
    let mut chunks = Vec::new();
    for piece in &tagged.pieces {
        match piece {
            Piece::Literal(text, span) => chunks.push(Chunk::new(&**text, *span)),
            Piece::Value(value) => {
                let parts = (resolve.parts)(value)?;
                chunks.extend(parts.into_iter().map(|p| Chunk::new(p.into_text(), value.span)));
            }
        }
    }
    Some(chunks)
}
