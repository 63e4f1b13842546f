//! What stands round a frame: echelon, mobility, headquarters, task force, dummy, installation, condition.

use crate::symbols::artwork::{Paint, Shape, Stroke};
use crate::symbols::code::{Amplifier, Echelon, Leadership, Mobility, Status, SymbolCode};
use crate::symbols::frame::{Dimension, FrameIdentity, LINE};
use crate::symbols::path::{Box2, Path, point};

/// How far the staff of a headquarters reaches below its frame.
pub(super) const STAFF: f32 = 100.0;
const DUMMY_DASHES: [f32; 2] = [8.0, 8.0];

/// A frame, for what stands round it.
#[derive(Clone, Copy)]
pub(super) struct Framed {
    pub dimension: Dimension,
    pub identity: FrameIdentity,
    pub bounds: Box2,
    /// Some symbols have none, but what would stand round it.
    pub is_drawn: bool,
}

impl Framed {
    /// Everything round the frame that the code asks for.
    pub(super) fn marks(self, code: &SymbolCode, is_headquarters: bool) -> Vec<Shape> {
        let mut shapes = Vec::new();
        if is_headquarters {
            shapes.push(self.staff());
        }
        if code.is_task_force {
            shapes.push(self.task_force(code.echelon()));
        }
        let is_installation = self.dimension == Dimension::Installation;
        if is_installation {
            shapes.push(self.installation());
        }
        if code.is_dummy {
            let top = self.bounds.min.y - self.bounds.width() / 2.0;
            // Dashes begin at the top on both sides.
            let mut roof = Path::default();
            [self.bounds.min.x, self.bounds.max.x].iter().for_each(|x| roof.add_lines(&[(100.0, top), (*x, self.bounds.min.y)]));
            shapes.push(Shape::line(roof, LINE).dashed(&DUMMY_DASHES));
        }
        match code.amplifier {
            Some(Amplifier::Echelon(echelon)) => {
                shapes.extend(echelon_marks(echelon, self.bounds.min.y - if is_installation { 15.0 } else { 0.0 }));
            }
            Some(Amplifier::Mobility(mobility)) => shapes.extend(self.mobility(mobility)),
            Some(Amplifier::Leadership(leadership)) => shapes.push(self.leadership(leadership)),
            None => {}
        }
        shapes.extend(self.condition(code));
        shapes
    }

    /// Where the staff ends, which is where a headquarters stands.
    pub(super) fn foot(self) -> (f32, f32) {
        (self.bounds.min.x, self.bounds.max.y + STAFF)
    }

    /// It begins where the frame's left edge does.
    fn staff(self) -> Shape {
        use FrameIdentity::{Friend, Neutral};
        let (x, foot) = self.foot();
        let from = match (self.dimension, self.identity) {
            (Dimension::Subsurface, Friend) => self.bounds.min.y,
            (Dimension::Equipment | Dimension::Unknown | Dimension::Dismounted, Friend) => 100.0,
            (_, Friend | Neutral) => self.bounds.max.y,
            _ => 100.0,
        };
        Shape::line(Path::lines(&[(x, from), (x, foot)], false), LINE)
    }

    /// A bracket, wide enough for the echelon under it.
    fn task_force(self, echelon: Option<Echelon>) -> Shape {
        let half = match echelon {
            Some(Echelon::Corps) => 55.0,
            Some(Echelon::Army) => 72.5,
            Some(Echelon::ArmyGroup) => 90.0,
            Some(Echelon::Region) => 107.5,
            _ => 45.0,
        };
        let (top, bottom) = (self.bounds.min.y - 40.0, self.bounds.min.y);
        Shape::line(Path::lines(&[(100.0 - half, bottom), (100.0 - half, top), (100.0 + half, top), (100.0 + half, bottom)], false), LINE)
    }

    /// A bar on top, which follows the frame where that is not flat.
    fn installation(self) -> Shape {
        let sinks = match self.identity {
            FrameIdentity::Hostile => 14.0,
            FrameIdentity::Unknown => 2.0,
            FrameIdentity::Friend | FrameIdentity::Neutral => 0.0,
        };
        let top = self.bounds.min.y;
        let bottom = top + sinks - LINE / 2.0;
        let points = [(85.0, bottom), (85.0, top - 10.0), (115.0, top - 10.0), (115.0, bottom), (100.0, top - LINE)];
        let mut shape = Shape::line(Path::lines(&points, true), LINE);
        shape.fill = Some(Paint::Ink);
        shape
    }

