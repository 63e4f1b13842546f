//! One cell of the ledger: what a source says of an event, now and before.

use egui::{Rect, Ui, pos2, vec2};

use crate::base::shortened;
use crate::model::{About, Grade, RecordId, Report, ReportId, held_through};
use crate::panels::View;
use crate::panels::ledger::sign::Sign;
use crate::panels::pieces::{line, text};
use crate::query::{Ledger, LedgerCell, Said, Weight as Counts};
use crate::theme::{TextSize, Weight, font};
use crate::wording::{self, LedgerSentence};

/// A statement of a report that is there.
struct Found<'a> {
    report: &'a Report,
    about: &'a About,
}

fn found<'a>(view: &View<'a>, report: &ReportId, index: usize) -> Option<Found<'a>> {
    let report = view.situation?.report(report)?;
    Some(Found { report, about: report.about.get(index)? })
}

/// The small signs of what a source said before, and the room that they take.
const MOST_EARLIER: usize = 3;
const STEP: f32 = 13.0;
pub const ROOM_FOR_EARLIER: f32 = STEP * (MOST_EARLIER as f32 + 1.0);

/// Signs, grade, carrier and date.
pub fn paint(view: &View<'_>, ledger: &Ledger, cell: &LedgerCell, rect: Rect, is_out: bool, ui: &Ui) {
    const RADIUS: f32 = 5.0;
    let theme = view.theme;
    let faded = |ink: egui::Color32, counts: Counts| if is_out || counts != Counts::Live { ink.gamma_multiply(0.5) } else { ink };
    let is_over_time = view.viewpoint.ledger.is_over_time;
    let mut x = rect.left() + 12.0;
    let y = rect.top() + 12.0;
    if is_over_time {
        let earlier = cell.said.get(..cell.said.len().saturating_sub(1)).unwrap_or_default();
        let shown = earlier.get(earlier.len().saturating_sub(MOST_EARLIER)..).unwrap_or_default();
        if earlier.len() > shown.len() {
            line(ui, pos2(rect.left() + 2.0, rect.top() + 3.0), "…", TextSize::Small, Weight::Regular, theme.weak, STEP);
        }
        for (place, said) in shown.iter().enumerate() {
            let Some(Found { about, .. }) = found(view, &said.report, said.index) else { continue };
            let sign = Sign::of(about);
            let at = pos2(rect.left() + STEP * (place as f32 + 1.0 + (MOST_EARLIER - shown.len()) as f32) + 4.0, y);
            sign.paint(ui.painter(), at, RADIUS * 0.75, faded(sign.ink(theme), said.weight));
        }
        x += ROOM_FOR_EARLIER;
    }
    // Its own word first; where it has none, the denial that bears on this event.
    let own = cell.said.last().and_then(|said| Some((found(view, &said.report, said.index)?, said.weight)));
    let inherited = cell.inherited.as_ref().and_then(|denial| found(view, &denial.report, denial.index));
    let (shown, sign, counts) = match (own, &inherited) {
        (Some((said, counts)), _) => {
            let sign = Sign::of(said.about);
            (said, sign, counts)
        }
        (None, Some(denial)) => (Found { ..*denial }, Sign::Inherited, Counts::Live),
        (None, None) => return,
    };
    sign.paint(ui.painter(), pos2(x, y), RADIUS, faded(sign.ink(theme), counts));
    if inherited.is_some() && sign != Sign::Inherited {
        Sign::Inherited.paint(
            ui.painter(),
            pos2(rect.right() - 10.0, rect.bottom() - 10.0),
            RADIUS * 0.8,
            faded(theme.contested, Counts::Live),
        );
    }
    let ink = faded(theme.text, counts);
    let mut right = rect.right() - 4.0;
    if let Some(number) = carrier_number(view, ledger, shown.report) {
        let words = wording::ledger_via(number);
        let galley = ui.painter().layout_no_wrap(words, font(TextSize::Small, Weight::Regular), faded(theme.weak, counts));
        right -= galley.size().x;
        ui.painter().galley(pos2(right, rect.top() + 4.0), galley, theme.weak);
    }
    if let Some(grade) = grade(view, &shown) {
        line(ui, pos2(x + 9.0, rect.top() + 4.0), &grade, TextSize::Small, Weight::Semibold, ink, right - x - 11.0);
    }
    let below = if sign == Sign::Inherited {
        wording::INHERITED_CELL.to_owned()
    } else {
        shown.report.published.as_ref().map(|when| view.dates.briefly(when)).unwrap_or_default()
    };
    let left = x - RADIUS;
    line(ui, pos2(left, rect.top() + 21.0), &below, TextSize::Small, Weight::Regular, faded(theme.weak, counts), rect.right() - left - 2.0);
}

