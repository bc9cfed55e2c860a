//! Negative and positive items in the order of their ratings: the weighted share of pairs that are won, that share
//! without each case in turn, and the points of a curve, each in one sweep. Private to the localisation figures.

use super::curve::CurvePoint;

/// Which of the two compared sides an item is on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Side {
    /// Should be rated low: the highest mark on no lesion of a case, a normal case.
    Negative,
    /// Should be rated high: a lesion, an abnormal case.
    Positive,
}

/// A rated thing of a case; minus infinity is not marked.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Item {
    pub(crate) rating: f64,
    pub(crate) case: usize,
    pub(crate) weight: f64,
    pub(crate) side: Side,
}

/// Items in ascending order of rating.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Ranked {
    items: Vec<Item>,
}

impl Ranked {
    /// Sorts; ratings are never NaN.
    pub(crate) fn new(mut items: Vec<Item>) -> Self {
        items.sort_by(|a, b| a.rating.total_cmp(&b.rating));
        Self { items }
    }

    /// The share of the pairs of a negative and a positive item in which the positive one is rated higher, ties half,
    /// each pair with the product of its weights. `copies` says how often each case is there.
    ///
    /// A case that is there twice meets its copies like other cases.
    pub(crate) fn share(&self, copies: &[u32]) -> f64 {
        let (mut won, mut below, mut positives) = (0.0, 0.0, 0.0);
        for block in self.blocks() {
            let [tied_negative, tied_positive] = weigh(block, copies);
            won += tied_positive * (below + tied_negative / 2.0);
            below += tied_negative;
            positives += tied_positive;
        }
        (won / (below * positives)).clamp(0.0, 1.0)
    }

    /// [`Self::share`] without each case in turn, all together in one sweep up and one down.
    ///
    /// With S the weight of won pairs, what a case adds to S as negative side (row), as positive side (column) and what
    /// it wins against itself give the rest: (S - row - column + own) / (rest of negatives x rest of positives). A case
    /// has at most one negative item.
    pub(crate) fn shares_left_out(&self, n_cases: usize) -> Vec<f64> {
        let mut sums = vec![CaseSums::default(); n_cases];
        let (mut below, mut above) = (0.0, 0.0);
        let copies = vec![1; n_cases];
        for block in self.blocks() {
            let [tied, _] = weigh(block, &copies);
            for item in block {
                let sum = &mut sums[item.case];
                match item.side {
                    Side::Negative => {
                        sum.negative += item.weight;
                        sum.negative_rating = Some(item.rating);
                    }
                    Side::Positive => {
                        sum.positive += item.weight;
                        sum.column += item.weight * (below + tied / 2.0);
                    }
                }
            }
            below += tied;
        }
        for block in self.blocks_down() {
            let [_, tied] = weigh(block, &copies);
            for item in block {
                let sum = &mut sums[item.case];
                match item.side {
                    Side::Negative => sum.row += item.weight * (above + tied / 2.0),
                    Side::Positive => {
                        sum.own += item.weight * sum.negative * sum.beats_own(item.rating);
                    }
                }
            }
            above += tied;
        }
        let won: f64 = sums.iter().map(|sum| sum.column).sum();
        let left_out = |sum: &CaseSums| {
            let rest = (below - sum.negative) * (above - sum.positive);
            ((won - sum.row - sum.column + sum.own) / rest).clamp(0.0, 1.0)
        };
        sums.iter().map(left_out).collect()
    }

    /// The points of a curve by descending threshold: negative items at or above it against positive ones, over what
    /// they could be. Starts at (0, 0), has one point for each rating, minus infinity among them.
    pub(crate) fn points(
        &self,
        copies: &[u32],
        [negatives, positives]: [f64; 2],
    ) -> Vec<CurvePoint> {
        let (mut seen_negative, mut seen_positive) = (0.0, 0.0);
        let mut points = vec![CurvePoint {
            threshold: f64::INFINITY,
            x: 0.0,
            y: 0.0,
        }];
        for block in self.blocks_down() {
            let [tied_negative, tied_positive] = weigh(block, copies);
            seen_negative += tied_negative;
            seen_positive += tied_positive;
            points.push(CurvePoint {
                threshold: block[0].rating,
                x: seen_negative / negatives,
                y: seen_positive / positives,
            });
        }
        points
    }

    /// The items in ascending order.
    pub(crate) fn items(&self) -> &[Item] {
        &self.items
    }

    /// The weights of negative and of positive items.
    pub(crate) fn totals(&self, copies: &[u32]) -> [f64; 2] {
        weigh(&self.items, copies)
    }

    fn blocks(&self) -> impl Iterator<Item = &[Item]> {
        self.items.chunk_by(|a, b| a.rating == b.rating)
    }

    fn blocks_down(&self) -> impl Iterator<Item = &[Item]> {
        self.items.chunk_by(|a, b| a.rating == b.rating).rev()
    }
}

/// What one case adds to the pairs.
#[derive(Debug, Clone, Copy, Default)]
struct CaseSums {
    negative: f64,
    positive: f64,
    negative_rating: Option<f64>,
    row: f64,
    column: f64,
    own: f64,
}

impl CaseSums {
    /// 1 if `rating` is above the case's own negative item, 1/2 at a tie, else 0.
    fn beats_own(&self, rating: f64) -> f64 {
        match self.negative_rating {
            Some(own) if rating > own => 1.0,
            Some(own) if rating == own => 0.5,
            Some(_) | None => 0.0,
        }
    }
}

/// Weights of the negative and of the positive items.
fn weigh(items: &[Item], copies: &[u32]) -> [f64; 2] {
    let mut sums = [0.0, 0.0];
    for item in items {
        let weight = item.weight * f64::from(copies[item.case]);
        match item.side {
            Side::Negative => sums[0] += weight,
            Side::Positive => sums[1] += weight,
        }
    }
    sums
}

#[cfg(test)]
mod tests;
