//! How long a case took without and with AI.

use overread_stats::{
    Counted, Effect, NotEstimable, geometric_mean95, time_ratio_by_reader95, time_ratio_paired95,
};

use super::paired::common;
use super::too_few;
use crate::study::Study;

/// The times of one reader on the cases read under both conditions.
#[derive(Debug, Clone, PartialEq)]
pub struct ReaderTimes {
    /// Who read.
    pub reader: usize,
    /// Seconds a case without and with AI, geometric means.
    pub means: [Result<Effect, NotEstimable>; 2],
    /// With over without, case by case.
    pub ratio: Result<Effect, NotEstimable>,
    /// Cases with both times.
    pub n_cases: usize,
}

/// The times of a study.
#[derive(Debug, Clone, PartialEq)]
pub struct StudyTimes {
    /// The readers that have times under both conditions.
    pub readers: Vec<ReaderTimes>,
    /// Seconds of each case without and with AI, by reader.
    pub seconds: Vec<[Vec<f64>; 2]>,
    /// With over without, the mean over readers; of one reader, that reader's.
    pub ratio: Result<Effect, NotEstimable>,
    /// Whether the time with AI includes the time without: the reader went on from the first answer.
    pub is_cumulative: bool,
}

pub(super) fn of(study: &Study, compared: Option<[usize; 2]>) -> StudyTimes {
    let Some(pair) = compared else {
        return StudyTimes {
            readers: Vec::new(),
            seconds: Vec::new(),
            ratio: Err(too_few(Counted::Conditions, 2, 1)),
            is_cumulative: false,
        };
    };
    let mut readers = Vec::new();
    let mut seconds = Vec::new();
    let [mut all_without, mut all_with] = [Vec::new(), Vec::new()];
    for reader in 0..study.readers().len() {
        let [mut without, mut with] = [Vec::new(), Vec::new()];
        for (_, reads) in common(study, pair, reader) {
            let [Some(first), Some(last)] = reads.map(|read| read.time_ms) else {
                continue;
            };
            // A time of 0 has no logarithm: it is that of an answer that came with the image, and no reading time.
            if first > 0.0 && last > 0.0 {
                without.push(first / 1000.0);
                with.push(last / 1000.0);
            }
        }
        if without.is_empty() {
            continue;
        }
        let number = reader as u64;
        all_without.extend(without.iter().map(|time| (number, *time)));
        all_with.extend(with.iter().map(|time| (number, *time)));
        readers.push(ReaderTimes {
            reader,
            means: [&without, &with].map(|times| geometric_mean95(times)),
            ratio: time_ratio_paired95(&with, &without),
            n_cases: without.len(),
        });
        seconds.push([without, with]);
    }
    let ratio = match readers.as_slice() {
        [] => Err(too_few(Counted::Readers, 1, 0)),
        [one] => one.ratio.clone(),
        _ => time_ratio_by_reader95(&all_with, &all_without),
    };
    let [without, with] = pair.map(|condition| study.conditions()[condition]);
    StudyTimes {
        readers,
        seconds,
        ratio,
        is_cumulative: without.mode == with.mode,
    }
}
