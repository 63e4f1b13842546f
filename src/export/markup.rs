//! Markup, HTML and XML alike, written element by element: no word that is put in can be taken for markup.

use std::fmt::{Display, Write};

use crate::base::readable;

/// What stands in a start tag: names and values.
pub type Attributes<'a> = &'a [(&'a str, &'a dyn Display)];

/// Markup in the making. What is opened is closed.
#[derive(Debug, Default)]
pub struct Markup(String);

impl Markup {
    /// Begins with what stands before the first element.
    pub fn new(prologue: &str) -> Self {
        Self(prologue.to_owned())
    }

    /// An element and all that is written within it.
    pub fn within(&mut self, name: &str, attributes: Attributes<'_>, inner: impl FnOnce(&mut Self)) {
        self.tag(name, attributes, "");
        inner(self);
        let _ = write!(self.0, "</{name}>");
    }

    /// An element that holds nothing.
    pub fn empty(&mut self, name: &str, attributes: Attributes<'_>) {
        self.tag(name, attributes, "/");
    }

    /// An element that holds words alone.
    pub fn line(&mut self, name: &str, attributes: Attributes<'_>, text: &str) {
        self.within(name, attributes, |markup| markup.text(text));
    }

    pub fn text(&mut self, text: &str) {
        self.0.push_str(&escaped(text));
    }

    /// What is markup already.
    pub fn raw(&mut self, markup: &str) {
        self.0.push_str(markup);
    }

    pub fn finish(self) -> String {
        self.0
    }

    fn tag(&mut self, name: &str, attributes: Attributes<'_>, end: &str) {
        let _ = write!(self.0, "<{name}");
        for (name, value) in attributes {
            let _ = write!(self.0, " {name}=\"{}\"", escaped(&value.to_string()));
        }
        let _ = write!(self.0, "{end}>");
    }
}

/// A text as HTML and XML 1.0 hold it, between tags and between quotes; what steers or is no character there is of no width.
pub fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for sign in readable(text).chars() {
        match sign {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\u{fffe}' | '\u{ffff}' => out.push('\u{fffd}'),
            sign => out.push(sign),
        }
    }
    out
}

/// A language tag, as far as it is one (BCP 47); else that it is undetermined.
pub fn language(tag: &str) -> &str {
    let is_tag = !tag.is_empty() && tag.chars().all(|sign| sign.is_ascii_alphanumeric() || sign == '-');
    if is_tag { tag } else { "und" }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_never_markup() {
        let mut markup = Markup::new("");
        markup.within("a", &[("b", &"\"'<&"), ("n", &3)], |markup| {
            markup.line("c", &[], "]]></c>\u{0}\u{1b}\t\u{ffff}");
            markup.empty("d", &[]);
        });
        assert_eq!(markup.finish(), "<a b=\"&quot;'&lt;&amp;\" n=\"3\"><c>]]&gt;&lt;/c&gt;\u{200b}\u{200b} \u{fffd}</c><d/></a>");
    }
}
