//! The reports of an event on one line of time, with what takes back what.

use std::collections::{BTreeMap, BTreeSet};

use egui::{Align2, Id, Painter, Pos2, Rect, Role, Sense, Shape, Stroke, Ui, WidgetInfo, pos2, vec2};

use crate::command::Command;
use crate::map::signs;
use crate::model::{EventId, Moment, RecordId, Report, ReportId, Situation, Stance, Standing, StandingWord, Subject, When};
use crate::panels::detail::Page;
use crate::panels::pieces::{section, text, trace_rect};
use crate::panels::preview;
use crate::theme::{TextSize, Theme, Weight, font};
use crate::viewpoint::Item;
use crate::wording;

/// More reports than these, the earliest, are left to the statements below.
const MOST: usize = 200;
/// More arcs than these, those of the earliest reports, would be a tangle.
const MOST_TIES: usize = 200;

/// What stands on the line, worked out once for each selection.
#[derive(Debug, Default)]
pub struct ReportsInTime {
    signs: Vec<Sign>,
    /// Which takes back or replaces which, by their place among the signs; each once.
    ties: BTreeSet<(usize, usize)>,
    /// From when to when the event can have been.
    event: Option<[Option<Moment>; 2]>,
    /// The ends of the line.
    extent: Option<[Moment; 2]>,
    /// How many reports have no place on the line.
    n_undated: usize,
}

#[derive(Debug)]
struct Sign {
    report: ReportId,
    stance: Stance,
    /// The earliest and the latest that it can have been published.
    bounds: [Option<Moment>; 2],
    has_say: bool,
}

impl Sign {
    /// The middle of when it can have been; the known end where the other is open.
    fn at(&self) -> Option<Moment> {
        match self.bounds {
            [Some(from), Some(to)] => Some(Moment(from.0.saturating_add(to.0.saturating_sub(from.0) / 2))),
            [one, other] => one.or(other),
        }
    }
}

impl ReportsInTime {
    /// `statements` are those about the event, the earliest first.
    pub fn of(situation: &Situation, event: &EventId, standing: &Standing, statements: &[(ReportId, usize)]) -> Self {
        let bounds = |when: &When| {
            let bounds = when.bounds(situation.zone());
            [bounds.earliest(), bounds.latest()]
        };
        let mut signs: Vec<Sign> = Vec::new();
        let mut at: BTreeMap<&ReportId, usize> = BTreeMap::new();
        let mut undated: BTreeSet<&ReportId> = BTreeSet::new();
        for (id, index) in statements {
            let Some(report) = situation.report(id).filter(|_| signs.len() < MOST && !at.contains_key(id)) else { continue };
            let Some(about) = report.about.get(*index) else { continue };
            let Some(bounds) = report.published.as_ref().map(bounds).filter(|bounds| bounds.iter().any(Option::is_some)) else {
                undated.insert(id);
                continue;
            };
            at.insert(id, signs.len());
            signs.push(Sign { report: id.clone(), stance: about.stance, bounds, has_say: !standing.without_say.contains(id) });
        }
        let mut ties = BTreeSet::new();
        for (later, sign) in signs.iter().enumerate() {
            let Some(report) = situation.report(&sign.report) else { continue };
            let taken_back = taken_back_by(report, event, &signs, situation);
            ties.extend(taken_back.into_iter().filter_map(|id| Some((later, *at.get(id)?))).filter(|(later, earlier)| later != earlier));
            if ties.len() >= MOST_TIES {
                break;
            }
        }
        let event = situation.event(event).and_then(|event| event.when.as_ref()).map(bounds);
        let moments = || signs.iter().flat_map(|sign| sign.bounds).chain(event.into_iter().flatten()).flatten();
        let extent = moments().min().zip(moments().max()).map(|(first, last)| [first, last]);
        Self { signs, ties, event, extent, n_undated: undated.len() }
    }
}

