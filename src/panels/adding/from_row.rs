//! A row of a data layer as the beginning of an event, with the report that it is.

use crate::dataset::{Dataset, Role};
use crate::model::{Linked, Mode, NewEvent, NewReport, Place, Situation, Source, SourceId, When};
use crate::panels::form::place_at;
use crate::panels::{View, layer_name};
use crate::wording;

/// What a row says, as far as fields of an event and of a report are for it. The report is of the source that the row names, or of the file,
/// and says which row of which file it is.
pub fn of_row(view: &View<'_>, situation: &Situation, layer: usize, row: u32) -> Option<(NewEvent, NewReport)> {
    let layer = view.layers.get(layer)?;
    let said = |role: Role| layer.said(row, role);
    let event = NewEvent {
        title: layer.title(row),
        mode: Mode::Happened,
        when: layer.dated(row).and_then(|date| When::parse(&date).ok()),
        place: place(view, layer, row).map(|place| Linked::New(Box::new(place))),
        category: said(Role::Category),
        tags: said(Role::Tag).into_iter().collect(),
        ..NewEvent::default()
    };
    let name = said(Role::Source).unwrap_or_else(|| layer_name(layer).to_owned());
    let known = situation.sources().values().find(|source| source.name == name).map(|source| source.id.clone());
    let source: Linked<SourceId, Source> = known.map_or_else(|| Linked::New(Box::new(Source::new("".into(), &name))), Linked::Known);
    let report = NewReport {
        source: Some(source),
        title: Some(wording::row_of_file(layer_name(layer), row, said(Role::Id).as_deref())),
        url: said(Role::Url).filter(|url| url.starts_with("http")),
        excerpt: excerpt(layer, row),
        ..NewReport::default()
    };
    Some((event, report))
}

/// Where the row is, called as it says.
fn place(view: &View<'_>, layer: &Dataset, row: u32) -> Option<Place> {
    let place = place_at(view, layer.bounds_of(row)?.centre());
    Some(layer.said(row, Role::Place).map_or(place.clone(), |name| Place { name, ..place }))
}

/// What it says in words, and who acted and died, which an event has no words of its own for.
fn excerpt(layer: &Dataset, row: u32) -> Option<String> {
    let named = [Role::Actor, Role::Deaths, Role::DeathsLeast, Role::DeathsMost].map(|role| {
        let columns = layer.mapping().columns_of(role).filter_map(|name| Some((name, layer.text(row, layer.column_named(name)?)?)));
        columns.filter(|(_, text)| !text.trim().is_empty()).map(|(name, text)| format!("{name}: {text}")).collect::<Vec<_>>()
    });
    let parts: Vec<String> = layer.said(row, Role::Summary).into_iter().chain(named.into_iter().flatten()).collect();
    (!parts.is_empty()).then(|| parts.join("; "))
}
