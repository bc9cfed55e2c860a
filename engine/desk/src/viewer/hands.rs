//! The hands on a viewport: wheel, drags and clicks become slices, windows, zoom, measures and picks. Draws nothing.

use egui::{PointerButton, Pos2, Response, Ui};
use overread_base::Shape;
use overread_image::Voi;
use overread_viewer::{Drag, Tool, Wheel};

use crate::scene::Selection;

use super::menu::Menu;
use super::port::{Pick, Port, PortContext};
use super::{Gesture, ViewerState};

/// A side of a drawn box below this is a click with an unsteady hand, mm.
const LEAST_BOX_MM: f64 = 1.0;
/// Points of a drag a slice.
const POINTS_A_SLICE: f32 = 6.0;

impl ViewerState {
    pub(super) fn wheel(&mut self, ui: &Ui, port: &Port<'_>, cx: &PortContext<'_>) {
        let rect = port.picture.rect;
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
        let mouse = cx.mouse;
        let wheel = if modifiers.ctrl || modifiers.command {
            mouse.ctrl_wheel
        } else if modifiers.alt {
            mouse.alt_wheel
        } else if modifiers.shift {
            mouse.shift_wheel
        } else {
            mouse.wheel
        };
        self.turn_wheel(wheel, lines, at, port, cx);
    }

    fn turn_wheel(
        &mut self,
        wheel: Wheel,
        lines: f32,
        at: Option<Pos2>,
        port: &Port<'_>,
        cx: &PortContext<'_>,
    ) {
        let Some(shown) = &mut self.shown else { return };
        shown.view.activate(port.idx);
        match wheel {
            Wheel::Nothing => {}
            Wheel::Zoom => {
                if let Some(at) = at {
                    let factor = (f64::from(lines) * 0.12).exp();
                    self.zoom_at(port, cx, at, factor);
                }
            }
            Wheel::Slice | Wheel::TenSlices | Wheel::Slab => {
                let a_line = if wheel == Wheel::TenSlices { 10.0 } else { 1.0 };
                let steps = self.wheel_rest - lines * a_line;
                let whole = whole_steps(steps);
                self.wheel_rest = steps - steps.trunc();
                if wheel == Wheel::Slab {
                    if let Some(pane) = shown.view.pane_mut(port.idx) {
                        pane.thicken(port.geometry(), -whole);
                    }
                } else {
                    shown.view.step(port.idx, whole, cx.series);
                }
            }
        }
    }

    /// All buttons: drags by the profile, clicks by the tool.
    pub(super) fn buttons(
        &mut self,
        ui: &Ui,
        response: &Response,
        port: &Port<'_>,
        cx: &PortContext<'_>,
    ) -> Vec<Pick> {
        let is_taken = self.sketch(ui, response, port, cx);
        if response.secondary_clicked()
            && let Some(at) = response.interact_pointer_pos()
        {
            self.menu = Some(Menu::at(at));
        }
        if (response.is_pointer_button_down_on() || response.clicked() || response.drag_started())
            && let Some(shown) = &mut self.shown
        {
            shown.view.activate(port.idx);
            response.surrender_focus();
        }
        let [left, middle, right] = [
            PointerButton::Primary,
            PointerButton::Middle,
            PointerButton::Secondary,
        ]
        .map(|button| response.dragged_by(button));
        if left && right {
            self.gesture = Gesture::None;
            self.drag_by(cx.mouse.both, response, port, cx);
            return Vec::new();
        }
        if middle {
            self.drag_by(cx.mouse.middle, response, port, cx);
        } else if right {
            self.drag_by(cx.mouse.right, response, port, cx);
        }
        if is_taken {
            return Vec::new();
        }
        self.left_button(ui, response, port, cx)
    }

    fn drag_by(&mut self, drag: Drag, response: &Response, port: &Port<'_>, cx: &PortContext<'_>) {
        match drag {
            Drag::ActiveTool => self.drag_tool(self.tool, response, port, cx),
            Drag::Window => self.drag_tool(Tool::Window, response, port, cx),
            Drag::Pan => self.drag_tool(Tool::Pan, response, port, cx),
            Drag::Zoom => self.drag_tool(Tool::Zoom, response, port, cx),
            Drag::Scroll => self.drag_tool(Tool::Scroll, response, port, cx),
        }
    }

