//! A region grid on an image: outlines and labels, landmarks to drag, affected regions and their score.

use egui::{Align2, Color32, Pos2, Rect, Stroke, StrokeKind, vec2};
use overread_base::{Laterality, Vec3};
use overread_viewer::{
    GridLevel, GridStatus, PlacedLevel, RegionGrid, RegionMarks, Sheet, ViewedSeries,
    plane_distance_mm,
};

use crate::tokens;
use crate::words::{Word, Words};

use super::ViewerState;
use super::paint::Brush;
use super::port::{Port, PortContext};

/// How far from a landmark a press still takes it, points.
const REACH: f32 = 9.0;

/// A grid that lies on a series.
#[derive(Debug, Clone)]
pub(super) struct GridOn {
    grid: &'static RegionGrid,
    level_idx: usize,
    series_idx: usize,
    /// The levels that were laid on the images, by their index.
    placed: Vec<Option<PlacedLevel>>,
    marks: RegionMarks,
    /// The landmark in the hand.
    dragged: Option<usize>,
}

impl GridOn {
    fn level(&self) -> Option<(&'static GridLevel, &PlacedLevel)> {
        let level = self.grid.levels.get(self.level_idx)?;
        Some((level, self.placed.get(self.level_idx)?.as_ref()?))
    }
}

