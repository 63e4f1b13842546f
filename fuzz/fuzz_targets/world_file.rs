#![no_main]

#[path = "../checks.rs"]
#[expect(dead_code, reason = "each target uses its own check of them all")]
mod checks;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| checks::world_file(bytes));
