//! Between a scene and what the window shows: taking the one from the other, part by part, and showing it again.

use std::collections::{BTreeMap, BTreeSet};

use crate::briefing::wall::framed;
use crate::earth::Bounds;
use crate::model::{Extra, Moment, RecordId, Scene, SceneArea, SceneChoice, SceneFilter, SceneLayers, SceneTime, Situation};
use crate::query::{Area, Choice, Clock, Facet, Filter, TimeWindow, Value};
use crate::viewpoint::{Camera, Item, MapPart, MapParts, Outside, ThemeKind, TimeMode, TimeView, Viewpoint};

/// A part of what a scene shows, taken and kept by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ScenePart {
    Camera,
    Time,
    Filter,
    Layers,
    /// With whether the rest is dimmed.
    Selection,
    Annotations,
    Theme,
}

impl ScenePart {
    pub const ALL: [Self; 7] = [Self::Camera, Self::Time, Self::Filter, Self::Layers, Self::Selection, Self::Annotations, Self::Theme];
}

/// What the window shows, as far as a scene keeps it.
#[derive(Clone, Copy, Debug)]
pub struct Screen<'a> {
    pub viewpoint: &'a Viewpoint,
    pub theme: ThemeKind,
    /// Width and height of the map in points.
    pub map_size: [f64; 2],
    /// Names of the data layers that are open, in their order.
    pub layers: &'a [&'a str],
}

/// Something of a scene that cannot be shown as it was prepared.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unresolved {
    /// The selection, or a value of the filter, is no record of the situation.
    NoRecord(RecordId),
    /// A data layer that is not open, or a part of the map that this version does not know.
    NoLayer(String),
    /// The filter asks for a facet that this version does not know.
    NoFacet(String),
    /// A word that this version does not know in a member of the scene.
    NoWord { member: &'static str, word: String },
    /// A text that is no window of time.
    NoWindow(String),
    /// A box that is none on earth.
    NoArea,
}

/// What a scene comes to.
#[derive(Clone, Debug, PartialEq)]
pub struct SceneView {
    /// What the map shows at least; `None`: all of the situation.
    pub bounds: Option<Bounds>,
    /// All else that is looked at; its camera means nothing.
    pub viewpoint: Viewpoint,
    /// `None`: as the person has it.
    pub theme: Option<ThemeKind>,
    pub unresolved: Vec<Unresolved>,
}

/// Takes a part of a scene from what the window shows.
pub fn capture(scene: &mut Scene, part: ScenePart, screen: &Screen<'_>) {
    let viewpoint = screen.viewpoint;
    match part {
        // What the frame on the map holds: all of that is on the wall, beside the card.
        ScenePart::Camera => scene.bounds = Some(viewpoint.camera.bounds(framed(scene, screen.map_size)).to_array().map(to_a_metre)),
        ScenePart::Time => scene.time = time_of(&viewpoint.time).map(Box::new),
        ScenePart::Filter => scene.filter = filter_of(&viewpoint.filter).map(Box::new),
        ScenePart::Layers => scene.layers = layers_of(screen).map(Box::new),
        ScenePart::Selection => {
            scene.selection = viewpoint.selected().cloned();
            scene.is_spotlit = viewpoint.is_spotlit && scene.selection.is_some();
        }
        ScenePart::Annotations => scene.annotations.clone_from(&viewpoint.annotations),
        ScenePart::Theme => scene.theme = Some(screen.theme.name().to_owned()),
    }
}

/// A scene lets go of a part: then that is as at first.
pub fn release(scene: &mut Scene, part: ScenePart) {
    match part {
        ScenePart::Camera => scene.bounds = None,
        ScenePart::Time => scene.time = None,
        ScenePart::Filter => scene.filter = None,
        ScenePart::Layers => scene.layers = None,
        ScenePart::Selection => (scene.selection, scene.is_spotlit) = (None, false),
        ScenePart::Annotations => scene.annotations.clear(),
        ScenePart::Theme => scene.theme = None,
    }
}

/// Whether a scene has a part of its own.
pub fn has_part(scene: &Scene, part: ScenePart) -> bool {
    match part {
        ScenePart::Camera => scene.bounds.is_some(),
        ScenePart::Time => scene.time.is_some(),
        ScenePart::Filter => scene.filter.is_some(),
        ScenePart::Layers => scene.layers.is_some(),
        ScenePart::Selection => scene.selection.is_some(),
        ScenePart::Annotations => !scene.annotations.is_empty(),
        ScenePart::Theme => scene.theme.is_some(),
    }
}

