//! The templates of examinations that come with Overread: each is read to its end by a simulated reader, without images.

use std::fs;
use std::path::Path;
use std::sync::Arc;

use overread_exam::{Candidate, CaseFact, Event, Order, SessionEnd, rules};
use overread_seal::SecretKey;
use overread_workstation::{ManualClock, ScriptedReader, sit_down};

use crate::ground::{Ground, ai_plan, finish, reader_model};
use crate::supervised::signed;

/// The templates that need no exam plugin.
const TEMPLATES: [&str; 7] = [
    "ai-audit-80",
    "certification",
    "long-shift-65",
    "rapids",
    "shift-4h",
    "short-12",
    "test-set-60",
];

fn text_of(template: &str) -> String {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../scenarios/exams");
    fs::read_to_string(root.join(template).join("scenario.toml")).unwrap()
}

fn anna() -> Option<Candidate> {
    Some(Candidate {
        name: "Anna Petrova".to_owned(),
        number: "17".to_owned(),
    })
}

#[test]
fn every_template_is_read_to_its_end() {
    for template in TEMPLATES {
        let ground = Ground::new();
        let clock = Arc::new(ManualClock::default());
        let mut sitting = ground.sitting(&text_of(template), 11, &clock);
        sitting.candidate = anna();
        let runner = sit_down(sitting, &ground.folders());
        let runner = runner.unwrap_or_else(|error| panic!("{template}: {error}"));
        let read = finish(runner, &clock);
        let end = read.end();
        assert!(
            matches!(end, Some(SessionEnd::Complete | SessionEnd::TimeUp)),
            "{template}: {end:?}"
        );
        let total = &read.debrief.score.total;
        let needs_report = rules(read.plan.mode).needs_report;
        assert!(total.n_graded > 0 || !needs_report, "{template}");
        assert_eq!(
            read.debrief.pass.is_some(),
            read.plan.design.certification.is_some(),
            "{template}"
        );
    }
}

#[test]
fn a_certification_of_sixty_cases_runs_from_its_signed_start_to_a_decision() {
    let key = SecretKey::from_seed([7; 32]);
    let supervised = format!(
        "[certification]\nsigned_start = true\nsupervisors = [\"{}\"]",
        key.public().hex()
    );
    let text = text_of("certification").replacen("[certification]", &supervised, 1);
    let ground = Ground::new();
    let clock = Arc::new(ManualClock::default());
    let mut sitting = ground.sitting(&text, 5, &clock);
    sitting.candidate = anna();
    let mut runner = sit_down(sitting, &ground.folders()).unwrap_or_else(|e| panic!("{e}"));
    assert!(runner.view().clock.awaits_start);
    let sign = |session: &str, number: u32, order: Order| signed(&key, session, number, order);
    let reader = ScriptedReader {
        supervisor: Some(&sign),
        ..ScriptedReader::new(reader_model(), &clock)
    };
    let read = reader.read(&mut runner, &mut |_, _| {});
    read.unwrap_or_else(|error| panic!("{error}"));
    let plan = runner.plan();
    assert_eq!(plan.cases.len(), 60);
    let drawn = ai_plan(&text, plan);
    let told = runner.events().iter().filter(|stamped| {
        matches!(
            &stamped.event,
            Event::Case {
                fact: CaseFact::AiPlanted(_),
                ..
            }
        )
    });
    // 18 planted errors by the template's quotas, and 3 cases (5 %) without AI.
    assert_eq!((told.count(), drawn.cases.len()), (18, 21));
    let debrief = runner.debrief().unwrap().unwrap();
    assert_eq!(debrief.planted.len(), 18);
    assert_eq!(debrief.score.total.n_graded, 60);
    let seat = plan.design.certification.as_ref().unwrap();
    assert_eq!(
        debrief.pass.unwrap().components.len(),
        seat.terms.pass.len()
    );
}
