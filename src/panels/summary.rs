//! What a record comes to in two lines: for rows, previews, the clipboard and those who listen.

use crate::base::shortened;
use crate::dataset::{Dataset, Role};
use crate::model::{Actor, Event, Grade, Mode, Place, RecordId, Report, Situation, Source, Standing, StandingWord, Subject, When};
use crate::panels::View;
use crate::panels::detail::carrier;
use crate::viewpoint::{Item, ListKind};
use crate::wording;

/// What a row says, on two lines.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Summary {
    pub standing: Option<StandingWord>,
    /// A word set apart at the right end: the strength of troops.
    pub tag: Option<String>,
    pub grade: Option<String>,
    pub what: String,
    pub about: String,
}

impl Summary {
    pub fn of(view: &View<'_>, item: &Item) -> Self {
        let mut summary = Self::found(view, item);
        // A row must be seen to be one.
        if summary.what.trim().is_empty() {
            wording::NO_NAME.clone_into(&mut summary.what);
        }
        summary
    }

    fn found(view: &View<'_>, item: &Item) -> Self {
        match (item, view.situation) {
            (Item::Record(RecordId::Event(id)), Some(situation)) => situation.event(id).map(|event| event_summary(view, situation, event)),
            (Item::Record(RecordId::Report(id)), Some(situation)) => {
                situation.report(id).map(|report| report_summary(view, situation, report))
            }
            (Item::Record(RecordId::Place(id)), Some(situation)) => situation.place(id).map(|place| place_summary(view, place)),
            (Item::Record(RecordId::Actor(id)), Some(situation)) => situation.actor(id).map(|actor| actor_summary(view, actor)),
            (Item::Record(RecordId::Source(id)), Some(situation)) => situation.source(id).map(|source| source_summary(view, source)),
            (Item::Row { layer, row }, _) => view.layers.get(*layer).map(|layer| row_summary(view, layer, *row)),
            (Item::Record(RecordId::Scene(id)), Some(situation)) => situation.scene(id).map(|scene| Summary {
                what: scene.title.clone(),
                about: scene.section.clone().unwrap_or_default(),
                ..Self::default()
            }),
            (Item::Record(_), None) => None,
        }
        .unwrap_or_default()
    }

    /// Everything in one sentence, for those who listen.
    pub fn spoken(&self) -> String {
        let parts = [Some(self.what.as_str()), self.tag.as_deref(), self.grade.as_deref(), Some(self.about.as_str())];
        parts.into_iter().flatten().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ")
    }
}

fn joined(parts: impl IntoIterator<Item = Option<String>>) -> String {
    parts.into_iter().flatten().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ")
}

fn event_summary(view: &View<'_>, situation: &Situation, event: &Event) -> Summary {
    let standing = Standing::of(situation, &event.id);
    // The day stands in the heading where rows are grouped by it.
    let has_date = view.viewpoint.list != ListKind::Events || view.arrangement.group != crate::viewpoint::GroupBy::Day;
    Summary {
        standing: Some(standing.word),
        tag: None,
        grade: wording::grades(standing.grades),
        what: event.title.clone(),
        about: about_event(view, event, &standing, has_date),
    }
}

fn places_of(view: &View<'_>, event: &Event) -> String {
    /// More places than this are only counted.
    const MOST_PLACES: usize = 3;
    let mut places: Vec<String> =
        event.places.iter().take(MOST_PLACES).map(|at| view.name(&RecordId::Place(at.place.clone())).to_owned()).collect();
    if event.places.len() > MOST_PLACES {
        places.push(wording::and_more(event.places.len() - MOST_PLACES));
    }
    if places.is_empty() { wording::NO_PLACE.to_owned() } else { places.join(", ") }
}

/// When and where, in a line.
pub fn when_and_where(view: &View<'_>, event: &Event) -> String {
    let when = event.when.as_ref().map_or_else(|| wording::NO_DATE.to_owned(), |when| view.dates.when(when));
    joined([Some(when), Some(places_of(view, event))])
}

/// Whether an event happened, when, where and who says so.
pub fn about_event(view: &View<'_>, event: &Event, standing: &Standing, has_date: bool) -> String {
    let where_ = places_of(view, event);
    let when = has_date.then(|| view.dates.heading(event.when.as_ref()));
    // That it happened is what one takes for granted of an event; any other mode is told.
    let mode = (event.mode != Mode::Happened).then(|| wording::mode(event.mode).to_owned());
    joined([mode, when, Some(where_), Some(wording::standing_briefly(standing))])
}

fn report_summary(view: &View<'_>, situation: &Situation, report: &Report) -> Summary {
    let source = view.name(&RecordId::Source(report.source.clone())).to_owned();
    let first = report.about.first();
    let what = match first {
        Some(about) => wording::said(&source, about.stance, view.name(&record_of(&about.subject))),
        None => source,
    };
    let more = report.about.len().checked_sub(2).map(|n| wording::and_more(n + 1));
    let excerpt = first.and_then(|about| about.excerpt.as_ref()).map(|quote| wording::quoted(quote));
    let via = carrier(view, report).map_or_else(|| wording::DIRECT.to_owned(), wording::via);
    let when = (view.arrangement.group != crate::viewpoint::GroupBy::Day || view.viewpoint.list != ListKind::Reports)
        .then(|| view.dates.heading(report.published.as_ref()));
    let troops = report.about.iter().find_map(|about| about.troops.as_ref());
    Summary {
        standing: Some(first.map_or(StandingWord::Unreported, |about| StandingWord::of_one(about.stance))),
        tag: troops.map(|troops| wording::troops(troops)),
        grade: first.map(|about| Grade::of(situation, report, about)).filter(|g| *g != Grade::default()).map(|g| g.to_string()),
        what,
        about: joined([when, Some(via), more, excerpt]),
    }
}

