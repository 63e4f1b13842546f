//! Endnotes with who says what, and the table of sources.

use std::rc::Rc;

use krilla::tagging::{ListNumbering, TableHeaderScope, Tag};

use crate::export::handout::{Cited, Endnote, Sheet, SourceLine};
use crate::export::pins;
use crate::export::typeset::Style;
use crate::theme::Weight;
use crate::wording;

use super::clean;
use super::rows::{Anchor, Mark, Row};
use super::tags::Node;
use super::text::{Composer, Para, Sizes, Span};

/// The endnotes of a sheet, with the bookmarks that lead to them.
pub fn endnotes(composer: &mut Composer<'_>, within: Node, at: usize, sheet: &Sheet) -> Vec<(usize, String, Anchor)> {
    if sheet.endnotes.is_empty() {
        return Vec::new();
    }
    let level = composer.level;
    let Sizes { note, .. } = composer.sizes;
    let title = composer.span(wording::WHO_SAYS_SO, note, Weight::Semibold);
    composer.heading(Some(within), level + 1, &[title], note * 1.7, None);
    let list = composer.part(Some(within), Tag::L(ListNumbering::Decimal));
    let mut bookmarks = Vec::new();
    for (n, endnote) in sheet.endnotes.iter().enumerate() {
        let anchor = Anchor::Endnote(at, n);
        let first = composer.rows.len();
        let item = composer.part(Some(list), Tag::LI);
        self::endnote(composer, item, at, endnote, if n == 0 { note * 0.7 } else { note * 1.2 });
        if let Some(row) = composer.rows.get_mut(first) {
            row.anchors.push(anchor);
            bookmarks.push((usize::from(sheet.section.is_some()) + 1, format!("{}\u{2002}{}", endnote.number, endnote.title), anchor));
        }
    }
    composer.level = level;
    bookmarks
}

fn endnote(composer: &mut Composer<'_>, item: Node, sheet: usize, endnote: &Endnote, gap: f32) {
    let Sizes { note, body, .. } = composer.sizes;
    let label = composer.part(Some(item), Tag::Lbl);
    let text = composer.part(Some(item), Tag::LBody);
    let left = note * 2.6;
    let node = composer.part(Some(text), Tag::P);
    let told = endnote.number.to_string();
    let title = if endnote.title.trim().is_empty() { &told } else { &endnote.title };
    let title = composer.span(title, body, Weight::Semibold);
    let first = composer.paragraph(Some(node), &[title], Para { keep: true, leading: 1.3, ..composer.para(left, gap) });
    if let Some(row) = first.and_then(|first| composer.rows.get_mut(first)) {
        let (shapes, size) = pins::ring(&told, note / pins::TYPE.size, composer.types, composer.theme);
        let at = [0.0, (row.height - size[1]) / 2.0];
        let told = wording::back_to_map(endnote.number).into();
        row.marks.insert(0, Mark::Ring { at, shapes, size, to: Anchor::Sheet(sheet), told, node: label });
    }
    let standing = [&endnote.told, &endnote.standing].into_iter().filter(|text| !text.trim().is_empty());
    let standing = standing.map(String::as_str).collect::<Vec<_>>().join(" · ");
    let node = composer.part(Some(text), Tag::P);
    let span = composer.weak_span(&standing, note);
    composer.paragraph(Some(node), &[span], Para { keep: !endnote.statements.is_empty(), ..composer.para(left, note * 0.1) });
    if endnote.statements.is_empty() {
        return;
    }
    let list = composer.part(Some(text), Tag::L(ListNumbering::None));
    for cited in &endnote.statements {
        statement(composer, list, cited, left);
    }
}

/// The grade, who says it when, the words themselves, where they stand.
fn statement(composer: &mut Composer<'_>, list: Node, cited: &Cited, left: f32) {
    let Sizes { note, small, .. } = composer.sizes;
    let item = composer.part(Some(list), Tag::LI);
    let label = composer.part(Some(item), Tag::Lbl);
    let text = composer.part(Some(item), Tag::LBody);
    let column = left + note * 2.6;
    let node = composer.part(Some(text), Tag::P);
    let grade = composer.span(clean::one_line(&cited.grade).trim(), note, Weight::Semibold);
    // What is no grade may be long.
    let is_grade = composer.types.width(&grade.text, Style { size: note, weight: grade.weight }) < note * 2.4;
    let before = if is_grade || grade.text.is_empty() { String::new() } else { format!("{} · ", grade.text) };
    let mut spans = vec![composer.span(&format!("{before}{}", cited.source), note, Weight::Semibold)];
    spans.push(composer.span(&format!(" {}", cited.stance), note, Weight::Regular));
    let via = cited.via.as_deref().map(wording::held_via);
    let beside = [Some(cited.date.as_str()), via.as_deref()].into_iter().flatten().filter(|text| !text.trim().is_empty());
    for beside in beside {
        spans.push(composer.weak_span(&format!(" · {beside}"), note));
    }
    let has_more = cited.excerpt.is_some() || cited.url.is_some();
    let first = composer.paragraph(Some(node), &spans, Para { keep: has_more, ..composer.para(column, note * 0.55) });
    if is_grade && !grade.text.is_empty() {
        composer.label(first, label, &grade, left);
    }
    if let Some(excerpt) = &cited.excerpt {
        let node = composer.part(Some(text), Tag::BlockQuote);
        let span = composer.span(excerpt, note, Weight::Regular);
        composer.paragraph(Some(node), &[span], Para { keep: cited.url.is_some(), ..composer.para(column, note * 0.1) });
    }
    if let Some(url) = &cited.url {
        let node = composer.part(Some(text), Tag::P);
        let address = composer.address(url, small);
        composer.paragraph(Some(node), &[address], composer.para(column, note * 0.1));
    }
}

