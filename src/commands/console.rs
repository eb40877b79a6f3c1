//! What a command talks to.

use regauge::CancelToken;
use std::io::{Read, Write};

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
    /// Whether what is shown is coloured; `None`: where a terminal shows `out`.
    pub color: Option<bool>,
    /// Whether a terminal shows `err`.
    pub err_is_terminal: bool,
    /// Arranges that the interrupt key cancels a token.
    pub on_interrupt: &'a mut dyn FnMut(CancelToken),
}

impl Console<'_> {
    /// Whether what goes to `out` is coloured.
    pub fn colors_out(&self) -> bool {
        self.color.unwrap_or(self.out_width.is_some())
    }
}
