//! What is made for the table, off the window's thread.

use std::cell::Cell;
use std::sync::Arc;

use crate::base::{Cancelled, Task};
use crate::command::{Command, TableCommand, TableMade, TableResult};
use crate::dataset::Dataset;
use crate::document::Document;
use crate::model::RecordId;
use crate::panels::{ColumnOf, RecordCells, RecordColumn, TableColumn};
use crate::placing::Layers;
use crate::query::Ids;
use crate::query::table::{ColumnValues, Kept, LayerCells, Needles, RowSet, Sheet, SheetForm, Statistics, found_in_layer};
use crate::viewpoint::ListKind;
use crate::wording::Dates;

/// Something to be made.
#[derive(Clone, Debug)]
pub struct TableJob {
    pub ticket: u64,
    pub source: TableSource,
    pub work: TableWork,
    pub task: Arc<Task>,
}

impl PartialEq for TableJob {
    fn eq(&self, other: &Self) -> bool {
        self.ticket == other.ticket
    }
}

/// Of what the table is.
#[derive(Clone, Debug)]
pub enum TableSource {
    Layer { layers: Layers, at: usize },
    Records { document: Arc<Document>, ids: Ids, list: ListKind, dates: Dates, language: Option<String> },
}

/// What is to be made. `numbers` are those of all records; rows of a layer go by their own.
#[derive(Clone, Debug)]
pub enum TableWork {
    Order {
        column: ColumnOf,
        is_descending: bool,
        numbers: Vec<u32>,
    },
    Find {
        needles: Needles,
        numbers: Vec<u32>,
    },
    Statistics {
        column: ColumnOf,
        rows: Arc<[u32]>,
    },
    /// Of those that are picked out, where any are.
    Copy {
        form: SheetForm,
        columns: Vec<TableColumn>,
        rows: Arc<[u32]>,
        picked: Option<RowSet>,
    },
}

/// More than this is not copied: rows, and bytes of text.
const MOST_ROWS: usize = 100_000;
const MOST_BYTES: usize = 1 << 26;

/// Makes it, and comes back with what was made.
pub fn work(job: &TableJob) -> Command {
    let made = made(job).ok();
    Command::Table(TableCommand::Made(Box::new(TableMade { ticket: job.ticket, made })))
}

fn made(TableJob { source, work, task, .. }: &TableJob) -> Result<TableResult, Cancelled> {
    Ok(match work {
        TableWork::Order { column, is_descending, numbers } => {
            let values = source.values(*column, Rows::All(numbers), task)?;
            let order = values.order(*is_descending, task)?;
            let order: Arc<[u32]> = match source {
                TableSource::Layer { .. } => order.into(),
                TableSource::Records { .. } => order.iter().filter_map(|at| numbers.get(*at as usize).copied()).collect(),
            };
            TableResult::Order(order, values.n_unread)
        }
        TableWork::Find { needles, numbers } => {
            let (found, n_unread) = source.found(needles, numbers, task)?;
            TableResult::Found(found, n_unread)
        }
        TableWork::Statistics { column, rows } => TableResult::Statistics(source.statistics(*column, rows, task)?),
        TableWork::Copy { form, columns, rows, picked } => source.sheet(*form, columns, (rows, picked.as_ref()), task)?,
    })
}

