//! The hand that draws: presses, moves and releases become annotations, or change one that is there. Paints nothing.

use egui::{Event, PointerButton, Pos2, Response, Ui};
use overread_viewer::{
    AnnotationId, Annotations, Draft, Drag, DrawKind, Drawing, Drawn, Part, Pointer, Sheet, Tool,
    hit, plane_distance_mm,
};

use super::port::{Port, PortContext};
use super::{Gesture, ViewerState, slice_bar};

/// How far from a line or a handle a press still takes it, device pixels.
const REACH_PX: f64 = 7.0;
/// How far a click may tremble, device pixels.
const TREMBLE_PX: f64 = 4.0;

impl ViewerState {
    /// Takes the pointer's events of this frame if they belong to a drawing; whether they do.
    pub(super) fn sketch(
        &mut self,
        ui: &Ui,
        response: &Response,
        port: &Port<'_>,
        cx: &PortContext<'_>,
    ) -> bool {
        let rect = port.picture.rect;
        let is_on_top = ui.rect_contains_pointer(rect)
            || response.is_pointer_button_down_on()
            || response.clicked();
        let has_bar = port.stack.count > 1;
        let may_press = |at: Pos2| {
            is_on_top && rect.contains(at) && !(has_bar && slice_bar::bar_rect(rect).contains(at))
        };
        let mut is_taken = self.is_sketching(port.idx);
        for event in ui.input(|input| input.events.clone()) {
            if let Event::PointerButton {
                pos,
                button: PointerButton::Primary,
                pressed,
                ..
            } = event
            {
                if pressed && may_press(pos) {
                    is_taken |= self.press(port, cx, pos);
                } else if !pressed {
                    self.release(port, pos);
                }
            } else if let Event::PointerMoved(pos) = event {
                self.wander(port, pos);
            }
        }
        if is_taken && response.double_clicked_by(PointerButton::Primary) {
            self.advance(port, Pointer::DoubleClick);
        }
        is_taken
    }

    /// Whether something is being drawn or changed in a viewport.
    pub(super) fn is_sketching(&self, idx: usize) -> bool {
        match &self.gesture {
            Gesture::Draft { port, .. }
            | Gesture::Edit { port, .. }
            | Gesture::Landmark { port } => *port == idx,
            Gesture::None | Gesture::Mark { .. } | Gesture::Move { .. } => false,
        }
    }

    fn press(&mut self, port: &Port<'_>, cx: &PortContext<'_>, at: Pos2) -> bool {
        if cx.is_placing {
            return false;
        }
        let place = port.place(at);
        if matches!(self.gesture, Gesture::Draft { port: idx, .. } if idx == port.idx) {
            self.advance(port, Pointer::Press(place));
            return true;
        }
        if self.press_grid(port, at) {
            self.gesture = Gesture::Landmark { port: port.idx };
            return true;
        }
        if self.tool != Tool::Mark
            && let Some((note, part)) = self.note_at(port, at)
        {
            let drawing = self.note(note).map(|note| note.drawing.clone());
            if let Some(drawing) = drawing {
                self.selected_note = Some(note);
                self.gesture = Gesture::Edit {
                    port: port.idx,
                    note,
                    part,
                    from: place,
                    drawing,
                };
                return true;
            }
        }
        self.selected_note = None;
        let kind = DrawKind::of(self.tool).filter(|_| cx.mouse.left == Drag::ActiveTool);
        let Some(kind) = kind else { return false };
        let sheet = Sheet::of(&port.viewport);
        let reach_mm = port.viewport.mm_per_px * TREMBLE_PX;
        self.gesture = Gesture::Draft {
            port: port.idx,
            sheet,
            draft: Draft::begin(kind, sheet, reach_mm, place),
        };
        true
    }

    fn wander(&mut self, port: &Port<'_>, at: Pos2) {
        if !self.is_sketching(port.idx) {
            return;
        }
        let place = port.place(at);
        if let Gesture::Edit {
            note,
            part,
            from,
            drawing,
            ..
        } = &self.gesture
        {
            let (note, drawing) = (*note, drawing.dragged(*part, place - *from));
            if let Some(shown) = &mut self.shown {
                shown.notes.redraw(note, drawing);
            }
        } else if matches!(self.gesture, Gesture::Landmark { .. }) {
            self.drag_grid(port, at);
        } else {
            self.advance(port, Pointer::Move(place));
        }
    }

