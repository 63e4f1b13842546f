//! What codes mean that known sources write in their columns.

use crate::dataset::schemas::key;

/// Of a source and one of its columns, what stands there and what it means.
type CodeWords = (&'static str, &'static str, &'static [(&'static str, &'static str)]);

/// UCDP GED Codebook 22.1; CAMEO 1.1b3, which GDELT 2.0 codes events by.
const WORDS: &[CodeWords] = &[
    ("UCDP GED", "type_of_violence", &[("1", "state-based"), ("2", "non-state"), ("3", "one-sided")]),
    (
        "GDELT",
        "EventRootCode",
        &[
            ("01", "public statement"),
            ("02", "appeal"),
            ("03", "intent to cooperate"),
            ("04", "consultation"),
            ("05", "diplomatic cooperation"),
            ("06", "material cooperation"),
            ("07", "aid"),
            ("08", "concession"),
            ("09", "investigation"),
            ("10", "demand"),
            ("11", "disapproval"),
            ("12", "rejection"),
            ("13", "threat"),
            ("14", "protest"),
            ("15", "show of force"),
            ("16", "reduced relations"),
            ("17", "coercion"),
            ("18", "assault"),
            ("19", "fighting"),
            ("20", "mass violence"),
        ],
    ),
    (
        "GDELT",
        "QuadClass",
        &[("1", "verbal cooperation"), ("2", "material cooperation"), ("3", "verbal conflict"), ("4", "material conflict")],
    ),
];

/// What a code means that stands in a column of a source.
pub fn meaning(source: &str, column: &str, code: &str) -> Option<&'static str> {
    let mut of_source = WORDS.iter().filter(|(name, ..)| *name == source);
    let (_, _, words) = of_source.find(|(_, of, _)| key(of) == key(column))?;
    let code = code.trim().trim_start_matches('0');
    words.iter().find(|(known, _)| known.trim_start_matches('0') == code).map(|(_, words)| *words)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dataset::SCHEMAS;

    #[test]
    fn a_code_means_something_in_its_own_column_of_its_own_source() {
        assert_eq!(meaning("UCDP GED", "Type_of_Violence", " 3 "), Some("one-sided"));
        assert_eq!((meaning("UCDP GED", "best", "3"), meaning("ACLED", "type_of_violence", "3")), (None, None));
        assert_eq!(meaning("UCDP GED", "type_of_violence", "7"), None);
        assert_eq!(
            ["01", "1", "14", "20"].map(|code| meaning("GDELT", "EventRootCode", code)),
            ["public statement", "public statement", "protest", "mass violence"].map(Some)
        );
    }

    #[test]
    fn each_is_of_a_source_that_is_known() {
        assert!(WORDS.iter().all(|(source, ..)| SCHEMAS.iter().any(|schema| schema.name == *source)));
    }
}
