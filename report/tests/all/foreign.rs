//! Plans that no planner makes: those of another instance are an error, and whatever else a plan says is shown without a panic.

use crate::fixture;
use regauge_model::ids::{CraneId, ModeId, SectionId, SpotId, StageId, StoreId, TrainId, YardId};
use regauge_model::plan::{Activity, Event, TrainPlan};
use regauge_model::resource::Resource;
use regauge_model::{Instance, Minute, Plan, Span};
use regauge_report::{
    ChartConfig, Language, PageConfig, ViewConfig, ViewSection, charts, html, show, show_violations,
};

/// A small generator, so that the test needs no other crate.
struct Random(u64);

impl Random {
    fn next(&mut self, below: u32) -> u32 {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        ((self.0 >> 33) % u64::from(below)) as u32
    }

    fn number(&mut self) -> u32 {
        [0, 1, 7, 1_000_000, u32::MAX][self.next(5) as usize]
    }

    fn minute(&mut self) -> Minute {
        // As far away as a plan file may speak of.
        match self.next(8) {
            0 => Minute(-1_440_000),
            1 => Minute(1_440_000),
            _ => Minute(self.next(2600) as i32 - 200),
        }
    }
}

fn distort(random: &mut Random, event: &mut Event) {
    match random.next(4) {
        0 => event.span = Span::new(random.minute(), event.span.to),
        1 => event.span = Span::new(event.span.from, random.minute()),
        _ => match &mut event.what {
            Activity::Run { section, .. } => *section = SectionId(random.next(4)),
            Activity::Track { yard, track } => {
                (*yard, *track) = (YardId(random.next(4)), random.number());
            }
            Activity::Stage { stage, team } => {
                (*stage, *team) = (StageId(random.next(4)), Some(random.number()));
            }
            Activity::Placing {
                spot,
                store,
                locomotive,
            }
            | Activity::Pulling {
                spot,
                store,
                locomotive,
            } => {
                *spot = SpotId(random.next(4));
                *store = Some(StoreId(random.next(3)));
                *locomotive = random.number();
            }
            Activity::Spot { spot } | Activity::Handling { spot } => *spot = SpotId(random.next(4)),
            Activity::CraneWork {
                spot,
                mode,
                part,
                lifting_from,
                steps,
            } => {
                (*spot, *mode) = (SpotId(random.next(4)), ModeId(random.next(4)));
                (*part, *lifting_from) = (random.number(), random.minute());
                if random.next(2) == 0 {
                    steps.clear();
                }
            }
            Activity::Exchange {
                spot,
                part,
                locomotive_arriving,
                locomotive_onward,
            } => {
                *spot = SpotId(random.next(4));
                (*part, *locomotive_arriving) = (random.number(), random.number());
                *locomotive_onward = random.number();
            }
            Activity::IntoStore { store, locomotive }
            | Activity::FromStore { store, locomotive } => {
                (*store, *locomotive) = (StoreId(random.next(3)), random.number());
            }
        },
    }
}

/// Everything that is shown of a plan, in one language; whether it is of the instance.
fn all(instance: &Instance, plan: &Plan, language: Language) -> bool {
    let config = ViewConfig {
        language,
        sections: ViewSection::ALL.to_vec(),
        ..ViewConfig::default()
    };
    let shown = show(instance, plan, &config, &mut std::io::sink());
    let page = html(
        instance,
        plan,
        &PageConfig {
            language,
            ..PageConfig::default()
        },
    );
    let charts = charts(instance, plan, &ChartConfig::default());
    assert_eq!(shown.is_ok(), page.is_ok());
    assert_eq!(page.is_ok(), charts.is_ok());
    page.is_ok()
}

#[test]
fn whatever_a_plan_says_is_shown_or_refused() {
    let instance = fixture::instance();
    let good = fixture::plan(&instance);
    let mut random = Random(11);
    let (mut right, mut foreign) = (0, 0);
    for round in 0..150 {
        let mut plan = good.clone();
        for _ in 0..=random.next(5) {
            let train = random.next(plan.trains.len() as u32) as usize;
            let TrainPlan::Planned {
                way,
                events,
                exit,
                waits,
                ..
            } = &mut plan.trains[train]
            else {
                continue;
            };
            if events.is_empty() {
                continue;
            }
            let index = random.next(events.len() as u32) as usize;
            match random.next(10) {
                9 => *way = random.next(3) as usize,
                0 => drop(events.remove(index)),
                1 => events.push(events[index].clone()),
                2 => *exit = random.minute(),
                3 => {
                    for wait in waits {
                        wait.span = Span::new(random.minute(), random.minute());
                        wait.for_what = Resource::Spot(SpotId(random.next(3)));
                    }
                }
                4 => {
                    for slot in &mut plan.crane_slots {
                        slot.crane = CraneId(random.next(3));
                        slot.wagons = (random.number(), random.number());
                    }
                }
                _ => distort(&mut random, &mut events[index]),
            }
        }
        let language = [Language::English, Language::Chinese][round % 2];
        let is_right = all(&instance, &plan, language);
        assert_eq!(is_right, plan.belongs_to(&instance).is_ok());
        *(if is_right { &mut right } else { &mut foreign }) += 1;
        // What the checker says of it, also beside an instance without its trains.
        let report = regauge_model::check::check(&instance, &plan);
        let (other, _) = fixture::empty();
        for instance in [&instance, &other] {
            let config = ViewConfig::default();
            show_violations(instance, &report, &config, &mut std::io::sink()).unwrap();
        }
    }
    assert!(right > 20 && foreign > 20, "{right} {foreign}");
}

#[test]
fn a_plan_with_other_trains_is_refused() {
    let instance = fixture::instance();
    let mut plan = fixture::plan(&instance);
    plan.trains.pop();
    assert!(!all(&instance, &plan, Language::English));
    plan.rakes.clear();
    let (other, _) = fixture::empty();
    assert!(!all(&other, &plan, Language::English));
    let mut plan = fixture::plan(&instance);
    plan.crane_slots[0].train = TrainId(99);
    assert!(!all(&instance, &plan, Language::English));
}
