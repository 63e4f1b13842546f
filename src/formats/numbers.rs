//! Numbers as JSON writes them.

/// Whether a text is a number by the grammar of JSON (RFC 8259).
pub fn is_number(text: &str) -> bool {
    let starts_so = matches!(text.as_bytes(), [b'0'..=b'9', ..] | [b'-', b'0'..=b'9', ..]);
    starts_so && serde_json::from_str::<serde_json::Number>(text).is_ok()
}

/// The shortest text that is read as the same number; `None` where JSON has none for it.
pub fn number_text(number: f64) -> Option<String> {
    const EXACT: f64 = 9_007_199_254_740_992.0;
    match number {
        _ if !number.is_finite() => None,
        _ if number == 0.0 => Some("0".to_owned()),
        _ if number.abs() < EXACT && number.abs() > 1e-7 => Some(number.to_string()),
        _ => Some(format!("{number:?}")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_written_as_json_has_them() {
        for (number, text) in [(0.0, "0"), (-0.0, "0"), (5.0, "5"), (-2.5, "-2.5"), (1e300, "1e300"), (1e-9, "1e-9"), (0.1, "0.1")] {
            assert_eq!(number_text(number).as_deref(), Some(text));
            assert!(is_number(text), "{text}");
        }
        assert_eq!((number_text(f64::NAN), number_text(f64::NEG_INFINITY)), (None, None));
        for text in ["", "007", "+1", ".5", "5.", "1e", "nan", "0x1", "- 1", " 1"] {
            assert!(!is_number(text), "{text}");
        }
    }
}
