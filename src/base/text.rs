//! Text made fit for one line, and counts in words.

/// `text` on one line, of at most `max_chars` Unicode scalars: white space and control characters become single spaces, what is
/// too long ends in an ellipsis.
pub fn shortened(text: &str, max_chars: usize) -> String {
    let mut short = String::new();
    let mut n_chars = 0;
    let mut is_gap = false;
    for c in text.chars() {
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
    fn numbers_are_grouped_by_thousands() {
        for (n, text) in [(0, "0"), (999, "999"), (3_000, "3,000"), (1_234_567, "1,234,567")] {
            assert_eq!(grouped(n), text);
        }
        assert_eq!(counted(1, "event", "events"), "1 event");
        assert_eq!(counted(1_200, "event", "events"), "1,200 events");
    }
}
