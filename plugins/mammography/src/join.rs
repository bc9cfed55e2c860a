//! From probability maps to findings: candidates of a view, and those of the two views of a breast joined.

use crate::breast::COARSE_MM;
use crate::plane::{Plane, parts, widened};
use crate::target::Target;

/// Pixels at or above belong to a candidate. Low: the score decides.
const LEVEL: f32 = 0.1;
/// Pixels of at least this share of the best are its core, whose middle is marked.
const NEARLY: f32 = 0.9;
/// The most candidates of a target in a view, the strongest first.
const MAX_CANDIDATES: usize = 5;
/// By how much the distance behind the nipple may differ between the views of one lesion, mm. The line to the nipple is
/// measured to within about 1 cm in practice; the phantoms' views differ by less.
const MAX_APART_MM: f64 = 12.0;
/// How much the weaker view adds.
const AGREEMENT: f64 = 0.5;
/// What is seen in one of two views counts for less.
const ALONE: f64 = 0.8;

/// Connected pixels of a probability map. Coordinates are those of the coarse plane.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Candidate {
    /// Mean of its most probable pixels, 0 to 1.
    pub(crate) score: f64,
    /// A pixel in the middle of its most probable ones.
    pub(crate) peak: (usize, usize),
    pub(crate) low: (usize, usize),
    pub(crate) high: (usize, usize),
    /// Indices into the plane, in order.
    pub(crate) pixels: Vec<usize>,
}

/// One lesion, as seen in one or two views.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Joined {
    /// 0 to 1, not calibrated.
    pub(crate) score: f64,
    /// The view's number and what was seen there.
    pub(crate) seen: Vec<(usize, Candidate)>,
}

/// A view and its candidates.
#[derive(Debug)]
pub(crate) struct Seen {
    pub(crate) view: usize,
    /// How far behind the nipple column 0 lies, mm; each further column lies one pixel nearer.
    pub(crate) wall_mm: f64,
    pub(crate) candidates: Vec<Candidate>,
}

/// How many pixels make the score, and over which gap parts belong together, in pixels of 0.4 mm.
const fn habits(target: Target) -> (usize, usize) {
    match target {
        // 2 mm2; grains 4 mm apart are one cluster.
        Target::Calcifications => (12, 5),
        // 6 mm2.
        Target::Mass => (40, 0),
        // 16 mm2: no smaller lesion of these kinds would be called one.
        Target::Distortion | Target::Asymmetry => (100, 0),
    }
}

/// The candidates of a map, the strongest first.
pub(crate) fn candidates(map: &Plane, target: Target) -> Vec<Candidate> {
    let (n_best, gap) = habits(target);
    let width = map.width;
    let is_set: Vec<bool> = map.values.iter().map(|&v| v >= LEVEL).collect();
    let linked = if gap > 0 {
        widened(&is_set, width, gap)
    } else {
        is_set.clone()
    };
    let mut found: Vec<Candidate> = parts(&linked, width)
        .into_iter()
        .filter_map(|part| {
            let mut pixels: Vec<usize> = part.into_iter().filter(|&idx| is_set[idx]).collect();
            pixels.sort_unstable();
            candidate(map, pixels, n_best)
        })
        .collect();
    found.sort_by(|a, b| b.score.total_cmp(&a.score));
    found.truncate(MAX_CANDIDATES);
    found
}

fn candidate(map: &Plane, pixels: Vec<usize>, n_best: usize) -> Option<Candidate> {
    let mut values: Vec<f32> = pixels.iter().map(|&idx| map.values[idx]).collect();
    values.sort_by(|a, b| b.total_cmp(a));
    // Missing pixels count as 0, so that a single bright one is no lesion.
    let sum: f64 = values.iter().take(n_best).map(|&v| f64::from(v)).sum();
    let place = |idx: usize| (idx % map.width, idx / map.width);
    let best = middle(&pixels, map, place)?;
    let (mut low, mut high) = (place(best), place(best));
    for &idx in &pixels {
        let (x, y) = place(idx);
        low = (low.0.min(x), low.1.min(y));
        high = (high.0.max(x), high.1.max(y));
    }
    Some(Candidate {
        score: sum / n_best as f64,
        peak: place(best),
        low,
        high,
        pixels,
    })
}

/// Of the pixels nearly as probable as the best the one nearest to their mean: it lies inside, where a corner would not.
fn middle(pixels: &[usize], map: &Plane, place: impl Fn(usize) -> (usize, usize)) -> Option<usize> {
    let most = pixels
        .iter()
        .map(|&idx| map.values[idx])
        .fold(0.0, f32::max);
    let core = || {
        let near = pixels.iter().copied();
        near.filter(|&idx| map.values[idx] >= NEARLY * most)
    };
    let n = core().count().max(1) as f64;
    let mean_x = core().map(|idx| place(idx).0 as f64).sum::<f64>() / n;
    let mean_y = core().map(|idx| place(idx).1 as f64).sum::<f64>() / n;
    let distance = |idx: usize| {
        let (x, y) = place(idx);
        (x as f64 - mean_x).hypot(y as f64 - mean_y)
    };
    // At a tie the first is kept.
    core().reduce(|best, idx| {
        if distance(idx) < distance(best) {
            idx
        } else {
            best
        }
    })
}

/// The lesions of a breast, the strongest first: candidates of two views at the same distance behind the nipple are one.
pub(crate) fn joined(views: &[Seen]) -> Vec<Joined> {
    let both = |a: f64, b: f64| {
        let (more, less) = (a.max(b), a.min(b));
        more + AGREEMENT * less * (1.0 - more)
    };
    let mut found = Vec::new();
    let mut is_taken: Vec<Vec<bool>> = views
        .iter()
        .map(|view| vec![false; view.candidates.len()])
        .collect();
    if let [first, second] = views {
        let depth = |view: &Seen, c: &Candidate| view.wall_mm - c.peak.0 as f64 * COARSE_MM;
        let mut pairs = Vec::new();
        for (i, a) in first.candidates.iter().enumerate() {
            for (j, b) in second.candidates.iter().enumerate() {
                if (depth(first, a) - depth(second, b)).abs() <= MAX_APART_MM {
                    pairs.push((both(a.score, b.score), i, j));
                }
            }
        }
        pairs.sort_by(|a, b| b.0.total_cmp(&a.0));
        for (score, i, j) in pairs {
            if !is_taken[0][i] && !is_taken[1][j] {
                (is_taken[0][i], is_taken[1][j]) = (true, true);
                let seen = vec![
                    (first.view, first.candidates[i].clone()),
                    (second.view, second.candidates[j].clone()),
                ];
                found.push(Joined { score, seen });
            }
        }
    }
    let weight = if views.len() > 1 { ALONE } else { 1.0 };
    for (view, taken) in views.iter().zip(&is_taken) {
        for (candidate, _) in view
            .candidates
            .iter()
            .zip(taken)
            .filter(|(_, taken)| !**taken)
        {
            found.push(Joined {
                score: candidate.score * weight,
                seen: vec![(view.view, candidate.clone())],
            });
        }
    }
    found.sort_by(|a, b| b.score.total_cmp(&a.score));
    found
}

#[cfg(test)]
mod tests;
