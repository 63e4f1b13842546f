//! Between moments and points along the axis: the scale, how it is zoomed and panned, and the ticks that stand on it.

use crate::model::{CivilDay, Moment, Zone};
use crate::query::Step;

/// No scale reaches further from 1970, either way: about 200 thousand million years, with room for sums.
const FURTHEST_SECS: i64 = 6_300_000_000_000_000_000;
/// A closer look would show seconds, which no date here has use for.
const SHORTEST_SECS: i64 = 600;

fn within_reach(secs: i128) -> Moment {
    let furthest = i128::from(FURTHEST_SECS);
    Moment(secs.clamp(-furthest, furthest) as i64)
}

fn length([first, last]: [Moment; 2]) -> i128 {
    (i128::from(last.0) - i128::from(first.0)).max(1)
}

/// From when to when the axis reaches, and where that is on the screen.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Scale {
    pub extent: [Moment; 2],
    pub left: f32,
    pub right: f32,
}

impl Scale {
    pub fn new([first, last]: [Moment; 2], left: f32, right: f32) -> Self {
        let first = within_reach(i128::from(first.0));
        let last = within_reach(i128::from(last.0).max(i128::from(first.0) + 1));
        Self { extent: [first, last], left, right: right.max(left + 1.0) }
    }

    fn secs(&self) -> f64 {
        length(self.extent) as f64
    }

    pub fn secs_per_point(&self) -> f64 {
        self.secs() / f64::from(self.right - self.left)
    }

    /// Where a moment stands; far beyond an end it is only kept beyond it.
    pub fn x(&self, at: Moment) -> f32 {
        /// Further out nothing is drawn, and f32 would lose what is near.
        const BEYOND: f64 = 10_000.0;
        let since = (i128::from(at.0) - i128::from(self.extent[0].0)) as f64;
        let x = f64::from(self.left) + since / self.secs_per_point();
        x.clamp(f64::from(self.left) - BEYOND, f64::from(self.right) + BEYOND) as f32
    }

    pub fn at(&self, x: f32) -> Moment {
        let since = f64::from(x - self.left) * self.secs_per_point();
        within_reach(i128::from(self.extent[0].0) + since.round() as i128)
    }

    /// How much time a stretch of the axis is.
    pub fn secs_of(&self, points: f32) -> i64 {
        (f64::from(points) * self.secs_per_point()).round() as i64
    }

    /// The extent with `factor` times as much time in view, where a moment stays in its place; not shorter than some minutes, nor
    /// longer than four times the whole.
    pub fn zoomed(&self, about: Moment, factor: f64, whole: [Moment; 2]) -> [Moment; 2] {
        let longest = (length(whole) as f64 * 4.0).max(self.secs());
        let secs = (self.secs() * factor).clamp((SHORTEST_SECS as f64).min(self.secs()), longest);
        let share = (i128::from(about.0) - i128::from(self.extent[0].0)) as f64 / self.secs();
        let first = i128::from(about.0) - (share * secs).round() as i128;
        self.kept_near([within_reach(first), within_reach(first + secs.round() as i128)], whole)
    }

    /// The extent so many seconds later.
    pub fn panned(&self, secs: i64, whole: [Moment; 2]) -> [Moment; 2] {
        let moved = self.extent.map(|at| within_reach(i128::from(at.0) + i128::from(secs)));
        self.kept_near(moved, whole)
    }

    /// Moved back where it went further from the whole than twice its length, or than it was.
    fn kept_near(&self, extent: [Moment; 2], whole: [Moment; 2]) -> [Moment; 2] {
        let room = length(whole) * 3 / 2;
        let first = (i128::from(whole[0].0) - room).min(i128::from(self.extent[0].0));
        let last = (i128::from(whole[1].0) + room).max(i128::from(self.extent[1].0));
        let by = (first - i128::from(extent[0].0)).max(0) + (last - i128::from(extent[1].0)).min(0);
        extent.map(|at| within_reach(i128::from(at.0) + by))
    }

