//! The briefing as one HTML file: no request, no other file beside it, nothing kept.
//!
//! It is whole without its script, as one long page. Scripts, styles and all else that is not in the file are forbidden by a Content
//! Security Policy (level 3), which names the file's own by their hashes; so nothing may have a `style` attribute.
//!
//! Main function: [`html`].
//!
//! **Does not:** draw maps, or choose what is told.

mod scene;

use std::fmt::Write;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use egui::Color32;
use sha2::{Digest, Sha256};

use crate::base::readable;
use crate::briefing::is_link;
use crate::export::Handout;
use crate::export::handout::{Sheet, SourceLine};
use crate::export::markup::{Attributes, Markup, language};
use crate::export::pins::{Pin, placed};
use crate::export::typeset::Typesetter;
use crate::theme::Theme;
use crate::viewpoint::ThemeKind;
use crate::wording;

use scene::scene;

const STYLE: &str = include_str!("page.css");
const SCRIPT: &str = include_str!("page.js");
/// The id of the last part, and of the table's heading in it.
const LAST: &str = "sources";
/// Half the height of a pin in points of the map: as large as fingers need them where the map is as wide as a telephone.
const PIN: f32 = 19.0;
const LAST_HEADING: &str = "sources-heading";

/// The handout as a page.
pub fn html(handout: &Handout) -> String {
    let types = Typesetter::built_in();
    let pins: Vec<Vec<Pin>> = handout.sheets.iter().map(|sheet| placed(sheet, &types, PIN)).collect();
    let style = style(handout, &pins);
    let mut page = Markup::new("<!DOCTYPE html>\n");
    page.within("html", &[("lang", &language(&handout.language))], |page| {
        page.within("head", &[], |page| head(page, handout, &style));
        page.raw("\n");
        page.within("body", &[], |page| {
            page.line("a", &[("class", &"skip"), ("href", &"#scenes")], wording::SKIP_TO_SCENES);
            page.within("header", &[], |page| bar(page, handout));
            page.raw("\n");
            contents(page, handout);
            page.raw("\n");
            page.within("main", &[("id", &"scenes")], |page| {
                for (sheet, pins) in handout.sheets.iter().zip(&pins) {
                    scene(page, handout, sheet, pins);
                    page.raw("\n");
                }
                last(page, handout);
            });
            page.raw("\n");
            page.line("p", &[("id", &"told"), ("class", &"unseen"), ("role", &"status")], "");
            page.raw("\n<script>");
            page.raw(SCRIPT);
            page.raw("</script>\n");
        });
    });
    page.raw("\n");
    page.finish()
}

fn head(page: &mut Markup, handout: &Handout, style: &str) {
    let hash = |text: &str| STANDARD.encode(Sha256::digest(text.as_bytes()));
    let policy = format!(
        "default-src 'none'; style-src 'sha256-{}'; script-src 'sha256-{}'; base-uri 'none'; form-action 'none'",
        hash(style),
        hash(SCRIPT)
    );
    page.raw("\n");
    page.empty("meta", &[("charset", &"utf-8")]);
    page.empty("meta", &[("http-equiv", &"Content-Security-Policy"), ("content", &policy)]);
    page.empty("meta", &[("name", &"viewport"), ("content", &"width=device-width,initial-scale=1")]);
    page.empty("meta", &[("name", &"referrer"), ("content", &"no-referrer")]);
    page.raw("\n");
    page.line("title", &[], &handout.title);
    page.raw("\n<style>");
    page.raw(style);
    page.raw("</style>\n");
}

/// The title, and what can be pressed where there is a script.
fn bar(page: &mut Markup, handout: &Handout) {
    let contents: Attributes<'_> =
        &[("type", &"button"), ("id", &"contents-button"), ("aria-controls", &"contents"), ("class", &"scripted"), ("hidden", &"")];
    page.within("button", contents, |page| {
        icon(page, "M2 4h12M2 8h12M2 12h12");
        page.line("span", &[("class", &"wide")], wording::CONTENTS);
    });
    page.line("h1", &[("dir", &"auto")], &handout.title);
    page.within("div", &[("class", &"steps scripted"), ("hidden", &"")], |page| {
        step(page, "previous", wording::PREVIOUS_SCENE, "M10 3L5 8l5 5");
        page.line("span", &[("id", &"position"), ("aria-hidden", &"true")], "");
        step(page, "next", wording::NEXT_SCENE, "M6 3l5 5-5 5");
    });
    let colours: Attributes<'_> =
        &[("type", &"button"), ("id", &"colours"), ("class", &"scripted"), ("hidden", &""), ("aria-label", &wording::DARK_COLOURS)];
    page.within("button", colours, |page| icon(page, "M8 2a6 6 0 1 0 6 6A4.5 4.5 0 0 1 8 2z"));
}

