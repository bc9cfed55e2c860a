//! Charts as SVG, by themselves. Nothing by colour alone: drift is a triangle, a notice an open ring.

use overread_page::escape;

use super::sections::days;
use super::{Chart, ChartLine, Signal, StudySample};

const WIDTH: f64 = 760.0;
const HEIGHT: f64 = 260.0;
const LEFT: f64 = 64.0;
const RIGHT: f64 = 16.0;
const TOP: f64 = 34.0;
const BOTTOM: f64 = 40.0;
/// Numbers below the axis; more would run into one another.
const MOST_NUMBERS: usize = 24;

/// Follows the page it is on, and by itself light or dark mode.
const STYLE: &str = "svg.chart{color:#1b1f24;background:#fff;font:12px sans-serif;max-width:100%;height:auto}\
svg.chart .l{stroke:currentColor;fill:none}svg.chart .limit{stroke-dasharray:5 4;opacity:.7}\
svg.chart text{fill:currentColor}svg.chart .p{fill:currentColor}\
svg.chart .out{fill:#b3261e;stroke:currentColor}svg.chart .notice{fill:none;stroke:currentColor}\
@media(prefers-color-scheme:dark){svg.chart{color:#e6e9ee;background:#16191d}svg.chart .out{fill:#ff8a80}}";

/// A chart as a picture by itself; `None` for one without points.
pub(super) fn picture(chart: &Chart, samples: &[StudySample]) -> Option<String> {
    let points = chart.points.as_ref().ok()?;
    let values = points
        .lines
        .iter()
        .flat_map(|line| [line.value, line.lower, line.upper]);
    let values: Vec<f64> = values.chain([points.centre]).collect();
    let low = values.iter().copied().fold(f64::INFINITY, f64::min);
    let high = values.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let room = ((high - low) * 0.08).max(1e-3);
    // No line lies below 0 but for logarithms of times.
    let low = if low >= 0.0 {
        (low - room).max(0.0)
    } else {
        low - room
    };
    let scale = Scale {
        low,
        high: high + room,
        n: samples.len().max(1),
    };
    let mut body = axes(&scale, samples.len());
    body.push_str(&versions(&scale, samples));
    body.push_str(&steps(
        &scale,
        points.lines.iter().map(|line| (line.sample, line.lower)),
    ));
    body.push_str(&steps(
        &scale,
        points.lines.iter().map(|line| (line.sample, line.upper)),
    ));
    let y = scale.y(points.centre);
    body.push_str(&format!(
        "<line class=\"l\" x1=\"{LEFT}\" x2=\"{}\" y1=\"{y:.1}\" y2=\"{y:.1}\"/>",
        WIDTH - RIGHT
    ));
    let path: Vec<String> = points
        .lines
        .iter()
        .map(|line| format!("{:.1},{:.1}", scale.x(line.sample), scale.y(line.value)))
        .collect();
    body.push_str(&format!(
        "<polyline class=\"l\" points=\"{}\"/>",
        path.join(" ")
    ));
    for line in &points.lines {
        let here: Vec<&Signal> = chart
            .signals
            .iter()
            .filter(|signal| signal.sample == line.sample)
            .collect();
        body.push_str(&point(&scale, line, &here, samples));
    }
    let title = escape(chart.title);
    Some(format!(
        "<svg class=\"chart\" xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {WIDTH} {HEIGHT}\" role=\"img\" aria-label=\"{title}\"><title>{title}</title><style>{STYLE}</style><text x=\"{LEFT}\" y=\"18\">{title}</text>{body}</svg>"
    ))
}

struct Scale {
    low: f64,
    high: f64,
    n: usize,
}

impl Scale {
    fn x(&self, sample: usize) -> f64 {
        LEFT + (WIDTH - LEFT - RIGHT) * (sample as f64 + 0.5) / self.n as f64
    }

    fn half_step(&self) -> f64 {
        (WIDTH - LEFT - RIGHT) * 0.5 / self.n as f64
    }

    fn y(&self, value: f64) -> f64 {
        HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * (value - self.low) / (self.high - self.low)
    }
}

fn axes(scale: &Scale, n: usize) -> String {
    let bottom = HEIGHT - BOTTOM;
    let mut text = format!(
        "<path class=\"l\" d=\"M{LEFT} {TOP}V{bottom}H{}\"/><text x=\"{}\" y=\"{}\" text-anchor=\"end\">sample</text>",
        WIDTH - RIGHT,
        WIDTH - RIGHT,
        HEIGHT - 6.0
    );
    for part in 0..=4 {
        let value = scale.low + (scale.high - scale.low) * f64::from(part) / 4.0;
        let y = scale.y(value);
        text.push_str(&format!(
            "<text x=\"{}\" y=\"{:.1}\" text-anchor=\"end\">{value:.3}</text>",
            LEFT - 6.0,
            y + 4.0
        ));
    }
    let step = n.div_ceil(MOST_NUMBERS).max(1);
    for sample in (0..n).step_by(step) {
        text.push_str(&format!(
            "<text x=\"{:.1}\" y=\"{}\" text-anchor=\"middle\">{}</text>",
            scale.x(sample),
            bottom + 16.0,
            sample + 1
        ));
    }
    text
}

/// A limit, flat over each sample: samples of several sizes have several.
fn steps(scale: &Scale, line: impl Iterator<Item = (usize, f64)>) -> String {
    let half = scale.half_step();
    let parts: Vec<String> = line
        .map(|(sample, value)| {
            let (x, y) = (scale.x(sample), scale.y(value));
            format!("M{:.1} {y:.1}H{:.1}", x - half, x + half)
        })
        .collect();
    format!("<path class=\"l limit\" d=\"{}\"/>", parts.concat())
}

fn point(scale: &Scale, line: &ChartLine, here: &[&Signal], samples: &[StudySample]) -> String {
    let (x, y) = (scale.x(line.sample), scale.y(line.value));
    let when = samples.get(line.sample).map_or_else(String::new, days);
    let mut said = format!("sample {}, {when}: {:.4}", line.sample + 1, line.value);
    for signal in here {
        said.push_str(&format!(", {}", signal.rule));
    }
    let said = escape(&said);
    if here.iter().any(|signal| signal.is_drift) {
        let (top, left, right, base) = (y - 7.0, x - 6.5, x + 6.5, y + 5.0);
        return format!(
            "<path class=\"out\" d=\"M{x:.1} {top:.1}L{right:.1} {base:.1}L{left:.1} {base:.1}Z\"><title>{said}</title></path>"
        );
    }
    let ring = if here.is_empty() {
        String::new()
    } else {
        format!("<circle class=\"notice\" cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"6.5\"/>")
    };
    format!(
        "{ring}<circle class=\"p\" cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"3\"><title>{said}</title></circle>"
    )
}

/// Where another version of the service begins: a line with its number.
fn versions(scale: &Scale, samples: &[StudySample]) -> String {
    let mut text = String::new();
    for (idx, pair) in samples.windows(2).enumerate() {
        let (before, after) = (&pair[0].versions, &pair[1].versions);
        let Some(new) = after.iter().find(|version| !before.contains(version)) else {
            continue;
        };
        let x = scale.x(idx + 1) - scale.half_step();
        text.push_str(&format!(
            "<path class=\"l limit\" d=\"M{x:.1} {TOP}V{}\"/><text x=\"{:.1}\" y=\"{}\">{}</text>",
            HEIGHT - BOTTOM,
            x + 4.0,
            TOP + 8.0,
            escape(new)
        ));
    }
    text
}
