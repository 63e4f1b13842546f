//! Reads a file of XML element by element.

use quick_xml::Reader as Pieces;
use quick_xml::events::{BytesRef, BytesStart, Event};
use smol_str::SmolStr;

use crate::base::{Bytes, Cancelled, Location, Problem, Problems, Severity, Task};
use crate::formats::opening::{Opening, ReadError};
use crate::formats::xml::element::Element;
use crate::formats::xml::source::{MAX_PIECE, Source, Spot, Stop, encoding_of};

/// Elements within each other; a file of more is read up to there.
const MAX_DEPTH: usize = 256;
/// Attributes of an element; further ones are passed over.
const MAX_ATTRIBUTES: usize = 64;
/// Elements of one record,
const MAX_ELEMENTS: usize = if cfg!(test) { 1 << 12 } else { 1 << 20 };
/// and bytes of its texts; a record of more is left out.
const MAX_TEXT: usize = MAX_PIECE;

const READ_SO_FAR: &str = "read what stands before";

/// What comes next in a file.
#[derive(Debug)]
pub enum Step {
    /// An element begins: its name and attributes.
    Start(Element),
    /// The innermost element ends.
    End,
}

/// What comes next, texts included.
enum Piece {
    Start(Element),
    End,
    Text,
    Over,
}

/// A file of XML that is being read.
pub struct Xml<'a> {
    name: &'a str,
    problems: &'a mut Problems,
    pieces: Pieces<Source<'a>>,
    buffer: Vec<u8>,
    /// The elements that are open, outermost first.
    open: Vec<SmolStr>,
    /// So many of the innermost are to end before anything else is read.
    n_ending: usize,
    n_elements: u64,
    is_over: bool,
    /// Kinds of what is told once of a file.
    told: Vec<&'static str>,
}

impl<'a> Xml<'a> {
    /// # Errors
    /// The disk does not give the first bytes.
    pub fn new(opening: &Opening<'a>, problems: &'a mut Problems) -> Result<Self, ReadError> {
        /// An XML declaration stands in so many bytes.
        const HEAD: u64 = 1024;
        let Opening { name, source, task, .. } = *opening;
        let (encoding, unknown) = encoding_of(&source.read(0..HEAD)?);
        task.expect(source.len());
        let mut pieces = Pieces::from_reader(Source::new(source.reader(), encoding, task));
        let config = pieces.config_mut();
        config.expand_empty_elements = true;
        config.allow_dangling_amp = true;
        // Ends are checked here, to mend what does not fit.
        config.check_end_names = false;
        config.allow_unmatched_ends = true;
        let open = Vec::new();
        let mut xml =
            Self { name, problems, pieces, buffer: Vec::new(), open, n_ending: 0, n_elements: 0, is_over: false, told: Vec::new() };
        if let Some(label) = unknown {
            xml.error(Spot { line: 1, column: 1 }, "unknown-encoding", format!("the encoding {label:?} is not known"), "read as UTF-8");
        }
        Ok(xml)
    }

    /// The next beginning or end of an element; `None` at the end of the file, or of what can be read of it, which is told.
    ///
    /// # Errors
    /// The work is to stop.
    pub fn step(&mut self) -> Result<Option<Step>, Cancelled> {
        let mut passed_over = String::new();
        loop {
            passed_over.clear();
            match self.piece(&mut passed_over)? {
                Piece::Start(element) => return Ok(Some(Step::Start(element))),
                Piece::End => return Ok(Some(Step::End)),
                Piece::Text => {}
                Piece::Over => return Ok(None),
            }
        }
    }

    /// The rest of an element that has just begun; `None` where the file ends within it, or it is too large, which is told.
    ///
    /// # Errors
    /// The work is to stop.
    pub fn rest(&mut self, start: Element) -> Result<Option<Element>, Cancelled> {
        let (at, name) = (start.at, start.name.clone());
        let mut open = vec![start];
        let (mut n_elements, mut text_len) = (1, 0);
        let mut text = String::new();
        loop {
            text.clear();
            match self.piece(&mut text)? {
                Piece::Start(element) => {
                    n_elements += 1;
                    open.push(element);
                }
                Piece::Text => {
                    text_len += text.len();
                    if let Some(element) = open.last_mut()
                        && !(element.text.is_empty() && text.trim().is_empty())
                    {
                        element.text.push_str(&text);
                    }
                }
                Piece::End => {
                    let Some(ended) = open.pop() else { return Ok(None) };
                    match open.last_mut() {
                        Some(parent) => parent.children.push(ended),
                        None => return Ok(Some(ended)),
                    }
                }
                Piece::Over => return Ok(None),
            }
            if n_elements > MAX_ELEMENTS || text_len > MAX_TEXT {
                let detail = format!("a {name} of more than {MAX_ELEMENTS} elements or {MAX_TEXT} bytes of text");
                self.error(at, "too-large", detail, "left out");
                for _ in 0..open.len() {
                    self.skip()?;
                }
                return Ok(None);
            }
        }
    }

