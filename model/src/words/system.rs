//! Stations, sheds, sections and wind (E05, E06, E07).

use crate::messages;

messages! {
    no_classes(): "没有列车种类", "there are no train classes";
    no_stations(): "没有车站", "there are no stations";
    boundary_has(what): "没有车场的车站不能有{what}", "a station without yards cannot have {what}";
    throat_without_movements(): "该咽喉没有进路", "the throat has no movements";
    nothing_named(): "没有列出到达、出发或调车", "no arrivals, departures or shunting are named";
    not_at_station(what, name, station): "{what} `{name}` 不在车站 `{station}`", "{what} `{name}` is not at station `{station}`";
    no_throat_minutes(field): "本站的 `{field}` 为 0", "`{field}` of the station is 0";
    only_shunting(): "只有调车作业才有到达咽喉的时刻", "only shunting comes to a throat some minutes after its start";
    second_through(gauge): "已为 {gauge} mm 的通过列车指定了股道", "tracks for trains of {gauge} mm that pass are named already";
    no_such_group(yard, count, group): "车场 `{yard}` 有 {count} 组股道，没有第 {group} 组", "yard `{yard}` has {count} groups of tracks, and no group {group}";
    no_time_left(): "调车作业在此之前已结束", "the shunting there has ended by then";
    no_timezone(): "没有这个时区", "there is no such time zone";
    shunting_slows(): "大风时调车要么停止，要么照常，不会减速", "shunting stops under wind or goes on; it does not slow down";
    yard_empty(): "车场没有股道", "the yard has no tracks";
    stage_empty(): "该作业环节不适用于任何列车种类", "the stage applies to no class";
    departure_stage(): "出发作业环节总在出发之前", "a departure stage is always before the departure";
    second_pool(gauge): "本站已有一组 {gauge} mm 的调机", "the station has a pool of {gauge} mm already";
    store_overfull(rakes, capacity): "存车线容量为 {capacity} 列车底，却有 {rakes} 列", "{rakes} rakes in a store for {capacity}";
    store_too_short(metres, capacity): "存车线长 {capacity} m，却有 {metres} m 的车辆", "{metres} m of wagons in a store of {capacity} m";
    store_needs(field): "存车线须给出 `{field}`", "the store needs `{field}`";
    store_no_kind(): "存车线没有任何车种", "the store has no kind of wagon";
    not_with_wagons(field): "按辆计数的存车线没有 `{field}`", "a store that counts wagons has no `{field}`";
    only_with_wagons(field): "`{field}` 只用于按辆计数的存车线", "`{field}` is only for a store that counts wagons";
    kind_twice(kind): "车种 `{kind}` 列了两次", "kind `{kind}` is named twice";
    no_such_kind(store, kind): "存车线 `{store}` 没有车种 `{kind}`", "store `{store}` has no wagons of kind `{kind}`";
    store_counts_rakes(store): "存车线 `{store}` 按列计数，没有车种", "store `{store}` counts whole rakes, which have no kind";
    end_needs_kind(store): "存车线 `{store}` 有几个车种，须指明 `kind`", "store `{store}` has several kinds of wagon, so `kind` is required";
    rake_needs_kinds(store): "存车线 `{store}` 有几个车种，须给出 `wagons_of`", "store `{store}` has several kinds of wagon, so `wagons_of` is required";
    rake_adds_up(wagons, sum): "车列有 {wagons} 辆，而所列各车种共 {sum} 辆", "the rake has {wagons} wagons, but its kinds add up to {sum}";
    rake_too_short(length, metres): "车列长 {length} m，而其车辆长 {metres} m", "the rake is {length} m long, but its wagons {metres} m";
    long_light_run(gauge, run, preparation): "{gauge} mm 的调机单机走行 {run} 分钟，比 {preparation} 分钟的准备时间再加一分钟还长", "a locomotive of {gauge} mm runs light for {run} minutes, longer than the {preparation} of preparation and one more";
    needs_locomotive(what, gauge): "{what}需要 {gauge} mm 的调机", "{what} needs a locomotive of {gauge} mm";
    store_twice(store): "存车线 `{store}` 列了两次", "store `{store}` is named twice";
    gauges_differ(what, one, other, two): "{what}为 {one} mm，而{other}为 {two} mm", "{what} has {one} mm but {other} {two} mm";

    // Sheds.
    indoor_wind(): "室内换装库的门吊不受风影响", "the wind does not act on the cranes of an indoor shed";
    no_cranes_for_wind(): "没有会因大风停吊的门吊", "there are no cranes that the wind could stop";
    indoor_stops(): "室内换装库的门吊不因大风停吊", "the wind does not stop the cranes of an indoor shed";
    shed_without(shed, field): "换装库 `{shed}` 没有{field}", "shed `{shed}` has no {field}";
    modes_need(shed, field): "换装库 `{shed}` 设有门吊作业方式，必须给出 `{field}`", "shed `{shed}` has crane modes, so `{field}` is required";
    cargo_unknown(): "没有列车种类装这种货物", "no class carries this kind of cargo";
    same_gauges(spot, gauge): "换装线 `{spot}` 的两条线路都是 {gauge} mm", "both tracks of spot `{spot}` have {gauge} mm";
    behind_itself(spot): "换装线 `{spot}` 排在自己后面", "spot `{spot}` is behind itself";
    behind_other_pair(spot): "换装线 `{spot}` 属于轨距不同的另一对线路", "spot `{spot}` is of a pair with other gauges";
    behind_other_shed(spot): "换装线 `{spot}` 属于另一个换装库", "spot `{spot}` belongs to another shed";
    behind_circle(shed): "换装库 `{shed}` 的换装线前后关系成环", "spots of shed `{shed}` are behind each other in a circle";
    no_length(min, max): "{min} 至 {max} m 之间没有可用长度", "from {min} to {max} m there is no length";
    no_steps(mode): "门吊作业方式 `{mode}` 没有步骤", "mode `{mode}` has no steps";
    bad_shares(mode, sum): "门吊作业方式 `{mode}` 各步骤的份额合计为 {sum}", "the shares of mode `{mode}` add up to {sum}";
    step_without_cranes(): "该步骤没有门吊", "the step has no cranes";
    not_neighbours(): "该步骤的门吊在走行线上不相邻", "the cranes of the step are not neighbours in runway order";
    empty_stretch(): "作业区段为空", "the stretch is empty";
    stretch_outside(from, to, spot): "{from} 至 {to} m 不在换装线 `{spot}` 范围内", "metres {from} to {to} are not inside spot `{spot}`";

    // Sections.
    passed_late(): "已结束的运行须不晚于计划时域起点结束", "a run that has ended did so at the start of the horizon or before";
    same_ends(section, station): "区间 `{section}` 的两端都是 `{station}`", "section `{section}` begins and ends at `{station}`";
    bad_tracks(section, tracks): "区间 `{section}` 有 {tracks} 条线路", "section `{section}` has {tracks} tracks";
    no_class_runs(): "没有列车种类在该区间运行", "no class runs in this section";
    window_too_short(minutes): "窗口只有 {minutes} min", "the window has {minutes} min";
    no_room_in_window(section): "窗口内容不下该天窗：须在计划起点之后、区间 `{section}` 内的列车离开之后，并避开已给出的运行线", "the window has no room for it: after the start of the plan, behind the trains that are in section `{section}` then, and beside the paths given away";
    needs_second_track(): "另一线单线双向行车需要有第二条线路", "single-track working needs a second track";
    single_track_direction(): "单线区间没有按方向区分的线路", "a single track has no track of its own for a direction";
    every_track_closed(): "所有线路都封锁时，不能办理另一线单线双向行车", "single-track working while every track is closed";
    day_outside(): "该铁路日不在计划时域内", "this railway day is outside the horizon";
    cap_ends_first(): "限额的终止不在起始之后", "the cap ends before it begins";
    entered_late(): "进入时刻不在计划时域起点之前", "the entry is not before the start of the horizon";
    trains_per_hour(): "列/小时", "trains per hour";
    day_twice(): "该铁路日已有数值", "this railway day has a figure already";
    counted_already(): "该区间和方向已计过", "this section and direction are counted already";
    cap_exceeded(used, cap): "已进入 {used} 列，而限额为 {cap} 列", "{used} trains have entered but the cap is {cap}";
    no_such_cap(): "该区间在此方向没有计入这些列车的限额", "the section has no cap in this direction that counts these trains";
    path_empty(): "运行线的终点不晚于起点", "the path ends before or when it begins";

    // Wind.
    rule_without_zone(): "此处没有风区，规则永不生效", "the rule never acts: there is no wind zone here";
    resumes_above(what, resume, stop): "恢复作业的{what}为 {resume} m/s，高于停止作业的 {stop} m/s", "it resumes at a {what} of {resume} m/s but stops at {stop} m/s";
    nothing_stops(): "没有停止作业的条件，也就无从恢复", "nothing resumes where nothing stops";
    slow_needs_speed(): "slow_gust_mps 须与 slow_speed_percent 同时给出", "slow_gust_mps needs slow_speed_percent beside it";
    slow_needs_gust(): "slow_speed_percent 须与 slow_gust_mps 同时给出", "slow_speed_percent needs slow_gust_mps beside it";
    rule_idle(): "该规则既不停止也不限速", "the rule neither stops nor slows anything";
    two_series(zone): "风区 `{zone}` 有两组风速序列", "zone `{zone}` has two series";
    series_differ(means, gusts): "平均风速 {means} 个，阵风 {gusts} 个", "{means} means but {gusts} gusts";
    series_empty(): "风速序列没有小时值", "the series has no hours";
    series_too_long(hours, max): "{hours} 小时，超过上限 {max}", "{hours} hours are more than {max}";
}
