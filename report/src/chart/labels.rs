//! Train numbers and what stands behind them: on the bar where they fit, beside it where nobody else is, else in short
//! form, else not at all. Nothing overflows.

use super::ink::{Ink, Shape};
use super::localizer::{Localized, Localizer};
use super::marks::Mark;
use super::scale::Scale;
use super::sheet::{Place, Sheet};
use super::style::{
    LARGE_MORE_TENTHS, LARGE_NUMBER_TENTHS, MEDIUM_MORE_TENTHS, MEDIUM_NUMBER_TENTHS, MORE_TENTHS,
    NUMBER_TENTHS,
};
use super::svg::Svg;
use super::{measure, rows::Key};
use regauge_model::ids::TrainId;
use regauge_model::{Instance, Minute};
use std::collections::{BTreeMap, BTreeSet};

/// Pixels between the edge of a bar and the text on it.
const PAD: i32 = 2;
/// Pixels after which the number of a long bar stands there again.
const AGAIN: i32 = 480;

/// Numbers of trains as they stand on bars.
pub(super) struct Numbers {
    full: Vec<String>,
    short: Vec<Option<String>>,
    moved: BTreeSet<usize>,
}

impl Numbers {
    /// Those of trains that changed bear a star.
    pub(super) fn new(
        instance: &Instance,
        localizer: &Localizer<'_>,
        moved: BTreeSet<usize>,
    ) -> Numbers {
        let ids = (0..instance.trains().len()).map(TrainId::from_index);
        let full: Vec<String> = ids.map(|id| localizer.any().train(id)).collect();
        let digits = |name: &str| {
            let digits = name.trim_start_matches(|c: char| !c.is_ascii_digit());
            let is_short = !digits.is_empty() && digits.len() < name.len();
            is_short.then(|| digits.to_owned())
        };
        // A short form that several trains could have would mislead.
        let mut bearers: BTreeMap<String, usize> = BTreeMap::new();
        for name in &full {
            let short = digits(name).unwrap_or_else(|| name.clone());
            *bearers.entry(short).or_default() += 1;
        }
        let starred = |index: usize, name: String| {
            let star = if moved.contains(&index) { "*" } else { "" };
            format!("{star}{name}")
        };
        let short = full.iter().enumerate().map(|(index, name)| {
            let short = digits(name).filter(|digits| bearers[digits] == 1);
            short.map(|short| starred(index, short))
        });
        Numbers {
            short: short.collect(),
            full: (0..)
                .zip(&full)
                .map(|(at, name)| starred(at, name.clone()))
                .collect(),
            moved,
        }
    }

    /// Whether a train changed.
    pub(super) fn has_changed(&self, train: usize) -> bool {
        self.moved.contains(&train)
    }

    pub(super) fn full(&self, train: usize) -> &str {
        self.full.get(train).map_or("", String::as_str)
    }

    fn forms(&self, train: usize) -> impl Iterator<Item = &str> {
        let short = self.short.get(train).and_then(Option::as_deref);
        std::iter::once(self.full(train)).chain(short)
    }
}

/// A text at its place, with the index of the train that it belongs to.
pub(super) struct Label {
    pub train: usize,
    pub class: &'static str,
    pub at: (i32, i32),
    pub text: Localized,
}

/// Places the texts of all marks.
pub(super) struct Labels<'a> {
    pub numbers: &'a Numbers,
    pub sheet: &'a Sheet,
    pub scale: &'a Scale,
    pub localizer: &'a Localizer<'a>,
}

