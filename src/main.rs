//! The program: hands the command line to the library.

use std::process::ExitCode;

fn main() -> ExitCode {
    // The libraries for window and graphics try what is not there, and complain of that.
    env_logger::Builder::from_env(env_logger::Env::default().default_filter_or("warn,wgpu_hal=off,winit=error,egui_wgpu=error")).init();
    sandtable::cli::run(std::env::args_os())
}
