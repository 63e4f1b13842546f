//! The source text beside the map: what is quoted from it is marked, and a press on that leads to what it supports.

use std::ops::Range;

use egui::text::{LayoutJob, TextFormat};
use egui::{
    Align, Color32, CornerRadius, Frame, Galley, Margin, Panel, Pos2, Rect, Role, ScrollArea, Sense, Stroke, Ui, WidgetInfo, pos2, vec2,
};

use crate::base::{readable, shortened};
use crate::command::{Action, Command, Outbox};
use crate::document::Document;
use crate::formats::native::is_hash;
use crate::map::signs;
use crate::model::{About, Grade, Lost, Quotation, Quotations, RecordId, Report, ReportId, StandingWord, Subject};
use crate::panels::View;
use crate::panels::pieces::{chip, icon_button, link, text, trace_rect};
use crate::panels::summary::record_of;
use crate::theme::{TextSize, Theme, Weight, font};
use crate::viewpoint::{Item, Reading};
use crate::wording;

/// A text cut into pieces that are laid out one by one, and what is quoted from it: worked out once for each text.
#[derive(Debug, Default)]
pub struct TextFacts {
    /// In bytes, one after the other; what they leave out are line ends.
    blocks: Vec<Range<usize>>,
    pub quotations: Quotations,
    /// How long the longest quotation is, in bytes: one that reaches into a block begins no further before it.
    longest: usize,
    /// How many excerpts were found nowhere, and how many were not looked for.
    n_lost: [usize; 2],
    /// The first report whose own text it is.
    report: Option<ReportId>,
}

impl TextFacts {
    pub fn of(document: &Document, file: &str) -> Option<Self> {
        let text = document.text(file)?;
        let quotations = Quotations::of(document.situation(), file, text);
        let longest = quotations.placed.iter().map(|quotation| quotation.range.len()).max().unwrap_or_default();
        let n_sought = quotations.lost.iter().filter(|lost| lost.is_sought).count();
        let mut reports = document.situation().reports().values();
        let report = reports.find(|report| report.text.as_ref().is_some_and(|text| text.file == file)).map(|report| report.id.clone());
        let n_lost = [n_sought, quotations.lost.len() - n_sought];
        Some(Self { blocks: blocks(text), quotations, longest, n_lost, report })
    }

    /// The quotations that reach into a stretch, at most so many.
    fn within(&self, range: &Range<usize>) -> impl Iterator<Item = (usize, &Quotation)> {
        const MOST: usize = 100;
        let placed = &self.quotations.placed;
        let first = placed.partition_point(|quotation| quotation.range.start + self.longest < range.start);
        let last = placed.partition_point(|quotation| quotation.range.start < range.end);
        let near = placed.get(first..last).unwrap_or_default().iter().enumerate();
        near.map(move |(at, quotation)| (first + at, quotation)).filter(move |(_, quotation)| quotation.range.end > range.start).take(MOST)
    }
}

/// Paragraphs: lines, or what stands between empty lines where there are any. Long ones are cut at a space, and of a text of very many
/// lines several stand together.
fn blocks(text: &str) -> Vec<Range<usize>> {
    const LONGEST: usize = 2_000;
    /// Of larger texts no block is shorter.
    const LARGE: usize = 1_000_000;
    let shortest = if text.len() > LARGE { 800 } else { 0 };
    let has_gaps = text.contains("\n\n") || text.contains("\n\r\n");
    let mut blocks: Vec<Range<usize>> = Vec::new();
    let mut at = 0;
    let mut goes_on = false;
    for line in text.split_inclusive('\n') {
        let mut start = at;
        at += line.len();
        let end = start + line.trim_end_matches(['\n', '\r']).len();
        if end == start || line.trim().is_empty() {
            goes_on = false;
            continue;
        }
        while end - start > LONGEST {
            let most = text.floor_char_boundary(start + LONGEST);
            let piece = text.get(start..most).unwrap_or_default();
            let cut = piece.rfind(' ').map_or(most, |space| start + space + 1).max(start + 1);
            let cut = text.ceil_char_boundary(cut);
            blocks.push(start..cut);
            (start, goes_on) = (cut, false);
        }
        match blocks.last_mut().filter(|last| (goes_on && has_gaps || last.len() < shortest) && end - last.start <= LONGEST) {
            Some(last) => last.end = end,
            None => blocks.push(start..end),
        }
        goes_on = true;
    }
    blocks
}

