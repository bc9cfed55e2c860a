//! A service with a stated operating point over known truth, for courses where no algorithm exists.
//!
//! Scores are binormal with equal variances: N(0, 1) for normal cases, N(mu, 1) for abnormal ones.

use std::collections::BTreeMap;

use overread_base::{
    AiReport, AiResult, AiStatus, Assessed, CaseId, CaseTruth, Code, FailureKind, Finding,
    FindingId, Laterality, Lesion, LocalText, Mark, Measure, Millis, NotRunReason, OperatingPoint,
    Priority, ReportSection, Rng, Seed, SeriesUid, ServiceIdentity, Shape, StudyProbability,
    StudyUid, Vec3,
};
use overread_scenario::{Difficulty, Operating, SimulatedService};
use overread_stats::{normal_cdf, normal_quantile};

use crate::hit::{inside, place_inside};
use crate::plant::place::{Bounds, lies_away, spheres};
use crate::plant::wording::{self, both};

/// What a simulated service is given of a case.
#[derive(Debug, Clone, Copy)]
pub struct SimulatedCase<'a> {
    /// The case.
    pub case: &'a CaseId,
    /// Its truth; without one the service does not run.
    pub truth: Option<&'a CaseTruth>,
    /// How hard it is.
    pub difficulty: Option<Difficulty>,
    /// The study that the result is about.
    pub study: &'a StudyUid,
    /// The series that marks lie in.
    pub series: &'a SeriesUid,
    /// The corners of the images in the space of the marks.
    pub bounds: (Vec3, Vec3),
    /// What the service looks for, at least one, the usual one ([`usual_target`]) first.
    pub targets: &'a [Code],
    /// What could lie in this patient and does not: false marks are set where and named as one of these. Without any they
    /// are set off the midline of the images and named as the usual target.
    pub decoys: &'a [Lesion],
    /// The dice; cases with equal seeds still differ by their ids.
    pub seed: Seed,
}

/// Standard deviation of the logarithm of the time taken: nine jobs in ten end within 0.6 to 1.8 of the median.
const LN_LATENCY_SD: f64 = 0.35;
/// Standard deviation of the logarithm of a measured diameter: about one in three is off by more than 8 per cent.
const LN_DIAMETER_SD: f64 = 0.08;
/// Diameters of false marks, mm.
const FALSE_DIAMETER_MM: (f64, f64) = (4.0, 12.0);
/// A service marks no more than this in one case by mistake.
const MAX_FALSE_MARKS: u32 = 100;
/// A positive case at or above this probability goes before the others.
const URGENT_FROM: f32 = 0.9;

/// The commonest code among the lesions of all cases, the first in order of codes where several are; `None` where there
/// is no lesion.
#[must_use]
pub fn usual_target(truths: &BTreeMap<CaseId, CaseTruth>) -> Option<Code> {
    let mut counts: BTreeMap<&Code, usize> = BTreeMap::new();
    for lesion in truths.values().flat_map(|truth| &truth.lesions) {
        *counts.entry(&lesion.code).or_default() += 1;
    }
    let most = counts.values().max().copied();
    let commonest = counts.into_iter().find(|(_, count)| Some(*count) == most);
    commonest.map(|(code, _)| code.clone())
}

/// What the operating point of a simulated service rests on, in place of a data set.
const SIMULATED: &str = "simulated";

/// Whether a service is one that is simulated over known truth, by its identity.
#[must_use]
pub fn is_simulated(service: &ServiceIdentity) -> bool {
    let point = service.operating_point.as_ref();
    service.bundle_digest.is_none() && point.is_some_and(|point| point.dataset == SIMULATED)
}

/// The identity under which a simulated service is shown: what its operating point claims is what it was given.
#[must_use]
pub fn simulated_identity(service: &SimulatedService) -> ServiceIdentity {
    let (sensitivity, specificity) = match service.operating {
        Operating::Auc(_) => {
            let rate = normal_cdf(Separation::of(service, None).threshold);
            (rate, rate)
        }
        Operating::Point {
            sensitivity,
            specificity,
        } => (sensitivity, specificity),
    };
    ServiceIdentity {
        id: service.id.clone(),
        name: service.name.clone(),
        version: service.version.clone(),
        bundle_digest: None,
        model_digests: Vec::new(),
        intended_use: both(|language| {
            language
                .pick(
                    "Simulated service, for training and examination only",
                    "Имитация сервиса, только для обучения и аттестации",
                )
                .to_owned()
        }),
        operating_point: Some(OperatingPoint {
            threshold: service.threshold,
            sensitivity: Some(sensitivity),
            specificity: Some(specificity),
            false_positives_per_study: None,
            dataset: SIMULATED.to_owned(),
        }),
    }
}

