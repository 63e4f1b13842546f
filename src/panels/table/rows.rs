//! Which rows the table shows, in which order.

use std::sync::Arc;

use crate::panels::{Order, Rows};
use crate::query::table::RowSet;
use crate::viewpoint::Item;

/// The rows of the table from the top: records by their numbers, or rows of a data layer.
#[derive(Debug, Default)]
pub struct TableRows {
    of: Arc<Order>,
    numbers: Arc<[u32]>,
    /// How many there would be without the words that are looked for.
    n_listed: usize,
}

impl TableRows {
    /// What a list shows, each once: in its order, or in that of all numbers that is given; of it what is found, where something is looked
    /// for.
    pub fn of(rows: &Rows, order: Option<&[u32]>, found: Option<&RowSet>) -> Self {
        let is_found = |number: &u32| found.is_none_or(|found| found.has(*number));
        let mut listed = RowSet::default();
        let once: Vec<u32> = rows.numbers().filter(|number| listed.insert(*number)).collect();
        let n_listed = once.len();
        let numbers: Vec<u32> = match order {
            None => once.into_iter().filter(is_found).collect(),
            Some(order) => {
                let mut numbers: Vec<u32> = order.iter().copied().filter(|number| listed.has(*number)).collect();
                if numbers.len() < n_listed {
                    // What came after it was put in order.
                    let known: RowSet = numbers.iter().copied().collect();
                    numbers.extend(once.into_iter().filter(|number| !known.has(*number)));
                }
                numbers.retain(is_found);
                numbers
            }
        };
        Self { of: Arc::clone(rows.order()), numbers: numbers.into(), n_listed }
    }

    pub fn numbers(&self) -> &Arc<[u32]> {
        &self.numbers
    }

    pub fn n(&self) -> usize {
        self.numbers.len()
    }

    pub fn n_listed(&self) -> usize {
        self.n_listed
    }

    pub fn number(&self, row: usize) -> Option<u32> {
        self.numbers.get(row).copied()
    }

    pub fn item(&self, row: usize) -> Option<Item> {
        self.of.item(self.number(row)?)
    }

    /// The number of an item, where it is of this table's kind.
    pub fn number_of(&self, item: &Item) -> Option<u32> {
        self.of.number_of(item)
    }

    /// The row of an item, counted from the top.
    pub fn row_of(&self, item: &Item) -> Option<usize> {
        let wanted = self.number_of(item)?;
        self.numbers.iter().position(|number| *number == wanted)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dataset::Builder;
    use crate::model::Zone;
    use crate::panels::{DayHeadings, RowInputs};
    use crate::viewpoint::{Arrangement, ListKind};
    use crate::wording::Dates;

    fn rows(is_shown: impl Fn(u32) -> bool) -> Rows {
        let mut builder = Builder::spooled("f", "test");
        for _ in 0..6 {
            builder.end_row(None, 0..0).unwrap();
        }
        let (layers, list) = ([Arc::new(builder.finish().unwrap())], ListKind::Layer(0));
        let dates = Dates::of_zone(Zone::utc());
        let inputs =
            RowInputs { situation: None, layers: &layers, list, arrangement: Arrangement::of(list), dates: &dates, language: None };
        let shown = (0..6).filter(|row| is_shown(*row)).collect();
        Rows::of_layer(Arc::new(Order::of(&inputs, &mut DayHeadings::default())), Some(Arc::new(shown)))
    }

    #[test]
    fn the_table_shows_what_the_list_shows_in_its_own_order_and_of_that_what_is_found() {
        let listed = rows(|row| row != 3);
        let numbers = |order: Option<&[u32]>, found: Option<&RowSet>| TableRows::of(&listed, order, found).numbers().to_vec();
        assert_eq!(numbers(None, None), [0, 1, 2, 4, 5]);
        assert_eq!(numbers(Some(&[5, 4, 3, 2, 1, 0]), None), [5, 4, 2, 1, 0]);
        let found: RowSet = [1, 3, 5].into_iter().collect();
        assert_eq!(numbers(Some(&[5, 4, 3, 2, 1, 0]), Some(&found)), [5, 1]);
        assert_eq!(numbers(Some(&[2, 1]), None), [2, 1, 0, 4, 5], "what no order has comes last");
        let table = TableRows::of(&listed, Some(&[5, 4, 3, 2, 1, 0]), Some(&found));
        assert_eq!((table.n(), table.n_listed()), (2, 5));
        let item = Item::Row { layer: 0, row: 1 };
        assert_eq!((table.row_of(&item), table.item(1)), (Some(1), Some(item)));
        assert_eq!(table.row_of(&Item::Row { layer: 1, row: 1 }), None);
    }
}
