//! The control chart of shares: samples of studies against exact limits, with rules that flag drift by name.

use super::binomial::{at_least, at_most, lower_limit, upper_limit};
use crate::{Counted, Estimate, NotEstimable, normal_cdf, proportion_wilson95};

/// The share of sound samples beyond either limit: that of a normal distribution beyond three standard deviations.
const TAIL: f64 = 0.001_349_898_031_630_094_6;

/// Larger samples are refused.
const LARGEST: u64 = 1_000_000;

/// A sample of studies, by custom 80, and how many of them show what is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sample {
    /// Studies that show it, e.g. a defect.
    pub hits: u64,
    /// Studies of the sample.
    pub n: u64,
}

/// Where the centre of a chart comes from.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Centre {
    /// A share that was agreed on, between 0 and 1.
    Target(f64),
    /// The share over the first so many samples, taken when all was well.
    FirstSamples(usize),
}

/// A rule by which a point of a chart is flagged.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ChartRule {
    /// Above the upper limit.
    AboveLimit,
    /// Below the lower limit.
    BelowLimit,
    /// This and another of the last three points beyond two standard deviations on one side.
    TwoOfThree,
    /// This and three others of the last five beyond one standard deviation on one side.
    FourOfFive,
    /// The last eight points on one side of the centre.
    EightOnOneSide,
    /// The last six points each above the one before, or each below.
    SixRisingOrFalling,
}

impl ChartRule {
    /// The word for it in exports.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::AboveLimit => "above-limit",
            Self::BelowLimit => "below-limit",
            Self::TwoOfThree => "two-of-three",
            Self::FourOfFive => "four-of-five",
            Self::EightOnOneSide => "eight-on-one-side",
            Self::SixRisingOrFalling => "six-rising-or-falling",
        }
    }
}

/// A point of a chart.
#[derive(Debug, Clone, PartialEq)]
pub struct ChartPoint {
    /// The share of the sample with Wilson's interval.
    pub share: Estimate,
    /// Fewer hits than these are flagged.
    pub lower_hits: u64,
    /// More hits than these are flagged.
    pub upper_hits: u64,
    /// The rules that flag it, in the order of [`ChartRule`].
    pub flags: Vec<ChartRule>,
}

/// A control chart of shares.
#[derive(Debug, Clone, PartialEq)]
pub struct PChart {
    /// The centre line.
    pub centre: f64,
    /// The samples in order of time.
    pub points: Vec<ChartPoint>,
}

/// The control chart of `samples` in order of time, of one size or several.
///
/// The limits leave at most 0.00135 of sound samples on either side by the binomial distribution itself; at small
/// centres no count is below the lower one. A count is beyond one or two standard deviations if it and all beyond it
/// have together at most the chance that a normal distribution leaves there, so that a rule means at most the same at
/// every centre and size. A share equal to the centre is on neither side and equal shares end a rise. Samples before
/// [`Centre::FirstSamples`] ends are charted as well.
///
/// False alarms in simulation (2,000 charts of 100 sound samples of 80, seed 8), points flagged of a hundred by any
/// rule and by the limits alone: at 5 % 0.41 and 0.06, at 10 % 0.46 and 0.09, at 30 % 0.84 and 0.12. Of such charts 28,
/// 29 and 46 % have a flag within 100 points: a flag asks for a look, not for a verdict.
///
/// # Errors
/// [`NotEstimable::TooFew`] without samples, with an empty one, or with fewer than the first samples asked for;
/// [`NotEstimable::OutOfDomain`] at more hits than studies and at a target that is not between 0 and 1;
/// [`NotEstimable::Degenerate`] where the first samples have no hits or only hits.
///
/// Source: Shewhart, Economic Control of Quality, 1931; the rules: Western Electric, Statistical Quality Control
/// Handbook, 1956, and rule 3 of Nelson, J Qual Technol 1984;16:237. The size of 80: GOST R ISO 2859-1.
pub fn p_chart(samples: &[Sample], centre: Centre) -> Result<PChart, NotEstimable> {
    NotEstimable::if_fewer(Counted::Samples, 1, samples.len())?;
    let mut shares = Vec::new();
    for (index, sample) in samples.iter().enumerate() {
        shares.push(share(index, sample)?);
    }
    let centre = centre_of(samples, centre)?;
    let marks: Vec<Mark> = samples.iter().map(|s| Mark::of(s, centre)).collect();
    let points = samples.iter().zip(shares).enumerate();
    let points = points.map(|(idx, (sample, share))| ChartPoint {
        share,
        lower_hits: lower_limit(TAIL, sample.n, centre),
        upper_hits: upper_limit(TAIL, sample.n, centre),
        flags: flags(&marks[..=idx]),
    });
    Ok(PChart {
        centre,
        points: points.collect(),
    })
}

