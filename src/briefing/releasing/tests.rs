use proptest::prelude::*;

use super::*;
use crate::model::tests::situation;
use crate::model::{
    About, Actor, BodyId, Event, EventActor, Graded, Mode, Origins, Place, Reliability, Report, Scene, SceneChoice, SceneFilter, Source,
    SourceKind, Stance, Subject, Troops, Via,
};
use crate::model::{Edit, Header};

const NAME: &str = "Zephyrine Quillfeather";
const OTHER_NAME: &str = "제피린퀼페더";

fn no_texts(_: &str) -> Option<&'static str> {
    None
}

fn hiding(ids: &[&str]) -> Release {
    Release {
        name: "Partners".to_owned(),
        unnamed_sources: Unnamed::These(ids.iter().map(|id| SourceId::from(*id)).collect()),
        ..Release::default()
    }
}

fn made(release: &Release, situation: &Situation) -> Released {
    released(situation, release, &no_texts).unwrap()
}

/// A situation in which one source is told of in every way that there is.
fn full_of_traces() -> Situation {
    let source = Source {
        names: [("ko".to_owned(), OTHER_NAME.to_owned())].into(),
        kind: Some(SourceKind::Witness),
        actor: Some("quillfeather-herself".into()),
        url: Some("https://www.quillfeather.example/".to_owned()),
        graded: vec![Graded { by: Some("Handler".to_owned()), why: Some("met her twice".to_owned()), ..Graded::bare(Reliability::B) }],
        note: Some("Lives at the post.".to_owned()),
        extra: [("phone".to_owned(), "\"+1\"".to_owned())].into(),
        ..Source::new("zephyrine".into(), NAME)
    };
    let mut own = Report::new("zephyrine-call".into(), "zephyrine".into());
    own.title = Some("Call of Z.".to_owned());
    own.url = Some("https://calls.example/17".to_owned());
    own.said_at = Some("meeting".into());
    own.basis = vec!["zephyrine-call".to_owned(), "tape-of-Zephyrine".to_owned()];
    let mut about = About::new(Subject::Event("crossing".into()), Stance::Asserts);
    about.excerpt = Some(format!("I, {NAME}, saw them"));
    about.troops = Some(Box::new(Troops { body: Some(BodyId::from("zephyrine-s-column")), ..Troops::default() }));
    own.about = vec![about];
    let mut others = Report::new("paper".into(), "newspaper".into());
    others.via = Some(Via::Report("zephyrine-call".into()));
    others.title = Some(format!("{OTHER_NAME}은 says"));
    others.url = Some("https://paper.example/zephyrine-quillfeather-speaks".to_owned());
    others.archived = Some("https://quillfeather.example/copy".to_owned());
    others.basis = vec!["zephyrine-call".to_owned()];
    others.about = vec![About::new(Subject::Report("zephyrine-call".into()), Stance::Comments)];
    let mut crossing = Event::new("crossing".into(), "A crossing, says zephyrine quillfeather", Mode::Happened);
    crossing.summary = Some(format!("{NAME}’s account of it (quillfeather.example/a)."));
    crossing.extra = [("internal".to_owned(), format!("\"{NAME}\""))].into();
    let mut meeting = Event::new("meeting".into(), "A meeting", Mode::Happened);
    meeting.actors = vec![EventActor { actor: "ministry".into(), role: None, extra: Default::default() }];
    let mut scene = Scene::new("what-zephyrine-says".into(), "What she says", 10.0);
    scene.text = Some(format!("So says **{NAME}**."));
    scene.notes = Some(format!("Do not name {NAME}."));
    scene.selection = Some(RecordId::Report("zephyrine-call".into()));
    let choice = SceneChoice { include: vec!["zephyrine".to_owned()], ..SceneChoice::default() };
    scene.filter = Some(Box::new(SceneFilter { choices: [("source".to_owned(), choice)].into(), ..SceneFilter::default() }));
    let mut place = Place::new("zephyrine-s-house".into(), "A house");
    place.note = Some(format!("Of {}.", NAME.to_uppercase()));
    let edits = vec![
        Edit::PutHeader(Box::new(Header {
            title: format!("What {NAME} tells"),
            questions: vec![format!("Is {NAME} right?")],
            releases: vec![hiding(&["zephyrine"])],
            ..Header::default()
        })),
        Edit::PutSource(Box::new(source)),
        Edit::PutSource(Box::new(Source::new("newspaper".into(), "Newspaper"))),
        Edit::PutActor(Box::new(Actor::new("quillfeather-herself".into(), NAME))),
        Edit::PutActor(Box::new(Actor::new("ministry".into(), "Ministry"))),
        Edit::PutEvent(Box::new(crossing)),
        Edit::PutEvent(Box::new(meeting)),
        Edit::PutPlace(Box::new(place)),
        Edit::PutReport(Box::new(own)),
        Edit::PutReport(Box::new(others)),
        Edit::PutScene(Box::new(scene)),
    ];
    let mut situation = Situation::default();
    situation.apply(Edit::All(edits));
    situation
}

