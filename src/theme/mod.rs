//! Every colour, size and font of the program: the dark, light and projector themes.
//!
//! Main types: [`Theme`] (colours by role), [`TextSize`] and [`font`].
//!
//! **Does not:** lay anything out, or know what is drawn in its colours.

mod contrast;
mod fonts;

use egui::{Color32, Stroke, Visuals};

pub use contrast::contrast_ratio;
pub use fonts::{TextSize, Weight, fine_print, font, install_fonts, n_fonts};

use crate::dataset::{Classes, MOST_RANGES, MOST_WORDS};
use crate::model::Framing;
use crate::symbols::Fill;
use crate::viewpoint::ThemeKind;

/// Colours by what they are for.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Theme {
    pub kind: ThemeKind,
    // The map.
    pub sea: Color32,
    pub land: Color32,
    pub coast: Color32,
    pub lake: Color32,
    pub river: Color32,
    pub border: Color32,
    pub admin1: Color32,
    pub disputed: Color32,
    pub disputed_label: Color32,
    pub map_label: Color32,
    pub country_label: Color32,
    pub water_label: Color32,
    pub graticule: Color32,
    pub map_halo: Color32,
    // The situation on the map.
    pub mark: Color32,
    pub mark_edge: Color32,
    pub mark_label: Color32,
    /// The middle of a group of places; its number is in the colour of a mark's edge.
    pub group: Color32,
    pub area_fill: Color32,
    pub area_edge: Color32,
    pub movement: Color32,
    /// Kinds of rows of a data layer, after Okabe and Ito (2008), as far as they can be told from the ground; what has none of them.
    pub kinds: [Color32; MOST_WORDS],
    pub other_kinds: Color32,
    /// Steps from little to much.
    pub steps: [Color32; MOST_RANGES],
    /// How many there are around: from few to most.
    pub heat: [Color32; 4],
    pub badge: Color32,
    pub on_badge: Color32,
    /// Round military symbols, whose lines are black in every theme.
    pub symbol_halo: Color32,
    /// What is drawn over the map by hand: neither the colour of marks nor that of what is selected.
    pub annotation: Color32,
    /// Over all that is not in the spotlight, three times towards its middle: what stands there recedes into the paper or into the dark.
    pub veil: Color32,
    // The panels.
    pub panel: Color32,
    pub raised: Color32,
    /// Over the window while something lies on it.
    pub backdrop: Color32,
    pub hairline: Color32,
    pub text: Color32,
    pub weak: Color32,
    pub accent: Color32,
    pub on_accent: Color32,
    pub selected_row: Color32,
    pub hovered_row: Color32,
    pub contested: Color32,
    pub error: Color32,
}

const fn rgb(hex: u32) -> Color32 {
    let [_, r, g, b] = hex.to_be_bytes();
    Color32::from_rgb(r, g, b)
}

/// A colour with an alpha; the channels of `hex` are not premultiplied.
const fn rgba(hex: u32, alpha: u8) -> Color32 {
    let [_, r, g, b] = hex.to_be_bytes();
    Color32::from_rgba_premultiplied(scaled(r, alpha), scaled(g, alpha), scaled(b, alpha), alpha)
}

const fn scaled(channel: u8, alpha: u8) -> u8 {
    (channel as u32 * alpha as u32 / 255) as u8
}