fn step(page: &mut Markup, id: &str, name: &str, path: &str) {
    page.within("button", &[("type", &"button"), ("id", &id), ("aria-label", &name)], |page| icon(page, path));
}

/// A path in a square of 16 units.
fn icon(page: &mut Markup, path: &str) {
    page.within("svg", &[("class", &"icon"), ("viewBox", &"0 0 16 16"), ("aria-hidden", &"true")], |svg| {
        svg.empty("path", &[("d", &path)]);
    });
}

fn contents(page: &mut Markup, handout: &Handout) {
    page.within("nav", &[("id", &"contents"), ("aria-label", &wording::CONTENTS)], |page| {
        for sheets in handout.sheets.chunk_by(|sheet, next| sheet.section == next.section) {
            if let Some(section) = sheets.first().and_then(|sheet| sheet.section.as_ref()) {
                page.line("p", &[("dir", &"auto")], section);
            }
            page.within("ol", &[], |page| {
                for sheet in sheets {
                    entry(page, &scene_id(sheet), &sheet.number.to_string(), &sheet.title);
                }
            });
        }
        page.within("ol", &[], |page| entry(page, LAST, "", wording::HANDOUT_SOURCES));
    });
}

fn entry(page: &mut Markup, id: &str, number: &str, title: &str) {
    page.within("li", &[], |page| {
        page.within("a", &[("href", &format!("#{id}"))], |page| {
            page.line("span", &[("class", &"number")], number);
            page.line("span", &[("dir", &"auto")], title);
        });
    });
}

fn scene_id(sheet: &Sheet) -> String {
    format!("scene-{}", sheet.number)
}

/// How it may be handled and as of when it is: on every scene.
fn marking(page: &mut Markup, handout: &Handout) {
    page.within("p", &[("class", &"marking")], |page| {
        page.line("strong", &[("dir", &"auto")], handout.handling.as_deref().unwrap_or_default());
        page.line("span", &[("dir", &"auto")], handout.as_of.as_deref().unwrap_or_default());
    });
}

/// The sources, and where the file comes from.
fn last(page: &mut Markup, handout: &Handout) {
    let told = wording::sheet_told(handout.sheets.len() + 1, handout.sheets.len() + 1, wording::HANDOUT_SOURCES);
    let attributes: Attributes<'_> =
        &[("class", &"scene last"), ("id", &LAST), ("aria-labelledby", &LAST_HEADING), ("tabindex", &"-1"), ("data-told", &told)];
    page.within("section", attributes, |page| {
        page.within("div", &[("class", &"sheet card")], |page| {
            marking(page, handout);
            page.within("div", &[("class", &"words")], |page| {
                page.line("h2", &[("id", &LAST_HEADING)], wording::HANDOUT_SOURCES);
                page.line("p", &[], wording::GRADES_TOLD);
            });
            sources(page, &handout.sources);
            if let Some(release) = &handout.release {
                page.line("h3", &[("dir", &"auto")], &wording::removed_for(release));
                list(page, &handout.removed);
            }
            page.line("h3", &[], wording::ABOUT_HANDOUT);
            page.within("dl", &[], |page| {
                let mut fact = |name: &str, values: &[String]| {
                    if !values.is_empty() {
                        page.line("dt", &[], name);
                        values.iter().for_each(|value| page.line("dd", &[("dir", &"auto")], value));
                    }
                };
                fact(wording::editing::AUTHORS, &handout.authors);
                fact(wording::HANDOUT_CREDITS, &handout.credits);
                fact(wording::NOT_AS_PREPARED, handout.fault.as_slice());
                fact(wording::SITUATION_SHA256, std::slice::from_ref(&handout.sha256));
            });
        });
    });
}

