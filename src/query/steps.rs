//! The calendar cut into stretches of one length, from hours to millions of years: what bars of a histogram and ticks of an axis stand on.

use crate::model::{CivilDay, Moment, Zone};

/// How long a stretch is, in the calendar's own units.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Step {
    Minutes(u8),
    /// A divisor of 24.
    Hours(u8),
    Day,
    /// From Monday.
    Week,
    /// A divisor of 12.
    Months(u8),
    Years(i64),
}

const HOUR_SECS: i64 = 3_600;
const DAY_SECS: i64 = 86_400;

impl Step {
    /// From short to long.
    pub const ALL: [Self; 22] = [
        Self::Minutes(15),
        Self::Hours(1),
        Self::Hours(3),
        Self::Hours(6),
        Self::Hours(12),
        Self::Day,
        Self::Week,
        Self::Months(1),
        Self::Months(3),
        Self::Years(1),
        Self::Years(2),
        Self::Years(5),
        Self::Years(10),
        Self::Years(20),
        Self::Years(50),
        Self::Years(100),
        Self::Years(500),
        Self::Years(1_000),
        Self::Years(10_000),
        Self::Years(1_000_000),
        Self::Years(100_000_000),
        Self::Years(10_000_000_000),
    ];

    /// About how long it is.
    pub fn secs(self) -> i64 {
        const YEAR_SECS: i64 = 31_556_952;
        match self {
            Self::Minutes(n) => i64::from(n) * 60,
            Self::Hours(n) => i64::from(n) * 3_600,
            Self::Day => DAY_SECS,
            Self::Week => 7 * DAY_SECS,
            Self::Months(n) => i64::from(n) * YEAR_SECS / 12,
            Self::Years(n) => n.saturating_mul(YEAR_SECS),
        }
    }

    /// The shortest of which no more than `n_most` fill a stretch of time.
    pub fn filling(secs: i64, n_most: usize) -> Self {
        let is_few = |step: &Self| secs / step.secs().max(1) < n_most as i64;
        Self::ALL.into_iter().find(is_few).unwrap_or(Self::Years(10_000_000_000))
    }

    /// The first moment of the stretch that a moment lies in, with the clocks and days of `zone`.
    pub fn floor(self, moment: Moment, zone: &Zone) -> Moment {
        let civil = moment.civil(zone);
        let CivilDay { year, month, .. } = civil.day;
        let day = |day: CivilDay| zone.first_second(day.number());
        match self {
            // Hours since the day began: on a day on which the clocks change they show an hour more or less from then on.
            Self::Minutes(_) | Self::Hours(_) => {
                let (first, length) = (day(civil.day).0, self.secs());
                let number = (moment.0 - first).div_euclid(length);
                // An hour that a day is longer belongs to its last stretch, unless that is no longer itself.
                let last = if length > HOUR_SECS { DAY_SECS / length - 1 } else { i64::MAX };
                Moment(first + number.min(last) * length)
            }
            Self::Day => day(civil.day),
            // 1970-01-01 was a Thursday.
            Self::Week => zone.first_second(civil.day.number() - (civil.day.number() + 3).rem_euclid(7)),
            Self::Months(n) => day(CivilDay { year, month: month - (month - 1) % n.max(1), day: 1 }),
            Self::Years(n) => day(CivilDay { year: year.div_euclid(n.max(1)) * n.max(1), month: 1, day: 1 }),
        }
    }

    /// The first moment of the stretch after the one that a moment lies in.
    pub fn next(self, moment: Moment, zone: &Zone) -> Moment {
        let floor = self.floor(moment, zone);
        let CivilDay { year, month, .. } = floor.civil(zone).day;
        let day = |year: i64, month: u8| zone.first_second(CivilDay { year, month, day: 1 }.number());
        let after = match self {
            // A stretch of hours ends with its day: the clocks may have changed since it began.
            Self::Minutes(_) | Self::Hours(_) => {
                let tomorrow = Self::Day.next(floor, zone);
                let end = Moment(floor.0.saturating_add(self.secs()));
                if self.floor(end, zone) == floor { tomorrow } else { end.min(tomorrow) }
            }
            Self::Day => zone.first_second(floor.civil(zone).day.number() + 1),
            Self::Week => zone.first_second(floor.civil(zone).day.number() + 7),
            Self::Months(n) if month + n > 12 => day(year + 1, 1),
            Self::Months(n) => day(year, month + n),
            Self::Years(n) => day(year.saturating_add(n), 1),
        };
        // Days that a zone skipped have no length.
        after.max(Moment(floor.0.saturating_add(1)))
    }

