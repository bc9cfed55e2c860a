//! The badge's picture: a lens with a tick, what is certified, and by whom; 512 x 512, drawn here.

mod raster;

use crate::certificate::Certificate;
use crate::fonts::{Face, OpenFace, lines};
use crate::page::PageError;

use raster::{Path, Picture};

const SIDE: usize = 512;
const CENTRE: f32 = 256.0;
const NAVY: [u8; 3] = [23, 48, 84];
const GOLD: [u8; 3] = [196, 157, 84];
const TEAL: [u8; 3] = [23, 112, 128];
const WHITE: [u8; 3] = [255, 255, 255];

/// A PNG with the title of `certificate` and the name of its issuer. Nothing in it is a credential yet.
///
/// # Errors
/// [`PageError::Letter`] for letters that the font lacks, [`PageError::TooLong`].
pub fn draw_badge(certificate: &Certificate) -> Result<Vec<u8>, PageError> {
    let mut picture = Picture::new(SIDE);
    let disc = |radius: f32| Path::circle((CENTRE, CENTRE), radius);
    picture.fill(&disc(252.0), NAVY);
    picture.fill(&ring((CENTRE, CENTRE), 240.0, 234.0), GOLD);
    lens(&mut picture, (CENTRE, 150.0), 106.0);
    let title = Block {
        fact: "title",
        face: Face::Semibold,
        size: 38.0,
        least: 16.0,
        width: 392.0,
        most_lines: 3,
        colour: WHITE,
    };
    write(&mut picture, &title, &certificate.title, 328.0)?;
    let issuer = Block {
        fact: "issuer's name",
        face: Face::Regular,
        size: 19.0,
        least: 8.0,
        width: 250.0,
        most_lines: 2,
        colour: GOLD,
    };
    write(&mut picture, &issuer, &certificate.issuer.name, 436.0)?;
    picture
        .png()
        .map_err(|error| PageError::Font(error.to_string()))
}

/// The emblem of the pages without its disc.
fn lens(picture: &mut Picture, (x, y): (f32, f32), radius: f32) {
    let at = |(dx, dy): (f32, f32)| (x + dx * radius, y - dy * radius);
    let polygon = |points: &[(f32, f32)]| Path::polygon(points.iter().map(|&point| at(point)));
    picture.fill(
        &polygon(&[(0.24, -0.42), (0.40, -0.26), (0.92, -0.78), (0.76, -0.94)]),
        GOLD,
    );
    let glass = at((-0.05, 0.08));
    picture.fill(&Path::circle(glass, radius * 0.62), GOLD);
    picture.fill(&Path::circle(glass, radius * 0.54), WHITE);
    let tick = [
        (-0.36, 0.06),
        (-0.26, 0.16),
        (-0.10, 0.00),
        (0.18, 0.33),
        (0.29, 0.24),
        (-0.09, -0.21),
    ];
    picture.fill(&polygon(&tick), TEAL);
}

fn ring(centre: (f32, f32), outer: f32, inner: f32) -> Path {
    let mut path = Path::circle(centre, outer);
    path.add_hole(&Path::circle(centre, inner));
    path
}

struct Block {
    fact: &'static str,
    face: Face,
    size: f32,
    least: f32,
    width: f32,
    most_lines: usize,
    colour: [u8; 3],
}

/// Writes `text` around the line `middle`, as large as it fits.
fn write(picture: &mut Picture, block: &Block, text: &str, middle: f32) -> Result<(), PageError> {
    let face =
        OpenFace::open(block.face).ok_or_else(|| PageError::Font(block.face.name().to_owned()))?;
    if let Some(letter) = face.missing(text) {
        return Err(PageError::Letter {
            fact: block.fact.to_owned(),
            letter,
        });
    }
    let mut size = block.size;
    let found = loop {
        let found = lines(&face, text, size, block.width);
        let fits = found
            .iter()
            .all(|line| face.width(line, size) <= block.width);
        if fits && found.len() <= block.most_lines {
            break found;
        }
        size -= 1.0;
        if size < block.least {
            return Err(PageError::TooLong {
                fact: block.fact.to_owned(),
            });
        }
    };
    let step = size * 1.12;
    // The first base line: the block's middle lies on `middle`.
    let mut base = middle + size * 0.32;
    for _ in 1..found.len() {
        base -= step / 2.0;
    }
    for line in &found {
        let mut x = CENTRE - face.width(line, size) / 2.0;
        for glyph in line.chars().filter_map(|letter| face.glyph(letter)) {
            let mut path = Path::at((x, base));
            face.draw(glyph, size, &mut path);
            picture.fill(&path, block.colour);
            x += face.advance(glyph) * size / face.units_per_em();
        }
        base += step;
    }
    Ok(())
}

#[cfg(test)]
mod tests;
