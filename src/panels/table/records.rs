//! What records say in the columns of a table, in the words of their lists and pages.

use std::collections::{BTreeSet, HashMap};

use crate::base::{Cancelled, Task};
use crate::model::{
    Credibility, Event, EventId, Grade, Mode, Place, RecordId, Reliability, Report, Sides, Situation, Source, Standing, When, held_through,
};
use crate::panels::rows::urgency;
use crate::panels::summary::record_of;
use crate::query::table::{ColumnValues, Kept};
use crate::query::{Lack, Span, ties_and_lacks};
use crate::viewpoint::ListKind;
use crate::wording::table as words;
use crate::wording::{self, Dates};

/// A column of records.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RecordColumn {
    Name,
    Kind,
    When,
    Known,
    Places,
    Category,
    Actors,
    Standing,
    Grade,
    Reports,
    Mode,
    Tags,
    Source,
    Carrier,
    Stance,
    About,
    Strength,
    Country,
    PartOf,
    Precision,
    Events,
    Links,
    Role,
    Side,
    Identity,
    SpeaksFor,
    Reliability,
    Lacks,
    Id,
}

/// What a cell says, and what it is put in order by.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Cell {
    pub text: String,
    by: By,
}

#[derive(Clone, Copy, Debug, Default, PartialEq)]
enum By {
    #[default]
    Text,
    Number(f64),
    Date(Span),
    /// The first comes first.
    Rank(u32),
}

/// How the values of a column are compared.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Compared {
    Texts,
    Numbers,
    Dates,
    Ranks,
}

impl RecordColumn {
    /// The columns of a list, in their order; none of a data layer.
    pub fn of(list: ListKind) -> &'static [Self] {
        use RecordColumn::{
            About, Actors, Carrier, Category, Country, Events, Grade, Id, Identity, Kind, Known, Lacks, Links, Mode, Name, PartOf, Places,
            Precision, Reliability, Reports, Role, Side, Source, SpeaksFor, Stance, Standing, Strength, Tags, When,
        };
        match list {
            ListKind::Events => &[When, Name, Places, Actors, Category, Standing, Grade, Reports, Mode, Tags, Links, Id],
            ListKind::Reports | ListKind::Inbox => &[When, Source, Stance, About, Grade, Strength, Carrier, Known, Name, Links, Id],
            ListKind::Places => &[Name, Kind, Country, PartOf, Precision, Events, Links, Id],
            ListKind::Actors => &[Name, Kind, Role, Side, Identity, PartOf, Events, Links, Id],
            ListKind::Sources => &[Name, Kind, SpeaksFor, Reliability, Reports, Links, Id],
            ListKind::Tray => &[Kind, Name, Lacks, When, Links, Id],
            ListKind::Layer(_) => &[],
        }
    }

    pub fn name(self, list: ListKind) -> &'static str {
        match self {
            Self::Name if matches!(list, ListKind::Events | ListKind::Reports | ListKind::Inbox) => words::TITLE,
            Self::Name => words::NAME,
            Self::Kind => words::KIND,
            Self::When if matches!(list, ListKind::Reports | ListKind::Inbox) => words::PUBLISHED,
            Self::When => words::WHEN,
            Self::Known => words::KNOWN,
            Self::Places => words::WHERE,
            Self::Category => words::CATEGORY,
            Self::Actors => words::ACTORS,
            Self::Standing => words::STANDING,
            Self::Grade => words::GRADE,
            Self::Reports => words::REPORTS,
            Self::Mode => words::MODE,
            Self::Tags => words::TAGS,
            Self::Source => words::SOURCE,
            Self::Carrier => words::CARRIER,
            Self::Stance => words::STANCE,
            Self::About => words::ABOUT,
            Self::Strength => words::STRENGTH,
            Self::Country => words::COUNTRY,
            Self::PartOf => words::PART_OF,
            Self::Precision => words::PRECISION,
            Self::Events => words::EVENTS,
            Self::Links => words::LINKS,
            Self::Role => words::ROLE,
            Self::Side => words::SIDE,
            Self::Identity => words::IDENTITY,
            Self::SpeaksFor => words::SPEAKS_FOR,
            Self::Reliability => words::RELIABILITY,
            Self::Lacks => words::LACKS,
            Self::Id => words::ID,
        }
    }

    /// In points, as it is at first.
    pub fn width(self) -> f32 {
        match self {
            Self::Name | Self::About => 300.0,
            Self::When | Self::Places | Self::Actors | Self::Source | Self::SpeaksFor | Self::Lacks | Self::PartOf | Self::Carrier => 168.0,
            Self::Grade | Self::Links | Self::Events | Self::Reports | Self::Country | Self::Reliability => 80.0,
            Self::Known | Self::Strength | Self::Precision | Self::Role | Self::Tags | Self::Id => 148.0,
            Self::Kind | Self::Category | Self::Standing | Self::Mode | Self::Stance | Self::Side | Self::Identity => 112.0,
        }
    }

    /// Whether it has numbers, which stand at the right.
    pub fn is_number(self) -> bool {
        self.compared() == Compared::Numbers
    }

    fn compared(self) -> Compared {
        match self {
            Self::When | Self::Known => Compared::Dates,
            Self::Reports | Self::Events | Self::Links => Compared::Numbers,
            Self::Standing | Self::Grade | Self::Reliability => Compared::Ranks,
            _ => Compared::Texts,
        }
    }
}

