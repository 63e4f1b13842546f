//! The program: hands the command line to the library.

use std::process::ExitCode;

#[cfg(all(unix, not(target_os = "macos")))]
#[global_allocator]
static ALLOCATOR: tikv_jemallocator::Jemalloc = tikv_jemallocator::Jemalloc;

fn main() -> ExitCode {
    sandtable::app::logbook::install();
    sandtable::cli::run(std::env::args_os())
}