/// Everything that a situation says, in small letters.
fn all_words(situation: &Situation) -> String {
    let records = format!(
        "{:?} {:?} {:?} {:?} {:?} {:?} {:?}",
        situation.header(),
        situation.places(),
        situation.actors(),
        situation.sources(),
        situation.events(),
        situation.reports(),
        situation.scenes()
    );
    records.to_lowercase()
}

#[test]
fn no_member_of_a_copy_tells_a_source_that_is_not_named() {
    let original = full_of_traces();
    let untouched = original.clone();
    let copy = made(&hiding(&["zephyrine"]), &original);
    assert_eq!(original, untouched);
    let words = all_words(&copy.situation);
    for trace in ["zephyrine", "quillfeather", OTHER_NAME, "handler", "met her", "+1", "calls.example", "call of z", "at the post"] {
        assert!(!words.contains(trace), "{trace} in {words}");
    }
    let (id, source) = copy.situation.sources().iter().find(|(id, _)| id.as_str() != "newspaper").unwrap();
    assert_eq!((id.as_str(), source.name.as_str(), source.kind), ("source-1", "Source 1 (witness, B)", Some(SourceKind::Witness)));
    assert_eq!(source.graded.last().map(|graded| graded.grade), Some(Reliability::B));
    let event = copy.situation.event(&"crossing".into()).unwrap();
    assert_eq!(event.summary.as_deref(), Some("Source 1’s account of it Source 1"));
    assert!(copy.situation.actor(&"quillfeather-herself".into()).is_none(), "nobody but the source led to this actor");
}

#[test]
fn links_among_what_was_renamed_hold() {
    let copy = made(&hiding(&["zephyrine"]), &full_of_traces()).situation;
    assert_eq!(crate::model::dangling(&copy), []);
    let paper = copy.report(&"paper".into()).unwrap();
    let Some(Via::Report(carrier)) = &paper.via else { panic!() };
    let own = copy.report(carrier).unwrap();
    assert_eq!(own.source.as_str(), "source-1");
    assert_eq!(paper.basis, [carrier.as_str()]);
    assert!(own.basis.contains(&carrier.to_string()) && own.basis.len() == 2);
    assert!(copy.event(&"meeting".into()).is_some_and(|_| own.said_at.is_none()), "where it was said tells who speaks");
}

#[test]
fn a_scene_looks_at_the_same_and_says_no_name() {
    let original = full_of_traces();
    let copy = made(&Release { drop_notes: true, coarsen_km: Some(10.0), ..hiding(&["zephyrine"]) }, &original).situation;
    let (id, scene) = copy.scenes().first_key_value().unwrap();
    assert_eq!((id.as_str(), scene.text.as_deref(), &scene.notes), ("scene-1", Some("So says **Source 1**."), &None));
    assert!(scene.selection.as_ref().is_some_and(|id| copy.contains(id)));
    assert_eq!(scene.filter.as_ref().unwrap().choices["source"].include, ["source-1"]);
}

#[test]
fn a_scene_that_nobody_is_to_see_or_that_looks_at_what_is_left_out_does_not_go_along() {
    let mut original = full_of_traces();
    let scene = |id: &str| Scene::new(id.into(), "S", 20.0);
    let raid = Event { tags: vec!["secret".to_owned()], ..Event::new("raid".into(), "A raid", Mode::Happened) };
    let of_tag = SceneChoice { include: vec!["secret".to_owned()], ..SceneChoice::default() };
    let filter = SceneFilter { choices: [("tag".to_owned(), of_tag)].into(), ..SceneFilter::default() };
    original.apply(Edit::All(vec![
        Edit::PutEvent(Box::new(raid)),
        Edit::PutScene(Box::new(Scene { is_hidden: true, ..scene("hidden") })),
        Edit::PutScene(Box::new(Scene { selection: Some(RecordId::Event("raid".into())), ..scene("of-raid") })),
        Edit::PutScene(Box::new(Scene { filter: Some(Box::new(filter)), ..scene("of-tag") })),
        Edit::PutScene(Box::new(Scene { selection: Some(RecordId::Event("never-was".into())), ..scene("of-nothing") })),
    ]));
    let copy = made(&Release { drop_tagged: vec!["secret".to_owned()], ..hiding(&[]) }, &original);
    let left: Vec<&str> = copy.situation.scenes().keys().map(crate::model::SceneId::as_str).collect();
    assert_eq!(left, ["of-nothing", "what-zephyrine-says"]);
    assert_eq!(counts(&copy.removed)[&Withheld::Scenes], 3);
}

