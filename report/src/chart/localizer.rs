//! What a chart says: in one language, or in both for a page with a switch.

use super::measure;
use super::words::Word;
use crate::names::Names;
use regauge_model::{Instance, Language};

/// The languages of a chart, each with its names of things.
pub(super) struct Localizer<'a> {
    names: Vec<Names<'a>>,
}

/// A text in every language of the chart.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Localized {
    /// Class of the language (empty: any) and text.
    texts: Vec<(&'static str, String)>,
}

impl<'a> Localizer<'a> {
    pub(super) fn new(instance: &'a Instance, language: Option<Language>) -> Localizer<'a> {
        let languages = match language {
            Some(language) => vec![language],
            None => vec![Language::Chinese, Language::English],
        };
        let names = |language: Language| Names::new(instance, language, "–");
        Localizer {
            names: languages.into_iter().map(names).collect(),
        }
    }

    /// Something in every language.
    pub(super) fn localize(&self, text: impl Fn(&Names<'a>) -> String) -> Localized {
        let texts = self.names.iter().map(|names| {
            let class = match (self.names.len(), names.language) {
                (1, _) => "",
                (_, Language::Chinese) => "zh",
                (_, Language::English) => "en",
            };
            (class, text(names))
        });
        Localized::of(texts.collect())
    }

    /// A word of the charts.
    pub(super) fn word(&self, word: Word) -> Localized {
        self.localize(|names| word.in_language(names.language).to_owned())
    }

    /// A title for a mark, in a chart of one language; a page says it by itself.
    pub(super) fn title(&self, text: impl Fn(&Names<'a>) -> String) -> Option<String> {
        match self.names.as_slice() {
            [names] => Some(text(names)),
            _ => None,
        }
    }

    /// The names of things, in a chart of one language.
    pub(super) fn only(&self) -> Option<&Names<'a>> {
        match self.names.as_slice() {
            [names] => Some(names),
            _ => None,
        }
    }

    /// The names of things in the first of the languages, for what all of them write alike.
    pub(super) fn any(&self) -> &Names<'a> {
        &self.names[0]
    }
}

impl Localized {
    fn of(texts: Vec<(&'static str, String)>) -> Localized {
        let same = texts.windows(2).all(|pair| pair[0].1 == pair[1].1);
        match texts.first() {
            Some((_, text)) if same => Localized::plain(text.clone()),
            _ => Localized { texts },
        }
    }

    /// The same in every language.
    pub(super) fn plain(text: impl Into<String>) -> Localized {
        Localized {
            texts: vec![("", text.into())],
        }
    }

    pub(super) fn texts(&self) -> impl Iterator<Item = (&'static str, &str)> {
        self.texts
            .iter()
            .map(|(class, text)| (*class, text.as_str()))
    }

    /// The widest of its texts at a font size in tenths of a pixel.
    pub(super) fn width(&self, size_tenths: i32) -> i32 {
        let widths = self
            .texts()
            .map(|(_, text)| measure::width(text, size_tenths));
        widths.max().unwrap_or(0)
    }

    /// Every text changed.
    pub(super) fn map(&self, change: impl Fn(&str) -> String) -> Localized {
        let texts = self.texts.iter();
        Localized {
            texts: texts.map(|(class, text)| (*class, change(text))).collect(),
        }
    }

    /// Every text cut to a width.
    pub(super) fn cut(&self, most: i32, size_tenths: i32) -> Localized {
        self.map(|text| measure::cut(text, most, size_tenths))
    }

    /// Every text in lines; `(line, localized)`, where a language with fewer lines has none further down.
    pub(super) fn wrapped(
        &self,
        most: i32,
        lines: usize,
        size_tenths: i32,
    ) -> Vec<Vec<(&'static str, String)>> {
        let texts = self.texts.iter();
        texts
            .map(|(class, text)| {
                let lines = measure::wrapped(text, most, lines, size_tenths);
                lines.into_iter().map(|line| (*class, line)).collect()
            })
            .collect()
    }

    /// One text of one language, as a localized.
    pub(super) fn one(class: &'static str, text: String) -> Localized {
        Localized {
            texts: vec![(class, text)],
        }
    }
}