/// The result of a simulated service on a case.
///
/// An abnormal case that is called positive has at least one lesion found, each further one with the sensitivity of
/// its difficulty; in a case that is called negative none is. Only positive cases carry false marks, their number drawn
/// from the Poisson distribution; a normal case that is called positive may carry none.
#[must_use]
pub fn simulate(service: &SimulatedService, case: &SimulatedCase<'_>) -> AiResult {
    let seed = case
        .seed
        .child("simulated service")
        .child(case.case.as_str());
    let status = match case.truth {
        None => AiStatus::NotRun {
            reason: NotRunReason::OutOfScope,
            message: "nobody knows what is in this case".to_owned(),
        },
        Some(_) if seed.child("defect").rng().unit() < service.defect_rate => AiStatus::Failed {
            kind: FailureKind::PluginFailure,
            message: "the service ended with an error of its own".to_owned(),
        },
        Some(truth) => AiStatus::Done(report(service, case, truth, seed)),
    };
    AiResult {
        service: simulated_identity(service),
        study: case.study.clone(),
        status,
        elapsed: Some(latency(service.latency, &mut seed.child("latency").rng())),
    }
}

/// How the scores of normal and abnormal cases lie to each other.
struct Separation {
    /// The mean score of abnormal cases; that of normal ones is 0.
    mean: f64,
    /// The score from which a case counts as positive.
    threshold: f64,
    /// Share of the abnormal and of the normal cases called rightly.
    sensitivity: f64,
    specificity: f64,
}

impl Separation {
    /// AUC = Phi(mu / sqrt 2); sensitivity = Phi(mu - t), specificity = Phi(t) for the threshold t. Of shares of 0 and 1
    /// scores lie as those of 0.01 and 99.99 per cent do, and [`Separation::side`] keeps the share exact.
    ///
    /// Source: Zhou, Obuchowski, McClish, Statistical Methods in Diagnostic Medicine, 2nd ed., 2011, binormal model.
    fn of(service: &SimulatedService, difficulty: Option<Difficulty>) -> Self {
        let mut of = match service.operating {
            Operating::Auc(auc) => {
                let mean = std::f64::consts::SQRT_2 * normal_quantile(auc.clamp(0.001, 0.999));
                let rate = normal_cdf(mean * 0.5);
                Self {
                    mean,
                    threshold: mean * 0.5,
                    sensitivity: rate,
                    specificity: rate,
                }
            }
            Operating::Point {
                sensitivity,
                specificity,
            } => {
                let threshold = quantile_inside(specificity);
                Self {
                    mean: threshold + quantile_inside(sensitivity),
                    threshold,
                    sensitivity,
                    specificity,
                }
            }
        };
        let mut by_difficulty = service.by_difficulty.iter();
        let own = by_difficulty.find(|(of, _)| Some(*of) == difficulty);
        if let Some((_, sensitivity)) = own {
            of.mean = of.threshold + quantile_inside(*sensitivity);
            of.sensitivity = *sensitivity;
        }
        of
    }

    /// The score on the side of the threshold where a share of exactly 0 or 1 wants it.
    fn side(&self, score: f64, is_abnormal: bool) -> f64 {
        let positive_share = if is_abnormal {
            self.sensitivity
        } else {
            1.0 - self.specificity
        };
        if positive_share <= 0.0 {
            score.min(self.threshold.next_down())
        } else if positive_share >= 1.0 {
            score.max(self.threshold)
        } else {
            score
        }
    }
}

/// A quantile that is finite: shares of 0 and 1 are nearly so.
fn quantile_inside(share: f64) -> f64 {
    normal_quantile(share.clamp(0.0001, 0.9999))
}

fn normal(rng: &mut Rng) -> f64 {
    // Never 0, so that the quantile is finite.
    normal_quantile(rng.unit().max(1e-16))
}