fn carrier_number(view: &View<'_>, ledger: &Ledger, report: &Report) -> Option<usize> {
    let carrier = held_through(view.situation?, report)?;
    ledger.column_of(carrier).map(|column| column + 1)
}

fn grade(view: &View<'_>, said: &Found<'_>) -> Option<String> {
    let grade = Grade::of(view.situation?, said.report, said.about);
    (grade != Grade::default()).then(|| grade.to_string())
}

/// Everything that stands in a cell, in sentences: where the source stands now, the inherited denial, what it said before.
pub fn sentences(view: &View<'_>, event: &RecordId, cell: &LedgerCell) -> Vec<String> {
    let mut sentences = Vec::new();
    let said = |said: &Said| Some(sentence(view, event, &found(view, &said.report, said.index)?, said.weight));
    sentences.extend(cell.said.last().and_then(said));
    if let Some(denial) = &cell.inherited
        && let Some(found) = found(view, &denial.report, denial.index)
    {
        let whole = RecordId::Event(denial.whole.clone());
        sentences.push(wording::ledger_inherited(&sentence(view, &whole, &found, Counts::Live), view.name(event)));
    }
    let earlier = cell.said.iter().rev().skip(1).rev();
    sentences.extend(earlier.filter_map(said).map(|sentence| wording::ledger_before(&sentence)));
    sentences
}

fn sentence(view: &View<'_>, event: &RecordId, said: &Found<'_>, weight: Counts) -> String {
    let Found { report, about } = said;
    let source = RecordId::Source(report.source.clone());
    let carrier = view.situation.and_then(|situation| held_through(situation, report)).cloned().map(RecordId::Source);
    LedgerSentence {
        source: view.name(&source),
        stance: about.stance,
        aspect: about.aspect,
        event: view.name(event),
        grade: grade(view, said),
        date: view.dates.heading(report.published.as_ref()),
        via: carrier.as_ref().map(|carrier| view.name(carrier)),
        weight,
    }
    .text()
}

/// What a cell says while the pointer rests on it.
pub fn card(view: &View<'_>, event: &RecordId, cell: &LedgerCell, ui: &mut Ui) {
    const WIDTH: f32 = 340.0;
    const MOST: usize = 8;
    let theme = view.theme;
    ui.set_max_width(WIDTH);
    ui.spacing_mut().item_spacing = vec2(6.0, 4.0);
    let sentences = sentences(view, event, cell);
    for (place, words) in sentences.iter().take(MOST).enumerate() {
        let (weight, ink) = if place == 0 { (Weight::Semibold, theme.text) } else { (Weight::Regular, theme.weak) };
        ui.label(text(words, TextSize::Small, weight, ink));
    }
    if sentences.len() > MOST {
        ui.label(text(&wording::and_more(sentences.len() - MOST), TextSize::Small, Weight::Regular, theme.weak));
    }
    let Some(Found { report, about }) = cell.present().and_then(|(report, index)| found(view, report, index)) else { return };
    if let Some(quote) = &about.excerpt {
        ui.label(text(&wording::quoted(&shortened(quote, 300)), TextSize::Body, Weight::Regular, theme.text));
    }
    if let Some(hedge) = &about.as_said {
        ui.label(text(&wording::as_said(hedge), TextSize::Small, Weight::Regular, theme.weak));
    }
    if let Some(situation) = view.situation {
        let explained = wording::grade_explained(Grade::of(situation, report, about));
        for axis in explained.lines() {
            ui.label(text(axis, TextSize::Small, Weight::Regular, theme.weak));
        }
    }
}
