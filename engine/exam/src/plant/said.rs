//! The draft text says too much or too little, or the case stands in the wrong place of the worklist.

use overread_base::{AiReport, Priority};

use super::wording::{Language, both};
use super::wrong::changed;
use super::{Change, Cx, draft, pick};

/// Sentences about what may well stand in a report, by region and severity, English and Russian.
const CHEST: [(&str, &str); 3] = [
    (
        "Calcified lymph node in the left hilum.",
        "Кальцинированный лимфоузел левого корня.",
    ),
    (
        "Small pleural effusion on the right.",
        "Небольшой плевральный выпот справа.",
    ),
    (
        "Pneumothorax on the left, 15 mm wide.",
        "Пневмоторакс слева шириной 15 мм.",
    ),
];
const BREAST: [(&str, &str); 3] = [
    (
        "Vascular calcifications on both sides.",
        "Сосудистые кальцинаты с обеих сторон.",
    ),
    (
        "Focal asymmetry in the upper outer quadrant on the left.",
        "Фокальная асимметрия в верхнем наружном квадранте слева.",
    ),
    (
        "Cluster of fine pleomorphic calcifications on the right.",
        "Группа мелких полиморфных кальцинатов справа.",
    ),
];
const HEAD: [(&str, &str); 3] = [
    (
        "Calcification of the choroid plexus on both sides.",
        "Кальцинаты сосудистых сплетений с обеих сторон.",
    ),
    (
        "Old lacunar infarct in the left thalamus.",
        "Старый лакунарный инфаркт в левом таламусе.",
    ),
    (
        "Subdural haematoma on the right, 9 mm wide.",
        "Субдуральная гематома справа шириной 9 мм.",
    ),
];
const ANYWHERE: [(&str, &str); 3] = [
    (
        "Degenerative changes of the spine.",
        "Дегенеративные изменения позвоночника.",
    ),
    (
        "Enlarged lymph node, short axis 14 mm.",
        "Увеличенный лимфоузел, короткая ось 14 мм.",
    ),
    (
        "Fracture on the left with displaced fragments.",
        "Перелом слева со смещением отломков.",
    ),
];

/// Words of codes and texts by which a region is known.
const REGIONS: [(&[&str], &[(&str, &str); 3]); 3] = [
    (
        &["lung", "chest", "pulmon", "nodule", "pleura", "thora"],
        &CHEST,
    ),
    (&["breast", "mammo"], &BREAST),
    (
        &[
            "brain",
            "head",
            "intracranial",
            "haemorrh",
            "hemorrh",
            "cerebr",
        ],
        &HEAD,
    ),
];

fn sentences(report: &AiReport, cx: &Cx<'_>) -> &'static [(&'static str, &'static str); 3] {
    let mut words = draft::target(report, cx).meaning.to_lowercase();
    let sites = report
        .findings
        .iter()
        .filter_map(|finding| finding.site.as_ref());
    for code in sites.chain(report.assessed.iter().map(|assessed| &assessed.code)) {
        words.push_str(&code.meaning.to_lowercase());
    }
    let is_of = |keys: &[&str]| keys.iter().any(|key| words.contains(key));
    let region = REGIONS.into_iter().find(|(keys, _)| is_of(keys));
    region.map_or(&ANYWHERE, |(_, sentences)| sentences)
}

/// A sentence about something that is neither in the images nor in the list of findings.
pub(super) fn hallucinated(report: &mut AiReport, cx: &Cx<'_>) -> Option<Change> {
    cx.case.truth?;
    let [minor, intermediate, significant] = *sentences(report, cx);
    let (english, russian) = cx.graded(minor, intermediate, significant);
    draft::add_sentence(report, |language| {
        language.pick(english, russian).to_owned()
    });
    Some(Change {
        told: both(|language| {
            language.pick(
                format!("A sentence was added to the draft about something that is not there: “{english}”"),
                format!("В текст добавлено предложение о том, чего нет: «{russian}»"),
            )
        }),
        ..Change::default()
    })
}

/// A finding of the list that the draft says nothing about.
pub(super) fn omitted(report: &mut AiReport, cx: &Cx<'_>) -> Option<Change> {
    let is_told = |nth: usize| draft::omit(&mut report.clone(), nth, cx);
    let fitting: Vec<_> = (0..report.findings.len())
        .filter(|nth| is_told(*nth))
        .map(|nth| report.findings[nth].id.clone())
        .collect();
    let nth = pick::finding(report, cx, |finding| fitting.contains(&finding.id))?;
    draft::omit(report, nth, cx);
    Some(changed(report, nth, |what, language: Language| {
        language.pick(
            format!("The draft text leaves a finding out that is in the list: {what}."),
            format!("В тексте пропущена находка, которая есть в списке: {what}."),
        )
    }))
}

/// An abnormal case goes to the routine, a normal one to the front; where it stands there already, to the other end.
pub(super) fn misprioritised(report: &mut AiReport, cx: &Cx<'_>) -> Option<Change> {
    let is_abnormal = cx.case.truth?.is_abnormal();
    let front = cx.graded(Priority::Urgent, Priority::Stat, Priority::Stat);
    let wanted = if is_abnormal {
        Priority::Routine
    } else {
        front
    };
    let from = report.priority;
    let to = if from != Some(wanted) {
        wanted
    } else if is_abnormal {
        front
    } else {
        Priority::Routine
    };
    report.priority = Some(to);
    let name = |priority: Option<Priority>, language: Language| match priority {
        None => language.pick("no hint", "без указания"),
        Some(Priority::Routine) => language.pick("routine", "в порядке очереди"),
        Some(Priority::Urgent) => language.pick("urgent", "срочно"),
        Some(Priority::Stat) => language.pick("at once", "немедленно"),
    };
    Some(Change {
        told: both(|language| {
            let (from, to) = (name(from, language), name(Some(to), language));
            language.pick(
                format!("The place in the worklist was changed from “{from}” to “{to}”."),
                format!("Место в списке изменено с «{from}» на «{to}»."),
            )
        }),
        ..Change::default()
    })
}
