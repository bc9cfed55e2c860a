//! CT of the head.

#[allow(
    dead_code,
    reason = "the lesions' side of the head uses what is not used yet"
)]
mod anatomy;
mod beam;
mod bone;
mod brain;
mod case;
mod field;
mod imitator;
mod lattice;
#[allow(
    dead_code,
    reason = "the lesions' side of the head uses what is not used yet"
)]
mod lesion;
#[allow(
    dead_code,
    reason = "the lesions' side of the head uses what is not used yet"
)]
mod parts;
#[allow(
    dead_code,
    reason = "the lesions' side of the head uses what is not used yet"
)]
mod region;
mod render;
mod skull;
#[allow(
    dead_code,
    reason = "the lesions' side of the head uses what is not used yet"
)]
mod tissue;

pub(crate) use case::{Plan, bare, draw, plan};
