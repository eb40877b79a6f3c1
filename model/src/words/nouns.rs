//! What things are called inside messages.

use crate::message::Message;
use crate::messages;

/// What a field of a file holds, where it names a thing or several.
pub(crate) fn named_by(field: &str) -> Message {
    match field {
        "spot" => spot(),
        "spots" => spots(),
        "crane" => crane(),
        "cranes" => cranes(),
        "mode" => mode(),
        "modes" => modes(),
        "shed" => shed(),
        "stage" => stage(),
        _ => section(),
    }
}

messages! {
    class(): "列车种类", "class";
    classes(): "列车种类", "classes";
    zone(): "风区", "zone";
    way(): "径路", "way";
    wind_zone(): "风区", "wind zone";
    zones(): "风区", "zones";
    station(): "车站", "station";
    stations(): "车站", "stations";
    section(): "区间", "section";
    sections(): "区间", "sections";
    yard(): "车场", "yard";
    yards(): "车场", "yards";
    stage(): "作业环节", "stage";
    stages(): "作业环节", "stages";
    track_groups(): "股道组", "groups of tracks";
    throat(): "咽喉", "throat";
    throats(): "咽喉", "throats";
    the_throat(): "咽喉", "the throat";
    the_shed(): "换装库", "the shed";
    the_spot(): "换装线", "the spot";
    store(): "存车线", "store";
    stores(): "存车线", "stores";
    shed(): "换装库", "shed";
    sheds(): "换装库", "sheds";
    spot(): "换装线", "spot";
    spots(): "换装线", "spots";
    crane(): "门吊", "crane";
    cranes(): "门吊", "cranes";
    crane_mode(): "门吊作业方式", "crane mode";
    crane_modes(): "门吊作业方式", "crane modes";
    mode(): "门吊作业方式", "mode";
    modes(): "门吊作业方式", "modes";
    train(): "列车", "train";
    trains(): "列车", "trains";
    spot_of_shed(): "本换装库的换装线", "spot of this shed";
    crane_of_shed(): "本换装库的门吊", "crane of this shed";
    locomotives(): "调机", "locomotives";
    shunting_rule(): "调车的大风规则", "shunting_rule";
    sheds_with_modes(): "设门吊作业方式的换装库", "sheds with crane modes";

    the_train(): "列车", "the train";
    the_class(): "列车种类", "the class";
    the_section(): "区间", "the section";
    the_yard(): "车场", "the yard";
    the_rake(): "车列", "the rake";
    the_store(): "存车线", "the store";
    the_arriving_rake(): "到达车列", "the arriving rake";
    the_onward_rake(): "换装后重车列", "the onward rake";
    the_emptied_rake(): "空车底", "the emptied rake";
    arriving(): "到达", "arriving";
    onward(): "换装后", "onward";
    store_named(id): "存车线 `{id}`", "store `{id}`";
    spot_named(id): "换装线 `{id}`", "spot `{id}`";

    wagons(): "辆", "wagons";
    wagon_kind(): "车种", "kind of wagon";
    entries(): "项", "entries";
    rakes(): "列车底", "rakes";
    tracks(): "股道", "tracks";
    teams(): "个班组", "teams";
    kind_of_wagons(): "车种", "kind of wagon";
    minutes(): "分钟", "minutes";
    minutes_in_section(): "分钟（区间运行）", "minutes in a section";
    percent(): "%", "percent";
    per_minute(): "（每分钟）", "per minute";
    train_minutes(): "列车分钟", "train-minutes";
    holds(): "扣留", "holds";
    orders(): "列车顺序", "orders";
    pieces_of_history(): "段历史记录", "pieces of history";
    trains_per_day(): "列/日", "trains per day";
    lifts_per_hour(): "吊/小时", "lifts per hour";
    as_a_weight(): "（权重）", "as a weight";
    as_a_price(): "（单价）", "as a price";
    mean(): "平均风速", "mean";
    gust(): "阵风", "gust";
}
