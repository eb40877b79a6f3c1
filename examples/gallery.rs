//! Makes the gallery: `cargo run --release --example gallery` plans the instances of the ladder and writes `docs/gallery/` and
//! `docs/gallery.md` again. `tests/charts.rs` holds the pictures of the day laid out by hand to what the code makes.

use regauge::{Instance, Minute, Plan, Planner, Span, plan_from_json};
use regauge_report::{ChartConfig, Language, charts};
use std::error::Error;
use std::fmt::Write as _;
use std::path::Path;

/// Moves of the search for a plan of the gallery; enough for a plan that is worth a look.
const WORK: f64 = 1.0;
const DAY: i32 = 24 * 60;

/// A picture: a chart of an instance, in one language.
pub struct Picture {
    /// Ready-made instance; `hand` is the day laid out by hand.
    pub instance: &'static str,
    /// Chart.
    pub chart: &'static str,
    /// Name of the hours shown, empty for all of them, and the minutes.
    pub hours: (&'static str, Option<(i32, i32)>),
    /// What is to be seen, in English and in Chinese.
    pub caption: (&'static str, &'static str),
    /// Languages in which it is made.
    pub languages: &'static [Language],
}

const BOTH: &[Language] = &[Language::Chinese, Language::English];

/// Every picture, in the order of the page.
pub const PICTURES: &[Picture] = &[
    Picture {
        instance: "l+",
        chart: "operations-1",
        hours: ("stage", Some((9 * 60, 13 * 60))),
        caption: (
            "A stage plan: four hours of the record day, pressed",
            "阶段计划：加压高峰日的四小时",
        ),
        languages: BOTH,
    },
    Picture {
        instance: "l+",
        chart: "operations-1",
        hours: ("day", Some((0, DAY))),
        caption: (
            "The railway day of the record day, pressed",
            "加压高峰日的铁路日",
        ),
        languages: BOTH,
    },
    Picture {
        instance: "l+",
        chart: "diagram-1",
        hours: ("day", Some((0, DAY))),
        caption: ("Its train diagram", "同日列车运行图"),
        languages: BOTH,
    },
    Picture {
        instance: "hand",
        chart: "operations-1",
        hours: ("", None),
        caption: (
            "A day laid out by hand (tests/data/hand-s)",
            "手工编制的一天（tests/data/hand-s）",
        ),
        languages: BOTH,
    },
    Picture {
        instance: "hand",
        chart: "operations-1",
        hours: ("stage", Some((300, 540))),
        caption: (
            "Four hours of it: outdoor cranes wait for the wind",
            "其中四小时：露天门吊因大风暂停",
        ),
        languages: BOTH,
    },
    Picture {
        instance: "hand",
        chart: "diagram-1",
        hours: ("", None),
        caption: (
            "Its train diagram, with possessions and a closed line",
            "同日列车运行图：天窗与线路封锁",
        ),
        languages: BOTH,
    },
    Picture {
        instance: "s",
        chart: "operations-1",
        hours: ("day", Some((0, DAY))),
        caption: ("S, one shed, no wind", "S：一座换装库，无风"),
        languages: BOTH,
    },
    Picture {
        instance: "m",
        chart: "operations-1",
        hours: ("day", Some((0, DAY))),
        caption: ("M, the base day", "M：基准日"),
        languages: BOTH,
    },
    Picture {
        instance: "xl",
        chart: "operations-1",
        hours: ("", None),
        caption: ("XL, four days around a storm", "XL：风暴前后四天"),
        languages: &[Language::Chinese],
    },
    Picture {
        instance: "xl",
        chart: "diagram-1",
        hours: ("", None),
        caption: (
            "Its train diagram: the line slows, then stops",
            "同期列车运行图：先限速后停轮",
        ),
        languages: &[Language::English],
    },
    Picture {
        instance: "duo-storm",
        chart: "diagram-1",
        hours: ("day", Some((0, DAY))),
        caption: (
            "Both ports on a stormy day: the line to Alashankou stops, trains meet on the way to Khorgos",
            "两口岸大风日：通往阿拉山口的线路停轮，列车在通往霍尔果斯的单线上会让",
        ),
        languages: BOTH,
    },
    Picture {
        instance: "duo-storm",
        chart: "operations-2",
        hours: ("day", Some((0, DAY))),
        caption: ("Khorgos on that day", "当日霍尔果斯站"),
        languages: &[Language::Chinese],
    },
    Picture {
        instance: "duo-hold",
        chart: "diagram-1",
        hours: ("", None),
        caption: (
            "Grain held at Khorgos until its laboratory is done, with the earliest and the latest release",
            "霍尔果斯扣留粮食班列待检，并示最早与最晚放行时间",
        ),
        languages: &[Language::Chinese],
    },
    Picture {
        instance: "irun",
        chart: "operations-1",
        hours: ("day", Some((0, DAY))),
        caption: (
            "Irun, both ways between 1668 and 1435 mm",
            "伊伦：1668 与 1435 毫米双向换装",
        ),
        languages: BOTH,
    },
    Picture {
        instance: "irun",
        chart: "diagram-1",
        hours: ("day", Some((0, DAY))),
        caption: ("Its train diagram", "其列车运行图"),
        languages: &[Language::English],
    },
];

impl Picture {
    /// Its file in `docs/gallery/`.
    pub fn file(&self, language: Language) -> String {
        let name = self.instance.replace('+', "-plus");
        let language = match language {
            Language::Chinese => "zh",
            Language::English => "en",
        };
        let parts = [&name, self.chart, self.hours.0, language];
        let parts = parts.into_iter().filter(|part| !part.is_empty());
        parts.collect::<Vec<_>>().join("-") + ".svg"
    }

