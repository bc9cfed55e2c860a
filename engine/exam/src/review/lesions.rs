//! What became of each lesion: found, on screen and not called, or never on screen; and by the time on screen, why.

use std::ops::RangeInclusive;

use overread_base::{Lesion, LesionId, MaskRle, Millis, SeriesUid, Vec3, VolumeGeometry};
use overread_scenario::DwellThresholds;

use super::search::SeriesSearch;
use super::{ReviewInput, SeriesPlace};

/// Slices of two grids whose normals differ by more than this are no slices of one stack: cosine of about 2 degrees.
const LEAST_COSINE: f64 = 0.9994;

/// One lesion and how it was read.
#[derive(Debug, Clone, PartialEq)]
pub struct LesionReview {
    /// The lesion.
    pub lesion: LesionId,
    /// On which slices it lies, series by series of those that are known.
    pub slices: Vec<LesionSlices>,
    /// What the first answer made of it.
    pub first: Notice,
    /// What the final answer made of it.
    pub last: Notice,
    /// How long its slices were on screen before an AI result was shown, in the series where that was longest; `None`
    /// where the slices are not known or nothing was recorded.
    pub before_ai: Option<Millis>,
    /// The same over the whole case.
    pub on_screen: Option<Millis>,
    /// Why the first answer misses it, by the time on screen: a heuristic, said of stacks of slices alone.
    pub first_miss: Option<MissKind>,
    /// Why the final answer misses it, likewise.
    pub last_miss: Option<MissKind>,
}

/// The slices of one series that a lesion lies on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LesionSlices {
    /// The series.
    pub series: SeriesUid,
    /// Slice numbers from 0, counted along the normal of the stack.
    pub run: RangeInclusive<u32>,
}

/// What an answer made of a lesion.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Notice {
    /// There is a mark on it.
    Found,
    /// It was on screen, and there is no mark on it.
    NotCalled,
    /// No slice of it was ever on screen.
    NeverShown,
    /// There is no mark on it; what was on screen is not known.
    Missed,
}

/// What a miss is put down to, after Kundel, Nodine and Carmody; see [`DwellThresholds`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum MissKind {
    /// It was not looked at: never on screen, or only scrolled past.
    Search,
    /// It was on screen too shortly to be judged.
    Recognition,
    /// It was on screen long enough to be judged, and was judged wrongly.
    Decision,
}

impl MissKind {
    /// By the time that the slices of a lesion were on screen.
    #[must_use]
    pub fn of(on_screen: Millis, thresholds: DwellThresholds) -> Self {
        if on_screen < thresholds.seen_from {
            Self::Search
        } else if on_screen < thresholds.decided_from {
            Self::Recognition
        } else {
            Self::Decision
        }
    }
}

/// What was on screen of a lesion.
#[derive(Debug, Clone, Copy, Default)]
struct OnScreen {
    is_shown: bool,
    was_shown_before: bool,
    before_ai: Millis,
    whole: Millis,
}

pub(super) fn lesions(input: &ReviewInput<'_>, search: &[SeriesSearch]) -> Vec<LesionReview> {
    let lesions = input.truth.map_or(&[][..], |truth| &truth.lesions);
    let review = |lesion: &Lesion| review(input, search, lesion);
    lesions.iter().map(review).collect()
}

fn review(input: &ReviewInput<'_>, search: &[SeriesSearch], lesion: &Lesion) -> LesionReview {
    let slices = lesion_slices(lesion, input.series);
    let is_stack = |slices: &LesionSlices| {
        let place = input.series.iter().find(|at| at.series == slices.series);
        place.is_some_and(|at| at.grid.is_some())
    };
    let is_stacked = !slices.is_empty() && slices.iter().all(is_stack);
    // Without any record of the viewer nothing can be said of what was on screen.
    let seen = (!slices.is_empty() && !search.is_empty()).then(|| on_screen(&slices, search));
    let notice = |is_hit: bool, was_shown: Option<bool>| match (is_hit, was_shown) {
        (true, _) => Notice::Found,
        (false, Some(true)) => Notice::NotCalled,
        (false, Some(false)) => Notice::NeverShown,
        (false, None) => Notice::Missed,
    };
    let miss = |is_hit: bool, time: Option<Millis>| {
        let time = time.filter(|_| is_stacked && !is_hit)?;
        Some(MissKind::of(time, input.dwell))
    };
    let is_first_hit = input.first_hit.contains(&lesion.id);
    let is_last_hit = input.last_hit.contains(&lesion.id);
    let before_ai = seen.map(|seen| seen.before_ai);
    let whole = seen.map(|seen| seen.whole);
    LesionReview {
        lesion: lesion.id.clone(),
        first: notice(is_first_hit, seen.map(|seen| seen.was_shown_before)),
        last: notice(is_last_hit, seen.map(|seen| seen.is_shown)),
        before_ai,
        on_screen: whole,
        first_miss: miss(is_first_hit, before_ai),
        last_miss: miss(is_last_hit, whole),
        slices,
    }
}

