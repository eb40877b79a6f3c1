//! Train numbers: odd away from Beijing (下行, westbound), even towards it (上行, eastbound).

use crate::config::LocalConfig;

/// First number of the empty rakes eastbound, which are even as those of bulk trains are.
const EMPTY_IN: u32 = 7602;
/// What is added to the numbers of bulk trains from there on.
const FIVE_DIGITS: u32 = 10_000;

/// Next free number of every kind of train.
pub(super) struct Numbers {
    inbound: u32,
    outbound: u32,
    bulk: u32,
    empty_in: u32,
    empty_out: u32,
    /// Of every kind of local, loaded and empty.
    locals: Vec<[u32; 2]>,
}

impl Numbers {
    /// The first numbers of each kind, those of the border all by so much higher.
    pub(super) fn new(locals: &[LocalConfig], higher: u32) -> Numbers {
        Numbers {
            inbound: 8002 + higher,
            outbound: 8001 + higher,
            bulk: 7402 + higher,
            empty_in: EMPTY_IN + higher,
            empty_out: 7901 + higher,
            locals: locals.iter().map(|local| local.numbers).collect(),
        }
    }

    /// Eastbound container train.
    pub(super) fn inbound(&mut self) -> String {
        format!("X{}", next(&mut self.inbound))
    }

    /// Westbound container train.
    pub(super) fn outbound(&mut self) -> String {
        format!("X{}", next(&mut self.outbound))
    }

    /// Bulk train over the border; weeks of them have five digits when those of four are used up.
    pub(super) fn bulk(&mut self) -> String {
        let number = next(&mut self.bulk);
        let number = if number < EMPTY_IN {
            number
        } else {
            number + FIVE_DIGITS
        };
        number.to_string()
    }

    /// Empty rake eastbound.
    pub(super) fn empty_in(&mut self) -> String {
        next(&mut self.empty_in).to_string()
    }

    /// Empty rake westbound.
    pub(super) fn empty_out(&mut self) -> String {
        next(&mut self.empty_out).to_string()
    }

    /// Local, loaded or empty.
    pub(super) fn local(&mut self, index: usize, loaded: bool) -> String {
        next(&mut self.locals[index][usize::from(!loaded)]).to_string()
    }
}

/// The number, and a step of two to the next of the same parity.
fn next(number: &mut u32) -> u32 {
    let this = *number;
    *number += 2;
    this
}
