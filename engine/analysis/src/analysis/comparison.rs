//! With AI less without it: areas, wAFROC, sensitivity and specificity over all readers and for each.

use overread_stats::{
    ClusterMoves, Counted, Estimate, Method, NotEstimable, ObuchowskiRockette, Population,
    ProductMoments, RocRatings, RocReads, StudentEstimate, UStatistics, clustered_difference95,
    difference_tango95, mcnemar,
};

use super::localisation::FreeResponseReading;
use super::paired::common;
use super::{Found, Tested, roc, too_few};
use crate::study::Study;

/// What is compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum FigureOfMerit {
    /// The area under the empirical ROC curve of case ratings.
    Area,
    /// The weighted AFROC area of marks.
    Wafroc,
    /// The share of abnormal cases called positive.
    Sensitivity,
    /// The share of normal cases called negative.
    Specificity,
}

impl FigureOfMerit {
    /// The word for it in tables.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Area => "auc",
            Self::Wafroc => "wafroc",
            Self::Sensitivity => "sensitivity",
            Self::Specificity => "specificity",
        }
    }
}

/// How the difference over all readers was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ComparisonMethod {
    /// Obuchowski and Rockette with Hillis' degrees of freedom: each reader read each case under both conditions.
    ObuchowskiRockette,
    /// U-statistics of Gallas: readers read different cases.
    UStatistics,
    /// Differences on the cases that each reader read twice, readers as clusters.
    Clustered,
    /// One reader alone.
    OneReader,
}

impl ComparisonMethod {
    /// The word for it in tables.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::ObuchowskiRockette => "obuchowski-rockette-hillis",
            Self::UStatistics => "u-statistics",
            Self::Clustered => "clustered-by-reader",
            Self::OneReader => "one-reader",
        }
    }
}

/// The same difference for another population.
#[derive(Debug, Clone, PartialEq)]
pub struct PopulationTest {
    /// To what it is meant to apply.
    pub population: Population,
    /// The difference; its p value is `p(0.0)`.
    pub difference: Result<StudentEstimate, NotEstimable>,
}

/// One reader's difference.
#[derive(Debug, Clone, PartialEq)]
pub struct ReaderDifference {
    /// Who read.
    pub reader: usize,
    /// The figure without and with AI on the cases read under both; `None` where it has no value.
    pub values: [Option<f64>; 2],
    /// With less without, on these cases.
    pub difference: Result<Tested, NotEstimable>,
}

impl ReaderDifference {
    /// With less without, where both have a value: it stands even where its interval does not.
    #[must_use]
    pub fn value(&self) -> Option<f64> {
        Some(self.values[1]? - self.values[0]?)
    }
}

/// One figure of merit, without and with AI.
#[derive(Debug, Clone, PartialEq)]
pub struct Comparison {
    /// What is compared.
    pub figure: FigureOfMerit,
    /// How the difference was found.
    pub method: ComparisonMethod,
    /// The mean figure without and with AI.
    pub means: [Found; 2],
    /// With less without over all readers: for readers and cases like these, or of the one reader.
    pub difference: Result<Tested, NotEstimable>,
    /// The same for other populations, where the method knows them.
    pub populations: Vec<PopulationTest>,
    /// Each reader's own difference.
    pub readers: Vec<ReaderDifference>,
}

pub(super) fn all(
    study: &Study,
    pair: [usize; 2],
    localisation: Result<&FreeResponseReading, &NotEstimable>,
) -> Vec<Comparison> {
    let mut all = vec![
        areas(study, pair),
        calls(study, pair, true),
        calls(study, pair, false),
    ];
    if let Ok(reading) = localisation {
        all.insert(1, super::localisation::compared(reading));
    }
    all
}

fn areas(study: &Study, pair: [usize; 2]) -> Comparison {
    let readers = each_reader(study, |reader| area_of(study, pair, reader));
    let ratings = roc::ratings(study, &pair, |read| read.rating);
    over_all(FigureOfMerit::Area, ratings, readers, |ratings| {
        ObuchowskiRockette::of_areas(ratings)
    })
}

