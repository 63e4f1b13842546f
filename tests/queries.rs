#![cfg(test)]
//! What people type, and what they mean by it: `tests/data/queries.tsv`, over the sample situation and the whole gazetteer.

use std::fmt::Write as _;

use proptest::prelude::*;
use sandtable::app::load;
use sandtable::command::Content;
use sandtable::panels::{Choice, Searched, choices};
use sandtable::query::{RecordNames, World};

/// Of so many rows one is to be what was meant.
const FIRST_ROWS: usize = 3;
const SHARE: f64 = 0.95;

struct Sample {
    records: Box<RecordNames>,
    world: &'static World,
}

impl Sample {
    fn new() -> Self {
        let Ok(Content::Situation(_, _, _, records)) = load::sample().content else { panic!("the sample is a situation") };
        Self { records, world: World::embedded().unwrap() }
    }

    fn rows(&self, typed: &str) -> Vec<String> {
        let searched = Searched { records: &self.records, world: Some(self.world) };
        choices(&searched, typed).iter().map(|choice| self.identity(choice)).collect()
    }

    /// What a row is, whatever the language of the window.
    fn identity(&self, choice: &Choice) -> String {
        match choice {
            Choice::Do(action) => format!("action:{action:?}"),
            Choice::Go(id, _) => id.to_string(),
            Choice::At(position) => format!("position:{:.2},{:.2}", position.lat_deg(), position.lon_deg()),
            Choice::Fly(number, _) => {
                let subject = self.world.places().subject(*number).unwrap();
                let wholes: Vec<&str> = [Some(subject.name), subject.region, subject.country].into_iter().flatten().collect();
                format!("gazetteer:{}", wholes.join(", "))
            }
        }
    }
}

/// Whether a row is one of those expected. Of a place of the world the region may be left out.
fn is_meant(row: &str, expected: &str) -> bool {
    expected.split('|').any(|wanted| {
        let (wanted, row): (Vec<&str>, Vec<&str>) = (wanted.split(", ").collect(), row.split(", ").collect());
        wanted == row || row.len() == 3 && wanted == [row[0], row[2]]
    })
}

#[test]
fn what_was_meant_is_among_the_first_three_rows() {
    let sample = Sample::new();
    let table = include_str!("data/queries.tsv");
    let queries: Vec<(&str, &str)> =
        table.lines().filter(|line| !line.starts_with('#')).map(|line| line.split_once('\t').unwrap()).collect();
    let mut misses = String::new();
    let mut n_missed = 0;
    for (query, expected) in &queries {
        let rows = sample.rows(query);
        if !rows.iter().take(FIRST_ROWS).any(|row| is_meant(row, expected)) {
            n_missed += 1;
            let at = rows.iter().position(|row| is_meant(row, expected)).map_or("nowhere".to_owned(), |at| (at + 1).to_string());
            writeln!(misses, "  {query}: {expected} is {at}; first are {:?}", &rows[..rows.len().min(FIRST_ROWS)]).unwrap();
        }
    }
    let n = queries.len();
    println!("{} of {n} queries are answered in the first {FIRST_ROWS} rows; not these:\n{misses}", n - n_missed);
    assert!(n >= 200);
    assert!((n - n_missed) as f64 >= SHARE * n as f64, "{n_missed} of {n} are not among the first {FIRST_ROWS} rows:\n{misses}");
}

#[test]
fn nothing_but_spaces_and_signs_finds_nothing_and_every_letter_something() {
    let sample = Sample::new();
    for typed in ["'", "…", "-", "''' \"", "\u{301}"] {
        assert_eq!(sample.rows(typed), Vec::<String>::new(), "{typed:?}");
    }
    for letter in 'a'..='z' {
        assert!(!sample.rows(&letter.to_string()).is_empty(), "{letter}");
    }
    assert!(sample.rows("").contains(&"action:NextTheme".to_owned()));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn any_text_can_be_searched_for(text in "\\PC{0,60}", words in "([a-zа-я]{1,12} ?){0,12}", long in "[a-c]{60,600}") {
        let sample = Sample::new();
        for typed in [text, words, long] {
            sample.rows(&typed);
        }
    }
}
