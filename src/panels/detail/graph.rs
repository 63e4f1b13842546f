//! The small graph of who relies on whom: evidence at the left, then who says so, who relays that, and through whom we hold it.

use egui::epaint::CubicBezierShape;
use egui::text::{LayoutJob, TextWrapping};
use egui::{Align2, Color32, CornerRadius, Id, Rect, Role, Sense, Stroke, StrokeKind, Ui, WidgetInfo, pos2, vec2};

use crate::base::shortened;
use crate::command::Outbox;
use crate::model::{Provenance, ProvenanceNode, RecordId, ReportId, SourceId};
use crate::panels::pieces::{line, text, trace_rect};
use crate::panels::{View, preview};
use crate::theme::{TextSize, Weight, font};
use crate::viewpoint::Item;
use crate::wording;

/// More would be a thicket.
const MOST: usize = 12;
/// Of a node: two lines of text, or three where it is narrow.
const LINE: f32 = 14.0;
const NARROW: f32 = 150.0;
const GAP: f32 = 7.0;
const HEAD: f32 = 18.0;

/// Nothing where one node stands alone: words have said that already.
pub fn ui(view: &View<'_>, provenance: &Provenance, ui: &mut Ui, out: &mut Outbox) {
    if provenance.links.is_empty() {
        return;
    }
    let theme = view.theme;
    let nodes = shown(provenance);
    let mut columns: [Vec<usize>; 4] = Default::default();
    for node in &nodes {
        let Some(column) = provenance.nodes.get(*node).and_then(|its| columns.get_mut(its.column())) else { continue };
        column.push(*node);
    }
    let used: Vec<(usize, &Vec<usize>)> = columns.iter().enumerate().filter(|(_, nodes)| !nodes.is_empty()).collect();
    let n_deep = columns.iter().map(Vec::len).max().unwrap_or_default();
    ui.add_space(6.0);
    let between = 22.0;
    let width = (ui.available_width() - between * (used.len() as f32 - 1.0)) / used.len() as f32;
    let height = LINE * if width < NARROW { 3.0 } else { 2.0 } + 8.0;
    let size = vec2(ui.available_width(), HEAD + n_deep as f32 * (height + GAP));
    let (area, response) = ui.allocate_exact_size(size, Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::Image, true, spoken(view, provenance)));
    let mut rects: Vec<(usize, Rect)> = Vec::new();
    for (place, (column, nodes)) in used.iter().enumerate() {
        let left = area.left() + place as f32 * (width + between);
        let head = wording::HEADS.get(*column).copied().unwrap_or_default();
        line(ui, pos2(left, area.top()), head, TextSize::Small, Weight::Semibold, theme.weak, width);
        // In the middle of the column, so that lines fan out.
        let above = (n_deep - nodes.len()) as f32 * (height + GAP) / 2.0;
        for (row, node) in nodes.iter().enumerate() {
            let top = area.top() + HEAD + above + row as f32 * (height + GAP);
            rects.push((*node, Rect::from_min_size(pos2(left, top), vec2(width, height))));
        }
    }
    let rect_of = |node: usize| rects.iter().find(|(its, _)| *its == node).map(|(_, rect)| *rect);
    for (from, to) in &provenance.links {
        if let (Some(from), Some(to)) = (rect_of(*from), rect_of(*to)) {
            let (a, d) = (from.right_center(), to.left_center());
            let bend = ((d.x - a.x).abs() / 2.0).max(10.0);
            let points = [a, a + vec2(bend, 0.0), d - vec2(bend, 0.0), d];
            ui.painter().add(CubicBezierShape::from_points_stroke(points, false, Color32::TRANSPARENT, Stroke::new(1.2, theme.weak)));
        }
    }
    for (at, rect) in &rects {
        if let Some(its) = provenance.nodes.get(*at) {
            node(view, provenance, *at, its, *rect, ui, out);
        }
    }
    let n_left = provenance.nodes.len() - nodes.len();
    if n_left > 0 {
        ui.label(text(&wording::and_more(n_left), TextSize::Small, Weight::Regular, theme.weak));
    }
}

/// The nodes that are drawn: where there are too many, of each column its share.
fn shown(provenance: &Provenance) -> Vec<usize> {
    const EACH: usize = MOST / 4;
    let all = 0..provenance.nodes.len();
    if all.len() <= MOST {
        return all.collect();
    }
    let mut n_of = [0; 4];
    let takes = |node: &usize| {
        let column = provenance.nodes.get(*node).map(ProvenanceNode::column);
        column.and_then(|column| n_of.get_mut(column)).is_some_and(|n| {
            *n += 1;
            *n <= EACH
        })
    };
    all.filter(takes).collect()
}