/// The probability that a score is shown as: the threshold of the scores becomes that of the service, the order stays.
fn probability(score: f64, separation: &Separation, threshold: f64) -> StudyProbability {
    let threshold = threshold.clamp(0.0, 1.0);
    let at = normal_quantile(threshold.clamp(1e-6, 1.0 - 1e-6));
    let value = as_f32(normal_cdf(score - separation.threshold + at));
    let threshold = as_f32(threshold);
    // The rounding to f32 must not carry a score over the threshold.
    let value = if score >= separation.threshold {
        value.max(threshold)
    } else {
        value.min(threshold.next_down()).max(0.0)
    };
    StudyProbability { value, threshold }
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "a probability, 0 to 1: only digits are lost"
)]
fn as_f32(share: f64) -> f32 {
    share as f32
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a float cast saturates, and a time is positive"
)]
fn latency(median: Millis, rng: &mut Rng) -> Millis {
    let factor = libm::exp(LN_LATENCY_SD * normal(rng));
    Millis((median.0 as f64 * factor).round() as u64)
}

/// Knuth's product of uniform numbers; the count ends at [`MAX_FALSE_MARKS`].
fn poisson(mean: f64, rng: &mut Rng) -> u32 {
    let floor = libm::exp(-mean.max(0.0));
    let mut product = rng.unit();
    let mut count = 0;
    while product > floor && count < MAX_FALSE_MARKS {
        product *= rng.unit();
        count += 1;
    }
    count
}

fn report(
    service: &SimulatedService,
    case: &SimulatedCase<'_>,
    truth: &CaseTruth,
    seed: Seed,
) -> AiReport {
    let separation = Separation::of(service, case.difficulty);
    let mean = if truth.is_abnormal() {
        separation.mean
    } else {
        0.0
    };
    let score = mean + normal(&mut seed.child("score").rng());
    let score = separation.side(score, truth.is_abnormal());
    let probability = probability(score, &separation, service.threshold);
    let found = if score >= separation.threshold {
        found(service, case, truth, separation.sensitivity, seed)
    } else {
        Vec::new()
    };
    let findings = findings(found, probability, seed);
    let is_urgent = probability.is_positive() && probability.value >= URGENT_FROM;
    let section = |name: &str, text: Vec<LocalText>| ReportSection {
        section: name.to_owned(),
        text,
    };
    let of_findings = both(|language| wording::findings(&findings, case.targets, language));
    let of_all = both(|language| wording::impression(&findings, case.targets, language));
    let assessed = |code: &Code| Assessed {
        code: code.clone(),
        series: case.series.clone(),
    };
    AiReport {
        probability: Some(probability),
        assessed: case.targets.iter().map(assessed).collect(),
        draft: vec![
            section("findings", of_findings),
            section("impression", of_all),
        ],
        priority: Some(if is_urgent {
            Priority::Urgent
        } else {
            Priority::Routine
        }),
        findings,
        ..AiReport::default()
    }
}

/// Something that the service marks: a lesion as it sees it, or what it takes for one.
struct Found<'a> {
    lesion: Option<&'a Lesion>,
    code: &'a Code,
    laterality: Option<Laterality>,
    marks: Vec<Mark>,
    diameter_mm: f64,
}

fn found<'a>(
    service: &SimulatedService,
    case: &SimulatedCase<'a>,
    truth: &'a CaseTruth,
    sensitivity: f64,
    seed: Seed,
) -> Vec<Found<'a>> {
    let bounds = Bounds::of(case.bounds);
    let mut rng = seed.child("marks").rng();
    let mut lesions: Vec<&Lesion> = truth.lesions.iter().collect();
    rng.shuffle(&mut lesions);
    let mut found = Vec::new();
    for (nth, lesion) in lesions.into_iter().enumerate() {
        if nth > 0 && rng.unit() >= sensitivity {
            continue;
        }
        let off = jitter(service.place_sd_mm, bounds, &mut rng);
        let size = libm::exp(LN_DIAMETER_SD * normal(&mut rng));
        found.push(Found::of(lesion, case.series, off, size, bounds));
    }
    let taken = spheres(Some(truth));
    let mut decoys: Vec<&Lesion> = case.decoys.iter().collect();
    rng.shuffle(&mut decoys);
    let mut decoys = decoys.into_iter().filter(|decoy| lies_away(decoy, &taken));
    let Some(usual) = case.targets.first() else {
        return found;
    };
    for _ in 0..poisson(service.false_marks_per_case, &mut rng) {
        if !case.decoys.is_empty() {
            let Some(decoy) = decoys.next() else { break };
            let off = jitter(service.place_sd_mm, bounds, &mut rng);
            let size = libm::exp(LN_DIAMETER_SD * normal(&mut rng));
            found.push(Found {
                lesion: None,
                ..Found::of(decoy, case.series, off, size, bounds)
            });
            continue;
        }
        let diameter_mm = rng.range(FALSE_DIAMETER_MM.0, FALSE_DIAMETER_MM.1);
        if let Some(place) = bounds.away_from(&taken, diameter_mm * 0.5, &mut rng) {
            found.push(Found {
                lesion: None,
                code: usual,
                laterality: bounds.side(place, 0.0),
                marks: marks(case.series, place, diameter_mm, bounds),
                diameter_mm,
            });
        }
    }
    found
}

