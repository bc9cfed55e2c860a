//! A service that reads mammograms: masses, calcifications, distortion, asymmetry, density. A U-Net on each of two scales
//! and one for density; the views of a breast are joined by the distance behind the nipple.
//!
//! Images come here reduced: inference is the host's work, silhouettes, candidates and wording are done here.

mod breast;
mod join;
mod marks;
mod networks;
mod num;
mod operating;
mod plane;
mod scope;
mod stars;
mod target;
mod wording;

use overread_sdk::{
    AiService, Certainty, Code, Failure, FailureKind, Finding, FindingBuilder, Interpolation, Job,
    Laterality, NotRunReason, Outcome, Priority, Profile, ReportBuilder, Shape, Tensor, code,
    not_run,
};

use breast::{Breast, COARSE_MM, NoBreast};
use join::{Candidate, Joined, Seen, candidates, joined};
use num::{logit, sigmoid, single, small};
use operating::{CALIBRATION, DENSITY_CUTS, THRESHOLD};
use plane::Plane;
use scope::{Side, View, name};
use target::Target;

/// The scale of the study's category: 1 where nothing was found in all four views, else 0, as in screening. Others need a
/// work-up or earlier images.
const SCALE: &str = "bi-rads-5";
const DENSITY_SCALE: &str = "bi-rads-density-5";
/// The most findings of one report.
const MAX_FINDINGS: usize = 8;
/// A finding this probable is "probable", others "possible"; and the study is urgent.
const PROBABLE: f64 = 0.9;
/// Pixels larger than this lose grains of calcium, mm.
const COARSE_PIXEL_MM: f64 = 0.15;

/// The service.
#[derive(Debug, Default)]
pub struct Mammography;

overread_sdk::export_plugin!(Mammography);

/// A finding before it is written down.
#[derive(Debug, Clone)]
struct Lesion {
    target: Target,
    side: Side,
    probability: f64,
    extent_mm: f64,
    behind_nipple_mm: f64,
    /// Where it is seen best first.
    seen: Vec<Place>,
}

/// One view of a lesion.
#[derive(Debug, Clone)]
struct Place {
    /// The number of the view that was read.
    view: usize,
    candidate: Candidate,
}

/// What was read.
struct Reading {
    breasts: Vec<Breast>,
    /// Maps of each view in the order of the targets.
    maps: Vec<[Plane; 4]>,
    /// 0 to 1.
    share: f64,
}

impl AiService for Mammography {
    fn profile(&self) -> Profile {
        Profile {
            name: "Mammography".to_owned(),
            version: env!("CARGO_PKG_VERSION").to_owned(),
            modalities: vec!["MG".to_owned()],
            notes: Vec::new(),
        }
    }

    fn analyze(&mut self, job: &Job) -> Result<Outcome, Failure> {
        let threshold = job.setting_number("threshold", THRESHOLD).clamp(0.01, 0.99);
        job.progress(0.02, "views")?;
        let views = match scope::views(&job.series()) {
            Ok(views) => views,
            Err((reason, why)) => return Ok(not_run(reason, why)),
        };
        let (mut breasts, mut refused) = (Vec::new(), Vec::new());
        for view in &views {
            match breast::read(job, view)? {
                Ok(breast) => breasts.push(breast),
                Err(why) => refused.push((name(view.side, view.projection), why)),
            }
        }
        if breasts.is_empty() {
            let why = refused
                .into_iter()
                .next()
                .map_or_else(String::new, |(_, why)| why.to_string());
            return Ok(not_run(NotRunReason::OutOfScope, why));
        }
        let reading = read(job, breasts)?;
        report(job, &reading, &refused, threshold)
    }
}

/// Runs the networks on every view.
fn read(job: &Job, breasts: Vec<Breast>) -> Result<Reading, Failure> {
    let (mut maps, mut share) = (Vec::new(), 0.0);
    let n = breasts.len();
    for (idx, breast) in breasts.iter().enumerate() {
        job.progress(single(0.1 + 0.8 * idx as f64 / n as f64), "networks")?;
        let other = breasts.iter().find(|other| {
            other.view.side != breast.view.side && other.view.projection == breast.view.projection
        });
        let [mass, distortion, asymmetry] = networks::tissue(job, breast, other)?;
        let calcifications = networks::calcium(job, breast)?;
        maps.push([mass, calcifications, distortion, asymmetry]);
        share += networks::share(job, breast)? / n as f64;
    }
    Ok(Reading {
        breasts,
        maps,
        share,
    })
}

