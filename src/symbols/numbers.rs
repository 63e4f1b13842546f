//! Codes of 20 and 30 digits: MIL-STD-2525D and E, APP-6D and E.

use std::fmt;

use crate::symbols::code::{
    Amplifier, CodeError, Context, Echelon, Function, Leadership, Mobility, Numbers, StandardIdentity, Status, SymbolCode,
};

/// The symbol sets of editions D and E.
pub(super) const SETS: [u8; 23] = [0, 1, 2, 5, 6, 10, 11, 15, 20, 25, 27, 30, 35, 36, 40, 45, 46, 47, 50, 51, 52, 53, 54];
pub(super) const CYBERSPACE: u8 = 60;
/// Position 23 where the frame is to be left out.
pub(super) const NO_FRAME: u8 = 10;

const AMPLIFIERS: [(u8, Amplifier); 29] = {
    use Amplifier::{Echelon as E, Leadership as L, Mobility as M};
    [
        (11, E(Echelon::Team)),
        (12, E(Echelon::Squad)),
        (13, E(Echelon::Section)),
        (14, E(Echelon::Platoon)),
        (15, E(Echelon::Company)),
        (16, E(Echelon::Battalion)),
        (17, E(Echelon::Regiment)),
        (18, E(Echelon::Brigade)),
        (21, E(Echelon::Division)),
        (22, E(Echelon::Corps)),
        (23, E(Echelon::Army)),
        (24, E(Echelon::ArmyGroup)),
        (25, E(Echelon::Region)),
        (26, E(Echelon::Command)),
        (31, M(Mobility::WheeledLimitedCrossCountry)),
        (32, M(Mobility::WheeledCrossCountry)),
        (33, M(Mobility::Tracked)),
        (34, M(Mobility::WheeledAndTracked)),
        (35, M(Mobility::Towed)),
        (36, M(Mobility::Rail)),
        (37, M(Mobility::PackAnimals)),
        (41, M(Mobility::OverSnow)),
        (42, M(Mobility::Sled)),
        (51, M(Mobility::Barge)),
        (52, M(Mobility::Amphibious)),
        (61, M(Mobility::ShortTowedArray)),
        (62, M(Mobility::LongTowedArray)),
        (71, L(Leadership::Leader)),
        (72, L(Leadership::Deputy)),
    ]
};

const IDENTITIES: [StandardIdentity; 7] = [
    StandardIdentity::Pending,
    StandardIdentity::Unknown,
    StandardIdentity::AssumedFriend,
    StandardIdentity::Friend,
    StandardIdentity::Neutral,
    StandardIdentity::Suspect,
    StandardIdentity::Hostile,
];
const CONTEXTS: [Context; 3] = [Context::Reality, Context::Exercise, Context::Simulation];
const STATUSES: [Status; 6] =
    [Status::Present, Status::Planned, Status::FullyCapable, Status::Damaged, Status::Destroyed, Status::FullToCapacity];

/// Reads capitals, digits, `-` and `*`.
pub(super) fn read(marks: &[u8]) -> Result<SymbolCode, CodeError> {
    if marks.len() != 20 && marks.len() != 30 {
        return Err(CodeError { at: None, what: format!("{} digits: a code has 20 or 30", marks.len()) });
    }
    // Only the shape of the frame may be a letter.
    let is_known = |(at, mark): &(usize, &u8)| mark.is_ascii_digit() || (*at == 22 && **mark == b'A');
    if let Some((at, mark)) = marks.iter().enumerate().find(|mark| !is_known(mark)) {
        return Err(CodeError::at(at + 1, at + 1, format!("'{}' is no digit", char::from(*mark))));
    }
    let number = |first: usize, last: usize| {
        let digits = marks.iter().skip(first - 1).take(last + 1 - first);
        digits.fold(0_u32, |number, mark| number * 10 + u32::from(mark - b'0'))
    };
    let version = number(1, 2);
    if !(10..=15).contains(&version) {
        return Err(CodeError::at(1, 2, format!("no version {version:02} of the standard")));
    }
    let context = pick(&CONTEXTS, number(3, 3)).ok_or_else(|| CodeError::at(3, 3, format!("no context {}", number(3, 3))))?;
    let identity = pick(&IDENTITIES, number(4, 4)).ok_or_else(|| CodeError::at(4, 4, format!("no standard identity {}", number(4, 4))))?;
    let set = number(5, 6) as u8;
    if !SETS.contains(&set) && set != CYBERSPACE {
        return Err(CodeError::at(5, 6, format!("no symbol set {set:02}")));
    }
    let status = pick(&STATUSES, number(7, 7)).ok_or_else(|| CodeError::at(7, 7, format!("no status {}", number(7, 7))))?;
    let marked = number(8, 8);
    if marked > 7 {
        return Err(CodeError::at(8, 8, format!("no headquarters, task force or dummy {marked}")));
    }
    let function = Numbers {
        version: version as u8,
        set,
        entity: number(11, 16),
        modifier_1: (number(17, 18) + 100 * number(21, 21)) as u16,
        modifier_2: (number(19, 20) + 100 * number(22, 22)) as u16,
        frame_shape: marks.get(22).map_or(0, |mark| if *mark == b'A' { NO_FRAME } else { mark - b'0' }),
        country: number(28, 30) as u16,
        is_long: marks.len() == 30,
    };
    Ok(SymbolCode {
        context,
        identity,
        status,
        is_headquarters: marked & 2 != 0,
        is_task_force: marked & 4 != 0,
        is_dummy: marked & 1 != 0,
        amplifier: amplifier(number(9, 10))?,
        function: Function::Numbers(function),
    })
}

fn pick<T: Copy>(choices: &[T], number: u32) -> Option<T> {
    choices.get(number as usize).copied()
}

/// Tens stand for "of this kind, not said which".
fn amplifier(number: u32) -> Result<Option<Amplifier>, CodeError> {
    if number.is_multiple_of(10) && number <= 70 {
        return Ok(None);
    }
    let known = AMPLIFIERS.iter().find(|(code, _)| u32::from(*code) == number).map(|(_, amplifier)| *amplifier);
    known.map(Some).ok_or_else(|| CodeError::at(9, 10, format!("no echelon or mobility {number:02}")))
}

pub(super) fn write(code: &SymbolCode, function: &Numbers, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    let of = |found: Option<usize>| found.unwrap_or(0);
    let marked = u8::from(code.is_dummy) + 2 * u8::from(code.is_headquarters) + 4 * u8::from(code.is_task_force);
    let amplifier = AMPLIFIERS.iter().find(|(_, known)| Some(*known) == code.amplifier).map_or(0, |(number, _)| *number);
    let Numbers { version, set, entity, modifier_1, modifier_2, frame_shape, country, is_long } = *function;
    write!(
        f,
        "{version:02}{}{}{set:02}{}{marked}{amplifier:02}{entity:06}{:02}{:02}",
        of(CONTEXTS.iter().position(|known| *known == code.context)),
        of(IDENTITIES.iter().position(|known| *known == code.identity)),
        of(STATUSES.iter().position(|known| *known == code.status)),
        modifier_1 % 100,
        modifier_2 % 100,
    )?;
    if is_long || modifier_1 > 99 || modifier_2 > 99 || frame_shape > 0 || country > 0 {
        write!(f, "{}{}{frame_shape:X}0000{country:03}", modifier_1 / 100, modifier_2 / 100)?;
    }
    Ok(())
}
