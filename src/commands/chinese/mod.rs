//! Help and the messages about arguments in Chinese.
//!
//! The command line itself is defined once, in English, where clap reads it; here its texts are exchanged (`help` holds them), what clap
//! writes by itself (headings, defaults, choices) is written out, and lines are broken, which clap does at blanks alone.
//! A test sees that nothing of the command line is without its text.

mod error;
mod help;

pub use error::error;

use clap::builder::{Resettable, StyledStr};
use clap::{Arg, ArgAction, Command};
use std::fmt::Write as _;
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// Cells of a line of help, behind its indent of ten.
const WIDTH: usize = 76;

/// Where a text stands in a command line: the command (empty for the program itself) and the id of an argument.
type Place<'a> = (&'a str, &'a str);

/// A command line with its help in Chinese.
pub fn command(mut program: Command) -> Command {
    // What clap adds by itself is there then, too.
    program.build();
    let names: Vec<String> = program
        .get_subcommands()
        .map(|command| command.get_name().to_owned())
        .collect();
    let mut program = texts(program, "").after_help(help::EXIT_CODES);
    for name in names {
        program = program.mut_subcommand(&name, |command| {
            let inner: Vec<String> = (command.get_subcommands())
                .map(|command| command.get_name().to_owned())
                .collect();
            let mut command = texts(command, &name);
            for one in inner {
                let whole = format!("{name} {one}");
                command = command.mut_subcommand(&one, |command| texts(command, &whole));
            }
            command
        });
    }
    // `help` lists the commands once more.
    program = program.mut_subcommand("help", |help| {
        help.mut_subcommands(|command| {
            let about = help::about(command.get_name());
            let (short, _) = about.split_once('\n').unwrap_or((about, ""));
            command.about(short)
        })
    });
    program
}

/// One command with its texts in Chinese.
fn texts(command: Command, name: &str) -> Command {
    let about = help::about(name);
    let (short, long) = about.split_once('\n').unwrap_or((about, ""));
    let usage = usage(&mut command.clone());
    let template = template(&command);
    let mut command = command
        .about(short.to_owned())
        .override_usage(usage)
        .help_template(template)
        .next_line_help(!name.is_empty() && name != "help");
    if !long.is_empty() {
        command = command.long_about(format!("{short}\n\n{}", wrapped(long, WIDTH + 10)));
    }
    let ids: Vec<String> = command
        .get_arguments()
        .map(|argument| argument.get_id().to_string())
        .collect();
    for id in ids {
        command = command.mut_arg(&id, |argument| in_argument(argument, (name, &id)));
    }
    command
}

/// The parts of the help of a command under headings of ours: those that clap writes end in a colon of half the width.
fn template(command: &Command) -> String {
    let heading = |text: &str| format!("\u{1b}[1m\u{1b}[4m{text}：\u{1b}[0m");
    let mut template = format!("{{about-with-newline}}\n{}{{usage}}", heading("用法"));
    if command.has_subcommands() {
        let _ = write!(template, "\n\n{}\n{{subcommands}}", heading("命令"));
    }
    if command.get_positionals().next().is_some() {
        let _ = write!(template, "\n\n{}\n{{positionals}}", heading("参数"));
    }
    let _ = write!(
        template,
        "\n\n{}\n{{options}}{{after-help}}",
        heading("选项")
    );
    template
}

