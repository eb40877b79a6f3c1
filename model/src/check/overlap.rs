//! Who holds one thing at the same time as another.

use crate::{Minute, Span};

/// Pairs of positions `(later, earlier)` of overlapping spans: every span that begins while another lasts, with the
/// one that lasts longest. Empty spans hold nothing. Spans that begin together come in order of the list.
///
/// Complexity: O(n log n), and at most one pair per span.
pub(super) fn overlaps(spans: &[Span]) -> Vec<(usize, usize)> {
    let mut order: Vec<usize> = (0..spans.len()).filter(|i| !spans[*i].is_empty()).collect();
    order.sort_by_key(|i| (spans[*i].from, *i));
    let mut pairs = Vec::new();
    let mut longest: Option<usize> = None;
    for now in order {
        if let Some(before) = longest {
            if spans[now].from < spans[before].to {
                pairs.push((now, before));
            }
            if spans[now].to <= spans[before].to {
                continue;
            }
        }
        longest = Some(now);
    }
    pairs
}

/// Numbered units (teams, locomotives) of which some are busy at the start until a minute, nobody says which: pairs
/// of a use that comes too early and the minute until which no unit is left for it.
///
/// `first_uses` holds the first use of each unit that the plan uses at all. The longest busy takes the unit that is
/// used last, which is as good as any assignment.
pub(super) fn busy_units(
    units: u32,
    mut first_uses: Vec<(Minute, usize)>,
    mut busy_until: Vec<Minute>,
) -> Vec<(usize, Minute)> {
    let unused = (units as usize).saturating_sub(first_uses.len());
    first_uses.sort_by(|a, b| b.cmp(a));
    busy_until.sort_by(|a, b| b.cmp(a));
    let too_early = busy_until.into_iter().skip(unused).zip(first_uses);
    too_early
        .filter(|(until, (first, _))| first < until)
        .map(|(until, (_, at))| (at, until))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn span(from: i32, to: i32) -> Span {
        Span::new(Minute(from), Minute(to))
    }

    #[test]
    fn touching_and_empty_spans_do_not_overlap() {
        assert_eq!(
            overlaps(&[span(10, 20), span(0, 10), span(15, 15), span(18, 3)]),
            []
        );
    }

    #[test]
    fn everyone_who_comes_in_between_is_named() {
        let spans = [
            span(0, 100),
            span(10, 20),
            span(30, 40),
            span(90, 110),
            span(105, 106),
        ];
        assert_eq!(overlaps(&spans), [(1, 0), (2, 0), (3, 0), (4, 3)]);
    }

    #[test]
    fn a_unit_busy_at_the_start_is_one_that_is_not_needed_yet() {
        let minutes = |list: &[i32]| list.iter().map(|m| Minute(*m)).collect::<Vec<_>>();
        let uses = |list: &[i32]| list.iter().map(|m| Minute(*m)).zip(0..).collect::<Vec<_>>();
        assert_eq!(busy_units(2, uses(&[10]), minutes(&[50])), []);
        assert_eq!(busy_units(2, uses(&[10, 60]), minutes(&[50])), []);
        assert_eq!(
            busy_units(2, uses(&[10, 40]), minutes(&[50])),
            [(1, Minute(50))]
        );
        assert_eq!(
            busy_units(2, uses(&[20, 60]), minutes(&[30, 50])),
            [(0, Minute(30))]
        );
    }
}