    /// The ticks of an axis on which labels want so many points each, with the step that they are apart.
    pub fn ticks(&self, zone: &Zone, label_points: f32) -> (Step, Vec<Moment>) {
        let wanted = self.secs_per_point() * f64::from(label_points);
        let step = steps().find(|step| step.secs() as f64 * SHORTEST_SHARE >= wanted).unwrap_or(LONGEST);
        (step, self.edges(step, zone))
    }

    /// Ticks without labels between those of `step`; none where they would stand too near to each other.
    pub fn minor_ticks(&self, step: Step, zone: &Zone) -> Vec<Moment> {
        const LEAST_POINTS: f64 = 7.0;
        let wanted = self.secs_per_point() * LEAST_POINTS;
        let is_shorter = |other: &Step| other.secs() < step.secs();
        let finer = steps().take_while(is_shorter).find(|finer| finer.secs() as f64 * SHORTEST_SHARE >= wanted && nests(*finer, step));
        finer.map(|finer| self.edges(finer, zone)).unwrap_or_default()
    }

    fn edges(&self, step: Step, zone: &Zone) -> Vec<Moment> {
        /// More would be a wall, and a sign that steps are far too short.
        const MOST: usize = 600;
        let [first, last] = self.extent;
        let is_in = |at: &Moment| (first..=last).contains(at);
        match step {
            Step::Years(n) if n > 1 => years(first, last, n, zone).into_iter().filter(is_in).take(MOST).collect(),
            step => {
                let beyond = |at: &Moment| *at > last;
                let ticks = std::iter::successors(Some(step.floor(first, zone)), |at| Some(next_tick(step, *at, zone)));
                ticks.take(MOST).take_while(|at| !beyond(at)).filter(is_in).collect()
            }
        }
    }
}

/// The tick after one. Where clocks go back at midnight a stretch of seconds can lie between two days: no tick stands in it.
fn next_tick(step: Step, at: Moment, zone: &Zone) -> Moment {
    let next = step.next(at, zone);
    if next.0.saturating_sub(at.0) >= step.secs() / 8 {
        return next;
    }
    step.floor(Moment(at.0.saturating_add(step.secs())), zone).max(Moment(at.0.saturating_add(step.secs() / 8)))
}

/// How much shorter than usual a stretch of the calendar can be: of months February, of quarters the first.
const SHORTEST_SHARE: f64 = 0.91;

const LONGEST: Step = Step::Years(100_000_000_000);

/// What ticks can be apart, from short to long.
fn steps() -> impl Iterator<Item = Step> {
    let short = [
        Step::Minutes(1),
        Step::Minutes(5),
        Step::Minutes(15),
        Step::Minutes(30),
        Step::Hours(1),
        Step::Hours(3),
        Step::Hours(6),
        Step::Hours(12),
        Step::Day,
        Step::Week,
        Step::Months(1),
        Step::Months(3),
        Step::Months(6),
    ];
    let years = (0..11_u32).flat_map(|zeros| [1, 2, 5].map(|digit| Step::Years(digit * 10_i64.pow(zeros))));
    short.into_iter().chain(years).chain([LONGEST])
}

/// Whether each tick of the coarser step stands on one of the finer.
fn nests(finer: Step, coarser: Step) -> bool {
    match (finer, coarser) {
        (Step::Week, _) => false,
        (Step::Minutes(n), Step::Minutes(m)) | (Step::Hours(n), Step::Hours(m)) | (Step::Months(n), Step::Months(m)) => m % n.max(1) == 0,
        (Step::Years(n), Step::Years(m)) => m % n.max(1) == 0,
        _ => true,
    }
}

