//! Words that rows are to contain, each in whatever column.

use crate::base::{Cancelled, Task, in_shares};
use crate::dataset::{Dataset, Values};
use crate::query::table::row_set::RowSet;

/// What is looked for: words, whatever their case.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Needles(Vec<String>);

/// Which of them were met: a bit for each.
type Met = u32;

/// Fewer rows are not worth a second thread.
const LEAST_SHARE: usize = 5_000;

impl Needles {
    /// More words than this are not looked for.
    const MOST: usize = 32;

    pub fn of(words: &str) -> Self {
        let mut needles: Vec<String> = Vec::new();
        for word in words.split_whitespace().take(Self::MOST) {
            let word = word.to_lowercase();
            if !needles.contains(&word) {
                needles.push(word);
            }
        }
        Self(needles)
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    fn all(&self) -> Met {
        (0..self.0.len()).fold(0, |met, at| met | 1 << at)
    }

    fn in_text(&self, text: &str) -> Met {
        let text = text.to_lowercase();
        self.0.iter().enumerate().filter(|(_, needle)| text.contains(needle.as_str())).fold(0, |met, (at, _)| met | 1 << at)
    }

    /// Those that the digits and signs of a number may contain.
    fn in_numbers(&self) -> Met {
        let is_of_numbers = |needle: &String| needle.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'.' | b'e' | b'+' | b'-'));
        self.0.iter().enumerate().filter(|(_, needle)| is_of_numbers(needle)).fold(0, |met, (at, _)| met | 1 << at)
    }

    /// Whether the texts of a row contain them all.
    pub fn are_in<T: AsRef<str>>(&self, texts: impl Iterator<Item = T>) -> bool {
        let (all, mut met) = (self.all(), 0);
        for text in texts {
            met |= self.in_text(text.as_ref());
            if met == all {
                return true;
            }
        }
        met == all
    }
}

/// The rows of a layer that contain all words, and how many rows could not be read. Words that recur are looked through once each; a row
/// is read from its file only where what is kept of it in columns leaves the answer open.
///
/// # Errors
/// It was cancelled.
pub fn found_in_layer(dataset: &Dataset, needles: &Needles, task: &Task) -> Result<(RowSet, u32), Cancelled> {
    let all = needles.all();
    // Of each column of words what each of them contains.
    let in_words: Vec<(&[u32], Vec<Met>)> = dataset
        .columns()
        .iter()
        .filter_map(|column| if let Values::Words(words) = &column.values { Some(words) } else { None })
        .map(|words| (words.codes(), words.words().iter().map(|word| needles.in_text(word)).collect()))
        .collect();
    // What may still be met in the rest of a row.
    let in_rest = dataset.columns().iter().fold(0, |met, column| match column.values {
        Values::Text | Values::Stamps(_) => all,
        Values::Numbers(_) => met | needles.in_numbers(),
        Values::Empty | Values::Words(_) => met,
    });
    let rows: Vec<u32> = (0..dataset.n_rows()).collect();
    task.expect(rows.len() as u64);
    let shares = in_shares(&rows, LEAST_SHARE, |rows| -> Result<(Vec<u32>, u32), Cancelled> {
        let (mut found, mut n_unread) = (Vec::new(), 0);
        for row in rows {
            task.advance(1)?;
            let of_word = |(codes, met): &(&[u32], Vec<Met>)| {
                let code = codes.get(*row as usize)?.checked_sub(1)?;
                met.get(code as usize).copied()
            };
            let met = in_words.iter().filter_map(of_word).fold(0, |met, more| met | more);
            let is_found = met == all
                || met | in_rest == all && {
                    let read = dataset.row(*row);
                    n_unread += u32::from(read.is_err());
                    read.is_ok_and(|row| needles.are_in(row.properties.iter().map(|(_, text)| text.as_str())))
                };
            if is_found {
                found.push(*row);
            }
        }
        Ok((found, n_unread))
    });
    let (mut all_found, mut n_all_unread) = (RowSet::default(), 0);
    for share in shares {
        let (found, n_unread) = share?;
        all_found.extend(found);
        n_all_unread += n_unread;
    }
    Ok((all_found, n_all_unread))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::query::table::values::tests::layer;

    fn found(dataset: &Dataset, words: &str) -> Vec<u32> {
        found_in_layer(dataset, &Needles::of(words), &Task::default()).unwrap().0.iter().collect()
    }

    #[test]
    fn a_row_is_found_by_words_in_any_of_its_columns_whatever_their_case() {
        let dataset = layer(
            &["place", "n", "note"],
            &[&["Kursk", "12.50", "Troops SEEN"], &["Курск", "3", "a bridge"], &["Kyiv", "7", "_"], &["kursk", "_", "bridge 12"]],
        );
        assert_eq!(found(&dataset, "KURSK"), [0, 3]);
        assert_eq!(found(&dataset, "курс"), [1]);
        assert_eq!(found(&dataset, "seen kur"), [0]);
        assert_eq!(found(&dataset, "12.50"), [0], "a number as it is written");
        assert_eq!(found(&dataset, "12"), [0, 3]);
        assert_eq!(found(&dataset, "bridge kyiv"), [] as [u32; 0]);
        let task = Task::default();
        task.cancel();
        assert!(found_in_layer(&dataset, &Needles::of("a"), &task).is_err());
    }

    #[test]
    fn texts_that_are_not_kept_are_read() {
        let notes: Vec<String> = (0..3000).map(|row| format!("Note no. {row}")).collect();
        let rows: Vec<[&str; 1]> = notes.iter().map(|note| [note.as_str()]).collect();
        let dataset = layer(&["note"], &rows.iter().map(<[&str; 1]>::as_slice).collect::<Vec<_>>());
        assert_eq!(found(&dataset, "NOTE 2999"), [2999]);
        assert_eq!(found(&dataset, "note 299").len(), 13);
    }

    #[test]
    fn words_are_taken_once_each() {
        assert_eq!(Needles::of(" A a  b "), Needles::of("a b"));
        assert!(Needles::of(" \t").is_empty() && Needles::of("").are_in(std::iter::empty::<&str>()));
    }
}
