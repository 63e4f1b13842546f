//! What the timeline says: windows, stretches of the calendar, ticks, speeds, counts.

use crate::base::{counted, grouped};
use crate::model::{CivilDay, Moment, Zone};
use crate::query::{Bar, Clock, Count, Counted, Facet, Reason, SpeedError, Step, TimeWindow, Value, WindowError};
use crate::viewpoint::{DateNotation, Outside, TimeMode};
use crate::wording::capitalised;
use crate::wording::dates::{Dates, clock as clock_time, month, year};

pub const TIMELINE: &str = "Timeline";
pub const ALL_OF_TIME: &str = "All of time";
pub const ALL_SHORT: &str = "All";
pub const MORE: &str = "More";
pub const WINDOW_FIELD: &str = "Window of time";
pub const WINDOW_HINT: &str = "A day, or from when to when: 24 Oct 2024 - now, 2024-10-20/2024-10-25, last 7 days";
pub const SPEED_FIELD: &str = "Speed of play";
pub const SPEED_HINT: &str = "How much of the situation's time passes in a second: 1 day/s, 6 h/s";
pub const FIT_TIMELINE: &str = "Fit";
pub const FIT_TIMELINE_EXPLAINED: &str = "Show all that is dated again";
pub const MODE: &str = "What the window is";
pub const CLOCK: &str = "Clock";
pub const LANES: &str = "Lanes";
pub const OUTSIDE: &str = "What is left out";
pub const NO_LANES: &str = "No lanes";
pub const OTHERS: &str = "All others";
pub const REPORTED_AT_ALL: &str = "reports";
pub const NOTHING_DATED: &str = "Nothing here has a date by this clock.";
pub const PLAY: &str = "Play";
pub const STOP: &str = "Stop";
pub const WINDOW_FROM: &str = "Beginning of the window";
pub const WINDOW_TO: &str = "End of the window";

pub fn clock(clock: Clock) -> &'static str {
    match clock {
        Clock::Happened => "Happened",
        Clock::Reported => "Reported",
        Clock::Known => "Known to us",
    }
}

pub fn clock_explained(clock: Clock) -> &'static str {
    match clock {
        Clock::Happened => "When it happened; of a report, when that happened which it speaks of",
        Clock::Reported => "When it was published; of an event, when it was first reported",
        Clock::Known => "When we learned of it; of an event, when we first did",
    }
}

pub fn time_mode(mode: TimeMode) -> &'static str {
    match mode {
        TimeMode::Window => "Window",
        TimeMode::Cumulative => "Cumulative",
        TimeMode::Instant => "Instant",
    }
}

pub fn time_mode_explained(mode: TimeMode) -> &'static str {
    match mode {
        TimeMode::Window => "From one moment to another",
        TimeMode::Cumulative => "All up to a moment",
        TimeMode::Instant => "One stretch of the calendar at a time",
    }
}

pub fn outside(outside: Outside) -> &'static str {
    match outside {
        Outside::Fade => "Fade",
        Outside::Hide => "Hide",
    }
}

pub fn outside_explained(outside: Outside) -> &'static str {
    match outside {
        Outside::Fade => "What the window or the filter leaves out is drawn faintly",
        Outside::Hide => "What the window or the filter leaves out is not drawn",
    }
}

pub fn lanes(facet: Option<Facet>) -> &'static str {
    match facet {
        Some(Facet::Actor) => "By actor",
        Some(Facet::Category) => "By category",
        Some(Facet::Place) => "By place",
        Some(Facet::Source) => "By source",
        _ => NO_LANES,
    }
}

/// The name of a lane whose value is a word of the files.
pub fn lane(facet: Facet, value: &Value) -> String {
    match facet {
        _ if !value.is_none() => capitalised(value.as_str()),
        Facet::Actor => "No actor".to_owned(),
        Facet::Category => "No category".to_owned(),
        Facet::Place => "No place".to_owned(),
        Facet::Source => "No report".to_owned(),
        _ => "None".to_owned(),
    }
}

/// A lane for those who do not see it.
pub fn lane_spoken(name: &str, n_events: usize) -> String {
    format!("Lane {name}, {}", counted(n_events, "event", "events"))
}

/// An event's bar for those who do not see it.
pub fn on_timeline(name: &str) -> String {
    format!("{name} on the timeline")
}

