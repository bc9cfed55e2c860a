//! False positives: a finding that is not there, made after the service's own findings so that nothing but the images
//! tells them apart.

use overread_base::{
    AiReport, Code, Finding, FindingId, Laterality, Lesion, LocalText, Mark, Measure, Priority,
    Rng, SeriesUid, Shape, Vec3,
};

use super::place::{is_away, place_in, spheres};
use super::wording::{Language, both};
use super::{Change, Cx, draft, heat, levels, pick, shapes, tell};

/// What a false finding is taken for.
pub(super) struct Cause {
    /// The diameters of a minor one, mm.
    diameter_mm: (f64, f64),
    /// Where on its scale it stands, 0 to 1, if it is of intermediate severity.
    level: f64,
    english: &'static str,
    russian: &'static str,
}

pub(super) const ARTEFACT: Cause = Cause {
    diameter_mm: (4.0, 8.0),
    level: 0.4,
    english: "as an image artefact gives rise to",
    russian: "какую даёт артефакт изображения",
};

pub(super) const VARIANT: Cause = Cause {
    diameter_mm: (5.0, 9.0),
    level: 0.4,
    english: "as a normal variant gives rise to",
    russian: "какую даёт вариант нормы",
};

pub(super) const BENIGN: Cause = Cause {
    diameter_mm: (4.0, 7.0),
    level: 0.3,
    english: "as a benign or old change gives rise to",
    russian: "какую даёт доброкачественное или старое изменение",
};

pub(super) const DEVICE: Cause = Cause {
    diameter_mm: (6.0, 12.0),
    level: 0.5,
    english: "as a device gives rise to",
    russian: "какую даёт инородное устройство",
};

pub(super) const INSIGNIFICANT: Cause = Cause {
    diameter_mm: (2.5, 4.0),
    level: 0.2,
    english: "too small to matter",
    russian: "слишком малая, чтобы иметь значение",
};

/// Adds a false finding: list, mark, measures, category, draft, map, and the probability of the study.
pub(super) fn plant(report: &mut AiReport, cx: &Cx<'_>, cause: &Cause) -> Option<Change> {
    // What is false nobody can say of a case whose truth is not known.
    let truth = cx.case.truth?;
    let mut rng = cx.rng("false finding");
    let (low, high) = cause.diameter_mm;
    let diameter_mm = rng.range(low, high) * cx.graded(1.0, 1.3, 1.8);
    let mut taken = spheres(Some(truth));
    let own = report.findings.iter();
    taken.extend(own.filter_map(|f| Some((shapes::finding_centre(f)?, shapes::finding_reach(f)))));

    let own = pick::finding(report, cx, |finding| !finding.marks.is_empty());
    let other = cx.case.other.and_then(|other| other.findings().first());
    let like = own
        .map(|nth| report.findings[nth].clone())
        .or_else(|| other.cloned());
    let threshold = report.probability.map_or(0.5, |p| f64::from(p.threshold));
    let share = cx.graded(0.05, 0.3, 0.65) + rng.range(0.0, 0.25);
    let probability = pick::as_f32((threshold + (1.0 - threshold) * share).min(0.99));

    let shown_in = own.and_then(|nth| shapes::finding_series(&report.findings[nth]));
    let shown_in = shown_in.unwrap_or(cx.case.series);
    let code = like.as_ref().map(|like| &like.code);
    let Place {
        at,
        decoy,
        diameter_mm,
    } = place(cx, code, shown_in, diameter_mm, &taken, &mut rng)?;

    let id = pick::fresh_id(report, like.as_ref().map(|like| &like.id))?;
    let mut finding = match &like {
        Some(like) => Finding { id, ..like.clone() },
        None => blank(
            id,
            decoy.map_or_else(|| draft::target(report, cx), |decoy| decoy.code.clone()),
        ),
    };
    let factor = diameter_mm / size_mm(&finding);
    finding.marks = marks(&finding, at, diameter_mm, factor, own.is_some(), cx);
    scale_measures(&mut finding, factor);
    finding.laterality = side(&finding, like.as_ref(), at, cx);
    finding.probability = finding.probability.map(|_| probability);
    let level = (cause.level + cx.graded(-0.2, 0.0, 0.4)).clamp(0.2, 0.8);
    finding.category = finding.category.map(|own| levels::at_share(&own, level));
    finding.notes = match &like {
        Some(like) => notes(like, &finding),
        None => Vec::new(),
    };

    let series = shapes::finding_series(&finding).unwrap_or(cx.case.series);
    heat::paint(
        heat::of(&mut report.heat_maps, series, cx.bounds),
        at,
        diameter_mm,
        f64::from(probability),
    );
    if let Some(study) = &mut report.probability {
        study.value = study.value.max(probability).max(study.threshold);
    }
    let hint = cx.graded(Priority::Routine, Priority::Routine, Priority::Urgent);
    report.priority = report.priority.map(|priority| priority.max(hint));
    let (id, shown) = (finding.id.clone(), finding.clone());
    draft::add(report, finding, like.as_ref(), cx);
    Some(Change {
        findings: vec![id],
        places: vec![at],
        told: told(&shown, cause),
    })
}

