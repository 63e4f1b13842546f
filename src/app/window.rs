//! The window: carries effects out, brings results back, and says what is missing where it cannot open.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, OnceLock};
use std::thread;
use std::time::{Duration, Instant};

use eframe::egui_wgpu::{RenderState, wgpu};
use egui::{ColorImage, Context, Ui, ViewportBuilder, ViewportCommand, vec2};
use jiff::Timestamp;
use mundy::{Interest, Preferences, Subscription};

use crate::app::comparing::compare;
use crate::app::desk::background;
use crate::app::disk::Disk;
use crate::app::fonts::SystemFonts;
use crate::app::journal::{Journal, lost_elsewhere};
use crate::app::load::{load_for, sample, seen_of};
use crate::app::merging::read_theirs;
use crate::app::person::Store;
use crate::app::save::{OwnWriting, Saver, save};
use crate::app::settings::Settings;
use crate::app::state::Effect;
use crate::app::watch::Watcher;
use crate::app::{
    Desk, State, attachments, dialogs, exporting, listing, paging, releasing, room_check, saved, table, thumbnails, writing_rows,
};
use crate::briefing::Display;
use crate::command::{
    Action, BriefCommand, Command, ComparingCommand, EditCommand, FoundAlike, Loading, MergingCommand, News, Notice, PageCommand,
    ReleaseCommand, RowsCommand, ToExamine,
};
use crate::document::Document;
use crate::earth::Detail;
use crate::gazetteer::Gazetteer;
use crate::map::host::{self, BasemapLayer, Piece};
use crate::model::Moment;
use crate::placing::find_rows;
use crate::query::{Duplicates, World};
use crate::theme::Theme;
use crate::wording;

/// Why no window could be opened.
#[derive(Debug, thiserror::Error)]
pub enum WindowError {
    #[error(
        "there is no display to open a window on (neither DISPLAY nor WAYLAND_DISPLAY is set); a picture can be made without one: \
         sandtable render PATH -o OUT.png"
    )]
    NoDisplay,
    #[error(
        "the window could not be opened: {0}. Where there is no graphics card install a software one: on Debian and Ubuntu the \
         package mesa-vulkan-drivers. A picture can be made without a window: sandtable render PATH -o OUT.png"
    )]
    Eframe(String),
}

/// Opens the window on some paths, on the sample where there are none, and returns when it is closed.
///
/// # Errors
/// There is no display or no graphics adapter.
pub fn run(paths: Vec<PathBuf>) -> Result<(), WindowError> {
    let is_set = |name: &str| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    if cfg!(target_os = "linux") && !is_set("DISPLAY") && !is_set("WAYLAND_DISPLAY") {
        return Err(WindowError::NoDisplay);
    }
    let viewport = ViewportBuilder::default()
        .with_title(wording::PROGRAM)
        .with_app_id("sandtable")
        .with_icon(icon())
        .with_inner_size(vec2(1280.0, 800.0))
        .with_min_inner_size(vec2(640.0, 400.0));
    let person = Store::of_system();
    let options = eframe::NativeOptions {
        viewport,
        renderer: eframe::Renderer::Wgpu,
        dithering: false,
        persistence_path: person.window_file(),
        // We have our own.
        system_font_fallback: false,
        ..eframe::NativeOptions::default()
    };
    let start = Start::new(paths, person);
    eframe::run_native(wording::PROGRAM, options, Box::new(move |cc| Ok(Box::new(Window::new(cc, start)))))
        .map_err(|error| WindowError::Eframe(error.to_string()))
}

