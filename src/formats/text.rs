//! From a file's bytes to its text.

use crate::base::{Location, Problem, Problems, Severity};

/// The text of a file that should be UTF-8. UTF-16 is read too, and what is neither is read with U+FFFD in place of the bytes
/// that are wrong; both are told, as is a byte order mark, which stays in the text. The flag says
/// whether the text has the very bytes of the file.
pub fn decode(file: &str, bytes: Vec<u8>, problems: &mut Problems) -> (String, bool) {
    let mut tell = |severity, location, kind, detail: &str, done: &str| {
        problems.push(Problem { severity, location, record: None, kind, detail: detail.to_owned(), done: done.to_owned() });
    };
    if let Some((units, is_whole)) = utf16_units(&bytes) {
        let text = String::from_utf16_lossy(&units);
        tell(Severity::Warning, Location::file(file), "utf-16", "the file is UTF-16, not UTF-8", "read as UTF-16");
        if let (false, _) | (_, Err(_)) = (is_whole, String::from_utf16(&units)) {
            tell(
                Severity::Error,
                Location::file(file),
                "broken-utf-16",
                "the file is not well-formed UTF-16",
                "put U+FFFD for what is wrong",
            );
        }
        return (text, false);
    }
    if bytes.starts_with(b"\xEF\xBB\xBF") {
        let at = Location { file: file.to_owned(), line: 1, column: 1 };
        tell(Severity::Warning, at, "byte-order-mark", "the file begins with a byte order mark", "passed over");
    }
    match String::from_utf8(bytes) {
        Ok(text) => (text, true),
        Err(error) => {
            let text = String::from_utf8_lossy(error.as_bytes()).into_owned();
            let at = Location::in_text(file, &text, error.utf8_error().valid_up_to());
            tell(Severity::Error, at, "not-utf8", "bytes that are not UTF-8", "put U+FFFD for these and any further ones");
            (text, false)
        }
    }
}

/// The units of a text in UTF-16, told by its mark or, as JSON begins with two ASCII characters, by its zero bytes; and whether
/// no odd byte is left over.
fn utf16_units(bytes: &[u8]) -> Option<(Vec<u16>, bool)> {
    let (is_little_endian, body) = match bytes {
        [0xFF, 0xFE, body @ ..] => (true, body),
        [0xFE, 0xFF, body @ ..] => (false, body),
        [first, 0, ..] if *first != 0 => (true, bytes),
        [0, second, ..] if *second != 0 => (false, bytes),
        _ => return None,
    };
    let (pairs, rest) = body.as_chunks::<2>();
    let unit = |pair: &[u8; 2]| if is_little_endian { u16::from_le_bytes(*pair) } else { u16::from_be_bytes(*pair) };
    Some((pairs.iter().map(unit).collect(), rest.is_empty()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_read_whatever_its_encoding_and_what_is_wrong_is_told() {
        let cases: &[(&[u8], &str, &str)] = &[
            (b"{}", "{}", ""),
            (b"", "", ""),
            (b"\xEF\xBB\xBF{}", "\u{feff}{}", "byte-order-mark@1:1"),
            (b"\xFF\xFE{\0}\0", "{}", "utf-16@0:0"),
            (b"\xFE\xFF\0{\0}", "{}", "utf-16@0:0"),
            (b"{\0}\0", "{}", "utf-16@0:0"),
            (b"\0{\0}", "{}", "utf-16@0:0"),
            (b"\xFF\xFE{\0\x00\xD8!", "{\u{fffd}", "utf-16@0:0 broken-utf-16@0:0"),
            (b"a\nb\xFFc\xFE", "a\nb\u{fffd}c\u{fffd}", "not-utf8@2:2"),
        ];
        for (bytes, expected, told) in cases {
            let mut problems = Problems::default();
            let (text, is_exact) = decode("f", bytes.to_vec(), &mut problems);
            assert_eq!((text.as_str(), is_exact), (*expected, text.as_bytes() == *bytes));
            let all: Vec<_> = problems.iter().map(|p| format!("{}@{}:{}", p.kind, p.location.line, p.location.column)).collect();
            assert_eq!(all.join(" "), *told);
        }
    }
}
