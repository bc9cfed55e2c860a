//! The keyboard as a hand: the ring around whatever has the keyboard, and a crosshair that keys move over the images and
//! press. What a press does is decided by the tools, as of a mouse.

use egui::{
    Context, Event, EventFilter, FullOutput, Id, InputState, Key, Modifiers, PointerButton, Pos2,
    RawInput, Rect, ScrollArea, Sense, Shape, Stroke, StrokeKind, Ui, Vec2, vec2,
};
use overread_viewer::Action;

use crate::desk::Desk;
use crate::tokens;

/// How far an arrow key moves the crosshair, points: with Shift, alone, with Ctrl.
const STEPS: [f32; 3] = [1.0, 6.0, 40.0];
/// The arms of the crosshair, points: where they begin and end.
const ARM: [f32; 2] = [5.0, 22.0];

/// What every context of the desk has: it puts the crosshair's presses among the pointer's events, and draws the ring.
#[derive(Debug, Default)]
pub(crate) struct KeyHand {
    pending: Vec<Event>,
    /// The scroll area that holds what had the keyboard last.
    area: Option<Id>,
    /// Whether something had the keyboard when the last frame ended.
    has_keyboard: bool,
}

impl egui::Plugin for KeyHand {
    fn debug_name(&self) -> &'static str {
        "overread key hand"
    }

    fn input_hook(&mut self, _ctx: &Context, input: &mut RawInput) {
        input.events.append(&mut self.pending);
    }

    fn output_hook(&mut self, ctx: &Context, output: &mut FullOutput) {
        let found = focused(ctx);
        self.has_keyboard = found.is_some();
        let Some(response) = found else { return };
        let (rect, seen) = (response.rect, response.interact_rect);
        if !seen.is_positive() {
            return;
        }
        // Dark around bright: seen on a dark panel, on an accent and on an image.
        for (width, color, distance) in [(5.0, tokens::HALO, 2.5), (2.0, tokens::FOCUS, 2.5)] {
            let stroke = Stroke::new(width, color);
            let ring = rect.expand(distance);
            output.shapes.push(egui::epaint::ClippedShape {
                clip_rect: seen.expand(6.0),
                shape: Shape::rect_stroke(ring, 4.0, stroke, StrokeKind::Middle),
            });
        }
    }
}

/// The widget that has the keyboard.
fn focused(ctx: &Context) -> Option<egui::Response> {
    ctx.read_response(ctx.memory(|memory| memory.focused())?)
}

/// Whether Tab was pressed while nothing had the keyboard: it then goes on where the reader was, not at the first widget
/// of the window. What had it may have gone, as a button does that was pressed.
pub(crate) fn is_tab_from_nowhere(ui: &Ui) -> bool {
    let is_tab = ui.input(|input| input.key_pressed(Key::Tab) && input.modifiers.is_none());
    is_tab && !ui.ctx().plugin_or_default::<KeyHand>().lock().has_keyboard
}

/// Gives the keyboard to a panel as a whole where that is wanted, so that Tab goes on inside it: call it before the panel
/// is drawn into `ui`. The panel is no stop of Tab otherwise.
pub fn panel_keyboard(ui: &Ui, is_given: bool) {
    let id = ui.id().with("panel keyboard");
    if is_given {
        ui.memory_mut(|memory| memory.request_focus(id));
    }
    if ui.memory(|memory| memory.has_focus(id)) {
        ui.interact(ui.max_rect(), id, Sense::focusable_noninteractive());
    }
}

/// A scroll area that the keyboard suffices for: what gets the keyboard in it comes into view, and where the area itself
/// has it, arrows, Page Up and Page Down, Home and End scroll.
pub(crate) fn scroll<R>(area: ScrollArea, ui: &mut Ui, add: impl FnOnce(&mut Ui) -> R) -> R {
    area.show(ui, |ui| {
        let page = ui.clip_rect();
        let id = ui.id().with("scrolled by keys");
        let own = ui.interact(page, id, Sense::focusable_noninteractive());
        let hand = ui.ctx().plugin_or_default::<KeyHand>();
        if is_tab_from_nowhere(ui) && hand.lock().area == Some(id) {
            own.request_focus();
        }
        if own.has_focus() {
            ui.memory_mut(|memory| memory.set_focus_lock_filter(id, vertical_keys()));
            let way = ui.input_mut(|input| scrolled_by(input, page.height()));
            if way != 0.0 {
                ui.scroll_with_delta(vec2(0.0, -way));
            }
        }
        let added = add(ui);
        follow_focus(ui, id);
        added
    })
    .inner
}

/// Up and down are the area's while it has the keyboard; sideways leads on to other widgets.
fn vertical_keys() -> EventFilter {
    EventFilter {
        vertical_arrows: true,
        ..EventFilter::default()
    }
}

