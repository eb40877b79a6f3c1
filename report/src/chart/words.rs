//! Every word of the charts that [`crate::text`] does not have, in each language.

use regauge_model::Language;

/// A word in Chinese and English.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Word(pub &'static str, pub &'static str);

impl Word {
    pub(super) fn in_language(self, language: Language) -> &'static str {
        match language {
            Language::Chinese => self.0,
            Language::English => self.1,
        }
    }
}

// Titles.
pub(super) const OPERATIONS: Word = Word("车站技术作业图表", "Technical operation chart");
pub(super) const DIAGRAM: Word = Word("列车运行图", "Train diagram");
pub(super) const WAYSIDE: Word = Word("沿线车站", "stations on the line");

// The axis.
pub(super) const PLAN_CLOCK: Word = Word("计划时间", "plan time");
pub(super) const FIRST_SHIFT: Word = Word("第一班", "shift 1");
pub(super) const SECOND_SHIFT: Word = Word("第二班", "shift 2");
pub(super) const NOW: Word = Word("现在", "now");

// Blocks of rows.
pub(super) const WIND: Word = Word("风速", "wind");
pub(super) const LINE_BLOCK: Word = Word("区间", "line");
pub(super) const THROATS: Word = Word("咽喉", "throats");
pub(super) const TRANSSHIPMENT: Word = Word("换装", "transshipment");
pub(super) const SPOTS: Word = Word("到站作业", "spots");
pub(super) const TRACKS: Word = Word("到发线", "tracks");
pub(super) const LOCOMOTIVES: Word = Word("调机", "shunters");
pub(super) const TEAMS: Word = Word("作业班组", "teams");
pub(super) const STORES: Word = Word("存车", "stores");
pub(super) const TRACK_NUMBER: Word = Word("{}道", "{}");
pub(super) const TEAM_NUMBER: Word = Word("{}组", "team {}");
pub(super) const LOCOMOTIVE_NUMBER: Word = Word("{}调", "no. {}");
pub(super) const UNLIMITED: Word = Word("不限", "no limit");
pub(super) const RAKES: Word = Word("列", "rakes");
pub(super) const CRANE: Word = Word("门吊", "crane");

// The wind.
pub(super) const MEAN: Word = Word("平均", "mean");
pub(super) const GUST: Word = Word("阵风", "gust");
pub(super) const CRANES_STOP: Word = Word("停吊", "cranes stop");
pub(super) const SHUNTING_STOPS: Word = Word("停调", "shunting stops");
pub(super) const LINE_STOPS: Word = Word("停轮", "line stops");
pub(super) const LINE_SLOWS: Word = Word("限速", "line slows");
pub(super) const CRANES_SLOW: Word = Word("减速吊装", "cranes slow");
pub(super) const METRES_PER_SECOND: Word = Word("米/秒", "m/s");

// What bars mean.
pub(super) const LOADED: Word = Word("重车停留", "loaded, standing");
pub(super) const EMPTY: Word = Word("空车停留", "empty, standing");
pub(super) const PASSING: Word = Word("通过", "passing");
pub(super) const PLACING: Word = Word("送车", "placing");
pub(super) const PULLING: Word = Word("取车", "pulling");
pub(super) const EXCHANGE: Word = Word("换送", "exchange");
pub(super) const FROM_STORE: Word = Word("出存车线", "from store");
pub(super) const INTO_STORE: Word = Word("入存车线", "into store");
pub(super) const LIGHT_RUN: Word = Word("单机走行", "light run");
pub(super) const PREPARATION: Word = Word("作业准备", "preparation");
pub(super) const LIFTING: Word = Word("吊装", "lifting");
pub(super) const HANDLING: Word = Word("到站作业", "handling");
pub(super) const PAUSE: Word = Word("暂停", "pause");
pub(super) const FINISHING: Word = Word("作业收尾", "finishing");
pub(super) const CLEARING: Word = Word("线路腾空", "clearing");
pub(super) const ON_ARRIVAL: Word = Word("到达作业", "on arrival");
pub(super) const BEFORE_DEPARTURE: Word = Word("出发前办妥", "before departure");
pub(super) const ON_DEPARTURE: Word = Word("出发作业", "for departure");
pub(super) const ARRIVING: Word = Word("接车进路", "arriving");
pub(super) const DEPARTING: Word = Word("发车进路", "departing");
pub(super) const SHUNTING: Word = Word("调车进路", "shunting");
pub(super) const WAIT: Word = Word("等待", "wait");
pub(super) const WAITING: Word = Word("等待", "waiting");
pub(super) const WAIT_FOR: Word = Word("等{}", "for {}");
pub(super) const POSTPONED: Word = Word("顺延，占用", "postponed, in the way");
pub(super) const WIND_STOP: Word = Word("大风停止", "stopped by wind");
pub(super) const WIND_SLOW: Word = Word("大风减速", "slowed by wind");
pub(super) const LINE_STOPPED: Word = Word("大风停轮", "stopped by wind");
pub(super) const LINE_SLOWED: Word = Word("大风限速", "slowed by wind");
pub(super) const CLOSED: Word = Word("封锁/检修/不办理", "closed");
pub(super) const BUSY: Word = Word("接班时占用", "busy at the start");
pub(super) const PIN: Word = Word("固定安排", "pinned");
pub(super) const STOCK: Word = Word("存车数", "rakes or wagons in store");
pub(super) const SHIFT: Word = Word("班界", "shift");
pub(super) const STAGE_PLAN: Word = Word("阶段界（3小时）", "stage plan (3 h)");
pub(super) const WAGONS: Word = Word("{}–{}位", "wagons {}–{}");
pub(super) const LIFTS: Word = Word("{}吊", "{} lifts");