/// Only what is fleeting: how high blocks are, and where it is scrolled to.
#[derive(Default)]
pub struct TextPanel {
    laid: Laid,
    shown: Option<(u64, Reading)>,
    /// Whether the statement in hand is still to be brought into view.
    is_to_scroll: bool,
    /// The block at the top of what is seen.
    first_seen: usize,
}

/// The heights of all blocks: guessed from their lengths until they have been seen.
#[derive(Default)]
struct Laid {
    key: (u64, u32),
    heights: Vec<f32>,
    /// One more than blocks: where the last ends.
    starts: Vec<f32>,
}

impl Laid {
    /// Whether the same text was laid out in another width before.
    fn of(&mut self, key: (u64, u32), facts: &TextFacts, width: f32) -> bool {
        if self.key == key && self.heights.len() == facts.blocks.len() {
            return false;
        }
        let is_rewrapped = self.key.0 == key.0;
        let per_line = (width / 7.4).max(1.0);
        self.key = key;
        self.heights = facts.blocks.iter().map(|block| (block.len() as f32 / per_line).ceil().max(1.0) * line_height()).collect();
        self.add_up();
        is_rewrapped
    }

    fn add_up(&mut self) {
        let mut at = 0.0;
        self.starts.clear();
        self.starts.push(at);
        for height in &self.heights {
            at += height + BETWEEN;
            self.starts.push(at);
        }
    }

    /// Of the whole text. One that is longer than what is seen of it has room below, so that its last line can be brought up too.
    fn height(&self, seen: f32) -> f32 {
        let all = self.starts.last().copied().unwrap_or_default() + 24.0;
        if all > seen { all + seen / 2.0 } else { all }
    }

    fn start(&self, block: usize) -> f32 {
        self.starts.get(block).copied().unwrap_or_default()
    }
}

const SIZE: TextSize = TextSize::Strong;
/// Between paragraphs.
const BETWEEN: f32 = 10.0;
/// Where the signs of what stands in a line are.
const MARGIN: f32 = 44.0;
/// A line that is longer is lost on the way back.
const MEASURE: f32 = 580.0;

fn line_height() -> f32 {
    (SIZE.points() * 1.5).round()
}

impl TextPanel {
    /// Whether the window is wide enough for a text, the map and the panel at the right beside one another.
    pub fn has_room_beside(width: f32) -> bool {
        width >= 900.0
    }

    /// In a panel of its own at the left; where there is no room for three, in the place of the one at the right.
    pub fn ui(&mut self, view: &View<'_>, ui: &mut Ui, out: &mut Outbox) {
        let Some(reading) = &view.viewpoint.reading else { return };
        let room = ui.available_width();
        if Self::has_room_beside(room) {
            let width = (room * 0.32).clamp(300.0, MEASURE + MARGIN + 60.0).round();
            let most = (room * 0.45).max(320.0);
            let panel = Panel::left("text").frame(Frame::new()).resizable(true).default_size(width).size_range(280.0..=most);
            panel.show(ui, |ui| self.contents(view, reading, ui, out));
        } else {
            let width = (room * 0.55).max(240.0);
            Panel::right("text-instead").frame(Frame::new()).exact_size(width).show(ui, |ui| self.contents(view, reading, ui, out));
        }
    }

