//! `sandtable brief`: the briefing as a handout.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, ValueEnum};

use crate::app::disk::Disk;
use crate::app::exporting::put;
use crate::app::files::Opened;
use crate::app::handout::handout;
use crate::base::{Problems, counted, harmless};
use crate::briefing::{HandoutForm, HandoutRequest, Kind, Layout, Paper, scene_named};
use crate::cli::opening::open_or_tell;
use crate::cli::release::ReleaseArgs;
use crate::cli::render::theme;
use crate::cli::{failed, finish, say, wrong_usage};
use crate::export::files;
use crate::viewpoint::ThemeKind;

#[derive(Debug, Args)]
pub struct BriefArgs {
    /// A situation: its folder, or packed
    #[arg(value_name = "PATH")]
    path: PathBuf,

    /// What to write, by the ending: .html, .pdf, .pptx; .png and .svg are one picture for each scene, named OUT-1.png and so on
    #[arg(short, long, value_name = "OUT")]
    out: PathBuf,

    #[command(flatten)]
    release: ReleaseArgs,

    /// This scene alone: its number among those that are shown, from 1, or its title; its picture is OUT itself
    #[arg(long, value_name = "N|TITLE")]
    scene: Option<String>,

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

pub fn brief(args: &BriefArgs) -> ExitCode {
    let BriefArgs { path, out, release, scene, notes, theme, paper, full_page, language } = args;
    let paper = match paper {
        PaperArg::A4 => Paper::A4,
        PaperArg::Letter => Paper::Letter,
        PaperArg::Slide => Paper::Slide,
    };
    let kind = if *full_page { Kind::FullPage } else { Kind::Handout };
    let Some(form) = HandoutForm::of(out, Layout { paper, kind }) else {
        return wrong_usage(&format!("{} cannot be written: its name must end in .pdf, .html, .pptx, .png or .svg", out.display()));
    };
    let mut problems = Problems::default();
    let Some(Opened::Situation(document)) = open_or_tell(path, &mut problems) else {
        problems.iter().for_each(|problem| say(&problem.to_string()));
        return failed(&format!("{} is no situation that could be briefed", path.display()));
    };
    let only = match scene.as_ref().map(|wanted| scene_named(document.situation(), wanted).ok_or(wanted)).transpose() {
        Ok(scene) => scene.map(|scene| scene.id.clone()),
        Err(wanted) => return wrong_usage(&format!("there is no scene \"{wanted}\" among those that are shown")),
    };
    let request = HandoutRequest { form, scene: only, has_notes: *notes, theme: *theme, language: language.clone() };
    let copy = match release.copy_of(&document) {
        Ok(copy) => copy,
        Err(code) => return code,
    };
    let handout = match handout(&document, copy.as_ref(), &request, &|_| true) {
        Ok(handout) => handout,
        Err(error) => return failed(&error.to_string()),
    };
    handout.faults().iter().for_each(|fault| say(fault));
    match files(&handout, &request, out, &|_| true) {
        Ok(files) => written(&files),
        Err(error) => failed(&error.to_string()),
    }
}

fn written(files: &[(PathBuf, Vec<u8>)]) -> ExitCode {
    if let Err(error) = put(&Disk::default(), files) {
        return failed(&format!("nothing was written: {error}"));
    }
    let first = files.first().map(|(path, _)| path.to_string_lossy().into_owned()).unwrap_or_default();
    finish(&format!("{}: {}\n", counted(files.len(), "file", "files"), harmless(&first)), false)
}
