//! The words of every message of this crate about files, in each language.
//!
//! Terms are those of the railways. A test beside the tables sees that no language leaves out what another says.

mod figures;
mod nouns;
mod plans;
pub(crate) mod resources;
mod state;
mod system;
mod text;
mod trains;
pub(crate) mod violations;
mod warnings;

pub(crate) use figures::*;
pub(crate) use nouns::*;
pub(crate) use plans::*;
pub(crate) use state::*;
pub(crate) use system::*;
pub(crate) use text::*;
pub(crate) use trains::*;
pub(crate) use warnings::*;

#[cfg(test)]
mod tests {
    use crate::advance::ACTUAL_RULES;
    use crate::diff::DIFF_RULES;
    use crate::plan_file::PLAN_RULES;
    use crate::validation::{RULES, WARNINGS};
    use std::collections::BTreeSet;

    /// Fields, Chinese and English of everything said.
    fn all() -> Vec<(&'static [&'static str], &'static str, &'static str)> {
        let tables = [
            super::figures::ALL,
            super::nouns::ALL,
            super::plans::ALL,
            super::resources::ALL,
            super::state::ALL,
            super::system::ALL,
            super::text::ALL,
            super::trains::ALL,
            super::violations::ALL,
            super::warnings::ALL,
        ];
        let rules = [RULES, WARNINGS, PLAN_RULES, ACTUAL_RULES, DIFF_RULES];
        let advice = rules.into_iter().flatten().map(|rule| rule.advice);
        let advice = advice.map(|advice| (advice.fields, advice.chinese, advice.english));
        let all = tables.into_iter().flatten().copied().chain(advice);
        // A title of the file instead of the English words is no text of this program.
        all.filter(|row| row.1 != "{title}").collect()
    }

    fn filled(words: &str) -> BTreeSet<&str> {
        let places = words.split('{').skip(1);
        places
            .filter_map(|rest| rest.split('}').next())
            .filter(|name| !name.is_empty())
            .collect()
    }

    /// Words of JSON itself and of units need no translation.
    fn is_word(text: &str) -> bool {
        text.len() > 1 && text.bytes().all(|byte| byte.is_ascii_lowercase())
    }

    #[test]
    fn every_language_says_the_same_values() {
        for (fields, chinese, english) in all() {
            let fields: BTreeSet<&str> = fields.iter().copied().collect();
            assert_eq!(filled(english), fields, "{english}");
            // What serde says is English alone.
            if english != "{english}" {
                assert_eq!(filled(chinese), fields, "{chinese}");
            }
        }
    }

    #[test]
    fn no_english_is_left_in_chinese() {
        for (_, chinese, english) in all() {
            let same = ["", "YAML", "null"].contains(&english);
            let unquoted: Vec<&str> = chinese.split('`').step_by(2).collect();
            let letters = unquoted.concat();
            let is_chinese = !letters.is_ascii();
            assert!(
                same || is_chinese || chinese == "%" || english.contains("XML"),
                "{chinese}"
            );
            let words: Vec<&str> = letters.split(' ').collect();
            let two = words
                .windows(2)
                .find(|pair| pair.iter().all(|word| is_word(word)));
            assert!(two.is_none(), "{two:?} in {chinese}");
            for half in [", ", ". ", "; ", "? ", "(", ")"] {
                assert!(!letters.contains(half), "{half} in {chinese}");
            }
        }
    }

    #[test]
    fn sentences_end_alike() {
        for (_, chinese, english) in all() {
            if english.ends_with('.') && !english.starts_with(char::is_lowercase) {
                let is_advice = chinese.ends_with('。');
                // Messages of plan files are sentences in English; the full stop is put behind them in Chinese.
                assert!(
                    is_advice || super::plans::ALL.iter().any(|row| row.1 == chinese),
                    "{chinese}"
                );
            } else {
                assert!(
                    !chinese.ends_with('。') || english.ends_with('.'),
                    "{chinese}"
                );
            }
        }
    }
}
