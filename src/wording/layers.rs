//! What data layers, their rows and the ways to draw them are called.

use crate::base::{counted, grouped, shortened};
use crate::dataset::{Breaks, Class, DateOrder, Role};
use crate::model::Zone;
use crate::query::Value;
use crate::viewpoint::DrawnAs;
use crate::wording::Dates;

pub const COLOUR_BY: &str = "Colour by";
pub const ONE_COLOUR: &str = "One colour";
pub const DRAW_AS: &str = "Draw as";
pub const SIZE_BY: &str = "Size by";
pub const LABEL_BY: &str = "Label by";
pub const DIRECTION_BY: &str = "Direction by";
pub const ARCS_TO_LON: &str = "Arcs to longitude";
pub const ARCS_TO_LAT: &str = "and latitude";
pub const NOT_BY_COLUMN: &str = "None";
pub const MORE_STYLE: &str = "More";
pub const LAYER_UP: &str = "Higher";
pub const LAYER_DOWN: &str = "Lower";
pub const RANGES: &str = "Ranges";
pub const OPACITY: &str = "Opacity";
pub const FROM_ZOOM: &str = "From zoom";
pub const TO_ZOOM: &str = "to";
pub const DATA_LAYERS: &str = "Data layers";

pub fn drawn_as(drawn_as: DrawnAs) -> &'static str {
    match drawn_as {
        DrawnAs::Points => "Points",
        DrawnAs::Clusters => "Clusters",
        DrawnAs::Heat => "Heat map",
    }
}

pub fn breaks(breaks: Breaks) -> &'static str {
    match breaks {
        Breaks::Quantile => "As many rows in each",
        Breaks::Equal => "As wide as each other",
        Breaks::Natural => "At natural gaps",
    }
}

/// A word of a column, as the filter offers it.
pub fn column_value(value: &Value) -> String {
    if value.is_none() { "Nothing said".to_owned() } else { shortened(value.as_str(), 80) }
}

/// What the rows of a class have in common.
pub fn class(class: &Class) -> String {
    match class {
        Class::Word(word) => word.to_string(),
        Class::OtherWords(n) => format!("{} others", grouped(*n as u64)),
        Class::Numbers([from, to]) if from.is_nan() || to.is_nan() => "none".to_owned(),
        Class::Numbers([from, to]) if from.to_bits() == to.to_bits() => number(*from),
        Class::Numbers([from, to]) => format!("{} to {}", number(*from), number(*to)),
        Class::Dates([from, to]) => {
            let dates = Dates::of_zone(Zone::utc());
            let [from, to] = [from, to].map(|moment| dates.moment(*moment));
            if from == to { from } else { format!("{from} to {to}") }
        }
    }
}

/// At most six digits that matter.
fn number(number: f64) -> String {
    if number.fract().abs() < f64::EPSILON && number.abs() < 1e15 {
        let digits = grouped(number.abs() as u64);
        return if number < 0.0 { format!("\u{2212}{digits}") } else { digits };
    }
    let digits = 5_usize.saturating_sub(number.abs().log10().floor().clamp(0.0, 5.0) as usize).max(1);
    let text = format!("{number:.digits$}");
    text.trim_end_matches('0').trim_end_matches('.').replace('-', "\u{2212}")
}

/// How many there are, short enough to stand in a sign on the map: 950, 1.2k, 35k, 1.2M.
pub fn short_count(n: u32) -> String {
    let n = f64::from(n);
    let (value, unit) = match n {
        n if n < 1e3 => return format!("{n}"),
        n if n < 999_500.0 => (n / 1e3, "k"),
        n => (n / 1e6, "M"),
    };
    if value < 9.95 { format!("{value:.1}{unit}") } else { format!("{value:.0}{unit}") }
}

/// What the map says where rows have no place.
pub fn rows_nowhere(n: usize, of: usize) -> String {
    if n == of {
        format!("None of {} rows says where it is", grouped(of as u64))
    } else {
        format!("{} of {} rows do not say where they are", grouped(n as u64), grouped(of as u64))
    }
}

pub fn rows_of(n_shown: usize, n_rows: usize) -> String {
    if n_shown == n_rows {
        return format!("{} rows", grouped(n_rows as u64));
    }
    format!("{} of {} rows", grouped(n_shown as u64), grouped(n_rows as u64))
}

pub const COLUMNS: &str = "Columns\u{2026}";
pub const COLUMNS_DETAIL: &str = "What each column means. It is remembered for files with the same columns.";
pub const NO_COLUMN: &str = "None";
pub const DATE_ORDER: &str = "In 03/04/2022 first comes the";
pub const SWAP_AXES: &str = "Swap latitude and longitude";
pub const FIRST_ROWS: &str = "The first rows by that";
pub const TAKE_COLUMNS: &str = "Read it so";
pub const LEAVE_COLUMNS: &str = "Cancel";
pub const NOWHERE_SAID: &str = "nowhere";
pub const A_SHAPE: &str = "A shape";

