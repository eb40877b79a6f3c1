//! The text of a file and its shape (E01, E02).

use crate::messages;

messages! {
    // What kind of file it is.
    an_instance(): "算例文件", "an instance";
    a_plan(): "计划文件", "a plan";
    a_file_of_what_stays(): "锁定设置", "a file of what stays as published";
    a_file_of_what_happened(): "实绩文件", "a file of what happened";
    a_difference(): "计划差异文件", "the difference of two plans";
    a_configuration(): "算例生成器的配置", "a configuration of the generator";
    a_compiled_problem(): "编译后的问题", "a compiled problem";
    a_document_of_journeys(): "行程文件", "a document of journeys";
    a_schema(): "JSON 模式文件", "a JSON schema";
    a_report(): "校验报告", "a report of the checker";
    a_list_of_problems(): "问题清单", "a list of problems";
    other_kind(is, wanted): "这是{is}，此处需要{wanted}", "this is {is}, and {wanted} is needed here";
    name_the_other(): "请改指另一个文件；同时指定两个文件时，算例在前，计划在后。", "Name the other file; where both are named the instance comes first and the plan second.";
    replan_reads_it(): "该文件由 `regauge replan --freeze` 读取。", "`regauge replan --freeze` reads it.";
    diff_applies_it(): "该文件由 `regauge diff --apply` 读取。", "`regauge diff --apply` reads it.";
    advance_reads_it(): "该文件由 `regauge advance --actual` 读取。", "`regauge advance --actual` reads it.";
    generate_reads_it(): "用 `regauge generate --config FILE` 可由它生成算例。", "`regauge generate --config FILE` makes an instance of it.";
    decode_reads_it(): "用 `regauge decode` 可由它得到计划。", "`regauge decode` makes a plan of it.";
    name_its_instance(): "请指定编译它所用的算例。", "Name the instance that it was compiled from.";
    schema_describes(): "它只说明这类文件的格式；请指定这类文件之一。", "It describes such files; name one of them.";

    // Bytes that are no text.
    empty(): "文件为空", "the file is empty";
    packed(what): "文件是{what}", "the file is {what}";
    gzip(): "gzip 压缩文件", "packed with gzip";
    gunzip(): "请先用 gunzip 解压。", "Unpack it first, with gunzip.";
    zip(): "zip 压缩包（.xlsx 工作簿也是）", "a zip archive (as a workbook .xlsx is one)";
    unzip(): "请先解压；工作簿须另存为 JSON。", "Unpack it first; a workbook has to be written as JSON.";
    xz(): "xz 压缩文件", "packed with xz";
    unxz(): "请先用 unxz 解压。", "Unpack it first, with unxz.";
    zstd(): "zstd 压缩文件", "packed with zstd";
    unzstd(): "请先用 unzstd 解压。", "Unpack it first, with unzstd.";
    bzip2(): "bzip2 压缩文件", "packed with bzip2";
    bunzip2(): "请先用 bunzip2 解压。", "Unpack it first, with bunzip2.";
    seven_zip(): "7z 压缩包", "a 7z archive";
    unpack(): "请先解压。", "Unpack it first.";
    pdf(): "PDF 文件", "a PDF";
    name_the_json(): "请指定 JSON 文件。", "Name the JSON file.";
    picture(): "图片", "a picture";
    office(): "办公软件的文档", "a document of an office program";
    write_json(): "请另存为 JSON。", "Write it as JSON.";
    database(): "数据库文件", "a database";
    wide(encoding): "文本编码为 {encoding}，不是 UTF-8", "the text is {encoding}, not UTF-8";
    save_as_utf8(): "请以 UTF-8 编码保存（Windows 编辑器或命令行中为编码选项；PowerShell 用 -Encoding utf8）。", "Save the file as UTF-8 (in a Windows editor or shell this is the encoding; in PowerShell -Encoding utf8).";
    markup(): "XML 或 HTML", "XML or HTML";
    yaml(): "YAML", "YAML";
    table(): "以分隔符分列的表格（CSV）", "a table with separators (CSV)";
    not_json(what): "这是 {what}，不是 JSON", "this is {what}, not JSON";
    too_many_bytes(bytes, max): "文件有 {bytes} 字节，超过上限 {max}", "{bytes} bytes are more than {max}";
    not_utf8_here(): "此处文本不是 UTF-8", "the text is not UTF-8 here";
    unreadable(english): "文件内容与格式不符", "{english}";
    reads_format(version): "本程序读取的格式版本为 {version}", "this program reads format {version}";

    // JSON.
    text_after_end(): "值结束之后还有内容", "there is more text after the end of the value";
    no_comments(): "JSON 没有注释", "JSON has no comments";
    remove_comment(): "请删除注释；算例中的说明可写在 `note` 里。", "Remove the comment; an instance has a `note` for remarks.";
    comma_after_last(): "最后一项之后多了逗号", "there is a comma after the last entry";
    remove_comma(): "请删除该逗号。", "Remove the comma.";
    double_quotes(): "文本须用双引号", "texts stand in double quotes";
    write_double_quotes(): "请把单引号改为双引号。", "Write double quotes instead of single ones.";
    no_infinity(): "数值必须是数字：JSON 没有无穷大和 NaN", "a figure is a number: JSON has no infinity and no NaN";
    write_a_number(): "请填数字；允许空缺的字段可以省略。", "Write a number, or leave the field out where it may be absent.";
    words_of_json(): "JSON 的关键字是 true、false 和 null", "the words of JSON are true, false and null";
    small_letters(): "请用小写；Python 的 json.dump 即如此输出。", "Write them in small letters; json.dump of Python does.";
    keys_in_quotes(): "键和文本须用双引号", "keys and texts stand in double quotes";
    put_into_quotes(): "请加上双引号。", "Put it into double quotes.";
    too_many_values(max): "值的个数超过 {max}", "there are more than {max} values";
    too_deep(max): "嵌套超过 {max} 层", "values are nested more than {max} deep";
    value_expected(): "此处应有一个值", "a value is expected here";
    text_ends(): "文本不完整", "the text ends too early";
    list_goes_on(): "此处应为逗号或列表的结尾", "a comma or the end of the list is expected here";
    key_expected(): "此处应为带引号的键", "a key in quotes is expected here";
    colon_expected(): "此处应为冒号", "a colon is expected here";
    key_twice(key): "键 `{key}` 出现两次", "the key `{key}` stands twice";
    object_goes_on(): "此处应为逗号或对象的结尾", "a comma or the end of the object is expected here";
    digit_expected(): "此处应为数字", "a digit is expected here";
    control_character(): "文本中有控制字符", "a control character inside a text";
    quotes_open(): "文本在引号内中断", "the text ends inside quotes";
    no_such_escape(): "文本中没有这种转义", "no such escape inside a text";
    half_surrogate(): "代理对不完整", "half of a surrogate pair";
    four_digits(): "此处应为四位十六进制数字", "four hexadecimal digits are expected here";

    // Shape.
    number_too_large(): "数字过大，无法读取", "the number is too large to be read";
    list_length(given, wanted): "列表有 {given} 项，应为 {wanted} 项", "the list has {given} entries, not {wanted}";
    missing_field(field): "缺少字段 `{field}`", "the field `{field}` is missing";
    add_one_of(names): "请补上；可取 {names}。", "Add it; it is one of {names}.";
    wrong_type(wanted, found): "此处应为{wanted}，而不是{found}", "{wanted} is expected here, not {found}";
    write_one_of(names): "请填 {names} 之一。", "Write one of {names}.";
    none_of(word, names): "`{word}` 不在可选值 {names} 之中", "`{word}` is none of {names}";
    no_such_field(field): "此处没有字段 `{field}`", "there is no field `{field}` here";
    number_between(min, max): "数字不在 {min} 至 {max} 之间", "the number is not between {min} and {max}";
    whole_number_expected(): "此处应为整数", "a whole number is expected here";
    no_offset(): "日期时间没有时区偏移，分不清是北京时间还是阿斯塔纳时间", "the date-time has no offset, so it may mean Beijing or Astana time";
    no_date_time(): "这不是日期时间", "this is not a date-time";
    a_value(): "一个值", "a value";
    a_text(): "文本", "a text";
    a_date_time(): "带引号的日期时间", "a date-time in quotes";
    a_whole_number(): "整数", "a whole number";
    a_number(): "数字", "a number";
    a_bool(): "true 或 false", "true or false";
    a_list(): "列表", "a list";
    an_object(): "对象", "an object";
    null(): "null", "null";

    // Collecting.
    maybe_meant(name): "也许应为 `{name}`。", "Maybe you meant `{name}`.";
    only_first(max): "只列出前 {max} 个问题", "only the first {max} problems found are listed";
}
