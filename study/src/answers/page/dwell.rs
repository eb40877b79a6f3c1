//! Dwell per scenario: over trains, over days (risk), and the mean with its error; beside it what a saturated station would hide.

use super::canvas::{Anchor, Canvas, Head, LABEL, LINE, Lines, NAMES, SMALL, Stack, WIDTH, pages};
use super::say::{both, figure, heading, kind, same, scenario};
use super::scale::Scale;
use super::{entry, part, remark, words};
use crate::answers::{Answers, ScenarioAnswer};
use crate::file::StudyFile;
use maud::{Markup, html};
use regauge_model::Language;
use regauge_report::Words;

/// Where the plot ends and how wide a column beside it is.
const PLOT: [f64; 2] = [NAMES + 16.0, 640.0];
const COLUMN: f64 = 98.0;
/// Figures beside the chart.
const BESIDE: [&str; 4] = ["dwell", "throughput", "queue", "late"];

pub(super) fn section(answers: &Answers, file: &StudyFile, first: Language) -> Markup {
    let is_growing = answers
        .scenarios
        .iter()
        .any(|one| one.is_saturated(answers.days[0]));
    let is_single = answers.scenarios.iter().any(|one| one.replications == 1);
    let body = html! {
        figure { (legend(file)) (charts(answers, file, first)) }
        @if is_growing { p.remark.caution { (both(&words::queue_grows())) } }
        (remark(words::risk_and_error()))
        @if is_single { (remark(words::one_sample())) }
    };
    part("dwell", words::dwell_title(), body)
}

/// What is promised of dwell in hours, with the class of its line.
pub(super) fn promised(file: &StudyFile) -> Vec<(f64, &'static str, Words)> {
    let Some(promise) = &file.promise else {
        return Vec::new();
    };
    let mean = promise.mean_dwell_hours.map(|hours| {
        let words = words::key_promise_mean(super::say::plain(hours));
        (hours, "promise-mean", both(&words))
    });
    let p90 = promise.p90_dwell_hours.map(|hours| {
        let words = words::key_promise_p90(super::say::plain(hours));
        (hours, "promise-p90", both(&words))
    });
    mean.into_iter().chain(p90).collect()
}

fn legend(file: &StudyFile) -> Markup {
    html! {
        ul.legend {
            (entry(html! { rect.trains x="2" y="5" width="30" height="6" {} }, &both(&words::key_trains())))
            (entry(html! { line.median x1="17" y1="2" x2="17" y2="14" {} }, &both(&words::key_median())))
            (entry(html! {
                line.error x1="6" y1="8" x2="28" y2="8" {} line.error x1="6" y1="4" x2="6" y2="12" {} line.error x1="28" y1="4" x2="28" y2="12" {}
                circle.mean cx="17" cy="8" r="4" {}
            }, &both(&words::key_mean())))
            (entry(html! { rect.days x="2" y="5" width="30" height="6" {} }, &both(&words::key_days())))
            @for (_, class, words) in promised(file) {
                (entry(html! { line class=(class) x1="17" y1="0" x2="17" y2="16" {} }, &words))
            }
        }
    }
}

struct Row<'a> {
    name: Lines,
    answer: &'a ScenarioAnswer,
    is_saturated: bool,
    height: f64,
}

