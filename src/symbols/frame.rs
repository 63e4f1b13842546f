//! Frames: which one a code has, and its outline. Shapes are those of MIL-STD-2525 and APP-6.

use crate::symbols::artwork::{Artwork, Paint, Part, Shape};
use crate::symbols::code::{Function, Letters, Numbers, StandardIdentity, SymbolCode};
use crate::symbols::numbers::{CYBERSPACE, NO_FRAME};
use crate::symbols::path::{Box2, Path, Step, point};

/// The line of a frame, of its marks and of the staff of a headquarters.
pub(super) const LINE: f32 = 4.0;

/// What something moves in, or is: the standard calls it the dimension of the frame.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Dimension {
    /// Not known: framed as on the sea surface, with a question mark.
    Unknown,
    Space,
    Air,
    LandUnit,
    /// Land equipment, and everything on the sea surface.
    Equipment,
    Installation,
    Dismounted,
    Subsurface,
    Activity,
    Cyberspace,
}

/// The identities whose frames differ in shape.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum FrameIdentity {
    Friend,
    Hostile,
    Neutral,
    Unknown,
}

/// What is known of the frame of a code.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Frame {
    /// `None`: there is no frame to it.
    pub dimension: Option<Dimension>,
    pub identity: FrameIdentity,
    /// Where it is not, what would stand round the frame stands there all the same.
    pub is_drawn: bool,
    pub is_civilian: bool,
}

impl StandardIdentity {
    /// The frame it is drawn with.
    pub fn framed(self) -> FrameIdentity {
        match self {
            Self::Friend | Self::AssumedFriend => FrameIdentity::Friend,
            Self::Hostile | Self::Suspect => FrameIdentity::Hostile,
            Self::Neutral => FrameIdentity::Neutral,
            Self::Unknown | Self::Pending => FrameIdentity::Unknown,
        }
    }
}

impl Frame {
    pub(super) fn of(code: &SymbolCode) -> Self {
        let identity = if code.is_joker_or_faker() { FrameIdentity::Friend } else { code.identity.framed() };
        match &code.function {
            Function::Numbers(numbers) => Self::of_numbers(numbers, identity),
            Function::Letters(letters) => Self::of_letters(letters, identity),
        }
    }

    fn of_numbers(numbers: &Numbers, identity: FrameIdentity) -> Self {
        let of_set = match numbers.set {
            0 => Some(Dimension::Unknown),
            1 | 2 | 51 => Some(Dimension::Air),
            5 | 6 | 50 => Some(Dimension::Space),
            10 | 11 => Some(Dimension::LandUnit),
            15 | 30 | 52 | 53 => Some(Dimension::Equipment),
            20 => Some(Dimension::Installation),
            27 => Some(Dimension::Dismounted),
            35 | 36 | 54 => Some(Dimension::Subsurface),
            40 => Some(Dimension::Activity),
            CYBERSPACE => Some(Dimension::Cyberspace),
            // Control measures and weather.
            _ => None,
        };
        let entity = numbers.entity / 10_000;
        let is_civilian = matches!((numbers.set, entity), (11, _) | (1 | 5 | 35, 12) | (15, 16) | (30, 14));
        let is_own_track = numbers.set == 30 && numbers.entity == 150_000;
        if numbers.frame_shape == 0 || !numbers.is_edition_e() {
            return Self { dimension: of_set, identity, is_drawn: !is_own_track, is_civilian };
        }
        let asked_for = match numbers.frame_shape {
            1 => Some(Dimension::Space),
            2 => Some(Dimension::Air),
            3 => Some(Dimension::LandUnit),
            4 => Some(Dimension::Equipment),
            5 => Some(Dimension::Installation),
            6 => Some(Dimension::Dismounted),
            7 => Some(Dimension::Subsurface),
            8 => Some(Dimension::Activity),
            9 => Some(Dimension::Cyberspace),
            _ => of_set,
        };
        let is_drawn = numbers.frame_shape != NO_FRAME;
        Self { dimension: asked_for, identity, is_drawn, is_civilian: is_civilian && !is_drawn }
    }

