//! The bar that stays in sight, and the head: what this is, how good it is, the key figures at a glance.

use super::PageConfig;
use super::both::{Both, Words};
use crate::sheet::{kpis, summary};
use crate::text::Text;
use crate::wording::{Wording, cost, percent};
use maud::{Markup, html};
use regauge_model::plan::{Plan, Status};
use regauge_model::{Minute, Span};

/// The parts of every page, as the bar lists them.
pub(super) const ANCHORS: [(&str, Text); 5] = [
    ("overview", Text::Overview),
    ("board", Text::Board),
    ("cranes", Text::CraneSheet),
    ("shunting", Text::Shunting),
    ("waits", Text::WaitsHead),
];

/// Links past the bar, the bar with search and language.
pub(super) fn bar(both: &Both<'_>, plan: &Plan, config: &PageConfig, has_changes: bool) -> Markup {
    let (search, parts) = (both.text(Text::SearchTrain), both.text(Text::PartsOfPage));
    let trains = plan.trains.len();
    html! {
        a.skip href="#main" { (both.text(Text::SkipToContent)) }
        a.skip href="#board" { (both.text(Text::SkipToBoard)) }
        header.topbar {
            strong { (both.of(|words| crate::names::name(words.instance.name()))) }
            nav aria-label=(both.shown(&parts)) data-aria-zh=(parts.zh) data-aria-en=(parts.en) {
                @if has_changes { a href="#changes" { (both.text(Text::WhatChanged)) } }
                a href="#charts" { (both.text(Text::Charts)) }
                @if config.window.is_some() { a href="#stage" { (both.text(Text::StagePlanHead)) } }
                @for (id, title) in ANCHORS { a href=(format!("#{id}")) { (both.text(title)) } }
            }
            form #search role="search" {
                input #q type="search" autocomplete="off" spellcheck="false" size="12" data-n=(trains)
                    aria-label=(both.shown(&search)) placeholder=(both.shown(&search))
                    data-aria-zh=(search.zh) data-aria-en=(search.en) data-hint-zh=(search.zh) data-hint-en=(search.en);
                output #hits for="q" {}
            }
            button #lang type="button" { span.zh lang="en" { "English" } span.en lang="zh-CN" { "中文" } }
            button #print type="button" { (both.text(Text::Print)) }
        }
    }
}

/// Title, status and key figures.
pub(super) fn head(both: &Both<'_>, plan: &Plan, config: &PageConfig) -> Markup {
    let status = both.of(|words| words.text(summary::status(plan.status)).to_owned());
    let proven = matches!(plan.status, Status::Optimal | Status::WithinGap);
    let figures = both.zh_en(|words| kpis::figures(words, plan));
    let postponed = plan.kpis.postponed;
    // it has its tile before them, in red where there are any
    let is_told = |label: &Words| label.en == both.text(Text::KpiPostponed).en;
    let figures = figures.iter().take(5).filter(|(label, _)| !is_told(label));
    html! {
        div.head {
            h1 tabindex="-1" { (both.of(summary::title)) }
            p.sub {
                (both.of(summary::stations)) " · "
                (both.of(|words| hours(words, config)))
                " · " span.status.proven[proven] { (status) }
                " · " (both.text(Text::MadeBy)) " " (crate::names::name(&plan.made_by))
            }
            dl.tiles {
                @if !both.instance.objective().is_lexicographic() {
                    (tile(&both.text(Text::Value), &same(cost(plan.value)), false))
                    (tile(&both.text(Text::Bound), &same(cost(plan.bound)), false))
                    (tile(&both.text(Text::AvoidableGap), &same(percent(plan.avoidable_gap(), 2)), false))
                }
                (tile(&both.text(Text::PostponedTrains), &same(postponed.to_string()), postponed > 0))
                @for (label, figure) in figures { (tile(label, figure, false)) }
            }
            p.keys { (both.text(Text::KeysHelp)) }
        }
    }
}

fn same(text: String) -> Words {
    Words {
        zh: text.clone(),
        en: text,
    }
}

fn tile(label: &Words, figure: &Words, is_bad: bool) -> Markup {
    html! { div { dt { (label) } dd.bad[is_bad] { (figure) } } }
}

/// The hours that the page is about.
pub(super) fn hours(words: &Wording<'_>, config: &PageConfig) -> String {
    let horizon = words.instance.horizon();
    let span = config
        .window
        .unwrap_or(Span::new(Minute(0), horizon.planning_end));
    let (from, to) = (
        words.clock.date_time(span.from),
        words.clock.date_time(span.to),
    );
    let offset = words.clock.own_offset();
    format!("{from} {} {to} ({offset})", words.signs.dash)
}

impl Both<'_> {
    /// Labels and figures in both languages.
    fn zh_en(&self, list: impl Fn(&Wording<'_>) -> Vec<(String, String)>) -> Vec<(Words, Words)> {
        let pairs = list(&self.zh).into_iter().zip(list(&self.en));
        pairs
            .map(|(zh, en)| {
                let (label, figure) = ((zh.0, en.0), (zh.1, en.1));
                (
                    Words {
                        zh: label.0,
                        en: label.1,
                    },
                    Words {
                        zh: figure.0,
                        en: figure.1,
                    },
                )
            })
            .collect()
    }
}
