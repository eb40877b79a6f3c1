//! The charts as files of their own: SVG, and PNG where the feature `png` is built in.

use super::Console;
use super::error::CommandError;
use super::words;
#[cfg(feature = "png")]
use super::{files, paths};
use clap::Args;
#[cfg(feature = "png")]
use regauge::Message;
use regauge_report::Chart;
#[cfg(feature = "png")]
use regauge_report::PngError;
use std::path::{Path, PathBuf};

/// A file to be written, with the option that asks for it.
pub type Picture = (&'static str, PathBuf, Vec<u8>);

/// Where the charts go.
#[derive(Args)]
pub struct PictureArgs {
    /// Directory for the charts as SVG, a file each; it must exist.
    #[arg(long, value_name = "DIR")]
    svg: Option<PathBuf>,
    #[cfg(feature = "png")]
    #[command(flatten)]
    png: PngArgs,
}

#[cfg(feature = "png")]
#[derive(Args)]
struct PngArgs {
    /// Directory for the charts as PNG, a file each; it must exist.
    #[arg(long, value_name = "DIR")]
    png: Option<PathBuf>,
    /// Pixels of the PNG for one of the SVG.
    #[arg(long, value_name = "FACTOR", default_value_t = 2.0)]
    scale: f32,
    /// A font file beside the fonts of the system; may be given several times.
    #[arg(long = "font", value_name = "FILE")]
    fonts: Vec<PathBuf>,
}

impl PictureArgs {
    /// Whether any are asked for.
    pub fn are_wanted(&self) -> bool {
        #[cfg(feature = "png")]
        if self.png.png.is_some() {
            return true;
        }
        self.svg.is_some()
    }

    /// Files read to draw them.
    pub fn files(&self) -> Vec<&Path> {
        #[cfg(feature = "png")]
        return self.png.fonts.iter().map(PathBuf::as_path).collect();
        #[cfg(not(feature = "png"))]
        Vec::new()
    }

    /// Their files, each with the option that asks for it.
    pub fn draw(
        &self,
        charts: &[Chart],
        #[cfg_attr(
            not(feature = "png"),
            allow(unused_variables, reason = "fonts are read for PNG alone")
        )]
        console: &mut Console<'_>,
    ) -> Result<Vec<Picture>, CommandError> {
        let mut all = Vec::new();
        if let Some(directory) = &self.svg {
            let directory = real(directory, "--svg")?;
            for chart in charts {
                let path = directory.join(format!("{}.svg", chart.id));
                all.push(("--svg", path, chart.svg.clone().into_bytes()));
            }
        }
        #[cfg(feature = "png")]
        self.png.draw(charts, &mut all, console)?;
        Ok(all)
    }
}

/// A directory; standard output is none.
fn real<'a>(directory: &'a Path, option: &str) -> Result<&'a Path, CommandError> {
    if super::files::is_standard(directory) {
        return Err(CommandError::Usage {
            message: words::several_files(option),
            advice: words::name_a_directory(),
        });
    }
    Ok(directory)
}

#[cfg(feature = "png")]
impl PngArgs {
    fn draw(
        &self,
        charts: &[Chart],
        all: &mut Vec<Picture>,
        console: &mut Console<'_>,
    ) -> Result<(), CommandError> {
        let Some(directory) = &self.png else {
            return Ok(());
        };
        let directory = real(directory, "--png")?;
        let refused = |path: &Path, error: &PngError, advice: Message| CommandError::Usage {
            message: words::in_file(paths::shown(path), told(error)),
            advice,
        };
        let mut fonts = regauge_report::Fonts::of_system();
        for path in &self.fonts {
            let file = files::read(path, console)?;
            fonts
                .add(file)
                .map_err(|error| refused(path, &error, words::packed_font()))?;
        }
        for chart in charts {
            let path = directory.join(format!("{}.png", chart.id));
            let bytes = regauge_report::png(&chart.svg, self.scale, &fonts)
                .map_err(|error| refused(&path, &error, words::font_or_scale()))?;
            all.push(("--png", path, bytes));
        }
        Ok(())
    }
}

/// What the report's crate says, in its own English words and in Chinese.
#[cfg(feature = "png")]
fn told(error: &PngError) -> Message {
    match error {
        PngError::Svg(english) => words::svg_unreadable(english),
        PngError::NotAFont => words::no_font_file(),
        PngError::NoFont => words::no_font(),
        PngError::MissingGlyph { character, text } => words::no_glyph(
            character.to_string(),
            format!("{:04X}", u32::from(*character)),
            text,
        ),
        PngError::Size { width, height } => words::picture_size(width, height),
        PngError::Encode(english) => words::picture_unwritable(english),
    }
}
