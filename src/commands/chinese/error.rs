//! What clap finds wrong with arguments, in Chinese.

use clap::error::{ContextKind, ContextValue, ErrorKind};
use regauge::{Language, Message};
use std::error::Error as _;
use std::fmt::Write as _;
use std::num::{ParseFloatError, ParseIntError};

/// The message in Chinese, with the usage; help is rendered in Chinese already.
pub fn error(error: &clap::Error) -> String {
    let one = |kind| match error.get(kind) {
        Some(ContextValue::String(text)) => Some(text.clone()),
        Some(ContextValue::Strings(texts)) => Some(texts.join("、")),
        Some(ContextValue::StyledStr(text)) => Some(text.to_string()),
        Some(ContextValue::StyledStrs(texts)) => {
            let texts: Vec<String> = texts.iter().map(ToString::to_string).collect();
            Some(texts.join("、"))
        }
        Some(ContextValue::Number(number)) => Some(number.to_string()),
        _ => None,
    };
    let argument = one(ContextKind::InvalidArg).unwrap_or_default();
    let value = one(ContextKind::InvalidValue).unwrap_or_default();
    let mut text = match error.kind() {
        ErrorKind::DisplayHelp
        | ErrorKind::DisplayVersion
        | ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => return error.to_string(),
        ErrorKind::ArgumentConflict => match one(ContextKind::PriorArg) {
            Some(prior) if prior == argument => format!("参数“{argument}”不能重复使用"),
            Some(prior) => format!("参数“{argument}”不能与“{prior}”同时使用"),
            None => format!("参数“{argument}”不能与其他参数同时使用"),
        },
        ErrorKind::InvalidValue if value.is_empty() => format!("“{argument}”需要一个值"),
        ErrorKind::InvalidValue => format!("“{argument}”的值“{value}”无效"),
        ErrorKind::ValueValidation => {
            format!("“{argument}”的值“{value}”无效{}", why(error))
        }
        ErrorKind::InvalidSubcommand => {
            let name = one(ContextKind::InvalidSubcommand).unwrap_or_default();
            format!("没有命令“{name}”")
        }
        ErrorKind::MissingRequiredArgument => {
            format!("缺少必需的参数：\n  {}", argument.replace('、', "\n  "))
        }
        ErrorKind::MissingSubcommand => "缺少命令".to_owned(),
        ErrorKind::UnknownArgument => format!("没有参数“{argument}”"),
        ErrorKind::NoEquals => format!("给“{argument}”赋值时须用等号"),
        ErrorKind::TooManyValues => format!("“{argument}”多出了值“{value}”"),
        ErrorKind::TooFewValues | ErrorKind::WrongNumberOfValues => {
            format!("“{argument}”的值的个数不对")
        }
        ErrorKind::InvalidUtf8 => "参数不是 UTF-8 文本".to_owned(),
        _ => "参数无效".to_owned(),
    };
    if let Some(choices) = one(ContextKind::ValidValue).filter(|choices| !choices.is_empty()) {
        let _ = write!(text, "\n  ［可选：{choices}］");
    }
    for kind in [
        ContextKind::SuggestedArg,
        ContextKind::SuggestedValue,
        ContextKind::SuggestedSubcommand,
    ] {
        if let Some(near) = one(kind) {
            let _ = write!(text, "\n\n  也许应为“{near}”");
        }
    }
    if let Some(usage) = one(ContextKind::Usage) {
        let usage = usage.trim_start_matches("Usage: ");
        let _ = write!(text, "\n\n用法：{}", super::in_usage(usage));
    }
    format!("错误：{text}\n\n详情请用“--help”。\n")
}

/// Why a value is refused.
fn why(error: &clap::Error) -> String {
    let Some(source) = error.source() else {
        return String::new();
    };
    if let Some(message) = source.downcast_ref::<Message>() {
        return format!("：{}", message.in_language(Language::Chinese));
    }
    if source.is::<ParseIntError>() {
        return "：不是整数".to_owned();
    }
    if source.is::<ParseFloatError>() {
        return "：不是数字".to_owned();
    }
    // Of a number outside of its range clap has a text alone.
    match source.to_string().split_once(" is not in ") {
        Some((value, range)) => format!("：{value} 不在 {range} 之内"),
        None => String::new(),
    }
}
