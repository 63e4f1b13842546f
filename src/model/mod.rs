//! The records of a situation and what follows from them.
//!
//! Main types: [`Situation`], its [`Edit`]s, the records ([`Place`], [`Actor`], [`Source`], [`Event`], [`Report`]), [`When`],
//! and what is derived: [`Standing`], [`Origins`].
//!
//! **Does not:** know JSON, files, words for the screen, or what time it is now.

mod adding;
mod before;
mod calendar;
mod corroboration;
mod edit;
mod freshness;
mod grades;
mod integrity;
mod level2;
mod linking;
mod links;
mod merging;
mod new_id;
mod provenance;
mod quotations;
mod records;
mod regrade;
mod release;
mod scene;
mod situation;
mod standing;
mod statements;
#[cfg(test)]
pub(crate) mod tests;
mod traces;
mod troops;
mod when;
mod words;

pub use adding::{Additions, Linked, NewEvent, NewReport};
pub use before::Before;
pub use calendar::{CivilDay, CivilTime, Moment, UnknownZone, Zone};
pub use corroboration::{Origins, Unclear, UnclearWhy, held_through};
pub use edit::Edit;
pub use freshness::LastAsserted;
pub use grades::{Grade, GradeRange};
pub use integrity::{Cycle, Dangling, cycles, dangling};
pub use linking::{LinkAs, Removal, linked_to_event};
pub use merging::{ToldDifferently, merge_reports, tell_apart, told_differently};
pub use new_id::new_id;
pub use provenance::{Provenance, ProvenanceNode};
pub use quotations::{Lost, Placed, Quotation, Quotations, Scalars, SpanFault, spanned};
pub use records::{
    About, Actor, ActorId, Assessment, Attachment, BodyId, Event, EventActor, EventId, EventPlace, Extra, Graded, Header, HomeView, Link,
    Names, Place, PlaceId, Precision, RecordId, Report, ReportId, Rgb, SceneId, SimpleStyle, Source, SourceId, Span, Strength, Subject,
    TextFile, Troops, Via, is_within_folder,
};
pub use regrade::Regrade;
pub use release::{Release, ReleasedFor, Unnamed, WithheldCount};
pub use scene::{Annotation, Scene, SceneArea, SceneChoice, SceneFilter, SceneLayers, SceneTime};
pub use situation::{Records, Situation};
pub use standing::{Sides, Standing, party, wholes_of};
pub(crate) use statements::{Statement, Statements};
pub use troops::{Body, Framing, SideNames, TroopSymbol, all_bodies, bodies_in, identity_of, standard_identity, symbol_of, symbol_with};
pub use when::{Bounds, TimeSpan, When, WhenError};
pub use words::{
    ActorKind, AnnotationKind, Aspect, AttachmentKind, Confidence, Credibility, Identity, Likelihood, Mode, Origin, PlaceKind, PlaceRole,
    PrecisionWord, Relation, Reliability, SceneKind, SourceKind, Stance, StandingWord, Weekday, WhenBasis, Withheld,
};