/// What a scene shows. `layers` are the names of the data layers that are open; `now` is what "now" means in a window of time where the
/// situation does not tell. What does not resolve is left as at first, and told.
pub fn view_of(scene: &Scene, situation: &Situation, layers: &[&str], now: Moment) -> SceneView {
    let mut unresolved = Vec::new();
    let bounds = scene.bounds.and_then(|[west, south, east, north]| {
        let bounds = Bounds::new(west, south, east, north);
        unresolved.extend(bounds.is_none().then_some(Unresolved::NoArea));
        bounds
    });
    let time = scene.time.as_deref().map(|time| time_in(time, situation, now, &mut unresolved)).unwrap_or_default();
    let filter = scene.filter.as_deref().map(|filter| filter_in(filter, situation, &mut unresolved)).unwrap_or_default();
    let (parts, hidden_layers) = layers_in(scene.layers.as_deref(), layers, &mut unresolved);
    let selection = scene.selection.clone().filter(|id| {
        let is_there = situation.contains(id);
        unresolved.extend((!is_there).then(|| Unresolved::NoRecord(id.clone())));
        is_there
    });
    let theme = scene.theme.as_deref().and_then(|word| known("theme", word, ThemeKind::from_name, &mut unresolved));
    let viewpoint = Viewpoint {
        is_spotlit: scene.is_spotlit && selection.is_some(),
        selection: selection.map(Item::Record),
        time,
        filter,
        parts,
        hidden_layers,
        annotations: scene.annotations.clone(),
        ..Viewpoint::default()
    };
    SceneView { bounds, viewpoint, theme, unresolved }
}

/// In which parts the window shows something else than a scene does: `view` is what the scene comes to.
pub fn differing(view: &SceneView, screen: &Screen<'_>) -> Vec<ScenePart> {
    let (scene, now) = (&view.viewpoint, screen.viewpoint);
    let of_time = |time: &TimeView| (time.clock, time.window, time.mode, time.outside);
    let is_other = |part: &ScenePart| match part {
        ScenePart::Camera => view.bounds.is_some_and(|bounds| !is_framed(bounds, now.camera, screen.map_size)),
        ScenePart::Time => of_time(&scene.time) != of_time(&now.time),
        ScenePart::Filter => scene.filter != now.filter,
        ScenePart::Layers => (scene.parts, &scene.hidden_layers) != (now.parts, &now.hidden_layers),
        ScenePart::Selection => (scene.selection.as_ref(), scene.is_spotlit) != (now.selection.as_ref(), now.is_spotlit),
        ScenePart::Annotations => scene.annotations != now.annotations,
        ScenePart::Theme => view.theme.is_some_and(|theme| theme != screen.theme),
    };
    ScenePart::ALL.into_iter().filter(is_other).collect()
}

/// Whether a camera shows just that part of the earth, as far as one can see.
pub fn is_framed(bounds: Bounds, camera: Camera, map_size: [f64; 2]) -> bool {
    const ZOOM: f64 = 0.02;
    const POINTS: f64 = 4.0;
    let framing = Camera::framing(bounds, map_size).within(map_size);
    let [x, y] = camera.offset_to(framing.centre());
    (framing.zoom() - camera.zoom()).abs() < ZOOM && x.hypot(y) < POINTS
}

/// Degrees to the sixth place: a tenth of a metre, and readable.
fn to_a_metre(degrees: f64) -> f64 {
    (degrees * 1e6).round() / 1e6
}

fn known<T>(member: &'static str, word: &str, from_name: impl Fn(&str) -> Option<T>, unresolved: &mut Vec<Unresolved>) -> Option<T> {
    let value = from_name(word);
    unresolved.extend(value.is_none().then(|| Unresolved::NoWord { member, word: word.to_owned() }));
    value
}

/// `None` where nothing is other than at first.
fn time_of(time: &TimeView) -> Option<SceneTime> {
    let first = TimeView::default();
    let kept = SceneTime {
        clock: (time.clock != first.clock).then(|| time.clock.name().to_owned()),
        window: time.window.map(TimeWindow::written),
        mode: (time.mode != first.mode).then(|| time.mode.name().to_owned()),
        outside: (time.outside != first.outside).then(|| time.outside.name().to_owned()),
        extra: Extra::new(),
    };
    (kept != SceneTime::default()).then_some(kept)
}

