//! Every word people see, in each language.
//!
//! A text is a row of the table below; a row without one of the languages does not compile. `{}` in a text are
//! filled in order. Terms are those of the railways on both sides of the border.

use regauge_model::Language;

macro_rules! texts {
    ($($name:ident: $chinese:literal, $english:literal;)*) => {
        /// A text in the table.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        pub(crate) enum Text { $($name,)* }

        impl Text {
            /// Every text.
            #[cfg(test)]
            const ALL: &'static [Text] = &[$(Text::$name,)*];

            /// The text in a language.
            pub(crate) fn in_language(self, language: Language) -> &'static str {
                let (chinese, english) = match self {
                    $(Text::$name => ($chinese, $english),)*
                };
                match language {
                    Language::Chinese => chinese,
                    Language::English => english,
                }
            }
        }
    };
}

texts! {
    // Headings of the sections.
    Board: "到发计划", "Arrivals and departures";
    Departed: "本班已出发列车（实际时刻）", "Departed in the last shift (actual times)";
    Lifted: "本班门吊作业实绩", "Lifted in the last shift";
    Ports: "口岸选择", "Choice of port";
    Gantt: "换装线与门吊作业图表", "Spots and cranes";
    CraneSheet: "门吊作业单", "Crane sheet";
    Rakes: "空车底去向", "Emptied rakes";
    Shunting: "调车作业单", "Shunting";
    Kpis: "主要指标", "Key figures";
    WhereMinutesWent: "延误分钟去向", "Where the minutes went";
    LaterThanAlone: "各列车较单独运行晚离的原因", "Later than alone, train by train";
    LaterBy: "较单独运行晚离 {} 分：", "{} min later than alone:";
    MinutesAddUp: "合计 {} 分，即各列车较单独运行晚离的总分钟数。", "Together {} min: by so much all trains together leave later than each would alone.";
    Cause: "原因", "Cause";
    ExitAlone: "单独离开", "Exit alone";
    OtherChoice: "作业本身较久（其他换装线、方式、股道或径路）", "what it does takes longer (another spot, mode, track or way)";
    BehindOthers: "{}（其前依次为 {}）", "{} (behind {})";
    CauseClosed: "{}（{}）", "{} ({})";
    WaitsByResource: "等待原因汇总", "Waits by resource";
    WaitsByTrain: "各列车等待", "Waits by train";
    PostponedTrains: "顺延列车", "Trains postponed";
    Objective: "目标值构成", "Objective by parts";
    Violations: "违反规则", "Violations";
    Closures: "封锁与停止作业", "Closures";

    // The header.
    PlanOf: "作业计划", "Plan";
    PlanningPart: "计划时段", "Planning part";
    LookAhead: "后续时段", "Look-ahead";
    RailwayDay: "铁路日", "Railway day";
    RailwayDayAt18: "铁路日（18点制）", "Railway day";
    RailwayDaySpan: "{}（{} {} {}）", "{} ({} {} {})";
    RailwayDaysMore: "至 {} 共 {} 个铁路日", "to {}, {} railway days";
    UntilTime: "至 {}", "to {}";
    StatusLabel: "状态", "Status";
    Value: "目标值", "Value";
    TrainMinutes: "{} 加权列车分钟", "{} weighted train-minutes";
    Bound: "下界", "Bound";
    Gap: "差距", "Gap";
    GapOf: "目标值的 {}；可避免成本 {} 的 {}", "{} of the value; of the avoidable cost {}: {}";
    LevelNumber: "第 {} 级", "Level {}";
    LevelClosed: "{}：{}，已证明", "{}: {}, proven";
    LevelOpen: "{}：{}，下界 {}，可避免成本差距 {}", "{}: {}, bound {}, gap of the avoidable cost {}";
    LevelWaits: "{}：{}，上级未证明，暂无下界", "{}: {}, no bound while a level above is open";
    TermPostponed: "顺延列车", "trains postponed";
    TermLateness: "晚点", "lateness";
    TermMinutes: "加权时间", "weighted minutes";
    TermEmpties: "短缺空车底", "missing empty rakes";
    TermChanges: "变更", "changes";
    TermBuffers: "缓冲时间不足", "missing buffers";
    TermAnd: "＋", " + ";
    Trains: "列车", "Trains";
    TrainsPlanned: "已编入 {} 列，顺延 {} 列", "{} planned, {} postponed";
    MadeBy: "编制", "Made by";
    StatusOptimal: "最优（已证明）", "optimal (proven)";
    StatusWithinGap: "达到要求的差距", "within the gap asked for";
    StatusFeasible: "可行", "feasible";
    StatusInterrupted: "中断，当前最好方案", "interrupted, best plan so far";

    // Columns.
    Train: "车次", "Train";
    Class: "种类", "Class";
    Route: "发站 {} 到站", "From {} to";
    Entry: "进入", "Entry";
    Exit: "离开", "Exit";
    LocalTime: "当地时间", "Local";
    Arrival: "到达", "Arrival";
    Departure: "出发", "Depart.";
    Spot: "换装线", "Spot";
    Port: "口岸", "Port";
    OtherPort: "另一口岸", "Other port";
    ExitThere: "经该口岸离开", "Exit there";
    DearerThere: "代价差（分钟）", "Dearer (min)";
    WaitsThere: "该处最长等待", "Would wait for";
    WaitThere: "{} {} 分钟", "{} {} min";
    NoJourneyThere: "其他列车已占满，无可行径路", "no journey beside the other trains";
    PortsRemark: "其他列车按本计划运行；代价差以该列车的分钟计，为正表示经另一口岸代价更高。", "The other trains as planned; dearer: what the other port would cost more, in minutes of the train.";
    CraneWork: "换装作业", "Crane work";
    Late: "晚点", "Late";
    WaitsHead: "等待", "Waits";
    TrackHead: "到发线", "Track";
    LateMinutes: "{}分", "{} min";
    NotPlanned: "顺延", "postponed";
    Time: "时间", "Time";
    Crane: "门吊", "Crane";
    Wagons: "车辆（位）", "Wagons";
    Lifts: "吊数", "Lifts";
    Fate: "去向", "Fate";
    Gauge: "轨距", "Gauge";
    Movement: "作业", "Movement";
    RakeLabel: "车列", "Rake";
    From: "从", "From";
    To: "至", "To";
    Locomotive: "调机", "Loco";
    Minutes: "分钟", "Minutes";
    MinutesShort: "分", "Min";
    Resource: "等待对象", "Waited for";
    Times: "次数", "Waits";
    WhoWaited: "等待的列车", "Who waited";
    Before: "作业前", "Before";
    HeldBy: "占用/封锁", "Held by";
    Reason: "原因", "Reason";
    BlockedBy: "受阻于", "Blocked by";
    Share: "占比", "Share";
    TrainCount: "列数", "Trains";
    InUse: "占用率", "In use";
    Section: "区间", "Section";
    Outside: "口外等待列车", "Trains waiting to enter";
    EntryPoint: "进入口", "Entry point";
    AtMost: "最多", "At most";
    AtTheEnd: "期末", "At the end";
    Paths: "列车数", "Entries";
    Pauses: "暂停", "Pauses";
    Operation: "作业", "Operation";
    Detail: "说明", "Detail";
    ResourceHead: "设备", "Resource";

    // The page.
    Overview: "概况", "Overview";
    StagePlanHead: "阶段计划", "Stage plan";
    Charts: "图表", "Charts";
    StationLabel: "车站", "Station";
    InstanceHash: "数据校验", "Instance hash";
    AvoidableGap: "可避免成本差距", "Gap of the avoidable cost";
    SearchTrain: "查找车次（按 / 键）", "Find a train (press /)";
    SkipToContent: "跳到正文", "Skip to the content";
    SkipToBoard: "跳到到发计划", "Skip to arrivals and departures";
    PartsOfPage: "页面各部分", "Parts of the page";
    Print: "打印", "Print";
    ZoomIn: "放大", "Zoom in";
    ZoomOut: "缩小", "Zoom out";
    ZoomFit: "适合宽度", "Fit the width";
    ZoomOne: "原始大小", "Original size";
    ChartKeys: "加减号缩放，0 适合宽度，方向键移动，N 和 P 选择列车，回车跟踪", "plus and minus zoom, 0 fits the width, arrows pan, N and P choose a train, Enter follows it";
    KeysHelp: "/ 查找车次；回车下一个；点击或回车跟踪列车，Esc 取消；图表内：＋ － 0 缩放，方向键或拖动移动，N P 选择列车。", "/ finds a train, Enter goes to the next hit; a click or Enter follows a train, Escape lets go; in a chart + - 0 zoom, arrows or dragging pan, N and P choose a train.";
    Hits: "第 {} 个，共 {} 个", "{} of {}";
    NoHits: "没有此车次", "no such train";
    FollowHint: "点击或回车跟踪", "click or Enter to follow";
    FollowingHint: "跟踪中，Esc 取消", "followed; Escape lets go";

    // The stage plan.
    StagePlan: "阶段计划 {} {} {}", "Stage plan {} {} {}";
    PartLine: "区间运行", "Line";
    PartTracks: "到发线", "Tracks";
    PartStages: "到发作业", "Checks";
    PartSpots: "换装线", "Spots";
    PartCranes: "门吊", "Cranes";
    PartLocomotives: "调机", "Locomotives";
    PartWaits: "等待", "Waits";
    WaitsBefore: "待{}", "before {}";
    WaitsShuntingWind: "因大风停调待{}", "before {}";
    WaitsFor: "等待 {}", "waits for {}";
    LiftingAt: "吊装 {}", "lifting {}";
    Lifting: "吊装", "lifting";
    WagonsAndLifts: "第{}位，{}吊", "wagons {}, {} lifts";
    SpotUse: "换装线占用", "Use of spots";
    CraneUse: "门吊占用", "Use of cranes";
    PathUse: "区间列车数", "Entries into sections";
    ObjectiveLevels: "各级目标值", "Objective by levels";

    // The board.
    EntryLocal: "当地 {} 进", "local in {}";
    ExitLocal: "当地 {} 出", "local out {}";
    BothLocal: "当地 {} 进、{} 出", "local in {}, out {}";
    ClocksNote: "时间均为 {}；当地时间：{}", "Times are {}; local time: {}";
    ClockChange: "{} 自 {} 起", "{} from {}";
    Comma: "，", ", ";

    // Movements and rakes.
    Shunt: "调车", "shunting";
    Placing: "送车", "placing";
    Pulling: "取车", "pulling";
    Exchange: "换送", "exchange";
    Handling: "到站作业", "handling";
    IntoStore: "入存车线", "into store";
    FromStore: "出存车线", "from store";
    ArrivingRake: "到达车列", "arriving";
    OnwardRake: "换装后重车列", "onward";
    RakeToLoad: "待装空车底", "onward";
    EmptiedRake: "空车底", "emptied";
    BothRakes: "两列", "both";
    OwnRake: "本列", "rake";
    ReturnedFate: "排空至 {}", "returned to {}";
    StoredFate: "存入 {}", "stored in {}";
    LocalClock: "{}（当地 {}）", "{} (local {})";
    TrackOf: "{}{}道", "{} track {}";

    // What changed between two plans.
    WhatChanged: "计划变化", "What changed";
    GroupPostponed: "新增顺延", "Newly postponed";
    GroupPlanned: "恢复安排", "Newly planned";
    GroupGone: "已撤销", "Gone";
    GroupNew: "新增列车", "New";
    GroupPlace: "地点或作业方式有变", "Other place or crane mode";
    GroupOrder: "次序与时刻有变", "Other order and times";
    GroupTimes: "仅时刻有变", "Other times only";
    GroupUnits: "仅股道、班组或调机有变", "Other track, team or locomotive only";
    GroupSame: "不变", "The same";
    PairsSwapped: "先后互换（对）", "Pairs in another order";
    ComparedFrom: "比较 {} 以后。", "Compared from {} on.";
    ComparedFromWithin: "比较 {} 以后；相差不超过 {} 分钟视为不变。", "Compared from {} on; times within {} min are the same.";
    NothingChanged: "两个计划没有差别。", "The plans are the same.";
    Change: "变化", "Change";
    ExitBefore: "原离开", "Exit was";
    ExitAfter: "现离开", "Exit is";
    LaterMinutes: "晚（分）", "Later (min)";
    OnlyBefore: "仅原计划有", "in the old plan alone";
    OnlyAfter: "仅新计划有", "in the new plan alone";
    OnlyAfterPostponed: "仅新计划有，顺延", "in the new plan alone, postponed";
    PostponedNow: "原已安排，现顺延", "was planned, is postponed";
    PlannedNow: "原顺延，现已安排", "was postponed, is planned";
    ChangesApart: "；", "; ";
    Bracketed: "{}（{}）", "{} ({})";
    WordParts: "分批", "parts";
    WordEmptiesFrom: "空车底来自", "empty rake from";
    EmptiedRakeOf: "空车底", "emptied rake";
    OnwardRakeOf: "换装后重车列", "onward rake";
    FateReturned: "排空", "returned";
    EmptiesOtherwise: "线上", "the line";
    NoTrack: "不停", "no track";
    AllMoved: "全程 {} 分", "everything {} min";
    OneMoved: "{} {} 分", "{} {} min";
    SomeMoved: "{}至{} {} 分", "{} to {} {} min";
    TaskBegins: "{}开始", "{} begins";
    TaskEnds: "{}结束", "{} ends";
    WordArrival: "到达", "arrival";
    WordDeparture: "出发", "departure";
    OrderChanged: "先后次序有变", "Another order";
    OnWhat: "设备", "On";
    PossessionsMoved: "天窗时间有变", "Possessions moved";
    BeganBefore: "原开始", "Began";
    BeginsNow: "现开始", "Begins";
    NowAhead: "现先于", "now ahead of";
    NowBehind: "现后于", "now behind";
    NervousnessOf: "{} 个计划中的决定反复", "Decisions over {} plans";
    NervousnessRemark: "反复：甲改乙后又改回甲。时刻按 10 分钟一档。", "Taken back: from one thing to another and back to the first. Times in steps of ten minutes.";
    NervousnessByTrain: "各列车：改变次数（其中反复）", "By train: changed (of which taken back)";
    NervousnessTrainRemark: "次序的改变两列各计一次。", "A changed order counts for both trains.";
    DecisionHead: "决定", "Decision";
    DecisionCount: "项数", "Decisions";
    DecisionChanges: "改变", "Changed";
    DecisionReturns: "反复", "Taken back";
    DecisionPlanned: "安排或顺延", "Planned or postponed";
    DecisionShed: "换装库", "Shed";
    DecisionMode: "作业方式", "Crane mode";
    DecisionOrder: "先后次序", "Order";
    DecisionTimes: "时刻", "Times";
    WasBefore: "原计划：{}", "was: {}";

    // The Gantt.
    Indoor: "室内", "indoor";
    Outdoor: "露天", "outdoor";
    ShedTitle: "{}（{}）", "{} ({})";
    PanelScale: "每格 {} 分钟", "one character is {} minutes";
    LegendMoving: "取送", "moving";
    LegendStanding: "停留", "standing";
    LegendWork: "作业", "crane work";
    LegendPaused: "暂停", "paused";
    LegendWind: "大风停止", "stopped by wind";
    LegendClosed: "封锁/检修", "closed";
    ShuntingRow: "调车", "shunting";
    NothingHere: "（本时段无作业）", "(nothing in these hours)";

    // Key figures.
    KpiLate: "晚点列车", "Late trains";
    KpiFulfilment: "计划安排率", "Plan fulfilment rate (planned of those asked for)";
    KpiPunctuality: "计划正点率", "Punctuality (out by the due exit)";
    KpiPostponed: "顺延列车", "Postponed trains";
    KpiOutside: "时域末仍在邻站待发的列车", "Trains still outside at the end";
    KpiEntryWait: "进入前等待（平均，顺延列车计至时域末）", "Wait before entry, mean (postponed trains to the end)";
    KpiDwell: "换装列车在站停时（平均）", "Station dwell, transshipped, mean";
    KpiDwell90: "换装列车在站停时（90% 分位）", "Station dwell, transshipped, 90th percentile";
    KpiDwellPassing: "无换装列车停时（平均）", "Station dwell, passing, mean";
    KpiDwellHandled: "到站作业停时（平均）", "Handling, mean";
    KpiCraneWork: "准备与吊装时间（平均，不含暂停）", "Preparation and lifting, mean, pauses left out";
    KpiSlotCycle: "换装线周转时间（平均）", "Slot cycle (first placing to cleared), mean";
    HoursMinutes: "{}小时{}分", "{} h {} min";
    Down: "下行", "down";
    Up: "上行", "up";

    // Waits, reasons.
    None: "（无）", "(none)";
    MoreResources: "另有 {} 项，共 {} 分钟", "and {} more, {} minutes";
    NoRoom: "与其他列车冲突，无空闲资源", "no room beside the other trains";
    NoTime: "计算时间用尽，未及安排", "the run ended before it was placed";
    PinsClash: "固定安排互相冲突，无法满足", "its pins cannot be kept";
    NoJourneyAlone: "即使单独开行也不可行", "no journey even if alone";

    // Closures.
    ClosureHead: "封锁", "Closure";
    Place: "地点", "Where";
    Remark: "说明", "Remark";
    DownTrack: "下行线", "down track";
    UpTrack: "上行线", "up track";
    SingleTrackWorking: "另一线单线双向行车", "single-track working on the other";
    SingleTrackWorkingChosen: "另一线单线双向行车，时间由本计划选定", "single-track working on the other, time chosen by the plan";
    TimeChosen: "时间由本计划选定", "time chosen by the plan";
    ClosurePossession: "天窗", "possession";
    ClosureGivenPath: "既有运行线", "path of";
    ClosureLineWind: "大风停轮", "line stopped by wind";
    ClosureShuntingWind: "因大风停调", "shunting stopped by wind";
    ClosureCraneWind: "大风停吊", "cranes stopped by wind";
    ClosureMaintenance: "门吊检修", "crane maintenance";
    ClosureSpot: "换装线封锁", "spot closed";
    ClosureBuffer: "留缓冲时间", "kept as slack";
    ClosureNotWorking: "不办理作业", "not working";
    ClosureBusy: "接班时占用", "busy at the start";
    HoldNote: "扣留：{}", "Held: {}";
    HoldUncertain: "预计 {} 放行（最早 {}，最晚 {}），计划按预计时间编制", "release expected at {}, between {} and {}; planned for the one expected";
    ClosureHold: "扣留待放行", "held until released";
    ClosurePin: "固定安排", "pinned";

    // Objective.
    PartMinutes: "进入至离开的加权时间", "Weighted minutes from earliest entry to exit";
    PartLateness: "晚点", "Lateness at the exit";
    PartPostponed: "顺延列车", "Trains postponed";
    PartEmpties: "期末短缺空车底", "Empty rakes missing at the end";
    PartChanges: "与已公布的不同", "Changes of what was published";
    PartBuffers: "缓冲时间不足", "Minutes missing of buffers";
    Total: "合计", "Total";
    Alone: "其中：各列车单独开行的成本", "of which every train if it were alone";
    Avoidable: "其中：可避免成本", "of which avoidable";

    LevelTerms: "目标级", "Level";
    LevelAlone: "各列车单独开行", "Alone";

    // The checker's report.
    Clean: "计划符合全部规则；目标值 {} 加权列车分钟。", "The plan keeps every rule; its value is {} weighted train-minutes.";
    CleanLevels: "计划符合全部规则；各级目标值：{}。", "The plan keeps every rule; the values of its levels are {}.";
    OnTrust: "未经核验、按计划文件所载：下界及由其得出的差距和“最优”状态、各列车单独成本；编制程序、种子和工作量；顺延原因；等待及其原因。", "Taken from the plan and not proven here: the bound, and with it the gaps and the status `optimal`; the cost of every train alone; program, seed and work; reasons of postponed trains; waits and their causes.";
    ViolationsFound: "计划违反规则 {} 处，涉及 {} 条规则。", "The plan is wrong in {} places; rules broken: {}.";

    // Resources and tasks.
    WordSection: "区间", "section";
    WordTrack: "股道", "track";
    WordStage: "作业环节", "stage";
    WordTeam: "班组", "team";
    WordLocomotive: "调机", "locomotive";
    WordStore: "存车线", "store";
    WordShed: "换装库", "shed";
    WordSpot: "换装线", "spot";
    WordCrane: "门吊", "crane";
    WordCap: "列数限额", "cap";
    WordTrain: "列车", "train";
    WordMode: "作业方式", "mode";
    WordRun: "运行", "run";
    WordExit: "离开", "exit";
    WordEntry: "进入", "entry";
    WordCraneWork: "换装作业", "crane work";
    WordEmpties: "空车底", "empty rakes in";
    WordRoom: "存车线空位", "room in";
    WordThroat: "咽喉", "throat";
    PassingOn: "通过{}", "passing on {}";
    OverThroatArriving: "接车进路 {}", "arriving over {}";
    OverThroatDeparting: "发车进路 {}", "departing over {}";
    OverThroatShunting: "调车进路 {}", "shunting over {}";
    HeldAt: "扣留于{}", "held at {}";
    HeldAtBetween: "扣留于{}，放行最早{}，最晚{}", "held at {}, release between {} and {}";
    WordRunway: "门吊走行线", "runway";
    WordAhead: "前方无空闲", "room ahead";
    WordStation: "车站", "station";
    OwnOnwardRake: "本列换装后重车列", "own onward rake";
    OwnEmptiedRake: "本列空车底", "own emptied rake";
    OfOnwardRake: "换装后重车列{}", "{} of the onward rake";
    OfEmptiedRake: "空车底{}", "{} of the emptied rake";
    EmptiedLeaves: "空车底返回", "emptied rake leaving";
    OfPart: "{}（第 {} 批）", "{} of part {}";
    OwnStages: "本列作业环节", "own stages";
    PinOf: "固定{}", "pinned {}";

    // Rules.
    RuleSequence: "作业顺序", "order and completeness of the journey";
    RuleDuration: "作业时间", "durations";
    RuleHorizon: "计划时域", "end of the horizon";
    RuleStages: "作业环节", "stages";
    RuleTeams: "作业班组", "teams";
    RuleTracks: "到发线", "yard tracks";
    RuleLocomotives: "调车机车", "shunting locomotives";
    RuleShuntingWind: "因大风停调", "shunting stopped by wind";
    RuleSpots: "换装线占用", "spots";
    RuleHandling: "到站作业", "handling in a spot";
    RuleAccess: "换装线进路", "access to a spot";
    RuleCraneWork: "换装作业", "crane work";
    RuleCranes: "门吊占用", "cranes";
    RuleCrossing: "门吊交叉", "cranes crossing";
    RuleCraneSlots: "门吊作业时段", "crane slots";
    RuleStores: "空车底存放", "stores of empty rakes";
    RuleHeadway: "追踪间隔", "headway";
    RuleBlock: "站间闭塞", "station-to-station block";
    RuleHolds: "扣留", "holds";
    RuleOpposing: "对向列车", "opposing trains";
    RulePossession: "天窗", "possessions";
    RuleLineWind: "大风停轮", "line stopped by wind";
    RuleCaps: "列数限额", "caps";
    RuleThroats: "咽喉敌对进路", "movements over one throat";
    RuleState: "起始状态", "state at the start";
    RulePins: "固定安排", "pins";
    RuleObjective: "目标值", "objective";
    RuleKpis: "指标", "key figures";
    RuleTrackLength: "到发线有效长", "length of yard tracks";
    RuleStageCalendar: "作业时间窗", "working hours of a stage";
    RuleCraneWind: "大风停吊", "cranes stopped by wind";
    RuleEntry: "最早进入时间", "earliest entry";
    RuleInstance: "计划与数据不符", "plan of another instance";
    RuleRakes: "空车底去向", "fates of emptied rakes";
    RuleOrder: "排列次序", "order of the lists";
}

