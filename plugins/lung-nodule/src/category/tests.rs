//! Cut-offs of the scale, and rounding before they are compared.

use super::*;
use NoduleKind::{GroundGlass, PartSolid, Solid};

#[track_caller]
fn check(kind: NoduleKind, diameter_mm: f64, solid_mm: f64, expected: &str) {
    assert_eq!(of(kind, diameter_mm, solid_mm), expected);
}

#[test]
fn cut_offs_of_a_first_scan() {
    // The published vectors for a baseline scan: 5.9, 6.0, 8.0, 14.9, 15.0 solid; part-solid 10 with 5.9, 6.0, 8.0.
    check(Solid, 5.9, 5.9, "2");
    check(Solid, 6.0, 6.0, "3");
    check(Solid, 7.9, 7.9, "3");
    check(Solid, 8.0, 8.0, "4A");
    check(Solid, 14.9, 14.9, "4A");
    check(Solid, 15.0, 15.0, "4B");
    check(PartSolid, 5.9, 5.9, "2");
    check(PartSolid, 10.0, 5.9, "3");
    check(PartSolid, 10.0, 6.0, "4A");
    check(PartSolid, 10.0, 8.0, "4B");
    check(GroundGlass, 29.9, 0.0, "2");
    check(GroundGlass, 30.0, 0.0, "3");
}

#[test]
fn sizes_are_rounded_to_a_tenth_before_they_are_compared() {
    check(Solid, 5.96, 5.96, "3");
    check(Solid, 5.94, 5.94, "2");
    check(Solid, 14.951, 14.951, "4B");
}