/// The share of a sample whose counts are sound.
pub(super) fn share(index: usize, sample: &Sample) -> Result<Estimate, NotEstimable> {
    if sample.n > LARGEST {
        return Err(NotEstimable::OutOfDomain {
            what: "the studies of samples",
            index,
            domain: "0 to 1000000",
        });
    }
    if sample.hits > sample.n {
        return Err(NotEstimable::OutOfDomain {
            what: "the hits of samples",
            index,
            domain: "0 to the studies of the sample",
        });
    }
    proportion_wilson95(sample.hits, sample.n)
}

fn centre_of(samples: &[Sample], centre: Centre) -> Result<f64, NotEstimable> {
    match centre {
        Centre::Target(target) if 0.0 < target && target < 1.0 => Ok(target),
        Centre::Target(_) => Err(NotEstimable::OutOfDomain {
            what: "the target",
            index: 0,
            domain: "between 0 and 1",
        }),
        Centre::FirstSamples(first) => {
            NotEstimable::if_fewer(Counted::Samples, first.max(1), samples.len())?;
            NotEstimable::if_fewer(Counted::Samples, 1, first)?;
            let sum = |of: fn(&Sample) -> u64| samples.iter().take(first).map(of).sum::<u64>();
            let (hits, n) = (sum(|s| s.hits), sum(|s| s.n));
            if hits == 0 || hits == n {
                return Err(NotEstimable::Degenerate {
                    reason: "the first samples have no hits, or only hits, so that no limits follow",
                });
            }
            Ok(hits as f64 / n as f64)
        }
    }
}

/// Where a sample lies, above 0 for the upper side.
struct Mark {
    /// Of 1: beyond a limit; of 2 and 3: beyond two and one standard deviations; of 4: off the centre.
    beyond: [i8; 4],
    share: f64,
}

impl Mark {
    fn of(sample: &Sample, centre: f64) -> Self {
        let Sample { hits, n } = *sample;
        let share = hits as f64 / n as f64;
        let side = i8::from(share > centre) - i8::from(share < centre);
        let tail = if side > 0 {
            at_least(hits, n, centre)
        } else {
            at_most(hits, n, centre)
        };
        let beyond = |deviations: f64| side * i8::from(tail <= normal_cdf(-deviations));
        Self {
            beyond: [
                side * i8::from(tail <= TAIL),
                beyond(2.0),
                beyond(1.0),
                side,
            ],
            share,
        }
    }
}

/// The rules that flag the last of `marks`.
fn flags(marks: &[Mark]) -> Vec<ChartRule> {
    let Some(last) = marks.last() else {
        return Vec::new();
    };
    let recent = |n: usize| &marks[marks.len().saturating_sub(n)..];
    let on_side = |rule: usize, of: usize, least: usize| {
        let side = last.beyond[rule];
        let alike = recent(of).iter().filter(|m| m.beyond[rule] == side).count();
        side != 0 && alike >= least
    };
    let moves = |rising: bool| {
        let six = recent(6);
        let is_moving = |pair: &[Mark]| {
            if rising {
                pair[1].share > pair[0].share
            } else {
                pair[1].share < pair[0].share
            }
        };
        six.len() == 6 && six.windows(2).all(is_moving)
    };
    let rules = [
        (last.beyond[0] > 0, ChartRule::AboveLimit),
        (last.beyond[0] < 0, ChartRule::BelowLimit),
        (on_side(1, 3, 2), ChartRule::TwoOfThree),
        (on_side(2, 5, 4), ChartRule::FourOfFive),
        (on_side(3, 8, 8), ChartRule::EightOnOneSide),
        (moves(true) || moves(false), ChartRule::SixRisingOrFalling),
    ];
    let flagged = rules.into_iter().filter(|(is_flagged, _)| *is_flagged);
    flagged.map(|(_, rule)| rule).collect()
}

#[cfg(test)]
mod tests;
