//! How fast play goes, as a person types it.

/// Why a text is no speed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct SpeedError(&'static str);

/// Units by the words that they are known by.
const UNITS: [(&[&str], f64); 7] = [
    (&["s", "sec", "secs", "second", "seconds"], 1.0),
    (&["min", "mins", "minute", "minutes"], 60.0),
    (&["h", "hr", "hrs", "hour", "hours"], 3_600.0),
    (&["d", "day", "days"], 86_400.0),
    (&["w", "week", "weeks"], 604_800.0),
    (&["month", "months"], 2_629_746.0),
    (&["y", "yr", "year", "years"], 31_556_952.0),
];

/// How many seconds of the situation's time pass in one of play: `1 day/s`, `6 h`, `1.5 weeks per second`. `None` where nothing is typed:
/// as fast as all that there is wants.
///
/// # Errors
/// The text is none of these, or faster than a thousand million years in a second.
pub fn typed_speed(text: &str) -> Result<Option<i64>, SpeedError> {
    const FASTEST: f64 = 3.2e16;
    let text = text.trim().to_lowercase();
    if text.is_empty() {
        return Ok(None);
    }
    let words = ["per second", "a second", "/ s", "/s"].iter().find_map(|end| text.strip_suffix(end)).unwrap_or(&text).trim();
    let number_end = words.find(|c: char| !(c.is_ascii_digit() || matches!(c, '.' | ','))).unwrap_or(words.len());
    let (number, unit) = words.split_at_checked(number_end).unwrap_or((words, ""));
    // A comma stands between thousands.
    let number = number.replace(',', "");
    let number = if number.is_empty() { Ok(1.0) } else { number.parse::<f64>() };
    let Ok(number) = number else { return Err(SpeedError("type a number and a unit: 1 day/s, 6 h/s")) };
    let unit = unit.trim();
    if unit.is_empty() {
        return Err(SpeedError("say of what, in one second: 6 h/s, 1 day/s, 2 weeks/s"));
    }
    let Some((_, secs)) = UNITS.iter().find(|(words, _)| words.contains(&unit)) else {
        return Err(SpeedError("the unit is none of s, min, h, day, week, month, year"));
    };
    let secs = (number * secs).round();
    if secs < 1.0 {
        Err(SpeedError("play goes forward: at least 1 s/s"))
    } else if secs > FASTEST {
        Err(SpeedError("that is too fast: at most 1,000,000,000 years/s"))
    } else {
        Ok(Some(secs as i64))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_speed_is_a_number_and_a_unit() {
        for (text, secs) in [
            ("1 day/s", 86_400),
            ("6 h/s", 21_600),
            ("6h", 21_600),
            ("1.5 days / s", 129_600),
            ("2 weeks per second", 1_209_600),
            ("day/s", 86_400),
            ("30 MIN/S", 1_800),
            ("1,000 years/s", 31_556_952_000),
            ("1 s/s", 1),
        ] {
            assert_eq!(typed_speed(text), Ok(Some(secs)), "{text}");
        }
        assert_eq!(typed_speed(" "), Ok(None));
        for text in ["fast", "6", "0 h/s", "-1 day/s", "1 fortnight/s", "1..5 h", "1e400 years/s", "9999999999999 years/s"] {
            assert!(typed_speed(text).is_err(), "{text}");
        }
    }

    proptest! {
        #[test]
        fn no_text_makes_it_fail_otherwise_than_with_words(text in "\\PC{0,30}") {
            if let Ok(Some(secs)) = typed_speed(&text) {
                prop_assert!(secs > 0);
            }
        }
    }
}
