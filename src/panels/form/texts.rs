//! Fields that are typed: words, lines, dates.

use egui::Ui;

use crate::model::{Moment, Situation, Strength, When};
use crate::panels::form::{Form, Lines, Look};
use crate::query::typed_date;
use crate::wording;
use crate::wording::editing as words;

const MOST_CHARS_OF_LINE: usize = 2_000;
const MOST_CHARS_OF_LINES: usize = 100_000;

/// What a field of text is called, and what is to be typed there.
#[derive(Clone, Copy)]
struct Asked<'a> {
    label: &'a str,
    hint: &'a str,
    lines: Lines,
}

impl Form<'_, '_> {
    /// A line that cannot be empty: what it is to be.
    pub fn line(&mut self, ui: &mut Ui, label: &str, value: &str, hint: &str) -> Option<String> {
        self.checked(ui, Asked { label, hint, lines: Lines::Wrapped }, value, |text| match filled(text) {
            None => Err(words::NEEDED.to_owned()),
            Some(text) => Ok((on_one_line(&text), None)),
        })
    }

    /// A line that may be empty: what it is to be, `Some(None)` for nothing.
    pub fn optional_line(&mut self, ui: &mut Ui, label: &str, value: Option<&str>, hint: &str) -> Option<Option<String>> {
        let lines = if self.is_bare { Lines::One } else { Lines::Wrapped };
        self.checked(ui, Asked { label, hint, lines }, value.unwrap_or_default(), |text| {
            Ok((filled(text).map(|text| on_one_line(&text)), None))
        })
    }

    /// Several lines, which may be empty.
    pub fn lines(&mut self, ui: &mut Ui, label: &str, value: Option<&str>, hint: &str) -> Option<Option<String>> {
        self.checked(ui, Asked { label, hint, lines: Lines::Several }, value.unwrap_or_default(), |text| Ok((filled(text), None)))
    }

    /// Several lines, each of which is read: all of them, where all can be read.
    pub fn parsed_lines<T>(
        &mut self,
        ui: &mut Ui,
        label: &str,
        values: &[String],
        hint: &str,
        read: impl Fn(&str) -> Result<T, String>,
    ) -> Option<Vec<T>> {
        self.checked(ui, Asked { label, hint, lines: Lines::Several }, &values.join("\n"), |text| {
            let lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
            Ok((lines.map(&read).collect::<Result<Vec<T>, String>>()?, None))
        })
    }

    /// A line that is read as something: what is understood stands under it while it is typed, or what is wrong.
    pub fn parsed<T>(
        &mut self,
        ui: &mut Ui,
        label: &str,
        value: &str,
        hint: &str,
        read: impl Fn(&str) -> Result<(T, Option<String>), String>,
    ) -> Option<T> {
        self.checked(ui, Asked { label, hint, lines: Lines::One }, value, read)
    }

    /// What stands in a field while it is typed in, or what it says.
    pub fn typed_now(&self, label: &str, value: &str) -> String {
        let field = self.drafts.fields.get(&self.key(label));
        field.and_then(|field| field.draft(value)).unwrap_or(value).to_owned()
    }

    /// A date, in EDTF or in words, with what it means beside. `raw` is what a file gives in its place that is none.
    pub fn date(&mut self, ui: &mut Ui, label: &str, value: Option<&When>, raw: Option<&str>) -> Option<Option<When>> {
        let shown = value.map(When::text).or(raw).unwrap_or_default();
        let view = self.view;
        let now = view.situation.and_then(Situation::as_of_end).or(view.now).unwrap_or(Moment(0));
        self.checked(ui, Asked { label, hint: words::DATE_HINT, lines: Lines::One }, shown, |text| {
            if text.trim().is_empty() {
                return Ok((None, None));
            }
            let when = typed_date(text, &view.dates.zone, now).map_err(|error| words::not_a_date(&error))?;
            let words = view.dates.when(&when);
            Ok((Some(when), Some(words)))
        })
    }

