//! What one object says, while it is read: findings, statements and who said it. Shared by the readers of all objects.

use std::collections::{BTreeMap, BTreeSet};

use overread_base::{
    AiStatus, Assessed, Code, Diagnostics, Finding, FindingId, HeatMap, LocalText, Mark, MaskRle,
    OperatingPoint, ReportSection, SeriesUid, Shape, StudyProbability,
};

use super::codes;
use super::graphic::{Drawn, in_patient, in_pixels};
use super::place::{Evidence, Places, point_mm, series_uid};
use super::tree::{Node, Reference, Tree, Value};

/// The most findings of one result.
pub(crate) const MAX_FINDINGS: usize = 10_000;

/// The masks of the segmentations at hand, by SOP instance and segment number.
pub(crate) type Masks = BTreeMap<(String, u32), (SeriesUid, Option<MaskRle>)>;

/// Who made an object, as far as it says so.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Maker {
    pub(crate) manufacturer: Option<String>,
    pub(crate) model: Option<String>,
    pub(crate) software: Option<String>,
    pub(crate) name: Option<String>,
    pub(crate) algorithm: Option<String>,
    pub(crate) algorithm_version: Option<String>,
    pub(crate) is_person: bool,
}

/// What one object says.
#[derive(Debug, Default)]
pub(crate) struct Part {
    pub(crate) maker: Maker,
    pub(crate) findings: Vec<Finding>,
    /// Findings that the object says are not to be shown (CID 6034).
    pub(crate) hidden: Vec<Finding>,
    pub(crate) assessed: Vec<Assessed>,
    pub(crate) draft: Vec<ReportSection>,
    pub(crate) warnings: Vec<LocalText>,
    pub(crate) heat_maps: Vec<HeatMap>,
    pub(crate) extra: Vec<(String, String)>,
    pub(crate) probability: Option<StudyProbability>,
    pub(crate) operating_point: Option<OperatingPoint>,
    /// What the object says of the job as a whole, where that is not "done".
    pub(crate) status: Option<AiStatus>,
    /// Whether the object states by itself that nothing was found.
    pub(crate) is_stated_negative: bool,
    /// The finding of each tracking UID: a finding with several places has a group for each.
    pub(crate) tracked: BTreeMap<String, usize>,
    /// Segments that are the place of a finding.
    pub(crate) used_segments: BTreeSet<(String, u32)>,
}

/// What the readers of one object share.
pub(crate) struct Context<'a> {
    pub(crate) places: &'a Places<'a>,
    pub(crate) evidence: Evidence,
    pub(crate) masks: &'a Masks,
    /// BCP 47 language of the object's texts.
    pub(crate) locale: String,
    pub(crate) place: String,
    pub(crate) diagnostics: &'a mut Diagnostics,
}

