//! Messages as data: which one, and with what in it. Their words are made from that for one reader, in one language.
//!
//! The words stand in tables of [`messages!`](crate::messages), a row per message with every language in it: a row without one of them does
//! not compile, nor does a message with too few or too many values. What is deliberately not here: the tables, which stand
//! beside what is told (`words` for this crate).

use std::cmp::Ordering;
use std::fmt;

/// The languages people read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Language {
    /// 简体中文.
    #[default]
    Chinese,
    /// English.
    English,
}

/// The words of a message in every language, with places for values: `{name}`.
#[derive(Debug, PartialEq, Eq)]
pub struct Template {
    /// What stands for values, in the order in which a message holds them.
    pub fields: &'static [&'static str],
    /// In Chinese.
    pub chinese: &'static str,
    /// In English.
    pub english: &'static str,
}

impl Template {
    /// The words in a language.
    pub fn words(&self, language: Language) -> &'static str {
        match language {
            Language::Chinese => self.chinese,
            Language::English => self.english,
        }
    }
}

/// A message: its words and what stands in them. Displayed it is English.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Message {
    template: &'static Template,
    values: Vec<Value>,
}

/// What stands in a message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value {
    /// A name, a figure, a word of a file: the same in every language.
    Text(String),
    /// Words of their own.
    Message(Message),
    /// Several, separated as the language does it.
    List(Vec<Value>),
}

impl Value {
    /// Several.
    pub fn list<V: Into<Value>>(values: impl IntoIterator<Item = V>) -> Value {
        Value::List(values.into_iter().map(Into::into).collect())
    }

    /// As it stands in a message of a language.
    pub fn in_language(&self, language: Language) -> String {
        let mut text = String::new();
        self.write(language, &mut text);
        text
    }

    fn write(&self, language: Language, to: &mut String) {
        match self {
            Value::Text(text) => to.push_str(text),
            Value::Message(message) => message.write(language, to),
            Value::List(values) => {
                let separator = match language {
                    Language::Chinese => "、",
                    Language::English => ", ",
                };
                for (index, value) in values.iter().enumerate() {
                    if index > 0 {
                        to.push_str(separator);
                    }
                    value.write(language, to);
                }
            }
        }
    }
}

impl Message {
    /// A message with its values in the order of the fields; made by the functions of [`messages!`](crate::messages).
    pub fn new(template: &'static Template, values: Vec<Value>) -> Message {
        Message { template, values }
    }

    /// Its words.
    pub fn template(&self) -> &'static Template {
        self.template
    }

    /// What stands in it, in the order of the fields.
    pub fn values(&self) -> &[Value] {
        &self.values
    }

    /// Whether it says nothing.
    pub fn is_empty(&self) -> bool {
        self.template.english.is_empty()
    }

    /// The message in a language.
    pub fn in_language(&self, language: Language) -> String {
        let mut text = String::new();
        self.write(language, &mut text);
        text
    }

    /// Values are written as they are: a brace in a name is never read as a place for a value.
    fn write(&self, language: Language, to: &mut String) {
        let mut rest = self.template.words(language);
        while let Some((before, after)) = rest.split_once('{') {
            push_words(before, to);
            let (field, after) = after.split_once('}').unwrap_or((after, ""));
            let at = self.template.fields.iter().position(|name| *name == field);
            if let Some(value) = at.and_then(|at| self.values.get(at)) {
                push_value(&value.in_language(language), to);
            } else {
                // braces that words show
                to.extend(["{", field, "}"]);
            }
            rest = after;
        }
        push_words(rest, to);
    }
}

/// Chinese sets a blank between a sign and a figure or an id, none between two signs; whether a value is the one or the other is
/// known only when it is there. So words leave a blank beside a place for a value, which goes where it is between signs.
fn push_words(words: &str, to: &mut String) {
    let follows = words.strip_prefix(' ');
    match follows {
        Some(follows) if to.ends_with(is_sign) && follows.starts_with(is_sign) => {
            to.push_str(follows);
        }
        _ => to.push_str(words),
    }
}

/// A value; without the blank before its place where that is between two signs.
fn push_value(value: &str, to: &mut String) {
    let before = to.strip_suffix(' ');
    if value.starts_with(is_sign) && before.is_some_and(|before| before.ends_with(is_sign)) {
        to.pop();
    }
    to.push_str(value);
}

