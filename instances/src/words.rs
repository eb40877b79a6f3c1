//! The words of what is wrong with a configuration, in each language.

use regauge_model::messages;

messages! {
    instance_wrong(place, problem): "由此生成的算例在 `{place}` 处有误：{problem}", "the instance made of this would be wrong at `{place}`: {problem}";
    outside(value, min, max): "{value} 超出 {min} 至 {max} 的范围", "{value} is outside the limits of {min} to {max}";
    check_figure(): "请检查数值及其单位。", "Check the figure and its unit.";
    max_below_min(max, min): "最大值 {max} 小于最小值 {min}", "the most, {max}, is less than the fewest, {min}";
    swap(): "请把两者对调。", "Swap the two.";
    empty_span(): "时段的终点不晚于起点", "the span ends before or when it begins";
    end_later(): "终点须在起点之后；过了午夜从 1440 继续计数。", "Let it end after it begins; beyond midnight count on from 1440.";
    bad_year(year): "年份 {year} 不在 1970 至 2200 之间", "the year {year} is not between 1970 and 2200";
    check_year(): "请检查年份。", "Check the year.";
    too_long(): "计划时域超过 400 天", "the horizon is longer than 400 days";
    fewer_hours(): "请减少计划小时数。", "Plan fewer hours.";
    too_many_trains(trains, days, max): "{days} 天、每天 {trains} 列，超过上限 {max}", "{trains} trains on each of {days} days are more than {max}";
    fewer_trains(): "请减少天数或列车数。", "Plan fewer days or fewer trains.";
    no_section(id): "没有区间 `{id}`", "there is no section `{id}`";
    name_one_of(ids): "请填 {ids} 之一。", "Name one of {ids}.";

    // Files of berth allocation.
    not_utf8(): "文本不是 UTF-8", "the text is not UTF-8";
    save_text(): "请另存为纯文本。", "Save the file as plain text.";
    no_number(word): "`{word}` 不是小于一亿的整数", "`{word}` is not a whole number below 100 million";
    correct_word(): "请删除或改正。", "Remove or correct it.";
    ends_before(wanted): "文本结束时还缺{wanted}", "the text ends before {wanted}";
    compare_rows(): "请核对船舶数和泊位数与各行是否相符。", "Compare the numbers of ships and berths with the rows.";
    left_over(count, ships): "最迟离泊时间之后还有 {count} 个数；若为权重，应有 {ships} 个", "{count} numbers follow the latest departures; {ships} would be weights";
    remove_them(): "请删除。", "Remove them.";
    out_of_range(what, value, min, max): "{what}为 {value}，不在 {min} 至 {max} 之间", "{what} is {value}, not between {min} and {max}";
    check_the_figure(): "请检查数值。", "Check the figure.";
    no_berth(ship): "第 {ship} 艘船在任何泊位都没有作业时间", "ship {ship} has no handling time at any berth";
    leave_ship_out(): "请去掉该船。", "Leave the ship out.";
    leaves_first(ship, latest, arrival): "第 {ship} 艘船须在 {latest} 离泊，早于其到港时间 {arrival}", "ship {ship} must leave at {latest}, before it arrives at {arrival}";
    correct_one(): "请改正其中之一。", "Correct one of them.";
    spans_too_much(units, max): "时间跨度为 {units} 个单位，超过可计划的 {max} 个", "the times span {units} units, more than the {max} that can be planned";
    split_problem(): "请把问题拆分。", "Split the problem.";
    number_of_ships(): "船舶数", "the number of ships";
    number_of_berths(): "泊位数", "the number of berths";
    handling_of_berth(number): "泊位 {number} 的作业时间", "the handling times of berth {number}";
    hours_of_berth(number): "泊位 {number} 的开放和关闭时间", "the opening and closing of berth {number}";
    handling_of_ship(number): "第 {number} 艘船的作业时间", "the handling times of ship {number}";
    the_arrivals(): "到港时间", "the arrivals";
    the_openings(): "泊位开放时间", "the openings";
    the_closings(): "泊位关闭时间", "the closings";
    the_departures(): "最迟离泊时间", "the latest departures";
    a_handling_time(): "作业时间", "a handling time";
    a_weight(): "权重", "a weight";
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
            assert!(
                !chinese.is_ascii() && !chinese.contains(['.', ',', ';']),
                "{chinese}"
            );
            assert_eq!(english.ends_with('.'), chinese.ends_with('。'), "{chinese}");
        }
    }
}
