//! Hanging protocols: which series of a case hangs where, in stages. Reads no pixel and draws nothing.
//!
//! A protocol is a TOML text ([`Protocol::read`]); the usual ones come with the crate ([`Protocol::built_in`]).
//! Series are matched by modality, body part, view and laterality, never by their description.

mod breast;
mod built_in;
mod choose;
mod kernel;
mod protocol;
mod read;

use overread_base::VolumeGeometry;

use crate::hanging::choose::Chooser;
use crate::{Align, Cell, Hung, Layout, Links, Scale, SeriesFacts, VoiChoice};

pub use breast::{ChestWall, Mirror, ScreenSide, chest_wall, mammogram_mirror, tissue_side};
pub use kernel::{Sharpness, kernel_sharpness};
pub use protocol::{
    Applies, CellRule, Content, Needs, Preference, Protocol, SeriesRule, Shown, Stage,
};
pub use read::MAX_PROTOCOL_BYTES;

/// A series that may hang: what the files say of it and how large it is.
#[derive(Debug, Clone, Copy)]
pub struct Candidate<'a> {
    /// What the files say.
    pub facts: &'a SeriesFacts,
    /// The grid of its volume; for radiographs one slice.
    pub geometry: &'a VolumeGeometry,
    /// On which side of a mammogram, as stored, the tissue lies ([`tissue_side`]); used where Patient Orientation is
    /// silent. `None` if it was not looked for.
    pub tissue_side: Option<ScreenSide>,
}

/// The first of `protocols` that applies to the series to be read (those with [`SeriesFacts::prior`] 0).
#[must_use]
pub fn protocol_for<'p>(
    candidates: &[Candidate<'_>],
    protocols: &'p [Protocol],
) -> Option<&'p Protocol> {
    let applies = |protocol: &&Protocol| {
        let mut current = candidates.iter().filter(|c| c.facts.prior == 0);
        current.any(|c| protocol.applies.to(c.facts))
    };
    protocols.iter().find(applies)
}

/// Hangs the series of a case: the stages of the protocol, in its order.
///
/// Stages whose need is not met are left out. Where nothing of a protocol can be hung, the first candidate hangs alone,
/// so the answer is empty only for no candidates. [`Hung::series_idx`] counts `candidates`.
#[must_use]
pub fn hang(candidates: &[Candidate<'_>], protocol: &Protocol) -> Vec<Layout> {
    let chooser = Chooser::new(candidates, protocol);
    let mut layouts: Vec<Layout> = Vec::new();
    for stage in &protocol.stages {
        match &stage.content {
            Content::Cells(rules) => {
                let layout = cells(&chooser, stage, rules);
                if is_worth_showing(&layout, rules, stage.needs) {
                    layouts.push(layout);
                }
            }
            Content::EachSeries(shown) => {
                layouts.extend(pages(&chooser, stage, &chooser.current(), shown));
            }
            Content::FurtherSeries(shown) => {
                let hung: Vec<usize> = layouts.iter().flat_map(hung_series).collect();
                let mut left = chooser.current();
                left.retain(|idx| !hung.contains(idx));
                layouts.extend(pages(&chooser, stage, &left, shown));
            }
        }
    }
    if layouts.is_empty() {
        layouts.extend(alone(&chooser));
    }
    layouts
}

fn hung_series(layout: &Layout) -> impl Iterator<Item = usize> + '_ {
    layout
        .cells
        .iter()
        .filter_map(|cell| cell.hung.as_ref())
        .map(|hung| hung.series_idx)
}

fn cells(chooser: &Chooser<'_>, stage: &Stage, rules: &[CellRule]) -> Layout {
    let cell = |rule: &CellRule| Cell {
        row: rule.row,
        column: rule.column,
        row_span: rule.row_span,
        column_span: rule.column_span,
        hung: chooser
            .find(&rule.series)
            .map(|idx| hung(chooser, idx, &rule.shown)),
        wanted: rule.wanted.clone(),
    };
    Layout {
        id: stage.id.clone(),
        rows: stage.rows,
        columns: stage.columns,
        cells: rules.iter().map(cell).collect(),
        links: stage.links,
    }
}

