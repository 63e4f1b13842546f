//! What is asked of the rows of data layers and what that comes to: at once, or by a thread where there are very many of them.

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::base::{Cancelled, Task};
use crate::dataset::Dataset;
use crate::model::Moment;
use crate::placing::placed::Placed;
use crate::query::{Bar, Clock, Fit, RowFacet, RowsAnswer, RowsQuestion};

/// More rows than these, of all layers together, are gone through by a thread.
const MOST_AT_ONCE: u64 = 30_000;

/// The data layers that are open, each shared with the threads that look through it, and how the rows of each stand.
pub type Layers = Arc<Vec<Arc<Dataset>>>;
pub type PlacedLayers = Arc<Vec<Arc<Placed>>>;

/// What is wanted to be known.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct RowsWanted {
    /// How often anything was opened.
    pub n_opened: u64,
    pub question: RowsQuestion,
    /// The stretches of the timeline, where it is open; and the layers whose rows are not counted in it.
    pub edges: Option<Vec<Moment>>,
    pub hidden_layers: BTreeSet<usize>,
    /// Whether rows are counted by their values, and listed of which layer.
    pub has_facets: bool,
    pub listed: Option<usize>,
}

/// What it comes to.
#[derive(Clone, Debug, Default)]
pub struct RowsFound {
    wanted: RowsWanted,
    /// Of each layer which rows are asked for.
    pub answers: Vec<Arc<RowsAnswer>>,
    /// Of each layer which rows say the words that are asked for.
    with_words: Vec<Arc<Vec<bool>>>,
    /// How many rows there are in each stretch of the timeline, whatever the window.
    pub bars: Vec<Bar>,
    /// Of each layer how many rows there would be of each value.
    pub facets: Vec<Vec<RowFacet>>,
    /// The rows of the layer that is listed, where it is not all.
    pub listed: Option<Arc<Vec<u32>>>,
}

/// What a thread is to find out.
#[derive(Clone, Debug)]
pub struct RowsJob {
    wanted: RowsWanted,
    layers: Layers,
    placed: PlacedLayers,
    before: RowsFound,
    pub task: Arc<Task>,
}

/// What is known, and what is asked for.
#[derive(Debug, Default)]
pub struct AskedRows {
    found: RowsFound,
    is_known: bool,
    /// How often that changed: answers alone, and anything.
    rev_of_answers: u64,
    rev: u64,
    /// Whether there is a window that is not to wait.
    pub is_by_thread: bool,
    /// What a thread is at.
    asked: Option<(RowsWanted, Arc<Task>)>,
    /// What it is to do next.
    next: Option<RowsJob>,
}

impl AskedRows {
    pub fn found(&self) -> &RowsFound {
        &self.found
    }

    pub fn rev(&self) -> u64 {
        self.rev
    }

    /// How often the answers changed.
    pub fn rev_of_answers(&self) -> u64 {
        self.rev_of_answers
    }

    /// Brings what is known up to what is wanted, or asks for that.
    pub fn refresh(&mut self, wanted: RowsWanted, layers: &Layers, placed: &PlacedLayers) {
        if self.is_known && self.found.wanted == wanted {
            return;
        }
        if self.found.wanted.n_opened != wanted.n_opened {
            // Rows mean others now: nothing of them is known.
            self.take(RowsFound { wanted: RowsWanted { n_opened: wanted.n_opened, ..RowsWanted::default() }, ..RowsFound::default() });
            self.is_known = false;
        }
        let n_rows: u64 = layers.iter().map(|layer| u64::from(layer.n_rows())).sum();
        let job =
            RowsJob { wanted, layers: Arc::clone(layers), placed: Arc::clone(placed), before: self.found.clone(), task: Arc::default() };
        if self.is_by_thread && n_rows > MOST_AT_ONCE {
            if self.asked.as_ref().is_none_or(|(asked, _)| *asked != job.wanted) {
                // Words are looked for in all of a file: what is not wanted any longer is given up.
                if let Some((asked, task)) = &self.asked
                    && asked.question.words != job.wanted.question.words
                {
                    task.cancel();
                }
                self.next = Some(job);
            } else {
                self.next = None;
            }
        } else if let Ok(found) = find_rows(&job) {
            self.take(found);
        }
    }

