//! The same passes as the window's, drawn into a PNG; the map alone as SVG.

use std::path::{Path, PathBuf};

use eframe::egui_wgpu::RenderState;
use egui::{Context, FullOutput, RawInput, vec2};

use crate::app::comparing::compare;
use crate::app::desk::background;
use crate::app::figures::{FigureOf, Figures};
use crate::app::load::{load, typed_window};
use crate::app::window::is_drawn_from_tiles;
use crate::app::{Desk, Effect, State, attachments};
use crate::base::Problems;
use crate::briefing::{CANVAS_HEIGHT, scene_named, scenes_shown};
use crate::command::{BriefCommand, Command, CompareWith, ComparingCommand, Drawer, TimeCommand};
use crate::export::svg_file;
use crate::export::typeset::Typesetter;
use crate::map::{GraphicsError, Picture, Tiles, graphics, input, pixels_of, upload};
use crate::query::{Clock, WindowError};
use crate::theme::Theme;
use crate::viewpoint::{Camera, Item, Outside, ThemeKind};
use crate::wording;

/// What to draw, and where to.
#[derive(Clone, Debug)]
pub struct RenderRequest {
    pub paths: Vec<PathBuf>,
    pub out: PathBuf,
    /// Width and height of the picture in pixels.
    pub size_px: [u32; 2],
    /// Pixels per point: 2 draws everything twice as large.
    pub scale: f32,
    /// The camera; without it the whole of what is opened.
    pub camera: Option<Camera>,
    /// Without it dark, or what the scene has.
    pub theme: Option<ThemeKind>,
    pub select: Option<Item>,
    /// A window of time as it is typed, by which clock, and what becomes of what lies outside.
    pub window: Option<String>,
    pub clock: Clock,
    pub outside: Outside,
    /// What it is compared with: from where to where things moved is drawn.
    pub against: Option<CompareWith>,
    /// A scene as it is presented: its number among those that are, from 1, or its title.
    pub scene: Option<String>,
    /// The whole window rather than the map alone.
    pub has_chrome: bool,
    /// Title and as of when in the map's caption; how it may be handled stands there in any case.
    pub has_title: bool,
    /// The basemap copied from squares drawn once, as on a software adapter's screen, rather than drawn for the picture.
    pub from_tiles: bool,
}

#[derive(Debug, thiserror::Error)]
pub enum RenderError {
    #[error("{0}")]
    Read(String),
    #[error(transparent)]
    Graphics(#[from] GraphicsError),
    #[error(
        "a picture of {width} x {height} pixels cannot be drawn: 1 to {MAX_SIDE} pixels a side can, at a scale that leaves at least 100 points a side"
    )]
    Size { width: u32, height: u32 },
    #[error("the whole window is drawn as PNG only: --window-chrome with a picture in SVG cannot be")]
    Chrome,
    #[error("there is no {0} to select")]
    NoRecord(String),
    #[error("there is no scene \"{wanted}\": the scenes that are shown go from 1 to {n_scenes}, each can be named by its title too")]
    NoScene { wanted: String, n_scenes: usize },
    #[error("the window of time: {0}")]
    Window(#[from] WindowError),
    #[error("the picture could not be written to {path}: {why}")]
    Write { path: String, why: String },
}

/// The longest side in pixels: what every graphics adapter can draw into.
pub const MAX_SIDE: u32 = 8192;

/// Passes until fonts, panel sizes and scroll positions have settled.
const N_PASSES: u32 = 6;

/// What was drawn: the pixels, and the picture that they show.
pub struct Drawn {
    /// Red, green, blue and opacity of every pixel, rows from the top.
    pub pixels: Vec<u8>,
    pub problems: Problems,
    /// What of its names, and of the words of its scene, no built-in font can set, in a line.
    pub lacking: Option<String>,
    desk: Desk,
}

impl Drawn {
    /// How many passes copied the basemap.
    pub fn n_copied(&self) -> usize {
        self.desk.tiles().map_or(0, Tiles::n_copied)
    }

    /// In points; a pixel is `1 / scale` of one.
    pub fn picture(&self) -> Option<&Picture> {
        self.desk.picture()
    }
}

