//! Documentation by key as the packed file that `schemas` reads.

use std::collections::BTreeMap;
use std::fmt::Write as _;

/// How much text a block holds: unpacking one is what a look-up costs.
const BLOCK: usize = 48 << 10;

/// The file; its form is told in `schemas::docs`. No key may hold a tab or a line break.
pub(crate) fn packed(docs: &BTreeMap<String, String>) -> Vec<u8> {
    let mut index = String::new();
    let mut blocks = Vec::new();
    let mut block = String::new();
    let mut first: Option<&str> = None;
    let mut close = |first: &str, block: &mut String| {
        let bytes = miniz_oxide::deflate::compress_to_vec(block.as_bytes(), 10);
        let _ = writeln!(index, "{first}\t{}", bytes.len());
        blocks.extend(bytes);
        block.clear();
    };
    for (key, text) in docs {
        let _ = writeln!(block, "{key}\t{}", schemas::escaped(text));
        let start = *first.get_or_insert(key);
        if block.len() > BLOCK {
            close(start, &mut block);
            first = None;
        }
    }
    if let Some(start) = first {
        close(start, &mut block);
    }
    index.push('\n');
    let mut file = index.into_bytes();
    file.extend(blocks);
    file
}
