//! Reports and what they say of each thing: from members to fields and back.

use crate::formats::native::RECORD_LEFT_OUT;
use crate::formats::native::canon::Members;
use crate::formats::native::fields::{Fields, ITEM_LEFT_OUT, MEMBER_LEFT_OUT, Object, SHOWN_AS_UNKNOWN};
use crate::model::{About, Attachment, Origin, Report, Span, Stance, Subject, TextFile, Troops};

impl Object for Report {
    const EXPECTED: &'static str = "a report (an object)";

    fn read(f: &mut Fields<'_, '_>) -> Option<Self> {
        Some(Self {
            id: f.record_id()?,
            source: f.required("source", RECORD_LEFT_OUT)?,
            via: f.optional("via"),
            origin: f.optional("origin").unwrap_or(Origin::Unknown),
            basis: f.list("basis"),
            title: f.optional("title"),
            url: f.optional("url"),
            archived: f.optional("archived"),
            text: f.optional("text"),
            lang: f.optional("lang"),
            translation: f.optional("translation"),
            published: f.required("published", "left undated"),
            known: f.optional("known"),
            said_at: f.optional("said_at"),
            supersedes: f.optional("supersedes"),
            excerpt: f.optional("excerpt"),
            distinct_from: f.list("distinct_from"),
            reliability: f.one_or_list("reliability"),
            attachments: f.list("attachments"),
            about: f.list("about"),
            extra: f.rest(),
        })
    }

    fn members(&self) -> Members {
        let mut m = Members::default();
        m.put("id", &self.id);
        m.put("source", &self.source);
        m.put_some("via", self.via.as_ref());
        // A word that is not known stays as it is.
        if self.origin != Origin::Unknown || !self.extra.contains_key("origin") {
            m.put("origin", &self.origin);
        }
        m.put_list("basis", &self.basis);
        m.put_some("title", self.title.as_ref());
        m.put_some("url", self.url.as_ref());
        m.put_some("archived", self.archived.as_ref());
        m.put_some("text", self.text.as_ref());
        m.put_some("lang", self.lang.as_ref());
        m.put_some("translation", self.translation.as_ref());
        m.put_some("published", self.published.as_ref());
        m.put_some("known", self.known.as_ref());
        m.put_some("said_at", self.said_at.as_ref());
        m.put_some("supersedes", self.supersedes.as_ref());
        m.put_some("excerpt", self.excerpt.as_ref());
        m.put_list("distinct_from", &self.distinct_from);
        // What could not be read of it follows in a list.
        if self.extra.contains_key("reliability") {
            m.put_list("reliability", &self.reliability);
        } else {
            m.put_one_or_list("reliability", &self.reliability);
        }
        m.put_list("attachments", &self.attachments);
        m.put_list("about", &self.about);
        m.push_extra(&self.extra);
        m
    }
}

impl Object for TextFile {
    const EXPECTED: &'static str = "an object with \"file\"";

    fn read(f: &mut Fields<'_, '_>) -> Option<Self> {
        Some(Self { file: f.required("file", MEMBER_LEFT_OUT)?, sha256: f.optional("sha256"), extra: f.rest() })
    }

    fn members(&self) -> Members {
        let mut m = Members::default();
        m.put("file", &self.file);
        m.put_some("sha256", self.sha256.as_ref());
        m.push_extra(&self.extra);
        m
    }
}

impl Object for Attachment {
    const EXPECTED: &'static str = "an object with \"file\"";

    fn read(f: &mut Fields<'_, '_>) -> Option<Self> {
        Some(Self {
            file: f.required("file", ITEM_LEFT_OUT)?,
            sha256: f.optional("sha256"),
            kind: f.optional("kind"),
            note: f.optional("note"),
            extra: f.rest(),
        })
    }

    fn members(&self) -> Members {
        let mut m = Members::default();
        m.put("file", &self.file);
        m.put_some("sha256", self.sha256.as_ref());
        m.put_some("kind", self.kind.as_ref());
        m.put_some("note", self.note.as_ref());
        m.push_extra(&self.extra);
        m
    }
}

