//! The program: hands the command line to the library.

use std::process::ExitCode;

fn main() -> ExitCode {
    sandtable::app::logbook::install();
    sandtable::cli::run(std::env::args_os())
}