/// The reports that one replaces or retracts, as far as it speaks of the event or of them.
fn taken_back_by<'a>(report: &'a Report, event: &EventId, signs: &'a [Sign], situation: &Situation) -> Vec<&'a ReportId> {
    let mut found: Vec<&ReportId> = report.supersedes.iter().collect();
    let retracted = || report.about.iter().filter(|about| about.stance == Stance::Retracts).map(|about| &about.subject);
    found.extend(retracted().filter_map(|subject| if let Subject::Report(id) = subject { Some(id) } else { None }));
    if retracted().any(|subject| matches!(subject, Subject::Event(id) if id == event)) {
        let own = |sign: &&Sign| situation.report(&sign.report).is_some_and(|other| other.source == report.source && other.id != report.id);
        found.extend(signs.iter().take_while(|sign| sign.report != report.id).filter(own).map(|sign| &sign.report));
    }
    found
}

/// Where times stand on the line.
struct Line {
    first: Moment,
    secs: f64,
    left: f32,
    width: f32,
}

impl Line {
    fn x(&self, moment: Moment) -> f32 {
        let share = if self.secs > 0.0 { moment.0.saturating_sub(self.first.0) as f64 / self.secs } else { 0.5 };
        self.left + self.width * share.clamp(0.0, 1.0) as f32
    }
}

const SIGN: f32 = 16.0;
/// At both ends of the line, for what may have been before or after.
const ROOM: f32 = 22.0;
/// Signs of one time stand above one another, so many at most.
const MOST_LANES: usize = 6;

impl Page<'_, '_> {
    /// Nothing where no report of the event is dated.
    pub(super) fn reports_in_time(&mut self, ui: &mut Ui) {
        const EVENT: f32 = 10.0;
        let (theme, facts) = (self.view.theme, &self.facts.in_time);
        let Some([first, last]) = facts.extent.filter(|_| !facts.signs.is_empty()) else { return };
        section(ui, theme, wording::REPORTS_IN_TIME);
        let width = ui.available_width().max(4.0 * SIGN);
        let secs = last.0.saturating_sub(first.0) as f64;
        let line = Line { first, secs, left: ui.cursor().left() + ROOM, width: width - 2.0 * ROOM };
        let lanes = lanes_of(&facts.signs, &line);
        let n_lanes = lanes.iter().map(|lane| lane + 1).max().unwrap_or(1);
        let arcs = if facts.ties.is_empty() { 0.0 } else { 12.0 };
        let (rect, _) = ui.allocate_exact_size(vec2(width, n_lanes as f32 * SIGN + arcs + EVENT + 4.0), Sense::hover());
        let base = rect.bottom() - EVENT - 2.0;
        ui.painter().hline(rect.x_range(), base, Stroke::new(1.0, theme.weak));
        if let Some(bounds) = facts.event {
            self.event_in_time(ui, &line, bounds, Rect::from_min_max(pos2(rect.left(), base + 3.0), pos2(rect.right(), rect.bottom())));
        }
        let centre = |sign: &Sign, lane: usize| sign.at().map(|at| pos2(line.x(at), base - SIGN * (lane as f32 + 0.5)));
        let centres: Vec<Option<Pos2>> = facts.signs.iter().zip(&lanes).map(|(sign, lane)| centre(sign, *lane)).collect();
        for (later, earlier) in facts.ties.iter().take(MOST_TIES) {
            if let (Some(Some(from)), Some(Some(to))) = (centres.get(*later), centres.get(*earlier)) {
                tie(ui.painter(), *from, *to, theme);
            }
        }
        for (sign, at) in facts.signs.iter().zip(centres) {
            if let Some(at) = at {
                self.sign(ui, sign, at, &line);
            }
        }
        ends(ui, theme, &[first, last].map(|moment| wording::day(self.view.dates, moment)));
        if facts.n_undated > 0 {
            ui.label(text(&wording::not_in_time(facts.n_undated), TextSize::Small, Weight::Regular, theme.weak));
        }
    }