// Before the start.
pub(super) const PAST: Word = Word("已实现", "what happened");

// The plan before.
pub(super) const OLD_PLAN: Word = Word("原计划", "the old plan");
pub(super) const CHANGED_TRAIN: Word = Word("有变的列车", "a train that changed");

// The diagram.
pub(super) const LOADED_TRAIN: Word = Word("重车列车", "loaded train");
pub(super) const EMPTY_TRAIN: Word = Word("空车列车", "empty train");
pub(super) const GIVEN_PATH: Word = Word("既有运行线", "path given away");
pub(super) const POSSESSION: Word = Word("天窗", "possession");
pub(super) const ONE_TRACK: Word = Word("单线天窗", "one track closed");
pub(super) const HELD: Word = Word("扣留", "held");
pub(super) const RELEASE_UNSURE: Word = Word("放行时间未定", "release uncertain");
pub(super) const HELD_UNTIL: Word = Word("扣留至{}", "held until {}");
pub(super) const RELEASED_BETWEEN: Word = Word(
    "扣留至{}（最早{}，最晚{}）",
    "held until {} ({} at the earliest, {} at the latest)",
);
pub(super) const CAP_REACHED: Word = Word("限额已满", "cap reached");
pub(super) const CAP_OF: Word = Word("限额 {} 列已满", "cap of {} reached");
pub(super) const BLOCK: Word = Word("站间闭塞", "station to station");
pub(super) const KILOMETRES: Word = Word("公里", "km");
pub(super) const MINUTES: Word = Word("分", "min");
pub(super) const SINGLE_TRACK: Word = Word("单线", "single track");
pub(super) const DOUBLE_TRACK: Word = Word("双线", "double track");

// The legend of the wind.
pub(super) const MEAN_WIND: Word = Word("平均风速", "mean wind");
pub(super) const GUST_WIND: Word = Word("阵风", "gust");
pub(super) const GUST_LINE: Word = Word("阵风限值", "limit of gusts");
pub(super) const MEAN_LINE: Word = Word("平均风限值", "limit of the mean");

pub(super) const POSSESSION_OF: Word = Word("{}{}", "{} {}");
pub(super) const STAY: Word = Word("停站", "stay");
pub(super) const WAIT_OUTSIDE: Word = Word("邻站待发", "wait to enter");
pub(super) const LINE: Word = Word("{}–{}", "{} – {}");

// Closures of one row.
pub(super) const MAINTENANCE: Word = Word("检修", "maintenance");
pub(super) const NOT_WORKING: Word = Word("不办理", "not working");
pub(super) const SPOT_CLOSED: Word = Word("封锁", "closed");
pub(super) const IDLE_TRACKS: Word = Word("其余 {} 道空闲", "{} more, free");
pub(super) const IDLE: Word = Word("其余 {} 空闲", "{} more, idle");
