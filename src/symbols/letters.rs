//! Codes of 15 letters: MIL-STD-2525B and C, APP-6A and B.

use std::fmt;

use crate::symbols::code::{Amplifier, CodeError, Context, Echelon, Function, Letters, Mobility, StandardIdentity, Status, SymbolCode};

const LENGTH: usize = 15;
/// The battle dimensions (or categories) of each coding scheme.
const DIMENSIONS: [(u8, &[u8]); 6] =
    [(b'S', b"PAGSUFXZ"), (b'G', b"TGMFSAO"), (b'W', b"AOSP"), (b'I', b"PAGSUFXZ"), (b'O', b"VLOIPGR"), (b'E', b"INOF")];

const IDENTITIES: [(u8, Context, StandardIdentity); 13] = {
    use Context::{Exercise, Reality};
    use StandardIdentity::{AssumedFriend, Friend, Hostile, Neutral, Pending, Suspect, Unknown};
    [
        (b'P', Reality, Pending),
        (b'U', Reality, Unknown),
        (b'A', Reality, AssumedFriend),
        (b'F', Reality, Friend),
        (b'N', Reality, Neutral),
        (b'S', Reality, Suspect),
        (b'H', Reality, Hostile),
        (b'G', Exercise, Pending),
        (b'W', Exercise, Unknown),
        (b'M', Exercise, AssumedFriend),
        (b'D', Exercise, Friend),
        (b'L', Exercise, Neutral),
        // Joker and faker.
        (b'J', Exercise, Suspect),
    ]
};
const FAKER: u8 = b'K';

const STATUSES: [(u8, Status); 6] = [
    (b'P', Status::Present),
    (b'A', Status::Planned),
    (b'C', Status::FullyCapable),
    (b'D', Status::Damaged),
    (b'X', Status::Destroyed),
    (b'F', Status::FullToCapacity),
];

const ECHELONS: [(u8, Echelon); 14] = [
    (b'A', Echelon::Team),
    (b'B', Echelon::Squad),
    (b'C', Echelon::Section),
    (b'D', Echelon::Platoon),
    (b'E', Echelon::Company),
    (b'F', Echelon::Battalion),
    (b'G', Echelon::Regiment),
    (b'H', Echelon::Brigade),
    (b'I', Echelon::Division),
    (b'J', Echelon::Corps),
    (b'K', Echelon::Army),
    (b'L', Echelon::ArmyGroup),
    (b'M', Echelon::Region),
    (b'N', Echelon::Command),
];

const MOBILITIES: [([u8; 2], Mobility); 13] = [
    (*b"MO", Mobility::WheeledLimitedCrossCountry),
    (*b"MP", Mobility::WheeledCrossCountry),
    (*b"MQ", Mobility::Tracked),
    (*b"MR", Mobility::WheeledAndTracked),
    (*b"MS", Mobility::Towed),
    (*b"MT", Mobility::Rail),
    (*b"MU", Mobility::OverSnow),
    (*b"MV", Mobility::Sled),
    (*b"MW", Mobility::PackAnimals),
    (*b"MX", Mobility::Barge),
    (*b"MY", Mobility::Amphibious),
    (*b"NS", Mobility::ShortTowedArray),
    (*b"NL", Mobility::LongTowedArray),
];

/// Position 11 of units: headquarters, task force, feint or dummy.
const MARKED: [(u8, [bool; 3]); 8] = [
    (b'-', [false, false, false]),
    (b'A', [true, false, false]),
    (b'B', [true, true, false]),
    (b'C', [true, false, true]),
    (b'D', [true, true, true]),
    (b'E', [false, true, false]),
    (b'F', [false, false, true]),
    (b'G', [false, true, true]),
];

