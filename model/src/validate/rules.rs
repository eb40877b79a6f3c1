//! Every kind of problem an input file can have: its stable code, what it means, what to do about it.
//!
//! [`crate::codes`] makes `docs/problems.md` of it; a test keeps the two the same.

/// A kind of problem.
#[derive(Debug, PartialEq, Eq)]
pub struct Rule {
    /// Stable code.
    pub code: &'static str,
    /// What it means.
    pub meaning: &'static str,
    /// What to do about it.
    pub advice: &'static str,
}

macro_rules! rules {
    ($(#[$doc:meta])* $list:ident; $($name:ident = $code:literal, $meaning:literal, $advice:literal;)*) => {
        $(pub(crate) const $name: &Rule = &Rule { code: $code, meaning: $meaning, advice: $advice };)*

        $(#[$doc])*
        pub const $list: &[&Rule] = &[$($name),*];
    };
}
pub(crate) use rules;

rules! {
    /// Every rule, by code.
    RULES;
    NOT_JSON = "E0101", "The text is not JSON.", "Repair it at the line named.";
    TOO_LARGE = "E0102", "The file is larger than this program reads.", "Split the problem or leave out what is not needed.";
    TOO_DEEP = "E0103", "Lists and objects are nested deeper than any file of this format.", "Check that the file is an instance or a plan.";
    DUPLICATE_KEY = "E0104", "A key stands twice in one object.", "Keep one of the two.";
    NOT_UTF8 = "E0105", "The text is not UTF-8.", "Save the file as UTF-8.";
    TOO_MANY_VALUES = "E0106", "The file holds more values than this program reads.", "Split the problem or leave out what is not needed.";
    TOO_MANY_PROBLEMS = "E0107", "More problems were found than are listed.", "Repair those listed first, then read the file again.";
    EMPTY_FILE = "E0108", "The file is empty.", "Maybe what should have written it failed, or `>` emptied the file before it was read.";
    PACKED = "E0109", "The file is packed, or of another program: it is no text.", "Unpack it, or save it as JSON text.";
    OTHER_TEXT = "E0110", "The text is of another kind than JSON: a table, XML, YAML.", "Write an instance as docs/format.md describes it; `regauge generate s` shows one.";
    OTHER_FILE = "E0111", "The file is another one of this program than the one needed here: a plan for an instance, an instance for a plan and so on.", "Name the other file; where two are named the instance comes first.";

    UNKNOWN_FIELD = "E0201", "The field does not belong here.", "Correct its name or remove it.";
    MISSING_FIELD = "E0202", "A required field is missing.", "Add it.";
    WRONG_TYPE = "E0203", "The value has the wrong type.", "Write a value of the type named.";
    NOT_A_CHOICE = "E0204", "The value is none of those possible here.", "Write one of those named.";
    BAD_DATE_TIME = "E0205", "The text is not a date-time.", "Write it like 2025-03-01T18:00:00+08:00.";
    NO_OFFSET = "E0206", "The date-time has no offset from UTC.", "Add the offset, for example +08:00 for Beijing time.";
    NOT_WHOLE = "E0207", "The number is not a whole number of the size allowed.", "Write a whole number of that size.";
    UNREADABLE = "E0208", "The value cannot be read.", "Compare it with the schema.";
    BAD_VERSION = "E0209", "The format version is not one this program reads.", "Write the format_version named, and check the file against its schema.";
    UNSUPPORTED = "E0210", "The field or combination is not supported yet; no rule would enforce it.", "Remove it.";

    UNKNOWN_ID = "E0301", "Nothing has this id.", "Correct the id or add the thing it names.";
    DUPLICATE_ID = "E0302", "The id is used twice.", "Give each thing an id of its own.";
    BAD_ID = "E0303", "The id is empty, too long or has control characters.", "Write 1 to 100 visible characters.";
    REPEATED = "E0304", "The same thing is named twice in one list.", "Name it once.";

    EMPTY_SPAN = "E0401", "The span ends before or when it begins.", "Let it end after it begins.";
    NOT_WHOLE_MINUTE = "E0402", "The date-time is not a whole minute.", "Round it to the minute and leave the seconds at 00; seconds are read in given paths alone.";
    FAR_AWAY = "E0403", "The date-time is absurdly far from the horizon.", "Check the year.";
    BAD_HORIZON = "E0404", "The horizon is empty or longer than 400 days.", "Plan between one hour and 400 days.";
    OUT_OF_RANGE = "E0405", "The figure is outside its sane limits.", "Check the figure and its unit.";
    TOO_MANY_DECIMALS = "E0406", "The figure has more decimals than are counted.", "Round it.";
    BAD_TIME_OF_DAY = "E0407", "The text is not a time of day.", "Write it like 18:00.";
    LEVELS_TOO_LARGE = "E0408", "The levels of the objective cannot be counted apart: the numbers would be too large.", "Name fewer levels, so that more terms share one; or let the weights have a larger common divisor (look_ahead_weight_percent 100 often does it); or plan fewer trains or a shorter horizon.";

    UNKNOWN_TIMEZONE = "E0501", "The time zone is not in the IANA list.", "Write it like Asia/Almaty.";
    NO_YARD = "E0502", "A station without yards is a boundary point and has nothing else, unless it be spots in which trains are handled.", "Give it a yard, or remove what stands there.";
    SAME_ENDS = "E0503", "The section begins and ends at one station.", "Name two stations.";
    BAD_TRACKS = "E0504", "A section has one track or two.", "Write 1 or 2.";
    WRONG_GAUGE = "E0505", "The gauges do not agree.", "Use a thing of the other gauge or correct the gauge.";
    BAD_POSSESSION = "E0506", "The possession does not fit the tracks of its section.", "On a single track leave out `track` and `single_track_working`; single-track working needs a track named.";
    BAD_CAP_DAY = "E0507", "The day of a cap is outside the horizon or given twice.", "Give each railway day of the horizon at most once.";
    NO_LOCOMOTIVES = "E0508", "Rakes are shunted here but there is no locomotive of their gauge.", "Add a pool of locomotives of that gauge to the station.";
    LONG_LIGHT_RUN = "E0509", "Running light takes longer than the preparation of a spot leaves between two movements of one train.", "Shorten light_run_minutes to the preparation plus one minute.";
    EMPTY_LIST = "E0510", "The list needs at least one entry.", "Add one.";
    SECOND_POOL = "E0511", "There are two pools of locomotives of one gauge at one station.", "Make them one.";
    STORE_OVERFULL = "E0512", "More rakes than the store holds.", "Correct the rakes or the capacity.";

    SAME_GAUGES = "E0601", "The two tracks of a spot have one gauge.", "Name both gauges.";
    BAD_BEHIND = "E0602", "A spot is behind itself, behind a spot of another shed or pair, or in a circle.", "Name the spots of the same pair between it and the entrance.";
    BAD_SHARES = "E0603", "The shares of the steps do not add up to 100.", "Correct them.";
    NOT_NEIGHBOURS = "E0604", "The cranes of a step are not neighbours in runway order.", "Name them in the order of the shed's cranes, without a gap.";
    BAD_STRETCH = "E0605", "The stretch is empty or not inside the spot.", "Give metres of the runway inside every spot of the mode.";
    INDOOR_RULE = "E0606", "An indoor shed has a wind rule, or says what goes on in stops.", "Remove it, or mark the shed as outdoor.";
    BAD_LENGTHS = "E0607", "The longest rake of the mode is shorter than the shortest.", "Swap the two.";

    BAD_WIND_RULE = "E0701", "The wind rule contradicts itself or never acts.", "Give a stop threshold, resume thresholds not above it, and both slow fields or none.";
    BAD_SERIES = "E0702", "The hourly series are empty or differ in length.", "Give a mean and a gust for every hour.";
    NO_ZONE = "E0703", "There is a wind rule but no wind zone.", "Name the zone, or remove the rule.";

    TRANSSHIPMENT_FIELDS = "E0801", "The fields of a transshipment do not go together.", "Give transship_at, onward, emptied and boxes together, or none of them.";
    ONE_STATION_ONLY = "E0802", "More than one station of transshipment is not supported yet.", "Choose one.";
    WRONG_STATION = "E0803", "The thing named is at another station.", "Name one at the station of this train.";
    NO_WAY_AWAY = "E0804", "The rake would begin or end its way at the station where it is transshipped.", "Name the station it comes from or goes to, or give the train a state.";
    BOXES_DO_NOT_FIT = "E0805", "The boxes do not fit on the wagons.", "Correct boxes or wagons; a wagon takes 80 feet.";
    BAD_PARTS = "E0806", "The number of parts does not fit the train.", "Give 1 to 10 parts, more than one only for transshipped trains, not more than its lifts or wagons.";
    NO_FATE = "E0807", "Nothing is said about what becomes of the emptied rake.", "Give return_to, into_store or both.";
    BAD_PIN = "E0808", "The pin is impossible.", "Correct or remove it.";
    BAD_TIMES = "E0809", "The times of the train contradict each other or the horizon.", "Correct them or leave the train out.";
    STORE_CONFLICT = "E0810", "The stores of the train contradict what it does.", "A train ends in a store, or comes from one, or is transshipped, or passes.";
    STAGE_NOT_DONE = "E0811", "The stage never applies to this train.", "Remove it.";
    BAD_FEET = "E0812", "Boxes are 20, 40 or 45 feet long.", "Write one of these lengths.";
    HANDLING_FIELDS = "E0813", "A train that is handled comes straight to its spot and has nothing of other trains.", "Remove the field, or handling.";

    NO_ROUTE = "E0901", "There is no way over sections where the class runs.", "Add the class to run_minutes of the sections on its way, or correct the stations.";
    TWICE_ON_ROUTE = "E0902", "The train would have to stop twice at one station of its route.", "Plan its two stays as two trains.";
    TOO_LONG_FOR_TRACK = "E0903", "No track where the rake must stop is long enough.", "Shorten the rake, name another yard, or add a longer track.";
    TOO_LONG_FOR_SPOT = "E0904", "The rake is longer than every spot it may use.", "Work it in parts, or refuse the train.";
    NO_SPOT = "E0905", "No spot of the station may work the train.", "Check cargo, gauges, modes and pins.";
    NO_JOURNEY = "E0906", "The train has no journey: it begins where it ends and calls nowhere.", "Name the station it goes to.";

    STATE_TWICE = "E1001", "The train has two states.", "Keep one.";
    STATE_TIMES = "E1002", "The times of the state contradict the start of the horizon.", "What is done lies before it, what is under way ends after it.";
    PLACE_TAKEN = "E1003", "Two rakes are in one place.", "Correct one of them.";
    WRONG_PLACE = "E1004", "The rake cannot be there.", "Correct the place or the train.";
    BAD_WORK = "E1005", "The crane work of the state contradicts the train, its places or its mode.", "Correct the figures; exactly one is given.";
    OFF_ROUTE = "E1006", "The rake is not on its route.", "Correct the place, or the stations of the train.";
    BUSY_MORE = "E1007", "More teams, locomotives or cranes are busy than there are.", "Correct the busy ones.";
    BUSY_WHAT = "E1008", "Exactly one of stage, locomotive_gauge_mm and crane is busy.", "Give one of them.";
    NO_SUCH_TRACK = "E1009", "There is no such track in the yard.", "Tracks are numbered from 1 through the groups of the yard.";
    STATE_STAGES = "E1010", "The stages done contradict the place of the rake.", "List the stages done by now and no others.";
    CAPS_USED = "E1011", "The count does not fit the caps of the section.", "Count the entries of the railway day so far, for a direction with a cap, once.";
    LINE_CONFLICT = "E1012", "Two trains under way break a rule of the section between them.", "Correct their times.";
    WORK_STOPPED = "E1013", "Crane work under way at the start cannot go on to its end: its cranes are closed, busy or needed elsewhere before.", "Move the closure behind the end of the work, or leave the work out, so that it is planned to begin later.";
}

rules! {
    /// Every kind of warning, by code: the file is valid, but probably not what was meant.
    WARNINGS;
    HIDDEN_LETTERS = "W0301", "An id has letters that cannot be seen, or that turn the direction of writing.", "Write the id anew without them, everywhere it stands.";

    FOREIGN_OFFSET = "W0401", "A time zone named in the file has another offset at that time.", "Write the offset that holds then, if the clock of that zone is meant.";

    STATION_ALONE = "W0501", "No section comes to the station, and no train is handled there.", "Name it in a section, or remove it.";
    POSSESSIONS_OVERLAP = "W0502", "Two possessions of one track overlap.", "Make them one, or correct their times.";
    GIVEN_PATHS_CLASH = "W0503", "Two given paths break a rule of their section between them.", "Correct their times, or remove one that is there twice.";
    GIVEN_PATH_CLOSED = "W0504", "A given path runs on a track that is closed.", "Correct the path or the possession.";
    GIVEN_PATH_STOPPED = "W0505", "A given path runs while the line is stopped for wind.", "Move or remove the path if its train does not run then.";
    GIVEN_PATH_PLANNED = "W0506", "A given path has the number of a train that is to be planned.", "Remove the path, or the train; as it is, both take the line.";

    CRANE_UNUSED = "W0601", "No crane mode uses the crane.", "Name it in a step of a mode, or remove it.";
    SPOT_UNUSED = "W0602", "No crane mode is for the spot, and no train is handled there.", "Name it in `spots` of a mode, or remove it.";
    SPOTS_AT_ZERO = "W0603", "Two spots of a shed with cranes of their own cannot be worked at the same time, because both begin at metre 0 of the runway.", "Give `at_m`, where each begins on the runway; or make them two sheds, if their cranes have a runway each.";

    RULE_WITHOUT_SERIES = "W0701", "The wind rules of a zone never act: it has no hourly series inside the horizon.", "Add the forecast of the zone to `wind.series`; if no wind is expected anywhere, say so with `\"wind\": {}`.";
    SERIES_WITHOUT_RULE = "W0702", "The hourly series of a zone acts on nothing: nothing in it has a wind rule.", "Add rules to what the wind stops, or remove the series.";

    DUE_TOO_EARLY = "W0801", "The train is due out before its fastest journey ends.", "Check earliest_entry and due_exit; as they are, the train is late in every plan.";
}
