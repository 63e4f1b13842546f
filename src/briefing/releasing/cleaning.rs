//! What is taken out of each record: notes, unknown members, texts, and all that tells a source that is not named.
//!
//! Every member is named here, so that none that comes to the records is forgotten.

use std::collections::BTreeSet;

use crate::base::shortened;
use crate::briefing::releasing::Removed;
use crate::briefing::releasing::hidden::{Hidden, HiddenSource};
use crate::briefing::releasing::positions::without_positions;
use crate::briefing::releasing::renaming::record_of;
use crate::model::{
    About, Actor, Annotation, Assessment, Attachment, Event, EventActor, EventPlace, Extra, Graded, Header, HomeView, Link, Names, Place,
    RecordId, Records, Release, Report, Scene, SceneChoice, SceneFilter, SceneLayers, SceneTime, SimpleStyle, Source, Span, Strength,
    TextFile, Troops, Via, Withheld,
};
use crate::query::Facet;

pub struct Cleaning<'a, 't> {
    pub release: &'a Release,
    pub hidden: &'a Hidden,
    pub removed: &'a mut Vec<Removed>,
    pub text_of: &'a dyn Fn(&str) -> Option<&'t str>,
}

/// The record that is at hand.
struct At<'h> {
    record: Option<RecordId>,
    /// Where it is a report of a source that is not named: that.
    speaker: Option<&'h HiddenSource>,
}