pub fn columns_of(layer: &str) -> String {
    format!("Columns of {layer}")
}

pub fn date_order(order: DateOrder) -> &'static str {
    match order {
        DateOrder::DayFirst => "day",
        DateOrder::MonthFirst => "month",
    }
}

/// What stands where a date is wanted and is none.
pub fn no_date(text: &str) -> String {
    format!("no date: {}", shortened(text, 24))
}

pub fn column_role(role: Role) -> &'static str {
    match role {
        Role::Title => "Title",
        Role::Summary => "Summary",
        Role::Id => "Id",
        Role::Start => "Date, or its start",
        Role::End => "End of the date",
        Role::DatePrecision => "Precision of the date",
        Role::LatDeg => "Latitude",
        Role::LonDeg => "Longitude",
        Role::WellKnownText => "Shape as text (WKT)",
        Role::Position => "Position in one text",
        Role::Place => "Place",
        Role::PlacePrecision => "Precision of the place",
        Role::Region => "Region",
        Role::Actor => "Actor",
        Role::Category => "Category",
        Role::Tag => "Tag",
        Role::Deaths => "Deaths",
        Role::DeathsLeast => "Deaths, at least",
        Role::DeathsMost => "Deaths, at most",
        Role::Source => "Source",
        Role::Url => "Link",
        Role::Symbol => "Symbol code",
    }
}

pub const WRITE_ROWS: &str = "Write rows\u{2026}";
pub const WRITE_ROWS_TITLE: &str = "Write the rows that are shown to a file";
pub const WRITE_ROWS_DETAIL: &str = "The ending says in which format: .geojson, .geojsonl, .geojsons, .csv, .kml or .gpkg.";

pub fn rows_written(n: usize, path: &str) -> String {
    format!("{} written to {path}", counted(n, "row", "rows"))
}

pub fn rows_in_no_format(path: &str, endings: &str) -> String {
    format!("{path}: the ending says no format that rows are written in; those are {endings}")
}

pub const MAKE_EVENT_OF_ROW: &str = "Make an event of it";

/// Which row of a file, counted from 1, and its id there.
pub fn row_of_file(file: &str, row: u32, id: Option<&str>) -> String {
    let id = id.map_or_else(String::new, |id| format!(" ({})", shortened(id, 60)));
    format!("{file}, row {}{id}", grouped(u64::from(row) + 1))
}

/// The heading of a layer in the legend whose rows have colours.
pub fn coloured_by(layer: &str, column: &str) -> String {
    format!("{layer}, by {}", shortened(column, 24))
}

/// The heading of a layer in the legend whose rows are larger the more they say.
pub fn sized_by(layer: &str, column: &str) -> String {
    format!("{layer}, size by {}", shortened(column, 24))
}

/// A number that stands for those near it.
pub fn number_about(about: f64) -> String {
    // Two digits that matter.
    let unit = 10_f64.powf(about.abs().log10().floor() - 1.0);
    number(if unit.is_normal() { (about / unit).round() * unit } else { about })
}

pub fn heat_of(layer: &str) -> String {
    format!("{layer}: few to many")
}

/// A switch or a choice of a layer, for those who hear it.
pub fn of_layer(what: &str, layer: &str) -> String {
    format!("{what}, {layer}")
}

pub fn cluster_on_map(n: u32, layer: &str) -> String {
    format!("{} rows of {layer} on the map", grouped(u64::from(n)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_are_short_enough_for_a_sign() {
        let cases = [
            (1, "1"),
            (999, "999"),
            (1_000, "1.0k"),
            (9_949, "9.9k"),
            (12_345, "12k"),
            (999_499, "999k"),
            (999_500, "1.0M"),
            (45_000_000, "45M"),
        ];
        for (n, expected) in cases {
            assert_eq!(short_count(n), expected);
        }
    }

    #[test]
    fn a_number_in_a_legend_has_two_digits_that_matter() {
        let told = [987_654.0, 51.02, 1.0, 0.123_4, 0.0].map(number_about);
        assert_eq!(told, ["990,000", "51", "1", "0.12", "0"]);
    }

    #[test]
    fn classes_are_told_in_few_digits() {
        let cases =
            [([1.0, 1.0], "1"), ([1.0, 25_000.0], "1 to 25,000"), ([-0.5, 2.14159265], "\u{2212}0.5 to 2.14159"), ([f64::NAN; 2], "none")];
        for (range, expected) in cases {
            assert_eq!(class(&Class::Numbers(range)), expected);
        }
    }
}
