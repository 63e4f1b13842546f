#![cfg(test)]
//! Differences and merges of situations that were edited at random: nothing is lost in silence, and what does not conflict is no question.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::sync::LazyLock;

use proptest::prelude::*;
use sandtable::base::Problems;
use sandtable::differences::{Changed, Choices, Difference, Members, Merge, Part, Said, Side, Told, What, merge_files};
use sandtable::document::Document;
use sandtable::formats::native;
use sandtable::model::{
    About, Actor, Credibility, Edit, Event, EventPlace, Extra, Graded, Mode, PlaceRole, RecordId, Regrade, Reliability, Report, Situation,
    Source, Stance, Strength, Subject, Troops, When,
};
use serde_json::Value;

fn read(files: &BTreeMap<String, String>) -> Document {
    let files = files.iter().map(|(name, text)| (name.clone(), text.clone().into_bytes())).collect();
    native::read(files, &mut Problems::default()).unwrap()
}

fn sample() -> Document {
    static SAMPLE: LazyLock<Document> = LazyLock::new(read_sample);
    SAMPLE.clone()
}

fn read_sample() -> Document {
    let files = fs::read_dir("data/dprk-russia-2024").unwrap().map(|file| {
        let file = file.unwrap();
        (file.file_name().into_string().unwrap(), fs::read_to_string(file.path()).unwrap())
    });
    read(&files.collect())
}

/// A difference as it must be the other way round.
fn mirrored(difference: &Difference) -> Difference {
    let turned = |changed: &Changed| Changed { old: changed.new.clone(), new: changed.old.clone(), ..changed.clone() };
    let mut told: Vec<Told> = difference.told.iter().map(told_mirrored).collect();
    told.sort();
    let Difference { added, withdrawn, changed, .. } = difference;
    Difference { added: withdrawn.clone(), withdrawn: added.clone(), changed: changed.iter().map(turned).collect(), told }
}

fn told_mirrored(Told { part, what }: &Told) -> Told {
    let what = match what.clone() {
        What::Added => What::Withdrawn,
        What::Withdrawn => What::Added,
        What::Said { how, by, stood, stands } => {
            let how = match how {
                Said::NewlyDenied => Said::NoLongerDenied,
                Said::NoLongerDenied => Said::NewlyDenied,
                Said::NewlyConfirmed => Said::NoLongerConfirmed,
                Said::NoLongerConfirmed => Said::NewlyConfirmed,
            };
            What::Said { how, by, stood: stands, stands: stood }
        }
        What::Stands { stood, stands } => What::Stands { stood: stands, stands: stood },
        What::Moved { from, to } => What::Moved { from: to, to: from },
        What::Relocated { from, to, between } => What::Relocated { from: to, to: from, between: between.map(|[from, to]| [to, from]) },
        What::Redated { field, old, new } => What::Redated { field, old: new, new: old },
        What::Regraded { of, old, new } => What::Regraded { of, old: new, new: old },
        What::Strength { body, of, old, new } => What::Strength { body, of, old: new, new: old },
        // It is told of the new report.
        What::BodyStrength { body, old, new } => {
            return Told { part: Part::Record(RecordId::Report(old.0.clone())), what: What::BodyStrength { body, old: new, new: old } };
        }
        What::Renamed { old, new } => What::Renamed { old: new, new: old },
        other @ What::Other { .. } => other,
    };
    Told { part: part.clone(), what }
}

/// The edit that makes the old situation the new one.
fn edit_between(old: &Situation, new: &Situation) -> Edit {
    let header = (old.header() != new.header()).then(|| Edit::PutHeader(Box::new(new.header().clone())));
    let changed = Difference::between(old, new).parts().into_iter().filter_map(|part| match part {
        Part::Header => None,
        Part::Record(id) => Some(new.put_or_remove(&id)),
    });
    Edit::All(header.into_iter().chain(changed).collect())
}

/// A random edit: which of the kinds below, of which record, to what.
type Random = (u8, u16, u8);

fn randoms(n: std::ops::Range<usize>) -> impl Strategy<Value = Vec<Random>> {
    // Few records and values, so that two edits often meet.
    prop::collection::vec((0..22_u8, 0..12_u16, 0..3_u8), n)
}

fn nth<K: Clone, V>(records: &BTreeMap<K, V>, n: u16) -> Option<&V> {
    records.values().nth(usize::from(n) % records.len().max(1))
}

