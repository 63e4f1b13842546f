//! Pages of text that are written to a file.

pub const WRITE_PAGE: &str = "Write to a file …";
pub const WRITE_PAGE_EXPLAINED: &str = "Write the page as a file: HTML for any browser and for paper, or Markdown";
pub const WRITE_PAGE_TITLE: &str = "Write the page to a file";
pub const WRITE_PAGE_DETAIL: &str =
    "A name that ends in .md makes Markdown, any other HTML, which opens in any browser with nothing else beside it.";
pub const WRITE_PAGE_HINT: &str = "Path of the file; Tab completes it";
pub const WRITE: &str = "Write";
pub const FILE_IS_THERE: &str = "There is a file of that name already.";

pub fn page_written(path: &str) -> String {
    format!("The page is written: {path}")
}

pub fn page_not_written(why: &str) -> String {
    format!("The page could not be written: {why}")
}

pub fn page_is_there(path: &str) -> String {
    format!("There is a file already, and it is as it was: {path}")
}