    /// What a drag changes with a tool that works while it is dragged.
    fn drag_tool(
        &mut self,
        tool: Tool,
        response: &Response,
        port: &Port<'_>,
        cx: &PortContext<'_>,
    ) {
        match tool {
            Tool::Window => self.window(response, port, cx),
            Tool::Pan => self.pan(response, port, cx),
            Tool::Zoom => {
                let origin = response.ctx.input(|input| input.pointer.press_origin());
                let at = origin.unwrap_or(port.picture.rect.center());
                let factor = f64::from(-response.drag_delta().y * 0.008).exp();
                self.zoom_at(port, cx, at, factor);
            }
            Tool::Scroll => {
                let steps = self.wheel_rest + response.drag_delta().y / POINTS_A_SLICE;
                self.wheel_rest = steps - steps.trunc();
                if let Some(shown) = &mut self.shown {
                    shown.view.step(port.idx, whole_steps(steps), cx.series);
                }
            }
            Tool::Crosshair
            | Tool::Mark
            | Tool::Length
            | Tool::Bidirectional
            | Tool::Angle
            | Tool::Ellipse
            | Tool::Rectangle
            | Tool::Freehand
            | Tool::Value
            | Tool::Arrow
            | Tool::Magnifier => {}
        }
    }

    fn window(&mut self, response: &Response, port: &Port<'_>, cx: &PortContext<'_>) {
        let delta = response.drag_delta();
        let Some(shown) = &mut self.shown else { return };
        shown.view.change_voi(port.idx, cx.series, |pane, _| {
            if let Some(window) = pane.voi.as_window() {
                // A wide window is changed in larger steps.
                let step = (window.width() / 400.0).max(0.5);
                pane.voi = Voi::Window(window.moved(delta.y * step, delta.x * step));
            }
        });
    }

    fn pan(&mut self, response: &Response, port: &Port<'_>, cx: &PortContext<'_>) {
        let delta = response.drag_delta() * port.picture.pixels_per_point;
        let Some(shown) = &mut self.shown else { return };
        shown.view.change_zoom(port.idx, cx.series, |pane, _| {
            pane.pan(&port.viewport, [f64::from(delta.x), f64::from(delta.y)]);
        });
    }

    fn zoom_at(&mut self, port: &Port<'_>, cx: &PortContext<'_>, at: Pos2, factor: f64) {
        let Some(shown) = &mut self.shown else { return };
        shown.view.change_zoom(port.idx, cx.series, |pane, of| {
            pane.zoom_at(of.geometry(), &port.screen, port.picture.pixel(at), factor);
        });
    }

    fn left_button(
        &mut self,
        ui: &Ui,
        response: &Response,
        port: &Port<'_>,
        cx: &PortContext<'_>,
    ) -> Vec<Pick> {
        let tool = match cx.mouse.left {
            _ if cx.is_placing => Tool::Mark,
            Drag::ActiveTool => self.tool,
            Drag::Window => Tool::Window,
            Drag::Pan => Tool::Pan,
            Drag::Zoom => Tool::Zoom,
            Drag::Scroll => Tool::Scroll,
        };
        let at = response.interact_pointer_pos();
        let mut picks = Vec::new();
        if response.drag_started_by(PointerButton::Primary) {
            // The drag is only known to be one after a few points of way: it began where the button went down.
            let origin = ui.input(|input| input.pointer.press_origin()).or(at);
            self.gesture =
                origin.map_or(Gesture::None, |origin| self.begun(tool, port, cx, origin));
        }
        if response.dragged_by(PointerButton::Primary) {
            if let (Gesture::Move { to, .. }, Some(at)) = (&mut self.gesture, at) {
                *to = port.place(at);
            }
            self.drag_tool(tool, response, port, cx);
        }
        if response.drag_stopped_by(PointerButton::Primary) {
            let gesture = std::mem::take(&mut self.gesture);
            picks.extend(at.and_then(|at| Self::finished(gesture, port, at)));
        } else if response.clicked_by(PointerButton::Primary)
            && let Some(at) = at
        {
            picks.extend(self.clicked(tool, port, cx, at));
        }
        picks
    }

