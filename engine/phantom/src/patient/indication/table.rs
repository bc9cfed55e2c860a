//! The reasons for which studies are asked for, kind by kind.

use overread_base::PhantomKind::{self, ChestCt, ChestRadiograph, HeadCt, Mammography};

use super::super::Sex;
use super::Complaint::{Across, Nowhere, There};
use super::{Complaint, Reason};

const NODULES: &[&str] = &["solid-nodule", "part-solid-nodule", "ground-glass-nodule"];
const AIRSPACE: &[&str] = &["infiltrates", "consolidation", "effusion"];
const VESSELS: &[&str] = &[
    "aortic-dilatation",
    "trunk-dilatation",
    "coronary-calcium",
    "effusion",
];
const BONES: &[&str] = &["vertebral-fracture", "low-bone-density"];
const TRAUMA: &[&str] = &["epidural", "subdural", "subarachnoid", "fracture"];
const STROKE: &[&str] = &["infarct", "dense-artery", "intraparenchymal"];
const BLEEDS: &[&str] = &["subarachnoid", "intraventricular", "intraparenchymal"];
const LUNG_FILM: &[&str] = &["nodule", "hilar-mass", "tuberculosis"];
const FEVER_FILM: &[&str] = &["consolidation", "effusion", "tuberculosis"];
const BREATH_FILM: &[&str] = &["effusion", "pneumothorax", "cardiomegaly", "consolidation"];
const TRAUMA_FILM: &[&str] = &["rib-fracture", "pneumothorax", "effusion"];
const LUMPS: &[&str] = &["mass", "distortion", "asymmetry"];

/// All ages.
const ANY: (u8, u8) = (0, 120);

const fn of(
    kind: PhantomKind,
    fits: &'static [&'static str],
    ages: (u8, u8),
    side: Complaint,
    en: &'static str,
    ru: &'static str,
) -> Reason {
    Reason {
        kind,
        fits,
        ages,
        sex: None,
        side,
        en,
        ru,
    }
}

