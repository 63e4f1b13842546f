//! The form of a report: the utterance, what it says of each thing, and the troops that it tells of.

use egui::{CollapsingHeader, Id, Ui, vec2};

use crate::base::shortened;
use crate::command::Outbox;
use crate::map::symbol_icon;
use crate::model::{
    About, Aspect, Attachment, AttachmentKind, BodyId, Origin, RecordId, Report, Stance, Subject, TextFile, Troops, Via, is_within_folder,
    symbol_with,
};
use crate::panels::editing::steps::{Steps, date, forget_raw, link, raw, word};
use crate::panels::form::Form;
use crate::panels::grading::{self, grade_button};
use crate::panels::pieces::{SYMBOL_HALO, removable_chip, section, text};
use crate::panels::summary::record_of;
use crate::symbols::SymbolCode;
use crate::theme::{TextSize, Theme, Weight};
use crate::wording;
use crate::wording::editing as words;

fn as_subject(id: &RecordId) -> Option<Subject> {
    match id {
        RecordId::Event(id) => Some(Subject::Event(id.clone())),
        RecordId::Report(id) => Some(Subject::Report(id.clone())),
        RecordId::Place(_) | RecordId::Actor(_) | RecordId::Source(_) | RecordId::Scene(_) => None,
    }
}

fn as_via(id: &RecordId) -> Option<Via> {
    match id {
        RecordId::Report(id) => Some(Via::Report(id.clone())),
        RecordId::Source(id) => Some(Via::Source(id.clone())),
        RecordId::Place(_) | RecordId::Actor(_) | RecordId::Event(_) | RecordId::Scene(_) => None,
    }
}

pub fn report(form: &mut Form<'_, '_>, ui: &mut Ui, report: &mut Report, steps: &mut Steps<'_, '_>, out: &mut Outbox) {
    utterance(form, ui, report, steps);
    says(form, ui, report, steps, out);
    section(ui, form.view.theme, words::WHERE_FROM);
    held(form, ui, report, steps);
}

/// Who said it when.
fn utterance(form: &mut Form<'_, '_>, ui: &mut Ui, report: &mut Report, steps: &mut Steps<'_, '_>) {
    let view = form.view;
    let to = form.optional_line(ui, words::TITLE, report.title.as_deref(), "");
    steps.set_text(words::TITLE, &mut report.title, to);
    let source = RecordId::Source(report.source.clone());
    if let Some(to) = form.needed_link(ui, wording::SOURCE, &source, &|id| matches!(id, RecordId::Source(_)))
        && let Some(id) = to.source().cloned()
    {
        steps.linked(view.name(&to));
        report.source = id;
    }
    date(form, ui, wording::PUBLISHED, &mut report.published, (&mut report.extra, "published"), steps);
    date(form, ui, wording::KNOWN, &mut report.known, (&mut report.extra, "known"), steps);
    let to = form.optional_line(ui, wording::LINK, report.url.as_deref(), words::LINK_HINT);
    steps.set_text(wording::LINK, &mut report.url, to);
}

/// How we hold it, and what it rests on.
fn held(form: &mut Form<'_, '_>, ui: &mut Ui, report: &mut Report, steps: &mut Steps<'_, '_>) {
    let own = RecordId::Report(report.id.clone());
    let origin =
        form.choice(ui, words::ORIGIN, Some(report.origin), Origin::ALL, |origin| wording::origin(origin).to_owned(), None).flatten();
    forget_raw(&mut report.extra, "origin", origin.as_ref());
    steps.set(words::ORIGIN, &mut report.origin, origin, |origin| Some(wording::origin(*origin).to_owned()));
    link(form, ui, wording::VIA, &mut report.via, as_via, Some(&own), steps);
    let to = form.words(ui, words::RESTS_ON, &report.basis, |view| {
        let reports = view.situation.into_iter().flat_map(|situation| situation.reports().values());
        let bases: std::collections::BTreeSet<&String> = reports.flat_map(|report| &report.basis).collect();
        bases.into_iter().cloned().collect()
    });
    steps.set(words::RESTS_ON, &mut report.basis, to, |basis| (!basis.is_empty()).then(|| basis.join(", ")));
    link(form, ui, wording::SAID_AT, &mut report.said_at, |id| id.event().cloned(), None, steps);
    link(form, ui, wording::SUPERSEDES, &mut report.supersedes, |id| id.report().cloned(), Some(&own), steps);
    let to = form.optional_line(ui, wording::ARCHIVED, report.archived.as_deref(), words::ARCHIVED_HINT);
    steps.set_text(wording::ARCHIVED, &mut report.archived, to);
    let to = form.optional_line(ui, words::LANGUAGE_TAG, report.lang.as_deref(), words::LANGUAGE_TAG_HINT);
    steps.set_text(words::LANGUAGE_TAG, &mut report.lang, to);
    let to = form.lines(ui, words::TRANSLATION, report.translation.as_deref(), "");
    steps.set_text(words::TRANSLATION, &mut report.translation, to);
    text_file(form, ui, report, steps);
    attachments(form, ui, report, steps);
}