    fn release(&mut self, port: &Port<'_>, at: Pos2) {
        if !self.is_sketching(port.idx) {
            return;
        }
        if matches!(
            self.gesture,
            Gesture::Edit { .. } | Gesture::Landmark { .. }
        ) {
            self.wander(port, at);
            self.release_grid();
            self.gesture = Gesture::None;
        } else {
            self.advance(port, Pointer::Release(port.place(at)));
        }
    }

    fn advance(&mut self, port: &Port<'_>, pointer: Pointer) {
        match std::mem::take(&mut self.gesture) {
            Gesture::Draft {
                port: idx,
                sheet,
                draft,
            } => match draft.next(pointer) {
                Drawn::Ongoing(draft) => {
                    self.gesture = Gesture::Draft {
                        port: idx,
                        sheet,
                        draft,
                    };
                }
                Drawn::Done(drawing) => self.keep(port.pane.series_idx, sheet, drawing),
                Drawn::Nothing => {}
            },
            other @ (Gesture::None
            | Gesture::Mark { .. }
            | Gesture::Move { .. }
            | Gesture::Edit { .. }
            | Gesture::Landmark { .. }) => self.gesture = other,
        }
    }

    fn keep(&mut self, series_idx: usize, sheet: Sheet, drawing: Drawing) {
        let is_arrow = matches!(drawing, Drawing::Arrow { .. });
        let Some(shown) = &mut self.shown else { return };
        self.selected_note = shown.notes.add(series_idx, sheet, drawing);
        if is_arrow && let Some(note) = self.selected_note {
            self.writing = Some(super::Writing::new(note, String::new()));
        }
    }

    /// The annotation under the pointer, and which part of it; the last one drawn lies on top.
    pub(super) fn note_at(&self, port: &Port<'_>, at: Pos2) -> Option<(AnnotationId, Part)> {
        let notes = &self.shown.as_ref()?.notes;
        let pointer = port.picture.pixel(at);
        let on_screen = |place| {
            let (x, y, _) = port.viewport.screen_from_patient(place);
            [x, y]
        };
        let reach = REACH_PX * f64::from(port.picture.pixels_per_point);
        seen(notes, port)
            .filter_map(|note| Some((note.id, hit(&note.drawing, on_screen, pointer, reach)?)))
            .last()
    }

    fn note(&self, id: AnnotationId) -> Option<&overread_viewer::Annotation> {
        self.shown.as_ref()?.notes.get(id)
    }

    /// Opens the field for the text of the selected annotation.
    pub(super) fn write_at_selected(&mut self) {
        let note = self.selected_note.and_then(|id| self.note(id));
        self.writing = note.map(|note| super::Writing::new(note.id, note.text.clone()));
    }

    /// No annotation is selected any more.
    pub(crate) fn leave_note(&mut self) {
        self.selected_note = None;
    }

    /// Takes the selected annotation away; whether there was one.
    pub(crate) fn delete_note(&mut self) -> bool {
        let (Some(id), Some(shown)) = (self.selected_note.take(), &mut self.shown) else {
            return false;
        };
        shown.notes.remove(id)
    }
}

/// The annotations that are seen in a viewport.
pub(super) fn seen<'a>(
    notes: &'a Annotations,
    port: &Port<'_>,
) -> impl Iterator<Item = &'a overread_viewer::Annotation> {
    let sheet = Sheet::of(&port.viewport);
    let normal = sheet.normal();
    let thickness_mm = port.pane.slab.map_or_else(
        || plane_distance_mm(port.geometry(), normal),
        |slab| slab.thickness_mm,
    );
    let series_idx = port.pane.series_idx;
    let is_seen = move |note: &&overread_viewer::Annotation| {
        note.series_idx == series_idx && note.sheet.is_seen_on(&sheet, thickness_mm)
    };
    notes.all().iter().filter(is_seen)
}
