//! AI results of other systems, read from their DICOM objects as recorded results. Writes nothing and runs nothing.
//!
//! SR by TID 1500 or a CAD root, SEG, presentation states and pictures about one study become one result. What cannot be
//! read is named and the rest is kept; nothing becomes a negative by silence.

mod cad;
mod codes;
mod graphic;
mod grid;
mod part;
mod place;
mod presentation;
mod report;
mod segmentation;
mod service;
mod tree;

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use overread_base::{
    AiReport, AiResult, AiStatus, Code, Diagnostics, FailureKind, Finding, LocalText, Mark, Shape,
    SopUid, StudyUid,
};

use crate::model::{Library, StudyObject};
use crate::part10::{Header, read_header};
use crate::{DicomError, open_folder};
use part::{Context, Masks, Names, Part, finding, some_finding};
use place::{Evidence, Places};
use segmentation::Segmentation;
use tree::Tree;

/// The most objects of one folder that are read.
const MAX_OBJECTS: usize = 2000;
/// The most pictures that are named.
const MAX_PICTURES: usize = 200;

/// What other systems' objects say about one study.
#[derive(Debug, Clone, PartialEq)]
pub struct RecordedResult {
    /// The result: without bundle digest, and without a time.
    pub result: AiResult,
    /// Findings that their report says are not for presentation (PS3.16 CID 6034): kept, and never shown.
    pub hidden: Vec<Finding>,
    /// Pictures of the result (Secondary Capture).
    pub pictures: Vec<ResultPicture>,
    /// The objects that were read, by SOP instance.
    pub objects: Vec<ReadObject>,
}

/// A picture in which a service showed its result.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ResultPicture {
    /// SOP Instance UID.
    pub sop: SopUid,
    /// Series Description, or Derivation Description.
    pub description: Option<String>,
    /// Columns and rows.
    pub size: [u32; 2],
    /// The file.
    pub file: PathBuf,
}

/// One object that was read.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct ReadObject {
    /// SOP Instance UID.
    pub sop: SopUid,
    /// Modality (0008,0060), e.g. `SR`.
    pub modality: String,
    /// The file.
    pub file: PathBuf,
}

/// What kind of AI object a SOP class is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Report,
    Segmentation,
    Presentation,
    KeyObjects,
}

impl Kind {
    fn of(object: &StudyObject) -> Option<Self> {
        let class = object.sop_class.as_str();
        let below = |root: &str| class.strip_prefix(root).map(str::to_owned);
        if let Some(rest) = below("1.2.840.10008.5.1.4.1.1.88.") {
            return Some(if rest == "59" {
                Self::KeyObjects
            } else {
                Self::Report
            });
        }
        if matches!(
            below("1.2.840.10008.5.1.4.1.1.66.").as_deref(),
            Some("4" | "7")
        ) {
            return Some(Self::Segmentation);
        }
        if below("1.2.840.10008.5.1.4.1.1.11.").is_some() {
            return Some(Self::Presentation);
        }
        match object.modality.as_str() {
            "SR" => Some(Self::Report),
            "SEG" => Some(Self::Segmentation),
            "PR" => Some(Self::Presentation),
            "KO" => Some(Self::KeyObjects),
            _ => None,
        }
    }
}

