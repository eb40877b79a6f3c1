//! Trains: what they are, their pins, routes and lengths (E08, E09).

use crate::messages;

messages! {
    needs_end(field): "没有 `handling` 的列车须给出 `{field}`", "a train without `handling` needs `{field}`";
    comes_after_end(): "列车在计划时域结束之后才到", "the train comes only after the end of the horizon";
    no_boxes_of(feet): "没有 {feet} 英尺的集装箱", "there are no boxes of {feet} feet";
    too_many_lifts(lifts, max): "共 {lifts} 吊，超过上限 {max}", "{lifts} lifts are more than {max}";
    too_many_feet(feet, wagons, rake): "集装箱共 {feet} 英尺，{rake}车列的 {wagons} 辆车装不下", "{feet} feet of boxes are too many for the {wagons} wagons of the {rake} rake";
    parts_outside(parts): "分批数 {parts} 不在 1 至 10 之间", "{parts} parts are not between 1 and 10";
    parts_not_transshipped(): "只有换装列车才分批作业", "only a transshipped train is worked in parts";
    parts_too_many(parts, lifts, wagons): "分为 {parts} 批，多于 {lifts} 吊或 {wagons} 辆", "{parts} parts are more than the {lifts} lifts or {wagons} wagons";
    only_with_transship(field): "{field} 只用于有 transship_at 的列车", "{field} are for trains with transship_at";
    transshipped_without_store(field): "换装列车自身没有 {field}", "a transshipped train has no {field} of its own";
    needs_boxes(): "换装列车须有待换装的集装箱", "a transshipped train has boxes to move";
    pinned_port_of_one_way(): "列车只有一条径路，无需固定口岸", "a train with one way has no port to pin";
    one_way_under_way(): "已有状态的列车只走一条径路", "a train with a state goes one way";
    pinned_to_no_way(port): "列车没有经 `{port}` 的径路", "the train has no way over `{port}`";
    leads_not_over(port): "该径路不经过 `{port}`", "the way does not lead over `{port}`";
    needs_home_port(): "有其他径路的通过列车须给出 `port`", "a train that only passes needs `port` where it has other ways";
    port_twice(port): "有两条径路经过 `{port}`", "two ways lead over `{port}`";
    transshipped_on_every_way(): "列车要么每条径路都换装，要么都不换装", "a train is transshipped on all of its ways or on none";
    way_opens_before_train(): "该径路的最早进入时间早于列车自身的最早进入时间", "the way opens before the earliest entry of the train";
    transship_needs(field): "有 transship_at 的列车须给出 {field}", "a train with transship_at needs {field}";
    store_to_store(): "不支持从一处存车线到另一处存车线的列车", "a train from one store to another is not supported";
    store_elsewhere(store, station): "存车线 `{store}` 不在 `{station}`", "store `{store}` is not at `{station}`";
    onward_same_gauge(gauge): "换装后重车列与到达车列轨距相同，都是 {gauge} mm", "the onward rake has the gauge of the arriving one, {gauge} mm";
    no_fate(): "空车底既不返回也不存入存车线", "the emptied rake neither returns nor goes into a store";
    emptied_there(station): "空车底已在 `{station}`", "the emptied rake is at `{station}` already";
    calls_twice(station): "列车在 `{station}` 停靠两次", "the train calls at `{station}` twice";
    call_without_yards(station): "列车不能在没有车场的车站 `{station}` 停靠", "a train cannot stop at `{station}`, a station without yards";
    yard_elsewhere(yard, station): "车场 `{yard}` 不在 `{station}`", "yard `{yard}` is not at `{station}`";
    begins_where_transshipped(station): "列车的起点 `{station}` 就是它的换装站", "the train begins at `{station}`, where it is transshipped";
    ends_where_loaded(station): "换装后重车列的终点 `{station}` 就是它的装车站", "the onward rake would end at `{station}`, where it is loaded";
    goes_nowhere(station): "列车的起点和终点都是 `{station}`，中途也不停靠", "the train begins and ends at `{station}` and calls nowhere";
    left_store(): "在途列车已离开存车线", "a train under way has left its store already";

    // Handling.
    handled_under_way(): "到站作业的列车只能在其换装线上处于在途状态（`at` handling）", "a train that is handled is under way in its spot alone (`at` handling)";
    handled_spot_twice(spot): "换装线 `{spot}` 列了两次", "spot `{spot}` is named twice";
    handled_one_station(): "到站作业列车的换装线须都在同一车站", "the spots of a train that is handled are all at one station";
    handled_without(field): "到站作业的列车没有 `{field}`", "a train with handling has no `{field}`";
    too_long_for(length, spot, spot_length): "列车长 {length} m，超过长 {spot_length} m 的换装线 `{spot}`", "the train of {length} m is longer than spot `{spot}` with {spot_length} m";
    longer_spots(): "请改用更长的换装线，或去掉该列车。", "Name longer spots, or leave the train out.";
    spot_without_gauge(spot, gauge): "换装线 `{spot}` 没有 {gauge} mm 的线路", "spot `{spot}` has no track of {gauge} mm";
    cargo_refused(shed): "换装库 `{shed}` 不办理该列车的货物", "shed `{shed}` does not accept the cargo of the train";
    not_handled_in(field): "该列车不在所固定的 {field} 办理到站作业", "the train is handled nowhere in the pinned {field}";
    handled_stage(): "该列车种类在本站有作业环节，而到站作业的列车不办理作业环节", "the class has a stage at this station, but a train that is handled does no stages";
    own_class(): "请给该列车单设一个列车种类。", "Give the train a class of its own.";

    // Holds.
    hold_without_yards(station): "列车不能在没有车场的车站 `{station}` 扣留", "nobody can be held at `{station}`, a station without yards";
    holds_nobody(): "没有列出被扣留的列车或列车种类", "no train and no class is held";
    order_of_one_place(): "顺序应恰好给出 `section` 或 `spot` 之一", "an order is of a `section` or of a `spot`, and not of both";
    order_of_nobody(): "顺序至少要有两列车", "an order has two trains or more";
    order_in_spot_has_no_rakes(): "装卸位的顺序不分车列", "in a spot a train has its turn with both of its rakes";
    twice_in_order(train): "列车 `{train}` 在同一顺序中出现两次", "train `{train}` stands in it twice";
    order_in_circle(trains): "固定的顺序首尾相接：{trains}", "pinned orders go round in a circle: {trains}";
    no_such_train_held(train): "没有列车 `{train}`", "there is no train `{train}`";
    release_not_between(): "预计放行时间不在最早与最晚之间", "the release expected is not between the earliest and the latest";
    passes_held_station(train): "按起始状态，列车 {train} 在放行之前通过该站", "by its state train {train} passes the station before the release";
    calls_in_other_yard(train, yard): "列车 {train} 在该站另一车场停靠，不能扣留在 `{yard}`", "train {train} calls in another yard of the station and cannot be held in `{yard}`";

    // Pins.
    no_crane_work(): "只有换装列车才有换装作业", "only a transshipped train has crane work";
    entered_already(): "在途列车已经进入", "a train under way has entered already";
    pin_outside(): "固定的时段不在计划时域内", "the pinned span lies outside the horizon";
    pinned_shed_elsewhere(shed): "换装库 `{shed}` 不在该列车的换装站", "shed `{shed}` is not at the station where the train is transshipped";
    pinned_spot_elsewhere(spot): "换装线 `{spot}` 不在所固定的换装库", "spot `{spot}` is not in the pinned shed";
    pinned_spot_off(spot): "换装线 `{spot}` 不在该列车的换装站", "spot `{spot}` is not at the station where the train is transshipped";
    pins(): "固定安排", "pins";
    part_outside(part, least): "批次 {part} 不在 {least} 至 10 之间", "part {part} is not between {least} and 10";
    event_pinned_twice(): "同一作业固定了两次", "the same event is pinned twice";
    tracks_pinned_twice(): "该车列在同一车站固定了两条股道", "the rake is pinned to two tracks of one station";
    event_never(): "列车自计划开始起不会有此项作业", "from the start on the train never has this event";
    event_twice(): "列车两次经过该处，无法区分", "the train has this event twice, so it is not clear which one is meant";
    exchange_needs_part(): "换送须指明送入第几批", "an exchange is named by the `part` that it brings in";
    only_exchange_has_part(): "只有换送才有 `part`", "of the movements only an exchange has a `part`";
    track_of_passing(): "供列车通过的股道组中的股道不能固定", "a track of a group for trains that pass cannot be pinned";
    stands_never(): "该车列不会在此股道停留，或已在该站股道上", "the rake never comes to stand on this track";
    emptied_never(): "空车底不会如此处理，或其去向已定", "this cannot become of the emptied rake, or what becomes of it is decided";
    mode_needs_shed(): "固定作业方式时须同时固定换装库或换装线", "a mode is pinned together with its shed or a spot";
    publish_spot_too(): "请同时给出 spot。", "Give the spot too.";
    pin_shed_too(): "请同时固定换装库。", "Pin the shed too.";
    shed_without_mode(shed): "换装库 `{shed}` 没有这种作业方式", "the shed `{shed}` has no such mode";
    mode_not_for_spot(mode): "作业方式 `{mode}` 不用于所固定的换装线", "mode `{mode}` does not work the pinned spot";

    // Routes.
    no_way(rake, class, from, to): "{rake}（种类 `{class}`）没有从 `{from}` 到 `{to}` 的径路", "{rake} of class `{class}` has no way from `{from}` to `{to}`";
    stops_twice(station): "列车两次经过 `{station}` 并须在该站停车", "the train comes through `{station}` twice and has to stop there";

    // What fits.
    stage_never(stage): "作业环节 `{stage}` 从不适用于该列车", "stage `{stage}` never applies to this train";
    track_too_short(what, station, length): "{what}须在 `{station}` 停车，而那里可用的最长股道为 {length} m", "{what} must stop at `{station}`, where the longest track it may use has {length} m";
    no_yard_open(what, station, gauge): "{what}须在 `{station}` 停车，而那里没有可用的 {gauge} mm 车场", "{what} must stop at `{station}`, where no yard of {gauge} mm is open to it";
    its_spot(): "它所在的换装线", "the spot it stands in";
    any_spot(): "其车站的任何换装线", "any spot of its station";
    no_mode_for_length(which): "{which}都没有适合这一车列长度的门吊作业方式", "no crane mode of {which} is for a rake of this length";
    wrong_gauges(which, one, other): "{which}中办理该货物的都没有 {one} 与 {other} mm 这两种轨距", "{which} that takes the cargo has not the gauges {one} and {other} mm";
    cargo_not_accepted(which): "{which}不办理该列车种类的货物", "the cargo of the class is not accepted by {which}";
    no_spots(): "该车站没有换装线", "the station has no spots";
    work_begun(): "该列车的换装作业已经开始", "the crane work of this train has begun already";
    work_in_parts(parts): "请分 {parts} 批作业（`\"parts\": {parts}`），或去掉该列车。", "Work it in {parts} parts (`\"parts\": {parts}`), or leave the train out.";
    part_too_long(length): "每批长 {length} m，超过该列车可用的每条换装线", "a part of {length} m is longer than every spot the train may use";
    rake_too_long(length): "车列长 {length} m，超过该列车可用的每条换装线", "the rake of {length} m is longer than every spot the train may use";
    at_work_elsewhere(field): "该列车已在另一 {field} 作业", "the train is already at work with another {field}";
    pin_length(): "车列长度不符合该作业方式", "the rakes do not have the length that the mode is for";
    pin_too_long(): "车列过长", "the rakes are too long for it";
    pin_gauges(): "轨距与该列车不符", "it has not the gauges of the train";
    pin_cargo(): "不办理该列车的货物", "it does not accept the cargo of the train";
    pin_nothing(): "固定安排在该列车的车站没有留下任何可能", "nothing at the station of the train is left by the pins";
    pin_cannot(field, why): "所固定的 {field} 不能办理该列车：{why}", "the pinned {field} cannot work this train: {why}";
}