fn sources(page: &mut Markup, lines: &[SourceLine]) {
    page.within("table", &[("aria-labelledby", &LAST_HEADING)], |page| {
        page.within("thead", &[], |page| {
            page.within("tr", &[], |page| {
                for name in [wording::SOURCE, wording::SOURCE_KIND, wording::RELIABILITY, wording::SOURCE_REPORTS] {
                    page.line("th", &[("scope", &"col")], name);
                }
            });
        });
        page.within("tbody", &[], |page| {
            for line in lines {
                page.within("tr", &[], |page| {
                    page.within("th", &[("scope", &"row"), ("dir", &"auto")], |page| linked(page, &line.name, line.url.as_deref()));
                    page.line("td", &[], &line.kind);
                    page.line("td", &[], &line.reliability);
                    page.line("td", &[], &line.n_reports.to_string());
                });
            }
        });
    });
}

fn list(page: &mut Markup, lines: &[String]) {
    page.within("ul", &[], |page| lines.iter().for_each(|line| page.line("li", &[("dir", &"auto")], line)));
}

/// Words that lead to an address, where it may be followed.
fn linked(page: &mut Markup, text: &str, address: Option<&str>) {
    match address.filter(|address| is_link(address)) {
        Some(address) => page.line("a", &[("href", &address), ("rel", &"noopener noreferrer"), ("target", &"_blank")], text),
        None => page.text(text),
    }
}

// -------------------------------------------------------------------------------------------------------------- style

/// The colours of both themes, where the pins stand, what stands below each page of paper, and all that is the same in every file.
fn style(handout: &Handout, pins: &[Vec<Pin>]) -> String {
    let mut style = String::new();
    let [light, dark] = [ThemeKind::Light, ThemeKind::Dark].map(|kind| variables(Theme::of(kind)));
    // Maps have the same colours in both, and so have pins.
    let [pin, on_pin] = [Theme::of(ThemeKind::Projector).accent, Theme::of(ThemeKind::Projector).on_accent].map(hex);
    let _ = writeln!(style, ":root{{--pin:{pin};--on-pin:{on_pin};{light}}}");
    let _ = writeln!(style, "@media screen{{:root[data-colours=dark]{{{dark}}}}}");
    let _ = writeln!(style, "@media screen and (prefers-color-scheme:dark){{:root:not([data-colours=light]){{{dark}}}}}");
    let foot = [handout.handling.as_deref(), handout.as_of.as_deref()].into_iter().flatten().collect::<Vec<_>>().join(" · ");
    let _ = writeln!(style, "@page{{@bottom-left{{content:{}}}}}", quoted(&foot));
    for (sheet, pins) in handout.sheets.iter().zip(pins) {
        let Some(figure) = &sheet.figure else { continue };
        for (n, pin) in pins.iter().enumerate() {
            let ([x, y], [width, height]) = (pin.at, figure.size);
            let (left, top) = (100.0 * x / width, 100.0 * y / height);
            let _ = writeln!(style, "#{}{{left:{left:.2}%;top:{top:.2}%}}", pins_id(sheet, n));
        }
    }
    style.push_str(STYLE);
    style
}

fn pins_id(sheet: &Sheet, n: usize) -> String {
    format!("pins-{}-{}", sheet.number, n + 1)
}

fn variables(theme: &Theme) -> String {
    let colours = [
        ("panel", theme.panel),
        ("raised", theme.raised),
        ("hairline", theme.hairline),
        ("field-edge", theme.field_edge()),
        ("text", theme.text),
        ("weak", theme.weak),
        ("accent", theme.accent),
        ("on-accent", theme.on_accent),
        ("selected", theme.selected_row),
        ("hovered", theme.hovered_row),
        ("contested", theme.contested),
    ];
    let scheme = if theme.kind == ThemeKind::Dark { "dark" } else { "light" };
    colours.iter().fold(format!("color-scheme:{scheme};"), |mut out, (name, colour)| {
        let _ = write!(out, "--{name}:{};", hex(*colour));
        out
    })
}

fn hex(colour: Color32) -> String {
    let [r, g, b, _] = colour.to_array();
    format!("#{r:02x}{g:02x}{b:02x}")
}

/// A text as a string of CSS: all but letters and digits by their numbers.
fn quoted(text: &str) -> String {
    let inner = readable(text).chars().fold(String::new(), |mut out, sign| {
        let _ = if sign.is_ascii_alphanumeric() { write!(out, "{sign}") } else { write!(out, "\\{:x} ", u32::from(sign)) };
        out
    });
    format!("\"{inner}\"")
}
