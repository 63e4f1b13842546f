//! Text made fit for one line, and counts in words.

/// More marks than this on one letter are no writing, and leave the line.
const MOST_MARKS: usize = 4;

/// Whether a character is drawn over or under the one before: the blocks of combining marks that are used to pile them up.
fn is_mark(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}' | '\u{483}'..='\u{489}' | '\u{1ab0}'..='\u{1aff}' | '\u{1dc0}'..='\u{1dff}' | '\u{20d0}'..='\u{20ff}' | '\u{fe20}'..='\u{fe2f}')
}

/// `text` on one line, of at most `max_chars` Unicode scalars: white space and control characters become single spaces, what is
/// too long ends in an ellipsis, and marks that are piled up on a letter are left out.
pub fn shortened(text: &str, max_chars: usize) -> String {
    if is_plain_line(text) && text.len() <= max_chars {
        return text.to_owned();
    }
    let mut short = String::new();
    let mut n_chars = 0;
    let mut n_marks = 0;
    let mut is_gap = false;
    for c in text.chars() {
        n_marks = if is_mark(c) { n_marks + 1 } else { 0 };
        if n_marks > MOST_MARKS {
            continue;
        }
        if c.is_whitespace() || c.is_control() {
            is_gap = n_chars > 0;
            continue;
        }
        if n_chars + usize::from(is_gap) >= max_chars {
            short.pop();
            short.push('…');
            return short;
        }
        if is_gap {
            short.push(' ');
            n_chars += 1;
            is_gap = false;
        }
        short.push(c);
        n_chars += 1;
    }
    short
}

/// Whether it is ASCII words with single spaces between them, as most names are.
fn is_plain_line(text: &str) -> bool {
    let bytes = text.as_bytes();
    let is_plain = |(at, byte): (usize, &u8)| byte.is_ascii_graphic() || *byte == b' ' && at > 0 && bytes.get(at - 1) != Some(&b' ');
    bytes.iter().enumerate().all(is_plain) && bytes.last() != Some(&b' ')
}

/// `text` in lower case on one line, for comparing: at most 400 Unicode scalars of it.
pub fn folded(text: &str) -> String {
    shortened(text, 400).to_lowercase()
}

/// A number that stands for a text, the same on every machine and in every version: FNV-1a of 64 bits (Fowler, Noll, Vo), of whole
/// words of 8 bytes, which is as good for telling versions of a text apart and takes an eighth of the time.
pub fn fingerprint(text: &str) -> u64 {
    const OFFSET: u64 = 0xcbf2_9ce4_8422_2325;
    const PRIME: u64 = 0x0100_0000_01b3;
    let mix = |hash: u64, word: u64| {
        let mixed = (hash ^ word).wrapping_mul(PRIME);
        // The product's high bits depend on all of the word: they are to reach the low ones.
        mixed ^ (mixed >> 32)
    };
    let (words, rest) = text.as_bytes().as_chunks::<8>();
    let hash = words.iter().fold(OFFSET, |hash, word| mix(hash, u64::from_le_bytes(*word)));
    let hash = rest.iter().fold(hash, |hash, byte| mix(hash, u64::from(*byte)));
    mix(hash, text.len() as u64)
}

/// `text` with what could steer a terminal, or turn the order of what is read, written out as `\u{1b}`: control characters and those
/// that embed, override or isolate a direction (Unicode Standard Annex #9).
pub fn harmless(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    for c in text.chars() {
        if steers(c) { shown.extend(c.escape_unicode()) } else { shown.push(c) }
    }
    shown
}

/// `text` with as many characters, none of which steers or hides what stands beside it: control characters other than line ends, those
/// that turn the order of what is read, and marks that are piled up on a letter become characters of no width.
pub fn readable(text: &str) -> String {
    const NO_WIDTH: char = '\u{200b}';
    let mut n_marks = 0;
    text.chars()
        .map(|c| {
            n_marks = if is_mark(c) { n_marks + 1 } else { 0 };
            match c {
                '\n' => c,
                '\t' => ' ',
                _ if n_marks > MOST_MARKS || steers(c) => NO_WIDTH,
                _ => c,
            }
        })
        .collect()
}