/// Files that were kept with it: each with its kind and a note, and a line for another.
fn attachments(form: &mut Form<'_, '_>, ui: &mut Ui, report: &mut Report, steps: &mut Steps<'_, '_>) {
    let view = form.view;
    section(ui, view.theme, words::ATTACHMENTS);
    let mut gone = None;
    for (index, attachment) in report.attachments.iter_mut().enumerate() {
        let is_gone = form.within(&words::attachment(index + 1), |form| {
            let is_gone = form.labelled(ui, words::FILE, |form, ui| {
                let width = ui.available_width();
                let cross = words::take_away(&attachment.file);
                removable_chip(ui, form.view.theme, &attachment.file, form.view.theme.text, width, Some(&cross))
            });
            let (kind, extra) = (&mut attachment.kind, (&mut attachment.extra, "kind"));
            word(form, ui, words::KIND, kind, AttachmentKind::ALL, wording::attachment_kind, extra, steps);
            let to = form.optional_line(ui, words::NOTE, attachment.note.as_deref(), "");
            steps.set_text(words::NOTE, &mut attachment.note, to);
            is_gone
        });
        if is_gone {
            gone = Some(index);
        }
        ui.add_space(6.0);
    }
    if let Some(index) = gone {
        steps.unlinked(&report.attachments.remove(index).file);
    }
    let known = &report.attachments;
    let to = form.parsed(ui, words::ANOTHER_FILE, "", words::ATTACHMENT_HINT, |text| match text.trim() {
        "" => Ok((None, None)),
        file if known.iter().any(|known| known.file == file) => Err(words::ATTACHED_ALREADY.to_owned()),
        file if is_within_folder(file) => Ok((Some(file.to_owned()), None)),
        _ => Err(words::NOT_WITHIN_FOLDER.to_owned()),
    });
    if let Some(file) = to.flatten() {
        steps.linked(&file);
        report.attachments.push(Attachment { file, sha256: None, kind: None, note: None, extra: Default::default() });
    }
}

/// The file of the source text. Another file has another hash, which is not known here.
fn text_file(form: &mut Form<'_, '_>, ui: &mut Ui, report: &mut Report, steps: &mut Steps<'_, '_>) {
    let shown = report.text.as_ref().map(|text| text.file.clone()).unwrap_or_default();
    let to = form.parsed(ui, words::TEXT_FILE, &shown, words::TEXT_FILE_HINT, |text| match text.trim() {
        "" => Ok((None, None)),
        file if is_within_folder(file) => Ok((Some(file.to_owned()), None)),
        _ => Err(words::NOT_WITHIN_FOLDER.to_owned()),
    });
    let to = to.map(|file| file.map(|file| Box::new(TextFile { file, sha256: None, extra: Default::default() })));
    forget_raw(&mut report.extra, "text", to.as_ref());
    steps.set(words::TEXT_FILE, &mut report.text, to, |text| text.as_ref().map(|text| text.file.clone()));
}

