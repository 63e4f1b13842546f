//! The program: hands the command line to the library.

use std::process::ExitCode;

fn main() -> ExitCode {
    // The graphics library tries every driver and complains of those that are not there.
    env_logger::Builder::from_env(env_logger::Env::default().default_filter_or("warn,wgpu_hal=off")).init();
    sandtable::cli::run(std::env::args_os())
}