#[test]
fn whose_deeds_are_told_stays_as_an_actor_and_is_unnamed_as_a_source() {
    let mut original = full_of_traces();
    let mut meeting = original.event(&"meeting".into()).unwrap().clone();
    meeting.title = format!("{NAME} meets the ministry");
    meeting.actors.push(EventActor { actor: "quillfeather-herself".into(), role: None, extra: Default::default() });
    original.apply(Edit::PutEvent(Box::new(meeting)));
    let copy = made(&hiding(&["zephyrine"]), &original);
    let (source, actor) = ("zephyrine".into(), "quillfeather-herself".into());
    assert_eq!(copy.remarks, [Remark::StaysAsActor { source, actor }]);
    let situation = &copy.situation;
    assert_eq!(situation.event(&"meeting".into()).unwrap().title, format!("{NAME} meets the ministry"));
    let speech = format!(
        "{:?} {:?}",
        situation.sources(),
        situation.reports_of(&"source-1".into()).iter().map(|id| situation.report(id)).collect::<Vec<_>>()
    );
    assert!(!speech.to_lowercase().contains("zephyrine") && !speech.contains("quillfeather"), "{speech}");
}

#[test]
fn what_only_led_to_a_tagged_event_goes_with_it() {
    let mut original = full_of_traces();
    let tagged = Event { tags: vec!["Sécret".to_owned(), "border".to_owned()], ..Event::new("raid".into(), "A raid", Mode::Happened) };
    let mut raid = tagged.clone();
    raid.places =
        vec![crate::model::EventPlace { place: "safe-house".into(), role: crate::model::PlaceRole::At, extra: Default::default() }];
    let mut only = Report::new("only".into(), "insider".into());
    only.about = vec![About::new(Subject::Event("raid".into()), Stance::Asserts)];
    let mut of_only = Report::new("of-only".into(), "newspaper".into());
    of_only.about = vec![About::new(Subject::Report("only".into()), Stance::Comments)];
    let mut both = Report::new("both".into(), "newspaper".into());
    both.via = Some(Via::Report("of-only".into()));
    both.about =
        vec![About::new(Subject::Event("raid".into()), Stance::Asserts), About::new(Subject::Event("meeting".into()), Stance::Asserts)];
    let crossing = Event { tags: vec!["border".to_owned()], ..original.event(&"crossing".into()).unwrap().clone() };
    original.apply(Edit::All(vec![
        Edit::PutEvent(Box::new(raid)),
        Edit::PutEvent(Box::new(crossing)),
        Edit::PutPlace(Box::new(Place::new("safe-house".into(), "Safe house"))),
        Edit::PutSource(Box::new(Source::new("insider".into(), "Insider"))),
        Edit::PutReport(Box::new(only)),
        Edit::PutReport(Box::new(of_only)),
        Edit::PutReport(Box::new(both)),
    ]));
    let release =
        Release { drop_tagged: vec!["secret".to_owned()], drop_tags: vec!["BORDER".to_owned(), "nowhere".to_owned()], ..hiding(&[]) };
    let copy = made(&release, &original);
    let words = all_words(&copy.situation);
    for trace in ["raid", "safe", "insider", "only", "border"] {
        assert!(!words.contains(trace), "{trace} in {words}");
    }
    let both = copy.situation.report(&"both".into()).unwrap();
    assert_eq!((both.about.len(), &both.via), (1, &Some(Via::Source("newspaper".into()))), "held through as many as before");
    assert_eq!(copy.remarks, [Remark::NoSuchTag("nowhere".to_owned())]);
    let n = counts(&copy.removed);
    assert_eq!((n[&Withheld::Events], n[&Withheld::Reports], n[&Withheld::Unlinked], n[&Withheld::Tags]), (1, 3, 2, 1));
    assert_eq!(crate::model::dangling(&copy.situation), []);
}

#[test]
fn a_profile_that_is_not_understood_releases_nothing() {
    let release = Release { extra: [("drop_actors".to_owned(), "true".to_owned())].into(), ..hiding(&[]) };
    let refused = released(&full_of_traces(), &release, &no_texts).unwrap_err();
    assert!(matches!(&refused, NotReleased::UnknownMembers { members, .. } if members == &["drop_actors"]), "{refused}");
    let none = release_named(&full_of_traces(), "Public").unwrap_err();
    assert_eq!(none.to_string(), "there is no profile of releasability \"Public\" here; there are: Partners");
}

