//! Writing a page of text to a file, off the window's thread.

use crate::app::disk::Disk;
use crate::app::files::FileError;
use crate::app::listing::expanded;
use crate::command::PageToWrite;
use crate::wording;

/// A page and where it is to be written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PageJob {
    /// As it was typed or chosen: `~` may stand for the home folder.
    pub path: String,
    pub may_replace: bool,
    pub page: PageToWrite,
}

/// Writes the page as Markdown where the path ends so, else as HTML; returns the path.
///
/// # Errors
/// In words: there is a file that may not be replaced, or it cannot be written.
pub fn write(job: &PageJob) -> Result<String, String> {
    let PageJob { path, may_replace, page } = job;
    let mut path = expanded(path)?;
    let ending = path.extension().unwrap_or_default().to_string_lossy().to_lowercase();
    let text = if matches!(ending.as_str(), "md" | "markdown") { &page.markdown } else { &page.html };
    if path.is_dir() {
        path = path.join(&page.name);
    }
    if path.extension().is_none() {
        path.set_extension("html");
    }
    let shown = path.display().to_string();
    if path.exists() && !may_replace {
        return Err(wording::page_is_there(&shown));
    }
    Disk::default().replace(&path, text.as_bytes()).map_err(|error: FileError| wording::page_not_written(&error.to_string()))?;
    Ok(shown)
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    #[test]
    fn a_page_is_written_as_its_ending_asks_and_nothing_is_replaced_unasked() {
        let folder = tempfile::tempdir().unwrap();
        let page = PageToWrite { name: "page".to_owned(), html: "<p>".to_owned(), markdown: "# m".to_owned(), is_handover: false };
        let job = |name: &str, may_replace| PageJob {
            path: folder.path().join(name).to_string_lossy().into_owned(),
            may_replace,
            page: page.clone(),
        };
        for (name, text) in [("a.html", "<p>"), ("a.md", "# m"), ("a.MD", "# m"), ("b", "<p>")] {
            let path = write(&job(name, false)).unwrap();
            assert_eq!(fs::read_to_string(&path).unwrap(), text, "{path}");
        }
        assert!(folder.path().join("b.html").exists());
        assert!(write(&job("a.html", false)).unwrap_err().contains("already"));
        write(&job("a.html", true)).unwrap();
        // A folder gets a file of the page's own name.
        assert!(write(&job("", false)).unwrap().ends_with("page.html"));
        fs::write(folder.path().join("file"), "").unwrap();
        assert!(write(&job("file/within.html", false)).unwrap_err().starts_with("The page could not be written"));
    }
}
