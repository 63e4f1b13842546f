//! Writing the rows of a data layer that are asked for, off the window's thread.

use std::sync::Arc;

use crate::app::disk::Disk;
use crate::app::listing::expanded;
use crate::base::Task;
use crate::dataset::Dataset;
use crate::formats::writing::{Format, write as write_rows};
use crate::query::{Fit, RowsAnswer};
use crate::wording;

/// Rows and where they are to be written.
#[derive(Clone, Debug)]
pub struct RowsToWrite {
    /// As it was typed or chosen: `~` may stand for the home folder.
    pub path: String,
    pub may_replace: bool,
    pub dataset: Arc<Dataset>,
    /// Which of them; `None`: all.
    pub answer: Option<Arc<RowsAnswer>>,
}

impl PartialEq for RowsToWrite {
    fn eq(&self, other: &Self) -> bool {
        (&self.path, self.may_replace) == (&other.path, other.may_replace) && Arc::ptr_eq(&self.dataset, &other.dataset)
    }
}

/// Writes them in the format of the ending; returns how many and the path.
///
/// # Errors
/// In words: the ending is of no format that is written, there is a file that may not be replaced, a row cannot be read any more, or the
/// file cannot be written.
pub fn write(job: &RowsToWrite) -> Result<(usize, String), String> {
    let RowsToWrite { path, may_replace, dataset, answer } = job;
    let path = expanded(path)?;
    let shown = path.display().to_string();
    let endings = || Format::ALL.iter().flat_map(|format| format.endings()).copied().collect::<Vec<_>>().join(", ");
    let format = Format::by_name(&shown).ok_or_else(|| wording::rows_in_no_format(&shown, &endings()))?;
    if path.exists() && !may_replace {
        return Err(wording::page_is_there(&shown));
    }
    let is_asked_for = |row: &u32| answer.as_ref().is_none_or(|answer| answer.fit(*row) != Fit::Out);
    let rows = (0..dataset.n_rows()).filter(is_asked_for);
    let n_rows = rows.clone().count();
    let written = Disk::default()
        .replace_with(&path, |to| write_rows(format, dataset, rows, to, &Task::new()).map_err(|error| format!("{shown}: {error}")));
    written.map(|_| (n_rows, shown.clone()))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;
    use std::fs;

    use super::*;
    use crate::dataset::{Builder, Value};
    use crate::query::{Choice, RowDates, RowsQuestion, Value as Chosen};

    #[test]
    fn what_is_asked_for_is_what_is_written_and_nothing_is_replaced_unasked() {
        let mut builder = Builder::spooled("f", "test");
        for kind in ["battle", "strike", "battle"] {
            builder.put("kind", Value::Text(kind));
            builder.end_row(None, 0..0).unwrap();
        }
        let dataset = Arc::new(builder.finish().unwrap());
        let choice = Choice { include: [Chosen::from("battle")].into(), ..Choice::default() };
        let question = RowsQuestion { columns: BTreeMap::from([("kind".into(), choice)]), ..RowsQuestion::default() };
        let answer = Some(Arc::new(RowsAnswer::of(&dataset, &RowDates::default(), &question, &[])));
        let folder = tempfile::tempdir().unwrap();
        let job = |name: &str, may_replace| RowsToWrite {
            path: folder.path().join(name).to_string_lossy().into_owned(),
            may_replace,
            dataset: Arc::clone(&dataset),
            answer: answer.clone(),
        };
        let (n_rows, path) = write(&job("a.csv", false)).unwrap();
        let text = fs::read_to_string(path).unwrap();
        assert_eq!((n_rows, text.matches("battle").count(), text.contains("strike")), (2, 2, false));
        assert!(write(&job("a.csv", false)).unwrap_err().contains("already"));
        assert!(write(&job("a.csv", true)).is_ok());
        assert!(write(&job("a.doc", false)).unwrap_err().contains(".csv"));
    }
}
