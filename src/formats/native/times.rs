//! Moments as they stand in journals and histories: ISO 8601 in UTC, to the second.

use jiff::Timestamp;

use crate::model::Moment;

/// `2024-10-24T18:00:00Z`.
pub fn moment_text(moment: Moment) -> String {
    Timestamp::from_second(moment.0).unwrap_or(if moment.0 < 0 { Timestamp::MIN } else { Timestamp::MAX }).to_string()
}

/// `None` where the text is no moment.
pub fn moment_of(text: &str) -> Option<Moment> {
    text.parse::<Timestamp>().ok().map(|moment| Moment(moment.as_second()))
}