    /// A bar under the line: from the earliest to the latest that the event can have been.
    fn event_in_time(&self, ui: &Ui, line: &Line, bounds: [Option<Moment>; 2], room: Rect) {
        let theme = self.view.theme;
        let [from, to] = bounds;
        let (from, to) = (from.map_or(room.left(), |at| line.x(at)), to.map_or(room.right(), |at| line.x(at)));
        // A moment is to be seen too.
        let bar = Rect::from_x_y_ranges(
            from.min(to - 4.0).max(room.left())..=to.max(from + 4.0).min(room.right()),
            room.top()..=room.top() + 4.0,
        );
        ui.painter().rect_filled(bar, 2.0, theme.weak);
        let response = ui.interact(bar.expand(2.0), ui.scope_id().with("event-in-time"), Sense::hover());
        response.widget_info(|| WidgetInfo::labeled(Role::Label, true, wording::HAPPENED));
        response.on_hover_text(wording::HAPPENED);
    }

    fn sign(&mut self, ui: &mut Ui, sign: &Sign, at: Pos2, line: &Line) {
        let (view, theme) = (self.view, self.view.theme);
        let item = Item::Record(RecordId::Report(sign.report.clone()));
        let rect = Rect::from_center_size(at, vec2(SIGN, SIGN));
        let response = ui.interact(rect, Id::unique(("report-in-time", &sign.report)), Sense::click());
        let report = self.situation.report(&sign.report);
        let source = report.map(|report| RecordId::Source(report.source.clone()));
        let when = report.and_then(|report| report.published.as_ref()).map(|when| view.dates.when(when)).unwrap_or_default();
        let source = source.as_ref().map(|source| view.name(source)).unwrap_or_default();
        response.widget_info(|| WidgetInfo::labeled(Role::Link, true, wording::said_on(source, sign.stance, &when, sign.has_say)));
        trace_rect("in-time", &sign.report, rect);
        let painter = if sign.has_say { ui.painter().clone() } else { faded(ui.painter()) };
        if let [Some(from), Some(to)] = sign.bounds
            && line.x(to) - line.x(from) > SIGN
        {
            // Some time of these.
            let band = Rect::from_x_y_ranges(line.x(from) + 1.0..=line.x(to) - 1.0, at.y - 2.0..=at.y + 2.0);
            painter.rect_filled(band, 2.0, theme.hairline);
        } else if sign.bounds.contains(&None) {
            // It may have been at any time before, or after.
            let reach = if sign.bounds.first() == Some(&None) { -0.8 * SIGN } else { 0.8 * SIGN };
            painter.extend(Shape::dashed_line(&[at, at + vec2(reach, 0.0)], Stroke::new(1.0, theme.weak), 2.0, 2.0));
        }
        painter.circle_filled(at, 7.0, theme.panel);
        signs::paint(at, StandingWord::of_one(sign.stance), theme, &painter);
        if response.hovered() || response.has_focus() || view.hover == Some(&item) || view.is_selected(&item) {
            ui.painter().circle_stroke(at, SIGN / 2.0 - 0.5, Stroke::new(1.5, theme.accent));
        }
        if response.hovered() || response.has_focus() {
            self.out.push(Command::Hover(Some(item.clone())));
        }
        if response.hovered() {
            ui.ctx().set_cursor_icon(egui::CursorIcon::PointingHand);
        }
        if response.clicked() {
            self.out.select(item.clone());
        }
        response.on_hover_ui(|ui| preview::card(view, ui, &item));
    }
}

fn faded(painter: &Painter) -> Painter {
    let mut painter = painter.clone();
    painter.set_opacity(0.45);
    painter
}