const DARK: Theme = Theme {
    kind: ThemeKind::Dark,
    sea: rgb(0x0F1A24),
    land: rgb(0x1A2530),
    coast: rgb(0x334353),
    lake: rgb(0x0F1A24),
    river: rgb(0x182A3A),
    border: rgb(0x3E4F60),
    admin1: rgb(0x273441),
    disputed: rgb(0x6C7F92),
    disputed_label: rgb(0x9DA9B5),
    map_label: rgb(0x9DB0C2),
    country_label: rgb(0x8A9DB0),
    water_label: rgb(0x7C9CBC),
    graticule: rgb(0x22303D),
    map_halo: rgb(0x0F1A24),
    mark: rgb(0xF5B335),
    mark_edge: rgb(0x0B1218),
    mark_label: rgb(0xFFE8BF),
    group: rgb(0xFFD98A),
    area_fill: rgba(0xF5B335, 44),
    area_edge: rgb(0xC99432),
    movement: rgb(0xF5B335),
    kinds: [rgb(0x56B4E9), rgb(0xE69F00), rgb(0x23BE8A), rgb(0xE08FC0), rgb(0xEE7733), rgb(0xF0E442), rgb(0x6F9BFF), rgb(0xDFE5EA)],
    other_kinds: rgb(0x7F8B97),
    steps: [rgb(0x4F7296), rgb(0x3E9AB0), rgb(0x4FBF8B), rgb(0xB2D84C), rgb(0xFDF07A)],
    heat: [rgba(0x3B6FB6, 110), rgba(0x4FB88A, 150), rgba(0xF0E442, 195), rgba(0xFFFFFF, 225)],
    badge: rgb(0x2C3845),
    on_badge: rgb(0xFFE8BF),
    symbol_halo: rgb(0xDDE5EC),
    annotation: rgb(0xFF86D5),
    veil: rgba(0x000000, 63),
    panel: rgb(0x141A20),
    raised: rgb(0x1B232B),
    backdrop: rgba(0x000000, 140),
    hairline: rgb(0x2A343E),
    text: rgb(0xE8EEF4),
    weak: rgb(0x95A3B1),
    accent: rgb(0x5AB0FF),
    on_accent: rgb(0x061422),
    selected_row: rgb(0x1D354C),
    hovered_row: rgb(0x1B232B),
    contested: rgb(0xFF9E7A),
    error: rgb(0xFF8A80),
};

const LIGHT: Theme = Theme {
    kind: ThemeKind::Light,
    sea: rgb(0xD9E6EF),
    land: rgb(0xF6F4EE),
    coast: rgb(0xA9B8C2),
    lake: rgb(0xD9E6EF),
    river: rgb(0xC3D7E5),
    border: rgb(0xB3AFA4),
    admin1: rgb(0xDDD9CF),
    disputed: rgb(0x8C877B),
    disputed_label: rgb(0x6B6558),
    map_label: rgb(0x5A6772),
    country_label: rgb(0x61686E),
    water_label: rgb(0x3F6785),
    graticule: rgb(0xC9D2D8),
    map_halo: rgb(0xF6F4EE),
    mark: rgb(0xC44F00),
    mark_edge: rgb(0xFFFFFF),
    mark_label: rgb(0x5E2700),
    group: rgb(0x8A3A05),
    area_fill: rgba(0xC44F00, 40),
    area_edge: rgb(0xC06A30),
    movement: rgb(0xC44F00),
    kinds: [rgb(0x0072B2), rgb(0xC44F00), rgb(0x00825F), rgb(0xA8508A), rgb(0xA87400), rgb(0x2A8FCB), rgb(0x6E6A00), rgb(0x333333)],
    other_kinds: rgb(0x868C92),
    steps: [rgb(0x86ABD0), rgb(0x5A8FC4), rgb(0x3370B0), rgb(0x1F4E8C), rgb(0x0C2B5E)],
    heat: [rgba(0x9CC5E8, 120), rgba(0x4F8FC9, 160), rgba(0xD55E00, 190), rgba(0x7A1F00, 225)],
    badge: rgb(0xFFFFFF),
    on_badge: rgb(0x5E2700),
    symbol_halo: rgb(0xFFFFFF),
    annotation: rgb(0xA8006B),
    veil: rgba(0xF5F3EE, 68),
    panel: rgb(0xFCFCFB),
    raised: rgb(0xFFFFFF),
    backdrop: rgba(0x1B232B, 90),
    hairline: rgb(0xE3E1DC),
    text: rgb(0x1B232B),
    weak: rgb(0x5F6A75),
    accent: rgb(0x0B63C4),
    on_accent: rgb(0xFFFFFF),
    selected_row: rgb(0xDCEAF9),
    hovered_row: rgb(0xF1F2F2),
    contested: rgb(0xA8320A),
    error: rgb(0xB3261E),
};

