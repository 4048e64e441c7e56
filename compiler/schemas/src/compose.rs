//! The catalogue of Compose files. Made by `cargo xtask schemas compose`.

use crate::shapes::Shapes;

/// `file` is a Compose file; a record within another is named after the keys that lead to it, such as `service.build`.
pub static SHAPES: Shapes =
    Shapes::new("compose", include_str!("../data/compose.shapes"), include_bytes!("../data/compose.docs"));

#[cfg(test)]
mod tests {
    #[test]
    fn every_line_can_be_read() {
        assert_eq!(super::SHAPES.broken(), [""; 0]);
        assert!(super::SHAPES.definition("service", None).is_some());
    }
}
