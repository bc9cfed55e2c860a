//! The names of synthetic studies, of what they can hold and of facts about them, in English and Russian: for screens,
//! debriefings and generated scenarios. A code that is not listed here keeps the meaning that it came with.

use overread_base::{Code, LesionKind, LocalText, PhantomKind, StudyFact};

/// English, Russian.
type Name = [&'static str; 2];

/// What a kind of study is called.
#[must_use]
pub fn phantom_name(kind: PhantomKind) -> Vec<LocalText> {
    texts(match kind {
        PhantomKind::ChestCt => ["Chest CT", "КТ органов грудной клетки"],
        PhantomKind::HeadCt => ["Head CT", "КТ головного мозга"],
        PhantomKind::ChestRadiograph => {
            ["Chest radiograph", "Рентгенография органов грудной клетки"]
        }
        PhantomKind::Mammography => ["Mammography", "Маммография"],
    })
}

/// What a kind of lesion or fault is called.
#[must_use]
pub fn lesion_name(kind: &LesionKind) -> Vec<LocalText> {
    let names = table(kind.phantom);
    let named = names.iter().find(|(word, _)| *word == kind.word);
    named.map_or_else(
        || vec![LocalText::new("en", &kind.code().meaning)],
        |(_, name)| texts(*name),
    )
}

/// What the concept of a finding or of a fact is called; `None` for one that no synthetic study has.
#[must_use]
pub fn concept_name(code: &Code) -> Option<Vec<LocalText>> {
    if code.is_same_concept(&Code::nodule()) {
        return Some(texts(NODULE));
    }
    let mut kinds = PhantomKind::ALL.into_iter().flat_map(LesionKind::of);
    let of_lesion = kinds.find(|kind| kind.code().is_same_concept(code));
    let of_fact = || {
        let mut facts = StudyFact::ALL.into_iter();
        let fact = facts.find(|fact| fact.code().is_same_concept(code))?;
        Some(fact_name(fact))
    };
    of_lesion.map(lesion_name).or_else(of_fact)
}

/// What a fact about a study as a whole is called.
#[must_use]
pub fn fact_name(fact: StudyFact) -> Vec<LocalText> {
    texts(match fact {
        StudyFact::AortaDiameter => ["Ascending aorta", "Восходящая аорта"],
        StudyFact::TrunkDiameter => ["Pulmonary trunk", "Лёгочный ствол"],
        StudyFact::Agatston => ["Agatston score", "Индекс Агатстона"],
        StudyFact::LowAttenuationArea => {
            ["Lung at or below -950 HU", "Доля лёгких не плотнее -950 HU"]
        }
        StudyFact::InfiltrateShare => ["Lung taken by infiltrates", "Доля поражения лёгких"],
        StudyFact::LungVolume => ["Lung volume", "Объём лёгких"],
        StudyFact::EffusionVolume => ["Pleural fluid", "Объём плеврального выпота"],
        StudyFact::VertebralAttenuation => ["Vertebral attenuation", "Плотность тел позвонков"],
        StudyFact::VertebralHeightLoss => {
            ["Loss of vertebral height", "Снижение высоты тела позвонка"]
        }
        StudyFact::HaemorrhageVolume => {
            ["Volume of intracranial blood", "Объём внутричерепной крови"]
        }
        StudyFact::MidlineShift => ["Midline shift", "Смещение срединных структур"],
        StudyFact::Aspects => ["ASPECTS", "ASPECTS"],
        StudyFact::AspectsRegions => ["ASPECTS regions concerned", "Поражённые зоны ASPECTS"],
        StudyFact::EvansIndex => ["Evans index", "Индекс Эванса"],
        StudyFact::CardiothoracicRatio => ["Cardiothoracic ratio", "Кардиоторакальный индекс"],
        StudyFact::QualityFaults => ["Faults of image quality", "Дефекты качества снимка"],
        StudyFact::BreastDensity => ["Breast density", "Плотность молочных желёз"],
        StudyFact::GlandularShare => ["Glandular tissue", "Доля железистой ткани"],
    })
}

fn texts([english, russian]: Name) -> Vec<LocalText> {
    vec![LocalText::new("en", english), LocalText::new("ru", russian)]
}

fn table(phantom: PhantomKind) -> &'static [(&'static str, Name)] {
    match phantom {
        PhantomKind::ChestCt => CHEST_CT,
        PhantomKind::HeadCt => HEAD_CT,
        PhantomKind::ChestRadiograph => CHEST_RADIOGRAPH,
        PhantomKind::Mammography => MAMMOGRAPHY,
    }
}

const NODULE: Name = ["Nodule", "Очаг"];
const EFFUSION: Name = ["Pleural effusion", "Плевральный выпот"];
const CONSOLIDATION: Name = ["Consolidation", "Консолидация"];
const PNEUMOTHORAX: Name = ["Pneumothorax", "Пневмоторакс"];