/// Reads the paths, draws them and writes the picture, as vectors where its name ends in `.svg`; gives back the problems found in the input, and
/// in a line what of the texts no built-in font can set.
///
/// # Errors
/// Nothing could be read, there is no graphics adapter, the size is out of range, or the file cannot be written.
pub fn render(request: &RenderRequest) -> Result<(Problems, Option<String>), RenderError> {
    let file_error = |why: String| RenderError::Write { path: request.out.display().to_string(), why };
    if is_svg(&request.out) {
        let (text, told) = vectors(request)?;
        std::fs::write(&request.out, text).map_err(|error| file_error(error.to_string()))?;
        return Ok(told);
    }
    let drawn = draw(request)?;
    let [width, height] = request.size_px;
    image::save_buffer_with_format(&request.out, &drawn.pixels, width, height, image::ExtendedColorType::Rgba8, image::ImageFormat::Png)
        .map_err(|error| file_error(error.to_string()))?;
    Ok((drawn.problems, drawn.lacking))
}

/// Whether a picture is to be of vectors, by its name.
pub fn is_svg(out: &Path) -> bool {
    out.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("svg"))
}

/// Reads the paths and draws the map as SVG, without a graphics adapter.
///
/// # Errors
/// Nothing could be read, the size is out of range, or there is no picture of the window as vectors.
fn vectors(request: &RenderRequest) -> Result<(String, (Problems, Option<String>)), RenderError> {
    if request.has_chrome {
        return Err(RenderError::Chrome);
    }
    let (mut state, request) = opened(request)?;
    let size = request.size_px.map(|side| side as f32 / request.scale);
    state.run(Command::MapResized(size.map(f64::from)));
    look(&request, &mut state);
    let has_title = request.has_title && request.scene.is_none();
    let figure =
        Figures::default().figure(&mut state, size, FigureOf::Map { has_title }).map_err(|error| RenderError::Read(error.to_string()))?;
    let title = state.situation().map(|situation| situation.header().title.as_str()).filter(|_| request.has_title);
    let told = wording::map(state.viewpoint().camera.centre(), state.preferences().coordinates);
    let text = svg_file(&figure, request.scale, title.unwrap_or(wording::PROGRAM), &told);
    let lacking = wording::lacking_in_picture(&Typesetter::built_in().lacking(figure.words()));
    Ok((text, (state.problems().clone(), lacking)))
}

/// Reads the paths and draws them; writes no file.
///
/// # Errors
/// Nothing could be read, there is no graphics adapter, or the size is out of range.
pub fn draw(request: &RenderRequest) -> Result<Drawn, RenderError> {
    let (mut state, request) = opened(request)?;
    let graphics = graphics()?;
    let ctx = Context::default();
    let mut desk = Desk::new(&ctx);
    desk.set_title(request.has_title);
    if request.from_tiles || request.scene.is_some() && is_drawn_from_tiles(&graphics) {
        desk.draw_from_tiles(&graphics, &ctx).map_err(|error| GraphicsError::Adapter(error.to_string()))?;
    }
    let output = passes(&request, &mut state, &mut desk, &graphics, &ctx)?;
    let pixels = pixels_of(&graphics, &ctx, output, request.size_px, background(state.theme()))?;
    let lacking = lacking(&request, &state, &desk);
    Ok(Drawn { pixels, problems: state.problems().clone(), lacking, desk })
}

fn lacking(request: &RenderRequest, state: &State, desk: &Desk) -> Option<String> {
    let scene = request.scene.as_ref().and_then(|scene| scene_named(state.situation()?, scene));
    let words = scene.into_iter().flat_map(|scene| std::iter::once(scene.title.as_str()).chain(scene.text.as_deref()));
    let names = desk.picture().into_iter().flat_map(|picture| &picture.labels).flat_map(|label| label.text.words());
    wording::lacking_in_picture(&Typesetter::built_in().lacking(words.chain(names)))
}

