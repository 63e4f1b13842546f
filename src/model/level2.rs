//! EDTF of level 2 (ISO 8601-2:2019), known only so far as to be told apart from what is no date at all.

/// What of level 2 a text has, where it is a well-formed date, interval or set with anything of it.
pub(super) fn form_of(text: &str) -> Option<&'static str> {
    for (open, close, of_all) in [('{', '}', true), ('[', ']', false)] {
        if let Some(inside) = text.strip_prefix(open).and_then(|rest| rest.strip_suffix(close)) {
            let forms: Option<Vec<_>> = inside.split(',').map(element).collect();
            return if of_all { forms.map(|_| "a set of which all hold") } else { forms?.into_iter().flatten().next() };
        }
    }
    let Some((from, to)) = text.split_once('/') else { return date(text).flatten() };
    let side = |text: &str| if matches!(text, "" | "..") { Some(None) } else { interval_side(text) };
    side(from)?.or(side(to)?)
}

/// `None` where it is no date; else what of level 2 it has, if anything.
type Form = Option<Option<&'static str>>;

/// A side of an interval, where unspecified digits are of level 2.
fn interval_side(text: &str) -> Form {
    let form = date(text)?;
    Some(form.or_else(|| text.contains('X').then_some(UNSPECIFIED)))
}

/// An element of a set: `a`, `a..b`, `a..` or `..b`.
fn element(text: &str) -> Form {
    let Some((from, to)) = text.split_once("..") else { return date(text) };
    let side = |text: &str| if text.is_empty() { Some(None) } else { date(text) };
    let (from_form, to_form) = (side(from)?, side(to)?);
    (!(from.is_empty() && to.is_empty())).then_some(from_form.or(to_form))
}

const UNSPECIFIED: &str = "unspecified digits elsewhere than at the end";
const QUALIFIED: &str = "a qualifier of a part of a date";
const QUALIFIERS: [char; 3] = ['?', '~', '%'];

fn date(text: &str) -> Form {
    if let Some(long) = text.strip_prefix('Y') {
        return long_year(long);
    }
    let significant = text.split_once('S').filter(|(year, _)| is_digits(year.trim_start_matches('-')));
    if let Some((_, digits)) = significant {
        return is_digits(digits).then_some(Some("significant digits of a year"));
    }
    // The sign of the year is no hyphen between parts.
    let (before, rest) = text.split_at(text.len() - text.trim_start_matches(QUALIFIERS).len());
    let rest = rest.strip_prefix('-').unwrap_or(rest);
    let mut parts = rest.split('-');
    let (year, month, day) = (parts.next()?, parts.next(), parts.next());
    if parts.next().is_some() || before.len() > 1 {
        return None;
    }
    let mut form = (!before.is_empty()).then_some(QUALIFIED);
    let last = [Some(year), month, day].iter().flatten().count() - 1;
    for (at, part) in [Some(year), month, day].into_iter().flatten().enumerate() {
        let digits = part.trim_matches(QUALIFIERS);
        let has_before = part.starts_with(QUALIFIERS);
        let has_after = part.ends_with(QUALIFIERS);
        let n_qualifiers = part.len() - digits.len();
        if n_qualifiers > usize::from(has_before) + usize::from(has_after) || !is_part(digits, at) {
            return None;
        }
        // One at the very end is of the whole, and of level 1.
        if has_before || has_after && at != last {
            form = form.or(Some(QUALIFIED));
        }
    }
    let plain = |part: &str| part.trim_matches(QUALIFIERS).to_owned();
    let (year, month, day) = (plain(year), month.map(plain), day.map(plain));
    if month.as_ref().is_some_and(|month| month.parse::<u8>().is_ok_and(|month| month > 24)) {
        if day.is_some() {
            return None;
        }
        form = form.or(Some("a part of a year other than the seasons"));
    }
    let is_unspecified = |part: &Option<String>| part.as_ref().is_none_or(|part| part == "XX");
    let ends_well = match (&month, &day) {
        (None, _) => matches!(year.trim_end_matches('X').len(), 2..=4) && is_digits(year.trim_end_matches('X')),
        (Some(month), day) => {
            let month_is_whole = is_digits(month);
            is_digits(&year)
                && (month_is_whole || month == "XX" && is_unspecified(day))
                && day.as_ref().is_none_or(|day| is_digits(day) || day == "XX")
        }
    };
    Some(form.or_else(|| (!ends_well).then_some(UNSPECIFIED)))
}

/// After its `Y`: `-17E7`, `171010000S3`.
fn long_year(text: &str) -> Form {
    let (year, significant) = text.split_once('S').map_or((text, None), |(year, digits)| (year, Some(digits)));
    let (digits, exponent) = year.split_once('E').map_or((year, None), |(digits, exponent)| (digits, Some(exponent)));
    let is_well_formed =
        is_digits(digits.strip_prefix('-').unwrap_or(digits)) && [exponent, significant].into_iter().flatten().all(is_digits);
    let form = exponent.map(|_| "a year with an exponent").or(significant.map(|_| "significant digits of a year"));
    is_well_formed.then_some(form)
}

fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// Whether digits, some of them `X`, can be a year (0), a month (1) or a day (2).
fn is_part(digits: &str, at: usize) -> bool {
    let (len, values) = match at {
        0 => return digits.len() == 4 && digits.bytes().all(|byte| byte.is_ascii_digit() || byte == b'X'),
        1 => (2, (1..=12).chain(21..=41).collect::<Vec<u8>>()),
        _ => (2, (1..=31).collect()),
    };
    let matches = |value: &u8| format!("{value:02}").bytes().zip(digits.bytes()).all(|(digit, given)| given == b'X' || given == digit);
    digits.len() == len && values.iter().any(matches)
}