/// A piece of the basemap, and the name of a theme.
type ThemedPiece = (Piece, &'static str);

/// What is begun before there is a window: finding the graphics adapter takes longer than reading most files.
struct Start {
    state: State,
    results: Results,
    basemap: Arc<BasemapLayer>,
    settings: Settings,
    effects: Vec<Effect>,
}

/// What threads have to tell, and the window that is to hear of it once it is there.
struct Results {
    person: Arc<Store>,
    sender: Sender<Command>,
    receiver: Receiver<Command>,
    ctx: Arc<OnceLock<Context>>,
}

impl Results {
    fn new(person: Store) -> Self {
        let (sender, receiver) = channel();
        Self { person: Arc::new(person), sender, receiver, ctx: Arc::default() }
    }

    /// Does something on a thread of its own, which may come back with a command.
    fn spawn(&self, name: &str, work: impl FnOnce(&Store) -> Option<Command> + Send + 'static) {
        let (person, tell) = (Arc::clone(&self.person), self.teller());
        spawn(name, move || {
            if let Some(command) = work(&person) {
                tell(command);
            }
        });
    }

    /// What hands a command to the window, from any thread.
    fn teller(&self) -> impl Fn(Command) + Send + Sync + 'static {
        let (sender, ctx) = (self.sender.clone(), Arc::clone(&self.ctx));
        move |command| {
            // Nobody receives any more once the window is closed; one that is not there yet looks by itself when it comes.
            if sender.send(command).is_ok()
                && let Some(ctx) = ctx.get()
            {
                ctx.request_repaint();
            }
        }
    }

    fn load(&self, loading: Loading, state: &State) {
        let language = state.preferences().language.clone();
        self.spawn("load", move |person| Some(Command::Loaded(Box::new(load_for(person, &loading, language.as_deref())))));
    }
}

/// Tells a failure of what is done for a person, and nothing where it went well.
fn failure(result: Result<(), String>) -> Option<Command> {
    result.err().map(|words| Command::Notice(Notice::Failed(words)))
}

impl Start {
    fn new(paths: Vec<PathBuf>, person: Store) -> Self {
        let mut state = State::default().with_motion();
        state.run(Command::Now(Moment(Timestamp::now().as_second())));
        let settings = match person.settings::<Settings>() {
            Ok(settings) => settings.unwrap_or_default(),
            Err(words) => {
                state.run(Command::Notice(Notice::Failed(words)));
                Settings::default()
            }
        };
        settings.apply(&mut state);
        state.run(Command::Recent(person.recent()));
        state.run(Command::SavedFilters(saved::read(person.filters())));
        let (theme, opened) = (state.theme(), paths.clone());
        let mut start =
            Self { state, results: Results::new(person), basemap: Arc::new(BasemapLayer::new()), settings, effects: Vec::new() };
        let first = if paths.is_empty() { Command::Loaded(Box::new(sample())) } else { Command::Open(paths) };
        for effect in start.state.run(first) {
            match effect {
                Effect::Load(loading) => start.results.load(loading, &start.state),
                later => start.effects.push(later),
            }
        }
        start.results.spawn("lost-elsewhere", move |person| {
            let lost: Vec<String> = lost_elsewhere(person, &opened).iter().map(|lost| lost.path.to_string_lossy().into_owned()).collect();
            (!lost.is_empty()).then(|| Command::Notice(Notice::Failed(wording::lost_elsewhere(&lost))))
        });
        let basemap = Arc::clone(&start.basemap);
        spawn("first-map", move || {
            if let Err(error) = basemap.prepare(&[Piece::World(Detail::Coarsest)], Theme::of(theme)) {
                log::error!("the built-in basemap cannot be drawn: {error}");
            }
            if let Err(error) = Gazetteer::embedded() {
                log::error!("the built-in place names cannot be read: {error}");
            }
        });
        start
    }
}

struct Window {
    state: State,
    desk: Desk,
    results: Results,
    /// Pieces of the basemap in their themes that threads are making ready, and those that are done.
    preparing: BTreeSet<ThemedPiece>,
    prepared: (Sender<ThemedPiece>, Receiver<ThemedPiece>),
    /// Whether the next pass is to be copied, and what was copied.
    is_copying: bool,
    was_presenting: bool,
    copied: (Sender<Arc<ColorImage>>, Receiver<Arc<ColorImage>>),
    timer: FrameTimer,
    /// When a thread was last asked about rows.
    rows_asked_at: Option<Instant>,
    fonts: Arc<SystemFonts>,
    /// Whether the names of the world are being made ready.
    is_world_asked_for: bool,
    /// As they were last kept.
    settings: Settings,
    /// What this program wrote itself.
    own: Arc<OwnWriting>,
    journal: Journal,
    /// Whether the window may close: nothing is lost by it, or that was asked.
    is_closing: bool,
    /// Tells of changes on the disk; `None` where the system has no means to.
    watcher: Option<Watcher>,
    /// Whether the system lets things move, each time it says so.
    motion: Receiver<bool>,
    /// Hears the system for as long as it is kept.
    _preferences: Subscription,
}