impl<'a> Cleaning<'a, '_> {
    pub fn header(&mut self, header: &mut Header) {
        let Header {
            format: _,
            title,
            summary,
            as_of: _,
            time_zone: _,
            languages: _,
            viewpoint,
            authors,
            handling,
            questions,
            home,
            // Profiles name what is hidden; they never go along.
            releases: _,
            released,
            extra,
        } = header;
        let at = At { record: None, speaker: None };
        self.text(&at, "title", title);
        self.optional(&at, "summary", summary);
        self.optional(&at, "viewpoint", viewpoint);
        self.texts(&at, "authors", authors);
        self.optional(&at, "handling", handling);
        if self.release.drop_notes {
            for question in questions.drain(..) {
                self.take(&at, "questions", Withheld::Notes, question, None);
            }
        }
        self.texts(&at, "questions", questions);
        if let Some(HomeView { bbox: _, extra }) = home {
            self.unknown(&at, extra);
        }
        for earlier in released {
            self.unknown(&at, &mut earlier.extra);
            for count in &mut earlier.removed {
                self.unknown(&at, &mut count.extra);
            }
        }
        self.unknown(&at, extra);
    }

    pub fn records(&mut self, records: &mut Records) {
        let Records { places, actors, sources, events, reports, scenes } = records;
        // From whose text a report without one of its own is quoted, while all are there.
        let goes_along: BTreeSet<_> = reports.values().filter(|report| self.is_text_kept(report)).map(|report| report.id.clone()).collect();
        for report in reports.values_mut() {
            let carrier = match &report.via {
                Some(Via::Report(id)) if report.text.is_none() => id,
                _ => &report.id,
            };
            let has_text = goes_along.contains(carrier);
            self.report(report, has_text);
        }
        places.values_mut().for_each(|place| self.place(place));
        actors.values_mut().for_each(|actor| self.actor(actor));
        sources.values_mut().for_each(|source| self.source(source));
        events.values_mut().for_each(|event| self.event(event));
        scenes.values_mut().for_each(|scene| self.scene(scene));
    }

    fn place(&mut self, place: &mut Place) {
        let Place {
            id,
            geometry: _,
            name,
            names,
            kind: _,
            precision: _,
            country: _,
            part_of: _,
            unnamed: _,
            inferred: _,
            note,
            style,
            extra,
            extra_of_feature,
        } = place;
        let at = At { record: Some(RecordId::Place(id.clone())), speaker: None };
        self.text(&at, "name", name);
        self.names(&at, names);
        self.note(&at, "note", note);
        if let Some(style) = style {
            let SimpleStyle {
                title,
                description,
                marker_size: _,
                marker_symbol: _,
                marker_color: _,
                stroke: _,
                stroke_opacity: _,
                stroke_width: _,
                fill: _,
                fill_opacity: _,
            } = style.as_mut();
            self.optional(&at, "title", title);
            self.note(&at, "description", description);
        }
        self.unknown(&at, extra);
        self.unknown(&at, extra_of_feature);
    }

    fn actor(&mut self, actor: &mut Actor) {
        let Actor { id, name, names, kind: _, part_of: _, role, side, identity: _, note, extra } = actor;
        let at = At { record: Some(RecordId::Actor(id.clone())), speaker: None };
        self.text(&at, "name", name);
        self.names(&at, names);
        self.optional(&at, "role", role);
        self.optional(&at, "side", side);
        self.note(&at, "note", note);
        self.unknown(&at, extra);
    }

    fn source(&mut self, source: &mut Source) {
        let Source { id, name, names, kind: _, actor: _, named, url, graded, note, extra } = source;
        let at = At { record: Some(RecordId::Source(id.clone())), speaker: None };
        let hidden = self.hidden;
        if let Some(pseudonym) = hidden.get(id) {
            let before = std::mem::replace(name, pseudonym.name.clone());
            self.take(&at, "name", Withheld::SourceNames, before, Some(pseudonym.name.clone()));
            *named = false;
            for (_, other) in std::mem::take(names) {
                self.take(&at, "names", Withheld::SourceDetails, other, None);
            }
            self.gone(&at, "url", Withheld::SourceDetails, url);
            self.gone(&at, "note", Withheld::SourceDetails, note);
        }
        let is_hidden = hidden.get(id).is_some();
        if !is_hidden {
            self.text(&at, "name", name);
            self.names(&at, names);
            self.link(&at, "url", url);
            self.note(&at, "note", note);
        }
        self.graded(&at, "graded", graded, is_hidden);
        self.unknown(&at, extra);
    }

    fn event(&mut self, event: &mut Event) {
        let Event { id, title, summary, mode: _, when: _, when_basis: _, places, actors, category, tags, links, assessments, extra } =
            event;
        let at = At { record: Some(RecordId::Event(id.clone())), speaker: None };
        self.text(&at, "title", title);
        self.optional(&at, "summary", summary);
        self.optional(&at, "category", category);
        self.texts(&at, "tags", tags);
        for EventPlace { place: _, role: _, extra } in places {
            self.unknown(&at, extra);
        }
        for EventActor { actor: _, role, extra } in actors {
            self.optional(&at, "role", role);
            self.unknown(&at, extra);
        }
        for Link { event: _, rel: _, extra } in links {
            self.unknown(&at, extra);
        }
        for Assessment { statement, likelihood: _, confidence: _, basis, by, on: _, extra } in assessments {
            self.text(&at, "statement", statement);
            self.note(&at, "basis", basis);
            self.note(&at, "by", by);
            self.unknown(&at, extra);
        }
        self.unknown(&at, extra);
    }

    fn report(&mut self, report: &mut Report, has_text: bool) {
        let is_text_kept = self.is_text_kept(report);
        let Report {
            id,
            source,
            via: _,
            origin: _,
            basis: _,
            title,
            url,
            archived,
            text,
            lang: _,
            translation,
            published: _,
            known: _,
            said_at,
            supersedes: _,
            excerpt,
            distinct_from: _,
            reliability,
            attachments,
            about,
            extra,
        } = report;
        let hidden = self.hidden;
        let at = At { record: Some(RecordId::Report(id.clone())), speaker: hidden.get(source) };
        let is_hidden = at.speaker.is_some();
        if is_hidden {
            self.gone(&at, "title", Withheld::SourceDetails, title);
            self.gone(&at, "url", Withheld::SourceDetails, url);
            self.gone(&at, "archived", Withheld::SourceDetails, archived);
            if let Some(event) = said_at.take() {
                self.take(&at, "said_at", Withheld::SourceDetails, event.to_string(), None);
            }
        }
        self.optional(&at, "title", title);
        self.link(&at, "url", url);
        self.link(&at, "archived", archived);
        self.optional(&at, "translation", translation);
        self.optional(&at, "excerpt", excerpt);
        if let Some(file) = archived.take_if(|archived| !self.release.keep_texts && !archived.contains("://")) {
            self.take(&at, "archived", Withheld::Texts, file, None);
        }
        if let Some(text) = text.take_if(|_| !is_text_kept) {
            self.take(&at, "text", Withheld::Texts, text.file, None);
        }
        if let Some(TextFile { file: _, sha256: _, extra }) = text.as_deref_mut() {
            self.unknown(&at, extra);
        }
        let is_told = |file: &str| is_hidden || self.hidden.is_told_by_id(file, true);
        let (kept, gone): (Vec<_>, Vec<_>) =
            std::mem::take(attachments).into_iter().partition(|attachment| self.release.keep_texts && !is_told(&attachment.file));
        *attachments = kept;
        for attachment in gone {
            self.take(&at, "attachments", Withheld::Texts, attachment.file, None);
        }
        for Attachment { file: _, sha256: _, kind: _, note, extra } in attachments {
            self.note(&at, "note", note);
            self.unknown(&at, extra);
        }
        self.graded(&at, "reliability", reliability, is_hidden);
        about.iter_mut().for_each(|about| self.about(&at, about, has_text));
        self.unknown(&at, extra);
    }

    fn about(&mut self, at: &At<'_>, about: &mut About, has_text: bool) {
        let About { subject: _, stance: _, aspect: _, as_said, credibility: _, graded, excerpt, span, troops, extra } = about;
        self.optional(at, "as_said", as_said);
        self.optional(at, "excerpt", excerpt);
        self.graded(at, "graded", graded, at.speaker.is_some());
        // A place in a text that is not there, and words of that text.
        span.take_if(|_| !has_text);
        if let Some(Span { start: _, end: _, before, after, extra }) = span.as_deref_mut() {
            self.optional(at, "before", before);
            self.optional(at, "after", after);
            self.unknown(at, extra);
        }
        if let Some(Troops { actor: _, body: _, strength, as_of: _, unit, echelon, equipment, activity, from: _, to: _, sidc: _, extra }) =
            troops.as_deref_mut()
        {
            if let Some(Strength::Word(word)) = strength {
                self.text(at, "strength", word);
            }
            self.optional(at, "unit", unit);
            self.optional(at, "echelon", echelon);
            self.optional(at, "equipment", equipment);
            self.optional(at, "activity", activity);
            self.unknown(at, extra);
        }
        self.unknown(at, extra);
    }

    fn scene(&mut self, scene: &mut Scene) {
        let Scene {
            id,
            title,
            order: _,
            section,
            kind: _,
            text,
            notes,
            seconds: _,
            is_hidden: _,
            bounds: _,
            time,
            filter,
            layers,
            selection: _,
            is_spotlit: _,
            annotations,
            theme: _,
            extra,
        } = scene;
        let at = At { record: Some(RecordId::Scene(id.clone())), speaker: None };
        self.text(&at, "title", title);
        self.optional(&at, "section", section);
        self.optional(&at, "text", text);
        self.note(&at, "notes", notes);
        if let Some(SceneTime { clock: _, window: _, mode: _, outside: _, extra }) = time.as_deref_mut() {
            self.unknown(&at, extra);
        }
        if let Some(SceneFilter { choices, area: _, words, extra }) = filter.as_deref_mut() {
            self.optional(&at, "filter", words);
            self.unknown(&at, extra);
            for (facet, SceneChoice { include, exclude, extra }) in choices {
                // Ids get new ones later.
                if record_of(facet, "").is_none() && Facet::from_name(facet) != Some(Facet::Body) {
                    self.texts(&at, "filter", include);
                    self.texts(&at, "filter", exclude);
                }
                self.unknown(&at, extra);
            }
        }
        if let Some(SceneLayers { show, hide, extra }) = layers.as_deref_mut() {
            self.texts(&at, "layers", show);
            self.texts(&at, "layers", hide);
            self.unknown(&at, extra);
        }
        for Annotation { kind: _, points: _, text, extra } in annotations {
            self.optional(&at, "annotations", text);
            self.unknown(&at, extra);
        }
        self.unknown(&at, extra);
    }

    /// Whether a report's own source text goes along: it was asked for, and neither it nor its name tells what is hidden.
    fn is_text_kept(&self, report: &Report) -> bool {
        let Some(text) = report.text.as_ref().filter(|_| self.release.keep_texts) else { return false };
        if self.hidden.get(&report.source).is_some() || self.hidden.is_told_by_id(&text.file, true) {
            return false;
        }
        let tells = |words: &str| {
            self.hidden.without_names(words).is_some() || self.release.coarsen_km.is_some() && without_positions(words).is_some()
        };
        // What cannot be looked into may tell anything.
        let is_nothing_hidden = self.release.unnamed_sources.is_nobody() && self.release.coarsen_km.is_none();
        (self.text_of)(&text.file).map_or(is_nothing_hidden, |words| !tells(words))
    }
}

