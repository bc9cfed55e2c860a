//! What CT of the chest can hold.

use super::{CONSOLIDATION, EFFUSION, NODULE, PNEUMOTHORAX, at, kind, of, own, unsided};
use crate::synthetic::LesionKind;
use crate::synthetic::LesionRole::{Finding, Imitator};
use crate::synthetic::PhantomKind::ChestCt;

const LOBES: &[&str] = &[
    "right-upper",
    "right-middle",
    "right-lower",
    "left-upper",
    "left-lower",
];

pub(super) static KINDS: &[LesionKind] = &[
    at(
        LOBES,
        kind(
            ChestCt,
            Finding,
            "solid-nodule",
            NODULE,
            of("diameter", "mm", 3, 40),
        ),
    ),
    at(
        LOBES,
        kind(
            ChestCt,
            Finding,
            "part-solid-nodule",
            NODULE,
            of("diameter", "mm", 6, 40),
        ),
    ),
    at(
        LOBES,
        kind(
            ChestCt,
            Finding,
            "ground-glass-nodule",
            NODULE,
            of("diameter", "mm", 5, 40),
        ),
    ),
    at(
        LOBES,
        kind(
            ChestCt,
            Imitator,
            "calcified-nodule",
            own("calcified-nodule", "Calcified nodule"),
            of("diameter", "mm", 3, 20),
        ),
    ),
    kind(
        ChestCt,
        Imitator,
        "perifissural-nodule",
        own("perifissural-nodule", "Perifissural nodule"),
        of("diameter", "mm", 3, 10),
    ),
    kind(
        ChestCt,
        Finding,
        "effusion",
        EFFUSION,
        of("volume", "mL", 30, 1500),
    ),
    unsided(kind(
        ChestCt,
        Finding,
        "emphysema",
        ["SCT", "87433001", "Pulmonary emphysema"],
        of("share of lung below -950 HU", "%", 5, 45),
    )),
    unsided(kind(
        ChestCt,
        Finding,
        "infiltrates",
        ["DCM", "112121", "Infiltrate"],
        of("share of lung", "%", 3, 80),
    )),
    at(
        LOBES,
        kind(
            ChestCt,
            Finding,
            "consolidation",
            CONSOLIDATION,
            of("share of the lobe", "%", 20, 100),
        ),
    ),
    kind(
        ChestCt,
        Finding,
        "pneumothorax",
        PNEUMOTHORAX,
        of("greatest rim", "mm", 5, 60),
    ),
    unsided(kind(
        ChestCt,
        Finding,
        "aortic-dilatation",
        own("aortic-dilatation", "Dilatation of the ascending aorta"),
        of("vessel diameter", "mm", 40, 65),
    )),
    unsided(kind(
        ChestCt,
        Finding,
        "trunk-dilatation",
        own("trunk-dilatation", "Dilatation of the pulmonary trunk"),
        of("vessel diameter", "mm", 30, 45),
    )),
    unsided(kind(
        ChestCt,
        Finding,
        "coronary-calcium",
        own("coronary-calcium", "Coronary artery calcium"),
        of("Agatston score", "1", 10, 2500),
    )),
    unsided(kind(
        ChestCt,
        Finding,
        "vertebral-fracture",
        own("vertebral-fracture", "Compression fracture of a vertebra"),
        of("loss of anterior height", "%", 20, 65),
    )),
    unsided(kind(
        ChestCt,
        Finding,
        "low-bone-density",
        own("low-bone-density", "Low attenuation of vertebral bone"),
        of("trabecular attenuation", "[hnsf'U]", 20, 100),
    )),
];
