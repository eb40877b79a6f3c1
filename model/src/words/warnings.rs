//! What is valid but hardly meant (W).

use crate::messages;

messages! {
    due_too_early(train, exit): "列车 `{train}` 的要求离开时间早于最快行程的结束时间 {exit}", "train `{train}` is due out before its fastest journey ends, at {exit}";
    path_in_wind(path, section, from, to): "运行线 `{path}` 经过 `{section}`，而该线路 {from} 至 {to} 因大风停轮", "path `{path}` runs through `{section}` while the line is stopped for wind from {from} to {to}";
    path_of_planned(train): "列车 `{train}` 有待计划，却已有运行线", "train `{train}` is to be planned and has a path";
    possessions_overlap(section, other, from, to): "`{section}` 的该天窗与 possessions[{other}] 在 {from} 至 {to} 重叠", "this possession of `{section}` overlaps possessions[{other}] from {from} to {to}";
    path_closed(path, section, from, to): "运行线 `{path}` 经过 `{section}`，而其线路 {from} 至 {to} 封锁", "path `{path}` runs through `{section}`, whose track is closed from {from} to {to}";
    paths_clash(path, section, wrong, other, number, from, to): "`{section}` 中运行线 `{path}` 与运行线 `{other}`（given_paths[{number}]，{from} 至 {to}）冲突：{wrong}", "path `{path}` in `{section}` {wrong} path `{other}`, given_paths[{number}], from {from} to {to}";
    same_path(): "两者相同", "is the same as";
    enters_too_soon(minutes): "前者进入的间隔不足 {minutes} 分钟", "enters less than {minutes} minutes after";
    overtakes(): "前者越过后者", "overtakes";
    leaves_too_soon(minutes): "前者离开的间隔不足 {minutes} 分钟", "leaves less than {minutes} minutes after";
    same_track(): "两者同时占用同一线路", "is on the same track as";
    clears_too_late(minutes): "线路腾空后不足 {minutes} 分钟前者即进入", "enters less than {minutes} minutes after the track is left by";
    runway(one, other, shed): "换装线 `{one}` 与 `{other}` 各有门吊，却不能同时作业：两者都从换装库 `{shed}` 走行线的 0 m 处开始", "spots `{one}` and `{other}` have cranes of their own, but are never worked at the same time: both begin at metre 0 of the runway of shed `{shed}`";
    hidden_letter(letter, what): "编号含 {letter}，{what}", "the id has {letter}, {what}";
    outer_space(): "编号首尾有空格", "the id begins or ends with a space";
    turns_writing(): "它会改变书写方向", "which turns the direction of writing";
    odd_space(): "它是看似普通空格的另一种空格", "a space that looks like the usual one";
    invisible(): "它不可见", "which cannot be seen";
    nothing_more(): "", "";
    and_more(count): "（另有 {count} 处用此偏移）", " (and {count} more times with this offset)";
    offset_then(zone, then, more): "{zone} 当时的偏移为 {then}{more}", "at that time the offset of {zone} is {then}{more}";
    station_alone(): "没有区间通到该车站，也没有列车在此办理到站作业", "no section comes to this station, and no train is handled here";
    crane_unused(shed, crane): "换装库 `{shed}` 没有使用门吊 `{crane}` 的作业方式", "no mode of shed `{shed}` uses crane `{crane}`";
    spot_unused(shed, spot): "换装库 `{shed}` 没有用于换装线 `{spot}` 的作业方式", "no mode of shed `{shed}` is for spot `{spot}`";
    one_wind_rule(): "大风规则", "the wind rule";
    wind_rules(count): "{count} 条大风规则", "the {count} wind rules";
    no_series(what, zone): "风区 `{zone}` 的{what}永不生效：没有逐时风速序列", "{what} of zone `{zone}` never act: it has no hourly series";
    series_outside(what, zone): "风区 `{zone}` 的{what}永不生效：逐时风速序列不在计划时域内", "{what} of zone `{zone}` never act: its hourly series lies outside the horizon";
    no_wind_rule(zone): "风区 `{zone}` 内没有任何大风规则", "nothing in zone `{zone}` has a wind rule";
}
