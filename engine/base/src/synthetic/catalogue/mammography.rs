//! What mammograms can hold.

use super::{at, kind, of, own};
use crate::synthetic::LesionKind;
use crate::synthetic::LesionRole::{Finding, Imitator};
use crate::synthetic::PhantomKind::Mammography;

const QUADRANTS: &[&str] = &[
    "upper-outer",
    "upper-inner",
    "lower-outer",
    "lower-inner",
    "retroareolar",
];

pub(super) static KINDS: &[LesionKind] = &[
    at(
        QUADRANTS,
        kind(
            Mammography,
            Finding,
            "mass",
            ["SCT", "129788004", "Mammographic breast mass"],
            of("diameter", "mm", 4, 50),
        ),
    ),
    at(
        QUADRANTS,
        kind(
            Mammography,
            Finding,
            "calcifications",
            ["SCT", "129769006", "Calcification cluster"],
            of("extent", "mm", 3, 60),
        ),
    ),
    at(
        QUADRANTS,
        kind(
            Mammography,
            Finding,
            "distortion",
            ["SCT", "129792006", "Architectural distortion of breast"],
            of("extent", "mm", 10, 50),
        ),
    ),
    at(
        QUADRANTS,
        kind(
            Mammography,
            Finding,
            "asymmetry",
            own("asymmetry", "Focal asymmetry"),
            of("extent", "mm", 12, 60),
        ),
    ),
    at(
        QUADRANTS,
        kind(
            Mammography,
            Imitator,
            "benign-mass",
            own("benign-mass", "Benign circumscribed mass"),
            of("diameter", "mm", 4, 40),
        ),
    ),
    kind(
        Mammography,
        Imitator,
        "benign-calcifications",
        own("benign-calcifications", "Benign calcifications"),
        of("number", "1", 1, 12),
    ),
    kind(
        Mammography,
        Imitator,
        "vascular-calcium",
        own("vascular-calcium", "Calcified vessel"),
        of("length", "mm", 10, 80),
    ),
    kind(
        Mammography,
        Imitator,
        "lymph-node",
        own("lymph-node", "Intramammary lymph node"),
        of("diameter", "mm", 4, 15),
    ),
];
