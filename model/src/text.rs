//! Texts of others as they may be shown: what a file holds never steers the terminal on which it is read.

use std::fmt::Write;

/// Whether a character may be printed as it is: no control character (of either set), and none that is invisible and changes how
/// others are shown, as those that turn the direction of writing do.
pub fn is_shown(c: char) -> bool {
    !c.is_control() && !is_format(c)
}

/// Invisible characters that change how others are shown.
fn is_format(c: char) -> bool {
    matches!(u32::from(c),
        0x00AD | 0x034F | 0x061C | 0x115F..=0x1160 | 0x17B4..=0x17B5 | 0x180B..=0x180F
        | 0x200B..=0x200F | 0x2028..=0x202E | 0x2060..=0x206F | 0x3164
        | 0xFE00..=0xFE0F | 0xFEFF | 0xFFA0 | 0xFFF0..=0xFFFB
        | 0x1D173..=0x1D17A | 0xE0000..=0xE0FFF)
}

/// A text for a message: what may not be printed as it is stands there by its number, so that it is seen and does nothing.
///
/// ```
/// assert_eq!(regauge_model::text::visible("X\u{1b}[2J"), "X\\u{1b}[2J");
/// ```
pub fn visible(text: &str) -> String {
    let mut result = String::with_capacity(text.len());
    for c in text.chars() {
        if is_shown(c) {
            result.push(c);
        } else {
            result.extend(c.escape_unicode());
        }
    }
    result
}

/// JSON text of the same meaning that may be shown: what may not be printed as it is stands there as an escape. Lines stay.
///
/// Such characters stand inside the texts of a document alone, where an escape means the same.
pub fn visible_json(json: String) -> String {
    let is_plain = |c: char| c == '\n' || is_shown(c);
    if json.chars().all(is_plain) {
        return json;
    }
    let mut result = String::with_capacity(json.len());
    for c in json.chars() {
        if is_plain(c) {
            result.push(c);
            continue;
        }
        for unit in c.encode_utf16(&mut [0; 2]) {
            // Writing into a text never fails.
            let _ = write!(result, "\\u{unit:04x}");
        }
    }
    result
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_steers_a_terminal_is_shown_and_does_nothing() {
        let hostile = "a\u{1b}]0;x\u{7}\u{9b}31m\u{202e}\r\nb\u{e0041}";
        let shown = visible(hostile);
        assert!(shown.chars().all(is_shown), "{shown:?}");
        assert!(shown.starts_with("a\\u{1b}]0;x\\u{7}\\u{9b}31m"));
        assert_eq!(visible("换装 Хоргос"), "换装 Хоргос");
    }

    #[test]
    fn json_keeps_its_meaning() {
        let value = serde_json::json!({ "a": "\u{9b}\u{202e}\u{e0041}\u{7f}换" });
        let text = visible_json(serde_json::to_string_pretty(&value).unwrap());
        assert!(text.chars().all(|c| c == '\n' || is_shown(c)), "{text}");
        let read: serde_json::Value = serde_json::from_str(&text).unwrap();
        assert_eq!(read, value);
    }
}
