//! The form that grades a statement or a source anew: letter, digit, why, and what was judged before.

use egui::containers::menu::{MenuButton, MenuConfig};
use egui::{Align, Layout, PopupCloseBehavior, Role, ScrollArea, TextEdit, Ui, WidgetInfo, vec2};

use crate::command::{Command, EditCommand, Outbox};
use crate::model::{Credibility, Grade, Graded, RecordId, Regrade, Reliability, Report, Situation, Source};
use crate::panels::View;
use crate::panels::pieces::{section, text, trace_rect};
use crate::panels::summary::record_of;
use crate::theme::{TextSize, Weight};
use crate::viewpoint::Preferences;
use crate::wording;

/// What is to be graded.
#[derive(Clone, Copy)]
pub enum Subject<'a> {
    Source(&'a Source),
    /// What a report says of one thing, by the index into its `about`.
    Statement(&'a Report, usize),
}

/// What is chosen and typed so far.
#[derive(Clone, Debug, Default, PartialEq)]
struct Draft {
    grade: Grade,
    /// Whether a letter is to hold for this report alone.
    is_for_report: bool,
    why: String,
    by: String,
}

/// The grade as a button, which opens the form.
pub fn grade_button(view: &View<'_>, ui: &mut Ui, subject: Subject<'_>, out: &mut Outbox) {
    let Some(situation) = view.situation else { return };
    let theme = view.theme;
    let now = subject.grade(situation);
    let unknown = subject.unknown(situation, now);
    let words = if now == Grade::default() && unknown == [false; 2] { wording::GRADE.to_owned() } else { subject.shown(now, unknown) };
    let name = wording::grade_button(&words);
    let stays = MenuConfig::new().close_behavior(PopupCloseBehavior::CloseOnClickOutside);
    let label = egui::Button::new(text(&words, TextSize::Small, Weight::Semibold, theme.text)).min_size(vec2(0.0, 20.0));
    let (button, form) = MenuButton::from_button(label).config(stays).ui(ui, |ui| {
        // A form, not a menu: its fields have edges, and its lines are not stretched.
        ui.reset_style();
        ui.with_layout(Layout::top_down(Align::Min), |ui| form(view, situation, subject, ui, out));
    });
    trace_rect("grade", subject.key(), button.rect);
    button.widget_info(|| WidgetInfo::labeled(Role::Button, true, &name));
    if form.is_none() {
        // What was begun and left is not kept for the next time.
        let id = draft_id(&subject);
        ui.data_mut(|data| data.remove::<Draft>(id));
        let odd = if unknown.contains(&true) { wording::UNKNOWN_GRADE } else { "" };
        let lines = [&*wording::grade_explained(now), odd, subject.hint()];
        button.on_hover_text(lines.into_iter().filter(|line| !line.is_empty()).collect::<Vec<_>>().join("\n"));
    }
}

fn draft_id(subject: &Subject<'_>) -> egui::Id {
    egui::Id::unique(("grade", subject.key()))
}

impl Subject<'_> {
    fn grade(&self, situation: &Situation) -> Grade {
        match self {
            Self::Source(source) => Grade { reliability: source.graded.last().map(|graded| graded.grade), credibility: None },
            Self::Statement(report, index) => report.about.get(*index).map(|about| Grade::of(situation, report, about)).unwrap_or_default(),
        }
    }

    /// Whether the file gives a letter or a digit that is none.
    fn unknown(&self, situation: &Situation, grade: Grade) -> [bool; 2] {
        let of_source = |source: &Source| source.extra.contains_key("graded");
        let [letter, digit] = match self {
            Self::Source(source) => [of_source(source), false],
            Self::Statement(report, index) => {
                let letter = report.extra.contains_key("reliability") || situation.source(&report.source).is_some_and(of_source);
                let about = report.about.get(*index);
                [letter, about.is_some_and(|about| about.extra.contains_key("credibility") || about.extra.contains_key("graded"))]
            }
        };
        [letter && grade.reliability.is_none(), digit && grade.credibility.is_none()]
    }

    /// As `B2`; what the file gives and is no grade as `?`. A source has but a letter.
    fn shown(&self, grade: Grade, [is_odd_letter, is_odd_digit]: [bool; 2]) -> String {
        let sign = |word: Option<&'static str>, is_odd: bool| word.unwrap_or(if is_odd { "?" } else { "-" });
        let letter = sign(grade.reliability.map(Reliability::word), is_odd_letter);
        match self {
            Self::Source(_) => letter.to_owned(),
            Self::Statement(..) => format!("{letter}{}", sign(grade.credibility.map(Credibility::word), is_odd_digit)),
        }
    }

    fn key(&self) -> String {
        match self {
            Self::Source(source) => format!("source:{}", source.id),
            Self::Statement(report, index) => format!("report:{}:{index}", report.id),
        }
    }

    /// Whom or what one grades: "US officials asserted: Troops in Kursk".
    fn name(&self, view: &View<'_>) -> String {
        match self {
            Self::Source(source) => view.name(&RecordId::Source(source.id.clone())).to_owned(),
            Self::Statement(report, index) => {
                let source = RecordId::Source(report.source.clone());
                let about = report.about.get(*index);
                let said = about.map(|about| wording::said_of(wording::stance_done(about.stance), view.name(&record_of(&about.subject))));
                wording::who_said(view.name(&source), said.as_deref())
            }
        }
    }

    fn hint(&self) -> &'static str {
        match self {
            Self::Source(_) => wording::GRADE_SOURCE,
            Self::Statement(..) => wording::GRADE_THIS,
        }
    }
}

