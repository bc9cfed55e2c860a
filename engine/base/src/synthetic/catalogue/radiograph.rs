//! What radiographs of the chest can hold.

use super::{CONSOLIDATION, EFFUSION, NODULE, PNEUMOTHORAX, at, kind, of, own, unsided};
use crate::synthetic::LesionKind;
use crate::synthetic::LesionRole::{Finding, Imitator, QualityFault};
use crate::synthetic::PhantomKind::ChestRadiograph;

const ZONES: &[&str] = &["upper", "middle", "lower"];

pub(super) static KINDS: &[LesionKind] = &[
    at(
        ZONES,
        kind(
            ChestRadiograph,
            Finding,
            "nodule",
            NODULE,
            of("diameter", "mm", 6, 40),
        ),
    ),
    at(
        ZONES,
        kind(
            ChestRadiograph,
            Finding,
            "consolidation",
            CONSOLIDATION,
            of("diameter", "mm", 25, 140),
        ),
    ),
    kind(
        ChestRadiograph,
        Finding,
        "effusion",
        EFFUSION,
        of("volume", "mL", 100, 1500),
    ),
    kind(
        ChestRadiograph,
        Finding,
        "pneumothorax",
        PNEUMOTHORAX,
        of("greatest rim", "mm", 4, 60),
    ),
    unsided(kind(
        ChestRadiograph,
        Finding,
        "cardiomegaly",
        ["SCT", "8186001", "Cardiomegaly"],
        of("cardiothoracic ratio", "%", 52, 70),
    )),
    kind(
        ChestRadiograph,
        Finding,
        "rib-fracture",
        own("rib-fracture", "Fracture of a rib"),
        of("displacement", "mm", 1, 12),
    ),
    kind(
        ChestRadiograph,
        Finding,
        "hilar-mass",
        own("hilar-mass", "Mass of the hilum"),
        of("diameter", "mm", 20, 80),
    ),
    kind(
        ChestRadiograph,
        Finding,
        "tuberculosis",
        own("tuberculosis", "Foci of the tuberculous kind"),
        of("extent", "mm", 20, 90),
    ),
    unsided(kind(
        ChestRadiograph,
        Imitator,
        "device",
        own("device", "Device"),
        of("number", "1", 1, 3),
    )),
    kind(
        ChestRadiograph,
        Imitator,
        "nipple",
        own("nipple-shadow", "Shadow of a nipple"),
        of("diameter", "mm", 6, 14),
    ),
    kind(
        ChestRadiograph,
        Imitator,
        "skin-fold",
        own("skin-fold", "Skin fold"),
        of("length", "mm", 60, 200),
    ),
    unsided(kind(
        ChestRadiograph,
        QualityFault,
        "rotation",
        own("rotation", "Rotated patient"),
        of("angle", "deg", 4, 20),
    )),
    unsided(kind(
        ChestRadiograph,
        QualityFault,
        "poor-inspiration",
        own("poor-inspiration", "Poor inspiration"),
        of("posterior ribs above the diaphragm", "1", 5, 8),
    )),
    unsided(kind(
        ChestRadiograph,
        QualityFault,
        "cut-off",
        own("cut-off", "Lung cut off"),
        of("missing margin", "mm", 10, 60),
    )),
    unsided(kind(
        ChestRadiograph,
        QualityFault,
        "underexposure",
        own("underexposure", "Too low an exposure"),
        of("share of the usual exposure", "%", 3, 30),
    )),
    unsided(kind(
        ChestRadiograph,
        QualityFault,
        "overexposure",
        own("overexposure", "Too high an exposure"),
        of("share of the usual exposure", "%", 300, 2000),
    )),
    unsided(kind(
        ChestRadiograph,
        QualityFault,
        "motion",
        own("motion", "Motion blur"),
        of("way", "mm", 1, 8),
    )),
    unsided(kind(
        ChestRadiograph,
        QualityFault,
        "foreign-object",
        own("foreign-object", "Foreign object over the chest"),
        of("diameter", "mm", 8, 60),
    )),
    unsided(kind(
        ChestRadiograph,
        QualityFault,
        "scapulae",
        own("scapulae", "Scapulae over the lungs"),
        of("overlap", "mm", 10, 60),
    )),
    unsided(kind(
        ChestRadiograph,
        QualityFault,
        "missing-marker",
        own("missing-marker", "No side marker"),
        of("number", "1", 1, 1),
    )),
];
