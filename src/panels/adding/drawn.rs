//! The name of a line or an area that was drawn, which makes it a place.

use egui::Ui;

use crate::command::{Command, Outbox, SketchCommand};
use crate::model::{Edit, Place, PlaceKind, Precision, PrecisionWord, RecordId};
use crate::panels::View;
use crate::panels::adding::first_line;
use crate::panels::pieces::text;
use crate::placing::drawn;
use crate::theme::{TextSize, Weight};
use crate::viewpoint::{Drawn, Item, Sketch};
use crate::wording;

#[derive(Debug, Default)]
pub struct NameOfDrawn {
    typed: String,
}

impl NameOfDrawn {
    pub fn ui(&mut self, view: &View<'_>, ui: &mut Ui, out: &mut Outbox) {
        const WIDTH: f32 = 420.0;
        let (Some(situation), Some(Sketch::Draw { shape, points })) = (view.situation, &view.viewpoint.sketch) else { return };
        ui.set_width(WIDTH.min(ui.ctx().content_rect().width() - 48.0));
        ui.label(text(wording::adding::name_drawn(*shape), TextSize::Strong, Weight::Semibold, view.theme.text));
        ui.add_space(4.0);
        let is_entered = first_line(ui, &mut self.typed, wording::adding::NAME, wording::adding::NAME);
        let name = self.typed.trim();
        ui.add_space(6.0);
        let is_pressed = ui.add_enabled(!name.is_empty(), egui::Button::new(wording::adding::ADD_PLACE)).clicked();
        if name.is_empty() || !(is_entered || is_pressed) {
            return;
        }
        let id = situation.new_place_id(name);
        let kind = match shape {
            Drawn::Line => PlaceKind::Route,
            Drawn::Area => PlaceKind::Area,
        };
        let place = Place {
            geometry: drawn(*shape, points),
            kind: Some(kind),
            precision: Some(Precision::Word(PrecisionWord::Exact)),
            ..Place::new(id.clone(), name)
        };
        out.push(Command::step(wording::adding::place_added(name), Edit::PutPlace(Box::new(place))));
        out.push(Command::Sketch(SketchCommand::Drop));
        out.select(Item::Record(RecordId::Place(id)));
    }
}