fn form(view: &View<'_>, situation: &Situation, subject: Subject<'_>, ui: &mut Ui, out: &mut Outbox) {
    const WIDTH: f32 = 340.0;
    const HISTORY: f32 = 90.0;
    ui.set_width(WIDTH);
    ui.spacing_mut().item_spacing.y = 2.0;
    let now = subject.grade(situation);
    let id = draft_id(&subject);
    let mut draft = ui.data(|data| data.get_temp::<Draft>(id)).unwrap_or_else(|| Draft {
        grade: now,
        is_for_report: matches!(subject, Subject::Statement(report, _) if !report.reliability.is_empty()),
        by: view.preferences.name.clone().unwrap_or_default(),
        ..Draft::default()
    });
    ui.label(text(&subject.name(view), TextSize::Small, Weight::Semibold, view.theme.text));
    choices(ui, view, subject, &mut draft);
    let is_entered = [(&mut draft.why, wording::WHY, wording::WHY_HINT), (&mut draft.by, wording::YOUR_NAME, wording::YOUR_NAME_HINT)]
        .map(|(typed, name, hint)| line(ui, typed, name, hint));
    ui.add_space(6.0);
    let regrades = regrades(view, situation, subject, &draft);
    let button = ui.add_enabled(!regrades.is_empty(), egui::Button::new(wording::REGRADE));
    trace_rect("grade", "regrade", button.rect);
    if !regrades.is_empty() && (button.clicked() || is_entered.contains(&true)) {
        let name = Some(draft.by.trim().to_owned()).filter(|name| !name.is_empty());
        if name != view.preferences.name {
            out.push(Command::Prefer(Preferences { name, ..view.preferences.clone() }));
        }
        out.push(Command::Edit(EditCommand::Regrade(regrades)));
        ui.close();
    }
    // Last, and scrolled by itself: however long it is, the form shows its button.
    ScrollArea::vertical().max_height(HISTORY).auto_shrink([false, true]).show(ui, |ui| history(view, situation, subject, ui));
    ui.data_mut(|data| data.insert_temp(id, draft));
}

/// Digits and letters to choose from.
fn choices(ui: &mut Ui, view: &View<'_>, subject: Subject<'_>, draft: &mut Draft) {
    if let Subject::Statement(..) = subject {
        section(ui, view.theme, wording::CREDIBILITY_OF_STATEMENT);
        for digit in Credibility::ALL {
            let response = ui.radio_value(&mut draft.grade.credibility, Some(*digit), wording::credibility(*digit));
            trace_rect("grade-choice", digit.word(), response.rect);
        }
    }
    section(ui, view.theme, wording::RELIABILITY_OF_SOURCE);
    for letter in Reliability::ALL {
        let response = ui.radio_value(&mut draft.grade.reliability, Some(*letter), wording::reliability(*letter));
        trace_rect("grade-choice", letter.word(), response.rect);
    }
    if let Subject::Statement(..) = subject {
        ui.horizontal(|ui| {
            ui.radio_value(&mut draft.is_for_report, false, wording::FOR_ALL_REPORTS);
            ui.radio_value(&mut draft.is_for_report, true, wording::FOR_THIS_REPORT);
        });
    }
}