#[test]
fn a_source_text_goes_along_only_where_it_was_asked_for_and_tells_nothing() {
    let mut original = full_of_traces();
    let mut report = original.report(&"paper".into()).unwrap().clone();
    report.text = Some(Box::new(crate::model::TextFile { file: "texts/a.txt".to_owned(), sha256: None, extra: Default::default() }));
    let mut about = About::new(Subject::Event("crossing".into()), Stance::Asserts);
    about.span =
        Some(Box::new(crate::model::Span { start: 0, end: 1, before: Some("so".to_owned()), after: None, extra: Default::default() }));
    report.about.push(about);
    original.apply(Edit::PutReport(Box::new(report)));
    let text_in = |release: &Release, text: &'static str| {
        let copy = released(&original, release, &|_| Some(text)).unwrap().situation;
        let report = copy.report(&"paper".into()).unwrap();
        assert_eq!(report.text.is_some(), report.about.iter().any(|about| about.span.is_some()));
        report.text.is_some()
    };
    let keeping = Release { keep_texts: true, ..hiding(&["zephyrine"]) };
    assert!(!text_in(&hiding(&[]), "Nothing."));
    assert!(text_in(&keeping, "Nothing."));
    assert!(!text_in(&keeping, "Zephyrine Quillfeather says nothing."));
    let coarse = Release { coarsen_km: Some(5.0), keep_texts: true, ..hiding(&[]) };
    assert!(!text_in(&coarse, "It is at 51.7373, 36.1874."));
}

#[test]
fn a_copy_says_for_whom_it_is_and_how_much_was_taken_out() {
    let original = full_of_traces();
    let copy = made(&Release { handling: Some("For partners".to_owned()), drop_notes: true, ..hiding(&["zephyrine"]) }, &original);
    let header = copy.situation.header();
    assert_eq!((header.handling.as_deref(), header.releases.len()), (Some("For partners"), 0));
    let [told] = header.released.as_slice() else { panic!() };
    assert_eq!(told.name, "Partners");
    let n = |what| told.removed.iter().find(|count| count.what == what).map_or(0, |count| count.count);
    assert_eq!((n(Withheld::SourceNames), n(Withheld::Notes), n(Withheld::Unlinked), n(Withheld::Coordinates)), (1, 3, 1, 0));
    // It can be released again.
    let again = made(&hiding(&[]), &copy.situation);
    assert_eq!(again.situation.header().released.len(), 2);
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn hiding_who_speaks_changes_nothing_of_what_is_corroborated(original in situation(), all in any::<bool>(), drop_notes in any::<bool>()) {
        let unnamed_sources = if all { Unnamed::All } else { Unnamed::These(original.sources().keys().take(2).cloned().collect()) };
        let copy = made(&Release { unnamed_sources, drop_notes, coarsen_km: Some(10.0), ..hiding(&[]) }, &original).situation;
        prop_assert_eq!(copy.events().len(), original.events().len());
        for (was, is) in original.events().keys().zip(copy.events().keys()) {
            let [was, is] = [Origins::of(&original, was), Origins::of(&copy, is)];
            prop_assert_eq!((was.independent, was.unclear.len(), was.carriers.len()), (is.independent, is.unclear.len(), is.carriers.len()));
        }
        prop_assert_eq!(original.reports().len(), copy.reports().len());
    }

    #[test]
    fn every_coordinate_of_a_copy_is_one_of_the_grid(original in situation(), km in 0.1..2000.0_f64) {
        use geo::CoordsIter;
        let copy = made(&Release { coarsen_km: Some(km), ..hiding(&[]) }, &original).situation;
        let grid = Grid::new(km).unwrap();
        for place in copy.places().values() {
            for at in place.geometry.iter().flat_map(CoordsIter::coords_iter) {
                let nearest = grid.nearest(at);
                prop_assert!((at.x - nearest.x).abs() < 1e-5 && (at.y - nearest.y).abs() < 1e-5, "{:?}", at);
            }
        }
    }

    #[test]
    fn the_same_comes_of_the_same(original in situation()) {
        let release = Release { unnamed_sources: Unnamed::All, coarsen_km: Some(3.0), drop_notes: true, ..hiding(&[]) };
        prop_assert_eq!(made(&release, &original), made(&release, &original.clone()));
    }
}
