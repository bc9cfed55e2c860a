//! Twelve made-up cases for exams: half of them normal, of rising difficulty, with the facts that hosts state.

use overread_base::{
    AiReport, CaseId, CaseTruth, Code, Laterality, Lesion, LesionId, SeriesUid, ServiceId, Vec3,
};
use overread_exam::{BookCase, Casebook, truth_report};

const N_CASES: u32 = 12;
const SERVICE: &str = "org.example.reader";

/// The AI service that reads along.
pub(super) fn service() -> Option<ServiceId> {
    ServiceId::new(SERVICE).ok()
}

/// The cases.
pub(super) fn casebook() -> Casebook {
    Casebook {
        cases: (1..=N_CASES).filter_map(case).collect(),
    }
}

/// `None` never: the ids are constants that are ids.
fn case(number: u32) -> Option<BookCase> {
    let is_normal = number.is_multiple_of(2);
    let truth = truth(number, is_normal)?;
    let series = SeriesUid::new(format!("2.25.1200100{number:02}")).ok()?;
    let truth = truth_report(&truth, &series);
    let fact = |name: &str, value: String| (name.to_owned(), value);
    Some(BookCase {
        id: CaseId::new(format!("case-{number}")).ok()?,
        modality: "CT".to_owned(),
        tags: vec![if is_normal { "normal" } else { "nodule" }.to_owned()],
        facts: vec![
            fact("difficulty", format!("{:.2}", difficulty(number))),
            fact("discrimination", "1.00".to_owned()),
            fact("hit-least-radius-mm", "5".to_owned()),
            fact("hit-margin-mm", "0".to_owned()),
            fact("positive-from", "50".to_owned()),
            fact("service", SERVICE.to_owned()),
        ],
        // The service is right on every third case and silent on the others.
        service_reports: service()
            .map(|service| {
                let silent = AiReport::default();
                let report = if number.is_multiple_of(3) {
                    truth.clone()
                } else {
                    silent
                };
                (service, report)
            })
            .into_iter()
            .collect(),
        truth: Some(truth),
    })
}

/// -1.65 to 1.65 logits.
fn difficulty(number: u32) -> f64 {
    (f64::from(number) - 6.5) * 0.3
}

/// One lesion, in every fourth case two.
fn truth(number: u32, is_normal: bool) -> Option<CaseTruth> {
    let n_lesions = match (is_normal, number % 4) {
        (true, _) => 0,
        (false, 1) => 2,
        (false, _) => 1,
    };
    let lesion = |idx: u32| {
        let away = f64::from(idx) * 60.0;
        Some(Lesion {
            id: LesionId::new(format!("lesion-{}", idx + 1)).ok()?,
            code: Code::nodule(),
            centre: Vec3::new(-50.0 + away, 10.0, f64::from(number) * 5.0),
            radius_mm: 6.0,
            nodule_type: None,
            laterality: Some(Laterality::Right),
            category: None,
            weight: 1.0 / f64::from(n_lesions),
            mask: None,
            views: Vec::new(),
        })
    };
    let lesions: Option<Vec<Lesion>> = (0..n_lesions).map(lesion).collect();
    Some(CaseTruth {
        lesions: lesions?,
        facts: Vec::new(),
    })
}
