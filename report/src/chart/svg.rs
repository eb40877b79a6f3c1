//! Writes SVG: elements with short attributes, texts in one language or in both, everything escaped.

use super::localizer::Localized;
use std::fmt::Write as _;

/// An SVG text that grows.
#[derive(Default)]
pub(super) struct Svg {
    out: String,
}

impl Svg {
    /// What is written so far.
    pub(super) fn text_so_far(&self) -> &str {
        &self.out
    }

    pub(super) fn is_empty(&self) -> bool {
        self.out.is_empty()
    }

    /// Another piece behind this one.
    pub(super) fn append(&mut self, other: &Svg) {
        self.out.push_str(&other.out);
    }

    /// `<g class="…">`, to be closed by [`Svg::end`].
    pub(super) fn group(&mut self, class: &str) {
        let _ = write!(self.out, "<g class=\"{class}\">");
    }

    /// `<g data-t="…">`, what belongs to a train; with a class for one that changed.
    pub(super) fn train(&mut self, index: usize, has_changed: bool) {
        let class = if has_changed { " class=\"mv\"" } else { "" };
        let _ = write!(self.out, "<g data-t=\"{index}\"{class}>");
    }

    pub(super) fn end(&mut self) {
        self.out.push_str("</g>");
    }

    /// A path, with a title where one is given.
    pub(super) fn path(&mut self, class: &str, d: &str, title: Option<&str>) {
        if d.is_empty() {
            return;
        }
        let _ = write!(self.out, "<path class=\"{class}\" d=\"{d}\"");
        match title {
            Some(title) => {
                let _ = write!(self.out, "><title>{}</title></path>", escaped(title));
            }
            None => self.out.push_str("/>"),
        }
    }

    /// A rectangle, written as a path because that is shorter.
    pub(super) fn bar(
        &mut self,
        class: &str,
        (x, y): (i32, i32),
        (width, height): (i32, i32),
        title: Option<&str>,
    ) {
        self.path(class, &rectangle((x, y), (width, height)), title);
    }

    /// A text; where the languages differ it stands there twice.
    pub(super) fn text(&mut self, class: &str, (x, y): (i32, i32), localized: &Localized) {
        self.placed(class, &format!("x=\"{x}\" y=\"{y}\""), localized);
    }

    /// A text turned by some degrees around its beginning.
    pub(super) fn turned(
        &mut self,
        class: &str,
        (x, y): (i32, i32),
        degrees: i32,
        localized: &Localized,
    ) {
        let place = format!("transform=\"translate({x} {y})rotate({degrees})\"");
        self.placed(class, &place, localized);
    }

    fn placed(&mut self, class: &str, place: &str, localized: &Localized) {
        for (language, text) in localized.texts() {
            if text.is_empty() {
                continue;
            }
            let class = [class, language].join(" ");
            let class = class.trim();
            let _ = write!(
                self.out,
                "<text class=\"{class}\" {place}>{}</text>",
                escaped(text)
            );
        }
    }
}

/// A rectangle as path data.
pub(super) fn rectangle((x, y): (i32, i32), (width, height): (i32, i32)) -> String {
    format!("M{x} {y}h{width}v{height}h{}z", -width)
}

/// A text as it may stand in an element or an attribute; characters that XML does not allow are left out.
pub(super) fn escaped(text: &str) -> String {
    let mut result = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => result.push_str("&amp;"),
            '<' => result.push_str("&lt;"),
            '>' => result.push_str("&gt;"),
            '"' => result.push_str("&quot;"),
            '\'' => result.push_str("&#39;"),
            '\t' | '\n' | '\r' => result.push(' '),
            '\u{fffe}' | '\u{ffff}' => {}
            c if c.is_control() => {}
            c => result.push(c),
        }
    }
    result
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markup_is_text() {
        assert_eq!(
            escaped("<b a=\"'\">&"),
            "&lt;b a=&quot;&#39;&quot;&gt;&amp;"
        );
        assert_eq!(escaped("a\u{0}b\u{ffff}c\u{1b}"), "abc");
    }
}
