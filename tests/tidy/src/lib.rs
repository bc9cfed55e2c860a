//! The structure of the checkout, held true: one rule a file, each with its test on the tree and on what it refuses.
//!
//! Runs first in `cargo xtask test` and is light on purpose: no crate of ours is compiled for it.
//! A rule is a function from texts to faults; its test shows all faults of the tree at once, each with its place.
//! What holds is written in `engine/ARCHITECTURE.md` and `engine/STYLE.md`; the import table is read from there.

#[cfg(test)]
mod built;
#[cfg(test)]
mod checkout;
#[cfg(test)]
mod markdown;
#[cfg(test)]
mod workspace;

#[cfg(test)]
mod code_map;
#[cfg(test)]
mod commands;
#[cfg(test)]
mod contract;
#[cfg(test)]
mod encoding;
#[cfg(test)]
mod features;
#[cfg(test)]
mod foreign;
#[cfg(test)]
mod headers;
#[cfg(test)]
mod imports;
#[cfg(test)]
mod links;
#[cfg(test)]
mod lock_file;
#[cfg(test)]
mod manifests;
#[cfg(test)]
mod purity;
#[cfg(test)]
mod readmes;
#[cfg(test)]
mod sizes;
#[cfg(test)]
mod symbols;
#[cfg(test)]
mod test_sources;
#[cfg(test)]
mod top_level;
#[cfg(test)]
mod unfinished;
#[cfg(test)]
mod words;