/// Round years as people count them: there is no year 0, and -99 is 100 BC.
fn years(first: Moment, last: Moment, n: i64, zone: &Zone) -> Vec<Moment> {
    const MOST: i64 = 600;
    let [from, to] = [first, last].map(|at| at.civil(zone).day.year.div_euclid(n));
    (from..=to.min(from + MOST).saturating_add(1))
        .filter(|at| *at != 0)
        .map(|at| {
            let year = if at < 0 { at * n + 1 } else { at * n };
            zone.first_second(CivilDay { year, month: 1, day: 1 }.number())
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const YEAR: i64 = 31_556_952;

    #[test]
    fn ticks_stand_where_the_calendar_has_its_beginnings() {
        let zone = Zone::utc();
        let now = 1_729_814_400;
        for (secs, step) in [
            (3_600, Step::Minutes(5)),
            (86_400, Step::Hours(3)),
            (14 * 86_400, Step::Day),
            (60 * 86_400, Step::Week),
            (YEAR, Step::Months(1)),
            (20 * YEAR, Step::Years(2)),
            (4_000 * YEAR, Step::Years(500)),
            (200_000_000 * YEAR, Step::Years(20_000_000)),
        ] {
            let scale = Scale::new([Moment(now - secs), Moment(now)], 0.0, 1_000.0);
            let (found, ticks) = scale.ticks(&zone, 64.0);
            assert_eq!(found, step, "{secs}");
            assert!((5..=16).contains(&ticks.len()), "{secs}: {}", ticks.len());
        }
    }

    #[test]
    fn round_years_before_christ_are_those_that_people_count() {
        let zone = Zone::utc();
        let ticks = years(Moment(-70_000_000_000), Moment(-55_000_000_000), 100, &zone);
        let years: Vec<i64> = ticks.iter().map(|at| at.civil(&zone).day.year).collect();
        assert_eq!(years, [-299, -199, -99, 100, 200, 300]);
    }

    #[test]
    fn nothing_is_zoomed_or_panned_out_of_reach() {
        let whole = [Moment(0), Moment(86_400)];
        let mut scale = Scale::new(whole, 0.0, 1_000.0);
        for _ in 0..50 {
            scale = Scale::new(scale.zoomed(Moment(40_000), 0.5, whole), 0.0, 1_000.0);
        }
        assert_eq!(length(scale.extent), i128::from(SHORTEST_SECS));
        for _ in 0..50 {
            scale = Scale::new(scale.zoomed(Moment(40_000), 2.0, whole), 0.0, 1_000.0);
        }
        assert_eq!(length(scale.extent), 4 * 86_400);
        for _ in 0..50 {
            scale = Scale::new(scale.panned(86_400, whole), 0.0, 1_000.0);
        }
        assert_eq!(scale.extent[1], Moment(86_400 * 5 / 2));
        let all = Scale::new([Moment(i64::MIN), Moment(i64::MAX)], 0.0, 1_000.0);
        assert_eq!(all.extent, [Moment(-FURTHEST_SECS), Moment(FURTHEST_SECS)]);
        assert!(all.ticks(&Zone::utc(), 64.0).1.len() < 20);
    }

    proptest! {
        #[test]
        fn a_place_on_the_axis_and_its_moment_are_each_other_s(
            first in -1_000_000_000_000_000_000_i64..1_000_000_000_000_000_000, secs in 600_i64..4_000_000_000_000_000_000, x in 100.0_f32..1_900.0
        ) {
            let scale = Scale::new([Moment(first), Moment(first.saturating_add(secs))], 100.0, 1_900.0);
            prop_assert!((scale.x(scale.at(x)) - x).abs() < 1.0, "{} {}", x, scale.x(scale.at(x)));
        }

        #[test]
        fn ticks_leave_each_other_room_and_are_not_too_few(
            first in -60_000_000_000_i64..60_000_000_000, power in 0.0_f64..30.0, zone in prop::sample::select(vec!["UTC", "Europe/Kyiv", "Africa/Cairo"])
        ) {
            let zone = Zone::named(zone).unwrap();
            let secs = (1_200.0 * 2_f64.powf(power)) as i64;
            let scale = Scale::new([Moment(first), Moment(first + secs)], 0.0, 1_000.0);
            let (step, ticks) = scale.ticks(&zone, 60.0);
            for pair in ticks.windows(2) {
                let apart = scale.x(pair[1]) - scale.x(pair[0]);
                // Where the clocks change a stretch is an hour shorter than the others.
                let least = if matches!(step, Step::Hours(_) | Step::Day) { 30.0 } else { 55.0 };
                prop_assert!(apart >= least, "{:?} {}", step, apart);
            }
            prop_assert!(ticks.len() <= 20 && (ticks.len() >= 2 || secs > 1_000 * YEAR), "{:?}: {}", step, ticks.len());
            let minor = scale.minor_ticks(step, &zone);
            prop_assert!(minor.len() < 160, "{}", minor.len());
        }
    }
}
