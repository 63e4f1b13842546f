//! In which order scenes follow one another, and the edits that change it.

use crate::model::{Edit, Scene, SceneId, Situation};

/// Between two neighbours, where nothing says otherwise: others can be put in between without touching these.
const STEP: f64 = 10.0;

/// All scenes as they follow one another, hidden ones too.
pub fn scenes_in_order(situation: &Situation) -> Vec<&Scene> {
    let mut scenes: Vec<&Scene> = situation.scenes().values().collect();
    // Those of one number stay in the order of their ids.
    scenes.sort_by(|a, b| a.order.total_cmp(&b.order));
    scenes
}

/// Those that are presented.
pub fn scenes_shown(situation: &Situation) -> Vec<&Scene> {
    scenes_in_order(situation).into_iter().filter(|scene| !scene.is_hidden).collect()
}

/// One of those that are presented: by its number among them, from 1, by its title or by its id.
pub fn scene_named<'s>(situation: &'s Situation, wanted: &str) -> Option<&'s Scene> {
    let scenes = scenes_shown(situation);
    let by_number = wanted.trim().parse::<usize>().ok().and_then(|number| scenes.get(number.checked_sub(1)?).copied());
    by_number.or_else(|| scenes.into_iter().find(|known| known.title == wanted || known.id.as_str() == wanted))
}

/// The number that puts a scene right after another, or with `None` before all; and the edits that make room for it, where there is none.
pub fn order_after(situation: &Situation, after: Option<&SceneId>) -> (f64, Vec<Edit>) {
    let scenes = scenes_in_order(situation);
    let at = after.and_then(|id| scenes.iter().position(|scene| scene.id == *id)).map_or(0, |at| at + 1);
    let before = at.checked_sub(1).and_then(|at| scenes.get(at)).map(|scene| scene.order);
    let next = scenes.get(at).map(|scene| scene.order);
    let order = match (before, next) {
        (None, None) => STEP,
        (Some(before), None) => before + STEP,
        (None, Some(next)) => next - STEP,
        (Some(before), Some(next)) => f64::midpoint(before, next),
    };
    let has_room = before.is_none_or(|before| before < order) && next.is_none_or(|next| order < next) && order.is_finite();
    if has_room {
        return (order, Vec::new());
    }
    let number = |at: usize| at as f64 * STEP;
    let renumbered = scenes.iter().enumerate().map(|(index, scene)| {
        let order = number(index + 1 + usize::from(index >= at));
        Edit::PutScene(Box::new(Scene { order, ..(*scene).clone() }))
    });
    (number(at + 1), renumbered.collect())
}

/// Puts a scene right after another, or with `None` before all.
pub fn moved_after(situation: &Situation, id: &SceneId, after: Option<&SceneId>) -> Edit {
    let is_there = {
        let scenes = scenes_in_order(situation);
        let at = scenes.iter().position(|scene| scene.id == *id);
        let before = at.and_then(|at| at.checked_sub(1)).and_then(|at| scenes.get(at)).map(|scene| &scene.id);
        at.is_none() || after == Some(id) || before == after
    };
    if is_there {
        return Edit::nothing();
    }
    let (order, mut edits) = order_after(situation, after);
    if let Some(scene) = situation.scene(id) {
        edits.retain(|edit| !matches!(edit, Edit::PutScene(other) if other.id == *id));
        edits.push(Edit::PutScene(Box::new(Scene { order, ..scene.clone() })));
    }
    Edit::All(edits)
}

