//! What benches share: numbers by a fixed rule, and figures that are told with the load of the machine.

use std::time::Duration;

/// Numbers that are the same at every run.
pub struct Random(pub u64);

impl Random {
    pub fn below(&mut self, n: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        ((self.0 >> 33) as usize) % n.max(1)
    }
}

/// Prints median, 95th percentile and the longest of some times.
pub fn tell(name: &str, mut times: Vec<Duration>) {
    times.sort_unstable();
    let at = |share: f64| times.get(((times.len().max(1) - 1) as f64 * share) as usize).map_or(0.0, |time| time.as_secs_f64() * 1e3);
    let load = std::fs::read_to_string("/proc/loadavg").unwrap_or_default();
    let load = load.split(' ').next().unwrap_or("unknown");
    println!("{name}: median {:.2} ms, p95 {:.2} ms, longest {:.2} ms (of {}, load {load})", at(0.5), at(0.95), at(1.0), times.len());
}