/// What it says of each thing: a line each, which opens.
fn says(form: &mut Form<'_, '_>, ui: &mut Ui, report: &mut Report, steps: &mut Steps<'_, '_>, out: &mut Outbox) {
    /// So many are shown, and as many more each time that more are asked for.
    const MOST: usize = 60;
    let view = form.view;
    section(ui, view.theme, &wording::says(report.about.len()));
    let known = view.situation.and_then(|situation| situation.report(&report.id));
    let n_all = report.about.len();
    let most_id = Id::unique(("statements", report.id.as_str()));
    let most = ui.data(|data| data.get_temp(most_id)).unwrap_or(MOST);
    let mut gone = None;
    for (index, about) in report.about.iter_mut().enumerate().take(most) {
        let subject = record_of(&about.subject);
        let title = words::statement_number(index + 1, wording::stance(about.stance), &shortened(view.name(&subject), 60));
        let header = text(&title, TextSize::Small, Weight::Semibold, view.theme.text);
        CollapsingHeader::new(header).id_salt(("about", &report.id, index)).default_open(n_all == 1).show(ui, |ui| {
            form.within(&words::statement(index + 1), |form| {
                statement(form, ui, about, steps);
                if let Some(known) = known.filter(|known| known.about.get(index).is_some()) {
                    form.labelled(ui, wording::GRADE, |form, ui| {
                        grade_button(form.view, ui, grading::Subject::Statement(known, index), out);
                    });
                }
                troops(form, ui, about, steps);
                if ui.button(words::take_away(&words::statement(index + 1))).clicked() {
                    gone = Some(index);
                }
            });
        });
    }
    if n_all > most && ui.button(words::more_statements(MOST.min(n_all - most), n_all - most)).clicked() {
        ui.data_mut(|data| data.insert_temp(most_id, most + MOST));
    }
    if let Some(index) = gone {
        let about = report.about.remove(index);
        steps.unlinked(view.name(&record_of(&about.subject)));
    }
    let own = RecordId::Report(report.id.clone());
    let picked = form.pick(ui, words::SAYS_OF, &|id| matches!(id, RecordId::Event(_) | RecordId::Report(_)) && *id != own);
    if let Some((id, subject)) = picked.and_then(|id| Some((id.clone(), as_subject(&id)?))) {
        steps.linked(view.name(&id));
        report.about.push(About::new(subject, Stance::Asserts));
    }
}

fn statement(form: &mut Form<'_, '_>, ui: &mut Ui, about: &mut About, steps: &mut Steps<'_, '_>) {
    let view = form.view;
    let known: Vec<Stance> = Stance::ALL.iter().copied().filter(|stance| *stance != Stance::Unknown).collect();
    let unread = raw(&about.extra, "stance").map(words::as_in_the_file);
    let shown = |stance: Stance| match &unread {
        Some(raw) if stance == Stance::Unknown => raw.clone(),
        _ => wording::stance(stance).to_owned(),
    };
    let to = form.choice(ui, words::STANCE, Some(about.stance), &known, shown, None).flatten();
    forget_raw(&mut about.extra, "stance", to.as_ref());
    steps.set(words::STANCE, &mut about.stance, to, |stance| Some(wording::stance(*stance).to_owned()));
    let subject = record_of(&about.subject);
    if let Some(to) = form.needed_link(ui, words::SAYS_OF, &subject, &|id| as_subject(id).is_some())
        && let Some(subject) = as_subject(&to)
    {
        steps.linked(view.name(&to));
        about.subject = subject;
    }
    word(form, ui, words::ASPECT, &mut about.aspect, Aspect::ALL, Aspect::word, (&mut about.extra, "aspect"), steps);
    let to = form.optional_line(ui, words::AS_SAID, about.as_said.as_deref(), words::AS_SAID_HINT);
    steps.set_text(words::AS_SAID, &mut about.as_said, to);
    let to = form.lines(ui, words::EXCERPT, about.excerpt.as_deref(), words::EXCERPT_HINT);
    steps.set_text(words::EXCERPT, &mut about.excerpt, to);
}

