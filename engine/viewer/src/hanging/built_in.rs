//! The hanging protocols that come with the crate. Their content is in `protocols`.

use std::sync::LazyLock;

use crate::hanging::Protocol;

/// In the order in which they are tried: the narrower before the wider, the one for everything last.
const TEXTS: [&str; 5] = [
    include_str!("../../protocols/mammography.toml"),
    include_str!("../../protocols/chest-radiograph.toml"),
    include_str!("../../protocols/brain.toml"),
    include_str!("../../protocols/ct.toml"),
    include_str!("../../protocols/series.toml"),
];

static PROTOCOLS: LazyLock<Vec<Protocol>> = LazyLock::new(|| {
    TEXTS
        .iter()
        .filter_map(|text| Protocol::read(text).0)
        .collect()
});

impl Protocol {
    /// The protocols of this crate in the order in which they are tried; the last one is for every study.
    #[must_use]
    pub fn built_in() -> &'static [Self] {
        &PROTOCOLS
    }
}
