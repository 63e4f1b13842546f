//! The map's surface: draws the picture, and turns pointer and wheel into commands.

use std::sync::Arc;

use egui::{EventFilter, Id, PointerButton, Pos2, Rect, Response, Role, Sense, Stroke, StrokeKind, Ui, Vec2, WidgetInfo};

use crate::base::shortened;
use crate::command::{CameraCommand, Command, FilterCommand, Outbox, Pane};
use crate::earth::{Bounds, LonLat, to_lon_lat};
use crate::map::annotations::add_annotations;
use crate::map::host::{self, BasemapLayer};
use crate::map::{
    Crossfade, DisplayList, Emphasis, Fades, Hit, Label, Picture, Tiles, TroopMark, View as MapSurface, add_picture, add_veil, furniture,
    tools,
};
use crate::model::RecordId;
use crate::panels::filter::cross;
use crate::panels::linking::drop_onto;
use crate::panels::pieces::{trace_place, trace_rect};
use crate::panels::{View, brief, count_line, layer_name, sketching};
use crate::placing::{Group, Picks, Placed, Resolved, Stack, anchor, places_of};
use crate::query::{Area, Fit, RowsAnswer};
use crate::viewpoint::{Camera, Item, MapPart, Picked};
use crate::wording;

/// More marks than this are left to the pointer and the lists: each announced mark is a widget.
const MAX_ANNOUNCED: usize = 200;

#[derive(Default)]
pub struct MapPanel {
    /// Where a box zoom began.
    box_from: Option<Pos2>,
    /// What is dragged by hand.
    dragged: Option<sketching::Dragged>,
    names: Fades,
    scenes: Crossfade,
    /// The map as a widget, and how often the keyboard was sent anywhere.
    id: Option<Id>,
    n_focus: u64,
}

/// What the map draws besides what all panels see.
pub struct MapView<'a> {
    pub picture: &'a Picture,
    /// Whether an item belongs to the selection: the places and the movement of a selected event, say.
    pub belongs: &'a dyn Fn(&Item) -> bool,
    /// What the picture is of, and where the selection and what is hovered stand in it.
    pub resolved: Option<&'a Resolved>,
    /// How the rows of each data layer stand.
    pub placed: &'a [Arc<Placed>],
    /// Which rows of each are asked for.
    pub row_answers: &'a [Arc<RowsAnswer>],
    pub ringed: [&'a Picks; 2],
}

/// What the picture lies on in the window.
pub struct MapGround<'a> {
    pub basemap: &'a BasemapLayer,
    /// What the basemap is copied from on a software adapter.
    pub tiles: Option<&'a Tiles>,
    /// Whether the map says how much it shows of how much: not where it leaves the program.
    pub has_counts: bool,
}

impl MapView<'_> {
    /// The units of a stack, the larger first.
    fn rows_of(&self, layer: usize, stack: Stack) -> Vec<Item> {
        let units = self.placed.get(layer).and_then(|placed| placed.units.as_ref());
        let all = units.map(|units| units.rows_of(stack)).unwrap_or_default();
        let asked_for = self.row_answers.get(layer);
        let rows = all.into_iter().filter(|row| asked_for.is_none_or(|rows| rows.fit(*row) != Fit::Out));
        rows.map(|row| Item::Row { layer, row }).collect()
    }

    /// The places of a group, the more important first; at most so many.
    fn items_of(&self, group: Group, n_most: usize) -> Vec<Item> {
        self.resolved.map(|resolved| resolved.items_of(group, n_most)).unwrap_or_default()
    }
}

