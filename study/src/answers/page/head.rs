//! The bar, the question, its answer in a sentence, and what must be known to quote it.

use super::say::{both, clean, difference, figure, joined, kind, plain, same, settings};
use super::words;
use crate::answers::{Answers, ScenarioAnswer};
use crate::file::StudyFile;
use crate::roll::Rule;
use crate::statistics::Estimate;
use maud::{Markup, html};
use regauge_model::Language;
use regauge_model::message::{Message, Value};
use regauge_report::Words;

/// A figure whose effects answer the question, and what it is called in a sentence.
struct Asked {
    name: &'static str,
    said: fn() -> Message,
}

const ASKED: [Asked; 3] = [
    Asked {
        name: "dwell",
        said: words::asked_dwell,
    },
    Asked {
        name: "throughput",
        said: words::asked_throughput,
    },
    Asked {
        name: "queue",
        said: words::asked_queue,
    },
];

/// The question, as the headline.
pub(super) fn question(answers: &Answers) -> Words {
    let [en, zh] = answers.question.each_ref().map(|text| clean(text));
    Words { zh, en }
}

/// Link past the bar, the bar with the language.
pub(super) fn bar(answers: &Answers, first: Language) -> Markup {
    let parts = both(&words::parts());
    let anchors = [
        ("dwell", words::dwell_title()),
        ("worth", words::worth_title()),
        ("differences", words::differences_title()),
        ("curves", words::curves_title()),
        ("used", words::used_title()),
        ("proven", words::proven_title()),
        ("figures", words::figures_title()),
    ];
    let is_there = |id: &str| match id {
        "curves" => !answers.curves.is_empty(),
        "proven" => !answers.proven.is_empty(),
        "worth" => !answers.worths.is_empty(),
        _ => true,
    };
    html! {
        a.skip href="#main" { (both(&words::skip())) }
        header.topbar {
            strong { (clean(&answers.name)) }
            nav aria-label=(parts.in_language(first)) data-aria-zh=(parts.zh) data-aria-en=(parts.en) {
                @for (id, title) in &anchors {
                    @if is_there(id) { a href=(format!("#{id}")) { (both(title)) } }
                }
            }
            button #lang type="button" { span.zh lang="en" { "English" } span.en lang="zh-CN" { "中文" } }
            button #print type="button" { (both(&words::print())) }
        }
    }
}

/// Question, answer, premises and conditions.
pub(super) fn head(answers: &Answers, file: &StudyFile) -> Markup {
    html! {
        div.head {
            h1 tabindex="-1" { (question(answers)) }
            p.answer { (joined(&sentences(answers, file))) }
            div.known {
                div {
                    h2 { (both(&words::premises())) }
                    @if answers.premises.is_empty() {
                        p.none { (both(&words::no_premises())) }
                    } @else {
                        ul { @for premise in &answers.premises { li { (clean(premise)) } } }
                    }
                }
                div {
                    h2 { (both(&words::conditions())) }
                    dl { @for (label, value) in conditions(answers, file) { dt { (both(&label)) } dd { (value) } } }
                }
            }
            p.remark { (both(&words::how_to_read())) }
        }
    }
}

fn conditions(answers: &Answers, file: &StudyFile) -> Vec<(Message, Words)> {
    let [days, warm_up] = answers.days;
    let worlds = words::worlds_seeds(worlds(answers), file.replications.seed);
    let run = &file.run;
    let dispatching = match run.rule {
        Rule::Planned => words::by_plan(run.replan_hours, run.work),
        Rule::FirstCome => words::first_come(),
    };
    let mut conditions = vec![
        (words::period(), both(&words::days_of(days, warm_up))),
        (words::replications(), both(&worlds)),
        (words::dispatching(), both(&dispatching)),
    ];
    if let Some(promise) = promise(file) {
        conditions.push((words::promise(), both(&promise)));
    }
    conditions.push((words::study(), same(clean(&answers.name))));
    let program = format!("regauge {}", clean(&answers.version));
    conditions.push((words::program(), same(program)));
    let hash = clean(&answers.reference_hash);
    conditions.push((words::reference_hash(), same(hash)));
    conditions
}