fn time_in(time: &SceneTime, situation: &Situation, now: Moment, unresolved: &mut Vec<Unresolved>) -> TimeView {
    let clock = time.clock.as_deref().and_then(|word| known("clock", word, Clock::from_name, unresolved));
    let mode = time.mode.as_deref().and_then(|word| known("mode", word, TimeMode::from_name, unresolved));
    let outside = time.outside.as_deref().and_then(|word| known("outside", word, Outside::from_name, unresolved));
    let window = time.window.as_deref().and_then(|text| {
        let window = TimeWindow::read(text).or_else(|| TimeWindow::typed(text, situation.zone(), now).ok());
        unresolved.extend(window.is_none().then(|| Unresolved::NoWindow(text.to_owned())));
        window
    });
    TimeView {
        clock: clock.unwrap_or_default(),
        window,
        mode: mode.unwrap_or_default(),
        outside: outside.unwrap_or_default(),
        ..TimeView::default()
    }
}

/// `None` where nothing is asked for.
fn filter_of(filter: &Filter) -> Option<SceneFilter> {
    let texts = |values: &BTreeSet<Value>| values.iter().map(|value| value.as_str().to_owned()).collect();
    let choice = |choice: &Choice| SceneChoice { include: texts(&choice.include), exclude: texts(&choice.exclude), extra: Extra::new() };
    (!filter.is_empty()).then(|| SceneFilter {
        choices: filter.named_choices().map(|(name, its)| (name, choice(its))).collect::<BTreeMap<_, _>>(),
        area: filter.area.as_ref().map(|area| match area {
            Area::View => SceneArea::View,
            Area::Box(bounds) => SceneArea::Box(bounds.to_array()),
            Area::Polygon(corners) => SceneArea::Polygon(corners.clone()),
        }),
        words: (!filter.words.is_empty()).then(|| filter.words.clone()),
        extra: Extra::new(),
    })
}

fn filter_in(kept: &SceneFilter, situation: &Situation, unresolved: &mut Vec<Unresolved>) -> Filter {
    let mut filter = Filter::default();
    for (name, choice) in &kept.choices {
        let facet = Facet::from_name(name);
        let of_record = |value: &str| -> Option<RecordId> {
            match facet {
                Some(Facet::Actor) => Some(RecordId::Actor(value.into())),
                Some(Facet::Place) => Some(RecordId::Place(value.into())),
                Some(Facet::Source) => Some(RecordId::Source(value.into())),
                _ => None,
            }
        };
        let values = choice.include.iter().chain(&choice.exclude).filter(|value| !value.is_empty());
        let missing = values.filter_map(|value| of_record(value)).filter(|id| !situation.contains(id));
        unresolved.extend(missing.map(Unresolved::NoRecord));
        let values = |texts: &[String]| texts.iter().map(|text| Value::from(text.as_str())).collect();
        if !filter.set_named(name, Choice { include: values(&choice.include), exclude: values(&choice.exclude) }) {
            unresolved.push(Unresolved::NoFacet(name.clone()));
        }
    }
    filter.area = kept.area.as_ref().and_then(|area| {
        let area = match area {
            SceneArea::View => Some(Area::View),
            SceneArea::Box([west, south, east, north]) => Bounds::new(*west, *south, *east, *north).map(Area::Box),
            SceneArea::Polygon(corners) => Some(Area::Polygon(corners.clone())).filter(|_| corners.len() >= 3),
        };
        unresolved.extend(area.is_none().then_some(Unresolved::NoArea));
        area
    });
    filter.words = kept.words.clone().unwrap_or_default();
    filter
}