/// Whether a character is a control or embeds, overrides or isolates a direction (Unicode Standard Annex #9).
fn steers(c: char) -> bool {
    c.is_control() || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// Text on one line, in which nothing means anything to Markdown.
pub fn markdown_text(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for sign in text.split_whitespace().collect::<Vec<_>>().join(" ").chars() {
        if matches!(sign, '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '#' | '|' | '~') {
            out.push('\\');
        }
        out.push(sign);
    }
    out
}

/// "1 event", "2 events".
pub fn counted(n: usize, one: &str, many: &str) -> String {
    format!("{} {}", grouped(n as u64), if n == 1 { one } else { many })
}

/// A number with its thousands set apart: `3,000`.
pub fn grouped(n: u64) -> String {
    let digits = n.to_string();
    let mut text = String::with_capacity(digits.len() + digits.len() / 3);
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_text_ends_in_an_ellipsis_and_lines_are_joined() {
        for (text, short) in [("a\n b\t\tc", "a b c"), ("  a  ", "a"), ("abcdefg", "abcde…"), ("Курская область", "Курск…"), ("", "")]
        {
            assert_eq!(shortened(text, if short.contains('…') { 6 } else { 20 }), short);
        }
        assert!(shortened(&"x".repeat(10_000), 40).chars().count() <= 40);
    }

    #[test]
    fn what_steers_a_terminal_is_written_out_and_letters_of_all_scripts_stay() {
        assert_eq!(harmless("a\u{1b}[2J\nb\u{202e}c\u{9b}"), "a\\u{1b}[2J\\u{a}b\\u{202e}c\\u{9b}");
        for text in ["Курск, 北京", "مرحبا", "e\u{301}", "👩\u{200d}🚀"] {
            assert_eq!(harmless(text), text);
        }
    }

    #[test]
    fn a_readable_text_has_as_many_characters_and_none_that_steer() {
        for text in ["a\u{1b}[2J\nb\u{202e}c\t\u{9b}", &format!("a{}b", "\u{301}".repeat(90)), "Курск\r\n평양 مرحبا"] {
            let shown = readable(text);
            assert_eq!(shown.chars().count(), text.chars().count());
            assert!(!shown.chars().any(|c| c != '\n' && steers(c)), "{shown:?}");
        }
        assert_eq!(readable("e\u{301} Việt\n"), "e\u{301} Việt\n");
    }

    #[test]
    fn marks_that_are_piled_up_are_left_out_and_those_of_a_language_stay() {
        let piled = format!("a{}b", "\u{301}".repeat(90));
        assert_eq!(shortened(&piled, 400).chars().count(), 2 + MOST_MARKS);
        assert_eq!(shortened("tiếng Việt, e\u{301}\u{323}", 400), "tiếng Việt, e\u{301}\u{323}");
    }

    #[test]
    fn texts_that_differ_anywhere_have_other_fingerprints() {
        let text = r#"{"id": "a", "title": "Troops seen near the border", "when": "2024-10-24"}"#;
        let mut prints: Vec<u64> =
            (0..text.len()).map(|at| fingerprint(&format!("{}#{}", text.get(..at).unwrap(), text.get(at + 1..).unwrap()))).collect();
        prints.extend((0..text.len()).map(|end| fingerprint(text.get(..end).unwrap())));
        let n = prints.len();
        prints.sort_unstable();
        prints.dedup();
        // One of them puts a "#" where none was and is unlike all others; none is equal to another.
        assert_eq!(prints.len(), n);
    }

    #[test]
    fn numbers_are_grouped_by_thousands() {
        for (n, text) in [(0, "0"), (999, "999"), (3_000, "3,000"), (1_234_567, "1,234,567")] {
            assert_eq!(grouped(n), text);
        }
        assert_eq!(counted(1, "event", "events"), "1 event");
        assert_eq!(counted(1_200, "event", "events"), "1,200 events");
    }
}