impl Object for About {
    const EXPECTED: &'static str = "an object with \"event\" or \"report\", and \"stance\"";

    fn read(f: &mut Fields<'_, '_>) -> Option<Self> {
        let subject = if f.has("report") && !f.has("event") {
            Subject::Report(f.required("report", ITEM_LEFT_OUT)?)
        } else {
            Subject::Event(f.required("event", ITEM_LEFT_OUT)?)
        };
        Some(Self {
            subject,
            stance: f.required("stance", SHOWN_AS_UNKNOWN).unwrap_or(Stance::Unknown),
            aspect: f.optional("aspect"),
            as_said: f.optional("as_said"),
            credibility: f.optional("credibility"),
            graded: f.list("graded"),
            excerpt: f.optional("excerpt"),
            span: f.optional("span"),
            troops: f.optional("troops"),
            extra: f.rest(),
        })
    }

    fn members(&self) -> Members {
        let mut m = Members::default();
        match &self.subject {
            Subject::Event(id) => m.put("event", id),
            Subject::Report(id) => m.put("report", id),
        }
        // A word that is not known stays as it is.
        if self.stance != Stance::Unknown || !self.extra.contains_key("stance") {
            m.put("stance", &self.stance);
        }
        m.put_some("aspect", self.aspect.as_ref());
        m.put_some("as_said", self.as_said.as_ref());
        m.put_some("credibility", self.credibility.as_ref());
        m.put_list("graded", &self.graded);
        m.put_some("excerpt", self.excerpt.as_ref());
        m.put_some("span", self.span.as_ref());
        m.put_some("troops", self.troops.as_ref());
        m.push_extra(&self.extra);
        m
    }
}

impl Object for Span {
    const EXPECTED: &'static str = "an object with \"start\" and \"end\"";

    fn read(f: &mut Fields<'_, '_>) -> Option<Self> {
        let offset = f.offset();
        let (start, end) = (f.required("start", MEMBER_LEFT_OUT)?, f.required("end", MEMBER_LEFT_OUT)?);
        if start > end {
            f.faults.error(offset, "out-of-range", format!("a span from {start} to {end}"), MEMBER_LEFT_OUT);
            return None;
        }
        Some(Self { start, end, before: f.optional("before"), after: f.optional("after"), extra: f.rest() })
    }

    fn members(&self) -> Members {
        let mut m = Members::default();
        m.put("start", &self.start);
        m.put("end", &self.end);
        m.put_some("before", self.before.as_ref());
        m.put_some("after", self.after.as_ref());
        m.push_extra(&self.extra);
        m
    }
}

impl Object for Troops {
    const EXPECTED: &'static str = "an object";

    fn read(f: &mut Fields<'_, '_>) -> Option<Self> {
        Some(Self {
            actor: f.optional("actor"),
            body: f.optional("body"),
            strength: f.optional("strength"),
            as_of: f.optional("as_of"),
            unit: f.optional("unit"),
            echelon: f.optional("echelon"),
            equipment: f.optional("equipment"),
            activity: f.optional("activity"),
            from: f.optional("from"),
            to: f.optional("to"),
            sidc: f.optional("sidc"),
            extra: f.rest(),
        })
    }

    fn members(&self) -> Members {
        let mut m = Members::default();
        m.put_some("actor", self.actor.as_ref());
        m.put_some("body", self.body.as_ref());
        m.put_some("strength", self.strength.as_ref());
        m.put_some("as_of", self.as_of.as_ref());
        m.put_some("unit", self.unit.as_ref());
        m.put_some("echelon", self.echelon.as_ref());
        m.put_some("equipment", self.equipment.as_ref());
        m.put_some("activity", self.activity.as_ref());
        m.put_some("from", self.from.as_ref());
        m.put_some("to", self.to.as_ref());
        m.put_some("sidc", self.sidc.as_ref());
        m.push_extra(&self.extra);
        m
    }
}
