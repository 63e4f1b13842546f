//! What the values of a column come to.

use std::cmp::Reverse;

use smol_str::SmolStr;

use crate::base::{Cancelled, Task};
use crate::model::Moment;
use crate::query::Span;
use crate::query::table::order::sorted;
use crate::query::table::values::{ColumnValues, Kept};

/// What a column says, all in all.
#[derive(Clone, Debug, PartialEq)]
pub struct Statistics {
    pub n_rows: usize,
    /// How many of them say something; how many different things that are.
    pub n_said: usize,
    pub n_distinct: usize,
    /// How many rows could not be read.
    pub n_unread: usize,
    pub told: Told,
}

#[derive(Clone, Debug, PartialEq)]
pub enum Told {
    Nothing,
    Numbers {
        least: f64,
        most: f64,
        sum: f64,
        mean: f64,
        /// Of an even number of values the middle between the two in the middle.
        median: f64,
    },
    /// From the first to the last moment that any of them has a bound at.
    Dates {
        first: Moment,
        last: Moment,
    },
    /// Those that recur most, each with how often, the most frequent first.
    Words(Vec<(SmolStr, usize)>),
}

impl Statistics {
    /// So many words are told with their counts.
    pub const MOST_WORDS: usize = 8;
}

impl ColumnValues<'_> {
    /// # Errors
    /// It was cancelled.
    pub fn statistics(&self, task: &Task) -> Result<Statistics, Cancelled> {
        let (n_said, n_distinct, told) = match &self.kept {
            Kept::Numbers(numbers) => of_numbers(numbers, task)?,
            Kept::Dates(dates) => of_dates(dates, task)?,
            Kept::Words { codes, words, .. } => of_words(codes, words, task)?,
        };
        let told = if n_said == 0 { Told::Nothing } else { told };
        Ok(Statistics { n_rows: self.n_rows as usize, n_said, n_distinct, n_unread: self.n_unread as usize, told })
    }
}

/// How many values there are, how many different ones, and what they come to.
type Counted = (usize, usize, Told);

fn of_numbers(numbers: &[f64], task: &Task) -> Result<Counted, Cancelled> {
    let said: Vec<f64> = numbers.iter().copied().filter(|number| !number.is_nan()).collect();
    // Equals are alike to the last bit but for the sign of zero, so that their order does not matter.
    let said = sorted(said, task, f64::total_cmp)?;
    let n = said.len();
    let at = |at: usize| said.get(at).copied().unwrap_or(f64::NAN);
    let (mut mean, mut sum) = (0.0, 0.0);
    for (number, n) in said.iter().zip(1_u32..) {
        sum += number;
        // Their sum may be more than a number can be.
        mean += (number - mean) / f64::from(n);
    }
    let median = if n % 2 == 1 { at(n / 2) } else { f64::midpoint(at((n / 2).saturating_sub(1)), at(n / 2)) };
    let n_distinct = said.chunk_by(|a, b| a == b).count();
    Ok((n, n_distinct, Told::Numbers { least: at(0), most: at(n.saturating_sub(1)), sum, mean, median }))
}

fn of_dates(dates: &[Option<Span>], task: &Task) -> Result<Counted, Cancelled> {
    let said: Vec<Span> = dates.iter().copied().flatten().collect();
    let said = sorted(said, task, Ord::cmp)?;
    let first = said.first().map_or(Moment(0), |span| span.first);
    let last = said.iter().map(|span| span.last).max().unwrap_or(first);
    Ok((said.len(), said.chunk_by(|a, b| a == b).count(), Told::Dates { first, last }))
}

fn of_words(codes: &[u32], words: &[SmolStr], task: &Task) -> Result<Counted, Cancelled> {
    let mut n_of = vec![0_usize; words.len()];
    for code in codes {
        let at = code.checked_sub(1).map(|at| at as usize);
        at.and_then(|at| n_of.get_mut(at)).into_iter().for_each(|n| *n += 1);
    }
    task.advance(0)?;
    let mut met: Vec<(&SmolStr, usize)> = words.iter().zip(n_of).filter(|(_, n)| *n > 0).collect();
    let (n_said, n_distinct) = (met.iter().map(|(_, n)| n).sum(), met.len());
    // Of those that are met once none is more frequent than others.
    met.retain(|(_, n)| *n > 1);
    let met = sorted(met, task, |(a, n_a), (b, n_b)| Reverse(n_a).cmp(&Reverse(n_b)).then_with(|| a.cmp(b)))?;
    let frequent = met.into_iter().take(Statistics::MOST_WORDS).map(|(word, n)| (word.clone(), n)).collect();
    Ok((n_said, n_distinct, Told::Words(frequent)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{When, Zone};
    use crate::query::table::values::tests::layer;

    fn statistics(texts: &[&str]) -> Statistics {
        let rows: Vec<[&str; 2]> = texts.iter().map(|text| [*text, "."]).collect();
        let dataset = layer(&["a", "."], &rows.iter().map(<[&str; 2]>::as_slice).collect::<Vec<_>>());
        ColumnValues::of_layer(&dataset, dataset.column_named("a").unwrap_or(9), None, &Task::default())
            .unwrap()
            .statistics(&Task::default())
            .unwrap()
    }

    #[test]
    fn numbers_have_a_least_a_most_a_sum_a_mean_and_a_median() {
        let found = statistics(&["4", "_", "1", "10", "1", "_"]);
        assert_eq!((found.n_rows, found.n_said, found.n_distinct), (6, 4, 3));
        assert_eq!(found.told, Told::Numbers { least: 1.0, most: 10.0, sum: 16.0, mean: 4.0, median: 2.5 });
        let odd = statistics(&["3", "2", "7"]);
        assert!(matches!(odd.told, Told::Numbers { median, mean, .. } if median == 3.0 && mean == 4.0), "{odd:?}");
    }

    #[test]
    fn dates_have_an_earliest_and_a_latest_moment() {
        let found = statistics(&["2024-10-24", "Oct 2024", "_", "2024-10-24"]);
        let bound = |text: &str| When::parse(text).unwrap().bounds(&Zone::utc());
        assert_eq!((found.n_said, found.n_distinct), (3, 2));
        let (first, last) = (bound("2024-10-01").earliest().unwrap(), bound("2024-10-31").latest().unwrap());
        assert_eq!(found.told, Told::Dates { first, last });
    }

    #[test]
    fn words_are_counted_and_the_most_frequent_come_first() {
        let found = statistics(&["b", "a", "b", "_", "c", "a", "d"]);
        assert_eq!((found.n_rows, found.n_said, found.n_distinct), (7, 6, 4));
        assert_eq!(found.told, Told::Words(vec![("a".into(), 2), ("b".into(), 2)]));
        assert_eq!(statistics(&["_", "_"]).told, Told::Nothing);
    }
}
