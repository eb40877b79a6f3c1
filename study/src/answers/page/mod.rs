//! The answers as a page: one self-contained HTML file in Chinese and English, for the screen and for paper.
//!
//! `head` has the question, the answer in a sentence and all that must be known to quote it; `dwell`, `differences`, `curves` and `proven` draw the charts on a
//! `canvas` with its `scale`, `worth`, `used` and `figures` set the tables. Words are in `words`, how figures are written in `say`.
//! What is deliberately not here: any figure that the answers do not have, any network, any framework.

mod canvas;
mod curves;
mod differences;
mod dwell;
mod figures;
mod head;
mod proven;
mod say;
mod scale;
#[cfg(test)]
mod tests;
mod used;
mod words;
mod worth;

use super::Answers;
use crate::file::StudyFile;
use maud::{DOCTYPE, Markup, PreEscaped, html};
use regauge_model::Language;
use regauge_model::message::Message;
use regauge_report::Words;
use say::both;

/// The page of a study's answers; `runs_csv` are all its runs ([`super::csv`]), to be downloaded from it. `language` is shown first, the reader may switch.
pub fn page(answers: &Answers, file: &StudyFile, runs_csv: &str, language: Language) -> String {
    let code = match language {
        Language::Chinese => "zh-CN",
        Language::English => "en",
    };
    let question = head::question(answers);
    let page = html! {
        (DOCTYPE)
        html lang=(code) {
            head {
                meta charset="utf-8";
                meta http-equiv="Content-Security-Policy"
                    content="default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src data:";
                meta name="viewport" content="width=device-width,initial-scale=1";
                meta name="generator" content=(format!("regauge {}", say::clean(&answers.version)));
                // Keeps browsers from asking a server for an icon.
                link rel="icon" href="data:,";
                title data-zh=(question.zh) data-en=(question.en) { (question.in_language(language)) }
                style { (PreEscaped(include_str!("style.css"))) }
            }
            body {
                (head::bar(answers, language))
                main #main {
                    (head::head(answers, file))
                    (dwell::section(answers, file, language))
                    (worth::section(answers))
                    (differences::section(answers, language))
                    (curves::section(answers, file, language))
                    (used::section(answers))
                    (proven::section(answers, language))
                    (figures::section(answers, file, runs_csv))
                }
                script { (PreEscaped(include_str!("script.js"))) }
            }
        }
    };
    page.into_string()
}

/// A part of the page. `id` is its anchor.
fn part(id: &str, title: Message, body: Markup) -> Markup {
    let title_id = format!("{id}-title");
    html! {
        section.part id=(id) aria-labelledby=(title_id) {
            h2 id=(title_id) tabindex="-1" { (both(&title)) }
            (body)
        }
    }
}

/// A remark under a chart or a table.
fn remark(text: Message) -> Markup {
    html! { p.remark { (both(&text)) } }
}

/// An entry of a legend: a mark and what it means.
fn entry(mark: Markup, text: &Words) -> Markup {
    html! {
        li {
            svg.key width="34" height="16" viewBox="0 0 34 16" aria-hidden="true" { (mark) }
            (text)
        }
    }
}
