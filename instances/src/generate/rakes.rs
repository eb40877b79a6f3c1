//! Rakes: how many wagons and metres a number of boxes makes on either gauge.

use crate::config::TrafficConfig;
use crate::rng::Random;
use regauge_model::format::BoxFile;

/// Length of a standard-gauge forty-foot flat wagon over couplers, in centimetres.
const STANDARD_WAGON_CM: u32 = 1_350;
/// Length of a standard-gauge gondola over couplers, in centimetres.
const GONDOLA_CM: u32 = 1_400;
/// Length of a broad-gauge forty-foot platform, in centimetres.
const BROAD_SINGLE_CM: u32 = 1_462;
/// Length of a broad-gauge eighty-foot platform, in centimetres.
const BROAD_DOUBLE_CM: u32 = 2_590;
/// Length of a standard-gauge locomotive, in centimetres.
const STANDARD_LOCOMOTIVE_CM: u32 = 2_100;
/// Length of a broad-gauge locomotive, in centimetres.
const BROAD_LOCOMOTIVE_CM: u32 = 3_400;

/// A rake.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Rake {
    pub(super) wagons: u32,
    pub(super) length_m: u32,
}

/// Boxes of a container train: forties, and an even number of twenties.
pub(super) fn boxes(traffic: &TrafficConfig, random: &mut Random) -> Vec<BoxFile> {
    let lifts = random.figure(traffic.lifts[0], traffic.lifts[1]);
    let twenties = (lifts * traffic.twenty_foot_percent / 100).next_multiple_of(2);
    let mut boxes = vec![BoxFile {
        feet: 40,
        count: lifts - twenties,
    }];
    if twenties > 0 {
        boxes.push(BoxFile {
            feet: 20,
            count: twenties,
        });
    }
    boxes
}

/// Forty-foot places that boxes take.
fn places(boxes: &[BoxFile]) -> u32 {
    boxes
        .iter()
        .map(|b| {
            if b.feet == 20 {
                b.count.div_ceil(2)
            } else {
                b.count
            }
        })
        .sum()
}

/// The standard-gauge rake for boxes: one forty-foot place on every wagon.
pub(super) fn standard(boxes: &[BoxFile]) -> Rake {
    let wagons = places(boxes);
    Rake {
        wagons,
        length_m: (wagons * STANDARD_WAGON_CM + STANDARD_LOCOMOTIVE_CM).div_ceil(100),
    }
}

/// A standard-gauge rake of so many gondolas.
pub(super) fn gondolas(wagons: u32) -> Rake {
    Rake {
        wagons,
        length_m: (wagons * GONDOLA_CM + STANDARD_LOCOMOTIVE_CM).div_ceil(100),
    }
}

/// The broad-gauge rake for boxes: forty-foot platforms and as many eighty-foot ones as chance has it, and as it takes
/// to stay within the longest length.
pub(super) fn broad(boxes: &[BoxFile], traffic: &TrafficConfig, random: &mut Random) -> Rake {
    let places = places(boxes);
    let of = |doubles: u32| {
        let centimetres = (places - 2 * doubles) * BROAD_SINGLE_CM
            + doubles * BROAD_DOUBLE_CM
            + BROAD_LOCOMOTIVE_CM;
        Rake {
            wagons: places - doubles,
            length_m: centimetres.div_ceil(100),
        }
    };
    let most = places / 2;
    let mut doubles = random.figure(0, 4).min(most);
    while of(doubles).length_m > traffic.longest_broad_m && doubles < most {
        doubles += 1;
    }
    of(doubles)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fifty_five_lifts_make_the_standard_train_of_the_books() {
        let boxes = [
            BoxFile {
                feet: 40,
                count: 49,
            },
            BoxFile { feet: 20, count: 6 },
        ];
        let rake = standard(&boxes);
        assert_eq!(
            rake,
            Rake {
                wagons: 52,
                length_m: 723
            }
        );
    }
}
