//! Bodies of troops where they are said to be: found once for each change of the records, and of each answer which report speaks for them.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use crate::model::{
    BodyId, EventId, Framing, Grade, Mode, Moment, PlaceId, PlaceRole, RecordId, Report, ReportId, SideNames, Situation, SourceId,
    StandingWord, Statement, Statements, Strength, Subject, Troops, When, all_bodies, symbol_of,
};
use crate::placing::resolved::{Resolved, Spot};
use crate::query::{Answer, Fit, Index, Renumbering};
use crate::symbols::{Box2, Drawing, Echelon, Fields, Fill, Point, Status, SymbolCode};
use crate::viewpoint::{Item, Outside};

/// All bodies of troops that live reports assert to be at a place that is drawn.
#[derive(Debug, Default)]
pub struct AllTroops {
    /// By their names, then those that have none.
    bodies: Vec<(BodyKey, Vec<Said>)>,
    /// Where each body stands, by spot, in world units.
    stands: Vec<(Spot, [f64; 2], usize)>,
    sides: SideNames,
}

/// Tells bodies apart: by their names, or by the one report that speaks of one, and where in its `about`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum BodyKey {
    Named(BodyId),
    Unnamed(ReportId, usize),
}

impl BodyKey {
    /// The bodies that a report speaks of.
    pub fn all_of(report: &Report) -> impl Iterator<Item = Self> {
        (0..report.about.len()).filter_map(|index| Self::at(report, index))
    }

    /// The body that a report speaks of in one of its `about`.
    fn at(report: &Report, index: usize) -> Option<Self> {
        let troops = report.about.get(index)?.troops.as_deref()?;
        Some(troops.body.clone().map_or_else(|| Self::Unnamed(report.id.clone(), index), Self::Named))
    }
}

/// What one live report says of a body.
#[derive(Clone, Debug)]
pub struct Said {
    pub item: Item,
    /// Whose troops, by name; `None` where nobody says.
    pub actor: Option<Arc<str>>,
    pub unit: Option<Arc<str>>,
    /// With the identity that it is framed by.
    pub code: SymbolCode,
    pub framing: Framing,
    pub grade: Grade,
    pub as_of: Option<When>,
    /// Expected, intended or demanded rather than told as a fact.
    pub is_planned: bool,
    /// What its drawing takes, in the units of symbols, and what of that stands at the place.
    pub outline: (Box2, Point),
    strength: Option<Strength>,
    /// Places among all reports and all events.
    report: u32,
    event: u32,
    spots: BTreeSet<Spot>,
    published: Option<Moment>,
}

/// A body of troops at a place, as far as it is asked for.
#[derive(Clone, Debug)]
pub struct TroopStand {
    pub spot: Spot,
    /// In world units.
    pub at: [f64; 2],
    body: usize,
    /// The latest report that is asked for.
    said: usize,
    pub fit: Fit,
    pub strengths: Strengths,
    /// How many live reports speak of the body, and at how many other places.
    pub n_reports: usize,
    pub n_elsewhere: usize,
    /// Of the event that the report speaks of.
    pub standing: Option<StandingWord>,
}

/// How many men the reports of a body tell: never added up, for they are the same men.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Strengths {
    /// The least and the most.
    pub range: Option<(u64, u64)>,
    /// What is told in words, where nobody gives a number.
    pub words: BTreeSet<String>,
}

impl Strengths {
    fn of<'a>(told: impl Iterator<Item = &'a Strength>) -> Self {
        let mut strengths = Self::default();
        for strength in told {
            if let Strength::Word(word) = strength {
                strengths.words.insert(word.clone());
            }
            let bounds = [strengths.range, strength.bounds()];
            strengths.range = bounds.into_iter().flatten().reduce(|a, b| (a.0.min(b.0), a.1.max(b.1)));
        }
        if strengths.range.is_some() {
            strengths.words.clear();
        }
        strengths
    }
}

