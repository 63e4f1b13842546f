//! One Feature at a glance: those that are as most are, without a fault, in large files. What is not so is left to the careful reader.

use std::borrow::Cow;

use geo::Coord;

use crate::dataset::Value;

/// Where a reading is in a stretch of text.
#[derive(Clone, Copy, Debug)]
pub struct Cursor<'a> {
    text: &'a str,
    at: usize,
}

/// A Feature without a fault.
#[derive(Debug, Default)]
pub struct Feature<'a> {
    /// What it says of itself, nothing left out but what is null.
    pub properties: Vec<(&'a str, Said<'a>)>,
    pub place: Place<'a>,
}

/// Where a Feature is.
#[derive(Debug, Default, PartialEq)]
pub enum Place<'a> {
    #[default]
    Nowhere,
    Point(Coord<f64>),
    /// Another geometry, as it is written.
    Other(&'a str),
}

/// What stands as the value of a property.
#[derive(Debug, PartialEq)]
pub enum Said<'a> {
    Text(Cow<'a, str>),
    Number(&'a str),
    Json(&'a str),
}

impl Said<'_> {
    pub fn value(&self) -> Value<'_> {
        match self {
            Self::Text(text) => Value::Text(text),
            Self::Number(raw) => Value::Number(raw),
            Self::Json(raw) => Value::Json(raw),
        }
    }
}

/// Members that mean something else, or nothing, in a Feature: the careful reader tells of them.
const TO_BE_TOLD: [&str; 5] = ["coordinates", "geometries", "features", "bbox", "crs"];

/// Where the first byte stands that ends a string or means something else in it: a quote, a backslash, or what is below a blank. Eight bytes at a
/// time (Hacker's Delight, section 6-1): most strings are too short for anything that looks at more.
fn special(bytes: &[u8]) -> Option<usize> {
    const EACH: u64 = 0x0101_0101_0101_0101;
    const TOP: u64 = EACH << 7;
    let (words, rest) = bytes.as_chunks::<8>();
    for (at, word) in words.iter().enumerate() {
        let word = u64::from_le_bytes(*word);
        let is_zero = |word: u64| word.wrapping_sub(EACH) & !word & TOP;
        let found = is_zero(word ^ (EACH * 0x22)) | is_zero(word ^ (EACH * 0x5C)) | (word.wrapping_sub(EACH * 0x20) & !word & TOP);
        if found != 0 {
            return Some(at * 8 + found.trailing_zeros() as usize / 8);
        }
    }
    let is_special = |byte: &u8| matches!(byte, b'"' | b'\\' | ..0x20);
    rest.iter().position(is_special).map(|at| words.len() * 8 + at)
}

impl<'a> Cursor<'a> {
    /// At a byte of a text; at its end where it has no such.
    pub fn new(text: &'a str, at: usize) -> Self {
        Self { text, at }
    }

    pub fn at(self) -> usize {
        self.at
    }

    fn byte(self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    pub fn skip_space(&mut self) {
        while matches!(self.byte(), Some(b' ' | b'\t' | b'\r' | b'\n')) {
            self.at += 1;
        }
    }

    /// Goes on past a byte, and the white space before it. Whether it stands there.
    pub fn eat(&mut self, byte: u8) -> bool {
        self.skip_space();
        let is_there = self.byte() == Some(byte);
        self.at += usize::from(is_there);
        is_there
    }

    fn since(self, start: usize) -> Option<&'a str> {
        self.text.get(start..self.at)
    }

    /// A string with its quotes, and whether anything in it is escaped.
    fn string(&mut self) -> Option<(&'a str, bool)> {
        self.skip_space();
        let start = self.at;
        let bytes = self.text.as_bytes();
        if bytes.get(start) != Some(&b'"') {
            return None;
        }
        let (mut at, mut is_escaped) = (start + 1, false);
        loop {
            at += special(bytes.get(at..)?)?;
            match bytes.get(at)? {
                b'"' => break,
                b'\\' if bytes.get(at + 1)? >= &0x20 => (at, is_escaped) = (at + 2, true),
                _ => return None,
            }
        }
        self.at = at + 1;
        Some((self.since(start)?, is_escaped))
    }