impl Window {
    fn new(cc: &eframe::CreationContext<'_>, start: Start) -> Self {
        host::install(cc.wgpu_render_state.as_ref());
        let Start { state, results, basemap, settings, effects } = start;
        results.ctx.get_or_init(|| cc.egui_ctx.clone());
        let mut desk = Desk::with_basemap(&cc.egui_ctx, basemap);
        if let Some(graphics) = cc.wgpu_render_state.as_ref().filter(|graphics| is_drawn_from_tiles(graphics))
            && let Err(error) = desk.draw_from_tiles(graphics, &cc.egui_ctx)
        {
            log::error!("no thread could be started to draw the basemap once: {error}");
        }
        if let Err(error) = desk.make_dots_by_thread(&cc.egui_ctx) {
            log::error!("no thread could be started to draw many points: {error}");
        }
        if let Some(graphics) = cc.wgpu_render_state.as_ref().filter(|graphics| !is_drawn_from_tiles(graphics)) {
            desk.let_adapter_draw_points(graphics);
        }
        let mut state = state;
        state.run(Command::Rows(RowsCommand::ByThread));
        let fonts = Arc::<SystemFonts>::default();
        cc.egui_ctx.add_font_provider(Arc::<SystemFonts>::clone(&fonts));
        let (motion, preferences) = listen_for_motion(&cc.egui_ctx);
        // Sizes have keys of our own.
        cc.egui_ctx.options_mut(|options| options.zoom_with_keyboard = false);
        let (tell, own) = (results.teller(), Arc::<OwnWriting>::default());
        let written = Arc::clone(&own);
        let is_others = move |path: &Path| !written.is_at(path);
        let watcher = Watcher::new(move |path| {
            if is_others(&path) {
                tell(Command::ChangedOnDisk(path));
            }
        })
        .inspect_err(|error| log::warn!("changes on the disk are not noticed: {error}"))
        .ok();
        let journal = Journal::new(results.person.as_ref().clone(), Disk::default(), results.teller());
        let mut window = Self {
            state,
            desk,
            results,
            preparing: BTreeSet::new(),
            prepared: channel(),
            is_copying: false,
            was_presenting: false,
            copied: channel(),
            timer: FrameTimer::default(),
            rows_asked_at: None,
            fonts,
            is_world_asked_for: false,
            settings,
            own,
            journal,
            is_closing: false,
            watcher,
            motion,
            _preferences: preferences,
        };
        window.carry_out(effects, &cc.egui_ctx);
        window
    }

