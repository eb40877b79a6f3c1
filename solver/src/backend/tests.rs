use super::*;

/// What integral columns of small bounds can do at best, by trying everything.
fn brute_force(model: &Model) -> Option<i64> {
    let columns = model.columns();
    let mut values: Vec<i64> = columns.iter().map(|column| column.least).collect();
    let mut best: Option<i64> = None;
    loop {
        if let Some(value) = model.value_if_kept(&values) {
            best = Some(best.map_or(value, |best| best.min(value)));
        }
        let mut at = 0;
        loop {
            let Some(column) = columns.get(at) else {
                return best;
            };
            if values[at] < column.greatest {
                values[at] += 1;
                break;
            }
            values[at] = column.least;
            at += 1;
        }
    }
}

struct Dice(u32);

impl Dice {
    fn below(&mut self, bound: u32) -> i64 {
        self.0 = self.0.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        i64::from((self.0 >> 16) % bound)
    }
}

fn random_model(seed: u32) -> Model {
    let mut dice = Dice(seed);
    let mut model = Model::new();
    let n = 2 + dice.below(6) as usize;
    for _ in 0..n {
        let least = dice.below(3) - 1;
        model.add_column(Column {
            least,
            greatest: least + dice.below(4),
            cost: dice.below(41) - 20,
            integral: true,
        });
    }
    for _ in 0..=dice.below(5) {
        let terms = (0..n).map(|column| (column, dice.below(9) - 4));
        let terms: Vec<_> = terms.filter(|_| true).collect();
        let sense =
            [Sense::AtMost, Sense::AtLeast, Sense::AtMost, Sense::Equal][dice.below(4) as usize];
        let bound = dice.below(13) - 4;
        model.add_row(terms, sense, bound);
    }
    model
}

fn integral_backends() -> Vec<Backend> {
    vec![
        Backend::Microlp,
        #[cfg(feature = "highs")]
        Backend::Highs,
    ]
}

#[test]
fn integral_answers_agree_with_trying_everything() {
    let (mut solved, mut none) = (0, 0);
    for seed in 0..400 {
        let model = random_model(seed);
        let best = brute_force(&model);
        for backend in integral_backends() {
            let answer = solve(&model, backend, &Limits::default());
            if let Some(best) = best {
                assert_eq!(answer.status, Status::Optimal, "{seed} {backend:?}");
                assert_eq!(answer.value, best, "{seed} {backend:?}");
                solved += 1;
            } else {
                assert_eq!(answer.status, Status::Infeasible, "{seed} {backend:?}");
                none += 1;
            }
        }
    }
    assert!(solved > 100 && none > 50, "{solved} {none}");
}

#[test]
fn what_is_too_large_or_not_to_be_had_is_refused() {
    let model = random_model(1);
    let small = Limits {
        terms: 1,
        ..Limits::default()
    };
    assert_eq!(
        solve(&model, Backend::Microlp, &small).status,
        Status::Refused
    );
}

/// A knapsack with an equation, which takes many nodes.
fn hard() -> Model {
    let mut model = Model::new();
    let mut dice = Dice(7);
    let weights: Vec<i64> = (0..30).map(|_| 1000 + 2 * dice.below(2000)).collect();
    for weight in &weights {
        model.add_choice(-weight);
    }
    let terms: Vec<_> = weights.iter().copied().enumerate().collect();
    let sum: i64 = weights.iter().sum();
    // even weights, odd bound
    model.add_row(terms, Sense::Equal, sum / 2 / 2 * 2 + 1);
    model
}

#[test]
fn a_limit_of_nodes_is_a_status_and_the_same_twice() {
    let limits = Limits {
        nodes: 50,
        ..Limits::default()
    };
    for backend in integral_backends() {
        let first = solve(&hard(), backend, &limits);
        assert!(
            matches!(first.status, Status::Unfinished | Status::Infeasible),
            "{backend:?}: {:?}",
            first.status
        );
        assert_eq!(first, solve(&hard(), backend, &limits));
    }
}

#[test]
fn rows_without_terms_and_empty_columns_contradict() {
    let mut model = Model::new();
    let column = model.add_choice(1);
    assert_eq!(
        model.add_row(vec![(column, 1), (column, -1)], Sense::AtLeast, 1),
        None
    );
    assert!(model.is_contradictory());
    let answer = solve(&model, Backend::Microlp, &Limits::default());
    assert_eq!(answer.status, Status::Infeasible);
    let mut model = Model::new();
    model.add_column(Column {
        least: 1,
        greatest: 0,
        cost: 0,
        integral: true,
    });
    let answer = solve(&model, Backend::Microlp, &Limits::default());
    assert_eq!(answer.status, Status::Infeasible);
}

#[test]
fn values_are_checked_without_tolerance() {
    let mut model = Model::new();
    let a = model.add_choice(3);
    let b = model.add_choice(5);
    model.add_row(vec![(a, 1), (b, 1)], Sense::Equal, 1);
    assert_eq!(model.value_if_kept(&[1, 0]), Some(3));
    assert_eq!(model.value_if_kept(&[1, 1]), None);
    assert_eq!(model.value_if_kept(&[2, -1]), None);
    assert_eq!(model.value_if_kept(&[1]), None);
    assert!(model.is_nearly_kept(&[0.5, 0.500_001], 1e-5));
    assert!(!model.is_nearly_kept(&[0.5, 0.6], 1e-5));
}
