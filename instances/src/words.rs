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
