//! A drawing while it is made: presses, moves and releases of the pointer become a shape. No screen, no pixels.

use overread_base::Vec3;

use crate::Tool;
use crate::annotation::drawing::MAX_OUTLINE_POINTS;
use crate::annotation::{Drawing, Sheet};

/// What is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum DrawKind {
    /// One drag, or two clicks.
    Length,
    /// A line as for a length, then a drag or a click across it.
    Bidirectional,
    /// Three clicks (end, vertex, end), or two lines: an angle where the second begins at an end of the first, else
    /// the angle between both.
    Angle,
    /// One drag, or two clicks, from corner to corner.
    Ellipse,
    /// One drag, or two clicks, from corner to corner.
    Rectangle,
    /// A drag around, or a click a corner and at last one on the first corner or a double one.
    Outline,
    /// One click.
    Value,
    /// One drag, or two clicks, from the tip to the tail.
    Arrow,
}

impl DrawKind {
    /// What a tool draws; `None` for tools that draw nothing.
    #[must_use]
    pub fn of(tool: Tool) -> Option<Self> {
        match tool {
            Tool::Length => Some(Self::Length),
            Tool::Bidirectional => Some(Self::Bidirectional),
            Tool::Angle => Some(Self::Angle),
            Tool::Ellipse => Some(Self::Ellipse),
            Tool::Rectangle => Some(Self::Rectangle),
            Tool::Freehand => Some(Self::Outline),
            Tool::Value => Some(Self::Value),
            Tool::Arrow => Some(Self::Arrow),
            Tool::Window
            | Tool::Pan
            | Tool::Zoom
            | Tool::Scroll
            | Tool::Crosshair
            | Tool::Mark
            | Tool::Magnifier => None,
        }
    }
}

/// What the pointer did, at a place in the space of the series.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Pointer {
    /// The button went down.
    Press(Vec3),
    /// It moved, with the button down or not.
    Move(Vec3),
    /// The button went up.
    Release(Vec3),
    /// Two clicks in short order; comes after both of their releases.
    DoubleClick,
}

/// How a drawing goes on.
#[derive(Debug, Clone, PartialEq)]
pub enum Drawn {
    /// It needs more of the pointer.
    Ongoing(Draft),
    /// It is complete.
    Done(Drawing),
    /// It came to nothing: no length, no area.
    Nothing,
}

/// A drawing that is being made.
#[derive(Debug, Clone, PartialEq)]
pub struct Draft {
    kind: DrawKind,
    sheet: Sheet,
    /// A stroke that ends within this distance of its start is a click.
    reach_mm: f64,
    fixed: Vec<Vec3>,
    /// An angle is made of lines, not of three clicks.
    is_of_lines: bool,
    cursor: Vec3,
    pressed: Option<Press>,
    /// Least distance of points of a line drawn by hand.
    step_mm: f64,
}

#[derive(Debug, Clone, Copy, PartialEq)]
struct Press {
    at: Vec3,
    /// How far the pointer was from where it was pressed.
    wandered_mm: f64,
    /// How many points were fixed before.
    n_fixed: usize,
}

enum Stroke {
    Click(Vec3),
    Drag([Vec3; 2]),
}

impl Stroke {
    fn end(&self) -> Vec3 {
        match self {
            Self::Click(at) | Self::Drag([_, at]) => *at,
        }
    }
}

impl Draft {
    /// Begins with a press at a place of the plane. `reach_mm` is what a hand may tremble in a click, in mm there:
    /// some 4 pixels of the screen.
    #[must_use]
    pub fn begin(kind: DrawKind, sheet: Sheet, reach_mm: f64, at: Vec3) -> Self {
        let at = sheet.onto(at);
        let mut draft = Self {
            kind,
            sheet,
            reach_mm: reach_mm.max(1e-6),
            fixed: Vec::new(),
            is_of_lines: false,
            cursor: at,
            pressed: None,
            step_mm: reach_mm.max(1e-6) * 0.5,
        };
        draft.press(at);
        draft
    }

    /// What is drawn.
    #[must_use]
    pub fn kind(&self) -> DrawKind {
        self.kind
    }

    /// Goes on with what the pointer did. Places that are no numbers change nothing.
    #[must_use]
    pub fn next(mut self, pointer: Pointer) -> Drawn {
        let at = match pointer {
            Pointer::Press(at) | Pointer::Move(at) | Pointer::Release(at) => {
                if !at.is_finite() {
                    return Drawn::Ongoing(self);
                }
                self.sheet.onto(at)
            }
            Pointer::DoubleClick => return self.finished(),
        };
        self.cursor = at;
        match pointer {
            Pointer::Press(_) => self.press(at),
            Pointer::Move(_) => self.wander(at),
            Pointer::Release(_) => {
                self.wander(at);
                if let Some(press) = self.pressed.take() {
                    return self.stroked(press, at);
                }
            }
            Pointer::DoubleClick => {}
        }
        Drawn::Ongoing(self)
    }

