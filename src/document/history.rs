//! What was done to a document, so that it can be taken back and done again.

use crate::document::Turn;
use crate::model::Edit;

/// The steps behind the present state and those that were taken back.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct History {
    done: Vec<Step>,
    undone: Vec<Step>,
    /// Steps are numbered from 1 as they are done, so that each state has a number of its own: that of the last step, 0 at first.
    n_steps: u64,
    saved: u64,
}

/// One step: what it is called, and what takes it back; once it is taken back, what does it again.
#[derive(Clone, Debug, PartialEq)]
struct Step {
    number: u64,
    name: String,
    turn: Edit,
}

impl History {
    pub fn push(&mut self, name: String, inverse: Edit) {
        self.undone.clear();
        self.n_steps += 1;
        self.done.push(Step { number: self.n_steps, name, turn: inverse });
    }

    /// Takes the last step back by what `apply` carries out; its name, or `None` where there is none.
    pub fn undo(&mut self, apply: impl FnOnce(Edit) -> Edit) -> Option<String> {
        turn(&mut self.done, &mut self.undone, apply)
    }

    /// Does again what was taken back last.
    pub fn redo(&mut self, apply: impl FnOnce(Edit) -> Edit) -> Option<String> {
        turn(&mut self.undone, &mut self.done, apply)
    }

    /// The number of the present state.
    pub fn state(&self) -> u64 {
        self.done.last().map_or(0, |step| step.number)
    }

    pub fn saved(&mut self, state: u64) {
        self.saved = state;
    }

    pub fn is_saved(&self) -> bool {
        self.state() == self.saved
    }

    /// What would be carried out next.
    pub fn next(&self, way: Turn) -> Option<&Edit> {
        let steps = if way == Turn::Undo { &self.done } else { &self.undone };
        steps.last().map(|step| &step.turn)
    }
}

fn turn(from: &mut Vec<Step>, to: &mut Vec<Step>, apply: impl FnOnce(Edit) -> Edit) -> Option<String> {
    let mut step = from.pop()?;
    step.turn = apply(step.turn);
    let name = step.name.clone();
    to.push(step);
    Some(name)
}
