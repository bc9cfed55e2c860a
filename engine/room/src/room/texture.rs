//! Textures of the finishes, made by formula: shares of light by which a colour varies. Tileable; no files.

use bevy::math::Vec3;

use super::part::Finish;

/// Side of a texture in texels.
pub(super) const SIDE: u32 = 256;

/// A texture with all its smaller levels, four bytes a texel, linear.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Texture {
    /// Level after level, the largest first.
    pub(super) bytes: Vec<u8>,
    /// How many levels.
    pub(super) n_levels: u32,
}

/// How large a tile of the texture is on the furniture, in metres.
pub(super) fn tile_m(finish: Finish) -> f32 {
    match finish {
        Finish::Plain => 1.0,
        Finish::Paint => 0.9,
        Finish::Wood => 0.8,
        Finish::Weave => 0.09,
        Finish::Carpet => 0.5,
        Finish::CeilingTile => 0.6,
    }
}

/// The texture of a finish; `None` where there is nothing to see.
pub(super) fn texture(finish: Finish) -> Option<Texture> {
    let shade: fn(f32, f32) -> Vec3 = match finish {
        Finish::Plain => return None,
        Finish::Paint => paint,
        Finish::Wood => wood,
        Finish::Weave => weave,
        Finish::Carpet => carpet,
        Finish::CeilingTile => ceiling_tile,
    };
    let side = SIDE as usize;
    let mut level: Vec<Vec3> = (0..side * side)
        .map(|texel| shade(place(texel % side), place(texel / side)))
        .collect();
    let mut width = side;
    let mut bytes = Vec::new();
    let mut n_levels = 0;
    loop {
        for share in &level {
            bytes.extend([byte(share.x), byte(share.y), byte(share.z), u8::MAX]);
        }
        n_levels += 1;
        if width == 1 {
            return Some(Texture { bytes, n_levels });
        }
        level = halved(&level, width);
        width /= 2;
    }
}

fn halved(level: &[Vec3], width: usize) -> Vec<Vec3> {
    let half = width / 2;
    let mean = |texel: usize| {
        let (column, row) = (2 * (texel % half), 2 * (texel / half));
        let at = |down: usize, right: usize| level[(row + down) * width + column + right];
        (at(0, 0) + at(0, 1) + at(1, 0) + at(1, 1)) / 4.0
    };
    (0..half * half).map(mean).collect()
}

fn place(texel: usize) -> f32 {
    let texel = u16::try_from(texel).unwrap_or(0);
    (f32::from(texel) + 0.5) / 256.0
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "clamped to 0..=255"
)]
fn byte(share: f32) -> u8 {
    (share * 255.0).round().clamp(0.0, 255.0) as u8
}

/// Rolled paint: hardly more than nothing.
fn paint(u: f32, v: f32) -> Vec3 {
    Vec3::splat(0.93 + 0.05 * clouds(u, v, 6) + 0.02 * cell(u, v, 128))
}

/// Long fibres and a few broad bands, redder where darker.
fn wood(u: f32, v: f32) -> Vec3 {
    let wander = 0.035 * clouds(u, v, 2);
    let bands = 0.5 + 0.5 * ((v + wander) * 7.0 * std::f32::consts::TAU).sin();
    let fibre = lattice(u, v, 4, 128);
    let fine = lattice(u, v, 8, 256);
    let dark = 0.20 * bands * bands + 0.16 * fibre + 0.06 * fine;
    Vec3::new(1.0 - dark * 0.85, 1.0 - dark, 1.0 - dark * 1.15)
}

/// Threads over and under one another.
fn weave(u: f32, v: f32) -> Vec3 {
    const THREADS: f32 = 24.0;
    let (x, y) = (u * THREADS, v * THREADS);
    let over = (x.floor() + y.floor()).rem_euclid(2.0) < 1.0;
    let across = if over { y } else { x };
    let round = (across.fract() * std::f32::consts::PI).sin();
    Vec3::splat(0.62 + 0.28 * round + 0.10 * cell(u, v, 24))
}

/// Loops of three greys.
fn carpet(u: f32, v: f32) -> Vec3 {
    Vec3::splat(0.58 + 0.26 * cell(u, v, 128) + 0.16 * clouds(u, v, 5))
}

/// Mineral fibre with small pits, and the dark joint around the tile.
fn ceiling_tile(u: f32, v: f32) -> Vec3 {
    let edge = u.min(1.0 - u).min(v.min(1.0 - v));
    if edge < 0.012 {
        return Vec3::splat(0.45);
    }
    let pit = if cell(u, v, 64) > 0.93 { 0.18 } else { 0.0 };
    Vec3::splat(0.96 - pit - 0.04 * clouds(u, v, 9))
}

/// Soft noise of two sizes, 0 to 1.
fn clouds(u: f32, v: f32, cells: u16) -> f32 {
    0.65 * lattice(u, v, cells, cells) + 0.35 * lattice(u, v, cells * 3, cells * 3)
}

/// Noise between the points of a lattice that repeats, 0 to 1.
fn lattice(u: f32, v: f32, across: u16, down: u16) -> f32 {
    let (x, y) = (u * f32::from(across), v * f32::from(down));
    let soft = |part: f32| part * part * (3.0 - 2.0 * part);
    let (right, below) = (soft(x.fract()), soft(y.fract()));
    let at = |column: f32, row: f32| {
        let wrapped = |idx: f32, of: u16| (idx % f32::from(of)) / f32::from(of);
        hashed(
            wrapped(x.floor() + column, across),
            wrapped(y.floor() + row, down),
        )
    };
    let upper = at(0.0, 0.0) * (1.0 - right) + at(1.0, 0.0) * right;
    let lower = at(0.0, 1.0) * (1.0 - right) + at(1.0, 1.0) * right;
    upper * (1.0 - below) + lower * below
}

/// One value for each of `cells` x `cells` squares, 0 to 1.
fn cell(u: f32, v: f32, cells: u16) -> f32 {
    let square = |at: f32| (at * f32::from(cells)).floor() / f32::from(cells);
    hashed(square(u), square(v))
}

/// A number from 0 to 1 that looks random and is always the same for the same place.
fn hashed(u: f32, v: f32) -> f32 {
    let mut bits = u.to_bits().wrapping_mul(0x9E37_79B1) ^ v.to_bits().rotate_left(15);
    bits = (bits ^ (bits >> 15)).wrapping_mul(0x2C1B_3C6D);
    bits = (bits ^ (bits >> 12)).wrapping_mul(0x297A_2D39);
    bits ^= bits >> 15;
    let upper = u16::try_from(bits >> 16).unwrap_or(0);
    f32::from(upper) / 65_535.0
}

#[cfg(test)]
mod tests;
