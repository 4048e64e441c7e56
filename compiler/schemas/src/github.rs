//! The catalogue of workflows of GitHub Actions. Made by `cargo xtask schemas github`.

use crate::shapes::Shapes;

/// `workflow-root-strict` is a workflow.
pub static SHAPES: Shapes =
    Shapes::new("github", include_str!("../data/github.shapes"), include_bytes!("../data/github.docs"));

#[cfg(test)]
mod tests {
    #[test]
    fn every_line_can_be_read() {
        assert_eq!(super::SHAPES.broken(), [""; 0]);
        assert!(super::SHAPES.definition("workflow-root-strict", None).is_some());
    }
}
