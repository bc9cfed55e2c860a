//! How numbers are written: decimal comma in Russian, a true minus, no more digits than are known.

use overread_stats::Estimate;

use super::{Language, Words};

/// How a kind of number is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Form {
    /// A share of 1 as a percentage with one digit.
    Percent,
    /// An area or a difference of areas, three digits.
    Area,
    /// A difference of shares in percentage points, with its sign.
    Points,
    /// A difference of areas, with its sign.
    AreaChange,
    /// Two digits, for ratios and correlations.
    Plain,
    /// One digit, for seconds and millimetres.
    Coarse,
}

impl Words {
    /// A number with so many digits after the sign of decimals.
    pub(crate) fn number(&self, value: f64, digits: usize) -> String {
        let text = format!("{value:.digits$}");
        // A rounded -0 is 0.
        let is_zero = text
            .trim_start_matches('-')
            .chars()
            .all(|c| matches!(c, '0' | '.'));
        let text = if is_zero {
            text.trim_start_matches('-').to_owned()
        } else {
            text.replace('-', "\u{2212}")
        };
        match self.language {
            Language::En => text,
            Language::Ru => text.replace('.', ","),
        }
    }

    /// A number in its form.
    pub(crate) fn form(&self, value: f64, form: Form) -> String {
        let signed = |text: String| {
            if value > 0.0 && text.contains(|c: char| ('1'..='9').contains(&c)) {
                format!("+{text}")
            } else {
                text
            }
        };
        match form {
            Form::Percent => format!("{}\u{a0}%", self.number(value * 100.0, 1)),
            Form::Area => self.number(value, 3),
            Form::Points => signed(self.number(value * 100.0, 1)),
            Form::AreaChange => signed(self.number(value, 3)),
            Form::Plain => self.number(value, 2),
            Form::Coarse => self.number(value, 1),
        }
    }

    /// The ends of an interval.
    pub(crate) fn interval(&self, of: &Estimate, form: Form) -> String {
        self.with(
            "interval",
            &[
                ("lower", self.bare(of.lower, form).into()),
                ("upper", self.bare(of.upper, form).into()),
            ],
        )
    }

    /// An end of an interval: a percentage without its sign, which stands behind both.
    fn bare(&self, value: f64, form: Form) -> String {
        match form {
            Form::Percent => self.number(value * 100.0, 1),
            Form::Area | Form::Points | Form::AreaChange | Form::Plain | Form::Coarse => {
                self.form(value, form)
            }
        }
    }

    /// A p value: three digits, or that it is smaller.
    pub(crate) fn p(&self, p: f64) -> String {
        if p < 0.001 {
            format!("p\u{a0}<\u{a0}{}", self.number(0.001, 3))
        } else {
            format!("p\u{a0}=\u{a0}{}", self.number(p, 3))
        }
    }
}
