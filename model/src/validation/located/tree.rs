//! JSON text to a tree of values with their lines (RFC 8259), refusing duplicate keys.
//!
//! Numbers stay as they are written: what they may be is for the shape to say.

use super::super::diagnostics::{At, Diagnostics};
use super::super::lines::{Kind, Value};
use super::super::rules::{DUPLICATE_KEY, NOT_JSON, Rule, TOO_DEEP, TOO_MANY_VALUES};
use crate::message::Message;
use crate::words;
use std::borrow::Cow;
use std::collections::HashSet;

/// Deepest nesting read; files of this format need about a dozen.
const DEEPEST: usize = 64;
/// Most values read.
const MAX_VALUES: usize = 5_000_000;
/// Objects with more keys than this look for duplicates by hashing.
const FEW_KEYS: usize = 16;

/// Why reading stops.
struct Stop {
    rule: &'static Rule,
    message: Message,
}

/// Reads a text; `None` when it is no JSON, which is then reported.
pub(super) fn read<'t>(text: &'t str, diagnostics: &mut Diagnostics) -> Option<Value<'t>> {
    let mut reader = Reader {
        text,
        position: 0,
        line: 1,
        values: 0,
    };
    let read = reader.whole(diagnostics);
    match read {
        Ok(value) => Some(value),
        Err(Stop { rule, message }) => {
            let line = Some(reader.line as usize);
            let (message, advice) = match reader.habit().filter(|_| rule == NOT_JSON) {
                Some((message, advice)) => (message, advice),
                None => (message, rule.advice.into()),
            };
            diagnostics.add_at(rule, String::new(), line, reader.ahead(), message, advice);
            None
        }
    }
}

struct Reader<'t> {
    text: &'t str,
    position: usize,
    line: u32,
    values: usize,
}

fn broken<T>(message: Message) -> Result<T, Stop> {
    Err(Stop {
        rule: NOT_JSON,
        message,
    })
}

