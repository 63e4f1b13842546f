//! `sandtable brief`: the briefing as a handout.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::{Args, ValueEnum};

use crate::app::files::Opened;
use crate::app::handout::{HandoutError, HandoutRequest, handout};
use crate::base::{Problems, counted, harmless};
use crate::briefing::NotReleased;
use crate::cli::opening::open_or_tell;
use crate::cli::render::theme;
use crate::cli::{failed, finish, say, wrong_usage};
use crate::export::handout::Sheet;
use crate::export::{Figure, Handout, Kind, Layout, Paper, html, pdf, png, pptx, svg_file};
use crate::viewpoint::ThemeKind;

#[derive(Debug, Args)]
pub struct BriefArgs {
    /// A situation: its folder, or packed
    #[arg(value_name = "PATH")]
    path: PathBuf,

    /// What to write, by the ending: .html, .pdf, .pptx; .png and .svg are one picture for each scene, named OUT-1.png and so on
    #[arg(short, long, value_name = "OUT")]
    out: PathBuf,

    /// Take out what the situation's profile of that name says may not leave the house
    #[arg(long, value_name = "NAME")]
    release: Option<String>,

    /// With what the speaker says; slides have it in any case
    #[arg(long)]
    notes: bool,

    /// Of the maps: dark, light or projector
    #[arg(long, value_parser = theme, default_value = "light")]
    theme: ThemeKind,

    /// Of a .pdf
    #[arg(long, value_enum, default_value = "a4")]
    paper: PaperArg,

    /// A .pdf with each scene on a page across, the evidence behind all of them
    #[arg(long)]
    full_page: bool,

    /// Names in this language, where records have one in it (a BCP 47 tag)
    #[arg(long, value_name = "TAG")]
    language: Option<String>,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum PaperArg {
    A4,
    Letter,
    /// 16:9, for a screen
    #[value(name = "16:9")]
    Slide,
}

/// Width and height in points of the maps: those of a wall.
const MAP_SIZE: [f32; 2] = [613.0, 345.0];
/// Pixels for each point in pictures: of a wall of 1920 x 1080.
const SCALE: f32 = 3.13;

pub fn brief(args: &BriefArgs) -> ExitCode {
    let BriefArgs { path, out, release, notes, theme, paper, full_page, language } = args;
    let paper = match paper {
        PaperArg::A4 => Paper::A4,
        PaperArg::Letter => Paper::Letter,
        PaperArg::Slide => Paper::Slide,
    };
    let kind = if *full_page { Kind::FullPage } else { Kind::Handout };
    let Some(form) = Form::of(out, Layout { paper, kind }) else {
        return wrong_usage(&format!("{} cannot be written: its name must end in .pdf, .html, .pptx, .png or .svg", out.display()));
    };
    let mut problems = Problems::default();
    let Some(Opened::Situation(document)) = open_or_tell(path, &mut problems) else {
        problems.iter().for_each(|problem| say(&problem.to_string()));
        return failed(&format!("{} is no situation that could be briefed", path.display()));
    };
    let request = HandoutRequest {
        release: release.clone(),
        has_notes: *notes || matches!(form, Form::Pptx),
        theme: *theme,
        language: language.clone(),
        map_size: MAP_SIZE,
    };
    let handout = match handout(&document, &request) {
        Ok(handout) => handout,
        Err(error @ HandoutError::Release(NotReleased::NoSuchProfile { .. })) => return wrong_usage(&error.to_string()),
        Err(error) => return failed(&error.to_string()),
    };
    handout.removed.iter().for_each(|line| say(line));
    for sheet in &handout.sheets {
        sheet.faults.iter().for_each(|fault| say(&format!("{}: {fault}", sheet.title)));
    }
    match form.files(&handout, out) {
        Ok(files) => written(&files),
        Err(words) => failed(&words),
    }
}

#[derive(Clone, Copy)]
enum Form {
    Html,
    Pdf(Layout),
    Pptx,
    Png,
    Svg,
}

impl Form {
    fn of(out: &Path, layout: Layout) -> Option<Self> {
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

    /// What is to be written, and where.
    fn files(self, handout: &Handout, out: &Path) -> Result<Vec<(PathBuf, Vec<u8>)>, String> {
        match self {
            Self::Html => Ok(vec![(out.to_owned(), html(handout).into_bytes())]),
            Self::Pdf(layout) => Ok(vec![(out.to_owned(), pdf(handout, layout).map_err(|error| error.to_string())?)]),
            Self::Pptx => Ok(vec![(out.to_owned(), pptx(handout).map_err(|error| error.to_string())?)]),
            Self::Png | Self::Svg => {
                let pictures = handout.sheets.iter().filter_map(|sheet| Some((sheet, sheet.figure.as_ref()?)));
                let picture = |(sheet, figure): (&Sheet, &Figure)| {
                    let bytes = match self {
                        Self::Png => png::png(figure, SCALE).map_err(|error| error.to_string())?,
                        _ => svg_file(figure, 1.0, &sheet.title, &sheet.figure_told).into_bytes(),
                    };
                    Ok((numbered(out, sheet.number), bytes))
                };
                pictures.map(picture).collect()
            }
        }
    }
}

/// `OUT-3.png` of `OUT.png`.
fn numbered(out: &Path, number: usize) -> PathBuf {
    let stem = out.file_stem().unwrap_or_default().to_string_lossy();
    let ending = out.extension().unwrap_or_default().to_string_lossy();
    out.with_file_name(format!("{stem}-{number}.{ending}"))
}

fn written(files: &[(PathBuf, Vec<u8>)]) -> ExitCode {
    for (path, bytes) in files {
        if let Err(error) = std::fs::write(path, bytes) {
            return failed(&format!("{} could not be written: {error}", path.display()));
        }
    }
    let first = files.first().map(|(path, _)| path.to_string_lossy().into_owned()).unwrap_or_default();
    finish(&format!("{}: {}\n", counted(files.len(), "file", "files"), harmless(&first)), false)
}
