//! How wide a text will be, without asking any font.
//!
//! The widths are those of the common sans-serif faces (Arial and the faces made to its measure; Noto Sans CJK is
//! narrower) with a little air, so that what fits by this table fits on paper. A viewer that has none of the faces
//! of the style sheet may be off by a few percent.

use unicode_width::UnicodeWidthChar;

/// Thousandths of the font size added to every character, for faces a little wider than the table.
const AIR: i32 = 10;

/// Width of a text in pixels, rounded up, at a font size in tenths of a pixel.
pub fn width(text: &str, size_tenths: i32) -> i32 {
    let thousandths: i32 = text.chars().map(of_char).sum();
    (thousandths * size_tenths + 9_999) / 10_000
}

/// A text cut to a width; a cut one ends in `…`. Empty where not even that fits.
pub(super) fn cut(text: &str, most: i32, size_tenths: i32) -> String {
    if width(text, size_tenths) <= most {
        return text.to_owned();
    }
    let mut result: String = text.to_owned();
    while result.pop().is_some() {
        let shortened = format!("{}…", result.trim_end());
        if width(&shortened, size_tenths) <= most {
            return if result.is_empty() {
                String::new()
            } else {
                shortened
            };
        }
    }
    String::new()
}

/// A text in at most `lines` lines of a width, broken at blanks, hyphens and between wide characters; the last one is
/// cut.
pub(super) fn wrapped(text: &str, most: i32, lines: usize, size_tenths: i32) -> Vec<String> {
    let mut result: Vec<String> = Vec::new();
    let mut rest = text.trim();
    while !rest.is_empty() {
        if result.len() + 1 >= lines || width(rest, size_tenths) <= most {
            result.push(cut(rest, most, size_tenths));
            break;
        }
        let mut end = 0;
        let mut before = None;
        for (at, c) in rest.char_indices() {
            if at > 0 && breaks(before, c) && width(rest[..at].trim_end(), size_tenths) <= most {
                end = at;
            }
            before = Some(c);
        }
        if end == 0 {
            result.push(cut(rest, most, size_tenths));
            break;
        }
        result.push(rest[..end].trim_end().to_owned());
        rest = rest[end..].trim_start();
    }
    result
}

fn breaks(before: Option<char>, c: char) -> bool {
    let is_wide = |c: char| c.width() == Some(2);
    before.is_some_and(|b| b == ' ' || b == '-' || b == '–' || (is_wide(b) && is_wide(c)))
        && !matches!(c, '）' | ')' | '，' | '。' | '、' | '·')
}

/// Thousandths of the font size.
fn of_char(c: char) -> i32 {
    let plain = match c {
        'i' | 'j' | 'l' | '\'' | '|' => 240,
        'f' | 't' | 'I' | ' ' | '.' | ',' | ':' | ';' | '!' | '/' | '·' => 290,
        'r' | '-' | '(' | ')' | '[' | ']' | '"' => 345,
        'm' | 'M' | 'W' | '%' | '@' => 880,
        'w' | 'O' | 'Q' | 'G' | 'C' | 'D' | 'H' | 'N' | 'R' | 'U' => 740,
        'A'..='Z' | '&' => 680,
        's' | 'c' | 'k' | 'v' | 'x' | 'y' | 'z' => 510,
        '…' => 1000,
        _ if c.width() == Some(0) => return 0,
        _ if c.width() == Some(2) => 1000,
        _ if c.is_ascii() => 570,
        _ => 640,
    };
    plain + AIR
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wide_characters_are_a_square() {
        assert_eq!(width("换装", 100), 21);
        assert!(width("X8012", 100) >= 29);
        assert_eq!(width("", 100), 0);
    }

    #[test]
    fn a_cut_text_fits() {
        for most in 0..60 {
            let shortened = cut("第23换装库 shed", most, 90);
            assert!(width(&shortened, 90) <= most, "{most}: {shortened}");
        }
        assert_eq!(cut("X8012", 100, 90), "X8012");
    }

    #[test]
    fn lines_fit_and_say_where_they_are_cut() {
        let lines = wrapped("inspection of standard gauge trains", 60, 2, 90);
        assert_eq!(lines.len(), 2);
        assert!(lines.iter().all(|line| width(line, 90) <= 60), "{lines:?}");
        assert!(lines[1].ends_with('…'));
        assert_eq!(wrapped("宽轨到达技检", 40, 3, 100), ["宽轨到", "达技检"]);
    }
}
