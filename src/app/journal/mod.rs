//! The journal of what is not saved yet: each step is on the disk before a second has passed, outside the situation's folder, so that a
//! crash, a kill or a loss of power costs nothing. It begins anew with every save.
//!
//! Main types: [`Journal`], a thread with a name; [`JournalOrder`], what it is told.
//!
//! **Does not:** decide what becomes of what it finds; change the files of a situation.

mod file;
mod lock;

use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use crate::app::disk::Disk;
use crate::app::journal::file::JournalFile;
use crate::app::journal::lock::{Lock, Locked};
use crate::app::person::Store;
use crate::command::{Command, Holder, JournalFound, JournalOpened, KeepCommand, Notice};
use crate::document::Unsaved;
use crate::wording;

pub use file::{LostElsewhere, lost_elsewhere};

/// How often it is tried again to write what could not be written, and to get what another window has.
const AGAIN: Duration = Duration::from_millis(1000);
/// A save waits so long for it.
const PATIENCE: Duration = Duration::from_secs(10);

/// What the journal is told to do, in order.
#[derive(Clone, Debug, PartialEq)]
pub enum JournalOrder {
    /// A situation was opened: lock it, see what stands in its journal, and come back with [`KeepCommand::Opened`]. The one before is
    /// left; what was not saved of it stays in its journal.
    Open {
        /// Which of the situations that were opened it is.
        situation: u64,
        path: PathBuf,
        /// The print of its files.
        print: u64,
        /// Who opens it.
        name: Option<String>,
    },
    Append(Unsaved),
    /// The files, whose print this is, hold all but this.
    Restart {
        print: u64,
        unsaved: Unsaved,
    },
    /// What was not saved is not wanted any more: a copy of it stays.
    PutAside,
    /// What was found was taken or left, and this is not saved; with `is_kept` a copy of the journal stays.
    Decided {
        print: u64,
        unsaved: Unsaved,
        is_kept: bool,
    },
}

enum Message {
    Order(JournalOrder),
    /// To be answered once all before it is carried out.
    Reached(Sender<()>),
}

/// The thread that keeps the journal. It ends with this, and waits until all is written.
#[derive(Debug)]
pub struct Journal {
    orders: Option<Sender<Message>>,
    thread: Option<JoinHandle<()>>,
}

impl Journal {
    /// `tell` is called with what comes of the orders.
    pub fn new(person: Store, disk: Disk, tell: impl Fn(Command) + Send + 'static) -> Self {
        let (orders, received) = channel();
        let keeper = Keeper { person, disk, session: None, tell: Box::new(tell), has_failed: false };
        let thread = thread::Builder::new().name("journal".to_owned()).spawn(move || keeper.attend(&received));
        let thread = thread.inspect_err(|error| log::error!("no thread could be started to keep the journal: {error}")).ok();
        Self { orders: thread.is_some().then_some(orders), thread }
    }

    pub fn order(&self, order: JournalOrder) {
        if self.orders.as_ref().is_none_or(|orders| orders.send(Message::Order(order)).is_err()) {
            log::error!("there is no journal: changes are kept nowhere before they are saved");
        }
    }
}

impl Journal {
    /// What waits until all that was ordered up to now is on the disk, or cannot be. Files that are saved before the journal tells of what
    /// is in them would look after a crash as if others had changed them.
    pub fn reached(&self) -> impl FnOnce() + Send + 'static {
        let (sender, reached) = channel();
        let is_sent = self.orders.as_ref().is_some_and(|orders| orders.send(Message::Reached(sender)).is_ok());
        move || {
            if is_sent && reached.recv_timeout(PATIENCE).is_err() {
                log::warn!("the journal is behind");
            }
        }
    }
}

impl Drop for Journal {
    fn drop(&mut self) {
        drop(self.orders.take());
        if self.thread.take().is_some_and(|thread| thread.join().is_err()) {
            log::error!("the journal ended too early");
        }
    }
}

struct Keeper {
    person: Store,
    disk: Disk,
    session: Option<Session>,
    tell: Box<dyn Fn(Command) + Send>,
    /// Whether it was told that the journal cannot be written.
    has_failed: bool,
}

/// The situation that is open.
struct Session {
    situation: u64,
    name: Option<String>,
    access: Access,
    file: JournalFile,
    /// What could not be written yet.
    unwritten: Unsaved,
}

enum Access {
    /// It may be changed here; with no lock where nothing is kept.
    Ours(#[expect(dead_code, reason = "held until it is dropped")] Option<Lock>),
    /// What was found in the journal is to be taken or left first.
    Undecided(Option<Lock>),
    Others,
}

impl Keeper {
    fn attend(mut self, orders: &Receiver<Message>) {
        loop {
            let waits = self.session.as_ref().is_some_and(|session| matches!(session.access, Access::Others) || session.has_unwritten());
            let order = if waits { orders.recv_timeout(AGAIN) } else { orders.recv().map_err(|_| RecvTimeoutError::Disconnected) };
            match order {
                Ok(Message::Order(order)) => self.take(order),
                // Nobody waits any more where it took too long.
                Ok(Message::Reached(reached)) => drop(reached.send(())),
                Err(RecvTimeoutError::Timeout) => self.try_again(),
                Err(RecvTimeoutError::Disconnected) => break,
            }
        }
        self.leave();
    }

