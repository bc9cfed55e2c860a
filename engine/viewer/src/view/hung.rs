//! A viewport as the protocol hangs it: series, plane, greys, flips, edge and scale. Changes nothing that hangs.

use overread_image::{Plane, Voi};

use crate::{Cell, DisplayArea, Hung, Layout, Pane, Scale, SeriesSpace, ViewedSeries, VoiChoice};

/// How values become greys in a viewport.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Greys {
    pub(super) voi: Voi,
    pub(super) file_voi: Option<usize>,
    pub(super) is_inverted: bool,
}

/// The viewports of a layout as the protocol hangs them, at the places of `before`.
pub(super) fn hung_panes(
    layout: &Layout,
    series: &[ViewedSeries<'_>],
    before: &[Option<Pane>],
    chosen: &[Option<Greys>],
) -> Vec<Option<Pane>> {
    let pane = |cell: &Cell| {
        let hung = cell.hung.as_ref()?;
        let of = series.get(hung.series_idx)?;
        let chosen = chosen.get(hung.series_idx).and_then(Option::as_ref);
        let mut pane = hung_pane(hung, of, chosen);
        if let Some(before) = of_series(before, hung.series_idx) {
            pane.focus = before.focus;
        }
        Some(pane)
    };
    layout.cells.iter().map(pane).collect()
}

fn hung_pane(hung: &Hung, of: &ViewedSeries<'_>, chosen: Option<&Greys>) -> Pane {
    let preset = match &hung.voi {
        VoiChoice::File => None,
        VoiChoice::Preset(id) => of.preset(id),
    };
    let is_own_window = preset.is_some();
    let voi = preset.unwrap_or_else(|| of.first_voi());
    let mut pane = Pane::new(hung.series_idx, hung.plane, of.geometry(), voi);
    pane.file_voi = (!is_own_window && !of.vois.is_empty()).then_some(0);
    pane.slab = hung.slab;
    pane.is_inverted = hung.is_inverted;
    pane.align = hung.align;
    pane.area = area_of(hung.scale);
    if hung.is_flipped {
        pane.orient(pane.orientation().flipped_horizontally());
    }
    if hung.is_upside_down {
        pane.orient(pane.orientation().flipped_vertically());
    }
    if let Some(greys) = chosen.filter(|_| !is_own_window && !hung.is_inverted) {
        pane.voi = greys.voi.clone();
        pane.file_voi = greys.file_voi;
        pane.is_inverted = greys.is_inverted;
    }
    pane
}

pub(super) fn area_of(scale: Scale) -> DisplayArea {
    match scale {
        Scale::Fit => DisplayArea::Fit,
        Scale::SameMm => DisplayArea::SameMm,
    }
}

pub(super) fn first_plane(series: &ViewedSeries<'_>) -> Plane {
    match series.facts.space {
        SeriesSpace::Patient => crate::stack::planes_of(series.geometry())[0],
        SeriesSpace::Detector => Plane::Acquired,
    }
}

pub(super) fn of_series(panes: &[Option<Pane>], series_idx: usize) -> Option<&Pane> {
    panes
        .iter()
        .flatten()
        .find(|pane| pane.series_idx == series_idx)
}