fn date(n: u8) -> When {
    When::parse(&format!("2024-10-{:02}", 20 + n)).unwrap()
}

/// The edit that a random one comes to in a situation, if it comes to any.
fn edit_of(situation: &Situation, (kind, record, value): Random) -> Option<Edit> {
    let text = format!("value {value}");
    let event = nth(situation.events(), record)?.clone();
    let report = nth(situation.reports(), record)?.clone();
    let place = nth(situation.places(), record)?.clone();
    let source = nth(situation.sources(), record)?.clone();
    let put = |event: Event| Some(Edit::PutEvent(Box::new(event)));
    let put_report = |report: Report| Some(Edit::PutReport(Box::new(report)));
    let put_place = |place| Some(Edit::PutPlace(Box::new(place)));
    match kind {
        0 => put(Event { title: text, ..event }),
        1 => put(Event { when: Some(date(value)), ..event }),
        2 => put(Event { summary: None, ..event }),
        3 => put(Event { tags: [event.tags, vec![text]].concat(), ..event }),
        4 => put(Event { tags: event.tags.into_iter().skip(1).collect(), ..event }),
        5 => {
            let at = nth(situation.places(), u16::from(value) * 5)?.id.clone();
            let places = event.places.iter().filter(|known| known.place != at).cloned().collect::<Vec<_>>();
            let new =
                EventPlace { place: at, role: [PlaceRole::At, PlaceRole::About, PlaceRole::To][usize::from(value)], extra: Extra::new() };
            put(Event { places: [places, vec![new]].concat(), ..event })
        }
        6 => put(Event { places: event.places.into_iter().rev().collect(), ..event }),
        7 => put(Event { extra: [("x".to_owned(), format!("{{\"n\": {value}.0}}"))].into(), ..event }),
        8 => Some(Edit::Remove(RecordId::Event(event.id))),
        9 => put(Event::new(format!("new-{value}").as_str().into(), &format!("New {record}"), Mode::Expected)),
        10 => put_place(sandtable::model::Place { geometry: Some(geo::Geometry::Point(geo::Point::new(f64::from(value), 50.0))), ..place }),
        11 => put_place(sandtable::model::Place { names: [("ru".to_owned(), text)].into(), ..place }),
        12 => put_place(sandtable::model::Place { names: [("ko".to_owned(), text)].into(), note: Some("n".to_owned()), ..place }),
        13 => Some(Edit::Remove(RecordId::Place(place.id))),
        14 => {
            let judgement =
                Graded { why: Some(text), ..Graded::bare([Reliability::A, Reliability::C, Reliability::E][usize::from(value)]) };
            Some(Regrade::edit_of(&[Regrade::Source { source: source.id, judgement }], situation))
        }
        15 => {
            let judgement = Graded::bare([Credibility::One, Credibility::Three, Credibility::Five][usize::from(value)]);
            Some(Regrade::edit_of(&[Regrade::Statement { report: report.id, index: 0, judgement }], situation))
        }
        16 => {
            put_report(with_first(report, |about| about.stance = [Stance::Denies, Stance::Confirms, Stance::Retracts][usize::from(value)]))
        }
        17 => put_report(with_first(report, |about| {
            let troops = about.troops.take().map_or_else(Troops::default, |troops| *troops);
            about.troops = Some(Box::new(Troops { strength: Some(Strength::Count(1000 * u64::from(value))), ..troops }));
        })),
        18 => {
            let new = About { subject: Subject::Event(event.id), excerpt: Some(text), ..report.about.first()?.clone() };
            put_report(Report { about: [report.about, vec![new]].concat(), ..report })
        }
        19 => put_report(Report { published: Some(date(value)), ..report }),
        20 => Some(Edit::Remove(RecordId::Report(report.id))),
        _ => {
            let mut header = situation.header().clone();
            header.questions.push(text);
            header.title = format!("Title {}", record % 2);
            Some(Edit::All(vec![
                Edit::PutHeader(Box::new(header)),
                Edit::PutActor(Box::new(Actor::new("someone".into(), &format!("Someone {value}")))),
                Edit::PutSource(Box::new(Source { url: Some("u".to_owned()), ..source })),
            ]))
        }
    }
}

fn with_first(mut report: Report, change: impl FnOnce(&mut About)) -> Report {
    if let Some(about) = report.about.first_mut() {
        change(about);
    }
    report
}

