//! What the checker finds wrong with a plan.
//!
//! A sentence per violation; where several have one beginning, that and what is wrong are rows of their own. Rows in capitals begin
//! a sentence.

use crate::messages;

messages! {
    // Whose event it is, and what.
    rake_of_train(train): "列车 {train}", "train {train}";
    arriving_rake_of(train): "列车 {train} 的到达车列", "the arriving rake of train {train}";
    onward_rake_of(train): "列车 {train} 的换装后重车列", "the onward rake of train {train}";
    first_rake_of_train(train): "列车 {train}", "Train {train}";
    first_arriving_rake_of(train): "列车 {train} 的到达车列", "The arriving rake of train {train}";
    first_onward_rake_of(train): "列车 {train} 的换装后重车列", "The onward rake of train {train}";
    run_down(section): "下行经{section}", "run down {section}";
    run_up(section): "上行经{section}", "run up {section}";
    placing_into(spot): "送车至{spot}", "placing into {spot}";
    crane_work_on(part, spot): "在{spot} 换装第 {part} 批", "crane work on part {part} in {spot}";
    handling_in(spot): "在{spot} 办理到站作业", "handling in {spot}";
    exchange_for(part, spot): "在{spot} 换送第 {part} 批", "exchange for part {part} in {spot}";
    pulling_from(spot): "取车自{spot}", "pulling from {spot}";
    moving_into(store): "调入{store}", "movement into {store}";
    moving_from(store): "调出{store}", "movement from {store}";
    event_of(rake, what, span): "{rake}：{what}（{span}）", "{rake}: {what} ({span})";
    wrong_event(event, wrong): "{event}，{wrong}。", "{event} {wrong}.";

    // Plans of another instance.
    has_trains(trains, count): "有 {trains} 列列车，而算例有 {count} 列", "has {trains} trains, the instance {count}";
    has_thing(kind, number, count): "提到 {number} 号{kind}（从 0 起），而算例共有 {count} 个", "names {kind} {number}, counted from 0, and the instance has {count}";
    side_of_spot(): "换装线侧", "side of a spot";
    locomotive_pool(): "调机组", "locomotive pool";
    of_other_instance(what): "计划{what}；该计划属于另一算例", "the plan {what}; it is a plan of another instance";
    is_of_other_instance(what): "计划{what}；该计划属于另一算例。", "The plan {what}; it is a plan of another instance.";

    // Sequence: something is missing.
    missing(rake, what, near, instead): "{rake}：{near} 之后缺少{what}；{instead}。", "{rake}: {what} is missing after {near}; {instead}.";
    nothing_follows(): "其后再无事件", "nothing follows";
    next_is(event): "其后为“{event}”", "the next is {event}";
    run_under_way(): "起始时在途的运行", "the run under way at the start";
    its_run(from, to): "自 {from} 至 {to} 的运行", "its run from {from} to {to}";
    its_movement_into_store(): "入存车线调车", "its movement into the store";
    its_movement_from_store(): "出存车线调车", "its movement from the store";
    its_handling(): "到站作业", "its handling in a spot";
    its_placing_from_store(): "自存车线的送车", "its placing from its store";
    its_placing_from_track(): "自股道的送车", "its placing from its track";
    its_exchange(part): "第 {part} 批的换送", "the exchange for part {part}";
    its_crane_work(part): "第 {part} 批的换装作业", "its crane work on part {part}";
    its_pulling(): "自换装线的取车", "its pulling from the spot";
    start_off_way(train): "列车 {train}：起始位置不在其径路上。", "Train {train}: its place at the start is not on its way.";
    no_side(rake): "{rake} 未占用换装线的本侧。", "{rake} does not hold its side of the spot.";
    no_track(rake, station, from): "{rake} 自 {from} 起未占用 {station} 的股道。", "{rake} holds no track at {station} from {from}.";
    no_stage(rake, stage): "{rake} 未办理{stage}。", "{rake} does not undergo {stage}.";

    // Sequence: an event is not as it must be.
    one_too_many(): "多余：其行程中没有这一步", "is one too many: nothing in its journey asks for it";
    exchange_before_work(): "早于换装线上一批的作业完成", "begins before the work on the part in the spot is done";
    pulling_before_work(): "早于换装作业完成", "begins before the crane work is done";
    store_not_named(): "取往的存车线不是列车为空车底指定的", "goes to a store that the train does not name for its emptied rake";
    no_way_back(): "取往股道，而列车没有指定空车底的返回径路", "goes to a track, but the train names no way back for its emptied rake";
    loaded_into_store(): "取往存车线，而换装后重车列是重车", "goes to a store, but the onward rake is loaded";
    other_spot(): "与该列车其余作业不在同一换装线", "is in another spot than the rest of the work on this train";
    starts_where_it_passes(station): "自 {station} 起动，而它不在该站停车", "starts from a stop at {station}, where it does not stop";
    passes_where_it_stands(station): "在 {station} 通过，而它停在该站", "passes {station}, where it stands";
    passes_and_waits(station, at): "于 {at} 通过 {station}，而下一段运行不在此时开始", "passes {station} at {at}, but its next run does not begin then";
    stops_where_it_leaves(station): "在 {station} 停车，而它在该站离开本系统", "stops at {station}, where it leaves the system";
    stops_without_yard(station): "在 {station} 停车，而该站没有其轨距的车场", "stops at {station}, which has no yard of its gauge";
    no_stop_at_end(station): "未在其终点 {station} 停车", "does not stop at {station}, where it ends";
    passes_stop(station): "通过 {station}，而它须在该站停车", "passes {station}, where it must stop";
    begins_before_it_stands(station, at): "早于车列在 {station} 停妥的 {at}", "begins before it stands at {station}, at {at}";

    // State at the start.
    not_the_run(span, section): "不是起始时在途的运行（{section}，{span}）", "is not the run {span} in {section} under way at the start";
    must_pass(): "须在区间终点通过", "must pass at its end";
    must_stop(): "须在区间终点停车，除非在该处离开本系统", "must stop at its end unless it leaves the system there";
    not_the_placing(spot, until): "不是起始时正在进行、至 {until} 结束的{spot} 送车", "is not the placing into {spot} under way until {until}";
    not_the_pulling(spot, until): "不是起始时正在进行、至 {until} 结束的{spot} 取车", "is not the pulling from {spot} under way until {until}";
    not_the_exchange(spot, until): "不是起始时正在进行、至 {until} 结束的{spot} 换送", "is not the exchange in {spot} under way until {until}";
    not_the_handling(spot, until): "不是起始时正在进行、至 {until} 结束的{spot} 到站作业", "is not the handling in {spot} under way until {until}";
    moves_before_made_up(at): "应在 {at} 编组完毕之后开始", "begins before it has been made up at {at}";
    not_the_movement(until): "不是起始时正在进行、至 {until} 结束的调车", "is not the one under way until {until}";
    not_where_it_was(place): "不是起始时所在的{place}", "is not {place}, where it was at the start";
    ends_otherwise(end): "起始时已在办理，应于 {end} 结束", "was under way at the start and ends at {end}";
    worked_parts_in_store(): "没有取往存车线，而前几批已在其中", "does not go into the store, where the parts worked before are";
    worked_parts_on(place): "没有取往{place}，而前几批已停在那里", "does not go to {place}, where the parts worked before stand";
    not_the_mode(mode): "作业方式不是此前各批所用的 {mode}", "is not in mode {mode}, in which the parts before were worked";
    work_breaks_off(spot, mode): "没有自起始时刻起在{spot} 以作业方式 {mode} 继续", "does not go on from the start in {spot} and mode {mode}";

    // Times.
    takes_until(end): "应于 {end} 结束", "takes until {end}";
    enters_early(train, at, earliest): "列车 {train} 于 {at} 进入，早于其最早进入时间 {earliest}。", "Train {train} enters at {at}, before its earliest entry at {earliest}.";
    outside_horizon(end): "不在计划时域起点与其终点 {end} 之间", "does not lie between the start of the horizon and its end at {end}";
    leaves_too_early(train, exit, earliest): "列车 {train} 于 {exit} 离开，而即使毫无等待也不能早于 {earliest}：必有规则被违反而其他检查均未发现。", "Train {train} leaves at {exit}, but cannot before {earliest} even if it never waits: a rule must be broken that no other check has seen.";

    // Stages and teams.
    stage_early(stage, rake, at, earliest): "{rake} 的作业环节 {stage} 于 {at} 开始，早于最早可开始的 {earliest}。", "Stage {stage} of {rake} begins at {at}, before it can at {earliest}.";
    stage_late(stage, rake, end, what, by): "{rake} 的作业环节 {stage} 于 {end} 结束，而须待其完成的{what}在 {by} 已开始。", "Stage {stage} of {rake} ends at {end}, after {what} at {by} that waits for it.";
    next_run(): "下一段运行", "its next run";
    the_movement_into_store(): "入存车线调车", "the movement into the store";
    the_placing(): "送车", "the placing";
    the_departure(): "换装后重车列的出发", "the departure of the onward rake";
    call_short(rake, station, ready, leaves): "{rake} 在 {station} 的停靠至 {ready} 才满，却于 {leaves} 离开。", "The call at {station} of {rake} lasts until {ready}, but it leaves at {leaves}.";
    stage_closed(stage, train, span, closed): "列车 {train} 的作业环节 {stage}（{span}）与停止办理的 {closed} 重叠。", "Stage {stage} of train {train} ({span}) overlaps {closed}, when it is closed.";
    no_such_team(stage, train, team, teams): "列车 {train} 的作业环节 {stage} 由班组 {team} 办理，而只有 {teams} 个班组。", "Stage {stage} of train {train} is done by team {team}, but there are {teams} teams.";
    no_team(stage, train): "列车 {train} 的作业环节 {stage} 没有班组办理。", "Stage {stage} of train {train} is done by no team.";
    team_taken(team, stage, train, at, other, span): "作业环节 {stage} 的班组 {team} 于 {at} 办理列车 {train}，而此时正在办理列车 {other}（{span}）。", "Team {team} of stage {stage} has train {train} at {at} while it has train {other} ({span}).";
    team_busy(stage, train, at, until): "列车 {train} 的作业环节 {stage} 于 {at} 开始，而起始时被占用的一个班组到 {until} 才空出。", "Stage {stage} of train {train} begins at {at}, but a team busy at the start is missing until {until}.";

    // Tracks and spots.
    track_held(track, yard, rake, span, wrong): "{rake} 占用的 {yard} {track} 道（{span}）{wrong}。", "Track {track} of {yard}, held by {rake} ({span}), {wrong}.";
    spot_held(spot, rake, span, wrong): "{rake} 占用的换装线 {spot}（{span}）{wrong}。", "Spot {spot}, held by {rake} ({span}), {wrong}.";
    must_be_held(span): "应占用 {span}", "must be held {span}";
    wrong_gauge(gauge, rake): "轨距为 {gauge} mm，而车列为 {rake} mm", "has {gauge} mm, not the {rake} mm of the rake";
    passes_without_track(train, at, yard, span): "列车 {train} 于 {at} 通过，而 {yard} 供其通过的股道在 {span} 并非始终有一条空闲。", "Train {train} passes at {at}, but {yard} has no track left for it all of {span}.";
    passes_on_other_track(train, station, at, track): "列车 {train} 于 {at} 通过 {station}，{track} 道不是供其通过的股道。", "Train {train} is said to pass {station} at {at} on track {track}, which is none for trains that pass there.";
    no_such_track(): "并不存在", "does not exist";
    track_short(length, rake): "长 {length} m，而车列长 {rake} m", "has {length} m, but the rake {rake} m";
    other_yard(yard): "不在其停靠指定的{yard}", "is not in {yard}, which its call names";
    by_call_only(): "只供停靠时指定该车场的列车使用", "is only for trains whose call names its yard";
    not_the_spot(spot): "不是该车列取送或到站作业所在的{spot}", "is not {spot}, to or from which the rake is moved or in which it is handled";
    is_closed(closed): "在 {closed} 封锁", "is closed {closed}";
    gauge_missing(gauge): "没有 {gauge} mm 的线路", "has no track of {gauge} mm";
    spot_short(length, part): "长 {length} m，而车列（或其每批）长 {part} m", "has {length} m, but the rake (or each part of it) {part} m";
    cargo_refused(shed, cargo): "属于{shed}，该库不办理 {cargo}", "is in {shed}, which does not accept {cargo}";
    no_cargo(shed): "属于{shed}，该库只办理指定的货物，而该列车种类没有货物", "is in {shed}, which accepts certain cargo only, and the class has none";
    closed_for_movement(event, spot, closed): "{event}，而{spot} 在 {closed} 封锁。", "{event}: {spot} is closed {closed}.";
    busy(train, what, at, until): "列车 {train} 于 {at} 需用{what}，而它被占用至 {until}。", "Train {train} needs {what} at {at}, but it is busy until {until}.";
    taken(train, what, at, other, span): "列车 {train} 于 {at} 需用{what}，而它由列车 {other} 占用（{span}）。", "Train {train} needs {what} at {at}, but train {other} holds it {span}.";
    side_busy(train, side, at, until): "列车 {train} 于 {at} 需用{side}，而它被占用至 {until}。", "Train {train} needs {side}, at {at}, but it is busy until {until}.";
    side_taken(train, side, at, other, span): "列车 {train} 于 {at} 需用{side}，而它由列车 {other} 占用（{span}）。", "Train {train} needs {side}, at {at}, but train {other} holds it {span}.";
    passes_busy(event, side, until): "{event}，须经过{side}，而它被占用至 {until}。", "{event} must pass {side}, which is busy until {until}.";
    passes_taken(event, spot, other, span): "{event}，须经过{spot}，而它由列车 {other} 占用（{span}）。", "{event} must pass {spot}, which train {other} holds {span}.";
    spot_not_named(): "不在列车所列的换装线办理", "is not in one of the spots that the train names";

    // Locomotives.
    no_locomotives(train, station, gauge): "列车 {train} 使用调机，而 {station} 没有 {gauge} mm 的调机。", "Train {train} uses a locomotive, but {station} has none of {gauge} mm.";
    no_such_locomotive(train, number, gauge, station, count): "列车 {train} 使用 {station} 的 {gauge} mm 调机第 {number} 台，而只有 {count} 台。", "Train {train} uses locomotive {number} of {gauge} mm at {station}, but there are {count}.";
    shunting_stop(event, stop): "{event}，含单机走行，与因大风停调的 {stop} 重叠。", "{event}, running light included, overlaps the shunting stop {stop}.";
    locomotive_taken(train, locomotive, at, other, span): "列车 {train} 于 {at}（含单机走行）需用{locomotive}，而它由列车 {other} 使用（{span}）。", "Train {train} needs {locomotive} at {at}, running light included, but train {other} has it {span}.";
    locomotive_busy(train, locomotive, at, until): "列车 {train} 于 {at} 需用{locomotive}，而起始时被占用的一台到 {until} 才空出。", "Train {train} needs {locomotive} at {at}, but one that is busy at the start is missing until {until}.";

    // Throats.
    throat_taken(train, throat, span, other, others): "列车 {train} 于 {span} 使用{throat}，而列车 {other} 也在使用（{others}）。", "Train {train} uses {throat} {span}, when train {other} uses it ({others}).";

    // Crane work.
    before_rakes_stand(ready): "早于两车列在换装线停妥的 {ready}", "begins before both rakes stand in the spot at {ready}";
    begins_in_stop(): "在门吊因大风停吊期间开始", "begins while the wind stops its cranes";
    mode_not_for_spot(mode): "作业方式 {mode} 不用于该换装线", "uses mode {mode}, which is not for this spot";
    mode_not_for_length(mode): "作业方式 {mode} 不适合该车列长度", "uses mode {mode}, which is not for rakes of this length";
    mode_changes(mode, before): "作业方式为 {mode}，而此前各批为 {before}", "uses mode {mode}, but the parts before it mode {before}";
    must_lift_at(at): "应于 {at} 开始吊装", "must begin to lift at {at}";
    wrong_steps(steps, mode, right): "有 {steps} 个步骤，而作业方式 {mode} 有 {right} 个", "has {steps} steps, but mode {mode} has {right}";
    wrong_step(step, right, stated): "第 {step} 步骤应为 {right}，而非 {stated}", "must do step {step} {right}, not {stated}";
    wrong_pause(right, step, stated): "第 {step} 步骤应停吊 {right} 分钟，而非 {stated} 分钟", "stands still {right} minutes in step {step}, not {stated}";
    must_finish_at(at): "应于 {at} 完成", "must be finished at {at}";
    crane_taken(train, crane, at, other, span): "列车 {train} 于 {at} 需用{crane}，而它正为列车 {other} 作业（{span}）。", "Train {train} needs {crane} at {at}, but it works train {other} ({span}).";
    crane_absent(train, crane, span, closed): "列车 {train} 在 {span} 需用{crane}，而它在 {closed} 停用或被占用。", "Train {train} needs {crane} {span}, but it is closed or busy {closed}.";
    cranes_cross(train, span, other, others, shed): "列车 {train}（{span}）与列车 {other}（{others}）的门吊须在{shed} 相互越过。", "The cranes of trains {train} ({span}) and {other} ({others}) would have to pass each other in {shed}.";
    wrong_slot(train, crane, span, wrong): "列车 {train}：{crane} 的作业时段（{span}）{wrong}。", "Train {train}: the slot of {crane} ({span}) {wrong}.";
    slot_works_other(right, stated): "应作业{right}，而非{stated}", "must work {right}, not {stated}";
    slot_wagons(first, last, lifts): "第 {first}–{last} 辆共 {lifts} 吊", "wagons {first}–{last} with {lifts} lifts";
    slot_of_no_step(): "不属于其换装作业的任何步骤，或重复，或没有可作业的车辆", "is no step of its crane work, or one too many, or has no wagon to work";
    slot_missing(): "缺失", "is missing";

    // Stores.
    store_empty(train, store, at): "列车 {train} 于 {at} 自{store} 取用车底，而该处没有车底。", "Train {train} takes a rake from {store} at {at}, but none is there.";
    wagons_missing(train, wanted, kind, store, at, there): "列车 {train} 于 {at} 自{store} 取用车种 {kind} {wanted} 辆，而可用的只有 {there} 辆。", "Train {train} takes {wanted} wagons of kind {kind} from {store} at {at}, but {there} of them may be used.";
    wagons_too_long(train, metres, store, at, left): "列车 {train} 自 {at} 起将 {metres} m 的车辆调入{store}，而其余长只有 {left} m。", "Train {train} brings {metres} m of wagons into {store} from {at} on, but {left} m of its tracks are free.";
    store_full(train, store, at, places): "列车 {train} 自 {at} 起将车底调入{store}，而其 {places} 列位已满。", "Train {train} brings a rake into {store} from {at} on, but its {places} places are taken.";

    // The line.
    train_conflict(name, span, section, wrong, other, others): "在{section}，列车 {name}（{span}）与 {other}（{others}）冲突：{wrong}。", "Train {name} ({span}) in {section} {wrong} {other} ({others}).";
    path_conflict(name, span, section, wrong, other, others): "在{section}，既定运行线 {name}（{span}）与 {other}（{others}）冲突：{wrong}。", "Given path {name} ({span}) in {section} {wrong} {other} ({others}).";
    enters_close(gap, minutes): "前者仅晚 {gap} 分钟进入，须晚 {minutes} 分钟", "enters {gap} minutes after, where {minutes} are needed,";
    leaves_close(gap, minutes): "前者仅晚 {gap} 分钟离开，须晚 {minutes} 分钟", "leaves {gap} minutes after, where {minutes} are needed,";
    leaves_before(gap, minutes): "前者早 {gap} 分钟离开，而须晚 {minutes} 分钟", "leaves {gap} minutes before, where {minutes} after are needed,";
    enters_before_left(gap): "前者在线路腾空前 {gap} 分钟进入", "enters {gap} minutes before the track is left by";
    enters_after_left(gap, minutes): "前者在线路腾空后 {gap} 分钟进入，须间隔 {minutes} 分钟", "enters {gap} minutes, where {minutes} are needed, after the track is left by";
    runs_in_closure(train, section, span, what, closed): "列车 {train} 在{section} 的运行（{span}）与{what}（{closed}）重叠。", "Train {train} runs in {section} {span}, which overlaps the {what} {closed}.";
    possession(): "天窗", "possession";
    line_stop(): "大风停轮", "line stop for wind";
    over_cap(train, section, at, count, span, cap): "列车 {train} 于 {at} 进入{section}，是{span}的第 {count} 列，而限额为 {cap} 列。", "Train {train} enters {section} at {at} as number {count} of {span}, which has {cap} paths.";
    its_railway_day(): "该铁路日", "its railway day";
    its_hour(): "该小时", "its hour";
    the_span(span): "时段 {span} ", "the span {span}";

    // Holds.
    possessions_missing(count, given): "算例中有 {count} 个时间可选的天窗，计划给出了 {given} 个的时间。", "The instance has {count} possessions whose time is a choice, and the plan says when {given} are.";
    outside_window(section, closed, within): "{section}的天窗安排在 {closed}，不在其窗口 {within} 之内。", "The possession of {section} is {closed}, which is not within its window {within}.";
    closes_path(section, closed, train, path): "{section}的天窗安排在 {closed}，而其线路上有已给出的运行线：列车 {train}，{path}。", "The possession of {section} is {closed}, when a path on its track is given to train {train} ({path}).";
    closes_train(section, closed, train, run): "{section}的天窗安排在 {closed}，而列车 {train} 届时仍在其线路上（{run}）。", "The possession of {section} is {closed}, when train {train} is still on its track ({run}).";
    leaves_held(rake, station, at, until): "{rake} 于 {at} 离开 {station}，而它被扣留至 {until}。", "{rake} moves on from {station} at {at}, but is held there until {until}.";
    passes_held(rake, station, at, until): "{rake} 于 {at} 通过 {station}，而它在该站被扣留至 {until}。", "{rake} passes {station} at {at}, but is held there until {until}.";
    held_elsewhere(rake, wanted, until, span, track, yard): "{rake} 须在 {wanted} 扣留至 {until}，却停在 {yard} {track} 道（{span}）。", "{rake} is held in {wanted} until {until}, but stands on track {track} of {yard} ({span}).";

    // Pins.
    pinned_elsewhere(train, what): "列车 {train} 固定为{what}，却未照此作业。", "Train {train} is pinned to {what}, but not worked there.";
    pinned_not_there(train, what): "列车 {train} 固定有{what}，计划中却没有。", "Train {train} is pinned to {what}, which the plan does not have.";
    pinned_stands_elsewhere(train, what): "列车 {train} 固定停在{what}，却不停在该处。", "Train {train} is pinned to stand on {what}, but does not.";
    pinned_time(what, train, pin, at): "列车 {train} 的{what}固定在 {pin}，而计划为 {at}。", "The {what} of train {train} is pinned to {pin}, but is at {at}.";

    pinned_order(train, first, place): "按固定的顺序，列车 {train} 不得先于 {first} 使用{place}。", "Train {train} comes before {first} on {place}, against the pinned order.";

    // What the plan says of itself.
    exit_differs(train, exit, stated): "列车 {train} 于 {exit} 离开，而计划写为 {stated}。", "Train {train} leaves at {exit}, but the plan says {stated}.";
    sum_differs(what, right, stated): "{what}应为 {right}，而计划写为 {stated}。", "The {what} is {right}, but the plan says {stated}.";
    value(): "目标值", "value";
    part_minutes(): "加权时间一项", "part for minutes";
    part_lateness(): "晚点一项", "part for lateness";
    part_postponed(): "顺延列车一项", "part for postponed trains";
    part_missing_empties(): "短缺空车底一项", "part for missing empties";
    part_changes(): "变更一项", "part for changes";
    part_missing_buffers(): "缓冲时间不足一项", "part for missing buffers";
    level_differs(level, right, stated): "第 {level} 级的值应为 {right}，而按计划所写为 {stated}。", "The value of level {level} is {right}, but that of the plan means {stated}.";
    bound_above_value(bound, value): "下界 {bound} 高于目标值 {value}。", "The bound {bound} is above the value {value}.";
    not_optimal(bound, value): "计划写为最优，而其下界 {bound} 低于目标值 {value}。", "The plan calls itself optimal, but its bound {bound} is below its value {value}.";
    optimal_untold(): "下界等于目标值，而计划没有写为最优。", "The bound equals the value, but the plan does not call itself optimal.";
    value_below_alone(value, alone): "目标值 {value} 低于各列车单独开行的成本 {alone}。", "The value {value} is below {alone}, which is what the trains are said to cost if each were alone.";
    kpi_differs(name, right, stated): "指标 `{name}` 应为 {right}，而计划写为 {stated}。", "The key figure {name} is {right}, but the plan says {stated}.";
    kpi_of_differs(name, of, right, stated): "指标 `{name}`（`{of}`）应为 {right}，而计划写为 {stated}。", "The key figure {name} of {of} is {right}, but the plan says {stated}.";
    nothing(): "无", "nothing";
    waits_differ(place, right, stated): "指标 `waits` 第 {place} 项应为{right}，而计划写为{stated}。", "The key figure waits is {right} at place {place}, but the plan says {stated}.";
    wait_sum(minutes, what): "等待{what} {minutes} 分钟", "{minutes} minutes for {what}";
    no_emptied_rake(train): "列车 {train} 没有空车底，不应列出其去向。", "Train {train} has no emptied rake to list.";
    rake_is_stored(train, store, at): "列车 {train} 的空车底于 {at} 存入{store}，其去向应只列这一条。", "The emptied rake of train {train} is in {store} at {at}, and nothing else is to be listed for it.";
    rake_returns(train, at): "列车 {train} 的空车底于 {at} 离开，其去向应只列这一条。", "The emptied rake of train {train} leaves at {at}, and nothing else is to be listed for it.";

    // Order of lists.
    events_unsorted(train, event, span, other, others): "列车 {train}：“{event}”（{span}）列在开始更晚的“{other}”（{others}）之后。", "Train {train}: {event} ({span}) is listed after {other} ({others}), which begins later.";
    slots_unsorted(crane, at, other, before): "门吊作业时段应按门吊和时间排列，而{crane} {at} 的一段列在{other} {before} 的一段之后。", "Crane slots are listed by crane and time, but that of {crane} at {at} after that of {other} at {before}.";
    rakes_unsorted(train, other): "空车底去向应按列车次序排列，而列车 {train} 列在列车 {other} 之后。", "Emptied rakes are listed in the order of their trains, but that of train {train} after that of train {other}.";
}