    fn begun(&self, tool: Tool, port: &Port<'_>, cx: &PortContext<'_>, origin: Pos2) -> Gesture {
        let from = port.place(origin);
        match tool {
            Tool::Mark if cx.is_placing => Gesture::Mark {
                port: port.idx,
                from,
            },
            Tool::Mark if cx.scene.is_answering => {
                let own = port.mark_at(cx.overlay, cx.study, origin).and_then(|mark| {
                    match &mark.target {
                        Selection::Mark(id) => Some(id.clone()),
                        Selection::None | Selection::Finding(_) => None,
                    }
                });
                match own {
                    Some(mark) => Gesture::Move {
                        port: port.idx,
                        mark,
                        from,
                        to: from,
                    },
                    None => Gesture::Mark {
                        port: port.idx,
                        from,
                    },
                }
            }
            Tool::Mark
            | Tool::Length
            | Tool::Window
            | Tool::Pan
            | Tool::Zoom
            | Tool::Scroll
            | Tool::Crosshair
            | Tool::Bidirectional
            | Tool::Angle
            | Tool::Ellipse
            | Tool::Rectangle
            | Tool::Freehand
            | Tool::Value
            | Tool::Arrow
            | Tool::Magnifier => Gesture::None,
        }
    }

    fn finished(gesture: Gesture, port: &Port<'_>, at: Pos2) -> Option<Pick> {
        let to = port.place(at);
        match gesture {
            Gesture::Mark { port: idx, from } if idx == port.idx => {
                let way = to - from;
                let sides = [
                    way.dot(port.viewport.right).abs(),
                    way.dot(port.viewport.down).abs(),
                ];
                let is_box = sides.iter().all(|&side| side >= LEAST_BOX_MM);
                let shape = if is_box {
                    port.cuboid(from, to)
                } else {
                    Shape::Point(from)
                };
                Some(Pick::Place(port.series.facts.uid.clone(), shape))
            }
            Gesture::Move {
                port: idx,
                mark,
                from,
                ..
            } if idx == port.idx => Some(Pick::Move(mark, to - from)),
            Gesture::Mark { .. }
            | Gesture::Move { .. }
            | Gesture::Draft { .. }
            | Gesture::Edit { .. }
            | Gesture::Landmark { .. }
            | Gesture::None => None,
        }
    }

    fn clicked(
        &mut self,
        tool: Tool,
        port: &Port<'_>,
        cx: &PortContext<'_>,
        at: Pos2,
    ) -> Option<Pick> {
        let place = port.place(at);
        let uid = || port.series.facts.uid.clone();
        if cx.is_placing {
            return Some(Pick::Place(uid(), Shape::Point(place)));
        }
        if let Some(mark) = port.mark_at(cx.overlay, cx.study, at) {
            return Some(Pick::Select(mark.target.clone()));
        }
        match tool {
            Tool::Mark if cx.scene.is_answering => {
                return Some(Pick::Place(uid(), Shape::Point(place)));
            }
            Tool::Window | Tool::Pan | Tool::Zoom | Tool::Scroll if self.click_grid(port, at) => {}
            Tool::Crosshair => self.cross_at(port, cx, place),
            Tool::Window | Tool::Pan | Tool::Zoom | Tool::Mark => {
                // Among the planes of one series a click brings the others to the place.
                let shows_planes = self.view().is_some_and(|view| {
                    view.shown().filter_map(|idx| view.pane(idx)).any(|other| {
                        other.series_idx == port.pane.series_idx && other.plane != port.pane.plane
                    })
                });
                if shows_planes {
                    self.cross_at(port, cx, place);
                }
            }
            Tool::Scroll
            | Tool::Length
            | Tool::Value
            | Tool::Bidirectional
            | Tool::Angle
            | Tool::Ellipse
            | Tool::Rectangle
            | Tool::Freehand
            | Tool::Arrow
            | Tool::Magnifier => {}
        }
        Some(Pick::Select(Selection::None))
    }

    /// Brings a place of a viewport into view in the others.
    fn cross_at(&mut self, port: &Port<'_>, cx: &PortContext<'_>, place: overread_base::Vec3) {
        if let Some(shown) = &mut self.shown {
            shown.view.cross_at(port.idx, place, cx.series);
        }
    }
}

/// Wheel steps without the part of a step.
#[expect(
    clippy::cast_possible_truncation,
    reason = "a wheel turns some hundred steps at most in a frame"
)]
pub(super) fn whole_steps(steps: f32) -> i32 {
    steps.trunc().clamp(-1_000.0, 1_000.0) as i32
}