impl MapPanel {
    pub fn ui(&mut self, view: &View<'_>, map: &MapView<'_>, ground: &MapGround<'_>, ui: &mut Ui, out: &mut Outbox) {
        let picture = map.picture;
        let viewpoint = view.viewpoint;
        let surface = MapSurface::new(viewpoint.camera, picture.rect);
        let response = host::show(ground.basemap, ground.tiles, &surface, viewpoint.parts, view.theme, ui);
        self.take_focus(view, &response, ui);
        // While the first file is read there is nothing to follow with the eye, and each frame would keep it waiting.
        let is_shown = view.situation.is_some() || !view.layers.is_empty();
        let seconds = (view.has_motion && is_shown).then(|| ui.input(|input| input.stable_dt).min(0.1));
        if self.names.follow(picture, view.theme, seconds) {
            ui.ctx().request_repaint();
        }
        let pointer = response.hover_pos();
        let mut list = DisplayList::new(ui.ctx());
        add_map(view, map, self.names.labels(), pointer, &mut list);
        let scene = view.presenting.map(|presenting| &presenting.scene).zip(seconds);
        if self.scenes.paint(&list, scene, &surface, &ui.painter().with_clip_rect(picture.rect)) {
            ui.ctx().request_repaint();
        }
        announce_found(view, &surface, ui);
        sketching::paint(view, picture, pointer.map(|pos| place_at(view, picture, pos)), ui);
        if viewpoint.measure.is_none() && viewpoint.outline.is_none() && viewpoint.sketch.is_none() {
            announce(map, view, ui, out);
        }
        if ground.has_counts {
            brief::frame(view, picture.rect, ui);
            count_line::on_map(view, picture, ui, out);
            clear_area(view, picture, ui, out);
        }
        self.handle_pointer(view, map, &response, ui, out);
        drop_on_mark(view, picture, &response, ui, out);
    }
}

/// A row of a list that is let go over a mark is linked to it.
fn drop_on_mark(view: &View<'_>, picture: &Picture, response: &Response, ui: &Ui, out: &mut Outbox) {
    const AROUND: f32 = 14.0;
    let Some(pos) = ui.ctx().pointer_latest_pos().filter(|_| response.contains_pointer()) else { return };
    if egui::DragAndDrop::has_payload_of_type::<Item>(ui.ctx())
        && let Some(Hit::Item(Item::Record(id))) = picture.pick(pos)
    {
        drop_onto(view, ui, Rect::from_center_size(pos, Vec2::splat(2.0 * AROUND)), &id, out);
    }
}

/// Adds all that stands on the map over its ground, with its names as they stand on the screen. What follows the pointer is there where
/// there is one.
pub fn add_map<'a>(
    view: &View<'_>,
    map: &MapView<'a>,
    names: impl Iterator<Item = (&'a Label, f32)> + Clone,
    pointer: Option<Pos2>,
    list: &mut DisplayList<'a>,
) {
    let picture = map.picture;
    let groups_of = |picks: &Picks| map.resolved.map(|resolved| resolved.groups_of(&picks.points, picture.camera.zoom()));
    let [selected_groups, hovered_groups] = map.ringed.map(|picks| groups_of(picks).unwrap_or_default());
    let emphasis = Emphasis {
        selected: map.belongs,
        hovered: &|item| view.hover == Some(item),
        selected_groups: &selected_groups,
        hovered_group: hovered_groups.first().copied(),
        selected_stacks: &selected_stacks(view, map),
        rows: [&view.viewpoint.selection, &view.hover.cloned()].map(|item| match item {
            Some(Item::Row { layer, row }) => Some((*layer, *row)),
            _ => None,
        }),
    };
    add_picture(picture, names, view.theme, &emphasis, list);
    if view.viewpoint.is_spotlit {
        add_veil(picture, &emphasis, view.theme, list);
    }
    let surface = MapSurface::new(view.viewpoint.camera, picture.rect);
    // What is drawn while a scene is on the wall is not the scene's yet.
    let ink = view.presenting.and_then(|presenting| presenting.ink.get(&presenting.scene));
    for drawn in std::iter::once(&view.viewpoint.annotations).chain(ink) {
        add_annotations(&surface, drawn, view.theme, list);
    }
    add_tools(view, map, pointer, list);
    let rough = pointer.and_then(|pos| rough_place_at(view, map, pos));
    let rough = rough.map(|(id, place)| (shortened(view.name(&id), 60), place));
    furniture::add(picture, view.viewpoint, view.preferences.coordinates, (pointer, rough), view.theme, list);
}

impl MapPanel {
    /// Whether a widget is the map, whose arrow keys are its own.
    pub fn owns(&self, id: Id) -> bool {
        self.id == Some(id)
    }

    fn take_focus(&mut self, view: &View<'_>, response: &Response, ui: &Ui) {
        let (pane, n_sent) = view.desk.focus;
        if pane == Pane::Map && n_sent != std::mem::replace(&mut self.n_focus, n_sent) {
            response.request_focus();
        }
        let filter = EventFilter { horizontal_arrows: true, vertical_arrows: true, ..EventFilter::default() };
        ui.memory_mut(|memory| memory.set_focus_lock_filter(response.id, filter));
        self.id = Some(response.id);
        let words = wording::map(view.viewpoint.camera.centre(), view.preferences.coordinates);
        response.widget_info(|| WidgetInfo::labeled(Role::Canvas, true, &words));
    }
}

