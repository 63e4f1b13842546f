//! Which names are shown and where: the situation's first, then countries, then cities by rank; none over another.

use std::sync::Arc;

use egui::text::{LayoutJob, TextFormat};
use egui::{Align2, Color32, Context, FontId, Galley, Painter, Pos2, Rect, Vec2, vec2};

use crate::earth::{Bounds, LonLat, overlay};
use crate::gazetteer::{City, CityKind, Gazetteer};
use crate::map::picture::{Inputs, Label, MarkShape, Picture, narrow};
use crate::map::shapes::View;
use crate::theme::{TextSize, Theme, Weight, font};

/// More labels than this would be noise, and each costs nine texts to paint.
const MAX_LABELS: usize = 140;

/// A line of text with its size. Not a galley: that points into egui's glyph texture, which is made anew when the theme changes or
/// when it is full, so the glyphs are looked up again at each paint (egui keeps those of unchanged text).
#[derive(Clone, Debug)]
pub struct Text {
    job: LayoutJob,
    size: Vec2,
}

impl Text {
    fn new(ctx: &Context, job: LayoutJob) -> Self {
        let size = ctx.fonts_mut(|fonts| fonts.layout_job(job.clone())).size();
        Self { job, size }
    }

    pub fn size(&self) -> Vec2 {
        self.size
    }

    pub fn text(&self) -> &str {
        &self.job.text
    }

    /// The glyphs, good for this pass.
    pub fn galley(&self, painter: &Painter) -> Arc<Galley> {
        painter.layout_job(self.job.clone())
    }
}

/// Room kept free round a mark for the ring of a selection.
const RING: f32 = 7.0;

/// What is taken already: labels are kept clear of it.
struct Taken {
    view: Rect,
    rects: Vec<Rect>,
}

impl Taken {
    /// Takes the rectangle if it lies in view and is free.
    fn take(&mut self, rect: Rect) -> bool {
        const CLEARANCE: f32 = 2.0;
        let wide = rect.expand(CLEARANCE);
        let is_free = self.view.contains_rect(rect) && !self.rects.iter().any(|other| other.intersects(wide));
        if is_free {
            self.rects.push(rect);
        }
        is_free
    }
}

/// Puts all labels of the picture into place.
pub fn lay_out(picture: &mut Picture, view: &View, inputs: &Inputs<'_>, ctx: &Context) {
    let furniture = crate::map::furniture::rects(view.rect);
    let marks = picture.marks.iter().filter(|m| m.count.is_some() || !matches!(m.shape, MarkShape::Middle { .. }));
    let rects = marks.map(|m| m.rect().expand(RING));
    let mut taken = Taken { view: view.rect.shrink(4.0), rects: rects.chain(furniture).collect() };
    name_marks(picture, &mut taken, inputs.theme, ctx);
    name_countries(picture, &mut taken, view, inputs, ctx);
    name_cities(picture, &mut taken, view, inputs, ctx);
}

/// The text of an unnamed place's badge.
pub fn badge(ctx: &Context, theme: &Theme, name: &str) -> Text {
    const MAX_CHARS: usize = 60;
    plain(ctx, &crate::base::shortened(name, MAX_CHARS), font(TextSize::Small, Weight::Semibold), theme.on_badge)
}

/// The number within a mark.
pub fn count(ctx: &Context, theme: &Theme, n: usize) -> Text {
    plain(ctx, &n.to_string(), font(TextSize::Small, Weight::Semibold), theme.mark_edge)
}

fn plain(ctx: &Context, text: &str, font: FontId, ink: Color32) -> Text {
    Text::new(ctx, LayoutJob::single_section(text.to_owned(), TextFormat::simple(font, ink)))
}

fn spaced(ctx: &Context, text: &str, font: FontId, ink: Color32, letter_spacing: f32) -> Text {
    let format = TextFormat { extra_letter_spacing: letter_spacing, ..TextFormat::simple(font, ink) };
    Text::new(ctx, LayoutJob::single_section(text.to_owned(), format))
}

