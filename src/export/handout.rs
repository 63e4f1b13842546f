//! What people take home, resolved: every word as it is to stand there, every picture as shapes. PDF, HTML and slides are written from it.

use crate::briefing::Block;
use crate::export::figure::Figure;
use crate::wording;

/// A briefing on its way to paper. Texts are plain unless they are [`Block`]s.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Handout {
    pub title: String,
    /// BCP 47; of the words in it.
    pub language: String,
    /// How it may be handled: stands on every page.
    pub handling: Option<String>,
    /// As of when, with the zone.
    pub as_of: Option<String>,
    pub authors: Vec<String>,
    pub sheets: Vec<Sheet>,
    pub sources: Vec<SourceLine>,
    /// Where the maps come from.
    pub credits: Vec<String>,
    /// For whom it was reduced; `None`: it is whole.
    pub release: Option<String>,
    /// What was taken out for that, each told in a line.
    pub removed: Vec<String>,
    /// What of the words beside the scenes could not be set, in a line.
    pub fault: Option<String>,
    /// SHA-256 of the situation that it was made from, in hexadecimal.
    pub sha256: String,
}

impl Handout {
    /// What of it is otherwise than it was prepared, each with its scene.
    pub fn faults(&self) -> Vec<String> {
        let of_sheet = |sheet: &Sheet| sheet.faults.iter().map(|fault| wording::fault_of(&sheet.title, fault)).collect::<Vec<_>>();
        self.fault.iter().cloned().chain(self.sheets.iter().flat_map(of_sheet)).collect()
    }

    /// All that is said beside the scenes.
    pub fn words_beside_scenes(&self) -> impl Iterator<Item = &str> {
        let lines = [&self.authors, &self.credits, &self.removed].into_iter().flatten();
        let options = [&self.handling, &self.as_of, &self.release].into_iter().flatten();
        let names = self.sources.iter().map(|line| &line.name);
        std::iter::once(&self.title).chain(options).chain(lines).chain(names).map(String::as_str)
    }
}

impl Sheet {
    /// All that is said of a scene and stands on its map, but for what is told of it alone.
    pub fn words(&self) -> impl Iterator<Item = &str> {
        let on_map = self.figure.iter().flat_map(Figure::words);
        let runs = self.text.iter().chain(&self.notes).flat_map(|block| &block.runs).map(|run| run.text.as_str());
        let notes = self.endnotes.iter().flat_map(Endnote::words);
        let head = std::iter::once(&self.title).chain(&self.section).chain(&self.told).map(String::as_str);
        head.chain(runs).chain(notes).chain(on_map)
    }
}

impl Endnote {
    fn words(&self) -> impl Iterator<Item = &str> {
        let cited = self.statements.iter().flat_map(|cited| {
            let optional = [&cited.via, &cited.excerpt, &cited.url].into_iter().flatten();
            [&cited.stance, &cited.source, &cited.date, &cited.grade].into_iter().chain(optional)
        });
        [&self.title, &self.told, &self.standing].into_iter().chain(cited).map(String::as_str)
    }
}

/// A scene of the briefing.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Sheet {
    /// Its number on the wall, from 1.
    pub number: usize,
    pub title: String,
    /// The heading of the scenes that it belongs to.
    pub section: Option<String>,
    pub text: Vec<Block>,
    /// What the speaker says; empty where the handout has none.
    pub notes: Vec<Block>,
    /// The map; `None` where the scene is a card of text.
    pub figure: Option<Figure>,
    /// What the map shows, in words, for those who do not see it.
    pub figure_told: String,
    /// Of the time that is looked at, and what is hidden and why.
    pub told: Vec<String>,
    /// What of it could not be shown as it was prepared, and why.
    pub faults: Vec<String>,
    pub endnotes: Vec<Endnote>,
}

/// What stands behind something that a scene shows. Numbered through the whole handout.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Endnote {
    pub number: usize,
    /// Where its pins stand on the figure, in points.
    pub pins: Vec<[f32; 2]>,
    pub title: String,
    /// When, in which mode.
    pub told: String,
    /// Who asserts it and who denies it.
    pub standing: String,
    pub statements: Vec<Cited>,
}

/// What one report says of it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Cited {
    /// "asserts", "denies".
    pub stance: String,
    pub source: String,
    /// Through whom it is held.
    pub via: Option<String>,
    pub date: String,
    /// As `B2`; empty where it is not graded.
    pub grade: String,
    /// The words themselves, with their marks.
    pub excerpt: Option<String>,
    pub url: Option<String>,
}

/// A row of the table of sources.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SourceLine {
    pub name: String,
    pub kind: String,
    /// The letter and what it means; empty where it is not graded.
    pub reliability: String,
    pub n_reports: usize,
    pub url: Option<String>,
}
