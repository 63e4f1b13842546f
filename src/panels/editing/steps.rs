//! What is done in a pass over a form, in words: the name of the step that it becomes.

use crate::model::{Extra, RecordId, When};
use crate::panels::View;
use crate::panels::form::Form;
use crate::wording;
use crate::wording::editing as words;

/// The changes of one record in one pass. Usually none, seldom one, several where the form is left with several fields typed.
pub struct Steps<'a, 'v> {
    view: &'a View<'v>,
    /// What the record is called.
    name: String,
    done: Vec<String>,
}

impl<'a, 'v> Steps<'a, 'v> {
    pub fn of(view: &'a View<'v>, name: &str) -> Self {
        Self { view, name: crate::base::shortened(name, 60), done: Vec::new() }
    }

    /// The name of the step; `None` where nothing is done.
    pub fn name(self) -> Option<String> {
        (!self.done.is_empty()).then(|| wording::one_step(&self.done))
    }

    pub fn push(&mut self, step: String) {
        self.done.push(step);
    }

    /// Takes over the name of the record.
    pub fn rename(&mut self, place: &mut String, to: Option<String>) {
        if let Some(to) = to {
            self.done.push(words::renamed(place, &to));
            *place = to;
        }
    }

    /// Takes over what a field returned, of a member with this label.
    pub fn set<T>(&mut self, label: &str, place: &mut T, to: Option<T>, words: impl FnOnce(&T) -> Option<String>) {
        if let Some(to) = to {
            self.done.push(words::set_field(label, &self.name, words(&to).as_deref()));
            *place = to;
        }
    }

    /// The same of a text that may be none.
    pub fn set_text(&mut self, label: &str, place: &mut Option<String>, to: Option<Option<String>>) {
        self.set(label, place, to, Clone::clone);
    }

    /// The same of a date.
    pub fn set_date(&mut self, label: &str, place: &mut Option<When>, to: Option<Option<When>>) {
        if let Some(to) = to {
            self.done.push(words::redated(label, &self.name, to.as_ref().map(|when| self.view.dates.when(when)).as_deref()));
            *place = to;
        }
    }

    /// The same of a flag, said in the words of what yes means.
    pub fn set_flag(&mut self, words: &str, place: &mut bool, to: Option<bool>) {
        if let Some(to) = to {
            self.done.push(words::flagged(words, &self.name, to));
            *place = to;
        }
    }

    pub fn linked(&mut self, to: &str) {
        self.done.push(words::linked(&self.name, &crate::base::shortened(to, 60)));
    }

    pub fn unlinked(&mut self, from: &str) {
        self.done.push(words::unlinked(&self.name, &crate::base::shortened(from, 60)));
    }

    /// Takes over tags.
    pub fn set_tags(&mut self, tags: &mut Vec<String>, to: Option<Vec<String>>) {
        let Some(to) = to else { return };
        let n_before = self.done.len();
        for tag in to.iter().filter(|tag| !tags.contains(tag)) {
            self.done.push(words::tagged(&self.name, tag));
        }
        for tag in tags.iter().filter(|tag| !to.contains(tag)) {
            self.done.push(words::untagged(&self.name, tag));
        }
        if self.done.len() == n_before {
            self.done.push(words::set_field(words::TAGS, &self.name, None));
        }
        *tags = to;
    }
}

/// What a file gives for a member that could not be read, as it stands there.
pub fn raw<'a>(extra: &'a Extra, member: &str) -> Option<&'a str> {
    extra.get(member).map(|raw| raw.trim_matches('"'))
}

/// What was edited by hand takes the place of what could not be read.
pub fn forget_raw<T>(extra: &mut Extra, member: &str, edited: Option<&T>) {
    if edited.is_some() {
        extra.remove(member);
    }
}

/// A link to a record that may be none: the field, and what is done with what it returns. `narrow` gives the id of a record that may be
/// chosen; `own`, the record that holds the link, may not.
pub fn link<I: Clone + Into<RecordId>>(
    form: &mut Form<'_, '_>,
    ui: &mut egui::Ui,
    label: &str,
    place: &mut Option<I>,
    narrow: impl Fn(&RecordId) -> Option<I>,
    own: Option<&RecordId>,
    steps: &mut Steps<'_, '_>,
) {
    let before: Option<RecordId> = place.clone().map(Into::into);
    match form.link(ui, label, before.as_ref(), &|id| narrow(id).is_some() && Some(id) != own) {
        Some(Some(record)) => {
            if let Some(id) = narrow(&record) {
                steps.linked(steps.view.name(&record));
                *place = Some(id);
            }
        }
        Some(None) => {
            steps.unlinked(before.as_ref().map(|id| steps.view.name(id)).unwrap_or_default());
            *place = None;
        }
        None => {}
    }
}

/// A date of a record: the field, and what is done with what it returns.
pub fn date(
    form: &mut Form<'_, '_>,
    ui: &mut egui::Ui,
    label: &str,
    place: &mut Option<When>,
    (extra, member): (&mut Extra, &str),
    steps: &mut Steps<'_, '_>,
) {
    let to = form.date(ui, label, place.as_ref(), raw(extra, member));
    forget_raw(extra, member, to.as_ref());
    steps.set_date(label, place, to);
}

/// One of several words: the field, and what is done with what it returns.
#[expect(clippy::too_many_arguments, reason = "a member of a record, its field and what is done")]
pub fn word<T: Copy + PartialEq>(
    form: &mut Form<'_, '_>,
    ui: &mut egui::Ui,
    label: &str,
    place: &mut Option<T>,
    all: &[T],
    words: fn(T) -> &'static str,
    (extra, member): (&mut Extra, &str),
    steps: &mut Steps<'_, '_>,
) {
    let none = raw(extra, member).map_or_else(|| words::NOT_SAID.to_owned(), words::as_in_the_file);
    let to = form.choice(ui, label, *place, all, |value| words(value).to_owned(), Some(&none));
    forget_raw(extra, member, to.as_ref());
    steps.set(label, place, to, |value| value.map(|value| words(value).to_owned()));
}