    /// Passes over the rest of the innermost element.
    ///
    /// # Errors
    /// The work is to stop.
    pub fn skip(&mut self) -> Result<(), Cancelled> {
        let depth = self.open.len();
        while self.open.len() >= depth.max(1) {
            if self.step()?.is_none() {
                break;
            }
        }
        Ok(())
    }

    /// Something of what stands there is lost or had to be mended.
    pub fn error(&mut self, at: Spot, kind: &'static str, detail: impl Into<String>, done: &str) {
        self.tell(Severity::Error, at, None, kind, detail.into(), done);
    }

    /// Tells something once of the whole file.
    pub fn warn_once(&mut self, at: Spot, kind: &'static str, detail: impl Into<String>, done: &str) {
        if !self.told.contains(&kind) {
            self.told.push(kind);
            self.tell(Severity::Warning, at, None, kind, detail.into(), done);
        }
    }

    pub fn tell(&mut self, severity: Severity, at: Spot, record: Option<&str>, kind: &'static str, detail: String, done: &str) {
        let location = Location { file: self.name.to_owned(), line: at.line, column: at.column };
        let record = record.map(str::to_owned);
        self.problems.push(Problem { severity, location, record, kind, detail, done: done.to_owned() });
    }

    /// The next piece; its text, where it is one, is added to `text`.
    fn piece(&mut self, text: &mut String) -> Result<Piece, Cancelled> {
        loop {
            if self.n_ending > 0 {
                self.n_ending -= 1;
                self.open.pop();
                return Ok(Piece::End);
            }
            if self.is_over {
                return Ok(Piece::Over);
            }
            let at = self.pieces.get_mut().begin_piece();
            self.buffer.clear();
            let event = match self.pieces.read_event_into(&mut self.buffer) {
                Ok(event) => event,
                Err(error) => {
                    self.stop(at, &error)?;
                    continue;
                }
            };
            match event {
                Event::Start(start) | Event::Empty(start) => {
                    let (element, has_all) = element_of(&start, at);
                    if !has_all {
                        self.warn_once(
                            at,
                            "many-attributes",
                            format!("an element of more than {MAX_ATTRIBUTES} attributes"),
                            "passed over the rest",
                        );
                    }
                    if self.open.len() >= MAX_DEPTH {
                        self.error(at, "too-deep", format!("more than {MAX_DEPTH} elements within each other"), READ_SO_FAR);
                        self.is_over = true;
                        continue;
                    }
                    self.n_elements += 1;
                    self.open.push(element.name.clone());
                    return Ok(Piece::Start(element));
                }
                Event::End(end) => {
                    let name = local_name(end.local_name().as_ref());
                    self.end(&name, at);
                }
                Event::Text(piece) => {
                    text.push_str(&piece.xml10_content().unwrap_or_default());
                    return Ok(Piece::Text);
                }
                Event::CData(piece) => {
                    text.push_str(&piece.xml10_content().unwrap_or_default());
                    return Ok(Piece::Text);
                }
                Event::GeneralRef(reference) => {
                    let unknown = push_reference(text, &reference);
                    if let Some(name) = unknown {
                        self.warn_once(
                            at,
                            "unknown-entity",
                            format!("&{name}; is none of the five of XML"),
                            "kept as written, these and others",
                        );
                    }
                    return Ok(Piece::Text);
                }
                Event::DocType(_) => self.warn_once(at, "document-type", "the file has a document type", "passed over"),
                Event::Comment(_) | Event::PI(_) | Event::Decl(_) => {}
                Event::Eof => self.eof(),
            }
        }
    }

    /// An end: of the innermost element, of one around it, or of none.
    fn end(&mut self, name: &str, at: Spot) {
        let Some(place) = self.open.iter().rposition(|open| open == name) else {
            self.error(at, "stray-end", format!("</{name}> ends nothing"), "passed over");
            return;
        };
        self.n_ending = self.open.len() - place;
        if self.n_ending > 1 {
            let inner = self.open.last().cloned().unwrap_or_default();
            self.error(at, "missing-end", format!("</{name}> stands where </{inner}> must"), "took both for ended");
        }
    }