/// Reads the AI objects in a file or folder as recorded results, one for each study that they are about, by study UID.
///
/// `study` holds the images that they are about: pixel coordinates become millimetres through them, and masks lie on
/// their grids. Findings whose images are not in it keep all but their place. What is refused or left out is named in
/// `diagnostics`; an object that cannot be understood at all makes its study's result a failed one.
///
/// # Errors
/// [`DicomError`] if the file or folder itself cannot be read.
pub fn read_ai_results(
    path: &Path,
    study: &Library,
    diagnostics: &mut Diagnostics,
) -> Result<Vec<RecordedResult>, DicomError> {
    let found = open_folder(path, diagnostics)?;
    for refused in &found.refused {
        diagnostics.error(
            refused.display().to_string(),
            "the file is refused: a result in it is lost",
        );
    }
    let places = Places::of(study);
    let mut gathered: BTreeMap<String, Gathered> = BTreeMap::new();
    let mut objects: Vec<(&StudyObject, Kind, String)> = Vec::new();
    for of_study in &found.studies {
        for object in &of_study.objects {
            match Kind::of(object) {
                Some(kind) if objects.len() < MAX_OBJECTS => {
                    objects.push((object, kind, of_study.uid.as_str().to_owned()));
                }
                Some(_) => diagnostics.error(
                    object.file.display().to_string(),
                    format!("more than {MAX_OBJECTS} objects: this one is left out"),
                ),
                None => diagnostics.warn(
                    object.file.display().to_string(),
                    format!(
                        "an object of modality {:?} is not read as an AI result",
                        object.modality
                    ),
                ),
            }
        }
        let entry = gathered
            .entry(of_study.uid.as_str().to_owned())
            .or_default();
        pictures(of_study, &places, entry);
    }
    read_segmentations(&objects, &places, &mut gathered, diagnostics);
    let masks = masks_of(&gathered);
    for (object, kind, own_study) in &objects {
        if *kind != Kind::Segmentation {
            read_object(
                object,
                *kind,
                own_study,
                (&places, &masks),
                &mut gathered,
                diagnostics,
            );
        }
    }
    let mut results = Vec::new();
    for (study, gathered) in gathered {
        results.extend(gathered.finish(&study, diagnostics));
    }
    Ok(results)
}

/// What was read about one study.
#[derive(Default)]
struct Gathered {
    names: Names,
    segmentations: Vec<(ReadObject, Segmentation, part::Maker)>,
    reports: Vec<Part>,
    drawings: Vec<Part>,
    key_images: Vec<(String, String)>,
    pictures: Vec<ResultPicture>,
    picture_maker: part::Maker,
    /// Who made the objects that could not be understood.
    other_makers: Vec<part::Maker>,
    objects: Vec<ReadObject>,
    /// Objects that could not be understood, with the reason.
    failures: Vec<String>,
}

fn read_object_of(object: &StudyObject) -> ReadObject {
    ReadObject {
        sop: object.sop.clone(),
        modality: object.modality.clone(),
        file: object.file.clone(),
    }
}

/// Secondary captures of a folder of results: pictures of the result, unless they are the study's own images.
fn pictures(study: &crate::model::Study, places: &Places<'_>, into: &mut Gathered) {
    for series in &study.series {
        for frame in &series.frames {
            let is_capture = frame.sop_class.starts_with("1.2.840.10008.5.1.4.1.1.7");
            if !is_capture
                || places.has_image(frame.sop.as_str())
                || into.pictures.len() >= MAX_PICTURES
            {
                continue;
            }
            let text = |keyword: &str| {
                series
                    .attributes
                    .get(keyword)
                    .cloned()
                    .filter(|t| !t.is_empty())
            };
            into.picture_maker = part::Maker {
                manufacturer: series.manufacturer.clone(),
                model: text("ManufacturerModelName")
                    .or_else(|| text("SecondaryCaptureDeviceManufacturerModelName")),
                software: text("SoftwareVersions"),
                ..part::Maker::default()
            };
            into.pictures.push(ResultPicture {
                sop: frame.sop.clone(),
                description: series
                    .description
                    .clone()
                    .or_else(|| text("DerivationDescription")),
                size: frame.size,
                file: frame.file.clone(),
            });
            let object = ReadObject {
                sop: frame.sop.clone(),
                modality: series.modality.clone(),
                file: frame.file.clone(),
            };
            if into.objects.last() != Some(&object) {
                into.objects.push(object);
            }
        }
    }
}

/// The study that an object is about: its own, or the one of its evidence where only that one is at hand.
fn study_of(own: &str, evidence: &Evidence, places: &Places<'_>) -> String {
    if places.has_study(own) {
        return own.to_owned();
    }
    let at_hand = evidence.studies.iter().find(|uid| places.has_study(uid));
    at_hand.map_or_else(|| own.to_owned(), Clone::clone)
}

