//! The hands on a viewport: wheel, drags and clicks become slices, windows, zoom, measures and picks. Draws nothing.

use egui::{PointerButton, Pos2, Response, Ui};
use overread_base::Shape;

use crate::scene::Selection;

use super::pane::{Pane, PaneContext, Pick};
use super::{Gesture, Length, Stage, Tool, ViewerState};

/// A side of a drawn box below this is a click with an unsteady hand, mm.
const LEAST_BOX_MM: f64 = 1.0;

impl ViewerState {
    pub(super) fn wheel(&mut self, ui: &Ui, pane: &Pane<'_>) {
        let rect = pane.picture.rect;
        if !ui.rect_contains_pointer(rect) {
            return;
        }
        let (lines, modifiers, at) = ui.input(|input| {
            let mut lines = 0.0;
            let mut modifiers = input.modifiers;
            for event in &input.events {
                if let egui::Event::MouseWheel {
                    unit,
                    delta,
                    modifiers: held,
                    ..
                } = event
                {
                    // Shift turns the wheel sideways on some systems.
                    let delta = if delta.y == 0.0 { delta.x } else { delta.y };
                    lines += match unit {
                        egui::MouseWheelUnit::Line => delta,
                        egui::MouseWheelUnit::Point => delta / 40.0,
                        egui::MouseWheelUnit::Page => delta * 10.0,
                    };
                    modifiers = *held;
                }
            }
            (lines, modifiers, input.pointer.latest_pos())
        });
        if lines == 0.0 {
            return;
        }
        self.active = pane.idx;
        let Some(shown) = &mut self.shown else { return };
        if modifiers.ctrl || modifiers.command {
            if let (Some(at), Some(state)) = (at, shown.view.panes.get_mut(pane.idx)) {
                let at_px = pane.picture.pixel(at);
                state.zoom_at(&pane.viewport, at_px, (f64::from(lines) * 0.12).exp());
            }
            return;
        }
        let steps = self.wheel_rest - lines * if modifiers.shift { 10.0 } else { 1.0 };
        let whole = whole_steps(steps);
        self.wheel_rest = steps - steps.trunc();
        shown.view.step(pane.geometry, pane.idx, whole);
    }

    /// Middle and right button: pan and zoom, whatever the tool.
    pub(super) fn side_buttons(&mut self, response: &Response, pane: &Pane<'_>) {
        if response.dragged_by(PointerButton::Middle) {
            self.pan(response, pane);
        } else if response.dragged_by(PointerButton::Secondary) {
            self.zoom(response, pane);
        }
    }

    fn pan(&mut self, response: &Response, pane: &Pane<'_>) {
        let delta = response.drag_delta() * pane.picture.pixels_per_point;
        if let Some(state) = self
            .shown
            .as_mut()
            .and_then(|shown| shown.view.panes.get_mut(pane.idx))
        {
            state.pan(&pane.viewport, [f64::from(delta.x), f64::from(delta.y)]);
        }
    }

    fn zoom(&mut self, response: &Response, pane: &Pane<'_>) {
        let origin = response.ctx.input(|input| input.pointer.press_origin());
        let at_px = pane
            .picture
            .pixel(origin.unwrap_or(pane.picture.rect.center()));
        let factor = f64::from(-response.drag_delta().y * 0.008).exp();
        if let Some(state) = self
            .shown
            .as_mut()
            .and_then(|shown| shown.view.panes.get_mut(pane.idx))
        {
            state.zoom_at(&pane.viewport, at_px, factor);
        }
    }

    pub(super) fn left_button(
        &mut self,
        ui: &Ui,
        response: &Response,
        pane: &Pane<'_>,
        cx: &PaneContext<'_>,
    ) -> Vec<Pick> {
        let tool = if cx.is_placing { Tool::Mark } else { self.tool };
        let at = response.interact_pointer_pos();
        let mut picks = Vec::new();
        if response.drag_started_by(PointerButton::Primary) {
            // The drag is only known to be one after a few points of way: it began where the button went down.
            let origin = ui.input(|input| input.pointer.press_origin()).or(at);
            self.gesture =
                origin.map_or(Gesture::None, |origin| self.begun(tool, pane, cx, origin));
        }
        if response.dragged_by(PointerButton::Primary) {
            self.dragged(tool, response, pane);
        }
        if response.drag_stopped_by(PointerButton::Primary) {
            let gesture = std::mem::take(&mut self.gesture);
            picks.extend(at.and_then(|at| self.finished(gesture, pane, at)));
        } else if response.clicked_by(PointerButton::Primary)
            && let Some(at) = at
        {
            picks.extend(self.clicked(tool, pane, cx, at));
        }
        picks
    }

