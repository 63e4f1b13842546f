//! `sandtable render`: the same picture as on screen, without a window.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;

use crate::app::offscreen::{self, MAX_SIDE, RenderError, RenderRequest, is_svg};
use crate::cli::{clock, failed, say, wrong_usage};
use crate::command::CompareWith;
use crate::earth::LonLat;
use crate::model::RecordId;
use crate::query::Clock;
use crate::viewpoint::{Camera, Item, MAX_ZOOM, Outside, ThemeKind};

/// The largest scale: more only makes a picture of a few letters.
const MAX_SCALE: f32 = 8.0;
/// Problems of the input that are told beside a picture.
const MAX_TOLD: usize = 20;

#[derive(Debug, Args)]
pub struct RenderArgs {
    /// A situation (its folder, or packed) or any readable file
    #[arg(value_name = "PATH", required = true)]
    paths: Vec<PathBuf>,

    /// The picture to write; as SVG the map alone, drawn without a graphics adapter
    #[arg(short, long, value_name = "OUT.png|OUT.svg", value_parser = picture_path)]
    out: PathBuf,

    /// Width and height in pixels
    #[arg(long, value_name = "WxH", value_parser = size, default_value = "1280x800")]
    size: [u32; 2],

    /// Pixels a point: 2 draws everything twice as large
    #[arg(long, value_name = "N", value_parser = scale, default_value = "1")]
    scale: f32,

    /// Where to look; the situation's home view where not given
    #[arg(long, value_name = "LON,LAT,ZOOM", value_parser = view, allow_hyphen_values = true)]
    view: Option<Camera>,

    /// dark (where nothing else is said), light or projector
    #[arg(long, value_parser = theme)]
    theme: Option<ThemeKind>,

    /// A record to select: place, actor, source, event or report, and its id
    #[arg(long, value_name = "KIND:ID", value_parser = record)]
    select: Option<RecordId>,

    /// Only what is in this window of time is drawn in full: an EDTF date or interval, or words (see sandtable query)
    #[arg(long, value_name = "WINDOW", allow_hyphen_values = true)]
    window: Option<String>,

    /// Which time the window is about: happened, reported or known (to us)
    #[arg(long, value_name = "CLOCK", value_parser = clock, default_value = "happened")]
    clock: Clock,

    /// Leave out what is not in the window, rather than draw it faintly
    #[arg(long)]
    hide_outside: bool,

    /// Draw from where to where things moved since this: a situation (its folder, or packed), or a revision of git as REV: (HEAD~1:)
    #[arg(long, value_name = "OLD")]
    against: Option<String>,

    /// A scene of the briefing as it is presented: its number, from 1, or its title
    #[arg(long, value_name = "N|TITLE", conflicts_with_all = ["view", "select", "window", "scale", "window_chrome", "no_caption", "against"])]
    scene: Option<String>,

    /// Draw the whole window, not the map alone
    #[arg(long)]
    window_chrome: bool,

    /// Leave title and date out of the map's caption; how the situation may be handled always stands there
    #[arg(long)]
    no_caption: bool,
}

/// Draws the picture and tells of what is wrong in the input.
pub fn render(args: RenderArgs) -> ExitCode {
    match offscreen::render(&args.into_request()) {
        Ok((problems, lacking)) => {
            lacking.iter().for_each(|told| say(told));
            for problem in problems.iter().take(MAX_TOLD) {
                say(&problem.to_string());
            }
            let n_more = (problems.n_errors() + problems.n_warnings()).saturating_sub(MAX_TOLD);
            if n_more > 0 {
                say(&format!("and {n_more} more; sandtable check lists them"));
            }
            if problems.n_errors() > 0 { ExitCode::FAILURE } else { ExitCode::SUCCESS }
        }
        Err(error @ RenderError::Chrome) => wrong_usage(&error.to_string()),
        Err(error) => failed(&error.to_string()),
    }
}

impl RenderArgs {
    fn into_request(self) -> RenderRequest {
        RenderRequest {
            paths: self.paths,
            out: self.out,
            size_px: self.size,
            scale: self.scale,
            camera: self.view,
            theme: self.theme,
            select: self.select.map(Item::Record),
            window: self.window,
            clock: self.clock,
            outside: if self.hide_outside { Outside::Hide } else { Outside::Fade },
            against: self.against.map(|old| match old.strip_suffix(':') {
                Some(revision) => CompareWith::Revision(revision.to_owned()),
                None => CompareWith::Path(old),
            }),
            scene: self.scene,
            has_chrome: self.window_chrome,
            has_title: !self.no_caption,
            from_tiles: false,
        }
    }
}

fn picture_path(text: &str) -> Result<PathBuf, String> {
    let path = PathBuf::from(text);
    let is_png = path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("png"));
    if is_png || is_svg(&path) { Ok(path) } else { Err("the picture is a PNG or SVG: its name must end in .png or .svg".to_owned()) }
}

