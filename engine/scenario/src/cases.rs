//! The part of a scenario file that names the cases: images, lesions, texts.

use std::collections::BTreeSet;

use overread_base::{
    CaseId, CaseTruth, Code, Laterality, Lesion, LesionId, NoduleType, Seed, SeriesUid, Vec3,
};
use overread_toml_text::{Item, Table};

use crate::exam::tags_and_facts;
use crate::questions::{list, texts, unique};
use crate::read::bank;
use crate::read::key::{key, name_unkeyed};
use crate::read::question::{MAX_CASE_QUESTIONS, questions};
use crate::read::scale::Scales;
use crate::{
    AnswerValue, Case, CaseSource, DicomSource, Difficulty, NodulePlace, NoduleSpec, Nodules,
    PhantomContent, PhantomKind, PhantomSpec, Question, QuestionId, RandomNodules,
};

/// The most cases of a scenario.
pub(crate) const MAX_CASES: usize = 500;
/// The most lesions or nodules of a case.
pub(crate) const MAX_LESIONS: usize = 50;
/// The most prior studies of a case.
pub(crate) const MAX_PRIORS: usize = 6;
/// Coordinates beyond this are no place in a patient, mm.
pub(crate) const MAX_COORDINATE_MM: f64 = 5_000.0;

pub(crate) const NODULE_TYPES: [(&str, NoduleType); 3] = [
    ("solid", NoduleType::Solid),
    ("part-solid", NoduleType::PartSolid),
    ("ground-glass", NoduleType::GroundGlass),
];

/// The words for synthetic anatomy.
pub(crate) const PHANTOM_KINDS: [(&str, PhantomKind); 1] = [("chest-ct", PhantomKind::ChestCt)];

/// The words for sides.
pub(crate) const SIDES: [(&str, Laterality); 4] = [
    ("right", Laterality::Right),
    ("left", Laterality::Left),
    ("bilateral", Laterality::Bilateral),
    ("midline", Laterality::Midline),
];

/// The words for how hard a case is.
pub(crate) const DIFFICULTIES: [(&str, Difficulty); 3] = [
    ("easy", Difficulty::Easy),
    ("medium", Difficulty::Medium),
    ("hard", Difficulty::Hard),
];

/// What the scenario asks about every case; `None` where it could not be read.
#[derive(Clone, Copy)]
pub(crate) struct Asked<'a> {
    pub(crate) questions: Option<&'a [Question]>,
    pub(crate) scales: Scales<'a>,
}

/// One entry of the list of cases: the case, or with a `count` all cases of a bank.
pub(crate) fn case(
    table: &Table<'_, '_>,
    ids: &mut BTreeSet<String>,
    asked: Asked<'_>,
) -> Option<Vec<Case>> {
    let id = unique(table, ids, |text| CaseId::new(text));
    let title = table.need("title", texts);
    let optional = |key| table.get_or(key, Vec::new(), texts);
    let (history, debrief) = (optional("history"), optional("debrief"));
    let difficulty = table.get("difficulty", |level| level.one_of(&DIFFICULTIES));
    let filed = tags_and_facts(table);
    let recorded = table.get("recorded", |recorded| recorded.parsed(inner_path));
    let source = source(table);
    let count = bank::count(table, source.as_ref());
    let (questions, key) = own_questions(table, asked);
    let (tags, facts) = filed?;
    let case = Case {
        id: id?,
        title: title?,
        history: history?,
        debrief: debrief?,
        difficulty: difficulty?,
        tags,
        facts,
        source: source?,
        recorded: recorded?,
        questions: questions?,
        key: key?,
    };
    bank::cases(case, count?, ids)
        .map_err(|fault| table.fault(fault))
        .ok()
}

/// The questions about this case alone, and the key to all that are asked about it.
fn own_questions(
    table: &Table<'_, '_>,
    asked: Asked<'_>,
) -> (
    Option<Vec<Question>>,
    Option<Vec<(QuestionId, AnswerValue)>>,
) {
    let before = asked.questions.unwrap_or_default();
    let own = table.get_or("ask", Vec::new(), |item| {
        questions(item, MAX_CASE_QUESTIONS, before, asked.scales)
    });
    let all: Option<Vec<&Question>> = match (asked.questions, &own) {
        (Some(questions), Some(own)) => Some(questions.iter().chain(own).collect()),
        _ => None,
    };
    let scales = asked.scales.own.unwrap_or_default();
    let key = table.get_or("key", Vec::new(), |item| key(item, all.as_deref(), scales));
    if let (Some(own), Some(key)) = (&own, &key) {
        let keyed: BTreeSet<&str> = key.iter().map(|(id, _)| id.as_str()).collect();
        name_unkeyed(table, own, &keyed);
    }
    (own, key)
}

fn source(table: &Table<'_, '_>) -> Option<CaseSource> {
    match (table.item("phantom"), table.item("dicom")) {
        (Some(spec), None) => phantom(&spec).map(CaseSource::Phantom),
        (None, Some(files)) => dicom(&files).map(CaseSource::Dicom),
        (Some(_), Some(dicom)) => {
            dicom.fault("a case has either \"phantom\" or \"dicom\", found both");
            None
        }
        (None, None) => {
            table.fault("a case needs \"phantom\" or \"dicom\"");
            None
        }
    }
}

