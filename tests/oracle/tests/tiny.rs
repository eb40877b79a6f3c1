//! Tiny instances are valid, and the oracle answers them.

use regauge_model::validate::instance_from_file;
use regauge_oracle::tiny_instance;

#[test]
fn every_tiny_instance_is_valid() {
    let mut bad = 0;
    for seed in 0..2000 {
        if let Err(problems) = instance_from_file(&tiny_instance(seed)) {
            println!("seed {seed}:\n{problems}");
            bad += 1;
        }
    }
    assert_eq!(bad, 0);
}
