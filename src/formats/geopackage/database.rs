//! A stranger's database, opened so that it can do no harm.

use std::io::{Cursor, Read};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::time::Duration;

use rusqlite::config::DbConfig;
use rusqlite::limits::Limit;
use rusqlite::{Connection, MAIN_DB, OpenFlags};

use crate::base::{Bytes, Task};
use crate::formats::geopackage::MARK;
use crate::formats::opening::ReadError;

/// Databases of more bytes are read where they lie, others from memory.
pub const MAX_LEN_IN_MEMORY: u64 = 256 << 20;

/// The header of a database (https://www.sqlite.org/fileformat.html, 1.3).
const HEAD_LEN: usize = 100;
/// So many steps of SQLite's machine go by between two looks at whether to stop,
const STEPS_BETWEEN_LOOKS: i32 = 10_000;
/// and so many looks from one row to the next: some seconds.
const MOST_LOOKS: u32 = 10_000;
/// A text or a geometry has at most so many bytes,
const MAX_VALUE_LEN: i32 = 64 << 20;
/// and so many the text of a view.
const MAX_SQL_LEN: i32 = 100_000;

/// What the reading thread, SQLite and whoever watches for a cancel tell each other.
#[derive(Debug, Default)]
pub struct Watch {
    is_over: AtomicBool,
    n_looks: AtomicU32,
}

impl Watch {
    /// A row has come, so that time is given anew.
    pub fn row(&self) {
        self.n_looks.store(0, Ordering::Relaxed);
    }
}

/// Opens it so that it cannot be written. One of up to so many bytes is copied into memory; what is cut off at its end reads as zeros, so that
/// what stands before it can be had. Whether something is cut off.
pub fn open(source: &Bytes, max_len_in_memory: u64) -> Result<(Connection, Arc<Watch>, bool), ReadError> {
    let head = source.read(0..HEAD_LEN as u64)?.into_owned();
    if head.len() < HEAD_LEN || !head.starts_with(MARK) {
        return Err(ReadError::Refused("this is no SQLite database: its header is not whole".to_owned()));
    }
    let number = |at: usize, len: usize| head.iter().skip(at).take(len).fold(0_u64, |number, byte| number << 8 | u64::from(*byte));
    let page_len = if number(16, 2) == 1 { 65_536 } else { number(16, 2) };
    let told_len = page_len.saturating_mul(number(28, 4));
    let is_small = source.len() <= max_len_in_memory;
    let (mut connection, is_cut) = if is_small {
        let len = if told_len <= max_len_in_memory { source.len().max(told_len) } else { source.len() };
        (in_memory(source, head, len)?, len > source.len())
    } else if told_len > source.len() {
        let detail = "it is shorter than it says, and too large to be mended";
        return Err(ReadError::Refused(format!("{detail}: {} bytes of {told_len}", source.len())));
    } else {
        (where_it_lies(source)?, false)
    };
    let watch = Arc::new(Watch::default());
    let asked = Arc::clone(&watch);
    let is_to_stop = move || asked.is_over.load(Ordering::Relaxed) || asked.n_looks.fetch_add(1, Ordering::Relaxed) > MOST_LOOKS;
    connection.progress_handler(STEPS_BETWEEN_LOOKS, Some(is_to_stop)).map_err(failed)?;
    Ok((connection, watch, is_cut))
}

fn failed(error: rusqlite::Error) -> ReadError {
    ReadError::Refused(format!("the database cannot be opened: {error}"))
}

fn in_memory(source: &Bytes, mut head: Vec<u8>, len: u64) -> Result<Connection, ReadError> {
    // A database in memory has no journal of the newer kind.
    head.iter_mut().skip(18).take(2).for_each(|version| *version = 1);
    let mut rest = source.reader();
    std::io::Seek::seek(&mut rest, std::io::SeekFrom::Start(HEAD_LEN as u64))?;
    let whole = Cursor::new(head).chain(rest).chain(std::io::repeat(0).take(len - source.len()));
    let mut connection = Connection::open_in_memory().map_err(failed)?;
    defend(&connection).map_err(failed)?;
    connection.deserialize_read_exact(MAIN_DB, whole, usize::try_from(len).unwrap_or(usize::MAX), true).map_err(failed)?;
    Ok(connection)
}

/// Nothing is written beside it, no journal is looked for, and it is not locked.
fn where_it_lies(source: &Bytes) -> Result<Connection, ReadError> {
    let Some(path) = source.path() else {
        let detail = format!("it is a database of {} bytes that is no file by itself; unpack it first", source.len());
        return Err(ReadError::Refused(detail));
    };
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_URI | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(address(path), flags).map_err(failed)?;
    defend(&connection).map_err(failed)?;
    Ok(connection)
}

/// The path as SQLite wants it that something is added to (https://www.sqlite.org/uri.html).
fn address(path: &Path) -> String {
    let mut address = "file:".to_owned();
    if path.is_absolute() {
        address.push_str(if cfg!(windows) { "///" } else { "//" });
    }
    for byte in path.as_os_str().as_encoded_bytes() {
        match byte {
            b'\\' if cfg!(windows) => address.push('/'),
            b':' if cfg!(windows) => address.push(':'),
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'/' => address.push(char::from(*byte)),
            byte => address.push_str(&format!("%{byte:02X}")),
        }
    }
    address + "?mode=ro&immutable=1"
}

fn defend(connection: &Connection) -> rusqlite::Result<()> {
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true)?;
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_TRUSTED_SCHEMA, false)?;
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_TRIGGER, false)?;
    for (limit, most) in [
        (Limit::SQLITE_LIMIT_LENGTH, MAX_VALUE_LEN),
        (Limit::SQLITE_LIMIT_SQL_LENGTH, MAX_SQL_LEN),
        (Limit::SQLITE_LIMIT_COLUMN, 2_000),
        (Limit::SQLITE_LIMIT_EXPR_DEPTH, 100),
        (Limit::SQLITE_LIMIT_COMPOUND_SELECT, 10),
        (Limit::SQLITE_LIMIT_VDBE_OP, 250_000),
        (Limit::SQLITE_LIMIT_ATTACHED, 0),
        (Limit::SQLITE_LIMIT_TRIGGER_DEPTH, 1),
        (Limit::SQLITE_LIMIT_WORKER_THREADS, 0),
    ] {
        connection.set_limit(limit, most)?;
    }
    // Cells are checked as they are read, which costs little and finds damage early. Nothing is put into files.
    connection.execute_batch("PRAGMA cell_size_check = ON; PRAGMA temp_store = MEMORY; PRAGMA mmap_size = 0;")
}

/// Works while another thread asks the task whether it is to stop: SQLite can be in the middle of a long query.
pub fn watched<T>(watch: &Watch, task: &Task, work: impl FnOnce() -> T) -> T {
    const BETWEEN_LOOKS: Duration = Duration::from_millis(20);
    let is_done = AtomicBool::new(false);
    std::thread::scope(|scope| {
        let watcher = scope.spawn(|| {
            while !is_done.load(Ordering::Acquire) {
                if task.advance(0).is_err() {
                    watch.is_over.store(true, Ordering::Relaxed);
                }
                std::thread::park_timeout(BETWEEN_LOOKS);
            }
        });
        let result = work();
        is_done.store(true, Ordering::Release);
        watcher.thread().unpark();
        result
    })
}
