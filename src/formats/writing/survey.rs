//! What all rows that are to be written say, by columns: formats of columns must know it before the first row.

use std::collections::HashMap;

use geo::Geometry;

use crate::base::Task;
use crate::dataset::{Dataset, RowValues, Said};
use crate::formats::writing::WriteError;

/// What all values of a column are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Kind {
    /// No row says anything.
    #[default]
    Nothing,
    /// Numbers without a fraction, within 64 bits.
    Integers,
    Numbers,
    Truths,
    /// `2024-10-24`.
    Days,
    /// `2024-10-24T14:30:05Z`, or with a fraction of the second.
    Moments,
    Texts,
}

/// The columns of the rows that are to be written.
#[derive(Clone, Debug)]
pub struct Survey {
    /// Names and kinds, in the order of the layer. An id of rows is a column too, where they have one, and is the first.
    pub columns: Vec<(String, Kind)>,
    /// Whether the first column is the ids.
    pub has_ids: bool,
    /// Whether every row is a point or nowhere.
    pub is_of_points: bool,
    /// Whether the columns `lat` and `lon` say where every row is.
    pub says_lat_and_lon: bool,
    /// How many values have no column.
    pub n_left_out: u64,
    place_of: HashMap<String, usize>,
}

/// How the id of rows is called, where no column is called so.
const ID: &str = "id";

impl Survey {
    pub fn of(dataset: &Dataset, rows: impl Iterator<Item = u32>, task: &Task) -> Result<Self, WriteError> {
        let mut survey = Self {
            columns: dataset.columns().iter().map(|column| (column.name.to_string(), Kind::Nothing)).collect(),
            has_ids: false,
            is_of_points: true,
            says_lat_and_lon: true,
            n_left_out: 0,
            place_of: HashMap::new(),
        };
        survey.place_of = survey.columns.iter().enumerate().map(|(at, (name, _))| (name.clone(), at)).collect();
        let mut id_kind = Kind::Nothing;
        for row in rows {
            task.advance(1)?;
            let RowValues { id, properties } = values(dataset, row)?;
            if let Some(id) = &id {
                id_kind = id_kind.with(Kind::of(id));
            }
            let geometry = dataset.geometry(row);
            survey.is_of_points &= matches!(geometry, None | Some(Geometry::Point(_)));
            survey.says_lat_and_lon &= says_where(&properties, geometry.as_ref());
            for (name, said) in &properties {
                match survey.place_of.get(name).and_then(|at| survey.columns.get_mut(*at)) {
                    Some((_, kind)) => *kind = kind.with(Kind::of(said)),
                    None => survey.n_left_out += u64::from(!said.is_null()),
                }
            }
        }
        if id_kind != Kind::Nothing && !survey.place_of.contains_key(ID) {
            survey.has_ids = true;
            survey.columns.insert(0, (ID.to_owned(), id_kind));
            survey.place_of.values_mut().for_each(|at| *at += 1);
        }
        Ok(survey)
    }

    /// What a row says in each column. Of a value given twice the last.
    pub fn row(&self, dataset: &Dataset, row: u32) -> Result<Vec<Option<Said>>, WriteError> {
        let RowValues { id, properties } = values(dataset, row)?;
        let mut fields = vec![None; self.columns.len()];
        if let Some(slot) = fields.first_mut().filter(|_| self.has_ids) {
            *slot = id;
        }
        for (name, said) in properties.into_iter().filter(|(_, said)| !said.is_null()) {
            if let Some(slot) = self.place_of.get(&name).and_then(|at| fields.get_mut(*at)) {
                *slot = Some(said);
            }
        }
        Ok(fields)
    }
}

/// What a row says.
pub fn values(dataset: &Dataset, row: u32) -> Result<RowValues, WriteError> {
    dataset.row_values(row).map_err(|source| WriteError::Row { row: u64::from(row) + 1, source })
}

/// Whether `lat` and `lon` are the very place of a row.
fn says_where(properties: &[(String, Said)], geometry: Option<&Geometry<f64>>) -> bool {
    let said = |name: &str| properties.iter().rev().find(|(of, _)| of == name).and_then(|(_, said)| said.as_str().parse::<f64>().ok());
    let is = |said: Option<f64>, at: f64| said.is_some_and(|said| said.to_bits() == at.to_bits());
    match geometry {
        Some(Geometry::Point(at)) => is(said("lon"), at.x()) && is(said("lat"), at.y()),
        _ => said("lon").is_none() && said("lat").is_none(),
    }
}

impl Kind {
    fn of(said: &Said) -> Self {
        match said {
            Said::Number(raw) if raw.parse::<i64>().is_ok() => Self::Integers,
            // A whole number beyond 64 bits would lose its last digits.
            Said::Number(raw) if raw.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-') => Self::Texts,
            Said::Number(raw) if raw.parse::<f64>().is_ok_and(f64::is_finite) => Self::Numbers,
            said if said.is_null() => Self::Nothing,
            Said::Json(raw) if raw == "true" || raw == "false" => Self::Truths,
            Said::Text(text) if is_like(text, "0000-00-00") => Self::Days,
            Said::Text(text) if is_moment(text) => Self::Moments,
            Said::Number(_) | Said::Json(_) | Said::Text(_) => Self::Texts,
        }
    }

    /// The kind of a column that has values of both.
    fn with(self, other: Self) -> Self {
        match (self, other) {
            (Self::Nothing, kind) | (kind, Self::Nothing) => kind,
            (a, b) if a == b => a,
            (Self::Integers | Self::Numbers, Self::Integers | Self::Numbers) => Self::Numbers,
            _ => Self::Texts,
        }
    }
}

/// Whether a text has digits and other characters where the pattern has.
fn is_like(text: &str, pattern: &str) -> bool {
    let is_same = |(byte, of): (u8, u8)| if of == b'0' { byte.is_ascii_digit() } else { byte == of };
    text.len() == pattern.len() && text.bytes().zip(pattern.bytes()).all(is_same)
}

fn is_moment(text: &str) -> bool {
    is_like(text, "0000-00-00T00:00:00Z") || is_like(text, "0000-00-00T00:00:00.000Z")
}