    fn contents(&mut self, view: &View<'_>, reading: &Reading, ui: &mut Ui, out: &mut Outbox) {
        let is_new = self.shown.as_ref().is_none_or(|(rev, shown)| *rev != view.text_rev || shown != reading);
        if is_new {
            self.shown = Some((view.text_rev, reading.clone()));
            self.is_to_scroll = true;
        }
        header(view, reading, ui, out);
        let Some((facts, whole)) = view.text.zip(view.document.and_then(|document| document.text(&reading.file))) else {
            Frame::new().inner_margin(Margin::symmetric(16, 8)).show(ui, |ui| {
                ui.label(text(wording::TEXT_IS_GONE, TextSize::Body, Weight::Regular, view.theme.weak));
            });
            return;
        };
        if let Some((report, about, index)) = in_hand(view, reading) {
            let most = (ui.available_height() * 0.4).max(60.0);
            let frame = Frame::new().fill(view.theme.raised).inner_margin(Margin { left: 16, right: 12, top: 8, bottom: 10 });
            Panel::bottom("statement").frame(frame).max_size(most).show(ui, |ui| {
                ScrollArea::vertical().auto_shrink([false, true]).show(ui, |ui| supported(view, facts, report, about, index, ui, out));
            });
        }
        self.body(view, reading, facts, whole, ui, out);
    }

    /// The text itself: only the blocks in view are laid out.
    fn body(&mut self, view: &View<'_>, reading: &Reading, facts: &TextFacts, whole: &str, ui: &mut Ui, out: &mut Outbox) {
        let width = (ui.available_width() - MARGIN - 24.0).clamp(80.0, MEASURE).round();
        let is_rewrapped = self.laid.of((view.text_rev, width.to_bits()), facts, width);
        let statement = reading.statement.as_ref();
        let target = statement.and_then(|(report, index)| facts.quotations.position(report, *index));
        let target = target.and_then(|at| facts.quotations.placed.get(at)).map(|quotation| quotation.range.start);
        let height = ui.available_height();
        let mut wanted = None;
        if is_rewrapped {
            // In another width the same words stay at the top.
            wanted = Some((self.laid.start(self.first_seen), Align::TOP));
        }
        let is_scrolled = std::mem::take(&mut self.is_to_scroll);
        if is_scrolled {
            if let Some(at) = target {
                wanted = Some((self.top_of(view, facts, whole, at, [width, height], ui), Align::Center));
            } else if statement.is_none() {
                wanted = Some((0.0, Align::TOP));
            }
        }
        ScrollArea::vertical().id_salt(("text", &reading.file)).auto_shrink([false, false]).show_viewport(ui, |ui, seen| {
            ui.set_height(self.laid.height(height));
            ui.set_width(ui.available_width());
            let origin = ui.max_rect().min + vec2(0.0, 8.0);
            if let Some((top, align)) = wanted {
                // Not by the area's offset, which springs back from where the text did not reach before.
                let line = Rect::from_min_size(pos2(origin.x, origin.y + top), vec2(1.0, line_height()));
                ui.scroll_to_rect_animation(line, Some(align), egui::style::ScrollAnimation::none());
                ui.ctx().request_repaint();
            }
            let first = self.laid.starts.partition_point(|start| *start <= seen.top()).saturating_sub(1);
            self.first_seen = first;
            let mut is_changed = false;
            for (number, block) in facts.blocks.iter().enumerate().skip(first) {
                let top = self.laid.start(number);
                if top > seen.bottom() {
                    break;
                }
                let Some(words) = whole.get(block.clone()) else { continue };
                let marks: Vec<(usize, &Quotation)> = facts.within(block).collect();
                let paragraph = Paragraph { view, words, block, marks: &marks, number };
                let galley = paragraph.laid_out(width, ui);
                if let Some(known) = self.laid.heights.get_mut(number).filter(|known| (**known - galley.size().y).abs() > 0.5) {
                    *known = galley.size().y;
                    is_changed = true;
                }
                paragraph.show(&galley, pos2(origin.x, origin.y + top), width, ui, out);
            }
            if is_changed {
                // What was seen on the way is higher or lower than was guessed, and so is all below it.
                self.is_to_scroll |= is_scrolled;
                self.laid.add_up();
                ui.ctx().request_repaint();
            }
        });
    }