/// The lesions of a kind in a breast with their probabilities, the most probable first.
fn lesions(reading: &Reading, target: Target, side: Side) -> Vec<Lesion> {
    let views: Vec<Seen> = reading
        .breasts
        .iter()
        .enumerate()
        .filter(|(_, breast)| breast.view.side == side)
        .map(|(view, breast)| Seen {
            view,
            wall_mm: breast.behind_nipple_mm(0),
            candidates: candidates(&reading.maps[view][target.number()], target),
        })
        .collect();
    let lesion = |one: Joined| {
        let (offset, slope) = CALIBRATION[target.number()];
        let mut seen: Vec<Place> = one
            .seen
            .into_iter()
            .map(|(view, candidate)| Place { view, candidate })
            .collect();
        seen.sort_by(|a, b| b.candidate.score.total_cmp(&a.candidate.score));
        let best = seen.first()?;
        let (low, high) = (best.candidate.low, best.candidate.high);
        let pixels = (high.0 - low.0).max(high.1 - low.1) + 1;
        Some(Lesion {
            target,
            side,
            probability: sigmoid(offset + slope * logit(one.score)),
            extent_mm: pixels as f64 * COARSE_MM,
            behind_nipple_mm: reading.breasts[best.view].behind_nipple_mm(best.candidate.peak.0),
            seen,
        })
    };
    joined(&views).into_iter().filter_map(lesion).collect()
}

/// What the calibration makes of nothing seen.
fn probability_of_nothing(target: Target) -> f64 {
    let (offset, slope) = CALIBRATION[target.number()];
    sigmoid(offset + slope * logit(0.0))
}