/// How far the keys of this frame scroll down, points.
fn scrolled_by(input: &mut InputState, page: f32) -> f32 {
    const LINE: f32 = 48.0;
    const WHOLE: f32 = 1e6;
    let ways = [
        (Key::ArrowUp, -LINE),
        (Key::ArrowDown, LINE),
        (Key::PageUp, -page * 0.9),
        (Key::PageDown, page * 0.9),
        (Key::Home, -WHOLE),
        (Key::End, WHOLE),
    ];
    let count = |input: &mut InputState, key| input.count_and_consume_key(Modifiers::NONE, key);
    let way = |(key, way): (Key, f32)| {
        let times = u8::try_from(count(input, key)).unwrap_or(u8::MAX);
        f32::from(times) * way
    };
    ways.map(way).into_iter().sum()
}

/// Brings the widget that got the keyboard into view; the area itself is in view.
fn follow_focus(ui: &Ui, area: Id) {
    let gained = focused(ui.ctx()).filter(|response| {
        let seen = response.interact_rect;
        // A bar below the area lies over what is scrolled out of it.
        let is_elsewhere = seen.is_positive() && !ui.clip_rect().intersects(seen);
        response.gained_focus()
            && response.id != area
            && response.layer_id == ui.layer_id()
            && ui.min_rect().contains(response.rect.center())
            && !is_elsewhere
    });
    if let Some(response) = gained {
        ui.scroll_to_rect(response.rect.expand(8.0), None);
        ui.ctx().plugin_or_default::<KeyHand>().lock().area = Some(area);
    }
}

/// The crosshair.
#[derive(Debug, Default)]
pub(crate) struct KeyPointer {
    on: Option<On>,
    /// Where it was when it was last used.
    last: Option<Pos2>,
}

#[derive(Debug)]
struct On {
    ctx: Context,
    at: Pos2,
    /// Where it may go.
    area: Rect,
    is_down: bool,
    /// Whether what it stands on was drawn in this frame.
    is_kept: bool,
}

impl KeyPointer {
    /// Shows it on an image, or takes it away.
    pub(crate) fn toggle(&mut self, ctx: &Context, area: Rect) {
        if self.on.is_some() {
            self.leave();
            return;
        }
        let at = self.last.filter(|at| area.contains(*at));
        let at = at.unwrap_or_else(|| area.center());
        let on = On {
            ctx: ctx.clone(),
            at,
            area,
            is_down: false,
            is_kept: true,
        };
        on.send([Event::PointerMoved(at)]);
        self.on = Some(on);
    }

    /// Takes its keys out of the input; whether slices are to be stepped, and by how many.
    fn take_keys(&mut self, ctx: &Context) -> i32 {
        let Some(on) = self.on.as_mut().filter(|on| on.ctx == *ctx) else {
            return 0;
        };
        if ctx.text_edit_focused() || ctx.egui_wants_keyboard_input() {
            return 0;
        }
        let (mut steps, mut is_left) = (0, false);
        let pressed = ctx.input_mut(|input| {
            let mut pressed = Vec::new();
            input.events.retain(|event| {
                let Some((key, modifiers)) = key_of(event) else {
                    return true;
                };
                pressed.push((key, modifiers));
                false
            });
            pressed
        });
        for (key, modifiers) in pressed {
            let is_press = matches!(key, Key::Enter | Key::Space);
            if is_press && on.is_down {
                on.release();
            } else if is_press {
                on.press();
                if key == Key::Enter {
                    on.release();
                }
            } else if key == Key::Escape {
                is_left = true;
            } else if matches!(key, Key::PageUp | Key::PageDown) {
                steps += if key == Key::PageUp { -1 } else { 1 };
            } else {
                on.go(way(key) * stride(modifiers));
            }
        }
        if is_left {
            self.leave();
        }
        steps
    }

    fn leave(&mut self) {
        if let Some(on) = self.on.take() {
            self.last = Some(on.at);
            on.leave();
        }
    }

    /// The image that it stands on is drawn here now.
    pub(crate) fn keep(&mut self, ctx: &Context, area: Rect) {
        if let Some(on) = self.on.as_mut().filter(|on| on.ctx == *ctx) {
            (on.area, on.is_kept) = (area, true);
        }
    }

    /// Draws it over the images of the context that it belongs to.
    fn draw(&self, ui: &Ui) {
        let Some(on) = self.on.as_ref().filter(|on| on.ctx == *ui.ctx()) else {
            return;
        };
        let painter = ui.painter();
        let [from, to] = ARM;
        for (width, color) in [(4.0, tokens::HALO), (1.5, tokens::FOCUS)] {
            for way in [
                vec2(1.0, 0.0),
                vec2(-1.0, 0.0),
                vec2(0.0, 1.0),
                vec2(0.0, -1.0),
            ] {
                painter.line_segment(
                    [on.at + way * from, on.at + way * to],
                    Stroke::new(width, color),
                );
            }
            if on.is_down {
                painter.circle_stroke(on.at, from, Stroke::new(width, color));
            }
        }
    }
}