fn read_segmentations(
    objects: &[(&StudyObject, Kind, String)],
    places: &Places<'_>,
    gathered: &mut BTreeMap<String, Gathered>,
    diagnostics: &mut Diagnostics,
) {
    for (object, kind, own_study) in objects {
        if *kind != Kind::Segmentation {
            continue;
        }
        let place = object.file.display().to_string();
        let read = header_of(object, diagnostics).and_then(|header| {
            let seg = segmentation::read(&object.file, &header, places, diagnostics)?;
            let mut maker = service::maker(header.values());
            let by_algorithm = seg.segments.iter().find(|s| s.algorithm.is_some());
            maker.algorithm = by_algorithm.and_then(|s| s.algorithm.clone());
            maker.algorithm_version = by_algorithm.and_then(|s| s.algorithm_version.clone());
            Ok((seg, maker))
        });
        let entry = gathered.entry(own_study.clone()).or_default();
        entry.objects.push(read_object_of(object));
        match read {
            Ok((seg, maker)) => {
                entry
                    .segmentations
                    .push((read_object_of(object), seg, maker));
            }
            Err(why) => {
                diagnostics.error(place, format!("the segmentation is not read: {why}"));
                entry
                    .failures
                    .push(format!("segmentation {}: {why}", object.sop));
            }
        }
    }
}

fn header_of(object: &StudyObject, diagnostics: &mut Diagnostics) -> Result<Header, String> {
    let header = read_header(&object.file).map_err(|error| error.to_string())?;
    for note in &header.notes {
        diagnostics.warn(object.file.display().to_string(), note.as_str());
    }
    Ok(header)
}

fn masks_of(gathered: &BTreeMap<String, Gathered>) -> Masks {
    let mut masks = Masks::new();
    for (_, seg, _) in gathered.values().flat_map(|g| &g.segmentations) {
        for segment in &seg.segments {
            masks.insert(
                (seg.sop.clone(), segment.number),
                (seg.series.clone(), segment.mask.clone()),
            );
        }
    }
    masks
}