    /// The first moments of the stretches that cover the time from `first` to `last`, and of the one after them; not more than `n_most`.
    pub fn edges(self, first: Moment, last: Moment, zone: &Zone, n_most: usize) -> Vec<Moment> {
        let mut edges = vec![self.floor(first, zone)];
        while let Some(edge) = edges.last().copied().filter(|edge| *edge <= last && edges.len() < n_most) {
            edges.push(self.next(edge, zone));
        }
        edges
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::model::When;

    fn moment(text: &str, zone: &Zone) -> Moment {
        When::parse(text).unwrap().bounds(zone).earliest().unwrap()
    }

    #[test]
    fn stretches_begin_where_the_calendar_does() {
        let kyiv = Zone::named("Europe/Kyiv").unwrap();
        for (step, at, first, next) in [
            (Step::Hours(6), "2024-10-24T14:30:00", "2024-10-24T12:00:00", "2024-10-24T18:00:00"),
            (Step::Day, "2024-10-24T14:30:00", "2024-10-24", "2024-10-25"),
            // 25 hours: the clocks go back.
            (Step::Day, "2024-10-27T12:00:00", "2024-10-27", "2024-10-28"),
            (Step::Hours(12), "2024-10-27T13:00:00", "2024-10-27T11:00:00", "2024-10-28"),
            (Step::Week, "2024-10-24", "2024-10-21", "2024-10-28"),
            (Step::Months(3), "2024-11-24", "2024-10-01", "2025-01-01"),
            (Step::Years(10), "2024-11-24", "2020-01-01", "2030-01-01"),
            (Step::Years(100), "-0044-03-15", "-0100-01-01", "0000-01-01"),
        ] {
            let at = moment(at, &kyiv);
            assert_eq!((step.floor(at, &kyiv), step.next(at, &kyiv)), (moment(first, &kyiv), moment(next, &kyiv)), "{step:?}");
        }
    }

    #[test]
    fn a_stretch_of_time_is_filled_with_as_short_steps_as_there_is_room_for() {
        for (secs, n_most, step) in [
            (DAY_SECS, 30, Step::Hours(1)),
            (30 * DAY_SECS, 40, Step::Day),
            (365 * DAY_SECS, 60, Step::Week),
            (100 * 365 * DAY_SECS, 60, Step::Years(2)),
            (i64::MAX, 100, Step::Years(10_000_000_000)),
        ] {
            assert_eq!(Step::filling(secs, n_most), step, "{secs}");
        }
    }

    proptest! {
        #[test]
        fn stretches_follow_one_another_without_a_gap(
            at in prop_oneof![-80_000_000_000_i64..80_000_000_000, 1_700_000_000..1_800_000_000_i64], step in 0..22_usize, zone in prop::sample::select(vec!["UTC", "Europe/Kyiv", "Pacific/Apia", "Asia/Kathmandu", "Africa/Cairo"])
        ) {
            let (zone, step, at) = (Zone::named(zone).unwrap(), Step::ALL[step], Moment(at));
            let (first, next) = (step.floor(at, &zone), step.next(at, &zone));
            prop_assert!(first <= at && at < next, "{:?} {:?} {:?}", first, at, next);
            prop_assert_eq!(step.floor(first, &zone), first);
            prop_assert_eq!(step.floor(Moment(next.0 - 1), &zone), first);
            prop_assert_eq!(step.floor(next, &zone), next);
        }
    }
}
