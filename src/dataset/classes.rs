//! Rows told apart by what one column says: by its most frequent words, or by ranges of its numbers and dates.

use std::collections::HashMap;

use smol_str::SmolStr;

use crate::base::of_each;
use crate::dataset::{Column, Dataset, DateOrder, Stamp, Values};
use crate::model::Moment;

/// How numbers are cut into ranges.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Breaks {
    /// About as many rows in each.
    #[default]
    Quantile,
    /// Each as wide as the others.
    Equal,
    /// Where the numbers themselves leave gaps: the least sum of squared distances from the means (Fisher 1958, Jenks 1977).
    Natural,
}

impl Breaks {
    pub const ALL: [Self; 3] = [Self::Quantile, Self::Equal, Self::Natural];
}

/// What one column tells rows apart by.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Classes {
    /// Of each row its class, counted from 1; 0 where the row says nothing.
    class_of_row: Vec<u8>,
    classes: Vec<Class>,
}

/// What the rows of one class have in common.
#[derive(Clone, Debug, PartialEq)]
pub enum Class {
    Word(SmolStr),
    /// All words that have no class of their own: so many.
    OtherWords(usize),
    /// From the one to the other, both included.
    Numbers([f64; 2]),
    Dates([Moment; 2]),
}

/// Words with a class of their own, at most; one more is for all others.
pub const MOST_WORDS: usize = 8;
/// Ranges that numbers and dates are cut into, at most.
pub const MOST_RANGES: usize = 5;

/// Fewer rows are not worth a second thread.
const LEAST_SHARE: usize = 200_000;

impl Classes {
    /// `None` where the column says too much that is different, or nothing.
    pub fn of(layer: &Dataset, column: &Column, breaks: Breaks) -> Option<Self> {
        match &column.values {
            Values::Words(words) => Some(Self::of_words(words.codes(), words.words())),
            Values::Numbers(numbers) => Self::of_numbers(numbers, breaks, Class::Numbers),
            Values::Stamps(stamps) => {
                let stamps = stamps.as_slice();
                let order: DateOrder = layer.mapping().date_order;
                let start = |stamp: &Stamp| stamp.bounds(order).map_or(f64::NAN, |[first, _]| first.0 as f64);
                let starts: Vec<f64> = of_each(stamps.len() as u32, LEAST_SHARE, |row| stamps.get(row as usize).map_or(f64::NAN, start));
                Self::of_numbers(&starts, breaks, |range| Class::Dates(range.map(|secs| Moment(secs as i64))))
            }
            Values::Empty | Values::Text => None,
        }
    }

    /// Whether [`Classes::of`] tells rows apart by such a column.
    pub fn can_be_of(column: &Column) -> bool {
        !matches!(column.values, Values::Empty | Values::Text)
    }

    fn of_words(codes: &[u32], words: &[SmolStr]) -> Self {
        let mut n_of_code = vec![0_usize; words.len() + 1];
        for code in codes {
            if let Some(n) = n_of_code.get_mut(*code as usize) {
                *n += 1;
            }
        }
        let mut frequent: Vec<(usize, usize)> = n_of_code.into_iter().enumerate().skip(1).filter(|(_, n)| *n > 0).collect();
        // As many in the order of the file, so that it is the same each time.
        frequent.sort_by(|(a, n_a), (b, n_b)| n_b.cmp(n_a).then(a.cmp(b)));
        // A class for all others that would hold one word names it.
        let n_own = if frequent.len() == MOST_WORDS + 1 { frequent.len() } else { frequent.len().min(MOST_WORDS) };
        let n_others = frequent.len() - n_own;
        let mut class_of_code = vec![0_u8; words.len() + 1];
        let mut classes = Vec::with_capacity(n_own + 1);
        for (at, (code, _)) in frequent.iter().enumerate() {
            if let Some(class) = class_of_code.get_mut(*code) {
                *class = at.min(n_own) as u8 + 1;
            }
            if let Some(word) = words.get(code - 1).filter(|_| at < n_own) {
                classes.push(Class::Word(word.clone()));
            }
        }
        if n_others > 0 {
            classes.push(Class::OtherWords(n_others));
        }
        let class = |code: &u32| class_of_code.get(*code as usize).copied().unwrap_or_default();
        Self { class_of_row: codes.iter().map(class).collect(), classes }
    }

