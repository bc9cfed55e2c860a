//! Symmetric positive definite systems by Cholesky's factors. Private to the estimators that need one.

/// The share of its own diagonal below which a pivot counts as zero: the matrix is then singular to working precision.
const PIVOT: f64 = 1e-13;

/// A symmetric positive definite matrix as `U' U`, `U` upper triangular, row by row.
pub(crate) struct Cholesky {
    n: usize,
    upper: Vec<f64>,
}

impl Cholesky {
    /// The factor of an `n` by `n` matrix, of which the upper triangle is read; `None` where it is not positive definite.
    ///
    /// Source: Golub, Van Loan, Matrix Computations, 4th ed., 2013, 4.2.5 (outer product form).
    pub(crate) fn of(n: usize, matrix: &[f64]) -> Option<Self> {
        let mut upper = matrix.to_vec();
        for k in 0..n {
            let (above, below) = upper.split_at_mut((k + 1) * n);
            let row = &mut above[k * n..];
            let pivot = row[k];
            // The negated comparison refuses NaN too.
            if !(pivot > PIVOT * matrix[k * n + k].abs() && pivot.is_finite()) {
                return None;
            }
            let root = pivot.sqrt();
            for value in &mut row[k..] {
                *value /= root;
            }
            for i in k + 1..n {
                let factor = row[i];
                let target = &mut below[(i - k - 1) * n..(i - k) * n];
                for (to, from) in target[i..].iter_mut().zip(&row[i..]) {
                    *to -= factor * from;
                }
            }
        }
        Some(Self { n, upper })
    }

    /// `U'^-1 b`: its squared length is `b' M^-1 b`.
    pub(crate) fn half_solve(&self, right: &[f64]) -> Vec<f64> {
        let mut x = right.to_vec();
        for i in 0..self.n {
            let row = &self.upper[i * self.n..(i + 1) * self.n];
            x[i] /= row[i];
            let value = x[i];
            for (to, from) in x[i + 1..].iter_mut().zip(&row[i + 1..]) {
                *to -= value * from;
            }
        }
        x
    }

    /// `M^-1 b`.
    pub(crate) fn solve(&self, right: &[f64]) -> Vec<f64> {
        let mut x = self.half_solve(right);
        for i in (0..self.n).rev() {
            let row = &self.upper[i * self.n..(i + 1) * self.n];
            let known: f64 = row[i + 1..]
                .iter()
                .zip(&x[i + 1..])
                .map(|(a, b)| a * b)
                .sum();
            x[i] = (x[i] - known) / row[i];
        }
        x
    }

    /// `M^-1`, row by row.
    pub(crate) fn inverse(&self) -> Vec<f64> {
        let mut unit = vec![0.0; self.n];
        let mut inverse = Vec::with_capacity(self.n * self.n);
        for i in 0..self.n {
            unit[i] = 1.0;
            inverse.extend(self.solve(&unit));
            unit[i] = 0.0;
        }
        inverse
    }
}

#[cfg(test)]
mod tests;
