//! Fenced blocks of Markdown.

/// A fenced block.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Block {
    /// What stands after the opening fence: `wave`, `wave,part`.
    pub info: String,
    /// The line of the opening fence, from 1.
    pub line: usize,
    /// The last line before the fence that isn't empty.
    pub above: String,
    /// What is between the fences.
    pub text: String,
}

/// All fenced blocks, in order.
pub fn blocks(markdown: &str) -> Vec<Block> {
    let mut found = Vec::new();
    let mut open: Option<Block> = None;
    let mut above = "";
    for (index, line) in markdown.lines().enumerate() {
        match (&mut open, line.trim_start().strip_prefix("```")) {
            (None, Some(info)) => {
                let info = info.trim().to_string();
                open = Some(Block { info, line: index + 1, above: above.to_string(), text: String::new() });
            }
            (Some(_), Some(_)) => found.extend(open.take()),
            (Some(block), None) => {
                block.text += line;
                block.text.push('\n');
            }
            (None, None) if !line.trim().is_empty() => above = line.trim(),
            (None, None) => {}
        }
    }
    found
}

/// The files that an example is shown with: the blocks before it, with no other text between, that have a name behind their
/// format, such as `json policy.json`.
pub fn files_of(markdown: &str, example: &Block) -> Vec<(String, String)> {
    let before = blocks(markdown).into_iter().filter(|b| b.line < example.line && b.above == example.above);
    before.filter_map(|b| Some((b.info.split_once(' ')?.1.to_string(), b.text))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_block_knows_what_stands_above_it() {
        let found = blocks("# E1: x\n\nWrong:\n\n```wave\nlet a =\n```\nmore\n```sh\nls\n```\n");
        assert_eq!(found.len(), 2);
        assert_eq!((found[0].info.as_str(), found[0].line, found[0].above.as_str()), ("wave", 5, "Wrong:"));
        assert_eq!(found[0].text, "let a =\n");
        assert_eq!((found[1].info.as_str(), found[1].above.as_str()), ("sh", "more"));
    }

    #[test]
    fn an_example_has_the_files_that_stand_before_it() {
        let text = "Wrong:\n```json a.json\n{}\n```\n```wave\nlet a\n```\nRight:\n```wave\nlet b\n```\n";
        let found = blocks(text);
        assert_eq!(files_of(text, &found[1]), [("a.json".to_string(), "{}\n".to_string())]);
        assert_eq!(files_of(text, &found[2]), []);
    }
}
