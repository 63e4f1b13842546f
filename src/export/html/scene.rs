//! One scene of the page: its words, its map with pins, and who says so.

use crate::briefing::{Block, BlockKind};
use crate::export::Handout;
use crate::export::figure::{Figure, Piece};
use crate::export::handout::{Cited, Endnote, Sheet};
use crate::export::html::{linked, list, marking, pins_id, scene_id};
use crate::export::markup::{Attributes, Markup};
use crate::export::pins::Pin;
use crate::export::svg::svg;
use crate::map::Role;
use crate::theme::Theme;
use crate::viewpoint::ThemeKind;
use crate::wording;

pub(super) fn scene(page: &mut Markup, handout: &Handout, sheet: &Sheet, pins: &[Pin]) {
    let id = scene_id(sheet);
    let heading = format!("{id}-heading");
    let told = wording::sheet_told(sheet.number, handout.sheets.len() + 1, &sheet.title);
    let attributes: Attributes<'_> =
        &[("class", &"scene"), ("id", &id), ("aria-labelledby", &heading), ("tabindex", &"-1"), ("data-told", &told)];
    page.within("section", attributes, |page| {
        page.within("div", &[("class", if sheet.figure.is_some() { &"sheet" } else { &"sheet card" })], |page| {
            marking(page, handout);
            page.within("div", &[("class", &"words")], |page| {
                if let Some(section) = &sheet.section {
                    page.line("p", &[("class", &"section"), ("dir", &"auto")], section);
                }
                page.line("h2", &[("id", &heading), ("dir", &"auto")], &sheet.title);
                blocks(page, &sheet.text);
            });
            match &sheet.figure {
                Some(figure) => page.within("figure", &[], |page| {
                    map(page, sheet, figure, pins);
                    page.within("figcaption", &[], |page| below(page, sheet));
                }),
                None => below(page, sheet),
            }
            if !(sheet.endnotes.is_empty() && sheet.notes.is_empty()) {
                page.within("div", &[("class", &"evidence")], |page| {
                    endnotes(page, sheet);
                    notes(page, sheet);
                });
            }
        });
    });
}

/// The map, over it the numbers of its endnotes: those of one place in one row, with a line to it.
fn map(page: &mut Markup, sheet: &Sheet, figure: &Figure, pins: &[Pin]) {
    let theme = Theme::of(ThemeKind::Projector);
    let leader = |pin: &Pin| Piece { kind: Role::Pin, item: None, opacity: 1.0, shapes: pin.leader(theme).to_vec() };
    let mut figure = figure.clone();
    figure.pieces.extend(pins.iter().map(leader));
    page.within("div", &[("class", &"map")], |page| {
        page.raw(&svg(&figure, &sheet.figure_told, &format!("figure-{}", sheet.number), |_| true));
        for (n, pin) in pins.iter().enumerate() {
            let id = pins_id(sheet, n);
            page.within("div", &[("class", &"pins"), ("id", &id)], |page| {
                for note in pin.endnotes.iter().filter_map(|at| sheet.endnotes.get(*at)) {
                    let (id, href) = (format!("{id}-{}", note.number), format!("#{}", endnote_id(note)));
                    let name = wording::pin_of(note.number, &note.title);
                    let attributes: Attributes<'_> = &[("class", &"pin"), ("id", &id), ("href", &href), ("aria-label", &name)];
                    page.line("a", attributes, &note.number.to_string());
                }
            });
        }
    });
}

/// What the scene says of itself.
fn below(page: &mut Markup, sheet: &Sheet) {
    sheet.told.iter().for_each(|line| page.line("p", &[("class", &"told"), ("dir", &"auto")], line));
    if !sheet.faults.is_empty() {
        page.within("div", &[("class", &"faults")], |page| {
            page.line("p", &[], wording::NOT_AS_PREPARED);
            list(page, &sheet.faults);
        });
    }
}

// ----------------------------------------------------------------------------------------------------------- evidence

fn endnotes(page: &mut Markup, sheet: &Sheet) {
    if sheet.endnotes.is_empty() {
        return;
    }
    page.within("div", &[("class", &"heading")], |page| {
        page.line("h3", &[], wording::WHO_SAYS_SO);
        page.line("button", &[("type", &"button"), ("class", &"all scripted"), ("hidden", &"")], wording::ALL_EVIDENCE);
    });
    page.within("div", &[("class", &"endnotes")], |page| sheet.endnotes.iter().for_each(|note| endnote(page, note)));
}

fn endnote_id(note: &Endnote) -> String {
    format!("endnote-{}", note.number)
}

