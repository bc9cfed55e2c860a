//! What a caller may ask of reading. Everything that needs no asking is done by itself and said.

/// How files are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct ReadOptions {
    /// Reads text as Windows-1251 where it looks like it and is declared as nothing, as ISO 646 or as Latin-1.
    ///
    /// Systems in Russian use leave the character set out; a Latin text that happens to look alike would be damaged,
    /// so this is never done unasked.
    pub repair_cp1251: bool,
}