fn read_object(
    object: &StudyObject,
    kind: Kind,
    own_study: &str,
    (places, masks): (&Places<'_>, &Masks),
    gathered: &mut BTreeMap<String, Gathered>,
    diagnostics: &mut Diagnostics,
) {
    let place = object.file.display().to_string();
    let header = match header_of(object, diagnostics) {
        Ok(header) => header,
        Err(why) => {
            diagnostics.error(place, why.as_str());
            let entry = gathered.entry(own_study.to_owned()).or_default();
            entry.failures.push(format!("object {}: {why}", object.sop));
            return;
        }
    };
    let values = header.values();
    let evidence = Evidence::read(values);
    let study = study_of(own_study, &evidence, places);
    let entry = gathered.entry(study).or_default();
    entry.objects.push(read_object_of(object));
    let tree = match kind {
        Kind::Report | Kind::KeyObjects => Tree::read(&header, &place, diagnostics),
        Kind::Presentation | Kind::Segmentation => Tree::default(),
    };
    let mut context = Context {
        places,
        evidence,
        masks,
        locale: service::language(&tree),
        place,
        diagnostics,
    };
    let mut part = Part {
        maker: service::maker(values),
        ..Part::default()
    };
    match kind {
        Kind::Report => match read_report(&tree, &mut context, &mut entry.names, &mut part) {
            Ok(()) => entry.reports.push(part),
            Err(why) => {
                context.lost(why.as_str());
                entry.other_makers.push(part.maker);
                entry.failures.push(format!("report {}: {why}", object.sop));
            }
        },
        Kind::Presentation if presentation::has_annotations(values.set) => {
            presentation::read(values, &mut context, &mut entry.names, &mut part);
            entry.drawings.push(part);
        }
        Kind::Presentation => context.remark("a presentation state without annotations"),
        Kind::KeyObjects => {
            let images = tree.nodes.iter().filter_map(part::reference);
            let title = tree.root().map(|r| r.name().to_owned()).unwrap_or_default();
            entry
                .key_images
                .extend(images.map(|image| (format!("key image: {title}"), image.sop.clone())));
        }
        Kind::Segmentation => {}
    }
}

fn read_report(
    tree: &Tree,
    context: &mut Context<'_>,
    names: &mut Names,
    part: &mut Part,
) -> Result<(), String> {
    let root = tree.root().ok_or("the report has no content")?;
    service::observers(tree, root, part);
    if part.maker.is_person {
        context.remark(
            "the report names a person as its observer: it may not be the word of a service",
        );
    }
    if cad::is_cad(root) {
        cad::read(tree, context, names, part);
        return Ok(());
    }
    let has_groups = tree.nodes.iter().any(|n| n.is(&codes::MEASUREMENT_GROUP));
    if root.is(&codes::MEASUREMENT_REPORT) || has_groups {
        report::read(tree, context, names, part);
        return Ok(());
    }
    let named = root
        .concept
        .as_ref()
        .map_or_else(|| "nothing".to_owned(), Code::to_string);
    Err(format!(
        "its root is {named}, which is neither a measurement report nor a CAD report, and it has no measurement groups"
    ))
}

impl Gathered {
    /// One result out of all objects about a study; `None` where there are none.
    fn finish(mut self, study: &str, diagnostics: &mut Diagnostics) -> Option<RecordedResult> {
        if self.objects.is_empty() {
            return None;
        }
        let study = match StudyUid::new(study) {
            Ok(study) => study,
            Err(error) => {
                diagnostics.error(format!("study {study}"), error.to_string());
                return None;
            }
        };
        let maker = self.maker(&format!("study {study}"), diagnostics);
        let mut whole = Part::default();
        let mut statuses = Vec::new();
        for part in std::mem::take(&mut self.reports) {
            merge(&mut whole, part, &mut statuses);
        }
        self.take_segments(&mut whole);
        let has_findings = !whole.findings.is_empty() || !whole.assessed.is_empty();
        for part in std::mem::take(&mut self.drawings) {
            if has_findings {
                let n = part.findings.len();
                diagnostics.warn(
                    format!("study {study}"),
                    format!("{n} annotations of a presentation state are left out: reports and segmentations say the same as findings"),
                );
            } else {
                merge(&mut whole, part, &mut statuses);
            }
        }
        self.take_pictures(&mut whole);
        whole.extra.append(&mut self.key_images);
        for found in &whole.hidden {
            let text = format!("{} {}", found.id, found.code);
            whole.extra.push(("not for presentation".to_owned(), text));
        }
        let status = self.status(&mut whole, statuses);
        let service = service::identity(&maker, whole.operating_point.take());
        self.objects.sort();
        self.objects.dedup();
        Some(RecordedResult {
            result: AiResult {
                service,
                study,
                status,
                elapsed: None,
            },
            hidden: whole.hidden,
            pictures: self.pictures,
            objects: self.objects,
        })
    }

    /// Who made the result: the first report, else the first segmentation, drawing or picture.
    fn maker(&self, place: &str, diagnostics: &mut Diagnostics) -> part::Maker {
        let reports = self.reports.iter().map(|part| &part.maker);
        let segmentations = self.segmentations.iter().map(|(_, _, maker)| maker);
        let drawings = self.drawings.iter().map(|part| &part.maker);
        let others = self.other_makers.iter().chain([&self.picture_maker]);
        let all: Vec<&part::Maker> = reports
            .chain(segmentations)
            .chain(drawings)
            .chain(others)
            .filter(|maker| **maker != part::Maker::default())
            .collect();
        let Some(&first) = all.first() else {
            return part::Maker::default();
        };
        let id = |maker| service::identity(maker, None).id;
        let mut ids: Vec<_> = all.iter().map(|&maker| id(maker)).collect();
        ids.sort();
        ids.dedup();
        if ids.len() > 1 {
            let names: Vec<String> = ids.iter().map(ToString::to_string).collect();
            diagnostics.warn(
                place,
                format!(
                    "objects of several makers are taken as one result of {}: {}",
                    id(first),
                    names.join(", ")
                ),
            );
        }
        first.clone()
    }

    /// Segments that no report names are findings of their own.
    fn take_segments(&mut self, whole: &mut Part) {
        for (_, seg, _) in std::mem::take(&mut self.segmentations) {
            for segment in seg.segments {
                whole.heat_maps.extend(segment.heat_map);
                let key = (seg.sop.clone(), segment.number);
                if whole.used_segments.contains(&key) {
                    continue;
                }
                let name = segment.tracking_id.as_ref().or(segment.label.as_ref());
                let name = name.map_or_else(|| format!("segment {}", segment.number), Clone::clone);
                let Some(mask) = segment.mask else {
                    whole
                        .warnings
                        .push(english(format!("segment {name} is empty")));
                    continue;
                };
                let code = segment.kind.unwrap_or_else(some_finding);
                let mut found = finding(self.names.id(&name), code);
                let texts = [segment.label, segment.description, segment.note];
                found.notes.extend(texts.into_iter().flatten().map(english));
                if let Some(category) = segment.category {
                    found
                        .notes
                        .push(english(format!("category: {}", category.meaning)));
                }
                found.marks.push(Mark {
                    series: seg.series.clone(),
                    shape: Shape::Mask(mask),
                });
                whole.findings.push(found);
            }
        }
    }

    /// Pictures are named; where there is nothing else, they are a finding to decide on, since they are no negative.
    fn take_pictures(&mut self, whole: &mut Part) {
        let said_otherwise = !whole.findings.is_empty()
            || !whole.assessed.is_empty()
            || whole.is_stated_negative
            || whole.status.is_some();
        for picture in &self.pictures {
            whole
                .extra
                .push(("picture".to_owned(), picture.sop.as_str().to_owned()));
        }
        if let (Some(first), false) = (self.pictures.first(), said_otherwise) {
            let mut found = finding(self.names.id("picture"), some_finding());
            let description = first
                .description
                .as_deref()
                .unwrap_or("without a description");
            found.notes.push(english(format!(
                "the service gave its result as {} pictures only, the first one {description}",
                self.pictures.len()
            )));
            whole.findings.push(found);
        }
    }

    fn status(&self, whole: &mut Part, statuses: Vec<AiStatus>) -> AiStatus {
        let says_something =
            !whole.findings.is_empty() || !whole.assessed.is_empty() || whole.is_stated_negative;
        for failure in &self.failures {
            whole.warnings.push(english(format!("not read: {failure}")));
        }
        if let (Some(status), false) = (statuses.into_iter().next(), !whole.findings.is_empty()) {
            return status;
        }
        if !says_something {
            let message = if self.failures.is_empty() {
                "the objects state neither a finding nor that nothing was found".to_owned()
            } else {
                self.failures.join("; ")
            };
            return AiStatus::Failed {
                kind: FailureKind::OutputInvalid,
                message,
            };
        }
        // A part of the result is lost and what is left names nothing: that is no negative either.
        if whole.findings.is_empty() && !self.failures.is_empty() {
            return AiStatus::Failed {
                kind: FailureKind::OutputInvalid,
                message: self.failures.join("; "),
            };
        }
        let mut seen = BTreeSet::new();
        whole.assessed.retain(|a| {
            seen.insert((
                a.code.scheme.clone(),
                a.code.value.clone(),
                a.series.clone(),
            ))
        });
        AiStatus::Done(AiReport {
            probability: whole.probability,
            assessed: std::mem::take(&mut whole.assessed),
            findings: std::mem::take(&mut whole.findings),
            draft: std::mem::take(&mut whole.draft),
            priority: None,
            warnings: std::mem::take(&mut whole.warnings),
            heat_maps: std::mem::take(&mut whole.heat_maps),
            extra: std::mem::take(&mut whole.extra),
        })
    }
}

fn merge(whole: &mut Part, part: Part, statuses: &mut Vec<AiStatus>) {
    whole.findings.extend(part.findings);
    whole.hidden.extend(part.hidden);
    whole.assessed.extend(part.assessed);
    whole.draft.extend(part.draft);
    whole.warnings.extend(part.warnings);
    whole.heat_maps.extend(part.heat_maps);
    whole.extra.extend(part.extra);
    whole.used_segments.extend(part.used_segments);
    whole.is_stated_negative |= part.is_stated_negative;
    whole.probability = whole.probability.or(part.probability);
    if whole.operating_point.is_none() {
        whole.operating_point = part.operating_point;
    }
    statuses.extend(part.status);
}

fn english(value: impl Into<String>) -> LocalText {
    LocalText {
        locale: "en".to_owned(),
        value: value.into(),
    }
}

#[cfg(test)]
mod tests;
