//! The canonical layout of a situation's files, for the examples that write one. Written apart from the program's own writer, so that
//! neither can hide a fault of the other.

use std::fs::File;
use std::io::{BufWriter, Result, Write};
use std::path::Path;

/// A member of a record or of an object: its name, and its value, which is JSON already.
pub type Member = (&'static str, String);

/// A file of records, which must come sorted by id.
pub struct Records {
    out: BufWriter<File>,
    end: &'static str,
    n_written: usize,
}

impl Records {
    pub fn create(folder: &Path, name: &str) -> Result<Self> {
        let (begin, end) =
            if name.ends_with(".geojson") { ("{\"type\": \"FeatureCollection\", \"features\": [\n", "\n]}\n") } else { ("[\n", "\n]\n") };
        let mut out = BufWriter::new(File::create(folder.join(name))?);
        out.write_all(begin.as_bytes())?;
        Ok(Self { out, end, n_written: 0 })
    }

    pub fn put(&mut self, members: &[Member]) -> Result<()> {
        let before = if self.n_written == 0 { "" } else { ",\n" };
        self.n_written += 1;
        write!(self.out, "{before}{}", record(members))
    }

    /// Tells what a buffer that is just dropped would keep to itself.
    pub fn finish(mut self) -> Result<()> {
        self.out.write_all(self.end.as_bytes())?;
        self.out.flush()
    }
}

/// A record: a member a line.
pub fn record(members: &[Member]) -> String {
    broken("{", members, "\n ")
}

/// The `properties` of a Feature: a member a line, one step further in.
pub fn properties(members: &[Member]) -> String {
    broken("{\n  ", members, "\n  ")
}

fn broken(begin: &str, members: &[Member], line: &str) -> String {
    let mut text = String::from(begin);
    for (index, (name, value)) in members.iter().enumerate() {
        let before = if index == 0 { String::new() } else { format!(",{line}") };
        text += &format!("{before}\"{name}\": {value}");
    }
    text + "}"
}

/// An object on one line.
pub fn object(members: &[Member]) -> String {
    let members: Vec<String> = members.iter().map(|(name, value)| format!("\"{name}\": {value}")).collect();
    format!("{{{}}}", members.join(", "))
}

/// An array of objects: one a line.
pub fn objects(items: &[String]) -> String {
    format!("[\n  {}]", items.join(",\n  "))
}

/// A text as JSON.
pub fn quoted(text: &str) -> String {
    let mut json = String::from("\"");
    for c in text.chars() {
        match c {
            '"' | '\\' => json.extend(['\\', c]),
            c if u32::from(c) < 0x20 => json += &format!("\\u{:04x}", u32::from(c)),
            c => json.push(c),
        }
    }
    json + "\""
}
