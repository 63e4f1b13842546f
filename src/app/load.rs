//! Reading a path: off the window's thread, or at once where there is no window.

use std::path::Path;

use crate::app::files::{self, Opened};
use crate::base::Problems;
use crate::command::{Content, Loaded};
use crate::formats::native;

/// The sample situation that is built in, for a start without a path.
const SAMPLE: [(&str, &[u8]); 6] = [
    ("situation.json", include_bytes!("../../data/dprk-russia-2024/situation.json")),
    ("places.geojson", include_bytes!("../../data/dprk-russia-2024/places.geojson")),
    ("actors.json", include_bytes!("../../data/dprk-russia-2024/actors.json")),
    ("sources.json", include_bytes!("../../data/dprk-russia-2024/sources.json")),
    ("events.json", include_bytes!("../../data/dprk-russia-2024/events.json")),
    ("reports.json", include_bytes!("../../data/dprk-russia-2024/reports.json")),
];

/// The built-in sample.
pub fn sample() -> Loaded {
    let mut problems = Problems::default();
    let files = SAMPLE.iter().map(|(name, bytes)| ((*name).to_owned(), bytes.to_vec())).collect();
    let content = native::read(&files, &mut problems).map(|document| Content::Situation(Box::new(document)));
    Loaded { path: "the sample".into(), content: content.ok_or_else(|| "the built-in sample cannot be read".to_owned()), problems }
}

/// Reads what is at a path; why nothing could be read comes back in words.
pub fn load(path: &Path) -> Loaded {
    let mut problems = Problems::default();
    let content = match files::open(path, &mut problems) {
        Ok(Opened::Situation(document)) => Ok(Content::Situation(document)),
        Ok(Opened::Dataset(layer)) => Ok(Content::Layer(layer)),
        Err(error) => Err(error.to_string()),
    };
    Loaded { path: path.to_owned(), content, problems }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sample_is_built_in_without_a_problem() {
        let loaded = sample();
        assert!(loaded.problems.is_empty(), "{:?}", loaded.problems);
        assert!(matches!(loaded.content, Ok(Content::Situation(document)) if !document.situation().events().is_empty()));
    }
}
