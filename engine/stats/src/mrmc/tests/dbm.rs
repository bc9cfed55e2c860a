//! The analysis of Dorfman, Berbaum and Metz from pseudovalues: an oracle for tests, by another way than the one shipped.
//!
//! Source: Dorfman, Berbaum, Metz, Invest Radiol 1992;27:723; Hillis, Berbaum, Metz, Acad Radiol 2008;15:647.

use crate::distributions::f_upper;
use crate::{FigureTable, Population, StudentEstimate};

/// Mean squares of pseudovalues: T conditions, R readers, C cases.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Dbm {
    pub(crate) t: f64,
    pub(crate) r: f64,
    pub(crate) c: f64,
    pub(crate) tr: f64,
    pub(crate) tc: f64,
    pub(crate) rc: f64,
    pub(crate) trc: f64,
    sizes: [f64; 3],
    /// By condition, reader and case.
    pseudovalues: Vec<Vec<Vec<f64>>>,
}

/// The test that all conditions have the same mean.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct DbmTest {
    pub(crate) f: f64,
    pub(crate) degrees: [f64; 2],
    /// The mean square that conditions are held against.
    pub(crate) error: f64,
    pub(crate) p: f64,
}

impl Dbm {
    #[expect(
        clippy::needless_range_loop,
        reason = "the sums read like the formulas they are"
    )]
    pub(crate) fn of(table: &FigureTable) -> Self {
        let [ni, nj, nk] = table.size();
        let sizes = [ni as f64, nj as f64, nk as f64];
        let pseudovalues = pseudovalues(table);
        // Means over what is not fixed.
        let mean = |fixed: [Option<usize>; 3]| {
            let range = |at: usize, n: usize| fixed[at].map_or(0..n, |only| only..only + 1);
            let (mut sum, mut n) = (0.0, 0.0);
            for i in range(0, ni) {
                for j in range(1, nj) {
                    for k in range(2, nk) {
                        sum += pseudovalues[i][j][k];
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
                        pseudovalues[i][j][k]
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
        let [df_t, df_r, df_c, df_tr, df_tc, df_rc, df_trc] = degrees(sizes);
        Self {
            t: j * k * squares(&a) / df_t,
            r: i * k * squares(&b) / df_r,
            c: i * j * squares(&c) / df_c,
            tr: k * tr / df_tr,
            tc: j * tc / df_tc,
            rc: i * rc / df_rc,
            trc: trc / df_trc,
            sizes,
            pseudovalues,
        }
    }

    /// Numbers of conditions, readers and cases.
    pub(crate) fn sizes(&self) -> [f64; 3] {
        self.sizes
    }

    /// The degrees of freedom of T, R, C, TR, TC, RC and TRC.
    pub(crate) fn degrees(&self) -> [f64; 7] {
        degrees(self.sizes)
    }

    /// The sum of squares of all pseudovalues about their mean.
    pub(crate) fn total(&self) -> f64 {
        let all = self.pseudovalues.concat().concat();
        let mean = all.iter().sum::<f64>() / all.len() as f64;
        all.iter().map(|y| (y - mean) * (y - mean)).sum()
    }

    /// The components of R, C, TR, TC, RC and the rest, uncut.
    pub(crate) fn components(&self) -> [f64; 6] {
        let [i, j, k] = self.sizes;
        [
            (self.r - self.tr - self.rc + self.trc) / (i * k),
            (self.c - self.tc - self.rc + self.trc) / (i * j),
            (self.tr - self.trc) / k,
            (self.tc - self.trc) / j,
            (self.rc - self.trc) / i,
            self.trc,
        ]
    }

    /// Mean squares of readers, cases and both under one condition.
    pub(crate) fn of_condition(&self, i: usize) -> [f64; 3] {
        two_way(&self.pseudovalues[i])
    }

    /// Mean squares of conditions, cases and both of one reader.
    pub(crate) fn of_reader(&self, j: usize) -> [f64; 3] {
        let rows: Vec<Vec<f64>> = self.pseudovalues.iter().map(|of| of[j].clone()).collect();
        two_way(&rows)
    }

    /// Hillis' degrees of freedom where readers and cases are random.
    pub(crate) fn test(&self, population: Population) -> DbmTest {
        let [i, j, k] = self.sizes;
        let both = (i - 1.0) * (j - 1.0);
        let (error, df2) = match population {
            Population::ReadersAndCases => whole(self.tr, self.tc - self.trc, both),
            Population::Cases => (self.tc, (i - 1.0) * (k - 1.0)),
            Population::Readers => (self.tr, both),
        };
        let (f, df1) = (self.t / error, i - 1.0);
        DbmTest {
            f,
            degrees: [df1, df2],
            error,
            p: f_upper(f, df1, df2),
        }
    }

    pub(crate) fn difference(
        &self,
        population: Population,
        first: usize,
        second: usize,
    ) -> StudentEstimate {
        let [_, j, k] = self.sizes;
        let test = self.test(population);
        let value = self.mean(first) - self.mean(second);
        StudentEstimate::new(value, 2.0 * test.error / (j * k), test.degrees[1]).unwrap()
    }

    /// One condition from its pseudovalues alone.
    pub(crate) fn condition(&self, population: Population, i: usize) -> StudentEstimate {
        let [_, j, k] = self.sizes;
        let [of_readers, of_cases, of_both] = self.of_condition(i);
        let (error, df) = match population {
            Population::ReadersAndCases => whole(of_readers, of_cases - of_both, j - 1.0),
            Population::Cases => (of_cases, k - 1.0),
            Population::Readers => (of_readers, j - 1.0),
        };
        StudentEstimate::new(self.mean(i), error / (j * k), df).unwrap()
    }

    /// One reader's pseudovalues under one condition less those under another, cases random.
    pub(crate) fn reader_difference(
        &self,
        j: usize,
        first: usize,
        second: usize,
    ) -> StudentEstimate {
        let [i, _, k] = self.sizes;
        let [_, _, error] = self.of_reader(j);
        let mean = |i: usize| self.pseudovalues[i][j].iter().sum::<f64>() / k;
        let df = (i - 1.0) * (k - 1.0);
        StudentEstimate::new(mean(first) - mean(second), 2.0 * error / k, df).unwrap()
    }

    fn mean(&self, i: usize) -> f64 {
        let all = self.pseudovalues[i].concat();
        all.iter().sum::<f64>() / all.len() as f64
    }
}

/// K times the figure less K - 1 times the figure without the case.
fn pseudovalues(table: &FigureTable) -> Vec<Vec<Vec<f64>>> {
    let [n_conditions, n_readers, n_cases] = table.size();
    let k = n_cases as f64;
    let of_reader = |i: usize, j: usize| {
        let whole = k * table.figure(i, j).unwrap();
        let left_out = table.left_out(i, j).iter();
        left_out.map(|figure| whole - (k - 1.0) * figure).collect()
    };
    let of_condition = |i: usize| (0..n_readers).map(|j| of_reader(i, j)).collect();
    (0..n_conditions).map(of_condition).collect()
}

fn degrees([i, j, k]: [f64; 3]) -> [f64; 7] {
    let [t, r, c] = [i - 1.0, j - 1.0, k - 1.0];
    [t, r, c, t * r, t * c, r * c, t * r * c]
}

/// A mean square with what cases add to it, and its degrees of freedom.
fn whole(square: f64, of_cases: f64, df: f64) -> (f64, f64) {
    let whole = square + of_cases.max(0.0);
    (whole, whole * whole / (square * square / df))
}

/// Mean squares of rows, columns and both.
fn two_way(rows: &[Vec<f64>]) -> [f64; 3] {
    let (n_rows, n_columns) = (rows.len() as f64, rows[0].len() as f64);
    let of_rows: Vec<f64> = rows
        .iter()
        .map(|row| row.iter().sum::<f64>() / n_columns)
        .collect();
    let of_columns: Vec<f64> = (0..rows[0].len())
        .map(|k| rows.iter().map(|row| row[k]).sum::<f64>() / n_rows)
        .collect();
    let grand = of_rows.iter().sum::<f64>() / n_rows;
    let spread = |means: &[f64]| {
        let squares = means.iter().map(|mean| (mean - grand) * (mean - grand));
        squares.sum::<f64>()
    };
    let mut both = 0.0;
    for (row, of_row) in rows.iter().zip(&of_rows) {
        for (y, of_column) in row.iter().zip(&of_columns) {
            let rest = y - of_row - of_column + grand;
            both += rest * rest;
        }
    }
    [
        n_columns * spread(&of_rows) / (n_rows - 1.0),
        n_rows * spread(&of_columns) / (n_columns - 1.0),
        both / ((n_rows - 1.0) * (n_columns - 1.0)),
    ]
}