    /// The picture.
    pub fn svg(&self, instance: &Instance, plan: &Plan, language: Language) -> Option<String> {
        let window = self.hours.1;
        let config = ChartConfig {
            language: Some(language),
            window: window.map(|(from, to)| Span::new(Minute(from), Minute(to))),
            now: None,
            past: None,
        };
        let charts = charts(instance, plan, &config).expect("a plan of the instance");
        charts
            .into_iter()
            .find(|chart| chart.id == self.chart)
            .map(|chart| chart.svg)
    }
}

/// The day laid out by hand.
pub fn by_hand() -> Result<(Instance, Plan), Box<dyn Error>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/hand-s");
    let instance = Instance::from_json(std::fs::read(folder.join("instance.json"))?)?;
    let plan = plan_from_json(&instance, &std::fs::read(folder.join("plan.json"))?)?;
    Ok((instance, plan))
}

fn planned(name: &str) -> Result<(Instance, Plan), Box<dyn Error>> {
    if name == "hand" {
        return by_hand();
    }
    let text = regauge_instances::demo_json(name).ok_or("a ready-made instance")?;
    let instance = Instance::from_json(text)?;
    let plan = Planner::new(&instance).work(WORK).run().plan;
    Ok((instance, plan))
}

/// `docs/gallery.md`.
pub fn page() -> String {
    let mut page = String::from(
        "# Gallery\n\nMade by `cargo run --release --example gallery`, which plans the instances of the ladder and draws \
         them. What the marks mean is in [charts.md](charts.md). 图例说明见 [charts.md](charts.md)。\n",
    );
    for picture in PICTURES {
        let (english, chinese) = picture.caption;
        let _ = write!(page, "\n## {english}\n\n{chinese}\n");
        for language in picture.languages {
            let file = picture.file(*language);
            let _ = write!(page, "\n[![{english}](gallery/{file})](gallery/{file})\n");
        }
    }
    page
}

fn main() -> Result<(), Box<dyn Error>> {
    let docs = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs");
    let folder = docs.join("gallery");
    if folder.exists() {
        std::fs::remove_dir_all(&folder)?;
    }
    std::fs::create_dir(&folder)?;
    let mut names: Vec<&str> = PICTURES.iter().map(|picture| picture.instance).collect();
    names.sort_unstable();
    names.dedup();
    for name in names {
        let (instance, plan) = planned(name)?;
        for picture in PICTURES.iter().filter(|picture| picture.instance == name) {
            for language in picture.languages {
                let svg = picture
                    .svg(&instance, &plan, *language)
                    .ok_or("a chart of the plan")?;
                let file = picture.file(*language);
                println!("{file}: {} kB", svg.len() / 1000);
                std::fs::write(folder.join(file), svg)?;
            }
        }
    }
    std::fs::write(docs.join("gallery.md"), page())?;
    Ok(())
}
