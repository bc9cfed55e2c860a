//! Outlines that are too large or too small, two findings made one, one made two.

use overread_base::{AiReport, Finding, Mark, SeriesUid, Shape, Vec3};

use super::place::Bounds;
use super::wording::both;
use super::wrong::changed;
use super::{Change, Cx, draft, made_up, pick, shapes, tell};

/// Pairs are looked for among so many findings.
const MAX_PAIRED: usize = 200;

/// The outline grown by a factor above 1 or shrunk by one below, and every size with it.
pub(super) fn resized(report: &mut AiReport, cx: &Cx<'_>, factors: [f64; 3]) -> Option<Change> {
    let [minor, intermediate, significant] = factors;
    let factor = cx.graded(minor, intermediate, significant);
    let resize = |finding: &Finding| {
        let mut finding = finding.clone();
        let is_changed = shapes::scale_marks(&mut finding, factor, |_, shape| {
            let shape = shape?;
            if matches!(shape, Shape::Cuboid { .. }) {
                shapes::cut(&shape, cx.bounds).or(Some(shape))
            } else {
                Some(shape)
            }
        });
        is_changed.then_some(finding)
    };
    let nth = pick::finding(report, cx, |finding| resize(finding).is_some())?;
    let resized = resize(&report.findings[nth])?;
    report.findings[nth] = resized;
    rescale(report, nth, factor);
    let percent = (factor - 1.0) * 100.0;
    Some(changed(report, nth, |what, language| {
        language.pick(
            format!(
                "The outline and its sizes were changed by {percent:+.0} % in diameter: {what}."
            ),
            format!("Контур и размеры изменены на {percent:+.0} % по диаметру: {what}."),
        )
    }))
}

/// Scales what was measured of a finding, in the list and in the words.
pub(super) fn rescale(report: &mut AiReport, nth: usize, factor: f64) {
    let before: Vec<f64> = values(&report.findings[nth]);
    made_up::scale_measures(&mut report.findings[nth], factor);
    let after = values(&report.findings[nth]);
    for (from, to) in before.into_iter().zip(after) {
        if from.to_bits() != to.to_bits() {
            draft::exchange_value(report, nth, from, to);
        }
    }
}

fn values(finding: &Finding) -> Vec<f64> {
    finding
        .measures
        .iter()
        .map(|measure| measure.value)
        .collect()
}

/// The two findings that lie nearest to each other become one with a box around both.
pub(super) fn merged(report: &mut AiReport, cx: &Cx<'_>) -> Option<Change> {
    let place = |finding: &Finding| {
        // Two places of one image, or of one volume, whatever series they name.
        let series = cx
            .bounds
            .is_plane()
            .then(|| shapes::finding_series(finding));
        Some((shapes::finding_centre(finding)?, series.flatten().cloned()))
    };
    let marked: Vec<(usize, Vec3, Option<SeriesUid>)> = report
        .findings
        .iter()
        .enumerate()
        .filter_map(|(nth, finding)| {
            let (at, series) = place(finding)?;
            Some((nth, at, series))
        })
        .take(MAX_PAIRED)
        .collect();
    let pairs = marked
        .iter()
        .enumerate()
        .flat_map(|(idx, a)| marked[idx + 1..].iter().map(move |b| (a, b)))
        .filter(|(a, b)| a.2 == b.2);
    let (a, b) = pairs.min_by(|(a, b), (c, d)| a.1.distance(b.1).total_cmp(&c.1.distance(d.1)))?;
    let (first, second) = (a.0, b.0);
    let (low, high) = shapes::finding_bounds(&report.findings[first])?;
    let (other_low, other_high) = shapes::finding_bounds(&report.findings[second])?;
    let (low, high) = (low.min(other_low), high.max(other_high));
    let reach_before = shapes::finding_reach(&report.findings[first]);
    let probability = report.findings[second].probability;
    let taken = report.findings[second].clone();
    draft::remove(report, second, cx)?;

    // The second stands behind the first, so the first keeps its place.
    let finding = report.findings.get_mut(first)?;
    let series = finding.marks.first()?.series.clone();
    let one = [
        Shape::Cuboid { low, high },
        Shape::Point((low + high) * 0.5),
    ];
    finding.marks = one
        .map(|shape| Mark {
            series: series.clone(),
            shape,
        })
        .into();
    finding.probability = match (finding.probability, probability) {
        (Some(a), Some(b)) => Some(a.max(b)),
        (a, _) => a,
    };
    let reach = shapes::finding_reach(finding);
    if reach_before > 0.0 {
        rescale(report, first, reach / reach_before);
    }
    let mut change = changed(report, first, |what, language| {
        let taken = tell::finding(&taken, language);
        language.pick(
            format!("Two findings were made one, a box around both: {what}; it took in {taken}."),
            format!("Две находки объединены в одну рамку: {what}; в неё вошла {taken}."),
        )
    });
    change.places = vec![a.1, b.1];
    Some(change)
}