    /// How far down the text a byte of it stands, once all is measured that will be seen with it.
    fn top_of(&mut self, view: &View<'_>, facts: &TextFacts, whole: &str, at: usize, [width, height]: [f32; 2], ui: &Ui) -> f32 {
        let number = facts.blocks.partition_point(|block| block.start <= at).saturating_sub(1);
        let laid_out = |number: usize| {
            let block = facts.blocks.get(number)?;
            let words = whole.get(block.clone())?;
            let marks: Vec<(usize, &Quotation)> = facts.within(block).collect();
            let galley = Paragraph { view, words, block, marks: &marks, number }.laid_out(width, ui);
            Some((galley, n_chars(words, at.saturating_sub(block.start))))
        };
        let mut measure = |numbers: &mut dyn Iterator<Item = usize>| {
            let mut left = height;
            while let Some(number) = numbers.next().filter(|_| left > 0.0) {
                let Some((galley, _)) = laid_out(number) else { break };
                left -= galley.size().y + BETWEEN;
                if let Some(known) = self.laid.heights.get_mut(number) {
                    *known = galley.size().y;
                }
            }
        };
        measure(&mut (0..number).rev());
        measure(&mut (number..facts.blocks.len()));
        self.laid.add_up();
        let within = laid_out(number).map(|(galley, n)| galley.pos_from_cursor(egui::text::CCursor::new(n)).top());
        self.laid.start(number) + within.unwrap_or_default()
    }
}

/// How many characters stand before a byte.
fn n_chars(words: &str, byte: usize) -> usize {
    words.get(..words.floor_char_boundary(byte.min(words.len()))).unwrap_or_default().chars().count()
}

/// The statement in hand, with the index of it.
fn in_hand<'a>(view: &View<'a>, reading: &Reading) -> Option<(&'a Report, &'a About, usize)> {
    let (id, index) = reading.statement.as_ref()?;
    let report = view.situation?.report(id)?;
    Some((report, report.about.get(*index)?, *index))
}

/// What the text is, whether it is the one that was quoted from, and the way through its quotations.
fn header(view: &View<'_>, reading: &Reading, ui: &mut Ui, out: &mut Outbox) {
    let theme = view.theme;
    Frame::new().inner_margin(Margin { left: 16, right: 8, top: 6, bottom: 6 }).show(ui, |ui| {
        ui.horizontal(|ui| {
            let title = ui.label(text(wording::SOURCE_TEXT, TextSize::Small, Weight::Semibold, theme.weak));
            title.widget_info(|| WidgetInfo::labeled(Role::Heading, true, wording::SOURCE_TEXT));
            ui.with_layout(egui::Layout::right_to_left(Align::Center), |ui| {
                if icon_button(ui, "✕", wording::CLOSE, &wording::action_and_key(Action::ReadText, ui.ctx())) {
                    out.push(Command::Read(None));
                }
                for (sign, action) in [("→", Action::NextQuotation), ("←", Action::PreviousQuotation)] {
                    if icon_button(ui, sign, wording::action(action), &wording::action_and_key(action, ui.ctx())) {
                        out.push(Command::Act(action));
                    }
                }
            });
        });
        let own = view.situation.and_then(|situation| {
            let is_own = |report: &&Report| report.text.as_ref().is_some_and(|text| text.file == reading.file);
            let in_hand = reading.statement.as_ref().and_then(|(id, _)| situation.report(id)).filter(is_own);
            in_hand.or_else(|| view.text.and_then(|facts| situation.report(facts.report.as_ref()?)))
        });
        let title = own.map_or_else(String::new, |report| view.name(&RecordId::Report(report.id.clone())).to_owned());
        let title = if title.is_empty() { reading.file.clone() } else { title };
        ui.add(egui::Label::new(text(&shortened(&title, 160), TextSize::Strong, Weight::Semibold, theme.text)).wrap());
        let hash = own.and_then(|report| report.text.as_ref()?.sha256.as_deref());
        let is_same = hash.zip(view.document.and_then(|document| document.hash(&reading.file))).map(|(told, found)| is_hash(told, found));
        let date = own.and_then(|report| report.published.as_ref()).map(|when| view.dates.when(when));
        let lang = own.and_then(|report| report.lang.as_deref()).map(wording::language);
        let same = (is_same == Some(true)).then(|| wording::TEXT_IS_THE_SAME.to_owned());
        let facts: Vec<String> = [Some(shortened(&reading.file, 80)), date, lang, same].into_iter().flatten().collect();
        ui.label(text(&facts.join(" · "), TextSize::Small, Weight::Regular, theme.weak));
        if is_same == Some(false) {
            ui.label(text(wording::TEXT_IS_ANOTHER, TextSize::Small, Weight::Semibold, theme.error));
        }
        if let Some(facts) = view.text {
            let quotations = &facts.quotations;
            let at = reading.statement.as_ref().and_then(|(report, index)| quotations.position(report, *index));
            let [n_lost, n_not_sought] = facts.n_lost;
            let lost = Some(n_lost).filter(|n| *n > 0).map(wording::lost_quotations);
            let not_sought = Some(n_not_sought).filter(|n| *n > 0).map(wording::quotations_not_sought);
            let all = wording::quotation_of(at, quotations.placed.len());
            let counts: Vec<String> = std::iter::once(all).chain(lost).chain(not_sought).collect();
            ui.label(text(&counts.join(" · "), TextSize::Small, Weight::Regular, theme.weak));
        }
    });
    let (line, _) = ui.allocate_exact_size(vec2(ui.available_width(), 1.0), Sense::hover());
    ui.painter().rect_filled(line, CornerRadius::ZERO, theme.hairline);
}

