//! Located reads: one rating and one place for each case. The LROC curve, its areas and heights, alone and as a table
//! for the analyses of many readers. No proximity rule.

use super::bootstrap::{CaseBootstrap, interval};
use super::curve::{CurvePoint, height_and_area};
use super::free_response::{check_below, need};
use super::ranked::{Item, Ranked, Side};
use crate::{Counted, Estimate, FigureTable, NotEstimable};

/// Conditions times readers times cases: far beyond any study, and a bound on what a faulty count can ask for.
const MAX_READS: usize = 1 << 26;

/// The answer of a reader to a case under a condition, each counted from 0.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct LocatedRead {
    /// The reading condition.
    pub condition: usize,
    /// The reader.
    pub reader: usize,
    /// The case.
    pub case: usize,
    /// How suspicious; higher is more.
    pub rating: f64,
    /// Whether the place is that of the lesion; false on a normal case.
    pub is_located: bool,
}

/// A study of located reads, fully crossed: each reader gave one rating and one place to each case in each condition.
#[derive(Debug, Clone, PartialEq)]
pub struct Lroc {
    n_conditions: usize,
    n_readers: usize,
    is_abnormal: Vec<bool>,
    /// Rating and whether located; condition by condition, reader by reader, case by case.
    reads: Vec<(f64, bool)>,
}

/// A figure of merit of located reads.
///
/// FPF(t) is the share of normal cases rated at or above t, PCL(t) the share of abnormal cases that are so rated and
/// located. Ties share a point of the curve, so that they win half.
///
/// A reader who rates all cases alike has an area of half the share of located cases. Free of marks there is nothing:
/// each case needs its read.
///
/// Coverage in 2,000 drawn studies, seed 8, of 60 normal and 60 abnormal cases (a target 2 SD up against one distractor),
/// by the case bootstrap of 500 draws and by 1.96 jackknife standard errors: area 0.931 and 0.935, area to 0.2 0.935 and
/// 0.935, PCL at 0.2 0.970 and 0.915 (a height is no smooth figure: the jackknife is too narrow), inferred ROC 0.946 and
/// 0.934.
///
/// Source: Swensson, Med Phys 1996;23:1709 (curve and area); Chakraborty, Observer Performance Methods, 2017.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum LrocFigure {
    /// Area under the whole curve: share of pairs of a normal and an abnormal case in which the abnormal one is located
    /// and rated higher, ties half.
    Area,
    /// Trapezoid area from FPF 0 to `fpf`, not divided by it.
    AreaTo {
        /// The end, in 0 (not included) to 1.
        fpf: f64,
    },
    /// PCL at `fpf`: linear between the last point before it and the first at or beyond it.
    PclAt {
        /// Where, in 0 (not included) to 1.
        fpf: f64,
    },
    /// Area under the ROC curve of the ratings, located or not.
    InferredRoc,
}

impl LrocFigure {
    /// The word for it in exports.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Area => "lroc-area",
            Self::AreaTo { .. } => "lroc-partial-area",
            Self::PclAt { .. } => "pcl-at-fpf",
            Self::InferredRoc => "inferred-roc",
        }
    }
}

impl Lroc {
    /// A study from whether each case is abnormal and the reads, in any order.
    ///
    /// # Errors
    /// [`NotEstimable::TooFew`] without conditions, readers, normal or abnormal cases; [`NotEstimable::OutOfDomain`] for
    /// a read of an unknown condition, reader or case and for a normal case that is located;
    /// [`NotEstimable::NotFinite`] for a rating; [`NotEstimable::DuplicateCell`] and [`NotEstimable::MissingCell`].
    pub fn new(
        [n_conditions, n_readers]: [usize; 2],
        is_abnormal: &[bool],
        reads: &[LocatedRead],
    ) -> Result<Self, NotEstimable> {
        let n_abnormal = is_abnormal.iter().filter(|&&is| is).count();
        need(Counted::Conditions, 1, n_conditions)?;
        need(Counted::Readers, 1, n_readers)?;
        need(Counted::AbnormalCases, 1, n_abnormal)?;
        need(Counted::NormalCases, 1, is_abnormal.len() - n_abnormal)?;
        let n_reads = n_conditions
            .saturating_mul(n_readers)
            .saturating_mul(is_abnormal.len());
        if n_reads > MAX_READS {
            return Err(NotEstimable::OutOfDomain {
                what: "conditions times readers times cases",
                index: 0,
                domain: "1 to 67108864",
            });
        }
        let mut found: Vec<Option<(f64, bool)>> = vec![None; n_reads];
        for (index, read) in reads.iter().enumerate() {
            check_read(index, read, [n_conditions, n_readers], is_abnormal)?;
            let cell = read.condition * n_readers + read.reader;
            let place = &mut found[cell * is_abnormal.len() + read.case];
            if place.is_some() {
                let cell = words([read.condition, read.reader, read.case]);
                return Err(NotEstimable::DuplicateCell { cell });
            }
            // Adding 0 makes -0 and 0 the tie that they are.
            *place = Some((read.rating + 0.0, read.is_located));
        }
        let read_of = |(at, read): (usize, Option<(f64, bool)>)| {
            let (cell, case) = (at / is_abnormal.len(), at % is_abnormal.len());
            let cell = words([cell / n_readers, cell % n_readers, case]);
            read.ok_or(NotEstimable::MissingCell { cell })
        };
        Ok(Self {
            n_conditions,
            n_readers,
            is_abnormal: is_abnormal.to_vec(),
            reads: found
                .into_iter()
                .enumerate()
                .map(read_of)
                .collect::<Result<_, _>>()?,
        })
    }

