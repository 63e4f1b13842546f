//! A row of a data layer as the beginning of an event, with the report that it is.

use crate::dataset::{Dataset, Role, RowTexts};
use crate::model::{Linked, Mode, NewEvent, NewReport, Place, Situation, Source, SourceId, When};
use crate::panels::form::place_at;
use crate::panels::{View, layer_name};
use crate::wording;

/// What a row says, as far as fields of an event and of a report are for it. The report is of the source that the row names, or of the file,
/// and says which row of which file it is.
pub fn of_row(view: &View<'_>, situation: &Situation, layer: usize, row: u32) -> Option<(NewEvent, NewReport)> {
    let layer = view.layers.get(layer)?;
    let texts = layer.row(row).ok()?;
    let said = |role: Role| layer.said(&texts, role).map(str::to_owned);
    let event = NewEvent {
        title: layer.title(row),
        mode: Mode::Happened,
        when: layer.dated(&texts).and_then(|date| When::parse(&date).ok()),
        place: place(view, layer, (row, said(Role::Place))).map(|place| Linked::New(Box::new(place))),
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
        excerpt: excerpt(layer, &texts),
        ..NewReport::default()
    };
    Some((event, report))
}

/// Where the row is, called as it says.
fn place(view: &View<'_>, layer: &Dataset, (row, name): (u32, Option<String>)) -> Option<Place> {
    let place = place_at(view, layer.bounds_of(row)?.centre());
    Some(match name {
        Some(name) => Place { name, ..place },
        None => place,
    })
}

/// What it says in words, and who acted and died, which an event has no words of its own for.
fn excerpt(layer: &Dataset, texts: &RowTexts) -> Option<String> {
    let roles = [Role::Actor, Role::Deaths, Role::DeathsLeast, Role::DeathsMost];
    let of_roles = roles.into_iter().flat_map(|role| layer.mapping().columns_of(role));
    let said = of_roles.filter_map(|name| texts.properties.iter().find(|(of, text)| of == name && !text.trim().is_empty()));
    let named = said.map(|(name, text)| format!("{name}: {text}"));
    let parts: Vec<String> = layer.said(texts, Role::Summary).map(str::to_owned).into_iter().chain(named).collect();
    (!parts.is_empty()).then(|| parts.join("; "))
}
