//! Files of packages that are compressed with gzip.

use crate::Result;

/// What such a file holds. `name` is for the message.
pub(crate) fn unpacked(name: &str, bytes: &[u8]) -> Result<Vec<u8>> {
    let broken = || format!("{name}: not a file of gzip");
    let [0x1f, 0x8b, 8, flags, rest @ ..] = bytes else { return Err(broken()) };
    // The time, and two bytes that say how it was made.
    let mut rest = rest.get(6..).ok_or_else(broken)?;
    if flags & 4 != 0 {
        let [low, high, after @ ..] = rest else { return Err(broken()) };
        rest = after.get(usize::from(u16::from_le_bytes([*low, *high]))..).ok_or_else(broken)?;
    }
    // Its name, and a comment: each ends with a zero.
    for flag in [8, 16] {
        if flags & flag != 0 {
            let end = rest.iter().position(|b| *b == 0).ok_or_else(broken)?;
            rest = rest.get(end + 1..).ok_or_else(broken)?;
        }
    }
    miniz_oxide::inflate::decompress_to_vec(rest).map_err(|e| format!("{name}: {e}"))
}
