//! The texts of the command line in Chinese: of commands, arguments and choices. Names of options and choices stay as they are.

use super::Place;

/// What stands below the help of the program.
pub const EXIT_CODES: &str = "\
退出码：
  0  完成
  1  完成，但计划违反规则，或有列车顺延（check：仅在 --all-planned 时）
  2  输入或用法无效
  3  内部错误

第一个计划：regauge plan --demo m";

/// What a command does, in a line; what more there is to say stands on the next.
pub fn about(command: &str) -> &'static str {
    match command {
        "" => "编制换装口岸站的计划：换装库、门吊作业时段、区间运行线与时刻",
        "plan" => {
            "为算例编制计划\n不带 --output 时，在标准输出上显示当日计划；带 --format json 时，把计划文件写往标准输出。带 --output 时，计划文件写入该文件，摘要写往标准输出。"
        }
        "check" => "校验算例：警告；或校验计划：违规、目标值、主要指标",
        "show" => "显示计划：当日计划、换装库与门吊、等待",
        "report" => {
            "把计划写成一页：图表、到发计划与作业单，供屏幕和打印\n单个 HTML 文件，不引用外部内容，中英文可切换；按 A3 横向打印。"
        }
        "compile" => "把算例编译后的问题写成 JSON",
        "decode" => {
            "由编译后问题的解得到计划，并加以校验\n与 `compile` 相对。计划违反规则时也照样写出，以便查看；每处违规都会列出，退出码为 1。"
        }
        "advance" => {
            "写出当前时刻的算例：计划到此时已完成的不再包含\n已离开的列车不再列出，在途列车写明状态，计划时域、封锁和运行线只留余下的部分。按余下的计划执行，结果与原计划完全一致；重新计划，即为下一个计划。"
        }
        "insert" => {
            "为计划中增加的一列车给出安排方案，并说明每个方案使其他列车付出多少\n最多三个方案，代价最小的在前：其余列车不动，安排在不同的地点；以及在更省时调整其他列车的方案，变更按算例目标计价。每个方案都是经过检查的计划；--take 写出其中之一。"
        }
        "offer" => {
            "为计划中的一列车给出更早离去的方案，并说明每个方案使其他列车付出多少\n最多三个方案，代价最小的在前：早到它单独运行时的离去时刻，以及提早得少一些；必要时调整其他列车，变更按算例目标计价。每个方案都是经过检查的计划；--take 写出其中之一。"
        }
        "explain" => {
            "说明列车为何此时离去或为何顺延，以及怎样改善\n不指定列车：列出每列晚点或顺延的列车及其最长的等待，以及全部列车延误分钟的去向。指定列车：列出它的全部等待和改善措施：每次只改变一项（增加调机、人员、股道或空车底，取消天窗、封锁或固定安排，由另一列车让行），其余列车不动，重新计划该列车，效果最好的排在前面。"
        }
        "replan" => {
            "发生变化之后，由已公布的计划接续编制，只作值得的变更\n已开始的保持不变；临近的予以锁定；再往后，与已公布的不同须付出算例目标中 `changes` 规定的代价，得大于失才变。新计划是当前时刻算例的计划（用 --instance-output 写出该算例），并与“什么也不做”（原计划照原样顺延）相比较。"
        }
        "diff" => {
            "显示两个计划之间的变化：哪些列车有变、改到何处，一页之内\n两个计划可属同一算例，也可属车站和列车名称相同的两个算例，例如 `advance` 之前和之后。带 --format json 时，差异文件包含由原计划得到新计划所需的全部内容；--apply 据此写出新计划。"
        }
        "capacity" => {
            "车站与线路的能力：占用率、能力、瓶颈、承诺\n不给计划时先编制一个。区间按 UIC 406 压缩法，设施按利用率公式，全日流量按线性规划；给出承诺时还逐日推演，求承诺能守住的最大列数。见 docs/capacity.md。"
        }
        "roll" => {
            "逐日运行车站：编制计划，按实际情况执行，结转下一班\n列车、偏差、环节时分、门吊效率和大风都按种子抽取；逐日显示离去列车、平均停时、站外与站内列车。算例是其中一天：以后各天的列车都与它的列车相似。"
        }
        "study" => {
            "回答能力的假设问题，给出置信区间\n研究文件提出问题；各方案在相同的世界中逐年运行，列车、偏差和大风都是抽取的。"
        }
        "study run" => {
            "补做尚缺的运行，每做完一次即记入日志，最后写出答案\n中断后再次运行即从中断处继续；研究改动后，只重做改动的部分。"
        }
        "study report" => "由日志中的运行写出答案",
        "study merge" => "合并几台机器的日志",
        "study day" => "写出某次运行中某一天的页面：当时的计划，或实际情况",
        "study help" => "显示本帮助，或某个子命令的帮助",
        "stress" => {
            "在随机偏差下多次执行计划：哪些列车会晚、哪些接续会断、缓冲时间值多少\n列车不按预告时刻到达，作业环节和门吊不按计划时间完成；各列车仍按计划作业，共用设备上仍是计划在前者先用，一切尽早。"
        }
        "displib" => {
            "求解 DISPLIB 格式的列车运行调整问题，或校验其解\n列车经由作业图占用互斥的资源；求费用最小的径路和次序。解在写出之前按公布的规则校验。见 docs/displib.md。"
        }
        "schema" => "写出文件格式的 JSON 模式",
        "generate" => {
            "写出现成算例，或生成算例\n只给名称时写出该现成算例；再给种子时写出同类的另一天。--print-config 给出生成该类算例的配置，修改后可用 --config 交回。"
        }
        "completions" => "写出某种命令行的补全脚本",
        "man" => "写出程序或某个命令的手册页",
        "help" => "显示本帮助，或某个命令的帮助",
        _ => "",
    }
}

