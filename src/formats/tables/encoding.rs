//! The encoding of a text, and the text in UTF-8.

use std::io::Write;

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{CoderResult, Encoding, UTF_8, UTF_16BE, UTF_16LE};

use crate::base::{Bytes, Location, Problem, Problems, Severity, Spool};
use crate::formats::opening::{Opening, ReadError};

/// So much is decoded at once.
const BLOCK_BYTES: u64 = 1 << 20;

/// UTF-16, which its first bytes tell: by a mark, or as half of them are zero.
pub fn utf16_of(head: &[u8]) -> Option<&'static Encoding> {
    const LOOKED_AT: usize = 64;
    let first = head.get(..head.len().min(LOOKED_AT) & !1).unwrap_or_default();
    let (pairs, _) = first.as_chunks::<2>();
    let half_zero =
        |is_zero: fn(&[u8; 2]) -> bool| !pairs.is_empty() && pairs.iter().filter(|pair| is_zero(pair)).count() * 2 > pairs.len();
    match head {
        [0xFF, 0xFE, ..] => Some(UTF_16LE),
        [0xFE, 0xFF, ..] => Some(UTF_16BE),
        _ if half_zero(|[low, high]| *low != 0 && *high == 0) => Some(UTF_16LE),
        _ if half_zero(|[high, low]| *low != 0 && *high == 0) => Some(UTF_16BE),
        _ => None,
    }
}

/// The text of a file that is not UTF-8, which is told. Of one that is but for a few bytes, U+FFFD stands for these.
///
/// # Errors
/// The disk does not give it or has no room, or it was cancelled.
pub fn decoded(opening: &Opening<'_>, known: Option<&'static Encoding>, problems: &mut Problems) -> Result<Bytes, ReadError> {
    let encoding = match known {
        Some(encoding) => encoding,
        None => detected(opening)?,
    };
    let (source, mut spool) = (opening.source, Spool::default());
    let mut decoder = encoding.new_decoder_with_bom_removal();
    let mut text = String::with_capacity(BLOCK_BYTES as usize * 3 + 16);
    let mut is_damaged = false;
    let mut at = 0;
    while at < source.len() || at == 0 {
        let block = source.read(at..at + BLOCK_BYTES)?;
        let is_last = at + BLOCK_BYTES >= source.len();
        let mut rest: &[u8] = &block;
        loop {
            let (result, n_read, had_errors) = decoder.decode_to_string(rest, &mut text, is_last);
            is_damaged |= had_errors;
            spool.write_all(text.as_bytes())?;
            text.clear();
            rest = rest.get(n_read..).unwrap_or_default();
            if result == CoderResult::InputEmpty {
                break;
            }
        }
        opening.task.advance(0)?;
        at += BLOCK_BYTES;
    }
    let mut tell = |severity, kind, detail: String, done: &str| {
        let location = Location::file(opening.name);
        problems.push(Problem { severity, location, record: None, kind, detail, done: done.to_owned() });
    };
    if encoding == UTF_8 {
        tell(Severity::Error, "not-utf8", "some bytes of the file are not UTF-8".to_owned(), "put U+FFFD for these");
    } else {
        let kind = if [UTF_16LE, UTF_16BE].contains(&encoding) { "utf-16" } else { "other-encoding" };
        tell(Severity::Warning, kind, format!("the file is not UTF-8; it looks like {}", encoding.name()), "read so");
        if is_damaged {
            tell(Severity::Error, "broken-encoding", format!("some bytes of the file are not {}", encoding.name()), "put U+FFFD for these");
        }
    }
    Ok(spool.into_bytes()?)
}

/// The likeliest encoding of a file that is not wholly UTF-8: still UTF-8, where far more of it is that than is not.
fn detected(opening: &Opening<'_>) -> Result<&'static Encoding, ReadError> {
    const SOUND_FOR_EACH_BROKEN: u64 = 8;
    let source = opening.source;
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    let (mut n_sound, mut n_broken) = (0, 0);
    let mut at = 0;
    while at < source.len() {
        let block = source.read(at..at + BLOCK_BYTES)?;
        detector.feed(&block, at + BLOCK_BYTES >= source.len());
        for chunk in block.utf8_chunks() {
            n_sound += chunk.valid().chars().filter(|c| !c.is_ascii()).count() as u64;
            n_broken += u64::from(!chunk.invalid().is_empty());
        }
        opening.task.advance(0)?;
        at += BLOCK_BYTES;
    }
    if n_sound >= n_broken * SOUND_FOR_EACH_BROKEN { Ok(UTF_8) } else { Ok(detector.guess(None, Utf8Detection::Deny)) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_in_any_encoding_becomes_utf_8_and_is_told() {
        let russian = "Название;Город\nПожар на складе;Курск\nВзрыв на мосту;Белгород\n";
        let korean = "이름,위치\n사격 훈련 보도,서해 북방한계선\n열차 이동,두만강\n";
        let utf16 = |text: &str| text.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<u8>>();
        let broken = [russian.as_bytes(), b"\xff"].concat();
        for (bytes, expected, kind) in [
            (encoding_rs::WINDOWS_1251.encode(russian).0.into_owned(), russian, "other-encoding"),
            (encoding_rs::EUC_KR.encode(korean).0.into_owned(), korean, "other-encoding"),
            (utf16(&format!("\u{feff}{korean}")), korean, "utf-16"),
            (utf16("a,b\n1,2\n"), "a,b\n1,2\n", "utf-16"),
            (broken, &format!("{russian}\u{fffd}"), "not-utf8"),
        ] {
            let (source, mut problems) = (Bytes::from(bytes.clone()), Problems::default());
            let text = decoded(&Opening::of("f", &source), utf16_of(&bytes), &mut problems).unwrap();
            assert_eq!(str::from_utf8(&text.read(0..text.len()).unwrap()).unwrap(), expected);
            assert_eq!(problems.iter().map(|problem| problem.kind).collect::<Vec<_>>(), [kind]);
        }
        assert_eq!((utf16_of(b"a,b\n"), utf16_of(b""), utf16_of(b"\xEF\xBB\xBFa")), (None, None, None));
    }
}
