//! What can surely be read from text that was pasted to become a report: its link, its title, the day it was published. The rest stays text.

use crate::model::When;
use crate::query::typed::{day_of, is_weekday, month_of};

/// What pasted text holds.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Pasted {
    pub url: Option<String>,
    pub title: Option<String>,
    pub published: Option<When>,
    pub text: Option<String>,
}

impl Pasted {
    /// The link is the only one, or the first of several that are the same. The title is a first line that is followed by others and is no
    /// sentence. The date stands in a line of its own (perhaps after a word such as "Published"), with day, month in letters or in ISO 8601,
    /// and year; where there are two different ones, neither is taken. What is taken so is left out of the text where it has a line of its own.
    pub fn read(text: &str) -> Self {
        const LONGEST_TITLE: usize = 160;
        let mut lines: Vec<&str> = text.lines().map(str::trim).collect();
        let urls: Vec<&str> = text.split_whitespace().filter_map(link).collect();
        let url = urls.first().copied().filter(|first| urls.iter().all(|url| url == first));
        if url.is_some() {
            lines.retain(|line| link(line) != url || line.contains(' '));
        }
        let dates: Vec<When> = lines.iter().filter_map(|line| date_line(line)).collect();
        let published = dates.first().cloned().filter(|first| dates.iter().all(|date| date == first));
        if published.is_some() {
            lines.retain(|line| date_line(line).is_none());
        }
        while lines.first().is_some_and(|line| line.is_empty()) {
            lines.remove(0);
        }
        let has_more = lines.iter().skip(1).any(|line| !line.is_empty());
        let is_title = |line: &&str| line.chars().count() <= LONGEST_TITLE && !line.ends_with(['.', ',', ';', ':']);
        let title = lines.first().copied().filter(|line| has_more && is_title(line)).map(str::to_owned);
        if title.is_some() {
            lines.remove(0);
        }
        let text = lines.join("\n").trim().to_owned();
        Self { url: url.map(str::to_owned), title, published, text: Some(text).filter(|text| !text.is_empty()) }
    }
}

/// A word that is a link, without the signs that stand round one in a text.
fn link(word: &str) -> Option<&str> {
    let word = word.trim_start_matches(['(', '<', '[', '"', '\u{201c}']).trim_end_matches(['.', ',', ';', ')', '>', ']', '"', '\u{201d}']);
    let rest = word.strip_prefix("https://").or_else(|| word.strip_prefix("http://"))?;
    (rest.contains('.') && !rest.contains(char::is_whitespace)).then_some(word)
}

/// The date of a line that holds little else.
fn date_line(line: &str) -> Option<When> {
    const LEADS: [&str; 6] = ["published", "published on", "date", "updated", "posted", "on"];
    let words: Vec<&str> = line.split([' ', ',', '\u{a0}']).filter(|word| !word.is_empty()).collect();
    let is_lead = |words: &[&str]| {
        let lead = words.join(" ").to_lowercase();
        let lead = lead.trim_end_matches(':');
        lead.is_empty() || LEADS.contains(&lead) || is_weekday(lead)
    };
    (0..words.len()).find_map(|at| {
        let (lead, date) = words.split_at_checked(at)?;
        let edtf = match date {
            [iso] => is_iso(iso).then(|| (*iso).to_owned()),
            [day, month, year] => by_words(day, month, year).or_else(|| by_words(month, day, year)),
            _ => None,
        }?;
        When::parse(&edtf).ok().filter(|_| is_lead(lead))
    })
}

fn is_iso(word: &str) -> bool {
    let day = word.get(..10).unwrap_or_default().as_bytes();
    let is_day =
        day.len() == 10 && day.iter().enumerate().all(|(at, byte)| if at == 4 || at == 7 { *byte == b'-' } else { byte.is_ascii_digit() });
    is_day && matches!(word.get(10..11), None | Some("T"))
}

/// `24`, `October`, `2024` as `2024-10-24`.
fn by_words(day: &str, month: &str, year: &str) -> Option<String> {
    let month = month_of(month).filter(|_| month.chars().all(|c| c.is_alphabetic() || c == '.'))?;
    let day = day_of(day)?;
    (year.len() == 4 && year.bytes().all(|byte| byte.is_ascii_digit())).then(|| format!("{year}-{month:02}-{day:02}"))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn link_title_and_date_are_read_where_they_stand_by_themselves() {
        let pasted = Pasted::read(
            "Kyiv says North Korean troops are in Kursk\n\n24 October 2024\nhttps://example.org/news/1\n\nThe first units arrived on 23 October 2024, it said.\n",
        );
        assert_eq!(pasted.url.as_deref(), Some("https://example.org/news/1"));
        assert_eq!(pasted.title.as_deref(), Some("Kyiv says North Korean troops are in Kursk"));
        assert_eq!(pasted.published.unwrap().text(), "2024-10-24");
        assert_eq!(pasted.text.as_deref(), Some("The first units arrived on 23 October 2024, it said."));
    }

    #[test]
    fn what_is_not_sure_stays_text() {
        for (text, what) in [
            ("Troops came on 24 Oct 2024 and left.", "a date within a sentence"),
            ("24 Oct 2024\n25 Oct 2024\nmore", "two dates"),
            ("24/10/2024\nmore of it", "day or month first?"),
            ("24 Oct\nmore of it", "no year"),
            ("30 Feb 2024\nmore of it", "no such day"),
            ("Money 24 October 2024\nmore of it", "no weekday before the date"),
        ] {
            assert_eq!(Pasted::read(text).published, None, "{what}");
        }
        assert_eq!(Pasted::read("One line alone").title, None);
        assert_eq!(Pasted::read("A sentence of two lines\nends here.").title.as_deref(), Some("A sentence of two lines"));
        assert_eq!(Pasted::read("See https://a.example/1 and https://a.example/2").url, None, "which of them?");
        let quoted = Pasted::read("He said so (https://a.example/1).");
        assert_eq!(
            (quoted.url.as_deref(), quoted.text.as_deref()),
            (Some("https://a.example/1"), Some("He said so (https://a.example/1)."))
        );
    }

    #[test]
    fn dates_are_read_in_their_usual_forms() {
        for line in [
            "2024-10-24",
            "24 Oct 2024",
            "October 24, 2024",
            "Thursday, 24th October 2024",
            "Published: 24 Oct. 2024",
            "published on 2024-10-24",
        ] {
            assert_eq!(
                Pasted::read(&format!("{line}\nText.")).published.map(|when| when.text().to_owned()).as_deref(),
                Some("2024-10-24"),
                "{line}"
            );
        }
    }

    proptest! {
        #[test]
        fn nothing_that_is_pasted_ends_the_program_and_no_word_is_lost(text in "([a-z0-9 .:/\n-]|https://a\\.b|24 Oct 2024){0,80}") {
            let pasted = Pasted::read(&text);
            let kept = [pasted.text, pasted.title, pasted.url].into_iter().flatten().collect::<Vec<_>>().join(" ");
            let bare = |word: &str| word.trim_matches(|c: char| !c.is_alphanumeric()).to_owned();
            prop_assert!(pasted.published.is_some() || text.split_whitespace().all(|word| kept.contains(&bare(word))));
        }
    }
}