    /// Whether a thread is at something, or is to be.
    pub fn is_waiting(&self) -> bool {
        self.asked.is_some() || self.next.is_some()
    }

    /// What a thread is to do now, one thing after the other.
    pub fn job(&mut self) -> Option<RowsJob> {
        let job = self.next.take_if(|_| self.asked.is_none())?;
        self.asked = Some((job.wanted.clone(), Arc::clone(&job.task)));
        Some(job)
    }

    /// A thread is done; `None`: it was given up.
    pub fn done(&mut self, found: Option<RowsFound>) {
        self.asked = None;
        let found = found.filter(|found| found.wanted.n_opened == self.found.wanted.n_opened);
        found.into_iter().for_each(|found| self.take(found));
    }

    fn take(&mut self, found: RowsFound) {
        self.rev += 1;
        let is_same = |(a, b): (&Arc<RowsAnswer>, &Arc<RowsAnswer>)| Arc::ptr_eq(a, b);
        let are_same = self.found.answers.len() == found.answers.len() && self.found.answers.iter().zip(&found.answers).all(is_same);
        self.rev_of_answers += u64::from(!are_same);
        self.found = found;
        self.is_known = true;
    }
}

/// Finds out what is wanted; what is known from before is not sought again.
///
/// # Errors
/// The task is cancelled.
pub fn find_rows(job: &RowsJob) -> Result<RowsFound, Cancelled> {
    let RowsJob { wanted, layers, placed, before, task } = job;
    let RowsWanted { n_opened, question, edges, hidden_layers, has_facets, listed } = wanted;
    let is_of_same_rows = before.wanted.n_opened == *n_opened;
    let with_words = if question.words.is_empty() {
        Vec::new()
    } else if is_of_same_rows && before.wanted.question.words == question.words && before.with_words.len() == layers.len() {
        before.with_words.clone()
    } else {
        layers.iter().map(|layer| layer.rows_with_words(&question.words, task).map(Arc::new)).collect::<Result<_, _>>()?
    };
    let is_same_question = is_of_same_rows && before.wanted.question == *question && before.answers.len() == layers.len();
    let answers: Vec<Arc<RowsAnswer>> = if is_same_question {
        before.answers.clone()
    } else {
        let of_layer = |(at, (layer, placed)): (usize, (&Arc<Dataset>, &Arc<Placed>))| {
            let with_words = with_words.get(at).map(|rows| rows.as_slice()).unwrap_or_default();
            Arc::new(RowsAnswer::of(layer, &placed.dates, question, with_words))
        };
        layers.iter().zip(placed.iter()).enumerate().map(of_layer).collect()
    };
    let are_bars_same = || {
        let but_for_window = |question: &RowsQuestion| RowsQuestion { window: None, ..question.clone() };
        is_of_same_rows
            && (&before.wanted.edges, &before.wanted.hidden_layers) == (edges, hidden_layers)
            && but_for_window(&before.wanted.question) == but_for_window(question)
            && !before.answers.is_empty()
    };
    let bars = match edges {
        None => Vec::new(),
        Some(_) if are_bars_same() => before.bars.clone(),
        Some(edges) => bars(placed, &answers, edges, question.clock, hidden_layers),
    };
    let facets = if !has_facets {
        Vec::new()
    } else if is_same_question && before.wanted.has_facets {
        before.facets.clone()
    } else {
        layers.iter().zip(&answers).map(|(layer, answer)| answer.facets(layer)).collect()
    };
    let rows = match listed.and_then(|at| Some((layers.get(at)?, answers.get(at)?))) {
        Some(_) if is_same_question && before.wanted.listed == *listed => before.listed.clone(),
        Some((layer, answer)) if !answer.is_all() => {
            Some(Arc::new((0..layer.n_rows()).filter(|row| answer.fit(*row) != Fit::Out).collect()))
        }
        _ => None,
    };
    Ok(RowsFound { wanted: wanted.clone(), answers, with_words, bars, facets, listed: rows })
}