    fn of_letters(letters: &Letters, identity: FrameIdentity) -> Self {
        let known = Artwork::embedded().frame_of(letters.part()).unwrap_or_default();
        // What the function asks for, where it is known, goes before the battle dimension.
        let of_function = match known.get(..2) {
            Some("Ai") => Some(Dimension::Air),
            Some("Gr") => Some(Dimension::LandUnit),
            Some("Se") => Some(Dimension::Equipment),
            Some("Su") => Some(Dimension::Subsurface),
            _ => None,
        };
        let is_space = letters.dimension == b'P' && letters.scheme != b'O';
        let is_activity = letters.scheme == b'O' && matches!(letters.dimension, b'V' | b'O' | b'R');
        let dimension = match (letters.scheme, letters.dimension) {
            (b'G', _) => None,
            (b'W', _) => of_function,
            _ if letters.is_installation => Some(Dimension::Installation),
            _ if is_space => Some(Dimension::Space),
            _ if is_activity => Some(Dimension::Activity),
            (b'S' | b'I', b'X' | b'Z') => Some(Dimension::Unknown),
            _ if of_function.is_some() => of_function,
            (b'S', b'G') if letters.function.first() == Some(&b'E') => Some(Dimension::Equipment),
            (b'I', b'G') => Some(Dimension::Equipment),
            (b'S' | b'I', b'A') => Some(Dimension::Air),
            (b'S' | b'I', b'S') => Some(Dimension::Equipment),
            (b'S' | b'I', b'U') => Some(Dimension::Subsurface),
            _ => Some(Dimension::LandUnit),
        };
        Self { dimension, identity, is_drawn: !known.contains('-'), is_civilian: known.ends_with('c') }
    }
}

impl Numbers {
    pub fn is_edition_e(&self) -> bool {
        self.version >= 13
    }
}

impl Letters {
    pub(super) fn part(&self) -> Part {
        Part::Letters { scheme: self.scheme, dimension: self.dimension, function: self.function }
    }
}

/// The outline of a frame, and what holds it. Frames of the air are open below, those under water above.
pub(super) fn outline(dimension: Dimension, identity: FrameIdentity) -> (Path, Box2) {
    use FrameIdentity::{Friend, Hostile, Neutral, Unknown};
    let square = || (Path::lines(&[(45.0, 45.0), (155.0, 45.0), (155.0, 155.0), (45.0, 155.0)], true), Box2::new(45.0, 45.0, 155.0, 155.0));
    let diamond =
        || (Path::lines(&[(100.0, 28.0), (172.0, 100.0), (100.0, 172.0), (28.0, 100.0)], true), Box2::new(28.0, 28.0, 172.0, 172.0));
    match (dimension, identity) {
        (Dimension::Air | Dimension::Space, Friend) => {
            let arch = [curve(155.0, 50.0, 115.0, 30.0, 100.0, 30.0), curve(85.0, 30.0, 45.0, 50.0, 45.0, 150.0)];
            (curved(155.0, 150.0, &arch), Box2::new(45.0, 30.0, 155.0, 150.0))
        }
        (Dimension::Air | Dimension::Space, Hostile) => {
            let points = [(45.0, 150.0), (45.0, 70.0), (100.0, 20.0), (155.0, 70.0), (155.0, 150.0)];
            (Path::lines(&points, false), Box2::new(45.0, 20.0, 155.0, 150.0))
        }
        (Dimension::Air | Dimension::Space, Neutral) => {
            (Path::lines(&[(45.0, 150.0), (45.0, 30.0), (155.0, 30.0), (155.0, 150.0)], false), Box2::new(45.0, 30.0, 155.0, 150.0))
        }
        (Dimension::Air | Dimension::Space, Unknown) => {
            let lobes = [
                curve(10.0, 150.0, 15.0, 60.0, 65.0, 60.0),
                curve(65.0, 10.0, 135.0, 10.0, 135.0, 60.0),
                curve(185.0, 60.0, 190.0, 150.0, 135.0, 150.0),
            ];
            (curved(65.0, 150.0, &lobes), Box2::new(25.0, 20.0, 175.0, 150.0))
        }
        (Dimension::Subsurface, Friend) => {
            let arch = [curve(45.0, 150.0, 85.0, 170.0, 100.0, 170.0), curve(115.0, 170.0, 155.0, 150.0, 155.0, 50.0)];
            (curved(45.0, 50.0, &arch), Box2::new(45.0, 50.0, 155.0, 170.0))
        }
        (Dimension::Subsurface, Hostile) => {
            let points = [(45.0, 50.0), (45.0, 130.0), (100.0, 180.0), (155.0, 130.0), (155.0, 50.0)];
            (Path::lines(&points, false), Box2::new(45.0, 50.0, 155.0, 180.0))
        }
        (Dimension::Subsurface, Neutral) => {
            (Path::lines(&[(45.0, 50.0), (45.0, 170.0), (155.0, 170.0), (155.0, 50.0)], false), Box2::new(45.0, 50.0, 155.0, 170.0))
        }
        (Dimension::Subsurface, Unknown) => {
            let lobes = [
                curve(10.0, 50.0, 15.0, 140.0, 65.0, 140.0),
                curve(65.0, 190.0, 135.0, 190.0, 135.0, 140.0),
                curve(185.0, 140.0, 190.0, 50.0, 135.0, 50.0),
            ];
            (curved(65.0, 50.0, &lobes), Box2::new(25.0, 50.0, 175.0, 180.0))
        }
        (Dimension::Equipment | Dimension::Unknown, Friend) => (Path::circle(100.0, 100.0, 60.0), Box2::new(40.0, 40.0, 160.0, 160.0)),
        (Dimension::Dismounted, Friend) => {
            let points = [(100.0, 45.0), (155.0, 70.0), (155.0, 130.0), (100.0, 155.0), (45.0, 130.0), (45.0, 70.0)];
            (Path::lines(&points, true), Box2::new(45.0, 45.0, 155.0, 155.0))
        }
        (_, Friend) => {
            (Path::lines(&[(25.0, 50.0), (175.0, 50.0), (175.0, 150.0), (25.0, 150.0)], true), Box2::new(25.0, 50.0, 175.0, 150.0))
        }
        (_, Hostile) => diamond(),
        (_, Neutral) => square(),
        (_, Unknown) => {
            let lobes = [
                curve(63.0, 20.0, 137.0, 20.0, 137.0, 63.0),
                curve(180.0, 63.0, 180.0, 137.0, 137.0, 137.0),
                curve(137.0, 180.0, 63.0, 180.0, 63.0, 137.0),
                curve(20.0, 137.0, 20.0, 63.0, 63.0, 63.0),
            ];
            let mut path = curved(63.0, 63.0, &lobes);
            path.steps.push(Step::Close);
            (path, Box2::new(30.75, 30.75, 169.25, 169.25))
        }
    }
}

