//! Leaves of A3: sheets flow into columns, columns side by side, until a leaf is full.
//!
//! Browsers break pages where they please and cannot say beforehand how many there will be. Here the leaves are filled
//! from the estimated heights of rows, each a box of fixed size in print, so that every leaf bears its number and the
//! number of all. On the screen a leaf is only a row of tables.

use super::PageConfig;
use super::both::{Both, Words};
use super::table::{HEAD, PART, Pair, TITLE, markup_or};
use crate::sheet::summary;
use crate::text::Text;
use maud::{Markup, html};
use regauge_model::plan::Plan;

/// Columns and heights of a leaf in em of its letters (8 pt): 400 mm by 272 mm less some reserve.
const WIDTH: f64 = 140.0;
const HEIGHT: f64 = 94.0;
/// Between two columns.
const GUTTER: f64 = 2.0;
/// Between two sheets of a column.
const BETWEEN: f64 = 1.4;
/// Rows that a sheet has at least before a column ends.
const LEAST: f64 = 6.0;
/// A sheet lower than this part of a column is not broken.
const UNBROKEN: f64 = 0.35;

/// A page of A3.
pub(super) struct Leaf {
    /// What it shows; stands in its head.
    pub title: Words,
    pub body: Markup,
}

impl Leaf {
    /// Its markup; the head is for paper alone.
    pub(super) fn markup(
        &self,
        both: &Both<'_>,
        plan: &Plan,
        config: &PageConfig,
        number: usize,
        of: usize,
    ) -> Markup {
        let name = both.of(|words| crate::names::name(words.instance.name()));
        let window = both.of(|words| super::top::hours(words, config));
        let status = both.of(|words| words.text(summary::status(plan.status)).to_owned());
        html! {
            section.leaf {
                header.running {
                    b { (name) } span { (self.title) } span { (window) }
                    span { (both.text(Text::StatusLabel)) " " (status) }
                    span.number { (number) " / " (of) }
                }
                (self.body)
            }
        }
    }
}

/// Whether sheets stay in their order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Order {
    /// Column after column.
    Kept,
    /// A sheet may go back to a column that has room for it.
    Free,
}

/// A column under way.
#[derive(Default)]
struct Column {
    width: f64,
    height: f64,
    blocks: Vec<Markup>,
}

/// Fills leaves.
struct Filler {
    order: Order,
    size: Size,
    title: Words,
    none: Words,
    leaves: Vec<Leaf>,
    columns: Vec<Column>,
    column: Column,
}

/// The leaves that sheets fill one after the other: as few as there can be, with letters as large as they allow. What
/// fits on one leaf stands there in columns of about one height.
pub(super) fn fill(both: &Both<'_>, title: &Words, sheets: &[Pair], order: Order) -> Vec<Leaf> {
    let filled = |size: Size| Filler::new(both, title, order, size).fill(sheets);
    let usual = filled(Size::of(1.0));
    let widest = sheets.iter().map(Pair::width).fold(0.0, f64::max);
    let larger = (1..=10)
        .rev()
        .map(|step| Size::of(1.0 + f64::from(step) / 20.0));
    let mut larger = larger.filter(|size| size.width >= widest);
    let size = larger.find(|size| filled(*size).len() <= usual.len());
    let size = size.unwrap_or(Size::of(1.0));
    if usual.len() > 1 {
        return filled(size);
    }
    let lower = (4..=30).map(|step| Size {
        height: size.height * f64::from(step) / 30.0,
        ..size
    });
    let balanced = lower.map(filled).find(|leaves| leaves.len() <= 1);
    balanced.unwrap_or(usual)
}

/// The size of letters on a leaf, and how many of them it holds across and down.
#[derive(Clone, Copy, Debug)]
struct Size {
    /// 1 is the usual size.
    letters: f64,
    width: f64,
    height: f64,
}

impl Size {
    fn of(letters: f64) -> Size {
        Size {
            letters,
            width: WIDTH / letters,
            height: HEIGHT / letters,
        }
    }
}

impl Filler {
    fn new(both: &Both<'_>, title: &Words, order: Order, size: Size) -> Filler {
        Filler {
            order,
            size,
            title: title.clone(),
            none: both.text(Text::None),
            leaves: Vec::new(),
            columns: Vec::new(),
            column: Column::default(),
        }
    }

    fn fill(mut self, sheets: &[Pair]) -> Vec<Leaf> {
        for sheet in sheets {
            self.add(sheet);
        }
        self.end_leaf();
        self.leaves
    }