fn name_marks(picture: &mut Picture, taken: &mut Taken, theme: &Theme, ctx: &Context) {
    const MAX_CHARS: usize = 40;
    // The places with most events are named first, so that where room is short the more telling name stays.
    let mut order: Vec<&crate::map::Mark> = picture.marks.iter().filter(|m| !matches!(m.shape, MarkShape::Badge { .. })).collect();
    order.sort_by_key(|m| std::cmp::Reverse(m.n_events));
    let mut labels = Vec::new();
    for mark in order {
        let weight = if mark.n_events > 0 { Weight::Semibold } else { Weight::Regular };
        let text = plain(ctx, &crate::base::shortened(&mark.name, MAX_CHARS), font(TextSize::Body, weight), theme.mark_label);
        let is_middle = matches!(mark.shape, MarkShape::Middle { .. });
        let gap = mark.rect().width() / 2.0 + RING + 3.0;
        let below = (Align2::CENTER_TOP, vec2(0.0, if mark.count.is_some() { gap } else { -8.0 }));
        let around = [
            (Align2::LEFT_CENTER, vec2(gap, 0.0)),
            (Align2::RIGHT_CENTER, vec2(-gap, 0.0)),
            (Align2::CENTER_BOTTOM, vec2(0.0, -gap)),
            (Align2::CENTER_TOP, vec2(0.0, gap)),
            (Align2::LEFT_BOTTOM, vec2(gap * 0.6, -gap * 0.5)),
            (Align2::LEFT_TOP, vec2(gap * 0.6, gap * 0.5)),
            (Align2::RIGHT_BOTTOM, vec2(-gap * 0.6, -gap * 0.5)),
            (Align2::RIGHT_TOP, vec2(-gap * 0.6, gap * 0.5)),
        ];
        let first = is_middle.then_some(below);
        let place = first.into_iter().chain(around).map(|(align, offset)| align.anchor_size(mark.pos + offset, text.size()));
        if let Some(rect) = place.into_iter().find(|rect| taken.take(*rect)) {
            labels.push(Label { item: Some(mark.item.clone()), text, pos: rect.min, ink: theme.mark_label, dot: None });
        }
    }
    picture.labels.append(&mut labels);
}

fn name_countries(picture: &mut Picture, taken: &mut Taken, view: &View, inputs: &Inputs<'_>, ctx: &Context) {
    /// Steps of zoom by which names come before the basemap's own measure, which would leave the whole world bare.
    const AHEAD: f64 = 1.2;
    let zoom = view.camera.zoom();
    let theme = inputs.theme;
    // A basemap that cannot be read is told of where it is drawn.
    let countries = overlay().map(|o| o.countries.as_slice()).unwrap_or_default();
    for country in countries.iter().filter(|c| c.min_zoom.is_some_and(|least| zoom + AHEAD >= f64::from(least)) && zoom <= 7.5) {
        let Some(at) = LonLat::new(f64::from(country.label_at[0]), f64::from(country.label_at[1])) else { continue };
        // Not twice what the situation names already.
        let is_named = picture.labels.iter().any(|l| l.item.is_some() && l.text.text().eq_ignore_ascii_case(&country.name));
        if is_named {
            continue;
        }
        let size = if country.label_rank <= 2 { TextSize::Body } else { TextSize::Small };
        for pos in view.copies(at) {
            let text = spaced(ctx, &country.name.to_uppercase(), font(size, Weight::Regular), theme.country_label, 1.8);
            let rect = Align2::CENTER_CENTER.anchor_size(pos, text.size());
            if picture.labels.len() < MAX_LABELS && taken.take(rect) {
                picture.labels.push(Label { item: None, text, pos: rect.min, ink: theme.country_label, dot: None });
            }
        }
    }
}

fn name_cities(picture: &mut Picture, taken: &mut Taken, view: &View, inputs: &Inputs<'_>, ctx: &Context) {
    let Ok(gazetteer) = Gazetteer::embedded() else { return };
    for city in gazetteer.labels_in(visible_bounds(view), narrow(view.camera.zoom())) {
        if picture.labels.len() >= MAX_LABELS {
            break;
        }
        for pos in view.copies(city.position) {
            name_city(picture, taken, city, pos, inputs.theme, ctx);
        }
    }
}