/// What an argument is for: that of the command, else that of all commands.
pub fn argument((command, id): Place<'_>) -> Option<&'static str> {
    let find = |of: &str| {
        let mut all = ARGUMENTS.iter();
        all.find(|(command, other, _)| *command == of && *other == id)
    };
    find(command).or_else(|| find("")).map(|(_, _, text)| *text)
}

/// Command (empty: every one), argument, text.
pub const ARGUMENTS: &[(&str, &str, &str)] = &[
    ("roll", "instance", "算例文件；`-` 为标准输入"),
    ("roll", "demo", "现成算例：s、m、l、xl……"),
    ("roll", "days", "统计的天数"),
    ("roll", "warm_up", "统计之前的预热天数，从空站开始，不计入"),
    (
        "roll",
        "trains_per_day",
        "每天运送换装货物的列车数，双向合计（默认与算例相同）",
    ),
    ("roll", "rule", "调度方式"),
    ("roll", "replan", "两次编制计划相隔的小时数"),
    ("roll", "calm", "无风"),
    ("roll", "seed", "所有抽取的种子"),
    (
        "roll",
        "resume",
        "从该文件继续：由 --save 写出，除 --days 外算例和选项都相同",
    ),
    ("roll", "save", "把结束或中断时的状态写入该文件"),
    ("roll", "format", "给谁看"),
    ("roll", "output", "显示内容写入该文件（默认：标准输出）"),
    ("study run", "study", "研究文件"),
    (
        "study run",
        "log",
        "运行日志，逐次增长（默认：当前目录下的“名称.runs.jsonl”，名称取自研究）",
    ),
    (
        "study run",
        "partition",
        "本机承担的部分，例如 2/8：在研究可能要求的全部运行中，每八次取一次。此时不写答案；用 `study merge` 合并日志。",
    ),
    (
        "study run",
        "bottlenecks",
        "不用研究自己的因素，而是看基础算例的各项资源各增加一个值多少",
    ),
    (
        "study report",
        "bottlenecks",
        "`study run --bottlenecks` 的运行",
    ),
    ("study run", "threads", "同时进行的运行数（默认：每核一个）"),
    (
        "study run",
        "output",
        "答案页面写入该文件（默认：当前目录下的“名称.html”）",
    ),
    ("study run", "quiet", "不显示进度"),
    ("study report", "study", "研究文件"),
    (
        "study report",
        "log",
        "运行日志（默认：当前目录下的“名称.runs.jsonl”）",
    ),
    ("study report", "output", "答案页面写入该文件"),
    ("study report", "csv", "全部运行写入该 CSV 文件"),
    (
        "study report",
        "markdown",
        "Markdown 摘要写入该文件（默认：未指定其他输出时写往标准输出）",
    ),
    ("study merge", "logs", "各机器的日志"),
    (
        "study merge",
        "output",
        "合并后的日志写入该文件（默认：标准输出）",
    ),
    ("study day", "study", "研究文件"),
    (
        "study day",
        "scenario",
        "方案，按答案中的名称（默认：参照方案）",
    ),
    ("study day", "replication", "第几次运行，从 0 起"),
    ("study day", "day", "哪一天，从 1 起，含预热期"),
    ("study day", "happened", "实际情况，而不是计划"),
    ("study day", "output", "页面写入该文件（默认：标准输出）"),
    (
        "",
        "color",
        "所显示内容、帮助和消息是否用颜色（遵从 NO_COLOR）",
    ),
    ("", "lang", "所显示内容、帮助和消息的语言"),
    ("", "help", "显示帮助"),
    ("", "version", "显示版本"),
    ("", "demo", "用现成算例代替文件：s、m、l、xl …"),
    ("", "instance", "算例文件；`-` 为标准输入"),
    (
        "",
        "first",
        "算例文件；`-` 为标准输入。使用 --demo 时为计划文件",
    ),
    ("", "second", "计划文件；`-` 为标准输入"),
    (
        "",
        "width",
        "所显示内容的列数（默认为终端的列数，否则为 100）",
    ),
    ("", "ascii", "线条与图块只用 ASCII 字符"),
    ("", "sections", "所显示的部分，以逗号分隔"),
    ("", "stage", "只显示若干小时：阶段计划"),
    (
        "",
        "from",
        "当前时刻：阶段计划的起点，图表上的当前线。可写 03:10 这样的时刻（计划中的第一个），或 2023-11-16T03:10 这样的日期时间，按算例的时钟［--stage 默认：起点］",
    ),
    (
        "plan",
        "output",
        "计划文件，要么完整写出，要么不写；与其他各输出一样，`-` 为标准输出",
    ),
    (
        "plan",
        "from",
        "从本算例的这一计划开始，而不从初始方案开始，结果绝不会比它成本更高：可以是昨晚的计划、正在执行的计划的余下部分（`regauge advance --rest`）或手工编制的计划",
    ),
    (
        "plan",
        "journeys",
        "行程文件，以编译后问题中的序号表示，由 `regauge decode` 读取",
    ),
    (
        "plan",
        "html",
        "计划页面文件，供屏幕和打印，与 `regauge report` 所写相同",
    ),
    (
        "plan",
        "seed",
        "一切随机数的种子：算例、种子和工作量相同，则计划逐字节相同",
    ),
    (
        "plan",
        "work",
        "工作量单位数，每单位约为单核一秒（默认 1）：越多则计划越好，0 只编初始方案。工作量按步计数而不计时，因此输入相同则计划相同",
    ),
    ("plan", "effort", "以名称指定工作量"),
    (
        "plan",
        "bound",
        "工作量中用于下界的份额：`growing` 随工作量增长，`off` 不用，或 99 以内的百分数",
    ),
    (
        "plan",
        "gap",
        "可避免成本差距不超过此值时停止；可避免成本差距为（目标值 − 下界）/（目标值 − 各列车单独开行的成本）",
    ),
    (
        "plan",
        "time_limit",
        "用这么多秒或给定的工作量，以先到者为准。摘要会说明合多少工作量：以同样的 `--work` 可再得到同一计划，除非运行被中断",
    ),
    (
        "plan",
        "threads",
        "线程数（默认每核一个）；计划与线程数无关",
    ),
    ("plan", "format", "标准输出与消息供谁阅读"),
    ("plan", "show", "计划写入文件时也显示当日计划"),
    (
        "plan",
        "price_pins",
        "显示每列有固定安排的列车，其固定安排的代价：去掉后继续编制，每列用十分之一的工作量",
    ),
    (
        "plan",
        "stats",
        "在标准错误输出上说明搜索的各个算子和其它找方案的部件各做了什么",
    ),
    ("plan", "quiet", "不显示进度、摘要和关于算例的警告"),
    ("check", "format", "结果供谁阅读"),
    (
        "check",
        "all_planned",
        "有列车顺延也算有问题：除非全部列车都已安排，退出码为 1",
    ),
    ("check", "strict", "未给计划时：有警告则退出码为 1"),
    (
        "report",
        "output",
        "页面文件，要么完整写出，要么不写（默认为标准输出）",
    ),
    (
        "report",
        "svg",
        "存放 SVG 图表的目录，每图一个文件；目录须已存在",
    ),
    (
        "report",
        "png",
        "存放 PNG 图表的目录，每图一个文件；目录须已存在",
    ),
    (
        "report",
        "before",
        "此前的计划：页首列出变化，图表中原计划以虚线衬在后面",
    ),
    (
        "report",
        "before_instance",
        "此前计划的算例文件，如与本计划的不同",
    ),
    (
        "report",
        "past",
        "图表在起点之前显示的小时数，仅限有 history 的算例（默认 3；阶段计划默认不显示）",
    ),
    ("report", "tolerance", "时刻变化不超过这么多分钟的视为不变"),
    ("report", "scale", "SVG 每像素合 PNG 多少像素"),
    ("report", "fonts", "系统字体之外的字体文件；可多次给出"),
    ("compile", "output", "编译后问题的文件（默认为标准输出）"),
    (
        "decode",
        "first",
        "算例文件；`-` 为标准输入。使用 --demo 时为行程文件",
    ),
    ("decode", "second", "行程文件；`-` 为标准输入"),
    (
        "decode",
        "output",
        "计划文件，要么完整写出，要么不写；违规与目标值则写往标准输出（默认：计划写往标准输出，违规写往标准错误）",
    ),
    ("decode", "format", "消息供谁阅读"),
    (
        "advance",
        "now",
        "当前时刻：可写 03:10 这样的时刻（计划中的第一个），或 2023-11-16T03:10 这样的日期时间，按算例的时钟",
    ),
    ("advance", "actual", "与计划不同的实绩；`-` 为标准输入"),
    (
        "advance",
        "output",
        "新算例的文件，要么完整写出，要么不写（默认为标准输出）",
    ),
    (
        "advance",
        "rest",
        "余下计划的文件，它是新算例的计划；实绩与计划不同时没有余下计划",
    ),
    (
        "insert",
        "train",
        "列车文件：`new_trains` 中有一列的实绩文件；`-` 为标准输入",
    ),
    ("insert", "take", "写出第几个方案，从 1 起"),
    (
        "insert",
        "output",
        "所选方案的计划文件，要么完整写出，要么不写",
    ),
    (
        "insert",
        "instance_output",
        "含该列车的算例文件，计划是它的计划",
    ),
    (
        "insert",
        "work",
        "工作量单位，每单位约为单核一秒（默认：1）",
    ),
    ("insert", "format", "标准输出和消息供谁阅读"),
    ("offer", "train", "要帮助的列车"),
    ("offer", "take", "写出第几个方案，从 1 起"),
    (
        "offer",
        "output",
        "所选方案的计划文件，要么完整写出，要么不写",
    ),
    (
        "offer",
        "instance_output",
        "写明已公布内容的算例文件，计划是它的计划",
    ),
    ("offer", "work", "工作量单位，每单位约为单核一秒（默认：1）"),
    ("offer", "format", "标准输出和消息供谁阅读"),
    ("offer", "seed", "一切随机的种子"),
    ("explain", "train", "列车"),
    ("explain", "format", "结果供谁阅读"),
    (
        "replan",
        "now",
        "当前时刻：可写 03:10 这样的时刻（计划中的第一个），或 2023-11-16T03:10 这样的日期时间，按算例的时钟",
    ),
    (
        "replan",
        "events",
        "与已公布的计划不同的实绩，以及新的情况；`-` 为标准输入",
    ),
    (
        "replan",
        "freeze",
        "哪些决定保持已公布的不变，保持多少小时（默认：口岸、换装线和门吊作业方式，三小时）",
    ),
    (
        "replan",
        "anew",
        "另外按什么都没有公布编制一次，看少变更的代价",
    ),
    (
        "replan",
        "price_pins",
        "显示每列有固定安排（含冻结阶段）的列车，其固定安排的代价：去掉后从新计划继续编制，每列用十分之一的工作量",
    ),
    ("replan", "output", "新计划的文件，要么完整写出，要么不写"),
    (
        "replan",
        "instance_output",
        "当前时刻算例的文件；新计划是它的计划，以后的命令需要它",
    ),
    (
        "replan",
        "work",
        "工作量单位，每单位约为单核一秒（默认：1）",
    ),
    (
        "replan",
        "time_limit",
        "运行这么多秒，或到给定的工作量为止，以先到者为准",
    ),
    ("replan", "seed", "一切随机的种子"),
    (
        "replan",
        "threads",
        "线程数（默认：每核一个）；线程数不影响计划",
    ),
    ("insert", "seed", "一切随机的种子"),
    ("replan", "format", "标准输出和消息供谁阅读"),
    (
        "diff",
        "plans",
        "计划文件，原计划在前；带 --apply 时为原计划和差异文件；`-` 为标准输入",
    ),
    (
        "diff",
        "instance",
        "各计划共用的算例文件；多次给出时，每个计划一个",
    ),
    ("diff", "tolerance", "时刻变化不超过这么多分钟的视为不变"),
    (
        "diff",
        "now",
        "不比较此前的内容：可写 03:10 这样的时刻（新计划中的第一个），或 2023-11-16T03:10 这样的日期时间，按其算例的时钟",
    ),
    (
        "diff",
        "nervousness",
        "先后发布的各计划中，决定改了又改回的次数",
    ),
    ("diff", "apply", "由原计划和差异文件写出新计划；不需要算例"),
    ("diff", "output", "结果写入该文件（默认：标准输出）"),
    ("diff", "format", "结果供谁阅读"),
    ("capacity", "format", "结果供谁阅读"),
    (
        "capacity",
        "promise_mean_hours",
        "承诺的平均在站停时，小时；给出则求承诺能守住的最大列数",
    ),
    (
        "capacity",
        "promise_p90_hours",
        "承诺的九成列车在站停时，小时；作用相同",
    ),
    ("capacity", "days", "每次推演计数的天数［默认：14］"),
    (
        "capacity",
        "replications",
        "每个水平推演的世界数，至少 2［默认：4］",
    ),
    ("capacity", "seed", "第一个世界的种子［默认：1］"),
    ("stress", "runs", "执行次数"),
    (
        "stress",
        "seed",
        "随机偏差的种子：算例、计划和种子相同，则结果相同",
    ),
    (
        "stress",
        "deviations",
        "偏差占通常偏差的百分数；通常为：列车 90 分钟（另有二十分之一晚到 6 至 12 小时），作业环节 15%，门吊 10%",
    ),
    (
        "stress",
        "gives_way",
        "落后计划超过这么多分钟的列车让行，随后自寻通路",
    ),
    (
        "stress",
        "buffers",
        "口岸区间与换装线上的缓冲分钟数，以逗号分隔：各要多花多少、能少晚多少",
    ),
    ("stress", "work", "带缓冲重新计划的工作量单位数"),
    ("stress", "top", "所列列车与接续的行数"),
    (
        "stress",
        "threads",
        "线程数（默认每核一个）；结果与线程数无关",
    ),
    ("stress", "format", "结果供谁阅读"),
    ("stress", "quiet", "不显示进度"),
    ("displib", "instance", "算例文件；`-` 为标准输入"),
    (
        "displib",
        "output",
        "解写入该文件，写则写全，否则不写；此时摘要写往标准输出（默认：解写往标准输出，摘要写往标准错误）",
    ),
    (
        "displib",
        "check",
        "不求解，而是校验这个解：给出其值，并列出违反的每条规则，此时退出码为 1",
    ),
    (
        "displib",
        "work",
        "工作量单位数上限，每单位约为单核一秒；证明最优后提前结束",
    ),
    (
        "displib",
        "seed",
        "所有随机抽取的种子：算例、种子和工作量相同，则解逐字节相同",
    ),
    ("displib", "time_limit", "到此秒数即结束，给出已找到的解"),
    ("displib", "format", "摘要和消息供谁阅读"),
    ("schema", "which", "文件格式"),
    ("schema", "output", "模式文件（默认为标准输出）"),
    ("generate", "name", "现成算例：s、m、l、xl …"),
    ("generate", "config", "生成器的配置；`-` 为标准输入"),
    (
        "generate",
        "seed",
        "生成器的种子［使用 --config 时默认为配置中所写，否则为 1］",
    ),
    ("generate", "print_config", "写出配置，而不写算例"),
    ("generate", "output", "算例文件（默认为标准输出）"),
    ("completions", "shell", "命令行的种类"),
    ("man", "command", "命令"),
];

/// What a choice of an option means.
pub fn choice(id: &str, choice: &str) -> Option<&'static str> {
    Some(match (id, choice) {
        ("lang", "en") => "英文",
        ("lang", "zh") => "中文",
        ("format", "text") => "人",
        ("format", "json") => "程序",
        ("effort", "quick") => "0.1 单位：先看一个计划",
        ("effort", "normal") => "1 单位",
        ("effort", "thorough") => "30 单位：最好的计划与下界",
        ("which", "instance") => "待计划的内容",
        ("which", "plan") => "计划",
        ("which", "actual") => "与计划不同的实绩",
        ("which", "diff") => "两个计划之间的变化",
        ("which", "study") => "研究文件",
        ("rule", "planned") => "每班编制计划，按计划的次序执行",
        ("rule", "first-come") => "先到先服务",
        _ => return None,
    })
}
