//! Reading a source text that is to be attached to a report.

use std::path::Path;

use crate::app::files::{MAX_TEXT_FILE_LEN, read_file};
use crate::app::listing::expanded;
use crate::base::Problems;
use crate::command::Attached;
use crate::formats::native::sha256;
use crate::formats::text::decode;
use crate::model::ReportId;
use crate::wording;

/// Reads a text for a report; `~` may stand for the home folder.
///
/// # Errors
/// In words why there is none: the file cannot be read, or is no text.
pub fn read_text(report: ReportId, path: &Path) -> Result<Attached, String> {
    let path = path.to_str().map_or_else(|| Ok(path.to_owned()), expanded)?;
    let bytes = read_file(&path, MAX_TEXT_FILE_LEN).map_err(|error| wording::not_attached(&error.to_string()))?;
    let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let mut problems = Problems::default();
    let (text, _) = decode(&name, bytes, &mut problems);
    if problems.n_errors() > 0 || text.contains('\0') {
        return Err(wording::not_attached(&wording::is_no_text(&name)));
    }
    let sha256 = sha256(text.as_bytes());
    Ok(Attached { report, name, text: text.into(), sha256 })
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    #[test]
    fn a_text_of_any_encoding_is_taken_and_what_is_none_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let read = |name: &str, bytes: &[u8]| {
            fs::write(folder.path().join(name), bytes).unwrap();
            read_text("r".into(), &folder.path().join(name))
        };
        let attached = read("a b.txt", "Курск".as_bytes()).unwrap();
        assert_eq!((attached.name.as_str(), &*attached.text), ("a b.txt", "Курск"));
        assert_eq!(attached.sha256, sha256("Курск".as_bytes()));
        let utf16: Vec<u8> = "\u{feff}Text".encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(*read("b.txt", &utf16).unwrap().text, *"Text");
        for bytes in [&b"%PDF-1.7\n\xE2\xE3\xCF\xD3"[..], b"\x89PNG\r\n\x1A\n", b"abc\0\0d", b"\xE9t\xE9"] {
            assert!(read("c", bytes).unwrap_err().contains("\"c\" is no text"), "{bytes:?}");
        }
        assert!(read_text("r".into(), &folder.path().join("none")).unwrap_err().contains("no such file"));
    }
}
