//! Which file holds the records of a kind, and where a situation keeps them.

use std::collections::BTreeMap;
use std::fmt::Display;
use std::hash::Hash;

use crate::formats::native::fields::Object;
use crate::formats::native::{PLACES_FILE, SCENES_FILE};
use crate::model::{
    Actor, ActorId, Event, EventId, Place, PlaceId, RecordId, Report, ReportId, Scene, SceneId, Situation, Source, SourceId,
};

/// A kind of record that has a file of its own.
pub trait Record: Object + PartialEq + Send {
    type Id: Ord + Hash + Clone + Display;
    const FILE: &'static str;
    /// Whether the file is a FeatureCollection, not an array.
    const IS_COLLECTION: bool = false;

    fn id(&self) -> &Self::Id;
    fn record_id(&self) -> RecordId;
    fn all(situation: &Situation) -> &BTreeMap<Self::Id, Self>;
}

macro_rules! records {
    ($($record:ident, $id:ident, $all:ident, $file:expr, $is_collection:literal;)+) => {$(
        impl Record for $record {
            type Id = $id;
            const FILE: &'static str = $file;
            const IS_COLLECTION: bool = $is_collection;

            fn id(&self) -> &$id {
                &self.id
            }

            fn record_id(&self) -> RecordId {
                RecordId::$record(self.id.clone())
            }

            fn all(situation: &Situation) -> &BTreeMap<$id, Self> {
                situation.$all()
            }
        }
    )+};
}

records! {
    Place, PlaceId, places, PLACES_FILE, true;
    Actor, ActorId, actors, "actors.json", false;
    Source, SourceId, sources, "sources.json", false;
    Event, EventId, events, "events.json", false;
    Report, ReportId, reports, "reports.json", false;
    Scene, SceneId, scenes, SCENES_FILE, false;
}
