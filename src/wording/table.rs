//! What the table of records and of rows of data layers says.

use crate::base::{counted, grouped, shortened};
use crate::model::{CivilTime, Moment, Zone};
use crate::query::Span;
use crate::query::table::SheetForm;
use crate::viewpoint::ListKind;
use crate::wording::dates::Dates;

pub const TABLE: &str = "Table";
pub const WHAT_IT_SHOWS: &str = "What the table shows";
pub const CONTAINS: &str = "Contains …";
pub const CONTAINS_NAME: &str = "Words that rows of the table contain";
pub const CLEAR_WORDS: &str = "Show all rows again";
pub const COLUMNS: &str = "Columns";
pub const ALL_COLUMNS: &str = "All";
pub const NO_COLUMNS: &str = "None but the first";
pub const COPY: &str = "Copy";
pub const ROW_NUMBER: &str = "Row";
pub const ROW_NUMBER_EXPLAINED: &str = "Where the row stands in its file, counted from 1";
pub const COUNTING: &str = "Counting …";
pub const READING_ROWS: &str = "Reading rows …";
pub const SCROLL_DOWN: &str = "Rows of the table";
pub const SCROLL_ASIDE: &str = "Columns of the table";

// Columns of records.
pub const TITLE: &str = "Title";
pub const NAME: &str = "Name";
pub const KIND: &str = "Kind";
pub const WHEN: &str = "When";
pub const WHERE: &str = "Where";
pub const CATEGORY: &str = "Category";
pub const ACTORS: &str = "Actors";
pub const STANDING: &str = "Standing";
pub const GRADE: &str = "Grade";
pub const REPORTS: &str = "Reports";
pub const MODE: &str = "Mode";
pub const TAGS: &str = "Tags";
pub const ID: &str = "Id";
pub const SOURCE: &str = "Source";
pub const STANCE: &str = "Stance";
pub const ABOUT: &str = "About";
pub const STRENGTH: &str = "Strength";
pub const PUBLISHED: &str = "Published";
pub const KNOWN: &str = "Known to us";
pub const CARRIER: &str = "Held through";
pub const COUNTRY: &str = "Country";
pub const PART_OF: &str = "Part of";
pub const PRECISION: &str = "Precision";
pub const EVENTS: &str = "Events";
pub const LINKS: &str = "Links";
pub const ROLE: &str = "Role";
pub const SIDE: &str = "Side";
pub const IDENTITY: &str = "Identity";
pub const SPEAKS_FOR: &str = "Speaks for";
pub const RELIABILITY: &str = "Reliability";
pub const LACKS: &str = "What it lacks";

// What a column comes to.
pub const ROWS: &str = "Rows";
pub const SAID: &str = "With a value";
pub const UNSAID: &str = "Empty";
pub const DISTINCT: &str = "Different values";
pub const UNREAD: &str = "Could not be read";
pub const LEAST: &str = "Least";
pub const MOST: &str = "Most";
pub const SUM: &str = "Sum";
pub const MEAN: &str = "Mean";
pub const MEDIAN: &str = "Median";
pub const EARLIEST: &str = "Earliest";
pub const LATEST: &str = "Latest";
pub const FREQUENT: &str = "Most frequent";
pub const NONE_FREQUENT: &str = "No value is met twice.";

/// What one of several things is a choice of: "Events · 38".
pub fn counted_list(name: &str, n: &str) -> String {
    format!("{} · {n}", shortened(name, 40))
}

/// "1,204 of 31,055 rows", or "38 rows".
pub fn rows_shown(n: usize, n_all: usize) -> String {
    if n == n_all { counted(n, "row", "rows") } else { format!("{} of {}", grouped(n as u64), counted(n_all, "row", "rows")) }
}

/// How much of some work is done: "Sorting … 40 %".
pub fn sorting(share: f32) -> String {
    format!("Sorting … {} %", percent(share))
}

pub fn finding(share: f32) -> String {
    format!("Searching … {} %", percent(share))
}

pub fn copying(share: f32) -> String {
    format!("Copying … {} %", percent(share))
}

fn percent(share: f32) -> u32 {
    (share * 100.0).floor().clamp(0.0, 100.0) as u32
}

/// A column for those who listen: "fatalities, sorted downwards".
pub fn column_spoken(name: &str, sort: Option<bool>) -> String {
    let sorted = match sort {
        None => "",
        Some(false) => ", sorted upwards",
        Some(true) => ", sorted downwards",
    };
    format!("{}{sorted}", shortened(name, 200))
}

/// What a press on a column's name does.
pub fn sort_hint(name: &str, sort: Option<bool>) -> String {
    let name = shortened(name, 200);
    match sort {
        None => format!("{name}\nPress to sort"),
        Some(false) => format!("{name}\nSorted upwards; press to sort downwards"),
        Some(true) => format!("{name}\nSorted downwards; press to sort no longer"),
    }
}

pub fn statistics_of(name: &str) -> String {
    format!("What “{}” comes to", shortened(name, 80))
}

pub fn width_of(name: &str) -> String {
    format!("Width of “{}”; press twice for its own", shortened(name, 80))
}

/// The cells of a row for those who listen: "Title: …; When: …".
pub fn row_spoken<'a>(cells: impl Iterator<Item = (&'a str, &'a str)>) -> String {
    let told = cells.filter(|(_, text)| !text.is_empty()).map(|(name, text)| format!("{}: {}", shortened(name, 40), shortened(text, 120)));
    told.collect::<Vec<_>>().join("; ")
}

