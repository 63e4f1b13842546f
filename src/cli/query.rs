//! `sandtable query`: the records that match, surely and possibly, and what is hidden and why.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::Args;
use serde::Serialize;

use crate::app::files::Opened;
use crate::app::load::typed_window;
use crate::base::{Problems, grouped, harmless};
use crate::cli::opening::open_or_tell;
use crate::cli::{clock, finish, iso_text, json_text, say, wrong_usage};
use crate::earth::Bounds;
use crate::model::{About, Event, Grade, Moment, RecordId, Report, Situation, Standing, Subject, Troops, Unclear, UnclearWhy, When, Zone};
use crate::query::{Answer, Area, Choice, Clock, Facet, Filter, Fit, Index, Question, Reason, Value, WithWords, record_of};
use crate::wording::Dates;

#[derive(Debug, Args)]
pub struct QueryArgs {
    /// A situation (its folder, or packed)
    #[arg(value_name = "PATH", required = true)]
    paths: Vec<PathBuf>,

    /// A date or interval of EDTF (2024-10-23/2024-10-25), or words: "24 Oct 2024 - now", "last 7 days" before the as-of date
    #[arg(long, value_name = "WINDOW", allow_hyphen_values = true)]
    window: Option<String>,

    /// Which time the window is about: happened, reported or known (to us)
    #[arg(long, value_name = "CLOCK", value_parser = clock, default_value = "happened")]
    clock: Clock,

    /// Only what has a place in this box, in degrees; west > east crosses 180 degrees
    #[arg(long, value_name = "W,S,E,N", value_parser = bounds, allow_hyphen_values = true)]
    bbox: Option<Bounds>,

    /// Only records whose texts hold all of these words
    #[arg(long, value_name = "WORDS")]
    text: Option<String>,

    /// Only events of this actor, or of what is part of it, and reports about them
    #[arg(long, value_name = "ID")]
    actor: Vec<String>,

    /// Only events at this place, or within it, and reports about them
    #[arg(long, value_name = "ID")]
    place: Vec<String>,

    /// Only what this source says
    #[arg(long, value_name = "ID")]
    source: Vec<String>,

    #[arg(long, value_name = "CATEGORY")]
    category: Vec<String>,

    /// Only statements whose source is at least as reliable: A to E; or F alone (cannot be judged)
    #[arg(long, value_name = "LETTER", value_parser = letter)]
    reliability: Option<String>,

    /// Only statements that are at least as credible: 1 to 5; or 6 alone (cannot be judged)
    #[arg(long, value_name = "DIGIT", value_parser = digit)]
    credibility: Option<String>,

    /// Only what has this value: mode, standing, side, tag, source-kind, stance, troops (told) or body; several of one facet: any of them
    #[arg(long, value_name = "FACET=VALUE", value_parser = facet_value)]
    only: Vec<(Facet, Value)>,

    /// Nothing that has this value
    #[arg(long, value_name = "FACET=VALUE", value_parser = facet_value)]
    without: Vec<(Facet, Value)>,

    /// Kinds of records to list: event, report, place, actor, source
    #[arg(long, value_name = "KIND", value_parser = ["event", "report", "place", "actor", "source"], default_values = ["event", "report"])]
    kind: Vec<String>,

    /// Print JSON
    #[arg(long)]
    json: bool,
}

#[derive(Default, Serialize)]
struct Found {
    matched: Matched,
    hidden: Vec<Hidden>,
    records: Vec<Record>,
}

#[derive(Default, Serialize)]
struct Matched {
    surely: usize,
    possibly: usize,
}

#[derive(Serialize)]
struct Hidden {
    reason: &'static str,
    count: usize,
}

#[derive(Serialize)]
struct Record {
    /// Where several paths were asked about.
    #[serde(skip_serializing_if = "Option::is_none")]
    path: Option<String>,
    kind: &'static str,
    id: String,
    title: String,
    when: Option<WhenText>,
    #[serde(rename = "match")]
    fit: &'static str,
    #[serde(flatten)]
    event: Option<EventPart>,
    #[serde(flatten)]
    report: Option<ReportPart>,
    /// The date as a person reads it.
    #[serde(skip)]
    words: String,
}

/// A date as written, and its bounds in ISO 8601; none where it is open.
#[derive(Serialize)]
struct WhenText {
    text: String,
    earliest: Option<String>,
    latest: Option<String>,
}