fn charts(answers: &Answers, file: &StudyFile, first: Language) -> Stack {
    let rows: Vec<Row<'_>> = answers
        .scenarios
        .iter()
        .enumerate()
        .map(|(place, answer)| {
            let name = Lines::new(&scenario(place, answer), NAMES, LABEL);
            let height = (name.height() + 12.0).max(44.0);
            Row {
                name,
                answer,
                is_saturated: answer.is_saturated(answers.days[0]),
                height,
            }
        })
        .collect();
    let figures = rows.iter().flat_map(|row| {
        let mean = row.answer.figures.get("dwell");
        let interval = mean.map(|mean| mean.interval().unwrap_or([mean.mean; 2]));
        let quantiles = ["dwell-p10", "dwell-p50", "dwell-p90"].map(|name| {
            let quantile = row.answer.figures.get(name);
            quantile.map(|quantile| quantile.mean)
        });
        let days = row.answer.day_dwell.into_iter().flatten();
        days.chain(interval.into_iter().flatten())
            .chain(quantiles.into_iter().flatten())
    });
    let promised = promised(file);
    let figures = figures.chain(promised.iter().map(|(hours, _, _)| *hours));
    let scale = Scale::new(figures, PLOT, 7);
    let label = both(&words::dwell_label(rows.len()));
    let mut heads = vec![
        Head::new(0.0, Anchor::Start, NAMES, &both(&words::scenario())),
        Head::new(
            PLOT[0],
            Anchor::Start,
            PLOT[1] - PLOT[0],
            &both(&words::hours()),
        ),
    ];
    for (number, name) in BESIDE.iter().enumerate() {
        heads.push(Head::new(
            column(number),
            Anchor::End,
            COLUMN - 10.0,
            &heading(&kind(name)),
        ));
    }
    let heights: Vec<f64> = rows.iter().map(|row| row.height).collect();
    let charts = pages(&heights).into_iter().map(|page| {
        let rows = &rows[page];
        let mut canvas = Canvas::default();
        let top = Head::height(&heads) + 6.0;
        let bottom = top + rows.iter().map(|row| row.height).sum::<f64>();
        canvas.heads(&heads, top - 9.0);
        canvas.axis(&scale, [top, bottom]);
        for (hours, class, _) in &promised {
            let x = scale.at(*hours);
            canvas.line(class, (x, top), (x, bottom));
        }
        let mut y = top;
        for row in rows {
            canvas.line("rule", (0.0, y), (WIDTH, y));
            draw(&mut canvas, row, &scale, y);
            y += row.height;
        }
        canvas.chart(bottom + 22.0, &label, first)
    });
    Stack(charts.collect())
}

/// Right edge of a column beside the plot.
fn column(number: usize) -> f64 {
    WIDTH - 2.0 - (BESIDE.len() - 1 - number) as f64 * COLUMN
}

fn draw(canvas: &mut Canvas, row: &Row<'_>, scale: &Scale, top: f64) {
    let middle = top + row.height / 2.0;
    let base = middle - row.name.height() / 2.0 + 11.0;
    canvas.lines("", (0.0, base), Anchor::Start, LABEL, &row.name);
    let of = |name: &str| row.answer.figures.get(name);
    let (trains, days) = (middle - 7.0, middle + 10.0);
    if let (Some(low), Some(high)) = (of("dwell-p10"), of("dwell-p90")) {
        let ends = [low, high].map(|quantile| scale.at(quantile.mean));
        canvas.bar("trains", (ends[0], trains - 5.0), (ends[1], trains + 5.0));
    }
    if let Some(median) = of("dwell-p50") {
        let x = scale.at(median.mean);
        canvas.line("median", (x, trains - 8.0), (x, trains + 8.0));
    }
    if let Some(ends) = row.answer.day_dwell {
        let [low, high] = ends.map(|hours| scale.at(hours));
        canvas.bar("days", (low, days - 3.0), (high, days + 3.0));
    }
    if let Some(mean) = of("dwell") {
        if let Some(interval) = mean.interval() {
            canvas.across("error", interval.map(|hours| scale.at(hours)), trains);
        }
        canvas.dot("mean", (scale.at(mean.mean), trains));
    }
    let growing = row.is_saturated;
    for (number, name) in BESIDE.iter().enumerate() {
        let is_queue = *name == "queue";
        let text = of(name).map_or_else(|| "–".to_owned(), figure);
        let (text, class) = match (is_queue, growing) {
            (true, true) => (format!("▲ {text}"), "bad"),
            _ => (text, ""),
        };
        let place = (column(number), middle + LINE / 2.0 - 3.5);
        let size = if text.chars().count() > 15 {
            SMALL
        } else {
            LABEL
        };
        canvas.text(class, place, Anchor::End, size, &same(text));
    }
}
