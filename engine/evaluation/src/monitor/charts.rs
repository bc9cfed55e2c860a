//! The charts over samples: shares with exact limits, averages that move slowly, and the signals in them.

use overread_stats::{
    BinomialCusum, Centre, ChartRule, Counted, Ewma, NotEstimable, PChart, Sample, p_chart,
    proportion_wilson95,
};

use super::MonitorOptions;
use super::samples::{Moments, StudySample};

/// Weight of the newest sample, and limits in standard deviations. Source: Lucas and Saccucci, Technometrics 1990;32:1.
const EWMA: (f64, f64) = (0.2, 2.86);
/// The evidence for a doubled share above which it is flagged: 93 sound samples of 80 at 5 % to a false flag, or more.
const CUSUM_THRESHOLD: f64 = 3.0;

/// A chart.
#[derive(Debug, Clone, PartialEq)]
pub struct Chart {
    /// Its word, e.g. `defects`.
    pub name: &'static str,
    /// What is charted, for people.
    pub title: &'static str,
    /// How the centre came about, for people.
    pub centre_from: String,
    /// Its points, or why there are none.
    pub points: Result<Points, NotEstimable>,
    /// What stands out.
    pub signals: Vec<Signal>,
}

/// The points of a chart with its lines.
#[derive(Debug, Clone, PartialEq)]
pub struct Points {
    /// The centre line.
    pub centre: f64,
    /// One for each sample that has a value.
    pub lines: Vec<ChartLine>,
}

/// A point with its limits.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ChartLine {
    /// Index of the sample.
    pub sample: usize,
    /// What is charted.
    pub value: f64,
    /// Below it, it stands out.
    pub lower: f64,
    /// Above it, it stands out.
    pub upper: f64,
}

/// Something that stands out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Signal {
    /// Index of the sample.
    pub sample: usize,
    /// The rule.
    pub rule: &'static str,
    /// Whether it is a drift for the worse: beyond a limit, or evidence that has gathered. Runs within the limits and
    /// changes for the better are told and no drift.
    pub is_drift: bool,
}

/// Which way is worse.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Worse {
    Up,
    Either,
}

pub(super) fn all(samples: &[StudySample], options: &MonitorOptions) -> Vec<Chart> {
    let share = |name, title, of: fn(&StudySample) -> Sample, worse, target| {
        share_chart(
            name,
            title,
            &samples.iter().map(of).collect::<Vec<_>>(),
            worse,
            target,
            options,
        )
    };
    let average = |name, title, of: fn(&StudySample) -> Moments, worse| {
        average_chart(
            name,
            title,
            &samples.iter().map(of).collect::<Vec<_>>(),
            worse,
            options,
        )
    };
    vec![
        share(
            "defects",
            "Share of studies with a technical defect",
            |s| s.defects,
            Worse::Up,
            options.defect_share,
        ),
        share(
            "missed",
            "Share of studies with a target that were called negative",
            |s| s.missed,
            Worse::Up,
            None,
        ),
        share(
            "false-alarms",
            "Share of studies without a target that were called positive",
            |s| s.false_alarms,
            Worse::Up,
            None,
        ),
        share(
            "positives",
            "Share of studies called positive",
            |s| s.positives,
            Worse::Either,
            None,
        ),
        average(
            "score",
            "Moving average of the study's score",
            |s| s.score,
            Worse::Either,
        ),
        average(
            "time",
            "Moving average of the logarithm of the seconds of a study",
            |s| s.log_seconds,
            Worse::Up,
        ),
    ]
}