/// How many columns are shown: "Columns 12 of 49".
pub fn columns_shown(n: usize, n_all: usize) -> String {
    if n == n_all { COLUMNS.to_owned() } else { format!("{COLUMNS} {n} of {n_all}") }
}

pub fn sheet_form(form: SheetForm) -> &'static str {
    match form {
        SheetForm::Csv => "Copy as CSV",
        SheetForm::Markdown => "Copy as a table of Markdown",
    }
}

/// What of it is copied.
pub fn to_be_copied(n_picked: usize) -> String {
    if n_picked > 0 { format!("{} picked out", counted(n_picked, "row", "rows")) } else { "All rows shown".to_owned() }
}

pub fn rows_copied(form: SheetForm, n: usize, n_all: usize, n_unread: usize) -> String {
    let form = match form {
        SheetForm::Csv => "CSV",
        SheetForm::Markdown => "Markdown",
    };
    let bound = if n + n_unread < n_all { format!(", the first of {}", grouped(n_all as u64)) } else { String::new() };
    let unread = if n_unread > 0 {
        format!(
            " {} could not be read from the file and {} left out.",
            counted(n_unread, "row", "rows"),
            if n_unread == 1 { "is" } else { "are" }
        )
    } else {
        String::new()
    };
    format!("{} on the clipboard as {form}{bound}.{unread}", counted(n, "row", "rows"))
}

/// Rows that said nothing, as their file does not give them.
pub fn rows_unread(n: usize) -> String {
    format!(
        "{} could not be read from the file and {} as if empty: it has changed, or its disk does not give it. Reload to read it again.",
        counted(n, "row", "rows"),
        if n == 1 { "counts" } else { "count" }
    )
}

/// Why there is no row.
pub fn no_row(list: ListKind, words: &str) -> String {
    let what = if matches!(list, ListKind::Layer(_)) { "row" } else { "record" };
    format!("No {what} contains “{}”.", shortened(words, 80))
}

pub const NOTHING_TO_TABULATE: &str =
    "The table shows records and rows of data layers with all that they say. Open a situation or a file of data to fill it.";

/// Why there is no row although no words are asked for.
pub fn empty_table(list: ListKind) -> &'static str {
    match list {
        ListKind::Layer(_) => "No row passes the filter and the window of time.",
        _ => "No record passes the filter and the window of time.",
    }
}

/// A number as statistics tell it, with its thousands set apart and no more figures than it needs.
pub fn figure(number: f64) -> String {
    if !number.is_finite() {
        return number.to_string();
    }
    let magnitude = number.abs();
    if magnitude != 0.0 && !(1e-3..1e15).contains(&magnitude) {
        return format!("{number:.3e}");
    }
    let rounded = format!("{magnitude:.3}");
    let (whole, rest) = rounded.split_once('.').unwrap_or((&rounded, ""));
    let rest = rest.trim_end_matches('0');
    let whole = whole.parse::<u64>().map_or_else(|_| whole.to_owned(), grouped);
    let sign = if number < 0.0 && (whole != "0" || !rest.is_empty()) { "−" } else { "" };
    if rest.is_empty() { format!("{sign}{whole}") } else { format!("{sign}{whole}.{rest}") }
}

/// The first moment of all dates and the last: a day alone where it is that day's first or last in a zone.
pub fn bounds_of_dates(span: Span, dates: &Dates, zone: &Zone) -> [String; 2] {
    let is_midnight = |moment: Moment| {
        let CivilTime { hour, minute, second, .. } = moment.civil(zone);
        (hour, minute, second) == (0, 0, 0)
    };
    let told = |moment: Moment, is_day: bool| if is_day { dates.day(moment.civil(zone).day) } else { dates.moment(moment) };
    [told(span.first, is_midnight(span.first)), told(span.last, is_midnight(Moment(span.last.0.saturating_add(1))))]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_have_no_more_digits_than_they_need() {
        for (number, text) in [
            (0.0, "0"),
            (-0.0, "0"),
            (12.0, "12"),
            (1234.5, "1,234.5"),
            (-1234.5678, "−1,234.568"),
            (0.125, "0.125"),
            (1e20, "1.000e20"),
            (0.000_012, "1.200e-5"),
            (-0.002, "−0.002"),
        ] {
            assert_eq!(figure(number), text);
        }
    }

    #[test]
    fn what_was_copied_is_told_with_what_was_not() {
        assert_eq!(rows_copied(SheetForm::Csv, 1, 1, 0), "1 row on the clipboard as CSV.");
        assert_eq!(
            rows_copied(SheetForm::Markdown, 99_998, 250_000, 2),
            "99,998 rows on the clipboard as Markdown, the first of 250,000. 2 rows could not be read from the file and are left out."
        );
        assert_eq!(rows_shown(3, 1200), "3 of 1,200 rows");
    }

    #[test]
    fn days_are_told_as_days_and_moments_as_moments() {
        let dates = Dates::of_zone(Zone::utc());
        let span = Span { first: Moment(1_729_728_000), last: Moment(1_729_814_399) };
        assert_eq!(bounds_of_dates(span, &dates, &Zone::utc()), ["24 Oct 2024", "24 Oct 2024"]);
        let span = Span { first: Moment(1_729_780_200), last: Moment(1_729_780_200) };
        assert_eq!(bounds_of_dates(span, &dates, &Zone::utc())[0], "24 Oct 2024, Thu 14:30");
    }
}