fn phantom(item: &Item<'_, '_>) -> Option<PhantomSpec> {
    let table = item.table()?;
    let kind = table.need("kind", |kind| kind.one_of(&PHANTOM_KINDS));
    let seed = table
        .need("seed", |seed| seed.whole(0..=u64::MAX))
        .map(Seed);
    let slices = table.get("slices", |slices| slices.whole(16..=1024_u32));
    let nodules = match (table.item("nodules"), table.item("random")) {
        (Some(nodules), None) => listed_nodules(&nodules),
        (None, Some(random)) => random_nodules(&random).map(Nodules::Random),
        (None, None) => Some(Nodules::Listed(Vec::new())),
        (Some(_), Some(random)) => {
            random.fault("a phantom has either \"nodules\" or \"random\", found both");
            None
        }
    };
    table.finish();
    Some(PhantomSpec {
        kind: kind?,
        seed: seed?,
        slices: slices?,
        difficulty: Difficulty::Medium,
        content: PhantomContent::Nodules(nodules?),
    })
}

fn listed_nodules(item: &Item<'_, '_>) -> Option<Nodules> {
    if item.array(0..=MAX_LESIONS)?.is_empty() {
        return Some(Nodules::Listed(Vec::new()));
    }
    list(item, MAX_LESIONS, |table, _| nodule(table)).map(Nodules::Listed)
}

fn nodule(table: &Table<'_, '_>) -> Option<NoduleSpec> {
    let place = table.get_or("centre_mm", NodulePlace::Anywhere, |centre| {
        position(centre).map(NodulePlace::Centre)
    });
    let diameter_mm = table.need("diameter_mm", |d| d.number(2.0..=60.0, "mm"));
    let nodule_type = table.need("type", |kind| kind.one_of(&NODULE_TYPES));
    let contrast_hu = table.get("contrast_hu", |contrast| {
        contrast.number(20.0..=1500.0, "HU")
    });
    Some(NoduleSpec {
        place: place?,
        diameter_mm: diameter_mm?,
        nodule_type: nodule_type?,
        contrast_hu: contrast_hu?,
    })
}

fn random_nodules(item: &Item<'_, '_>) -> Option<RandomNodules> {
    let table = item.table()?;
    let count = table.need("count", |count| count.whole(1..=20_u32));
    let diameters = table.need("diameter_mm", |range| {
        let ends = range.array(2..=2)?;
        let least = ends.first()?.number(2.0..=60.0, "mm");
        let greatest = ends.last()?.number(2.0..=60.0, "mm");
        let (least, greatest) = (least?, greatest?);
        if least > greatest {
            range.fault(format!(
                "expected the lesser diameter first, found {least} mm and {greatest} mm"
            ));
            return None;
        }
        Some((least, greatest))
    });
    let types = table.get_or("types", vec![NoduleType::Solid], |types| {
        let found: Vec<_> = types
            .array(1..=3)?
            .iter()
            .map(|kind| kind.one_of(&NODULE_TYPES))
            .collect();
        found.into_iter().collect()
    });
    table.finish();
    let (least_diameter_mm, greatest_diameter_mm) = diameters?;
    Some(RandomNodules {
        count: count?,
        least_diameter_mm,
        greatest_diameter_mm,
        types: types?,
    })
}

fn dicom(item: &Item<'_, '_>) -> Option<DicomSource> {
    let table = item.table()?;
    let folder = table.need("folder", |folder| folder.parsed(inner_path));
    let series = table.get("series_uid", |uid| uid.parsed(|text| SeriesUid::new(text)));
    let priors = table.get("priors", |folders| {
        let folders = folders.array(0..=MAX_PRIORS)?;
        let read: Vec<_> = folders.iter().map(|f| f.parsed(inner_path)).collect();
        read.into_iter().collect()
    });
    let truth = table.get("lesions", truth);
    table.finish();
    Some(DicomSource {
        folder: folder?,
        series: series?,
        priors: priors?,
        truth: truth?,
    })
}

/// A relative path that stays inside its folder on every platform.
fn inner_path(text: &str) -> Result<String, String> {
    let is_inner = |part: &str| {
        !part.is_empty() && part != "." && part != ".." && !part.contains(['\\', ':', '\0'])
    };
    if text.len() <= 500 && text.split('/').all(is_inner) {
        return Ok(text.to_owned());
    }
    Err(format!(
        "expected a path inside the data folder, parts divided by '/', found {text:?}"
    ))
}

fn truth(item: &Item<'_, '_>) -> Option<CaseTruth> {
    if item.array(0..=MAX_LESIONS)?.is_empty() {
        return Some(CaseTruth::default());
    }
    let mut lesions = list(item, MAX_LESIONS, lesion)?;
    let weight = 1.0 / lesions.len() as f64;
    lesions.iter_mut().for_each(|lesion| lesion.weight = weight);
    Some(CaseTruth {
        lesions,
        facts: Vec::new(),
    })
}

fn lesion(table: &Table<'_, '_>, ids: &mut BTreeSet<String>) -> Option<Lesion> {
    let id = unique(table, ids, |text| LesionId::new(text));
    let centre = table.need("centre_mm", position);
    let radius_mm = table.need("radius_mm", |radius| radius.number(0.5..=200.0, "mm"));
    let nodule_type = table.get("type", |kind| kind.one_of(&NODULE_TYPES));
    let laterality = table.get("side", |side| side.one_of(&SIDES));
    Some(Lesion {
        id: id?,
        code: Code::nodule(),
        centre: centre?,
        radius_mm: radius_mm?,
        nodule_type: nodule_type?,
        laterality: laterality?,
        category: None,
        weight: 1.0,
        mask: None,
        views: Vec::new(),
    })
}

/// A position in patient LPS mm.
fn position(item: &Item<'_, '_>) -> Option<Vec3> {
    let parts = item.array(3..=3)?;
    let bounds = -MAX_COORDINATE_MM..=MAX_COORDINATE_MM;
    let numbers: Vec<_> = parts
        .iter()
        .map(|part| part.number(bounds.clone(), "mm"))
        .collect();
    match numbers.as_slice() {
        [Some(x), Some(y), Some(z)] => Some(Vec3::new(*x, *y, *z)),
        _ => None,
    }
}
