//! What changed members mean in the words of the field: moved, dated anew, graded anew, newly denied.

use std::collections::{BTreeMap, BTreeSet};

use crate::differences::difference::Difference;
use crate::differences::members::Part;
use crate::differences::standings::stands_otherwise;
use crate::earth::{LonLat, distance_m};
use crate::model::{
    About, Aspect, BodyId, Credibility, Event, Moment, PlaceId, PlaceRole, RecordId, Report, ReportId, Situation, Source, SourceId,
    StandingWord, Strength, Subject, When,
};
use crate::placing::{anchor, middle};

/// One thing that became another.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Told {
    pub part: Part,
    pub what: What,
}

/// What became of a part, in the order in which it is told.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum What {
    Added,
    Withdrawn,
    /// Sources that speak for or against an event otherwise than before, and what it stood and stands at.
    Said {
        how: Said,
        by: Vec<SourceId>,
        stood: StandingWord,
        stands: StandingWord,
    },
    /// The same sources say the same of an event, and yet it stands otherwise: other origins count as independent.
    Stands {
        stood: StandingWord,
        stands: StandingWord,
    },
    /// A place lies elsewhere, or no longer or newly on the map at all.
    Moved {
        from: Option<Spot>,
        to: Option<Spot>,
    },
    /// An event is at, from or to other places.
    Relocated {
        from: Vec<(PlaceId, PlaceRole)>,
        to: Vec<(PlaceId, PlaceRole)>,
        between: Option<[Spot; 2]>,
    },
    /// A date: `when` of an event, `published` or `known` of a report, `as_of` of the header. The texts are EDTF.
    Redated {
        field: &'static str,
        old: Option<String>,
        new: Option<String>,
    },
    /// The letter of a source or report, or the digit of what a report says of something.
    Regraded {
        of: Option<(Subject, Option<Aspect>)>,
        old: Option<&'static str>,
        new: Option<&'static str>,
    },
    /// The strength that a report gives the troops it speaks of.
    Strength {
        body: Option<BodyId>,
        of: Subject,
        old: Option<Strength>,
        new: Option<Strength>,
    },
    /// The strength that the latest report of a body gives it; the report told of is the new one.
    BodyStrength {
        body: BodyId,
        old: (ReportId, Strength),
        new: (ReportId, Strength),
    },
    Renamed {
        old: String,
        new: String,
    },
    /// Members that nothing above tells of.
    Other {
        fields: Vec<String>,
    },
}

/// How sources speak of an event otherwise than before.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Said {
    /// They deny it, itself or a whole that it is part of, and did not before.
    NewlyDenied,
    NoLongerDenied,
    /// They assert or confirm it and did not before.
    NewlyConfirmed,
    NoLongerConfirmed,
}

/// A position in ten-millionths of a degree, which is a centimetre: to be compared exactly.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Spot {
    lon: i64,
    lat: i64,
}

impl Spot {
    const PER_DEGREE: f64 = 1e7;

    fn of(position: LonLat) -> Self {
        let whole = |degrees: f64| (degrees * Self::PER_DEGREE).round() as i64;
        Self { lon: whole(position.lon_deg()), lat: whole(position.lat_deg()) }
    }

    pub fn position(self) -> Option<LonLat> {
        let degrees = |whole: i64| whole as f64 / Self::PER_DEGREE;
        LonLat::new(degrees(self.lon), degrees(self.lat))
    }
}

/// How far apart two spots are, in metres.
fn metres_between(from: Spot, to: Spot) -> Option<f64> {
    Some(distance_m(from.position()?, to.position()?))
}

impl Said {
    fn name(self) -> &'static str {
        match self {
            Self::NewlyDenied => "newly-denied",
            Self::NoLongerDenied => "no-longer-denied",
            Self::NewlyConfirmed => "newly-confirmed",
            Self::NoLongerConfirmed => "no-longer-confirmed",
        }
    }
}

/// All that a difference comes to, sorted.
pub fn told(old: &Situation, new: &Situation, difference: &Difference) -> Vec<Told> {
    let of_record = |id: &RecordId, what| Told { part: Part::Record(id.clone()), what };
    let mut told: Vec<Told> = difference.added.iter().map(|id| of_record(id, What::Added)).collect();
    told.extend(difference.withdrawn.iter().map(|id| of_record(id, What::Withdrawn)));
    for fields in difference.changed.chunk_by(|a, b| a.part == b.part) {
        let Some(part) = fields.first().map(|changed| changed.part.clone()) else { continue };
        let mut found = of_part(old, new, &part);
        let is_told = |field: &str| found.iter().any(|what| what.tells_of(field)) && !(field == "about" && says_more(old, new, &part));
        let others: Vec<String> = fields.iter().map(|changed| changed.field.clone()).filter(|field| !is_told(field)).collect();
        if !others.is_empty() {
            found.push(What::Other { fields: others });
        }
        told.extend(found.into_iter().map(|what| Told { part: part.clone(), what }));
    }
    let touched: BTreeSet<RecordId> = difference
        .parts()
        .into_iter()
        .filter_map(|part| match part {
            Part::Header => None,
            Part::Record(id) => Some(id),
        })
        .collect();
    told.extend(stands_otherwise(old, new, &touched));
    told.extend(bodies(old, new, &touched));
    told.sort();
    told
}

