//! The letters of pages and badge: Libertinus Serif (SIL Open Font License 1.1, `fonts/OFL.txt`), with Cyrillic.

use skrifa::charmap::Charmap;
use skrifa::instance::{LocationRef, Size};
use skrifa::metrics::{GlyphMetrics, Metrics};
use skrifa::outline::OutlinePen;
use skrifa::{FontRef, GlyphId, MetadataProvider as _, Tag};

/// The three cuts that are used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Face {
    Regular,
    Semibold,
    Italic,
}

impl Face {
    pub(crate) const ALL: [Self; 3] = [Self::Regular, Self::Semibold, Self::Italic];

    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Regular => "LibertinusSerif-Regular",
            Self::Semibold => "LibertinusSerif-Semibold",
            Self::Italic => "LibertinusSerif-Italic",
        }
    }

    pub(crate) fn bytes(self) -> &'static [u8] {
        match self {
            Self::Regular => include_bytes!("../fonts/LibertinusSerif-Regular.otf"),
            Self::Semibold => include_bytes!("../fonts/LibertinusSerif-Semibold.otf"),
            Self::Italic => include_bytes!("../fonts/LibertinusSerif-Italic.otf"),
        }
    }
}

/// A cut, opened.
pub(crate) struct OpenFace {
    font: FontRef<'static>,
    letters: Charmap<'static>,
    widths: GlyphMetrics<'static>,
    pub(crate) metrics: Metrics,
}

impl OpenFace {
    /// `None` if the file that was built in is no font.
    pub(crate) fn open(face: Face) -> Option<Self> {
        let font = FontRef::new(face.bytes()).ok()?;
        let location = LocationRef::default();
        Some(Self {
            letters: font.charmap(),
            widths: font.glyph_metrics(Size::unscaled(), location),
            metrics: font.metrics(Size::unscaled(), location),
            font,
        })
    }

    pub(crate) fn glyph(&self, letter: char) -> Option<GlyphId> {
        self.letters.map(letter)
    }

    /// In units of the font.
    pub(crate) fn advance(&self, glyph: GlyphId) -> f32 {
        self.widths.advance_width(glyph).unwrap_or_default()
    }

    pub(crate) fn units_per_em(&self) -> f32 {
        f32::from(self.metrics.units_per_em)
    }

    /// The width of `text` at `size`; letters that the font lacks count nothing.
    pub(crate) fn width(&self, text: &str, size: f32) -> f32 {
        let units: f32 = text
            .chars()
            .filter_map(|letter| self.glyph(letter))
            .map(|glyph| self.advance(glyph))
            .sum();
        units * size / self.units_per_em()
    }

    /// A letter of `text` that the font lacks.
    pub(crate) fn missing(&self, text: &str) -> Option<char> {
        text.chars().find(|&letter| self.glyph(letter).is_none())
    }

    /// Hands the outline of `glyph` at `size` to `pen`.
    pub(crate) fn draw(&self, glyph: GlyphId, size: f32, pen: &mut impl OutlinePen) {
        if let Some(outline) = self.font.outline_glyphs().get(glyph) {
            // A glyph that cannot be drawn leaves a gap; the fonts are ours and tests draw them.
            let _drawn = outline.draw((Size::new(size), LocationRef::default()), pen);
        }
    }
}

/// The outlines in a font file (table `CFF `), as a PDF embeds them.
pub(crate) fn outlines(font: &[u8]) -> Option<Vec<u8>> {
    let font = FontRef::new(font).ok()?;
    Some(font.table_data(Tag::new(b"CFF "))?.as_bytes().to_vec())
}

/// Lines of at most `width`, broken at spaces; a word that is longer stands alone.
pub(crate) fn lines(face: &OpenFace, text: &str, size: f32, width: f32) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split(' ') {
        match lines.last_mut() {
            Some(line) if face.width(&format!("{line} {word}"), size) <= width => {
                line.push(' ');
                line.push_str(word);
            }
            Some(_) | None => lines.push(word.to_owned()),
        }
    }
    lines
}