/// A finding cut into two across its longest side.
pub(super) fn split(report: &mut AiReport, cx: &Cx<'_>) -> Option<Change> {
    let nth = pick::finding(report, cx, |finding| shapes::finding_reach(finding) > 0.5)?;
    let whole = report.findings[nth].clone();
    let (low, high) = shapes::finding_bounds(&whole)?;
    let [lower, upper] = halves(low, high);
    let mut second = whole.clone();
    second.id = pick::fresh_id(report, Some(&whole.id))?;
    report.findings[nth].marks = part(&whole, lower)?;
    second.marks = part(&whole, upper)?;
    let factor = 0.55;
    made_up::scale_measures(&mut second, factor);
    rescale(report, nth, factor);
    let like = report.findings[nth].clone();
    second.notes = like.notes.clone();
    let (id, shown) = (second.id.clone(), second.clone());
    draft::add(report, second, Some(&like), cx);
    Some(Change {
        findings: vec![whole.id.clone(), id],
        places: Vec::new(),
        told: both(|language| {
            let (one, two) = (
                tell::finding(&like, language),
                tell::finding(&shown, language),
            );
            let whole = tell::finding(&whole, language);
            language.pick(
                format!("One finding was made two: {whole} is shown as {one} and {two}."),
                format!("Одна находка разделена на две: {whole} показана как {one} и {two}."),
            )
        }),
    })
}

fn halves(low: Vec3, high: Vec3) -> [Bounds; 2] {
    let (size, middle) = (high - low, (low + high) * 0.5);
    let longest = size.x.max(size.y).max(size.z);
    let at = |corner: Vec3| {
        if size.x >= longest {
            Vec3::new(middle.x, corner.y, corner.z)
        } else if size.y >= longest {
            Vec3::new(corner.x, middle.y, corner.z)
        } else {
            Vec3::new(corner.x, corner.y, middle.z)
        }
    };
    [
        Bounds {
            low,
            high: at(high),
        },
        Bounds { low: at(low), high },
    ]
}

/// The marks of one half: masks are cut, everything else becomes the half's box and its middle.
fn part(whole: &Finding, half: Bounds) -> Option<Vec<Mark>> {
    let series = whole.marks.first()?.series.clone();
    let masks = whole
        .marks
        .iter()
        .filter(|mark| matches!(mark.shape, Shape::Mask(_)));
    let cut = masks.filter_map(|mark| {
        let shape = shapes::cut(&mark.shape, half)?;
        let series = mark.series.clone();
        Some(Mark { series, shape })
    });
    let mut marks: Vec<Mark> = cut.collect();
    if marks.is_empty() {
        let cuboid = Shape::Cuboid {
            low: half.low,
            high: half.high,
        };
        marks = [cuboid, Shape::Point(half.middle())]
            .map(|shape| Mark {
                series: series.clone(),
                shape,
            })
            .into();
    }
    Some(marks)
}
