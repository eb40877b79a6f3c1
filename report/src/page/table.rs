//! A sheet in two languages: how wide its columns are, how high its rows, and its markup.
//!
//! Lengths are in em, the size of the letters. Widths are estimated from the texts, so that columns below and beside each
//! other agree and a leaf is known to be full before a browser has seen it; estimates are generous, and what is longer
//! than its column is wrapped, never cut.

use super::both::{Both, Words};
use crate::sheet::{Kind, Row, Sheet, Tone};
use crate::wording::Wording;
use maud::{Markup, Render, html};
use unicode_width::UnicodeWidthChar;

/// Blank left and right of what stands in a cell, together.
const PADDING: f64 = 1.0;
/// Widest column of names and of sentences.
const MAX_NAME: f64 = 17.0;
const MAX_SENTENCE: f64 = 40.0;
const BAR: f64 = 7.0;
/// Heights: a line of text, what is above and below the lines of a row, the heads, the heading of a part, the title.
const LINE: f64 = 1.3;
const ROW: f64 = 0.36;
pub(super) const HEAD: f64 = 1.9;
pub(super) const PART: f64 = 1.9;
pub(super) const TITLE: f64 = 2.3;

/// A sheet in both languages.
pub(super) struct Pair {
    zh: Sheet,
    en: Sheet,
    widths: Vec<f64>,
}

impl Pair {
    pub(super) fn new<'a>(both: &Both<'a>, sheet: impl Fn(&Wording<'a>) -> Sheet) -> Pair {
        let (zh, en) = (sheet(&both.zh), sheet(&both.en));
        debug_assert_eq!(zh.rows.len(), en.rows.len());
        debug_assert_eq!(zh.columns.len(), en.columns.len());
        let widths = widths(&zh, &en);
        Pair { zh, en, widths }
    }

    /// The pairs of sheets that come in a list.
    pub(super) fn list<'a>(
        both: &Both<'a>,
        sheets: impl Fn(&Wording<'a>) -> Vec<Sheet>,
    ) -> Vec<Pair> {
        let pairs = sheets(&both.zh).into_iter().zip(sheets(&both.en));
        pairs
            .map(|(zh, en)| {
                let widths = widths(&zh, &en);
                Pair { zh, en, widths }
            })
            .collect()
    }

    pub(super) fn title(&self) -> Words {
        words(&self.zh.title, &self.en.title)
    }

    pub(super) fn remark(&self) -> Option<Words> {
        let remarks = self.zh.remark.as_ref().zip(self.en.remark.as_ref());
        remarks.map(|(zh, en)| words(zh, en))
    }

    pub(super) fn n_rows(&self) -> usize {
        self.en.rows.len()
    }

    pub(super) fn width(&self) -> f64 {
        self.widths.iter().sum()
    }

    /// Whether a row begins a part of the sheet.
    pub(super) fn begins_part(&self, row: usize) -> bool {
        let part = |row: usize| self.en.rows[row].part.as_ref();
        part(row).is_some() && (row == 0 || part(row) != part(row - 1))
    }

    pub(super) fn has_parts(&self) -> bool {
        self.en.rows.iter().any(|row| row.part.is_some())
    }

    /// How high a row is.
    pub(super) fn height(&self, row: usize) -> f64 {
        let of = |row: &Row| {
            let cells = row.cells.iter().zip(&self.widths);
            let high = cells.map(|(cell, width)| lines(&cell.text, width - PADDING));
            let note = row
                .note
                .iter()
                .map(|text| lines(text, self.width() - 2.0 * PADDING));
            high.max().unwrap_or(1) + note.sum::<usize>()
        };
        let most = of(&self.zh.rows[row]).max(of(&self.en.rows[row]));
        LINE * most as f64 + ROW
    }

    /// Rows of the sheet as a table; `continued`: the rows before stand elsewhere.
    pub(super) fn markup(&self, rows: std::ops::Range<usize>) -> Markup {
        let n_columns = self.widths.len();
        html! {
            table style=(format!("width:{:.1}em", self.width())) {
                @if rows.start == 0 {
                    caption { (self.title()) }
                } @else {
                    caption.again { (self.title()) " …" }
                }
                colgroup {
                    @for width in &self.widths { col style=(format!("width:{width:.1}em")); }
                }
                @if self.en.columns.iter().any(|column| !column.head.is_empty()) {
                    thead { tr {
                        @for (zh, en) in self.zh.columns.iter().zip(&self.en.columns) {
                            th.f[zh.kind == Kind::Figure] scope="col" { (words(&zh.head, &en.head)) }
                        }
                    } }
                }
                tbody {
                    @for at in rows.clone() {
                        @let (zh, en) = (&self.zh.rows[at], &self.en.rows[at]);
                        @if let (true, Some(zh), Some(en)) = (at == rows.start || self.begins_part(at), &zh.part, &en.part) {
                            tr.group { th colspan=(n_columns) scope="rowgroup" { (words(zh, en)) } }
                        }
                        (self.row(zh, en, at == rows.start))
                    }
                }
            }
        }
    }

