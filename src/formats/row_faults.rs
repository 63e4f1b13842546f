//! Where the readers of binary formats tell what they find wrong: such files have no lines, so the row is named.

use crate::base::{Location, Problem, Problems, Severity};

/// The problems of one file, or of one layer of it, and the row that is being read.
#[derive(Debug)]
pub struct RowFaults<'a> {
    file: &'a str,
    problems: &'a mut Problems,
    /// Which layer of several, where the file has them.
    pub layer: Option<String>,
    /// Counted from 1 within the layer; 0 where what is wrong is of no row.
    pub row: u64,
}

impl<'a> RowFaults<'a> {
    pub fn new(file: &'a str, problems: &'a mut Problems) -> Self {
        Self { file, problems, layer: None, row: 0 }
    }

    /// Something is lost or had to be mended.
    pub fn error(&mut self, kind: &'static str, detail: impl Into<String>, done: impl Into<String>) {
        self.tell(Severity::Error, kind, &detail.into(), done.into());
    }

    /// The file is at fault, but all of it is read.
    pub fn warning(&mut self, kind: &'static str, detail: impl Into<String>, done: impl Into<String>) {
        self.tell(Severity::Warning, kind, &detail.into(), done.into());
    }

    pub fn tell(&mut self, severity: Severity, kind: &'static str, detail: &str, done: String) {
        let detail = match (&self.layer, self.row) {
            (None, 0) => detail.to_owned(),
            (None, row) => format!("row {row}: {detail}"),
            (Some(layer), 0) => format!("layer {layer:?}: {detail}"),
            (Some(layer), row) => format!("layer {layer:?}, row {row}: {detail}"),
        };
        self.problems.push(Problem { severity, location: Location::file(self.file), record: None, kind, detail, done });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fault_names_the_layer_and_the_row_that_it_is_in() {
        let mut problems = Problems::default();
        let mut faults = RowFaults::new("f.shp", &mut problems);
        faults.error("a", "all of it", "nothing was read");
        faults.row = 12;
        faults.warning("b", "bad", "kept");
        faults.layer = Some("roads".to_owned());
        faults.error("c", "bad", "left out");
        let told: Vec<_> = problems.iter().map(ToString::to_string).collect();
        assert_eq!(
            told,
            [
                "f.shp: error: all of it; nothing was read [a]",
                "f.shp: warning: row 12: bad; kept [b]",
                "f.shp: error: layer \"roads\", row 12: bad; left out [c]"
            ]
        );
    }
}