const PROJECTOR: Theme = Theme {
    kind: ThemeKind::Projector,
    sea: rgb(0xE8EEF3),
    land: rgb(0xFFFFFF),
    coast: rgb(0x8A8F94),
    lake: rgb(0xE8EEF3),
    river: rgb(0xC9D6E0),
    border: rgb(0x8A8F94),
    admin1: rgb(0xD5D8DB),
    disputed: rgb(0x5B6066),
    disputed_label: rgb(0x3F444A),
    map_label: rgb(0x2B3238),
    country_label: rgb(0x2B3238),
    water_label: rgb(0x2F4E66),
    graticule: rgb(0xC3CAD0),
    map_halo: rgb(0xFFFFFF),
    mark: rgb(0xB03A00),
    mark_edge: rgb(0xFFFFFF),
    mark_label: rgb(0x3D1700),
    group: rgb(0x7A2800),
    area_fill: rgba(0xB03A00, 48),
    area_edge: rgb(0xB03A00),
    movement: rgb(0xB03A00),
    kinds: [rgb(0x0060A0), rgb(0xB03A00), rgb(0x00704F), rgb(0x93397A), rgb(0x8F6000), rgb(0x1F7FBC), rgb(0x5A5600), rgb(0x222222)],
    other_kinds: rgb(0x7A8086),
    steps: [rgb(0x76A0CA), rgb(0x4A84BE), rgb(0x2565A8), rgb(0x174582), rgb(0x071F4C)],
    heat: [rgba(0x8ABCE4, 135), rgba(0x3F82C0, 170), rgba(0xC85000, 200), rgba(0x6A1800, 230)],
    badge: rgb(0xFFFFFF),
    on_badge: rgb(0x3D1700),
    symbol_halo: rgb(0xFFFFFF),
    annotation: rgb(0x8C0057),
    veil: rgba(0xFFFFFF, 68),
    panel: rgb(0xFFFFFF),
    raised: rgb(0xFFFFFF),
    backdrop: rgba(0x1B232B, 90),
    hairline: rgb(0xC9CDD1),
    text: rgb(0x000000),
    weak: rgb(0x3A4046),
    accent: rgb(0x0046A6),
    on_accent: rgb(0xFFFFFF),
    selected_row: rgb(0xD3E3F8),
    hovered_row: rgb(0xEEF1F4),
    contested: rgb(0x8F2400),
    error: rgb(0x9B1510),
};

