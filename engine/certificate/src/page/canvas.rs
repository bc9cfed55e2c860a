//! Text and lines on a page, in points from its lower left corner; collects which letters each font has to hold.

use std::collections::BTreeMap;

use pdf_writer::{Content, Name, Str};
use subsetter::GlyphRemapper;

use crate::fonts::{Face, OpenFace};

use super::PageError;

/// A4.
pub(super) const WIDTH: f32 = 595.28;
pub(super) const HEIGHT: f32 = 841.89;

#[derive(Debug, Clone, Copy)]
pub(super) struct Colour(pub(super) f32, pub(super) f32, pub(super) f32);

pub(super) const INK: Colour = Colour(0.13, 0.14, 0.17);
pub(super) const QUIET: Colour = Colour(0.42, 0.44, 0.48);
pub(super) const NAVY: Colour = Colour(0.09, 0.19, 0.33);
pub(super) const TEAL: Colour = Colour(0.09, 0.44, 0.50);
pub(super) const GOLD: Colour = Colour(0.70, 0.55, 0.27);
pub(super) const RED: Colour = Colour(0.75, 0.16, 0.13);
pub(super) const FAINT: Colour = Colour(0.86, 0.87, 0.89);
pub(super) const WASH: Colour = Colour(0.955, 0.962, 0.970);

/// How a text looks.
#[derive(Debug, Clone, Copy)]
pub(super) struct Look {
    pub(super) face: Face,
    pub(super) size: f32,
    pub(super) colour: Colour,
}

pub(super) fn look(face: Face, size: f32, colour: Colour) -> Look {
    Look { face, size, colour }
}

/// Where a text stands from its point.
#[derive(Debug, Clone, Copy)]
pub(super) enum Align {
    Left,
    Centre,
    Right,
}

/// A font with the letters that were written with it.
pub(super) struct Used {
    pub(super) open: OpenFace,
    pub(super) glyphs: GlyphRemapper,
    /// New glyph to letter.
    pub(super) letters: BTreeMap<u16, char>,
}

pub(super) struct Canvas {
    content: Content,
    pub(super) fonts: BTreeMap<Face, Used>,
}

impl Canvas {
    pub(super) fn new() -> Result<Self, PageError> {
        let mut fonts = BTreeMap::new();
        for face in Face::ALL {
            let open =
                OpenFace::open(face).ok_or_else(|| PageError::Font(face.name().to_owned()))?;
            fonts.insert(
                face,
                Used {
                    open,
                    glyphs: GlyphRemapper::new(),
                    letters: BTreeMap::new(),
                },
            );
        }
        Ok(Self {
            content: Content::new(),
            fonts,
        })
    }

    /// The page that was drawn; the next one begins, with the same fonts.
    pub(super) fn take(&mut self) -> Vec<u8> {
        std::mem::replace(&mut self.content, Content::new())
            .finish()
            .as_slice()
            .to_vec()
    }

    pub(super) fn face(&self, face: Face) -> Result<&OpenFace, PageError> {
        let used = self.fonts.get(&face);
        used.map(|used| &used.open)
            .ok_or_else(|| PageError::Font(face.name().to_owned()))
    }

    pub(super) fn width(&self, text: &str, look: Look) -> f32 {
        self.fonts
            .get(&look.face)
            .map_or(0.0, |used| used.open.width(text, look.size))
    }

    /// `look` as large as `text` allows within `width`, at least `least` points.
    pub(super) fn fitting(
        &self,
        fact: &str,
        text: &str,
        look: Look,
        width: f32,
        least: f32,
    ) -> Result<Look, PageError> {
        let natural = self.width(text, look);
        if natural <= width {
            return Ok(look);
        }
        let size = look.size * width / natural;
        if size < least {
            return Err(PageError::TooLong {
                fact: fact.to_owned(),
            });
        }
        Ok(Look { size, ..look })
    }

    /// Writes `text` on its base line.
    pub(super) fn text(
        &mut self,
        (x, y): (f32, f32),
        align: Align,
        look: Look,
        text: &str,
    ) -> Result<(), PageError> {
        self.spaced((x, y), align, look, 0.0, text)
    }

