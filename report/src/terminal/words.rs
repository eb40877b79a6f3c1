//! Text on a terminal: what may be printed, how wide it is, how it is cut, filled up and wrapped.

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// Most marks in a row that sit on the letter before them; more would pile up over other lines.
const MOST_MARKS: usize = 4;

/// Columns that a text takes.
pub(crate) fn width(text: &str) -> usize {
    text.width()
}

/// A name from a file without anything that could steer a terminal, turn the direction of writing or hide: control
/// characters and format characters are left out, white space of any kind is a blank.
pub(crate) fn clean(text: &str) -> String {
    let mut result = String::with_capacity(text.len());
    let mut marks = 0;
    for c in text.chars() {
        let c = if c.is_whitespace() { ' ' } else { c };
        if c.is_control() || is_format(c) {
            continue;
        }
        marks = if c.width() == Some(0) { marks + 1 } else { 0 };
        // A mark needs a letter to sit on.
        if marks > MOST_MARKS || (marks > 0 && (result.is_empty() || result.ends_with(' '))) {
            continue;
        }
        result.push(c);
    }
    result.trim().to_owned()
}

/// Invisible characters that change how others are shown.
fn is_format(c: char) -> bool {
    matches!(u32::from(c),
        0x00AD | 0x034F | 0x061C | 0x115F..=0x1160 | 0x17B4..=0x17B5 | 0x180B..=0x180F
        | 0x200B..=0x200F | 0x202A..=0x202E | 0x2060..=0x206F | 0x3164
        | 0xFE00..=0xFE0F | 0xFEFF | 0xFFA0 | 0xFFF0..=0xFFFB
        | 0x1D173..=0x1D17A | 0xE0000..=0xE0FFF)
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
    fn nothing_that_steers_a_terminal_is_left() {
        assert_eq!(clean("\u{1b}[31mX8086\u{1b}[0m"), "[31mX8086[0m");
        assert_eq!(clean("a\u{9b}2Jb\u{7}\r\n\tc"), "a2Jb   c");
        assert_eq!(clean("\u{202e}6808X\u{2066}\u{feff}"), "6808X");
        assert_eq!(clean("  X8086 "), "X8086");
        assert_eq!(clean("阿拉山口"), "阿拉山口");
    }

    #[test]
    fn marks_do_not_pile_up() {
        let piled = format!("a{}", "\u{301}".repeat(50));
        assert_eq!(clean(&piled).chars().count(), 1 + MOST_MARKS);
        assert_eq!(clean("\u{301}a"), "a");
    }

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
