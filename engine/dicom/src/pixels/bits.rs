//! Single bits packed into bytes, the lowest first (PS3.5 8.1.1, 8.2): 1-bit pixels and overlays. No meaning.

/// Bits `first..first + n` of `bytes`; those past the end are left out. Frames follow each other without padding, so
/// that a frame may begin within a byte.
pub(crate) fn unpack(bytes: &[u8], first: u64, n: usize) -> impl Iterator<Item = bool> + '_ {
    let end = first.saturating_add(n as u64).min(bytes.len() as u64 * 8);
    (first..end).map(|at| {
        let byte = usize::try_from(at / 8)
            .ok()
            .and_then(|at| bytes.get(at))
            .copied();
        byte.unwrap_or(0) >> (at % 8) & 1 == 1
    })
}

#[cfg(test)]
mod tests;