/// How many events, reports and so on are tied to a record.
fn ties(view: &View<'_>, id: &RecordId) -> String {
    let n = view.index.number_of(id).map_or(0, |number| view.index.n_ties(number));
    wording::links(n as usize)
}

fn place_summary(view: &View<'_>, place: &Place) -> Summary {
    let id = RecordId::Place(place.id.clone());
    let whole = place.part_of.clone().map(|whole| wording::in_whole(view.name(&RecordId::Place(whole))));
    let kind = place.kind.map(|kind| wording::place_kind(kind).to_owned());
    let lack = (place.geometry.is_none() && !place.unnamed).then(|| wording::NOT_ON_MAP.to_owned());
    let precision = place.precision.map(wording::precision);
    Summary {
        what: view.name(&id).to_owned(),
        about: joined([kind, place.country.clone(), whole, precision, lack, Some(ties(view, &id))]),
        ..Summary::default()
    }
}

fn actor_summary(view: &View<'_>, actor: &Actor) -> Summary {
    let id = RecordId::Actor(actor.id.clone());
    let whole = actor.part_of.clone().map(|whole| wording::part_of(view.name(&RecordId::Actor(whole))));
    let kind = actor.kind.map(|kind| wording::actor_kind(kind).to_owned());
    let identity = actor.identity.map(|identity| wording::identity(identity).to_owned());
    Summary {
        what: view.name(&id).to_owned(),
        about: joined([kind, actor.role.clone(), actor.side.clone(), identity, whole, Some(ties(view, &id))]),
        ..Summary::default()
    }
}

fn source_summary(view: &View<'_>, source: &Source) -> Summary {
    let id = RecordId::Source(source.id.clone());
    let n_reports = view.situation.map_or(0, |situation| situation.reports_of(&source.id).len());
    let kind = source.kind.map(|kind| wording::source_kind(kind).to_owned());
    let unnamed = (!source.named).then(|| wording::UNNAMED.to_owned());
    let actor = source.actor.clone().map(|actor| wording::speaks_for(view.name(&RecordId::Actor(actor))));
    Summary {
        grade: source.graded.last().map(|graded| graded.grade.word().to_owned()),
        what: view.name(&id).to_owned(),
        about: joined([kind, unnamed, actor, Some(wording::reports(n_reports))]),
        ..Summary::default()
    }
}

/// When, where and of what kind, where it is known which columns say that; else what stands first.
fn row_summary(view: &View<'_>, layer: &Dataset, row: u32) -> Summary {
    let texts = match layer.row(row) {
        Ok(texts) => texts,
        Err(error) => return Summary { what: layer.title(row), about: wording::row_not_read(&error), ..Summary::default() },
    };
    let what = layer.title(row);
    let when = layer.dated(&texts).and_then(|date| When::parse(&date).ok()).map(|when| view.dates.when(&when));
    let said = |role: Role| layer.said(&texts, role).filter(|said| *said != what).map(|said| shortened(said, 60));
    let where_it_is = said(Role::Place).or_else(|| said(Role::Region));
    let by_role = joined([when, where_it_is, said(Role::Category), said(Role::Actor)]);
    if !by_role.is_empty() {
        return Summary { what, about: by_role, ..Summary::default() };
    }
    let first: Vec<String> = texts.properties.iter().take(4).map(|(name, value)| format!("{name}: {}", shortened(value, 60))).collect();
    let about = if first.is_empty() { wording::NO_PROPERTIES.to_owned() } else { first.join(" · ") };
    Summary { what, about, ..Summary::default() }
}

/// The record that an utterance is about.
pub fn record_of(subject: &Subject) -> RecordId {
    match subject {
        Subject::Event(id) => RecordId::Event(id.clone()),
        Subject::Report(id) => RecordId::Report(id.clone()),
    }
}

/// What is picked out, or the selection, as lines of text; empty where there is neither.
pub fn as_text(view: &View<'_>) -> String {
    /// Nobody pastes more into a mail.
    const MOST: usize = 5_000;
    let picked = &view.viewpoint.picked;
    let one = view.viewpoint.selection.as_ref().filter(|_| picked.is_empty());
    let items = picked.iter().chain(one);
    let line = |item: &Item| {
        let summary = Summary::of(view, item);
        let standing = summary.standing.filter(|_| matches!(item, Item::Record(RecordId::Event(_)))).map(wording::standing_word);
        let parts = [Some(summary.what), summary.tag, standing.map(str::to_owned), summary.grade, Some(summary.about), date(view, item)];
        shortened(&joined(parts), 2_000)
    };
    let mut lines: Vec<String> = items.take(MOST).map(line).collect();
    if picked.len() > MOST {
        lines.push(wording::and_more(picked.len() - MOST));
    }
    lines.join("\n")
}

/// The date of an item, where its summary leaves that to the heading.
fn date(view: &View<'_>, item: &Item) -> Option<String> {
    let when = match item {
        Item::Record(RecordId::Event(id)) if view.viewpoint.list == ListKind::Events => view.situation?.event(id)?.when.as_ref(),
        Item::Record(RecordId::Report(id)) if view.viewpoint.list == ListKind::Reports => view.situation?.report(id)?.published.as_ref(),
        _ => return None,
    };
    (view.arrangement.group == crate::viewpoint::GroupBy::Day).then(|| view.dates.heading(when))
}
