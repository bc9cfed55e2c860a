//! Scales of the field by id and version, out of `scenarios/scales`.

use std::sync::LazyLock;

use overread_base::LocalText;

use crate::Choice;
use crate::read::scale::scale_file;

/// A scale, or a set of regions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scale {
    /// Id with version, e.g. `lung-rads-v2022`.
    pub id: String,
    /// Our short name, per language.
    pub title: Vec<LocalText>,
    /// Whether the levels have an order.
    pub kind: ScaleKind,
    /// The levels, in ascending order where they have one.
    pub levels: Vec<Choice>,
    /// Where levels and cut-offs come from.
    pub source: String,
    /// What of it nobody has checked at its source; `None` if nothing.
    pub unverified: Option<String>,
    /// What has to stand beside it, such as a notice of trademarks.
    pub notice: Option<String>,
}

/// Whether the levels of a scale have an order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ScaleKind {
    /// From the lowest to the highest.
    Ordinal,
    /// Categories in no order.
    Nominal,
    /// Regions that may be affected, each on its own.
    Regions,
}

impl Scale {
    /// The place of a level in the order, from 0.
    #[must_use]
    pub fn rank(&self, code: &str) -> Option<usize> {
        self.levels.iter().position(|level| level.code == code)
    }
}

macro_rules! files {
    ($($name:literal),* $(,)?) => {
        /// The files of `scenarios/scales`, by the order of their names.
        const FILES: &[(&str, &str)] = &[$((
            $name,
            include_str!(concat!("../../../scenarios/scales/", $name, ".toml")),
        ),)*];
    };
}

files!(
    "aspects-2000",
    "aspects-regions-2000",
    "bi-rads-5",
    "bi-rads-density-5",
    "bi-rads-v2025",
    "cac-drs-2018",
    "co-rads-2020",
    "ct-0-4-v1",
    "effusion-ct-2013",
    "emphysema-fleischner-2015",
    "fisher-1980",
    "fleischner-2017",
    "genant-1993",
    "haemorrhage-type-v1",
    "ich-score-2001",
    "likert-5-v1",
    "lung-lobes-v1",
    "lung-rads-v2022",
    "modified-fisher-v1",
    "nodule-type-v1",
    "urgency-v1",
);

/// Read once; that every file is sound is what the tests are for.
static SCALES: LazyLock<Vec<Scale>> = LazyLock::new(|| {
    let read = |(_, text): &(&str, &str)| scale_file(text).0;
    FILES.iter().filter_map(read).collect()
});

/// The scales that come with the program, in the order of their ids.
#[must_use]
pub fn scales() -> &'static [Scale] {
    &SCALES
}

/// A scale that comes with the program.
#[must_use]
pub fn scale(id: &str) -> Option<&'static Scale> {
    SCALES.iter().find(|scale| scale.id == id)
}

#[cfg(test)]
mod tests;
