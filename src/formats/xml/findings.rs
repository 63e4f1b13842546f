//! What is wrong in one element: of each kind the first is told, with the number of the others.

use crate::base::Severity;
use crate::formats::xml::reader::Xml;
use crate::formats::xml::source::Spot;

/// Collects what is wrong in one record.
#[derive(Debug, Default)]
pub struct Findings(Vec<Finding>);

#[derive(Debug)]
struct Finding {
    severity: Severity,
    at: Spot,
    kind: &'static str,
    detail: String,
    done: &'static str,
    n_more: usize,
}

impl Findings {
    /// Something is lost or had to be mended.
    pub fn error(&mut self, at: Spot, kind: &'static str, detail: impl Into<String>, done: &'static str) {
        self.find(Severity::Error, at, kind, detail.into(), done);
    }

    /// The file is at fault, or says more than is read, but nothing is wrong with what was read.
    pub fn warning(&mut self, at: Spot, kind: &'static str, detail: impl Into<String>, done: &'static str) {
        self.find(Severity::Warning, at, kind, detail.into(), done);
    }

    fn find(&mut self, severity: Severity, at: Spot, kind: &'static str, detail: String, done: &'static str) {
        match self.0.iter_mut().find(|known| known.kind == kind) {
            Some(known) => known.n_more += 1,
            None => self.0.push(Finding { severity, at, kind, detail, done, n_more: 0 }),
        }
    }

    /// Tells all, of a record of this name.
    pub fn tell(self, record: Option<&str>, xml: &mut Xml<'_>) {
        for Finding { severity, at, kind, mut detail, done, n_more } in self.0 {
            if n_more > 0 {
                detail = format!("{detail} (and {n_more} more like it in this record)");
            }
            xml.tell(severity, at, record, kind, detail, done);
        }
    }
}
