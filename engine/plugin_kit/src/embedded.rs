//! The files of the SDKs, their templates and the contract, as the build script found them in the checkout.

include!(concat!(env!("OUT_DIR"), "/embedded.rs"));

/// The files below `folder`, by their path in it.
pub(crate) fn below(folder: &str) -> impl Iterator<Item = (&'static str, &'static [u8])> {
    FILES.iter().filter_map(move |(name, bytes)| {
        let rest = name.strip_prefix(folder)?.strip_prefix('/')?;
        Some((rest, *bytes))
    })
}

/// One file by its path in the checkout.
pub(crate) fn file(name: &str) -> Option<&'static [u8]> {
    FILES
        .iter()
        .find_map(|(found, bytes)| (*found == name).then_some(*bytes))
}