fn edited(document: &Document, edits: &[Random]) -> Document {
    let mut document = document.clone();
    for random in edits {
        if let Some(edit) = edit_of(document.situation(), *random) {
            document.edit(edit);
        }
    }
    document
}

/// What a part says, one thing at a time and how often, whatever the order of its lists.
fn facts(situation: &Situation, part: &Part) -> BTreeMap<String, usize> {
    fn gather(path: &str, value: &Value, found: &mut BTreeMap<String, usize>) {
        match value {
            Value::Object(members) => members.iter().for_each(|(name, value)| gather(&format!("{path}/{name}"), value, found)),
            Value::Array(items) if path.ends_with("coordinates") => *found.entry(format!("{path} = {items:?}")).or_default() += 1,
            Value::Array(items) => items.iter().for_each(|item| gather(path, item, found)),
            other => *found.entry(format!("{path} = {other}")).or_default() += 1,
        }
    }
    let mut found = BTreeMap::new();
    if let Some(members) = Members::of(situation, part) {
        found.insert("is there".to_owned(), 1);
        members.iter().for_each(|(name, value)| gather(name, &serde_json::from_str(value).unwrap(), &mut found));
    }
    found
}

fn all_parts<'a>(situations: impl IntoIterator<Item = &'a Situation>) -> BTreeSet<Part> {
    situations.into_iter().flat_map(|situation| std::iter::once(Part::Header).chain(situation.ids().map(Part::Record))).collect()
}

/// Every change that one side made of a part stands in what came of it.
fn assert_kept(
    name: &str,
    part: &Part,
    base: &Situation,
    side: &Situation,
    other: &Situation,
    merged: &Situation,
) -> Result<(), TestCaseError> {
    let [base, side, other, merged] = [base, side, other, merged].map(|situation| facts(situation, part));
    for (fact, n) in &side {
        let n_before = base.get(fact).copied().unwrap_or_default();
        prop_assert!(*n <= n_before || merged.contains_key(fact), "{name} {part}: lost {fact}");
    }
    for (fact, n_before) in &base {
        let [n_side, n_other, n_merged] = [&side, &other, &merged].map(|facts| facts.get(fact).copied().unwrap_or_default());
        let has_gone = n_side < *n_before && n_other == *n_before;
        prop_assert!(!has_gone || n_merged == n_side, "{name} {part}: came back {fact}");
    }
    Ok(())
}

fn merged_files(base: &Document, mine: &Document, theirs: &Document) -> (BTreeMap<String, String>, usize) {
    let [base, mine, theirs] = [base, mine, theirs].map(native::write);
    let mut n_clashes = 0;
    let names: BTreeSet<&String> = base.keys().chain(mine.keys()).chain(theirs.keys()).collect();
    let merged = names.into_iter().map(|name| {
        let text = |files: &BTreeMap<String, String>| files.get(name).cloned().unwrap_or_default();
        let merged = merge_files(&text(&base), &text(&mine), &text(&theirs));
        n_clashes += merged.clashes.len();
        (name.clone(), merged.text)
    });
    (merged.collect(), n_clashes)
}

fn applied(document: &Document, edit: Edit) -> Document {
    let mut document = document.clone();
    document.edit(edit);
    document
}

fn config(cases: u32) -> ProptestConfig {
    ProptestConfig { failure_persistence: None, cases, ..ProptestConfig::default() }
}

