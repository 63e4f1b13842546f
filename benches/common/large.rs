//! A large situation by a fixed rule.

use std::collections::BTreeMap;

use egui::{Context, RawInput, Rect, pos2, vec2};
use sandtable::app::{Desk, State};
use sandtable::base::Problems;
use sandtable::command::{Command, Content, Loaded, News};
use sandtable::document::Document;
use sandtable::model::{
    About, Actor, Credibility, Event, EventActor, EventPlace, Extra, Graded, Header, Link, Mode, Place, PlaceRole, Records, Relation,
    Reliability, Report, Situation, Source, SourceKind, Stance, Subject, When,
};
use sandtable::placing::Resolved;
use sandtable::query::{Index, RecordNames};

use crate::common::Random;

pub const N_EVENTS: usize = 100_000;
pub const N_PLACES: usize = 20_000;
pub const N_ACTORS: usize = 400;
pub const N_SOURCES: usize = 800;
/// 2024-01-01.
pub const FIRST_DAY: i64 = 19_723;
pub const N_DAYS: i64 = 700;

fn day(random: &mut Random) -> String {
    let day = sandtable::model::CivilDay::from_number(FIRST_DAY + random.below(N_DAYS as usize) as i64);
    format!("{:04}-{:02}-{:02}", day.year, day.month, day.day)
}

fn when(random: &mut Random) -> Option<When> {
    let day = day(random);
    let text = match random.below(20) {
        0 => return None,
        1 => day.get(..7)?.to_owned(),
        2 => format!("[..{day}]"),
        3 => format!("{day}/.."),
        4 => format!("{day}?"),
        5 | 6 => format!("{day}T{:02}:{:02}:00Z", random.below(24), random.below(60)),
        _ => day,
    };
    When::parse(&text).ok()
}

/// So many reports about 100,000 events.
pub fn situation(n_reports: usize) -> Situation {
    let mut random = Random(2024);
    let mut records = Records::default();
    for number in 0..N_PLACES {
        let id = sandtable::model::PlaceId::from(format!("p{number:05}").as_str());
        let at = geo::Point::new(20.0 + random.below(11_000) as f64 / 100.0, 30.0 + random.below(3_000) as f64 / 100.0);
        let part_of = (number > 200).then(|| format!("p{:05}", number % 200).as_str().into());
        records.places.insert(id.clone(), Place { geometry: Some(at.into()), part_of, ..Place::new(id, &format!("Place {number}")) });
    }
    for number in 0..N_ACTORS {
        let id = sandtable::model::ActorId::from(format!("a{number:03}").as_str());
        let part_of = (number > 20).then(|| format!("a{:03}", number % 20).as_str().into());
        let side = (number < 20).then(|| format!("side {}", number % 3));
        records.actors.insert(id.clone(), Actor { part_of, side, ..Actor::new(id, &format!("Actor {number}")) });
    }
    for number in 0..N_SOURCES {
        let id = sandtable::model::SourceId::from(format!("s{number:03}").as_str());
        let grade = Reliability::ALL[number % Reliability::ALL.len()];
        let graded = vec![Graded { on: None, by: None, grade, why: None, extra: Extra::new() }];
        let kind = Some(SourceKind::ALL[number % SourceKind::ALL.len()]);
        records.sources.insert(id.clone(), Source { kind, graded, ..Source::new(id, &format!("Source {number}")) });
    }
    for number in 0..N_EVENTS {
        let id = sandtable::model::EventId::from(format!("e{number:06}").as_str());
        let mut event = Event::new(id.clone(), &format!("Event {number} near a river"), Mode::ALL[random.below(Mode::ALL.len())]);
        event.when = when(&mut random);
        event.category = Some(format!("category {}", random.below(12)));
        event.tags = vec![format!("tag {}", random.below(60))];
        let place = |random: &mut Random| EventPlace {
            place: format!("p{:05}", random.below(N_PLACES)).as_str().into(),
            role: PlaceRole::At,
            extra: Extra::new(),
        };
        event.places = vec![place(&mut random)];
        let actor = |random: &mut Random| EventActor {
            actor: format!("a{:03}", random.below(N_ACTORS)).as_str().into(),
            role: None,
            extra: Extra::new(),
        };
        if number % 4 == 1 {
            let whole = format!("e{:06}", number - 1);
            event.links = vec![Link { event: whole.as_str().into(), rel: Relation::PartOf, extra: Extra::new() }];
        }
        event.actors = vec![actor(&mut random), actor(&mut random)];
        records.events.insert(id, event);
    }
    for number in 0..n_reports {
        let id = sandtable::model::ReportId::from(format!("r{number:06}").as_str());
        let mut report = Report::new(id.clone(), format!("s{:03}", random.below(N_SOURCES)).as_str().into());
        report.published = when(&mut random);
        let event = format!("e{:06}", random.below(N_EVENTS));
        let mut about = About::new(Subject::Event(event.as_str().into()), Stance::ALL[random.below(Stance::ALL.len())]);
        about.credibility = Some(Credibility::ALL[random.below(Credibility::ALL.len())]);
        report.about = vec![about];
        records.reports.insert(id, report);
    }
    Situation::with_records(Header { title: "Large".to_owned(), ..Header::default() }, records)
}

/// A program in which a situation was opened.
pub fn opened(situation: Situation) -> State {
    let document = Document::new(situation, BTreeMap::new(), Default::default());
    let (index, resolved) = (Index::of(document.situation()), Resolved::of(document.situation(), None));
    let names = RecordNames::of(document.situation());
    let mut state = State::default();
    let content = Ok(Content::Situation(Box::new(document), Box::new(index), Box::new(resolved), Box::new(names)));
    state.run(Command::Loaded(Box::new(Loaded { path: "large".into(), content, problems: Problems::default(), news: News::default() })));
    state
}

/// Draws frames, one after the other, of a window of 1920 to 1080 points.
pub struct Frames {
    ctx: Context,
    desk: Desk,
    time: f64,
}

impl Frames {
    pub fn new() -> Self {
        let ctx = Context::default();
        Self { desk: Desk::new(&ctx), ctx, time: 0.0 }
    }

    pub fn draw(&mut self, state: &mut State) {
        self.time += 0.05;
        let input = RawInput {
            screen_rect: Some(Rect::from_min_size(pos2(0.0, 0.0), vec2(1920.0, 1080.0))),
            time: Some(self.time),
            ..RawInput::default()
        };
        let mut output = self.ctx.run_ui(input, |ui| {
            self.desk.pass(state, true, ui);
        });
        output.textures_delta.clear();
        std::hint::black_box(output);
    }
}
