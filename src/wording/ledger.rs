//! What the ledger says.

use crate::base::{counted, grouped, shortened};
use crate::model::{Aspect, Moment, Stance, When};
use crate::query::Weight;
use crate::viewpoint::DateNotation;
use crate::wording::dates::{Dates, month};
use crate::wording::records::{stance, stance_done};

pub const LEDGER: &str = "Ledger";
pub const LATEST: &str = "Latest";
pub const LATEST_EXPLAINED: &str = "Where each source stands now";
pub const OVER_TIME: &str = "Over time";
pub const OVER_TIME_EXPLAINED: &str = "With what each source said before, the earliest first";
pub const ALL_SHOWN: &str = "All shown";
pub const ALL_SHOWN_EXPLAINED: &str = "All events that pass the filter and the window of time";
pub const NO_SIDE: &str = "No side";
pub const INHERITED_CELL: &str = "inherited";
pub const INHERITED_SIGN: &str = "denies the whole";

/// What a ledger is about: "About: Kursk region".
pub fn ledger_about(name: &str) -> String {
    format!("About: {}", shortened(name, 30))
}

pub fn ledger_about_explained(name: &str) -> String {
    format!("Only what has to do with “{}”: its events, what they are part of and what is part of them", shortened(name, 200))
}

/// "Ledger: 2 events, 5 sources".
pub fn ledger_counted(n_events: usize, n_sources: usize) -> String {
    format!("{}, {}", counted(n_events, "event", "events"), counted(n_sources, "source", "sources"))
}

/// Why the ledger is empty.
pub fn ledger_empty(is_open: bool, about: Option<&str>, has_events: bool) -> String {
    match (is_open, about) {
        (false, _) => "The ledger shows who says what of which event. Open a situation to fill it.".to_owned(),
        (true, Some(name)) if has_events => {
            format!("The ledger shows who says what: of “{}” and what it belongs to no source says anything yet.", shortened(name, 80))
        }
        (true, Some(name)) => format!("The ledger shows who says what of events, and no event has to do with “{}”.", shortened(name, 80)),
        (true, None) if has_events => "The ledger shows who says what: no report speaks of these events yet.".to_owned(),
        (true, None) => "The ledger shows who says what of events, and no event passes the filter and the window of time.".to_owned(),
    }
}

/// A source at the head of its column, for those who listen.
pub fn ledger_column(name: &str, number: usize, side: Option<&str>, is_carrier: bool) -> String {
    let side = side.map(|side| format!(", {side}")).unwrap_or_default();
    let carrier = if is_carrier { ", a carrier" } else { "" };
    format!("{} {}{side}{carrier}", grouped(number as u64), shortened(name, 200))
}

/// What is said in a row beyond the edge of what is seen: "‹ 2".
pub fn ledger_more(n: usize, is_left: bool) -> String {
    let n = grouped(n as u64);
    if is_left { format!("‹ {n}") } else { format!("{n} ›") }
}

pub fn ledger_more_spoken(n: usize, is_left: bool) -> String {
    format!("{} more at the {}", counted(n, "source", "sources"), if is_left { "left" } else { "right" })
}

/// How a source's name is led in over its column: its number, and whether others are held through it.
pub fn ledger_number(number: usize, is_carrier: bool) -> String {
    if is_carrier { format!("{} carrier", grouped(number as u64)) } else { grouped(number as u64) }
}

/// "via 11", of a carrier by the number of its column.
pub fn ledger_via(number: usize) -> String {
    format!("via {}", grouped(number as u64))
}

/// A statement in a sentence: "US officials asserts “Kursk deployment” (strength), B2, 23 Oct 2024, via The Guardian".
pub struct LedgerSentence<'a> {
    pub source: &'a str,
    pub stance: Stance,
    pub aspect: Option<Aspect>,
    pub event: &'a str,
    pub grade: Option<String>,
    pub date: String,
    pub via: Option<&'a str>,
    pub weight: Weight,
}

impl LedgerSentence<'_> {
    pub fn text(&self) -> String {
        let Self { source, event, grade, date, via, weight, .. } = self;
        let aspect = self.aspect.map(|aspect| format!(" ({})", aspect.word())).unwrap_or_default();
        let mut text = format!("{} {} “{}”{aspect}", shortened(source, 200), self.verb(), shortened(event, 200));
        for part in [grade.as_deref(), Some(date.as_str())].into_iter().flatten() {
            text = format!("{text}, {part}");
        }
        if let Some(via) = via {
            text = format!("{text}, via {}", shortened(via, 200));
        }
        match weight {
            Weight::Live => text,
            Weight::Copy => format!("{text}; a copy of what another report says"),
            Weight::None => format!("{text}; has no say any more"),
        }
    }

    fn verb(&self) -> &'static str {
        if self.weight == Weight::None { stance_done(self.stance) } else { stance(self.stance) }
    }
}

/// The same of a denial of what an event is part of.
pub fn ledger_inherited(sentence: &str, event: &str) -> String {
    format!("{sentence}; inherited by its part “{}”", shortened(event, 200))
}

/// What a source said before.
pub fn ledger_before(sentence: &str) -> String {
    format!("before: {sentence}")
}

/// An event at the head of its row, for those who listen.
pub fn ledger_row(title: &str, standing: &str, about: &str, is_out: bool) -> String {
    let out = if is_out { ", left out by filter or window" } else { "" };
    format!("{}, {standing}, {about}{out}", shortened(title, 200))
}

pub fn ledger_left_out() -> &'static str {
    "Left out by filter or window; shown as it bears on what the ledger is about."
}

impl Dates {
    /// A date for a narrow cell: `24 Oct 24`; `by 25 Oct 24`; `24-25 Oct 24`; the same as anywhere else where that does not do.
    pub fn briefly(&self, when: &When) -> String {
        let bounds = when.bounds(&self.zone);
        let day = |moment: Moment| moment.civil(&self.zone).day;
        let ends = (bounds.earliest().map(day), bounds.latest().map(day));
        let is_usual = [ends.0, ends.1].into_iter().flatten().all(|day| (1000..=9999).contains(&day.year));
        if !is_usual || self.notation != DateNotation::Words {
            return self.when(when);
        }
        let full = |day: crate::model::CivilDay| format!("{} {} {:02}", day.day, month(day), day.year.rem_euclid(100));
        match ends {
            (Some(first), Some(last)) if first == last => full(first),
            (None, Some(last)) => format!("by {}", full(last)),
            (Some(first), None) => format!("from {}", full(first)),
            (Some(first), Some(last)) if (first.year, first.month) == (last.year, last.month) => format!("{}–{}", first.day, full(last)),
            _ => self.when(when),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Zone;

    #[test]
    fn a_date_for_a_narrow_cell_keeps_its_year() {
        let mut dates = Dates::of_zone(Zone::utc());
        for (edtf, text) in [
            ("2024-10-24", "24 Oct 24"),
            ("[..2024-10-25]", "by 25 Oct 24"),
            ("[2024-10-24..2024-10-25]", "24–25 Oct 24"),
            ("2024-10-24T13:30:00Z", "24 Oct 24"),
            ("[2024-10-25..]", "from 25 Oct 24"),
            ("-0043-03-15", "15 Mar 44 BC, Fri"),
        ] {
            assert_eq!(dates.briefly(&When::parse(edtf).unwrap()), text, "{edtf}");
        }
        dates.notation = DateNotation::Iso;
        assert_eq!(dates.briefly(&When::parse("2024-10-24").unwrap()), "2024-10-24");
    }
}