fn share_chart(
    name: &'static str,
    title: &'static str,
    all: &[Sample],
    worse: Worse,
    target: Option<f64>,
    options: &MonitorOptions,
) -> Chart {
    // Samples without a study of the kind have no share.
    let with: Vec<(usize, Sample)> = all
        .iter()
        .copied()
        .enumerate()
        .filter(|(_, s)| s.n > 0)
        .collect();
    let samples: Vec<Sample> = with.iter().map(|(_, sample)| *sample).collect();
    let Centred {
        centre,
        sound,
        from,
        is_guess,
    } = match centre(&samples, target, options.baseline) {
        Ok(found) => found,
        Err(reason) => return empty(name, title, reason),
    };
    let chart = match p_chart(&samples, Centre::Target(centre)) {
        Ok(chart) => chart,
        Err(reason) => return empty(name, title, reason),
    };
    let mut signals = signals(&chart, &with, worse);
    // Sound samples lie all on one side of a centre that was guessed: there only its limits say something.
    signals.retain(|signal| !is_guess || signal.is_drift);
    signals.extend(gathered(&samples, &with, sound, worse, &signals));
    signals.sort_by_key(|signal| signal.sample);
    let lines = chart
        .points
        .iter()
        .zip(&with)
        .map(|(point, (idx, sample))| {
            let n = sample.n as f64;
            ChartLine {
                sample: *idx,
                value: point.share.value,
                lower: point.lower_hits as f64 / n,
                upper: point.upper_hits as f64 / n,
            }
        });
    Chart {
        name,
        title,
        centre_from: from,
        points: Ok(Points {
            centre,
            lines: lines.collect(),
        }),
        signals,
    }
}

fn empty(name: &'static str, title: &'static str, reason: NotEstimable) -> Chart {
    Chart {
        name,
        title,
        centre_from: String::new(),
        points: Err(reason),
        signals: Vec::new(),
    }
}

struct Centred {
    centre: f64,
    /// The share that may still be sound: the upper end of the interval of an estimated centre.
    sound: f64,
    /// Where it is from, for people.
    from: String,
    /// Whether the baseline had nothing that it could be taken from.
    is_guess: bool,
}

/// Runs within the limits are too frequent among sound samples for more than a notice, all charts taken together.
fn is_limit(rule: ChartRule) -> bool {
    match rule {
        ChartRule::AboveLimit | ChartRule::BelowLimit => true,
        ChartRule::TwoOfThree
        | ChartRule::FourOfFive
        | ChartRule::EightOnOneSide
        | ChartRule::SixRisingOrFalling => false,
    }
}

/// The centre, and where it is from. With no hits, or only hits, in the baseline it is (hits + 1) / (studies + 2), so
/// that what begins later is seen (Laplace's rule of succession).
fn centre(
    samples: &[Sample],
    target: Option<f64>,
    baseline: usize,
) -> Result<Centred, NotEstimable> {
    if let Some(target) = target {
        return Ok(Centred {
            centre: target,
            sound: target,
            from: "the centre was agreed on".to_owned(),
            is_guess: false,
        });
    }
    few(baseline.max(1) + 1, samples.len())?;
    let first = samples.iter().take(baseline.max(1));
    let (hits, n) = first.fold((0, 0), |(hits, n), s| (hits + s.hits, n + s.n));
    let from = format!(
        "the centre is {hits} of {n} in the first {} samples",
        baseline.max(1)
    );
    let sound = proportion_wilson95(hits, n)?.upper;
    if hits == 0 || hits == n {
        return Ok(Centred {
            centre: (hits as f64 + 1.0) / (n as f64 + 2.0),
            sound,
            from: format!("{from}, taken as one more of two more"),
            is_guess: true,
        });
    }
    Ok(Centred {
        centre: hits as f64 / n as f64,
        sound,
        from,
        is_guess: false,
    })
}

fn few(needed: usize, found: usize) -> Result<(), NotEstimable> {
    if found < needed {
        let what = Counted::Samples;
        return Err(NotEstimable::TooFew {
            what,
            needed,
            found,
        });
    }
    Ok(())
}

fn signals(chart: &PChart, with: &[(usize, Sample)], worse: Worse) -> Vec<Signal> {
    let mut signals = Vec::new();
    let mut before: Option<f64> = None;
    for (point, (idx, _)) in chart.points.iter().zip(with) {
        let value = point.share.value;
        for rule in &point.flags {
            let is_up = match rule {
                ChartRule::SixRisingOrFalling => before.is_some_and(|before| value > before),
                ChartRule::AboveLimit
                | ChartRule::BelowLimit
                | ChartRule::TwoOfThree
                | ChartRule::FourOfFive
                | ChartRule::EightOnOneSide => value > chart.centre,
            };
            signals.push(Signal {
                sample: *idx,
                rule: rule.word(),
                is_drift: is_limit(*rule) && (is_up || worse == Worse::Either),
            });
        }
        before = Some(value);
    }
    signals
}