fn name_city(picture: &mut Picture, taken: &mut Taken, city: &City, pos: Pos2, theme: &Theme, ctx: &Context) {
    const DOT_RADIUS: f32 = 2.0;
    let weight = if city.kind == CityKind::NationalCapital { Weight::Semibold } else { Weight::Regular };
    let dot = Rect::from_center_size(pos, Vec2::splat(2.0 * DOT_RADIUS));
    let is_marked = picture.marks.iter().any(|m| m.pos.distance(pos) < 14.0 && *m.name == *city.name);
    if is_marked || taken.rects.iter().any(|rect| rect.intersects(dot)) {
        return;
    }
    let text = plain(ctx, &city.name, font(TextSize::Small, weight), theme.map_label);
    let places = [
        (Align2::LEFT_CENTER, vec2(5.0, 0.0)),
        (Align2::RIGHT_CENTER, vec2(-5.0, 0.0)),
        (Align2::CENTER_BOTTOM, vec2(0.0, -3.0)),
        (Align2::CENTER_TOP, vec2(0.0, 3.0)),
    ];
    let rect = places.into_iter().map(|(align, offset)| align.anchor_size(pos + offset, text.size())).find(|rect| taken.take(*rect));
    if let Some(rect) = rect {
        taken.rects.push(dot);
        picture.labels.push(Label { item: None, text, pos: rect.min, ink: theme.map_label, dot: Some(pos) });
    }
}

/// West, south, east and north of what is in view; the whole world where that is more than one.
pub fn visible_bounds(view: &View) -> Bounds {
    let half = [f64::from(view.rect.width()) / 2.0, f64::from(view.rect.height()) / 2.0];
    let north_west = view.camera.place_at([-half[0], -half[1]]);
    let south_east = view.camera.place_at(half);
    let is_whole_world = f64::from(view.rect.width()) >= view.camera.world_points();
    let (west, east) = if is_whole_world { (-180.0, 180.0) } else { (north_west.lon_deg(), south_east.lon_deg()) };
    Bounds::new(west, south_east.lat_deg(), east, north_west.lat_deg()).unwrap_or(Bounds::WORLD)
}

/// Where a name stands relative to the world, for tests.
#[cfg(test)]
fn offset_of(at: LonLat, view: &View) -> Option<Pos2> {
    view.copies(at).first().copied()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::theme::{Theme, install_fonts};
    use crate::viewpoint::Camera;
    use crate::viewpoint::ThemeKind;

    fn picture_at(lon: f64, lat: f64, zoom: f64, size: Vec2) -> (Picture, View) {
        let ctx = Context::default();
        install_fonts(&ctx);
        let camera = Camera::new(LonLat::new(lon, lat).unwrap(), zoom);
        let rect = Rect::from_min_size(Pos2::ZERO, size);
        let inputs = Inputs { situation: None, layers: &[], camera, rect, theme: Theme::of(ThemeKind::Dark) };
        let mut picture = None;
        let mut output = ctx.run_ui(egui::RawInput::default(), |ui| picture = Some(Picture::build(&inputs, ui.ctx())));
        output.textures_delta.clear();
        (picture.unwrap(), View::new(camera, rect))
    }

    #[test]
    fn no_label_lies_over_another_anywhere() {
        for (lon, lat, zoom) in
            [(20.0, 25.0, 1.6), (15.0, 50.0, 4.2), (127.5, 38.0, 6.3), (36.2, 51.7, 7.0), (179.9, -40.0, 4.0), (-170.0, 65.0, 3.5)]
        {
            let (picture, _) = picture_at(lon, lat, zoom, vec2(1280.0, 720.0));
            assert!(!picture.labels.is_empty(), "no names at {lon} {lat}");
            let rects: Vec<Rect> = picture.labels.iter().map(|l| Rect::from_min_size(l.pos, l.text.size())).collect();
            for (i, a) in rects.iter().enumerate() {
                assert!(picture.rect.contains_rect(*a), "clipped at {lon} {lat}");
                assert!(!rects.iter().skip(i + 1).any(|b| a.intersects(*b)), "{:?}", picture.labels[i].text.text());
            }
        }
    }

    #[test]
    fn kursk_is_named_near_where_it_lies() {
        let (picture, view) = picture_at(36.2, 51.7, 7.0, vec2(1000.0, 700.0));
        let label = picture.labels.iter().find(|l| l.text.text() == "Kursk").unwrap();
        let at = offset_of(LonLat::new(36.19, 51.73).unwrap(), &view).unwrap();
        assert!(label.pos.distance(at) < 60.0);
        assert!(narrow(1.5) > 1.0);
    }
}