    fn of_numbers(numbers: &[f64], breaks: Breaks, class: impl Fn([f64; 2]) -> Class) -> Option<Self> {
        let sorted = sample(numbers);
        let uppers = match breaks {
            Breaks::Quantile => quantiles(&sorted),
            Breaks::Equal => equal(&sorted),
            Breaks::Natural => natural(&sorted),
        };
        let class_of = |number: f64| uppers.partition_point(|upper| *upper < number).min(uppers.len().saturating_sub(1)) as u8 + 1;
        let find = |row: u32| numbers.get(row as usize).filter(|number| !number.is_nan()).map_or(0, |number| class_of(*number));
        let class_of_row = of_each(numbers.len() as u32, LEAST_SHARE, find);
        let mut ranges = vec![[f64::INFINITY, f64::NEG_INFINITY]; uppers.len()];
        for (number, class) in numbers.iter().zip(&class_of_row) {
            let range = class.checked_sub(1).and_then(|class| ranges.get_mut(usize::from(class)));
            range.into_iter().for_each(|[least, most]| (*least, *most) = (least.min(*number), most.max(*number)));
        }
        // Of a sample a range can be left without any.
        let filled = ranges.iter().map(|range| if range[0] <= range[1] { *range } else { [f64::NAN; 2] });
        let classes: Vec<Class> = filled.map(class).collect();
        (!classes.is_empty()).then_some(Self { class_of_row, classes })
    }

    /// The class of a row, counted from 1; 0 where the row says nothing.
    pub fn of_row(&self, row: u32) -> u8 {
        self.class_of_row.get(row as usize).copied().unwrap_or_default()
    }

    pub fn classes(&self) -> &[Class] {
        &self.classes
    }

    /// Whether classes are steps of an order, from little to much, rather than kinds.
    pub fn are_ordered(&self) -> bool {
        self.classes.iter().any(|class| matches!(class, Class::Numbers(_) | Class::Dates(_)))
    }
}

/// Numbers in ascending order: all, or of very many evenly spread ones, with the least and the most.
fn sample(numbers: &[f64]) -> Vec<f64> {
    const MOST: usize = 20_000;
    let known = || numbers.iter().copied().filter(|number| !number.is_nan());
    let step = numbers.len().div_ceil(MOST).max(1);
    let ends = [known().reduce(f64::min), known().reduce(f64::max)];
    let mut taken: Vec<f64> = known().step_by(step).chain(ends.into_iter().flatten().filter(|_| step > 1)).collect();
    taken.sort_unstable_by(f64::total_cmp);
    taken
}

/// The upper ends of ranges with about as many numbers in each; equal numbers are never parted.
fn quantiles(sorted: &[f64]) -> Vec<f64> {
    let upper = |n: usize| sorted.get((sorted.len() * n).div_ceil(MOST_RANGES).saturating_sub(1)).copied();
    let mut uppers: Vec<f64> = (1..=MOST_RANGES).filter_map(upper).collect();
    uppers.dedup();
    uppers
}

fn equal(sorted: &[f64]) -> Vec<f64> {
    let (Some(least), Some(most)) = (sorted.first(), sorted.last()) else { return Vec::new() };
    if least >= most {
        return vec![*most];
    }
    let upper = |n: usize| if n == MOST_RANGES { *most } else { least + (most - least) * n as f64 / MOST_RANGES as f64 };
    (1..=MOST_RANGES).map(upper).collect()
}

