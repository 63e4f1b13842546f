//! Texts without what no line of text can have.

/// Without control characters and those that PDF/UA forbids; ends of lines stay.
pub fn lines(text: &str) -> String {
    text.replace("\r\n", "\n").chars().filter_map(|sign| if sign == '\n' { Some(sign) } else { cleaned(sign) }).collect()
}

/// The same in one line.
pub fn one_line(text: &str) -> String {
    text.chars().filter_map(cleaned).collect()
}

fn cleaned(sign: char) -> Option<char> {
    match sign {
        '\u{FEFF}' | '\u{FFFE}' | '\u{FFFF}' => None,
        _ if sign.is_control() || matches!(sign, '\u{2028}' | '\u{2029}') => Some(' '),
        _ => Some(sign),
    }
}
