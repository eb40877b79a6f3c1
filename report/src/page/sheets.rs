//! Which sheets the page has, in which order, and what stands together on a leaf.

use super::PageConfig;
use super::both::Both;
use super::leaf::{Leaf, Order, fill};
use super::table::Pair;
use crate::before::Before;
use crate::sheet::changes::Changes;
use crate::sheet::{self, Row, Sheet};
use crate::text::Text;
use crate::wording::Wording;
use regauge_model::delays::TrainDelays;
use regauge_model::plan::Plan;
use regauge_model::timeline::Timeline;
use regauge_model::{Language, Span};

/// Digits of the hash of the instance that are shown: enough to tell two days apart.
const HASH: usize = 16;

/// A part of the page, which begins on a leaf of its own.
pub(super) struct Part {
    /// Of its element; also the anchor of the bar.
    pub id: &'static str,
    pub title: Text,
    pub leaves: Vec<Leaf>,
    pub is_empty: bool,
}

/// What changed since the plan before; it stands above everything else.
pub(super) fn changes(both: &Both<'_>, before: &Before<'_>) -> Part {
    let old = Both::new(before.instance, both.first);
    let told = |words: &Wording<'_>, say: &dyn Fn(&Changes<'_, '_>) -> Sheet| {
        let old = match words.language {
            Language::Chinese => &old.zh,
            Language::English => &old.en,
        };
        say(&Changes {
            old,
            new: words,
            diff: &before.diff,
        })
    };
    let counts = |changes: &Changes<'_, '_>| {
        let mut sheet = Sheet::new(changes.new.text(Text::Overview))
            .labels("")
            .figures(changes.new.text(Text::Trains));
        for (label, count) in changes.counts() {
            sheet.row(Row::new(vec![label.into(), count.into()]));
        }
        sheet.remark = Some(changes.remark());
        sheet
    };
    let mut sheets = vec![
        Pair::new(both, |words| told(words, &|changes| changes.trains())),
        Pair::new(both, |words| told(words, &|changes| changes.orders())),
        Pair::new(both, |words| told(words, &|changes| changes.possessions())),
    ];
    sheets.retain(|sheet| sheet.n_rows() > 0);
    sheets.insert(0, Pair::new(both, |words| told(words, &counts)));
    part(both, "changes", Text::WhatChanged, sheets)
}

/// Every part; the first one is the overview.
pub(super) fn parts(
    both: &Both<'_>,
    timeline: &Timeline<'_>,
    delays: &[TrainDelays],
    config: &PageConfig,
) -> Vec<Part> {
    let plan = timeline.plan();
    let window = config.window;
    let mut parts = vec![part(
        both,
        "overview",
        Text::Overview,
        overview(both, timeline),
    )];
    if let Some(window) = window {
        let stage = Pair::new(both, |words| sheet::stage::sheet(words, timeline, window));
        parts.push(part(both, "stage", Text::StagePlanHead, vec![stage]));
    }
    let board = Pair::new(both, |words| {
        sheet::board::sheet(words, timeline).within(window)
    });
    let mut boards = vec![board];
    boards.extend(happened(both, window, sheet::past::board));
    parts.push(part(both, "board", Text::Board, boards));
    let ports = Pair::list(both, |words| {
        let sheet = sheet::ports::sheet(words, timeline).into_iter();
        sheet.map(|sheet| sheet.within(window)).collect()
    });
    if !ports.is_empty() {
        parts.push(part(both, "ports", Text::Ports, ports));
    }
    let mut cranes = Pair::list(both, |words| {
        let sheets = sheet::cranes::by_crane(words, timeline).into_iter();
        sheets.map(|sheet| sheet.within(window)).collect()
    });
    cranes.extend(happened(both, window, sheet::past::cranes));
    cranes.retain(|crane| crane.n_rows() > 0);
    parts.push(part(both, "cranes", Text::CraneSheet, cranes));
    let shunting = Pair::new(both, |words| {
        sheet::shunting::sheet(words, timeline).within(window)
    });
    let rakes = Pair::new(both, |words| {
        sheet::rakes::sheet(words, plan).within(window)
    });
    let lists = [shunting, rakes].into_iter();
    let lists = lists.filter(|list| list.n_rows() > 0).collect();
    parts.push(part(both, "shunting", Text::Shunting, lists));
    let resources = Pair::new(both, |words| {
        sheet::waits::by_resource(words, plan, usize::MAX, usize::MAX, window)
    });
    let trains = Pair::new(both, |words| {
        sheet::waits::by_train(words, timeline).within(window)
    });
    // a few hours say nothing of why a train leaves late
    let delays = if window.is_none() { delays } else { &[] };
    let causes = Pair::new(both, |words| sheet::delays::by_cause(words, delays));
    let later = Pair::new(both, |words| sheet::delays::by_train(words, plan, delays));
    let waits = [causes, resources, later, trains].into_iter();
    let waits = waits.filter(|list| list.n_rows() > 0).collect();
    parts.push(part(both, "waits", Text::WaitsHead, waits));
    parts
}

