//! How large the signs of rows are, by a number that they say.

use crate::base::of_each;
use crate::dataset::{Column, Values};

/// How large the sign of each row is, in steps: its area goes with the number, so that twice as much looks like twice as much.
#[derive(Clone, Debug, PartialEq)]
pub struct Sizes {
    step_of_row: Vec<u8>,
    /// The number of the largest sign.
    pub most: f64,
}

/// Fewer rows are not worth a second thread.
const LEAST_SHARE: usize = 200_000;

impl Sizes {
    /// Steps from nothing to the most: so many besides that of nothing.
    pub const STEPS: u8 = 7;

    /// `None` where no row says a number above zero.
    pub fn of(column: &Column) -> Option<Self> {
        let Values::Numbers(numbers) = &column.values else { return None };
        let most = numbers.iter().copied().filter(|number| number.is_finite()).fold(0.0, f64::max);
        let step = |row: u32| numbers.get(row as usize).map_or(0, |number| Self::step(*number, most));
        (most > 0.0).then(|| Self { step_of_row: of_each(numbers.len() as u32, LEAST_SHARE, step), most })
    }

    fn step(number: f64, most: f64) -> u8 {
        // What is no number is nothing.
        ((number / most).max(0.0).sqrt() * f64::from(Self::STEPS)).round().min(f64::from(Self::STEPS)) as u8
    }

    /// The step of a row, 0 where it says nothing or next to nothing.
    pub fn of_row(&self, row: u32) -> u8 {
        self.step_of_row.get(row as usize).copied().unwrap_or_default()
    }

    /// The number in the middle of a step.
    pub fn number(&self, step: u8) -> f64 {
        self.most * f64::from(step).powi(2) / f64::from(Self::STEPS).powi(2)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sizes(numbers: &[f64]) -> Option<Sizes> {
        Sizes::of(&Column { name: "deaths".into(), values: Values::Numbers(numbers.into()) })
    }

    #[test]
    fn the_area_of_a_sign_goes_with_its_number() {
        let sizes = sizes(&[0.0, 49.0, 4.0, 1.0, f64::NAN, -5.0, 12.25]).unwrap();
        let steps: Vec<u8> = (0..8).map(|row| sizes.of_row(row)).collect();
        assert_eq!(steps, [0, 7, 2, 1, 0, 0, 4, 0]);
        assert_eq!([1, 2, 7].map(|step| sizes.number(step)), [1.0, 4.0, 49.0]);
    }

    #[test]
    fn where_no_number_is_above_zero_there_are_no_sizes() {
        assert_eq!([sizes(&[]), sizes(&[0.0, -1.0, f64::NAN])], [None, None]);
        assert_eq!(Sizes::of(&Column { name: "a".into(), values: Values::Empty }), None);
    }
}
