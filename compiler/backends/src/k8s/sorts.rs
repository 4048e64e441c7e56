//! The sorts of strings that Kubernetes has words for: quantities, points in time, base64.
//!
//! Source: the documentation of `Quantity` in Kubernetes' API; RFC 3339; RFC 4648.

use regex_lite::Regex;

const QUANTITY: &str = r"^[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]+|[numkMGTPE]|[KMGTPE]i)?$";
const DATE_TIME: &str =
    r"^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]+)?(Z|[+-][0-9]{2}:[0-9]{2})$";
const BASE64: &str = r"^([A-Za-z0-9+/]{4})*([A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$";

/// What a string must be, in words, if it isn't that.
pub(super) fn expected(sort: &str, text: &str) -> Option<String> {
    let (pattern, words) = match sort {
        "quantity" => (QUANTITY, "a quantity, such as `500m` or `4Gi`"),
        "date-time" => (DATE_TIME, "a time, such as `2026-11-20T08:00:00Z`"),
        "base64" => (BASE64, "base64"),
        _ => return None,
    };
    let is_one = Regex::new(pattern).is_ok_and(|pattern| pattern.is_match(text));
    (!is_one).then(|| words.to_owned())
}

#[cfg(test)]
mod tests {
    use super::expected;

    #[test]
    fn quantities_are_numbers_with_a_suffix_of_kubernetes() {
        for fine in ["500m", "4Gi", "0", "1.5", "1.", ".5", "-1", "+2k", "1e3", "12E-2", "3E", "3Ei", "100n"]
        {
            assert_eq!(expected("quantity", fine), None, "{fine}");
        }
        for wrong in ["", "4GB", "4 Gi", "4gi", "4K", "Gi", "1e", "1.5.2", "10%", "500mi"] {
            assert!(expected("quantity", wrong).is_some(), "{wrong}");
        }
    }

    #[test]
    fn times_and_base64_are_told_from_other_text() {
        assert_eq!(expected("date-time", "2026-11-20T08:00:00Z"), None);
        assert!(expected("date-time", "2026-11-20").is_some());
        assert_eq!((expected("base64", ""), expected("base64", "YWI=")), (None, None));
        assert!(expected("base64", "not base64").is_some());
        assert_eq!(expected("of another sort", "x"), None);
    }
}
