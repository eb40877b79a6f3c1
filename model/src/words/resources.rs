//! What resources, pins and tasks are called inside messages. Names are ids in English; in Chinese the titles of the file, where it
//! has some, as on boards and sheets.

use crate::message::{Message, Value};
use crate::messages;

/// A name without the word for its kind.
pub(crate) fn named(id: &str, title: &str) -> Value {
    if title.is_empty() || title == id {
        return Value::Text(id.to_owned());
    }
    titled(title, id).into()
}

/// A thing behind the word for its kind. A title says by itself what it is.
pub(crate) fn thing(of_kind: Message, id: &str, title: &str) -> Message {
    if title.is_empty() || title == id {
        return of_kind;
    }
    titled(title, of_kind)
}

messages! {
    titled(title, english): "{title}", "{english}";

    section(id): "区间 {id}", "section {id}";
    cap(name): "列数限额 {name}", "cap {name}";
    station(id): "车站 {id}", "station {id}";
    shunting(name): "调车 {name}", "shunting {name}";
    tracks(name): "股道 {name}", "tracks {name}";
    track(track, yard): "{yard} {track} 道", "track {track} of {yard}";
    yard(id): "车场 {id}", "yard {id}";
    stage(id): "作业环节 {id}", "stage {id}";
    teams(name): "班组 {name}", "team {name}";
    team(team, stage): "{stage} 班组 {team}", "team {team} of {stage}";
    locomotives(gauge, station): "调机 {gauge} {station}", "locomotives {gauge} {station}";
    locomotive(number, gauge, station): "{station} {gauge} mm 调机第 {number} 台", "locomotive {number} of {gauge} mm at {station}";
    throat(id): "咽喉 {id}", "throat {id}";
    store(id): "存车线 {id}", "store {id}";
    empties(name): "空车底 {name}", "empties {name}";
    room(name): "存车线空位 {name}", "room {name}";
    shed(id): "换装库 {id}", "shed {id}";
    runway(name): "门吊走行线 {name}", "runway {name}";
    spot(id): "换装线 {id}", "spot {id}";
    side(spot, gauge): "{spot} {gauge} mm 侧", "{spot}, {gauge} mm";
    crane(id): "门吊 {id}", "crane {id}";
    port(id): "口岸 {id}", "port {id}";
    mode(id): "门吊作业方式 {id}", "crane mode {id}";
    train(id): "列车 {id}", "train {id}";
    own_onward_rake(): "本列换装后重车列", "own onward rake";
    own_emptied_rake(): "本列空车底", "own emptied rake";
    own_stages(): "本列作业环节", "own stages";
    ahead(): "前方无空闲", "ahead";
    pin(pinned): "固定{pinned}", "pin {pinned}";

    rule_tracks(): "规则：到发线", "rule tracks";
    rule_track_length(): "规则：到发线有效长", "rule track-length";
    rule_teams(): "规则：作业班组", "rule teams";
    rule_stage_calendar(): "规则：作业时间窗", "rule stage-calendar";
    rule_locomotives(): "规则：调车机车", "rule locomotives";
    rule_shunting_wind(): "规则：因大风停调", "rule shunting-wind";
    rule_spots(): "规则：换装线占用", "rule spots";
    rule_access(): "规则：换装线进路", "rule access";
    rule_cranes(): "规则：门吊占用", "rule cranes";
    rule_crossing(): "规则：门吊交叉", "rule crossing";
    rule_crane_wind(): "规则：大风停吊", "rule crane-wind";
    rule_stores(): "规则：空车底存放", "rule stores";
    rule_headway(): "规则：追踪间隔", "rule headway";
    rule_block(): "规则：站间闭塞", "rule block";
    rule_holds(): "规则：扣留", "rule holds";
    rule_opposing(): "规则：对向列车", "rule opposing";
    rule_possession(): "规则：天窗", "rule possession";
    rule_line_wind(): "规则：大风停轮", "rule line-wind";
    rule_caps(): "规则：列数限额", "rule caps";
    rule_throats(): "规则：咽喉敌对进路", "rule throats";
    rule_pins(): "规则：固定安排", "rule pins";

    entry(): "进入时间", "entry";
    start_of_crane_work(): "换装作业开始时间", "start of crane work";
    exit(): "离开时间", "exit";
    start_of(what): "{what}开始时间", "start of {what}";
    of_part(what, part): "第 {part} 批{what}", "{what} of part {part}";
    of_onward(what): "换装后重车列{what}", "{what} of the onward rake";
    of_emptied(what): "空车底{what}", "{what} of the emptied rake";
    emptied_leaves(): "空车底返回", "emptied rake leaving";
    emptied_into(store): "空车底存入{store}", "emptied rake into {store}";

    run(name): "运行 {name}", "run {name}";
    placing(): "送车", "placing";
    crane_work(): "换装作业", "crane-work";
    exchange(): "换送", "exchange";
    pulling(): "取车", "pulling";
    handling(): "到站作业", "handling";
    into_store(): "入存车线", "into-store";
    from_store(): "出存车线", "from-store";
    to_enter(): "进入", "entry";
    to_leave(): "离开", "exit";
}