impl Labels<'_> {
    /// The labels of marks.
    pub(super) fn of(&self, marks: &[Mark]) -> Vec<Label> {
        let mut rows: BTreeMap<Key, Vec<&Mark>> = BTreeMap::new();
        for mark in marks {
            if self.scale.seen(mark.span).is_some() {
                rows.entry(mark.key).or_default().push(mark);
            }
        }
        let mut labels = Vec::new();
        for (key, mut marks) in rows {
            if let Some(place) = self.sheet.place(key) {
                marks.sort_by_key(|mark| (mark.span, mark.train));
                self.row(place, &marks, &mut labels);
            }
        }
        // Stable: the texts of a train stay in the order of its rows.
        labels.sort_by_key(|label| label.train);
        labels
    }

    fn row(&self, place: Place, marks: &[&Mark], labels: &mut Vec<Label>) {
        for mark in marks.iter().filter(|mark| mark.ink.bears_number(mark.key)) {
            let Some((x, width)) = self.scale.seen(mark.span) else {
                continue;
            };
            // Where the next thing begins that is none of this train's own doings here.
            let later = marks.partition_point(|other| other.span.from < mark.span.from);
            let next = marks[later..].iter().find(|other| {
                let is_own = other.train == mark.train && mark.span.covers(other.span);
                !is_own
            });
            let next = next.map(|other| self.scale.x(other.span.from));
            let free = next.unwrap_or(self.scale.right()).max(x + width) - x;
            let before = labels.len();
            let end = self.number(mark, place, (x, width), free, labels);
            if self.scale.is_large() && matches!(mark.ink, Ink::Side(_)) {
                self.phases(mark, place, marks, before, labels);
            }
            if let (Some(end), true) = (end, matches!(mark.ink, Ink::Track(_) | Ink::Side(_))) {
                self.causes(mark, place, marks, end, labels);
            }
        }
    }

    fn size(&self) -> (i32, i32) {
        if self.scale.is_large() {
            (LARGE_NUMBER_TENTHS, LARGE_MORE_TENTHS)
        } else if self.scale.is_medium() {
            (MEDIUM_NUMBER_TENTHS, MEDIUM_MORE_TENTHS)
        } else {
            (NUMBER_TENTHS, MORE_TENTHS)
        }
    }

    fn baseline(&self, place: Place) -> i32 {
        let strip = match (self.scale.is_large(), self.scale.is_medium()) {
            (true, _) => 8,
            (_, true) => 6,
            _ => 5,
        };
        place.baseline(strip)
    }

    /// Writes the number of a mark; tells where it ends when it stands inside.
    fn number(
        &self,
        mark: &Mark,
        place: Place,
        (x, width): (i32, i32),
        free: i32,
        labels: &mut Vec<Label>,
    ) -> Option<i32> {
        let (size, more_size) = self.size();
        let y = self.baseline(place);
        let mut write = |x: i32, class: &'static str, text: Localized| {
            labels.push(Label {
                train: mark.train,
                class,
                at: (x, y),
                text,
            });
        };
        let pin = if mark.pinned == Some(true) && self.scale.seen(mark.span).is_some() {
            7
        } else {
            0
        };
        let full = self.numbers.full(mark.train);
        let wide = measure::width(full, size);
        if wide + 2 * PAD + pin <= width {
            let mut at = x + PAD + pin;
            let times = self.times(mark, width - wide - 2 * PAD - pin, more_size);
            if let Some((from, _)) = &times {
                let length = measure::width(from, more_size);
                write(at, "mo", Localized::plain(from.clone()));
                at += length + 3;
            }
            write(at, "no", Localized::plain(full));
            let end = at + wide;
            let mut right = x + width - PAD;
            if let Some((_, to)) = &times {
                right -= measure::width(to, more_size);
                write(right, "mo", Localized::plain(to.clone()));
                right -= 3;
            }
            let more = mark.more.iter();
            let mut more = more.filter(|text| end + 5 + text.width(more_size) + 3 <= right);
            if let (Ink::Slot | Ink::Outside, Some(text)) = (mark.ink, more.next()) {
                write(end + 5, "mo", text.clone());
            }
            if matches!(mark.ink, Ink::Track(_)) && times.is_none() {
                let mut again = at + AGAIN;
                while again + wide + PAD <= x + width {
                    write(again, "no", Localized::plain(full));
                    again += AGAIN;
                }
            }
            return Some(end);
        }
        let mut forms = self.numbers.forms(mark.train);
        let outside = free - width > wide + PAD;
        if outside {
            write(x + width + 1, "no", Localized::plain(full));
            return None;
        }
        let short = forms.find(|form| measure::width(form, size) + 2 * PAD + pin <= width)?;
        write(x + PAD + pin, "no", Localized::plain(short));
        Some(x + PAD + pin + measure::width(short, size))
    }

    /// The times at which a mark begins and ends, for a stage plan; `None` where they do not fit. An end that is not
    /// seen has none.
    fn times(&self, mark: &Mark, room: i32, size: i32) -> Option<(String, String)> {
        if !self.scale.is_large() {
            return None;
        }
        let clock = self.localizer.any().clock;
        let window = self.scale.window;
        let time = |at: Minute| {
            let (hour, minute) = clock.hour(at);
            format!("{hour:02}:{minute:02}")
        };
        let from = if mark.span.from >= window.from {
            time(mark.span.from)
        } else {
            String::new()
        };
        let to = if mark.span.to <= window.to {
            time(mark.span.to)
        } else {
            String::new()
        };
        let both = measure::width(&from, size) + measure::width(&to, size) + 6;
        (both <= room).then_some((from, to))
    }

    /// What is done on a bar and from when, in a stage plan: in words and figures or in figures alone, where that fits
    /// beside the texts from `first` on.
    fn phases(
        &self,
        hold: &Mark,
        place: Place,
        marks: &[&Mark],
        first: usize,
        labels: &mut Vec<Label>,
    ) {
        let (number_size, size) = self.size();
        let clock = self.localizer.any().clock;
        let mut taken: Vec<(i32, i32)> = labels[first..]
            .iter()
            .map(|label| {
                let size = if label.class == "no" {
                    number_size
                } else {
                    size
                };
                (label.at.0, label.at.0 + label.text.width(size))
            })
            .collect();
        let own = marks
            .iter()
            .filter(|mark| mark.train == hold.train && hold.span.covers(mark.span));
        for mark in own {
            let (Some(word), Some((x, width))) = (mark.ink.word(), self.scale.seen(mark.span))
            else {
                continue;
            };
            let (hour, minute) = clock.hour(mark.span.from);
            let time = if mark.span.from < self.scale.window.from {
                String::new()
            } else {
                format!("{hour:02}:{minute:02}")
            };
            let said = self.localizer.localize(|names| {
                format!("{time} {}", word.in_language(names.language))
                    .trim()
                    .to_owned()
            });
            let fits = |text: &Localized| {
                let (from, to) = (x + PAD, x + PAD + text.width(size));
                let is_free = taken
                    .iter()
                    .all(|(start, end)| to + 3 < *start || *end + 3 < from);
                to + PAD <= x + width && is_free
            };
            let text = [said, Localized::plain(time)].into_iter().find(fits);
            if let Some(text) = text.filter(|text| text.width(size) > 0) {
                taken.push((x, x + PAD + text.width(size)));
                labels.push(Label {
                    train: hold.train,
                    class: "mo",
                    at: (x + PAD, self.baseline(place)),
                    text,
                });
            }
        }
    }

    /// The causes of the waits on a bar, one after the other, each within its wait and behind `end`.
    fn causes(
        &self,
        hold: &Mark,
        place: Place,
        marks: &[&Mark],
        end: i32,
        labels: &mut Vec<Label>,
    ) {
        let (_, size) = self.size();
        let of_hold = marks.iter().filter(|mark| {
            mark.ink.shape() == Shape::Strip
                && mark.train == hold.train
                && hold.span.covers(mark.span)
        });
        let doings: Vec<(i32, i32)> = marks
            .iter()
            .filter(|mark| mark.train == hold.train && mark.ink.shape() == Shape::Full)
            .filter(|mark| !mark.ink.bears_number(mark.key) && hold.span.covers(mark.span))
            .filter(|mark| !matches!(mark.ink, Ink::Turned(_)))
            .filter_map(|mark| self.scale.seen(mark.span))
            .collect();
        let mut taken = end + 6;
        // The time at which the bar ends stands at its end.
        let ends = match self.scale.seen(hold.span) {
            Some((x, width)) if self.scale.is_large() => {
                x + width - PAD - measure::width("00:00", size) - 4
            }
            _ => i32::MAX,
        };
        for wait in of_hold {
            let Some((x, width)) = self.scale.seen(wait.span) else {
                continue;
            };
            let from = (x + PAD).max(taken);
            let room = (x + width - PAD).min(ends) - from;
            let Some(text) = wait.more.iter().find(|text| text.width(size) <= room) else {
                continue;
            };
            let length = text.width(size);
            if doings
                .iter()
                .any(|(x, width)| from < x + width && *x < from + length)
            {
                continue;
            }
            taken = from + length + 6;
            labels.push(Label {
                train: hold.train,
                class: "wt",
                at: (from, self.baseline(place) - 1),
                text: text.clone(),
            });
        }
    }
}

/// Writes a label.
pub(super) fn write(svg: &mut Svg, label: &Label) {
    svg.text(label.class, label.at, &label.text);
}
