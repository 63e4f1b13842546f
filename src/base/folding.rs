//! Text folded for a search: what is typed and what things are called, brought to the same letters.

use any_ascii::any_ascii_char;

/// More than this of a text is not searched.
const MOST_LETTERS: usize = 400;

/// A text as a search compares it: its words in plain small letters and figures with single spaces between them.
///
/// Every script becomes Latin letters, so that a query meets a name across scripts (`Курск` and `Kursk`). Accents and all kinds of
/// apostrophes vanish (`P’yŏngyang`), and so do commas within numbers; everything else that is neither letter nor figure parts words.
/// `assets/make/names.py` folds in the same way.
pub fn searchable(text: &str) -> String {
    let mut folded = String::with_capacity(text.len().min(MOST_LETTERS));
    let mut is_gap = false;
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        if folded.len() >= MOST_LETTERS {
            break;
        }
        let in_number = c == ',' && folded.ends_with(|last: char| last.is_ascii_digit()) && !is_gap;
        if in_number && chars.peek().is_some_and(char::is_ascii_digit) {
            continue;
        }
        let mut push = |letter: char| match letter {
            '\'' | '`' | '"' => {}
            letter if letter.is_ascii_alphanumeric() => {
                if std::mem::take(&mut is_gap) && !folded.is_empty() {
                    folded.push(' ');
                }
                folded.push(letter.to_ascii_lowercase());
            }
            _ => is_gap = true,
        };
        if c.is_ascii() { push(c) } else { any_ascii_char(c).chars().for_each(&mut push) }
    }
    folded
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn spellings_of_one_name_meet_whatever_the_script_case_accents_and_apostrophes() {
        for (one, other) in [
            ("Курск", "kursk"),
            ("КУРСК", "Kursk"),
            ("P’yŏngyang", "Pyongyang"),
            ("P'yŏngyang", "P`yongyang"),
            ("Pʼyŏngyang", "Pʻyŏngyang"),
            ("İstanbul", "istanbul"),
            ("Rostov-on-Don", "rostov on don"),
            ("  Straße\n", "strasse"),
            ("3,000 soldiers", "3000 soldiers"),
            ("S\u{327}", "s"),
        ] {
            assert_eq!(searchable(one), searchable(other), "{one}");
        }
        assert_eq!(searchable("평양"), "pyeongyang");
        assert_eq!(searchable("Conflict, in the “Kursk” region!"), "conflict in the kursk region");
        assert_eq!(searchable("51, 36"), "51 36");
        assert_eq!(searchable("…"), "");
    }

    proptest! {
        #[test]
        fn any_text_becomes_plain_words(text in "\\PC*") {
            let folded = searchable(&text);
            prop_assert!(folded.chars().all(|c| c == ' ' || c.is_ascii_digit() || c.is_ascii_lowercase()));
            prop_assert!(!folded.contains("  ") && folded.trim() == folded);
            prop_assert_eq!(searchable(&folded), folded.clone());
        }
    }
}