pub fn days_of(zone: &Zone) -> String {
    format!("days of {}", zone.name())
}

pub fn counted_in_bars(n: u32, of: Counted) -> String {
    let (one, many) = things(of);
    counted(n as usize, one, many)
}

/// The same of rows of data layers.
pub fn rows_in_bars(n: u32) -> String {
    counted(n as usize, "row", "rows")
}

fn things(of: Counted) -> (&'static str, &'static str) {
    if of == Counted::Reports { ("report", "reports") } else { ("event", "events") }
}

/// What is in and what is not: "14, and 3 possibly".
pub fn in_window(count: &Count, of: Counted) -> String {
    let Count { surely, possibly, .. } = *count;
    let (one, many) = things(of);
    let sure = counted(surely, one, many);
    if possibly == 0 { sure } else { format!("{sure}, and {} possibly", grouped(possibly as u64)) }
}

pub fn n_outside(n: usize) -> String {
    format!("{} outside", grouped(n as u64))
}

pub fn n_undated(n: usize) -> String {
    format!("{} undated", grouped(n as u64))
}

pub fn list_hidden(reason: Reason) -> &'static str {
    match reason {
        Reason::Undated => "List what has no date by this clock",
        _ => "List what lies outside the window",
    }
}

pub const SHOW_TRAY_OF_UNDATED: &str = "Show what has no date: in the tray";

/// "24 Oct 2024: 5 events, and 2 possibly; 3 reports published".
pub fn bar(stretch: &str, bar: Bar, reported: Bar, of: Counted) -> String {
    let counts = in_stretch(bar, things(of));
    let told = match reported {
        Bar { surely: 0, possibly: 0 } => "nothing was published".to_owned(),
        reported => format!("{} published", in_stretch(reported, things(Counted::Reports))),
    };
    format!("{stretch}: {counts}; {told}")
}

fn in_stretch(Bar { surely, possibly }: Bar, (one, many): (&str, &str)) -> String {
    match (surely, possibly) {
        (0, 0) => format!("no {many}"),
        (0, n) => format!("possibly {}", counted(n as usize, one, many)),
        (n, 0) => counted(n as usize, one, many),
        (n, maybe) => format!("{}, and {} possibly", counted(n as usize, one, many), grouped(u64::from(maybe))),
    }
}

/// The timeline for those who do not see it.
pub fn timeline(shown: &str, window: &str, clock_: Clock, counts: &str) -> String {
    format!("{TIMELINE}: {shown}, by when it {}. Window: {window}. {counts}", clock(clock_).to_lowercase())
}

pub fn from_to(first: &str, last: &str) -> String {
    format!("{first} to {last}")
}

/// An end of the window for those who do not see it: "Beginning of the window, 24 Oct 2024".
pub fn edge(name: &str, day: &str) -> String {
    format!("{name}, {day}")
}

pub fn as_of_here(day: &str) -> String {
    format!("as of {day}")
}

pub fn not_a_window(error: &WindowError) -> String {
    let what = error.to_string();
    format!("Not taken: {what}. The window is as it was.")
}

pub fn not_a_speed(error: &SpeedError) -> String {
    format!("Not taken: {error}. The speed is as it was.")
}

/// Units of speed from long to short: how many seconds, one and several.
const SPEED_UNITS: [(i64, &str, &str); 6] = [
    (31_556_952, "year", "years"),
    (2_629_746, "month", "months"),
    (604_800, "week", "weeks"),
    (86_400, "day", "days"),
    (3_600, "h", "h"),
    (60, "min", "min"),
];

/// "1 day/s", "6 h/s", "1.5 days/s".
pub fn speed(secs: i64) -> String {
    let found = SPEED_UNITS.into_iter().find(|(unit, ..)| secs >= *unit);
    let (unit, one, many) = found.unwrap_or((1, "s", "s"));
    let n = (secs as f64 / unit as f64 * 10.0).round() / 10.0;
    let whole = n.fract() == 0.0;
    let number = if whole { grouped(n as u64) } else { format!("{n:.1}") };
    format!("{number} {}/s", if number == "1" { one } else { many })
}

