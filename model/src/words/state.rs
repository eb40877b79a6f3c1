//! Trains under way and what is busy at the start (E10).

use crate::messages;

messages! {
    // How far a train has come.
    due_in_later(): "列车在起始时刻已在途，规定的进入时间却在其后", "the train is under way at the start but due in only after it";
    needs_arrived(): "已在换装线的列车必有到达时间，在站停时由此起算", "a train in a spot has arrived; its dwell counts from then";
    needs_parts_on(): "到达车列还有后续批次，因此仍占用其股道", "parts of the arriving rake are to come, so it still holds its track";
    no_parts_on(): "只有停在换装线的分批列车才为后续批次占用股道", "only a train in parts that stands in its spot holds a track for parts to come";
    needs_worked_on(): "前几批已换装，停在股道上：请写明股道", "parts worked before stand on a track of their rake: say which";
    no_worked_on(): "只有分批列车的其余批次在换装线、且该换装库的已换装批次停在股道时，才写明此项", "only while other parts of a train in parts are in a spot, of a shed whose worked parts stand on tracks";
    track_not_there(): "该车场不在列车的换装站", "the yard is not at the station where the train is transshipped";
    class_not_in_section(class, section): "列车种类 `{class}` 不在区间 `{section}` 运行", "class `{class}` does not run in section `{section}`";
    yard_gauge(yard, rake): "车场为 {yard} mm，而车列为 {rake} mm", "the yard has {yard} mm but the rake {rake} mm";
    yard_by_call(): "只有停靠时指定该车场的列车才停在这里", "only trains that name this yard in a call stand here";
    track_length(track, rake): "股道长 {track} m，而车列长 {rake} m", "the track has {track} m but the rake {rake} m";
    other_yard_called(): "列车的停靠指定了另一车场", "the call of the train names another yard";
    spot_gauge(gauge): "该换装线没有 {gauge} mm 的线路", "the spot has no track of {gauge} mm";
    spot_not_there(): "该换装线不在列车的换装站", "the spot is not at the station where the train is transshipped";
    passing_onward(): "非换装列车没有换装后重车列", "a train that is not transshipped has no onward rake";
    passing_work(): "非换装列车没有换装作业", "a train that is not transshipped has no crane work";
    passing_parts(): "非换装列车不分批作业", "a train that is not transshipped is not worked in parts";
    spot_not_named(): "这不是列车所列的换装线之一", "this is not one of the spots that the train names";
    store_other_station(): "列车的存车线在另一车站", "the store of the train is at another station";
    handled_is_in_spot(): "到站作业的列车停在其换装线", "a train that is handled is in its spot";
    broken_up_is_gone(): "车底正在存车线解体：应写为 gone，其调机列入 busy，其车辆列入该存车线的 inspecting", "the rake is being broken up in its store: it is `gone`, its locomotive is `busy`, and its wagons are `inspecting` in the store";
    rakes_not_made_up(): "按列计数的存车线不编组车底", "rakes are not made up in a store that counts whole rakes";
    no_into_store(): "该列车不以存入存车线告终", "the train does not end in a store";
    no_from_store(): "该列车不从存车线开出", "the train does not come from a store";
    outside_no_state(): "在本系统之外的列车没有状态", "a train outside the system has no state";
    leave_out(): "请从文件中删去。", "Leave it out of the file.";
    gone(): "列车已离开", "the train is gone";
    passing_in_spot(): "非换装列车不停在换装线", "a train that is not transshipped is in no spot";
    stores_by_shunting(): "换装列车的车列通过送车和取车进出存车线", "the rakes of a transshipped train move to and from stores by placing and pulling";
    transshipped_handled(): "换装列车不办理到站作业", "a transshipped train is not handled";
    gone_before_work(): "车列已离开，而换装作业尚未完成", "the rake is gone but the crane work is not done";
    pulled_before_work(): "车列正在取车，而换装作业尚未完成", "the rake is pulled but the crane work is not done";
    arriving_from_track(): "到达车列从股道送车", "the arriving rake is placed from a track";
    exchange_before_part(): "正在换送下一批，而尚无一批完成", "a part is exchanged but none is done";
    nothing_inside(): "该列车没有任何车列在系统内，因此没有状态", "nothing of the train is in the system, so it has no state";
    onward_from_store(): "换装后重车列从其存车线送车", "the onward rake is placed from its store";
    onward_before_work(): "换装作业之前，换装后重车列在其存车线或换装线", "before the crane work the onward rake is in its store or spot";
    work_without_rake(): "换装作业正在进行，而车列不在换装线", "crane work is under way but the rake does not stand in the spot";
    exchange_both(): "两车列在同一次换送中交换", "both rakes are exchanged in one movement";
    preparation_takes(minutes): "该换装线的准备时间为 {minutes} 分钟", "the preparation of the spot takes {minutes} minutes";
    finishing_takes(minutes): "该换装线的收尾时间为 {minutes} 分钟", "the finishing of the spot takes {minutes} minutes";
    step_lifts(lifts): "该步骤共 {lifts} 吊", "the step has {lifts} lifts";
    step_takes(minutes): "该步骤的吊装需 {minutes} 分钟", "the lifts of the step take {minutes} minutes";
    placed_after_work(): "车列仍在送车，而换装作业已完成", "the rake is still placed but the crane work is done";
    exchange_after_work(): "正在换送下一批，而换装作业已完成", "a part is exchanged but the crane work is done";
    outside_after_work(): "车列在系统之外，而换装作业已完成", "the rake is outside but the crane work is done";
    both_gone(): "两车列都已离开，列车也就离开了：请删去", "both rakes are gone, and so is the train: leave it out";
    pulled_to_no_store(): "空车底正取往存车线，而列车未指定存车线", "the emptied rake is pulled into a store but the train names none";
    back_to_nowhere(): "空车底正在返回途中，而列车没有 return_to", "the emptied rake is on its way back but the train names no return_to";
    onward_in_store(): "换装作业已完成，而换装后重车列仍在存车线", "the crane work is done but the onward rake is still in its store";
    loaded_to_track(): "重车列取往股道", "a loaded rake is pulled to a track";
    onward_comes_from_store(): "换装后重车列来自其存车线", "the onward rake comes from its store";
    different_spots(): "列车的两车列不在同一换装线", "the two rakes of the train are in different spots";
    stage_not_for(stage): "作业环节 `{stage}` 不适用于该列车", "stage `{stage}` does not apply to this train";
    stage_not_reached(stage): "作业环节 `{stage}` 所适用的车列都不在其办理地点", "no rake that stage `{stage}` applies to is where it is done";
    stage_passed(stage): "列车已越过作业环节 `{stage}`，而该环节未完成", "the train is past stage `{stage}`, which is not done";
    not_over(station): "车列的径路并非如此经过 `{station}`", "the way of the rake does not lead over `{station}` like this";
    ends_there(station): "车列的径路以 `{station}` 为终点，因此不会通过该站", "the way of the rake ends at `{station}`, so it does not pass there";
    must_stop(station): "车列须在 `{station}` 停车", "the rake must stop at `{station}`";
    stops_without_yards(station): "车列在其区间终点停车，而 `{station}` 没有车场", "the rake stops at the end of its section, but `{station}` has no yards";

    // Reading the state.
    state_twice(train): "列车 `{train}` 已有状态", "train `{train}` has a state already";
    ends_after_start(): "在途的事项须在计划时域起点之后结束", "what is under way ends after the start of the horizon";
    arrives_after_start(): "列车在计划时域起点之后才到达", "the train arrives only after the start of the horizon";
    stage_twice(stage): "作业环节 `{stage}` 列了两次", "stage `{stage}` is named twice";
    enters_after_start(): "车列在计划时域起点之后才进入", "the rake enters only after the start of the horizon";
    yard_tracks(yard, tracks): "车场 `{yard}` 的股道编号为 1 至 {tracks}", "yard `{yard}` has tracks 1 to {tracks}";
    yard_and_track(): "车场与股道须同时给出或同时省略", "yard and track are given together, or neither";
    minutes_with_lifts(): "吊装分钟数须与剩余吊数同时给出", "minutes of lifting are given with lifts left";
    one_of_five(count): "五个数值给出了 {count} 个，应恰好一个", "{count} of the five figures are given, not exactly one";
    in_parts(parts): "该列车分 {parts} 批作业", "the train is worked in {parts} parts";
    first_part(): "未提换装作业时，第一批就是尚未开始", "the first part has not begun where nothing is said of the work";
    done_without_mode(): "已完成的作业不需要作业方式", "work that is done needs no mode";
    needs_mode(): "正在进行的作业须给出作业方式", "work under way needs its mode";
    step_goes_on(): "只有仍在进行的步骤才写步骤", "only a step that still goes on is named";
    goes_on_until(): "中断的作业写了作业方式，就须写明其步骤进行到何时", "interrupted work that names a mode says until when its step goes on";
    interrupted_with_lifts(): "中断的作业须给出剩余吊数", "interrupted work gives the lifts that are left";
    not_resumed_yet(): "中断的作业尚未重新开始", "interrupted work has not been taken up again";
    whole_lifts(): "中断的作业只按吊数计", "interrupted work is counted in lifts alone";
    until_interrupted(): "只有中断的作业才写其步骤进行到何时", "only interrupted work says until when a step goes on";
    resumed_under_way(): "只有在准备或吊装的作业才说明是由多少剩余吊数接着做的", "only work in preparation or lifting says with how many lifts it was taken up again";
    part_has_lifts(lifts): "该批共 {lifts} 吊，剩余吊数为 1 至 {lifts}", "the part has {lifts} lifts, of which 1 to {lifts} are left";
    no_rake_in_spot(): "作业正在进行，而没有车列停在换装线", "work is under way but no rake stands in a spot";
    steps_from_one(steps): "该作业方式有 {steps} 个步骤，从 1 编号", "the mode has {steps} steps, numbered from 1";
    step_with_lifts(): "步骤须与剩余吊数或剩余准备时间同时给出", "a step is given with lifts or preparation left";
    preparation_first(): "准备在第一步骤之前", "the preparation comes before the first step";
    say_step(steps): "该作业方式有 {steps} 个步骤；请用 `step` 指明剩余吊数属于哪一步骤", "the mode has {steps} steps; say in which `step` lifts are left";
    not_at(value, station): "`{value}` 不在 `{station}`", "`{value}` is not at `{station}`";
    busy_one(): "stage、locomotive_gauge_mm、crane、yard 与 track、spot 与 gauge_mm 须恰好给出一种", "exactly one of stage, locomotive_gauge_mm, crane, yard with track, and spot with gauge_mm is given";
    no_pool(gauge, station): "`{station}` 没有 {gauge} mm 的调机", "there is no pool of locomotives of {gauge} mm at `{station}`";
    spot_and_gauge(): "spot 与 gauge_mm 须同时给出或同时省略", "spot and gauge_mm are given together, or neither";

    // All states together.
    busy_already(): "已被占用", "busy already";
    held_by(train): "由列车 `{train}` 占用", "held by train `{train}`";
    track_held(track, yard, held): "`{yard}` 的 {track} 道{held}", "track {track} of `{yard}` is {held}";
    side_held(gauge, spot, held): "换装线 `{spot}` 的 {gauge} mm 线路{held}", "the track of {gauge} mm of spot `{spot}` is {held}";
    spot_closed(spot): "换装线 `{spot}` 此时封锁", "spot `{spot}` is closed at this time";
    stage_closed(stage): "作业环节 `{stage}` 在此之前停止办理", "stage `{stage}` is closed before then";
    leads_through(spot, held): "该调车须经过换装线 `{spot}`，而它{held}", "the movement leads through spot `{spot}`, {held}";
    teams_busy(stage, teams, busy): "作业环节 `{stage}` 有 {teams} 个班组，却有 {busy} 个在忙", "stage `{stage}` has {teams} teams, but {busy} are busy";
    locomotives_busy(station, count, gauge, busy): "`{station}` 有 {count} 台 {gauge} mm 调机，却有 {busy} 台在忙", "`{station}` has {count} locomotives of {gauge} mm, but {busy} are busy";
    crane_busy(crane): "门吊 `{crane}` 已在忙别的作业", "crane `{crane}` is busy with something else already";
    line_conflict(section, other, why): "在区间 `{section}` 中该列车与 `{other}` {why}", "in section `{section}` the train and `{other}` {why}";
    possession_before(section): "列车离开区间 `{section}` 之前该区间有天窗", "section `{section}` has a possession before the train leaves it";
    no_headway(): "不足追踪间隔", "do not keep their headway";
    no_block(): "按站间闭塞不能同时在同一区间", "cannot both be in the section under station-to-station block";
    meet(): "在单线上相遇", "meet on a single track";

    // Crane work that goes on.
    from_to(from, to): "{from} 至 {to}", "{from} to {to}";
    crane_absent(crane, work, closed): "该作业需用门吊 `{crane}`（{work}），而该门吊在 {closed} 停用或被占用", "the work needs crane `{crane}` from {work}, but it is closed or busy from {closed}";
    cannot_pass(): "两者的门吊不能相互越过", "their cranes cannot pass each other";
    both_need(crane): "两者都需用门吊 `{crane}`", "both need crane `{crane}`";
    works_clash(work, other, others, why): "该作业的吊装时间为 {work}，列车 `{other}` 的为 {others}，而{why}", "the work lifts from {work} and that of train `{other}` from {others}, but {why}";

    // What has happened before.
    history_in_order(): "历史记录按时间先后排列，且不晚于计划时域起点", "pieces of history follow each other in time, up to the start of the horizon";
    behind_history(): "晚于所属的历史记录", "it lies behind the piece of history that it stands in";
    ends_before_it_begins(): "结束早于开始", "it ends before it begins";
    counted_from_one(): "编号从 1 起", "numbers count from 1";
}
