//! Tiny instances meet every way in which a stop of the cranes holds up crane work, so that the other tests here say something
//! about them.

use regauge_model::plan::Activity;
use regauge_model::validate::instance_from_file;
use regauge_oracle::{Limit, best_plan, tiny_instance};
use regauge_solver::network::{Network, Tick};

#[test]
fn tiny_instances_meet_stops_of_the_cranes() {
    let (mut at_the_end, mut preparing, mut before_a_step, mut finishing, mut on_the_ground) =
        (0, 0, 0, 0, 0);
    // Of all of them, whatever share of the seeds a process is to try.
    for seed in 0..800 {
        let instance = instance_from_file(&tiny_instance(seed)).expect("tiny instances are valid");
        let stops = Network::compile(&instance).crane_stops;
        let plan = best_plan(&instance, Limit::default());
        let trains = plan.iter().flat_map(|plan| &plan.trains);
        for event in trains.flat_map(|train| train.events()) {
            let Activity::CraneWork {
                spot,
                lifting_from,
                ref steps,
                ..
            } = event.what
            else {
                continue;
            };
            let spot = instance.system().spot(spot);
            let stops = &stops[spot.shed.index()];
            let begun = Tick::from(event.span.from);
            let stopped = stops.iter().any(|&(a, b)| a <= begun && begun < b);
            at_the_end += usize::from(stops.iter().any(|&(_, b)| b == begun));
            on_the_ground += usize::from(begun > Tick::ZERO && stopped);
            preparing += usize::from(lifting_from - event.span.from > spot.preparation);
            let mut before = lifting_from;
            for (step, _) in steps {
                before_a_step += usize::from(step.from > before);
                before = step.to;
            }
            finishing += usize::from(event.span.to - before > spot.finishing);
        }
    }
    println!(
        "begun at the end of a stop {at_the_end}, in one {on_the_ground}; paused while preparing {preparing}, before a step \
         {before_a_step}, while finishing {finishing}"
    );
    for met in [
        at_the_end,
        on_the_ground,
        preparing,
        before_a_step,
        finishing,
    ] {
        assert!(met > 0);
    }
}