    fn eof(&mut self) {
        self.is_over = true;
        let at = self.pieces.get_ref().spot();
        if let Some(inner) = self.open.last() {
            let detail = format!("the file ends within <{inner}>");
            self.error(at, "truncated", detail, "read what is whole");
        } else if self.n_elements == 0 {
            self.error(at, "no-element", "there is no element of XML in the file", "nothing was read");
        }
        if let Some(bad) = self.pieces.get_mut().first_bad.take() {
            self.error(bad, "wrong-encoding", "bytes that are none of the file's encoding", "put U+FFFD for these and any further ones");
        }
    }

    fn stop(&mut self, at: Spot, error: &quick_xml::Error) -> Result<(), Cancelled> {
        self.is_over = true;
        match self.pieces.get_mut().stop.take() {
            Some(Stop::Cancelled(cancelled)) => return Err(cancelled),
            Some(Stop::Disk(error)) => self.error(at, "disk", format!("the file is not given from here on: {error}"), READ_SO_FAR),
            Some(Stop::TooLong) => self.error(at, "too-long", format!("a text or a tag of more than {MAX_PIECE} bytes"), READ_SO_FAR),
            None => self.error(at, "not-xml", format!("this is not XML: {error}"), READ_SO_FAR),
        }
        Ok(())
    }
}

/// An element by its start, and whether it has all its attributes.
fn element_of(start: &BytesStart<'_>, at: Spot) -> (Element, bool) {
    let mut all = start.attributes();
    let mut attributes = all.with_checks(false).flatten().map(|attribute| {
        let raw = String::from_utf8_lossy(&attribute.value);
        let value = quick_xml::escape::unescape(&raw).map_or_else(|_| SmolStr::new(&raw), SmolStr::new);
        (local_name(attribute.key.local_name().as_ref()), value)
    });
    let kept: Vec<_> = attributes.by_ref().take(MAX_ATTRIBUTES).collect();
    let has_all = attributes.next().is_none();
    let element =
        Element { name: local_name(start.local_name().as_ref()), attributes: kept, text: String::new(), children: Vec::new(), at };
    (element, has_all)
}

fn local_name(name: &[u8]) -> SmolStr {
    SmolStr::new(String::from_utf8_lossy(name))
}

/// Adds the character that a reference stands for. Returns the name of an entity that nobody knows; it is added as written.
fn push_reference(text: &mut String, reference: &BytesRef<'_>) -> Option<String> {
    if let Ok(Some(character)) = reference.resolve_char_ref() {
        text.push(character);
        return None;
    }
    let name = reference.decode().unwrap_or_default();
    if let Some(character) = quick_xml::escape::resolve_predefined_entity(&name) {
        text.push_str(character);
        return None;
    }
    text.extend(["&", &name, ";"]);
    Some(name.into_owned())
}

