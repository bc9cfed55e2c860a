//! The measurement groups of one finding: TID 1410, 1411 and 1501 (PS3.16).

use dicom_dictionary_std::tags;
use overread_base::{Category, Certainty, Code, Laterality, Mark, Shape, Verdict};

use super::super::common::{reference_of, sop_set};
use super::super::data_set::Set;
use super::super::place::{Region, frames_of, place};
use super::super::sr::{self, Relation};
use super::super::statement::{Stated, Statement};
use super::super::{AiWriteError, ObjectKind, words};
use super::{MAX_REGIONS, Report, algorithm, fraction, is_absent};
use crate::ai::codes::{self, PRIVATE_SCHEME};

/// Where a finding is, as items of a group of one template.
struct Roi {
    template: &'static str,
    items: Vec<Set>,
}

impl Report<'_, '_> {
    /// The groups of a finding, one for each of its marks.
    pub(super) fn finding(
        &mut self,
        statement: &Statement<'_>,
        stated: &Stated<'_>,
    ) -> Result<Vec<Set>, AiWriteError> {
        let finding = stated.finding;
        let mut rois = Vec::new();
        let mut lost = false;
        for (mark_idx, mark) in finding.marks.iter().enumerate() {
            let roi = if matches!(mark.shape, Shape::Mask(_)) {
                self.segment(finding.id.as_str(), mark_idx, mark)?
            } else {
                self.outlines(finding.id.as_str(), mark)?
            };
            lost |= roi.is_none();
            rois.extend(roi);
        }
        if rois.is_empty() {
            rois.push(self.without_place(finding)?);
        }
        let mut groups = Vec::new();
        for (idx, roi) in rois.into_iter().enumerate() {
            let mut items = self.tracking(&statement.author, finding.id.as_str());
            items.push(sr::code(Relation::Contains, codes::FINDING, &finding.code));
            items.extend(site(finding.site.as_ref(), finding.laterality));
            items.extend(algorithm(&statement.author));
            if idx == 0 {
                items.extend(self.statements(stated)?);
                if lost {
                    let said = words::place_not_given(self.language());
                    items.push(sr::text(Relation::Contains, codes::COMMENT, said));
                }
            }
            items.extend(roi.items);
            groups.push(sr::container(
                codes::MEASUREMENT_GROUP,
                Some(roi.template),
                items,
            ));
        }
        Ok(groups)
    }

    /// All that is said of a finding besides its place.
    fn statements(&self, stated: &Stated<'_>) -> Result<Vec<Set>, AiWriteError> {
        let finding = stated.finding;
        let contains = Relation::Contains;
        let mut items = Vec::new();
        for measure in &finding.measures {
            if !measure.value.is_finite() {
                return Err(AiWriteError::NotFinite {
                    what: "a measurement",
                    place: format!("finding {}", finding.id),
                });
            }
            items.push(sr::number(&measure.name, measure.value, &measure.ucum));
        }
        items.extend(
            finding
                .probability
                .and_then(|p| fraction(codes::PROBABILITY, p)),
        );
        let presence = |value| sr::code(contains, codes::PRESENCE, &value);
        let certainty = |value| sr::code(contains, codes::CERTAINTY, &value);
        if is_absent(stated) {
            items.push(presence(codes::ABSENT.code()));
        } else {
            items.extend(finding.certainty.map(|c| match c {
                Certainty::Present => presence(codes::PRESENT.code()),
                Certainty::Absent => presence(codes::ABSENT.code()),
                Certainty::Probable => certainty(codes::PROBABLE.code()),
                Certainty::Possible => certainty(codes::POSSIBLE.code()),
            }));
        }
        if finding.site.is_none() {
            items.extend(
                finding
                    .laterality
                    .map(|side| sr::code(contains, codes::LATERALITY, &side_code(side))),
            );
        }
        items.extend(
            finding
                .category
                .as_ref()
                .map(|c| sr::code(contains, codes::CATEGORY, &category_code(c))),
        );
        items.extend(
            stated
                .verdict
                .map(|v| sr::code(contains, codes::VERDICT, &verdict_code(v))),
        );
        items.extend(self.local_text(codes::COMMENT, &finding.notes));
        Ok(items)
    }