/// All reasons.
pub(super) static TABLE: &[Reason] = &[
    // CT of the chest.
    of(
        ChestCt,
        NODULES,
        (50, 80),
        Nowhere,
        "Smoker of many years, no complaints. Screening.",
        "Курильщик со стажем, жалоб нет. Скрининг.",
    ),
    of(
        ChestCt,
        NODULES,
        ANY,
        Nowhere,
        "Weight loss and fatigue, cause unknown.",
        "Похудание и слабость неясного происхождения.",
    ),
    of(
        ChestCt,
        NODULES,
        ANY,
        Nowhere,
        "Opacity on a radiograph, to be clarified.",
        "Тень на рентгенограмме, уточнить.",
    ),
    of(
        ChestCt,
        &["emphysema", "effusion", "trunk-dilatation"],
        ANY,
        Nowhere,
        "Shortness of breath on exertion, slowly worse.",
        "Одышка при нагрузке, постепенно нарастает.",
    ),
    of(
        ChestCt,
        AIRSPACE,
        ANY,
        Nowhere,
        "Fever and cough for five days, saturation 92 %.",
        "Лихорадка и кашель пять дней, сатурация 92 %.",
    ),
    of(
        ChestCt,
        AIRSPACE,
        (60, 120),
        Nowhere,
        "Fever and confusion, cause unknown.",
        "Лихорадка и спутанность, источник неясен.",
    ),
    of(
        ChestCt,
        &["pneumothorax", "effusion"],
        ANY,
        There,
        "Sudden {side}-sided chest pain.",
        "Внезапная боль в груди с{side}а.",
    ),
    of(
        ChestCt,
        VESSELS,
        (45, 120),
        Nowhere,
        "Chest discomfort, high blood pressure.",
        "Дискомфорт в груди, артериальная гипертензия.",
    ),
    of(
        ChestCt,
        BONES,
        (55, 120),
        Nowhere,
        "Back pain after a fall from standing height.",
        "Боль в спине после падения с высоты роста.",
    ),
    of(
        ChestCt,
        BONES,
        (50, 120),
        Nowhere,
        "Long treatment with steroids, back pain.",
        "Длительный приём глюкокортикоидов, боль в спине.",
    ),
    of(
        ChestCt,
        &[],
        ANY,
        Nowhere,
        "Before an operation.",
        "Перед операцией.",
    ),
    of(
        ChestCt,
        &[],
        ANY,
        Nowhere,
        "Cough for two months.",
        "Кашель два месяца.",
    ),
    // CT of the head.
    of(
        HeadCt,
        TRAUMA,
        ANY,
        Nowhere,
        "Fall down the stairs, brief loss of consciousness.",
        "Падение с лестницы, кратковременная потеря сознания.",
    ),
    of(
        HeadCt,
        TRAUMA,
        (18, 70),
        There,
        "Blow to the {side} side of the head, vomiting.",
        "Удар по голове с{side}а, рвота.",
    ),
    of(
        HeadCt,
        &["subdural"],
        (60, 120),
        Nowhere,
        "Falls repeatedly, takes an anticoagulant, drowsy.",
        "Повторные падения, приём антикоагулянта, сонливость.",
    ),
    of(
        HeadCt,
        STROKE,
        (40, 120),
        Across,
        "Sudden weakness of the {side} arm and leg.",
        "Внезапная слабость в {side}ых конечностях.",
    ),
    of(
        HeadCt,
        STROKE,
        (45, 120),
        Across,
        "Found in the morning with a {side} facial droop.",
        "Утром замечена асимметрия лица, опущен {side}ый угол рта.",
    ),
    of(
        HeadCt,
        BLEEDS,
        ANY,
        Nowhere,
        "Sudden severe headache.",
        "Внезапная сильная головная боль.",
    ),
    of(
        HeadCt,
        BLEEDS,
        (40, 120),
        Nowhere,
        "Found unconscious at home, blood pressure 210/120.",
        "Обнаружен без сознания дома, давление 210/120.",
    ),
    of(
        HeadCt,
        &[],
        ANY,
        Nowhere,
        "First seizure.",
        "Впервые возникший судорожный приступ.",
    ),
    of(
        HeadCt,
        &[],
        (60, 120),
        Nowhere,
        "Confused since yesterday.",
        "Спутанность со вчерашнего дня.",
    ),
    of(
        HeadCt,
        &[],
        ANY,
        Nowhere,
        "Headache for three days.",
        "Головная боль три дня.",
    ),
    // Radiographs of the chest.
    of(
        ChestRadiograph,
        FEVER_FILM,
        ANY,
        Nowhere,
        "Fever and cough with phlegm.",
        "Лихорадка, кашель с мокротой.",
    ),
    of(
        ChestRadiograph,
        FEVER_FILM,
        ANY,
        Nowhere,
        "Cough for a month, night sweats.",
        "Кашель месяц, ночная потливость.",
    ),
    of(
        ChestRadiograph,
        LUNG_FILM,
        (40, 120),
        Nowhere,
        "Smoker, coughed up some blood.",
        "Курильщик, кровохарканье.",
    ),
    of(
        ChestRadiograph,
        LUNG_FILM,
        ANY,
        Nowhere,
        "Weight loss.",
        "Похудание.",
    ),
    of(
        ChestRadiograph,
        BREATH_FILM,
        ANY,
        Nowhere,
        "Shortness of breath.",
        "Одышка.",
    ),
    of(
        ChestRadiograph,
        BREATH_FILM,
        (55, 120),
        Nowhere,
        "Shortness of breath, swollen legs.",
        "Одышка, отёки ног.",
    ),
    of(
        ChestRadiograph,
        &["pneumothorax"],
        (18, 60),
        There,
        "Sudden pain on the {side} side.",
        "Внезапная боль с{side}а.",
    ),
    of(
        ChestRadiograph,
        TRAUMA_FILM,
        ANY,
        There,
        "Fall on the {side} side, pain on breathing.",
        "Падение на {side}ый бок, боль при дыхании.",
    ),
    of(
        ChestRadiograph,
        &[],
        ANY,
        Nowhere,
        "Check-up without complaints.",
        "Профилактический осмотр, жалоб нет.",
    ),
    of(
        ChestRadiograph,
        &[],
        ANY,
        Nowhere,
        "Before an operation.",
        "Перед операцией.",
    ),
    // Mammograms.
    of(
        Mammography,
        &[],
        (40, 80),
        Nowhere,
        "Screening.",
        "Скрининг.",
    ),
    of(
        Mammography,
        &[],
        (40, 80),
        Nowhere,
        "Screening. No complaints, no operations.",
        "Скрининг. Жалоб нет, операций не было.",
    ),
    of(
        Mammography,
        &[],
        (40, 80),
        Nowhere,
        "Screening. Mother had breast cancer at 62.",
        "Скрининг. Рак молочной железы у матери в 62 года.",
    ),
    of(
        Mammography,
        LUMPS,
        (40, 80),
        There,
        "Feels a lump in the {side} breast.",
        "Пальпирует уплотнение в {side}ой молочной железе.",
    ),
    of(
        Mammography,
        LUMPS,
        (40, 80),
        There,
        "Pain in the {side} breast.",
        "Боль в {side}ой молочной железе.",
    ),
    Reason {
        sex: Some(Sex::Female),
        ..of(
            Mammography,
            &[],
            (45, 60),
            Nowhere,
            "Before hormone replacement.",
            "Перед назначением заместительной гормональной терапии.",
        )
    },
];