/// One member at a time.
impl Cleaning<'_, '_> {
    fn take(&mut self, at: &At<'_>, member: &'static str, what: Withheld, before: String, after: Option<String>) {
        self.removed.push(Removed { what, record: at.record.clone(), member, before, after });
    }

    fn gone(&mut self, at: &At<'_>, member: &'static str, what: Withheld, text: &mut Option<String>) {
        if let Some(before) = text.take() {
            self.take(at, member, what, before, None);
        }
    }

    /// A text that stays, without names and positions that are hidden.
    fn text(&mut self, at: &At<'_>, member: &'static str, text: &mut String) {
        let own = at.speaker.and_then(|speaker| speaker.without_name(text));
        let named = own.as_deref().unwrap_or(text);
        let is_of_scene = matches!(at.record, Some(RecordId::Scene(_)));
        let unnamed = if is_of_scene { self.hidden.without_any_name(named) } else { self.hidden.without_names(named) };
        if let Some(unnamed) = unnamed.or(own) {
            let before = std::mem::replace(text, unnamed.clone());
            self.take(at, member, Withheld::NamesInTexts, before, Some(unnamed));
        }
        if self.release.coarsen_km.is_some()
            && let Some(unplaced) = without_positions(text)
        {
            let before = std::mem::replace(text, unplaced.clone());
            self.take(at, member, Withheld::PositionsInTexts, before, Some(unplaced));
        }
    }

