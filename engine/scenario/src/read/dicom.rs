//! A case of DICOM files: its folder, what is really in it, and who says so. Opens none of the files.

use std::collections::BTreeSet;

use overread_base::{
    CaseTruth, Code, Lesion, LesionId, LesionView, ReaderId, SeriesUid, SessionId, Vec3,
};
use overread_toml_text::{Item, Table};

use super::each;
use crate::cases::{MAX_LESIONS, MAX_PRIORS, SIDES, inner_path, position};
use crate::finding_words::finding_code;
use crate::questions::{list, unique};
use crate::read::phantom::NODULE_TYPES;
use crate::read::word;
use crate::{DicomSource, LesionProvenance, TruthProvenance};

/// The most readers who mark one case.
pub(crate) const MAX_READERS: usize = 8;
/// The most sessions in which the truth of one case was marked and decided.
pub(crate) const MAX_SESSIONS: usize = 16;
/// The most images in which one lesion is seen.
pub(crate) const MAX_VIEWS: usize = 16;
/// The longest words for a rule of agreement, bytes.
const MAX_RULE_BYTES: usize = 200;

pub(crate) fn dicom(item: &Item<'_, '_>) -> Option<DicomSource> {
    let table = item.table()?;
    let folder = table.need("folder", |folder| folder.parsed(inner_path));
    let series = table.get("series_uid", |uid| uid.parsed(|text| SeriesUid::new(text)));
    let priors = table.get("priors", |folders| {
        each(folders, 0..=MAX_PRIORS, |folder| folder.parsed(inner_path))
    });
    let lesions = table.get("lesions", lesions);
    let provenance = table.get("provenance", provenance);
    if let (Some(Some(_)), Some(None)) = (&provenance, &lesions) {
        table.fault("\"provenance\" says who marked \"lesions\", and there are none");
    }
    table.finish();
    let (truth, of_lesions) = lesions?.unzip();
    let mut provenance = provenance?;
    if let (Some(provenance), Some(of_lesions)) = (&mut provenance, of_lesions) {
        provenance.lesions = of_lesions;
    }
    Some(DicomSource {
        folder: folder?,
        series: series?,
        priors: priors?,
        truth,
        provenance,
    })
}

fn lesions(item: &Item<'_, '_>) -> Option<(CaseTruth, Vec<LesionProvenance>)> {
    if item.array(0..=MAX_LESIONS)?.is_empty() {
        return Some((CaseTruth::default(), Vec::new()));
    }
    let found = list(item, MAX_LESIONS, lesion)?;
    let weight = 1.0 / found.len() as f64;
    let (mut lesions, provenance): (Vec<_>, Vec<_>) = found.into_iter().unzip();
    lesions.iter_mut().for_each(|lesion| lesion.weight = weight);
    let facts = Vec::new();
    Some((CaseTruth { lesions, facts }, provenance))
}

fn lesion(table: &Table<'_, '_>, ids: &mut BTreeSet<String>) -> Option<(Lesion, LesionProvenance)> {
    let id = unique(table, ids, |text| LesionId::new(text));
    let finding = table.get("finding", word);
    let views = table.get_or("views", Vec::new(), |item| list(item, MAX_VIEWS, view));
    let first = views.as_ref().map(|views| views.first());
    let (centre, radius_mm) = extent(table, first.flatten());
    let nodule_type = table.get("type", |kind| kind.one_of(&NODULE_TYPES));
    let laterality = table.get("side", |side| side.one_of(&SIDES));
    let by = table.get_or("by", Vec::new(), |item| readers(item, 1));
    let is_radius_assumed = table.get_or("radius_assumed", false, |item| item.boolean());
    let id = id?;
    let provenance = LesionProvenance {
        lesion: id.clone(),
        by: by?,
        is_radius_assumed: is_radius_assumed?,
    };
    let lesion = Lesion {
        id,
        code: finding?.map_or_else(Code::nodule, |finding| finding_code(&finding)),
        centre: centre?,
        radius_mm: radius_mm?,
        nodule_type: nodule_type?,
        laterality: laterality?,
        category: None,
        weight: 1.0,
        mask: None,
        views: views?,
    };
    Some((lesion, provenance))
}

