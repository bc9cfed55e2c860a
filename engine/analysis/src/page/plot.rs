//! The plane of a figure: axes with ticks and titles, and marks in the units of what is shown. SVG, no script.

use std::fmt::Write as _;

use overread_page::escape;

/// One axis.
#[derive(Debug, Clone)]
pub(super) struct Axis {
    /// What is shown, with its unit.
    pub(super) title: String,
    /// The ends, in the units of what is shown.
    pub(super) range: [f64; 2],
    /// Where numbers stand, and what they say.
    pub(super) ticks: Vec<(f64, String)>,
    /// Whether the ends are far enough apart only by their logarithms.
    pub(super) is_logarithmic: bool,
}

/// The room around the plane, in pixels of the drawing.
#[derive(Debug, Clone, Copy)]
pub(super) struct Room {
    pub(super) size: [f64; 2],
    pub(super) left: f64,
    pub(super) right: f64,
    pub(super) top: f64,
    pub(super) bottom: f64,
}

impl Room {
    /// A square plane for shares against shares.
    pub(super) const SQUARE: Self = Self {
        size: [420.0, 400.0],
        left: 52.0,
        right: 14.0,
        top: 10.0,
        bottom: 48.0,
    };
}

/// A figure that is being drawn.
pub(super) struct Plot {
    room: Room,
    x: Axis,
    y: Axis,
    body: String,
}

/// The shape of a mark: conditions differ by it as well as by colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shape {
    /// A ring, for what is without AI.
    Ring,
    /// A filled square, for what is with AI.
    Square,
    /// A filled dot, for one reader or one case.
    Dot,
    /// A cross, for what is flagged.
    Cross,
}

impl Plot {
    /// An empty plane with its grid and axes. An axis without ticks is not drawn.
    pub(super) fn new(room: Room, x: Axis, y: Axis) -> Self {
        let mut plot = Self {
            room,
            x,
            y,
            body: String::new(),
        };
        plot.axes();
        plot
    }

    /// Where a value stands, in pixels.
    pub(super) fn at(&self, x: f64, y: f64) -> [f64; 2] {
        let [left, right, top, bottom] = self.edges();
        [
            left + share(&self.x, x) * (right - left),
            bottom - share(&self.y, y) * (bottom - top),
        ]
    }

    fn edges(&self) -> [f64; 4] {
        let Room {
            size: [width, height],
            left,
            right,
            top,
            bottom,
        } = self.room;
        [left, width - right, top, height - bottom]
    }

    fn axes(&mut self) {
        let [left, right, top, bottom] = self.edges();
        for (value, text) in self.x.ticks.clone() {
            let [x, _] = self.at(value, self.y.range[0]);
            self.raw(&format!(
                "<line class=\"grid\" x1=\"{x:.1}\" y1=\"{top:.1}\" x2=\"{x:.1}\" y2=\"{bottom:.1}\"/>"
            ));
            self.text([x, bottom + 16.0], "middle", "tick", &text);
        }
        for (value, text) in self.y.ticks.clone() {
            let [_, y] = self.at(self.x.range[0], value);
            self.raw(&format!(
                "<line class=\"grid\" x1=\"{left:.1}\" y1=\"{y:.1}\" x2=\"{right:.1}\" y2=\"{y:.1}\"/>"
            ));
            self.text([left - 6.0, y + 4.0], "end", "tick", &text);
        }
        let middle = f64::midpoint(left, right);
        let title = self.x.title.clone();
        self.text([middle, bottom + 37.0], "middle", "title", &title);
        if !self.y.title.is_empty() {
            let (middle, title) = (f64::midpoint(top, bottom), escape(&self.y.title));
            self.raw(&format!(
                "<text class=\"title\" text-anchor=\"middle\" transform=\"translate(14 {middle:.1}) rotate(-90)\">{title}</text>"
            ));
        }
        self.raw(&format!(
            "<path class=\"axis\" d=\"M{left:.1} {top:.1}V{bottom:.1}H{right:.1}\"/>"
        ));
    }

    /// SVG as it stands; whoever calls has escaped what is in it.
    pub(super) fn raw(&mut self, svg: &str) {
        self.body.push_str(svg);
    }

    /// A text at a place in pixels.
    pub(super) fn text(&mut self, [x, y]: [f64; 2], anchor: &str, class: &str, text: &str) {
        let text = escape(text);
        self.raw(&format!(
            "<text class=\"{class}\" x=\"{x:.1}\" y=\"{y:.1}\" text-anchor=\"{anchor}\">{text}</text>"
        ));
    }

