//! Plants an error into an AI result: the result as it will be shown, and a record of what was changed.
//!
//! Whatever is changed is changed everywhere that it shows: findings, marks, measures, draft text, maps, probability.
//! Texts are changed in English and Russian; other languages of a text that is rewritten are left out.
//!
//! Two defects have no place in a result and go to `AiReport::extra`, where a host looks for them:
//! `overread.window` (`CENTRE WIDTH` of the result's images) and `overread.no-label` (the result's images lack the words
//! that they are not for diagnosis). `overread.crop` holds the corners that the result is cropped to.

use overread_base::{
    AiReport, AiResult, AiStatus, CaseId, CaseTruth, FindingId, Lesion, LocalText, Millis, Rng,
    Seed, SeriesUid, StudyUid, Vec3,
};
use overread_scenario::{AiErrorKind, ErrorSeverity};

use crate::PlannedError;

pub(crate) mod place;
pub(crate) mod wording;

mod absent;
mod contradicts;
mod displayed;
mod draft;
mod elsewhere;
mod heat;
mod levels;
mod lost;
mod made_up;
mod masks;
mod outline;
mod pick;
mod said;
#[cfg(test)]
mod samples;
mod shapes;
mod sizes;
mod sound;
mod tell;
mod tokens;
mod version;
mod wrong;

use lost::Loses;
use place::Bounds;

/// What was planted into the AI result of a case; named in the debriefing, written once the case is closed.
#[derive(Debug, Clone, PartialEq)]
pub struct PlantRecord {
    /// What kind of error.
    pub kind: AiErrorKind,
    /// How grave.
    pub severity: ErrorSeverity,
    /// The findings of the shown result that are changed or made up.
    pub findings: Vec<FindingId>,
    /// Where something was taken away or moved from, if anywhere.
    pub places: Vec<Vec3>,
    /// What was done, in words for the debriefing, per language.
    pub told: Vec<LocalText>,
    /// Whether the error could not be planted for want of something to change, and the result was shown as it was.
    pub is_void: bool,
}

/// The case that an error is planted into.
#[derive(Debug, Clone, Copy)]
pub struct PlantCase<'a> {
    /// The case.
    pub case: &'a CaseId,
    /// What is in it; without it errors that are only false against the truth are void.
    pub truth: Option<&'a CaseTruth>,
    /// Its study.
    pub study: &'a StudyUid,
    /// The series that its marks lie in.
    pub series: &'a SeriesUid,
    /// The corners of the images in the space of the marks.
    pub bounds: (Vec3, Vec3),
    /// What could lie in this patient and does not: false findings are set there; empty where that is not known.
    pub decoys: &'a [Lesion],
    /// A result of the same service on another case, for a result of the wrong patient and for the service's own way
    /// of putting things.
    pub other: Option<&'a AiResult>,
}

/// A result with an error in it.
#[derive(Debug, Clone, PartialEq)]
pub struct Planted {
    /// The result to be shown.
    pub result: AiResult,
    /// What was done.
    pub record: PlantRecord,
    /// By how much later than it could be it is to be shown.
    pub delay: Option<Millis>,
}

/// What one error changed.
#[derive(Debug, Clone, PartialEq, Default)]
struct Change {
    findings: Vec<FindingId>,
    places: Vec<Vec3>,
    told: Vec<LocalText>,
}

/// What every error is given.
struct Cx<'a> {
    case: &'a PlantCase<'a>,
    bounds: Bounds,
    severity: ErrorSeverity,
    seed: Seed,
}

impl<'a> Cx<'a> {
    fn lesions(&self) -> &'a [Lesion] {
        self.case.truth.map_or(&[], |truth| &truth.lesions)
    }

    fn rng(&self, name: &str) -> Rng {
        self.seed.child(name).rng()
    }

    /// One of three by the severity.
    fn graded<T>(&self, minor: T, intermediate: T, significant: T) -> T {
        match self.severity {
            ErrorSeverity::Minor => minor,
            ErrorSeverity::Intermediate => intermediate,
            ErrorSeverity::Significant => significant,
        }
    }
}

/// Plants `error` into a result. Equal input gives an equal result.
///
/// Where there is nothing to change the result stays as it is and the record says so.
#[must_use]
pub fn plant(result: &AiResult, error: &PlannedError, case: &PlantCase<'_>) -> Planted {
    let cx = |severity, seed| Cx {
        case,
        bounds: Bounds::of(case.bounds),
        severity,
        seed,
    };
    let attempt = |from: &AiResult, kind, cx: &Cx<'_>| {
        let mut shown = from.clone();
        let change = carry_out(kind, &mut shown, cx, error.delay)?;
        // What a service said may be extreme, or wrong in this way already: an error is never a result that is not
        // one, nor one without a change.
        let is_result = sound::is_sound(&shown) || !sound::is_sound(from);
        (is_result && shown != *from).then_some((shown, change))
    };
    let versioned = error.version.and_then(|version| {
        let kind = AiErrorKind::VersionChange;
        attempt(result, kind, &cx(version.severity, version.seed))
    });
    let base = versioned.as_ref().map_or(result, |(shown, _)| shown);
    let own = attempt(base, error.kind, &cx(error.severity, error.seed));
    let mut record = PlantRecord {
        kind: error.kind,
        severity: error.severity,
        findings: Vec::new(),
        places: Vec::new(),
        told: Vec::new(),
        is_void: false,
    };
    let is_late = own.is_some() && error.kind == AiErrorKind::ALate;
    let (shown, change) = match (own, &versioned, error.version) {
        (Some(own), _, _) => own,
        (None, Some(versioned), Some(version)) => {
            record.kind = AiErrorKind::VersionChange;
            record.severity = version.severity;
            versioned.clone()
        }
        (None, _, _) => {
            record.is_void = true;
            let told = nothing_changed();
            (
                result.clone(),
                Change {
                    told,
                    ..Change::default()
                },
            )
        }
    };
    record.findings = change.findings;
    record.places = change.places;
    record.told = change.told;
    if let Some((_, change)) = &versioned
        && record.kind != AiErrorKind::VersionChange
    {
        record.told = joined(&record.told, &change.told);
    }
    Planted {
        result: shown,
        record,
        delay: error.delay.filter(|_| is_late),
    }
}

