//! What somebody said that the columns of files mean, by their headers: as it stands in a file, to be read and edited by hand.

use serde::{Deserialize, Serialize};
use smol_str::SmolStr;

use crate::dataset::{Dataset, DateOrder, Mapping, Role};

/// Headers that are remembered at most: the latest.
pub const MOST_REMEMBERED: usize = 200;

/// One header. Words that are not known are left out.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct RememberedMapping {
    columns: Vec<String>,
    /// Role and column.
    roles: Vec<(String, String)>,
    /// Whether `03/04/2022` is in March.
    month_first: bool,
}

impl RememberedMapping {
    pub fn of(layer: &Dataset, mapping: &Mapping) -> Self {
        let roles = mapping.roles.iter().map(|(role, column)| (role.name().to_owned(), column.to_string()));
        Self { columns: header(layer), roles: roles.collect(), month_first: mapping.date_order == DateOrder::MonthFirst }
    }

    pub fn is_of_same_header(&self, other: &Self) -> bool {
        self.columns == other.columns
    }

    /// What it says of a layer; `None` where it is of another header, or the layer means that anyway.
    pub fn of_layer(&self, layer: &Dataset) -> Option<Mapping> {
        let roles = self.roles.iter().filter_map(|(role, column)| Some((Role::from_name(role)?, SmolStr::new(column))));
        let date_order = if self.month_first { DateOrder::MonthFirst } else { DateOrder::DayFirst };
        let mapping = Mapping { roles: roles.collect(), date_order, schema: layer.mapping().schema };
        (self.columns == header(layer) && mapping != *layer.mapping()).then_some(mapping)
    }
}

fn header(layer: &Dataset) -> Vec<String> {
    layer.columns().iter().map(|column| column.name.to_string()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dataset::{Builder, Value};

    fn layer(columns: &[&str]) -> Dataset {
        let mut builder = Builder::spooled("f", "test");
        columns.iter().for_each(|column| builder.put(column, Value::Text("x")));
        builder.end_row(None, 0..0).unwrap();
        builder.finish().unwrap()
    }

    #[test]
    fn what_was_said_of_a_header_holds_for_files_with_the_same() {
        let mapping =
            Mapping { roles: vec![(Role::Title, "b".into()), (Role::Start, "a".into())], date_order: DateOrder::MonthFirst, schema: None };
        let remembered = RememberedMapping::of(&layer(&["a", "b"]), &mapping);
        let text = serde_json::to_string(&remembered).unwrap();
        let read: RememberedMapping = serde_json::from_str(&text).unwrap();
        assert_eq!(read.of_layer(&layer(&["a", "b"])), Some(mapping));
        assert_eq!(read.of_layer(&layer(&["a", "c"])), None);
        let unknown: RememberedMapping =
            serde_json::from_str(r#"{"columns": ["a"], "roles": [["shoe size", "a"], ["title", "a"]]}"#).unwrap();
        assert_eq!(unknown.of_layer(&layer(&["a"])).unwrap().roles, [(Role::Title, "a".into())]);
    }
}