fn report(
    job: &Job,
    reading: &Reading,
    refused: &[(&'static str, NoBreast)],
    threshold: f64,
) -> Result<Outcome, Failure> {
    let views: Vec<View> = reading.breasts.iter().map(|b| b.view.clone()).collect();
    let sides: Vec<Side> = [Side::Right, Side::Left]
        .into_iter()
        .filter(|side| views.iter().any(|view| view.side == *side))
        .collect();
    let mut report = ReportBuilder::new();
    let (mut found, mut highest) = (Vec::new(), 0.0_f64);
    let mut of_side: Vec<(Side, f64)> = sides.iter().map(|side| (*side, 0.0)).collect();
    for target in Target::ALL {
        for view in &views {
            report = report.assessed(target.code(), view.series.id);
        }
        let mut score = probability_of_nothing(target);
        for (side, best) in &mut of_side {
            let own = lesions(reading, target, *side);
            let top = own.first().map_or(0.0, |lesion| lesion.probability);
            *best = best.max(top.max(probability_of_nothing(target)));
            score = score.max(top);
            found.extend(own.into_iter().filter(|one| one.probability >= threshold));
        }
        highest = highest.max(score);
        let Code { scheme, value, .. } = target.code();
        report = report.extra(&format!("score.{scheme}.{value}"), format!("{score:.4}"));
    }
    found.sort_by(|a, b| b.probability.total_cmp(&a.probability));
    found.truncate(MAX_FINDINGS);
    let is_complete = views.len() == scope::ALL.len();
    let category = if found.is_empty() && is_complete {
        "1"
    } else {
        "0"
    };
    let density = letter(reading.share);
    let summary = wording::Summary {
        views: &views,
        density,
        share_percent: reading.share * 100.0,
        category,
        of_side: &of_side,
        is_complete,
    };
    let is_urgent = found.iter().any(|lesion| lesion.probability >= PROBABLE);
    report = report
        .probability(highest, threshold, None)
        .draft("findings", wording::findings(&found, &summary))
        .draft("impression", wording::impression(&found, &summary))
        .priority(if is_urgent {
            Priority::Urgent
        } else {
            Priority::Routine
        })
        .extra(&format!("category.{SCALE}"), category)
        .extra(&format!("category.{DENSITY_SCALE}"), density)
        .extra("fact.breast-density", density)
        .extra(
            "fact.glandular-share",
            format!("{:.1}", reading.share * 100.0),
        );
    for (side, score) in &of_side {
        report = report.extra(&format!("breast.{}", side.letter()), format!("{score:.4}"));
    }
    report = warned(report, &views, refused);
    for (number, lesion) in (1..).zip(&found) {
        report = report.finding(finding(number, lesion, reading, &views)?);
    }
    for (breast, maps) in reading.breasts.iter().zip(&reading.maps) {
        // The map is for display only: without it the report is still whole.
        if let Ok(kept) = heat_map(job, breast, maps) {
            report = report.heat_map("suspicion", breast.view.series.id, kept);
        }
    }
    Ok(report.done())
}

fn warned(
    mut report: ReportBuilder,
    views: &[View],
    refused: &[(&'static str, NoBreast)],
) -> ReportBuilder {
    let is_read = |side, projection| {
        let mut views = views.iter();
        views.any(|v| v.side == side && v.projection == projection)
    };
    let missing: Vec<&str> = scope::ALL
        .into_iter()
        .filter(|&(side, projection)| !is_read(side, projection))
        .map(|(side, projection)| name(side, projection))
        .filter(|view| refused.iter().all(|(refused, _)| refused != view))
        .collect();
    if !missing.is_empty() {
        report = report.warning(wording::missing(&missing));
    }
    for (view, why) in refused {
        report = report.warning(wording::not_shown(view, *why));
    }
    let pixel_mm = views
        .iter()
        .map(|view| view.series.geometry.spacing.x)
        .fold(0.0, f64::max);
    if pixel_mm > COARSE_PIXEL_MM {
        report = report.warning(wording::coarse_pixels(pixel_mm));
    }
    report
}

fn finding(
    number: usize,
    lesion: &Lesion,
    reading: &Reading,
    views: &[View],
) -> Result<Finding, Failure> {
    let id = format!("{}-{number}", lesion.target.word());
    let mut finding = FindingBuilder::new(&id, lesion.target.code())
        // SNOMED CT "Breast structure".
        .site(code("SCT", "76752008", "Breast"))
        .laterality(match lesion.side {
            Side::Right => Laterality::Right,
            Side::Left => Laterality::Left,
        })
        .probability(lesion.probability)
        .certainty(if lesion.probability >= PROBABLE {
            Certainty::Probable
        } else {
            Certainty::Possible
        })
        .category(SCALE, "0")
        .measure(
            code("SCT", "81827009", "Diameter"),
            (lesion.extent_mm * 10.0).round() / 10.0,
            "mm",
        )
        .note(wording::lesion(lesion, views));
    for place in &lesion.seen {
        let breast = &reading.breasts[place.view];
        let series = breast.view.series.id;
        let (low, high) = marks::corners(breast, &place.candidate);
        finding = finding
            .point(series, marks::point(breast, &place.candidate))
            .cuboid(series, low, high);
        let view = name(breast.view.side, breast.view.projection);
        if let Some(kept) = marks::mask(breast, &place.candidate, &format!("{id} {view}"))? {
            finding = finding.mark(series, Shape::Mask(kept));
        }
    }
    Ok(finding.done())
}

/// The greatest probability of all targets on the image as it lies, for display.
fn heat_map(job: &Job, breast: &Breast, maps: &[Plane; 4]) -> Result<u32, Failure> {
    let [first, others @ ..] = maps;
    let mut map = first.clone();
    for other in others {
        for (value, more) in map.values.iter_mut().zip(&other.values) {
            *value = value.max(*more);
        }
    }
    let map = if breast.is_mirrored {
        map.mirrored()
    } else {
        map
    };
    let volume = job.open_series(breast.view.series.id)?;
    let size = overread_sdk::Dims {
        x: small(map.width),
        y: small(map.height),
        z: 1,
    };
    // At most three of the finest pixels at the ends are outside the coarse plane: less than one of its own.
    let like = volume.resize(size, Interpolation::Nearest)?;
    let shape = [1, 1, size.y, size.x];
    let volume = Tensor::of_floats(&shape, &map.values)?.to_volume(&like, 0)?;
    if volume.geometry().size != size {
        return Err(overread_sdk::failure(
            FailureKind::Internal,
            "the map has another size",
        ));
    }
    job.keep_map(breast.view.series.id, &volume)
}

/// The density of a share of glandular tissue, a to d.
fn letter(share: f64) -> &'static str {
    let above = DENSITY_CUTS.iter().filter(|&&cut| share >= cut).count();
    ["a", "b", "c", "d"][above]
}

#[cfg(test)]
mod tests;