impl<'a> Found<'a> {
    /// A lesion as the service sees it: `off` its place, `size` times as large. Of projections it is marked in every
    /// image that shows it.
    fn of(lesion: &'a Lesion, series: &SeriesUid, off: Vec3, size: f64, bounds: Bounds) -> Self {
        let diameter_mm = 2.0 * lesion.radius_mm * size;
        let own = marks(series, place_inside(lesion) + off, diameter_mm, bounds);
        let views: Vec<Mark> = lesion
            .views
            .iter()
            .flat_map(|view| {
                let diameter_mm = 2.0 * view.radius_mm * size;
                let middle = inside(view.centre, view.mask.as_ref());
                marks(&view.series, middle + off, diameter_mm, bounds)
            })
            .collect();
        Self {
            lesion: Some(lesion),
            code: &lesion.code,
            // Right and false marks name a side alike.
            laterality: lesion
                .laterality
                .or_else(|| bounds.side(lesion.centre + off, 0.0)),
            marks: if views.is_empty() { own } else { views },
            diameter_mm,
        }
    }
}

/// A box and its middle.
fn marks(series: &SeriesUid, place: Vec3, diameter_mm: f64, bounds: Bounds) -> Vec<Mark> {
    let half_mm = diameter_mm * 0.5;
    let z_mm = if bounds.is_plane() { 0.0 } else { half_mm };
    let half = Vec3::new(half_mm, half_mm, z_mm);
    let shapes = [
        Shape::Cuboid {
            low: bounds.clamp(place - half),
            high: bounds.clamp(place + half),
        },
        Shape::Point(bounds.clamp(place)),
    ];
    let mark = |shape| Mark {
        series: series.clone(),
        shape,
    };
    shapes.map(mark).into()
}

fn jitter(sd_mm: f64, bounds: Bounds, rng: &mut Rng) -> Vec3 {
    let [x, y, z] = [0; 3].map(|_| sd_mm.max(0.0) * normal(rng));
    Vec3::new(x, y, if bounds.is_plane() { 0.0 } else { z })
}

/// Right and false marks alike: the most probable has the probability of the study, the others lie down to the
/// threshold.
fn findings(found: Vec<Found<'_>>, study: StudyProbability, seed: Seed) -> Vec<Finding> {
    let mut rng = seed.child("findings").rng();
    let mut found: Vec<(f32, Found<'_>)> = found
        .into_iter()
        .map(|found| (as_f32(rng.unit()), found))
        .collect();
    found.sort_by(|a, b| b.0.total_cmp(&a.0));
    let span = (study.value - study.threshold).max(0.0);
    (1u32..)
        .zip(found)
        .filter_map(|(number, (share, found))| {
            let share = if number == 1 { 1.0 } else { share };
            let value = (study.threshold + span * share).clamp(0.0, 1.0);
            finding(number, value, found)
        })
        .collect()
}

/// `None` never: the id is a word.
fn finding(number: u32, probability: f32, found: Found<'_>) -> Option<Finding> {
    Some(Finding {
        id: FindingId::new(format!("finding-{number}")).ok()?,
        code: found.code.clone(),
        site: None,
        laterality: found.laterality,
        probability: Some(probability),
        certainty: None,
        category: found.lesion.and_then(|lesion| lesion.category.clone()),
        marks: found.marks,
        measures: vec![Measure {
            name: Code::diameter(),
            value: found.diameter_mm,
            ucum: "mm".to_owned(),
        }],
        notes: Vec::new(),
    })
}

#[cfg(test)]
mod tests;
