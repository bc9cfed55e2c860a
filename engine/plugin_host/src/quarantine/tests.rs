//! The pauses of a service that keeps breaking.

use super::*;

fn at(seconds: u64) -> Duration {
    Duration::from_secs(seconds)
}

#[test]
fn three_faults_in_a_row_pause_a_service_for_1_10_60_seconds_and_then_for_good() {
    let mut quarantine = Quarantine::default();
    quarantine.note_fault(at(0), "trap");
    quarantine.note_fault(at(0), "trap");
    assert_eq!(quarantine.refusal(at(0)), None);
    let mut now = 0;
    for (n, pause) in [(3, 1), (4, 10), (5, 60)] {
        quarantine.note_fault(at(now), "trap");
        let refusal = quarantine.refusal(at(now)).unwrap();
        assert!(
            refusal.contains(&format!("{n} faults in a row, the last: trap")),
            "{refusal}"
        );
        now += pause;
        assert_eq!(quarantine.refusal(at(now)), None, "after {pause} s");
    }
    quarantine.note_fault(at(now), "deadline");
    let refusal = quarantine.refusal(at(now + 1_000_000)).unwrap();
    assert!(refusal.contains("until a person releases it"), "{refusal}");
}

#[test]
fn the_state_says_what_is_left_of_a_pause() {
    let mut quarantine = Quarantine::default();
    assert_eq!(quarantine.state(at(0)), QuarantineState::Free { faults: 0 });
    quarantine.note_fault(at(0), "trap");
    assert_eq!(quarantine.state(at(0)), QuarantineState::Free { faults: 1 });
    quarantine.note_fault(at(0), "trap");
    quarantine.note_fault(at(0), "trap");
    quarantine.note_fault(at(1), "fuel");
    let last_fault = "fuel".to_owned();
    let paused = QuarantineState::Paused {
        faults: 4,
        last_fault: last_fault.clone(),
        remaining: Duration::from_secs(7),
    };
    assert_eq!(quarantine.state(at(4)), paused);
    assert_eq!(
        quarantine.state(at(11)),
        QuarantineState::Free { faults: 4 }
    );
    quarantine.note_fault(at(11), "fuel");
    quarantine.note_fault(at(71), "fuel");
    let held = QuarantineState::Held {
        faults: 6,
        last_fault,
    };
    assert_eq!(quarantine.state(at(1_000_000)), held);
}

#[test]
fn a_success_forgets_the_faults() {
    let mut quarantine = Quarantine::default();
    for _ in 0..100 {
        quarantine.note_fault(at(0), "trap");
        quarantine.note_fault(at(0), "trap");
        quarantine.note_success();
        assert_eq!(quarantine.refusal(at(0)), None);
    }
}