    fn press(&mut self, at: Vec3) {
        self.pressed = Some(Press {
            at,
            wandered_mm: 0.0,
            n_fixed: self.fixed.len(),
        });
        if self.kind == DrawKind::Outline {
            self.fixed.push(at);
        }
    }

    fn wander(&mut self, at: Vec3) {
        let Some(press) = &mut self.pressed else {
            return;
        };
        press.wandered_mm = press.wandered_mm.max(press.at.distance(at));
        if self.kind != DrawKind::Outline {
            return;
        }
        let is_step = |last: &Vec3| last.distance(at) >= self.step_mm;
        if self.fixed.last().is_none_or(is_step) {
            self.fixed.push(at);
        }
        if self.fixed.len() >= MAX_OUTLINE_POINTS {
            // A very long line goes on at half its fineness.
            let mut is_odd = false;
            self.fixed.retain(|_| {
                is_odd = !is_odd;
                is_odd
            });
            self.step_mm *= 2.0;
        }
    }

    fn is_far(&self, a: Vec3, b: Vec3) -> bool {
        a.distance(b) > self.reach_mm
    }

    fn stroked(self, press: Press, at: Vec3) -> Drawn {
        let stroke = if self.is_far(press.at, at) {
            Stroke::Drag([press.at, at])
        } else {
            Stroke::Click(press.at)
        };
        match self.kind {
            DrawKind::Value => Drawn::Done(Drawing::Value(stroke.end())),
            DrawKind::Outline => self.outlined(press, &stroke),
            DrawKind::Bidirectional => self.crossed(&stroke),
            DrawKind::Angle => self.angled(&stroke),
            DrawKind::Length | DrawKind::Ellipse | DrawKind::Rectangle | DrawKind::Arrow => {
                self.spanned(&stroke)
            }
        }
    }

    fn ongoing(mut self, fixed: Vec3) -> Drawn {
        self.fixed.push(fixed);
        Drawn::Ongoing(self)
    }

    /// Shapes between two places.
    fn spanned(self, stroke: &Stroke) -> Drawn {
        let ends = match (self.fixed.first(), stroke) {
            (Some(&first), stroke) => [first, stroke.end()],
            (None, Stroke::Drag(ends)) => *ends,
            (None, Stroke::Click(at)) => return self.ongoing(*at),
        };
        let drawing = self
            .is_far(ends[0], ends[1])
            .then(|| self.between(ends))
            .flatten();
        drawing.map_or(Drawn::Nothing, Drawn::Done)
    }

    /// The shape that two places span; `None` for a region without area.
    fn between(&self, [from, to]: [Vec3; 2]) -> Option<Drawing> {
        let half = (to - from) * 0.5;
        let centre = from + half;
        let Sheet { right, down, .. } = self.sheet;
        let halves = [right * half.dot(right).abs(), down * half.dot(down).abs()];
        let has_area = halves.iter().all(|half| half.length() > 1e-6);
        match self.kind {
            DrawKind::Ellipse => has_area.then_some(Drawing::Ellipse {
                centre,
                half_axes: halves,
            }),
            DrawKind::Rectangle => has_area.then_some(Drawing::Rectangle {
                centre,
                half_sides: halves,
            }),
            DrawKind::Arrow => Some(Drawing::Arrow {
                tip: from,
                tail: to,
            }),
            DrawKind::Length
            | DrawKind::Bidirectional
            | DrawKind::Angle
            | DrawKind::Outline
            | DrawKind::Value => Some(Drawing::Length([from, to])),
        }
    }

    /// A line, then one across it.
    fn crossed(mut self, stroke: &Stroke) -> Drawn {
        match (self.fixed.as_slice(), stroke) {
            ([], Stroke::Drag(ends)) => {
                self.fixed.extend(ends);
                Drawn::Ongoing(self)
            }
            ([], Stroke::Click(at)) => self.ongoing(*at),
            (&[first], stroke) => {
                let end = stroke.end();
                if self.is_far(first, end) {
                    self.ongoing(end)
                } else {
                    Drawn::Ongoing(self)
                }
            }
            (&[a, b, ..], stroke) => {
                let long = [a, b];
                let short = match stroke {
                    Stroke::Drag([from, to]) => self.across(long, *from, *to),
                    Stroke::Click(at) => self.across(long, *at, self.mirrored(long, *at)),
                };
                // A click on the line itself says nothing about the one across.
                if self.is_far(short[0], short[1]) {
                    Drawn::Done(Drawing::Bidirectional { long, short })
                } else {
                    Drawn::Ongoing(self)
                }
            }
        }
    }

    /// The line at a right angle to `long` that reaches as far to its sides as two places do.
    fn across(&self, long: [Vec3; 2], from: Vec3, to: Vec3) -> [Vec3; 2] {
        let way = long[1] - long[0];
        let Some(unit) = way.normalized() else {
            return [from, to];
        };
        let direction = self.sheet.normal().cross(unit);
        let middle = (from + to) * 0.5;
        let along = (middle - long[0]).dot(unit).clamp(0.0, way.length());
        let foot = long[0] + unit * along;
        [from, to].map(|end| foot + direction * (end - foot).dot(direction))
    }

