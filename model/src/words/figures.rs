//! Names, times, figures and the objective (E03, E04).

use crate::messages;

messages! {
    too_many(count, what, max): "{what}共 {count} 个，超过本程序的上限 {max}", "{count} {what} are more than the {max} this program reads";

    bad_id(kind): "{kind}的编号为空、过长或含不可见字符", "the id of a {kind} is empty, too long or unprintable";
    same_id(kinds, id): "有两个{kinds}的编号都是 `{id}`", "two {kinds} have the id `{id}`";
    no_such(kind, name): "没有{kind} `{name}`", "there is no {kind} `{name}`";
    named_twice(kind, name): "{kind} `{name}` 列了两次", "{kind} `{name}` is named twice";

    start_not_whole(): "计划时域的起点不是整分钟", "the horizon does not start at a whole minute";
    both_ends(): "planning_end 与 end 须同时给出或同时省略", "planning_end and end are given together, or neither";
    bad_day_start(): "铁路日的起点不是时刻", "the start of the railway day is not a time of day";
    no_planning_part(): "计划时域中的计划时段为空", "the planning part of the horizon is empty";
    horizon_too_long(hours): "计划时域长 {hours} 小时，超过 400 天", "the horizon is {hours} hours long, more than 400 days";
    ends_not_hours(): "已给出计划时域的终点，不应再给小时数", "the ends of the horizon are given, so its hours are not";
    whole_minutes(): "时间须为整分钟", "times are whole minutes";
    far_from_start(): "距计划时域起点超过 400 天", "this is more than 400 days away from the start of the horizon";
    horizon_ends_early(): "计划时域的终点早于起点，或早于计划时段的终点", "the horizon ends before it begins, or before its planning part does";
    very_far_from_start(): "距计划时域起点超过 1000 天", "this is more than 1000 days away from the start of the horizon";
    empty_span(): "时段为空", "the span is empty";
    span_reversed(): "时段的终点早于起点", "the span ends before it begins";
    outside_limits(value, unit, min, max): "{value} {unit}超出 {min} 至 {max} 的范围", "{value} {unit} is outside the limits of {min} to {max}";
    two_decimals(): "小数超过两位，多出的不计", "more than two decimals are not counted";

    postponed_whole(): "顺延一列的成本须为整分钟数", "the cost of a postponed train is a whole number of minutes";
    empty_level(): "该级没有目标项", "the level has no terms";
    term_twice(term): "目标项 `{term}` 已属于某一级", "term `{term}` is in a level already";
    late_in_parts(): "分级目标时，晚点一分钟的成本乘以每列车的权重须为百分之一的整数倍", "with levels, a minute late times the weight of every train is whole hundredths";
    too_many_bits(bits): "要区分本算例的各级目标，需要 {bits} 位的数，而可用的只有 51 位", "to count the levels of this instance apart takes numbers of {bits} bits, and there are 51";
}
