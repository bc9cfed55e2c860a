//! Names, numbers and days of attempts.

use super::*;
use crate::sitting::history::tests::{candidate, earlier};

fn terms() -> Certification {
    Certification {
        title: Vec::new(),
        pass: Vec::new(),
        most_attempts: Some(2),
        wait_days: 30,
        supervisors: Vec::new(),
        needs_signed_start: false,
        is_locked_down: false,
        sealed_to: None,
        valid_days: None,
    }
}

/// A history in which Anna sat the examination on these days.
fn after(days: &[u64]) -> History {
    let session = |(n, &day): (usize, &u64)| {
        let mut session = earlier("a", &n.to_string(), day);
        session.certification = Some(CertificationSeat {
            terms: terms(),
            candidate: candidate("Anna", "17"),
            attempt: 1,
        });
        session
    };
    History {
        sessions: days.iter().enumerate().map(session).collect(),
    }
}

fn anna_on(day: u64, days: &[u64], guard: Guard) -> Result<u32, SeatRefusal> {
    let who = candidate("Anna", "17");
    let taken = take(&terms(), Some(&who), &after(days), day * DAY_S, guard);
    taken.map(|(seat, overridden)| {
        assert_eq!(overridden.is_some(), guard == Guard::Overridden);
        seat.attempt
    })
}

#[test]
fn a_name_is_needed() {
    for nobody in [None, Some(candidate("  ", "17"))] {
        let found = take(&terms(), nobody.as_ref(), &after(&[]), 0, Guard::Held);
        assert_eq!(found.unwrap_err(), SeatRefusal::NoName);
    }
}

#[test]
fn attempts_are_counted_and_days_lie_between_them() {
    assert_eq!(anna_on(100, &[], Guard::Held), Ok(1));
    assert_eq!(anna_on(130, &[100], Guard::Held), Ok(2));
    let early = anna_on(120, &[100], Guard::Held).unwrap_err();
    assert_eq!(
        early,
        SeatRefusal::AttemptTooEarly {
            name: "Anna".to_owned(),
            days_left: 10,
            wait_days: 30
        }
    );
    let used_up = anna_on(500, &[100, 200], Guard::Held).unwrap_err();
    assert_eq!(
        used_up,
        SeatRefusal::NoAttemptLeft {
            name: "Anna".to_owned(),
            had: 2,
            most: 2
        }
    );
}

#[test]
fn an_overridden_rule_is_put_into_words() {
    assert_eq!(anna_on(120, &[100], Guard::Overridden), Ok(2));
    assert_eq!(anna_on(500, &[100, 200], Guard::Overridden), Ok(3));
}

#[test]
fn others_do_not_count() {
    let who = candidate("Boris", "18");
    let (seat, overridden) = take(
        &terms(),
        Some(&who),
        &after(&[100, 101]),
        101 * DAY_S,
        Guard::Held,
    )
    .unwrap();
    assert_eq!((seat.attempt, overridden), (1, None));
}

#[test]
fn an_examination_goes_on_for_the_candidate_who_began_it() {
    let seat = CertificationSeat {
        terms: terms(),
        candidate: candidate("Anna", "17"),
        attempt: 1,
    };
    let for_ = |who: Option<&Candidate>| may_go_on(Some(&seat), who);
    assert_eq!(for_(None), Err(SeatRefusal::NoName));
    assert_eq!(for_(Some(&candidate("anna", ""))), Ok(()));
    assert_eq!(
        for_(Some(&candidate("Anna", "18"))),
        Err(SeatRefusal::OtherCandidate)
    );
    assert_eq!(may_go_on(None, None), Ok(()));
}
