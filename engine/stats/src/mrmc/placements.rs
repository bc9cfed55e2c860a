//! Win counts of a pooled ranking: what areas, their leave-one-out values and their covariances are made of.

/// Pairs of an abnormal and a normal case won by the abnormal one, counted twice and ties once, so that all are whole.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Placements {
    /// Of each abnormal case over the normal ones.
    pub(super) abnormal_twice: Vec<u64>,
    /// Over each normal case by the abnormal ones.
    pub(super) normal_twice: Vec<u64>,
    /// All of them.
    pub(super) won_twice: u64,
}

impl Placements {
    /// Counts in O(N log N). Ratings are finite numbers; equality is exact.
    ///
    /// Source: Sun and Xu, IEEE Signal Process Lett 2014;21:1389.
    pub(super) fn of(abnormal: &[f64], normal: &[f64]) -> Self {
        let mut pooled: Vec<(f64, bool, usize)> = Vec::with_capacity(abnormal.len() + normal.len());
        // Adding 0 makes -0 and 0 the tie that they are.
        pooled.extend(abnormal.iter().enumerate().map(|(i, x)| (x + 0.0, true, i)));
        pooled.extend(normal.iter().enumerate().map(|(i, x)| (x + 0.0, false, i)));
        pooled.sort_unstable_by(|a, b| a.0.total_cmp(&b.0));
        let mut found = Self {
            abnormal_twice: vec![0; abnormal.len()],
            normal_twice: vec![0; normal.len()],
            won_twice: 0,
        };
        let (mut seen_abnormal, mut seen_normal) = (0_u64, 0_u64);
        for block in pooled.chunk_by(|a, b| a.0 == b.0) {
            let tied_abnormal = block.iter().filter(|rated| rated.1).count() as u64;
            let tied_normal = block.len() as u64 - tied_abnormal;
            let below_twice = 2 * seen_normal + tied_normal;
            let above_twice = 2 * (abnormal.len() as u64 - seen_abnormal) - tied_abnormal;
            for &(_, is_abnormal, idx) in block {
                if is_abnormal {
                    found.abnormal_twice[idx] = below_twice;
                } else {
                    found.normal_twice[idx] = above_twice;
                }
            }
            found.won_twice += tied_abnormal * below_twice;
            seen_abnormal += tied_abnormal;
            seen_normal += tied_normal;
        }
        found
    }

    /// The area: the share of pairs won, ties half.
    pub(super) fn area(&self) -> f64 {
        let (m, n) = (self.abnormal_twice.len(), self.normal_twice.len());
        self.won_twice as f64 / (2.0 * m as f64 * n as f64)
    }
}

/// The share of the pair won by the abnormal rating, twice: 2, or 1 on a tie, or 0.
pub(super) fn won_twice(abnormal: f64, normal: f64) -> u64 {
    if abnormal > normal {
        2
    } else {
        u64::from(abnormal == normal)
    }
}
