//! Values known for public benchmark files, by the folder and name they have in a collection of them.
//!
//! Proven ones come from an independent mixed-integer program, the others from a short simulated annealing and may be
//! loose. Objective: the sum of weight × (end of handling − arrival).

/// What is known of a benchmark file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Known {
    /// Folder and name, without `.txt`.
    pub file: &'static str,
    /// Best value known.
    pub value: i64,
    /// Whether it is proven to be the best there is.
    pub optimal: bool,
}

const fn known(file: &'static str, value: i64, optimal: bool) -> Known {
    Known {
        file,
        value,
        optimal,
    }
}

/// Every file for which a value is known.
pub const KNOWN: [Known; 58] = [
    known("ddbap-cordeau/i01", 1409, true),
    known("ddbap-cordeau/i15", 1295, true),
    known("ddbap-cordeau/i30", 1344, true),
    known("ddbap-kramer/f200x15-01", 12671, false),
    known("ddbap-kramer/f200x15-02", 10368, false),
    known("ddbap-kramer/f200x15-03", 11491, false),
    known("ddbap-kramer/f200x15-04", 15521, false),
    known("ddbap-kramer/f200x15-05", 18208, false),
    known("ddbap-kramer/f250x20-01", 15747, false),
    known("ddbap-kramer/f250x20-02", 15891, false),
    known("ddbap-kramer/f250x20-03", 16662, false),
    known("ddbap-kramer/f250x20-04", 16479, false),
    known("ddbap-kramer/f250x20-05", 15826, false),
    known("ddbap-lalla-ruiz/f30x3-01", 1763, true),
    known("ddbap-lalla-ruiz/f30x3-02", 2090, true),
    known("ddbap-lalla-ruiz/f30x3-03", 2186, true),
    known("ddbap-lalla-ruiz/f30x3-04", 1538, true),
    known("ddbap-lalla-ruiz/f30x3-05", 2114, true),
    known("ddbap-lalla-ruiz/f30x5-01", 1149, true),
    known("ddbap-lalla-ruiz/f30x5-02", 1475, true),
    known("ddbap-lalla-ruiz/f30x5-03", 1542, true),
    known("ddbap-lalla-ruiz/f30x5-04", 1075, true),
    known("ddbap-lalla-ruiz/f30x5-05", 1463, true),
    known("ddbap-lalla-ruiz/f40x5-01", 2301, true),
    known("ddbap-lalla-ruiz/f40x5-02", 2829, true),
    known("ddbap-lalla-ruiz/f40x5-03", 2880, true),
    known("ddbap-lalla-ruiz/f40x5-04", 2001, true),
    known("ddbap-lalla-ruiz/f40x5-05", 2815, true),
    known("ddbap-lalla-ruiz/f40x7-01", 1458, true),
    known("ddbap-lalla-ruiz/f40x7-02", 1375, true),
    known("ddbap-lalla-ruiz/f40x7-03", 2119, true),
    known("ddbap-lalla-ruiz/f40x7-04", 1591, true),
    known("ddbap-lalla-ruiz/f40x7-05", 1847, true),
    known("ddbap-lalla-ruiz/f55x10-01", 2742, true),
    known("ddbap-lalla-ruiz/f55x10-02", 2529, false),
    known("ddbap-lalla-ruiz/f55x10-03", 2554, false),
    known("ddbap-lalla-ruiz/f55x10-04", 3321, false),
    known("ddbap-lalla-ruiz/f55x10-05", 3115, false),
    known("ddbap-lalla-ruiz/f55x5-01", 4693, false),
    known("ddbap-lalla-ruiz/f55x5-02", 5485, false),
    known("ddbap-lalla-ruiz/f55x5-03", 5499, false),
    known("ddbap-lalla-ruiz/f55x5-04", 4165, false),
    known("ddbap-lalla-ruiz/f55x5-05", 5478, false),
    known("ddbap-lalla-ruiz/f55x7-01", 2846, false),
    known("ddbap-lalla-ruiz/f55x7-02", 2883, false),
    known("ddbap-lalla-ruiz/f55x7-03", 3830, false),
    known("ddbap-lalla-ruiz/f55x7-04", 2953, false),
    known("ddbap-lalla-ruiz/f55x7-05", 3799, false),
    known("ddbap-lalla-ruiz/f60x5-01", 5753, false),
    known("ddbap-lalla-ruiz/f60x5-02", 6884, false),
    known("ddbap-lalla-ruiz/f60x5-03", 6780, false),
    known("ddbap-lalla-ruiz/f60x5-04", 5092, false),
    known("ddbap-lalla-ruiz/f60x5-05", 6715, false),
    known("ddbap-lalla-ruiz/f60x7-01", 3708, false),
    known("ddbap-lalla-ruiz/f60x7-02", 4156, false),
    known("ddbap-lalla-ruiz/f60x7-03", 4277, false),
    known("ddbap-lalla-ruiz/f60x7-04", 3910, false),
    known("ddbap-lalla-ruiz/f60x7-05", 4254, false),
];