fn is_worth_showing(layout: &Layout, rules: &[CellRule], needs: Needs) -> bool {
    let mut hung = layout.cells.iter().map(|cell| cell.hung.is_some());
    match needs {
        Needs::Some => hung.any(|is_hung| is_hung),
        Needs::All => hung.all(|is_hung| is_hung),
        Needs::Prior => hung
            .zip(rules)
            .any(|(is_hung, rule)| is_hung && rule.series.prior > 0),
    }
}

/// A series in its place, mirrored so that it lies as the rule asks.
fn hung(chooser: &Chooser<'_>, series_idx: usize, shown: &Shown) -> Hung {
    let candidate = chooser.candidate(series_idx);
    let is_cut = candidate.facts.space == crate::SeriesSpace::Patient;
    let mirror = mirror(&candidate, shown);
    Hung {
        series_idx,
        plane: if is_cut {
            shown.plane
        } else {
            overread_image::Plane::Acquired
        },
        voi: shown.voi.clone(),
        slab: shown.slab.filter(|_| is_cut),
        is_inverted: shown.is_inverted,
        is_flipped: mirror.is_left_right,
        is_upside_down: mirror.is_top_bottom,
        align: shown.align,
        scale: shown.scale,
    }
}

fn mirror(candidate: &Candidate<'_>, shown: &Shown) -> Mirror {
    let facts = candidate.facts;
    if let Some(side) = shown.chest_wall {
        return mammogram_mirror(facts, candidate.tissue_side, side);
    }
    let Some(side) = shown.patient_right else {
        return Mirror::default();
    };
    // Rows lead to the right of the screen: the patient's right should lie at `side`.
    let towards = facts
        .patient_orientation
        .as_ref()
        .and_then(|(row, _)| row.chars().find(|letter| matches!(letter, 'L' | 'R')));
    let right_is_at = match towards {
        Some('R') => Some(ScreenSide::Right),
        Some(_) => Some(ScreenSide::Left),
        None => None,
    };
    Mirror {
        is_left_right: right_is_at.is_some_and(|found| found != side),
        is_top_bottom: false,
    }
}

/// Series beside one another, `stage.columns` a row; what does not fit one layout goes to the next of the same id.
fn pages(chooser: &Chooser<'_>, stage: &Stage, series: &[usize], shown: &Shown) -> Vec<Layout> {
    let a_page = (stage.rows as usize).saturating_mul(stage.columns as usize);
    let page = |series: &[usize]| {
        let n = u32::try_from(series.len()).unwrap_or(u32::MAX);
        let columns = n.min(stage.columns).max(1);
        let cell = |(idx, &series_idx): (u32, &usize)| Cell {
            row: idx / columns,
            column: idx % columns,
            row_span: 1,
            column_span: 1,
            hung: Some(hung(chooser, series_idx, shown)),
            wanted: String::new(),
        };
        Layout {
            id: stage.id.clone(),
            rows: n.div_ceil(columns).max(1),
            columns,
            cells: (0..).zip(series).map(cell).collect(),
            links: stage.links,
        }
    };
    series.chunks(a_page.max(1)).map(page).collect()
}

fn alone(chooser: &Chooser<'_>) -> Option<Layout> {
    let shown = Shown {
        plane: overread_image::Plane::Acquired,
        voi: VoiChoice::File,
        slab: None,
        is_inverted: false,
        chest_wall: None,
        patient_right: None,
        align: Align::Centre,
        scale: Scale::Fit,
    };
    let first = chooser.current().first().copied().or(chooser.any())?;
    Some(Layout {
        id: "alone".to_owned(),
        rows: 1,
        columns: 1,
        cells: vec![Cell {
            row: 0,
            column: 0,
            row_span: 1,
            column_span: 1,
            hung: Some(hung(chooser, first, &shown)),
            wanted: String::new(),
        }],
        links: Links::default(),
    })
}

#[cfg(test)]
mod tests;