    fn carry_out(&mut self, effects: Vec<Effect>, ctx: &Context) {
        for effect in effects {
            match effect {
                Effect::Load(loading) => self.results.load(loading, &self.state),
                Effect::OpenTyped(typed) => {
                    let command = match listing::expanded(&typed) {
                        Ok(path) => Command::Open(vec![path]),
                        Err(words) => Command::Notice(Notice::Failed(words)),
                    };
                    let effects = self.state.run(command);
                    self.carry_out(effects, ctx);
                }
                Effect::Opened(path) => self.results.spawn("recent", move |person| match person.remember(&path) {
                    Ok(recent) => Some(Command::Recent(recent)),
                    Err(words) => Some(Command::Notice(Notice::Failed(words))),
                }),
                Effect::Watch(paths) => {
                    if let Some(Err(words)) = self.watcher.as_mut().map(|watcher| watcher.watch(&paths)) {
                        log::warn!("changes on the disk are not noticed: {words}");
                    }
                }
                Effect::Left(left) => self.keep_seen(&left.path, &left.document, &left.news),
                Effect::ListPaths(typed, offers) => {
                    self.results.spawn("list-paths", move |_| Some(Command::Listed(listing::list(&typed, offers))));
                }
                Effect::BrowsePaths { is_folder } => self.results.spawn("dialog", move |_| Some(dialogs::browse(is_folder))),
                Effect::BrowseToCompare => self.results.spawn("dialog", |_| Some(dialogs::browse_to_compare())),
                Effect::BrowseToWrite => self.results.spawn("dialog", |_| Some(dialogs::browse_to_write())),
                Effect::WritePage(job) => {
                    self.results.spawn("write-page", move |_| Some(Command::Page(PageCommand::Written(paging::write(&job)))));
                }
                Effect::WriteRows(job) => {
                    self.results.spawn("write-rows", move |_| Some(Command::Rows(RowsCommand::Written(writing_rows::write(&job)))));
                }
                Effect::BrowseToWriteRows(layer) => self.results.spawn("dialog", move |_| Some(dialogs::browse_to_write_rows(layer))),
                Effect::WriteReleased(job) => {
                    self.results.spawn("write-released", move |_| Some(Command::Release(ReleaseCommand::Written(releasing::write(&job)))));
                }
                Effect::CopyToPresent(job) => {
                    let made = move |_: &Store| Some(Command::Release(ReleaseCommand::Present(Box::new(releasing::copy_to_present(job)))));
                    self.results.spawn("copy-to-present", made);
                }
                Effect::BrowseToExport(export) => self.results.spawn("dialog", move |_| Some(dialogs::browse_to_export(export))),
                Effect::Export(job) => {
                    let tell = self.results.teller();
                    self.results.spawn("export", move |_| Some(exporting::write(&job, tell)));
                }
                Effect::HandedOver(path, at) => {
                    self.results.spawn("handover", move |person| failure(person.hand_over(&path, at.0.saturating_mul(1000))));
                }
                Effect::BrowseToSave => self.results.spawn("dialog", |_| Some(dialogs::browse_to_save())),
                Effect::ReadText { report, path } => self.results.spawn("read-text", move |_| Some(dialogs::read_text(report, &path))),
                Effect::BrowseText(report) => self.results.spawn("dialog", move |_| Some(dialogs::browse_text(report))),
                Effect::Save(job) => {
                    let (own, wait_for_journal) = (Arc::clone(&self.own), self.journal.reached());
                    self.results.spawn("save", move |person| {
                        wait_for_journal();
                        let saver = Saver { own: &own, person, disk: &Disk::default() };
                        Some(Command::Edit(EditCommand::Saved(Box::new(save(&job, saver)))))
                    });
                }
                Effect::DrawScenes(job) => {
                    let tell = self.results.teller();
                    self.results.spawn("scene-pictures", move |_| {
                        thumbnails::draw(job, tell);
                        None
                    });
                }
                Effect::CheckRoom(job) => {
                    let tell = self.results.teller();
                    self.results.spawn("room-check", move |_| {
                        room_check::check(job, tell);
                        None
                    });
                }
                Effect::Journal(order) => self.journal.order(order),
                Effect::Compare(job) => {
                    let compared = move |_: &Store| Some(Command::Comparing(ComparingCommand::Compared(Box::new(compare(&job)))));
                    self.results.spawn("compare", compared);
                }
                Effect::ReadTheirs(job) => {
                    let read = move |_: &Store| Some(Command::Merging(MergingCommand::Read(Box::new(read_theirs(&job)))));
                    self.results.spawn("merge", read);
                }
                Effect::RememberMapping(mapping) => self.results.spawn("columns", |person| failure(person.remember_mapping(*mapping))),
                Effect::ForgetRecent => self.results.spawn("recent", |person| failure(person.forget_recent())),
                Effect::KeepFilter(filter) => self.save_filter(&filter.name, Some(saved::entry(&filter))),
                Effect::ForgetFilter(name) => self.save_filter(&name, None),
                Effect::ForgetSizes => ctx.memory_mut(|memory| memory.data.clear()),
                Effect::CopyText(text) => ctx.copy_text(text),
                Effect::Examine(asked) => self.examine(asked),
                Effect::CopyPicture => self.begin_to_copy(ctx),
                Effect::Table(job) => self.results.spawn("table", move |_| Some(table::work(&job))),
                Effect::Close => {
                    self.is_closing = true;
                    ctx.send_viewport_cmd(ViewportCommand::Close);
                }
            }
        }
    }

