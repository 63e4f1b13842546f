//! For whom something is written: the option that names a profile of releasability.

use std::process::ExitCode;

use clap::Args;

use crate::app::releasing::copy_for;
use crate::base::counted;
use crate::briefing::{NotReleased, Released, counts, release_named};
use crate::cli::{failed, say, wrong_usage};
use crate::document::Document;
use crate::wording;

#[derive(Debug, Args)]
pub struct ReleaseArgs {
    /// Take out what the situation's profile of that name says may not leave the house
    #[arg(long, value_name = "NAME")]
    release: Option<String>,
}

impl ReleaseArgs {
    /// The copy that may leave, where a profile is named; what was taken out is told. In `Err` why there is none is told already.
    pub fn copy_of(&self, document: &Document) -> Result<Option<Released>, ExitCode> {
        let Some(name) = &self.release else { return Ok(None) };
        match copy_for(document, name) {
            Ok(copy) => {
                tell(document, name, &copy);
                Ok(Some(copy))
            }
            Err(error @ NotReleased::NoSuchProfile { .. }) => Err(wrong_usage(&error.to_string())),
            Err(error) => Err(failed(&error.to_string())),
        }
    }
}

fn tell(document: &Document, name: &str, copy: &Released) {
    let situation = document.situation();
    let km = release_named(situation, name).ok().and_then(|release| release.coarsen_km);
    say(&format!("for {name} {} out or changed", counted(copy.removed.len(), "thing is taken", "things are taken")));
    for line in wording::release::withheld_lines(counts(&copy.removed), km) {
        say(&format!("  {line}"));
    }
    for remark in &copy.remarks {
        say(&wording::release::remark(situation, remark, None));
    }
}
