//! Texts of files without what does more than to be read.

use regauge_model::text::is_shown;
use unicode_width::UnicodeWidthChar;

/// Most marks in a row that sit on the letter before them; more would pile up over other lines.
const MOST_MARKS: usize = 4;

/// A text of a file without anything that could steer a terminal, turn the direction of writing or hide: control
/// characters and format characters are left out, white space of any kind is a blank.
pub fn clean(text: &str) -> String {
    let mut result = String::with_capacity(text.len());
    let mut marks = 0;
    for c in text.chars() {
        let c = if c.is_whitespace() { ' ' } else { c };
        if !is_shown(c) {
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
}