/// Who says what with the words in hand, how good that is, and about what; with everybody else whose words these are.
fn supported(view: &View<'_>, facts: &TextFacts, report: &Report, about: &About, index: usize, ui: &mut Ui, out: &mut Outbox) {
    let theme = view.theme;
    let heading = ui.label(text(wording::HELD_IN_HAND, TextSize::Small, Weight::Semibold, theme.weak));
    heading.widget_info(|| WidgetInfo::labeled(Role::Heading, true, wording::HELD_IN_HAND));
    statement(view, report, about, ui, out);
    let quotations = &facts.quotations;
    let Some(own) = quotations.position(&report.id, index).and_then(|at| quotations.placed.get(at)) else {
        let lost = |lost: &&Lost| lost.report == report.id && lost.index == index;
        if let Some(quote) = &about.excerpt {
            ui.label(text(&wording::quoted(quote), TextSize::Body, Weight::Regular, theme.text));
        }
        let lost = quotations.lost.iter().find(lost);
        let fault = lost.and_then(|lost| lost.fault).map(wording::span_fault);
        let is_sought = lost.is_none_or(|lost| lost.is_sought);
        let outcome = if is_sought { wording::NOT_FOUND_IN_TEXT } else { wording::NOT_SOUGHT_IN_TEXT };
        let words: Vec<String> = fault.into_iter().chain([outcome.to_owned()]).collect();
        ui.label(text(&words.join(" "), TextSize::Small, Weight::Semibold, theme.error));
        return;
    };
    if let Some(words) = wording::placed(own.placed) {
        ui.label(text(&words, TextSize::Small, Weight::Regular, theme.weak));
    }
    let others = facts.within(&own.range).filter(|(_, other)| *other != own).take(20);
    for (_, other) in others {
        let found = view.situation.and_then(|situation| situation.report(&other.report)).and_then(|r| Some((r, r.about.get(other.index)?)));
        if let Some((report, about)) = found {
            statement(view, report, about, ui, out);
        }
    }
}

