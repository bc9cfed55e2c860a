//! What CT of the head can hold.

use super::{at, kind, of, own, unsided};
use crate::synthetic::LesionKind;
use crate::synthetic::LesionRole::{Finding, Imitator};
use crate::synthetic::PhantomKind::HeadCt;

pub(super) static KINDS: &[LesionKind] = &[
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
];