    fn leadership(self, leadership: Leadership) -> Shape {
        let roof = match self.identity {
            FrameIdentity::Friend => [(45.0, 60.0), (100.0, 35.0), (155.0, 60.0)],
            FrameIdentity::Neutral => [(45.0, 45.0), (100.0, 20.0), (155.0, 45.0)],
            FrameIdentity::Hostile => [(60.0, 52.0), (100.0, 12.0), (140.0, 52.0)],
            FrameIdentity::Unknown => [(50.0, 42.0), (100.0, 14.0), (150.0, 42.0)],
        };
        let shape = Shape::line(Path::lines(&roof, false), LINE);
        match leadership {
            Leadership::Leader => shape,
            Leadership::Deputy => shape.dashed(&DUMMY_DASHES),
        }
    }

    /// Under the frame.
    fn mobility(self, mobility: Mobility) -> Vec<Shape> {
        let is_neutral = self.identity == FrameIdentity::Neutral;
        // Marks that would touch the flat frame of a neutral stand lower.
        let lower = match mobility {
            Mobility::Towed | Mobility::ShortTowedArray | Mobility::LongTowedArray if is_neutral => 8.0,
            Mobility::OverSnow | Mobility::Sled if is_neutral => 18.0,
            Mobility::Barge if is_neutral => 5.0,
            _ => 0.0,
        };
        let by = point(0.0, self.bounds.max.y + lower);
        mobility_marks(mobility).iter().map(|shape| shape.scaled_and_moved(1.0, by)).collect()
    }

    /// A bar below: green, yellow, red or blue.
    fn condition(self, code: &SymbolCode) -> Option<Shape> {
        let colour = match code.status {
            Status::Present | Status::Planned => return None,
            Status::FullyCapable => [0, 255, 0],
            Status::Damaged => [255, 255, 0],
            Status::Destroyed => [255, 0, 0],
            Status::FullToCapacity => [0, 180, 240],
        };
        let is_below_mobility = matches!(code.amplifier, Some(Amplifier::Mobility(_)));
        let top = self.bounds.max.y + if is_below_mobility { 25.0 } else { 5.0 };
        let (left, right) = (self.bounds.min.x, self.bounds.max.x);
        let path = Path::lines(&[(left, top), (right, top), (right, top + 25.0), (left, top + 25.0)], true);
        let stroke = self.is_drawn.then(|| Stroke { paint: Paint::Ink, width: LINE, dashes: Vec::new() });
        Some(Shape { path, fill: Some(Paint::Own(colour)), stroke })
    }
}

/// Above `top`, the upper edge of the frame.
fn echelon_marks(echelon: Echelon, top: f32) -> Vec<Shape> {
    let dots = |xs: &[f32]| {
        let dot = |x: &f32| Shape { fill: Some(Paint::Ink), ..Shape::line(Path::circle(*x, top - 20.0, 7.5), LINE) };
        xs.iter().map(dot).collect()
    };
    let bars = |xs: &[f32]| {
        let mut path = Path::default();
        xs.iter().for_each(|x| path.add_lines(&[(*x, top - 10.0), (*x, top - 35.0)]));
        vec![Shape::line(path, LINE)]
    };
    // Crosses, 35 apart, about the middle.
    let crosses = |count: u8| {
        let mut path = Path::default();
        for number in 0..count {
            let left = 100.0 - 12.5 + 35.0 * (f32::from(number) - f32::from(count - 1) / 2.0);
            path.add_lines(&[(left, top - 10.0), (left + 25.0, top - 35.0)]);
            path.add_lines(&[(left + 25.0, top - 10.0), (left, top - 35.0)]);
        }
        vec![Shape::line(path, LINE)]
    };
    match echelon {
        Echelon::Team => vec![
            Shape::line(Path::circle(100.0, top - 20.0, 15.0), LINE),
            Shape::line(Path::lines(&[(80.0, top - 10.0), (120.0, top - 30.0)], false), LINE),
        ],
        Echelon::Squad => dots(&[100.0]),
        Echelon::Section => dots(&[85.0, 115.0]),
        Echelon::Platoon => dots(&[70.0, 100.0, 130.0]),
        Echelon::Company => bars(&[100.0]),
        Echelon::Battalion => bars(&[90.0, 110.0]),
        Echelon::Regiment => bars(&[80.0, 100.0, 120.0]),
        Echelon::Brigade => crosses(1),
        Echelon::Division => crosses(2),
        Echelon::Corps => crosses(3),
        Echelon::Army => crosses(4),
        Echelon::ArmyGroup => crosses(5),
        Echelon::Region => crosses(6),
        Echelon::Command => {
            let mut path = Path::default();
            for x in [82.5, 117.5] {
                path.add_lines(&[(x - 12.5, top - 22.5), (x + 12.5, top - 22.5)]);
                path.add_lines(&[(x, top - 10.0), (x, top - 35.0)]);
            }
            vec![Shape::line(path, LINE)]
        }
    }
}