/// The name of the outermost element that a file begins with; `None` where there is none in these bytes.
pub fn root_name(head: &[u8]) -> Option<SmolStr> {
    let (source, mut problems) = (Bytes::from(head), Problems::default());
    let task = Task::new();
    match Xml::new(&Opening { task: &task, ..Opening::of("", &source) }, &mut problems).ok()?.step() {
        Ok(Some(Step::Start(element))) => Some(element.name),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The elements of a text as `name[attributes](text children)`, and its problems as "kind@line:column".
    fn read(bytes: &[u8]) -> (String, String) {
        let (source, mut problems) = (Bytes::from(bytes), Problems::default());
        let mut xml = Xml::new(&Opening::of("f", &source), &mut problems).unwrap();
        let mut found = Vec::new();
        while let Some(step) = xml.step().unwrap() {
            if let Step::Start(start) = step {
                found.extend(xml.rest(start).unwrap().map(|element| shown(&element)));
            }
        }
        let told: Vec<_> = problems.iter().map(|p| format!("{}@{}:{}", p.kind, p.location.line, p.location.column)).collect();
        (found.join(" "), told.join(" "))
    }

    fn shown(Element { name, attributes, text, children, .. }: &Element) -> String {
        let attributes: String = attributes.iter().map(|(name, value)| format!("[{name}={value}]")).collect();
        let children: String = children.iter().map(shown).collect();
        format!("{name}{attributes}({text}{children})")
    }

    #[test]
    fn elements_are_read_with_their_texts_whatever_way_these_are_written() {
        let cases: [(&str, &str, &str); 12] = [
            ("<a x='1' k:y=\"&lt;&#x41;\">b &amp; &#1071;<![CDATA[<c>]]></a>", "a[x=1][y=<A](b & Я<c>)", ""),
            ("<?xml version='1.0'?><!-- c --><k:a><k:b/> <b>x</b>\n</k:a>", "a(b()b(x))", ""),
            ("<a>x</a>\n<?xml version='1.0'?>\n<b/>", "a(x) b()", ""),
            ("<a>&nbsp;&nbsp;&x;</a>", "a(&nbsp;&nbsp;&x;)", "unknown-entity@1:4"),
            ("<a>b & c</a>", "a(b & c)", ""),
            ("<!DOCTYPE a [<!ENTITY b \"cccc\">]><a>&b;</a>", "a(&b;)", "document-type@1:1 unknown-entity@1:37"),
            ("<a>\n<b>x<br>y</b><c/></a>", "a(b(xbr(y))c())", "missing-end@2:10"),
            ("<a>x</c>y</a>", "a(xy)", "stray-end@1:5"),
            ("<a/><b>\n<c>x", "a()", "truncated@2:5"),
            ("<a/><b c='", "a()", "not-xml@1:5"),
            ("", "", "no-element@1:1"),
            ("word", "", "no-element@1:5"),
        ];
        for (text, expected, told) in cases {
            assert_eq!(read(text.as_bytes()), (expected.to_owned(), told.to_owned()), "{text}");
        }
    }

    #[test]
    fn a_text_is_read_in_the_encoding_that_it_is_in() {
        let text = "<?xml version='1.0' encoding='UTF-16'?><a>Київ</a>";
        let utf16: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let marked = [b"\xFF\xFE".as_slice(), &utf16].concat();
        let cyrillic = [b"<?xml version=\"1.0\" encoding=\"windows-1251\"?><a>".as_slice(), b"\xCA\xE8\xBF\xE2", b"</a>"].concat();
        for bytes in [&utf16, &marked, &cyrillic, &"\u{feff}<a>Київ</a>".as_bytes().to_vec()] {
            assert_eq!(read(bytes), ("a(Київ)".to_owned(), String::new()));
        }
        assert_eq!(read(b"<a>\n \xFF</a>"), ("a(\n \u{fffd})".to_owned(), "wrong-encoding@2:2".to_owned()));
        assert_eq!(read(b"<?xml encoding='x-none'?><a/>"), ("a()".to_owned(), "unknown-encoding@1:1".to_owned()));
        assert_eq!(root_name(&utf16).as_deref(), Some("a"));
        assert_eq!(root_name(b"\n<!-- <c> --><k:kml xmlns"), None);
        assert_eq!(root_name(b"\n<!-- <c> --><k:kml xmlns=''>").as_deref(), Some("kml"));
    }

    #[test]
    fn what_is_endless_is_bounded() {
        let deep = "<a>".repeat(300);
        assert_eq!(read(deep.as_bytes()).1, "too-deep@1:769");
        let wide = format!("<a>{}</a><b/>", "<c/>".repeat(MAX_ELEMENTS));
        assert_eq!(read(wide.as_bytes()), ("b()".to_owned(), "too-large@1:1".to_owned()));
        let many: String = (0..100).map(|n| format!(" a{n}='{n}'")).collect();
        assert_eq!(read(format!("<a{many}/>").as_bytes()).1, "many-attributes@1:1");
        let long = format!("<b/><a>{}</a>", "x".repeat(MAX_PIECE + (1 << 17)));
        assert_eq!(read(long.as_bytes()), ("b()".to_owned(), "too-long@1:8".to_owned()));
    }

    #[test]
    fn a_cancel_ends_the_reading() {
        let (task, source, mut problems) = (Task::new(), Bytes::from("<a/>".repeat(1 << 16).into_bytes()), Problems::default());
        let mut xml = Xml::new(&Opening { task: &task, ..Opening::of("f", &source) }, &mut problems).unwrap();
        assert!(xml.step().is_ok());
        task.cancel();
        let mut n_steps = 0;
        while xml.step().is_ok() {
            n_steps += 1;
        }
        assert!(n_steps < 1 << 16, "{n_steps}");
    }
}
