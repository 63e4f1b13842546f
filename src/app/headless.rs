//! The program without a window, for commands that change a situation: the same state, journal and saving.

use std::path::Path;
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

use jiff::Timestamp;

use crate::app::State;
use crate::app::disk::Disk;
use crate::app::journal::Journal;
use crate::app::load;
use crate::app::merging::read_theirs;
use crate::app::person::Store;
use crate::app::save::{OwnWriting, Saver, save};
use crate::app::settings::Settings;
use crate::app::state::Effect;
use crate::command::{Command, EditCommand, KeepCommand, MergingCommand, Notice};
use crate::model::Moment;
use crate::wording;

/// The journal answers at once, but the disk may be slow.
const PATIENCE: Duration = Duration::from_secs(120);

/// A state with what carries its effects out, as far as they need no window.
pub struct Headless {
    state: State,
    person: Store,
    disk: Disk,
    own: OwnWriting,
    journal: Journal,
    told: Receiver<Command>,
    /// Whether it is known what stands in the journal.
    is_journal_open: bool,
}

impl Headless {
    /// On what is kept for a person; the disk may be one that fails.
    pub fn new(person: Store, disk: Disk) -> Self {
        let (tell, told) = channel();
        let journal = Journal::new(person.clone(), disk.clone(), move |command| drop(tell.send(command)));
        let mut state = State::default();
        // Settings that cannot be read are told in the window.
        if let Ok(Some(settings)) = person.settings::<Settings>() {
            settings.apply(&mut state);
        }
        Self { state, person, disk, own: OwnWriting::default(), journal, told, is_journal_open: false }
    }

    pub fn state(&self) -> &State {
        &self.state
    }

    /// Opens a situation, and waits until it is known what stands in its journal and who has it.
    ///
    /// # Errors
    /// In words, why there is nothing that can be changed: it cannot be read, or another has it.
    pub fn open(&mut self, path: &Path) -> Result<(), String> {
        let loaded = load::load(path);
        if let Err(words) = &loaded.content {
            return Err(words.clone());
        }
        self.is_journal_open = false;
        self.run(Command::Loaded(Box::new(loaded)));
        if self.state.document().is_none() {
            return Err(wording::no_situation(&path.to_string_lossy()));
        }
        while !self.is_journal_open {
            let command = self.told.recv_timeout(PATIENCE).map_err(|_| wording::JOURNAL_IS_SILENT.to_owned())?;
            self.run(command);
        }
        self.state.keeping().holder.as_ref().map_or(Ok(()), |holder| Err(wording::not_changed_as_held(holder)))
    }

    /// Carries out a command with its effects. What was told of it, where that is a failure.
    pub fn run(&mut self, command: Command) -> Option<String> {
        self.state.run(Command::Now(Moment(Timestamp::now().as_second())));
        self.state.run(Command::DismissNotice);
        let (mut todo, mut has_merged) = (vec![command], false);
        while let Some(command) = todo.pop() {
            self.is_journal_open |= matches!(command, Command::Keep(KeepCommand::Opened(_)));
            for effect in self.state.run(command) {
                match effect {
                    Effect::Journal(order) => self.journal.order(order),
                    Effect::Load(loading) => todo.push(Command::Loaded(Box::new(load::load(&loading.path)))),
                    Effect::Save(job) => {
                        self.journal.reached()();
                        let saver = Saver { own: &self.own, person: &self.person, disk: &self.disk };
                        todo.push(Command::Edit(EditCommand::Saved(Box::new(save(&job, saver)))));
                    }
                    Effect::ReadTheirs(job) => {
                        has_merged = true;
                        todo.push(Command::Merging(MergingCommand::Read(Box::new(read_theirs(&job)))));
                    }
                    // The others are for people.
                    _ => {}
                }
            }
            todo.extend(self.told.try_iter());
        }
        // There is nobody to choose.
        if has_merged && let Some(merging) = &self.state.merging {
            return Some(wording::not_merged_clashes(merging.clashes.len()));
        }
        match self.state.notice() {
            Some(Notice::Failed(words)) => Some(words.clone()),
            _ => None,
        }
    }

    /// Ends once the journal is written; what was told of that, where it failed.
    pub fn end(self) -> Option<String> {
        drop(self.journal);
        self.told.try_iter().find_map(|command| match command {
            Command::Notice(Notice::Failed(words)) => Some(words),
            _ => None,
        })
    }
}