fn size(text: &str) -> Result<[u32; 2], String> {
    let max = MAX_SIDE;
    let side = |text: &str| text.parse().ok().filter(|pixels| (1..=max).contains(pixels));
    let (width, height) = text.split_once(['x', 'X', '×']).ok_or("width and height are written as 1280x800")?;
    side(width).zip(side(height)).map(<[u32; 2]>::from).ok_or_else(|| format!("width and height are whole numbers from 1 to {max}"))
}

fn scale(text: &str) -> Result<f32, String> {
    let max = MAX_SCALE;
    text.parse().ok().filter(|scale| *scale >= 0.25 && *scale <= max).ok_or_else(|| format!("a scale is a number from 0.25 to {max}"))
}

fn view(text: &str) -> Result<Camera, String> {
    let numbers: Option<Vec<f64>> = text.split(',').map(|number| number.trim().parse().ok()).collect();
    let [lon_deg, lat_deg, zoom] = *numbers.as_deref().unwrap_or_default() else {
        return Err("a view is three numbers: longitude, latitude, zoom".to_owned());
    };
    let centre = LonLat::new(lon_deg, lat_deg).ok_or("a longitude or latitude that is not on the earth")?;
    if !(0.0..=MAX_ZOOM).contains(&zoom) {
        return Err(format!("a zoom is a number from 0 to {MAX_ZOOM}"));
    }
    Ok(Camera::new(centre, zoom))
}

pub(super) fn theme(text: &str) -> Result<ThemeKind, String> {
    let names: Vec<&str> = ThemeKind::ALL.iter().map(|kind| kind.name()).collect();
    ThemeKind::from_name(text).ok_or_else(|| format!("a theme is one of: {}", names.join(", ")))
}

fn record(text: &str) -> Result<RecordId, String> {
    RecordId::read(text).ok_or_else(|| "a record is written as KIND:ID, with a KIND of place, actor, source, event or report".to_owned())
}

#[cfg(test)]
mod tests {
    use clap::Parser;

    use super::*;

    #[derive(Parser)]
    struct Line {
        #[command(flatten)]
        args: RenderArgs,
    }

    fn parse(words: &str) -> Result<RenderRequest, String> {
        let words = std::iter::once("render").chain(words.split_whitespace());
        Line::try_parse_from(words).map(|line| line.args.into_request()).map_err(|error| error.to_string())
    }

    #[test]
    fn every_argument_reaches_the_request() {
        let line = "a b -o o.png --size 640x480 --scale 2 --view -75.5,40,3.5 --theme light --select event:a:b --window-chrome --no-caption \
             --window 2024-10-24 --clock known --hide-outside --against HEAD~1:";
        let RenderRequest {
            paths,
            out,
            size_px,
            scale,
            camera,
            theme,
            select,
            window,
            clock,
            outside,
            against,
            scene,
            has_chrome,
            has_title,
            from_tiles: _,
        } = parse(line).unwrap();
        assert_eq!((paths, out), (vec!["a".into(), "b".into()], "o.png".into()));
        assert_eq!((size_px, scale, theme, has_chrome, has_title), ([640, 480], 2.0, Some(ThemeKind::Light), true, false));
        assert_eq!((scene, parse("a -o o.png --scene 3").unwrap().scene.as_deref()), (None, Some("3")));
        assert_eq!(camera, Some(Camera::new(LonLat::new(-75.5, 40.0).unwrap(), 3.5)));
        assert_eq!((window.as_deref(), clock, outside), (Some("2024-10-24"), Clock::Known, Outside::Hide));
        assert_eq!(select, Some(Item::Record(RecordId::Event("a:b".into()))));
        assert_eq!(against, Some(CompareWith::Revision("HEAD~1".to_owned())));
        assert_eq!(parse("a -o o.png --against b").unwrap().against, Some(CompareWith::Path("b".to_owned())));
        let defaults = parse("a -o o.PNG").unwrap();
        assert_eq!((defaults.size_px, defaults.scale, defaults.theme), ([1280, 800], 1.0, None));
    }

    #[test]
    fn a_wrong_argument_is_refused_with_words() {
        let cases = [
            ("a", "--out"),
            ("-o o.png", "PATH"),
            ("a -o o.gif", ".png"),
            ("a -o o.png --size 0x5", "from 1 to 8192"),
            ("a -o o.png --size 5", "1280x800"),
            ("a -o o.png --size 9000x5", "from 1 to 8192"),
            ("a -o o.png --scale NaN", "0.25 to 8"),
            ("a -o o.png --scale 99", "0.25 to 8"),
            ("a -o o.png --view 1,2", "three numbers"),
            ("a -o o.png --view 1,95,3", "not on the earth"),
            ("a -o o.png --view 1,2,99", "0 to 20"),
            ("a -o o.png --theme pink", "dark, light, projector"),
            ("a -o o.png --select vote", "KIND:ID"),
            ("a -o o.png --scene 1 --view 1,2,3", "cannot be used with"),
        ];
        for (line, words) in cases {
            let error = parse(line).unwrap_err();
            assert!(error.contains(words), "{line}: {error}");
        }
    }
}