    /// Keeps what was read of the situation, for what is new the next time.
    fn keep_seen(&self, path: &Path, document: &Document, news: &News) {
        // The built-in sample has no path on the disk and never changes.
        if path.exists()
            && let Err(words) = self.results.person.save_seen(path, &seen_of(document, news, Timestamp::now().as_millisecond()))
        {
            log::warn!("what was read could not be kept: {words}");
        }
    }

    /// At once and in order: a few kilobytes.
    fn save_filter(&mut self, name: &str, entry: Option<serde_json::Value>) {
        let saved = self.results.person.save_filter(name, entry);
        if let Some(failed) = failure(saved) {
            self.state.run(failed);
        }
    }

    /// Finds out what an attached file is, off this thread. Each has a thread of its own, but they take turns: one reads, the others wait.
    fn examine(&self, asked: ToExamine) {
        let situation = self.state.situation_path().map(Path::to_owned);
        self.results.spawn("attachment", move |_| Some(Command::Examined(Box::new(attachments::examine(situation.as_deref(), asked)))));
    }

    /// Keeps the settings where they are others than before.
    fn keep_settings(&mut self) {
        let settings = Settings::of(&self.state);
        if settings != self.settings {
            self.settings = settings.clone();
            let person = Arc::clone(&self.results.person);
            // At once and in order: a kilobyte.
            if let Err(words) = person.save_settings(&settings) {
                self.state.run(Command::Notice(Notice::Failed(words)));
            }
        }
    }

    fn begin_to_copy(&mut self, ctx: &Context) {
        self.desk.set_leaving(true);
        self.is_copying = true;
        ctx.request_repaint();
    }

    /// Asks for this pass's pixels where they are wanted, and puts those that came on the clipboard.
    fn copy_picture(&mut self, ctx: &Context) {
        if std::mem::take(&mut self.is_copying) {
            let (sender, repaint) = (self.copied.0.clone(), ctx.clone());
            ctx.request_screenshot(move |image| {
                // Nobody receives any more once the window is closed.
                let _sent = sender.send(image);
                repaint.request_repaint();
            });
        }
        while let Ok(image) = self.copied.1.try_recv() {
            self.desk.set_leaving(false);
            if let Some(picture) = self.desk.picture() {
                let map = image.region(&picture.rect, Some(ctx.pixels_per_point()));
                let [width, height] = map.size;
                log::info!("copied the picture of the map, {width} x {height}");
                ctx.copy_image(map);
                self.state.run(Command::Notice(Notice::Done(wording::picture_copied(width, height))));
            }
            ctx.request_repaint();
        }
    }

    /// Makes what the view wants of the basemap ready, off this thread.
    fn prepare_basemap(&mut self, ctx: &Context) {
        let theme = Theme::of(self.state.theme());
        let (mut pieces, is_in_view) = self.desk.missing_basemap(&self.state);
        pieces.retain(|piece| self.preparing.insert((*piece, theme.kind.name())));
        if pieces.is_empty() {
            return;
        }
        let (basemap, ctx, done) = (Arc::clone(self.desk.basemap()), ctx.clone(), self.prepared.0.clone());
        spawn("basemap", move || {
            if let Err(error) = basemap.prepare(&pieces, theme) {
                log::error!("the built-in basemap cannot be drawn: {error}");
            }
            for piece in pieces {
                // Nobody receives any more once the window is closed.
                let _sent = done.send((piece, theme.kind.name()));
            }
            if is_in_view {
                ctx.request_repaint();
            }
        });
    }

    /// Makes the names of the world ready to be searched, off this thread, once a first frame is on the screen and what is opened is read and
    /// drawn: neither waits for it.
    fn prepare_world(&mut self) {
        let is_busy = self.state.is_loading() || self.state.is_waiting_for_rows() || self.desk.is_waiting_for_dots();
        if self.desk.n_passes() > 1 && !is_busy && !std::mem::replace(&mut self.is_world_asked_for, true) {
            self.results.spawn("place-names", |_| {
                let world = World::embedded();
                if let Err(error) = &world {
                    log::error!("the built-in place names cannot be searched: {error}");
                }
                Some(Command::World(world))
            });
        }
    }