    /// Numbers of conditions, readers and cases.
    #[must_use]
    pub fn size(&self) -> [usize; 3] {
        [self.n_conditions, self.n_readers, self.is_abnormal.len()]
    }

    /// The points of the LROC curve, FPF against PCL, by descending threshold from (0, 0); it ends at FPF 1.
    ///
    /// # Errors
    /// [`NotEstimable::OutOfDomain`] for an unknown condition or reader.
    pub fn curve(&self, condition: usize, reader: usize) -> Result<Vec<CurvePoint>, NotEstimable> {
        check_below("conditions asked for", condition, self.n_conditions)?;
        check_below("readers asked for", reader, self.n_readers)?;
        let form = Form::of(self, condition * self.n_readers + reader, LrocFigure::Area)?;
        Ok(form.points(&vec![1; self.is_abnormal.len()]))
    }

    /// A figure of merit of one reader in one condition.
    ///
    /// # Errors
    /// [`NotEstimable::OutOfDomain`] for an unknown condition or reader and for an `fpf` outside 0 to 1.
    pub fn figure(
        &self,
        condition: usize,
        reader: usize,
        figure: LrocFigure,
    ) -> Result<f64, NotEstimable> {
        check_below("conditions asked for", condition, self.n_conditions)?;
        check_below("readers asked for", reader, self.n_readers)?;
        let form = Form::of(self, condition * self.n_readers + reader, figure)?;
        Ok(form.value(&vec![1; self.is_abnormal.len()]))
    }

    /// A figure of merit of all readers and conditions with its leave-one-case-out values.
    ///
    /// O(K log K) a cell of K cases; `AreaTo` and `PclAt` O(K²).
    ///
    /// # Errors
    /// As [`Self::figure`], and [`NotEstimable::TooFew`] below two normal or two abnormal cases.
    pub fn table(&self, figure: LrocFigure) -> Result<FigureTable, NotEstimable> {
        let copies = vec![1; self.is_abnormal.len()];
        let [normal, abnormal] = self.classes();
        need(Counted::NormalCases, 2, normal.len())?;
        need(Counted::AbnormalCases, 2, abnormal.len())?;
        let (mut figures, mut left_out) = (Vec::new(), Vec::new());
        for cell in 0..self.n_conditions * self.n_readers {
            let form = Form::of(self, cell, figure)?;
            figures.push(form.value(&copies));
            left_out.extend(form.left_out(copies.len()));
        }
        FigureTable::new(self.size(), figures, left_out)
    }

    /// A figure of merit of one reader in one condition with a percentile interval, 95 %, from a case bootstrap that is
    /// exploratory: normal and abnormal cases are drawn with replacement each from their own. Its coverage stands with
    /// [`LrocFigure`].
    ///
    /// # Errors
    /// As [`Self::figure`]; [`NotEstimable::TooFew`] below 200 draws; [`NotEstimable::Constant`] where all draws agree.
    pub fn bootstrap(
        &self,
        condition: usize,
        reader: usize,
        figure: LrocFigure,
        draws: CaseBootstrap,
    ) -> Result<Estimate, NotEstimable> {
        check_below("conditions asked for", condition, self.n_conditions)?;
        check_below("readers asked for", reader, self.n_readers)?;
        let form = Form::of(self, condition * self.n_readers + reader, figure)?;
        let seed = draws.seed.child("case-bootstrap");
        let draws = CaseBootstrap { seed, ..draws };
        interval(&self.classes(), draws, |copies| form.value(copies))
    }

