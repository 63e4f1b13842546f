//! How tables are looked at.

use std::collections::{BTreeMap, BTreeSet};

use crate::viewpoint::ListKind;

/// How each table is looked at, for as long as the program runs.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct TableView {
    /// By a number that stands for the names of the columns: files with the same head are looked at alike.
    layouts: BTreeMap<u64, TableLayout>,
    /// The words that rows are to contain, table by table.
    words: BTreeMap<ListKind, String>,
}

/// What is remembered of a table's columns, by their names.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct TableLayout {
    /// `None`: as the list is.
    pub sort: Option<TableSort>,
    pub hidden: BTreeSet<String>,
    /// In points, of those that were given another width than they have by themselves.
    pub widths: BTreeMap<String, f32>,
}

/// What a table is sorted by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TableSort {
    pub column: String,
    pub is_descending: bool,
}

impl TableView {
    pub fn layout(&self, header: u64) -> &TableLayout {
        static USUAL: TableLayout = TableLayout { sort: None, hidden: BTreeSet::new(), widths: BTreeMap::new() };
        self.layouts.get(&header).unwrap_or(&USUAL)
    }

    pub fn layout_mut(&mut self, header: u64) -> &mut TableLayout {
        self.layouts.entry(header).or_default()
    }

    /// The words that rows of a list are to contain; none where all are shown.
    pub fn words(&self, list: ListKind) -> &str {
        self.words.get(&list).map(String::as_str).unwrap_or_default()
    }

    pub fn set_words(&mut self, list: ListKind, words: String) {
        if words.trim().is_empty() {
            self.words.remove(&list);
        } else {
            self.words.insert(list, words);
        }
    }
}

impl TableLayout {
    /// The narrowest and the widest that a column can be, in points.
    pub const WIDTHS: [f32; 2] = [48.0, 900.0];

    /// Sorted by a column, then the other way round, then as the list is.
    pub fn sort_next(&mut self, column: &str) {
        self.sort = match self.sort.take().filter(|sort| sort.column == column) {
            None => Some(TableSort { column: column.to_owned(), is_descending: false }),
            Some(TableSort { is_descending: false, column }) => Some(TableSort { column, is_descending: true }),
            Some(TableSort { is_descending: true, .. }) => None,
        };
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_column_sorts_up_then_down_then_no_longer_and_another_begins_anew() {
        let mut layout = TableLayout::default();
        let sorted = |layout: &TableLayout| layout.sort.as_ref().map(|sort| (sort.column.clone(), sort.is_descending));
        layout.sort_next("a");
        layout.sort_next("a");
        assert_eq!(sorted(&layout), Some(("a".to_owned(), true)));
        layout.sort_next("b");
        assert_eq!(sorted(&layout), Some(("b".to_owned(), false)));
        layout.sort_next("b");
        layout.sort_next("b");
        assert_eq!(sorted(&layout), None);
    }

    #[test]
    fn words_are_kept_table_by_table_and_layouts_by_their_head() {
        let mut view = TableView::default();
        view.set_words(ListKind::Layer(1), "kursk".to_owned());
        view.layout_mut(7).hidden.insert("id".to_owned());
        assert_eq!((view.words(ListKind::Layer(1)), view.words(ListKind::Layer(0))), ("kursk", ""));
        assert!(view.layout(7).hidden.contains("id") && view.layout(8) == &TableLayout::default());
        view.set_words(ListKind::Layer(1), " ".to_owned());
        assert_eq!(view.words(ListKind::Layer(1)), "");
    }
}