impl<'t> Reader<'t> {
    fn whole(&mut self, diagnostics: &mut Diagnostics) -> Result<Value<'t>, Stop> {
        let value = self.value(&At::ROOT, 0, diagnostics)?;
        self.skip_space();
        if self.peek().is_some() {
            return broken(words::text_after_end());
        }
        Ok(value)
    }

    /// The next few characters, to show where it broke.
    fn ahead(&self) -> String {
        let rest = self.text.get(self.position..).unwrap_or_default();
        rest.chars()
            .take_while(|c| !c.is_control())
            .take(20)
            .collect()
    }

    /// Something that other notations know and JSON does not, here where it broke; and what to do about it.
    fn habit(&self) -> Option<(Message, Message)> {
        let (before, rest) = self.text.split_at_checked(self.position)?;
        let begins = |words: &[&str]| words.iter().any(|word| rest.starts_with(word));
        Some(match rest.as_bytes().first()? {
            b'/' | b'#' => (words::no_comments(), words::remove_comment()),
            b'}' | b']' if before.trim_end().ends_with(',') => {
                (words::comma_after_last(), words::remove_comma())
            }
            b'\'' => (words::double_quotes(), words::write_double_quotes()),
            b'N' | b'I' if begins(&["NaN", "Infinity"]) => {
                (words::no_infinity(), words::write_a_number())
            }
            b'T' | b'F' | b'N' if begins(&["True", "False", "None"]) => {
                (words::words_of_json(), words::small_letters())
            }
            first if before.trim_end().ends_with(['{', ',']) && first.is_ascii_alphabetic() => {
                (words::keys_in_quotes(), words::put_into_quotes())
            }
            _ => return None,
        })
    }

    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.position).copied()
    }

    fn skip_space(&mut self) {
        while let Some(byte) = self.peek() {
            match byte {
                b'\n' => self.line += 1,
                b' ' | b'\t' | b'\r' => {}
                _ => break,
            }
            self.position += 1;
        }
    }

    /// Takes one byte if it is next.
    fn take(&mut self, byte: u8) -> bool {
        let found = self.peek() == Some(byte);
        self.position += usize::from(found);
        found
    }

    fn value(
        &mut self,
        at: &At,
        depth: usize,
        diagnostics: &mut Diagnostics,
    ) -> Result<Value<'t>, Stop> {
        self.skip_space();
        self.values += 1;
        if self.values > MAX_VALUES {
            return Err(Stop {
                rule: TOO_MANY_VALUES,
                message: words::too_many_values(MAX_VALUES),
            });
        }
        if depth > DEEPEST {
            return Err(Stop {
                rule: TOO_DEEP,
                message: words::too_deep(DEEPEST),
            });
        }
        let line = self.line;
        let kind = match self.peek() {
            Some(b'{') => self.object(at, depth, diagnostics)?,
            Some(b'[') => self.list(at, depth, diagnostics)?,
            Some(b'"') => Kind::Text(self.string()?),
            Some(b'-' | b'0'..=b'9') => {
                let start = self.position as u32;
                Kind::Number(self.number()?, start)
            }
            Some(b't') => self.word("true", Kind::Bool)?,
            Some(b'f') => self.word("false", Kind::Bool)?,
            Some(b'n') => self.word("null", Kind::Null)?,
            Some(_) => return broken(words::value_expected()),
            None => return broken(words::text_ends()),
        };
        Ok(Value { line, kind })
    }

    fn word(&mut self, word: &str, kind: Kind<'t>) -> Result<Kind<'t>, Stop> {
        let rest = self.text.get(self.position..).unwrap_or_default();
        if !rest.starts_with(word) {
            return broken(words::value_expected());
        }
        self.position += word.len();
        Ok(kind)
    }

    fn list(
        &mut self,
        at: &At,
        depth: usize,
        diagnostics: &mut Diagnostics,
    ) -> Result<Kind<'t>, Stop> {
        self.position += 1;
        let mut items = Vec::new();
        self.skip_space();
        if self.take(b']') {
            return Ok(Kind::List(items));
        }
        loop {
            let item = self.value(&at.index(items.len()), depth + 1, diagnostics)?;
            items.push(item);
            self.skip_space();
            if self.take(b']') {
                return Ok(Kind::List(items));
            }
            if !self.take(b',') {
                return broken(words::list_goes_on());
            }
        }
    }

    fn object(
        &mut self,
        at: &At,
        depth: usize,
        diagnostics: &mut Diagnostics,
    ) -> Result<Kind<'t>, Stop> {
        self.position += 1;
        let mut fields: Vec<(Cow<'t, str>, Value<'t>)> = Vec::new();
        let mut many: HashSet<Cow<'t, str>> = HashSet::new();
        self.skip_space();
        if self.take(b'}') {
            return Ok(Kind::Object(fields));
        }
        loop {
            self.skip_space();
            if self.peek() != Some(b'"') {
                return broken(words::key_expected());
            }
            let line = self.line as usize;
            let key = self.string()?;
            let known = if fields.len() <= FEW_KEYS {
                fields.iter().any(|(other, _)| *other == key)
            } else {
                if many.is_empty() {
                    many.extend(fields.iter().map(|(other, _)| other.clone()));
                }
                many.contains(&key)
            };
            self.skip_space();
            if !self.take(b':') {
                return broken(words::colon_expected());
            }
            let value = self.value(&at.field(&key), depth + 1, diagnostics)?;
            if known {
                let path = at.field(&key).to_string();
                let message = words::key_twice(super::super::diagnostics::shortened(&key));
                diagnostics.add_at(
                    DUPLICATE_KEY,
                    path,
                    Some(line),
                    &key,
                    message,
                    DUPLICATE_KEY.advice,
                );
            } else {
                if fields.len() > FEW_KEYS {
                    many.insert(key.clone());
                }
                fields.push((key, value));
            }
            self.skip_space();
            if self.take(b'}') {
                return Ok(Kind::Object(fields));
            }
            if !self.take(b',') {
                return broken(words::object_goes_on());
            }
        }
    }

    /// A number as it is written.
    fn number(&mut self) -> Result<&'t str, Stop> {
        let start = self.position;
        self.take(b'-');
        if !self.take(b'0') {
            self.digits()?;
        }
        if self.take(b'.') {
            self.digits()?;
        }
        if self.take(b'e') || self.take(b'E') {
            if !self.take(b'+') {
                self.take(b'-');
            }
            self.digits()?;
        }
        Ok(self.text.get(start..self.position).unwrap_or_default())
    }

    fn digits(&mut self) -> Result<(), Stop> {
        let start = self.position;
        while self.peek().is_some_and(|byte| byte.is_ascii_digit()) {
            self.position += 1;
        }
        if self.position == start {
            return broken(words::digit_expected());
        }
        Ok(())
    }

    fn string(&mut self) -> Result<Cow<'t, str>, Stop> {
        self.position += 1;
        let mut text = Cow::Borrowed("");
        loop {
            let start = self.position;
            while self
                .peek()
                .is_some_and(|byte| byte != b'"' && byte != b'\\' && byte >= 0x20)
            {
                self.position += 1;
            }
            // Quotes, backslashes and control characters are never inside a longer character.
            let plain = self.text.get(start..self.position).unwrap_or_default();
            if text.is_empty() {
                text = Cow::Borrowed(plain);
            } else {
                text.to_mut().push_str(plain);
            }
            match self.peek() {
                Some(b'"') => {
                    self.position += 1;
                    return Ok(text);
                }
                Some(b'\\') => {
                    self.position += 1;
                    let character = self.escape()?;
                    text.to_mut().push(character);
                }
                Some(_) => return broken(words::control_character()),
                None => return broken(words::quotes_open()),
            }
        }
    }

    fn escape(&mut self) -> Result<char, Stop> {
        let byte = self.peek();
        self.position += usize::from(byte.is_some_and(|byte| byte.is_ascii()));
        Ok(match byte {
            Some(b'"') => '"',
            Some(b'\\') => '\\',
            Some(b'/') => '/',
            Some(b'b') => '\u{8}',
            Some(b'f') => '\u{c}',
            Some(b'n') => '\n',
            Some(b'r') => '\r',
            Some(b't') => '\t',
            Some(b'u') => return self.unicode(),
            _ => return broken(words::no_such_escape()),
        })
    }

    /// The character of a `\u` escape, of two for those beyond the basic plane.
    fn unicode(&mut self) -> Result<char, Stop> {
        let first = self.hex4()?;
        let mut code = first;
        if (0xd800..0xdc00).contains(&first) {
            if !(self.take(b'\\') && self.take(b'u')) {
                return broken(words::half_surrogate());
            }
            let second = self.hex4()?;
            if !(0xdc00..0xe000).contains(&second) {
                return broken(words::half_surrogate());
            }
            code = 0x10000 + ((first - 0xd800) << 10) + (second - 0xdc00);
        }
        char::from_u32(code).map_or_else(|| broken(words::half_surrogate()), Ok)
    }

    fn hex4(&mut self) -> Result<u32, Stop> {
        let digits = self
            .text
            .get(self.position..self.position + 4)
            .unwrap_or_default();
        let good = digits.len() == 4 && digits.bytes().all(|byte| byte.is_ascii_hexdigit());
        match u32::from_str_radix(digits, 16) {
            Ok(code) if good => {
                self.position += 4;
                Ok(code)
            }
            _ => broken(words::four_digits()),
        }
    }
}