impl AllTroops {
    pub(super) fn of(situation: &Situation, resolved: &Resolved) -> Self {
        let events: BTreeMap<&EventId, u32> = situation.events().keys().zip(0..).collect();
        let reports: BTreeMap<&ReportId, u32> = situation.reports().keys().zip(0..).collect();
        let mut reader = Reader::of(situation, resolved, SideNames::of(situation));
        let bodies = all_bodies(situation).into_iter().filter_map(|body| {
            let (report, index, _) = body.reports.first()?;
            let key = body.id.map_or_else(|| BodyKey::Unnamed((*report).clone(), *index), |id| BodyKey::Named(id.clone()));
            let number = |report: &ReportId, event: &EventId| reports.get(report).copied().zip(events.get(event).copied());
            Some((key, reader.body(body.reports.iter().map(|(id, index, _)| (*id, *index)), number)))
        });
        let mut troops = Self { bodies: bodies.collect(), sides: SideNames::of(situation), ..Self::default() };
        troops.put_stands(resolved);
        troops
    }

    /// Finds some bodies anew; `number` tells the places of a report and an event among all, `renumbering` what became of the others'.
    /// Where actors changed sides, all of them had better be found anew.
    pub(super) fn update(
        &mut self,
        situation: &Situation,
        resolved: &Resolved,
        (keys, are_spots_same): (BTreeSet<BodyKey>, bool),
        renumbering: &Renumbering,
        number: impl Fn(&ReportId, &EventId) -> Option<(u32, u32)>,
    ) {
        let Renumbering { events, reports, .. } = renumbering;
        if !events.is_none() || !reports.is_none() {
            for said in self.bodies.iter_mut().flat_map(|(_, said)| said) {
                (said.event, said.report) = (events.now(said.event), reports.now(said.report));
            }
        }
        let are_bodies_same = keys.is_empty();
        let mut reader = Reader::of(situation, resolved, std::mem::take(&mut self.sides));
        for key in keys {
            let told: Vec<(&ReportId, usize)> = match &key {
                BodyKey::Named(body) => situation.reports_of_body(body).iter().map(|(id, index)| (id, *index)).collect(),
                BodyKey::Unnamed(report, index) => situation.report(report).map(|report| (&report.id, *index)).into_iter().collect(),
            };
            // Another body may be meant there by now.
            let is_of_it = |(id, index): &(&ReportId, usize)| {
                let report = situation.report(id);
                report.is_some_and(|report| BodyKey::at(report, *index).as_ref() == Some(&key))
            };
            let told: Vec<(&ReportId, usize)> = told.into_iter().filter(is_of_it).collect();
            let said = (!told.is_empty()).then(|| reader.body(told.into_iter(), &number));
            match (self.bodies.binary_search_by(|(other, _)| other.cmp(&key)), said) {
                (Ok(at), Some(said)) => self.bodies.get_mut(at).into_iter().for_each(|(_, slot)| *slot = said.clone()),
                (Ok(at), None) => drop(self.bodies.remove(at)),
                (Err(at), Some(said)) => self.bodies.insert(at, (key, said)),
                (Err(_), None) => {}
            }
        }
        self.sides = reader.sides;
        if !are_bodies_same {
            self.put_stands(resolved);
        } else if !are_spots_same {
            self.stands.retain_mut(|(spot, at, _)| resolved.position_of(*spot).map(|now| *at = now).is_some());
        }
    }

    /// Finds where each body stands.
    fn put_stands(&mut self, resolved: &Resolved) {
        self.stands.clear();
        for (body, (_, said)) in self.bodies.iter().enumerate() {
            let spots: BTreeSet<Spot> = said.iter().flat_map(|said| &said.spots).copied().collect();
            self.stands.extend(spots.into_iter().filter_map(|spot| Some((spot, resolved.position_of(spot)?, body))));
        }
        self.stands.sort_by_key(|(spot, _, body)| (*spot, *body));
    }

    pub fn sides(&self) -> &SideNames {
        &self.sides
    }

    /// What the report says that speaks for a body at a place.
    pub fn said(&self, stand: &TroopStand) -> Option<&Said> {
        self.bodies.get(stand.body)?.1.get(stand.said)
    }

