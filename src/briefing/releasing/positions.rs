//! Positions that stand within texts.

use crate::earth::read_positions;

/// What stands in the place of one.
const INSTEAD: &str = "[position]";
/// A position in degrees, minutes and seconds has so many words where they are set apart.
const MOST_WORDS: usize = 8;
/// Numbers with fewer decimal places tell no place closer than about a kilometre.
const DECIMALS: usize = 2;

/// The text without the positions in it (degrees, MGRS, UTM); `None` where it has none.
pub fn without_positions(text: &str) -> Option<String> {
    // Hardly a text has figures close enough together.
    if text.bytes().filter(u8::is_ascii_digit).count() < 2 * DECIMALS {
        return None;
    }
    let words: Vec<(usize, &str)> = words(text);
    let (mut result, mut done, mut at) = (String::new(), 0, 0);
    while at < words.len() {
        let rest = words.get(at..).unwrap_or_default();
        let Some((n, start, end)) =
            (1..=rest.len().min(MOST_WORDS)).rev().find_map(|n| position_of(text, rest.get(..n)?).map(|(s, e)| (n, s, e)))
        else {
            at += 1;
            continue;
        };
        result.push_str(text.get(done..start).unwrap_or_default());
        result.push_str(INSTEAD);
        done = end;
        at += n;
    }
    (done > 0).then(|| result + text.get(done..).unwrap_or_default())
}

/// Words by white space, each with where it begins.
fn words(text: &str) -> Vec<(usize, &str)> {
    text.split_whitespace().map(|word| (word.as_ptr() as usize - text.as_ptr() as usize, word)).collect()
}

/// From where to where a position stands, where these words are one and nothing else.
fn position_of(text: &str, words: &[(usize, &str)]) -> Option<(usize, usize)> {
    let ((start, _), (last, word)) = (words.first()?, words.last()?);
    let whole = text.get(*start..last + word.len())?;
    let inner =
        whole.trim_matches(|c: char| matches!(c, '(' | ')' | '[' | ']' | '.' | ',' | ';' | ':' | '!' | '?' | '"' | '“' | '”' | '«' | '»'));
    // A sign of seconds at the end is part of it.
    let inner =
        if whole.contains('°') { whole.trim_matches(|c: char| matches!(c, '(' | ')' | '[' | ']' | '.' | ',' | ';')) } else { inner };
    let from = start + (inner.as_ptr() as usize - whole.as_ptr() as usize);
    (is_telling(inner) && !read_positions(inner).is_empty()).then_some((from, from + inner.len()))
}

/// Whether it can be meant for a position: dates and amounts could be read as one too.
fn is_telling(text: &str) -> bool {
    let has_decimals =
        text.split(['.', ',']).skip(1).any(|rest| rest.bytes().take_while(u8::is_ascii_digit).count() >= DECIMALS) && text.contains('.');
    let n_figures = text.bytes().filter(u8::is_ascii_digit).count();
    let is_grid =
        n_figures >= 5 && text.bytes().next().is_some_and(|first| first.is_ascii_digit()) && text.bytes().any(|c| c.is_ascii_uppercase());
    text.contains('°') || text.contains('º') || has_decimals || is_grid
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn positions_of_every_notation_go_and_the_words_around_them_stay() {
        for (text, without) in [
            ("Seen at 51.7373, 36.1874 near the road.", "Seen at [position] near the road."),
            ("Seen at 51.7373,36.1874.", "Seen at [position]."),
            ("at 51°44'14\"N 36°11'15\"E, twice", "at [position], twice"),
            ("at 51° 44' 14\" N, 36° 11' 15\" E (map)", "at [position] (map)"),
            ("Grid 37U DS 12345 67890 and on", "Grid [position] and on"),
            ("Grid (37UDS1234567890)", "Grid ([position])"),
        ] {
            assert_eq!(without_positions(text).as_deref(), Some(without), "{text}");
        }
    }

    #[test]
    fn dates_amounts_and_times_are_no_positions() {
        for text in [
            "On 24 October 2024 some 3,000 soldiers",
            "2024-10-24 10:30",
            "between 10,000 and 12,000 men",
            "24 25",
            "at 5.25 percent",
            "№ 12345 67890",
            "10.10.2024",
        ] {
            assert_eq!(without_positions(text), None, "{text}");
        }
    }
}