    /// Writes `text` with `spacing` points between its letters.
    pub(super) fn spaced(
        &mut self,
        (x, y): (f32, f32),
        align: Align,
        look: Look,
        spacing: f32,
        text: &str,
    ) -> Result<(), PageError> {
        let Some(used) = self.fonts.get_mut(&look.face) else {
            return Err(PageError::Font(look.face.name().to_owned()));
        };
        let mut shown = Vec::with_capacity(text.len() * 2);
        let mut width = -spacing;
        for letter in text.chars() {
            let glyph = used.open.glyph(letter);
            let id = glyph.and_then(|glyph| u16::try_from(glyph.to_u32()).ok());
            let (Some(glyph), Some(id)) = (glyph, id) else {
                return Err(PageError::Letter {
                    fact: text.chars().take(80).collect(),
                    letter,
                });
            };
            let embedded = used.glyphs.remap(id);
            used.letters.entry(embedded).or_insert(letter);
            shown.extend(embedded.to_be_bytes());
            width += used.open.advance(glyph) * look.size / used.open.units_per_em() + spacing;
        }
        let left = match align {
            Align::Left => x,
            Align::Centre => x - width / 2.0,
            Align::Right => x - width,
        };
        let Colour(red, green, blue) = look.colour;
        self.content
            .begin_text()
            .set_fill_rgb(red, green, blue)
            .set_font(Name(resource(look.face)), look.size)
            .set_char_spacing(spacing)
            .next_line(left, y)
            .show(Str(&shown))
            .end_text();
        Ok(())
    }

    /// A line.
    pub(super) fn line(&mut self, from: (f32, f32), to: (f32, f32), width: f32, colour: Colour) {
        let Colour(red, green, blue) = colour;
        self.content
            .set_stroke_rgb(red, green, blue)
            .set_line_width(width)
            .move_to(from.0, from.1)
            .line_to(to.0, to.1)
            .stroke();
    }

    /// The outline of a rectangle.
    pub(super) fn frame(
        &mut self,
        [left, bottom, right, top]: [f32; 4],
        width: f32,
        colour: Colour,
    ) {
        let Colour(red, green, blue) = colour;
        self.content
            .set_stroke_rgb(red, green, blue)
            .set_line_width(width)
            .rect(left, bottom, right - left, top - bottom)
            .stroke();
    }

    /// A filled rectangle.
    pub(super) fn fill(&mut self, [left, bottom, right, top]: [f32; 4], colour: Colour) {
        let Colour(red, green, blue) = colour;
        self.content
            .set_fill_rgb(red, green, blue)
            .rect(left, bottom, right - left, top - bottom)
            .fill_nonzero();
    }

    /// A filled polygon.
    pub(super) fn polygon(&mut self, points: &[(f32, f32)], colour: Colour) {
        let Colour(red, green, blue) = colour;
        self.content.set_fill_rgb(red, green, blue);
        for (idx, &(x, y)) in points.iter().enumerate() {
            if idx == 0 {
                self.content.move_to(x, y);
            } else {
                self.content.line_to(x, y);
            }
        }
        self.content.close_path().fill_nonzero();
    }

    /// A filled circle, or its outline where `stroke` gives a width.
    pub(super) fn circle(
        &mut self,
        (x, y): (f32, f32),
        radius: f32,
        stroke: Option<f32>,
        colour: Colour,
    ) {
        // Four cubic curves stay within 0.03 % of the radius with this distance of the control points.
        let reach = radius * 0.552_285;
        let Colour(red, green, blue) = colour;
        self.content
            .move_to(x + radius, y)
            .cubic_to(x + radius, y + reach, x + reach, y + radius, x, y + radius)
            .cubic_to(x - reach, y + radius, x - radius, y + reach, x - radius, y)
            .cubic_to(x - radius, y - reach, x - reach, y - radius, x, y - radius)
            .cubic_to(x + reach, y - radius, x + radius, y - reach, x + radius, y)
            .close_path();
        match stroke {
            Some(width) => self
                .content
                .set_stroke_rgb(red, green, blue)
                .set_line_width(width)
                .stroke(),
            None => self.content.set_fill_rgb(red, green, blue).fill_nonzero(),
        };
    }
}

/// The name under which pages know a font.
pub(super) fn resource(face: Face) -> &'static [u8] {
    match face {
        Face::Regular => b"R",
        Face::Semibold => b"S",
        Face::Italic => b"I",
    }
}
