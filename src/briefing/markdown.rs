//! The text of a scene: Markdown, cut down to what can be set the same on a wall, on paper and in slides.

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

/// A stretch of text between two breaks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Block {
    pub kind: BlockKind,
    pub runs: Vec<Run>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BlockKind {
    /// From 1, the largest, to 6.
    Heading(u8),
    Paragraph,
    /// How many lists it is within besides its own, and its number where the list is numbered.
    Item {
        depth: u8,
        number: Option<u64>,
    },
    Quote,
}

/// Text in one style.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Run {
    pub text: String,
    pub is_strong: bool,
    pub is_emphasised: bool,
    /// An address on the web (`https:`, `http:`) or of mail; others are left out, their text stays.
    pub link: Option<String>,
}

/// Lists within lists further than this count as being this far in.
const MAX_DEPTH: u8 = 5;

/// A text as blocks ([CommonMark 0.31](https://spec.commonmark.org/0.31.2/)). Images are their descriptions, tables and markup their
/// words; nothing is fetched. No text fails.
pub fn blocks(text: &str) -> Vec<Block> {
    let mut reading = Reading::default();
    Parser::new_ext(text, Options::empty()).for_each(|event| reading.take(event));
    reading.end_block();
    reading.blocks
}

/// Whether an address may be followed: one on the web or of mail.
pub fn is_link(address: &str) -> bool {
    ["https://", "http://", "mailto:"].iter().any(|scheme| address.starts_with(scheme))
}

#[derive(Default)]
struct Reading {
    blocks: Vec<Block>,
    runs: Vec<Run>,
    heading: Option<u8>,
    /// The lists that are open: the number of the next item where they are numbered.
    lists: Vec<Option<u64>>,
    /// The number of the item that is open and has no text yet, `Some(None)` where it has none.
    item: Option<Option<u64>>,
    n_quotes: usize,
    n_strong: usize,
    n_emphasised: usize,
    links: Vec<Option<String>>,
}

impl Reading {
    fn take(&mut self, event: Event<'_>) {
        match event {
            Event::Start(tag) => self.begin(tag),
            Event::End(tag) => self.end(tag),
            Event::Text(text) | Event::Code(text) | Event::InlineMath(text) | Event::DisplayMath(text) => self.add(&text),
            Event::InlineHtml(text) | Event::Html(text) => self.add(&text),
            Event::SoftBreak => self.add(" "),
            Event::HardBreak => self.add("\n"),
            Event::Rule => self.end_block(),
            Event::FootnoteReference(_) | Event::TaskListMarker(_) => {}
        }
    }

    fn begin(&mut self, tag: Tag<'_>) {
        match tag {
            Tag::Strong => self.n_strong += 1,
            Tag::Emphasis => self.n_emphasised += 1,
            Tag::Link { dest_url, .. } => {
                self.links.push(is_link(&dest_url).then(|| dest_url.into_string()));
            }
            Tag::Heading { level, .. } => {
                self.end_block();
                self.heading = Some(level as u8);
            }
            Tag::List(first) => {
                self.end_block();
                self.lists.push(first);
            }
            Tag::Item => {
                self.end_block();
                let number = self.lists.last_mut().and_then(|next| next.as_mut());
                self.item = Some(number.map(|next| {
                    let number = *next;
                    *next = next.saturating_add(1);
                    number
                }));
            }
            Tag::BlockQuote(_) => {
                self.end_block();
                self.n_quotes += 1;
            }
            _ => {}
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Strong => self.n_strong = self.n_strong.saturating_sub(1),
            TagEnd::Emphasis => self.n_emphasised = self.n_emphasised.saturating_sub(1),
            TagEnd::Link => drop(self.links.pop()),
            TagEnd::List(_) => {
                self.end_block();
                self.lists.pop();
                self.item = None;
            }
            TagEnd::BlockQuote(_) => {
                self.end_block();
                self.n_quotes = self.n_quotes.saturating_sub(1);
            }
            TagEnd::Image => {}
            _ => self.end_block(),
        }
    }

    fn add(&mut self, text: &str) {
        let link = self.links.last().cloned().flatten();
        let run = Run { text: text.to_owned(), is_strong: self.n_strong > 0, is_emphasised: self.n_emphasised > 0, link };
        match self.runs.last_mut() {
            Some(last) if (last.is_strong, last.is_emphasised, &last.link) == (run.is_strong, run.is_emphasised, &run.link) => {
                last.text.push_str(&run.text);
            }
            _ => self.runs.push(run),
        }
    }

    fn end_block(&mut self) {
        let heading = self.heading.take();
        let runs = std::mem::take(&mut self.runs);
        if runs.iter().all(|run| run.text.trim().is_empty()) {
            return;
        }
        let depth = u8::try_from(self.lists.len().saturating_sub(1)).unwrap_or(MAX_DEPTH).min(MAX_DEPTH);
        let kind = match (heading, self.item.take()) {
            (Some(level), _) => BlockKind::Heading(level),
            (None, Some(number)) => BlockKind::Item { depth, number },
            (None, None) if self.n_quotes > 0 => BlockKind::Quote,
            (None, None) => BlockKind::Paragraph,
        };
        self.blocks.push(Block { kind, runs });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(text: &str) -> Vec<String> {
        let run = |run: &Run| {
            let mark = [(run.is_strong, "*"), (run.is_emphasised, "_")].into_iter().filter(|(is, _)| *is).map(|(_, mark)| mark);
            let link = run.link.as_deref().map(|link| format!("({link})")).unwrap_or_default();
            format!("{}{}{link}", mark.collect::<String>(), run.text)
        };
        blocks(text).iter().map(|block| format!("{:?}: {}", block.kind, block.runs.iter().map(run).collect::<Vec<_>>().join("|"))).collect()
    }

    #[test]
    fn paragraphs_lists_and_emphasis_are_told_apart() {
        let text = "# Head\n\nOne **bold** and\n*two*.\n\n- a\n- b\n  1. c\n  2. d\n\n> said\n";
        assert_eq!(
            told(text),
            [
                "Heading(1): Head",
                "Paragraph: One |*bold| and |_two|.",
                "Item { depth: 0, number: None }: a",
                "Item { depth: 0, number: None }: b",
                "Item { depth: 1, number: Some(1) }: c",
                "Item { depth: 1, number: Some(2) }: d",
                "Quote: said",
            ]
        );
    }

    #[test]
    fn what_could_run_or_be_fetched_is_only_its_words() {
        let text = "[a](javascript:x) [b](https://b.org) ![c](https://c.org/c.png) <script>d</script>";
        assert_eq!(told(text), ["Paragraph: a |b(https://b.org)| c <script>d</script>"]);
    }

    #[test]
    fn no_depth_of_nesting_is_too_much() {
        assert!(!blocks(&"> - ".repeat(5000)).iter().any(|block| block.runs.is_empty()));
        assert_eq!(
            blocks(&format!("{}x", "- ".repeat(300))).last().map(|block| block.kind),
            Some(BlockKind::Item { depth: 5, number: None })
        );
    }
}
