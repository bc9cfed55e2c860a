//! The scores that a service gave to cases with and without a finding, for widgets; a CSV of two columns.

use overread_base::Diagnostics;

/// The most rows.
const MAX_ROWS: usize = 20_000;

/// Scores of a service.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Scores {
    /// Of the cases with the finding, 0 to 1.
    pub abnormal: Vec<f64>,
    /// Of the others.
    pub normal: Vec<f64>,
}

impl Scores {
    /// Reads `truth,score`: a header, then rows of 0 or 1 and a score of 0 to 1.
    pub(super) fn read(text: &str) -> (Option<Self>, Diagnostics) {
        let (mut out, mut faults) = (Self::default(), Diagnostics::default());
        for (number, line) in text.lines().enumerate() {
            let place = format!("line {}", number + 1);
            if number == 0 {
                if line.trim() != "truth,score" {
                    faults.error(place, "expected the header truth,score");
                    break;
                }
                continue;
            }
            if number > MAX_ROWS {
                faults.error(place, format!("expected at most {MAX_ROWS} rows"));
                break;
            }
            let row = line.split_once(',').and_then(|(truth, score)| {
                let score: f64 = score.trim().parse().ok()?;
                let is_abnormal = match truth.trim() {
                    "0" => false,
                    "1" => true,
                    _ => return None,
                };
                (0.0..=1.0).contains(&score).then_some((is_abnormal, score))
            });
            match row {
                Some((true, score)) => out.abnormal.push(score),
                Some((false, score)) => out.normal.push(score),
                None => faults.error(place, "expected 0 or 1, a comma, and a score of 0 to 1"),
            }
        }
        if !faults.has_errors() && (out.abnormal.is_empty() || out.normal.is_empty()) {
            faults.error("whole file", "expected rows with truth 0 and with truth 1");
        }
        let sound = !faults.has_errors();
        (sound.then_some(out), faults)
    }
}