/// Whether a click ends the area that is drawn: on its first corner, or again on its last, as the second click of two does.
fn ends_area(view: &View<'_>, picture: &Picture, corners: &[LonLat], pos: Pos2) -> bool {
    const NEAR: f32 = 8.0;
    let surface = MapSurface::new(view.viewpoint.camera, picture.rect);
    let ends = [corners.first(), corners.last()].into_iter().flatten();
    corners.len() >= 3 && ends.into_iter().any(|corner| surface.copies(*corner).iter().any(|at| at.distance(pos) < NEAR))
}

fn add_tools(view: &View<'_>, map: &MapView<'_>, pointer: Option<Pos2>, list: &mut DisplayList<'_>) {
    let picture = map.picture;
    let surface = MapSurface::new(view.viewpoint.camera, picture.rect);
    let measure = view.viewpoint.measure;
    if view.viewpoint.parts.has(MapPart::RangeRings)
        && let Some(centre) = measure.and_then(|measure| Some(measure.from?.at)).or_else(|| selected_position(view))
    {
        tools::add_rings(&surface, centre, view.theme, list);
    }
    if let Some(differences) = &view.differences {
        let ways = differences.ways().iter().filter_map(|[from, to]| Some([from.position()?, to.position()?]));
        tools::add_ways(&surface, ways, view.theme, list);
    }
    if let Some(found) = &view.viewpoint.found {
        tools::add_found(&surface, found, view.theme, list);
    }
    if let Some(corners) = &view.viewpoint.outline {
        let pointer = pointer.map(|pos| place_at(view, picture, pos));
        tools::add_outline(&surface, corners, pointer, view.theme, list);
    }
    if let Some(measure) = measure {
        let pointer = pointer.map(|pos| picked_at(view, map, pos));
        tools::add_measure(&surface, measure, pointer, view.theme, list);
    }
}

/// Gives what a search flew to a name for screen readers.
fn announce_found(view: &View<'_>, surface: &MapSurface, ui: &Ui) {
    if let Some(found) = &view.viewpoint.found {
        for pos in surface.copies(found.position) {
            let rect = Rect::from_center_size(pos, Vec2::splat(30.0)).intersect(surface.rect);
            let response = ui.interact(rect, Id::unique(("found", pos.x as i32)), Sense::hover());
            response.widget_info(|| WidgetInfo::labeled(Role::Label, true, wording::found_on_map(&found.name)));
        }
    }
}

/// The drawn area, with a cross at its top that takes it away.
fn clear_area(view: &View<'_>, picture: &Picture, ui: &Ui, out: &mut Outbox) {
    let Some(Area::Polygon(corners)) = &view.viewpoint.filter.area else { return };
    let surface = MapSurface::new(view.viewpoint.camera, picture.rect);
    let painter = &ui.painter().with_clip_rect(picture.rect);
    let mut list = DisplayList::new(ui.ctx());
    let top = tools::add_area(&surface, corners, true, view.theme, &mut list);
    list.paint(painter);
    let Some(top) = top else { return };
    let rect = Rect::from_center_size(top, Vec2::splat(20.0));
    let response = ui.interact(rect, Id::unique("clear-area"), Sense::click());
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, wording::CLEAR_AREA));
    trace_rect("area", "clear", rect);
    let edge = if response.hovered() { view.theme.accent } else { view.theme.weak };
    painter.circle(top, 9.0, view.theme.panel, Stroke::new(1.0, edge));
    cross(ui, top, edge);
    if response.on_hover_text(wording::CLEAR_AREA).clicked() {
        out.push(Command::Filter(FilterCommand::Area(None)));
    }
}

fn place_at(view: &View<'_>, picture: &Picture, pos: Pos2) -> LonLat {
    let offset = pos - picture.rect.center();
    view.viewpoint.camera.place_at([f64::from(offset.x), f64::from(offset.y)])
}