fn bars(placed: &[Arc<Placed>], answers: &[Arc<RowsAnswer>], edges: &[Moment], clock: Clock, hidden_layers: &BTreeSet<usize>) -> Vec<Bar> {
    let mut bars = vec![Bar::default(); edges.len().saturating_sub(1)];
    let of_layers = (0..).zip(placed.iter().zip(answers)).filter(|(index, _)| clock == Clock::Happened && !hidden_layers.contains(index));
    for (_, (placed, answer)) in of_layers {
        for (bar, more) in bars.iter_mut().zip(placed.dates.bars(answer, edges)) {
            bar.surely += more.surely;
            bar.possibly += more.possibly;
        }
    }
    bars
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dataset::{Builder, Value};

    fn layers(n_rows: u32) -> (Layers, PlacedLayers) {
        let mut builder = Builder::spooled("f", "test");
        for row in 0..n_rows {
            builder.put("kind", Value::Text(if row % 2 == 0 { "even" } else { "odd" }));
            builder.end_row(None, 0..0).unwrap();
        }
        let layer = builder.finish().unwrap();
        let placed = Placed::of(&layer);
        (Arc::new(vec![Arc::new(layer)]), Arc::new(vec![Arc::new(placed)]))
    }

    fn wanted(words: &str) -> RowsWanted {
        let question = RowsQuestion { words: words.to_owned(), ..RowsQuestion::default() };
        RowsWanted { n_opened: 1, question, listed: Some(0), ..RowsWanted::default() }
    }

    #[test]
    fn few_rows_are_known_at_once_and_what_is_known_is_not_sought_again() {
        let (layers, placed) = layers(100);
        let mut rows = AskedRows { is_by_thread: true, ..AskedRows::default() };
        rows.refresh(wanted("odd"), &layers, &placed);
        assert_eq!(rows.found().answers[0].n_shown(), 50);
        assert_eq!(rows.found().listed.as_ref().unwrap()[..3], [1, 3, 5]);
        let rev = rows.rev();
        rows.refresh(wanted("odd"), &layers, &placed);
        assert_eq!((rows.rev(), rows.job().is_none()), (rev, true));
        let answers = rows.rev_of_answers();
        rows.refresh(RowsWanted { has_facets: true, ..wanted("odd") }, &layers, &placed);
        assert_eq!((rows.found().facets[0][0].values.len(), rows.rev_of_answers()), (1, answers));
    }

    #[test]
    fn many_rows_are_a_threads_work_which_takes_up_the_last_of_what_was_asked() {
        let (layers, placed) = layers(MOST_AT_ONCE as u32 + 1);
        let mut rows = AskedRows { is_by_thread: true, ..AskedRows::default() };
        rows.refresh(wanted("odd"), &layers, &placed);
        let first = rows.job().unwrap();
        assert_eq!(rows.found().answers.len(), 0, "nothing is known yet");
        for words in ["eve", "even"] {
            rows.refresh(wanted(words), &layers, &placed);
            assert!(rows.job().is_none(), "one at a time");
        }
        assert_eq!(find_rows(&first).unwrap_err(), Cancelled, "nobody wants that any longer");
        rows.done(None);
        let second = rows.job().unwrap();
        rows.done(find_rows(&second).ok());
        assert_eq!(rows.found().answers[0].n_shown(), MOST_AT_ONCE as usize / 2 + 1);
        rows.refresh(wanted("even"), &layers, &placed);
        assert!(rows.job().is_none());
        rows.refresh(RowsWanted { n_opened: 2, ..wanted("even") }, &layers, &placed);
        assert_eq!(rows.found().answers.len(), 0, "rows mean others now");
    }
}
