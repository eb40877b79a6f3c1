//! Sheets: the facts of a plan as titled rows of typed cells, in the words of one reader.
//!
//! Terminal and page print the same sheets; a file here derives each of them once. Rows stand in the same order in
//! every language, so that a page may lay two languages of a sheet over each other. What is deliberately not here:
//! widths, colours, markup.

pub(crate) mod board;
pub(crate) mod changes;
pub(crate) mod closures;
pub(crate) mod cranes;
pub(crate) mod delays;
pub(crate) mod kpis;
pub(crate) mod objective;
pub(crate) mod past;
pub(crate) mod ports;
pub(crate) mod postponed;
pub(crate) mod rakes;
pub(crate) mod shunting;
pub(crate) mod stage;
pub(crate) mod summary;
pub(crate) mod waits;

use crate::text::Text;
use regauge_model::Span;
use regauge_model::ids::TrainId;
use regauge_model::timeline::Role;

/// A titled table.
#[derive(Clone, Debug)]
pub(crate) struct Sheet {
    pub title: String,
    pub columns: Vec<Column>,
    pub rows: Vec<Row>,
    /// Said below it.
    pub remark: Option<String>,
}

/// A column.
#[derive(Clone, Debug)]
pub(crate) struct Column {
    pub head: String,
    pub kind: Kind,
}

/// What stands in a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// Times and figures: set right, never cut.
    Figure,
    /// Words of our own: set left, never cut.
    Label,
    /// Names of the file.
    Name,
    /// Sentences and lists, which may go on in the next line.
    Sentence,
    /// Shares, drawn as bars.
    Bar,
}

/// A row.
#[derive(Clone, Debug)]
pub(crate) struct Row {
    /// The part of the sheet it belongs to, such as a day; a new one gets a heading.
    pub part: Option<String>,
    /// The train it is about.
    pub train: Option<TrainId>,
    /// When it is.
    pub span: Option<Span>,
    /// As many as columns.
    pub cells: Vec<Cell>,
    /// Said below it.
    pub note: Vec<String>,
}

/// What stands in a row and column.
#[derive(Clone, Debug)]
pub(crate) struct Cell {
    pub text: String,
    pub tone: Tone,
    /// Of a bar.
    pub share: f64,
    /// The same as in the row above, so that it need not be said where that row is in sight.
    pub again: bool,
}

/// How a cell is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Tone {
    /// As it stands.
    Plain,
    /// Worth a look.
    Caution,
    /// Not as it should be.
    Bad,
}

impl From<String> for Cell {
    fn from(text: String) -> Cell {
        Cell {
            text,
            tone: Tone::Plain,
            share: 0.0,
            again: false,
        }
    }
}

impl From<&str> for Cell {
    fn from(text: &str) -> Cell {
        text.to_owned().into()
    }
}

impl Cell {
    pub(crate) fn toned(text: impl Into<String>, tone: Tone) -> Cell {
        Cell {
            tone,
            ..Cell::from(text.into())
        }
    }

    pub(crate) fn bar(share: f64) -> Cell {
        Cell {
            share,
            ..Cell::from(String::new())
        }
    }
}

impl Row {
    pub(crate) fn new(cells: Vec<Cell>) -> Row {
        Row {
            part: None,
            train: None,
            span: None,
            cells,
            note: Vec::new(),
        }
    }

    /// About a train.
    pub(crate) fn of(mut self, train: TrainId) -> Row {
        self.train = Some(train);
        self
    }

    /// At a time.
    pub(crate) fn at(mut self, span: Span) -> Row {
        self.span = Some(span);
        self
    }

    /// In a part of the sheet.
    pub(crate) fn part(mut self, part: String) -> Row {
        self.part = Some(part);
        self
    }

    /// With more said below it.
    pub(crate) fn note(mut self, note: Vec<String>) -> Row {
        self.note = note;
        self
    }
}

impl Sheet {
    pub(crate) fn new(title: &str) -> Sheet {
        Sheet {
            title: title.to_owned(),
            columns: Vec::new(),
            rows: Vec::new(),
            remark: None,
        }
    }

    /// With one more column.
    pub(crate) fn column(mut self, kind: Kind, head: &str) -> Sheet {
        self.columns.push(Column {
            head: head.to_owned(),
            kind,
        });
        self
    }

    pub(crate) fn figures(self, head: &str) -> Sheet {
        self.column(Kind::Figure, head)
    }

    pub(crate) fn labels(self, head: &str) -> Sheet {
        self.column(Kind::Label, head)
    }

    pub(crate) fn names(self, head: &str) -> Sheet {
        self.column(Kind::Name, head)
    }

    pub(crate) fn sentences(self, head: &str) -> Sheet {
        self.column(Kind::Sentence, head)
    }

    pub(crate) fn bars(self, head: &str) -> Sheet {
        self.column(Kind::Bar, head)
    }

    pub(crate) fn row(&mut self, row: Row) {
        debug_assert_eq!(row.cells.len(), self.columns.len());
        self.rows.push(row);
    }

    /// Without its last column, of which nothing is to be said.
    pub(crate) fn drop_last_column(&mut self) {
        self.columns.pop();
        for row in &mut self.rows {
            row.cells.pop();
        }
    }

    /// Only the rows that share a minute with a span, or begin or end with none in it.
    pub(crate) fn within(mut self, window: Option<Span>) -> Sheet {
        if let Some(window) = window {
            self.rows
                .retain(|row| row.span.is_none_or(|span| touches(span, window)));
        }
        self
    }
}

/// Whether something is or happens in a window: an instant counts where it is.
pub(crate) fn touches(span: Span, window: Span) -> bool {
    if span.is_empty() {
        window.contains(span.from)
    } else {
        span.overlaps(window)
    }
}

/// What a rake is called.
pub(crate) fn rake(role: Role) -> Text {
    match role {
        Role::Own => Text::OwnRake,
        Role::Arriving => Text::ArrivingRake,
        Role::Emptied => Text::EmptiedRake,
        Role::ToLoad => Text::RakeToLoad,
        Role::Onward => Text::OnwardRake,
        Role::Both => Text::BothRakes,
    }
}