fn area_of(study: &Study, pair: [usize; 2], reader: usize) -> ReaderDifference {
    // Without and with, in each of them normal and abnormal.
    let mut by_class = [[Vec::new(), Vec::new()], [Vec::new(), Vec::new()]];
    for (case, reads) in common(study, pair, reader) {
        let (Some(truth), [Some(first), Some(last)]) =
            (study.truth(case), reads.map(|read| read.rating))
        else {
            continue;
        };
        by_class[0][usize::from(truth)].push(first);
        by_class[1][usize::from(truth)].push(last);
    }
    let [first, last] = by_class.map(|[normal, abnormal]| RocReads::new(&abnormal, &normal));
    let values = [&first, &last].map(|reads| reads.as_ref().ok().map(RocReads::area));
    let difference = match (first, last) {
        (Ok(first), Ok(last)) => {
            let n = (first.abnormal().len() + first.normal().len()) as u64;
            last.difference_paired(&first).map(|found| Tested {
                estimate: cut(Estimate {
                    method: Method::DelongWald95,
                    ..found.estimate95(n)
                }),
                p: Some(found.p(0.0)),
            })
        }
        (Err(reason), _) | (_, Err(reason)) => Err(reason),
    };
    ReaderDifference {
        reader,
        values,
        difference,
    }
}

fn calls(study: &Study, pair: [usize; 2], of_abnormal: bool) -> Comparison {
    let figure = if of_abnormal {
        FigureOfMerit::Sensitivity
    } else {
        FigureOfMerit::Specificity
    };
    let moves: Vec<Moves> = (0..study.readers().len())
        .map(|reader| Moves::of(study, pair, reader, of_abnormal))
        .collect();
    let readers = each_reader(study, |reader| moves[reader].difference(reader));
    let ratings = roc::ratings(study, &pair, |read| read.call.map(f64::from));
    let crossed = ratings.as_ref().is_ok_and(RocRatings::is_fully_crossed);
    if crossed && readers.len() > 1 {
        return over_all(figure, ratings, readers, |ratings| {
            // Calls are 0 and 1: from 0.5 on is a positive call.
            ObuchowskiRockette::of(&if of_abnormal {
                ratings.sensitivities(0.5)?
            } else {
                ratings.specificities(0.5)?
            })
        });
    }
    if let [one] = readers.as_slice() {
        return of_one(figure, one.clone());
    }
    let clusters: Vec<ClusterMoves> = moves.iter().map(Moves::cluster).collect();
    Comparison {
        figure,
        method: ComparisonMethod::Clustered,
        means: mean_values(&readers),
        difference: clustered_difference95(&clusters).map(|estimate| Tested { estimate, p: None }),
        populations: Vec::new(),
        readers,
    }
}

/// What became of a reader's right calls in one class of cases.
struct Moves {
    gained: u64,
    lost: u64,
    right_without: u64,
    n: u64,
}

impl Moves {
    fn of(study: &Study, pair: [usize; 2], reader: usize, of_abnormal: bool) -> Self {
        let mut moves = Self {
            gained: 0,
            lost: 0,
            right_without: 0,
            n: 0,
        };
        for (case, reads) in common(study, pair, reader) {
            let [Some(without), Some(with)] = reads.map(|read| read.call) else {
                continue;
            };
            if study.truth(case) != Some(of_abnormal) {
                continue;
            }
            let [without, with] = [without, with].map(|call| call == of_abnormal);
            moves.n += 1;
            moves.right_without += u64::from(without);
            moves.gained += u64::from(with && !without);
            moves.lost += u64::from(without && !with);
        }
        moves
    }

    fn cluster(&self) -> ClusterMoves {
        ClusterMoves {
            gained: self.gained,
            lost: self.lost,
            n: self.n,
        }
    }

    fn difference(&self, reader: usize) -> ReaderDifference {
        let share = |right: u64| (self.n > 0).then(|| right as f64 / self.n as f64);
        let p = mcnemar(self.gained, self.lost).p_mid;
        ReaderDifference {
            reader,
            values: [
                share(self.right_without),
                share(self.right_without + self.gained - self.lost),
            ],
            difference: difference_tango95(self.gained, self.lost, self.n).map(|estimate| Tested {
                estimate,
                p: Some(p),
            }),
        }
    }
}

/// The readers that read a case under both conditions.
fn each_reader(study: &Study, of: impl Fn(usize) -> ReaderDifference) -> Vec<ReaderDifference> {
    let all = (0..study.readers().len()).map(of);
    all.filter(|found| found.values.iter().any(Option::is_some))
        .collect()
}