/// Whether it is a Chinese sign, punctuation included.
fn is_sign(letter: char) -> bool {
    letter >= '\u{2e80}'
}

impl fmt::Display for Message {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.in_language(Language::English))
    }
}

impl std::error::Error for Message {}

/// By its English words, so that the order of messages is that of what is displayed.
impl Ord for Message {
    fn cmp(&self, other: &Message) -> Ordering {
        self.to_string().cmp(&other.to_string())
    }
}

impl PartialOrd for Message {
    fn partial_cmp(&self, other: &Message) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

/// Words without values.
impl From<&'static Template> for Message {
    fn from(template: &'static Template) -> Message {
        Message::new(template, Vec::new())
    }
}

/// What can stand in a message.
pub trait Valued {
    /// As it stands there.
    fn value(&self) -> Value;
}

impl Valued for Message {
    fn value(&self) -> Value {
        Value::Message(self.clone())
    }
}

impl Valued for Value {
    fn value(&self) -> Value {
        self.clone()
    }
}

impl<T: Valued + ?Sized> Valued for &T {
    fn value(&self) -> Value {
        (**self).value()
    }
}

impl<T: Valued + ?Sized> Valued for &mut T {
    fn value(&self) -> Value {
        (**self).value()
    }
}

impl<T: Valued + ?Sized> From<&T> for Value {
    fn from(valued: &T) -> Value {
        valued.value()
    }
}

impl From<Message> for Value {
    fn from(message: Message) -> Value {
        Value::Message(message)
    }
}

impl From<String> for Value {
    fn from(text: String) -> Value {
        Value::Text(text)
    }
}

macro_rules! shown {
    ($($type:ty),*) => {
        $(impl Valued for $type {
            fn value(&self) -> Value {
                Value::Text(self.to_string())
            }
        })*
    };
}

macro_rules! figures {
    ($($type:ty),*) => {
        shown!($($type),*);
        $(impl From<$type> for Value {
            fn from(figure: $type) -> Value {
                Value::Text(figure.to_string())
            }
        })*
    };
}

shown!(str, String);
figures!(i32, u16, u32, i64, u64, i128, usize, f32, f64);

/// A table of messages: a row is the function that makes one from its values, and its words in every language.
///
/// ```
/// regauge_model::messages! {
///     no_train(name): "没有列车 {name}", "there is no train {name}";
/// }
/// assert_eq!(no_train("X8001").to_string(), "there is no train X8001");
/// ```
#[macro_export]
macro_rules! messages {
    ($($name:ident($($field:ident),*): $chinese:literal, $english:literal;)*) => {
        $(
            #[allow(clippy::too_many_arguments, reason = "a value each")]
            pub(crate) fn $name($($field: impl Into<$crate::message::Value>),*) -> $crate::message::Message {
                static TEMPLATE: $crate::message::Template = $crate::message::Template {
                    fields: &[$(stringify!($field)),*],
                    chinese: $chinese,
                    english: $english,
                };
                $crate::message::Message::new(&TEMPLATE, vec![$($field.into()),*])
            }
        )*

        /// Fields, Chinese and English of every row.
        #[cfg(test)]
        pub(crate) const ALL: &[(&[&str], &str, &str)] = &[
            $((&[$(stringify!($field)),*], $chinese, $english),)*
        ];
    };
}

#[cfg(test)]
mod tests {
    use super::*;

    crate::messages! {
        stands(train, place): "列车 {train} 停在 {place} 两侧", "train {train} stands beside {place}";
        shed(name): "{name}", "shed {name}";
    }

    #[test]
    fn a_blank_stands_beside_figures_and_ids_and_not_between_signs() {
        let chinese =
            |train: &str, place: &str| stands(train, place).in_language(Language::Chinese);
        assert_eq!(chinese("X8001", "23-1"), "列车 X8001 停在 23-1 两侧");
        assert_eq!(chinese("试运转", "第一库"), "列车试运转停在第一库两侧");
        assert_eq!(chinese("X8001", "1号库"), "列车 X8001 停在 1号库两侧");
        assert_eq!(ALL.len(), 2);
        // the blank belongs to the words around the value, however deep it lies
        let deep = stands("X8001", shed(shed("第一库")));
        assert_eq!(
            deep.in_language(Language::Chinese),
            "列车 X8001 停在第一库两侧"
        );
        let english = stands("试", "第一库");
        assert_eq!(english.to_string(), "train 试 stands beside 第一库");
    }
}