#[derive(Serialize)]
struct EventPart {
    mode: &'static str,
    standing: &'static str,
    reports: Vec<String>,
    origins: OriginsPart,
    asserted_by: Vec<String>,
    denied_by: Vec<String>,
    denied_by_inherited: Vec<String>,
    /// What each of these denies.
    inherited_from: Vec<InheritedPart>,
}

#[derive(Serialize)]
struct InheritedPart {
    source: String,
    event: String,
}

#[derive(Serialize)]
struct OriginsPart {
    independent: usize,
    /// Reports of which it is unclear whether they add an origin.
    unclear: Vec<String>,
    /// Of each of these why that is.
    why_unclear: Vec<UnclearPart>,
    carriers: Vec<String>,
}

#[derive(Serialize)]
struct UnclearPart {
    report: String,
    /// `unknown-origin`, `same-source`, `shared-basis` or `one-carrier`.
    why: &'static str,
    /// What it has in common with another origin: a source, a basis, a carrier.
    #[serde(skip_serializing_if = "Option::is_none")]
    shared: Option<String>,
}

#[derive(Serialize)]
struct ReportPart {
    source: String,
    known: Option<WhenText>,
    about: Vec<AboutPart>,
    troops: Vec<TroopsPart>,
}

#[derive(Serialize)]
struct AboutPart {
    #[serde(skip_serializing_if = "Option::is_none")]
    event: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    report: Option<String>,
    stance: &'static str,
    /// Letter and digit, `-` for what nobody judged.
    grade: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    as_said: Option<String>,
}

#[derive(Serialize)]
struct TroopsPart {
    #[serde(skip_serializing_if = "Option::is_none")]
    actor: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    body: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    strength: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    from: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    to: Option<String>,
}

pub fn query(args: &QueryArgs) -> ExitCode {
    let mut problems = Problems::default();
    let mut found = Found::default();
    let mut hidden: BTreeMap<&'static str, usize> = BTreeMap::new();
    let mut n_errors = 0;
    let mut unknown = args.named_records();
    for path in &args.paths {
        let situation = match open_or_tell(path, &mut problems) {
            Some(Opened::Situation(document)) => document,
            Some(Opened::Dataset(_)) => {
                say(&format!("{}: only situations can be asked, and this is a data layer", path.display()));
                n_errors += 1;
                continue;
            }
            None => continue,
        };
        let situation = situation.situation();
        unknown.retain(|id| !situation.contains(id));
        if let Err(message) = args.ask(path, situation, &mut found, &mut hidden) {
            return wrong_usage(&message);
        }
    }
    for problem in problems.iter() {
        say(&problem.to_string());
    }
    if let Some(id) = unknown.first().filter(|_| n_errors + problems.n_errors() == 0) {
        return wrong_usage(&format!("there is no {} {:?}", id.kind(), id.as_str()));
    }
    found.hidden = hidden.into_iter().map(|(reason, count)| Hidden { reason, count }).collect();
    let text = if args.json { json_text(&found) } else { in_words(&found) };
    finish(&text, n_errors + problems.n_errors() > 0)
}

impl QueryArgs {
    fn filter(&self) -> Filter {
        let mut choices: BTreeMap<Facet, Choice> = BTreeMap::new();
        let words =
            [(Facet::Actor, &self.actor), (Facet::Place, &self.place), (Facet::Source, &self.source), (Facet::Category, &self.category)];
        for (facet, values) in words {
            choices.entry(facet).or_default().include.extend(values.iter().map(|value| Value::from(value.as_str())));
        }
        for (facet, worst) in [(Facet::Reliability, &self.reliability), (Facet::Credibility, &self.credibility)] {
            let Some(worst) = worst else { continue };
            let scale = facet.grades_in_order();
            let good = scale.iter().position(|grade| grade == worst).map_or(&[][..], |at| scale.get(..=at).unwrap_or_default());
            let include = &mut choices.entry(facet).or_default().include;
            include.extend(good.iter().map(|grade| Value::from(*grade)));
            if good.is_empty() {
                include.insert(Value::from(worst.as_str()));
            }
        }
        for (facet, value) in &self.only {
            choices.entry(*facet).or_default().include.insert(value.clone());
        }
        for (facet, value) in &self.without {
            choices.entry(*facet).or_default().exclude.insert(value.clone());
        }
        let mut filter: Filter = choices.into_iter().collect();
        filter.area = self.bbox.map(Area::Box);
        filter.words = self.text.clone().unwrap_or_default();
        filter
    }