impl Context<'_> {
    pub(crate) fn text(&self, value: impl Into<String>) -> LocalText {
        LocalText {
            locale: self.locale.clone(),
            value: value.into(),
        }
    }

    pub(crate) fn lost(&mut self, what: impl Into<String>) {
        self.diagnostics.error(self.place.as_str(), what);
    }

    pub(crate) fn remark(&mut self, what: impl Into<String>) {
        self.diagnostics.warn(self.place.as_str(), what);
    }

    /// The series of an object that is referred to.
    pub(crate) fn series_of(&self, reference: &Reference) -> Option<SeriesUid> {
        if let Some((series, _)) = self.places.frame(reference) {
            return Some(series.uid.clone());
        }
        self.evidence.series_of(&reference.sop).and_then(series_uid)
    }

    /// The series that a statement without a place of its own is about.
    pub(crate) fn main_series(&self) -> Option<SeriesUid> {
        self.evidence.first_series().and_then(series_uid)
    }

    /// The marks of a coordinate or segment item; what cannot be placed is named. `hint` is the group's own series.
    pub(crate) fn marks(
        &mut self,
        tree: &Tree,
        node: &Node,
        hint: Option<&SeriesUid>,
        part: &mut Part,
    ) -> Vec<Mark> {
        match &node.value {
            Value::Pixels(kind, points) => {
                let image = tree.children(node).find_map(|(_, child)| reference(child));
                let Some(image) = image else {
                    self.lost(format!(
                        "a graphic {kind:?} names no image: its place is left out"
                    ));
                    return Vec::new();
                };
                let Some((series, frame)) = self.places.frame(image) else {
                    self.lost(format!(
                        "a graphic {kind:?} lies in image {}, which is not among the images of the study: its place is left out",
                        image.sop
                    ));
                    return Vec::new();
                };
                let is_region = node.is(&codes::IMAGE_REGION) || node.is(&codes::OUTLINE);
                let drawn = in_pixels(kind, points, |at| point_mm(frame, at), is_region);
                self.placed(drawn, &series.uid)
            }
            Value::Patient(kind, points, frame_of_reference) => {
                let own = tree.children(node).find_map(|(_, child)| reference(child));
                let series = own
                    .and_then(|image| self.series_of(image))
                    .or_else(|| hint.cloned())
                    .or_else(|| Some(self.places.series_in(frame_of_reference)?.uid.clone()))
                    .or_else(|| self.main_series());
                let Some(series) = series else {
                    self.lost(format!(
                        "a graphic {kind:?} in frame of reference {frame_of_reference}, which no series of the study has: its place is left out"
                    ));
                    return Vec::new();
                };
                self.placed(in_patient(kind, points), &series)
            }
            Value::Reference(to) if is_segment(node) => self.segment_marks(to, part),
            Value::Reference(_)
            | Value::Container
            | Value::Text(_)
            | Value::Code(_)
            | Value::Number(..)
            | Value::Uid(_)
            | Value::ByReference(_)
            | Value::Other(_) => Vec::new(),
        }
    }

    fn placed(&mut self, drawn: Result<Drawn, String>, series: &SeriesUid) -> Vec<Mark> {
        match drawn {
            Ok(Drawn { shapes, remark }) => {
                if let Some(remark) = remark {
                    self.remark(remark);
                }
                let mark = |shape| Mark {
                    series: series.clone(),
                    shape,
                };
                shapes.into_iter().map(mark).collect()
            }
            Err(what) => {
                self.lost(format!("{what} is not read: its place is left out"));
                Vec::new()
            }
        }
    }

    fn segment_marks(&mut self, to: &Reference, part: &mut Part) -> Vec<Mark> {
        let mut numbers = to.segments.clone();
        if numbers.is_empty() {
            let of_object = self.masks.keys().filter(|(sop, _)| *sop == to.sop);
            numbers = of_object.map(|&(_, number)| number).collect();
        }
        let mut marks = Vec::new();
        for number in numbers {
            let key = (to.sop.clone(), number);
            match self.masks.get(&key) {
                Some((series, Some(mask))) => marks.push(Mark {
                    series: series.clone(),
                    shape: Shape::Mask(mask.clone()),
                }),
                Some((_, None)) => self.remark(format!("segment {number} of {} is empty", to.sop)),
                None => self.lost(format!(
                    "segment {number} of segmentation {} is not at hand: its place is left out",
                    to.sop
                )),
            }
            part.used_segments.insert(key);
        }
        if marks.is_empty() && to.segments.is_empty() {
            self.lost(format!(
                "segmentation {} is not at hand: its place is left out",
                to.sop
            ));
        }
        marks
    }
}

/// The object that an item refers to.
pub(crate) fn reference(node: &Node) -> Option<&Reference> {
    if let Value::Reference(reference) = &node.value {
        Some(reference)
    } else {
        None
    }
}

fn is_segment(node: &Node) -> bool {
    node.is(&codes::REFERENCED_SEGMENT)
        || node.is(&codes::REFERENCED_SEGMENTATION_FRAME)
        || reference(node).is_some_and(|r| !r.segments.is_empty())
}

/// An empty finding of this kind.
pub(crate) fn finding(id: FindingId, code: Code) -> Finding {
    Finding {
        id,
        code,
        site: None,
        laterality: None,
        probability: None,
        certainty: None,
        category: None,
        marks: Vec::new(),
        measures: Vec::new(),
        notes: Vec::new(),
    }
}

/// The id of a finding that is not named yet.
pub(crate) fn unnamed() -> FindingId {
    FindingId::new("unnamed").unwrap_or_else(|_| unreachable!("a constant of plain letters"))
}

/// The code of a finding whose source does not say what it is.
pub(crate) fn some_finding() -> Code {
    Code::new("DCM", "121071", "Finding")
}

/// Makes unlike identifiers out of what files call their findings.
#[derive(Debug, Default)]
pub(crate) struct Names {
    taken: BTreeSet<String>,
}

impl Names {
    /// `wanted` in the letters of an identifier, with a number after it where it is taken already.
    pub(crate) fn id(&mut self, wanted: &str) -> FindingId {
        let plain: String = wanted
            .trim()
            .chars()
            .map(|c| {
                if c.is_alphanumeric() || matches!(c, '.' | '-' | '_' | ':') {
                    c
                } else {
                    '-'
                }
            })
            .collect();
        let mut base = plain.trim_matches('-').to_owned();
        // Identifiers have at most 128 bytes; letters have at most 4.
        base = base.chars().take(28).collect();
        if base.is_empty() {
            "finding".clone_into(&mut base);
        }
        let mut name = base.clone();
        for number in 2_u32.. {
            if self.taken.insert(name.clone()) {
                break;
            }
            name = format!("{base}-{number}");
        }
        FindingId::new(name)
            .unwrap_or_else(|_| unreachable!("letters, digits and hyphens, shorter than 128 bytes"))
    }
}

/// A probability of a file, 0 to 1, from a number and its unit.
pub(crate) fn probability(value: f64, ucum: &str) -> Option<f32> {
    let fraction = if ucum == "%" { value / 100.0 } else { value };
    #[expect(
        clippy::cast_possible_truncation,
        reason = "probabilities are kept in single precision"
    )]
    (0.0..=1.0).contains(&fraction).then_some(fraction as f32)
}