/// Two series may stand side by side: their times are not added up, the longest counts.
fn on_screen(slices: &[LesionSlices], search: &[SeriesSearch]) -> OnScreen {
    let mut out = OnScreen::default();
    for of in slices {
        let Some(series) = search.iter().find(|series| series.series == of.series) else {
            continue;
        };
        let (mut before, mut whole) = (0_u64, 0_u64);
        for slice in series.run(&of.run) {
            out.is_shown |= slice.is_shown;
            // A slice that was shown for less than a millisecond before the result counts as shown before it, unless
            // all its time came later.
            out.was_shown_before |=
                slice.is_shown && (slice.before_ai.0 > 0 || slice.with_ai.0 == 0);
            before = before.saturating_add(slice.before_ai.0);
            whole = whole.saturating_add(slice.whole().0);
        }
        out.before_ai = out.before_ai.max(Millis(before));
        out.whole = out.whole.max(Millis(whole));
    }
    out
}

/// The slices that a lesion lies on, series by series: by its voxels where they are known, else by its sphere. An image
/// that is a projection has one slice, number 0.
#[must_use]
pub fn lesion_slices(lesion: &Lesion, series: &[SeriesPlace]) -> Vec<LesionSlices> {
    let run = |at: &SeriesPlace| {
        let run = match &at.grid {
            Some(_) if !lesion.views.is_empty() => None,
            Some(grid) => run(lesion, grid),
            None if lesion.views.is_empty() => (series.len() == 1).then_some(0..=0),
            None => {
                let is_seen = lesion.views.iter().any(|view| view.series == at.series);
                is_seen.then_some(0..=0)
            }
        };
        Some(LesionSlices {
            series: at.series.clone(),
            run: run?,
        })
    };
    series.iter().filter_map(run).collect()
}

/// The slices of one stack that a lesion lies on; `None` where it lies beside the stack.
fn run(lesion: &Lesion, grid: &VolumeGeometry) -> Option<RangeInclusive<u32>> {
    let along = |place: Vec3| grid.voxel_from_patient(place).z;
    let of_mask = lesion.mask.as_ref().and_then(|mask| mask_range(mask, grid));
    let (low, high) = of_mask.unwrap_or_else(|| {
        let reach = grid.slice_dir * lesion.radius_mm;
        (along(lesion.centre - reach), along(lesion.centre + reach))
    });
    // A slice shows what lies within half its distance to the next.
    let (low, high) = (low.min(high).round(), low.max(high).round());
    let last = f64::from(grid.size[2]) - 1.0;
    if !(low.is_finite() && high.is_finite()) || high < 0.0 || low > last {
        return None;
    }
    Some(slice_number(low.max(0.0))..=slice_number(high.min(last)))
}

/// The first and last slice of the grid that a mask lies on, in voxels of the grid; `None` where the mask is empty or its
/// slices are tilted against the grid's.
fn mask_range(mask: &MaskRle, grid: &VolumeGeometry) -> Option<(f64, f64)> {
    let own = &mask.geometry;
    if own.slice_dir.dot(grid.slice_dir).abs() < LEAST_COSINE {
        return None;
    }
    let (first, last) = mask.slices()?;
    let along = |slice: u32| {
        let at = own.patient_from_voxel(Vec3::new(0.0, 0.0, f64::from(slice)));
        grid.voxel_from_patient(at).z
    };
    Some((along(first), along(last)))
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a whole number from 0 to the slices of a grid, which are a u32"
)]
fn slice_number(slice: f64) -> u32 {
    slice as u32
}
