//! Tests of the crate as its users see it.

mod answers;
mod levers;
mod problems;
mod roll;
mod runs;
mod stress;
mod worlds;

use regauge_study::base::Base;
use regauge_study::file::Study;

/// The base of a ready-made instance.
fn base(name: &str) -> Base {
    let file = regauge_instances::demo(name).expect("a ready-made instance");
    Base::new(&file, None).expect("a base")
}

/// A study of a ready-made instance.
fn study(text: &str) -> Result<Study, regauge_model::Problems> {
    Study::from_toml(text, |base| {
        let name = base.demo.as_deref().unwrap_or_default();
        let file = regauge_instances::demo(name).ok_or_else(no_such_base)?;
        Ok((file, None))
    })
}

regauge_model::messages! {
    no_such_base(): "没有这个算例", "there is no such instance";
}
