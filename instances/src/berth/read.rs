//! From text to a problem of berth allocation.

use super::{Berth, BerthError, BerthProblem, Ship};
use crate::words as says;
use regauge_model::message::Message;

/// Numbers from here on are not read.
const MOST: u32 = 100_000_000;
/// A handling time from here on says that the ship may not go there; so does 0.
const NOT_ALLOWED: u32 = 99_999;
/// Longest handling time.
const LONGEST: u32 = 10 * 24 * 60;
/// Largest weight.
const MAX_WEIGHT: u32 = 1000;
/// Most ships and berths.
const MAX_SHIPS: u32 = 100_000;
const MAX_BERTHS: u32 = 2000;

/// Reads a benchmark file in either layout. Numbers behind the latest departures are weights when there is one per
/// ship; when they only repeat the last departure they are a leftover of some files and say nothing.
///
/// # Errors
/// The first thing wrong, with its line. Never panics, whatever the bytes. Complexity: linear in the text.
pub fn read(text: &[u8]) -> Result<BerthProblem, BerthError> {
    let text = std::str::from_utf8(text).map_err(|error| {
        let before = &text[..error.valid_up_to()];
        let line = before.split(|byte| *byte == b'\n').count();
        BerthError::NotText { line }
    })?;
    let mut words = Words::of(text)?;
    let by_berth = words.first_line() >= 2;
    let ships = words.next(says::number_of_ships)?;
    let n_ships = ships.within(says::number_of_ships, 1, MAX_SHIPS)? as usize;
    let berths = words.next(says::number_of_berths)?;
    let n_berths = berths.within(says::number_of_berths, 1, MAX_BERTHS)? as usize;
    let rows;
    let arrivals;
    let spans: Vec<(Number, Number)>;
    if by_berth {
        let columns = words.rows(n_berths, n_ships, says::handling_of_berth)?;
        rows = transposed(&columns, n_ships);
        let pairs = words.rows(n_berths, 2, says::hours_of_berth)?;
        spans = pairs.iter().map(|pair| (pair[0], pair[1])).collect();
        arrivals = words.row(n_ships, says::the_arrivals)?;
    } else {
        arrivals = words.row(n_ships, says::the_arrivals)?;
        let opens = words.row(n_berths, says::the_openings)?;
        rows = words.rows(n_ships, n_berths, says::handling_of_ship)?;
        let closes = words.row(n_berths, says::the_closings)?;
        spans = opens.into_iter().zip(closes).collect();
    }
    let departures = words.row(n_ships, says::the_departures)?;
    let weights = weights(&mut words, &departures)?;
    let mut ships = Vec::with_capacity(n_ships);
    for (index, row) in rows.iter().enumerate() {
        let mut handling = Vec::with_capacity(n_berths);
        for number in row {
            handling.push(match number.value {
                0 | NOT_ALLOWED.. => None,
                _ => Some(number.within(says::a_handling_time, 1, LONGEST)?),
            });
        }
        if handling.iter().all(Option::is_none) {
            return Err(BerthError::NoBerth { ship: index + 1 });
        }
        ships.push(Ship {
            arrival: arrivals[index].value,
            latest_departure: departures[index].value,
            weight: match &weights {
                Some(weights) => weights[index].within(says::a_weight, 0, MAX_WEIGHT)?,
                None => 1,
            },
            handling,
        });
    }
    let berths = spans.iter().map(|(opens, closes)| Berth {
        opens: opens.value,
        closes: closes.value,
    });
    Ok(BerthProblem {
        ships,
        berths: berths.collect(),
    })
}

/// What follows the latest departures.
fn weights(words: &mut Words, departures: &[Number]) -> Result<Option<Vec<Number>>, BerthError> {
    let rest = words.rest();
    let last = departures.last().map(|number| number.value);
    if rest.iter().all(|number| Some(number.value) == last) {
        return Ok(None);
    }
    if rest.len() != departures.len() {
        return Err(BerthError::Surplus {
            line: rest[0].line,
            count: rest.len(),
            ships: departures.len(),
        });
    }
    Ok(Some(rest.to_vec()))
}

/// Rows by ship from rows by berth.
fn transposed(columns: &[Vec<Number>], n_ships: usize) -> Vec<Vec<Number>> {
    let ship = |index: usize| columns.iter().map(|column| column[index]).collect();
    (0..n_ships).map(ship).collect()
}

/// A number of the text.
#[derive(Clone, Copy)]
struct Number {
    value: u32,
    /// Line, from 1.
    line: usize,
}

impl Number {
    fn within(self, what: fn() -> Message, min: u32, max: u32) -> Result<u32, BerthError> {
        if (min..=max).contains(&self.value) {
            return Ok(self.value);
        }
        Err(BerthError::OutOfRange {
            line: self.line,
            what: what(),
            value: self.value,
            min,
            max,
        })
    }
}

/// The numbers of a text, one after the other.
struct Words {
    all: Vec<Number>,
    next: usize,
    last_line: usize,
}

impl Words {
    fn of(text: &str) -> Result<Words, BerthError> {
        let mut all = Vec::new();
        let mut last_line = 1;
        for (line, content) in (1..).zip(text.lines()) {
            last_line = line;
            for word in content.split_whitespace() {
                let value = word.parse().ok().filter(|value| *value < MOST);
                let Some(value) = value else {
                    let word = word.chars().take(20).collect();
                    return Err(BerthError::NotANumber { line, word });
                };
                all.push(Number { value, line });
            }
        }
        Ok(Words {
            all,
            next: 0,
            last_line,
        })
    }

    /// Numbers in the first line that has any.
    fn first_line(&self) -> usize {
        let first = self.all.first().map(|number| number.line);
        let same = |number: &&Number| Some(number.line) == first;
        self.all.iter().take_while(same).count()
    }

    fn next(&mut self, wanted: impl FnOnce() -> Message) -> Result<Number, BerthError> {
        let number = self.all.get(self.next).copied();
        self.next += 1;
        number.ok_or_else(|| BerthError::TooShort {
            line: self.last_line,
            wanted: wanted(),
        })
    }

    fn row(
        &mut self,
        count: usize,
        wanted: impl Fn() -> Message,
    ) -> Result<Vec<Number>, BerthError> {
        (0..count).map(|_| self.next(&wanted)).collect()
    }

    fn rows(
        &mut self,
        n_rows: usize,
        count: usize,
        wanted: fn(usize) -> Message,
    ) -> Result<Vec<Vec<Number>>, BerthError> {
        let row = |index: usize| self.row(count, || wanted(index + 1));
        (0..n_rows).map(row).collect()
    }

    fn rest(&mut self) -> &[Number] {
        self.all.get(self.next..).unwrap_or_default()
    }
}