impl ViewerState {
    /// The next level of the grid on the active image, the next grid that suits it, or none.
    pub(super) fn next_grid(&mut self, series: &[ViewedSeries<'_>]) {
        let Some(view) = self.view() else { return };
        let Some((pane, of)) = view
            .pane(view.active())
            .and_then(|pane| Some((pane, series.get(pane.series_idx)?)))
        else {
            return;
        };
        let screen = overread_viewer::PaneScreen::of_size([64, 64]);
        let sheet = Sheet::of(&pane.viewport(of.geometry(), &screen));
        let suiting: Vec<(&'static RegionGrid, usize)> = RegionGrid::built_in()
            .iter()
            .filter(|grid| grid.suits(of.facts))
            .flat_map(|grid| grid.levels_for(of.facts).map(move |(idx, _)| (grid, idx)))
            .collect();
        let series_idx = pane.series_idx;
        let current = self.grid.take().filter(|on| on.series_idx == series_idx);
        let is_current = |(grid, idx): &(&'static RegionGrid, usize)| {
            current
                .as_ref()
                .is_some_and(|on| on.grid.id == grid.id && on.level_idx == *idx)
        };
        let next = match suiting.iter().position(is_current) {
            Some(at) => at + 1,
            None => 0,
        };
        let Some(&(grid, level_idx)) = suiting.get(next) else {
            return;
        };
        let mut on = current
            .filter(|on| on.grid.id == grid.id)
            .unwrap_or_else(|| GridOn {
                grid,
                level_idx,
                series_idx,
                placed: vec![None; grid.levels.len()],
                marks: RegionMarks::default(),
                dragged: None,
            });
        on.level_idx = level_idx;
        if let (Some(level), Some(place)) =
            (grid.levels.get(level_idx), on.placed.get_mut(level_idx))
        {
            *place = Some(PlacedLevel::over(level, sheet, of.facts, of.geometry()));
        }
        self.grid = Some(on);
    }

    /// A press on a landmark or in a region; whether it was one.
    pub(super) fn press_grid(&mut self, port: &Port<'_>, at: Pos2) -> bool {
        let Some(on) = self.grid.as_mut().filter(|on| is_seen(on, port)) else {
            return false;
        };
        let landmark = on.level().and_then(|(_, placed)| {
            let near = |place: &Vec3| port.point(*place).distance(at) <= REACH;
            placed.landmarks().iter().position(near)
        });
        on.dragged = landmark;
        landmark.is_some()
    }

    /// Drags the landmark in the hand.
    pub(super) fn drag_grid(&mut self, port: &Port<'_>, at: Pos2) {
        if let Some(on) = &mut self.grid
            && let Some(landmark) = on.dragged
            && let Some(placed) = on.placed.get_mut(on.level_idx).and_then(Option::as_mut)
        {
            placed.drag(landmark, port.place(at));
        }
    }

    pub(super) fn release_grid(&mut self) -> bool {
        let on = self.grid.as_mut();
        on.is_some_and(|on| on.dragged.take().is_some())
    }

    /// A click in a region: affected, or not. Whether it was in one.
    pub(super) fn click_grid(&mut self, port: &Port<'_>, at: Pos2) -> bool {
        let Some(on) = self.grid.as_mut().filter(|on| is_seen(on, port)) else {
            return false;
        };
        let place = port.place(at);
        let region = on
            .level()
            .and_then(|(level, placed)| placed.region_at(level, place));
        if let Some(region) = region {
            on.marks.toggle(on.level_idx, region);
        }
        region.is_some()
    }

    /// The grid, where it lies on the slice; gives what it says.
    pub(super) fn draw_grid(
        &self,
        brush: &Brush,
        port: &Port<'_>,
        cx: &PortContext<'_>,
    ) -> Option<String> {
        let on = self.grid.as_ref().filter(|on| is_seen(on, port))?;
        let (level, placed) = on.level()?;
        let painter = &brush.painter;
        for (idx, (region, outline)) in level.regions.iter().zip(placed.outlines(level)).enumerate()
        {
            let points: Vec<Pos2> = outline.iter().map(|&place| port.point(place)).collect();
            let is_affected = on.marks.is_affected(on.level_idx, idx);
            let (color, width) = if is_affected {
                (tokens::READER, 2.2)
            } else {
                (tokens::GRID, 1.0)
            };
            for stroke in [
                Stroke::new(width + 2.0, tokens::HALO),
                Stroke::new(width, color),
            ] {
                painter.add(egui::Shape::closed_line(points.clone(), stroke));
            }
            let middle = Rect::from_points(&points).center();
            brush.text(middle, Align2::CENTER_CENTER, &region.id, color);
        }
        for &landmark in placed.landmarks() {
            let rect = Rect::from_center_size(port.point(landmark), vec2(8.0, 8.0));
            painter.rect_filled(rect, 4.0, Color32::BLACK);
            let stroke = Stroke::new(1.5, tokens::GRID);
            painter.rect_stroke(rect, 4.0, stroke, StrokeKind::Middle);
        }
        Some(legend(on, cx.words))
    }
}

fn is_seen(on: &GridOn, port: &Port<'_>) -> bool {
    let sheet = Sheet::of(&port.viewport);
    let distance_mm = plane_distance_mm(port.geometry(), sheet.normal());
    on.series_idx == port.pane.series_idx
        && on
            .level()
            .is_some_and(|(_, placed)| placed.sheet.is_seen_on(&sheet, distance_mm))
}

fn legend(on: &GridOn, words: &Words) -> String {
    let name = match on.grid.id.as_str() {
        "aspects" => words.text(Word::GridAspects),
        "lung-zones" => words.text(Word::GridLungZones),
        "breast" => words.text(Word::GridBreast),
        other => other.to_owned(),
    };
    let score = |side| on.marks.score(on.grid, side);
    let mut text = match (score(Laterality::Right), score(Laterality::Left)) {
        (Some(right), Some(left)) => words.with(
            Word::GridScore,
            &[
                ("name", name.into()),
                ("right", right.into()),
                ("left", left.into()),
            ],
        ),
        (None, _) | (_, None) => {
            let affected: Vec<&str> = on.marks.affected(on.grid).map(|r| r.id.as_str()).collect();
            format!("{name}: {}", affected.join(", "))
        }
    };
    if on.grid.status == GridStatus::Unverified {
        text = format!("{text}  ({})", words.text(Word::GridUnverified));
    }
    text
}