/// Reads capitals, digits, `-` and `*`.
pub(super) fn read(marks: &[u8]) -> Result<SymbolCode, CodeError> {
    if !(3..=LENGTH).contains(&marks.len()) {
        return Err(CodeError { at: None, what: format!("{} letters: a code has up to 15, and no less than 3", marks.len()) });
    }
    let at = |position: usize| marks.get(position - 1).copied().filter(|mark| *mark != b'*').unwrap_or(b'-');
    let wrong = |position: usize, what: &str| CodeError::at(position, position, format!("no {what} '{}'", char::from(at(position))));
    let scheme = at(1);
    let (_, dimensions) = DIMENSIONS.iter().find(|(known, _)| *known == scheme).ok_or_else(|| wrong(1, "coding scheme"))?;
    let (context, identity) = match at(2) {
        FAKER => (Context::Exercise, StandardIdentity::Hostile),
        // A template, whose identity is to be filled in.
        b'-' | b'O' => (Context::Reality, StandardIdentity::Unknown),
        letter => {
            let known = IDENTITIES.iter().find(|(known, ..)| *known == letter);
            known.map(|(_, context, identity)| (*context, *identity)).ok_or_else(|| wrong(2, "standard identity"))?
        }
    };
    let dimension = at(3);
    if !dimensions.contains(&dimension) {
        return Err(wrong(3, "battle dimension or category"));
    }
    let status = match at(4) {
        b'-' => Status::Present,
        letter => STATUSES.iter().find(|(known, _)| *known == letter).map(|(_, status)| *status).ok_or_else(|| wrong(4, "status"))?,
    };
    let letters = Letters {
        scheme,
        dimension,
        function: [5, 6, 7, 8, 9, 10].map(at),
        is_installation: at(11) == b'H',
        country: [at(13), at(14)],
        order_of_battle: at(15),
    };
    let ([is_headquarters, is_task_force, is_dummy], amplifier) = modifiers([at(11), at(12)])?;
    Ok(SymbolCode { context, identity, status, is_headquarters, is_task_force, is_dummy, amplifier, function: Function::Letters(letters) })
}

/// Positions 11 and 12: what a unit is and how large, or an installation, or how equipment moves.
fn modifiers([first, second]: [u8; 2]) -> Result<([bool; 3], Option<Amplifier>), CodeError> {
    let wrong = |at: usize, mark: u8| CodeError::at(at, at, format!("no modifier '{}'", char::from(mark)));
    let echelon = || match second {
        b'-' => Ok(None),
        letter => {
            let known = ECHELONS.iter().find(|(known, _)| *known == letter);
            known.map(|(_, echelon)| Some(Amplifier::Echelon(*echelon))).ok_or_else(|| wrong(12, letter))
        }
    };
    match first {
        b'M' | b'N' if second == b'-' => Ok(([false; 3], None)),
        b'M' | b'N' => {
            let known = MOBILITIES.iter().find(|(known, _)| *known == [first, second]);
            known.map(|(_, mobility)| ([false; 3], Some(Amplifier::Mobility(*mobility)))).ok_or_else(|| wrong(12, second))
        }
        // Of installations: `HB` is a feint.
        b'H' if second == b'B' => Ok(([false, false, true], None)),
        b'H' => Ok(([false; 3], echelon()?)),
        first => {
            let (_, marked) = MARKED.iter().find(|(known, _)| *known == first).ok_or_else(|| wrong(11, first))?;
            Ok((*marked, echelon()?))
        }
    }
}

/// Letters know no simulation, which becomes reality, and of the hostile in an exercise only the faker.
pub(super) fn write(code: &SymbolCode, letters: &Letters, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    let is_exercise = code.context == Context::Exercise;
    let is_meant = |(_, context, identity): &&(u8, Context, StandardIdentity)| {
        *identity == code.identity && (*context == Context::Exercise) == is_exercise
    };
    let identity = IDENTITIES.iter().find(is_meant).map_or(FAKER, |(letter, ..)| *letter);
    let status = STATUSES.iter().find(|(_, status)| *status == code.status).map_or(b'P', |(letter, _)| *letter);
    let head = [letters.scheme, identity, letters.dimension, status];
    let modifiers = written_modifiers(code, letters);
    let tail = [letters.order_of_battle];
    let parts: [&[u8]; 5] = [&head, &letters.function, &modifiers, &letters.country, &tail];
    parts.iter().copied().flatten().try_for_each(|mark| write!(f, "{}", char::from(*mark)))
}

fn written_modifiers(code: &SymbolCode, letters: &Letters) -> [u8; 2] {
    let echelon = match code.amplifier {
        Some(Amplifier::Mobility(mobility)) => {
            return MOBILITIES.iter().find(|(_, known)| *known == mobility).map_or(*b"--", |(modifiers, _)| *modifiers);
        }
        Some(Amplifier::Echelon(echelon)) => ECHELONS.iter().find(|(_, known)| *known == echelon).map_or(b'-', |(letter, _)| *letter),
        Some(Amplifier::Leadership(_)) | None => b'-',
    };
    if letters.is_installation {
        return [b'H', if code.is_dummy { b'B' } else { echelon }];
    }
    let marked = [code.is_headquarters, code.is_task_force, code.is_dummy];
    [MARKED.iter().find(|(_, known)| *known == marked).map_or(b'-', |(letter, _)| *letter), echelon]
}
