//! What is made of scenes on a thread of its own, one scene after the other, and kept until the scene or what it shows changes.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use crate::base::Rev;
use crate::model::{RecordId, Scene, SceneId, Situation};

/// What was made of each scene, and what is being made. `K` is what else it depends on.
#[derive(Debug)]
pub struct OfScenes<K, V> {
    made: BTreeMap<SceneId, V>,
    /// How often that changed.
    rev: u64,
    /// What that was made of.
    kept: BTreeMap<SceneId, Key<K>>,
    running: Option<Running<K>>,
    /// Which state of which situation was looked at last, and the one that anything but scenes changed in last.
    seen: Option<(u64, Rev)>,
    content: Rev,
    /// For what it was asked last: nothing else is wanted as long as that is the same.
    asked: Option<(u64, Rev, K)>,
}

#[derive(Clone, Debug, PartialEq)]
struct Key<K> {
    content: Rev,
    of: K,
    /// As far as it matters.
    scene: Box<Scene>,
}

#[derive(Debug)]
struct Running<K> {
    wanted: BTreeMap<SceneId, Key<K>>,
    is_cancelled: Arc<AtomicBool>,
}

/// The scenes that something is to be made of.
#[derive(Clone, Debug)]
pub struct Wanted {
    pub scenes: Vec<Scene>,
    pub is_cancelled: Arc<AtomicBool>,
}

/// What is asked of.
pub struct Asking<'a, K> {
    pub situation: &'a Situation,
    /// Which of the situations that were opened it is.
    pub number: u64,
    pub of: K,
    /// Scenes that something is to be made of, each with that of it which matters.
    pub scenes: &'a dyn Fn(&Situation) -> Vec<(Scene, Scene)>,
    /// What is to come first.
    pub first: Option<&'a SceneId>,
}

impl<K, V> Default for OfScenes<K, V> {
    fn default() -> Self {
        Self { made: BTreeMap::new(), rev: 0, kept: BTreeMap::new(), running: None, seen: None, content: Rev::default(), asked: None }
    }
}

impl<K: Clone + PartialEq, V> OfScenes<K, V> {
    pub fn made(&self) -> &BTreeMap<SceneId, V> {
        &self.made
    }

    /// Another number for every other of it.
    pub fn rev(&self) -> u64 {
        self.rev
    }

    pub fn is_running(&self) -> bool {
        self.running.is_some()
    }

    /// Something that was asked for is there.
    pub fn keep(&mut self, id: SceneId, value: V) {
        let key = self.running.as_mut().and_then(|running| running.wanted.remove(&id));
        if let Some(key) = key {
            self.kept.insert(id.clone(), key);
            self.made.insert(id, value);
            self.rev += 1;
        }
    }

    /// No more of it comes.
    pub fn done(&mut self) {
        self.running = None;
        self.asked = None;
    }

    /// Nothing is wanted any more.
    pub fn leave(&mut self) {
        if let Some(running) = &self.running {
            running.is_cancelled.store(true, Ordering::Relaxed);
        }
        self.asked = None;
    }

    /// The scenes that something is to be made of: one job at a time. What is being made and is wanted no longer is cancelled.
    pub fn ask(&mut self, asking: Asking<'_, K>) -> Option<Wanted> {
        let Asking { situation, number, of, scenes, first } = asking;
        let asked = Some((number, situation.rev(), of.clone()));
        if self.asked == asked {
            return None;
        }
        self.asked = asked;
        self.follow(number, situation);
        self.rev += 1;
        let content = self.content;
        let key = |what_matters: Scene| Key { content, of: of.clone(), scene: Box::new(what_matters) };
        let scenes = scenes(situation).into_iter();
        let mut wanted: Vec<(Scene, Key<K>)> = scenes.map(|(scene, what_matters)| (scene, key(what_matters))).collect();
        let is_there = |id: &SceneId| wanted.iter().any(|(scene, _)| scene.id == *id);
        self.kept.retain(|id, _| is_there(id));
        self.made.retain(|id, _| is_there(id));
        wanted.retain(|(scene, key)| self.kept.get(&scene.id) != Some(key));
        if let Some(running) = &self.running {
            let is_stale = wanted.iter().any(|(scene, key)| running.wanted.get(&scene.id).is_some_and(|asked| asked != key));
            if is_stale {
                running.is_cancelled.store(true, Ordering::Relaxed);
            }
            return None;
        }
        if wanted.is_empty() {
            return None;
        }
        wanted.sort_by_key(|(scene, _)| Some(&scene.id) != first);
        let is_cancelled = Arc::<AtomicBool>::default();
        let scenes = wanted.iter().map(|(scene, _)| scene.clone()).collect();
        let wanted = wanted.into_iter().map(|(scene, key)| (scene.id, key)).collect();
        self.running = Some(Running { wanted, is_cancelled: Arc::clone(&is_cancelled) });
        Some(Wanted { scenes, is_cancelled })
    }

    /// Which state of all but the scenes a situation is in.
    fn follow(&mut self, number: u64, situation: &Situation) {
        let rev = situation.rev();
        let before = self.seen.filter(|(before, _)| *before == number);
        if before.is_none() {
            self.made.clear();
            self.kept.clear();
        }
        let changed = before.and_then(|(_, seen)| situation.changes_since(seen));
        // A change of the header is a revision without a record.
        let n_revs = before.map_or(0, |(_, seen)| rev.since(seen));
        let is_same = changed.is_some_and(|changed| changed.filter(|id| matches!(id, RecordId::Scene(_))).count() as u64 == n_revs);
        if !is_same {
            self.content = rev;
        }
        self.seen = Some((number, rev));
    }
}