/// A state with all that is asked for but the camera and the selection, and the request with its scale.
fn opened(request: &RenderRequest) -> Result<(State, RenderRequest), RenderError> {
    let [width, height] = request.size_px;
    let is_drawable = |side: u32| (1..=MAX_SIDE).contains(&side) && side as f32 / request.scale >= 100.0;
    if !is_drawable(width) || !is_drawable(height) {
        return Err(RenderError::Size { width, height });
    }
    let mut state = State::default();
    state.run(Command::Theme(request.theme.unwrap_or_default()));
    for path in &request.paths {
        let loaded = load(path);
        if let Err(words) = &loaded.content {
            return Err(RenderError::Read(words.clone()));
        }
        state.run(Command::Loaded(Box::new(loaded)));
    }
    // The problems go to whoever asked, not into the picture.
    state.run(Command::DismissNotice);

    if let Some(Item::Record(id)) = &request.select
        && !state.situation().is_some_and(|situation| situation.contains(id))
    {
        return Err(RenderError::NoRecord(id.to_string()));
    }

    if let Some((text, situation)) = request.window.as_deref().zip(state.situation()) {
        let window = typed_window(text, situation)?;
        for command in [TimeCommand::Clock(request.clock), TimeCommand::Outside(request.outside), TimeCommand::Window(Some(window))] {
            state.run(Command::Time(command));
        }
    }

    if let Some(with) = &request.against {
        against(&mut state, with)?;
    }

    let mut request = request.clone();
    if let Some(scene) = &request.scene {
        present(&mut state, scene, request.theme)?;
        // As it stands on a screen of that size.
        request.scale = height as f32 / CANVAS_HEIGHT as f32;
    }
    Ok((state, request))
}

/// Selects and looks as asked for: on a map whose size is known.
fn look(request: &RenderRequest, state: &mut State) {
    if let Some(item) = &request.select {
        state.run(Command::Select(Some(item.clone())));
    }
    if let Some(camera) = request.camera {
        state.run(Command::LookAt(camera));
    }
}

/// Puts a scene on the wall.
fn present(state: &mut State, scene: &str, theme: Option<ThemeKind>) -> Result<(), RenderError> {
    let found = state.situation().and_then(|situation| scene_named(situation, scene));
    let Some(id) = found.map(|scene| scene.id.clone()) else {
        let n_scenes = state.situation().map_or(0, |situation| scenes_shown(situation).len());
        return Err(RenderError::NoScene { wanted: scene.to_owned(), n_scenes });
    };
    state.run(Command::Brief(BriefCommand::Present(Some(id))));
    if let Some(theme) = theme {
        state.run(Command::Brief(BriefCommand::WallTheme(theme)));
    }
    Ok(())
}

/// Compares what was read with something else, and shows it.
fn against(state: &mut State, with: &CompareWith) -> Result<(), RenderError> {
    state.run(Command::Comparing(ComparingCommand::With(with.clone())));
    for effect in state.run(Command::Drawer(Some(Drawer::Differences))) {
        if let Effect::Compare(job) = effect {
            let compared = compare(&job).map_err(RenderError::Read)?;
            state.run(Command::Comparing(ComparingCommand::Compared(Box::new(Ok(compared)))));
        }
    }
    Ok(())
}

fn passes(
    request: &RenderRequest,
    state: &mut State,
    desk: &mut Desk,
    graphics: &RenderState,
    ctx: &Context,
) -> Result<FullOutput, RenderError> {
    let size = vec2(request.size_px[0] as f32, request.size_px[1] as f32) / request.scale;
    let mut last = FullOutput::default();
    for pass in 0..N_PASSES {
        let input = RawInput {
            // A fixed clock: what is drawn must not depend on when.
            time: Some(f64::from(pass)),
            max_texture_side: Some(MAX_SIDE as usize),
            ..input(size, request.scale)
        };
        let mut effects = Vec::new();
        let mut output = ctx.run_ui(input, |ui| {
            effects.extend(desk.pass(state, request.has_chrome, ui));
        });
        // A picture of the window has what is attached; nothing else is to be done for it.
        for effect in effects {
            if let Effect::Examine(asked) = effect {
                let examined = attachments::examine(state.situation_path(), asked);
                state.run(Command::Examined(Box::new(examined)));
            }
        }
        let textures = std::mem::take(&mut output.textures_delta);
        upload(graphics, textures);
        last = output;
        if pass == 1 {
            // The map's size is known now.
            look(request, state);
            // What is named must not depend on where the camera came from.
            desk.forget_names();
        }
        let theme = Theme::of(state.theme());
        let (pieces, _) = desk.missing_basemap(state);
        desk.basemap().prepare(&pieces, theme).map_err(|error| RenderError::Read(error.to_string()))?;
        if let Some(tiles) = desk.tiles() {
            tiles.finish();
        }
    }
    Ok(last)
}
