//! What a session leaves in a log, kept once however often the session is looked at.

use super::*;
use crate::fixture::{cases, exam_done, step};

fn event(act: LearnerAct) -> LearnerEvent {
    LearnerEvent { at_unix_s: 7, act }
}

fn done(session: Option<&str>) -> LearnerAct {
    LearnerAct::StepDone {
        step: step("exam"),
        share: Some(1.0),
        session: session.map(str::to_owned),
    }
}

#[test]
fn what_a_log_holds_of_a_session_is_not_added_again_and_the_rest_is() {
    let mut acts = cases("s", "mass", 2, 1);
    acts.push(exam_done(ComponentStatus::Met));
    acts.push(done(Some("s")));
    assert_eq!(not_kept(&[], acts.clone()), acts);
    // The program stopped behind the first case: the second, the examination and the step are still to be kept.
    let begun = [event(acts[0].clone())];
    assert_eq!(not_kept(&begun, acts.clone()), acts[1..]);
    let all: Vec<LearnerEvent> = acts.iter().cloned().map(event).collect();
    assert_eq!(not_kept(&all, acts.clone()), []);
    // A block without a graded case and without terms is known by its step.
    assert_eq!(not_kept(&all, vec![done(Some("s"))]), []);
    assert_eq!(not_kept(&all, vec![done(Some("t"))]), [done(Some("t"))]);
    // A step that was gone through without a session says nothing of one.
    let page = [event(done(None))];
    assert_eq!(not_kept(&page, vec![done(Some("s"))]), [done(Some("s"))]);
}