/// `None` where all is as at first and no data layer is open.
fn layers_of(screen: &Screen<'_>) -> Option<SceneLayers> {
    let (parts, first) = (screen.viewpoint.parts, MapParts::default());
    let changed = MapPart::ALL.into_iter().filter(|part| parts.has(*part) != first.has(*part));
    let (shown, hidden): (Vec<MapPart>, Vec<MapPart>) = changed.partition(|part| parts.has(*part));
    let names = |parts: Vec<MapPart>| parts.into_iter().map(|part| part.name().to_owned());
    let layers = |is_hidden: bool| {
        let hidden = &screen.viewpoint.hidden_layers;
        let listed = screen.layers.iter().enumerate().filter(move |(index, _)| hidden.contains(index) == is_hidden);
        listed.map(|(_, name)| (*name).to_owned())
    };
    let kept = SceneLayers {
        show: names(shown).chain(layers(false)).collect(),
        hide: names(hidden).chain(layers(true)).collect(),
        extra: Extra::new(),
    };
    (kept != SceneLayers::default()).then_some(kept)
}

/// Data layers that the scene does not name came later: they are not part of it.
fn layers_in(kept: Option<&SceneLayers>, layers: &[&str], unresolved: &mut Vec<Unresolved>) -> (MapParts, BTreeSet<usize>) {
    let mut parts = MapParts::default();
    let mut hidden: BTreeSet<usize> = (0..layers.len()).collect();
    let Some(kept) = kept else { return (parts, hidden) };
    let named = kept.show.iter().map(|name| (name, true)).chain(kept.hide.iter().map(|name| (name, false)));
    for (name, is_shown) in named {
        if let Some(part) = MapPart::from_name(name) {
            if parts.has(part) != is_shown {
                parts = parts.toggled(part);
            }
        } else if let Some(index) = layers.iter().position(|layer| layer == name) {
            if is_shown {
                hidden.remove(&index);
            }
        } else if is_shown {
            unresolved.push(Unresolved::NoLayer(name.clone()));
        }
    }
    (parts, hidden)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::earth::LonLat;
    use crate::model::{Annotation, AnnotationKind, Edit, Event, Mode};

    const MAP_SIZE: [f64; 2] = [900.0, 600.0];
    const NOW: Moment = Moment(1_729_900_799);

    fn situation() -> Situation {
        let mut situation = Situation::default();
        situation.apply(Edit::PutEvent(Box::new(Event::new("vote".into(), "Vote", Mode::Happened))));
        situation
    }

    fn looked_at() -> Viewpoint {
        let at = |lon: f64, lat: f64| LonLat::new(lon, lat).unwrap();
        let mut filter = Filter::default();
        filter.words = "troops".to_owned();
        filter.toggle(Facet::Mode, &Value::from("happened"), false);
        filter.toggle(Facet::Reliability, &Value::NONE, true);
        filter.area = Some(Area::Polygon(vec![at(30.0, 50.0), at(40.0, 50.0), at(35.5, 55.25)]));
        let window = TimeWindow { first: None, last: Some(NOW) };
        Viewpoint {
            camera: Camera::new(at(37.6, 55.7), 4.5),
            selection: Some(Item::Record(RecordId::Event("vote".into()))),
            time: TimeView {
                clock: Clock::Known,
                window: Some(window),
                mode: TimeMode::Cumulative,
                outside: Outside::Hide,
                ..TimeView::default()
            },
            filter,
            parts: MapParts::default().toggled(MapPart::Graticule).toggled(MapPart::Names),
            hidden_layers: BTreeSet::from([1]),
            annotations: vec![Annotation {
                kind: AnnotationKind::Arrow,
                points: vec![at(30.0, 50.0), at(40.0, 50.0)],
                text: None,
                extra: Extra::new(),
            }],
            is_spotlit: true,
            ..Viewpoint::default()
        }
    }

    fn captured(parts: &[ScenePart]) -> Scene {
        let viewpoint = looked_at();
        let screen = Screen { viewpoint: &viewpoint, theme: ThemeKind::Projector, map_size: MAP_SIZE, layers: &["a.json", "b.json"] };
        let mut scene = Scene::new("s".into(), "S", 1.0);
        parts.iter().for_each(|part| capture(&mut scene, *part, &screen));
        scene
    }

    #[test]
    fn what_is_captured_is_shown_again() {
        let scene = captured(&ScenePart::ALL);
        let shown = view_of(&scene, &situation(), &["a.json", "b.json"], NOW);
        let expected = Viewpoint { camera: Camera::whole_world(), ..looked_at() };
        assert_eq!((shown.viewpoint, shown.theme, shown.unresolved), (expected, Some(ThemeKind::Projector), Vec::new()));
        let camera = Camera::framing(shown.bounds.unwrap(), MAP_SIZE);
        let offset = camera.offset_to(looked_at().camera.centre());
        assert!((camera.zoom() - 4.5).abs() < 1e-4 && offset[0].hypot(offset[1]) < 0.01, "{camera:?}");
    }

    #[test]
    fn each_part_that_the_window_shows_otherwise_is_told() {
        let scene = captured(&ScenePart::ALL);
        let view = view_of(&scene, &situation(), &["a.json", "b.json"], NOW);
        let told = |change: &dyn Fn(&mut Viewpoint), theme| {
            let mut viewpoint = looked_at();
            change(&mut viewpoint);
            let screen = Screen { viewpoint: &viewpoint, theme, map_size: MAP_SIZE, layers: &["a.json", "b.json"] };
            differing(&view, &screen)
        };
        let projector = ThemeKind::Projector;
        assert_eq!(told(&|_| {}, projector), []);
        assert_eq!(told(&|v| v.camera = v.camera.panned([30.0, 0.0], MAP_SIZE), projector), [ScenePart::Camera]);
        assert_eq!(told(&|v| v.time.window = None, projector), [ScenePart::Time]);
        assert_eq!(told(&|v| v.filter.words.clear(), projector), [ScenePart::Filter]);
        assert_eq!(told(&|v| v.hidden_layers.clear(), projector), [ScenePart::Layers]);
        assert_eq!(told(&|v| v.is_spotlit = false, projector), [ScenePart::Selection]);
        assert_eq!(told(&|v| v.annotations.clear(), projector), [ScenePart::Annotations]);
        assert_eq!(told(&|_| {}, ThemeKind::Dark), [ScenePart::Theme]);
    }

    #[test]
    fn each_part_is_taken_and_let_go_by_itself() {
        for part in ScenePart::ALL {
            let mut scene = captured(&[part]);
            for other in ScenePart::ALL {
                assert_eq!(has_part(&scene, other), other == part, "{part:?} {other:?}");
            }
            release(&mut scene, part);
            assert_eq!(scene, Scene::new("s".into(), "S", 1.0));
        }
    }

    #[test]
    fn what_is_gone_is_told_and_the_rest_is_shown() {
        let mut scene = captured(&ScenePart::ALL);
        scene.selection = Some(RecordId::Event("gone".into()));
        scene.theme = Some("pink".to_owned());
        scene.bounds = Some([0.0, 95.0, 1.0, 96.0]);
        if let Some(time) = scene.time.as_deref_mut() {
            time.window = Some("whenever".to_owned());
        }
        if let Some(filter) = scene.filter.as_deref_mut() {
            filter.choices.insert("shoe-size".to_owned(), SceneChoice::default());
            filter.choices.insert("actor".to_owned(), SceneChoice { include: vec!["nobody".to_owned()], ..SceneChoice::default() });
        }
        let shown = view_of(&scene, &situation(), &["b.json"], NOW);
        let told = [
            Unresolved::NoArea,
            Unresolved::NoWindow("whenever".to_owned()),
            Unresolved::NoRecord(RecordId::Actor("nobody".into())),
            Unresolved::NoFacet("shoe-size".to_owned()),
            Unresolved::NoLayer("a.json".to_owned()),
            Unresolved::NoRecord(RecordId::Event("gone".into())),
            Unresolved::NoWord { member: "theme", word: "pink".to_owned() },
        ];
        assert_eq!(shown.unresolved, told);
        assert_eq!((shown.viewpoint.selection, shown.viewpoint.is_spotlit, shown.theme), (None, false, None));
        assert_eq!(shown.viewpoint.time.clock, Clock::Known);
        assert!(shown.viewpoint.parts.has(MapPart::Graticule) && !shown.viewpoint.annotations.is_empty());
    }

    #[test]
    fn a_window_may_be_typed_into_the_file_by_hand() {
        let mut scene = Scene::new("s".into(), "S", 1.0);
        let time = SceneTime { window: Some("2024-10-23/2024-10-25".to_owned()), ..SceneTime::default() };
        scene.time = Some(Box::new(time));
        let window = view_of(&scene, &situation(), &[], NOW).viewpoint.time.window;
        assert_eq!(window.map(TimeWindow::written).as_deref(), Some("2024-10-23T00:00:00Z/2024-10-25T23:59:59Z"));
    }
}
