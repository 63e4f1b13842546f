//! Reading a path: off the window's thread, or at once where there is no window.

use jiff::Timestamp;
use std::path::Path;
use std::sync::Arc;

use crate::app::files::{self, Opened};
use crate::app::person::{Seen, Store};
use crate::base::{Problems, at_once};
use crate::command::{Content, Loaded, Loading, News};
use crate::document::Document;
use crate::formats::native;
use crate::model::{Moment, RecordId, Situation};
use crate::placing::{Placed, Resolved};
use crate::query::{Index, RecordNames, TimeWindow, WindowError};

/// The sample situation that is built in, for a start without a path.
const SAMPLE: [(&str, &[u8]); 7] = [
    ("situation.json", include_bytes!("../../data/dprk-russia-2024/situation.json")),
    ("places.geojson", include_bytes!("../../data/dprk-russia-2024/places.geojson")),
    ("actors.json", include_bytes!("../../data/dprk-russia-2024/actors.json")),
    ("sources.json", include_bytes!("../../data/dprk-russia-2024/sources.json")),
    ("events.json", include_bytes!("../../data/dprk-russia-2024/events.json")),
    ("reports.json", include_bytes!("../../data/dprk-russia-2024/reports.json")),
    ("scenes.json", include_bytes!("../../data/dprk-russia-2024/scenes.json")),
];

/// What stands for the path of the built-in sample, which is on no disk.
pub const SAMPLE_PATH: &str = "the sample";

/// The built-in sample.
pub fn sample() -> Loaded {
    let mut problems = Problems::default();
    let files = SAMPLE.iter().map(|(name, bytes)| ((*name).to_owned(), bytes.to_vec())).collect();
    let content = native::read(files, &mut problems).map(|document| prepared(document, None));
    Loaded {
        path: SAMPLE_PATH.into(),
        content: content.ok_or_else(|| "the built-in sample cannot be read".to_owned()),
        problems,
        news: News::default(),
    }
}

/// A situation with its columns, what the map draws of it, named in a language, and its names: they take as long as reading, so they
/// are made on the same thread, and one beside.
pub fn prepared(document: Document, language: Option<&str>) -> Content {
    let situation = document.situation();
    let derived = || (Index::of(situation), Resolved::of(situation, language));
    let ((index, resolved), names) = at_once(derived, || RecordNames::of(situation));
    Content::Situation(Box::new(document), Box::new(index), Box::new(resolved), Box::new(names))
}

/// Reads what is at a path, with what is new in it since this person left it, who wants names in a language.
pub fn load_for(person: &Store, loading: &Loading, language: Option<&str>) -> Loaded {
    let path = &loading.path;
    let mut loaded = load_in(loading, language);
    // What somebody said of such columns before holds again.
    if let Ok(Content::Layer(layer, _)) = &loaded.content
        && loading.mapping.is_none()
        && let Some(mapping) = person.mapping_of(layer)
    {
        loaded = load_in(&Loading { mapping: Some(Arc::new(mapping)), ..loading.clone() }, language);
    }
    let news = match &loaded.content {
        Ok(Content::Situation(document, ..)) => person.seen(path).map(|seen| news_of(document, &seen)),
        _ => None,
    };
    Loaded { news: news.unwrap_or_default(), ..loaded }
}

/// What came or changed since, and what was unread then and is still there.
fn news_of(document: &Document, seen: &Seen) -> News {
    let is_new = |id: &RecordId, print: u64| {
        let key = id.to_string();
        seen.unread.contains(&key) || seen.prints.get(&key) != Some(&print)
    };
    let unread = document.prints().iter().filter(|(id, print)| is_new(id, *print)).map(|(id, _)| id.clone()).collect();
    let moment = |ms: i64| Moment(ms.div_euclid(1000));
    News { since: Some(moment(seen.left_at_ms)), handed_over: seen.handed_over_ms.map(moment), unread }
}

/// What is to be kept of a situation that is left now.
pub fn seen_of(document: &Document, news: &News, now_ms: i64) -> Seen {
    Seen {
        left_at_ms: now_ms,
        handed_over_ms: news.handed_over.map(|at| at.0.saturating_mul(1000)),
        prints: document.prints().iter().map(|(id, print)| (id.to_string(), *print)).collect(),
        unread: news.unread.iter().map(ToString::to_string).collect(),
        ..Seen::default()
    }
}

/// Reads what is at a path; why nothing could be read comes back in words.
pub fn load(path: &Path) -> Loaded {
    load_in(&Loading::of(path.to_owned()), None)
}

fn load_in(loading: &Loading, language: Option<&str>) -> Loaded {
    let mut problems = Problems::default();
    let content = match files::open_loading(loading, &mut problems) {
        Ok(Opened::Situation(document)) => Ok(prepared(*document, language)),
        Ok(Opened::Dataset(layer)) => {
            let placed = Box::new(Placed::of(&layer));
            Ok(Content::Layer(layer, placed))
        }
        Err(error) => Err(error.to_string()),
    };
    Loaded { path: loading.path.clone(), content, problems, news: News::default() }
}

/// A window of time as it is typed of a situation. "Now" is the moment that this describes; where it tells none, what the clock says.
///
/// # Errors
/// The text is no window of time.
pub fn typed_window(text: &str, situation: &Situation) -> Result<TimeWindow, WindowError> {
    let clock = || Moment(Timestamp::now().as_second());
    TimeWindow::typed(text, situation.zone(), situation.as_of_end().unwrap_or_else(clock))
}

/// What "now" means of a situation: the moment that it describes, or else what the clock says as far as it is known.
pub fn now_in(situation: &Situation, clock: Option<Moment>) -> Moment {
    situation.as_of_end().or(clock).unwrap_or(Moment(0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sample_is_built_in_without_a_problem() {
        let loaded = sample();
        assert!(loaded.problems.is_empty(), "{:?}", loaded.problems);
        assert!(matches!(loaded.content, Ok(Content::Situation(document, ..)) if !document.situation().events().is_empty()));
    }

    #[test]
    fn what_changed_since_a_person_left_is_new_and_the_rest_is_not() {
        let document = |titles: [&str; 2]| {
            let [a, b] = titles.map(|title| format!(r#"{{"id": "{title}", "title": "{title}", "mode": "happened"}}"#));
            let files = [("situation.json", r#"{"format": 1, "title": "T"}"#.to_owned()), ("events.json", format!("[{a},\n{b}]"))];
            let files = files.into_iter().map(|(name, text)| (name.to_owned(), text.into_bytes())).collect();
            native::read(files, &mut Problems::default()).unwrap()
        };
        let seen = seen_of(&document(["a", "b"]), &News::default(), 1_729_749_600_000);
        let news = news_of(&document(["b", "c"]), &seen);
        assert_eq!(news.since, Some(Moment(1_729_749_600)));
        assert_eq!(news.unread.iter().map(ToString::to_string).collect::<Vec<_>>(), ["event:c"]);
        let again = seen_of(&document(["b", "c"]), &news, 0);
        assert_eq!(news_of(&document(["b", "c"]), &again).unread, news.unread, "what was not read stays unread");
    }
}