/// What the station promises, if anything.
pub(super) fn promise(file: &StudyFile) -> Option<Message> {
    let promise = file.promise.as_ref()?;
    let mean = promise.mean_dwell_hours.map(plain);
    let p90 = promise.p90_dwell_hours.map(plain);
    let parts = [
        mean.map(words::promise_mean),
        p90.map(words::promise_p90),
        Some(words::promise_queue()),
    ];
    Some(words::list_of(Value::list(parts.into_iter().flatten())))
}

/// How many worlds the scenarios have.
fn worlds(answers: &Answers) -> Message {
    let counts = answers.scenarios.iter().map(|one| one.replications);
    let (least, most) = (counts.clone().min().unwrap_or(0), counts.max().unwrap_or(0));
    match (least, most) {
        (1, 1) => words::world_one(),
        _ if least == most => words::worlds_many(most),
        _ => words::worlds_between(least, most),
    }
}

/// The answer: the largest effects that are real, and what cannot be told.
pub(super) fn sentences(answers: &Answers, file: &StudyFile) -> Vec<Message> {
    let Some(reference) = answers.scenarios.first() else {
        return vec![words::no_runs()];
    };
    if answers.scenarios.iter().all(|one| one.replications == 0) {
        return vec![words::no_runs()];
    }
    let others = &answers.scenarios[1..];
    if others.is_empty() {
        let dwell = kind("dwell");
        return match reference.figures.get(dwell.name) {
            Some(estimate) => vec![words::alone(figure(estimate), dwell.unit)],
            None => vec![words::no_runs()],
        };
    }
    // what can be decided is asked for, where a study has both
    let is_decided = |one: &&ScenarioAnswer| {
        let mut uncertain = file.uncertainties.keys();
        uncertain.all(|name| one.settings.get(name) == reference.settings.get(name))
    };
    let decided: Vec<&ScenarioAnswer> = others.iter().filter(is_decided).collect();
    let (asked, against) = match decided.len() {
        0 => (others.iter().collect(), words::against()),
        count if count == others.len() => (decided, words::against()),
        _ => (decided, words::against_decided()),
    };
    let known = asked.iter().flat_map(|one| one.differences.values());
    if known.clone().all(|estimate| estimate.half_width.is_none()) {
        return vec![words::error_unknown()];
    }
    let (mut largest, mut nothing) = (Vec::new(), Vec::new());
    for Asked { name, said } in ASKED {
        match strongest(&asked, name) {
            Some((answer, estimate)) => largest.push((said(), told(name, &estimate), answer)),
            None => nothing.push(said()),
        }
    }
    let Some((_, _, first)) = largest.first() else {
        return vec![words::nothing(worlds(answers))];
    };
    // others have a name of their own
    let name_of = |answer: &ScenarioAnswer| named(&settings(&answer.name));
    let first = *first;
    let is_one = largest.len() > 1 && largest.iter().all(|(_, _, one)| std::ptr::eq(*one, first));
    let mut sentences = if is_one {
        let list = largest.into_iter();
        let list = list.map(|(said, value, _)| words::figure_is(said, value));
        vec![words::largest_of_one(
            against,
            name_of(first),
            Value::list(list),
        )]
    } else {
        let list = largest.into_iter();
        let list = list.map(|(said, value, one)| words::largest_of(said, value, name_of(one)));
        vec![words::largest(against, Value::list(list))]
    };
    if !nothing.is_empty() {
        sentences.push(words::nothing_of(Value::list(nothing)));
    }
    sentences
}

/// A difference with its unit where the name of the figure does not say it, kept in one line.
fn told(name: &str, estimate: &Estimate) -> Message {
    let value = difference(estimate).replace(' ', "\u{a0}");
    if kind(name).unit == "h" {
        words::in_hours(value)
    } else {
        words::list_of(value)
    }
}

/// The largest difference that is told apart from 0, and whose it is.
fn strongest<'a>(
    asked: &[&'a ScenarioAnswer],
    name: &str,
) -> Option<(&'a ScenarioAnswer, Estimate)> {
    let real = asked.iter().filter_map(|one| {
        let estimate = one.differences.get(name)?;
        estimate.is_real().then_some((*one, *estimate))
    });
    real.max_by(|a, b| a.1.mean.abs().total_cmp(&b.1.mean.abs()))
}

/// Words as a value of a message.
pub(super) fn named(words: &Words) -> Message {
    words::in_either(&words.zh, &words.en)
}
