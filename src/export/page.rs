//! A page of headings and lines, as Markdown and as HTML that needs nothing else.

use std::fmt::Write;

use crate::base::markdown_text;
use crate::command::PageToWrite;
use crate::export::markup::escaped;
use crate::wording::{self, DifferenceGroup};

/// A page of text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Page {
    pub title: String,
    /// Handling marking: above and below everything, where there is any.
    pub handling: Option<String>,
    /// Under the title, a line each.
    pub head: Vec<String>,
    pub sections: Vec<Section>,
}

/// A heading with lines, each of what it is about (which may be nothing), and what there is to say.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Section {
    pub heading: String,
    pub lines: Vec<(String, String)>,
}

impl Page {
    /// What differs, for a handout.
    pub fn of_differences(title: &str, handling: Option<&str>, head: Vec<String>, groups: &[DifferenceGroup]) -> Self {
        let section = |group: &DifferenceGroup| Section {
            heading: group.heading.to_owned(),
            lines: group.rows.iter().map(|row| (wording::difference_name(row), row.detail.clone())).collect(),
        };
        Self {
            title: wording::difference_title(title),
            handling: handling.map(str::to_owned),
            head,
            sections: groups.iter().map(section).collect(),
        }
    }

    /// Lines under headings.
    pub fn of_lines(title: String, handling: Option<&str>, sections: Vec<(String, Vec<String>)>) -> Self {
        let section = |(heading, lines): (String, Vec<String>)| Section {
            heading,
            lines: lines.into_iter().map(|line| (String::new(), line)).collect(),
        };
        let sections = sections.into_iter().map(section).collect();
        Self { title, handling: handling.map(str::to_owned), head: Vec::new(), sections }
    }

    /// In both forms that it can be written in, under a name that tells what it is and of what.
    pub fn to_write(&self, name: &str, is_handover: bool) -> PageToWrite {
        PageToWrite { name: name.to_owned(), html: self.html(), markdown: self.markdown(), is_handover }
    }

    pub fn markdown(&self) -> String {
        let mut text = String::new();
        let marking = self.handling.as_ref().map(|handling| format!("**{}**\n\n", markdown_text(handling))).unwrap_or_default();
        let _ = write!(text, "{marking}# {}\n\n", markdown_text(&self.title));
        for line in &self.head {
            let _ = write!(text, "{}\n\n", markdown_text(line));
        }
        for Section { heading, lines } in &self.sections {
            let _ = write!(text, "## {}\n\n", markdown_text(heading));
            for (of, said) in lines {
                let _ = match (of.is_empty(), said.is_empty()) {
                    (true, _) => writeln!(text, "- {}", markdown_text(said)),
                    (false, true) => writeln!(text, "- **{}**", markdown_text(of)),
                    (false, false) => writeln!(text, "- **{}**: {}", markdown_text(of), markdown_text(said)),
                };
            }
            text.push('\n');
        }
        let end = text.trim_end().len();
        text.truncate(end);
        text.push('\n');
        if !marking.is_empty() {
            let _ = write!(text, "\n{}\n", marking.trim_end());
        }
        text
    }

    pub fn html(&self) -> String {
        let mut body = String::new();
        let marking =
            self.handling.as_ref().map(|handling| format!("<p class=\"handling\">{}</p>\n", escaped(handling))).unwrap_or_default();
        let _ = writeln!(body, "{marking}<h1>{}</h1>", escaped(&self.title));
        for line in &self.head {
            let _ = writeln!(body, "<p class=\"head\">{}</p>", escaped(line));
        }
        for Section { heading, lines } in &self.sections {
            let _ = write!(body, "<h2>{}</h2>\n<ul>\n", escaped(heading));
            for (of, said) in lines {
                let of = if of.is_empty() { String::new() } else { format!("<b>{}</b>", escaped(of)) };
                let said = if said.is_empty() { String::new() } else { format!("<span>{}</span>", escaped(said)) };
                let _ = writeln!(body, "<li>{}</li>", [of, said].join(" ").trim());
            }
            body.push_str("</ul>\n");
        }
        body.push_str(&marking);
        format!(
            "<!DOCTYPE html>\n<html>\n<head>\n<meta charset=\"utf-8\">\n<title>{}</title>\n<style>\n{STYLE}</style>\n</head>\n<body>\n{body}</body>\n</html>\n",
            escaped(&self.title)
        )
    }
}

/// Black on white, for paper.
const STYLE: &str = "\
body { font: 11pt/1.4 'Noto Sans', Inter, 'Helvetica Neue', Arial, sans-serif; max-width: 44em; margin: 2em auto; padding: 0 1em; }
h1 { font-size: 17pt; margin: 0.6em 0 0.2em; }
h2 { font-size: 12pt; margin: 1.4em 0 0.3em; }
ul { list-style: none; margin: 0; padding: 0; }
li { padding: 0.15em 0; break-inside: avoid; }
.head { margin: 0.2em 0; }
.handling { font-weight: bold; text-align: center; text-transform: uppercase; }
";

#[cfg(test)]
mod tests {
    use super::*;

    fn page() -> Page {
        let section = Section {
            heading: "Moved".to_owned(),
            lines: vec![("A <b>\n*x*".to_owned(), "1 & 2".to_owned()), ("C".to_owned(), String::new())],
        };
        Page { title: "T".to_owned(), handling: Some("SECRET".to_owned()), head: vec!["h".to_owned()], sections: vec![section] }
    }

    #[test]
    fn what_a_record_says_means_nothing_to_the_page() {
        assert_eq!(page().markdown(), "**SECRET**\n\n# T\n\nh\n\n## Moved\n\n- **A \\<b\\> \\*x\\***: 1 & 2\n- **C**\n\n**SECRET**\n");
        let html = page().html();
        assert!(html.contains("<li><b>A &lt;b&gt;\n*x*</b> <span>1 &amp; 2</span></li>\n<li><b>C</b></li>"), "{html}");
        assert_eq!(html.matches("SECRET").count(), 2);
    }
}
