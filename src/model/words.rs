//! Closed sets of words: each an `enum` with the word that stands in files for each of its values.

/// Declares an `enum` whose values are written as fixed words, with `ALL`, `word` and `from_word`.
macro_rules! words {
    ($(#[$doc:meta])* $name:ident { $($(#[$variant_doc:meta])* $variant:ident = $word:literal),+ $(,)? }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name { $($(#[$variant_doc])* $variant),+ }

        impl $name {
            /// Every value, in order of declaration.
            pub const ALL: &[Self] = &[$(Self::$variant),+];

            /// The word that stands for this value in files.
            pub fn word(self) -> &'static str {
                match self { $(Self::$variant => $word),+ }
            }

            /// The value that `word` stands for, if any.
            pub fn from_word(word: &str) -> Option<Self> {
                match word { $($word => Some(Self::$variant),)+ _ => None }
            }
        }
    };
}

words! {
    /// What kind of thing a place is.
    PlaceKind { City = "city", Region = "region", Country = "country", Facility = "facility", Route = "route", Area = "area", Sea = "sea" }
}
words! {
    /// How precisely a place is known, where it is not a radius in metres.
    PrecisionWord { Exact = "exact", Settlement = "settlement", District = "district", Region = "region", Country = "country" }
}
words! {
    /// What kind of actor.
    ActorKind { State = "state", Force = "force", Organisation = "organisation", Person = "person" }
}
words! {
    /// Friend or foe, from the viewpoint that the situation's header names (MIL-STD-2525 standard identity).
    Identity { Friend = "friend", Hostile = "hostile", Neutral = "neutral", Unknown = "unknown" }
}
words! {
    /// What a scene of the briefing is: the map, or a card of text before, between or after maps.
    SceneKind { Map = "map", Opening = "opening", Text = "text", Closing = "closing" }
}
words! {
    /// What is drawn over the map by hand.
    AnnotationKind { Line = "line", Arrow = "arrow", Text = "text" }
}
words! {
    /// What kind of source.
    SourceKind { News = "news", Official = "official", Intelligence = "intelligence", Imagery = "imagery", Social = "social", Witness = "witness" }
}
words! {
    /// Reliability of a source: the letter of the NATO (Admiralty) grading, AJP-2.1. `F` is "cannot be judged", not "bad".
    Reliability { A = "A", B = "B", C = "C", D = "D", E = "E", F = "F" }
}
words! {
    /// Credibility of one statement: the digit of the NATO (Admiralty) grading, AJP-2.1. `6` is "cannot be judged", not "bad".
    Credibility { One = "1", Two = "2", Three = "3", Four = "4", Five = "5", Six = "6" }
}
words! {
    /// How an event stands to reality in the words of those who speak of it.
    Mode {
        Happened = "happened", Ongoing = "ongoing", Expected = "expected", Intended = "intended", Conditional = "conditional",
        Demanded = "demanded",
        /// The file does not say, or in a word that this program does not know.
        Unknown = "unknown",
    }
}
words! {
    /// How the date of an event was come by.
    WhenBasis { Stated = "stated", Resolved = "resolved", Inferred = "inferred" }
}
words! {
    /// What a place is to an event.
    PlaceRole { At = "at", From = "from", To = "to", About = "about" }
}
words! {
    /// How one event is tied to another.
    Relation { PartOf = "part_of", If = "if", RespondsTo = "responds_to", Follows = "follows", SameAs = "same_as", Contradicts = "contradicts" }
}
words! {
    /// Probability words of ICD 203.
    Likelihood {
        AlmostNoChance = "almost no chance", VeryUnlikely = "very unlikely", Unlikely = "unlikely", RoughlyEven = "roughly even",
        Likely = "likely", VeryLikely = "very likely", AlmostCertain = "almost certain",
    }
}
words! {
    /// Analytic confidence of ICD 203: an axis apart from likelihood.
    Confidence { Low = "low", Moderate = "moderate", High = "high" }
}
words! {
    /// What a file is that was kept with a report.
    AttachmentKind { Image = "image", Page = "page", Document = "document", Other = "other" }
}
words! {
    /// Whether a report speaks from its source's own knowledge.
    Origin { Own = "own", Relayed = "relayed", Unknown = "unknown" }
}
words! {
    /// What a source does to the thing it speaks of.
    Stance {
        Asserts = "asserts",
        /// Asserts from its own basis.
        Confirms = "confirms",
        Denies = "denies",
        CannotConfirm = "cannot-confirm",
        /// Was asked and did not answer.
        Declines = "declines",
        /// Takes no side on whether it is true.
        Comments = "comments",
        Retracts = "retracts",
        /// The file says it in a word that this program does not know: no side is taken.
        Unknown = "unknown",
    }
}
words! {
    /// Which side of an event a statement is about.
    Aspect { Happened = "happened", Strength = "strength", Place = "place", Time = "time", Who = "who" }
}
words! {
    /// A day of the week, from Monday (ISO 8601).
    Weekday {
        Monday = "Monday", Tuesday = "Tuesday", Wednesday = "Wednesday", Thursday = "Thursday", Friday = "Friday",
        Saturday = "Saturday", Sunday = "Sunday",
    }
}
words! {
    /// What the live statements about an event come to.
    StandingWord {
        /// Nobody asserts or denies it.
        Unreported = "unreported",
        /// Asserted, by fewer than two origins known to be independent.
        Asserted = "asserted",
        /// Asserted by two or more origins known to be independent, and not denied.
        Corroborated = "corroborated",
        /// Asserted and denied.
        Contested = "contested",
        /// Denied, itself or as part of what is denied, and not asserted.
        Denied = "denied",
        /// Whoever asserted or denied it took that back.
        Retracted = "retracted",
    }
}

impl Likelihood {
    /// The least and the most percent that the word stands for (ICD 203, 2015, section D.6.e.2.a).
    pub fn percent(self) -> (u8, u8) {
        match self {
            Self::AlmostNoChance => (1, 5),
            Self::VeryUnlikely => (5, 20),
            Self::Unlikely => (20, 45),
            Self::RoughlyEven => (45, 55),
            Self::Likely => (55, 80),
            Self::VeryLikely => (80, 95),
            Self::AlmostCertain => (95, 99),
        }
    }
}
words! {
    /// What was taken out of a copy that is released.
    Withheld {
        /// Names of sources; letter and kind stay.
        SourceNames = "source-names",
        /// What else tells who these sources are: other names, links, whom they speak for, titles of their reports.
        SourceDetails = "source-details",
        /// Their names within texts.
        NamesInTexts = "names-in-texts",
        /// Ids that tell them.
        Ids = "ids",
        /// Coordinates finer than is told.
        Coordinates = "coordinates",
        /// Positions within texts.
        PositionsInTexts = "positions-in-texts",
        Notes = "notes",
        Tags = "tags",
        Events = "events",
        Reports = "reports",
        /// Places, actors and sources that only these led to.
        Unlinked = "unlinked",
        /// Scenes that nobody is to see, or that look at what is taken out.
        Scenes = "scenes",
        /// Source texts and attached files.
        Texts = "texts",
        /// Members that this program does not know.
        UnknownMembers = "unknown-members",
    }
}