    fn begun(&self, tool: Tool, pane: &Pane<'_>, cx: &PaneContext<'_>, origin: Pos2) -> Gesture {
        let from = pane.place(origin);
        match tool {
            Tool::Mark if cx.is_placing => Gesture::Mark {
                pane: pane.idx,
                from,
            },
            Tool::Mark if cx.scene.is_answering => {
                let own = pane
                    .mark_at(cx.overlay, origin)
                    .and_then(|mark| match &mark.target {
                        Selection::Mark(id) => Some(id.clone()),
                        Selection::None | Selection::Finding(_) => None,
                    });
                match own {
                    Some(mark) => Gesture::Move {
                        pane: pane.idx,
                        mark,
                        from,
                        to: from,
                    },
                    None => Gesture::Mark {
                        pane: pane.idx,
                        from,
                    },
                }
            }
            Tool::Length => Gesture::Length {
                pane: pane.idx,
                from,
            },
            Tool::Mark | Tool::Window | Tool::Pan | Tool::Zoom | Tool::Value => Gesture::None,
        }
    }

    fn dragged(&mut self, tool: Tool, response: &Response, pane: &Pane<'_>) {
        if let (Gesture::Move { to, .. }, Some(at)) =
            (&mut self.gesture, response.interact_pointer_pos())
        {
            *to = pane.place(at);
        }
        match tool {
            Tool::Window => {
                if let Some(shown) = &mut self.shown {
                    // A wide window is changed in larger steps.
                    let step = (shown.window.width() / 400.0).max(0.5);
                    let delta = response.drag_delta() * step;
                    shown.window = shown.window.moved(delta.y, delta.x);
                }
            }
            Tool::Pan => self.pan(response, pane),
            Tool::Zoom => self.zoom(response, pane),
            Tool::Mark | Tool::Length | Tool::Value => {}
        }
    }

    fn finished(&mut self, gesture: Gesture, pane: &Pane<'_>, at: Pos2) -> Option<Pick> {
        let to = pane.place(at);
        match gesture {
            Gesture::Mark { pane: idx, from } if idx == pane.idx => {
                let way = to - from;
                let sides = [
                    way.dot(pane.viewport.right).abs(),
                    way.dot(pane.viewport.down).abs(),
                ];
                let is_box = sides.iter().all(|&side| side >= LEAST_BOX_MM);
                Some(Pick::Place(if is_box {
                    pane.cuboid(from, to)
                } else {
                    Shape::Point(from)
                }))
            }
            Gesture::Move {
                pane: idx,
                mark,
                from,
                ..
            } if idx == pane.idx => Some(Pick::Move(mark, to - from)),
            Gesture::Length { pane: idx, from } if idx == pane.idx => {
                if let Some(shown) = &mut self.shown {
                    shown.lengths.push(Length { from, to });
                }
                None
            }
            Gesture::Mark { .. }
            | Gesture::Move { .. }
            | Gesture::Length { .. }
            | Gesture::None => None,
        }
    }

    fn clicked(
        &mut self,
        tool: Tool,
        pane: &Pane<'_>,
        cx: &PaneContext<'_>,
        at: Pos2,
    ) -> Option<Pick> {
        let place = pane.place(at);
        if cx.is_placing {
            return Some(Pick::Place(Shape::Point(place)));
        }
        if let Some(mark) = pane.mark_at(cx.overlay, at) {
            return Some(Pick::Select(mark.target.clone()));
        }
        match tool {
            Tool::Mark if cx.scene.is_answering => return Some(Pick::Place(Shape::Point(place))),
            Tool::Value => {
                if let Some(shown) = &mut self.shown {
                    shown.values.push(place);
                }
            }
            Tool::Mark | Tool::Window | Tool::Pan | Tool::Zoom | Tool::Length => {
                if let (Stage::Planes, Some(shown)) = (self.stage, &mut self.shown) {
                    shown.view.focus = place;
                }
            }
        }
        Some(Pick::Select(Selection::None))
    }
}

/// Wheel steps without the part of a step.
#[expect(
    clippy::cast_possible_truncation,
    reason = "a wheel turns some hundred steps at most in a frame"
)]
fn whole_steps(steps: f32) -> i32 {
    steps.trunc().clamp(-1_000.0, 1_000.0) as i32
}