/// Makes cells of records.
pub struct RecordCells<'a> {
    situation: &'a Situation,
    dates: &'a Dates,
    language: Option<&'a str>,
    sides: Sides,
    /// Of the event that was asked for last: several columns tell of it.
    standing: Option<(EventId, Standing)>,
}

/// More names than this are only counted.
const MOST_NAMES: usize = 24;

impl<'a> RecordCells<'a> {
    pub fn new(situation: &'a Situation, dates: &'a Dates, language: Option<&'a str>) -> Self {
        Self { situation, dates, language, sides: Sides::default(), standing: None }
    }

    /// What a record says in a column; nothing where it has no such thing.
    pub fn cell(&mut self, id: &RecordId, column: RecordColumn) -> Cell {
        match column {
            RecordColumn::Id => Cell::of(id.as_str()),
            RecordColumn::Kind if !matches!(id, RecordId::Place(_) | RecordId::Actor(_) | RecordId::Source(_)) => {
                Cell::of(wording::kind(id))
            }
            RecordColumn::Links => ties_and_lacks(self.situation, id).map_or_else(Cell::default, |(n, _)| Cell::counted(n as usize)),
            RecordColumn::Lacks => {
                let lacks = ties_and_lacks(self.situation, id).map(|(_, lacks)| lacks).unwrap_or_default();
                Cell::joined(Lack::ALL.into_iter().filter(|lack| lacks.has(*lack)).map(|lack| wording::lack(lack).to_owned()))
            }
            _ => self.told(id, column).unwrap_or_default(),
        }
    }

