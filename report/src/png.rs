//! Charts as PNG, drawn by resvg (feature `png`).
//!
//! A character that no font has is an error that names it and the text it stands in: a blank on a crane sheet would be
//! read as "nothing". Not here: which fonts a machine has (the caller asks for those of the system, or brings its own).

use resvg::tiny_skia::{Pixmap, Transform};
use resvg::usvg::{FontResolver, Group, Node, Options, Text, Tree, fontdb};
use std::sync::{Arc, Mutex, PoisonError};

/// Most pixels of a picture; more would take gigabytes.
const MAX_PIXELS: f32 = 400_000_000.0;

/// Fonts for the texts of pictures.
#[derive(Clone, Debug, Default)]
pub struct Fonts {
    database: fontdb::Database,
}

impl Fonts {
    /// No fonts yet.
    pub fn new() -> Fonts {
        Fonts::default()
    }

    /// The fonts of the system.
    pub fn of_system() -> Fonts {
        let mut fonts = Fonts::new();
        fonts.database.load_system_fonts();
        fonts
    }

    /// Adds the faces of a font file (TrueType, OpenType, collections of them).
    ///
    /// # Errors
    /// When no face can be read from it.
    pub fn add(&mut self, file: Vec<u8>) -> Result<(), PngError> {
        let before = self.database.len();
        self.database.load_font_data(file);
        if self.database.len() == before {
            return Err(PngError::NotAFont);
        }
        Ok(())
    }

    /// Number of faces.
    pub fn len(&self) -> usize {
        self.database.len()
    }

    /// Whether there is no face.
    pub fn is_empty(&self) -> bool {
        self.database.is_empty()
    }
}

/// Why there is no picture.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PngError {
    /// The SVG could not be read.
    #[error("the SVG cannot be read: {0}")]
    Svg(String),
    /// A font file without a face.
    #[error("the file is no font; TrueType, OpenType and collections of them are")]
    NotAFont,
    /// There is text, but no font.
    #[error("there is no font; install one, or name the file of one")]
    NoFont,
    /// A character that no font has.
    #[error(
        "no font has the character `{character}` (U+{:04X}) of the text `{text}`; add a font that has it",
        u32::from(*.character)
    )]
    MissingGlyph {
        /// The character.
        character: char,
        /// The text it stands in.
        text: String,
    },
    /// The picture would have no pixel, or too many.
    #[error("a picture of {width} by {height} pixels cannot be made; choose another scale")]
    Size {
        /// Pixels across.
        width: u32,
        /// Pixels down.
        height: u32,
    },
    /// The picture could not be written.
    #[error("the picture cannot be written: {0}")]
    Encode(String),
}

/// A chart that stands by itself (made for one language) as PNG, `scale` pixels for one of the SVG.
///
/// # Errors
/// [`PngError`]; above all a character that none of the fonts has.
pub fn png(svg: &str, scale: f32, fonts: &Fonts) -> Result<Vec<u8>, PngError> {
    let missing: Mutex<Option<char>> = Mutex::new(None);
    let tree = {
        let fallback = FontResolver::default_fallback_selector();
        let select = FontResolver::default_font_selector();
        let options = Options {
            fontdb: Arc::new(fonts.database.clone()),
            font_resolver: FontResolver {
                // No named family is there: any face is better than none, and what it lacks is told below.
                select_font: Box::new(move |font, database| {
                    let first =
                        |database: &fontdb::Database| database.faces().next().map(|face| face.id);
                    select(font, database).or_else(|| first(database))
                }),
                select_fallback: Box::new(|character, used, database| {
                    let found = fallback(character, used, database);
                    if found.is_none() {
                        let mut missing = missing.lock().unwrap_or_else(PoisonError::into_inner);
                        missing.get_or_insert(character);
                    }
                    found
                }),
            },
            ..Options::default()
        };
        Tree::from_str(svg, &options).map_err(|error| PngError::Svg(error.to_string()))?
    };
    if fonts.is_empty() && (svg.contains("<text")) {
        return Err(PngError::NoFont);
    }
    let missing = missing.into_inner().unwrap_or_else(PoisonError::into_inner);
    if let Some(character) = missing {
        let text = text_with(tree.root(), character).unwrap_or_default();
        return Err(PngError::MissingGlyph { character, text });
    }
    let size = tree.size();
    let (width, height) = (
        (size.width() * scale).ceil(),
        (size.height() * scale).ceil(),
    );
    let refused = PngError::Size {
        width: width as u32,
        height: height as u32,
    };
    let fits = width >= 1.0 && height >= 1.0 && width * height <= MAX_PIXELS;
    let pixmap = fits.then(|| Pixmap::new(width as u32, height as u32));
    let Some(mut pixmap) = pixmap.flatten() else {
        return Err(refused);
    };
    resvg::render(
        &tree,
        Transform::from_scale(scale, scale),
        &mut pixmap.as_mut(),
    );
    pixmap
        .encode_png()
        .map_err(|error| PngError::Encode(error.to_string()))
}

/// The first text that has a character.
fn text_with(group: &Group, character: char) -> Option<String> {
    let whole =
        |text: &Text| -> String { text.chunks().iter().map(|chunk| chunk.text()).collect() };
    group.children().iter().find_map(|node| match node {
        Node::Group(group) => text_with(group, character),
        Node::Text(text) => Some(whole(text)).filter(|text| text.contains(character)),
        _ => None,
    })
}