/// The place known only roughly whose mark or name is under the pointer.
fn rough_place_at(view: &View<'_>, map: &MapView<'_>, pos: Pos2) -> Option<(RecordId, Picked)> {
    let Hit::Item(item) = map.picture.pick_sign(pos)? else { return None };
    let within_m = Some(map.resolved?.rough_m_of(&item)?);
    let Item::Record(RecordId::Place(id)) = &item else { return None };
    let at = anchor(view.situation?, id)?;
    Some((RecordId::Place(id.clone()), Picked { at, within_m }))
}

/// What a pick takes: the middle of a place known only roughly where its mark or name is pressed, else the very spot.
fn picked_at(view: &View<'_>, map: &MapView<'_>, pos: Pos2) -> Picked {
    let rough = rough_place_at(view, map, pos).filter(|_| view.viewpoint.outline.is_none());
    rough.map_or_else(|| place_at(view, map.picture, pos).into(), |(_, place)| place)
}

/// Where the selection lies: its first place.
fn selected_position(view: &View<'_>) -> Option<LonLat> {
    match view.viewpoint.selection.as_ref()? {
        Item::Record(id) => places_of(view.situation?, id).iter().find_map(|place| anchor(view.situation?, place)),
        Item::Row { layer, row } => view.layers.get(*layer)?.bounds_of(*row).map(Bounds::centre),
    }
}

/// Gives marks a name for screen readers and the keyboard.
fn announce(map: &MapView<'_>, view: &View<'_>, ui: &Ui, out: &mut Outbox) {
    let picture = map.picture;
    announce_units(map, view, ui, out);
    announce_troops(map, view, ui, out);
    if picture.marks.len() > MAX_ANNOUNCED {
        return;
    }
    for (index, mark) in picture.marks.iter().enumerate() {
        let rect = mark.rect().intersect(picture.rect);
        if !rect.is_positive() {
            continue;
        }
        // The keyboard reaches places through the lists: 200 stops of the Tab key would be a wall.
        let response = ui.interact(rect, Id::unique(("mark", &mark.item, index)), Sense::CLICK);
        let name = match mark.group {
            None => wording::on_map(&mark.name),
            Some(_) => wording::group_on_map(mark.n_places, &mark.name),
        };
        let name = wording::as_asked_for(&name, mark.fit);
        let name = if mark.standings.is_empty() { name } else { wording::with_standings(&name, &mark.standings) };
        trace_place("mark", &mark.item, rect);
        response.widget_info(|| WidgetInfo::selected(Role::Button, true, view.is_selected(&mark.item), &name));
        if response.clicked() {
            press(mark.hit(), map, out);
        }
        if response.hovered() {
            hover(&mark.hit(), map, view, &response, out);
        }
    }
}

/// The same of the units of data layers.
fn announce_units(map: &MapView<'_>, view: &View<'_>, ui: &Ui, out: &mut Outbox) {
    let picture = map.picture;
    for (index, unit) in picture.units.iter().enumerate().filter(|_| picture.units.len() <= MAX_ANNOUNCED) {
        let rect = unit.rect().intersect(picture.rect);
        let Item::Row { layer, row } = unit.item else { continue };
        let Some(of) = view.layers.get(layer).filter(|_| rect.is_positive()) else { continue };
        let response = ui.interact(rect, Id::unique(("unit", &unit.item, index)), Sense::CLICK);
        let name = wording::units_on_map(unit.stack.n_units, &shortened(&of.title(row), 60));
        response.widget_info(|| WidgetInfo::selected(Role::Button, true, view.is_selected(&unit.item), &name));
        if response.clicked() {
            press(unit.hit(), map, out);
        }
        if response.hovered() {
            hover(&unit.hit(), map, view, &response, out);
        }
    }
}

/// The same of bodies of troops.
fn announce_troops(map: &MapView<'_>, view: &View<'_>, ui: &Ui, out: &mut Outbox) {
    for (index, troops) in map.picture.troops.iter().enumerate() {
        let rect = troops.rect.intersect(map.picture.rect);
        let (Some(item), Some(first), true) = (troops.items.first(), troops.names.first(), rect.is_positive()) else { continue };
        let response = ui.interact(rect, Id::unique(("troops", item, index)), Sense::CLICK);
        let name = if troops.items.len() > 1 { &wording::stack_of_troops_on_map(troops.items.len(), first) } else { first };
        let is_selected = troops.items.iter().any(|item| view.is_selected(item));
        trace_place("troops", item, rect);
        response.widget_info(|| WidgetInfo::selected(Role::Button, true, is_selected, name));
        if response.clicked() {
            press(troops.hit(index), map, out);
        }
        if response.hovered() {
            hover(&troops.hit(index), map, view, &response, out);
        }
        if troops.items.len() == 1 && view.presenting.is_none() {
            response.on_hover_text_at_pointer(name);
        }
    }
}

