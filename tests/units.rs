#![cfg(test)]
//! The units of a data layer: every one is shown by its symbol, those at one spot as a stack that can be opened.

mod common;

use std::collections::BTreeSet;

use sandtable::app::load;
use sandtable::command::Content;
use sandtable::earth::LonLat;
use sandtable::placing::{Units, Window};
use sandtable::viewpoint::Camera;

/// The units of a layer among the shared data.
fn units(name: &str) -> Option<Units> {
    let path = common::shared(&format!("data/events/uawardata/geojson/{name}"), "the stacks of real units")?;
    let Ok(Content::Layer(_, units)) = load::load(&path).content else { panic!("{name} is a layer") };
    Some(*units.expect("its rows are units"))
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