/// Below 0, the lower edge of the frame.
fn mobility_marks(mobility: Mobility) -> Vec<Shape> {
    let line = |points: &[(f32, f32)]| Shape::line(Path::lines(points, false), LINE);
    let bar = |left: f32, right: f32| line(&[(left, 1.0), (right, 1.0)]);
    let wheels = |xs: &[f32], y: f32| xs.iter().map(|x| Shape::line(Path::circle(*x, y, 8.0), LINE)).collect::<Vec<_>>();
    let drawn = |text: &str| Path::relative(text, 1.0).map(|path| Shape::line(path, LINE));
    let with = |first: Shape, mut rest: Vec<Shape>| {
        rest.insert(0, first);
        rest
    };
    match mobility {
        Mobility::WheeledLimitedCrossCountry => with(bar(53.0, 147.0), wheels(&[58.0, 142.0], 8.0)),
        Mobility::WheeledCrossCountry => with(bar(53.0, 147.0), wheels(&[58.0, 100.0, 142.0], 8.0)),
        Mobility::Towed => with(bar(63.0, 137.0), wheels(&[58.0, 142.0], 3.0)),
        Mobility::Rail => with(bar(53.0, 149.0), wheels(&[58.0, 73.0, 127.0, 142.0], 8.0)),
        Mobility::Tracked => drawn("m53 1l100 0c15 0 15 15 0 15l-100 0c-15 0-15-15 0-15").into_iter().collect(),
        Mobility::WheeledAndTracked => {
            let track = drawn("m83 1l70 0c15 0 15 15 0 15l-70 0c-15 0-15-15 0-15");
            wheels(&[58.0], 8.0).into_iter().chain(track).collect()
        }
        Mobility::OverSnow => vec![line(&[(50.0, -9.0), (60.0, 1.0), (150.0, 1.0)])],
        Mobility::Sled => drawn("m145-12c15 0 15 15 0 15l-90 0c-15 0-15-15 0-15").into_iter().collect(),
        Mobility::PackAnimals => vec![line(&[(80.0, 20.0), (90.0, 0.0), (100.0, 20.0), (110.0, 0.0), (120.0, 20.0)])],
        Mobility::Barge => drawn("m50 1l100 0c0 10-100 10-100 0").into_iter().collect(),
        Mobility::Amphibious => {
            let wave = "c0-10 10-10 10 0c0 10 10 10 10 0";
            drawn(&format!("m65 10{wave}{wave}{wave}c0-10 10-10 10 0")).into_iter().collect()
        }
        Mobility::ShortTowedArray => towed_array(&[55.0, 145.0], &[100.0]),
        Mobility::LongTowedArray => towed_array(&[55.0, 100.0, 145.0], &[75.0, 125.0]),
    }
}

fn towed_array(squares: &[f32], diamonds: &[f32]) -> Vec<Shape> {
    let mut path = Path::lines(&[(50.0, 5.0), (150.0, 5.0)], false);
    squares.iter().for_each(|x| path.add_lines(&[(x - 5.0, 0.0), (x + 5.0, 0.0), (x + 5.0, 10.0), (x - 5.0, 10.0), (x - 5.0, 0.0)]));
    diamonds.iter().for_each(|x| path.add_lines(&[(*x, 0.0), (x + 5.0, 5.0), (*x, 10.0), (x - 5.0, 5.0), (*x, 0.0)]));
    vec![Shape { fill: Some(Paint::Ink), ..Shape::line(path, LINE) }]
}
