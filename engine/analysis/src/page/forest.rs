//! A forest plot: a value with its interval a row, the pooled one as a diamond below, and the numbers beside them.

use overread_stats::Estimate;

use super::pen::Pen;
use super::plot::{Axis, Plot, Room, Shape};
use crate::words::Form;
use overread_page::escape;

/// One row.
pub(super) struct Row {
    /// Who or what.
    pub(super) name: String,
    /// The value alone, where it has no interval.
    pub(super) value: Option<f64>,
    /// The value with its interval.
    pub(super) estimate: Option<Estimate>,
    /// Whether it is that of all together.
    pub(super) is_pooled: bool,
}

/// What is drawn.
pub(super) struct Forest<'a> {
    pub(super) rows: Vec<Row>,
    /// The axis: title, and where nothing differs.
    pub(super) title: String,
    pub(super) null: Option<f64>,
    pub(super) form: Form,
    /// What lies left and right of the line of no difference.
    pub(super) sides: Option<[String; 2]>,
    /// Ends that the axis must not leave.
    pub(super) limits: [f64; 2],
    pub(super) is_logarithmic: bool,
    pub(super) told: &'a str,
}

const ROW: f64 = 25.0;
const TOP: f64 = 26.0;
/// Where the names end, and where the numbers stand; both move right for long names.
const NAMES: f64 = 97.0;
const VALUES: f64 = 317.0;
/// The width of a letter of a name, as wide as letters get on average.
const LETTER: f64 = 7.7;

impl Forest<'_> {
    /// The drawing; empty without a value.
    pub(super) fn draw(&self, pen: &Pen<'_>) -> String {
        let Some(range) = self.range() else {
            return String::new();
        };
        let n = self.rows.len();
        let height = TOP + ROW * n as f64 + 52.0;
        let more = self.more();
        let room = Room {
            size: [504.0 + more, height],
            left: 104.0 + more,
            right: 194.0,
            top: TOP,
            bottom: 52.0,
        };
        let rows = Axis {
            title: String::new(),
            range: [n as f64, 0.0],
            ticks: Vec::new(),
            is_logarithmic: false,
        };
        let mut plot = Plot::new(room, self.axis(pen, range), rows);
        if let Some(null) = self.null {
            plot.line("null", [[null, 0.0], [null, n as f64]]);
        }
        if let Some([left, right]) = &self.sides {
            let [x, _] = plot.at(self.null.unwrap_or(0.0), 0.0);
            plot.text([x - 8.0, 15.0], "end", "side", &format!("← {left}"));
            plot.text([x + 8.0, 15.0], "start", "side", &format!("{right} →"));
        }
        for (idx, row) in self.rows.iter().enumerate() {
            self.row(pen, &mut plot, idx as f64 + 0.5, row);
        }
        plot.finish(self.told)
    }

    /// By how much the longest name needs more room than most do.
    fn more(&self) -> f64 {
        let lengths = self.rows.iter().map(|row| row.name.chars().count());
        (lengths.max().unwrap_or(0) as f64 * LETTER - NAMES).max(0.0)
    }

    fn axis(&self, pen: &Pen<'_>, range: [f64; 2]) -> Axis {
        if !self.is_logarithmic {
            let mut axis = pen.axis(&self.title, range, 5);
            if self.form == Form::Percent || self.form == Form::Points {
                let digits = usize::from(range[1] - range[0] < 0.05);
                for (value, text) in &mut axis.ticks {
                    *text = pen.words.number(*value * 100.0, digits);
                }
            }
            return axis;
        }
        let ticks = super::plot::log_ticks(range);
        let ticks = if ticks.len() < 2 {
            super::plot::ticks(range, 3)
        } else {
            ticks
        };
        Axis {
            title: self.title.clone(),
            range,
            ticks: ticks
                .into_iter()
                .map(|v| (v, pen.words.number(v, if v < 1.0 { 2 } else { 1 })))
                .collect(),
            is_logarithmic: true,
        }
    }

    fn row(&self, pen: &Pen<'_>, plot: &mut Plot, y: f64, row: &Row) {
        let [_, pixel] = plot.at(self.limits[0], y);
        let class = if row.is_pooled { "name strong" } else { "name" };
        plot.text([NAMES + self.more(), pixel + 4.0], "end", class, &row.name);
        let Some(estimate) = &row.estimate else {
            if let Some(value) = row.value {
                plot.mark(Shape::Ring, "one", [value, y], "");
                let text = pen.words.form(value, self.form);
                plot.text([VALUES + self.more(), pixel + 4.0], "start", "value", &text);
            }
            return;
        };
        let text = format!(
            "{} {}",
            pen.words.form(estimate.value, self.form),
            pen.words.interval(estimate, self.form)
        );
        let class = if row.is_pooled {
            "value strong"
        } else {
            "value"
        };
        plot.text([VALUES + self.more(), pixel + 4.0], "start", class, &text);
        if row.is_pooled {
            let [left, _] = plot.at(estimate.lower, y);
            let [middle, _] = plot.at(estimate.value, y);
            let [right, _] = plot.at(estimate.upper, y);
            plot.raw(&format!(
                "<path class=\"diamond\" d=\"M{left:.1} {pixel:.1}L{middle:.1} {:.1}L{right:.1} {pixel:.1}L{middle:.1} {:.1}Z\"><title>{}</title></path>",
                pixel - 7.0,
                pixel + 7.0,
                escape(&text)
            ));
            return;
        }
        plot.line("whisker", [[estimate.lower, y], [estimate.upper, y]]);
        plot.mark(Shape::Dot, "one", [estimate.value, y], &text);
    }

    /// The ends of the axis: all intervals and the line of no difference, with a little room.
    fn range(&self) -> Option<[f64; 2]> {
        let ends = self.rows.iter().flat_map(|row| {
            let estimate = row
                .estimate
                .iter()
                .flat_map(|e| [e.lower, e.upper, e.value]);
            estimate.chain(row.value)
        });
        let all: Vec<f64> = ends.chain(self.null).collect();
        if self
            .rows
            .iter()
            .all(|row| row.value.is_none() && row.estimate.is_none())
        {
            return None;
        }
        let low = all.iter().copied().fold(f64::INFINITY, f64::min);
        let high = all.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        let [low, high] = if self.is_logarithmic {
            [low / 1.06, high * 1.06]
        } else {
            let spare = (0.06 * (high - low)).max(1e-3);
            [low - spare, high + spare]
        };
        Some([low.max(self.limits[0]), high.min(self.limits[1])])
    }
}