    /// A string without anything escaped.
    fn plain_string(&mut self) -> Option<&'a str> {
        let (raw, is_escaped) = self.string()?;
        raw.get(1..raw.len() - 1).filter(|_| !is_escaped)
    }

    fn number(&mut self) -> Option<&'a str> {
        self.skip_space();
        let start = self.at;
        self.at += usize::from(self.byte() == Some(b'-'));
        // Only nought begins with nought.
        if self.byte() == Some(b'0') {
            self.at += 1;
        } else {
            self.digits()?;
        }
        if self.byte() == Some(b'.') {
            self.at += 1;
            self.digits()?;
        }
        if matches!(self.byte(), Some(b'e' | b'E')) {
            self.at += 1;
            self.at += usize::from(matches!(self.byte(), Some(b'+' | b'-')));
            self.digits()?;
        }
        let goes_on = matches!(self.byte(), Some(b'0'..=b'9' | b'-' | b'+' | b'.' | b'e' | b'E'));
        if goes_on { None } else { self.since(start) }
    }

    /// One or more.
    fn digits(&mut self) -> Option<()> {
        let n = self.text.as_bytes().get(self.at..)?.iter().take_while(|byte| byte.is_ascii_digit()).count();
        self.at += n;
        (n > 0).then_some(())
    }

    /// Any value, as it is written. That it is well-formed within is for whoever reads it to see.
    fn value(&mut self) -> Option<&'a str> {
        self.skip_space();
        let start = self.at;
        match self.byte()? {
            b'"' => return Some(self.string()?.0),
            b'{' | b'[' => {
                let mut depth = 0_usize;
                loop {
                    match self.byte()? {
                        b'"' => {
                            self.string()?;
                            continue;
                        }
                        b'{' | b'[' => depth += 1,
                        b'}' | b']' => depth -= 1,
                        _ => {}
                    }
                    self.at += 1;
                    if depth == 0 {
                        break;
                    }
                }
            }
            b't' | b'n' | b'f' => {
                while self.byte().is_some_and(|byte| byte.is_ascii_lowercase()) {
                    self.at += 1;
                }
                self.since(start).filter(|word| matches!(*word, "true" | "false" | "null"))?;
            }
            _ => return self.number(),
        }
        self.since(start)
    }

    /// The name of the next member of an object, or `None` at its end.
    fn name(&mut self, is_first: &mut bool) -> Option<Option<&'a str>> {
        if self.eat(b'}') {
            return Some(None);
        }
        if !std::mem::take(is_first) && !self.eat(b',') {
            return None;
        }
        let name = self.plain_string()?;
        self.eat(b':').then_some(Some(name))
    }

    /// Where the value that stands here ends.
    pub fn value_end(mut self) -> Option<usize> {
        self.value().map(|_| self.at)
    }

    /// Goes on to the first item of the features of a collection, past members that say nothing.
    pub fn reach_features(&mut self) -> Option<()> {
        let mut is_first = true;
        if !self.eat(b'{') {
            return None;
        }
        let mut is_collection = false;
        loop {
            match self.name(&mut is_first)?? {
                "type" => is_collection = self.plain_string()? == "FeatureCollection",
                "features" => return (is_collection && self.eat(b'[')).then_some(()),
                "name" | "id" | "timestamp" | "timeStamp" | "numberMatched" | "numberReturned" | "links" | "description" | "title" => {
                    serde_json::from_str::<serde::de::IgnoredAny>(self.value()?).ok()?;
                }
                "crs" => {
                    let crs = self.value()?;
                    (crs.contains("CRS84") || crs.contains("4326")).then_some(())?;
                }
                _ => return None,
            }
        }
    }

    /// A Feature; `None` where it is not one, or where anything of it is to be told. `known` are the names of what one before says, none twice.
    pub fn feature(&mut self, known: &mut Vec<&'a str>) -> Option<Feature<'a>> {
        /// Most have fewer properties.
        const MANY: usize = 16;
        let mut feature = Feature { properties: Vec::with_capacity(MANY), ..Feature::default() };
        let [mut is_first, mut is_feature, mut has_place, mut has_properties] = [true, false, false, false];
        if !self.eat(b'{') {
            return None;
        }
        while let Some(name) = self.name(&mut is_first)? {
            match name {
                "type" if !is_feature => is_feature = self.plain_string()? == "Feature",
                "geometry" if !has_place => {
                    has_place = true;
                    feature.place = self.place()?;
                }
                "properties" if !has_properties => {
                    has_properties = true;
                    self.properties(known, &mut feature.properties)?;
                }
                "id" => {
                    self.skip_space();
                    if self.byte()? == b'"' { self.string().map(drop) } else { self.number().map(drop) }?;
                }
                "type" | "geometry" | "properties" => return None,
                _ if TO_BE_TOLD.contains(&name) => return None,
                _ => {
                    let raw = self.value()?;
                    serde_json::from_str::<serde::de::IgnoredAny>(raw).ok()?;
                }
            }
        }
        (is_feature && has_place && has_properties).then_some(feature)
    }

    fn properties(&mut self, known: &mut Vec<&'a str>, into: &mut Vec<(&'a str, Said<'a>)>) -> Option<()> {
        self.skip_space();
        if self.byte()? == b'n' {
            return self.value().map(drop);
        }
        if !self.eat(b'{') {
            return None;
        }
        let (mut is_first, mut are_known) = (true, true);
        while let Some(name) = self.name(&mut is_first)? {
            // Mostly they are those of the Feature before, of which this is known.
            are_known = are_known && known.get(into.len()) == Some(&name);
            if !are_known {
                let is_style = ["marker-", "stroke", "fill"].iter().any(|start| name.starts_with(start));
                let is_repeated = into.iter().any(|(before, _)| *before == name);
                if is_style || is_repeated {
                    return None;
                }
            }
            self.skip_space();
            let said = match self.byte()? {
                b'"' => {
                    let (raw, is_escaped) = self.string()?;
                    let plain = raw.get(1..raw.len() - 1)?;
                    Said::Text(if is_escaped { Cow::Owned(serde_json::from_str(raw).ok()?) } else { Cow::Borrowed(plain) })
                }
                b'n' => {
                    self.value()?;
                    continue;
                }
                b'{' | b'[' | b't' | b'f' => {
                    let raw = self.value()?;
                    serde_json::from_str::<serde::de::IgnoredAny>(raw).ok()?;
                    Said::Json(raw)
                }
                _ => Said::Number(self.number()?),
            };
            into.push((name, said));
        }
        if !are_known {
            known.clear();
            known.extend(into.iter().map(|(name, _)| *name));
        }
        Some(())
    }

    fn place(&mut self) -> Option<Place<'a>> {
        self.skip_space();
        if self.byte()? == b'n' {
            return self.value().map(|_| Place::Nowhere);
        }
        let mut ahead = *self;
        if let Some(at) = ahead.point() {
            *self = ahead;
            return Some(Place::Point(at));
        }
        self.value().map(Place::Other)
    }

    /// `{"type": "Point", "coordinates": [lon, lat]}`, in degrees, an altitude passed over.
    fn point(&mut self) -> Option<Coord<f64>> {
        let mut is_first = true;
        if !self.eat(b'{') || self.name(&mut is_first)?? != "type" || self.plain_string()? != "Point" {
            return None;
        }
        if self.name(&mut is_first)?? != "coordinates" || !self.eat(b'[') {
            return None;
        }
        let x: f64 = self.number()?.parse().ok()?;
        let y: f64 = if self.eat(b',') { self.number()?.parse().ok()? } else { return None };
        if self.eat(b',') {
            self.number()?;
        }
        let is_whole = self.eat(b']') && self.eat(b'}');
        (is_whole && x.abs() <= 180.0 && y.abs() <= 90.0).then_some(Coord { x, y })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_ends_a_string_is_found_wherever_it_stands() {
        for before in 0..20 {
            for (ends, is_found) in [
                (b'"', true),
                (b'\\', true),
                (0x1F, true),
                (0, true),
                (b' ', false),
                (0x7F, false),
                (0xA2, false),
                (0xDC, false),
                (0xFF, false),
            ] {
                let bytes = [vec![b'a'; before], vec![ends], vec![0x80; 9], vec![b'"']].concat();
                let expected = if is_found { before } else { before + 10 };
                assert_eq!(special(&bytes), Some(expected), "{ends:#x} after {before}");
            }
            assert_eq!(special(&vec![0xE9; before]), None);
        }
    }

    fn shown(text: &str) -> Option<String> {
        let mut cursor = Cursor::new(text, 0);
        let feature = cursor.feature(&mut Vec::new())?;
        assert_eq!(cursor.at(), text.len());
        let said: Vec<String> = feature.properties.iter().map(|(name, said)| format!("{name}={:?}", said.value())).collect();
        Some(format!("{:?} {}", feature.place, said.join(" ")))
    }

    #[test]
    fn a_feature_as_most_are_is_read_at_a_glance() {
        let text = r#"{"type":"Feature", "id": 7,"properties":{"a":"x \"y\"","n":-1.50,"l":[1,{"]":2}],"z":null},"geometry":{"type":"Point","coordinates":[1.5,-2,9]},"more":{}}"#;
        let expected = r#"Point(COORD(1.5 -2.0)) a=Text("x \"y\"") n=Number("-1.50") l=Json("[1,{\"]\":2}]")"#;
        assert_eq!(shown(text).as_deref(), Some(expected));
        let line = r#"{"geometry":{"type":"LineString","coordinates":[[1,2],[3,4]]},"properties":null,"type":"Feature"}"#;
        assert_eq!(shown(line).as_deref(), Some(r#"Other("{\"type\":\"LineString\",\"coordinates\":[[1,2],[3,4]]}") "#));
        assert_eq!(shown(r#"{"type":"Feature","geometry":null,"properties":{}}"#).as_deref(), Some("Nowhere "));
    }

    #[test]
    fn whatever_is_to_be_told_is_left_to_the_careful_reader() {
        for text in [
            r#"{"type":"Feature","geometry":null}"#,
            r#"{"type":"Thing","geometry":null,"properties":{}}"#,
            r#"{"type":"Feature","geometry":null,"properties":{},"bbox":[1]}"#,
            r#"{"type":"Feature","geometry":null,"properties":{},"properties":{}}"#,
            r#"{"type":"Feature","geometry":null,"properties":{"a":1,"a":2}}"#,
            r##"{"type":"Feature","geometry":null,"properties":{"stroke":"#123"}}"##,
            r#"{"type":"Feature","geometry":null,"properties":{"a":01}}"#,
            r#"{"type":"Feature","geometry":null,"properties":{"a":1.}}"#,
            r#"{"type":"Feature","geometry":null,"properties":{"a":-}}"#,
            r#"{"type":"Feature","geometry":null,"properties":{"a":1e}}"#,
            r#"{"type":"Feature","geometry":null,"properties":{"a":1.5.2}}"#,
            r#"{"type":"Feature","geometry":null,"properties":{"a":[1,}]}}"#,
            r#"{"type":"Feature","geometry":null,"properties":{"a":"\x"}}"#,
            "{\"type\":\"Feature\",\"geometry\":null,\"properties\":{\"a\":\"\n\"}}",
            r#"{"type":"Feature","geometry":null,"properties":{"a":1"#,
            r#"{"type":"Feature" "geometry":null,"properties":{}}"#,
        ] {
            assert_eq!(shown(text), None, "{text}");
        }
        let far = r#"{"type":"Feature","geometry":{"type":"Point","coordinates":[190,2]},"properties":{}}"#;
        assert!(shown(far).unwrap().starts_with("Other"), "the careful reader turns it back");
    }
}
