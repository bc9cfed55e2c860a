//! The region grid: a chip for each region, both sides of a pair in one row, the patient's right on the left.

use egui::{Grid, RichText, Ui};
use overread_scenario::AnswerValue;

use crate::answer_text::Offered;
use crate::tokens;
use crate::widgets;
use crate::words::{Word, Words};

use super::choices::{chip_ui, toggled};

/// A side as a code names it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Side {
    Right,
    Left,
}

/// Regions in rows: pairs by side, and those without a partner.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Rows<'a> {
    pairs: Vec<[&'a Offered; 2]>,
    singles: Vec<&'a Offered>,
}

impl<'a> Rows<'a> {
    /// Pairs codes that differ by nothing but a side, as `r-m1` and `l-m1`, or `upper.right` and `upper.left`.
    pub(super) fn of(options: &'a [Offered]) -> Self {
        let sided: Vec<_> = options
            .iter()
            .map(|option| (option, side_of(&option.code)))
            .collect();
        let partner = |stem: &str| {
            let is_partner = |side: &Option<(Side, String)>| matches!(side, Some((Side::Left, of)) if of == stem);
            sided
                .iter()
                .find(|(_, side)| is_partner(side))
                .map(|(option, _)| *option)
        };
        let mut pairs = Vec::new();
        for (option, side) in &sided {
            if let Some((Side::Right, stem)) = side
                && let Some(left) = partner(stem)
            {
                pairs.push([*option, left]);
            }
        }
        let is_paired = |option: &Offered| {
            pairs
                .iter()
                .flatten()
                .any(|known| known.code == option.code)
        };
        let singles = options.iter().filter(|option| !is_paired(option)).collect();
        Self { pairs, singles }
    }
}

/// The side that a code names at its beginning or end, and the rest of it.
fn side_of(code: &str) -> Option<(Side, String)> {
    let side = |word: &str| match word.to_lowercase().as_str() {
        "r" | "right" => Some(Side::Right),
        "l" | "left" => Some(Side::Left),
        _ => None,
    };
    let is_joint = |c: char| matches!(c, '-' | '_' | '.' | ' ');
    let first = code
        .split_once(is_joint)
        .and_then(|(word, rest)| Some((side(word)?, rest.to_owned())));
    first.or_else(|| {
        let (rest, word) = code.rsplit_once(is_joint)?;
        Some((side(word)?, rest.to_owned()))
    })
}

/// The regions to be switched on and off; none of them is an answer too.
pub(super) fn grid_ui(
    ui: &mut Ui,
    words: &Words,
    options: &[Offered],
    chosen: Option<&[String]>,
) -> Option<AnswerValue> {
    let rows = Rows::of(options);
    let mut given = None;
    let mut region = |ui: &mut Ui, option: &Offered| {
        let is_on = chosen.is_some_and(|chosen| chosen.contains(&option.code));
        if chip_ui(ui, is_on, &option.text) {
            given = Some(toggled(chosen, &option.code));
        }
    };
    if !rows.pairs.is_empty() {
        Grid::new("regions")
            .num_columns(2)
            .spacing([8.0, 4.0])
            .show(ui, |ui| {
                for word in [Word::SideR, Word::SideL] {
                    ui.label(RichText::new(words.text(word)).color(tokens::TEXT_DIM));
                }
                ui.end_row();
                for [right, left] in &rows.pairs {
                    region(ui, right);
                    region(ui, left);
                    ui.end_row();
                }
            });
    }
    ui.horizontal_wrapped(|ui| {
        for option in &rows.singles {
            region(ui, option);
        }
    });
    let is_none = chosen.is_some_and(<[String]>::is_empty);
    if widgets::radio(ui, is_none, &words.text(Word::QuestionNone)) {
        given = Some(Vec::new());
    }
    given.map(AnswerValue::Codes)
}

#[cfg(test)]
mod tests;
