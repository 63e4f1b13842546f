//! One layer: records and rows put together, in the order of both.

use std::collections::HashSet;

use crate::base::{Bytes, Task};
use crate::dataset::{Builder, Value};
use crate::formats::cleaned::cleaned;
use crate::formats::opening::ReadError;
use crate::formats::references::{Reference, Said, refusal, tell_reference};
use crate::formats::row_faults::RowFaults;
use crate::formats::shapefile::LAYER_COLUMN;
use crate::formats::shapefile::records::{Records, Shape};
use crate::formats::shapefile::table::{Row, Table};

/// The files that a layer is of.
pub struct Parts {
    pub shp: Bytes,
    pub dbf: Option<Bytes>,
    /// What encoding its texts are in.
    pub cpg: Option<Vec<u8>>,
    /// What its coordinates are measured in, as well-known text.
    pub prj: Option<Vec<u8>>,
}

impl Parts {
    pub fn len(&self) -> u64 {
        self.shp.len() + self.dbf.as_ref().map_or(0, Bytes::len)
    }
}

/// A layer that can be read.
pub struct Layer {
    records: Records,
    table: Option<Table>,
    reference: Reference,
}

impl Layer {
    /// `is_one_of_several` where a column says so of each row.
    pub fn open(parts: &Parts, is_one_of_several: bool, faults: &mut RowFaults<'_>) -> Result<Self, ReadError> {
        let reference = reference(parts.prj.as_deref(), faults)?;
        let records = Records::open(&parts.shp)?;
        let mut taken = HashSet::new();
        if is_one_of_several {
            taken.insert(LAYER_COLUMN.to_owned());
        }
        let table = match &parts.dbf {
            Some(dbf) => match Table::open(dbf, parts.cpg.as_deref(), taken, faults) {
                Err(ReadError::Refused(words)) => {
                    faults.error("bad-dbf", words, "read without its columns");
                    None
                }
                table => Some(table?),
            },
            None => {
                faults.error("missing-dbf", "there is no .dbf of the same name, which has what the rows say", "read without its columns");
                None
            }
        };
        Ok(Self { records, table, reference })
    }

    /// Adds its rows.
    pub fn read(mut self, layer: Option<&str>, builder: &mut Builder, faults: &mut RowFaults<'_>, task: &Task) -> Result<(), ReadError> {
        let (mut n_deleted, mut n_without_record) = (0_u64, 0_u64);
        let mut has_shapes = true;
        for row in 1.. {
            faults.row = row;
            let shape = if has_shapes { self.records.next()? } else { Shape::End };
            if let Shape::BrokenOff(what) = &shape {
                faults.error("truncated", format!("the .shp is damaged here: {what}"), "read what is whole before it");
            }
            let said = self.next_row(faults)?;
            task.advance(self.records.n_new_bytes() + self.table.as_mut().map_or(0, Table::n_new_bytes))?;
            has_shapes &= !matches!(shape, Shape::End | Shape::BrokenOff(_));
            if !has_shapes && matches!(said, Row::End) {
                break;
            }
            if matches!(said, Row::Deleted) {
                n_deleted += 1;
                continue;
            }
            n_without_record += u64::from(!has_shapes);
            if let Some(table) = self.table.as_mut().filter(|_| matches!(said, Row::Said)) {
                table.put(builder);
            }
            if let Some(layer) = layer {
                builder.put(LAYER_COLUMN, Value::Text(layer));
            }
            let geometry = match shape {
                Shape::Read(geometry) => geometry.and_then(|geometry| cleaned(geometry, self.reference, faults)),
                Shape::Bad(what) => {
                    faults.error("bad-geometry", what, "kept without a place");
                    None
                }
                Shape::End | Shape::BrokenOff(_) => None,
            };
            if let Err(full) = builder.end_row(geometry.as_ref(), 0..0) {
                faults.error("too-much", full.to_string(), "left out this row and all after it");
                return Ok(());
            }
        }
        faults.row = 0;
        if n_deleted > 0 {
            faults.warning("deleted-rows", format!("rows that are marked as deleted: {n_deleted}"), "left out");
        }
        if n_without_record > 0 {
            let detail = format!("the .dbf has more rows than the .shp has records: {n_without_record}");
            faults.error("missing-records", detail, "kept them without a place");
        }
        Ok(())
    }

    /// The next row of the table; where that is damaged there is none any more.
    fn next_row(&mut self, faults: &mut RowFaults<'_>) -> Result<Row, ReadError> {
        let Some(table) = &mut self.table else { return Ok(Row::End) };
        let row = table.next()?;
        if let Row::BrokenOff(n_missing) = row {
            let detail = format!("the .dbf ends here; {n_missing} of its rows are missing");
            faults.error("truncated", detail, "kept the places without what these rows say");
            return Ok(Row::End);
        }
        Ok(row)
    }
}

fn reference(prj: Option<&[u8]>, faults: &mut RowFaults<'_>) -> Result<Reference, ReadError> {
    let Some(prj) = prj else {
        let detail = "there is no .prj of the same name, which says what the coordinates are measured in";
        faults.warning("missing-prj", detail, "took them for degrees of WGS 84");
        return Ok(Reference::Degrees);
    };
    match Said::by_text(&String::from_utf8_lossy(prj)) {
        Said::Known { reference, is_near } => {
            tell_reference(reference, is_near, faults);
            Ok(reference)
        }
        Said::Other(name) => Err(ReadError::Refused(refusal(&name))),
    }
}
