//! Which two conditions are compared, and the reads that a reader gave of a case under both.

use overread_exam::ReadPhase;
use overread_stats::{Counted, NotEstimable};

use super::too_few;
use crate::study::{Cell, Read, Study};

/// The conditions to compare, without AI and with it: the pair under which most cases were read by the same reader, then
/// the pair with most reads. A first answer that was given beside an AI result is neither: the signed one stands for
/// reading with AI.
///
/// # Errors
/// [`NotEstimable::TooFew`] where there is no condition of either kind.
pub(super) fn compared(study: &Study) -> Result<[usize; 2], NotEstimable> {
    let conditions = study.conditions();
    let kind = |is_aided: bool| {
        (0..conditions.len()).filter(move |c| {
            let condition = conditions[*c];
            let is_final = condition.phase == ReadPhase::Final;
            condition.is_aided() == is_aided && (is_final || !is_aided)
        })
    };
    let n_reads = |condition: usize| -> usize {
        (0..study.readers().len())
            .map(|reader| study.of_reader(condition, reader).count())
            .sum()
    };
    let pairs = kind(false).flat_map(|without| kind(true).map(move |with| [without, with]));
    let weight = |pair: &[usize; 2]| {
        let n_common: usize = (0..study.readers().len())
            .map(|reader| common(study, *pair, reader).count())
            .sum();
        (n_common, n_reads(pair[0]).min(n_reads(pair[1])))
    };
    let mut best = None;
    for pair in pairs {
        let found = weight(&pair);
        // The first of equals stays.
        if best.is_none_or(|(most, _)| found > most) {
            best = Some((found, pair));
        }
    }
    let n_kinds = [false, true].map(|is_aided| usize::from(kind(is_aided).next().is_some()));
    best.map(|(_, pair)| pair)
        .ok_or_else(|| too_few(Counted::Conditions, 2, n_kinds.iter().sum()))
}

/// The cases that a reader read under both conditions, with both reads.
pub(super) fn common(
    study: &Study,
    [without, with]: [usize; 2],
    reader: usize,
) -> impl Iterator<Item = (usize, [&Read; 2])> {
    study
        .of_reader(without, reader)
        .filter_map(move |(case, first)| {
            let cell = Cell {
                condition: with,
                reader,
                case,
            };
            Some((case, [first, study.read(cell)?]))
        })
}