    /// The records that the arguments name.
    fn named_records(&self) -> Vec<RecordId> {
        let filter = self.filter();
        let values =
            filter.choices().flat_map(|(facet, choice)| choice.include.iter().chain(&choice.exclude).map(move |value| (facet, value)));
        values.filter_map(|(facet, value)| record_of(facet, value)).collect()
    }

    fn ask(&self, path: &Path, situation: &Situation, found: &mut Found, hidden: &mut BTreeMap<&'static str, usize>) -> Result<(), String> {
        let zone = situation.zone();
        let window =
            self.window.as_deref().map(|text| typed_window(text, situation)).transpose().map_err(|error| format!("--window: {error}"))?;
        let filter = self.filter();
        let with_words = (!filter.words.is_empty()).then(|| WithWords::of(situation, &filter.words));
        let index = Index::of(situation);
        let question = Question { filter: &filter, clock: self.clock, window, view: None, with_words: with_words.as_ref() };
        let answer = Answer::of(&index, &question);
        let dates = Dates::of_zone(zone.clone());
        for (number, id) in (0..).zip(index.ids().iter()) {
            if !self.kind.iter().any(|kind| kind == id.kind()) {
                continue;
            }
            let fit = match answer.fit(number) {
                Fit::Out => {
                    *hidden.entry(answer.reason(number).map_or("untied", reason)).or_default() += 1;
                    continue;
                }
                Fit::Possibly => {
                    found.matched.possibly += 1;
                    "possibly"
                }
                Fit::Surely => {
                    found.matched.surely += 1;
                    "surely"
                }
            };
            let path = (self.paths.len() > 1).then(|| path.to_string_lossy().into_owned());
            found.records.push(Record { path, ..record(situation, id, fit, &dates) });
        }
        Ok(())
    }
}

fn record(situation: &Situation, id: &RecordId, fit: &'static str, dates: &Dates) -> Record {
    let zone = situation.zone();
    let (event, report) = match id {
        RecordId::Event(id) => (situation.event(id), None),
        RecordId::Report(id) => (None, situation.report(id)),
        RecordId::Place(_) | RecordId::Actor(_) | RecordId::Source(_) | RecordId::Scene(_) => (None, None),
    };
    let when = event.and_then(|event| event.when.as_ref()).or_else(|| report?.published.as_ref());
    Record {
        path: None,
        kind: id.kind(),
        id: id.as_str().to_owned(),
        title: situation.name_of(id).unwrap_or_default().to_owned(),
        when: when.map(|when| when_text(when, zone)),
        fit,
        event: event.map(|event| event_part(situation, event)),
        report: report.map(|report| report_part(situation, report)),
        words: when.map(|when| dates.when(when)).unwrap_or_default(),
    }
}

fn when_text(when: &When, zone: &Zone) -> WhenText {
    let bounds = when.bounds(zone);
    let text = |moment: Option<Moment>| moment.map(|moment| iso_text(moment, zone));
    WhenText { text: when.text().to_owned(), earliest: text(bounds.earliest()), latest: text(bounds.latest()) }
}

fn event_part(situation: &Situation, event: &Event) -> EventPart {
    let standing = Standing::of(situation, &event.id);
    let mut reports: Vec<String> = situation.reports_about(&event.id).iter().map(|(id, _)| id.to_string()).collect();
    reports.dedup();
    EventPart {
        mode: event.mode.word(),
        standing: standing.word.word(),
        reports,
        origins: OriginsPart {
            independent: standing.origins.independent,
            unclear: texts(standing.origins.unclear.iter().map(|unclear| &unclear.report)),
            why_unclear: standing.origins.unclear.iter().map(unclear_part).collect(),
            carriers: texts(&standing.origins.carriers),
        },
        asserted_by: texts(&standing.asserted_by),
        denied_by: texts(&standing.denied_by),
        denied_by_inherited: texts(standing.denied_by_inherited.iter().map(|(source, _)| source)),
        inherited_from: standing
            .denied_by_inherited
            .iter()
            .map(|(source, event)| InheritedPart { source: source.to_string(), event: event.to_string() })
            .collect(),
    }
}