/// The troops that a statement tells of. Where all that is told of them is taken away, it tells of none.
fn troops(form: &mut Form<'_, '_>, ui: &mut Ui, about: &mut About, steps: &mut Steps<'_, '_>) {
    let Some(troops) = &mut about.troops else {
        let to = form.flag(ui, words::TROOPS, words::TELLS_OF_TROOPS, false);
        steps.set(words::TROOPS, &mut about.troops, to.map(|_| Some(Box::default())), |_| Some(words::TELLS_OF_TROOPS.to_owned()));
        return;
    };
    if form.flag(ui, words::TROOPS, words::TELLS_OF_TROOPS, true).is_some() {
        steps.set(words::TROOPS, &mut about.troops, Some(None), |_| None);
        return;
    }
    form.within(words::TROOPS, |form| troops_fields(form, ui, troops, steps));
}

fn troops_fields(form: &mut Form<'_, '_>, ui: &mut Ui, troops: &mut Troops, steps: &mut Steps<'_, '_>) {
    link(form, ui, words::ACTOR, &mut troops.actor, |id| id.actor().cloned(), None, steps);
    strength(form, ui, troops, steps);
    let body = troops.body.as_ref().map(BodyId::as_str);
    let to = form.optional_line(ui, words::BODY, body, words::BODY_HINT);
    steps
        .set(words::BODY, &mut troops.body, to.map(|id| id.map(|id| BodyId::from(id.as_str()))), |id| id.as_ref().map(ToString::to_string));
    date(form, ui, words::AS_OF, &mut troops.as_of, (&mut troops.extra, "as_of"), steps);
    for (label, from_or_to) in [(words::FROM, &mut troops.from), (words::TO, &mut troops.to)] {
        link(form, ui, label, from_or_to, |id| id.place().cloned(), None, steps);
    }
    let lines = [
        (words::UNIT, &mut troops.unit),
        (words::ECHELON, &mut troops.echelon),
        (words::EQUIPMENT, &mut troops.equipment),
        (words::ACTIVITY, &mut troops.activity),
    ];
    for (label, place) in lines {
        let to = form.optional_line(ui, label, place.as_deref(), "");
        steps.set_text(label, place, to);
    }
    symbol(form, ui, troops, steps);
}

/// The code of the symbol, with the symbol that it makes while it is typed.
fn symbol(form: &mut Form<'_, '_>, ui: &mut Ui, troops: &mut Troops, steps: &mut Steps<'_, '_>) {
    const ICON: egui::Vec2 = vec2(52.0, 42.0);
    let (view, shown) = (form.view, troops.sidc.clone().unwrap_or_default());
    let to = form.parsed(ui, words::SYMBOL_CODE, &shown, words::SYMBOL_CODE_HINT, |text| match text.trim() {
        "" => Ok((None, None)),
        code => match SymbolCode::read(code) {
            Ok(symbol) => Ok((Some(code.to_owned()), Some(wording::symbol(&symbol)))),
            Err(error) => Err(error.to_string()),
        },
    });
    let typed = form.typed_now(words::SYMBOL_CODE, &shown);
    if let (Ok(code), Some(situation)) = (SymbolCode::read(typed.trim()), view.situation) {
        let drawn = symbol_with(situation, troops, code).code;
        let fill = Theme::fill_of(view.page.sides().framing(situation, troops.actor.as_ref()));
        form.labelled(ui, "", |_, ui| symbol_icon(ui, &drawn, fill, ICON, SYMBOL_HALO, &wording::symbol(&drawn)));
    }
    steps.set_text(words::SYMBOL_CODE, &mut troops.sidc, to);
}

/// A number, two with a hyphen, or words.
fn strength(form: &mut Form<'_, '_>, ui: &mut Ui, troops: &mut Troops, steps: &mut Steps<'_, '_>) {
    let to = form.strength(ui, words::STRENGTH, troops.strength.as_ref(), raw(&troops.extra, "strength"));
    forget_raw(&mut troops.extra, "strength", to.as_ref());
    steps.set(words::STRENGTH, &mut troops.strength, to, |strength| strength.as_ref().map(wording::strength));
}