proptest! {
    #![proptest_config(config(500))]

    #[test]
    fn nothing_is_lost_in_silence_when_two_edits_of_one_base_are_merged(mine in randoms(1..5), theirs in randoms(1..5)) {
        let base = sample();
        let (mine, theirs) = (edited(&base, &mine), edited(&base, &theirs));
        let [b, m, t] = [&base, &mine, &theirs].map(Document::situation);
        let merge = Merge::of(b, m, t);
        let clashes = merge.clashes();
        let merged = applied(&mine, merge.edit(&Choices::new()));
        let contested: BTreeSet<&Part> = clashes.iter().map(|clash| &clash.part).collect();
        for part in all_parts([b, m, t]).iter().filter(|part| !contested.contains(part)) {
            assert_kept("mine", part, b, m, t, merged.situation())?;
            assert_kept("theirs", part, b, t, m, merged.situation())?;
        }
        // What clashes is told with both values, and choosing theirs takes theirs.
        for clash in &clashes {
            prop_assert!(clash.mine != clash.theirs, "{clash:?}");
        }
        let all_theirs: Choices = clashes.iter().map(|clash| ((clash.part.clone(), clash.path.clone()), Side::Theirs)).collect();
        let chosen = applied(&mine, merge.edit(&all_theirs));
        for part in &contested {
            let kept = facts(chosen.situation(), part);
            let before = facts(b, part);
            for came in facts(t, part).into_keys().filter(|fact| !before.contains_key(fact)) {
                prop_assert!(kept.contains_key(&came), "{part}: theirs was chosen and lost {came}");
            }
        }
        // The other way round it comes to the same.
        let other = Merge::of(b, t, m);
        prop_assert_eq!(other.clashes().len(), clashes.len());
        if clashes.is_empty() {
            let other = applied(&theirs, other.edit(&Choices::new()));
            for part in all_parts([merged.situation(), other.situation()]) {
                prop_assert_eq!(facts(merged.situation(), &part), facts(other.situation(), &part));
            }
        }
        // File by file it comes to the same too, and what is no clash there is none here, links apart.
        let (files, n_file_clashes) = merged_files(&base, &mine, &theirs);
        prop_assert_eq!(n_file_clashes, clashes.iter().filter(|clash| !clash.is_needed).count());
        if clashes.is_empty() {
            let read = read(&files);
            let difference = Difference::between(merged.situation(), read.situation());
            prop_assert!(difference.is_empty(), "{difference:?}");
        }
    }

}

proptest! {
    #![proptest_config(config(100))]

    #[test]
    fn edits_of_other_members_are_merged_without_a_question(mine in randoms(1..4), theirs in randoms(1..4)) {
        let base = sample();
        let (mine, theirs) = (edited(&base, &mine), edited(&base, &theirs));
        let [b, m, t] = [&base, &mine, &theirs].map(Document::situation);
        let (by_mine, by_theirs) = (Difference::between(b, m), Difference::between(b, t));
        let gone: BTreeSet<RecordId> = by_mine.withdrawn.iter().chain(&by_theirs.withdrawn).cloned().collect();
        let fields = |of: &Difference| of.changed.iter().map(|changed| (changed.part.clone(), changed.field.clone())).collect::<BTreeSet<_>>();
        let whole = |of: &Difference| of.added.iter().chain(&of.withdrawn).cloned().map(Part::Record).collect::<BTreeSet<_>>();
        let is_apart = fields(&by_mine).is_disjoint(&fields(&by_theirs))
            && whole(&by_mine).is_disjoint(&by_theirs.parts())
            && whole(&by_theirs).is_disjoint(&by_mine.parts());
        let needs_gone = all_parts([m, t]).iter().any(|part| match part {
            Part::Header => false,
            Part::Record(id) => m.refers_to(id).iter().chain(&t.refers_to(id)).any(|to| gone.contains(to) && !b.refers_to(id).contains(to)),
        });
        prop_assume!(is_apart && !needs_gone);
        let merge = Merge::of(b, m, t);
        prop_assert!(merge.clashes().is_empty(), "{:?}", merge.clashes());
        prop_assert_eq!(merged_files(&base, &mine, &theirs).1, 0);
    }

    #[test]
    fn the_difference_of_two_situations_makes_the_one_the_other_byte_for_byte(old in randoms(0..6), new in randoms(0..12)) {
        let old = read(&native::write(&edited(&sample(), &old)));
        let edited = edited(&old, &new);
        let files = native::write(&edited);
        let new = read(&files);
        let [a, b] = [&old, &new].map(Document::situation);
        prop_assert_eq!(native::write(&applied(&old, edit_between(a, b))), files);
        let difference = Difference::between(a, b);
        prop_assert_eq!(difference.is_empty(), a == b);
        prop_assert_eq!(Difference::between(b, a), mirrored(&difference));
        prop_assert!(Difference::between(b, b).is_empty());
        // Members alone make it too.
        let mut by_members = a.clone();
        for id in &difference.withdrawn {
            by_members.apply(Edit::Remove(id.clone()));
        }
        for id in &difference.added {
            let part = Part::Record(id.clone());
            by_members.apply(Members::of(b, &part).unwrap().put(&part).unwrap());
        }
        for changed in &difference.changed {
            let mut members = Members::of(&by_members, &changed.part).unwrap();
            members.set(&changed.field, changed.new.as_deref());
            by_members.apply(members.put(&changed.part).unwrap());
        }
        prop_assert_eq!(&by_members, b);
    }
}
