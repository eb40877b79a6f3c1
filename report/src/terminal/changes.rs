//! What changed between two plans, and how often decisions were taken back, on a terminal.

use super::ViewConfig;
use super::page::Page;
use super::sheet;
use crate::sheet::changes::{Changes, nervousness};
use crate::text::Text;
use crate::wording::Wording;
use regauge_model::Instance;
use regauge_model::diff::{Nervousness, PlanDiff};
use std::io;

/// Writes what changed between two plans, each of its own instance: how many trains of each kind, the trains by kind, who comes
/// before whom now, which possessions moved.
///
/// # Errors
/// Those of the writer.
pub fn show_diff(
    (old, new): (&Instance, &Instance),
    diff: &PlanDiff,
    config: &ViewConfig,
    out: &mut dyn io::Write,
) -> io::Result<()> {
    let mut page = Page::new(new, config, out);
    let new = page.words;
    let old = Wording::new(old, config.language, new.signs);
    let changes = Changes {
        old: &old,
        new: &new,
        diff,
    };
    page.heading(page.text(Text::WhatChanged))?;
    if diff.is_empty() {
        page.line(page.text(Text::NothingChanged))?;
        return page.line(&changes.remark());
    }
    page.entries(&changes.counts())?;
    page.line(&changes.remark())?;
    let trains = changes.trains();
    if !trains.rows.is_empty() {
        page.line("")?;
        sheet::table(&page, &trains).print(&mut page)?;
    }
    for changed in [changes.orders(), changes.possessions()] {
        if !changed.rows.is_empty() {
            sheet::show(&mut page, &changed)?;
        }
    }
    Ok(())
}

/// Writes how often decisions were taken back in plans published one after the other; the instance is that of the last.
///
/// # Errors
/// Those of the writer.
pub fn show_nervousness(
    instance: &Instance,
    found: &Nervousness,
    config: &ViewConfig,
    out: &mut dyn io::Write,
) -> io::Result<()> {
    let mut page = Page::new(instance, config, out);
    for sheet in nervousness(&page.words, found) {
        sheet::show(&mut page, &sheet)?;
    }
    Ok(())
}
