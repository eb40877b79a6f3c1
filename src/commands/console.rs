//! What a command talks to.

use regauge::{CancelToken, Language};
use std::io::{Read, Write};
use std::path::PathBuf;

/// Input, outputs and the interrupt key of a command.
pub struct Console<'a> {
    /// Standard input, read where a file is named `-`.
    pub input: &'a mut dyn Read,
    /// Results.
    pub out: &'a mut dyn Write,
    /// Messages.
    pub err: &'a mut dyn Write,
    /// Columns of the terminal that shows `out`; `None` when that is no terminal.
    pub out_width: Option<usize>,
    /// Whether what is shown is coloured; `None`: where a terminal that knows colours shows `out`.
    pub color: Option<bool>,
    /// Whether the terminal knows nothing but lines of text (`TERM=dumb`).
    pub is_dumb: bool,
    /// Whether a terminal shows `err`.
    pub err_is_terminal: bool,
    /// The language of what is said.
    pub language: Language,
    /// Files written so far, so that a failure can say so.
    pub written: Vec<PathBuf>,
    /// Arranges that the interrupt key cancels a token.
    pub on_interrupt: &'a mut dyn FnMut(CancelToken),
}

impl Console<'_> {
    /// Whether progress can be shown: it draws its line again and again.
    pub fn shows_progress(&self) -> bool {
        self.err_is_terminal && !self.is_dumb
    }

    /// Whether what goes to `out` is coloured.
    pub fn colors_out(&self) -> bool {
        let is_for_colors = self.out_width.is_some() && !self.is_dumb;
        self.color.unwrap_or(is_for_colors)
    }
}