    /// Looks for reports that may be one, off this thread, once nothing is being read.
    fn find_duplicates(&mut self) {
        if self.desk.n_passes() < 2 || self.state.is_loading() {
            return;
        }
        if let Some((situation, document)) = self.state.wants_duplicates() {
            self.results.spawn("alike", move |_| {
                let (rev, duplicates) = (document.situation().rev(), Duplicates::of(document.situation()));
                Some(Command::Alike(Box::new(FoundAlike { situation, rev, duplicates })))
            });
        }
    }

    /// Goes through the rows of data layers, off this thread.
    fn find_rows(&mut self) {
        if let Some(job) = self.state.rows_job() {
            self.rows_asked_at = Some(Instant::now());
            self.results.spawn("rows", move |_| {
                let begun = Instant::now();
                let found = find_rows(&job).ok().map(Box::new);
                log::trace!(target: "sandtable::rows", "rows found after {:.2} ms", begun.elapsed().as_secs_f64() * 1e3);
                Some(Command::Rows(RowsCommand::Found(found)))
            });
        }
    }

    /// Looks for fonts for what could not be drawn, off this thread.
    fn find_fonts(&self, ctx: &Context) {
        if self.fonts.begin_search() {
            let (fonts, ctx) = (Arc::clone(&self.fonts), ctx.clone());
            spawn("fonts", move || fonts.search(&ctx));
        }
    }
}

impl eframe::App for Window {
    fn clear_color(&self, _visuals: &egui::Visuals) -> [f32; 4] {
        background(self.state.theme()).to_normalized_gamma_f32()
    }

    fn ui(&mut self, ui: &mut Ui, frame: &mut eframe::Frame) {
        self.timer.begin();
        while let Ok(is_on) = self.motion.try_recv() {
            self.state.run(Command::Motion(is_on));
        }
        let mut effects = Vec::new();
        // What is done in this pass is done now.
        self.state.run(Command::Now(Moment(Timestamp::now().as_second())));
        while let Ok(command) = self.results.receiver.try_recv() {
            if matches!(command, Command::Rows(RowsCommand::Found(Some(_))))
                && let Some(asked_at) = self.rows_asked_at.take()
            {
                log::trace!(target: "sandtable::rows", "rows answered after {:.2} ms", asked_at.elapsed().as_secs_f64() * 1e3);
            }
            effects.extend(self.state.run(command));
        }
        let dropped: Vec<PathBuf> = ui.input(|input| input.raw.dropped_files.iter().map(|file| file.path().to_owned()).collect());
        if !dropped.is_empty() {
            effects.extend(self.state.run(Command::Open(dropped)));
        }
        if ui.input(|input| input.viewport().close_requested()) && !self.is_closing {
            // Whether it does close comes back as an effect.
            ui.ctx().send_viewport_cmd(ViewportCommand::CancelClose);
            effects.extend(self.state.run(Command::Act(Action::Quit)));
        }
        let is_presenting = self.state.is_presenting();
        if std::mem::replace(&mut self.was_presenting, is_presenting) != is_presenting {
            self.state.run(Command::Brief(BriefCommand::Displays(if is_presenting { displays(frame) } else { Vec::new() })));
        }
        effects.extend(self.desk.pass(&mut self.state, true, ui));
        self.copy_picture(ui.ctx());
        self.carry_out(effects, ui.ctx());
        while let Ok(done) = self.prepared.1.try_recv() {
            self.preparing.remove(&done);
        }
        self.prepare_basemap(ui.ctx());
        self.prepare_world();
        self.find_duplicates();
        self.find_rows();
        self.find_fonts(ui.ctx());
        self.keep_settings();
        self.timer.end();
    }

    fn on_exit(&mut self) {
        if let (Some(path), Some(document)) = (self.state.situation_path(), self.state.document()) {
            self.keep_seen(path, document, self.state.news());
        }
    }
}

/// Tells how long frames take, for measuring.
#[derive(Default)]
struct FrameTimer {
    begun: Option<(Instant, Duration)>,
    panels: Duration,
}