/// Shares of the width, and whether the column is of numbers.
const COLUMNS: [(f32, bool); 4] = [(0.35, false), (0.14, false), (0.42, false), (0.09, true)];

/// The table of sources, its head on each page that it is on.
pub fn sources(composer: &mut Composer<'_>, within: Node, sources: &[SourceLine]) {
    let Sizes { note, small, .. } = composer.sizes;
    let table = composer.part(Some(within), Tag::Table);
    let head = composer.part(Some(table), Tag::THead);
    let line = composer.part(Some(head), Tag::TR);
    let cells = [wording::SOURCE, wording::SOURCE_KIND, wording::RELIABILITY, wording::SOURCE_REPORTS].map(|text| {
        let node = composer.part(Some(line), Tag::TH(TableHeaderScope::Column));
        (node, vec![composer.span(text, small, Weight::Semibold)])
    });
    let mut rows = table_row(composer, &cells, note * 1.2);
    for row in &mut rows {
        row.keep = true;
    }
    let head = rows.last().cloned().map(|row| Rc::new(repeated(row)));
    composer.rows.extend(rows);
    let body = composer.part(Some(table), Tag::TBody);
    for source in sources {
        let line = composer.part(Some(body), Tag::TR);
        let mut name = vec![composer.span(&clean::one_line(&source.name), note, Weight::Semibold)];
        if let Some(url) = &source.url {
            name.push(composer.span("\n", note, Weight::Regular));
            name.push(composer.address(&clean::one_line(url), small));
        }
        let n_reports = source.n_reports.to_string();
        let rest = [&source.kind, &source.reliability, &n_reports].map(|text| vec![composer.span(text, note, Weight::Regular)]);
        let [kind, reliability, n_reports] = rest;
        let cells = [name, kind, reliability, n_reports].map(|spans| (composer.part(Some(line), Tag::TD), spans));
        let mut rows = table_row(composer, &cells, note * 0.5);
        for row in &mut rows {
            row.head.clone_from(&head);
        }
        composer.rows.extend(rows);
    }
}

/// A row of a table, cell by cell; where a cell has too many lines for a page, line by line.
fn table_row(composer: &Composer<'_>, cells: &[(Node, Vec<Span>); 4], gap: f32) -> Vec<Row> {
    const MANY: usize = 20;
    let mut left = 0.0;
    let columns = cells.iter().zip(COLUMNS).map(|((node, spans), (share, is_number))| {
        let width = composer.width * share;
        let para = Para { width: width - composer.sizes.note, ..composer.para(left, 0.0) };
        let mut lines = composer.lines(Some(*node), spans, para);
        for mark in lines.iter_mut().filter(|_| is_number).flat_map(|line| &mut line.marks) {
            if let Mark::Text { at, line, .. } = mark {
                at[0] = left + width - line.width;
            }
        }
        left += width;
        lines
    });
    let columns: Vec<Vec<Row>> = columns.collect();
    let n_lines = columns.iter().map(Vec::len).max().unwrap_or_default();
    let mut rows: Vec<Row> = Vec::new();
    for lines in columns {
        let mut top = 0.0;
        for (at, mut line) in lines.into_iter().enumerate() {
            let at = if n_lines <= MANY { 0 } else { at };
            rows.resize_with(rows.len().max(at + 1), Row::default);
            let Some(row) = rows.get_mut(at) else { continue };
            if n_lines <= MANY {
                line.marks.iter_mut().for_each(|mark| mark.lower(top));
                top += line.height;
            }
            row.height = row.height.max(if n_lines <= MANY { top } else { line.height });
            row.marks.append(&mut line.marks);
        }
    }
    if let Some(first) = rows.first_mut() {
        first.gap = gap;
    }
    // The line between two rows stands below the upper one, so that none hangs in the air at the top of a page.
    if let Some(last) = rows.last_mut() {
        last.height += composer.sizes.note * 0.5;
        let at = [0.0, last.height - 0.5];
        last.marks.push(Mark::Bar { at, size: [composer.width, 0.5], colour: composer.hairline() });
    }
    rows
}

/// A row that is there again on a further page, where it is of no part.
fn repeated(mut row: Row) -> Row {
    for mark in &mut row.marks {
        if let Mark::Text { node, .. } = mark {
            *node = None;
        }
    }
    row
}