/// What was done, in words.
fn told(finding: &Finding, cause: &Cause) -> Vec<LocalText> {
    both(|language| {
        let what = tell::finding(finding, language);
        language.pick(
            format!(
                "A false finding was added, {}: {what}. There is no lesion there.",
                cause.english
            ),
            format!(
                "Добавлена ложная находка, {}: {what}. Поражения там нет.",
                cause.russian
            ),
        )
    })
}

/// Where a false finding lies.
struct Place<'a> {
    at: Vec3,
    /// What it is taken from, where the patient's anatomy is known.
    decoy: Option<&'a Lesion>,
    diameter_mm: f64,
}

/// A false finding is at most this many times as small or as large as what it is taken for: an effusion of 7 mm in the
/// middle of the lung deceives nobody.
const MOST_OFF: f64 = 3.0;

/// Where a false finding lies: where something of its kind could lie in this patient, else of any kind that is looked
/// for, first what is about as large, else somewhere off the midline of the images where nothing is known of the patient.
fn place<'a>(
    cx: &Cx<'a>,
    code: Option<&Code>,
    series: &SeriesUid,
    diameter_mm: f64,
    taken: &[(Vec3, f64)],
    rng: &mut Rng,
) -> Option<Place<'a>> {
    let is_of_kind = |decoy: &Lesion| code.is_none_or(|code| code.is_same_concept(&decoy.code));
    // What is of another kind lends its place alone.
    let fitted_mm = |decoy: &Lesion| {
        let own_mm = 2.0 * decoy.radius_mm;
        let fitted_mm = diameter_mm.clamp(own_mm / MOST_OFF, own_mm * MOST_OFF);
        if is_of_kind(decoy) {
            fitted_mm
        } else {
            diameter_mm
        }
    };
    let mut decoys: Vec<&Lesion> = cx.case.decoys.iter().collect();
    rng.shuffle(&mut decoys);
    decoys.sort_by_key(|decoy| (!is_of_kind(decoy), fitted_mm(decoy) != diameter_mm));
    let free = decoys.into_iter().find_map(|decoy| {
        let at = place_in(decoy, series)?;
        let diameter_mm = fitted_mm(decoy);
        let is_free = is_away(at, diameter_mm * 0.5, taken) && cx.bounds.contains(at);
        is_free.then_some(Place {
            at,
            decoy: Some(decoy),
            diameter_mm,
        })
    });
    free.or_else(|| {
        let at = cx.bounds.away_from(taken, diameter_mm * 0.5, rng)?;
        Some(Place {
            at,
            decoy: None,
            diameter_mm,
        })
    })
}

/// A finding without a model: the service has found nothing yet that it could be made after.
fn blank(id: FindingId, code: Code) -> Finding {
    Finding {
        id,
        code,
        site: None,
        laterality: Some(Laterality::Midline),
        probability: Some(0.0),
        certainty: None,
        category: None,
        marks: Vec::new(),
        measures: vec![Measure {
            name: Code::diameter(),
            value: 1.0,
            ucum: "mm".to_owned(),
        }],
        notes: Vec::new(),
    }
}