fn statement(view: &View<'_>, report: &Report, about: &About, ui: &mut Ui, out: &mut Outbox) {
    let theme = view.theme;
    ui.horizontal_wrapped(|ui| {
        let (rect, _) = ui.allocate_exact_size(vec2(12.0, 16.0), Sense::hover());
        signs::paint(rect.center(), StandingWord::of_one(about.stance), theme, ui.painter());
        ui.label(text(view.name(&RecordId::Source(report.source.clone())), TextSize::Body, Weight::Semibold, theme.text));
        ui.label(text(wording::stance_done(about.stance), TextSize::Body, Weight::Regular, theme.text));
        let grade = view.situation.map(|situation| Grade::of(situation, report, about)).unwrap_or_default();
        if grade != Grade::default() {
            chip(ui, theme, &grade.to_string(), theme.text).on_hover_text(wording::grade_explained(grade));
        }
        link(ui, view, &record_of(&about.subject), out);
    });
}

/// A block of the text, with what is quoted from it.
struct Paragraph<'a, 'v> {
    view: &'a View<'v>,
    words: &'a str,
    block: &'a Range<usize>,
    marks: &'a [(usize, &'a Quotation)],
    /// The number of the block.
    number: usize,
}

/// How a quotation stands to what is selected.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Tie {
    None,
    /// Its report, or what it is about, is selected.
    Related,
    InHand,
}

impl Paragraph<'_, '_> {
    fn tie(&self, quotation: &Quotation) -> Tie {
        let viewpoint = self.view.viewpoint;
        let in_hand = viewpoint.reading.as_ref().and_then(|reading| reading.statement.as_ref());
        if in_hand.is_some_and(|(report, index)| *report == quotation.report && *index == quotation.index) {
            return Tie::InHand;
        }
        let Some(Item::Record(selected)) = &viewpoint.selection else { return Tie::None };
        let is_related = match selected {
            // While a statement of it is in hand, the others of its report are no more than any.
            RecordId::Report(id) => *id == quotation.report && in_hand.is_none_or(|(report, _)| report != id),
            RecordId::Event(id) => about(self.view, quotation).is_some_and(|about| about.subject == Subject::Event(id.clone())),
            _ => false,
        };
        if is_related { Tie::Related } else { Tie::None }
    }

    /// The part of a quotation that stands in this block, in bytes of the block.
    fn part(&self, quotation: &Quotation) -> Range<usize> {
        let Range { start, end } = quotation.range;
        start.saturating_sub(self.block.start)..end.min(self.block.end).saturating_sub(self.block.start)
    }

    /// Marked by a line under the words, on another ground where it is selected.
    fn laid_out(&self, width: f32, ui: &Ui) -> std::sync::Arc<Galley> {
        let theme = self.view.theme;
        let shown = readable(self.words);
        let mut cuts: Vec<usize> = self.marks.iter().flat_map(|(_, mark)| [self.part(mark).start, self.part(mark).end]).collect();
        cuts.extend([0, self.words.len()]);
        cuts.sort_unstable();
        cuts.dedup();
        let mut job = LayoutJob { wrap: egui::text::TextWrapping::wrap_at_width(width), ..LayoutJob::default() };
        let mut rest = shown.chars();
        for cut in cuts.windows(2) {
            let [from, to] = *cut else { continue };
            let n = self.words.get(from..to).map_or(0, |piece| piece.chars().count());
            let piece: String = rest.by_ref().take(n).collect();
            let marking = self.marks.iter().filter(|(_, mark)| self.part(mark).start < to && self.part(mark).end > from);
            let tie = marking.map(|(_, mark)| self.tie(mark)).max();
            job.append(&piece, 0.0, format(theme, tie));
        }
        ui.painter().layout_job(job)
    }