fn endnote(page: &mut Markup, note: &Endnote) {
    let id = endnote_id(note);
    page.within("article", &[("class", &"endnote fold"), ("id", &id)], |page| {
        page.within("h4", &[("class", &"fold-heading"), ("dir", &"auto")], |page| {
            page.within("span", &[("class", &"fold-name")], |page| {
                page.line("span", &[("class", &"number")], &note.number.to_string());
                page.text(" ");
                page.line("span", &[], &note.title);
            });
        });
        page.line("p", &[("class", &"standing"), ("dir", &"auto")], &note.standing);
        page.within("div", &[("class", &"folded"), ("id", &format!("{id}-statements"))], |page| {
            page.line("p", &[("class", &"when"), ("dir", &"auto")], &note.told);
            page.within("ul", &[("class", &"statements")], |page| note.statements.iter().for_each(|cited| statement(page, cited)));
        });
    });
}

fn statement(page: &mut Markup, cited: &Cited) {
    page.within("li", &[], |page| {
        page.within("p", &[("class", &"who")], |page| {
            page.line("b", &[("dir", &"auto")], &cited.source);
            page.text(" ");
            page.line("span", &[("class", &"stance")], &cited.stance);
            if !cited.grade.is_empty() {
                page.text(" ");
                page.line("span", &[("class", &"grade")], &cited.grade);
            }
        });
        if let Some(excerpt) = &cited.excerpt {
            page.line("blockquote", &[("dir", &"auto")], excerpt);
        }
        page.within("p", &[("class", &"held")], |page| {
            page.line("span", &[], &cited.date);
            if let Some(via) = &cited.via {
                page.line("span", &[("dir", &"auto")], &wording::held_via(via));
            }
            if let Some(url) = &cited.url {
                page.within("span", &[("class", &"address")], |page| linked(page, url, Some(url)));
            }
        });
    });
}

fn notes(page: &mut Markup, sheet: &Sheet) {
    if sheet.notes.is_empty() {
        return;
    }
    let id = format!("notes-{}", sheet.number);
    page.within("aside", &[("class", &"notes fold"), ("id", &id), ("aria-label", &wording::NOTES_OF_SPEAKER)], |page| {
        page.within("h3", &[("class", &"fold-heading")], |page| {
            page.line("span", &[("class", &"fold-name")], wording::NOTES_OF_SPEAKER);
        });
        page.within("div", &[("class", &"folded"), ("id", &format!("{id}-text"))], |page| blocks(page, &sheet.notes));
    });
}

// --------------------------------------------------------------------------------------------------------------- text

/// Text as paragraphs, lists, headings and quotations. Headings are all of one level, below the scene's title, so that none is skipped.
fn blocks(page: &mut Markup, blocks: &[Block]) {
    let mut rest = blocks;
    while let Some((block, after)) = rest.split_first() {
        match block.kind {
            BlockKind::Item { depth, number } => {
                let n_items = rest
                    .iter()
                    .take_while(|block| {
                        matches!(block.kind, BlockKind::Item { depth: of, number: n }
                    if of > depth || (of == depth && n.is_some() == number.is_some()))
                    })
                    .count();
                let (items, others) = rest.split_at(n_items);
                items_of_list(page, items, depth, number);
                rest = others;
                continue;
            }
            BlockKind::Heading(_) => page.within("h3", &[("dir", &"auto")], |page| runs(page, block)),
            BlockKind::Paragraph => page.within("p", &[("dir", &"auto")], |page| runs(page, block)),
            BlockKind::Quote => page.within("blockquote", &[("dir", &"auto")], |page| page.within("p", &[], |page| runs(page, block))),
        }
        rest = after;
    }
}

/// Items of one list, each with the lists within it.
fn items_of_list(page: &mut Markup, items: &[Block], depth: u8, first: Option<u64>) {
    let is_of_it = |block: &Block| matches!(block.kind, BlockKind::Item { depth: of, .. } if of <= depth);
    let inner = |page: &mut Markup| {
        for item in items.chunk_by(|_, next| !is_of_it(next)) {
            if let Some((block, within)) = item.split_first() {
                page.within("li", &[("dir", &"auto")], |page| {
                    runs(page, block);
                    blocks(page, within);
                });
            }
        }
    };
    match first {
        Some(number) => page.within("ol", &[("start", &number)], inner),
        None => page.within("ul", &[], inner),
    }
}

fn runs(page: &mut Markup, block: &Block) {
    for run in &block.runs {
        let words = |page: &mut Markup| {
            for (n, line) in run.text.split('\n').enumerate() {
                if n > 0 {
                    page.empty("br", &[]);
                }
                linked(page, line, run.link.as_deref());
            }
        };
        match (run.is_strong, run.is_emphasised) {
            (true, true) => page.within("strong", &[], |page| page.within("em", &[], words)),
            (true, false) => page.within("strong", &[], words),
            (false, true) => page.within("em", &[], words),
            (false, false) => words(page),
        }
    }
}