    fn optional(&mut self, at: &At<'_>, member: &'static str, text: &mut Option<String>) {
        if let Some(text) = text {
            self.text(at, member, text);
        }
    }

    fn texts(&mut self, at: &At<'_>, member: &'static str, texts: &mut [String]) {
        texts.iter_mut().for_each(|text| self.text(at, member, text));
    }

    fn names(&mut self, at: &At<'_>, names: &mut Names) {
        names.values_mut().for_each(|name| self.text(at, "names", name));
    }

    fn note(&mut self, at: &At<'_>, member: &'static str, note: &mut Option<String>) {
        if self.release.drop_notes {
            self.gone(at, member, Withheld::Notes, note);
        }
        self.optional(at, member, note);
    }

    /// An address with a piece cut out leads nowhere: all of it goes.
    fn link(&mut self, at: &At<'_>, member: &'static str, link: &mut Option<String>) {
        let is_told = |link: &str| {
            self.hidden.without_names(link).is_some() || self.release.coarsen_km.is_some() && without_positions(link).is_some()
        };
        if link.as_deref().is_some_and(is_told) {
            self.gone(at, member, Withheld::SourceDetails, link);
        }
    }

    fn graded<G>(&mut self, at: &At<'_>, member: &'static str, graded: &mut [Graded<G>], is_hidden: bool) {
        for Graded { on: _, by, grade: _, why, extra } in graded {
            if is_hidden {
                self.gone(at, member, Withheld::SourceDetails, why);
                self.gone(at, member, Withheld::SourceDetails, by);
            }
            self.note(at, member, why);
            self.note(at, member, by);
            self.unknown(at, extra);
        }
    }

    /// Nobody knows what such members tell.
    fn unknown(&mut self, at: &At<'_>, extra: &mut Extra) {
        for (name, value) in std::mem::take(extra) {
            let before = format!("{}: {value}", shortened(&name, 60));
            self.take(at, "unknown", Withheld::UnknownMembers, before, None);
        }
    }
}
