//! Plan files (P), files of what happened (A) and of differences (D).

use crate::messages;

messages! {
    reads_version(version): "本程序读取的计划文件版本为 {version}", "This program reads plan files of version {version}.";
    other_instance(name, sha256): "该计划属于另一算例：当前算例为 `{name}`，校验值 {sha256}", "The plan is of another instance: this one is `{name}` with {sha256}.";
    should_be(figure): "该值由目标值和下界得出，应为 {figure}", "It follows from value and bound, and should be {figure}.";
    level_should_be(level, value, bound, alone): "第 {level} 级由目标值、下界和可避免成本得出：目标值 {value}，下界 {bound}，单独成本 {alone}", "Level {level} follows from value, bound and avoidable cost: value {value}, bound {bound}, alone {alone}.";
    absent(): "无", "absent";
    levels_wanted(levels): "该算例的目标分为 {levels} 级", "The objective of the instance has {levels} levels.";
    no_minute(): "不是整分钟，或时间过远", "It is no whole minute, or is absurdly far away.";
    without_seconds(): "也许应去掉秒。", "Maybe give it without seconds.";
    no_thing(kind): "算例中没有此名称的{kind}", "The instance has no {kind} of this name.";
    maybe_is_meant(name): "也许应为 `{name}`。", "Maybe `{name}` is meant.";
    no_mode_of_shed(): "该换装库没有此名称的门吊作业方式", "The shed has no crane mode of this name.";
    bad_rake(): "车列为 `arriving` 或 `onward`", "A rake is `arriving` or `onward`.";
    train_twice(): "该列车出现两次", "The train is there twice.";
    leave_one_out(): "请删去其一。", "Leave one out.";
    out_of_order(train): "列车应按算例的次序排列，而该列车应在 `{train}` 之前", "Trains stand in the order of the instance, and this one comes before `{train}`.";
    sort_the_list(): "计划与算例是对照着看的，请按次序排列。", "People read plan and instance side by side; sort the list.";
    train_missing(): "计划中没有该列车", "The plan says nothing of this train.";
    stands_there(): "未安排的列车也应列出，并写明 `planned: false`。", "A train that is not planned stands there with `planned: false`.";
    possessions_wanted(count): "算例中有 {count} 个时间可选的天窗，每个须给出一次时间", "The instance has {count} possessions whose time is a choice; each is given once.";
    possession_of(section): "按算例的次序，该天窗应在区间 `{section}`", "In the order of the instance this is the possession of section `{section}`.";
    possession_takes(minutes): "该天窗时长为 {minutes} min", "This possession takes {minutes} min.";
    needs_port(): "可走多个口岸的列车，安排后须有 `port`", "A planned train that may go over several ports needs its `port`.";
    no_way_over(port): "该列车没有经 `{port}` 的径路", "The train has no way over `{port}`.";
    needs_exit(): "已安排的列车须有 `exit`", "A planned train needs its `exit`.";
    no_reason(): "已安排的列车没有顺延的 `reason`", "A planned train has no `reason` why it is not planned.";
    needs_reason(): "未安排的列车须有 `reason`", "A train that is not planned needs its `reason`.";
    no_events(): "未安排的列车没有事件、等待和离开时间", "A train that is not planned has no events, waits or exit.";
    minutes_between(minutes): "从 `from` 到 `to` 共 {minutes} 分钟", "From `from` to `to` there are {minutes} minutes.";
    one_end(): "`from` 与 `to` 只给出了一个", "It has one of `from` and `to` without the other.";
    bad_fate(): "车底存入 `store` 时为 `stored`，否则为 `returned`", "A rake is `stored` in a `store`, or `returned` without one.";
    came_on(gauge): "该列车到达时为 {gauge} mm", "The train came on {gauge} mm.";
    no_locomotives_of(station): "车站 {station} 没有该轨距的调机", "The station {station} has no locomotives of this gauge.";
    sides_have(one, other): "该换装线两侧为 {one} mm 与 {other} mm", "The sides of the spot have {one} and {other} mm.";

    // What happened.
    at_most(most): "最多为 {most}", "at most {most} is read";
    is_gone(train): "列车 `{train}` 此时已离开", "train `{train}` is gone by now";
    is_under_way(train): "列车 `{train}` 此时已在途", "train `{train}` is under way by now";
    is_there_already(train): "已有列车 `{train}`", "there is a train `{train}` already";
    no_possession_then(section): "区间 `{section}` 没有此时开始的天窗（已结束的除外）", "no possession of section `{section}` that is not over begins then";
    path_is_over(): "该运行线此时已结束", "the path is over by now";
    given_path(): "已给出的运行线", "given path of train";
    told_already(train): "列车 `{train}` 已说明过", "train `{train}` is told of already";
    time_not_whole(): "时间不是整分钟", "the time is no whole minute";
    under_way_at_start(): "列车在起始时刻已在途", "the train was under way at the start";
    entered_before_now(): "列车将在当前时刻之前进入", "the train would have entered before now";
    no_work_under_way(): "该列车没有正在进行的换装作业", "no crane work of the train is under way";
    nothing_begun(): "按计划，此时尚未开始这类作业", "by the plan nothing of the kind has begun by now";
    ended_before_begun(): "结束时间早于开始时间", "it would have ended before it began";
    // Differences of plans.
    made_from(sha256): "该差异文件由校验值为 {sha256} 的计划生成", "the difference is one from the plan with the hash {sha256}";
    comes_out(sha256): "所得计划的校验值为 {sha256}", "the plan that comes out has the hash {sha256}";
    nothing_known_of_train(): "差异文件和原计划都没有该列车的内容", "neither the difference nor the old plan says what the train does";

    one_closed(): "spot、crane、stage、section 须恰好给出一个", "exactly one of spot, crane, stage and section is closed";
}
