//! What one more of each thing is worth, as a table: run, and in the flow of a day.

use super::say::{both, clean, difference, same};
use super::{part, remark, words};
use crate::answers::Answers;
use maud::{Markup, html};

pub(super) fn section(answers: &Answers) -> Markup {
    if answers.worths.is_empty() {
        return html! {};
    }
    let heads = [
        words::scenario(),
        words::worth_run(),
        words::worth_gain(),
        words::worth_dual(),
        words::worth_used(),
        words::worth_verdict(),
    ];
    let body = html! {
        table {
            thead { tr { @for (place, head) in heads.iter().enumerate() { th.f[(1..5).contains(&place)] scope="col" { (both(head)) } } } }
            tbody {
                @for worth in &answers.worths {
                    tr {
                        th scope="row" { (same(clean(&worth.scenario))) }
                        td.f.unreal[!worth.changes.is_real()] { (same(difference(&worth.changes))) }
                        @for figure in worth.flow_figures() { td.f { (same(figure)) } }
                        td { (both(&worth.verdict)) }
                    }
                }
            }
        }
        (remark(words::worth_means()))
    };
    part("worth", words::worth_title(), body)
}