/// Where bodies of troops stand at several places these are shown apart; of those at one place one chooses.
fn open_troops(troops: &TroopMark, map: &MapView<'_>, out: &mut Outbox) {
    match troops.group {
        Some(group) => press(Hit::Group(group), map, out),
        None => out.push(Command::ChooseAmong(troops.items.clone())),
    }
}

/// The stacks that the selected row of a data layer stands in.
fn selected_stacks(view: &View<'_>, map: &MapView<'_>) -> Vec<(usize, u32)> {
    let Some(Item::Row { layer, row }) = view.viewpoint.selection else { return Vec::new() };
    let units = map.placed.get(layer).and_then(|placed| placed.units.as_ref());
    let stacks = units.into_iter().flat_map(|units| units.stacks_of(row, map.picture.camera.zoom()));
    stacks.map(|first| (layer, first)).collect()
}

fn press(hit: Hit, map: &MapView<'_>, out: &mut Outbox) {
    match hit {
        Hit::Troops(index) => map.picture.troops.get(index).into_iter().for_each(|troops| open_troops(troops, map, out)),
        Hit::Stack(layer, stack) => out.push(Command::OpenGroup(map.rows_of(layer, stack))),
        Hit::Item(item) => out.select(item),
        Hit::Cluster(_, [x, y], _) => {
            /// Each such step shows a quarter of what was in view.
            const CLOSER: f64 = 2.0;
            let zoom = map.picture.camera.zoom() + CLOSER;
            out.push(Command::LookAt(Camera::new(to_lon_lat((x, y)), zoom)));
        }
        Hit::Group(group) => out.push(Command::OpenGroup(map.items_of(group, group.n_places))),
    }
}

/// Rings an item; tells what is in a group. What a pointer passes over is nothing to a room.
fn hover(hit: &Hit, map: &MapView<'_>, view: &View<'_>, response: &Response, out: &mut Outbox) {
    const MOST_NAMES: usize = 12;
    if view.presenting.is_some() {
        return;
    }
    match hit {
        Hit::Item(item) => out.push(Command::Hover(Some(item.clone()))),
        Hit::Troops(index) => {
            let names = map.picture.troops.get(*index).map_or(&[][..], |troops| &troops.names);
            let mut shown: Vec<String> = names.iter().take(MOST_NAMES).map(|name| shortened(name, 90)).collect();
            if names.len() > MOST_NAMES {
                shown.push(wording::and_more(names.len() - MOST_NAMES));
            }
            response.clone().on_hover_text_at_pointer(shown.join("\n"));
        }
        Hit::Cluster(layer, _, n) => {
            let name = view.layers.get(*layer).map(|layer| layer_name(layer)).unwrap_or_default();
            response.clone().on_hover_text_at_pointer(wording::cluster_on_map(*n, name));
        }
        Hit::Stack(layer, stack) => {
            let title = |item: &Item| match item {
                Item::Row { row, .. } => Some(shortened(&view.layers.get(*layer)?.title(*row), 60)),
                Item::Record(_) => None,
            };
            let mut titles: Vec<String> = map.rows_of(*layer, *stack).iter().take(MOST_NAMES).filter_map(title).collect();
            if stack.n_units > MOST_NAMES {
                titles.push(wording::and_more(stack.n_units - MOST_NAMES));
            }
            response.clone().on_hover_text_at_pointer(titles.join("\n"));
        }
        Hit::Group(group) => {
            let name = |item: &Item| match item {
                Item::Record(id) => Some(shortened(view.name(id), 60)),
                Item::Row { .. } => None,
            };
            let mut names: Vec<String> = map.items_of(*group, MOST_NAMES).iter().filter_map(name).collect();
            if group.n_places > MOST_NAMES {
                names.push(wording::and_more(group.n_places - MOST_NAMES));
            }
            response.clone().on_hover_text_at_pointer(names.join("\n"));
        }
    }
}