fn unclear_part(Unclear { report, why }: &Unclear) -> UnclearPart {
    let (why, shared) = match why {
        UnclearWhy::UnknownOrigin => ("unknown-origin", None),
        UnclearWhy::SameSource(source) => ("same-source", Some(source.to_string())),
        UnclearWhy::SharedBasis(basis) => ("shared-basis", Some(basis.clone())),
        UnclearWhy::OneCarrier(carrier) => ("one-carrier", Some(carrier.to_string())),
    };
    UnclearPart { report: report.to_string(), why, shared }
}

fn texts(ids: impl IntoIterator<Item = impl ToString>) -> Vec<String> {
    ids.into_iter().map(|id| id.to_string()).collect()
}

fn report_part(situation: &Situation, report: &Report) -> ReportPart {
    let about = |about: &About| {
        let (event, of_report) = match &about.subject {
            Subject::Event(id) => (Some(id.to_string()), None),
            Subject::Report(id) => (None, Some(id.to_string())),
        };
        let grade = Grade::of(situation, report, about).to_string();
        AboutPart { event, report: of_report, stance: about.stance.word(), grade, as_said: about.as_said.clone() }
    };
    let troops = |troops: &Troops| TroopsPart {
        actor: troops.actor.as_ref().map(ToString::to_string),
        body: troops.body.as_ref().map(ToString::to_string),
        strength: troops.strength.as_ref().map(crate::wording::strength),
        from: troops.from.as_ref().map(ToString::to_string),
        to: troops.to.as_ref().map(ToString::to_string),
    };
    ReportPart {
        source: report.source.to_string(),
        known: report.known.as_ref().map(|when| when_text(when, situation.zone())),
        about: report.about.iter().map(about).collect(),
        troops: report.about.iter().filter_map(|about| about.troops.as_deref()).map(troops).collect(),
    }
}

/// A stable word for scripts.
fn reason(reason: Reason) -> &'static str {
    match reason {
        Reason::Undated => "undated",
        Reason::OutsideWindow => "outside-window",
        Reason::Facet(facet) => facet.name(),
        Reason::Grade => "grade",
        Reason::Unjudged => "unjudged",
        Reason::Unplaced => "unplaced",
        Reason::OutsideArea => "outside-area",
        Reason::Words => "words",
        Reason::Untied => "untied",
    }
}

fn in_words(found: &Found) -> String {
    let mut text = String::new();
    for record in &found.records {
        let Record { fit, kind, id, title, words, .. } = record;
        let _ = writeln!(text, "{fit:<9} {words:<34} {kind}:{}  {}", harmless(id), harmless(title));
    }
    let Matched { surely, possibly } = found.matched;
    let _ = writeln!(text, "{} surely, {} possibly", grouped(surely as u64), grouped(possibly as u64));
    for Hidden { reason, count } in &found.hidden {
        let _ = writeln!(text, "{} hidden: {reason}", grouped(*count as u64));
    }
    text
}

fn bounds(text: &str) -> Result<Bounds, String> {
    let numbers: Option<Vec<f64>> = text.split(',').map(|number| number.trim().parse().ok()).collect();
    let [west, south, east, north] = *numbers.as_deref().unwrap_or_default() else {
        return Err("a box is four numbers: west, south, east, north".to_owned());
    };
    Bounds::new(west, south, east, north).ok_or_else(|| "a box that is not on the earth, or with south above north".to_owned())
}

fn letter(text: &str) -> Result<String, String> {
    let letter = text.to_uppercase();
    (letter == "F" || Facet::Reliability.grades_in_order().contains(&letter.as_str()))
        .then_some(letter)
        .ok_or_else(|| "a letter is A to F".to_owned())
}

fn digit(text: &str) -> Result<String, String> {
    (text == "6" || Facet::Credibility.grades_in_order().contains(&text))
        .then(|| text.to_owned())
        .ok_or_else(|| "a digit is 1 to 6".to_owned())
}

fn facet_value(text: &str) -> Result<(Facet, Value), String> {
    let names = || Facet::ALL.map(Facet::name).join(", ");
    let (facet, value) = text.split_once('=').ok_or_else(|| format!("written as FACET=VALUE, with a facet of: {}", names()))?;
    let facet = Facet::from_name(facet).ok_or_else(|| format!("there is no facet {facet:?}; the facets are: {}", names()))?;
    Ok((facet, Value::from(value)))
}