    fn take(&mut self, order: JournalOrder) {
        match order {
            JournalOrder::Open { situation, path, print, name } => {
                self.leave();
                self.open(situation, &path, print, name);
            }
            JournalOrder::Append(unsaved) => {
                if let Some(session) = &mut self.session
                    && matches!(session.access, Access::Ours(_))
                {
                    session.unwritten.entries.extend(unsaved.entries);
                    session.unwritten.texts.extend(unsaved.texts);
                    self.write();
                }
            }
            JournalOrder::Restart { print, unsaved } => {
                if self.session.as_ref().is_some_and(|session| matches!(session.access, Access::Ours(_))) {
                    self.begin_anew(print, unsaved);
                }
            }
            JournalOrder::PutAside => self.put_aside(),
            JournalOrder::Decided { print, unsaved, is_kept } => {
                let Some(session) = &mut self.session else { return };
                if let Access::Undecided(lock) = &mut session.access {
                    session.access = Access::Ours(lock.take());
                    session.file.is_to_be_put_aside = is_kept;
                    self.begin_anew(print, unsaved);
                }
            }
        }
    }

    fn open(&mut self, situation: u64, path: &Path, print: u64, name: Option<String>) {
        let mut file = JournalFile::of(&self.person, path, print);
        let mut found = JournalFound::default();
        let (access, holder) = match lock::lock(&self.person, &self.disk, path, name.as_deref()) {
            Locked::Here(lock) => {
                if let Err(error) = file.adopt(&self.person, &self.disk) {
                    log::warn!("the journal of a situation that lay elsewhere could not be taken over: {error}");
                }
                match file.found() {
                    Ok(what) => found = what,
                    Err(error) => {
                        file.is_to_be_put_aside = true;
                        log::warn!("the journal: {error}");
                        (self.tell)(Command::Notice(Notice::Failed(wording::journal_not_read(&error.to_string()))));
                    }
                }
                let is_undecided = !found.unsaved.entries.is_empty() || found.n_torn > 0;
                (if is_undecided { Access::Undecided(lock) } else { Access::Ours(lock) }, None)
            }
            Locked::Elsewhere(holder) => (Access::Others, Some(holder)),
        };
        self.session = Some(Session { situation, name, access, file, unwritten: Unsaved::default() });
        self.tell_opened(situation, holder, found);
    }

    fn tell_opened(&self, situation: u64, holder: Option<Holder>, found: JournalFound) {
        (self.tell)(Command::Keep(KeepCommand::Opened(Box::new(JournalOpened { situation, holder, found }))));
    }

    fn leave(&mut self) {
        if self.session.as_ref().is_some_and(Session::has_unwritten) {
            self.write();
        }
        self.session = None;
    }

    fn put_aside(&mut self) {
        let Some(session) = &mut self.session else { return };
        if !matches!(session.access, Access::Ours(_)) {
            return;
        }
        if session.has_unwritten() {
            self.write();
        }
        let Some(session) = &mut self.session else { return };
        session.unwritten = Unsaved::default();
        if let Err(error) = session.file.put_aside(&self.disk) {
            log::warn!("what was not saved could not be put aside: {error}");
        }
    }

    fn begin_anew(&mut self, print: u64, unsaved: Unsaved) {
        let Some(session) = &mut self.session else { return };
        session.unwritten = unsaved;
        session.file.print = print;
        session.file.is_to_begin_anew = true;
        self.write();
    }

    fn write(&mut self) {
        let Some(session) = &mut self.session else { return };
        match session.file.write(&self.disk, &session.unwritten) {
            Ok(()) => {
                session.unwritten = Unsaved::default();
                self.has_failed = false;
            }
            Err(error) => self.fail(&error.to_string()),
        }
    }

    fn fail(&mut self, why: &str) {
        log::warn!("the journal: {why}");
        if !std::mem::replace(&mut self.has_failed, true) {
            (self.tell)(Command::Notice(Notice::Failed(wording::no_journal(why))));
        }
    }

    fn try_again(&mut self) {
        let Some(session) = &mut self.session else { return };
        if session.has_unwritten() {
            return self.write();
        }
        let (person, situation) = (&self.person, session.situation);
        // Of what is gone it cannot be told which lock is its.
        if !session.file.situation().exists() {
            return;
        }
        if let Locked::Here(lock) = lock::lock(person, &self.disk, session.file.situation(), session.name.as_deref()) {
            session.access = Access::Ours(lock);
            // What stands there is read once the situation is read again.
            session.file.is_to_be_put_aside = true;
            (self.tell)(Command::Keep(KeepCommand::TakenOver { situation }));
        }
    }
}

impl Session {
    fn has_unwritten(&self) -> bool {
        !self.unwritten.entries.is_empty() || self.file.is_to_begin_anew
    }
}
