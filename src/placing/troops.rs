//! Bodies of troops where they are said to be: found once for each change of the records, and of each answer which report speaks for them.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use crate::model::{
    BodyId, EventId, Framing, Grade, Mode, Moment, PlaceId, PlaceRole, RecordId, Report, ReportId, SideNames, Situation, SourceId,
    StandingWord, Statement, Statements, Strength, Subject, Troops, When, all_bodies, symbol_of,
};
use crate::placing::resolved::{Resolved, Spot};
use crate::query::{Answer, Fit, Index};
use crate::symbols::{Box2, Drawing, Echelon, Fields, Fill, Point, Status, SymbolCode};
use crate::viewpoint::{Item, Outside};

/// All bodies of troops that live reports assert to be at a place that is drawn.
#[derive(Debug, Default)]
pub struct AllTroops {
    bodies: Vec<Vec<Said>>,
    /// Where each body stands, by spot, in world units.
    stands: Vec<(Spot, [f64; 2], usize)>,
    sides: SideNames,
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
            let (min, max) = match strength {
                Strength::Count(n) => (*n, *n),
                Strength::Range { min, max } => (*min, *max),
                Strength::Word(word) => {
                    strengths.words.insert(word.clone());
                    continue;
                }
            };
            let (least, most) = strengths.range.unwrap_or((min, max));
            strengths.range = Some((least.min(min), most.max(max)));
        }
        if strengths.range.is_some() {
            strengths.words.clear();
        }
        strengths
    }
}

impl AllTroops {
    pub(super) fn of(situation: &Situation, resolved: &Resolved) -> Self {
        let mut reader = Reader::of(situation, resolved);
        let mut troops = Self::default();
        for body in all_bodies(situation) {
            let mut said: Vec<Said> = body.reports.iter().filter_map(|(id, index, troops)| reader.live(id, *index, troops)).collect();
            // The latest first.
            said.sort_by(|a, b| (b.published, &b.item).cmp(&(a.published, &a.item)));
            let spots: BTreeSet<Spot> = said.iter().flat_map(|said| &said.spots).copied().collect();
            let body = troops.bodies.len();
            troops.stands.extend(spots.into_iter().filter_map(|spot| Some((spot, resolved.position_of(spot)?, body))));
            troops.bodies.push(said);
        }
        troops.stands.sort_by_key(|(spot, _, body)| (*spot, *body));
        Self { sides: reader.sides, ..troops }
    }

    pub fn sides(&self) -> &SideNames {
        &self.sides
    }

    /// What the report says that speaks for a body at a place.
    pub fn said(&self, stand: &TroopStand) -> Option<&Said> {
        self.bodies.get(stand.body)?.get(stand.said)
    }

    /// The bodies at their places as far as they are asked for, by place; at each the largest first.
    pub fn stands(&self, index: &Index, answer: &Answer, outside: Outside) -> Vec<TroopStand> {
        let (events, reports) = (index.kinds().events.start, index.kinds().reports.start);
        let fit = |said: &Said| answer.fit(events + said.event).min(answer.fit(reports + said.report));
        let stand = |(spot, at, body): &(Spot, [f64; 2], usize)| {
            let told = self.bodies.get(*body)?;
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
    events: BTreeMap<&'a EventId, u32>,
    reports: BTreeMap<&'a ReportId, u32>,
    /// Of each event what live reports assert: report and index into its `about`.
    live: BTreeMap<&'a EventId, BTreeSet<(&'a ReportId, usize)>>,
    spots: BTreeMap<&'a PlaceId, Option<Spot>>,
    outlines: HashMap<SymbolCode, (Box2, Point)>,
}

impl<'a> Reader<'a> {
    fn of(situation: &'a Situation, resolved: &'a Resolved) -> Self {
        Self {
            situation,
            resolved,
            sides: SideNames::of(situation),
            events: situation.events().keys().zip(0..).collect(),
            reports: situation.reports().keys().zip(0..).collect(),
            live: BTreeMap::new(),
            spots: BTreeMap::new(),
            outlines: HashMap::new(),
        }
    }

    /// What a report says of troops, where it is live and asserts it of an event.
    fn live(&mut self, id: &'a ReportId, index: usize, troops: &'a Troops) -> Option<Said> {
        let (situation, resolved) = (self.situation, self.resolved);
        let report: &Report = situation.report(id)?;
        let about = report.about.get(index)?;
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
            report: *self.reports.get(id)?,
            event: *self.events.get(&event.id)?,
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
