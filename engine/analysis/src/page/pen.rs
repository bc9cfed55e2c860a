//! What every part of the page is written with: words, the study, its analysis; and cells of tables.

use overread_stats::{Estimate, NotEstimable};

use super::plot::{Axis, Shape, mark, ticks};
use crate::analysis::{Analysis, Estimated, Found, Tested};
use crate::study::Study;
use crate::words::{Form, Words};
use overread_page::{escape, short};

/// Readers and rows that figures and tables show; the tables beside the page hold all.
pub(super) const MOST_SHOWN: usize = 40;

/// What a part of the page is written with.
pub(super) struct Pen<'a> {
    pub(super) words: &'a Words,
    pub(super) study: &'a Study,
    pub(super) analysis: &'a Analysis,
}

impl Pen<'_> {
    /// A text of the page.
    pub(super) fn text(&self, id: &str) -> String {
        self.words.text(id)
    }

    /// The name of a reader, as HTML.
    pub(super) fn reader(&self, reader: usize) -> String {
        let name = self.study.readers().get(reader);
        format!("<bdi>{}</bdi>", short(name.map_or("", String::as_str), 28))
    }

    /// The name of a reader, cut for a figure, not escaped.
    pub(super) fn reader_name(&self, reader: usize) -> String {
        let name = self.study.readers().get(reader).map_or("", String::as_str);
        if name.chars().count() <= 13 {
            return name.to_owned();
        }
        let cut: String = name.chars().take(12).collect();
        format!("{cut}…")
    }

    /// The name of a condition.
    pub(super) fn condition(&self, condition: usize) -> String {
        let found = self.study.conditions().get(condition);
        found.map_or_else(String::new, |condition| self.words.condition(*condition))
    }

    /// The class and shape of a condition: the two that are shown are told apart everywhere alike.
    pub(super) fn look(&self, condition: usize) -> (&'static str, Shape) {
        let is_aided = |condition: usize| {
            let found = self.study.conditions().get(condition);
            found.is_some_and(|condition| condition.is_aided())
        };
        // Where nothing is compared the two may be of one kind: the second gets the look that the first has not.
        let is_square = match self.shown()[..] {
            [first, second] if second == condition => !is_aided(first),
            _ => is_aided(condition),
        };
        if is_square {
            ("with", Shape::Square)
        } else {
            ("without", Shape::Ring)
        }
    }

    /// The conditions that figures show: the compared pair, or all where nothing is compared, at most two.
    pub(super) fn shown(&self) -> Vec<usize> {
        match &self.analysis.compared {
            Ok(pair) => pair.to_vec(),
            Err(_) => (0..self.study.conditions().len()).take(2).collect(),
        }
    }

    /// A number with its interval, as HTML: the interval stands small below.
    pub(super) fn cell(&self, of: &Estimated, form: Form) -> String {
        match of {
            Ok(estimate) => self.with_interval(estimate, form),
            Err(reason) => self.why(reason),
        }
    }

    pub(super) fn with_interval(&self, estimate: &Estimate, form: Form) -> String {
        format!(
            "{} <small>{}</small>",
            escape(&self.words.form(estimate.value, form)),
            escape(&self.words.interval(estimate, form))
        )
    }

    /// A number that may stand without interval, as HTML.
    pub(super) fn found(&self, of: &Found, form: Form) -> String {
        match (&of.value, &of.estimate) {
            (_, Ok(estimate)) => self.with_interval(estimate, form),
            (Ok(value), Err(reason)) => format!(
                "{} {}",
                escape(&self.words.form(*value, form)),
                self.why(reason)
            ),
            (Err(reason), Err(_)) => self.why(reason),
        }
    }

    /// A difference with interval and p value, as HTML.
    pub(super) fn tested(&self, of: &Result<Tested, NotEstimable>, form: Form) -> String {
        match of {
            Ok(tested) => {
                let p = tested.p.map_or_else(String::new, |p| {
                    format!(" <small>{}</small>", escape(&self.words.p(p)))
                });
                format!("{}{p}", self.with_interval(&tested.estimate, form))
            }
            Err(reason) => self.why(reason),
        }
    }

    /// Why there is no figure, as HTML.
    pub(super) fn why(&self, reason: &NotEstimable) -> String {
        format!(
            "<small class=\"why\">{}</small>",
            escape(&self.words.reason(reason))
        )
    }

    /// A paragraph on why a whole part is missing.
    pub(super) fn nothing(&self, reason: &NotEstimable) -> String {
        let reason = self.words.reason(reason);
        let text = self
            .words
            .with("nothing-here", &[("reason", reason.into())]);
        format!("<p class=\"note\">{}</p>", escape(&text))
    }

    /// Says that only the first rows of so many are shown.
    pub(super) fn cut_note(&self, n: usize) -> String {
        if n <= MOST_SHOWN {
            return String::new();
        }
        let args = [("shown", MOST_SHOWN.into()), ("count", n.into())];
        format!(
            "<p class=\"note\">{}</p>",
            escape(&self.words.with("shown-of", &args))
        )
    }

    /// The legend of the shown conditions; shapes and line patterns tell them apart without colour.
    pub(super) fn legend(&self) -> String {
        let shown = self.shown();
        let items = shown.into_iter().map(|condition| {
            let (class, shape) = self.look(condition);
            let sample = mark(shape, class, [14.0, 7.0], "");
            let name = escape(&self.condition(condition));
            format!(
                "<span class=\"key\"><svg viewBox=\"0 0 28 14\" aria-hidden=\"true\">\
                 <path class=\"curve {class}\" d=\"M0 7H28\"/>{sample}</svg>{name}</span>"
            )
        });
        format!("<div class=\"legend\">{}</div>", items.collect::<String>())
    }

    /// An axis of shares from 0 to 1.
    pub(super) fn shares(&self, title: &str) -> Axis {
        let values = [0.0, 0.2, 0.4, 0.6, 0.8, 1.0];
        Axis {
            title: title.to_owned(),
            range: [0.0, 1.0],
            ticks: values.map(|v| (v, self.words.number(v, 1))).into(),
            is_logarithmic: false,
        }
    }

    /// An axis with round ticks.
    pub(super) fn axis(&self, title: &str, range: [f64; 2], about: u32) -> Axis {
        let values = ticks(range, about);
        let digits = super::plot::digits(&values);
        Axis {
            title: title.to_owned(),
            range,
            ticks: values
                .into_iter()
                .map(|v| (v, self.words.number(v, digits)))
                .collect(),
            is_logarithmic: false,
        }
    }
}
