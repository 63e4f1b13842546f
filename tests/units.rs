#![cfg(test)]
//! The units of a data layer: every one is shown by its symbol, those at one spot as a stack that can be opened.

mod common;
#[path = "common/window.rs"]
mod window;

use std::collections::BTreeSet;

use egui_kittest::kittest::Queryable;
use sandtable::app::load;
use sandtable::command::Content;
use sandtable::earth::LonLat;
use sandtable::map::UnitMark;
use sandtable::placing::{Units, Window};
use sandtable::viewpoint::{Camera, Item};
use window::{state_of, window};

/// The units of a layer among the shared data.
fn units(name: &str) -> Option<Units> {
    let path = common::shared(&format!("data/events/uawardata/geojson/{name}"), "the stacks of real units")?;
    let Ok(Content::Layer(_, units)) = load::load(&path).content else { panic!("{name} is a layer") };
    Some(units.units.expect("its rows are units"))
}

#[test]
fn every_unit_is_in_one_stack_at_every_zoom() {
    for (name, n_units) in [("units_all.geojson", 2_269), ("units_current.geojson", 130)] {
        let Some(units) = units(name) else { return };
        for zoom in [0.0, 4.0, 6.5, 9.0, 14.0, 20.0] {
            let camera = Camera::new(LonLat::new(33.0, 48.0).unwrap(), zoom);
            let everywhere = Window::of(camera, [1e12; 2], 0.0);
            let stacks: Vec<_> = units.stacks(camera, everywhere).collect();
            assert_eq!(stacks.iter().map(|(stack, _)| stack.n_units).sum::<usize>(), n_units, "{name} at {zoom}");
            let rows: BTreeSet<u32> = stacks.iter().flat_map(|(stack, _)| units.rows_of(*stack)).collect();
            assert_eq!(rows.len(), n_units, "{name} at {zoom}: opening all stacks leads to all units");
            for (stack, _) in &stacks {
                let largest = units.rows_of(*stack)[0];
                assert!(units.stacks_of(largest, zoom).any(|first| first == stack.first));
            }
        }
    }
}

#[test]
fn a_press_on_a_stack_opens_it_and_one_on_a_unit_selects_it() {
    let name = "data/events/uawardata/geojson/units_current.geojson";
    let Some(path) = common::shared(name, "a press on a stack of real units") else { return };
    let mut harness = window(state_of([load::load(&path)]), [1280.0, 800.0]);
    let zoom = harness.state().state.viewpoint().camera.zoom();
    let stack = harness.get_all_by_label_contains(" units on the map").next().expect("several stand together");
    stack.click();
    harness.run();
    assert!(harness.state().state.viewpoint().camera.zoom() > zoom + 0.5, "the map goes where they stand apart");
    let picture = harness.state().desk.as_ref().unwrap().picture().unwrap();
    let is_alone = |unit: &&UnitMark| unit.stack.n_units == 1 && picture.rect.contains_rect(unit.rect());
    let Some(Item::Row { row, .. }) = picture.units.iter().find(is_alone).map(|unit| unit.item.clone()) else { panic!("some stand alone") };
    let name = format!("{} on the map", harness.state().state.layers()[0].title(row));
    harness.get_all_by_label(&name).next().unwrap().click();
    // The list scrolls to its row.
    harness.run_steps(6);
    harness.run();
    assert_eq!(harness.state().state.viewpoint().selection, Some(Item::Row { layer: 0, row }));
}
