//! What the live statements about an event come to. Derived, never typed. What is live is told in `statements.rs`.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::corroboration::Origins;
use crate::model::grades::{Grade, GradeRange};
use crate::model::records::{ActorId, EventId, ReportId, SourceId};
use crate::model::situation::Situation;
use crate::model::statements::{MAX_HOPS, Statement, Statements};
use crate::model::words::{Credibility, Relation, Stance, StandingWord};

/// Who asserts an event, who denies it, and what that comes to. All lists are sorted and without repeats.
///
/// A source that denies an event denies the parts of it, all the way down, unless it says something else of the part itself or
/// of a whole in between. Such denials weigh like the direct ones and are told apart as inherited. Copies
/// (`relayed_by`) and statements that take no side weigh nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Standing {
    pub word: StandingWord,
    pub asserted_by: Vec<SourceId>,
    pub denied_by: Vec<SourceId>,
    /// Sources that deny an event that this one is part of, with the nearest such event.
    pub denied_by_inherited: Vec<(SourceId, EventId)>,
    /// Sources that took back what they said of it and have said nothing since.
    pub retracted_by: Vec<SourceId>,
    /// Sources that only pass on what a report we hold says.
    pub relayed_by: Vec<SourceId>,
    /// The latest of each source that takes no side: `declines`, `comments`, `cannot-confirm`, or a denial of an aspect.
    pub others: Vec<(SourceId, Stance)>,
    pub origins: Origins,
    /// Of the live statements that take a side; of all that are live where none does.
    pub grades: GradeRange,
    /// Reports that speak of it without a say: superseded, retracted, outdated by a later one of their source, or copies of such.
    pub without_say: Vec<ReportId>,
    /// Live assertions graded credibility 1 ("confirmed by other sources") though fewer than two origins are known to be
    /// independent: report and index into its `about`.
    pub credibility_unearned: Vec<(ReportId, usize)>,
}

impl StandingWord {
    /// What one statement alone comes to.
    pub fn of_one(stance: Stance) -> Self {
        match stance {
            Stance::Asserts | Stance::Confirms => Self::Asserted,
            Stance::Denies => Self::Denied,
            Stance::Retracts => Self::Retracted,
            Stance::CannotConfirm | Stance::Declines | Stance::Comments | Stance::Unknown => Self::Unreported,
        }
    }
}

/// Who takes sides about the events that others are part of, each worked out once: for going through many events.
#[derive(Debug, Default)]
pub struct Sides(BTreeMap<EventId, OfOne>);

/// The sources that deny an event and those that assert it.
#[derive(Debug)]
struct OfOne {
    denying: Vec<SourceId>,
    asserting: Vec<SourceId>,
}

impl Sides {
    fn of(&mut self, situation: &Situation, event: &EventId) -> &OfOne {
        self.0.entry(event.clone()).or_insert_with(|| {
            let (statements, _) = Statements::with_traces(situation, event);
            OfOne { denying: sources(&statements.denying), asserting: sources(&statements.asserting) }
        })
    }
}

impl Standing {
    pub fn of(situation: &Situation, event: &EventId) -> Self {
        Self::among(situation, event, &mut Sides::default())
    }

