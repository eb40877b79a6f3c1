//! Two languages at once: a text in Chinese and in English, and its markup.

use crate::text::Text;
use crate::wording::{UNICODE, Wording};
use maud::{Markup, Render, html};
use regauge_model::{Instance, Language};

/// Speaks to both readers.
pub(super) struct Both<'a> {
    /// Whose language is shown first.
    pub first: Language,
    pub zh: Wording<'a>,
    pub en: Wording<'a>,
    pub instance: &'a Instance,
}

/// A text in both languages.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Words {
    /// In Chinese.
    pub zh: String,
    /// In English.
    pub en: String,
}

impl<'a> Both<'a> {
    pub(super) fn new(instance: &'a Instance, first: Language) -> Both<'a> {
        Both {
            first,
            zh: Wording::new(instance, Language::Chinese, UNICODE),
            en: Wording::new(instance, Language::English, UNICODE),
            instance,
        }
    }

    /// What is said to each reader.
    pub(super) fn of(&self, say: impl Fn(&Wording<'a>) -> String) -> Words {
        Words {
            zh: say(&self.zh),
            en: say(&self.en),
        }
    }

    /// The text for whoever reads first: where a text is no element, the script changes it with the language.
    pub(super) fn shown<'w>(&self, words: &'w Words) -> &'w str {
        words.in_language(self.first)
    }

    /// A text of the table.
    pub(super) fn text(&self, text: Text) -> Words {
        self.of(|words| words.text(text).to_owned())
    }
}

impl Words {
    /// For a reader of one of them.
    pub fn in_language(&self, language: Language) -> &str {
        match language {
            Language::Chinese => &self.zh,
            Language::English => &self.en,
        }
    }
}

impl Render for Words {
    /// Once where both are the same, else each in an element that only its readers see.
    fn render(&self) -> Markup {
        html! {
            @if self.zh == self.en {
                (self.en)
            } @else {
                span.zh { (self.zh) }
                span.en { (self.en) }
            }
        }
    }
}
