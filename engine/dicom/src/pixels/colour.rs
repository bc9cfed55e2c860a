//! Colour spaces of three components a pixel (PS3.3 C.7.6.3.1.2) to red, green and blue. No decoding.

/// What the three components of a decoded pixel are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ColourSpace {
    /// Red, green, blue.
    Rgb,
    /// Luminance and colour differences over the full range.
    YbrFull,
    /// The same over the range of video: luminance 16 to 235, differences 16 to 240 of 255.
    YbrPartial,
}

impl ColourSpace {
    /// The space that a photometric interpretation names for samples which no codec has converted; reversible and
    /// irreversible transforms of JPEG 2000 belong to its codec.
    pub(crate) fn of(photometric: &str) -> Self {
        match photometric {
            "YBR_FULL" | "YBR_FULL_422" => Self::YbrFull,
            "YBR_PARTIAL_422" | "YBR_PARTIAL_420" => Self::YbrPartial,
            _ => Self::Rgb,
        }
    }

    /// Red, green and blue of a pixel whose components have `bits`; all lie within those bits.
    pub(crate) fn rgb(self, pixel: [i32; 3], bits: u32) -> [i32; 3] {
        let most = (1_i32 << bits) - 1;
        if self == Self::Rgb {
            return pixel.map(|c| c.clamp(0, most));
        }
        let [y, cb, cr] = pixel.map(i64::from);
        let middle = 1_i64 << (bits - 1);
        let (cb, cr) = (cb - middle, cr - middle);
        // In 16-bit fractions; Rec. 601 as the standard's equations have it.
        let (y, [r, g1, g2, b]) = match self {
            Self::Rgb | Self::YbrFull => (y * 65_536, [91_881, -22_554, -46_802, 116_130]),
            Self::YbrPartial => (
                (y - (middle >> 3)) * 76_309,
                [104_597, -25_675, -53_279, 132_201],
            ),
        };
        let whole = |sum: i64| {
            let rounded = (sum + 32_768).div_euclid(65_536).clamp(0, i64::from(most));
            i32::try_from(rounded).unwrap_or(most)
        };
        [
            whole(y + r * cr),
            whole(y + g1 * cb + g2 * cr),
            whole(y + b * cb),
        ]
    }
}

/// Rec. 601 luminance in 16-bit fractions, as JPEG's Y.
pub(crate) fn luminance([r, g, b]: [i32; 3]) -> i32 {
    let sum = i64::from(r) * 19_595 + i64::from(g) * 38_470 + i64::from(b) * 7_471;
    i32::try_from((sum + 32_768).div_euclid(65_536)).unwrap_or(i32::MAX)
}

#[cfg(test)]
mod tests;
