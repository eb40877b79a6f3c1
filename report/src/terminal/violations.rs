//! What the checker found: one line for a plan that keeps every rule, else the violations by rule; and what it takes on trust.

use super::page::Page;
use crate::names::name;
use crate::text::{self, Text};
use crate::wording::cost;
use regauge_model::Language;
use regauge_model::check::{Report, Violation};
use std::io;

pub(crate) fn show(page: &mut Page<'_>, report: &Report) -> io::Result<()> {
    if report.violations.is_empty() {
        let levels: Vec<String> = report.levels.iter().copied().map(cost).collect();
        let verdict = match levels.len() {
            0 | 1 => page.fill(Text::Clean, &[&cost(report.value)]),
            _ => page.fill(Text::CleanLevels, &[&levels.join("; ")]),
        };
        page.paragraph(0, &verdict)?;
        return page.paragraph(0, &trust(page, report));
    }
    page.heading(page.text(Text::Violations))?;
    // The checker orders them by rule; grouping does not rely on it.
    let mut rules: Vec<&str> = Vec::new();
    for violation in &report.violations {
        if !rules.contains(&violation.rule) {
            rules.push(violation.rule);
        }
    }
    let (places, broken) = (report.violations.len(), rules.len());
    let found = page.fill(
        Text::ViolationsFound,
        &[&places.to_string(), &broken.to_string()],
    );
    page.paragraph(0, &found)?;
    for rule in rules {
        let of_rule: Vec<&Violation> = report
            .violations
            .iter()
            .filter(|violation| violation.rule == rule)
            .collect();
        let title = match text::rule(rule).map(|text| page.text(text)) {
            Some(title) if title != rule => format!("{rule} {} {title}", page.signs.dash),
            _ => rule.to_owned(),
        };
        page.line("")?;
        page.line(&format!("{title} ({})", of_rule.len()))?;
        for violation in of_rule {
            let place = place(page, violation);
            let message = name(&violation.message.in_language(page.language));
            if place.is_empty() {
                page.paragraph(2, &message)?;
            } else {
                page.paragraph(2, &place)?;
                page.paragraph(4, &message)?;
            }
        }
    }
    page.line("")?;
    page.paragraph(0, &trust(page, report))
}

/// How many trains it is about, and what the verdict says nothing of.
fn trust(page: &Page<'_>, report: &Report) -> String {
    let (planned, postponed) = (report.kpis.planned, report.kpis.postponed);
    let trains = page.fill(
        Text::TrainsPlanned,
        &[&planned.to_string(), &postponed.to_string()],
    );
    let (label, rest) = (page.text(Text::Trains), page.text(Text::OnTrust));
    match page.language {
        Language::Chinese => format!("{label}：{trains}。{rest}"),
        Language::English => format!("{label}: {trains}. {rest}"),
    }
}

/// Train, resource, time and the other party, as far as they are known.
fn place(page: &Page<'_>, violation: &Violation) -> String {
    let mut parts = Vec::new();
    if let Some(train) = violation.train {
        parts.push(page.train(train));
    }
    if let Some(other) = violation.other {
        parts.push(format!("({})", page.train(other)));
    }
    if let Some(resource) = violation.resource {
        parts.push(page.resource(resource));
    }
    if let Some(span) = violation.span {
        parts.push(page.span(span));
    }
    parts.join("  ")
}
