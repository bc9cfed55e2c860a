//! The category of a nodule by its kind and size on the scale `lung-rads-v2022`, as of a first scan. Codes only.
//!
//! Growth, earlier scans, place (airway, pleura) and cysts are not judged; so 0, 1, 4X and S are never given.

/// The scale's id.
pub(crate) const SCALE: &str = "lung-rads-v2022";

/// The kind of a nodule by attenuation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum NoduleKind {
    Solid,
    PartSolid,
    GroundGlass,
}

impl NoduleKind {
    /// In the order of the network's outputs.
    pub(crate) const ALL: [Self; 3] = [Self::Solid, Self::PartSolid, Self::GroundGlass];

    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::Solid => "solid",
            Self::PartSolid => "part-solid",
            Self::GroundGlass => "ground-glass",
        }
    }
}

/// The category by the mean diameter and that of the solid part, mm; both are rounded to 0.1 mm first.
pub(crate) fn of(kind: NoduleKind, diameter_mm: f64, solid_mm: f64) -> &'static str {
    let tenth = |mm: f64| (mm * 10.0).round() / 10.0;
    let (total, solid) = (tenth(diameter_mm), tenth(solid_mm));
    match kind {
        NoduleKind::Solid if total < 6.0 => "2",
        NoduleKind::Solid if total < 8.0 => "3",
        NoduleKind::Solid if total < 15.0 => "4A",
        NoduleKind::Solid => "4B",
        NoduleKind::PartSolid if total < 6.0 => "2",
        NoduleKind::PartSolid if solid < 6.0 => "3",
        NoduleKind::PartSolid if solid < 8.0 => "4A",
        NoduleKind::PartSolid => "4B",
        NoduleKind::GroundGlass if total < 30.0 => "2",
        NoduleKind::GroundGlass => "3",
    }
}

#[cfg(test)]
mod tests;