/// How far above the line each sign stands so that none hides another, nor when it can have been.
fn lanes_of(signs: &[Sign], line: &Line) -> Vec<usize> {
    let mut taken: Vec<f32> = Vec::new();
    signs
        .iter()
        .map(|sign| {
            let x = sign.at().map(|at| line.x(at)).unwrap_or_default();
            let [from, to] = sign.bounds;
            let reach = |bound: Option<Moment>| bound.map_or(x, |at| line.x(at));
            let left = reach(from).min(x - SIGN / 2.0);
            let right = reach(to).max(x + SIGN / 2.0);
            // Days that touch stand in one line.
            let lane = taken.iter().position(|end| left >= end - 1.0).unwrap_or(taken.len().min(MOST_LANES - 1));
            match taken.get_mut(lane) {
                Some(end) => *end = right.max(*end),
                None => taken.push(right),
            }
            lane
        })
        .collect()
}

/// An arc over the signs, with a head at the one that is taken back.
fn tie(painter: &Painter, from: Pos2, to: Pos2, theme: &Theme) {
    let stroke = Stroke::new(1.0, theme.weak);
    let [from, to] = [from, to].map(|at| at - vec2(0.0, SIGN / 2.0 - 1.0));
    let top = from.y.min(to.y) - 12.0;
    let middle = pos2((from.x + to.x) / 2.0, top);
    painter.add(egui::epaint::QuadraticBezierShape::from_points_stroke([from, middle, to], false, egui::Color32::TRANSPARENT, stroke));
    let back = (middle - to).normalized();
    for side in [0.5, -0.5] {
        painter.line_segment([to, to + 5.0 * (egui::emath::Rot2::from_angle(side) * back)], stroke);
    }
}

/// The days at the ends of the line; one where they are the same, one below the other where there is no room.
fn ends(ui: &mut Ui, theme: &Theme, [first, last]: &[String; 2]) {
    let small = font(TextSize::Small, Weight::Regular);
    let width = |words: &str| ui.painter().layout_no_wrap(words.to_owned(), small.clone(), theme.weak).size().x;
    if first == last {
        ui.vertical_centered(|ui| ui.label(text(first, TextSize::Small, Weight::Regular, theme.weak)));
    } else if width(first) + width(last) + 2.0 * ROOM < ui.available_width() {
        let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), 16.0), Sense::hover());
        response.widget_info(|| WidgetInfo::labeled(Role::Label, true, format!("{first} · {last}")));
        let inset = vec2(ROOM - SIGN / 2.0, 0.0);
        ui.painter().text(rect.left_center() + inset, Align2::LEFT_CENTER, first, small.clone(), theme.weak);
        ui.painter().text(rect.right_center() - inset, Align2::RIGHT_CENTER, last, small.clone(), theme.weak);
    } else {
        ui.label(text(&format!("{first} · {last}"), TextSize::Small, Weight::Regular, theme.weak));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{About, Header, Records};

    fn told(reports: Vec<Report>) -> ReportsInTime {
        let records = Records { reports: reports.into_iter().map(|report| (report.id.clone(), report)).collect(), ..Records::default() };
        let situation = Situation::with_records(Header::default(), records);
        let event: EventId = "e".into();
        let standing = Standing::of(&situation, &event);
        let statements = situation.reports_about(&event).to_vec();
        ReportsInTime::of(&situation, &event, &standing, &statements)
    }

    fn report(id: &str, published: Option<&str>, stance: Stance, n: usize) -> Report {
        let about = (0..n).map(|_| About::new(Subject::Event("e".into()), stance)).collect();
        let published = published.map(|date| When::parse(date).unwrap());
        Report { published, about, ..Report::new(id.into(), "s".into()) }
    }

    #[test]
    fn what_is_taken_back_in_many_words_is_tied_once() {
        let reports = vec![report("a", Some("2024-01-01"), Stance::Asserts, 1), report("b", Some("2024-01-02"), Stance::Retracts, 50)];
        assert_eq!(told(reports).ties.into_iter().collect::<Vec<_>>(), [(1, 0)]);
    }

    #[test]
    fn a_report_without_a_date_counts_once_however_much_it_says() {
        let told = told(vec![report("a", Some("2024-01-01"), Stance::Asserts, 1), report("b", None, Stance::Comments, 3)]);
        assert_eq!((told.signs.len(), told.n_undated), (1, 1));
    }
}