fn curve(ax: f32, ay: f32, bx: f32, by: f32, x: f32, y: f32) -> Step {
    Step::Curve(point(ax, ay), point(bx, by), point(x, y))
}

fn curved(x: f32, y: f32, curves: &[Step]) -> Path {
    let mut path = Path { steps: vec![Step::Move(point(x, y))] };
    path.steps.extend_from_slice(curves);
    path
}

/// What fills a part of the frame: the cap of space, the corners of an activity, the wedge of cyberspace.
pub(super) fn filling(dimension: Dimension, identity: FrameIdentity) -> Option<Shape> {
    use FrameIdentity::{Friend, Hostile, Neutral, Unknown};
    let path = match (dimension, identity) {
        (Dimension::Space, Friend) => {
            curved(68.66, 50.0, &[curve(80.0, 35.0, 90.0, 30.0, 100.0, 30.0), curve(110.0, 30.0, 120.0, 35.0, 131.34, 50.0), Step::Close])
        }
        (Dimension::Space, Hostile) => Path::lines(&[(67.0, 50.0), (100.0, 20.0), (133.0, 50.0)], true),
        (Dimension::Space, Neutral) => Path::lines(&[(45.0, 50.0), (45.0, 30.0), (155.0, 30.0), (155.0, 50.0)], true),
        (Dimension::Space, Unknown) => {
            curved(66.0, 50.0, &[curve(70.0, 31.67, 85.0, 22.5, 100.0, 22.5), curve(115.0, 22.5, 130.0, 31.67, 134.0, 50.0), Step::Close])
        }
        (Dimension::Activity, Friend) => squares(&[(25.0, 50.0), (160.0, 50.0), (25.0, 135.0), (160.0, 135.0)]),
        (Dimension::Activity, Neutral) => squares(&[(45.0, 45.0), (140.0, 45.0), (45.0, 140.0), (140.0, 140.0)]),
        (Dimension::Activity, Unknown) => squares(&[(92.5, 31.5), (31.5, 92.5), (153.0, 92.5), (92.5, 153.5)]),
        (Dimension::Activity, Hostile) => {
            let mut path = Path::default();
            for (x, y) in [(100.0, 38.6), (38.7, 100.0), (161.4, 100.0), (100.0, 161.3)] {
                path.add_lines(&[(x, y - 10.6), (x + 10.6, y), (x, y + 10.6), (x - 10.6, y)]);
                path.steps.push(Step::Close);
            }
            path
        }
        (Dimension::Cyberspace, Friend) => Path::lines(&[(135.0, 150.0), (175.0, 110.0), (175.0, 150.0)], true),
        (Dimension::Cyberspace, Hostile) => Path::lines(&[(150.0, 78.0), (150.0, 122.0), (172.0, 100.0)], true),
        (Dimension::Cyberspace, Neutral) => Path::lines(&[(115.0, 155.0), (155.0, 115.0), (155.0, 155.0)], true),
        (Dimension::Cyberspace, Unknown) => {
            let mut path = Path::lines(&[(150.0, 65.7), (150.0, 134.0)], false);
            path.steps.extend([curve(176.0, 123.0, 176.0, 77.2, 150.0, 65.7), Step::Close]);
            path
        }
        _ => return None,
    };
    Some(Shape::filled(path, Paint::Ink))
}

/// Squares of 15 by their upper left corners.
fn squares(corners: &[(f32, f32)]) -> Path {
    let mut path = Path::default();
    for (x, y) in corners {
        path.add_lines(&[(*x, *y), (x + 15.0, *y), (x + 15.0, y + 15.0), (*x, y + 15.0)]);
        path.steps.push(Step::Close);
    }
    path
}