fn in_argument(argument: Arg, place: Place<'_>) -> Arg {
    let text = help::argument(place).unwrap_or_default();
    let choices = choices(&argument, place);
    let marks = marks(&argument);
    let short = [text, &brief(&choices), &marks].concat();
    let mut long = wrapped(text, WIDTH);
    if choices.iter().any(|(_, help)| help.is_some()) {
        long += "\n\n可选值：";
        for (name, help) in &choices {
            let _ = write!(long, "\n- {name}：{}", help.unwrap_or_default());
        }
    } else if !choices.is_empty() {
        let _ = write!(long, "\n\n{}", wrapped(&brief(&choices), WIDTH));
    }
    if !marks.is_empty() {
        let _ = write!(long, "\n\n{marks}");
    }
    let has_more = !choices.is_empty() || !marks.is_empty();
    let argument = argument
        .help(StyledStr::from(wrapped(&short, WIDTH)))
        .hide_default_value(true)
        .hide_possible_values(true)
        .hide_env(true);
    // Without more to say than the short text, that of clap's own arguments would stay.
    let long: Resettable<StyledStr> = has_more.then(|| StyledStr::from(long)).into();
    argument.long_help(long)
}

/// The choices of an option, each with what it means where that is said.
fn choices(argument: &Arg, place: Place<'_>) -> Vec<(String, Option<&'static str>)> {
    if !matches!(argument.get_action(), ArgAction::Set | ArgAction::Append) {
        return Vec::new();
    }
    argument
        .get_possible_values()
        .iter()
        .map(|value| {
            let name = value.get_name().to_owned();
            let help = value.get_help().and_then(|_| help::choice(place.1, &name));
            (name, help)
        })
        .collect()
}

fn brief(choices: &[(String, Option<&str>)]) -> String {
    let names: Vec<&str> = choices.iter().map(|(name, _)| name.as_str()).collect();
    if names.is_empty() {
        return String::new();
    }
    format!("［可选：{}］", names.join("、"))
}

/// Environment and default of an option.
fn marks(argument: &Arg) -> String {
    let mut marks = String::new();
    if let Some(variable) = argument.get_env() {
        let _ = write!(marks, "［环境变量：{}］", variable.to_string_lossy());
    }
    let defaults: Vec<_> = argument
        .get_default_values()
        .iter()
        .map(|value| value.to_string_lossy())
        .collect();
    let takes_value = matches!(argument.get_action(), ArgAction::Set | ArgAction::Append);
    if takes_value && !defaults.is_empty() {
        let _ = write!(marks, "［默认：{}］", defaults.join("、"));
    }
    marks
}

/// How a command is called; what stands for values keeps its name.
fn usage(command: &mut Command) -> String {
    let usage = command.render_usage().to_string();
    in_usage(usage.strip_prefix("Usage: ").unwrap_or(&usage))
}

fn in_usage(usage: &str) -> String {
    usage
        .replace("[OPTIONS]", "[选项]")
        .replace("<COMMAND>", "<命令>")
        .replace("[COMMAND]", "[命令]")
}

/// A text in lines of so many cells. A line is broken between letters of Chinese and at blanks, never before a sign that closes or behind one
/// that opens.
fn wrapped(text: &str, width: usize) -> String {
    let mut lines = Vec::new();
    for line in text.split('\n') {
        let mut now = String::new();
        for piece in pieces(line) {
            if now.width() + piece.trim_end().width() > width && !now.is_empty() {
                lines.push(now.trim_end().to_owned());
                now.clear();
            }
            now += piece;
        }
        lines.push(now.trim_end().to_owned());
    }
    lines.join("\n")
}

