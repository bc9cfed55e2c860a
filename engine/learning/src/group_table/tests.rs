//! Tables of a group of two, with names that a table calculator or a line would trip over.

use super::*;
use crate::fixture::{cases, course, log, test_done};

#[test]
fn the_tables_hold_each_learner_and_all_of_them() {
    let mut acts = cases("s", "mass", 4, 1);
    acts.push(test_done(0.9));
    let found = Group::of(
        &course(),
        vec![
            log("a", "=1+1", acts),
            log("b", "Li, \"Bo\"", cases("s", "mass", 4, 4)),
        ],
        Vec::new(),
    );
    let [(_, competencies), (_, group), (_, learners)] = group_table(&course(), &found);
    let lines: Vec<&str> = competencies.lines().collect();
    assert_eq!(lines.len(), 3, "{competencies}");
    // Wilson's interval of 1 of 4: 4.6 to 69.9 % (Brown, Cai, DasGupta 2001, eq. 4, computed by hand).
    assert_eq!(
        lines[1],
        "'=1+1,head-ct,mass,ai-false-negative,4,1,0.2500,0.0456,0.6994,30.0,1"
    );
    assert!(
        lines[2].starts_with("\"Li, \"\"Bo\"\"\",head-ct,mass,"),
        "{}",
        lines[2]
    );
    let lines: Vec<&str> = group.lines().collect();
    assert_eq!(
        lines[0],
        "area,task,ai,learners,cases,right,share,lower,upper,weak_learners"
    );
    assert!(
        lines[1].starts_with("head-ct,mass,ai-false-negative,2,8,5,0.6250,"),
        "{group}"
    );
    assert!(lines[1].ends_with(",1"), "{group}");
    let lines: Vec<&str> = learners.lines().collect();
    assert_eq!(
        lines[0],
        "learner,last,logs,m9_done,m9_steps,m9_verdict,m9_knowledge,m9_exam"
    );
    assert_eq!(
        lines[1],
        "'=1+1,2026-11-26,1,1,3,not-decidable,passed,not-sat"
    );
}