/// Centre and radius; where a lesion is seen in several projections, those of the first of them.
fn extent(table: &Table<'_, '_>, first: Option<&LesionView>) -> (Option<Vec3>, Option<f64>) {
    let Some(view) = first else {
        return (
            table.need("centre_mm", position),
            table.need("radius_mm", radius),
        );
    };
    for key in ["centre_mm", "radius_mm"] {
        if let Some(item) = table.item(key) {
            item.fault("a lesion with \"views\" has its place in them");
        }
    }
    (Some(view.centre), Some(view.radius_mm))
}

fn radius(item: &Item<'_, '_>) -> Option<f64> {
    item.number(0.5..=MAX_RADIUS_MM, "mm")
}

/// The greatest radius: images without a pixel spacing count pixels in place of millimetres.
pub(crate) const MAX_RADIUS_MM: f64 = 2000.0;

fn view(table: &Table<'_, '_>, seen: &mut BTreeSet<String>) -> Option<LesionView> {
    let series = table.need("series_uid", |item| {
        let uid = item.parsed(|text| SeriesUid::new(text))?;
        if !seen.insert(uid.to_string()) {
            item.fault(format!("the series {uid} stands here for the second time"));
            return None;
        }
        Some(uid)
    });
    let centre = table.need("centre_mm", position);
    let radius_mm = table.need("radius_mm", radius);
    Some(LesionView {
        series: series?,
        centre: centre?,
        radius_mm: radius_mm?,
        mask: None,
    })
}

fn readers(item: &Item<'_, '_>, least: usize) -> Option<Vec<ReaderId>> {
    each(item, least..=MAX_READERS, |item| {
        item.parsed(|text| ReaderId::new(text))
    })
}

fn provenance(item: &Item<'_, '_>) -> Option<TruthProvenance> {
    let table = item.table()?;
    let marked_by = table.need("readers", |item| readers(item, 1));
    let decided_by = table.get("decided_by", |item| item.parsed(|text| ReaderId::new(text)));
    let on = table.need("on", |item| item.parsed(day));
    let rule = table.need("rule", |item| item.parsed(rule));
    let sessions = table.get_or("sessions", Vec::new(), |item| {
        each(item, 1..=MAX_SESSIONS, |item| {
            item.parsed(|text| SessionId::new(text))
        })
    });
    table.finish();
    Some(TruthProvenance {
        readers: marked_by?,
        decided_by: decided_by?,
        on: on?,
        rule: rule?,
        sessions: sessions?,
        lesions: Vec::new(),
    })
}

/// A day as ISO 8601 writes it.
fn day(text: &str) -> Result<String, String> {
    let is_day = text.len() == 10
        && text.bytes().enumerate().all(|(idx, byte)| match idx {
            4 | 7 => byte == b'-',
            _ => byte.is_ascii_digit(),
        });
    let number = |from: usize, to: usize| text.get(from..to).and_then(|n| n.parse::<u8>().ok());
    let is_in_year = is_day
        && number(5, 7).is_some_and(|month| (1..=12).contains(&month))
        && number(8, 10).is_some_and(|day| (1..=31).contains(&day));
    if is_in_year {
        return Ok(text.to_owned());
    }
    Err(format!("expected a day as YYYY-MM-DD, found {text:?}"))
}

fn rule(text: &str) -> Result<String, String> {
    match text.trim() {
        "" => Err("the text is empty".to_owned()),
        rule if rule.len() <= MAX_RULE_BYTES && !rule.chars().any(char::is_control) => {
            Ok(rule.to_owned())
        }
        rule => Err(format!(
            "expected at most {MAX_RULE_BYTES} bytes on one line, found {}",
            rule.len()
        )),
    }
}
