//! As what people take a briefing home: the choices of whoever exports it.

use std::path::{Path, PathBuf};

use crate::model::SceneId;
use crate::viewpoint::ThemeKind;

/// What is wanted of a handout. For whom it is, is not among it: that is a copy of the situation.
#[derive(Clone, Debug, PartialEq)]
pub struct HandoutRequest {
    pub form: HandoutForm,
    /// This scene alone; `None`: all that are shown.
    pub scene: Option<SceneId>,
    /// With what the speaker says; slides have it in any case.
    pub has_notes: bool,
    /// Of the maps.
    pub theme: ThemeKind,
    /// BCP 47; of names that records have in it.
    pub language: Option<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HandoutForm {
    Pdf(Layout),
    Html,
    Pptx,
    /// A file for each scene with a map.
    Png,
    Svg,
}

/// What a PDF is to be printed on, and how.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Layout {
    pub paper: Paper,
    pub kind: Kind,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Paper {
    /// 210 x 297 mm.
    #[default]
    A4,
    /// 8.5 x 11 inches.
    Letter,
    /// 16:9, 13.33 x 7.5 inches: for a screen.
    Slide,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Kind {
    /// For the hand: each scene with its text and its endnotes.
    #[default]
    Handout,
    /// Each scene on a page across, the evidence behind all of them.
    FullPage,
}

/// How far it is with a handout: so many of so many are done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HandoutStep {
    Scenes(usize, usize),
    Files(usize, usize),
}

/// Is told each step, and says whether to go on.
pub type GoOn<'a> = &'a dyn Fn(HandoutStep) -> bool;

impl Default for HandoutRequest {
    /// For paper.
    fn default() -> Self {
        Self { form: HandoutForm::default(), scene: None, has_notes: false, theme: ThemeKind::Light, language: None }
    }
}

impl HandoutRequest {
    /// Whether it is one file whose name is this one as it is.
    pub fn is_named(&self, path: &Path) -> bool {
        let is_one = !self.form.is_pictures() || self.scene.is_some();
        is_one && HandoutForm::of(path, Layout::default()).is_some_and(|form| form.ending() == self.form.ending())
    }
}

impl Default for HandoutForm {
    fn default() -> Self {
        Self::Pdf(Layout::default())
    }
}

impl Paper {
    pub const ALL: [Self; 3] = [Self::A4, Self::Letter, Self::Slide];
}

impl HandoutForm {
    /// The form that a name of a file asks for by its ending; a PDF is laid out so.
    pub fn of(out: &Path, layout: Layout) -> Option<Self> {
        let ending = out.extension()?.to_str()?.to_lowercase();
        Some(match ending.as_str() {
            "html" | "htm" => Self::Html,
            "pdf" => Self::Pdf(layout),
            "pptx" => Self::Pptx,
            "png" => Self::Png,
            "svg" => Self::Svg,
            _ => return None,
        })
    }

    pub fn ending(self) -> &'static str {
        match self {
            Self::Pdf(_) => "pdf",
            Self::Html => "html",
            Self::Pptx => "pptx",
            Self::Png => "png",
            Self::Svg => "svg",
        }
    }

    /// Whether it is pictures and no words: a file for each scene.
    pub fn is_pictures(self) -> bool {
        matches!(self, Self::Png | Self::Svg)
    }
}

/// `OUT-3.png` of `OUT.png`: what the picture of a scene among several is called.
pub fn numbered(out: &Path, number: usize) -> PathBuf {
    let stem = out.file_stem().unwrap_or_default().to_string_lossy();
    let ending = out.extension().unwrap_or_default().to_string_lossy();
    out.with_file_name(format!("{stem}-{number}.{ending}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_ending_of_a_name_says_what_is_written() {
        let layout = Layout { paper: Paper::Letter, kind: Kind::FullPage };
        for form in [HandoutForm::Pdf(layout), HandoutForm::Html, HandoutForm::Pptx, HandoutForm::Png, HandoutForm::Svg] {
            assert_eq!(HandoutForm::of(Path::new("a.b").with_extension(form.ending().to_uppercase()).as_path(), layout), Some(form));
        }
        assert_eq!(HandoutForm::of(Path::new("a.docx"), layout).or(HandoutForm::of(Path::new("pdf"), layout)), None);
        assert_eq!(numbered(Path::new("x/a.b.png"), 12), Path::new("x/a.b-12.png"));
    }
}
