//! Saved filters as they stand in a file, to be read and edited by hand.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::Value as Json;

use crate::earth::{Bounds, LonLat};
use crate::query::{Area, Choice, Clock, Filter, TimeWindow, Value};
use crate::viewpoint::SavedFilter;

/// One of them. Words that are not known are left out.
#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(default)]
struct FilterText {
    name: String,
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    choices: BTreeMap<String, ChoiceText>,
    #[serde(skip_serializing_if = "Option::is_none")]
    area: Option<AreaText>,
    #[serde(skip_serializing_if = "String::is_empty")]
    words: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    clock: Option<String>,
    /// From and to, both included: `2024-10-23T00:00:00Z/2024-10-25T23:59:59Z`; `..` where there is no end.
    #[serde(skip_serializing_if = "Option::is_none")]
    window: Option<String>,
}

/// The empty text stands for having none.
#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(default)]
struct ChoiceText {
    #[serde(skip_serializing_if = "Vec::is_empty")]
    include: Vec<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    exclude: Vec<String>,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
enum AreaText {
    View,
    /// West, south, east, north.
    Box([f64; 4]),
    Polygon(Vec<[f64; 2]>),
}

/// The filters of a file; what is none is left out and told in the log.
pub fn read(entries: Vec<Json>) -> Vec<SavedFilter> {
    let read = |entry: Json| match serde_json::from_value::<FilterText>(entry) {
        Ok(text) if !text.name.trim().is_empty() => Some(text.filter()),
        Ok(_) => None,
        Err(error) => {
            log::warn!("a saved filter is left out: {error}");
            None
        }
    };
    let mut filters: Vec<SavedFilter> = entries.into_iter().filter_map(read).collect();
    filters.sort_by(|a, b| a.name.cmp(&b.name));
    filters.dedup_by(|a, b| a.name == b.name);
    filters
}

/// The entry of a filter.
pub fn entry(saved: &SavedFilter) -> Json {
    let texts = |values: &std::collections::BTreeSet<Value>| values.iter().map(|value| value.as_str().to_owned()).collect();
    let choice = |choice: &Choice| ChoiceText { include: texts(&choice.include), exclude: texts(&choice.exclude) };
    let text = FilterText {
        name: saved.name.clone(),
        choices: saved.filter.named_choices().map(|(name, its)| (name, choice(its))).collect(),
        area: saved.filter.area.as_ref().map(|area| match area {
            Area::View => AreaText::View,
            Area::Box(bounds) => AreaText::Box(bounds.to_array()),
            Area::Polygon(corners) => AreaText::Polygon(corners.iter().map(|corner| [corner.lon_deg(), corner.lat_deg()]).collect()),
        }),
        words: saved.filter.words.clone(),
        clock: saved.time.map(|(clock, _)| clock.name().to_owned()),
        window: saved.time.map(|(_, window)| window.written()),
    };
    serde_json::to_value(text).unwrap_or_default()
}

impl FilterText {
    fn filter(self) -> SavedFilter {
        let mut filter = Filter::default();
        filter.words = self.words;
        for (name, ChoiceText { include, exclude }) in self.choices {
            let values = |texts: Vec<String>| texts.iter().map(|text| Value::from(text.as_str())).collect();
            if !filter.set_named(&name, Choice { include: values(include), exclude: values(exclude) }) {
                log::warn!("the saved filter {} asks for {name}, which is not known", self.name);
            }
        }
        filter.area = self.area.and_then(|area| match area {
            AreaText::View => Some(Area::View),
            AreaText::Box([west, south, east, north]) => Bounds::new(west, south, east, north).map(Area::Box),
            AreaText::Polygon(corners) => {
                let corners: Vec<LonLat> = corners.into_iter().filter_map(|[lon, lat]| LonLat::new(lon, lat)).collect();
                (corners.len() >= 3).then_some(Area::Polygon(corners))
            }
        });
        let clock = self.clock.as_deref().and_then(Clock::from_name).unwrap_or_default();
        let time = self.window.as_deref().and_then(TimeWindow::read).map(|window| (clock, window));
        SavedFilter { name: self.name.trim().to_owned(), filter, time }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Moment;
    use crate::query::Facet;

    #[test]
    fn what_is_saved_is_read_again() {
        let at = |lon: f64, lat: f64| LonLat::new(lon, lat).unwrap();
        let mut filter = Filter::default();
        filter.words = "troops".to_owned();
        filter.toggle(Facet::Actor, &Value::from("north-korea"), false);
        filter.toggle(Facet::Reliability, &Value::NONE, true);
        filter.toggle_column("event_type".into(), &Value::from("Battles"), false);
        let areas = [
            None,
            Some(Area::View),
            Some(Area::Box(Bounds::new(170.0, 40.0, -170.0, 60.0).unwrap())),
            Some(Area::Polygon(vec![at(30.0, 50.0), at(40.0, 50.0), at(35.5, 55.25)])),
        ];
        let times = [
            None,
            Some((Clock::Reported, TimeWindow::new(Moment(1_729_641_600), Moment(1_729_900_799)))),
            Some((Clock::Happened, TimeWindow { first: None, last: Some(Moment(1_729_900_799)) })),
            Some((Clock::Known, TimeWindow { first: Some(Moment(i64::MIN + 1)), last: None })),
        ];
        for (number, (area, time)) in areas.into_iter().zip(times).enumerate() {
            filter.area = area;
            let saved = SavedFilter { name: format!("Filter {number}"), filter: filter.clone(), time };
            let text = serde_json::to_string(&[entry(&saved)]).unwrap();
            assert_eq!(read(serde_json::from_str(&text).unwrap()), [saved], "{text}");
        }
    }

    #[test]
    fn what_is_not_known_is_left_out_and_the_rest_is_read() {
        let text = r#"[{"name": "A", "choices": {"shoe-size": {"include": ["9"]}, "mode": {"include": ["happened"]}}, "area": {"box": [1, 2]}},
            {"name": "B", "window": "yesterday", "new": true}, {"name": ""}, 7,
            {"name": "C", "window": "2024-10-23T00:00:00Z/..", "clock": "reported"}]"#;
        let read = read(serde_json::from_str(text).unwrap());
        let names: Vec<&str> = read.iter().map(|saved| saved.name.as_str()).collect();
        assert_eq!(names, ["B", "C"], "A's box is none");
        assert_eq!((read[0].filter.is_empty(), read[0].time), (true, None));
        assert_eq!(read[1].time, Some((Clock::Reported, TimeWindow { first: Some(Moment(1_729_641_600)), last: None })));
    }
}