    fn row(&self, zh: &Row, en: &Row, is_first: bool) -> Markup {
        let train = en.train.map(|train| train.index());
        html! {
            tr data-t=[train] {
                @for ((column, zh), en) in self.en.columns.iter().zip(&zh.cells).zip(&en.cells) {
                    @match column.kind {
                        Kind::Bar => td { div.bar { div style=(format!("width:{:.0}%", (en.share * 100.0).clamp(0.0, 100.0))) {} } },
                        _ if en.again && !is_first => td {},
                        kind => td class=[class(kind, en.tone)] { (words(&zh.text, &en.text)) },
                    }
                }
            }
            @if !zh.note.is_empty() || !en.note.is_empty() {
                tr.note.zh[en.note.is_empty()].en[zh.note.is_empty()] data-t=[train] {
                    td colspan=(self.widths.len()) { (self.note(zh, en)) }
                }
            }
        }
    }

    /// What is said below a row; a note in one language alone stands in a row of that language.
    fn note(&self, zh: &Row, en: &Row) -> Words {
        let (zh, en) = (zh.note.join(" "), en.note.join(" "));
        match (zh.is_empty(), en.is_empty()) {
            (true, _) => words(&en, &en),
            (_, true) => words(&zh, &zh),
            _ => words(&zh, &en),
        }
    }
}

fn class(kind: Kind, tone: Tone) -> Option<&'static str> {
    match (kind == Kind::Figure, tone) {
        (true, Tone::Plain) => Some("f"),
        (true, Tone::Caution) => Some("f caution"),
        (true, Tone::Bad) => Some("f bad"),
        (false, Tone::Plain) => None,
        (false, Tone::Caution) => Some("caution"),
        (false, Tone::Bad) => Some("bad"),
    }
}

fn words(zh: &str, en: &str) -> Words {
    Words {
        zh: zh.to_owned(),
        en: en.to_owned(),
    }
}

/// How wide the columns of a sheet are in either language.
fn widths(zh: &Sheet, en: &Sheet) -> Vec<f64> {
    let heads = zh.columns.iter().zip(&en.columns);
    let column =
        |(index, (zh_head, en_head)): (usize, (&crate::sheet::Column, &crate::sheet::Column))| {
            let head = em(&zh_head.head).max(em(&en_head.head)) * 1.06;
            let cells = zh
                .rows
                .iter()
                .chain(&en.rows)
                .map(|row| em(&row.cells[index].text));
            let natural = cells.fold(head, f64::max);
            let most = match en_head.kind {
                Kind::Figure | Kind::Label => f64::INFINITY,
                Kind::Name => MAX_NAME,
                Kind::Sentence => MAX_SENTENCE,
                Kind::Bar => return BAR,
            };
            // To a tenth, as it is written.
            ((natural.min(most) + PADDING) * 10.0).ceil() / 10.0
        };
    heads.enumerate().map(column).collect()
}

/// Lines that a text takes in a width.
fn lines(text: &str, width: f64) -> usize {
    let natural = em(text);
    if natural <= width + 0.05 {
        return 1;
    }
    // Lines break at blanks: none is filled to its end.
    (natural / (width * 0.88).max(1.0)).ceil() as usize
}

/// How wide a text is in a usual sans-serif letter; rather too much than too little.
fn em(text: &str) -> f64 {
    text.chars().map(of_letter).sum()
}

fn of_letter(c: char) -> f64 {
    match c {
        ' ' | '.' | ',' | ':' | ';' | 'i' | 'j' | 'l' | '|' | '\'' | '·' | '!' => 0.3,
        'f' | 't' | 'r' | '(' | ')' | '-' | '/' | '[' | ']' => 0.4,
        'm' | 'w' | 'M' | 'W' | '%' | '@' => 0.92,
        'A'..='Z' | '+' | '=' | '<' | '>' => 0.68,
        '→' | '…' => 1.0,
        _ if c.width() == Some(2) => 1.0,
        _ if c.width() == Some(0) => 0.0,
        _ => 0.58,
    }
}

/// What is said where a sheet has no rows.
pub(super) fn markup_or(pair: &Pair, rows: std::ops::Range<usize>, none: &Words) -> Markup {
    if pair.n_rows() > 0 {
        return pair.markup(rows);
    }
    html! {
        div.empty { p.caption { (pair.title()) } p.none { (none.render()) } }
    }
}