    /// Adds a sheet, in as many columns as it needs.
    fn add(&mut self, sheet: &Pair) {
        let width = sheet.width().max(18.0);
        if self.order == Order::Free && self.add_to_earlier_column(sheet, width) {
            return;
        }
        let mut from = 0;
        loop {
            self.make_room(width, if from == 0 { self.whole(sheet) } else { 0.0 });
            let (to, height) = self.rows_that_fit(sheet, from);
            let is_last = to == sheet.n_rows();
            let block = html! {
                div.sheet {
                    (markup_or(sheet, from..to, &self.none))
                    @if let (true, Some(remark)) = (is_last, sheet.remark()) { p.remark { (remark) } }
                }
            };
            self.column.blocks.push(block);
            self.column.width = self.column.width.max(width);
            self.column.height += height + BETWEEN;
            if is_last {
                return;
            }
            from = to;
            self.end_column();
        }
    }

    /// Puts a whole sheet below those of a column that has ended, where it fits.
    fn add_to_earlier_column(&mut self, sheet: &Pair, width: f64) -> bool {
        let whole = self.whole(sheet);
        let most = self.size.height;
        let fits = |column: &&mut Column| column.width >= width && column.height + whole <= most;
        let Some(column) = self.columns.iter_mut().find(fits) else {
            return false;
        };
        let rows = 0..sheet.n_rows();
        column
            .blocks
            .push(html! { div.sheet { (markup_or(sheet, rows, &self.none)) } });
        column.height += whole + BETWEEN;
        true
    }

    /// Goes on to a column in which a sheet of a width may begin.
    fn make_room(&mut self, width: f64, whole: f64) {
        if !self.column.blocks.is_empty() {
            let left = self.size.height - self.column.height;
            let used: f64 = self.used();
            // A sheet as narrow as its column may follow in it; a wider one begins a column of its own.
            let fits = used + width.max(self.column.width) <= self.size.width;
            let alike = width <= self.column.width * 1.25;
            // What a column can hold is not broken unless it is most of one.
            let unbroken = if self.order == Order::Free {
                1.0
            } else {
                UNBROKEN
            };
            let breaks = whole > left
                && (whole <= self.size.height * unbroken || left < TITLE + HEAD + LEAST);
            if fits && alike && !breaks {
                return;
            }
            self.end_column();
        }
        if !self.columns.is_empty() && self.used() + width > self.size.width {
            self.end_leaf();
        }
    }

    /// How high a sheet is when it is not broken.
    fn whole(&self, sheet: &Pair) -> f64 {
        let parts = (0..sheet.n_rows()).filter(|row| sheet.begins_part(*row));
        let rows: f64 = (0..sheet.n_rows()).map(|row| sheet.height(row)).sum();
        TITLE + HEAD + PART * parts.count() as f64 + rows
    }

    /// What the ended columns take.
    fn used(&self) -> f64 {
        self.columns
            .iter()
            .map(|column| column.width + GUTTER)
            .sum()
    }

    /// The end of the rows that fit into the column from one on, at least one, and how high they are.
    fn rows_that_fit(&self, sheet: &Pair, from: usize) -> (usize, f64) {
        let mut height = TITLE + HEAD;
        if from > 0 && sheet.has_parts() && !sheet.begins_part(from) {
            height += PART;
        }
        let remark = if sheet.remark().is_some() { 3.2 } else { 0.0 };
        let mut to = from;
        while to < sheet.n_rows() {
            let part = if sheet.begins_part(to) { PART } else { 0.0 };
            let more = height + part + sheet.height(to);
            let last = if to + 1 == sheet.n_rows() {
                remark
            } else {
                0.0
            };
            if to > from && self.column.height + more + last > self.size.height {
                break;
            }
            height = more;
            to += 1;
        }
        (to, height + if to == sheet.n_rows() { remark } else { 0.0 })
    }

    fn end_column(&mut self) {
        let column = std::mem::take(&mut self.column);
        if !column.blocks.is_empty() {
            self.columns.push(column);
        }
    }

    fn end_leaf(&mut self) {
        self.end_column();
        let columns = std::mem::take(&mut self.columns);
        if columns.is_empty() {
            return;
        }
        let body = html! {
            div.columns style=(format!("--letters:{}", self.size.letters)) {
                @for column in columns {
                    div.column { @for block in column.blocks { (block) } }
                }
            }
        };
        self.leaves.push(Leaf {
            title: self.title.clone(),
            body,
        });
    }
}