    fn show(&self, galley: &std::sync::Arc<Galley>, at: Pos2, width: f32, ui: &mut Ui, out: &mut Outbox) {
        let theme = self.view.theme;
        let at = at + vec2(MARGIN, 0.0);
        let rect = Rect::from_min_size(at, vec2(width, galley.size().y));
        let response = ui.interact(rect, ui.scope_id().with(("block", self.number)), Sense::click());
        response.widget_info(|| WidgetInfo::labeled(Role::Label, true, shortened(self.words, 2_000)));
        ui.painter().galley(at, std::sync::Arc::clone(galley), theme.text);
        let under = response.hover_pos().and_then(|pos| self.quotation_at(galley, pos - at));
        if under.is_some() {
            ui.ctx().set_cursor_icon(egui::CursorIcon::PointingHand);
        }
        if let Some(quotation) = under
            && response.clicked()
        {
            out.push(Command::Quote(quotation.report.clone(), quotation.index));
        }
        self.signs(galley, at, ui, out);
    }

    /// Beside the line where a quotation begins: what is done with it, told apart by shape.
    fn signs(&self, galley: &Galley, at: Pos2, ui: &mut Ui, out: &mut Outbox) {
        const MOST_IN_LINE: usize = 2;
        let theme = self.view.theme;
        let mut in_line: (f32, usize) = (f32::NEG_INFINITY, 0);
        for (number, mark) in self.marks.iter().filter(|(_, mark)| self.block.contains(&mark.range.start)) {
            let Some(about) = about(self.view, mark) else { continue };
            let part = self.part(mark);
            let [first, last] =
                [part.start, part.end].map(|byte| galley.pos_from_cursor(egui::text::CCursor::new(n_chars(self.words, byte))));
            let n_in_line = if (in_line.0 - first.top()).abs() < 1.0 { in_line.1 } else { 0 };
            in_line = (first.top(), n_in_line + 1);
            let right = if (first.top() - last.top()).abs() < 1.0 { last.left() } else { galley.size().x };
            let words = Rect::from_min_max(at + first.min.to_vec2(), at + vec2(right.max(first.left() + 4.0), first.bottom()));
            let tie = self.tie(mark);
            if tie != Tie::None {
                let bar = Rect::from_min_max(pos2(at.x - 7.0, at.y + first.top()), pos2(at.x - 4.0, at.y + last.bottom()));
                ui.painter().rect_filled(bar, CornerRadius::same(1), if tie == Tie::InHand { theme.accent } else { theme.weak });
            }
            if n_in_line < MOST_IN_LINE {
                let centre = pos2(at.x - 15.0 - 13.0 * n_in_line as f32, at.y + first.center().y);
                signs::paint(centre, StandingWord::of_one(about.stance), theme, ui.painter());
            }
            let response = ui.interact(words, ui.scope_id().with(("quotation", number)), Sense::click());
            response.widget_info(|| WidgetInfo::labeled(Role::Link, true, self.spoken(mark, about)));
            if ui.is_rect_visible(words) {
                trace_rect("quotation", format_args!("{}:{}", mark.report, mark.index), words);
            }
            if response.hovered() {
                ui.ctx().set_cursor_icon(egui::CursorIcon::PointingHand);
            }
            if response.hovered() || response.has_focus() {
                out.push(Command::Hover(Some(Item::Record(record_of(&about.subject)))));
            }
            if response.clicked() {
                out.push(Command::Quote(mark.report.clone(), mark.index));
            }
        }
    }

    fn spoken(&self, mark: &Quotation, about: &About) -> String {
        let source =
            self.view.situation.and_then(|situation| situation.report(&mark.report)).map(|report| RecordId::Source(report.source.clone()));
        let source = source.as_ref().map(|source| self.view.name(source)).unwrap_or_default();
        let words = self.words.get(self.part(mark)).unwrap_or_default();
        wording::quotation_spoken(source, about.stance, self.view.name(&record_of(&about.subject)), words)
    }