/// The same, and the scene comes under the heading of the scenes that it now stands between: its own, where one of them has that too.
pub fn moved_into_section(situation: &Situation, id: &SceneId, after: Option<&SceneId>) -> Edit {
    let edit = moved_after(situation, id, after);
    let Some(scene) = situation.scene(id).filter(|_| !edit.is_nothing()) else { return edit };
    let others: Vec<&Scene> = scenes_in_order(situation).into_iter().filter(|other| other.id != *id).collect();
    let at = after.and_then(|after| others.iter().position(|other| other.id == *after)).map_or(0, |at| at + 1);
    let before = at.checked_sub(1).and_then(|at| others.get(at)).map(|other| &other.section);
    let next = others.get(at).map(|other| &other.section);
    let is_at_home = [before, next].contains(&Some(&scene.section));
    let is_within = before == next;
    let section = if is_at_home && !is_within { None } else { before.or(next) };
    let Some(section) = section.filter(|section| **section != scene.section) else { return edit };
    let mut edits: Vec<Edit> = edit.singles().into_iter().cloned().collect();
    for edit in &mut edits {
        if let Edit::PutScene(moved) = edit
            && moved.id == *id
        {
            moved.section.clone_from(section);
        }
    }
    Edit::All(edits)
}

/// Adds a scene right after another, or with `None` before all.
pub fn added_after(situation: &Situation, scene: Scene, after: Option<&SceneId>) -> Edit {
    let (order, mut edits) = order_after(situation, after);
    edits.push(Edit::PutScene(Box::new(Scene { order, ..scene })));
    Edit::All(edits)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn situation(orders: &[f64]) -> Situation {
        let mut situation = Situation::default();
        for (index, order) in orders.iter().enumerate() {
            situation.apply(Edit::PutScene(Box::new(Scene::new(format!("s{index}").as_str().into(), "S", *order))));
        }
        situation
    }

    fn ids(situation: &Situation) -> Vec<String> {
        scenes_in_order(situation).iter().map(|scene| scene.id.to_string()).collect()
    }

    proptest! {
        #[test]
        fn a_moved_scene_stands_where_it_was_put_and_the_others_as_they_were(
            orders in prop::collection::vec(prop_oneof![Just(1.0), Just(1.0 + f64::EPSILON), Just(f64::MAX), Just(f64::MIN), -5.0..5.0], 2..8),
            from in any::<prop::sample::Index>(), to in any::<prop::sample::Index>(),
        ) {
            let mut situation = situation(&orders);
            let mut expected = ids(&situation);
            let moved = expected.remove(from.index(expected.len()));
            let at = to.index(expected.len() + 1);
            let after = at.checked_sub(1).map(|at| SceneId::from(expected[at].as_str()));
            expected.insert(at, moved.clone());
            let before = situation.clone();
            let edit = moved_after(&situation, &moved.as_str().into(), after.as_ref());
            let inverse = situation.apply(edit);
            prop_assert_eq!(ids(&situation), expected);
            situation.apply(inverse);
            prop_assert_eq!(situation, before);
        }
    }

    #[test]
    fn a_moved_scene_comes_under_the_heading_that_it_stands_in() {
        let mut situation = situation(&[10.0, 20.0, 30.0, 40.0]);
        for (id, section) in [("s0", "A"), ("s1", "A"), ("s2", "B"), ("s3", "B")] {
            let scene = situation.scene(&id.into()).unwrap().clone();
            situation.apply(Edit::PutScene(Box::new(Scene { section: Some(section.to_owned()), ..scene })));
        }
        let section_after = |id: &str, after: Option<&str>| {
            let mut moved = situation.clone();
            moved.apply(moved_into_section(&situation, &id.into(), after.map(SceneId::from).as_ref()));
            moved.scene(&id.into()).unwrap().section.clone().unwrap()
        };
        assert_eq!(section_after("s0", Some("s2")), "B", "between two of B");
        assert_eq!(section_after("s0", Some("s1")), "A", "still beside one of A");
        assert_eq!(section_after("s3", None), "A", "before the first of A");
        assert_eq!(section_after("s3", Some("s1")), "B");
    }

    #[test]
    fn moving_between_two_others_touches_neither() {
        let situation = situation(&[10.0, 20.0, 30.0]);
        let edit = moved_after(&situation, &"s2".into(), Some(&"s0".into()));
        assert!(matches!(edit.singles().as_slice(), [Edit::PutScene(scene)] if (scene.order - 15.0).abs() < 1e-9));
        assert!(moved_after(&situation, &"s1".into(), Some(&"s0".into())).is_nothing(), "it is there already");
    }
}