impl FrameTimer {
    /// From one pass to the next: besides the time, how much this thread worked, in panels and picture, and in all that it does. Tessellating
    /// and handing the image to the display are in it, and not what the driver of a software adapter paints in threads of its own.
    fn begin(&mut self) {
        let (now, worked) = (Instant::now(), worked());
        if let Some((before, worked_before)) = self.begun.replace((now, worked)) {
            let ms = |duration: Duration| duration.as_secs_f64() * 1000.0;
            let (frame_ms, panels_ms, thread_ms) = (ms(now - before), ms(self.panels), ms(worked.saturating_sub(worked_before)));
            log::trace!(target: "sandtable::frame", "frame {frame_ms:.2} ms: panels and picture {panels_ms:.2} ms, thread {thread_ms:.2} ms");
        }
    }

    fn end(&mut self) {
        self.panels = self.begun.map(|(_, begun)| worked().saturating_sub(begun)).unwrap_or_default();
    }
}

/// How much processor time this thread has taken.
#[cfg(unix)]
fn worked() -> Duration {
    rustix::time::clock_gettime(rustix::time::ClockId::ThreadCPUTime).try_into().unwrap_or_default()
}

/// Where the system is not asked for that: the time, of which it is the most part.
#[cfg(not(unix))]
fn worked() -> Duration {
    static BEGAN: OnceLock<Instant> = OnceLock::new();
    BEGAN.get_or_init(Instant::now).elapsed()
}

/// The displays of the system, as far as it tells.
fn displays(frame: &eframe::Frame) -> Vec<Display> {
    let Some(window) = frame.winit_window() else { return Vec::new() };
    let own = window.current_monitor();
    let all = window.available_monitors().enumerate().map(|(index, monitor)| {
        let (at, size) = (monitor.position(), monitor.size());
        let is_speakers = own.as_ref() == Some(&monitor);
        let name = monitor.name().unwrap_or_default();
        log::info!("display {index} {name}: {at:?}, {size:?}{}", if is_speakers { ", with the window on it" } else { "" });
        Display {
            index,
            name,
            at_px: [at.x as f32, at.y as f32],
            size_px: [size.width as f32, size.height as f32],
            pixels_per_point: monitor.scale_factor() as f32,
            is_speakers,
        }
    });
    all.collect()
}

/// Whether the basemap is to be copied from pixels drawn once: on an adapter that is software, or where the environment says so.
pub(super) fn is_drawn_from_tiles(graphics: &RenderState) -> bool {
    match std::env::var("SANDTABLE_BASEMAP").as_deref() {
        Ok("tiles") => true,
        Ok("geometry") => false,
        _ => graphics.adapter.get_info().device_type == wgpu::DeviceType::Cpu,
    }
}

/// Asks the system whether things may move by themselves, and hears when that changes. A system that does not say lets them.
fn listen_for_motion(ctx: &Context) -> (Receiver<bool>, Subscription) {
    let ((sender, receiver), ctx) = (channel(), ctx.clone());
    let known = AtomicBool::new(true);
    let subscription = Preferences::subscribe(Interest::ReducedMotion, move |preferences: Preferences| {
        let is_on = !preferences.reduced_motion.is_reduce();
        // Nobody receives any more once the window is closed.
        if known.swap(is_on, Ordering::Relaxed) != is_on && sender.send(is_on).is_ok() {
            ctx.request_repaint();
        }
    });
    (receiver, subscription)
}

/// The program's sign in the window's frame and the task bar.
fn icon() -> egui::IconData {
    let image = image::load_from_memory_with_format(include_bytes!("../../assets/icon.png"), image::ImageFormat::Png);
    image.map_or_else(
        |_| egui::IconData::default(),
        |image| egui::IconData { width: image.width(), height: image.height(), rgba: image.into_rgba8().into_raw() },
    )
}

/// A named thread; where the system refuses one, the work is left out and told.
fn spawn(name: &str, work: impl FnOnce() + Send + 'static) {
    if let Err(error) = thread::Builder::new().name(name.to_owned()).spawn(work) {
        log::error!("no thread could be started to {name}: {error}");
    }
}