    /// The bodies at their places as far as they are asked for, by place; at each the largest first.
    pub fn stands(&self, index: &Index, answer: &Answer, outside: Outside) -> Vec<TroopStand> {
        let (events, reports) = (index.kinds().events.start, index.kinds().reports.start);
        let fit = |said: &Said| answer.fit(events + said.event).min(answer.fit(reports + said.report));
        let stand = |(spot, at, body): &(Spot, [f64; 2], usize)| {
            let (_, told) = self.bodies.get(*body)?;
            let fits: Vec<Fit> = told.iter().map(&fit).collect();
            let here = || told.iter().zip(&fits).enumerate().filter(|(_, (said, _))| said.spots.contains(spot));
            let best = here().map(|(_, (_, fit))| *fit).max()?;
            let (said, (shown, _)) = here().find(|(_, (_, fit))| **fit == best)?;
            // Where none is asked for, the body is shown faintly for what all say.
            let counted = || told.iter().zip(&fits).filter(|(_, fit)| best == Fit::Out || **fit > Fit::Out).map(|(said, _)| said);
            let spots: BTreeSet<Spot> = counted().flat_map(|said| &said.spots).copied().collect();
            Some(TroopStand {
                spot: *spot,
                at: *at,
                body: *body,
                said,
                fit: best,
                strengths: Strengths::of(counted().filter_map(|said| said.strength.as_ref())),
                n_reports: counted().count(),
                n_elsewhere: spots.len().saturating_sub(1),
                standing: index.standing(events + shown.event),
            })
        };
        let is_shown = |stand: &TroopStand| stand.fit > Fit::Out || outside == Outside::Fade;
        let mut stands: Vec<TroopStand> = self.stands.iter().filter_map(stand).filter(is_shown).collect();
        let most = |stand: &TroopStand| stand.strengths.range.map(|(_, most)| most);
        stands.sort_by(|a, b| (a.spot, b.fit, most(b)).cmp(&(b.spot, a.fit, most(a))));
        stands
    }
}

/// What live reports assert of troops at an event: of each source the latest of each body. That it says something else later, without
/// going back on the event, leaves what it said of a body as it is.
fn live_about<'a>(situation: &'a Situation, event: &EventId) -> BTreeSet<(&'a ReportId, usize)> {
    let (Statements { asserting, reasserted, .. }, _) = Statements::with_traces(situation, event);
    let mut told: Vec<_> = asserting.into_iter().chain(reasserted).collect();
    told.sort_by(|a, b| b.key().cmp(&a.key()));
    let mut latest: BTreeMap<(&SourceId, Option<&BodyId>), &ReportId> = BTreeMap::new();
    let is_latest = |statement: &Statement<'a>| {
        let Some(troops) = &statement.about.troops else { return false };
        let report = &statement.report.id;
        *latest.entry((&statement.report.source, troops.body.as_ref())).or_insert(report) == report
    };
    told.into_iter().filter(is_latest).map(|statement| (&statement.report.id, statement.index)).collect()
}

/// Reads what is said of bodies.
struct Reader<'a> {
    situation: &'a Situation,
    resolved: &'a Resolved,
    sides: SideNames,
    /// Of each event what live reports assert: report and index into its `about`.
    live: BTreeMap<&'a EventId, BTreeSet<(&'a ReportId, usize)>>,
    spots: BTreeMap<&'a PlaceId, Option<Spot>>,
    outlines: HashMap<SymbolCode, (Box2, Point)>,
}

impl<'a> Reader<'a> {
    fn of(situation: &'a Situation, resolved: &'a Resolved, sides: SideNames) -> Self {
        Self { situation, resolved, sides, live: BTreeMap::new(), spots: BTreeMap::new(), outlines: HashMap::new() }
    }