impl Dates {
    /// A window as it can be typed: `23 Oct 2024 to 25 Oct 2024`, `until 25 Oct 2024`, `All of time`.
    pub fn window(&self, window: Option<TimeWindow>) -> String {
        let Some(TimeWindow { first, last }) = window else { return ALL_OF_TIME.to_owned() };
        match (first, last) {
            (None, None) => ALL_OF_TIME.to_owned(),
            (None, Some(last)) => format!("until {}", self.side(last, true)),
            (Some(first), None) => format!("since {}", self.side(first, false)),
            (Some(first), Some(last)) => self.between(first, last),
        }
    }

    /// A stretch of the calendar, which ends where the next begins: `24 Oct 2024 06:00 to 09:00`.
    pub fn stretch(&self, first: Moment, last: Moment) -> String {
        let [from, end] = [first, Moment(last.0.saturating_add(1))].map(|at| at.civil(&self.zone));
        if from.day == end.day {
            format!("{} {} to {}", self.day(from.day), clock_time(from), clock_time(end))
        } else if self.is_end_of_day(last, true) && !self.is_end_of_day(first, false) {
            format!("{} {} to 24:00", self.day(from.day), clock_time(from))
        } else {
            self.between(first, last)
        }
    }

    /// From one moment to another, with times only where these are not those of whole days.
    fn between(&self, first: Moment, last: Moment) -> String {
        let [from, to] = [(first, false), (last, true)].map(|(at, is_last)| self.side(at, is_last));
        if from == to {
            return from;
        }
        let [a, b] = [first, last].map(|at| at.civil(&self.zone).day);
        let is_day = |at: Moment, is_last: bool| self.is_end_of_day(at, is_last);
        // The 31st of December 9999 BC is of no use where a stretch is of thousands of years.
        let is_years = (a.month, a.day) == (1, 1) && (b.month, b.day) == (12, 31) && is_day(first, false) && is_day(last, true);
        if is_years && self.notation != DateNotation::Iso {
            let [from, to] = [a, b].map(year_of_axis);
            return if from == to { from } else { format!("{from} to {to}") };
        }
        if is_day(first, false) && is_day(last, true) {
            return self.days(a, b, false);
        }
        format!("{from} to {to}")
    }

    /// One end of a window.
    fn side(&self, at: Moment, is_last: bool) -> String {
        let civil = at.civil(&self.zone);
        let day = self.day(civil.day);
        // A window's last second belongs to it: to the reader it ends with the minute.
        if self.is_end_of_day(at, is_last) { day } else { format!("{day} {}", clock_time(civil)) }
    }

    fn is_end_of_day(&self, at: Moment, is_last: bool) -> bool {
        let civil = at.civil(&self.zone);
        let other = Moment(at.0.saturating_add(if is_last { 1 } else { -1 })).civil(&self.zone);
        civil.day != other.day
    }

    /// The day of a moment.
    pub fn day_of(&self, at: Moment) -> String {
        self.day(at.civil(&self.zone).day)
    }

    /// A tick of an axis with steps of this length, and whether it is where a longer stretch of the calendar begins.
    pub fn tick(&self, step: Step, at: Moment) -> (String, bool) {
        let civil = at.civil(&self.zone);
        let CivilDay { day: of_month, month: of_year, .. } = civil.day;
        match step {
            Step::Minutes(_) | Step::Hours(_) if civil.hour != 0 || civil.minute != 0 => (clock_time(civil), false),
            Step::Minutes(_) | Step::Hours(_) | Step::Day | Step::Week => {
                (format!("{of_month} {}", month(civil.day)), !matches!(step, Step::Day | Step::Week) || of_month == 1)
            }
            Step::Months(_) if of_year == 1 => (year_of_axis(civil.day), true),
            Step::Months(_) => (month(civil.day).to_owned(), false),
            Step::Years(_) => (year_of_axis(civil.day), false),
        }
    }

    /// The first tick of an axis, which says all that the others leave out.
    pub fn tick_in_full(&self, step: Step, at: Moment) -> String {
        let civil = at.civil(&self.zone);
        let day = civil.day;
        match step {
            Step::Minutes(_) | Step::Hours(_) if civil.hour != 0 || civil.minute != 0 => {
                format!("{} {} {} {}", day.day, month(day), year(day), clock_time(civil))
            }
            Step::Minutes(_) | Step::Hours(_) | Step::Day | Step::Week => format!("{} {} {}", day.day, month(day), year(day)),
            Step::Months(_) => format!("{} {}", month(day), year_of_axis(day)),
            Step::Years(_) => year_of_axis(day),
        }
    }
}

