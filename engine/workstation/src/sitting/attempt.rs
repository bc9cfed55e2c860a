//! Who sits an examination for a certificate, and the how-manieth attempt it is. Rules of time and number only.

use overread_exam::{Candidate, CertificationSeat};
use overread_scenario::Certification;

use super::crossover::Guard;
use super::history::{DAY_S, History, is_same};
use super::refused::SeatRefusal;

/// The seat of a candidate, and what was overridden for it, in words for the record.
pub(crate) fn take(
    terms: &Certification,
    candidate: Option<&Candidate>,
    history: &History,
    now_unix_s: u64,
    guard: Guard,
) -> Result<(CertificationSeat, Option<String>), SeatRefusal> {
    let candidate = candidate.filter(|candidate| !candidate.name.trim().is_empty());
    let candidate = candidate.ok_or(SeatRefusal::NoName)?;
    let earlier: Vec<_> = history.attempts_of(candidate).collect();
    let had = u32::try_from(earlier.len()).unwrap_or(u32::MAX);
    let refusal = match (terms.most_attempts, earlier.last()) {
        (Some(most), _) if had >= most => Some(SeatRefusal::NoAttemptLeft {
            name: candidate.name.clone(),
            had,
            most,
        }),
        (_, Some(last)) => {
            let free_from = last.last_unix_s + u64::from(terms.wait_days) * DAY_S;
            let days_left = free_from.saturating_sub(now_unix_s).div_ceil(DAY_S);
            (days_left > 0).then(|| SeatRefusal::AttemptTooEarly {
                name: candidate.name.clone(),
                days_left,
                wait_days: terms.wait_days,
            })
        }
        (_, None) => None,
    };
    let overridden = match (refusal, guard) {
        (Some(refusal), Guard::Held) => return Err(refusal),
        (refusal, _) => refusal.map(|refusal| format!("rule of attempts overridden: {refusal}")),
    };
    let seat = CertificationSeat {
        terms: terms.clone(),
        candidate: candidate.clone(),
        attempt: had.saturating_add(1),
    };
    Ok((seat, overridden))
}

/// Whether an examination that has been begun may go on: for the candidate who began it, and for nobody else at the same
/// workstation. A session that is none goes on for whoever sits there.
///
/// # Errors
/// [`SeatRefusal::NoName`] if it has to be asked who sits, [`SeatRefusal::OtherCandidate`] if it is somebody else.
pub fn may_go_on(
    seat: Option<&CertificationSeat>,
    candidate: Option<&Candidate>,
) -> Result<(), SeatRefusal> {
    let Some(seat) = seat else { return Ok(()) };
    let candidate = candidate.ok_or(SeatRefusal::NoName)?;
    if is_same(&seat.candidate, candidate) {
        Ok(())
    } else {
        Err(SeatRefusal::OtherCandidate)
    }
}

#[cfg(test)]
mod tests;