impl MapPanel {
    fn handle_pointer(&mut self, view: &View<'_>, map: &MapView<'_>, response: &Response, ui: &Ui, out: &mut Outbox) {
        let picture = map.picture;
        let anchor = |pos: Pos2| {
            let offset = pos - picture.rect.center();
            [f64::from(offset.x), f64::from(offset.y)]
        };
        self.handle_drag(view, picture, response, ui, out, &anchor);
        let Some(pos) = response.hover_pos() else { return };
        let outline = view.viewpoint.outline.as_deref();
        let is_sketching = view.viewpoint.sketch.is_some();
        let is_measuring = view.viewpoint.measure.is_some() || outline.is_some() || is_sketching;
        let hit = if is_measuring { None } else { picture.pick(pos) };
        if is_measuring {
            ui.ctx().set_cursor_icon(egui::CursorIcon::Crosshair);
        } else if let Some(hit) = hit.as_ref().filter(|_| !response.dragged()) {
            ui.ctx().set_cursor_icon(egui::CursorIcon::PointingHand);
            hover(hit, map, view, response, out);
        }
        let (scroll, pinch) = ui.input(|input| (input.smooth_scroll_delta.y, input.zoom_delta()));
        let steps = f64::from(scroll) / 160.0 + f64::from(pinch.log2());
        if steps.abs() > 1e-4 {
            ui.input_mut(|input| input.smooth_scroll_delta = Vec2::ZERO);
            out.push(Command::Camera(CameraCommand::Zoom { steps, anchor: anchor(pos) }));
        }
        if is_sketching {
            if response.clicked() {
                sketching::click(view, picture, (pos, place_at(view, picture, pos)), response.double_clicked(), out);
            }
        } else if is_measuring {
            if response.clicked() {
                let is_end = outline.is_some_and(|corners| ends_area(view, picture, corners, pos));
                out.push(if is_end { Command::Filter(FilterCommand::CloseArea) } else { Command::Pick(picked_at(view, map, pos)) });
            }
        } else if response.double_clicked() {
            out.push(Command::Camera(CameraCommand::GlideZoom {
                steps: if ui.input(|input| input.modifiers.shift) { -1.0 } else { 1.0 },
                anchor: anchor(pos),
            }));
        } else if response.clicked() {
            match hit {
                Some(hit) => press(hit, map, out),
                None => out.push(Command::Select(None)),
            }
        }
    }

    /// A drag moves the map and lets it run out; with Shift it draws a box to look at.
    fn handle_drag(
        &mut self,
        view: &View<'_>,
        picture: &Picture,
        response: &Response,
        ui: &Ui,
        out: &mut Outbox,
        anchor: &dyn Fn(Pos2) -> [f64; 2],
    ) {
        const SMALLEST_BOX: f32 = 8.0;
        let pointer = response.interact_pointer_pos();
        if response.drag_started_by(PointerButton::Primary) {
            self.dragged = sketching::drag_begins(view, picture, ui, out);
        }
        if let Some(dragged) = self.dragged {
            let at = pointer.map(|pos| place_at(view, picture, pos));
            self.dragged = Some(dragged).filter(|_| sketching::drag(dragged, at, response, view, out));
            return;
        }
        if response.drag_started_by(PointerButton::Primary) && ui.input(|input| input.modifiers.shift) {
            self.box_from = ui.input(|input| input.pointer.press_origin());
        }
        if let (Some(from), Some(to)) = (self.box_from, pointer) {
            let rect = Rect::from_two_pos(from, to).intersect(picture.rect);
            ui.painter().rect(rect, 0.0, view.theme.area_fill, Stroke::new(1.5, view.theme.accent), StrokeKind::Inside);
            if response.drag_stopped() {
                self.box_from = None;
                if rect.width() > SMALLEST_BOX && rect.height() > SMALLEST_BOX {
                    out.push(Command::Camera(CameraCommand::Box { from: anchor(rect.min), to: anchor(rect.max) }));
                }
            }
            return;
        }
        let delta = response.drag_delta();
        if response.dragged_by(PointerButton::Primary) && delta != Vec2::ZERO {
            out.push(Command::Camera(CameraCommand::Pan([f64::from(delta.x), f64::from(delta.y)])));
        }
        if response.drag_stopped_by(PointerButton::Primary) {
            let velocity = ui.input(|input| input.pointer.velocity());
            out.push(Command::Camera(CameraCommand::Fling([f64::from(velocity.x), f64::from(velocity.y)])));
        }
    }
}