/// By dynamic programming over the different numbers, or over as many evenly spread ones of them as can be gone through at once.
fn natural(sorted: &[f64]) -> Vec<f64> {
    const MOST: usize = 800;
    let mut counted: Vec<(f64, f64)> = Vec::new();
    let step = sorted.len().div_ceil(MOST).max(1);
    for number in sorted.iter().step_by(step).chain(sorted.last().filter(|_| step > 1)) {
        match counted.last_mut().filter(|(last, _)| last == number) {
            Some((_, n)) => *n += 1.0,
            None => counted.push((*number, 1.0)),
        }
    }
    let n = counted.len();
    // Sums up to each: of numbers, of their values and of the squares.
    let sums: Vec<[f64; 3]> = std::iter::once([0.0; 3])
        .chain(counted.iter().scan([0.0; 3], |sums, (value, times)| {
            *sums = [sums[0] + times, sums[1] + times * value, sums[2] + times * value * value];
            Some(*sums)
        }))
        .collect();
    let at = |index: usize| sums.get(index).copied().unwrap_or_default();
    let spread = |from: usize, to: usize| {
        let ([n_from, sum_from, squares_from], [n_to, sum_to, squares_to]) = (at(from), at(to));
        let (n, sum) = (n_to - n_from, sum_to - sum_from);
        if n > 0.0 { (squares_to - squares_from - sum * sum / n).max(0.0) } else { 0.0 }
    };
    let n_ranges = MOST_RANGES.min(n);
    // The least sum for the first numbers in one range, two, and so on; and where the last range of each begins.
    let mut least: Vec<f64> = (0..=n).map(|to| spread(0, to)).collect();
    let mut begins: HashMap<(usize, usize), usize> = HashMap::new();
    for ranges in 2..=n_ranges {
        let mut next = vec![f64::INFINITY; n + 1];
        for (to, slot) in next.iter_mut().enumerate().skip(ranges) {
            let sum = |from: usize| least.get(from).copied().unwrap_or(f64::INFINITY) + spread(from, to);
            let best = (ranges - 1..to).map(|from| (sum(from), from)).min_by(|a, b| a.0.total_cmp(&b.0));
            if let Some((sum, from)) = best {
                *slot = sum;
                begins.insert((ranges, to), from);
            }
        }
        least = next;
    }
    let (mut uppers, mut to) = (Vec::new(), n);
    for ranges in (1..=n_ranges).rev() {
        uppers.extend(to.checked_sub(1).and_then(|last| counted.get(last)).map(|(value, _)| *value));
        to = begins.get(&(ranges, to)).copied().unwrap_or_default();
    }
    uppers.reverse();
    uppers
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dataset::{Builder, Value};

    fn layer(values: &[&str]) -> Dataset {
        let mut builder = Builder::spooled("f", "test");
        for value in values {
            builder.put("it", Value::of_field(value));
            builder.end_row(None, 0..0).unwrap();
        }
        builder.finish().unwrap()
    }

    fn classes(values: &[&str], breaks: Breaks) -> Classes {
        let layer = layer(values);
        Classes::of(&layer, &layer.columns()[0], breaks).unwrap()
    }

    #[test]
    fn the_most_frequent_words_have_a_class_each_and_the_others_share_one() {
        let many: Vec<String> = (0..12).flat_map(|word| vec![format!("w{word}"); 20 - word]).collect();
        let many: Vec<&str> = many.iter().map(String::as_str).collect();
        let found = classes(&many, Breaks::default());
        assert_eq!(found.classes().len(), MOST_WORDS + 1);
        assert_eq!((found.classes()[0].clone(), found.classes()[8].clone()), (Class::Word("w0".into()), Class::OtherWords(4)));
        assert_eq!((found.of_row(0), found.of_row(20), found.of_row(many.len() as u32 - 1), found.of_row(9999)), (1, 2, 9, 0));
        let nine: Vec<String> = (0..9).map(|word| format!("w{word}")).collect();
        let nine = classes(&nine.iter().map(String::as_str).collect::<Vec<_>>(), Breaks::default());
        assert!(nine.classes().iter().all(|class| matches!(class, Class::Word(_))), "one other is named");
        assert!(!nine.are_ordered());
    }

    #[test]
    fn numbers_are_cut_as_asked_and_every_number_lies_in_its_range() {
        let texts: Vec<String> = (0..100).map(|n| if n < 90 { n.to_string() } else { (n * 100).to_string() }).collect();
        let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
        let n_of = |classes: &Classes| {
            let n = |class: u8| (0..100).filter(|row| classes.of_row(*row) == class).count();
            [1, 2, 3, 4, 5].map(n)
        };
        assert_eq!(n_of(&classes(&texts, Breaks::Quantile)), [20, 20, 20, 20, 20]);
        assert_eq!(n_of(&classes(&texts, Breaks::Equal)), [90, 0, 0, 0, 10]);
        let natural = classes(&texts, Breaks::Natural);
        assert_eq!(n_of(&natural).iter().sum::<usize>(), 100);
        assert_eq!(natural.of_row(89) + 1, natural.of_row(90), "the gap parts them");
        for (row, text) in (0..).zip(&texts) {
            let Class::Numbers([least, most]) = natural.classes()[usize::from(natural.of_row(row)) - 1] else { panic!() };
            assert!((least..=most).contains(&text.parse().unwrap()));
        }
        assert!(natural.are_ordered());
    }

    #[test]
    fn few_different_numbers_have_a_class_each() {
        for breaks in Breaks::ALL {
            let found = classes(&["1", "", "1", "2", "2", "7"], breaks);
            assert_eq!([0, 1, 2].map(|row| found.of_row(row)), [1, 0, 1], "{breaks:?}");
            assert!(found.of_row(3) < found.of_row(5), "{breaks:?}");
        }
        assert_eq!(classes(&["3", "3"], Breaks::Equal).classes(), [Class::Numbers([3.0, 3.0])]);
    }
}
