//! The rows of data layers: what is found of them, how they are drawn, and writing those that are asked for.

use std::sync::Arc;

use crate::app::column_mappings::RememberedMapping;
use crate::app::run::{furnish, open};
use crate::app::state::{Effect, State};
use crate::app::writing_rows::RowsToWrite;
use crate::command::{Loading, Notice, Overlay, RowsCommand};
use crate::wording;

pub fn run(state: &mut State, command: RowsCommand) -> Vec<Effect> {
    match command {
        RowsCommand::ByThread => state.asked_rows.is_by_thread = true,
        RowsCommand::Found(found) => state.asked_rows.done(found.map(|found| *found)),
        RowsCommand::Style(layer, style) => {
            state.viewpoint.layer_styles.insert(layer, *style);
        }
        RowsCommand::Move { layer, is_up } => {
            let n_layers = state.layers.len();
            state.viewpoint.move_layer(layer, is_up, n_layers);
        }
        RowsCommand::OfferToMap(layer) => {
            state.layer_to_map = Some(layer);
            furnish::overlay(state, Some(Overlay::Columns));
        }
        RowsCommand::Map(layer, mapping) => {
            let (Some(path), Some(dataset)) = (state.layer_paths.get(layer).cloned(), state.layers.get(layer)) else { return Vec::new() };
            let remembered = RememberedMapping::of(dataset, &mapping);
            furnish::overlay(state, None);
            let loading = Loading { mapping: Some(Arc::from(mapping)), ..Loading::of(path) };
            return vec![Effect::RememberMapping(Box::new(remembered)), open::load(state, loading)];
        }
        RowsCommand::OfferToWrite(layer) => {
            state.notice = None;
            state.to_write = None;
            state.rows_to_write = Some(layer);
            furnish::overlay(state, Some(Overlay::WritePage));
        }
        RowsCommand::BrowseToWrite(layer) => return vec![Effect::BrowseToWriteRows(layer)],
        RowsCommand::Write { layer, path, may_replace } => {
            let Some(dataset) = state.layers.get(layer).map(Arc::clone) else { return Vec::new() };
            let answer = state.asked_rows.found().answers.get(layer).map(Arc::clone);
            return vec![Effect::WriteRows(RowsToWrite { path, may_replace, dataset, answer })];
        }
        RowsCommand::Written(Ok((n_rows, path))) => {
            log::info!("wrote {n_rows} rows to {path}");
            state.notice = Some(Notice::Done(wording::rows_written(n_rows, &path)));
            // Something else may lie over the window by now.
            if state.rows_to_write.take().is_some() && state.desk.overlay == Some(Overlay::WritePage) {
                furnish::overlay(state, None);
            }
        }
        RowsCommand::Written(Err(words)) => {
            log::warn!("{words}");
            state.notice = Some(Notice::Failed(words));
        }
    }
    Vec::new()
}