    /// A line through values.
    pub(super) fn line(&mut self, class: &str, values: impl IntoIterator<Item = [f64; 2]>) {
        let mut path = String::new();
        for [x, y] in values {
            let [x, y] = self.at(x, y);
            let letter = if path.is_empty() { 'M' } else { 'L' };
            // Writing to a string cannot fail.
            if write!(path, "{letter}{x:.1} {y:.1}").is_err() {
                return;
            }
        }
        self.raw(&format!("<path class=\"{class}\" d=\"{path}\"/>"));
    }

    /// A mark at a value; `told` is what it says when it is pointed at.
    pub(super) fn mark(&mut self, shape: Shape, class: &str, [x, y]: [f64; 2], told: &str) {
        let [x, y] = self.at(x, y);
        self.raw(&mark(shape, class, [x, y], told));
    }

    /// The drawing; `told` says in words what it shows.
    pub(super) fn finish(self, told: &str) -> String {
        let [width, height] = self.room.size;
        format!(
            "<svg viewBox=\"0 0 {width} {height}\" role=\"img\" aria-label=\"{}\">{}</svg>",
            escape(told),
            self.body
        )
    }
}

/// A mark at a place in pixels.
pub(super) fn mark(shape: Shape, class: &str, [x, y]: [f64; 2], told: &str) -> String {
    let told = if told.is_empty() {
        String::new()
    } else {
        format!("<title>{}</title>", escape(told))
    };
    match shape {
        Shape::Ring => {
            format!(
                "<circle class=\"ring {class}\" cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"4.5\">{told}</circle>"
            )
        }
        Shape::Dot => {
            format!(
                "<circle class=\"dot {class}\" cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"3.4\">{told}</circle>"
            )
        }
        Shape::Square => format!(
            "<rect class=\"dot {class}\" x=\"{:.1}\" y=\"{:.1}\" width=\"8.4\" height=\"8.4\">{told}</rect>",
            x - 4.2,
            y - 4.2
        ),
        Shape::Cross => format!(
            "<path class=\"cross {class}\" d=\"M{:.1} {:.1}l7 7m0 -7l-7 7\">{told}</path>",
            x - 3.5,
            y - 3.5
        ),
    }
}

fn share(axis: &Axis, value: f64) -> f64 {
    let [from, to] = axis.range;
    let value = value.clamp(from.min(to), from.max(to));
    if axis.is_logarithmic {
        (libm::log(value) - libm::log(from)) / (libm::log(to) - libm::log(from))
    } else {
        (value - from) / (to - from)
    }
}

/// Ticks at round numbers within a range, about so many.
pub(super) fn ticks(range: [f64; 2], about: u32) -> Vec<f64> {
    let [from, to] = range;
    let rough = (to - from) / f64::from(about.max(1));
    if !(rough.is_finite() && rough > 0.0) {
        return vec![from];
    }
    let power = libm::pow(10.0, libm::log10(rough).floor());
    let step = [1.0, 2.0, 2.5, 5.0, 10.0]
        .into_iter()
        .map(|factor| factor * power)
        .find(|step| *step >= rough * 0.999)
        .unwrap_or(10.0 * power);
    let mut ticks = Vec::new();
    let mut value = (from / step).ceil() * step;
    while value <= to + step * 1e-6 && ticks.len() < 40 {
        ticks.push(value);
        value += step;
    }
    ticks
}

/// Ticks at 1, 2 and 5 times powers of ten.
pub(super) fn log_ticks([from, to]: [f64; 2]) -> Vec<f64> {
    let mut ticks = Vec::new();
    let mut power = libm::pow(10.0, libm::log10(from).floor());
    while power <= to && ticks.len() < 40 {
        for factor in [1.0, 2.0, 5.0] {
            let value = factor * power;
            if from <= value && value <= to {
                ticks.push(value);
            }
        }
        power *= 10.0;
    }
    ticks
}

/// How many digits ticks need so that no two are written alike.
pub(super) fn digits(ticks: &[f64]) -> usize {
    let step = ticks
        .windows(2)
        .map(|pair| pair[1] - pair[0])
        .fold(f64::INFINITY, f64::min);
    [1.0, 0.1, 0.01, 0.001]
        .iter()
        .position(|least| {
            step >= least * 0.999 && (step / least).fract().min(1.0 - (step / least).fract()) < 1e-6
        })
        .unwrap_or(3)
}
