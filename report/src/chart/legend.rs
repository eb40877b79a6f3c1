//! The legend: a swatch and a text for every kind of mark that the chart has.

use super::ink::{Ink, Shape};
use super::localizer::{Localized, Localizer};
use super::marks::Mark;
use super::patterns::{hatching, pin_path, swatch};
use super::rows::Key;
use super::scale::Scale;
use super::shade::Tone;
use super::sheet::Sheet;
use super::style::LEGEND_TENTHS;
use super::svg::Svg;
use super::words::{self, Word};
use regauge_model::system::StageSide;

const LINE: i32 = 16;
const SWATCH: i32 = 20;
const GAP: i32 = 16;

/// How a swatch is drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sample {
    /// A box of some classes.
    Box(&'static str),
    /// A line of some classes.
    Line(&'static str),
    /// A line along the lower edge of a box.
    Strip(&'static str),
    /// A vertical line.
    Upright(&'static str),
    /// The same with its ends bent to the right.
    Bracket(&'static str),
    /// A shading.
    Shade(Tone),
    /// A box of a class, hatched in another.
    Hatched(&'static str, &'static str),
    Pin,
    /// A number of a train, in a class.
    Number(&'static str),
}

/// What a kind of ink means, in the order of the legend.
const INKS: [(Ink, Word); 23] = [
    (Ink::Track(true), words::LOADED),
    (Ink::Track(false), words::EMPTY),
    (Ink::Pass, words::PASSING),
    (Ink::Placing, words::PLACING),
    (Ink::Pulling, words::PULLING),
    (Ink::Exchange, words::EXCHANGE),
    (Ink::FromStore, words::FROM_STORE),
    (Ink::IntoStore, words::INTO_STORE),
    (Ink::LightRun, words::LIGHT_RUN),
    (Ink::Preparation, words::PREPARATION),
    (Ink::Lifting, words::LIFTING),
    (Ink::Finishing, words::FINISHING),
    (Ink::Handling, words::HANDLING),
    (Ink::Clearing, words::CLEARING),
    (Ink::Pause, words::PAUSE),
    (Ink::Stage(StageSide::Arrival), words::ON_ARRIVAL),
    (
        Ink::Stage(StageSide::ArrivalBeforeDeparture),
        words::BEFORE_DEPARTURE,
    ),
    (Ink::Stage(StageSide::Departure), words::ON_DEPARTURE),
    (Ink::Arriving, words::ARRIVING),
    (Ink::Departing, words::DEPARTING),
    (Ink::Shunting, words::SHUNTING),
    (Ink::HeldAtStart, words::POSTPONED),
    (Ink::Outside, words::WAIT),
];

/// The legend of an operation chart: what it has, and no more.
pub(super) fn of_operations(
    marks: &[&Mark],
    tones: impl Iterator<Item = Tone>,
    sheet: &Sheet,
) -> Vec<(Sample, Word)> {
    let has = |ink: Ink| {
        marks.iter().any(|mark| match (ink, mark.ink) {
            (Ink::Track(a), Ink::Track(b) | Ink::Side(b) | Ink::Turned(b)) => a == b,
            (a, b) => a == b,
        })
    };
    let mut entries = Vec::new();
    for (ink, word) in INKS {
        if has(ink) {
            let class = ink.class();
            // A legend is no event: it bears the colour alone.
            let colour = class.split(' ').next_back().unwrap_or(class);
            let sample = match ink.shape() {
                Shape::Line => Sample::Line(colour),
                Shape::Full | Shape::Strip => Sample::Box(colour),
            };
            entries.push((sample, word));
        }
    }
    if has(Ink::Wait) {
        entries.push((Sample::Strip("w"), words::WAIT));
    }
    if marks.iter().any(|mark| mark.pinned.is_some()) {
        entries.push((Sample::Pin, words::PIN));
    }
    let mut tones: Vec<Tone> = tones.collect();
    tones.sort();
    tones.dedup();
    entries.extend(
        tones
            .into_iter()
            .map(|tone| (Sample::Shade(tone), tone.word())),
    );
    if sheet.rows().any(|(row, _)| matches!(row.key, Key::Wind(_))) {
        entries.push((Sample::Box("wm"), words::MEAN_WIND));
        entries.push((Sample::Line("wg"), words::GUST_WIND));
        entries.push((Sample::Line("th"), words::GUST_LINE));
        entries.push((Sample::Line("tm"), words::MEAN_LINE));
    }
    if sheet
        .rows()
        .any(|(row, _)| matches!(row.key, Key::Store(..)))
    {
        entries.push((Sample::Box("sa"), words::STOCK));
    }
    entries.push((Sample::Upright("m1"), words::SHIFT));
    entries.push((Sample::Upright("m0"), words::STAGE_PLAN));
    entries
}

/// Paints a legend in lines; tells where it ends.
pub(super) fn paint(
    svg: &mut Svg,
    localizer: &Localizer<'_>,
    entries: &[(Sample, Word)],
    top: i32,
    scale: &Scale,
) -> i32 {
    svg.group("legend");
    let right = scale.right().min(scale.left + 1440);
    let left = 4;
    let (mut x, mut y) = (left, top);
    for (sample, word) in entries {
        let text: Localized = localizer.word(*word);
        let width = SWATCH + 5 + text.width(LEGEND_TENTHS) + GAP;
        if x > left && x + width > right {
            x = left;
            y += LINE;
        }
        draw(svg, *sample, (x, y));
        svg.text("lt", (x + SWATCH + 5, y + 9), &text);
        x += width;
    }
    svg.end();
    y + LINE + 4
}

fn draw(svg: &mut Svg, sample: Sample, (x, y): (i32, i32)) {
    match sample {
        Sample::Box(class) => svg.path(class, &swatch((x, y)), None),
        Sample::Line(class) => svg.path(class, &format!("M{x} {}h{SWATCH}", y + 5), None),
        Sample::Strip(class) => {
            svg.path("l", &swatch((x, y)), None);
            svg.path(class, &format!("M{x} {}.5h{SWATCH}", y + 8), None);
        }
        Sample::Upright(class) => {
            svg.path(class, &format!("M{} {}v14", x + SWATCH / 2, y - 2), None);
        }
        Sample::Bracket(class) => {
            let x = x + SWATCH / 2;
            svg.path(class, &format!("M{x} {y}h-4v10h4"), None);
        }
        Sample::Shade(tone) => {
            svg.path(tone.class(), &swatch((x, y)), None);
            let class = if tone == Tone::Wind { "yh" } else { "y2h" };
            svg.path(class, &hatching((x, y), (SWATCH, 10), tone.leans()), None);
        }
        Sample::Hatched(class, lines) => {
            svg.path(class, &swatch((x, y)), None);
            svg.path(lines, &hatching((x, y), (SWATCH, 10), 1), None);
        }
        Sample::Pin => svg.path("pn", &pin_path((x + 7, y)), None),
        Sample::Number(class) => {
            svg.group("mv");
            svg.text(class, (x + 2, y + 9), &Localized::plain("*12"));
            svg.end();
        }
    }
}