impl On {
    fn go(&mut self, way: Vec2) {
        let area = self.area;
        self.at = (self.at + way).clamp(area.min, (area.max - vec2(1.0, 1.0)).max(area.min));
        self.send([Event::PointerMoved(self.at)]);
    }

    fn press(&mut self) {
        self.is_down = true;
        self.send([Event::PointerMoved(self.at), self.button(true)]);
    }

    fn release(&mut self) {
        self.is_down = false;
        self.send([self.button(false)]);
    }

    fn leave(self) {
        if self.is_down {
            self.send([self.button(false)]);
        }
        self.send([Event::PointerGone]);
    }

    fn button(&self, pressed: bool) -> Event {
        Event::PointerButton {
            pos: self.at,
            button: PointerButton::Primary,
            pressed,
            modifiers: Modifiers::NONE,
        }
    }

    /// Events reach the widgets as a mouse's do: with the next frame.
    fn send<const N: usize>(&self, events: [Event; N]) {
        let hand = self.ctx.plugin_or_default::<KeyHand>();
        hand.lock().pending.extend(events);
        self.ctx.request_repaint();
    }
}

/// A press of one of the crosshair's keys, wherever the layout has it.
fn key_of(event: &Event) -> Option<(Key, Modifiers)> {
    let Event::Key {
        key,
        physical_key,
        pressed: true,
        modifiers,
        ..
    } = event
    else {
        return None;
    };
    let key = physical_key.unwrap_or(*key);
    let is_own = way(key) != Vec2::ZERO
        || matches!(
            key,
            Key::Enter | Key::Space | Key::Escape | Key::PageUp | Key::PageDown
        );
    (is_own && !modifiers.alt).then_some((key, *modifiers))
}

#[expect(
    clippy::wildcard_enum_match_arm,
    reason = "all other keys lead nowhere"
)]
fn way(key: Key) -> Vec2 {
    match key {
        Key::ArrowLeft => vec2(-1.0, 0.0),
        Key::ArrowRight => vec2(1.0, 0.0),
        Key::ArrowUp => vec2(0.0, -1.0),
        Key::ArrowDown => vec2(0.0, 1.0),
        _ => Vec2::ZERO,
    }
}

fn stride(modifiers: Modifiers) -> f32 {
    let [fine, usual, coarse] = STEPS;
    if modifiers.shift {
        fine
    } else if modifiers.ctrl || modifiers.command {
        coarse
    } else {
        usual
    }
}

impl Desk {
    /// Takes the crosshair's keys before others get them; arrows and Enter are then its own.
    pub(crate) fn take_pointer_keys(&mut self, ctx: &Context) {
        let steps = self.key_pointer.take_keys(ctx);
        if steps != 0 {
            self.waiting_actions.push(Action::Step(steps));
        }
    }

    /// Takes the key that shows the crosshair over the images and takes it away.
    pub(crate) fn take_pointer_key(&mut self, ctx: &Context, actions: &[Action]) {
        let n_pressed = actions
            .iter()
            .filter(|action| **action == Action::KeyPointer)
            .count();
        if n_pressed % 2 == 1
            && let Some(area) = self.active_viewport()
        {
            self.key_pointer.toggle(ctx, area);
            self.has_news = true;
        }
    }

    /// Draws the crosshair over the images of the viewer, as long as there are some.
    pub(crate) fn viewer_pointer_ui(&mut self, ui: &Ui) {
        if let Some(area) = self.active_viewport() {
            self.key_pointer.keep(ui.ctx(), area);
        }
        self.pointer_ui(ui);
    }

    /// Draws the crosshair; it goes with the image that it stood on.
    pub(crate) fn pointer_ui(&mut self, ui: &Ui) {
        let is_gone = |on: &mut On| on.ctx == *ui.ctx() && !std::mem::take(&mut on.is_kept);
        if self.key_pointer.on.as_mut().is_some_and(is_gone) {
            self.key_pointer.leave();
        }
        self.key_pointer.draw(ui);
    }

    fn active_viewport(&self) -> Option<Rect> {
        let active = self.drawn.layout.as_ref().map(|layout| layout.active);
        let viewports = &self.drawn.viewports;
        let found = viewports
            .iter()
            .find(|viewport| Some(viewport.idx) == active);
        found
            .or_else(|| viewports.first())
            .map(|viewport| viewport.rect)
    }
}