    /// All that is said of a body, the latest first. `number` tells the places of a report and an event among all.
    fn body(
        &mut self,
        reports: impl Iterator<Item = (&'a ReportId, usize)>,
        number: impl Fn(&ReportId, &EventId) -> Option<(u32, u32)>,
    ) -> Vec<Said> {
        let mut said: Vec<Said> = reports.filter_map(|(id, index)| self.live(id, index, &number)).collect();
        said.sort_by(|a, b| (b.published, &b.item).cmp(&(a.published, &a.item)));
        said
    }

    /// What a report says of troops, where it is live and asserts it of an event.
    fn live(&mut self, id: &'a ReportId, index: usize, number: impl Fn(&ReportId, &EventId) -> Option<(u32, u32)>) -> Option<Said> {
        let (situation, resolved) = (self.situation, self.resolved);
        let report: &Report = situation.report(id)?;
        let about = report.about.get(index)?;
        let troops = about.troops.as_deref()?;
        let Subject::Event(event) = &about.subject else { return None };
        let event = situation.event(event)?;
        let live = self.live.entry(&event.id).or_insert_with(|| live_about(situation, &event.id));
        if !live.contains(&(id, index)) {
            return None;
        }
        let at = event.places.iter().filter(|at| at.role == PlaceRole::At).map(|at| &at.place);
        let mut places: Vec<&PlaceId> = troops.to.iter().collect();
        if places.is_empty() {
            places.extend(at);
        }
        if places.is_empty() {
            places.extend(&troops.from);
        }
        let mut spot_of = |place: &'a PlaceId| *self.spots.entry(place).or_insert_with(|| resolved.spot_of(place));
        let spots: BTreeSet<Spot> = places.into_iter().filter_map(&mut spot_of).collect();
        let (code, framing) = self.code(troops);
        let is_planned = matches!(event.mode, Mode::Expected | Mode::Intended | Mode::Conditional | Mode::Demanded);
        let code = if is_planned { SymbolCode { status: Status::Planned, ..code } } else { code };
        let outline = self.outlines.entry(code).or_insert_with(|| {
            let drawing = Drawing::of(&code, &Fields::new(), Fill::Identity);
            (drawing.bounds, drawing.anchor)
        });
        let (report_number, event_number) = number(id, &event.id)?;
        let name = |actor| situation.name_in(&RecordId::Actor(actor), resolved.language()).map(Arc::from);
        Some(Said {
            item: Item::Record(RecordId::Report(id.clone())),
            actor: troops.actor.clone().and_then(name),
            unit: troops.unit.as_deref().map(Arc::from),
            code,
            framing,
            grade: Grade::of(situation, report, about),
            as_of: troops.as_of.clone(),
            is_planned,
            outline: *outline,
            strength: troops.strength.clone(),
            report: report_number,
            event: event_number,
            spots,
            published: report.published.as_ref().and_then(|when| when.bounds(situation.zone()).earliest()),
        })
    }

    /// The symbol that the report gives the troops, or else that of a unit of which no more is known than its echelon.
    fn code(&self, troops: &Troops) -> (SymbolCode, Framing) {
        let framing = self.sides.framing(self.situation, troops.actor.as_ref());
        match symbol_of(self.situation, troops) {
            Some(Ok(symbol)) => {
                let framing = if let Framing::Identity(_) = framing { Framing::Identity(symbol.code.identity) } else { framing };
                (symbol.code, framing)
            }
            Some(Err(_)) | None => {
                let code = SymbolCode::land_unit(troops.echelon.as_deref().and_then(Echelon::from_words));
                (code.with_identity(framing.identity()), framing)
            }
        }
    }
}

#[cfg(test)]
impl AllTroops {
    /// Everything that is told, with the places by what they are called.
    pub(super) fn told(&self, place: impl Fn(Spot) -> Option<String>) -> Vec<String> {
        let bodies = self.bodies.iter().flat_map(|(key, said)| said.iter().map(move |said| (key, said)));
        let bodies = bodies.map(|(key, said)| {
            let mut places: Vec<_> = said.spots.iter().map(|spot| place(*spot)).collect();
            places.sort();
            format!("{key:?} {places:?} {:?}", Said { spots: BTreeSet::new(), ..said.clone() })
        });
        let mut stands: Vec<String> = self.stands.iter().map(|(spot, at, body)| format!("{:?} {at:?} {body}", place(*spot))).collect();
        stands.sort();
        bodies.chain(stands).chain([format!("{:?} {}", self.sides, self.bodies.len())]).collect()
    }
}