/// A question mark is of an origin that nobody tells, round ends are of evidence, a double frame of a carrier.
fn node(view: &View<'_>, provenance: &Provenance, at: usize, node: &ProvenanceNode, rect: Rect, ui: &Ui, out: &mut Outbox) {
    let theme = view.theme;
    let item = item_of(view, provenance, at, node);
    let response = ui.interact(rect, Id::unique(("provenance", node_key(node))), Sense::click());
    response.widget_info(|| WidgetInfo::labeled(Role::Button, item.is_some(), spoken_node(view, provenance, at, node)));
    trace_rect("provenance", node_key(node), rect);
    let edge = if response.hovered() { theme.accent } else { theme.weak };
    let stroke = Stroke::new(1.2, edge);
    let radius = CornerRadius::same(if matches!(node, ProvenanceNode::Basis(_)) { (rect.height() / 2.0) as u8 } else { 4 });
    ui.painter().rect(rect, radius, theme.raised, stroke, StrokeKind::Inside);
    let mut right = rect.right() - 7.0;
    match node {
        ProvenanceNode::Root { is_origin_known: false, .. } => {
            right -= 12.0;
            line(ui, pos2(right + 3.0, rect.center().y - 9.0), "?", TextSize::Body, Weight::Semibold, theme.weak, 12.0);
        }
        ProvenanceNode::Carrier(_) => {
            ui.painter().rect_stroke(rect.shrink(2.5), radius, Stroke::new(1.0, edge), StrokeKind::Inside);
        }
        ProvenanceNode::Basis(_) | ProvenanceNode::Root { .. } | ProvenanceNode::Relay(_) => {}
    }
    let mut job = LayoutJob::single_section(
        shortened(&node_name(view, node), 80),
        egui::TextFormat { line_height: Some(LINE), ..egui::TextFormat::simple(font(TextSize::Small, Weight::Regular), theme.text) },
    );
    job.wrap = TextWrapping { max_width: right - rect.left() - 7.0, max_rows: (rect.height() / LINE) as usize, ..TextWrapping::default() };
    let galley = ui.painter().layout_job(job);
    let place = Align2::LEFT_CENTER.anchor_size(rect.left_center() + vec2(7.0, 0.0), galley.size());
    ui.painter().galley(place.min, galley, theme.text);
    let Some(item) = item else { return };
    if response.clicked() {
        out.select(item.clone());
    }
    let words = spoken_node(view, provenance, at, node);
    response.on_hover_ui(|ui| {
        ui.label(text(&words, TextSize::Small, Weight::Semibold, theme.text));
        preview::card(view, ui, &item);
    });
}

/// A name that no other node has.
fn node_key(node: &ProvenanceNode) -> String {
    match node {
        ProvenanceNode::Basis(id) => format!("basis:{id}"),
        ProvenanceNode::Root { report, .. } | ProvenanceNode::Relay(report) => format!("report:{report}"),
        ProvenanceNode::Carrier(source) => format!("carrier:{source}"),
    }
}

/// What a press goes to. Evidence has no page of its own: where a record has its id, to that, else to the first report that rests on it.
fn item_of(view: &View<'_>, provenance: &Provenance, at: usize, node: &ProvenanceNode) -> Option<Item> {
    let id = match node {
        ProvenanceNode::Basis(id) => {
            let named = [RecordId::Report(ReportId::from(id.as_str())), RecordId::Source(SourceId::from(id.as_str()))];
            let named = named.into_iter().find(|id| view.situation.is_some_and(|situation| situation.contains(id)));
            named.or_else(|| {
                let to = provenance.links.iter().find(|(from, _)| *from == at)?.1;
                match provenance.nodes.get(to)? {
                    ProvenanceNode::Root { report, .. } | ProvenanceNode::Relay(report) => Some(RecordId::Report(report.clone())),
                    ProvenanceNode::Basis(_) | ProvenanceNode::Carrier(_) => None,
                }
            })?
        }
        ProvenanceNode::Root { report, .. } | ProvenanceNode::Relay(report) => RecordId::Report(report.clone()),
        ProvenanceNode::Carrier(source) => RecordId::Source(source.clone()),
    };
    Some(Item::Record(id))
}

fn node_name(view: &View<'_>, node: &ProvenanceNode) -> String {
    let source = |id: &SourceId| view.name(&RecordId::Source(id.clone())).to_owned();
    match node {
        ProvenanceNode::Basis(id) => id.clone(),
        ProvenanceNode::Carrier(id) => source(id),
        ProvenanceNode::Root { report, .. } | ProvenanceNode::Relay(report) => view
            .situation
            .and_then(|situation| situation.report(report))
            .map_or_else(|| report.to_string(), |report| source(&report.source)),
    }
}

fn spoken_node(view: &View<'_>, provenance: &Provenance, at: usize, node: &ProvenanceNode) -> String {
    let name = node_name(view, node);
    match node {
        ProvenanceNode::Basis(_) => wording::basis_node(&name, provenance.links.iter().filter(|(from, _)| *from == at).count()),
        ProvenanceNode::Root { is_origin_known, .. } => wording::root_node(&name, *is_origin_known),
        ProvenanceNode::Relay(_) => wording::relay_node(&name),
        ProvenanceNode::Carrier(_) => wording::carrier_node(&name, provenance.links.iter().filter(|(_, to)| *to == at).count()),
    }
}

/// The graph in words.
fn spoken(view: &View<'_>, provenance: &Provenance) -> String {
    const MOST_LINKS: usize = 40;
    let name = |at: usize| provenance.nodes.get(at).map(|node| node_name(view, node)).unwrap_or_default();
    let links: Vec<(String, String)> = provenance.links.iter().take(MOST_LINKS).map(|(from, to)| (name(*from), name(*to))).collect();
    wording::graph(&links, provenance.nodes.len())
}
