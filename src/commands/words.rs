//! The words of the command's own messages, in each language.
//!
//! What is deliberately not here: the help texts, which stand with the arguments in English and in [`super::chinese`].

use regauge::{Language, Message, Problems};
use regauge_model::messages;

/// What is told of a panic.
pub fn panicked(what: &str, language: Language) -> String {
    let (what, advice) = (panicked_with(what), is_a_bug());
    format!(
        "{}\n{}",
        what.in_language(language),
        advice.in_language(language)
    )
}

/// What a run is doing.
pub fn engine(stage: &str) -> Message {
    if stage == "construct" {
        construct()
    } else {
        search()
    }
}

/// The first of some problems, inside another message.
pub fn first_of(problems: &Problems) -> Message {
    let line = |language| {
        let first = problems.0.first();
        first.map_or_else(String::new, |problem| problem.in_language(language))
    };
    either(line(Language::Chinese), line(Language::English))
}

messages! {
    // Why trains leave when they do, and what would help.
    no_such_train(train): "算例中没有列车 {train}", "the instance has no train {train}";
    name_a_train(): "请填写算例中的车次；`regauge show --section board` 列出全部列车。", "Name a train of the instance; `regauge show --section board` lists them.";
    train_head(): "列车", "train";
    exit_head(): "离去", "exit";
    late_head(): "晚点", "late";
    waits_head(): "等待", "waits";
    longest_head(): "最长的等待", "longest wait";
    postponed_cell(): "顺延", "postponed";
    nobody_late(): "没有列车晚点或顺延。", "No train is late or postponed.";
    train_leaves(train, exit, late): "列车 {train} 于 {exit} 离去，晚点 {late} min。", "Train {train} leaves at {exit}, {late} min late.";
    train_postponed(train, causes): "列车 {train} 顺延：{causes}。", "Train {train} is postponed: {causes}.";
    waits_for_head(): "等待何物", "waits for";
    from_head(): "自", "from";
    held_by_head(): "由谁占用", "held by";
    remedy_head(): "措施（其余列车不动）", "remedy, all others as planned";
    gain_head(): "收益", "gain";
    others_head(): "他车付出", "others pay";
    later_than_alone(minutes, exit): "单独运行时于 {exit} 离去；现晚 {minutes} min，原因如下（合计相符）：", "Alone it would leave at {exit}. It leaves {minutes} min later, by cause:";
    behind_others(held_by, behind): "{held_by}（其前依次为 {behind}）", "{held_by} (behind {behind})";
    minutes_went(sum): "各列车较单独运行共晚离 {sum} min，去向如下（合计相符）：", "All trains together leave {sum} min later than each would alone, by cause:";
    trains_head(): "列车", "trains";
    cause_head(): "原因", "cause";
    minutes_head(): "分钟", "minutes";
    other_choice(): "作业本身较久（其他换装线、方式、股道或径路）", "what it does takes longer (another spot, mode, track or way)";
    work_interrupted(train, lifts): "列车 {train} 换装作业中断，剩余 {lifts} 吊", "train {train}: crane work interrupted, {lifts} lifts left";
    nothing_helps(): "单独改变任何一项都无济于事。", "No single change helps.";
    tried_in_vain(count): "试过而无效的 {count} 项：", "Tried in vain ({count}):";
    others_give_way(trains): "其他列车让行：{trains}", "trains giving way: {trains}";
    one_more_locomotive(station, gauge): "{station}增加一台 {gauge} mm 调机", "one more {gauge} mm locomotive at {station}";
    one_more_team(stage): "{stage}增加一组人员", "one more team of {stage}";
    one_more_track(yard): "{yard}增加一股道", "one more track: {yard}";
    one_more_rake(store): "{store}增加一列空车底", "one more rake in {store}";
    one_more_shed(shed): "增加一座与{shed}相同的换装库", "one more like {shed}";
    no_possession(section, from): "取消{section}于 {from} 开始的天窗", "no possession of {section} from {from}";
    possession_at(section, from): "将{section}的天窗改于 {from} 开始", "the possession of {section} from {from} instead";
    due_later(to): "应离开时刻改为 {to}", "due at {to}";
    wind_over_sooner(zone, to): "{zone} 的大风封锁提前一小时结束（{to}）", "the closure of {zone} for wind over an hour sooner, at {to}";
    no_maintenance(crane): "{crane}不检修", "no maintenance of {crane}";
    one_more_path(section): "{section}的限额每日增加一列", "one more train a day in {section}";
    released_sooner(station): "在{station}提前一小时放行", "released at {station} an hour sooner";
    without_pins(): "取消其固定安排", "its pins dropped";
    gives_way_to_it(train): "列车 {train} 让行", "train {train} gives way";

    // Pins.
    train_with_pins(train, pins): "列车 {train}（{pins}）", "train {train} ({pins})";
    pins_contradict(train): "{train} 的固定安排互相矛盾，即使单独运行也无法同时满足；去掉其中任何一项即可。", "{train}: these pins cannot be kept together, even with the system to itself. Dropping any one of them is enough.";
    pins_contradict_facts(train, facts): "{train} 的固定安排因 {facts} 无法同时满足，即使单独运行也是如此；去掉其中任何一项即可。", "{train}: these pins cannot be kept, even with the system to itself, for {facts}. Dropping any one of them is enough.";
    pins_need_one_thing(one, other, thing, at): "{one}与{other}按固定安排在 {at} 都要占用{thing}，只能满足其一。", "{one} and {other} both need {thing} at {at} by their pins. Only one of them can be kept.";
    nothing_pinned(): "没有列车有固定安排。", "No train is pinned.";
    pins_of_head(): "列车", "train";
    saves_head(): "取消后节省", "saves without";
    exit_without_head(): "取消后离去", "exit without";
    pins_head(): "固定安排", "pins";

    // One more train.
    one_new_train(count): "需要恰好一列新列车，文件中有 {count} 列", "one new train is wanted, and the file has {count}";
    give_one_train(): "请在 `new_trains` 中给出一列，写法与算例的列车相同。", "Give one in `new_trains`, written like a train of an instance.";
    no_such_offer(number, count): "没有第 {number} 个方案，共 {count} 个", "there is no offer {number}, of {count}";
    take_another(): "请用 `--take` 选取所列的方案。", "Take one of those shown with `--take`.";
    no_offer(): "该列车没有可行的安排。", "There is no place for the train, and none that is better.";
    train_not_planned(train): "计划中没有列车 {train}", "train {train} is not planned";
    name_a_planned_train(): "请指定计划中的列车；增加列车请用 `insert`。", "Name one that the plan has; for one more there is `insert`.";
    as_planned(): "现计划", "as planned";
    offer_head(): "方案", "offer";
    where_head(): "地点", "where";
    own_head(): "本列", "its own";

    // What comes of replanning.
    do_nothing(): "照原计划顺延", "do nothing";
    next_plan(): "新计划", "new plan";
    plan_anew(): "完全重排", "planned anew";
    cost_of_plan(): "计划", "plan";
    cost_of_changes(): "变更", "changes";
    together(): "合计", "together";
    trains_moved(): "变动列车", "trains moved";
    trains_postponed(): "顺延列车", "postponed";
    plan_fulfilled(planned, left): "计划兑现：至此应离去 {planned} 列，按计划离去 {left} 列", "came true so far: of {planned} trains that were to leave by now, {left} left as planned";
    not_taken_up(error): "顺延后的计划无法继续：{error}", "the plan pushed back is not taken up: {error}";

    // Where texts come from and go to.
    standard_input(): "标准输入", "standard input";
    in_file(file, problem): "{file}：{problem}", "{file}: {problem}";
    no_such_file(file): "没有文件 {file}", "there is no file {file}";
    misspelt(): "也许文件名拼错了，或者不在该目录。", "Maybe the name is misspelt, or the directory is another one.";
    is_directory(file): "{file} 是目录，此处需要文件", "{file} is a directory, a file is needed";
    file_inside(): "也许应指定其中的文件。", "Maybe name a file inside it.";
    unreadable(file, error): "无法读取 {file}：{error}", "{file} cannot be read: {error}";
    right_to_read(): "也许没有读取权限。", "Maybe you lack the right to read it.";
    too_large(file, mebibytes): "{file} 大于 {mebibytes} MiB，超过任何算例或计划", "{file} is larger than {mebibytes} MiB, and so than any instance or plan";
    other_file(): "也许是别的文件，或一个文件里放了多个算例。", "Maybe it is another file, or holds many instances in one.";
    no_directory(file, directory): "无法写入 {file}：没有目录 {directory}", "{file} cannot be written: there is no directory {directory}";
    make_directory(): "也许应先建立该目录。", "Maybe make the directory first.";
    unwritable(file, error): "无法写入 {file}：{error}", "{file} cannot be written: {error}";
    nothing_written(): "什么都没有写入。也许没有写入权限，或磁盘已满。", "Nothing was written. Maybe you lack the right to write there, or the disk is full.";
    partly_written(file, error, written): "无法写入 {file}：{error}；{written}", "{file} cannot be written: {error}; {written}";
    right_to_write(): "也许没有写入权限，或磁盘已满。", "Maybe you lack the right to write there, or the disk is full.";
    same_file(option, file, what): "{option} {file} 与{what}是同一个文件", "{option} {file} is the same file as {what}";
    the_input(file): "输入文件 {file} ", "the input {file}";
    where_output_goes(): "标准输出所写的文件", "the file that standard output goes to";
    what_option_writes(option): " {option} 所写的文件", "what {option} writes";
    name_another(): "没有读取也没有写入。请另指一个文件。", "Nothing was read or written. Name another file for it.";
    output(error): "无法写入标准输出：{error}", "standard output cannot be written: {error}";
    no_file_written(): "没有写入任何文件。也许磁盘已满。", "No file was written. Maybe the disk is full.";
    output_after(error, written): "无法写入标准输出：{error}；{written}", "standard output cannot be written: {error}; {written}";
    disk_full(): "也许磁盘已满。", "Maybe the disk is full.";
    written(files): "已写入：{files}", "written: {files}";
    written_and_left(files, left): "已写入：{files}；保持原样：{left}", "written: {files}; left as they were: {left}";
    none(): "无", "none";
    both_to_output(one, other): "{one} 与 {other} 都写往标准输出", "{one} and {other} both go to standard output";
    file_for_one(): "请为其中之一指定文件。", "Give one of them a file.";
    links_in_circle(): "其链接成环", "its links lead in a circle";

    // What the system says, which is English.
    denied(english): "没有权限", "{english}";
    full(english): "磁盘已满", "{english}";
    not_there(english): "不存在", "{english}";
    read_only(english): "只读", "{english}";
    directory(english): "是目录", "{english}";
    system(english): "系统错误", "{english}";

    // What goes wrong inside.
    invalid(file): "{file} 无效", "{file} is not valid";
    internal(what): "内部错误：{what}", "internal error: {what}";
    panicked_with(what): "内部错误，程序原文为：{what}", "internal error: {what}";
    plan_breaks_rules(count, violations): "所编计划违反规则 {count} 处，未写入文件。{violations}", "the plan made breaks rules in {count} places and was not written. {violations}";
    broken_rule(rule, message): "{rule}：{message}", "{rule}: {message}";
    and_then(before, next): "{before}{next}", "{before} {next}";
    not_written_as_json(english): "内部数据无法写成 JSON", "{english}";
    instance_differs(): "算例与其文件不一致", "the instance is not that of the file";
    outside_horizon(now, end): "第 {now} 分钟不在计划时域内（0 至 {end} 分钟）", "minute {now} is not inside the horizon, minutes 0 to {end}";
    is_a_bug(): "这是 regauge 的程序错误。请连同输入一起报告。", "This is a bug of regauge. Please report it together with the input.";

    either(chinese, english): "{chinese}", "{english}";

    // Arguments that do not fit together.
    a_plan(): "计划", "a plan";
    plan(): "计划", "plan";
    journeys(): "行程", "journeys";
    no_instance(): "没有指定算例", "no instance is named";
    name_a_file(): "请指定文件，或用 --demo 指定现成算例。", "Name a file, or a ready-made instance with --demo.";
    input_twice(what): "标准输入不能既是算例又是{what}", "standard input cannot be both instance and {what}";
    one_as_file(): "请把其中之一作为文件给出。", "Give one of them as a file.";
    only_one_file(what): "使用 --demo 时，只有{what}是文件", "with --demo only the {what} is a file";
    leave_out_file(): "请去掉算例文件，或去掉 --demo。", "Leave out the instance file, or --demo.";
    two_needed(what): "需要算例和{what}，却只指定了一个文件", "an instance and {what} are needed, only one file is named";
    name_both(what): "请先指定算例，再指定{what}；或用 --demo 再加{what}。", "Name the instance first, then the {what}; or --demo and the {what}.";
    // Two plans and more.
    input_once(): "标准输入只能读取一次", "standard input can be read but once";
    instances_given(given, plans): "{plans} 个计划，却指定了 {given} 个算例", "{plans} plans and {given} instances are named";
    one_or_each(): "请用 --instance 指定一个共用的算例，或按计划的次序各指定一个；也可用 --demo。", "Name one instance for all with --instance, or one for each in the order of the plans; or --demo.";
    two_plans(): "比较需要恰好两个计划", "exactly two plans are compared";
    or_nervousness(): "请先指定原计划，再指定新计划；两个以上时用 --nervousness。", "Name the old plan, then the new one; for more of them there is --nervousness.";
    old_and_difference(): "--apply 需要原计划和差异文件", "--apply needs the old plan and the difference";
    name_them(): "请按此次序指定两者。", "Name both, in this order.";

    // Studies.
    no_threads(english): "无法建立线程", "threads cannot be had: {english}";
    demo_unknown(name, names): "没有现成算例 `{name}`；现有 {names}", "there is no ready-made instance `{name}`; there are {names}";
    not_text(file): "{file} 不是 UTF-8 文本", "{file} is no text in UTF-8";
    save_as_utf8(): "请另存为 UTF-8。", "Save it as UTF-8.";
    study_interrupted(log): "研究已中断；做完的运行已记入 {log}", "the study was interrupted; the runs that were done are in {log}";
    call_again(): "再次运行即可继续。", "Call it again to go on.";
    nothing_run(log): "{log} 中没有此研究的运行", "{log} has no runs of this study as it is";
    run_study_first(): "请先运行 `regauge study run`。", "Run `regauge study run` first.";
    no_scenario(name): "没有方案 `{name}`", "there is no scenario `{name}`";
    scenarios_are(names): "方案有：{names}。", "There are: {names}.";
    no_day(day): "该运行没有第 {day} 天", "the run has no day {day}";
    days_are(days): "请填 1 至 {days}，含预热期。", "Days are 1 to {days}, warm-up included.";
    run_failed(error): "该运行中止：{error}", "the run ends early: {error}";
    other_seed(): "已做完的日子照样列出；请换一个种子。", "The days that were done are shown; take another seed.";
    no_trains_worked(file): "{file} 中没有换装或装卸的列车", "{file} has no trains that are transshipped or handled";
    name_another_instance(): "请另指一个算例。", "Name another instance.";
    not_a_saved_run(file): "{file} 不是 --save 写出的运行", "{file} is no run that --save wrote";
    saved_by_other_version(file, version): "{file} 由 regauge {version} 写出", "{file} was written by regauge {version}";
    saved_of_other_run(file): "{file} 属于另一个算例，或另一组选项", "{file} is of another instance, or of other options";
    begin_anew(): "请去掉 --resume，从头开始。", "Leave out --resume and begin anew.";
    roll_columns(): "   日   离去  停时 h  站外  扣留  站内", "  day   left dwell h outside    held  inside";
    roll_summary(throughput, mean, p10, p50, p90, queue, late): "日均离去 {throughput} 列；停时平均 {mean} 小时（10% {p10}，中位 {p50}，90% {p90}）；日末站外平均 {queue} 列；晚点 {late}%", "{throughput} trains left a day; dwell {mean} h on the mean (1 of 10 {p10}, median {p50}, 9 of 10 {p90}); {queue} trains outside at the end of a day; {late} % late";
    other_day(): "请换一个更早的日子，或另一次运行。", "Take an earlier day, or another run.";
    bad_partition(text): "`{text}` 不是分片", "`{text}` is no partition";
    like_two_of_eight(): "写成 2/8 的形式：第二片，共八片。", "Write it like 2/8: the second of eight.";
    // Problems in the format DISPLIB.
    displib_size(trains, operations): "{trains} 列车、{operations} 个作业", "{trains} trains, {operations} operations";
    displib_proven(size, value, work): "{size}：值 {value}，已证明最优（工作量 {work} 单位）", "{size}: costs {value}, proven to be the least ({work} units of work)";
    displib_bounded(size, value, bound, gap, work): "{size}：值 {value}，下界 {bound}，差距 {gap}%（工作量 {work} 单位）", "{size}: costs {value}, lower bound {bound}, gap {gap} % ({work} units of work)";
    displib_not_found(size, bound, work): "{size}：{work} 单位工作量内没有找到解；下界 {bound}", "{size}: no solution was found in {work} units of work; lower bound {bound}";
    displib_impossible(size, work): "{size}：没有符合规则的解（工作量 {work} 单位）", "{size}: no solution keeps the rules ({work} units of work)";
    displib_breaks_rule(rule, message): "所求的解违反规则 {rule}：{message}", "the solution breaks the rule {rule}: {message}";
    displib_solution(): "解", "solution";
    displib_valid(value): "有效；值 {value}", "valid; costs {value}";
    displib_broken(count): "违反规则 {count} 处", "rules are broken in {count} places";

    // Plans under stress.
    stress_broken(count): "该计划违反规则 {count} 处", "the plan breaks rules in {count} places";
    stress_no_plan(english): "该计划不是此算例的计划", "the plan is none of the instance: {english}";
    check_it(): "`regauge check INSTANCE PLAN` 会指出其中的问题。", "`regauge check INSTANCE PLAN` says what is wrong with it.";
    stress_empty(): "该计划没有安排任何列车", "the plan lets no train run";
    plan_first(): "请先用 `regauge plan` 编制计划。", "Make one with `regauge plan` first.";
    stress_truth(run, problem): "第 {run} 次执行的实际情况不成其为算例：{problem}", "what happens in run {run} is no instance: {problem}";
    fewer_deviations(): "请减小 --deviations，或另给 --seed。", "Take smaller --deviations, or another --seed.";
    stress_drawn(runs, sd, tail, from, to, stages, cranes): "执行 {runs} 次；列车到达偏差 {sd} 分钟（标准差），{tail}% 的列车晚到 {from} 至 {to} 小时；作业环节时间偏差 {stages}%，门吊效率偏差 {cranes}%；风按预报", "Carried out {runs} times: trains deviate by {sd} min (standard deviation), {tail} % come {from} to {to} h late, stages by {stages} %, cranes by {cranes} %; wind as forecast";
    stress_cranes(runs): "其中 {runs} 次因在途作业不能中断，门吊效率按计划", "cranes as planned in {runs} of these runs, for work under way could not go on with others";
    stress_plan(trains): "整个计划：{trains} 列", "Whole plan, {trains} trains";
    stress_delay(): "每列平均晚出（分）", "minutes that a train leaves late, mean";
    stress_in_time(): "全部列车不晚于规定时刻的次数占比", "runs in which all due trains are in time";
    stress_broken_mean(): "每次断开的接续", "connections broken in a run";
    stress_trains(shown, all): "列车（{all} 列中晚出最多的 {shown} 列）：出口处比计划晚的概率与分钟数", "Trains, the {shown} latest of {all}: chance to leave later than planned, and minutes";
    stress_train(): "列车", "train";
    stress_later(minutes): "晚于{minutes}分", "> {minutes} min";
    stress_mean(): "平均", "mean";
    stress_p90(): "九成不超过", "p90";
    stress_past_due(): "超过规定时刻", "past due";
    stress_gave_way(): "让行", "gave way";
    stress_no_way(): "无路可走", "no way";
    stress_connections(shown, all): "接续（{all} 处中最易断开的 {shown} 处）：前车用毕太晚，后车不能按计划开始", "Connections, the {shown} of {all} that break most often: free too late for the second to begin as planned";
    stress_thing(): "设备", "what";
    stress_before(): "前车", "first";
    stress_after(): "后车", "second";
    stress_begins(): "后车开始", "begins";
    stress_slack(): "余量（分）", "slack min";
    stress_breaks(): "断开", "breaks";
    stress_handed_on(): "传给后车（分）", "handed on min";
    stress_buffers(): "缓冲时间：口岸区间与换装线各留若干分钟，重新计划后按同样的偏差执行", "Buffers on the border and in spots: planned again, and carried out under the same deviations";
    stress_minutes(): "缓冲（分）", "buffer min";
    stress_cost(): "多花成本", "cost";
    stress_n_trains(): "列车", "trains";
    stress_without(): "晚出，无缓冲", "delay without";
    stress_with(): "晚出，有缓冲", "delay with";
    stress_saved(): "少晚（分）", "saved min";
    stress_broken_without(): "断开，无缓冲", "broken without";
    stress_broken_with(): "断开，有缓冲", "broken with";
    no_demo(name): "没有现成算例 `{name}`", "there is no ready-made instance `{name}`";
    demos(names): "现有 {names}。", "There are {names}.";
    nothing_to_generate(): "没有指定要生成什么", "nothing is named to generate";
    name_a_demo(): "请指定现成算例，或用 --config 指定配置。", "Name a ready-made instance, or a configuration with --config.";
    made_by_hand(name): "`{name}` 是手工编制的，不由生成器生成", "`{name}` is made by hand, not by the generator";
    without_seed(): "请去掉 --seed 与 --print-config。", "Leave out --seed and --print-config.";
    several_files(option): "{option} 要写多个文件，而标准输出只容一个", "{option} writes several files, standard output takes one";
    name_a_directory(): "请指定目录；名为 - 的目录写作 ./-。", "Name a directory; one that is called - is ./-.";
    takes_output(option): "{option} 占用标准输出，--show 或 --section 也要用它", "{option} takes standard output, and --show or --section too";
    output_a_file(): "请为输出指定文件，或去掉 --show 与 --section。", "Give the output a file, or leave out --show and --section.";
    no_time(text): "`{text}` 不是计划内的时间", "`{text}` is no time of the plan";
    name_a_time(example, from, to): "请写成 03:10 或 {example} 的形式；计划从 {from} 至 {to}。", "Name one such as 03:10 or {example}; the plan is from {from} to {to}.";
    no_command(name): "没有命令 `{name}`", "there is no command `{name}`";
    see_help(): "可用的命令见 regauge --help。", "See regauge --help for those there are.";
    nothing_left(now, problem): "{now} 时所剩的不成其为算例：{problem}", "what is left at {now} is no instance: {problem}";
    check_first(): "请先对照算例校验计划（`regauge check`），并检查所填的实绩。", "Check the plan against the instance first (`regauge check`), and what is said to have happened.";
    cannot_begin(file, english): "{file}：不能从该计划开始", "{file}: {english}";
    breaks_rules(file, count): "{file}：该计划违反规则 {count} 处", "{file}: the plan breaks {count} rules";
    check_says(): "`regauge check INSTANCE PLAN` 会指出其中的问题；请改正，或不用 --from 重新计划。", "`regauge check INSTANCE PLAN` says what is wrong with it; mend it, or plan without --from.";

    // Fonts and pictures.
    no_font_file(): "该文件不是字体；可用 TrueType、OpenType 及其合集", "the file is no font; TrueType, OpenType and collections of them are";
    no_font(): "没有字体；请安装一种，或指定字体文件", "there is no font; install one, or name the file of one";
    no_glyph(character, number, text): "没有字体含有文本 `{text}` 中的字符 `{character}`（U+{number}）；请补上含有它的字体", "no font has the character `{character}` (U+{number}) of the text `{text}`; add a font that has it";
    picture_size(width, height): "无法生成 {width} × {height} 像素的图片；请改用别的比例", "a picture of {width} by {height} pixels cannot be made; choose another scale";
    svg_unreadable(english): "无法读取 SVG", "the SVG cannot be read: {english}";
    picture_unwritable(english): "无法写出图片", "the picture cannot be written: {english}";
    packed_font(): "也许它是压缩的；请指定字体文件本身。", "Maybe it is packed; name the font file itself.";
    font_or_scale(): "也许可用 --font FILE 指定含有它的字体，或改用别的 --scale。", "Maybe name a font that has it with --font FILE, or choose another --scale.";

    // Values of options.
    not_a_number(): "不是数字", "not a number";
    not_between(min, max): "不在 {min} 与 {max} 之间", "not between {min} and {max}";
    bad_share(): "既不是 `growing`、`off`，也不是 99 以内的百分数", "neither `growing`, `off` nor a percentage up to 99";
    bad_seconds(english): "不是可用的秒数", "{english}";
    not_in_range(value, min, max): "{value} 不在 {min} 至 {max} 之内", "{value} is not in {min}..={max}";
    no_digits(english): "不是整数", "{english}";

    // Warnings, progress.
    construct(): "初始方案", "construct";
    search(): "搜索", "search";
    no_warnings(): "没有警告", "no warnings";
    one_warning(): "1 个警告", "1 warning";
    many_warnings(count): "{count} 个警告", "{count} warnings";
    is_valid(file, warnings): "{file} 有效，{warnings}。", "{file} is valid, with {warnings}.";
    level_proven(value): "{value}（已证明）", "{value} proven";
    level_bound(value, bound): "{value}（下界 {bound}）", "{value} bound {bound}";
    levels(levels): "各级 {levels}", "levels {levels}";
    level(value): "{value}", "{value}";
    figures(figures): "{figures}", "{figures}";
    bound(value): "下界 {value}", "bound {value}";
    gap(value): "差距 {value}", "gap {value}";
    value(value): "目标值 {value}", "value {value}";

    // Documents of journeys.
    no_json(english, line, column): "文本不是 JSON：第 {line} 行第 {column} 列有误", "the text is not JSON: {english}";
    here_belongs(wanted): "此处应为{wanted}", "here belongs {wanted}";
    is_not(wanted): "不是 {wanted}", "it is not {wanted}";
    short_text(): "不超过 200 字的文本", "a text of at most 200 characters";
    a_list(): "列表", "a list";
    a_journey(): "对象；未安排的列车为 null", "an object, or null for a train that is not planned";
    a_whole_number(): "整数", "a whole number";
    whole_numbers(shape): " {shape}，均为整数", "{shape}, whole numbers";
    operation_start(): "[运行, 开始]", "[operation, start]";
    stand_stage_start(): "[停留, 环节, 开始]", "[stand, stage, start]";
    wrong_count(right, given): "算例有 {right} 列车，却给出了 {given} 项", "the instance has {right} trains, and there are choices for {given}";
    unknown(what, index): "该列车的网络中没有{what} {index}", "the network of the train has no {what} {index}";
    operation(): "操作", "operation";
    work(): "换装作业", "work";
    stand(): "停留", "stand";
    stage(): "作业环节", "stage";
    twice(): "选了两次，或有另一操作离开同一停留", "it is chosen twice, or another operation leaves the same stand";
    unreached(): "该列车没有车列到达它的起点", "no rake of the train comes to where it begins";
    broken(rake, goal): "所选的操作没有把{rake}带到{goal}", "the chosen operations do not lead the {rake} rake to {goal}";
    arriving(): "到达车列", "arriving";
    onward(): "换装后重车列", "onward";
    its_side(): "换装线的相应一侧", "its side of the spot";
    an_exit(): "出口", "an exit";
    an_end(): "其终点", "an end of its life";
    no_work(): "该列车的两车列须会合，却没有选择换装作业", "the rakes of the train have to meet, and no crane work is chosen";
    chain_length(right, given): "该换装作业的操作链有 {right} 项，却给出了 {given} 个开始时间", "the chain of this crane work has {right} operations, and there are {given} starts";
    closed(start): "无论其他列车如何，都不能在 {start} 开始", "it cannot start at tick {start}, whatever other trains do";
    early(start, ready): "在 {start} 开始，而它所等待的在 {ready} 才完成", "it starts at tick {start}, and what it waits for is done at {ready}";
    late(start): "在 {start} 开始，则不能在计划时域内结束", "begun at tick {start} it does not end within the horizon";
    stage_missing(index, stand): "途中停留 {stand} 的作业环节 {index} 没有开始时间", "stage {index} of stand {stand} is on its way and has no start";
    repair_line(): "请在所指的行改正。", "Repair it at the line named.";
    write_format(): "请填写所示的格式；`regauge plan --journeys` 给出这样的文件。", "Write the format named; `regauge plan --journeys` shows a document of it.";
    solve_this(): "请求解 `regauge compile` 为本算例写出的问题，或指定另一算例。", "Solve what `regauge compile` writes for this instance, or name the other one.";
    write_what_is_named(): "请填写所示内容；格式说明见 docs/compiled-problem.md。", "Write what is named; docs/compiled-problem.md describes the document.";
    one_per_train(): "请为编译后问题的每列车填一项，未安排的填 `null`。", "Write one entry per train of the compiled problem, `null` where not planned.";
    positions_from_zero(): "序号在该列车的网络中从 0 起算。", "Positions count from 0 in the network of this train.";
    choose_once(): "每个操作和作业环节只选一次，每个停留只选一个出路。", "Choose each operation and stage once, and one way out of every stand.";
    choose_what_leads(): "请去掉它，或选上通向它的操作。", "Leave it out, or choose what leads to it.";
    choose_a_way(): "请从该车列的一个起点开始选一条没有缺口的路。", "Choose a way from one of the starts of that rake, without a gap.";
    choose_a_work(): "请选该列车的一项换装作业，并为其链上各项填写开始时间。", "Choose one of the works of the train and a start for each of its chain.";
    one_start_each(): "请为链上每个操作填一个开始时间。", "Write one start for each operation of the chain.";
    start_inside(): "请在其可用时段内选开始时间。", "Choose a start inside one of its spans.";
    start_later(): "请推迟它，或提前它所等待的。", "Start it later, or what it waits for earlier.";
    start_earlier(): "请提前开始，或不安排该列车。", "Start it earlier, or do not plan the train.";
    start_every_stage(): "请为途中每个停留的每个作业环节填写开始时间。", "Write a start for every stage of every stand on the way.";

    // Capacity: headings.
    capacity_of(name, hours, from): "{name}：{from} 起 {hours} 小时的计划", "{name}: plan of {hours} h from {from}";
    capacity_postponed(count): "顺延 {count} 列，不计入以下各数", "{count} trains are postponed and not in these figures";
    capacity_sections(): "区间占用率（UIC 406 压缩法）", "Sections: occupation by compression (UIC 406)";
    capacity_station(): "车站设施能力：N =（1440·m − Σt固）/ t占 + n固", "Station: N = (1440·m − Σ t_fixed) / t_occupation + n_fixed";
    capacity_fluid(): "全日流量能力（线性规划）", "Flow of a day (linear program)";
    capacity_ways(): "换装列车的去向", "Ways of the trains that are transshipped";
    capacity_promise(): "承诺能守住的最大列数（逐日推演）", "Most trains a day that the promise holds for (run day after day)";
    // Columns.
    head_section(): "区间", "section";
    head_track(): "线别", "track";
    head_runs(): "列数", "runs";
    head_compressed(): "压缩占用 min", "compressed min";
    head_available(): "可用 min", "available min";
    head_occupation(): "占用率 %", "used %";
    head_band(): "档", "band";
    head_busiest(): "最忙两小时", "busiest 2 h";
    head_place(): "设施", "place";
    head_units(): "数量 m", "units";
    head_fixed(): "固定占用 min", "fixed min";
    head_fixed_trains(): "固定列数", "fixed trains";
    head_trains(): "列数", "trains";
    head_mean(): "每列占用 min", "min a train";
    head_capacity(): "能力 N 列/日", "N a day";
    head_used(): "利用率 %", "used %";
    head_unit(): "增加一个", "one more";
    head_gain(): "可多通过 列/日", "trains a day more";
    head_dual(): "边际（对偶值）", "at the margin (dual)";
    head_kind(): "列车种类", "kind";
    head_shed(): "换装库", "shed";
    head_emptied(): "卸空车底", "emptied rake";
    head_per_day(): "列/日", "trains a day";
    head_throughput(): "实际发出", "left";
    head_mean_dwell(): "平均停时 h", "mean dwell h";
    head_p90_dwell(): "九成停时 h", "p90 dwell h";
    head_growth(): "每日积压增加", "queue grows by";
    head_verdict(): "承诺", "promise";
    // Cells.
    single_track(): "单线", "single";
    down_track(): "下行线", "down";
    up_track(): "上行线", "up";
    pool_tracks(name): "{name} 股道", "tracks {name}";
    pool_spots(name): "{name} 换装线", "spots {name}";
    pool_cranes(name): "{name} 门吊", "cranes {name}";
    pool_teams(name): "{name} 班组", "teams {name}";
    pool_locomotives(name, gauge): "{name} {gauge} mm 调机", "locomotives {name} {gauge} mm";
    pool_paths(name): "{name} 区间", "section {name}";
    pool_down_paths(name): "{name} 下行线", "section {name} down";
    pool_up_paths(name): "{name} 上行线", "section {name} up";
    pool_cap(name): "{name} 列数限额", "cap {name}";
    pool_empties(name): "{name} 来车底", "empties {name}";
    pool_room(name): "{name} 空位", "room {name}";
    unit_track(): "股道", "track";
    unit_spot(): "换装线", "spot";
    unit_crane(): "门吊", "crane";
    unit_team(): "班组", "team";
    unit_locomotive(): "调机", "locomotive";
    unit_path(): "运行线", "path";
    unit_rake(): "每日一列车底", "rake a day";
    unit_wagon(): "每日一辆空车", "wagon a day";
    goes_back(): "返回", "returns";
    goes_into(store): "存入 {store}", "into {store}";
    holds(): "守住", "holds";
    fails(): "守不住", "fails";
    is_open(): "不定", "open";
    // Sentences.
    strained_tracks(percent): "* 股道利用率超过 {percent}%，车站通常增加股道。", "* More than {percent} % of these tracks is used: stations then add tracks.";
    flows_through(per_day, factor, base): "每日可通过 {per_day} 列，为算例 {base} 列的 {factor} 倍。", "{per_day} trains a day flow through, {factor} times the {base} of the instance.";
    nothing_binds_more(): "其余设施有富余，增加一个单位无作用。", "The others have some left, and one more of them brings nothing.";
    left_out_of_flow(kind, percent): "{kind}：{percent}% 的列车单独也走不通，未计入。", "{kind}: {percent} % of the trains find no way even if they are alone and are left out.";
    one_sided_store(store): "{store} 只进不出或只出不进，按外部平衡计算。", "Store {store} is only filled or only emptied by trains: it is taken to be balanced from outside.";
    promise_terms(days, replications, seed): "每个水平推演 {replications} 个世界各 {days} 天，种子自 {seed} 起；± 为 90% 区间。", "Each level is run in {replications} worlds of {days} days, seeds from {seed} on; ± is the 90 % interval.";
    worlds_failed(count): "未能进行到底、未计入的推演：{count} 次（原因见 --format json）。", "Runs that could not be made to their end and are left out: {count} (--format json says why).";
    promise_between(low, high): "每日少于 {low} 列守得住，多于 {high} 列守不住；其间不定（90%）。", "It holds below {low} trains a day and fails above {high}; between them it is open (90 %).";
    promise_always(most): "直到所推演的最高水平，每日 {most} 列，都守得住。", "It holds up to {most} trains a day, the most that were run.";
    promise_open_above(low): "每日少于 {low} 列守得住；以上直到所推演的最高水平仍不定。", "It holds below {low} trains a day; above that it is open up to the most that were run.";
    promise_first(part): "最先守不住的是{part}。", "What fails first: {part}.";
    part_mean(): "平均停时", "mean dwell";
    part_p90(): "九成停时", "p90 dwell";
    part_queue(): "站外积压", "the queue outside";
    promise_impossible(per_day, part, hours, most): "承诺守不住：每日仅 {per_day} 列时{part}已达 {hours} h，而承诺为 {most} h", "the promise cannot be kept: even at {per_day} trains a day the {part} is {hours} h, and {most} h are promised";
    promise_below_alone(hours, alone): "承诺 {hours} h 守不住：列车单独作业时平均停时也要 {alone} h", "a promise of {hours} h cannot be kept: trains that have the station to themselves dwell {alone} h on the mean";
    nothing_dwells(): "没有换装列车，无从承诺停时", "there are no trains that are transshipped, and so no dwell to promise";
    leave_out_promise(): "请去掉 --promise-mean-hours 与 --promise-p90-hours。", "Leave out --promise-mean-hours and --promise-p90-hours.";
    promise_more_hours(): "请承诺更长的时间，或先缩短车站作业时间。", "Promise more hours, or shorten what is done at the station first.";
    queue_from_the_start(per_day): "承诺守不住：每日仅 {per_day} 列时站外积压已不断增加", "the promise cannot be kept: even at {per_day} trains a day the queue outside grows";
    no_train_alone(): "没有列车单独能走通该车站", "no train finds a way through the station even if it is alone";
    what_keeps_them(): "`regauge plan` 会说明每列车为何顺延。", "`regauge plan` says of each train why it is postponed.";
    no_flow(english): "全日流量的线性规划没有结果", "the flow of a day has no answer: {english}";
    cannot_be_run(english): "无法逐日推演该车站", "the station cannot be run day after day: {english}";
    plan_and_look(): "请先用 `regauge plan` 为算例编制计划并检查警告。", "Plan the instance with `regauge plan` first, and look at its warnings.";
    level_done(per_day, verdict): "每日 {per_day} 列：{verdict}", "{per_day} trains a day: {verdict}";
    check_says_plan(): "`regauge check INSTANCE PLAN` 会指出其中的问题；请改正，或不给计划。", "`regauge check INSTANCE PLAN` says what is wrong with it; mend it, or give no plan.";
    not_positive_hours(most): "应为大于 0、不超过 {most} 的小时数", "not a number of hours above 0 and up to {most}";
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    fn filled(words: &str) -> BTreeSet<&str> {
        let places = words.split('{').skip(1);
        places.filter_map(|rest| rest.split('}').next()).collect()
    }

    /// What others say in English (the system, serde) is left out in Chinese, and nothing else.
    #[test]
    fn every_language_says_the_same_values() {
        let all = super::ALL.iter().filter(|row| row.1 != "{chinese}");
        for (fields, chinese, english) in all {
            let mut fields: BTreeSet<&str> = fields.iter().copied().collect();
            let json = ["line", "column"];
            let in_english = filled(english);
            assert!(
                in_english.iter().all(|field| fields.contains(field)),
                "{english}"
            );
            fields.remove("english");
            assert_eq!(filled(chinese), fields, "{chinese}");
            let rest: Vec<_> = fields.difference(&in_english).collect();
            assert!(rest.iter().all(|field| json.contains(field)), "{english}");
        }
    }

    #[test]
    fn no_english_is_left_in_chinese() {
        for (_, chinese, english) in super::ALL {
            assert!(!chinese.is_ascii() || chinese.starts_with('{'), "{chinese}");
            for half in [", ", ". ", "; ", "? ", "("] {
                let is_shape = chinese.starts_with('[');
                assert!(is_shape || !chinese.contains(half), "{half} in {chinese}");
            }
            let is_sentence = english.ends_with('.');
            assert_eq!(is_sentence, chinese.ends_with('。'), "{chinese}");
        }
    }
}