    /// The segment that holds a mask; without one the mask is not written here, and that is said.
    fn segment(
        &mut self,
        finding: &str,
        mark_idx: usize,
        mark: &Mark,
    ) -> Result<Option<Roi>, AiWriteError> {
        let written = self.segmentations.iter().find_map(|segmentation| {
            let segment = segmentation
                .segments
                .iter()
                .find(|s| s.finding.as_str() == finding && s.mark_idx == mark_idx)?;
            Some((segmentation, segment))
        });
        let Some((segmentation, segment)) = written else {
            self.notes.push(format!(
                "a mask has no segment and is left out (finding {finding})"
            ));
            return Ok(None);
        };
        let object = &segmentation.object;
        let class = ObjectKind::Segmentation.sop_class();
        self.references.add(&object.series, &object.sop, class);
        let mut reference = sop_set(class, object.sop.as_str());
        reference.short(tags::REFERENCED_SEGMENT_NUMBER, segment.number);
        let contains = Relation::Contains;
        let mut items = vec![sr::image(contains, codes::REFERENCED_SEGMENT, reference)];
        let places = frames_of(self.objects.study, &mark.series)?;
        for (sop, frame_number) in &segment.sources {
            let place = places
                .iter()
                .find(|p| p.frame.sop == *sop && p.frame.frame_number == *frame_number);
            if let Some(&place) = place {
                let reference = self.reference(place)?;
                items.push(sr::image(contains, codes::SEGMENTATION_SOURCE, reference));
            }
        }
        Ok(Some(Roi {
            template: "1411",
            items,
        }))
    }

    /// The outlines of a mark; a mark that does not say on which image it lies is left out, and that is said.
    fn outlines(&mut self, finding: &str, mark: &Mark) -> Result<Option<Roi>, AiWriteError> {
        let placed = match place(self.objects.study, &mark.series, &mark.shape) {
            Ok(placed) => placed,
            Err(error @ AiWriteError::Ambiguous { .. }) => {
                self.notes.push(format!("{error} (finding {finding})"));
                return Ok(None);
            }
            Err(error) => return Err(error),
        };
        self.notes.extend(
            placed
                .note
                .map(|note| format!("{note} (finding {finding})")),
        );
        self.n_regions += placed.regions.len();
        if self.n_regions > MAX_REGIONS {
            return Err(AiWriteError::TooLarge {
                what: "outlines of a report",
                limit: MAX_REGIONS as u64,
                found: self.n_regions as u64,
                place: format!("finding {finding}"),
            });
        }
        let template = if placed.regions.len() == 1 {
            "1410"
        } else {
            "1411"
        };
        let mut items = Vec::new();
        for region in placed.regions {
            items.push(match region {
                Region::OnFrame(place, outline) => {
                    let reference = self.reference(place)?;
                    let image = sr::image(Relation::SelectedFrom, codes::SOURCE, reference);
                    sr::on_image(codes::IMAGE_REGION, &outline, image)
                }
                Region::InSpace(series, outline) => {
                    sr::in_space(codes::IMAGE_REGION, &outline, reference_of(series)?)
                }
            });
        }
        Ok(Some(Roi { template, items }))
    }

    /// TID 1501, with the images that the finding is of, if its marks name a series.
    fn without_place(&mut self, finding: &overread_base::Finding) -> Result<Roi, AiWriteError> {
        let mut items = Vec::new();
        if let Some(mark) = finding.marks.first() {
            let places = frames_of(self.objects.study, &mark.series)?;
            for place in places.into_iter().take(100) {
                let reference = self.reference(place)?;
                items.push(sr::image(
                    Relation::Contains,
                    codes::MEASUREMENT_SOURCE,
                    reference,
                ));
            }
        }
        Ok(Roi {
            template: "1501",
            items,
        })
    }
}

/// Finding Site with its Laterality below it.
fn site(site: Option<&Code>, side: Option<Laterality>) -> Option<Set> {
    let modifier = Relation::HasConceptModifier;
    let item = sr::code(modifier, codes::FINDING_SITE, site?);
    let below = side.map(|side| sr::code(modifier, codes::LATERALITY, &side_code(side)));
    Some(sr::with(item, below.into_iter().collect()))
}

pub(in super::super) fn side_code(side: Laterality) -> Code {
    match side {
        Laterality::Right => codes::RIGHT,
        Laterality::Left => codes::LEFT,
        Laterality::Bilateral => codes::BILATERAL,
        Laterality::Midline => codes::MIDLINE,
    }
    .code()
}

/// Scale id and value, no words of the scale: the value as a code of ours, the meaning names the scale before it.
fn category_code(category: &Category) -> Code {
    let meaning = format!("{} {}", category.scale, category.value);
    Code::new(PRIVATE_SCHEME, &category.value, &meaning)
}

fn verdict_code(verdict: Verdict) -> Code {
    match verdict {
        Verdict::Accepted => codes::ACCEPTED,
        Verdict::Modified => codes::MODIFIED,
        Verdict::Rejected => codes::REJECTED,
    }
    .code()
}