impl What {
    /// A stable word for it, in kebab case: what the command line calls it.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Added => "added",
            Self::Withdrawn => "withdrawn",
            Self::Said { how, .. } => how.name(),
            Self::Stands { .. } => "stands-otherwise",
            Self::Moved { .. } | Self::Relocated { .. } => "moved",
            Self::Redated { .. } => "redated",
            Self::Regraded { .. } => "regraded",
            Self::Strength { .. } | Self::BodyStrength { .. } => "strength",
            Self::Renamed { .. } => "renamed",
            Self::Other { .. } => "changed",
        }
    }

    /// How far something moved, in metres.
    pub fn metres(&self) -> Option<f64> {
        let [from, to] = self.way()?;
        metres_between(from, to)
    }

    /// From where to where something moved.
    pub fn way(&self) -> Option<[Spot; 2]> {
        match self {
            Self::Moved { from: Some(from), to: Some(to) } => Some([*from, *to]),
            Self::Relocated { between, .. } => *between,
            _ => None,
        }
    }

    /// Whether it tells of a changed member.
    fn tells_of(&self, field: &str) -> bool {
        match self {
            Self::Moved { .. } => field == "geometry",
            Self::Relocated { .. } => field == "places",
            Self::Redated { field: dated, .. } => field == *dated,
            Self::Regraded { of: None, .. } => matches!(field, "graded" | "reliability"),
            Self::Regraded { of: Some(_), .. } | Self::Strength { .. } => field == "about",
            Self::Renamed { .. } => matches!(field, "name" | "title"),
            _ => false,
        }
    }
}

/// What became of a part that both have, apart from who denies it.
fn of_part(old: &Situation, new: &Situation, part: &Part) -> Vec<What> {
    match part {
        Part::Header => {
            let (old, new) = (old.header(), new.header());
            let as_of = redated("as_of", old.as_of.as_ref(), new.as_of.as_ref());
            as_of.into_iter().chain(renamed(&old.title, &new.title)).collect()
        }
        Part::Record(RecordId::Place(id)) => {
            let (Some(old), Some(new)) = (old.place(id), new.place(id)) else { return Vec::new() };
            let spot = |geometry: &Option<_>| geometry.as_ref().and_then(middle).map(Spot::of);
            let (from, to) = (spot(&old.geometry), spot(&new.geometry));
            let moved = (from != to).then_some(What::Moved { from, to });
            moved.into_iter().chain(renamed(&old.name, &new.name)).collect()
        }
        Part::Record(RecordId::Actor(id)) => {
            let (Some(old), Some(new)) = (old.actor(id), new.actor(id)) else { return Vec::new() };
            renamed(&old.name, &new.name).into_iter().collect()
        }
        Part::Record(RecordId::Source(id)) => {
            let (Some(old), Some(new)) = (old.source(id), new.source(id)) else { return Vec::new() };
            let letter = |source: &Source| source.graded.last().map(|graded| graded.grade.word());
            let regraded = regraded(None, letter(old), letter(new));
            regraded.into_iter().chain(renamed(&old.name, &new.name)).collect()
        }
        Part::Record(RecordId::Event(id)) => {
            let (Some(before), Some(after)) = (old.event(id), new.event(id)) else { return Vec::new() };
            let redated = redated("when", before.when.as_ref(), after.when.as_ref());
            let relocated = relocated((old, before), (new, after));
            redated.into_iter().chain(relocated).chain(renamed(&before.title, &after.title)).collect()
        }
        Part::Record(RecordId::Report(id)) => {
            let (Some(old), Some(new)) = (old.report(id), new.report(id)) else { return Vec::new() };
            of_report(old, new)
        }
        Part::Record(RecordId::Scene(id)) => {
            let (Some(old), Some(new)) = (old.scene(id), new.scene(id)) else { return Vec::new() };
            renamed(&old.title, &new.title).into_iter().collect()
        }
    }
}

fn redated(field: &'static str, old: Option<&When>, new: Option<&When>) -> Option<What> {
    let text = |when: Option<&When>| when.map(|when| when.text().to_owned());
    (old != new).then(|| What::Redated { field, old: text(old), new: text(new) })
}

fn renamed(old: &str, new: &str) -> Option<What> {
    (old != new).then(|| What::Renamed { old: old.to_owned(), new: new.to_owned() })
}

fn regraded(of: Option<(Subject, Option<Aspect>)>, old: Option<&'static str>, new: Option<&'static str>) -> Option<What> {
    (old != new).then_some(What::Regraded { of, old, new })
}

