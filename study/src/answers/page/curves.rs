//! Dwell against trains a day: mean and ninth of ten, the queue below, and where it bends.

use super::canvas::{Anchor, Canvas, LABEL, SMALL, Stack, WIDTH, px};
use super::dwell::promised;
use super::say::{both, figure, plain, range, same, settings};
use super::scale::Scale;
use super::{entry, part, remark, words};
use crate::answers::{Answers, Curve};
use crate::file::StudyFile;
use crate::statistics::Estimate;
use maud::{Markup, html};
use regauge_model::Language;
use regauge_model::message::Value;
use regauge_report::{Words, text_width};

/// Most settings in one chart: as many as there are colours that everybody tells apart.
const MOST: usize = 6;
/// The panel of dwell, the panel of the queue, and where both lie across.
const DWELL: [f64; 2] = [24.0, 330.0];
const QUEUE: [f64; 2] = [378.0, 478.0];
const ACROSS: [f64; 2] = [56.0, WIDTH - 4.0];
/// Room at both sides of the points.
const ROOM: f64 = 34.0;
/// Between the marks of settings beside each other.
const APART: f64 = 7.0;

pub(super) fn section(answers: &Answers, file: &StudyFile, first: Language) -> Markup {
    if answers.curves.is_empty() {
        return html! {};
    }
    let body = html! {
        @for curves in answers.curves.chunks(MOST) {
            figure { (legend(curves, file)) (chart(answers, curves, file, first)) }
        }
        (remark(words::knee_means()))
        (table(&answers.curves))
    };
    part("curves", words::curves_title(), body)
}

/// What a curve is called.
fn name(curve: &Curve) -> Words {
    if curve.name.is_empty() {
        both(&words::of_reference())
    } else {
        settings(&curve.name)
    }
}

fn hours(minutes: &Estimate) -> Estimate {
    Estimate {
        mean: minutes.mean / 60.0,
        half_width: minutes.half_width.map(|half| half / 60.0),
        count: minutes.count,
    }
}

fn legend(curves: &[Curve], file: &StudyFile) -> Markup {
    html! {
        ul.legend {
            @for (number, curve) in curves.iter().enumerate() {
                (entry(html! {
                    g class=(format!("c{number}")) {
                        line.solid x1="2" y1="8" x2="32" y2="8" {}
                        (shape(number, (17.0, 8.0)))
                    }
                }, &told(curve)))
            }
            (entry(html! { g.plain { line.solid x1="2" y1="8" x2="32" y2="8" {} line.bars x1="17" y1="2" x2="17" y2="14" {} } }, &both(&words::key_curve_mean())))
            (entry(html! { g.plain { line.dashed x1="2" y1="8" x2="32" y2="8" {} } }, &both(&words::key_curve_p90())))
            @if curves.iter().any(|curve| curve.knee.is_some()) {
                (entry(html! { g.plain { rect.knee x="6" y="1" width="22" height="14" fill-opacity="0.16" {} } }, &both(&words::key_knee())))
            }
            @for (_, class, words) in promised(file) {
                (entry(html! { line class=(class) x1="2" y1="8" x2="32" y2="8" {} }, &words))
            }
        }
    }
}

/// Its name, and where it bends.
fn told(curve: &Curve) -> Words {
    let name = name(curve);
    match curve.knee {
        Some([low, high]) => {
            let knee = range(low, high);
            let of = |name: &String| words::curve_knee(name, &knee);
            Words {
                zh: both(&of(&name.zh)).zh,
                en: both(&of(&name.en)).en,
            }
        }
        None => name,
    }
}

/// The mark of a setting: its form tells it apart where colours do not.
fn shape(number: usize, (x, y): (f64, f64)) -> Markup {
    let at = |dx: f64, dy: f64| format!("{:.1},{:.1}", x + dx, y + dy);
    let corners = match number {
        1 => vec![at(-4.0, -4.0), at(4.0, -4.0), at(4.0, 4.0), at(-4.0, 4.0)],
        2 => vec![at(0.0, -5.0), at(5.0, 4.0), at(-5.0, 4.0)],
        3 => vec![at(0.0, -5.5), at(5.5, 0.0), at(0.0, 5.5), at(-5.5, 0.0)],
        4 => vec![at(-5.0, -4.0), at(5.0, -4.0), at(0.0, 5.0)],
        5 => vec![at(-2.0, -5.0), at(2.0, -5.0), at(2.0, 5.0), at(-2.0, 5.0)],
        _ => {
            return html! { circle.dot cx=(format!("{x:.1}")) cy=(format!("{y:.1}")) r="4" {} };
        }
    };
    html! { polygon.dot points=(corners.join(" ")) {} }
}

