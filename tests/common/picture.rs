//! What the map shows of a situation, for tests that look at it.

use egui::{Context, RawInput, Rect, pos2, vec2};
use sandtable::earth::LonLat;
use sandtable::map::{Inputs, Picture, Shown};
use sandtable::model::{Moment, Situation};
use sandtable::placing::{AllStandings, Resolved, Sighted};
use sandtable::query::{Answer, Clock, Filter, Index, Question, TimeWindow};
use sandtable::theme::{Theme, install_fonts};
use sandtable::viewpoint::{Camera, MapParts, Outside, ThemeKind};

/// What the map shows of a situation, as far as it lies in a window of time.
pub fn picture(
    situation: &Situation,
    window: Option<&str>,
    outside: Outside,
    parts: MapParts,
    (lon, lat, zoom): (f64, f64, f64),
) -> Picture {
    let (index, resolved) = (Index::of(situation), Resolved::of(situation, None));
    let window = window.map(|window| TimeWindow::typed(window, situation.zone(), Moment(0)).unwrap());
    let filter = Filter::default();
    let answer = Answer::of(&index, &Question { filter: &filter, clock: Clock::Happened, window, view: None, with_words: None });
    let sighted = Sighted::of(&resolved, &index, &answer, outside);
    let standings = AllStandings::of(&resolved, &index, &answer);
    let troops = resolved.troops().stands(&index, &answer, outside);
    let ctx = Context::default();
    install_fonts(&ctx);
    let mut picture = None;
    let mut output = ctx.run_ui(RawInput::default(), |ui| {
        let rect = Rect::from_min_size(pos2(0.0, 0.0), vec2(1280.0, 720.0));
        let camera = Camera::new(LonLat::new(lon, lat).unwrap(), zoom);
        let basemap = Inputs::basemap(camera, rect, Theme::of(ThemeKind::Dark));
        let situation = Some((situation, &resolved));
        let inputs = Inputs { situation, sighted: sighted.as_ref(), standings: Some(&standings), troops: &troops, parts, ..basemap };
        picture = Some(Picture::build(&inputs, &Shown::default(), ui.ctx()));
    });
    output.textures_delta.clear();
    picture.unwrap()
}

/// Longitude and latitude in degrees, and a zoom.
pub const EURASIA: (f64, f64, f64) = (75.0, 45.0, 3.0);