/// What stays on one line: words with the blank behind them, single wide letters, and signs with the letter they belong to.
fn pieces(line: &str) -> Vec<&str> {
    let breaks = |before: char, after: char| {
        let wide = |c: char| c.width() == Some(2);
        let closes = "，。；：、！？）］》”’".contains(after);
        let opens = "（［《“‘".contains(before);
        before == ' ' || (!closes && !opens && after != ' ' && (wide(before) || wide(after)))
    };
    let mut pieces = Vec::new();
    let mut begin = 0;
    let mut before = None;
    for (at, c) in line.char_indices() {
        if before.is_some_and(|before| breaks(before, c)) {
            pieces.push(&line[begin..at]);
            begin = at;
        }
        before = Some(c);
    }
    pieces.push(&line[begin..]);
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::commands::Cli;
    use clap::CommandFactory;

    /// Every command, argument and choice has its text, and every text is of one of them.
    #[test]
    fn the_whole_command_line_is_there_in_chinese() {
        let mut program = Cli::command();
        program.build();
        let mut missing = Vec::new();
        let mut places = std::collections::BTreeSet::new();
        let mut commands = vec![(String::new(), &program)];
        for command in program.get_subcommands() {
            let name = command.get_name();
            commands.push((name.to_owned(), command));
            let inner = command.get_subcommands().filter(|_| name != "help");
            commands.extend(inner.map(|inner| (format!("{name} {}", inner.get_name()), inner)));
        }
        for (name, command) in &commands {
            if name.ends_with(" help") {
                continue;
            }
            let name = name.as_str();
            places.insert((name.to_owned(), String::new()));
            if help::about(name).is_empty() {
                missing.push(format!("{name}: {:?}", command.get_about()));
            }
            for argument in command.get_arguments() {
                let id = argument.get_id().as_str();
                places.insert((name.to_owned(), id.to_owned()));
                if help::argument((name, id)).is_none() {
                    missing.push(format!("{name} {id}: {:?}", argument.get_help()));
                }
                let takes = matches!(argument.get_action(), ArgAction::Set | ArgAction::Append);
                for value in argument.get_possible_values().iter().filter(|_| takes) {
                    if value.get_help().is_some() && help::choice(id, value.get_name()).is_none() {
                        missing.push(format!("{id}={}", value.get_name()));
                    }
                }
            }
        }
        assert!(missing.is_empty(), "{}", missing.join("\n"));
        let with_png = ["png", "scale", "fonts"];
        for (command, id, _) in help::ARGUMENTS {
            if cfg!(not(feature = "png")) && with_png.contains(id) {
                continue;
            }
            let is_of = |place: &(String, String)| {
                place.1 == *id && (command.is_empty() || place.0 == *command)
            };
            assert!(places.iter().any(is_of), "nothing is {command} {id}");
        }
    }

    /// Two words of English in a row, outside of what is quoted and of examples of calls, are left over.
    #[test]
    fn no_english_is_left_in_help() {
        let mut program = command(Cli::command());
        let names: Vec<String> = program
            .get_subcommands()
            .map(|command| command.get_name().to_owned())
            .collect();
        let mut texts = vec![program.render_long_help().to_string()];
        for name in &names {
            let command = program.find_subcommand_mut(name).expect("it has this name");
            texts.push(command.render_help().to_string());
            texts.push(command.render_long_help().to_string());
            let inner: Vec<String> = (command.get_subcommands())
                .map(|command| command.get_name().to_owned())
                .filter(|inner| name != "help" && inner != "help")
                .collect();
            for inner in &inner {
                let command = command
                    .find_subcommand_mut(inner)
                    .expect("it has this name");
                texts.push(command.render_help().to_string());
                texts.push(command.render_long_help().to_string());
            }
        }
        for text in texts {
            assert!(!text.contains(":\n"), "{text}");
            for line in text.lines().filter(|line| !line.contains("regauge ")) {
                let unquoted: String = line.split('`').step_by(2).collect();
                let words: Vec<&str> = unquoted.split_whitespace().collect();
                let is_word = |word: &&str| {
                    word.len() > 1 && word.bytes().all(|byte| byte.is_ascii_alphabetic())
                };
                let two = words.windows(2).find(|pair| pair.iter().all(is_word));
                assert!(two.is_none(), "{two:?} in {line}");
                assert!(line.width() <= 100, "{line}");
            }
        }
    }

    #[test]
    fn lines_break_where_chinese_may() {
        assert_eq!(wrapped("一二三四。五", 8), "一二三\n四。五");
        assert_eq!(wrapped("计划（见 --show）", 8), "计划（见\n--show）");
        assert_eq!(wrapped("计划（见 --show）", 7), "计划\n（见\n--show）");
        assert_eq!(wrapped("一\n二", 8), "一\n二");
    }
}