fn nothing_changed() -> Vec<LocalText> {
    wording::both(|language| {
        language
            .pick(
                "An error was planned here, but the service's result gave nothing to change: it was shown as it is.",
                "Здесь планировалась ошибка, но в результате сервиса нечего было изменить: он показан как есть.",
            )
            .to_owned()
    })
}

/// Two texts one after the other, language by language.
fn joined(first: &[LocalText], second: &[LocalText]) -> Vec<LocalText> {
    first
        .iter()
        .map(|text| {
            let more = LocalText::pick(second, &text.locale).unwrap_or_default();
            LocalText {
                locale: text.locale.clone(),
                value: format!("{} {more}", text.value),
            }
        })
        .collect()
}

/// `None` where there is nothing to change.
fn carry_out(
    kind: AiErrorKind,
    result: &mut AiResult,
    cx: &Cx<'_>,
    delay: Option<Millis>,
) -> Option<Change> {
    use AiErrorKind as Kind;
    match kind {
        Kind::FpArtefact => made_up::plant(report(result)?, cx, &made_up::ARTEFACT),
        Kind::FpVariant => made_up::plant(report(result)?, cx, &made_up::VARIANT),
        Kind::FpBenign => made_up::plant(report(result)?, cx, &made_up::BENIGN),
        Kind::FpDevice => made_up::plant(report(result)?, cx, &made_up::DEVICE),
        Kind::FpInsignificant => made_up::plant(report(result)?, cx, &made_up::INSIGNIFICANT),
        Kind::FnSubtle => lost::plant(report(result)?, cx, Loses::Subtle),
        Kind::FnEdge => lost::plant(report(result)?, cx, Loses::Edge),
        Kind::FnSatisfaction => lost::plant(report(result)?, cx, Loses::Further),
        Kind::FnRare => lost::plant(report(result)?, cx, Loses::Rare),
        Kind::FnPopulation => lost::plant(report(result)?, cx, Loses::All),
        Kind::WrongCategory => wrong::category(report(result)?, cx),
        Kind::WrongMeasurement => wrong::measurement(report(result)?, cx),
        Kind::WrongLocation => wrong::location(report(result)?, cx),
        Kind::WrongSide => wrong::side(report(result)?, cx),
        Kind::OverSegmentation => outline::resized(report(result)?, cx, [1.35, 1.7, 2.3]),
        Kind::UnderSegmentation => outline::resized(report(result)?, cx, [0.75, 0.6, 0.45]),
        Kind::WrongClass => wrong::class(report(result)?, cx),
        Kind::Merged => outline::merged(report(result)?, cx),
        Kind::Split => outline::split(report(result)?, cx),
        Kind::HallucinatedText => said::hallucinated(report(result)?, cx),
        Kind::OmittedText => said::omitted(report(result)?, cx),
        Kind::Misprioritised => said::misprioritised(report(result)?, cx),
        Kind::ATimeout => absent::timeout(result),
        Kind::ALate => absent::late(result, delay),
        Kind::BNoSr => absent::no_report(report(result)?),
        Kind::BNoSeries => absent::no_series(report(result)?),
        Kind::BEmptyReport => absent::empty(report(result)?),
        Kind::CWrongSeries => elsewhere::wrong_series(report(result)?, cx),
        Kind::CWrongAnatomy => elsewhere::wrong_anatomy(report(result)?),
        Kind::CWrongLaterality => contradicts::laterality(report(result)?, cx),
        Kind::CWrongPatient => elsewhere::wrong_patient(result, cx),
        Kind::CStale => elsewhere::stale(report(result)?, cx),
        Kind::CDuplicate => contradicts::duplicate(report(result)?),
        Kind::CLanguage => contradicts::language(report(result)?),
        Kind::CProbabilityMismatch => contradicts::probability(report(result)?, cx),
        Kind::CTextMismatch => contradicts::text(report(result)?, cx),
        Kind::DCropped => displayed::cropped(report(result)?, cx),
        Kind::DFlipped => displayed::flipped(report(result)?, cx),
        Kind::DWindow => displayed::window(report(result)?, cx),
        Kind::DShifted => displayed::shifted(report(result)?, cx),
        Kind::DHides => displayed::hides(report(result)?, cx),
        Kind::DNoLabel => displayed::no_label(report(result)?),
        Kind::ECorrupt => absent::corrupt(result, cx),
        Kind::EUidMismatch => elsewhere::other_uid(result, cx),
        Kind::ESpacing => sizes::spacing(report(result)?, cx),
        Kind::EUnit => sizes::unit(report(result)?, cx),
        Kind::VersionChange => version::change(result, cx),
    }
}

/// The report of a job that was done.
fn report(result: &mut AiResult) -> Option<&mut AiReport> {
    match &mut result.status {
        AiStatus::Done(report) => Some(report),
        AiStatus::NotRun { .. } | AiStatus::Failed { .. } => None,
    }
}

#[cfg(test)]
mod tests;