impl Theme {
    pub fn of(kind: ThemeKind) -> &'static Self {
        match kind {
            ThemeKind::Dark => &DARK,
            ThemeKind::Light => &LIGHT,
            ThemeKind::Projector => &PROJECTOR,
        }
    }

    /// What a field is framed by: seen, but less than what stands in it.
    pub fn field_edge(&self) -> Color32 {
        self.hairline.lerp_to_gamma(self.weak, 0.3)
    }

    /// The colour of a class of rows, by its number counted from 1; of rows that have none for 0.
    pub fn of_class(&self, classes: &Classes, class: u8) -> Color32 {
        let n = classes.classes().len();
        let Some(at) = usize::from(class).checked_sub(1) else { return self.other_kinds };
        if classes.are_ordered() {
            // Few steps are far apart.
            let step = if n > 1 { (at * (MOST_RANGES - 1)) / (n - 1) } else { MOST_RANGES - 1 };
            self.steps.get(step).copied().unwrap_or(self.other_kinds)
        } else {
            self.kinds.get(at).copied().unwrap_or(self.other_kinds)
        }
    }

    /// The dot of the laser.
    pub fn laser(&self) -> Color32 {
        if self.kind == ThemeKind::Dark { rgb(0xFF5A4A) } else { rgb(0xE00000) }
    }

    /// A screen on which there is to be nothing.
    pub fn black_out() -> Color32 {
        Color32::BLACK
    }

    /// A colour that a file asks for (simplestyle); red, green, blue and opacity, not premultiplied.
    pub fn of_file([r, g, b, a]: [u8; 4]) -> Color32 {
        Color32::from_rgba_unmultiplied(r, g, b, a)
    }

    /// What fills the frame of troops. The first seven sides have the colours of Okabe and Ito (2008), which the colour-blind tell apart,
    /// those last that marks have; further ones are as grey as one that is not known, for a colour must not stand for two.
    pub fn fill_of(framing: Framing) -> Fill {
        const SIDES: [[u8; 3]; 7] =
            [[204, 121, 167], [86, 180, 233], [240, 228, 66], [0, 158, 115], [0, 114, 178], [213, 94, 0], [230, 159, 0]];
        const GREY: [u8; 3] = [208, 208, 208];
        match framing {
            Framing::Identity(_) => Fill::Identity,
            Framing::Side(side) => Fill::Side(side.and_then(|side| SIDES.get(side)).copied().unwrap_or(GREY)),
        }
    }

    /// Makes egui's own widgets speak this theme.
    pub fn apply(&self, ctx: &egui::Context) {
        let mut visuals = if self.kind == ThemeKind::Dark { Visuals::dark() } else { Visuals::light() };
        visuals.panel_fill = self.panel;
        visuals.window_fill = self.raised;
        visuals.extreme_bg_color = self.raised;
        visuals.faint_bg_color = self.raised;
        visuals.override_text_color = Some(self.text);
        visuals.weak_text_color = Some(self.weak);
        visuals.hyperlink_color = self.accent;
        visuals.error_fg_color = self.error;
        visuals.selection.bg_fill = self.selected_row;
        visuals.selection.stroke = Stroke::new(1.0, self.accent);
        visuals.window_stroke = Stroke::new(1.0, self.hairline);
        visuals.widgets.noninteractive.bg_stroke = Stroke::new(1.0, self.hairline);
        visuals.widgets.noninteractive.fg_stroke = Stroke::new(1.0, self.text);
        visuals.widgets.inactive.weak_bg_fill = self.raised;
        // On light grounds a button's own ground is not seen.
        visuals.widgets.inactive.bg_stroke = Stroke::new(1.0, self.hairline);
        visuals.widgets.inactive.bg_fill = self.hairline;
        visuals.widgets.inactive.fg_stroke = Stroke::new(1.0, self.text);
        visuals.widgets.hovered.weak_bg_fill = self.hovered_row;
        visuals.widgets.hovered.bg_stroke = Stroke::new(1.0, self.weak);
        visuals.widgets.active.weak_bg_fill = self.selected_row;
        // A cursor that blinks draws the whole window twice a second for as long as a form is open.
        visuals.text_cursor.blink = false;
        ctx.set_visuals(visuals);
        ctx.all_styles_mut(|style| {
            for (text_style, size) in [
                (egui::TextStyle::Small, TextSize::Small),
                (egui::TextStyle::Body, TextSize::Body),
                (egui::TextStyle::Button, TextSize::Body),
                (egui::TextStyle::Monospace, TextSize::Body),
                (egui::TextStyle::Heading, TextSize::Title),
            ] {
                style.text_styles.insert(text_style, font(size, Weight::Regular));
            }
            style.spacing.item_spacing = egui::vec2(8.0, 4.0);
            style.spacing.button_padding = egui::vec2(8.0, 4.0);
            style.interaction.selectable_labels = false;
            // The map lies over the outer half of the edge that panels are dragged by.
            style.interaction.resize_grab_radius_side = 5.0;
            // A scroll bar is no more than its place.
            style.spacing.scroll.active_handle_opacity = 0.3;
            style.spacing.scroll.interact_handle_opacity = 0.6;
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_text_stands_out_from_its_ground() {
        for kind in ThemeKind::ALL {
            let t = Theme::of(kind);
            let pairs = [
                ("text on panel", t.text, t.panel),
                ("text on raised", t.text, t.raised),
                ("text on a selected row", t.text, t.selected_row),
                ("text on a hovered row", t.text, t.hovered_row),
                ("weak on panel", t.weak, t.panel),
                ("weak on raised", t.weak, t.raised),
                ("weak on a selected row", t.weak, t.selected_row),
                ("weak on a hovered row", t.weak, t.hovered_row),
                ("accent on panel", t.accent, t.panel),
                ("accent on a selected row", t.accent, t.selected_row),
                ("on accent", t.on_accent, t.accent),
                ("contested on panel", t.contested, t.panel),
                ("contested on a selected row", t.contested, t.selected_row),
                ("error on panel", t.error, t.panel),
                ("map label on land", t.map_label, t.land),
                ("map label on sea", t.map_label, t.sea),
                ("country label on land", t.country_label, t.land),
                ("water label on sea", t.water_label, t.sea),
                ("disputed label on land", t.disputed_label, t.land),
                ("mark label on land", t.mark_label, t.land),
                ("mark label on sea", t.mark_label, t.sea),
                ("drawing on its halo", t.annotation, t.map_halo),
                ("drawing on land", t.annotation, t.land),
                ("drawing on sea", t.annotation, t.sea),
                ("badge", t.on_badge, t.badge),
                ("number in a mark", t.mark_edge, t.mark),
                ("number in a group", t.mark_edge, t.group),
            ];
            for (what, ink, ground) in pairs {
                let ratio = contrast_ratio(ink, ground);
                assert!(ratio >= 4.5, "{}: {what} has {ratio:.2}:1", kind.name());
            }
            // WCAG 2.1 asks 3:1 of marks that are not text.
            for (what, ink, ground) in
                [("mark on land", t.mark, t.land), ("mark on sea", t.mark, t.sea), ("accent on land", t.accent, t.land)]
            {
                let ratio = contrast_ratio(ink, ground);
                assert!(ratio >= 3.0, "{}: {what} has {ratio:.2}:1", kind.name());
            }
        }
    }
}