/// A year on an axis: `2024`, `44 BC`, `12,000 BC`, `66 million BC`.
fn year_of_axis(day: CivilDay) -> String {
    let (n, era) = if day.year <= 0 { (1_i64.saturating_sub(day.year), " BC") } else { (day.year, "") };
    let in_units = |unit: f64, word: &str| {
        let n = (n as f64 / unit * 1_000.0).round() / 1_000.0;
        format!("{n} {word}{era}")
    };
    match n {
        1_000_000_000.. => in_units(1e9, "billion"),
        1_000_000.. => in_units(1e6, "million"),
        10_000.. => format!("{}{era}", grouped(n.unsigned_abs())),
        _ => format!("{n}{era}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::When;

    #[test]
    fn a_window_is_told_as_it_can_be_typed() {
        let zone = Zone::named("Europe/Kyiv").unwrap();
        let dates = Dates::of_zone(zone.clone());
        let now = When::parse("2024-10-25").unwrap().bounds(&zone).latest().unwrap();
        for (typed, told) in [
            ("23 Oct 2024 - 25 Oct 2024", "23 to 25 Oct 2024"),
            ("24 Oct 2024", "24 Oct 2024"),
            ("until 24 Oct 2024", "until 24 Oct 2024"),
            ("since 24 Oct 2024", "since 24 Oct 2024"),
            ("24 Oct 2024 06:00 - 25 Oct 2024 18:30", "24 Oct 2024 06:00 to 25 Oct 2024 18:30"),
            ("2024", "2024"),
            ("last 2 days", "24 to 25 Oct 2024"),
            ("30 Sep 2024 - 2 Oct 2024", "30 Sep to 2 Oct 2024"),
            ("Oct 2024", "Oct 2024"),
        ] {
            let window = TimeWindow::typed(typed, &zone, now).unwrap();
            assert_eq!(dates.window(Some(window)), told, "{typed}");
            let again = TimeWindow::typed(told, &zone, now).unwrap();
            assert_eq!(again, window, "what is told can be typed again");
        }
        assert_eq!(dates.window(None), "All of time");
    }

    #[test]
    fn a_stretch_of_a_day_ends_where_the_next_begins() {
        let dates = Dates::of_zone(Zone::utc());
        let day = When::parse("2024-10-24").unwrap().bounds(&Zone::utc()).earliest().unwrap().0;
        let of = |from: i64, to: i64| dates.stretch(Moment(day + from * 3_600), Moment(day + to * 3_600 - 1));
        assert_eq!([of(6, 9), of(21, 24), of(0, 24)], ["24 Oct 2024 06:00 to 09:00", "24 Oct 2024 21:00 to 24:00", "24 Oct 2024"]);
    }

    #[test]
    fn years_are_short_however_far_off() {
        let year = |year: i64| year_of_axis(CivilDay { year, month: 1, day: 1 });
        assert_eq!([year(2024), year(-43), year(-11_999)], ["2024", "44 BC", "12,000 BC"]);
        assert_eq!([year(-65_999_999), year(10_000_000_000)], ["66 million BC", "10 billion"]);
    }

    #[test]
    fn a_speed_is_told_in_its_largest_unit() {
        for (secs, told) in
            [(86_400, "1 day/s"), (21_600, "6 h/s"), (129_600, "1.5 days/s"), (90, "1.5 min/s"), (31_556_952 * 100, "100 years/s")]
        {
            assert_eq!(speed(secs), told);
        }
    }

    #[test]
    fn what_lies_in_a_stretch_is_told_with_what_was_published_in_it() {
        let of = |surely, possibly, n| bar("24 Oct 2024", Bar { surely, possibly }, Bar { surely: n, possibly: 0 }, Counted::Events);
        assert_eq!(of(5, 2, 3), "24 Oct 2024: 5 events, and 2 possibly; 3 reports published");
        assert_eq!(of(0, 1, 0), "24 Oct 2024: possibly 1 event; nothing was published");
        assert_eq!(of(0, 0, 1), "24 Oct 2024: no events; 1 report published");
    }
}
