//! The table of lesions and image faults that phantoms can hold.
//!
//! Codes: SNOMED CT and DCM as DICOM PS3.16 uses them where a code is known to be right, else the private scheme
//! 99OVERREAD. Limits are what the phantoms can draw, not limits of medicine.

use super::{Amount, LesionKind, LesionRole, PhantomKind};
use LesionRole::{Finding, Imitator, QualityFault};
use PhantomKind::{ChestCt, ChestRadiograph, HeadCt, Mammography};

const LOBES: &[&str] = &[
    "right-upper",
    "right-middle",
    "right-lower",
    "left-upper",
    "left-lower",
];
const ZONES: &[&str] = &["upper", "middle", "lower"];
const QUADRANTS: &[&str] = &[
    "upper-outer",
    "upper-inner",
    "lower-outer",
    "lower-inner",
    "retroareolar",
];

/// How it is measured: what, unit, least and greatest in whole units.
const fn of(name: &'static str, ucum: &'static str, low: u64, high: u64) -> Amount {
    Amount {
        name,
        ucum,
        low_thousandths: low * 1000,
        high_thousandths: high * 1000,
    }
}

const fn kind(
    phantom: PhantomKind,
    role: LesionRole,
    word: &'static str,
    code: [&'static str; 3],
    amount: Amount,
) -> LesionKind {
    LesionKind {
        word,
        phantom,
        code,
        amount,
        is_sided: true,
        places: &[],
        role,
    }
}

const fn at(places: &'static [&'static str], kind: LesionKind) -> LesionKind {
    LesionKind { places, ..kind }
}

const fn unsided(kind: LesionKind) -> LesionKind {
    LesionKind {
        is_sided: false,
        ..kind
    }
}

const NODULE: [&str; 3] = ["SCT", "27925004", "Nodule"];
const EFFUSION: [&str; 3] = ["SCT", "60046008", "Pleural effusion"];
const PNEUMOTHORAX: [&str; 3] = ["SCT", "36118008", "Pneumothorax"];
const CONSOLIDATION: [&str; 3] = ["SCT", "9656002", "Consolidation"];

const fn own(value: &'static str, meaning: &'static str) -> [&'static str; 3] {
    ["99OVERREAD", value, meaning]
}

/// All kinds, phantom by phantom.
pub(super) static ALL: &[LesionKind] = &[
    // CT of the chest.
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
        of("diameter", "mm", 40, 65),
    )),
    unsided(kind(
        ChestCt,
        Finding,
        "trunk-dilatation",
        own("trunk-dilatation", "Dilatation of the pulmonary trunk"),
        of("diameter", "mm", 30, 45),
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
    // CT of the head.
    kind(
        HeadCt,
        Finding,
        "epidural",
        own("epidural-haemorrhage", "Epidural haemorrhage"),
        of("volume", "mL", 2, 80),
    ),
    at(
        &["convexity", "falx", "tentorium"],
        kind(
            HeadCt,
            Finding,
            "subdural",
            own("subdural-haemorrhage", "Subdural haemorrhage"),
            of("volume", "mL", 2, 180),
        ),
    ),
    at(
        &["cistern", "convexity"],
        kind(
            HeadCt,
            Finding,
            "subarachnoid",
            ["SCT", "21454007", "Subarachnoid haemorrhage"],
            of("volume", "mL", 1, 40),
        ),
    ),
    at(
        &["putamen", "thalamus", "lobar", "cerebellum", "pons"],
        kind(
            HeadCt,
            Finding,
            "intraparenchymal",
            ["SCT", "274100004", "Intracerebral haemorrhage"],
            of("volume", "mL", 1, 100),
        ),
    ),
    kind(
        HeadCt,
        Finding,
        "intraventricular",
        own(
            "intraventricular-haemorrhage",
            "Intraventricular haemorrhage",
        ),
        of("volume", "mL", 1, 10),
    ),
    kind(
        HeadCt,
        Finding,
        "infarct",
        own("early-ischaemia", "Early ischaemic change"),
        of("ASPECTS regions", "{regions}", 1, 10),
    ),
    kind(
        HeadCt,
        Finding,
        "dense-artery",
        own("dense-artery", "Hyperdense middle cerebral artery"),
        of("length", "mm", 4, 30),
    ),
    at(
        &["frontal", "parietal", "temporal", "occipital"],
        kind(
            HeadCt,
            Finding,
            "fracture",
            own("skull-fracture", "Fracture of the skull"),
            of("length", "mm", 15, 120),
        ),
    ),
    unsided(kind(
        HeadCt,
        Imitator,
        "calcified-choroid",
        own("calcified-choroid", "Calcified choroid plexus"),
        of("diameter", "mm", 4, 14),
    )),
    unsided(kind(
        HeadCt,
        Imitator,
        "ossified-falx",
        own("ossified-falx", "Ossified falx"),
        of("length", "mm", 6, 40),
    )),
    kind(
        HeadCt,
        Imitator,
        "calcified-pallidum",
        own("calcified-pallidum", "Calcified globus pallidus"),
        of("diameter", "mm", 3, 12),
    ),
    kind(
        HeadCt,
        Imitator,
        "old-infarct",
        own("old-infarct", "Old infarct"),
        of("volume", "mL", 2, 60),
    ),
    unsided(kind(
        HeadCt,
        Imitator,
        "streaks",
        own("streaks", "Streak artefact"),
        of("strength", "%", 30, 200),
    )),
    // Radiographs of the chest.
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
    // Mammograms.
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