    /// The quotation under a point of the block: the shortest there, or else the first of the sentence.
    fn quotation_at(&self, galley: &Galley, offset: egui::Vec2) -> Option<&Quotation> {
        let n = usize::from(galley.cursor_from_pos(offset).index);
        let byte = self.words.char_indices().nth(n).map_or(self.words.len(), |(at, _)| at);
        let marks = || self.marks.iter().map(|(_, mark)| *mark);
        let under = marks().filter(|mark| self.part(mark).contains(&byte)).min_by_key(|mark| mark.range.len());
        let sentence = sentence_at(self.words, byte);
        under.or_else(|| marks().find(|mark| self.part(mark).start < sentence.end && self.part(mark).end > sentence.start))
    }
}

/// The sentence that a byte stands in: from after the end of the one before to its own. A sentence ends with its mark, and a closing
/// quotation mark after that, before white space.
fn sentence_at(words: &str, byte: usize) -> Range<usize> {
    let is_mark = |c: char| matches!(c, '.' | '?' | '!' | '…');
    let is_closing = |c: char| matches!(c, '”' | '"' | '’' | '»' | ')');
    let (mut start, mut end) = (0, words.len());
    let mut has_ended = false;
    for (at, c) in words.char_indices() {
        if c == '\n' || has_ended && c.is_whitespace() {
            if at > byte {
                end = at;
                break;
            }
            start = at + c.len_utf8();
        }
        has_ended = is_mark(c) || has_ended && is_closing(c);
    }
    start..end
}

fn about<'a>(view: &View<'a>, quotation: &Quotation) -> Option<&'a About> {
    view.situation?.report(&quotation.report)?.about.get(quotation.index)
}

fn format(theme: &Theme, tie: Option<Tie>) -> TextFormat {
    let background = match tie {
        Some(Tie::InHand) => theme.selected_row,
        Some(Tie::Related) => theme.hovered_row,
        _ => Color32::TRANSPARENT,
    };
    let underline = match tie {
        None => Stroke::NONE,
        Some(Tie::InHand) => Stroke::new(2.0, theme.accent),
        Some(_) => Stroke::new(1.0, theme.accent),
    };
    let line_height = Some(line_height());
    TextFormat { font_id: font(SIZE, Weight::Regular), color: theme.text, background, underline, line_height, ..TextFormat::default() }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn cut(text: &str) -> Vec<&str> {
        blocks(text).into_iter().map(|block| text.get(block).unwrap()).collect()
    }

    #[test]
    fn paragraphs_are_lines_or_what_stands_between_empty_lines() {
        assert_eq!(cut("One.\nTwo.\r\nThree."), ["One.", "Two.", "Three."]);
        assert_eq!(cut("One\ngoes on.\n\nTwo.\n"), ["One\ngoes on.", "Two."]);
        assert_eq!(cut(""), Vec::<&str>::new());
    }

    #[test]
    fn large_texts_come_in_few_blocks_of_bounded_length() {
        for text in ["a\n".repeat(2_500_000), "word ".repeat(1_000_000), "é".repeat(2_500_000)] {
            let blocks = blocks(&text);
            assert!(blocks.len() < 10_000, "{}", blocks.len());
            assert!(blocks.iter().all(|block| block.len() <= 2_000));
        }
    }

    #[test]
    fn a_sentence_ends_at_its_mark_and_not_within_a_number() {
        let words = "It “was” 3.5 km. “Was it?” No";
        let of = |part: &str| words.get(sentence_at(words, words.find(part).unwrap())).unwrap().trim();
        assert_eq!((of("3.5"), of("Was"), of("No")), ("It “was” 3.5 km.", "“Was it?”", "No"));
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn blocks_follow_one_another_and_lose_no_letter(text in "([a-zé .]{0,30}|\\PC{0,5}|\n|\r\n| {3000}|x{2500}){0,8}") {
            let blocks = blocks(&text);
            prop_assert!(blocks.windows(2).all(|pair| pair[0].end <= pair[1].start));
            let kept: String = blocks.iter().map(|block| text.get(block.clone()).unwrap()).collect();
            let letters = |text: &str| text.chars().filter(|c| !c.is_whitespace()).collect::<String>();
            prop_assert_eq!(letters(&kept), letters(&text));
        }
    }
}