/// A line to be typed; says whether Enter ended it.
fn line(ui: &mut Ui, typed: &mut String, name: &str, hint: &str) -> bool {
    ui.add_space(4.0);
    let response = ui.add(TextEdit::singleline(typed).hint_text(format!("{name}: {hint}")).char_limit(400).desired_width(f32::INFINITY));
    response.widget_info(|| WidgetInfo::labeled(Role::TextInput, true, name));
    trace_rect("grade", name, response.rect);
    response.lost_focus() && ui.input(|input| input.key_pressed(egui::Key::Enter))
}

/// What the draft changes.
fn regrades(view: &View<'_>, situation: &Situation, subject: Subject<'_>, draft: &Draft) -> Vec<Regrade> {
    let filled = |words: &str| Some(words.trim().to_owned()).filter(|words| !words.is_empty());
    let on = view.today();
    let (by, why) = (filled(&draft.by), filled(&draft.why));
    let letter = |grade| Graded::new(grade, on.as_ref(), by.as_deref(), why.as_deref());
    let digit = |grade| Graded::new(grade, on.as_ref(), by.as_deref(), why.as_deref());
    let now = subject.grade(situation);
    let mut regrades = Vec::new();
    if let Some(grade) = draft.grade.reliability {
        match subject {
            Subject::Source(source) if now.reliability != Some(grade) => {
                regrades.push(Regrade::Source { source: source.id.clone(), judgement: letter(grade) });
            }
            Subject::Statement(report, _) if draft.is_for_report && now.reliability != Some(grade) => {
                regrades.push(Regrade::Report { report: report.id.clone(), judgement: letter(grade) });
            }
            Subject::Statement(report, _) if !draft.is_for_report => {
                let of_source = situation.source(&report.source).map(|source| source.graded.last().map(|graded| graded.grade));
                if of_source.is_some_and(|known| known != Some(grade)) {
                    regrades.push(Regrade::Source { source: report.source.clone(), judgement: letter(grade) });
                }
            }
            Subject::Source(_) | Subject::Statement(..) => {}
        }
    }
    if let (Subject::Statement(report, index), Some(grade)) =
        (subject, draft.grade.credibility.filter(|_| draft.grade.credibility != now.credibility))
    {
        regrades.push(Regrade::Statement { report: report.id.clone(), index, judgement: digit(grade) });
    }
    regrades
}

/// What was judged before, of the statement, of its report and of its source; the last first.
fn history(view: &View<'_>, situation: &Situation, subject: Subject<'_>, ui: &mut Ui) {
    let mut lines = Vec::new();
    let source = match subject {
        Subject::Source(source) => Some(source),
        Subject::Statement(report, index) => {
            let digits = report.about.get(index).map(|about| about.graded.as_slice()).unwrap_or_default();
            lines.extend(digits.iter().rev().map(|graded| judgement(view, wording::credibility(graded.grade), graded)));
            lines.extend(
                report.reliability.iter().rev().map(|graded| judgement(view, wording::reliability_of_report(graded.grade), graded)),
            );
            situation.source(&report.source)
        }
    };
    let letters = source.map(|source| source.graded.as_slice()).unwrap_or_default();
    lines.extend(letters.iter().rev().map(|graded| judgement(view, wording::reliability(graded.grade), graded)));
    if lines.is_empty() {
        return;
    }
    section(ui, view.theme, wording::GRADED_BEFORE);
    for line in lines.iter().take(20) {
        ui.add(egui::Label::new(text(line, TextSize::Small, Weight::Regular, view.theme.weak)).wrap());
    }
}

/// One judgement of the history in a line.
pub fn judgement<G>(view: &View<'_>, grade: String, graded: &Graded<G>) -> String {
    let on = graded.on.as_ref().map(|when| view.dates.when(when));
    wording::dotted([Some(&*grade), on.as_deref(), graded.by.as_deref(), graded.why.as_deref()])
}
