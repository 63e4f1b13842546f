//! Opening: paths go out to be read, contents come back.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::app::run::{edit, furnish, keeping, lists, look};
use crate::app::state::{Effect, Left, LookedAt, State};
use crate::command::{Content, Leaving, Loaded, Loading, News, Notice};
use crate::dataset::Dataset;
use crate::document::Document;
use crate::placing::{Placed, Resolved};
use crate::query::{Index, RecordNames};
use crate::viewpoint::{Item, ListKind};
use crate::wording;

pub fn open(state: &mut State, paths: Vec<PathBuf>) -> Vec<Effect> {
    furnish::overlay(state, None);
    paths.into_iter().map(|path| load(state, Loading::of(path))).collect()
}

/// Sends something out to be read.
pub fn load(state: &mut State, loading: Loading) -> Effect {
    state.loading.push(loading.clone());
    Effect::Load(loading)
}

/// What is being read from a path is given up; whoever reads it says so.
pub fn give_up(state: &State, path: &Path) {
    state.loading.iter().filter(|loading| loading.path == path).for_each(|loading| loading.task.cancel());
}

/// A situation takes the place of the one before; a data layer comes beside what is open, or in the place of the same one.
pub fn loaded(state: &mut State, loaded: Loaded) -> Vec<Effect> {
    if let Some(at) = state.loading.iter().position(|loading| loading.path == loaded.path) {
        state.loading.remove(at);
    }
    if !matches!(loaded.content, Ok(Content::Situation(..))) {
        return take(state, loaded);
    }
    match edit::hold_up(state, Leaving::Open(Box::new(loaded))) {
        Some(Leaving::Open(loaded)) => take(state, *loaded),
        _ => Vec::new(),
    }
}

/// What was read is shown, whatever it takes the place of.
pub fn take(state: &mut State, loaded: Loaded) -> Vec<Effect> {
    let Loaded { path, content, problems, news } = loaded;
    let n_errors = problems.n_errors();
    // What the same file had wrong before is history.
    state.problems.forget(&path.to_string_lossy());
    state.problems.append(problems);
    let mut effects = Vec::new();
    match content {
        Ok(Content::Situation(document, index, resolved, names)) => {
            let is_reload = state.situation_path.as_deref() == Some(path.as_path());
            let left = take_situation(state, path.clone(), (*document, *index, *resolved, *names), news, is_reload);
            effects.extend(left.map(|left| Effect::Left(Box::new(left))));
            effects.extend(keeping::opened(state));
        }
        Ok(Content::Layer(layer, placed)) => take_layer(state, path.clone(), *layer, *placed),
        Err(words) => {
            log::warn!("{words}");
            state.notice = Some(Notice::Failed(words));
            return effects;
        }
    }
    // What was told of the one before is history.
    state.notice = None;
    effects.push(Effect::Opened(path.clone()));
    effects.push(watch(state));
    if n_errors > 0 {
        state.notice = Some(Notice::Failed(wording::read_with_errors(&path.to_string_lossy(), n_errors)));
    }
    if state.changed_on_disk.as_ref() == Some(&path) {
        state.changed_on_disk = None;
    }
    effects
}

/// Everything open is to be watched.
pub fn watch(state: &State) -> Effect {
    Effect::Watch(state.situation_path.iter().chain(&state.layer_paths).cloned().collect())
}

/// A situation with what is derived from it.
type Contents = (Document, Index, Resolved, RecordNames);

/// Returns the situation that was shown before, where it is another one.
fn take_situation(state: &mut State, path: PathBuf, content: Contents, news: News, is_reload: bool) -> Option<Left> {
    let (document, index, resolved, names) = content;
    state.n_situations += 1;
    state.saving = None;
    let situation = document.situation();
    log::info!("opened the situation {}: {} events, {} reports", path.display(), situation.events().len(), situation.reports().len());
    let before = state.document.take();
    let mut left = None;
    if is_reload {
        let changed = document.changed_since(before.as_deref().map(Document::prints).unwrap_or_default());
        log::info!("reloaded: {} records came or changed", changed.len());
        state.news.since = state.news.since.or(state.now);
        state.news.unread.extend(changed);
        state.news.unread.retain(|id| situation.contains(id));
    } else {
        let news = std::mem::replace(&mut state.news, news);
        left = state.situation_path.take().zip(before).map(|(path, document)| Left { path, document, news });
        state.viewpoint.list = ListKind::Events;
        state.viewpoint.is_only_new = false;
        state.looked_at = LookedAt::default();
        state.release = None;
    }
    // Files may have changed with it.
    state.attachments.clear();
    state.news_rev.bump();
    state.row = None;
    lists::put_down(state);
    state.situation_path = Some(path);
    state.document = Some(Arc::new(document));
    state.n_opened += 1;
    let key = state.content_key();
    state.index.put(key, index);
    state.record_names.put(key, names);
    state.resolved.put((key, resolved.language().map(str::to_owned)), resolved);
    if is_reload {
        keep_selection(state);
    } else {
        state.viewpoint.selection = None;
        state.viewpoint.found = None;
        state.viewpoint.reading = None;
        look::show_whole(state);
    }
    left
}

/// What was looked at stays so, as far as it is still there.
fn keep_selection(state: &mut State) {
    let Some(document) = &state.document else { return };
    let is_there = |item: &Item| match item {
        Item::Record(id) => document.situation().contains(id),
        Item::Row { .. } => true,
    };
    state.viewpoint.selection = state.viewpoint.selection.take().filter(is_there);
    let n_behind = state.looked_at.items.iter().take(state.looked_at.n_behind).filter(|item| is_there(item)).count();
    state.looked_at.items.retain(is_there);
    state.looked_at.n_behind = n_behind;
}

fn take_layer(state: &mut State, path: PathBuf, layer: Dataset, placed: Placed) {
    log::info!("opened the layer {}: {} features", path.display(), layer.n_rows());
    state.n_opened += 1;
    let at = state.layer_paths.iter().position(|known| known.as_path() == Path::new(&path));
    if let Some(at) = at
        && let (Some(slot), Some(slot_of_placed)) =
            (Arc::make_mut(&mut state.layers).get_mut(at), Arc::make_mut(&mut state.placed).get_mut(at))
    {
        (*slot, *slot_of_placed) = (Arc::new(layer), Arc::new(placed));
        // Rows are told apart by their numbers, which mean others now.
        if matches!(&state.viewpoint.selection, Some(Item::Row { .. })) {
            state.viewpoint.selection = None;
        }
        return;
    }
    if state.document.is_none() {
        state.viewpoint.list = ListKind::Layer(state.layers.len());
    }
    Arc::make_mut(&mut state.layers).push(Arc::new(layer));
    Arc::make_mut(&mut state.placed).push(Arc::new(placed));
    state.layer_paths.push(path);
    look::show_whole(state);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::load;
    use crate::command::Command;

    #[test]
    fn what_was_made_while_reading_is_not_made_again_in_a_frame() {
        let mut state = State::default();
        state.run(Command::Loaded(Box::new(load::sample())));
        state.refresh();
        assert_eq!((state.index.n_computed(), state.resolved.n_computed()), (1, 1));
        state.preferences.language = Some("ko".to_owned());
        state.refresh();
        assert_eq!((state.index.n_computed(), state.resolved.n_computed()), (1, 2), "names in another language are others");
        assert_eq!(state.resolved().and_then(Resolved::language), Some("ko"));
    }
}