    /// How many troops, with what is understood beside. `raw` is what a file gives in its place that is none.
    pub fn strength(&mut self, ui: &mut Ui, label: &str, value: Option<&Strength>, raw: Option<&str>) -> Option<Option<Strength>> {
        let shown = match value {
            Some(Strength::Count(n)) => n.to_string(),
            Some(Strength::Range { min, max }) => format!("{min}-{max}"),
            Some(Strength::Word(word)) => word.clone(),
            None => raw.unwrap_or_default().to_owned(),
        };
        self.parsed(ui, label, &shown, words::STRENGTH_HINT, |text| {
            if text.trim().is_empty() {
                return Ok((None, None));
            }
            let strength = typed_strength(text.trim()).ok_or_else(|| words::NO_STRENGTH.to_owned())?;
            let understood = wording::strength(&strength);
            Ok((Some(strength), Some(understood)))
        })
    }

    /// A field whose text is read by `read`: the value, and in words what is understood.
    fn checked<T>(
        &mut self,
        ui: &mut Ui,
        asked: Asked<'_>,
        value: &str,
        read: impl Fn(&str) -> Result<(T, Option<String>), String>,
    ) -> Option<T> {
        let Asked { label, hint, lines } = asked;
        self.labelled(ui, label, |form, ui| {
            let (key, id, spoken) = (form.key(label), form.id(label), form.spoken(label));
            form.arrive(ui, id);
            let most_chars = if lines == Lines::Several { MOST_CHARS_OF_LINES } else { MOST_CHARS_OF_LINE };
            let look = Look { id, trace: ("form", &spoken), name: &spoken, hint, width: ui.available_width(), most_chars, lines };
            let field = form.drafts.fields.entry(key.clone()).or_default();
            let typed = field.ui(&look, value, form.view.theme, ui);
            let typed = match typed {
                None if form.takes_all => field.draft(value).map(str::to_owned),
                typed => typed,
            };
            let shown = field.draft(value).unwrap_or(value).to_owned();
            let reading = (!shown.is_empty()).then(|| read(&shown));
            let mut taken = None;
            if let Some(text) = typed {
                match read(&text) {
                    Ok((value, _)) => {
                        field.clear();
                        taken = Some(value);
                    }
                    Err(why) => {
                        field.refuse(why);
                        if field.is_entered() {
                            ui.memory_mut(|memory| memory.request_focus(id));
                        }
                    }
                }
            }
            let goes_on = field.is_entered() && field.error().is_none();
            // While it has the keyboard it knows what it said when that came.
            let is_idle = field.is_empty() && !ui.memory(|memory| memory.has_focus(id));
            let error = field.error().map(str::to_owned);
            if is_idle {
                form.drafts.fields.remove(&key);
            }
            if goes_on {
                form.go_on(ui);
            }
            match (error, reading) {
                (Some(why), _) | (None, Some(Err(why))) => drop(form.remark(ui, &why, true)),
                (None, Some(Ok((_, Some(words))))) => drop(form.remark(ui, &words, false)),
                (None, _) => {}
            }
            taken
        })
    }
}

/// What was pasted may have ends of lines.
fn on_one_line(text: &str) -> String {
    text.lines().map(str::trim).collect::<Vec<_>>().join(" ")
}

/// The text without spaces round it, where there is any.
pub fn filled(text: &str) -> Option<String> {
    Some(text.trim().to_owned()).filter(|text| !text.is_empty())
}

/// `None` where it ends below where it begins.
fn typed_strength(text: &str) -> Option<Strength> {
    let number = |text: &str| text.trim().replace([',', ' '], "").parse::<u64>().ok();
    if let Some(n) = number(text) {
        return Some(Strength::Count(n));
    }
    let range = words::RANGE_SIGNS.into_iter().find_map(|sign| text.split_once(sign));
    match range.and_then(|(min, max)| Some((number(min)?, number(max)?))) {
        Some((min, max)) => (min <= max).then_some(Strength::Range { min, max }),
        None => Some(Strength::Word(text.to_owned())),
    }
}