    /// A place mirrored at a line.
    fn mirrored(&self, line: [Vec3; 2], at: Vec3) -> Vec3 {
        let Some(unit) = (line[1] - line[0]).normalized() else {
            return at;
        };
        let direction = self.sheet.normal().cross(unit);
        at - direction * (2.0 * (at - line[0]).dot(direction))
    }

    /// Three places, or two lines.
    fn angled(mut self, stroke: &Stroke) -> Drawn {
        match (self.fixed.as_slice(), stroke) {
            ([], Stroke::Drag(ends)) => {
                self.fixed.extend(ends);
                self.is_of_lines = true;
                Drawn::Ongoing(self)
            }
            ([], Stroke::Click(at)) => self.ongoing(*at),
            (&[a, b], Stroke::Drag(second)) if self.is_of_lines => {
                Drawn::Done(self.of_lines([a, b], *second))
            }
            (&[_, _], Stroke::Click(at)) if self.is_of_lines => self.ongoing(*at),
            (&[.., last], stroke) => {
                let end = stroke.end();
                if !self.is_far(last, end) {
                    return Drawn::Ongoing(self);
                }
                match *self.fixed.as_slice() {
                    [a, b, from] => Drawn::Done(self.of_lines([a, b], [from, end])),
                    [first, vertex] => Drawn::Done(Drawing::Angle {
                        first,
                        vertex,
                        second: end,
                    }),
                    _ => self.ongoing(end),
                }
            }
        }
    }

    /// Two lines: an angle if the second begins where the first has an end.
    fn of_lines(&self, first: [Vec3; 2], second: [Vec3; 2]) -> Drawing {
        for (vertex, other) in [(first[1], first[0]), (first[0], first[1])] {
            if !self.is_far(vertex, second[0]) {
                return Drawing::Angle {
                    first: other,
                    vertex,
                    second: second[1],
                };
            }
        }
        Drawing::Cobb([first, second])
    }

    fn outlined(mut self, press: Press, stroke: &Stroke) -> Drawn {
        if press.wandered_mm > self.reach_mm {
            return self.finished();
        }
        // A click: what the trembling hand drew goes, the corner stays.
        self.fixed.truncate(press.n_fixed);
        let at = stroke.end();
        let is_closing = self
            .fixed
            .first()
            .is_some_and(|first| !self.is_far(*first, at));
        if is_closing && self.fixed.len() >= 3 {
            return self.finished();
        }
        let is_new = self.fixed.last().is_none_or(|last| self.is_far(*last, at));
        if is_new && self.fixed.len() < MAX_OUTLINE_POINTS {
            self.fixed.push(at);
        }
        Drawn::Ongoing(self)
    }

    /// Ends a drawing of any number of points; others go on.
    fn finished(self) -> Drawn {
        if self.kind != DrawKind::Outline {
            return Drawn::Ongoing(self);
        }
        if self.fixed.len() < 3 || overread_image::outline_area_mm2(&self.fixed) <= 1e-9 {
            return Drawn::Nothing;
        }
        Drawn::Done(Drawing::Outline(self.fixed))
    }

    /// What it looks like so far, with the pointer as the next place; `None` where there is nothing to be seen yet.
    #[must_use]
    pub fn drawing(&self) -> Option<Drawing> {
        let pressed = self.pressed.map(|press| press.at);
        let start = self.fixed.first().copied().or(pressed);
        match (self.kind, self.fixed.as_slice()) {
            (DrawKind::Value, _) => Some(Drawing::Value(self.cursor)),
            (DrawKind::Outline, fixed) => {
                let mut points = fixed.to_vec();
                points.push(self.cursor);
                match points.as_slice() {
                    [a, b] => Some(Drawing::Length([*a, *b])),
                    _ => (points.len() > 2).then_some(Drawing::Outline(points)),
                }
            }
            (DrawKind::Bidirectional, &[a, b]) => {
                let long = [a, b];
                let (from, to) = match pressed {
                    Some(from) if self.is_far(from, self.cursor) => (from, self.cursor),
                    _ => (self.cursor, self.mirrored(long, self.cursor)),
                };
                let short = self.across(long, from, to);
                Some(Drawing::Bidirectional { long, short })
            }
            (DrawKind::Angle, &[a, b]) if self.is_of_lines => Some(match pressed {
                Some(from) if self.is_far(from, self.cursor) => {
                    self.of_lines([a, b], [from, self.cursor])
                }
                _ => Drawing::Length([a, b]),
            }),
            (DrawKind::Angle, &[first, vertex]) => Some(Drawing::Angle {
                first,
                vertex,
                second: self.cursor,
            }),
            (DrawKind::Angle, &[a, b, from]) => Some(self.of_lines([a, b], [from, self.cursor])),
            _ => {
                let start = start?;
                let has_length = start.distance(self.cursor) > 0.0;
                has_length
                    .then(|| self.between([start, self.cursor]))
                    .flatten()
            }
        }
    }
}

#[cfg(test)]
mod tests;