fn chart(answers: &Answers, curves: &[Curve], file: &StudyFile, first: Language) -> Stack {
    // the same scales for all charts of the study
    let points = || answers.curves.iter().flat_map(|curve| &curve.points);
    let ends = |estimate: &Estimate| estimate.interval().unwrap_or([estimate.mean; 2]);
    let promised = promised(file);
    let across = Scale::new(
        points().map(|point| point.0),
        [ACROSS[0] + ROOM, ACROSS[1] - ROOM],
        8,
    );
    let dwell = points().flat_map(|point| {
        let both = [hours(&point.1), hours(&point.2)];
        both.into_iter().flat_map(move |estimate| ends(&estimate))
    });
    let dwell = dwell.chain(promised.iter().map(|(hours, _, _)| *hours));
    let dwell = Scale::new(dwell.chain([0.0]), [DWELL[1], DWELL[0]], 6);
    let queue = points().flat_map(|point| ends(&point.3));
    let queue = Scale::new(
        queue.map(|value| value.max(0.0)).chain([0.0]),
        [QUEUE[1], QUEUE[0]],
        3,
    );
    let mut canvas = Canvas::default();
    frame(&mut canvas, &dwell, DWELL, &words::hours());
    frame(&mut canvas, &queue, QUEUE, &words::outside());
    for (value, text) in across.ticks() {
        let x = across.at(value);
        for [top, bottom] in [DWELL, QUEUE] {
            canvas.line("grid", (x, top), (x, bottom));
        }
        canvas.text(
            "soft",
            (x, QUEUE[1] + 18.0),
            Anchor::Middle,
            SMALL,
            &same(text),
        );
    }
    let title = both(&words::trains_a_day());
    canvas.text(
        "soft",
        (ACROSS[1], QUEUE[1] + 34.0),
        Anchor::End,
        SMALL,
        &title,
    );
    for (hours, class, _) in &promised {
        let y = dwell.at(*hours);
        canvas.line(class, (ACROSS[0], y), (ACROSS[1], y));
    }
    // of several that lie on each other the lines stay in sight
    let shade = 0.16 / curves.len() as f64;
    for (number, curve) in curves.iter().enumerate() {
        knee(&mut canvas, curve, number, &across, shade);
    }
    for (number, curve) in curves.iter().enumerate() {
        let shift = (number as f64 - (curves.len() as f64 - 1.0) / 2.0) * APART;
        let x = |trains: f64| across.at(trains) + shift;
        let open = format!("c{number}");
        let mut own = Canvas::default();
        for pair in curve.points.windows(2) {
            let ends = [&pair[0], &pair[1]];
            let [from, to] = ends.map(|point| (x(point.0), dwell.at(hours(&point.1).mean)));
            own.line("solid", from, to);
            let [from, to] = ends.map(|point| (x(point.0), dwell.at(hours(&point.2).mean)));
            own.line("dashed", from, to);
        }
        for point in &curve.points {
            let x = x(point.0);
            for estimate in [hours(&point.1), hours(&point.2)] {
                if let Some(interval) = estimate.interval() {
                    own.upright("bars", x, interval.map(|end| dwell.at(end)));
                }
            }
            own.mark(shape(number, (x, dwell.at(hours(&point.1).mean))));
            let half = APART / 2.0 - 0.5;
            let top = queue.at(point.3.mean);
            own.bar("queue", (x - half, top), (x + half, QUEUE[1]));
            if let Some(interval) = point.3.interval() {
                own.upright("over", x, interval.map(|end| queue.at(end.max(0.0))));
            }
        }
        canvas.group(&open, own);
    }
    let names: Vec<_> = curves
        .iter()
        .map(|curve| super::head::named(&name(curve)))
        .collect();
    let label = both(&words::curves_label(Value::list(names)));
    Stack(vec![canvas.chart(QUEUE[1] + 42.0, &label, first)])
}

/// A panel with its figures at the left.
fn frame(
    canvas: &mut Canvas,
    scale: &Scale,
    [top, bottom]: [f64; 2],
    title: &regauge_model::message::Message,
) {
    canvas.text(
        "soft",
        (0.0, top - 12.0),
        Anchor::Start,
        SMALL,
        &both(title),
    );
    for (value, text) in scale.ticks() {
        let y = scale.at(value);
        canvas.line("grid", (ACROSS[0], y), (ACROSS[1], y));
        canvas.text(
            "soft",
            (ACROSS[0] - 6.0, y + 4.0),
            Anchor::End,
            SMALL,
            &same(text),
        );
    }
    canvas.line("frame", (ACROSS[0], bottom), (ACROSS[1], bottom));
    canvas.line("frame", (ACROSS[0], top), (ACROSS[0], bottom));
}

/// Where a curve bends, with its name at the top, a line of text lower for each curve before it.
fn knee(canvas: &mut Canvas, curve: &Curve, number: usize, across: &Scale, shade: f64) {
    let Some([low, high]) = curve.knee else {
        return;
    };
    let [from, to] = [across.at(low) - 3.0, across.at(high) + 3.0];
    let mut own = Canvas::default();
    for [top, bottom] in [DWELL, QUEUE] {
        own.mark(html! {
            rect.knee x=(px(from)) y=(px(top)) width=(px(to - from)) height=(px(bottom - top)) fill-opacity=(format!("{shade:.3}")) {}
        });
    }
    let words = both(&words::knee(range(low, high)));
    let widest = [&words.zh, &words.en].map(|text| text_width(text, LABEL * 10));
    let half = f64::from(widest[0].max(widest[1])) / 2.0;
    let x = f64::midpoint(from, to).clamp(ACROSS[0] + half + 4.0, ACROSS[1] - half);
    let y = DWELL[0] + 14.0 + number as f64 * 15.0;
    own.text("halo", (x, y), Anchor::Middle, LABEL, &words);
    canvas.group(&format!("c{number}"), own);
}

fn table(curves: &[Curve]) -> Markup {
    let heads = [words::mean(), words::p90(), words::outside()];
    html! {
        details open[curves.len() <= 2] {
            summary { (both(&words::figures_in_table())) }
            div.wide {
                table {
                    thead { tr {
                        th scope="col" { (both(&words::setting())) }
                        th.f scope="col" { (both(&words::trains_a_day())) }
                        @for head in &heads { th.f scope="col" { (both(head)) } }
                    } }
                    tbody {
                        @for curve in curves {
                            @for (trains, mean, p90, queue) in &curve.points {
                                tr {
                                    th scope="row" { (name(curve)) }
                                    td.f { (plain(*trains)) }
                                    @for estimate in [hours(mean), hours(p90), *queue] { td.f { (figure(&estimate)) } }
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}
