//! From a situation to its handout: every scene put on as it is presented, its map as shapes, and what stands behind it.

use std::collections::BTreeMap;

use crate::app::figures::{FigureOf, Figures};
use crate::app::load::prepared;
use crate::app::releasing::bare;
use crate::app::run::{put_on_paper, scene_view};
use crate::app::state::State;
use crate::base::Problems;
use crate::briefing::{GoOn, HandoutForm, HandoutRequest, HandoutStep, Released, blocks, counts, scenes_shown};
use crate::command::{Command, Loaded, News};
use crate::document::Document;
use crate::earth::BasemapError;
use crate::export::endnotes::{Words, endnote, events_behind, events_in_view};
use crate::export::handout::{Endnote, Handout, Sheet, SourceLine};
use crate::export::typeset::Typesetter;
use crate::formats::native::{sha256, write};
use crate::formats::packed::{PackedError, pack};
use crate::map::furniture::credits;
use crate::model::{EventId, RecordId, Scene, SceneKind, Situation, Source};
use crate::panels::caption;
use crate::placing::{anchor, places_of};
use crate::wording::{self, release::withheld_lines};

/// Why there is none.
#[derive(Debug, thiserror::Error)]
pub enum HandoutError {
    #[error(transparent)]
    Basemap(#[from] BasemapError),
    #[error("the situation cannot be packed, so it has no SHA-256: {0}")]
    Packed(#[from] PackedError),
    #[error("there is no scene that is shown: the situation has no briefing")]
    NoScenes,
    #[error("the scene is not among those that are shown, or not in the copy that may leave")]
    NoSuchScene,
    #[error("it was cancelled")]
    Cancelled,
}

/// Width and height in points of the maps: those of a wall.
const MAP_SIZE: [f32; 2] = [613.0, 345.0];
/// So many events of what is in view are told of where a scene has nothing selected.
const MOST_IN_VIEW: usize = 8;
/// A map names so many of its places to those who do not see it.
const MOST_NAMED: usize = 12;

/// Makes the handout of a situation, or of a copy of it that may leave. The same situation and request give the same handout, wherever and
/// whenever.
///
/// # Errors
/// There is no scene to tell of, the situation cannot be packed, or it is not to go on.
pub fn handout(whole: &Document, released: Option<&Released>, request: &HandoutRequest, go_on: GoOn<'_>) -> Result<Handout, HandoutError> {
    let document = released.map_or_else(|| whole.clone(), |released| bare(released.situation.clone()));
    let for_whom = released.and_then(|released| released.situation.header().released.last());
    let removed = released.zip(for_whom).map(|(released, of)| withheld_lines(counts(&released.removed), of.coarsened_km));
    let sha256 = fingerprint(&document)?;
    let mut state = state_of(document, request);
    let scenes: Vec<Scene> = state.situation().map(scenes_shown).unwrap_or_default().into_iter().cloned().collect();
    if scenes.is_empty() {
        return Err(HandoutError::NoScenes);
    }
    let wanted = (1..).zip(&scenes).filter(|(_, scene)| request.scene.as_ref().is_none_or(|only| *only == scene.id));
    let wanted: Vec<(usize, &Scene)> = wanted.collect();
    if wanted.is_empty() {
        return Err(HandoutError::NoSuchScene);
    }
    let (figures, types) = (Figures::default(), Typesetter::built_in());
    let mut numbers = Numbers::default();
    let mut sheets = Vec::new();
    for (at, scene) in wanted.iter().enumerate() {
        if !go_on(HandoutStep::Scenes(at, wanted.len())) {
            return Err(HandoutError::Cancelled);
        }
        sheets.push(sheet(&mut state, *scene, request, (&figures, &types), &mut numbers)?);
    }
    let Some((situation, dates)) = state.situation().zip(state.dates.get()) else { return Err(HandoutError::NoScenes) };
    let header = situation.header();
    let mut handout = Handout {
        title: header.title.clone(),
        language: request.language.clone().or_else(|| header.languages.first().cloned()).unwrap_or_else(|| "en".to_owned()),
        handling: header.handling.clone(),
        as_of: header.as_of.as_ref().map(|when| wording::as_of(&dates.when(when), dates.reading_zone().name())),
        authors: header.authors.clone(),
        sheets,
        sources: situation.sources().values().filter_map(|source| source_line(situation, source, request)).collect(),
        credits: credits().lines().map(str::to_owned).collect(),
        release: for_whom.map(|of| of.name.clone()),
        removed: removed.unwrap_or_default(),
        fault: None,
        sha256,
    };
    handout.fault = wording::lacking_beside_scenes(&types.lacking(handout.words_beside_scenes()));
    Ok(handout)
}

/// SHA-256 of the packed situation, in hexadecimal.
fn fingerprint(document: &Document) -> Result<String, PackedError> {
    let files = write(document);
    Ok(sha256(&pack(files.iter().map(|(name, text)| (name.as_str(), text.as_bytes())))?))
}

/// A program with the situation opened, that nobody looks at.
fn state_of(document: Document, request: &HandoutRequest) -> State {
    let mut state = State::default();
    state.preferences.language.clone_from(&request.language);
    state.run(Command::Theme(request.theme));
    let content = prepared(document, request.language.as_deref());
    let loaded = Loaded { path: "handout".into(), content: Ok(content), problems: Problems::default(), news: News::default() };
    state.run(Command::Loaded(Box::new(loaded)));
    state
}

/// The numbers of endnotes, one for each event throughout.
#[derive(Default)]
struct Numbers(BTreeMap<EventId, usize>);

impl Numbers {
    fn of(&mut self, event: &EventId) -> usize {
        let next = self.0.len() + 1;
        *self.0.entry(event.clone()).or_insert(next)
    }
}

fn sheet(
    state: &mut State,
    (number, scene): (usize, &Scene),
    request: &HandoutRequest,
    (figures, types): (&Figures, &Typesetter),
    numbers: &mut Numbers,
) -> Result<Sheet, BasemapError> {
    let has_notes = request.has_notes || request.form == HandoutForm::Pptx;
    let mut sheet = Sheet {
        number,
        title: scene.title.clone(),
        section: scene.section.clone(),
        text: scene.text.as_deref().map(blocks).unwrap_or_default(),
        notes: scene.notes.as_deref().filter(|_| has_notes).map(blocks).unwrap_or_default(),
        ..Sheet::default()
    };
    let Some(view) = scene_view(state, scene) else { return Ok(told_of_glyphs(sheet, types)) };
    sheet.faults = view.unresolved.iter().map(wording::unresolved).collect();
    if scene.kind != SceneKind::Map && view.bounds.is_none() {
        return Ok(told_of_glyphs(sheet, types));
    }
    put_on_paper(state, view, MAP_SIZE.map(f64::from));
    sheet.figure = Some(figures.figure(state, MAP_SIZE, FigureOf::Scene)?);
    state.refresh();
    let map_size = MAP_SIZE.map(f64::from);
    sheet.told = told(state);
    sheet.figure_told = figure_told(state, map_size);
    sheet.endnotes = endnotes(state, scene, map_size, request, numbers);
    Ok(told_of_glyphs(sheet, types))
}

/// With what of it no built-in font can set.
fn told_of_glyphs(mut sheet: Sheet, types: &Typesetter) -> Sheet {
    sheet.faults.extend(wording::lacking_in_scene(&types.lacking(sheet.words()), sheet.number));
    sheet
}

/// Of what is looked at: the time, and what of all it is.
fn told(state: &State) -> Vec<String> {
    let Some(view) = state.view() else { return Vec::new() };
    let window = view.viewpoint.time.window.map(|window| view.dates.window(Some(window)));
    window.into_iter().chain(caption(&view, false).asked).collect()
}

/// Where the places of a record stand on a map so large, as far as they do.
fn spots(state: &State, id: &RecordId, [width, height]: [f64; 2]) -> Vec<[f32; 2]> {
    let Some(situation) = state.situation() else { return Vec::new() };
    let camera = state.viewpoint().camera;
    let places = places_of(situation, id);
    let offsets = places.iter().filter_map(|place| anchor(situation, place)).map(|at| camera.offset_to(at));
    let on_map = offsets.map(|[x, y]| [width / 2.0 + x, height / 2.0 + y]);
    on_map.filter(|[x, y]| (0.0..=width).contains(x) && (0.0..=height).contains(y)).map(|at| at.map(|side| side as f32)).collect()
}

/// The events that are asked for and have a place on the map.
fn in_view(state: &State, situation: &Situation, map_size: [f64; 2]) -> Vec<EventId> {
    let Some(asked) = state.index.get().zip(state.answer.get()) else { return Vec::new() };
    events_in_view(situation, asked, |id| !spots(state, id, map_size).is_empty())
}

fn endnotes(state: &State, scene: &Scene, map_size: [f64; 2], request: &HandoutRequest, numbers: &mut Numbers) -> Vec<Endnote> {
    let (Some(situation), Some(dates)) = (state.situation(), state.dates.get()) else { return Vec::new() };
    let words = Words { dates, language: request.language.as_deref() };
    let events = match state.viewpoint().selected() {
        Some(id) => events_behind(situation, id),
        None if scene.kind == SceneKind::Map => in_view(state, situation, map_size).into_iter().take(MOST_IN_VIEW).collect(),
        None => Vec::new(),
    };
    let note = |id: &EventId| {
        let note = endnote(situation, id, words)?;
        Some(Endnote { number: numbers.of(id), pins: spots(state, &RecordId::Event(id.clone()), map_size), ..note })
    };
    events.iter().filter_map(note).collect()
}

/// The places on the map by their names, those of most events first.
fn figure_told(state: &State, map_size: [f64; 2]) -> String {
    let Some(situation) = state.situation() else { return String::new() };
    let is_seen = |id: &RecordId| !spots(state, id, map_size).is_empty();
    let mut places: Vec<(usize, String)> = situation
        .places()
        .keys()
        .filter(|id| is_seen(&RecordId::Place((*id).clone())))
        .map(|id| (situation.events_at(id).len(), state.called(&RecordId::Place(id.clone()))))
        .collect();
    places.sort_by(|a, b| b.0.cmp(&a.0).then_with(|| a.1.cmp(&b.1)));
    let n_more = places.len().saturating_sub(MOST_NAMED);
    let names: Vec<String> = places.into_iter().take(MOST_NAMED).map(|(_, name)| name).collect();
    let selected = state.viewpoint().selected().map(|id| state.called(id));
    wording::figure_told(&names, n_more, selected.as_deref())
}

/// `None` for a source that says nothing.
fn source_line(situation: &Situation, source: &Source, request: &HandoutRequest) -> Option<SourceLine> {
    let n_reports = situation.reports_of(&source.id).len();
    (n_reports > 0).then(|| SourceLine {
        name: situation.called(&RecordId::Source(source.id.clone()), request.language.as_deref()),
        kind: source.kind.map(wording::source_kind).unwrap_or_default().to_owned(),
        reliability: source.graded.last().map(|graded| wording::letter_told(graded.grade)).unwrap_or_default(),
        n_reports,
        url: source.url.clone(),
    })
}
