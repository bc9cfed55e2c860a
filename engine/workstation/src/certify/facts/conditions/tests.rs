//! What counts as an incident.

use overread_base::Millis;

use super::*;

#[test]
fn a_program_that_was_closed_is_an_incident_unless_the_session_paused() {
    let jump = || Event::Proctor(ProctorFact::ClockJumped { by_ms: 60_000 });
    let lost = Event::Proctor(ProctorFact::FocusLost);
    let count = |events: &[Event]| {
        let stamped = events.iter().map(|event| StampedEvent {
            at: Millis(0),
            event: event.clone(),
        });
        n_incidents(&stamped.collect::<Vec<_>>())
    };
    assert_eq!(count(&[Event::Paused, jump(), Event::Resumed]), 0);
    assert_eq!(count(&[jump(), Event::Resumed]), 1);
    assert_eq!(count(&[Event::Paused, Event::Resumed, jump(), lost]), 2);
}
