//! Text on a terminal: how wide it is, how it is cut, filled up and wrapped.

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// Columns that a text takes.
pub(crate) fn width(text: &str) -> usize {
    text.width()
}

/// A text cut to a width; a cut one ends in `ellipsis`.
pub(crate) fn cut(text: &str, most: usize, ellipsis: char) -> String {
    if width(text) <= most {
        return text.to_owned();
    }
    if most == 0 {
        return String::new();
    }
    let mut result = String::new();
    let mut used = 0;
    for c in text.chars() {
        used += c.width().unwrap_or(0);
        if used >= most {
            break;
        }
        result.push(c);
    }
    // Neighbouring characters may join to a wider shape than their sum.
    while width(&result) >= most && !result.is_empty() {
        result.pop();
    }
    result.push(ellipsis);
    result
}

/// Where a text stands in its column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Align {
    /// At its beginning.
    Left,
    /// At its end, as figures do.
    Right,
}

/// A text filled up with blanks to a width (not cut).
pub(crate) fn filled(text: &str, to: usize, align: Align) -> String {
    let blanks = " ".repeat(to.saturating_sub(width(text)));
    match align {
        Align::Left => format!("{text}{blanks}"),
        Align::Right => format!("{blanks}{text}"),
    }
}

/// A text in lines of at most `most` columns (at least 2). Breaks at blanks and around wide characters; a word
/// longer than a line is broken where it must.
pub(crate) fn wrapped(text: &str, most: usize) -> Vec<String> {
    let most = most.max(2);
    let mut lines = Vec::new();
    let mut line = String::new();
    for piece in pieces(text) {
        if width(&line) + width(piece.trim_end()) <= most {
            line.push_str(piece);
            continue;
        }
        if !line.trim_end().is_empty() {
            lines.push(line.trim_end().to_owned());
        }
        piece.clone_into(&mut line);
        while width(line.trim_end()) > most {
            let at = break_at(&line, most);
            let rest = line.split_off(at);
            lines.push(line);
            line = rest;
        }
    }
    if !line.trim_end().is_empty() || lines.is_empty() {
        lines.push(line.trim_end().to_owned());
    }
    lines
}

/// The byte at which the first line of `most` columns ends; never 0.
fn break_at(text: &str, most: usize) -> usize {
    let mut used = 0;
    for (at, c) in text.char_indices() {
        used += c.width().unwrap_or(0);
        if used > most && at > 0 {
            return at;
        }
    }
    text.len()
}

/// Pieces between which a line may break: a word with the blanks after it, or one wide character with the
/// punctuation after it.
fn pieces(text: &str) -> Vec<&str> {
    let mut result = Vec::new();
    let mut start = 0;
    let mut before: Option<char> = None;
    for (at, c) in text.char_indices() {
        let wide = |c: char| c.width() == Some(2);
        let breaks = before.is_some_and(|b| {
            (b == ' ' && c != ' ')
                || (wide(b) && c != ' ' && !closes(c) && !opens(b))
                || (wide(c) && b != ' ' && !closes(c) && !opens(b))
        });
        if breaks {
            result.push(&text[start..at]);
            start = at;
        }
        before = Some(c);
    }
    if start < text.len() {
        result.push(&text[start..]);
    }
    result
}

/// Punctuation that does not begin a line.
fn closes(c: char) -> bool {
    matches!(
        c,
        ',' | '.'
            | ';'
            | ':'
            | '!'
            | '?'
            | ')'
            | ']'
            | '%'
            | '，'
            | '。'
            | '、'
            | '；'
            | '：'
            | '）'
            | '》'
            | '」'
            | '？'
            | '！'
    )
}

/// Punctuation that does not end a line.
fn opens(c: char) -> bool {
    matches!(c, '(' | '[' | '（' | '《' | '「')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cut_text_fits_and_says_so() {
        assert_eq!(cut("阿拉山口", 8, '…'), "阿拉山口");
        assert_eq!(cut("阿拉山口", 7, '…'), "阿拉山…");
        assert_eq!(cut("阿拉山口", 6, '…'), "阿拉…");
        assert_eq!(cut("X8086", 0, '…'), "");
        assert_eq!(cut("X8086", 1, '…'), "…");
    }

    #[test]
    fn wide_characters_count_twice() {
        assert_eq!(filled("口岸", 6, Align::Left), "口岸  ");
        assert_eq!(filled("12", 4, Align::Right), "  12");
    }

    #[test]
    fn lines_break_at_blanks_and_between_wide_characters() {
        assert_eq!(
            wrapped("one two three", 8),
            ["one two".to_owned(), "three".to_owned()]
        );
        assert_eq!(
            wrapped("没有空闲换装线。", 8),
            ["没有空闲".to_owned(), "换装线。".to_owned()]
        );
        assert_eq!(wrapped("abcdefgh", 3), ["abc", "def", "gh"]);
        assert_eq!(wrapped("", 10), [""]);
        for line in wrapped("没有空闲换装线，请等待 X8086 离开", 9) {
            assert!(width(&line) <= 9, "{line}");
        }
    }
}