/// The size that the measures of a finding speak of, else that of its marks, mm; never 0.
fn size_mm(finding: &Finding) -> f64 {
    let in_mm = |measure: &&Measure| measure.ucum == "mm" && measure.value > 0.0;
    let measured = finding
        .measures
        .iter()
        .find(in_mm)
        .map(|measure| measure.value);
    let drawn = 2.0 * shapes::finding_reach(finding);
    let size = measured.unwrap_or(drawn);
    if size > 0.1 { size } else { 10.0 }
}

/// Scales lengths, areas and volumes, by the power of their unit.
pub(super) fn scale_measures(finding: &mut Finding, factor: f64) {
    for measure in &mut finding.measures {
        measure.value *= unit_factor(&measure.ucum, factor);
    }
}

/// By how much a value of that unit changes where lengths change by `factor`; 1 for what is no length.
pub(super) fn unit_factor(ucum: &str, factor: f64) -> f64 {
    match ucum {
        "mm" | "cm" | "um" => factor,
        "mm2" | "cm2" => factor * factor,
        "mm3" | "cm3" | "mL" | "L" => factor * factor * factor,
        _ => 1.0,
    }
}

/// The marks of the model at another place; masks of another case, and marks that would leave the images, become boxes.
fn marks(
    like: &Finding,
    at: Vec3,
    diameter_mm: f64,
    factor: f64,
    is_own: bool,
    cx: &Cx<'_>,
) -> Vec<Mark> {
    let half_mm = diameter_mm * 0.5;
    let flat = if cx.bounds.is_plane() { 0.0 } else { half_mm };
    let half = Vec3::new(half_mm, half_mm, flat);
    let cuboid = Shape::Cuboid {
        low: cx.bounds.clamp(at - half),
        high: cx.bounds.clamp(at + half),
    };
    let series_of = |mark: &Mark| {
        if is_own {
            mark.series.clone()
        } else {
            cx.case.series.clone()
        }
    };
    let Some(centre) = shapes::finding_centre(like) else {
        return [cuboid, Shape::Point(at)]
            .map(|shape| Mark {
                series: cx.case.series.clone(),
                shape,
            })
            .into();
    };
    let is_inside = |shape: &Shape| {
        let bounds = shape.bounds();
        bounds.is_some_and(|(low, high)| cx.bounds.contains(low) && cx.bounds.contains(high))
    };
    let shape_of = |mark: &Mark| {
        let moved = match &mark.shape {
            Shape::Mask(_) if !is_own => None,
            Shape::Mask(_) => shapes::translated(&mark.shape, at - centre),
            Shape::Point(_)
            | Shape::Cuboid { .. }
            | Shape::Ellipse { .. }
            | Shape::Polyline(_)
            | Shape::Polygon(_) => shapes::scaled(&mark.shape, centre, factor)
                .and_then(|shape| shapes::translated(&shape, at - centre)),
        };
        moved.filter(is_inside).unwrap_or_else(|| cuboid.clone())
    };
    // Of a plane only one image shows it: that is how tissues that lie over each other deceive.
    let own = shapes::finding_series(like);
    like.marks
        .iter()
        .filter(|mark| !cx.bounds.is_plane() || Some(&mark.series) == own)
        .map(|mark| Mark {
            series: series_of(mark),
            shape: shape_of(mark),
        })
        .collect()
}

/// The side by the place, where the service names sides at all.
fn side(finding: &Finding, like: Option<&Finding>, at: Vec3, cx: &Cx<'_>) -> Option<Laterality> {
    if like.is_some_and(|like| like.laterality.is_none()) {
        return None;
    }
    cx.bounds.side(at, 0.0).or(finding.laterality)
}

fn notes(like: &Finding, finding: &Finding) -> Vec<LocalText> {
    let notes = like.notes.iter();
    notes
        .filter_map(|note| {
            let language = Language::of(&note.locale)?;
            Some(LocalText {
                locale: note.locale.clone(),
                value: draft::retold(&note.value, like, finding, language),
            })
        })
        .collect()
}
