//! Every kind of problem an input file can have: its stable code, what it means, what to do about it (in English and Chinese).
//!
//! [`crate::codes`] makes `docs/problems.md` of it; a test keeps the two the same.
//! `docs/problems.md` is this table; a test keeps the two the same.

use crate::message::Template;

/// A kind of problem.
#[derive(Debug, PartialEq, Eq)]
pub struct Rule {
    /// Stable code.
    pub code: &'static str,
    /// What it means.
    pub meaning: &'static str,
    /// What to do about it.
    pub advice: &'static Template,
}

macro_rules! rules {
    ($(#[$doc:meta])* $list:ident; $($name:ident = $code:literal, $meaning:literal, $advice:literal, $chinese:literal;)*) => {
        $(pub(crate) const $name: &Rule = &Rule {
            code: $code,
            meaning: $meaning,
            advice: &$crate::message::Template { fields: &[], chinese: $chinese, english: $advice },
        };)*

        $(#[$doc])*
        pub const $list: &[&Rule] = &[$($name),*];
    };
}
pub(crate) use rules;

rules! {
    /// Every rule, by code.
    RULES;
    NOT_JSON = "E0101", "The text is not JSON.", "Repair it at the line named.", "请在所指的行改正。";
    TOO_LARGE = "E0102", "The file is larger than this program reads.", "Split the problem or leave out what is not needed.", "请拆分问题，或去掉不需要的内容。";
    TOO_DEEP = "E0103", "Lists and objects are nested deeper than any file of this format.", "Check that the file is an instance or a plan.", "请确认该文件是算例或计划。";
    DUPLICATE_KEY = "E0104", "A key stands twice in one object.", "Keep one of the two.", "请只保留其中一个。";
    NOT_UTF8 = "E0105", "The text is not UTF-8.", "Save the file as UTF-8.", "请以 UTF-8 编码保存该文件。";
    TOO_MANY_VALUES = "E0106", "The file holds more values than this program reads.", "Split the problem or leave out what is not needed.", "请拆分问题，或去掉不需要的内容。";
    TOO_MANY_PROBLEMS = "E0107", "More problems were found than are listed.", "Repair those listed first, then read the file again.", "请先改正已列出的，再重新读取该文件。";
    EMPTY_FILE = "E0108", "The file is empty.", "Maybe what should have written it failed, or `>` emptied the file before it was read.", "也许本应写出它的程序失败了，或者 `>` 在读取之前清空了它。";
    PACKED = "E0109", "The file is packed, or of another program: it is no text.", "Unpack it, or save it as JSON text.", "请解压，或另存为 JSON 文本。";
    OTHER_TEXT = "E0110", "The text is of another kind than JSON: a table, XML, YAML.", "Write an instance as docs/format.md describes it; `regauge generate s` shows one.", "请按 docs/format.md 编写算例；`regauge generate s` 给出一个示例。";
    OTHER_FILE = "E0111", "The file is another one of this program than the one needed here: a plan for an instance, an instance for a plan and so on.", "Name the other file; where two are named the instance comes first.", "请改指另一个文件；指定两个文件时，算例在前。";

    UNKNOWN_FIELD = "E0201", "The field does not belong here.", "Correct its name or remove it.", "请改正字段名，或删去该字段。";
    MISSING_FIELD = "E0202", "A required field is missing.", "Add it.", "请补上。";
    WRONG_TYPE = "E0203", "The value has the wrong type.", "Write a value of the type named.", "请填写所示类型的值。";
    NOT_A_CHOICE = "E0204", "The value is none of those possible here.", "Write one of those named.", "请填写所列的值之一。";
    BAD_DATE_TIME = "E0205", "The text is not a date-time.", "Write it like 2025-03-01T18:00:00+08:00.", "请写成 2025-03-01T18:00:00+08:00 的形式。";
    NO_OFFSET = "E0206", "The date-time has no offset from UTC.", "Add the offset, for example +08:00 for Beijing time.", "请补上时区偏移，例如北京时间为 +08:00。";
    NOT_WHOLE = "E0207", "The number is not a whole number of the size allowed.", "Write a whole number of that size.", "请填写该范围内的整数。";
    UNREADABLE = "E0208", "The value cannot be read.", "Compare it with the schema.", "请对照模式文件检查。";
    BAD_VERSION = "E0209", "The format version is not one this program reads.", "Write the format_version named, and check the file against its schema.", "请填写所示的 format_version，并对照其模式文件检查。";
    UNSUPPORTED = "E0210", "The field or combination is not supported yet; no rule would enforce it.", "Remove it.", "请删去。";

    UNKNOWN_ID = "E0301", "Nothing has this id.", "Correct the id or add the thing it names.", "请改正编号，或补上它所指的对象。";
    DUPLICATE_ID = "E0302", "The id is used twice.", "Give each thing an id of its own.", "请为每个对象取不同的编号。";
    BAD_ID = "E0303", "The id is empty, too long or has control characters.", "Write 1 to 100 visible characters.", "请用 1 至 100 个可见字符。";
    REPEATED = "E0304", "The same thing is named twice in one list.", "Name it once.", "请只列一次。";

    EMPTY_SPAN = "E0401", "The span ends before or when it begins.", "Let it end after it begins.", "终点须在起点之后。";
    NOT_WHOLE_MINUTE = "E0402", "The date-time is not a whole minute.", "Round it to the minute and leave the seconds at 00; seconds are read in given paths alone.", "请取整到分钟，秒写 00；只有既有运行线才读取秒。";
    FAR_AWAY = "E0403", "The date-time is absurdly far from the horizon.", "Check the year.", "请检查年份。";
    BAD_HORIZON = "E0404", "The horizon is empty or longer than 400 days.", "Plan between one hour and 400 days.", "计划时域应为一小时至 400 天。";
    OUT_OF_RANGE = "E0405", "The figure is outside its sane limits.", "Check the figure and its unit.", "请检查数值及其单位。";
    TOO_MANY_DECIMALS = "E0406", "The figure has more decimals than are counted.", "Round it.", "请四舍五入。";
    BAD_TIME_OF_DAY = "E0407", "The text is not a time of day.", "Write it like 18:00.", "请写成 18:00 的形式。";
    LEVELS_TOO_LARGE = "E0408", "The levels of the objective cannot be counted apart: the numbers would be too large.", "Name fewer levels, so that more terms share one; or let the weights have a larger common divisor (look_ahead_weight_percent 100 often does it); or plan fewer trains or a shorter horizon.", "请减少级数，让更多目标项合为一级；或使各权重有较大的公约数（look_ahead_weight_percent 取 100 往往即可）；或减少列车，缩短计划时域。";

    UNKNOWN_TIMEZONE = "E0501", "The time zone is not in the IANA list.", "Write it like Asia/Almaty.", "请写成 Asia/Almaty 的形式。";
    NO_YARD = "E0502", "A station without yards is a boundary point and has nothing else, unless it be spots in which trains are handled.", "Give it a yard, or remove what stands there.", "请补上车场，或去掉设在那里的内容。";
    SAME_ENDS = "E0503", "The section begins and ends at one station.", "Name two stations.", "请给出两个不同的车站。";
    BAD_TRACKS = "E0504", "A section has one track or two.", "Write 1 or 2.", "请填 1 或 2。";
    WRONG_GAUGE = "E0505", "The gauges do not agree.", "Use a thing of the other gauge or correct the gauge.", "请改用另一轨距的设备，或改正轨距。";
    BAD_POSSESSION = "E0506", "The possession does not fit the tracks of its section, or its window.", "On a single track leave out `track` and `single_track_working`; single-track working needs a track named. A window is at least as long as its `minutes`.", "单线区间请省略 `track` 与 `single_track_working`；另一线单线双向行车须指明 track。窗口不短于其 `minutes`。";
    BAD_CAP_DAY = "E0507", "The day of a cap is outside the horizon or given twice.", "Give each railway day of the horizon at most once.", "计划时域内的每个铁路日最多给出一次。";
    NO_LOCOMOTIVES = "E0508", "Rakes are shunted here but there is no locomotive of their gauge.", "Add a pool of locomotives of that gauge to the station.", "请为该车站补上该轨距的调机。";
    LONG_LIGHT_RUN = "E0509", "Running light takes longer than the preparation of a spot leaves between two movements of one train.", "Shorten light_run_minutes to the preparation plus one minute.", "请把 light_run_minutes 缩短到准备时间加一分钟以内。";
    EMPTY_LIST = "E0510", "The list needs at least one entry.", "Add one.", "请至少补上一项。";
    SECOND_POOL = "E0511", "There are two pools of locomotives of one gauge at one station.", "Make them one.", "请合为一组。";
    STORE_OVERFULL = "E0512", "More rakes or wagons than the store holds.", "Correct the rakes, the wagons or the capacity.", "请改正车底数、车辆或容量。";
    NOT_AT_STATION = "E0513", "Something is named that is not at the station.", "Name sections that end at the station, and its own yards, sheds, spots and stores.", "请列出以该站为端点的区间，以及该站自己的车场、换装库、换装线和存车线。";
    NO_MINUTES = "E0514", "A movement takes the throat for no time, so it would exclude nothing.", "Give `minutes` of at least 1, and a `from_minute` before the end of the movement.", "请给出不小于 1 的 `minutes`，且 `from_minute` 应在调车结束之前。";
    SECOND_THROUGH = "E0515", "Two groups of tracks are named for trains of one gauge that pass.", "Name one group per gauge.", "每种轨距请只指定一组股道。";
    NO_SUCH_GROUP = "E0516", "The yard has no such group of tracks.", "Groups are numbered from 1 in the order of `tracks` of the yard.", "股道组按车场 `tracks` 的次序从 1 编号。";
    STORE_FORM = "E0517", "The store counts whole rakes and wagons, or rakes with minutes that only wagons take.", "Give rakes and capacity, or wagons and capacity_m; making up, breaking up and inspection only with wagons.", "请给出 rakes 和 capacity，或 wagons 和 capacity_m；编组、解体和检车时间只用于后者。";

    SAME_GAUGES = "E0601", "The two tracks of a spot have one gauge.", "Name both gauges.", "请给出两种轨距。";
    BAD_BEHIND = "E0602", "A spot is behind itself, behind a spot of another shed or pair, or in a circle.", "Name the spots of the same pair between it and the entrance.", "请列出同一对线路上位于它与入口之间的换装线。";
    BAD_SHARES = "E0603", "The shares of the steps do not add up to 100.", "Correct them.", "请改正。";
    NOT_NEIGHBOURS = "E0604", "The cranes of a step are not neighbours in runway order.", "Name them in the order of the shed's cranes, without a gap.", "请按本换装库门吊的次序连续列出，中间不留空。";
    BAD_STRETCH = "E0605", "The stretch is empty or not inside the spot.", "Give metres of the runway inside every spot of the mode.", "请给出走行线上的米数，并使其落在该作业方式的每条换装线之内。";
    INDOOR_RULE = "E0606", "An indoor shed has a wind rule, or says what goes on in stops.", "Remove it, or mark the shed as outdoor.", "请删去，或把该换装库标为露天。";
    BAD_LENGTHS = "E0607", "The longest rake of the mode is shorter than the shortest.", "Swap the two.", "请把两者对调。";

    BAD_WIND_RULE = "E0701", "The wind rule contradicts itself or never acts.", "Give a stop threshold, resume thresholds not above it, and both slow fields or none.", "请给出停止作业的阈值、不高于它的恢复阈值，限速的两个字段须同时给出或同时省略。";
    BAD_SERIES = "E0702", "The hourly series are empty or differ in length.", "Give a mean and a gust for every hour.", "请为每小时给出平均风速和阵风。";
    NO_ZONE = "E0703", "There is a wind rule but no wind zone.", "Name the zone, or remove the rule.", "请指明风区，或删去该规则。";

    TRANSSHIPMENT_FIELDS = "E0801", "The fields of a transshipment do not go together.", "Give transship_at, onward, emptied and boxes together, or none of them.", "请同时给出 transship_at、onward、emptied 和 boxes，或全部省略。";
    WAYS_FIELDS = "E0802", "The train cannot have this with other ways, or not without them.", "Remove the field; only a train that is not under way chooses among several ways, all of one kind.", "请删去该字段；只有尚未在途的列车才可在多条径路中选择，且各径路的作业种类须相同。";
    WRONG_STATION = "E0803", "The thing named is at another station.", "Name one at the station of this train.", "请改用该列车所在车站的设备。";
    NO_WAY_AWAY = "E0804", "The rake would begin or end its way at the station where it is transshipped.", "Name the station it comes from or goes to, or give the train a state.", "请指明它的来处或去处车站，或给出列车的状态。";
    BOXES_DO_NOT_FIT = "E0805", "The boxes do not fit on the wagons.", "Correct boxes or wagons; a wagon takes 80 feet.", "请改正集装箱数或辆数；每辆车可装 80 英尺。";
    BAD_PARTS = "E0806", "The number of parts does not fit the train.", "Give 1 to 10 parts, more than one only for transshipped trains, not more than its lifts or wagons.", "请填 1 至 10 批；只有换装列车可多于一批，且不多于其吊数或辆数。";
    NO_FATE = "E0807", "Nothing is said about what becomes of the emptied rake.", "Give return_to, into_store or both.", "请给出 return_to、into_store 之一或两者。";
    BAD_PIN = "E0808", "The pin is impossible.", "Correct or remove it.", "请改正或删去。";
    BAD_TIMES = "E0809", "The times of the train contradict each other or the horizon.", "Correct them or leave the train out.", "请改正，或去掉该列车。";
    STORE_CONFLICT = "E0810", "The stores of the train contradict what it does.", "A train ends in a store, or comes from one, or is transshipped, or passes.", "列车要么存入存车线，要么从存车线开出，要么换装，要么通过。";
    STAGE_NOT_DONE = "E0811", "The stage never applies to this train.", "Remove it.", "请删去。";
    BAD_FEET = "E0812", "Boxes are 20, 40 or 45 feet long.", "Write one of these lengths.", "请填写其中一种长度。";
    HANDLING_FIELDS = "E0813", "A train that is handled comes straight to its spot and has nothing of other trains.", "Remove the field, or handling.", "请删去该字段，或删去 handling。";

    OFF_WAY = "E0814", "The way does not lead over this port.", "Name a station on the way, or correct its ends and calls.", "请填写该径路上的车站，或改正其起讫站和停靠站。";
    RAKE_WAGONS = "E0815", "The wagons named for the rake are not those that it has, or are longer than it.", "Let wagons_of add up to the wagons of the rake, and length_m be at least their length.", "请使 wagons_of 之和等于车列辆数，且 length_m 不小于这些车辆的总长。";

    NO_ROUTE = "E0901", "There is no way over sections where the class runs.", "Add the class to run_minutes of the sections on its way, or correct the stations.", "请在其径路各区间的 run_minutes 中补上该列车种类，或改正车站。";
    TWICE_ON_ROUTE = "E0902", "The train would have to stop twice at one station of its route.", "Plan its two stays as two trains.", "请把两次停留作为两列车来计划。";
    TOO_LONG_FOR_TRACK = "E0903", "No track where the rake must stop is long enough.", "Shorten the rake, name another yard, or add a longer track.", "请缩短车列、改用另一车场，或补上更长的股道。";
    TOO_LONG_FOR_SPOT = "E0904", "The rake is longer than every spot it may use.", "Work it in parts, or refuse the train.", "请分批作业，或不接该列车。";
    NO_SPOT = "E0905", "No spot of the station may work the train.", "Check cargo, gauges, modes and pins.", "请检查货物、轨距、作业方式和固定安排。";
    NO_JOURNEY = "E0906", "The train has no journey: it begins where it ends and calls nowhere.", "Name the station it goes to.", "请给出它要去的车站。";

    STATE_TWICE = "E1001", "The train has two states.", "Keep one.", "请只保留一个。";
    STATE_TIMES = "E1002", "The times of the state contradict the start of the horizon.", "What is done lies before it, what is under way ends after it.", "已完成的在计划时域起点之前，在途的在其后结束。";
    PLACE_TAKEN = "E1003", "Two rakes are in one place.", "Correct one of them.", "请改正其中之一。";
    WRONG_PLACE = "E1004", "The rake cannot be there.", "Correct the place or the train.", "请改正所在地点或列车。";
    BAD_WORK = "E1005", "The crane work of the state contradicts the train, its places or its mode.", "Correct the figures; exactly one is given.", "请改正数值；应恰好给出一个。";
    OFF_ROUTE = "E1006", "The rake is not on its route.", "Correct the place, or the stations of the train.", "请改正所在地点，或列车的车站。";
    BUSY_MORE = "E1007", "More teams, locomotives or cranes are busy than there are.", "Correct the busy ones.", "请改正在忙的数目。";
    BUSY_WHAT = "E1008", "Exactly one of stage, locomotive_gauge_mm and crane is busy.", "Give one of them.", "请给出其中之一。";
    NO_SUCH_TRACK = "E1009", "There is no such track in the yard.", "Tracks are numbered from 1 through the groups of the yard.", "股道按车场各组的次序从 1 编号。";
    STATE_STAGES = "E1010", "The stages done contradict the place of the rake.", "List the stages done by now and no others.", "请只列出此时已完成的作业环节。";
    CAPS_USED = "E1011", "The count does not fit the caps of the section.", "Count the entries of the railway day so far, for a direction with a cap, once.", "请只为设有限额的方向填写该铁路日至今的进入列数，且只填一次。";
    LINE_CONFLICT = "E1012", "Two trains under way break a rule of the section between them.", "Correct their times.", "请改正它们的时间。";
    WORK_STOPPED = "E1013", "Crane work under way at the start cannot go on to its end: its cranes are closed, busy or needed elsewhere before.", "Move the closure behind the end of the work, or say that the work is interrupted, so that its rest is planned.", "请把停用时间移到该作业结束之后，或注明该作业已中断（interrupted），以便安排其剩余部分。";
    BAD_HOLD = "E1014", "The hold contradicts the station, the train or itself.", "Name a station with yards, a yard of it in which they may stand, and a release between the earliest and the latest.", "请填写设有车场的车站、该站内列车可停的车场，以及介于最早与最晚之间的放行时间。";
    BAD_ORDER = "E1015", "The order contradicts itself.", "Name one section or one spot, each train once, and let no pinned orders contradict each other.", "请给出一个区间或一个装卸位，每列车只写一次，且固定的顺序不得互相矛盾。";

    BAD_HISTORY = "E1101", "The history does not lie before the start of the horizon, or contradicts itself.", "Correct the time, or leave the history out: no plan depends on it.", "请改正时间，或删去 history：计划不取决于它。";
}

rules! {
    /// Every kind of warning, by code: the file is valid, but probably not what was meant.
    WARNINGS;
    HIDDEN_LETTERS = "W0301", "An id has letters that cannot be seen, or that turn the direction of writing.", "Write the id anew without them, everywhere it stands.", "请在其出现的各处重写该编号，去掉这些字符。";

    FOREIGN_OFFSET = "W0401", "A time zone named in the file has another offset at that time.", "Write the offset that holds then, if the clock of that zone is meant.", "如指该时区的当地时间，请填写当时实行的偏移。";

    STATION_ALONE = "W0501", "No section comes to the station, and no train is handled there.", "Name it in a section, or remove it.", "请在某一区间中使用它，或删去。";
    POSSESSIONS_OVERLAP = "W0502", "Two possessions of one track overlap.", "Make them one, or correct their times.", "请合为一个，或改正时间。";
    GIVEN_PATHS_CLASH = "W0503", "Two given paths break a rule of their section between them.", "Correct their times, or remove one that is there twice.", "请改正时间，或删去重复的一条。";
    GIVEN_PATH_CLOSED = "W0504", "A given path runs on a track that is closed.", "Correct the path or the possession.", "请改正该运行线或天窗。";
    GIVEN_PATH_STOPPED = "W0505", "A given path runs while the line is stopped for wind.", "Move or remove the path if its train does not run then.", "如该列车届时不开行，请移动或删去该运行线。";
    GIVEN_PATH_PLANNED = "W0506", "A given path has the number of a train that is to be planned.", "Remove the path, or the train; as it is, both take the line.", "请删去该运行线或该列车；照此两者都占用线路。";

    CRANE_UNUSED = "W0601", "No crane mode uses the crane.", "Name it in a step of a mode, or remove it.", "请在某一作业方式的步骤中使用它，或删去。";
    SPOT_UNUSED = "W0602", "No crane mode is for the spot, and no train is handled there.", "Name it in `spots` of a mode, or remove it.", "请在某一作业方式的 `spots` 中列出它，或删去。";
    SPOTS_AT_ZERO = "W0603", "Two spots of a shed with cranes of their own cannot be worked at the same time, because both begin at metre 0 of the runway.", "Give `at_m`, where each begins on the runway; or make them two sheds, if their cranes have a runway each.", "请给出 `at_m`，即各自在走行线上的起点；如两者的门吊各有走行线，请分设两个换装库。";

    RULE_WITHOUT_SERIES = "W0701", "The wind rules of a zone never act: it has no hourly series inside the horizon.", "Add the forecast of the zone to `wind.series`; if no wind is expected anywhere, say so with `\"wind\": {}`.", "请把该风区的预报加入 `wind.series`；如各处都预计无大风，请写明 `\"wind\": {}`。";
    SERIES_WITHOUT_RULE = "W0702", "The hourly series of a zone acts on nothing: nothing in it has a wind rule.", "Add rules to what the wind stops, or remove the series.", "请为因风停止的对象补上规则，或删去该序列。";

    DUE_TOO_EARLY = "W0801", "The train is due out before its fastest journey ends.", "Check earliest_entry and due_exit; as they are, the train is late in every plan.", "请检查 earliest_entry 与 due_exit；照此无论如何安排该列车都晚点。";
}