    /// The same, as one of many of a situation that does not change in between.
    pub fn among(situation: &Situation, event: &EventId, sides: &mut Sides) -> Self {
        let (statements, traces) = Statements::with_traces(situation, event);
        let origins = Origins::of_statements(situation, &statements, &traces);
        let asserted_by = sources(&statements.asserting);
        let denied_by = sources(&statements.denying);
        let retracted_by: Vec<SourceId> = statements.retracted_by.iter().copied().cloned().collect();
        let denied_by_inherited = inherited_denials(situation, event, asserted_by.iter().chain(&denied_by).cloned().collect(), sides);

        let is_denied = !(denied_by.is_empty() && denied_by_inherited.is_empty());
        let word = match (asserted_by.is_empty(), is_denied) {
            (false, true) => StandingWord::Contested,
            (false, false) if origins.independent >= 2 => StandingWord::Corroborated,
            (false, false) => StandingWord::Asserted,
            (true, true) => StandingWord::Denied,
            (true, false) if retracted_by.is_empty() => StandingWord::Unreported,
            (true, false) => StandingWord::Retracted,
        };
        let is_unearned = |s: &&Statement<'_>| grade(situation, s).credibility == Some(Credibility::One) && origins.independent < 2;
        let unearned = statements.asserting.iter().filter(is_unearned).map(|s| (s.report.id.clone(), s.index)).collect();
        let others: BTreeSet<_> = statements.others.iter().map(|s| (s.report.source.clone(), s.about.stance)).collect();
        let without_say: BTreeSet<_> = statements.without_say.iter().map(|s| s.report.id.clone()).collect();
        Self {
            word,
            asserted_by,
            denied_by,
            denied_by_inherited,
            retracted_by,
            relayed_by: sources(&statements.relaying),
            others: others.into_iter().collect(),
            grades: statements.weighing().map(|s| grade(situation, s)).collect(),
            without_say: without_say.into_iter().collect(),
            credibility_unearned: unearned,
            origins,
        }
    }
}

/// The actor that makes a source a party to an event: its own or one that this is part of, where that is among the actors of the
/// event or of what the event is part of.
pub fn party(situation: &Situation, event: &EventId, source: &SourceId) -> Option<ActorId> {
    let events = std::iter::once(event.clone()).chain(wholes_of(situation, event));
    let events: Vec<_> = events.filter_map(|id| situation.event(&id)).collect();
    let parties: BTreeSet<&ActorId> = events.iter().flat_map(|event| event.actors.iter().map(|by| &by.actor)).collect();
    let mut seen = BTreeSet::new();
    let mut next = situation.source(source)?.actor.as_ref();
    while let Some(actor) = next.filter(|actor| seen.insert(*actor)) {
        if parties.contains(actor) {
            return Some(actor.clone());
        }
        next = situation.actor(actor).and_then(|actor| actor.part_of.as_ref());
    }
    None
}

/// The events that an event is part of, directly or not, nearest first, each once, without itself; the nearest 200 of them.
pub fn wholes_of(situation: &Situation, event: &EventId) -> Vec<EventId> {
    let mut seen = BTreeSet::from([event.clone()]);
    let mut found = vec![event.clone()];
    let mut n_done = 0;
    while let Some(at) = found.get(n_done).filter(|_| found.len() <= MAX_HOPS) {
        n_done += 1;
        let links = situation.event(at).map_or(&[][..], |event| &event.links);
        let wholes = links.iter().filter(|link| link.rel == Relation::PartOf && seen.insert(link.event.clone()));
        let wholes: Vec<EventId> = wholes.map(|link| link.event.clone()).collect();
        found.extend(wholes);
    }
    found.split_off(1)
}

/// Who denies what an event is part of. `have_spoken` are the sources that said what they think of the event itself.
fn inherited_denials(
    situation: &Situation,
    event: &EventId,
    mut have_spoken: BTreeSet<SourceId>,
    sides: &mut Sides,
) -> Vec<(SourceId, EventId)> {
    let mut found = Vec::new();
    for whole in wholes_of(situation, event) {
        let of_whole = sides.of(situation, &whole);
        for denier in &of_whole.denying {
            if have_spoken.insert(denier.clone()) {
                found.push((denier.clone(), whole.clone()));
            }
        }
        have_spoken.extend(of_whole.asserting.iter().cloned());
    }
    found.sort();
    found
}

fn sources(statements: &[Statement<'_>]) -> Vec<SourceId> {
    let sources: BTreeSet<_> = statements.iter().map(|statement| statement.report.source.clone()).collect();
    sources.into_iter().collect()
}

fn grade(situation: &Situation, statement: &Statement<'_>) -> Grade {
    Grade::of(situation, statement.report, statement.about)
}