/// A text with its `{}` filled in order.
pub(crate) fn fill(text: &str, values: &[&str]) -> String {
    let mut pieces = text.split("{}");
    let mut filled = pieces.next().unwrap_or_default().to_owned();
    for (index, piece) in pieces.enumerate() {
        filled.push_str(values.get(index).copied().unwrap_or_default());
        filled.push_str(piece);
    }
    filled
}

/// What a rule is about.
pub(crate) fn rule(name: &str) -> Option<Text> {
    Some(match name {
        "sequence" => Text::RuleSequence,
        "duration" => Text::RuleDuration,
        "horizon" => Text::RuleHorizon,
        "stages" => Text::RuleStages,
        "teams" => Text::RuleTeams,
        "tracks" => Text::RuleTracks,
        "locomotives" => Text::RuleLocomotives,
        "shunting-wind" => Text::RuleShuntingWind,
        "handling" => Text::RuleHandling,
        "spots" => Text::RuleSpots,
        "access" => Text::RuleAccess,
        "crane-work" => Text::RuleCraneWork,
        "cranes" => Text::RuleCranes,
        "crossing" => Text::RuleCrossing,
        "crane-slots" => Text::RuleCraneSlots,
        "stores" => Text::RuleStores,
        "headway" => Text::RuleHeadway,
        "block" => Text::RuleBlock,
        "holds" => Text::RuleHolds,
        "opposing" => Text::RuleOpposing,
        "possession" => Text::RulePossession,
        "line-wind" => Text::RuleLineWind,
        "caps" => Text::RuleCaps,
        "throats" => Text::RuleThroats,
        "state" => Text::RuleState,
        "track-length" => Text::RuleTrackLength,
        "stage-calendar" => Text::RuleStageCalendar,
        "crane-wind" => Text::RuleCraneWind,
        "pins" => Text::RulePins,
        "objective" => Text::RuleObjective,
        "kpis" => Text::RuleKpis,
        "entry" => Text::RuleEntry,
        "instance" => Text::RuleInstance,
        "rakes" => Text::RuleRakes,
        "order" => Text::RuleOrder,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_languages_have_the_same_gaps_to_fill() {
        for text in Text::ALL {
            let count = |language| text.in_language(language).matches("{}").count();
            assert_eq!(
                count(Language::Chinese),
                count(Language::English),
                "{text:?}"
            );
        }
    }

    #[test]
    fn english_texts_are_ascii_and_chinese_ones_are_not_empty() {
        for text in Text::ALL {
            assert!(
                text.in_language(Language::English).is_ascii(),
                "{text:?} must print on a terminal that knows ASCII only"
            );
            assert!(!text.in_language(Language::Chinese).is_empty());
        }
    }

    #[test]
    fn every_rule_of_the_checker_has_a_title() {
        for name in regauge_model::check::RULES {
            assert!(rule(name).is_some(), "{name}");
        }
    }

    #[test]
    fn gaps_are_filled_in_order() {
        assert_eq!(fill("{} of {}", &["a", "b"]), "a of b");
        assert_eq!(fill("{} of {}", &["a"]), "a of ");
    }
}