    /// Normal cases, then abnormal ones.
    fn classes(&self) -> [Vec<usize>; 2] {
        let (abnormal, normal) =
            (0..self.is_abnormal.len()).partition(|&case| self.is_abnormal[case]);
        [normal, abnormal]
    }
}

/// A figure made ready, so that cases can be left out or be there more than once.
struct Form {
    ranked: Ranked,
    figure: LrocFigure,
}

impl Form {
    fn of(study: &Lroc, cell: usize, figure: LrocFigure) -> Result<Self, NotEstimable> {
        let (is_place_needed, fpf) = match figure {
            LrocFigure::Area => (true, 1.0),
            LrocFigure::AreaTo { fpf } | LrocFigure::PclAt { fpf } => (true, fpf),
            LrocFigure::InferredRoc => (false, 1.0),
        };
        // Written so that NaN is refused.
        if !(0.0 < fpf && fpf <= 1.0) {
            return Err(NotEstimable::OutOfDomain {
                what: "false positive fractions",
                index: 0,
                domain: "0 (not included) to 1",
            });
        }
        let first = cell * study.is_abnormal.len();
        let item = |(case, &is_abnormal): (usize, &bool)| {
            let (rating, is_located) = study.reads[first + case];
            let is_lost = is_abnormal && is_place_needed && !is_located;
            Item {
                // A wrong place wins against no normal case: all of those have a finite rating.
                rating: if is_lost { f64::NEG_INFINITY } else { rating },
                case,
                weight: 1.0,
                side: if is_abnormal {
                    Side::Positive
                } else {
                    Side::Negative
                },
            }
        };
        let items = study.is_abnormal.iter().enumerate().map(item).collect();
        let ranked = Ranked::new(items);
        Ok(Self { ranked, figure })
    }

    fn points(&self, copies: &[u32]) -> Vec<CurvePoint> {
        let mut points = self.ranked.points(copies, self.ranked.totals(copies));
        points.retain(|point| point.threshold > f64::NEG_INFINITY);
        points
    }

    fn value(&self, copies: &[u32]) -> f64 {
        match self.figure {
            LrocFigure::Area | LrocFigure::InferredRoc => self.ranked.share(copies),
            LrocFigure::AreaTo { fpf } => height_and_area(&self.points(copies), fpf).1,
            LrocFigure::PclAt { fpf } => height_and_area(&self.points(copies), fpf).0,
        }
    }

    fn left_out(&self, n_cases: usize) -> Vec<f64> {
        match self.figure {
            LrocFigure::Area | LrocFigure::InferredRoc => self.ranked.shares_left_out(n_cases),
            LrocFigure::AreaTo { .. } | LrocFigure::PclAt { .. } => {
                let mut copies = vec![1; n_cases];
                let mut without = |case: usize| {
                    copies[case] = 0;
                    let value = self.value(&copies);
                    copies[case] = 1;
                    value
                };
                (0..n_cases).map(&mut without).collect()
            }
        }
    }
}

fn check_read(
    index: usize,
    read: &LocatedRead,
    [n_conditions, n_readers]: [usize; 2],
    is_abnormal: &[bool],
) -> Result<(), NotEstimable> {
    let outside = |what, domain| {
        Err(NotEstimable::OutOfDomain {
            what,
            index,
            domain,
        })
    };
    if read.condition >= n_conditions {
        return outside("conditions of reads", "the conditions of the study");
    }
    if read.reader >= n_readers {
        return outside("readers of reads", "the readers of the study");
    }
    match is_abnormal.get(read.case) {
        None => outside("cases of reads", "the cases of the study"),
        Some(false) if read.is_located => outside(
            "places of reads",
            "those of abnormal cases, the only ones with a lesion",
        ),
        Some(_) if !read.rating.is_finite() => Err(NotEstimable::NotFinite {
            what: "ratings of reads",
            index,
        }),
        Some(_) => Ok(()),
    }
}

fn words([condition, reader, case]: [usize; 3]) -> String {
    format!("reader {reader} in condition {condition} on case {case}")
}

#[cfg(test)]
mod tests;