const CHEST_CT: &[(&str, Name)] = &[
    ("solid-nodule", ["Solid nodule", "Солидный очаг"]),
    (
        "part-solid-nodule",
        ["Part-solid nodule", "Частично солидный очаг"],
    ),
    (
        "ground-glass-nodule",
        ["Ground-glass nodule", "Очаг по типу «матового стекла»"],
    ),
    (
        "calcified-nodule",
        ["Calcified nodule", "Обызвествлённый очаг"],
    ),
    (
        "perifissural-nodule",
        ["Perifissural nodule", "Перифиссуральный очаг"],
    ),
    ("effusion", EFFUSION),
    ("emphysema", ["Emphysema", "Эмфизема"]),
    ("infiltrates", ["Infiltrates", "Инфильтративные изменения"]),
    ("consolidation", CONSOLIDATION),
    ("pneumothorax", PNEUMOTHORAX),
    (
        "aortic-dilatation",
        ["Dilated ascending aorta", "Расширение восходящей аорты"],
    ),
    (
        "trunk-dilatation",
        ["Dilated pulmonary trunk", "Расширение лёгочного ствола"],
    ),
    (
        "coronary-calcium",
        ["Coronary calcium", "Кальциноз коронарных артерий"],
    ),
    (
        "vertebral-fracture",
        [
            "Vertebral compression fracture",
            "Компрессионный перелом позвонка",
        ],
    ),
    (
        "low-bone-density",
        [
            "Low vertebral attenuation",
            "Снижение плотности тел позвонков",
        ],
    ),
];

const HEAD_CT: &[(&str, Name)] = &[
    ("epidural", ["Epidural haematoma", "Эпидуральная гематома"]),
    ("subdural", ["Subdural haematoma", "Субдуральная гематома"]),
    (
        "subarachnoid",
        [
            "Subarachnoid haemorrhage",
            "Субарахноидальное кровоизлияние",
        ],
    ),
    (
        "intraparenchymal",
        [
            "Intraparenchymal haemorrhage",
            "Внутримозговое кровоизлияние",
        ],
    ),
    (
        "intraventricular",
        [
            "Intraventricular haemorrhage",
            "Внутрижелудочковое кровоизлияние",
        ],
    ),
    (
        "infarct",
        ["Early ischaemic change", "Ранние признаки ишемии"],
    ),
    (
        "dense-artery",
        [
            "Hyperdense middle cerebral artery",
            "Гиперденсная средняя мозговая артерия",
        ],
    ),
    ("fracture", ["Skull fracture", "Перелом костей черепа"]),
    (
        "calcified-choroid",
        [
            "Calcified choroid plexus",
            "Обызвествление сосудистого сплетения",
        ],
    ),
    (
        "ossified-falx",
        ["Ossified falx", "Оссификация серпа мозга"],
    ),
    (
        "calcified-pallidum",
        ["Calcified globus pallidus", "Обызвествление бледного шара"],
    ),
    (
        "old-infarct",
        ["Old infarct", "Последствия старого инфаркта"],
    ),
    ("streaks", ["Streak artefact", "Полосовидные артефакты"]),
];

const CHEST_RADIOGRAPH: &[(&str, Name)] = &[
    ("nodule", NODULE),
    ("consolidation", CONSOLIDATION),
    ("effusion", EFFUSION),
    ("pneumothorax", PNEUMOTHORAX),
    ("cardiomegaly", ["Cardiomegaly", "Кардиомегалия"]),
    ("rib-fracture", ["Rib fracture", "Перелом ребра"]),
    ("hilar-mass", ["Hilar mass", "Образование корня лёгкого"]),
    (
        "tuberculosis",
        [
            "Foci of the tuberculous kind",
            "Изменения туберкулёзного характера",
        ],
    ),
    ("device", ["Device", "Медицинское устройство"]),
    ("nipple", ["Nipple shadow", "Тень соска"]),
    ("skin-fold", ["Skin fold", "Кожная складка"]),
    ("rotation", ["Rotated patient", "Ротация пациента"]),
    (
        "poor-inspiration",
        ["Poor inspiration", "Недостаточный вдох"],
    ),
    ("cut-off", ["Lung cut off", "Срезаны лёгочные поля"]),
    (
        "underexposure",
        ["Underexposure", "Недостаточная экспозиция"],
    ),
    ("overexposure", ["Overexposure", "Избыточная экспозиция"]),
    ("motion", ["Motion blur", "Динамическая нерезкость"]),
    ("foreign-object", ["Foreign object", "Посторонний предмет"]),
    (
        "scapulae",
        ["Scapulae over the lungs", "Лопатки на лёгочных полях"],
    ),
    ("missing-marker", ["No side marker", "Нет маркера стороны"]),
];

const MAMMOGRAPHY: &[(&str, Name)] = &[
    ("mass", ["Mass", "Образование"]),
    ("calcifications", ["Calcifications", "Кальцинаты"]),
    (
        "distortion",
        ["Architectural distortion", "Нарушение архитектоники"],
    ),
    ("asymmetry", ["Focal asymmetry", "Фокальная асимметрия"]),
    (
        "benign-mass",
        ["Benign mass", "Доброкачественное образование"],
    ),
    (
        "benign-calcifications",
        ["Benign calcifications", "Доброкачественные кальцинаты"],
    ),
    (
        "vascular-calcium",
        ["Calcified vessel", "Обызвествление сосуда"],
    ),
    (
        "lymph-node",
        [
            "Intramammary lymph node",
            "Интрамаммарный лимфатический узел",
        ],
    ),
];

#[cfg(test)]
mod tests;