    /// The cells of all records in a column.
    ///
    /// # Errors
    /// It was cancelled.
    pub fn values<'b>(
        &mut self,
        ids: impl ExactSizeIterator<Item = &'b RecordId>,
        column: RecordColumn,
        task: &Task,
    ) -> Result<ColumnValues<'static>, Cancelled> {
        let n_rows = ids.len() as u32;
        task.expect(u64::from(n_rows));
        let mut cells = Vec::with_capacity(ids.len());
        for id in ids {
            task.advance(1)?;
            cells.push(self.cell(id, column));
        }
        let number = |cell: &Cell| if let By::Number(number) = cell.by { number } else { f64::NAN };
        let date = |cell: &Cell| if let By::Date(date) = cell.by { Some(date) } else { None };
        let kept = match column.compared() {
            Compared::Numbers => Kept::Numbers(cells.iter().map(number).collect()),
            Compared::Dates => Kept::Dates(cells.iter().map(date).collect()),
            Compared::Texts | Compared::Ranks => {
                let said = cells.iter().map(|cell| Some(cell.text.as_str()).filter(|text| !text.is_empty()));
                let mut values = ColumnValues::of_words(n_rows, said);
                if let (Kept::Words { words, ranks, .. }, Compared::Ranks) = (&mut values.kept, column.compared()) {
                    let rank = |cell: &Cell| if let By::Rank(rank) = cell.by { rank } else { u32::MAX };
                    let rank_of: HashMap<&str, u32> = cells.iter().map(|cell| (cell.text.as_str(), rank(cell))).collect();
                    *ranks = Some(words.iter().map(|word| rank_of.get(word.as_str()).copied().unwrap_or(u32::MAX)).collect());
                }
                return Ok(values);
            }
        };
        Ok(ColumnValues { n_rows, kept, n_unread: 0 })
    }

    fn told(&mut self, id: &RecordId, column: RecordColumn) -> Option<Cell> {
        match id {
            RecordId::Event(id) => {
                let event = self.situation.event(id)?;
                self.event(event, column)
            }
            RecordId::Report(id) => self.report(self.situation.report(id)?, column),
            RecordId::Place(id) => self.place(self.situation.place(id)?, column),
            RecordId::Source(id) => self.source(self.situation.source(id)?, column),
            RecordId::Actor(actor_id) => {
                let actor = self.situation.actor(actor_id)?;
                Some(match column {
                    RecordColumn::Name => self.name(id),
                    RecordColumn::Kind => Cell::of(wording::actor_kind(actor.kind?)),
                    RecordColumn::Role => Cell::of(actor.role.as_deref()?),
                    RecordColumn::Side => Cell::of(actor.side.as_deref()?),
                    RecordColumn::Identity => Cell::of(wording::identity(actor.identity?)),
                    RecordColumn::PartOf => self.name(&actor.part_of.clone()?.into()),
                    RecordColumn::Events => Cell::counted(self.situation.events_of(actor_id).len()),
                    _ => return None,
                })
            }
            RecordId::Scene(_) => None,
        }
    }

    fn event(&mut self, event: &Event, column: RecordColumn) -> Option<Cell> {
        Some(match column {
            RecordColumn::Name => Cell::of(&event.title),
            RecordColumn::When => self.date(event.when.as_ref()?),
            RecordColumn::Places => self.names(event.places.iter().map(|at| at.place.clone().into())),
            RecordColumn::Actors => self.names(event.actors.iter().map(|of| of.actor.clone().into())),
            RecordColumn::Category => Cell::of(event.category.as_deref()?),
            RecordColumn::Mode => Cell::of(if event.mode == Mode::Unknown { return None } else { wording::mode(event.mode) }),
            RecordColumn::Tags => Cell::joined(event.tags.iter().cloned()),
            RecordColumn::Reports => {
                let reports: BTreeSet<_> = self.situation.reports_about(&event.id).iter().map(|(report, _)| report).collect();
                Cell::counted(reports.len())
            }
            RecordColumn::Standing => {
                let word = self.standing(&event.id).word;
                Cell { text: wording::standing_word(word).to_owned(), by: By::Rank(u32::from(u8::MAX - urgency(word))) }
            }
            RecordColumn::Grade => {
                let grades = self.standing(&event.id).grades;
                Cell { text: wording::grades(grades)?, by: By::Rank(rank(grades.first)) }
            }
            _ => return None,
        })
    }

    fn report(&self, report: &Report, column: RecordColumn) -> Option<Cell> {
        let first = report.about.first();
        Some(match column {
            RecordColumn::Name => Cell::of(report.title.as_deref()?),
            RecordColumn::When => self.date(report.published.as_ref()?),
            RecordColumn::Known => self.date(report.known.as_ref()?),
            RecordColumn::Source => self.name(&report.source.clone().into()),
            RecordColumn::Carrier => self.name(&held_through(self.situation, report)?.clone().into()),
            RecordColumn::Stance => Cell::of(wording::stance(first?.stance)),
            RecordColumn::About => self.names(report.about.iter().map(|about| record_of(&about.subject))),
            RecordColumn::Grade => {
                let grade = Some(Grade::of(self.situation, report, first?)).filter(|grade| *grade != Grade::default())?;
                Cell { text: grade.to_string(), by: By::Rank(rank(grade)) }
            }
            RecordColumn::Strength => {
                let troops = report.about.iter().find_map(|about| about.troops.as_ref())?;
                Cell { text: wording::strength(troops.strength.as_ref()?), by: By::Text }
            }
            _ => return None,
        })
    }

    fn place(&self, place: &Place, column: RecordColumn) -> Option<Cell> {
        Some(match column {
            RecordColumn::Name => self.name(&place.id.clone().into()),
            RecordColumn::Kind => Cell::of(wording::place_kind(place.kind?)),
            RecordColumn::Country => Cell::of(place.country.as_deref()?),
            RecordColumn::PartOf => self.name(&place.part_of.clone()?.into()),
            RecordColumn::Precision => Cell { text: wording::precision(place.precision?), by: By::Text },
            RecordColumn::Events => Cell::counted(self.situation.events_at(&place.id).len()),
            _ => return None,
        })
    }

    fn source(&self, source: &Source, column: RecordColumn) -> Option<Cell> {
        Some(match column {
            RecordColumn::Name => self.name(&source.id.clone().into()),
            RecordColumn::Kind => Cell::of(wording::source_kind(source.kind?)),
            RecordColumn::SpeaksFor => self.name(&source.actor.clone()?.into()),
            RecordColumn::Reports => Cell::counted(self.situation.reports_of(&source.id).len()),
            RecordColumn::Reliability => {
                let reliability = source.graded.last()?.grade;
                Cell {
                    text: reliability.word().to_owned(),
                    by: By::Rank(rank(Grade { reliability: Some(reliability), credibility: None })),
                }
            }
            _ => return None,
        })
    }

    fn standing(&mut self, id: &EventId) -> &Standing {
        let kept = self.standing.take().filter(|(of, _)| of == id);
        let (_, standing) =
            self.standing.insert(kept.unwrap_or_else(|| (id.clone(), Standing::among(self.situation, id, &mut self.sides))));
        standing
    }

    fn date(&self, when: &When) -> Cell {
        let text = self.dates.when(when);
        Cell { text, by: Span::of(when, self.situation.zone()).map_or(By::Text, By::Date) }
    }

    fn name(&self, id: &RecordId) -> Cell {
        Cell { text: self.situation.called(id, self.language), by: By::Text }
    }

    fn names(&self, ids: impl ExactSizeIterator<Item = RecordId>) -> Cell {
        let n = ids.len();
        let names = ids.take(MOST_NAMES).map(|id| self.situation.called(&id, self.language));
        Cell::joined(names.chain((n > MOST_NAMES).then(|| wording::and_more(n - MOST_NAMES))))
    }
}