fn relocated((old, before): (&Situation, &Event), (new, after): (&Situation, &Event)) -> Option<What> {
    let places = |event: &Event| -> Vec<(PlaceId, PlaceRole)> {
        let told = event.places.iter().filter(|at| at.role != PlaceRole::About).map(|at| (at.place.clone(), at.role));
        told.collect::<BTreeSet<_>>().into_iter().collect()
    };
    let (from, to) = (places(before), places(after));
    if from == to {
        return None;
    }
    let spot = |situation: &Situation, places: &[(PlaceId, PlaceRole)]| match places {
        [(only, _)] => anchor(situation, only).map(Spot::of),
        _ => None,
    };
    let between = spot(old, &from).zip(spot(new, &to)).map(|(from, to)| [from, to]);
    Some(What::Relocated { from, to, between })
}

fn of_report(old: &Report, new: &Report) -> Vec<What> {
    let dates =
        [redated("published", old.published.as_ref(), new.published.as_ref()), redated("known", old.known.as_ref(), new.known.as_ref())];
    let letter = |report: &Report| report.reliability.last().map(|graded| graded.grade.word());
    let mut found: Vec<What> = dates.into_iter().flatten().chain(regraded(None, letter(old), letter(new))).collect();
    if let (Some(old), Some(new)) = (&old.title, &new.title) {
        found.extend(renamed(old, new));
    }
    for (before, after) in statements_of_both(old, new) {
        let digit = |about: &About| about.credibility.or_else(|| about.graded.last().map(|graded| graded.grade)).map(Credibility::word);
        found.extend(regraded(Some((after.subject.clone(), after.aspect)), digit(before), digit(after)));
        let (men_before, men_after) = (strength(before), strength(after));
        if men_before != men_after {
            let body = after.troops.as_ref().and_then(|troops| troops.body.clone());
            let same_body = before.troops.as_ref().is_none_or(|troops| troops.body == body);
            let body = body.filter(|_| same_body);
            found.push(What::Strength { body, of: after.subject.clone(), old: men_before, new: men_after });
        }
    }
    found
}

fn strength(about: &About) -> Option<Strength> {
    about.troops.as_ref()?.strength.clone()
}

/// The statements about the same thing that a report has before and after: the first about it with the first, and so on.
fn statements_of_both<'a>(old: &'a Report, new: &'a Report) -> Vec<(&'a About, &'a About)> {
    let mut before: BTreeMap<(&Subject, Option<Aspect>), Vec<&About>> = BTreeMap::new();
    for about in old.about.iter().rev() {
        before.entry((&about.subject, about.aspect)).or_default().push(about);
    }
    let of_both = |about: &'a About| Some((before.get_mut(&(&about.subject, about.aspect))?.pop()?, about));
    new.about.iter().filter_map(of_both).collect()
}

/// Whether what a report says changed in more than its grades and strengths.
fn says_more(old: &Situation, new: &Situation, part: &Part) -> bool {
    let Part::Record(RecordId::Report(id)) = part else { return false };
    let bare = |situation: &Situation| -> Option<Vec<About>> {
        let bare = situation.report(id)?.about.iter().map(|about| {
            let mut about = About { credibility: None, graded: Vec::new(), ..about.clone() };
            if let Some(troops) = &mut about.troops {
                troops.strength = None;
            }
            about
        });
        Some(bare.collect())
    };
    bare(old) != bare(new)
}

/// Bodies of troops of which another report is the latest now, and gives another strength.
fn bodies(old: &Situation, new: &Situation, touched: &BTreeSet<RecordId>) -> Vec<Told> {
    let of_report = |situation: &Situation, id: &RecordId| -> Vec<BodyId> {
        let RecordId::Report(id) = id else { return Vec::new() };
        let about = situation.report(id).map_or(&[][..], |report| &report.about);
        about.iter().filter_map(|about| about.troops.as_ref()?.body.clone()).collect()
    };
    let ids: BTreeSet<BodyId> = touched.iter().flat_map(|id| of_report(old, id).into_iter().chain(of_report(new, id))).collect();
    let changed = ids.into_iter().filter_map(|body| {
        let (before, after) = (latest(old, &body)?, latest(new, &body)?);
        (before.0 != after.0 && before.1 != after.1).then(|| Told {
            part: Part::Record(RecordId::Report(after.0.clone())),
            what: What::BodyStrength { body, old: before, new: after },
        })
    });
    changed.collect()
}

/// The strength that the latest report of a body gives it, those apart that were replaced.
fn latest(situation: &Situation, body: &BodyId) -> Option<(ReportId, Strength)> {
    let told = situation.reports_of_body(body).iter().filter_map(|(id, index)| {
        let report = situation.report(id)?;
        let strength = strength(report.about.get(*index)?)?;
        let published: Option<Moment> = report.published.as_ref().and_then(|when| when.bounds(situation.zone()).latest());
        situation.reports_superseding(id).is_empty().then(|| (published, id.clone(), strength))
    });
    told.max().map(|(_, id, strength)| (id, strength))
}