/// The difference over all readers: crossed by Obuchowski and Rockette, otherwise, for areas, by U-statistics.
fn over_all(
    figure: FigureOfMerit,
    ratings: Result<RocRatings, NotEstimable>,
    readers: Vec<ReaderDifference>,
    crossed: impl Fn(&RocRatings) -> Result<ObuchowskiRockette, NotEstimable>,
) -> Comparison {
    if let [one] = readers.as_slice() {
        return of_one(figure, one.clone());
    }
    let ratings = match ratings {
        Ok(ratings) => ratings,
        Err(reason) => return none(figure, &reason, readers),
    };
    let n_readers = ratings.size()[1] as u64;
    if ratings.is_fully_crossed() {
        return match crossed(&ratings) {
            Ok(found) => of_crossed(figure, &found, readers),
            Err(reason) => none(figure, &reason, readers),
        };
    }
    let found = UStatistics::of(&ratings);
    let area = |condition: usize| match &found {
        Ok(found) => estimated(found.area(condition, ProductMoments::Unbiased), n_readers),
        Err(reason) => Found::none(reason),
    };
    let means = [area(0), area(1)];
    let difference = found.and_then(|found| found.difference(1, 0, ProductMoments::Unbiased));
    Comparison {
        figure,
        method: ComparisonMethod::UStatistics,
        means,
        difference: difference.map(|found| tested(&found, n_readers)),
        populations: Vec::new(),
        readers,
    }
}

/// What a crossed analysis says; its first condition is the one without AI.
pub(super) fn of_crossed(
    figure: FigureOfMerit,
    found: &ObuchowskiRockette,
    readers: Vec<ReaderDifference>,
) -> Comparison {
    let n_readers = found.size()[1] as u64;
    let mean = |condition: usize| {
        let area = found.condition(Population::ReadersAndCases, condition);
        match (found.mean(condition), area) {
            (Some(value), area) => Found::of(
                value,
                area.map(|area| within(area.estimate95(n_readers), 0.0)),
            ),
            (None, Ok(area)) => Found::of(area.value, Ok(area.estimate95(n_readers))),
            (None, Err(reason)) => Found::none(&reason),
        }
    };
    let all = [
        Population::ReadersAndCases,
        Population::Cases,
        Population::Readers,
    ];
    let populations: Vec<PopulationTest> = all
        .into_iter()
        .map(|population| PopulationTest {
            population,
            difference: found.difference(population, 1, 0),
        })
        .collect();
    let difference = found.difference(Population::ReadersAndCases, 1, 0);
    Comparison {
        figure,
        method: ComparisonMethod::ObuchowskiRockette,
        means: [mean(0), mean(1)],
        difference: difference.map(|found| tested(&found, n_readers)),
        populations,
        readers,
    }
}

fn of_one(figure: FigureOfMerit, one: ReaderDifference) -> Comparison {
    let nobody = || too_few(Counted::Cases, 1, 0);
    let means = one.values.map(|value| Found {
        value: value.ok_or_else(nobody),
        // The interval of one reader's figure stands with that reader.
        estimate: Err(too_few(Counted::Readers, 2, 1)),
    });
    Comparison {
        figure,
        method: ComparisonMethod::OneReader,
        means,
        difference: one.difference.clone(),
        populations: Vec::new(),
        readers: vec![one],
    }
}

pub(super) fn none(
    figure: FigureOfMerit,
    reason: &NotEstimable,
    readers: Vec<ReaderDifference>,
) -> Comparison {
    Comparison {
        figure,
        method: ComparisonMethod::ObuchowskiRockette,
        means: mean_values(&readers),
        difference: Err(reason.clone()),
        populations: Vec::new(),
        readers,
    }
}

/// The mean of the readers' values, without an interval.
fn mean_values(readers: &[ReaderDifference]) -> [Found; 2] {
    [0, 1].map(|condition: usize| {
        let values: Vec<f64> = readers
            .iter()
            .filter_map(|of| of.values[condition])
            .collect();
        if values.is_empty() {
            return Found::none(&too_few(Counted::Readers, 1, 0));
        }
        let mean = values.iter().sum::<f64>() / values.len() as f64;
        // The analysis of all readers gave the difference, not the means.
        Found::of(mean, Err(too_few(Counted::Readers, 2, values.len().min(1))))
    })
}

fn estimated(found: Result<StudentEstimate, NotEstimable>, n: u64) -> Found {
    match found {
        Ok(found) => Found::of(found.value, Ok(within(found.estimate95(n), 0.0))),
        Err(reason) => Found::none(&reason),
    }
}

fn tested(found: &StudentEstimate, n: u64) -> Tested {
    Tested {
        estimate: cut(found.estimate95(n)),
        p: Some(found.p(0.0)),
    }
}

/// A difference of shares lies between -1 and 1.
fn cut(estimate: Estimate) -> Estimate {
    within(estimate, -1.0)
}

fn within(estimate: Estimate, least: f64) -> Estimate {
    Estimate {
        lower: estimate.lower.max(least),
        upper: estimate.upper.min(1.0),
        ..estimate
    }
}
