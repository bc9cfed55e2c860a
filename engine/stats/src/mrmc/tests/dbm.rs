//! The analysis of Dorfman, Berbaum and Metz from pseudovalues: an oracle for tests, by another way than the one shipped.
//!
//! Source: Dorfman, Berbaum, Metz, Invest Radiol 1992;27:723; Hillis, Berbaum, Metz, Acad Radiol 2008;15:647.

use crate::FigureTable;

/// Mean squares of pseudovalues: T conditions, R readers, C cases.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Dbm {
    pub(crate) t: f64,
    pub(crate) r: f64,
    pub(crate) c: f64,
    pub(crate) tr: f64,
    pub(crate) tc: f64,
    pub(crate) rc: f64,
    pub(crate) trc: f64,
    sizes: [f64; 3],
}

impl Dbm {
    #[expect(
        clippy::needless_range_loop,
        reason = "the sums read like the formulas they are"
    )]
    pub(crate) fn of(table: &FigureTable) -> Self {
        let [ni, nj, nk] = table.size();
        let sizes = [ni as f64, nj as f64, nk as f64];
        let pseudovalue = |i: usize, j: usize, k: usize| {
            sizes[2] * table.figure(i, j).unwrap() - (sizes[2] - 1.0) * table.left_out(i, j)[k]
        };
        // Means over what is not fixed.
        let mean = |fixed: [Option<usize>; 3]| {
            let range = |at: usize, n: usize| fixed[at].map_or(0..n, |only| only..only + 1);
            let (mut sum, mut n) = (0.0, 0.0);
            for i in range(0, ni) {
                for j in range(1, nj) {
                    for k in range(2, nk) {
                        sum += pseudovalue(i, j, k);
                        n += 1.0;
                    }
                }
            }
            sum / n
        };
        let grand = mean([None; 3]);
        let main = |at: usize, n: usize| -> Vec<f64> {
            let of = |level: usize| {
                let mut fixed = [None; 3];
                fixed[at] = Some(level);
                mean(fixed) - grand
            };
            (0..n).map(of).collect()
        };
        let (a, b, c) = (main(0, ni), main(1, nj), main(2, nk));
        let [mut tr, mut tc, mut rc, mut trc] = [0.0; 4];
        let square = |x: f64| x * x;
        for i in 0..ni {
            for j in 0..nj {
                tr += square(mean([Some(i), Some(j), None]) - grand - a[i] - b[j]);
            }
            for k in 0..nk {
                tc += square(mean([Some(i), None, Some(k)]) - grand - a[i] - c[k]);
            }
        }
        for j in 0..nj {
            for k in 0..nk {
                let both = mean([None, Some(j), Some(k)]);
                rc += square(both - grand - b[j] - c[k]);
                for i in 0..ni {
                    trc += square(
                        pseudovalue(i, j, k)
                            - mean([Some(i), Some(j), None])
                            - mean([Some(i), None, Some(k)])
                            - both
                            + a[i]
                            + b[j]
                            + c[k]
                            + 2.0 * grand,
                    );
                }
            }
        }
        let [i, j, k] = sizes;
        let squares = |x: &[f64]| x.iter().map(|x| x * x).sum::<f64>();
        Self {
            t: j * k * squares(&a) / (i - 1.0),
            r: i * k * squares(&b) / (j - 1.0),
            c: i * j * squares(&c) / (k - 1.0),
            tr: k * tr / ((i - 1.0) * (j - 1.0)),
            tc: j * tc / ((i - 1.0) * (k - 1.0)),
            rc: i * rc / ((j - 1.0) * (k - 1.0)),
            trc: trc / ((i - 1.0) * (j - 1.0) * (k - 1.0)),
            sizes,
        }
    }

    /// F and its second degrees of freedom for random readers and cases, with Hillis' df.
    pub(crate) fn random_readers_and_cases(&self) -> (f64, f64) {
        let [i, j, _] = self.sizes;
        let whole = self.tr + (self.tc - self.trc).max(0.0);
        let df = whole * whole / (self.tr * self.tr / ((i - 1.0) * (j - 1.0)));
        (self.t / whole, df)
    }
}