impl Cell {
    fn of(text: &str) -> Self {
        Self { text: text.to_owned(), by: By::Text }
    }

    fn counted(n: usize) -> Self {
        Self { text: n.to_string(), by: By::Number(n as f64) }
    }

    fn joined(parts: impl Iterator<Item = String>) -> Self {
        Self { text: parts.collect::<Vec<_>>().join(", "), by: By::Text }
    }
}

/// The better letter first, then the better digit; what nobody judged after `F` and `6`.
fn rank(Grade { reliability, credibility }: Grade) -> u32 {
    let letter = reliability.map_or(Reliability::ALL.len(), |letter| letter as usize);
    let digit = credibility.map_or(Credibility::ALL.len(), |digit| digit as usize);
    (letter * (Credibility::ALL.len() + 1) + digit) as u32
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::Problems;
    use crate::formats::native;

    fn situation() -> Situation {
        let files = [
            ("situation.json", r#"{"format": 1, "title": "T"}"#),
            (
                "events.json",
                r#"[{"id": "a", "title": "Vote", "mode": "happened", "when": "2024-10-24", "category": "politics", "actors": [{"actor": "duma"}]},
                    {"id": "b", "title": "arms", "mode": "expected", "when": "2023", "tags": ["x", "y"]},
                    {"id": "c", "title": "", "mode": "happened"}]"#,
            ),
            ("actors.json", r#"[{"id": "duma", "name": "State Duma", "kind": "organisation"}]"#),
            (
                "sources.json",
                r#"[{"id": "s", "name": "Agency", "graded": [{"reliability": "C"}]}, {"id": "u", "name": "Officials", "graded": [{"reliability": "B"}]}]"#,
            ),
            (
                "reports.json",
                r#"[{"id": "r", "source": "s", "published": "2024-10-25", "about": [{"event": "a", "stance": "asserts", "credibility": 2}]},
                    {"id": "q", "source": "u", "published": "2024-10-24", "about": [{"event": "a", "stance": "denies", "credibility": 3}]}]"#,
            ),
        ];
        let files = files.map(|(name, text)| (name.to_owned(), text.as_bytes().to_vec()));
        native::read(files.into_iter().collect(), &mut Problems::default()).unwrap().situation().clone()
    }

    fn ids(kind: &str, ids: &[&str]) -> Vec<RecordId> {
        ids.iter().map(|id| RecordId::read(&format!("{kind}:{id}")).unwrap()).collect()
    }

    #[test]
    fn records_say_in_cells_what_their_lists_and_pages_say() {
        let situation = situation();
        let dates = Dates::of_zone(situation.zone().clone());
        let mut cells = RecordCells::new(&situation, &dates, None);
        let mut row = |id: &str, list: ListKind| {
            let id = RecordId::read(id).unwrap();
            RecordColumn::of(list).iter().map(|column| cells.cell(&id, *column).text).collect::<Vec<_>>().join(" | ")
        };
        assert_eq!(
            row("event:a", ListKind::Events),
            "24 Oct 2024, Thu | Vote |  | State Duma | politics | Contested | B-C 2-3 | 2 | Happened |  | 3 | a"
        );
        assert_eq!(row("event:b", ListKind::Events), "2023 | arms |  |  |  | Unreported |  | 0 | Expected | x, y | 0 | b");
        assert_eq!(row("report:r", ListKind::Reports), "25 Oct 2024, Fri | Agency | asserts | Vote | C2 |  |  |  |  | 1 | r");
        assert_eq!(row("event:c", ListKind::Tray), "Event |  | No date, Not on the map, Linked to nothing |  | 0 | c");
        assert_eq!(row("actor:duma", ListKind::Actors), "State Duma | Organisation |  |  |  |  | 1 | 1 | duma");
        assert_eq!(row("source:s", ListKind::Sources), "Agency |  |  | C | 1 | 1 | s");
    }

    #[test]
    fn records_are_put_in_order_by_what_a_cell_means() {
        let situation = situation();
        let dates = Dates::of_zone(situation.zone().clone());
        let mut cells = RecordCells::new(&situation, &dates, None);
        let task = Task::default();
        let mut order = |ids: &[RecordId], column| cells.values(ids.iter(), column, &task).unwrap().order(false, &task).unwrap();
        let events = ids("event", &["a", "b", "c"]);
        assert_eq!(order(&events, RecordColumn::When), [1, 0, 2], "by time, undated last");
        assert_eq!(order(&events, RecordColumn::Name), [1, 0, 2], "whatever the case");
        assert_eq!(order(&events, RecordColumn::Reports), [1, 2, 0]);
        assert_eq!(order(&events, RecordColumn::Standing), [0, 1, 2], "contested first");
        assert_eq!(order(&ids("source", &["s", "u"]), RecordColumn::Reliability), [1, 0], "the best first");
        task.cancel();
        assert!(cells.values(events.iter(), RecordColumn::Name, &task).is_err());
    }

    #[test]
    fn every_list_of_records_has_columns_with_names_of_their_own() {
        for list in ListKind::OF_RECORDS {
            let names: BTreeSet<&str> = RecordColumn::of(list).iter().map(|column| column.name(list)).collect();
            assert_eq!(names.len(), RecordColumn::of(list).len(), "{list:?}");
            assert!(names.contains(words::ID));
        }
    }
}