/// Of which rows values are wanted.
#[derive(Clone, Copy)]
enum Rows<'a> {
    /// All; of records by these numbers.
    All(&'a [u32]),
    Some(&'a [u32]),
}

impl TableSource {
    fn dataset(&self) -> Option<&Dataset> {
        match self {
            Self::Layer { layers, at } => layers.get(*at).map(Arc::as_ref),
            Self::Records { .. } => None,
        }
    }

    fn values(&self, column: ColumnOf, rows: Rows<'_>, task: &Task) -> Result<ColumnValues<'_>, Cancelled> {
        match (self, column) {
            (Self::Layer { .. }, ColumnOf::Layer(at)) => {
                let Some(dataset) = self.dataset() else { return Ok(nothing()) };
                let some = if let Rows::Some(rows) = rows { Some(rows) } else { None };
                ColumnValues::of_layer(dataset, at, some, task)
            }
            (Self::Layer { .. }, ColumnOf::RowNumber) => {
                let number = |row: u32| f64::from(row) + 1.0;
                let numbers: Vec<f64> = match rows {
                    Rows::All(_) => (0..self.dataset().map_or(0, Dataset::n_rows)).map(number).collect(),
                    Rows::Some(rows) => rows.iter().map(|row| number(*row)).collect(),
                };
                Ok(ColumnValues { n_rows: numbers.len() as u32, kept: Kept::Numbers(numbers.into()), n_unread: 0 })
            }
            (Self::Records { document, ids, dates, language, .. }, ColumnOf::Record(column)) => {
                let (Rows::All(numbers) | Rows::Some(numbers)) = rows;
                let ids: Vec<&RecordId> = numbers.iter().filter_map(|number| ids.get(*number)).collect();
                RecordCells::new(document.situation(), dates, language.as_deref()).values(ids.into_iter(), column, task)
            }
            (Self::Layer { .. }, ColumnOf::Record(_)) | (Self::Records { .. }, ColumnOf::Layer(_) | ColumnOf::RowNumber) => Ok(nothing()),
        }
    }

    fn found(&self, needles: &Needles, numbers: &[u32], task: &Task) -> Result<(RowSet, u32), Cancelled> {
        match self {
            Self::Layer { .. } => self.dataset().map_or_else(|| Ok(Default::default()), |dataset| found_in_layer(dataset, needles, task)),
            Self::Records { document, ids, list, dates, language } => {
                let mut cells = RecordCells::new(document.situation(), dates, language.as_deref());
                let mut found = RowSet::default();
                task.expect(numbers.len() as u64);
                for number in numbers {
                    task.advance(1)?;
                    let Some(id) = ids.get(*number) else { continue };
                    if needles.are_in(RecordColumn::of(*list).iter().map(|column| cells.cell(id, *column).text)) {
                        found.insert(*number);
                    }
                }
                Ok((found, 0))
            }
        }
    }

    fn statistics(&self, column: ColumnOf, rows: &[u32], task: &Task) -> Result<Statistics, Cancelled> {
        // Of all rows nothing is to be copied.
        let is_all = self.dataset().is_some_and(|dataset| dataset.n_rows() as usize == rows.len());
        self.values(column, if is_all { Rows::All(&[]) } else { Rows::Some(rows) }, task)?.statistics(task)
    }

    fn sheet(
        &self,
        form: SheetForm,
        columns: &[TableColumn],
        (rows, picked): (&[u32], Option<&RowSet>),
        task: &Task,
    ) -> Result<TableResult, Cancelled> {
        let is_picked = |row: &&u32| picked.is_none_or(|picked| picked.has(**row));
        let n_all = rows.iter().filter(is_picked).count();
        task.expect(n_all.min(MOST_ROWS) as u64);
        let sheet = Sheet { columns: columns.iter().map(|column| (column.name.as_str(), column.is_number)).collect() };
        let (n_unread, n_bytes) = (Cell::new(0), Cell::new(0));
        let mut n_rows = 0;
        let mut cells_of = self.cells(columns);
        let written = rows.iter().filter(is_picked).take(MOST_ROWS).filter_map(|row| {
            let cells = cells_of(*row);
            n_unread.set(n_unread.get() + usize::from(cells.is_none()));
            cells
        });
        let written = written.take_while(|cells| {
            n_bytes.set(n_bytes.get() + cells.iter().map(|cell| cell.len() + 1).sum::<usize>());
            n_bytes.get() <= MOST_BYTES
        });
        let text = sheet.write(form, written.inspect(|_| n_rows += 1), task)?;
        Ok(TableResult::Text { text, form, n_rows, n_all, n_unread: n_unread.get() })
    }

    /// What a row says in some columns; `None` where it cannot be read.
    fn cells<'a>(&'a self, columns: &'a [TableColumn]) -> Box<dyn FnMut(u32) -> Option<Vec<String>> + 'a> {
        match self {
            Self::Layer { .. } => {
                let Some(dataset) = self.dataset() else { return Box::new(|_| None) };
                let cells = LayerCells::of(dataset);
                Box::new(move |row| {
                    let mut said = cells.row(row).ok()?;
                    let cell = |column: &TableColumn| match column.of {
                        ColumnOf::RowNumber => (u64::from(row) + 1).to_string(),
                        ColumnOf::Layer(at) => said.get_mut(at as usize).and_then(Option::take).unwrap_or_default(),
                        ColumnOf::Record(_) => String::new(),
                    };
                    Some(columns.iter().map(cell).collect())
                })
            }
            Self::Records { document, ids, dates, language, .. } => {
                let mut cells = RecordCells::new(document.situation(), dates, language.as_deref());
                Box::new(move |number| {
                    let id = ids.get(number)?;
                    let cell = |column: &TableColumn| match column.of {
                        ColumnOf::Record(column) => cells.cell(id, column).text,
                        ColumnOf::RowNumber | ColumnOf::Layer(_) => String::new(),
                    };
                    Some(columns.iter().map(cell).collect())
                })
            }
        }
    }
}

fn nothing() -> ColumnValues<'static> {
    ColumnValues::of_words(0, std::iter::empty::<Option<&str>>())
}