/// What has happened, where there is something of it in the window.
fn happened(
    both: &Both<'_>,
    window: Option<Span>,
    sheet: impl Fn(&Wording<'_>) -> Option<Sheet>,
) -> Vec<Pair> {
    let mut pairs = Pair::list(both, |words| {
        let sheet = sheet(words).into_iter();
        sheet.map(|sheet| sheet.within(window)).collect()
    });
    pairs.retain(|pair| pair.n_rows() > 0);
    pairs
}

fn part(both: &Both<'_>, id: &'static str, title: Text, sheets: Vec<Pair>) -> Part {
    // Who reads the overview looks for a title; who reads a list reads on.
    let order = if id == "overview" {
        Order::Free
    } else {
        Order::Kept
    };
    Part {
        id,
        title,
        leaves: fill(both, &both.text(title), &sheets, order),
        is_empty: sheets.is_empty(),
    }
}

/// What is planned and how good it is, what is left out, what is closed.
fn overview(both: &Both<'_>, timeline: &Timeline<'_>) -> Vec<Pair> {
    let plan = timeline.plan();
    let mut sheets = vec![
        Pair::new(both, |words| summary(words, plan)),
        Pair::new(both, |words| figures(words, plan)),
    ];
    sheets.extend(Pair::list(both, |words| {
        sheet::objective::sheets(words, plan)
    }));
    sheets.push(Pair::new(both, |words| {
        sheet::postponed::sheet(words, plan)
    }));
    sheets.extend(Pair::list(both, |words| sheet::kpis::sheets(words, plan)));
    sheets.push(Pair::new(both, |words| {
        sheet::closures::sheet(words, timeline)
    }));
    sheets
}

fn entries(title: &str, entries: Vec<(String, String)>) -> Sheet {
    let mut sheet = Sheet::new(title).labels("").sentences("");
    for (label, value) in entries {
        sheet.row(Row::new(vec![label.into(), value.into()]));
    }
    sheet
}

fn summary(words: &Wording<'_>, plan: &Plan) -> Sheet {
    let mut rows = sheet::summary::entries(words, plan);
    let stations = sheet::summary::stations(words);
    rows.insert(0, (words.text(Text::StationLabel).to_owned(), stations));
    rows.push((
        words.text(Text::InstanceHash).to_owned(),
        words.instance.sha256().chars().take(HASH).collect(),
    ));
    entries(words.text(Text::Overview), rows)
}

fn figures(words: &Wording<'_>, plan: &Plan) -> Sheet {
    let mut sheet = Sheet::new(words.text(Text::Kpis)).labels("").figures("");
    for (label, figure) in sheet::kpis::figures(words, plan) {
        sheet.row(Row::new(vec![label.into(), figure.into()]));
    }
    sheet
}
