//! Our own check of what no program checks: the rows of TID 1500 and its measurement groups, on every report we write.
//!
//! A table says for each container which items it may hold: relationship, value type, concept and how many. Source:
//! PS3.16 TID 1500, 1501, 1410, 1411, 1204, 1002 to 1004, 1600, 4019, and the texts that TID 1500, being extensible,
//! allows beside them.

use dicom_dictionary_std::tags;
use dicom_object::{DefaultDicomObject, InMemDicomObject};
use overread_base::{AiReport, AiStatus, FailureKind, NotRunReason};
use overread_dicom::{AiObjects, ReportLanguage};

use crate::fixture::{self, info, report, result};

/// Relationship, value type, concept (`*` for any), least and most.
type Row = (&'static str, &'static str, &'static str, usize, usize);

const MANY: usize = usize::MAX;
const MODIFIER: &str = "HAS CONCEPT MOD";
const CONTEXT: &str = "HAS OBS CONTEXT";
const CONTAINS: &str = "CONTAINS";

const ROOT: &[Row] = &[
    (MODIFIER, "CODE", "121049", 1, 1),
    (CONTEXT, "CODE", "121005", 1, 1),
    (CONTEXT, "UIDREF", "121012", 0, 1),
    (CONTEXT, "TEXT", "121013", 0, 1),
    (CONTEXT, "TEXT", "121014", 0, 1),
    (CONTEXT, "TEXT", "121015", 0, 1),
    (CONTEXT, "PNAME", "121008", 0, 1),
    (CONTEXT, "TEXT", "121009", 0, 1),
    (MODIFIER, "CODE", "121058", 1, MANY),
    (CONTAINS, "CONTAINER", "111028", 0, 1),
    (CONTAINS, "CONTAINER", "126010", 0, 1),
    (CONTAINS, "CONTAINER", "C0034375", 0, 1),
    (CONTAINS, "TEXT", "121070", 0, MANY),
    (CONTAINS, "TEXT", "121073", 0, MANY),
    (CONTAINS, "TEXT", "121106", 0, MANY),
];
const GROUP: &[Row] = &[
    (CONTEXT, "TEXT", "112039", 1, 1),
    (CONTEXT, "UIDREF", "112040", 1, 1),
    (CONTAINS, "CODE", "121071", 0, 1),
    (MODIFIER, "CODE", "363698007", 0, 1),
    (MODIFIER, "TEXT", "111001", 0, 1),
    (MODIFIER, "TEXT", "111003", 0, 1),
    (MODIFIER, "TEXT", "111002", 0, MANY),
    (CONTAINS, "NUM", "*", 0, MANY),
    (CONTAINS, "TEXT", "121106", 0, MANY),
    (CONTAINS, "CODE", "*", 0, MANY),
];
/// What each template adds: one of the choices.
const PLANAR: &[&[Row]] = &[
    &[(CONTAINS, "SCOORD", "111030", 1, 1)],
    &[(CONTAINS, "SCOORD3D", "111030", 1, 1)],
];
const VOLUMETRIC: &[&[Row]] = &[
    &[(CONTAINS, "SCOORD", "111030", 1, MANY)],
    &[
        (CONTAINS, "IMAGE", "121191", 1, 1),
        (CONTAINS, "IMAGE", "121233", 1, MANY),
    ],
];
const PLAIN: &[&[Row]] = &[&[(CONTAINS, "IMAGE", "121112", 0, MANY)]];
const LIBRARY: &[Row] = &[(CONTAINS, "CONTAINER", "126200", 1, MANY)];
const LIBRARY_GROUP: &[Row] = &[(CONTAINS, "IMAGE", "*", 1, MANY)];
const MEASUREMENTS: &[Row] = &[(CONTAINS, "CONTAINER", "125007", 1, MANY)];
const EVALUATIONS: &[Row] = &[
    (CONTAINS, "CODE", "*", 0, MANY),
    (CONTAINS, "TEXT", "*", 0, MANY),
];
const LANGUAGE: &[Row] = &[(MODIFIER, "CODE", "121049", 0, 1)];
const LATERALITY: &[Row] = &[(MODIFIER, "CODE", "272741003", 0, 1)];
const IMAGE_OF_REGION: &[Row] = &[("SELECTED FROM", "IMAGE", "*", 1, 1)];

fn text(set: &InMemDicomObject, tag: dicom_core::Tag) -> String {
    set.get(tag)
        .and_then(|e| e.to_str().ok())
        .map(|s| s.trim_end_matches('\0').trim().to_owned())
        .unwrap_or_default()
}

fn items(set: &InMemDicomObject, tag: dicom_core::Tag) -> &[InMemDicomObject] {
    set.get(tag).and_then(|e| e.items()).unwrap_or_default()
}

fn concept(set: &InMemDicomObject) -> String {
    items(set, tags::CONCEPT_NAME_CODE_SEQUENCE)
        .first()
        .map(|name| text(name, tags::CODE_VALUE))
        .unwrap_or_default()
}

fn is_row(child: &InMemDicomObject, row: &Row) -> bool {
    let (relation, value_type, name, ..) = *row;
    text(child, tags::RELATIONSHIP_TYPE) == relation
        && text(child, tags::VALUE_TYPE) == value_type
        && (name == "*" || concept(child) == name)
}

/// The faults of the children of an item against rows; each child belongs to the first row that it fits.
fn faults_of_rows(parent: &InMemDicomObject, rows: &[Row]) -> Vec<String> {
    let name = concept(parent);
    let mut faults = Vec::new();
    let mut counts = vec![0; rows.len()];
    for child in items(parent, tags::CONTENT_SEQUENCE) {
        match rows.iter().position(|row| is_row(child, row)) {
            Some(row) => counts[row] += 1,
            None => faults.push(format!(
                "{} {} {} in {name}",
                text(child, tags::RELATIONSHIP_TYPE),
                text(child, tags::VALUE_TYPE),
                concept(child)
            )),
        }
    }
    for (row, count) in rows.iter().zip(counts) {
        if count < row.3 || row.4 < count {
            faults.push(format!("{row:?} in {name}: found {count}"));
        }
    }
    faults
}

fn template(set: &InMemDicomObject) -> String {
    items(set, tags::CONTENT_TEMPLATE_SEQUENCE)
        .first()
        .map(|t| text(t, tags::TEMPLATE_IDENTIFIER))
        .unwrap_or_default()
}

/// The faults of one item by itself.
fn faults_of(item: &InMemDicomObject) -> Vec<String> {
    let value_type = text(item, tags::VALUE_TYPE);
    match (value_type.as_str(), concept(item).as_str()) {
        ("CONTAINER", "126000") => {
            let mut faults = faults_of_rows(item, ROOT);
            let is_held = |name| {
                items(item, tags::CONTENT_SEQUENCE)
                    .iter()
                    .any(|child| concept(child) == name)
            };
            if template(item) != "1500" {
                faults.push(format!("template {} of the root", template(item)));
            }
            if !is_held("126010") && !is_held("C0034375") {
                faults.push("neither measurements nor evaluations".to_owned());
            }
            faults
        }
        ("CONTAINER", "111028") => faults_of_rows(item, LIBRARY),
        ("CONTAINER", "126200") => faults_of_rows(item, LIBRARY_GROUP),
        ("CONTAINER", "126010") => faults_of_rows(item, MEASUREMENTS),
        ("CONTAINER", "C0034375") => faults_of_rows(item, EVALUATIONS),
        ("CONTAINER", "125007") => {
            let choices = match template(item).as_str() {
                "1410" => PLANAR,
                "1411" => VOLUMETRIC,
                "1501" => PLAIN,
                other => return vec![format!("template {other:?} of a group")],
            };
            let tried = choices.iter().map(|rows| {
                // The rows of the template come before those of any code or number.
                faults_of_rows(item, &[rows, GROUP].concat())
            });
            tried.min_by_key(Vec::len).unwrap_or_default()
        }
        ("TEXT", _) => faults_of_rows(item, LANGUAGE),
        ("CODE", "363698007") => faults_of_rows(item, LATERALITY),
        ("SCOORD", _) => {
            let mut faults = faults_of_rows(item, IMAGE_OF_REGION);
            faults.extend(faults_of_graphic(item, 2));
            faults
        }
        ("SCOORD3D", _) => faults_of_graphic(item, 3),
        ("NUM" | "CODE" | "UIDREF" | "PNAME" | "IMAGE", _) => faults_of_rows(item, &[]),
        (other, name) => vec![format!("{other} {name} is not known here")],
    }
}

/// Number of points by graphic type (PS3.3 C.18.6.1.2 and C.18.9.1.2).
fn faults_of_graphic(item: &InMemDicomObject, dimensions: usize) -> Vec<String> {
    let graphic_type = text(item, tags::GRAPHIC_TYPE);
    let data = item
        .get(tags::GRAPHIC_DATA)
        .unwrap()
        .to_multi_float32()
        .unwrap();
    let points: Vec<&[f32]> = data.chunks(dimensions).collect();
    let is_right = match graphic_type.as_str() {
        "POINT" => points.len() == 1,
        "POLYLINE" => points.len() >= 2,
        "POLYGON" => points.len() >= 4 && points.first() == points.last(),
        "ELLIPSE" => points.len() == 4,
        _ => false,
    };
    if is_right && data.len() % dimensions == 0 {
        return Vec::new();
    }
    vec![format!("{graphic_type} of {} numbers", data.len())]
}

fn faults_below(item: &InMemDicomObject) -> Vec<String> {
    let mut faults = faults_of(item);
    for child in items(item, tags::CONTENT_SEQUENCE) {
        faults.extend(faults_below(child));
    }
    faults
}

/// What the evidence sequence does not name, of all that the tree refers to.
fn faults_of_evidence(root: &InMemDicomObject) -> Vec<String> {
    let mut named = Vec::new();
    for study in items(root, tags::CURRENT_REQUESTED_PROCEDURE_EVIDENCE_SEQUENCE) {
        for series in items(study, tags::REFERENCED_SERIES_SEQUENCE) {
            for instance in items(series, tags::REFERENCED_SOP_SEQUENCE) {
                named.push(text(instance, tags::REFERENCED_SOP_INSTANCE_UID));
            }
        }
    }
    let mut used = Vec::new();
    references(root, &mut used);
    let missing = used.iter().filter(|sop| !named.contains(sop));
    let unused = named.iter().filter(|sop| !used.contains(sop));
    missing
        .map(|sop| format!("{sop} is no evidence"))
        .chain(unused.map(|sop| format!("{sop} is evidence of nothing")))
        .collect()
}

fn references(item: &InMemDicomObject, used: &mut Vec<String>) {
    for reference in items(item, tags::REFERENCED_SOP_SEQUENCE) {
        used.push(text(reference, tags::REFERENCED_SOP_INSTANCE_UID));
    }
    for child in items(item, tags::CONTENT_SEQUENCE) {
        references(child, used);
    }
}

pub(crate) fn parsed(bytes: &[u8]) -> DefaultDicomObject {
    dicom_object::from_reader(bytes).unwrap()
}

#[test]
fn every_report_keeps_the_rows_of_its_templates() {
    let folder = tempfile::tempdir().unwrap();
    let study = fixture::study(folder.path());
    let series = study.series[0].uid.clone();
    let info = info(ReportLanguage::Russian);
    let objects = AiObjects::new(&study, &info).unwrap();
    for status in [
        AiStatus::Done(report(&series)),
        AiStatus::Done(AiReport::default()),
        AiStatus::NotRun {
            reason: NotRunReason::MissingSeries,
            message: "no CT series".to_owned(),
        },
        AiStatus::Failed {
            kind: FailureKind::OutputInvalid,
            message: String::new(),
        },
    ] {
        let result = result(&study.uid, status);
        let segmentations = objects.segmentations(&result).unwrap();
        let object = objects.sr(&result, &segmentations).unwrap();
        let root = parsed(&object.bytes);
        assert_eq!(faults_below(&root), Vec::<String>::new());
        assert_eq!(faults_of_evidence(&root), Vec::<String>::new());
    }
}

#[test]
fn the_check_finds_a_missing_and_a_foreign_item() {
    let folder = tempfile::tempdir().unwrap();
    let study = fixture::study(folder.path());
    let info = info(ReportLanguage::English);
    let objects = AiObjects::new(&study, &info).unwrap();
    let result = result(&study.uid, AiStatus::Done(AiReport::default()));
    let object = objects.sr(&result, &[]).unwrap();
    let mut root = parsed(&object.bytes);
    let mut content = items(&root, tags::CONTENT_SEQUENCE).to_vec();
    let mut foreign = content.remove(0);
    foreign.put_str(tags::VALUE_TYPE, dicom_core::VR::CS, "DATE");
    content.push(foreign);
    root.put(dicom_core::DataElement::new(
        tags::CONTENT_SEQUENCE,
        dicom_core::VR::SQ,
        dicom_core::value::DataSetSequence::from(content),
    ));
    let faults = faults_below(&root).join("; ");
    assert!(
        faults.contains("HAS CONCEPT MOD DATE 121049 in 126000"),
        "{faults}"
    );
    assert!(
        faults.contains("\"121049\", 1, 1) in 126000: found 0"),
        "{faults}"
    );
}
