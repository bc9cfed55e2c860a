//! What the viewer is given of a study that is still being read, and what it asks of it.

use overread_base::CaseId;
use overread_desk::{Desk, DeskArriving};
use overread_workstation::StepProgress;

/// What can be seen of the images of `case` so far; `None` before there is something to see.
pub(super) fn desk_arriving(case: CaseId, progress: &StepProgress) -> Option<DeskArriving> {
    let glimpse = progress.glimpse()?;
    let series = &glimpse.series;
    Some(DeskArriving {
        case,
        fraction: progress.fraction(),
        facts: series.facts.clone(),
        n_slices: series.n_slices,
        vois: series.vois.clone(),
        is_inverted: series.is_inverted,
        slice: glimpse.slice,
    })
}

/// Asks for the slice that the reader scrolled to.
pub(super) fn want_slice(desk: &Desk, progress: &StepProgress) {
    if let Some(slice) = desk.wanted_slice() {
        progress.want_slice(slice);
    }
}
