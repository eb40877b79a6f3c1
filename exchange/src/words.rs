//! The words of what is wrong with the files of others, in each language.

use regauge_model::messages;

messages! {
    // Reading.
    no_json(what): "不是有效的 JSON：{what}", "this is no valid JSON: {what}";
    correct_text(): "请在此行改正。", "Correct it in this line.";
    is_not(wanted): "此处应为{wanted}", "this must be {wanted}";
    an_object(): "对象", "an object";
    a_list(): "列表", "a list";
    a_text(): "文本", "a text";
    a_whole_number(): "整数", "a whole number";
    see_format(): "格式见 docs/displib.md。", "docs/displib.md has the format.";
    unknown_key(): "格式中没有这个键", "the format has no such key";
    known_keys(keys): "可用的键：{keys}。", "The keys are {keys}.";
    missing_key(): "缺少这个键", "this key is missing";
    add_it(): "请补上。", "Add it.";
    out_of_range(min, max): "数值不在 {min} 至 {max} 之间", "the figure is not between {min} and {max}";
    check_figure(): "请检查数值及其单位。", "Check the figure and its unit.";
    empty_span(bound, lower): "最晚开始 {bound} 早于最早开始 {lower}", "the upper bound {bound} is below the lower bound {lower}";
    correct_one(): "请改正其中之一。", "Correct one of them.";
    no_operations(): "该列车没有作业", "the train has no operations";
    leave_train_out(): "请去掉该列车，或列出其作业。", "Leave the train out, or list its operations.";
    no_operation(): "该列车没有这个作业", "the train has no such operation";
    operations_up_to(last): "作业从 0 数到 {last}。", "Its operations are counted from 0 to {last}.";
    not_later(): "后继作业不在其后", "a successor stands before the operation, or is the operation itself";
    sort_operations(): "请按先后顺序列出作业。", "List operations before their successors.";
    second_exit(): "没有后继的作业不是最后一个", "an operation without successors is not the last one";
    one_exit(): "只有最后一个作业（出口）没有后继；请补上后继。", "The last operation alone, the exit, has none: give it successors.";
    second_entry(): "没有作业通向此作业", "no operation leads to this one";
    one_entry(): "只有第一个作业（入口）可以没有前驱；请让某个作业通向它，或去掉它。", "The first operation alone, the entry, has none before it: let one lead to it, or leave it out.";
    unknown_type(): "未知的目标类型", "the objective has no components of this type";
    only_type(): "唯一的类型是 `op_delay`。", "The only type is `op_delay`.";
    no_train(): "没有这列车", "there is no such train";
    trains_are(count): "共有 {count} 列车，从 0 数起。", "There are {count} trains, counted from 0.";
    too_long(span, max): "所有作业相继进行需 {span} 个时间单位，超过可计划的 {max} 个", "all operations one after the other take {span} units of time, more than the {max} that can be planned";
    split_it(): "请检查时间单位，或把问题拆分。", "Check the unit of time, or split the problem.";

    // Verifying.
    no_such_train(train): "没有列车 {train}", "there is no train {train}";
    no_such_operation(train, operation): "列车 {train} 没有作业 {operation}", "train {train} has no operation {operation}";
    earlier_than_before(time, before): "时间 {time} 早于上一事件的 {before}", "its time {time} is before {before}, that of the event before it";
    before_lower_bound(train, operation, time, bound): "列车 {train} 的作业 {operation} 于 {time} 开始，早于下界 {bound}", "operation {operation} of train {train} starts at {time}, before its lower bound {bound}";
    after_upper_bound(train, operation, time, bound): "列车 {train} 的作业 {operation} 于 {time} 开始，晚于上界 {bound}", "operation {operation} of train {train} starts at {time}, after its upper bound {bound}";
    no_entry(train, operation): "列车 {train} 从作业 {operation} 开始，而它不是入口", "train {train} begins with operation {operation}, which is not its entry";
    no_successor(train, operation, before): "列车 {train} 的作业 {operation} 不是作业 {before} 的后继", "operation {operation} of train {train} is no successor of operation {before}";
    too_short(train, operation, lasted, wanted): "列车 {train} 的作业 {operation} 只持续 {lasted}，少于 {wanted}", "operation {operation} of train {train} lasts {lasted}, less than {wanted}";
    resource_taken(train, operation, resource, other): "列车 {train} 的作业 {operation} 使用 `{resource}`，而列车 {other} 尚未释放", "operation {operation} of train {train} uses `{resource}`, which train {other} has not released";
    no_event(train): "列车 {train} 没有事件", "train {train} has no event";
    no_exit(train, operation): "列车 {train} 止于作业 {operation}，而它不是出口", "train {train} ends with operation {operation}, which is not its exit";
    costs_otherwise(said, value): "解称其值为 {said}，实为 {value}", "the solution says that it costs {said}, and it costs {value}";
}

#[cfg(test)]
mod tests {
    #[test]
    fn every_language_says_the_same_values() {
        for (fields, chinese, english) in super::ALL {
            for field in *fields {
                let place = format!("{{{field}}}");
                assert!(
                    chinese.contains(&place) && english.contains(&place),
                    "{english}"
                );
            }
        }
    }
}