/// Where the evidence for a doubled share has gathered, told at the first sample of each stretch.
fn gathered(
    samples: &[Sample],
    with: &[(usize, Sample)],
    sound: f64,
    worse: Worse,
    known: &[Signal],
) -> Vec<Signal> {
    let chart = BinomialCusum {
        sound,
        raised: 2.0 * sound,
        threshold: CUSUM_THRESHOLD,
    };
    // A share of one half and more cannot double: then the chart has no such signal.
    let Some(points) = chart.chart(samples).ok().filter(|_| worse == Worse::Up) else {
        return Vec::new();
    };
    let mut was_flagged = false;
    let mut found = Vec::new();
    for (point, (idx, _)) in points.iter().zip(with) {
        let is_flagged = point.flag.is_some();
        let is_told = known
            .iter()
            .any(|signal| signal.sample == *idx && signal.is_drift);
        if is_flagged && !was_flagged && !is_told {
            found.push(Signal {
                sample: *idx,
                rule: "cumulative-sum",
                is_drift: true,
            });
        }
        was_flagged = is_flagged;
    }
    found
}

fn average_chart(
    name: &'static str,
    title: &'static str,
    all: &[Moments],
    worse: Worse,
    options: &MonitorOptions,
) -> Chart {
    match averages(all, options) {
        Err(reason) => empty(name, title, reason),
        Ok((centre, lines)) => {
            let out = lines
                .iter()
                .filter(|line| line.value < line.lower || line.upper < line.value);
            let signals = out.map(|line| {
                let is_up = line.value > line.upper;
                Signal {
                    sample: line.sample,
                    rule: if is_up {
                        "average-above-limit"
                    } else {
                        "average-below-limit"
                    },
                    is_drift: is_up || worse == Worse::Either,
                }
            });
            Chart {
                name,
                title,
                centre_from: format!(
                    "the centre is the mean of the first {} samples",
                    options.baseline.max(1)
                ),
                signals: signals.collect(),
                points: Ok(Points { centre, lines }),
            }
        }
    }
}

/// The moving average about the mean of the baseline. A sample of another size counts like one of the baseline's mean
/// size: samples are of one size but for studies that were not read.
fn averages(
    all: &[Moments],
    options: &MonitorOptions,
) -> Result<(f64, Vec<ChartLine>), NotEstimable> {
    let with: Vec<(usize, Moments)> = all
        .iter()
        .copied()
        .enumerate()
        .filter(|(_, m)| m.n > 0)
        .collect();
    let n_first = options.baseline.max(1);
    few(n_first + 1, with.len())?;
    let first = &with[..n_first];
    let n: f64 = first.iter().map(|(_, m)| m.n as f64).sum();
    let centre = first.iter().map(|(_, m)| m.n as f64 * m.mean).sum::<f64>() / n;
    let squares = |m: &Moments| {
        let away = m.mean - centre;
        (m.n as f64 - 1.0) * m.variance + m.n as f64 * away * away
    };
    let variance = first.iter().map(|(_, m)| squares(m)).sum::<f64>() / (n - 1.0).max(1.0);
    if variance <= 0.0 {
        return Err(NotEstimable::Constant {
            what: "the values of the first samples",
        });
    }
    let (weight, width) = EWMA;
    let chart = Ewma {
        target: centre,
        deviation: (variance / (n / n_first as f64)).sqrt(),
        weight,
        width,
    };
    let means: Vec<f64> = with.iter().map(|(_, m)| m.mean).collect();
    // The centre is an estimate too: its own variance widens the limits.
    let of_centre = width * width * chart.deviation * chart.deviation / n_first as f64;
    let lines = chart.chart(&means)?.into_iter().zip(&with);
    let lines = lines.map(|(point, (idx, _))| {
        let half = point.upper - centre;
        let half = (half * half + of_centre).sqrt();
        ChartLine {
            sample: *idx,
            value: point.value,
            lower: centre - half,
            upper: centre + half,
        }
    });
    Ok((centre, lines.collect()))
}
