//! What an exam plugin may know of the cases: tags, facts, truth, and what services said. No pixels; never for a screen.

use overread_base::{
    AiReport, CaseId, CaseTruth, Code, Finding, FindingId, Lesion, Mark, Measure, SeriesUid,
    ServiceId, Shape, Vec3,
};

/// The cases that an exam may draw on, in the order of the scenario.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Casebook {
    /// The cases; their ids differ.
    pub cases: Vec<BookCase>,
}

/// One case of a casebook.
#[derive(Debug, Clone, PartialEq)]
pub struct BookCase {
    /// The case.
    pub id: CaseId,
    /// DICOM modality, e.g. `CT`; empty where it is not known.
    pub modality: String,
    /// What the author filed it under.
    pub tags: Vec<String>,
    /// What the author, and the host, state about it, by name.
    pub facts: Vec<(String, String)>,
    /// What is in it; `None` if nobody knows, an empty list of findings for a normal case.
    pub truth: Option<AiReport>,
    /// What services have said about it so far.
    pub service_reports: Vec<(ServiceId, AiReport)>,
}

impl Casebook {
    /// The case of that id.
    #[must_use]
    pub fn case(&self, id: &CaseId) -> Option<&BookCase> {
        self.cases.iter().find(|case| case.id == *id)
    }

    /// Notes what a service said about a case; a later report of the same service replaces an earlier one.
    pub fn note_report(&mut self, case: &CaseId, service: &ServiceId, report: &AiReport) {
        let Some(case) = self.cases.iter_mut().find(|known| known.id == *case) else {
            return;
        };
        case.service_reports.retain(|(known, _)| known != service);
        case.service_reports
            .push((service.clone(), without_pixels(report)));
    }
}

/// A truth in the shape of a report: a finding a lesion, with the sphere's box, its centre and its diameter.
///
/// The lesion's id is the tracking id. Marks lie in `series`, of projections in the image that they are seen in.
#[must_use]
pub fn truth_report(truth: &CaseTruth, series: &SeriesUid) -> AiReport {
    let findings = truth.lesions.iter();
    AiReport {
        findings: findings
            .filter_map(|lesion| lesion_finding(lesion, series))
            .collect(),
        ..AiReport::default()
    }
}

/// `None` never: ids of lesions and findings have one alphabet.
fn lesion_finding(lesion: &Lesion, series: &SeriesUid) -> Option<Finding> {
    let around = |series: &SeriesUid, centre: Vec3, half: Vec3| {
        let cuboid = Shape::Cuboid {
            low: centre - half,
            high: centre + half,
        };
        [cuboid, Shape::Point(centre)].map(|shape| Mark {
            series: series.clone(),
            shape,
        })
    };
    let views = lesion.views.iter();
    let mut marks: Vec<Mark> = views
        .flat_map(|view| {
            let half = Vec3::new(view.radius_mm, view.radius_mm, 0.0);
            around(&view.series, view.centre, half)
        })
        .collect();
    if marks.is_empty() {
        let half = Vec3::new(lesion.radius_mm, lesion.radius_mm, lesion.radius_mm);
        marks.extend(around(series, lesion.centre, half));
    }
    Some(Finding {
        id: FindingId::new(lesion.id.as_str()).ok()?,
        code: lesion.code.clone(),
        site: None,
        laterality: lesion.laterality,
        probability: None,
        certainty: None,
        category: lesion.category.clone(),
        marks,
        measures: vec![Measure {
            name: Code {
                scheme: "SCT".to_owned(),
                value: "81827009".to_owned(),
                meaning: "Diameter".to_owned(),
            },
            value: 2.0 * lesion.radius_mm,
            ucum: "mm".to_owned(),
        }],
        notes: Vec::new(),
    })
}

/// A report without what is bulk and no exam reads: probability maps go, masks become the boxes around them.
#[must_use]
pub fn without_pixels(report: &AiReport) -> AiReport {
    let mut report = report.clone();
    report.heat_maps.clear();
    for finding in &mut report.findings {
        *finding = without_masks(finding);
    }
    report
}

/// A finding whose masks are the boxes around them; an empty mask marks no place.
pub(crate) fn without_masks(finding: &Finding) -> Finding {
    let mut finding = finding.clone();
    finding.marks = std::mem::take(&mut finding.marks)
        .into_iter()
        .filter_map(|mark| match &mark.shape {
            Shape::Mask(_) => {
                let (low, high) = mark.shape.bounds()?;
                let shape = Shape::Cuboid { low, high };
                Some(Mark { shape, ..mark })
            }
            Shape::Point(_)
            | Shape::Cuboid { .. }
            | Shape::Ellipse { .. }
            | Shape::Polyline(_)
            | Shape::Polygon(_) => Some(mark),
        })
        .collect();
    finding
}
