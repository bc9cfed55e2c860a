//! 34: the same exam graded over and over, on one thread and on two, comes out the same to the byte.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::thread;

use overread_base::{
    AiReport, CaseId, Code, Finding, FindingId, Mark, Millis, Seed, SeriesUid, Shape, Vec3,
};
use overread_bundle::Bundle;
use overread_exam::{BookCase, Casebook, ExamAnswer, ExamEvent, ExamPlan, StampedExamEvent};
use overread_plugin_host::{CancelFlag, ExamContext, ExamPlugin, HostConfig, PluginHost};

const N_GRADINGS: usize = 100;

fn context() -> ExamContext {
    let case = |n: u32| BookCase {
        id: CaseId::new(format!("case-{n}")).unwrap(),
        modality: "CT".to_owned(),
        tags: vec!["normal".to_owned()],
        facts: vec![(
            "difficulty".to_owned(),
            format!("{}", f64::from(n) / 4.0 - 1.5),
        )],
        truth: Some(AiReport::default()),
        service_reports: Vec::new(),
    };
    ExamContext {
        book: Arc::new(Casebook {
            cases: (0..12).map(case).collect(),
        }),
        service: None,
        locale: "en".to_owned(),
        settings: BTreeMap::new(),
        seed: Seed(3),
        cancel: CancelFlag::default(),
    }
}

/// A mark where nothing is.
fn false_mark() -> Finding {
    Finding {
        id: FindingId::new("r1").unwrap(),
        code: Code {
            scheme: "SCT".to_owned(),
            value: "27925004".to_owned(),
            meaning: "Nodule".to_owned(),
        },
        site: None,
        laterality: None,
        probability: None,
        certainty: None,
        category: None,
        marks: vec![Mark {
            series: SeriesUid::new("1.2.3").unwrap(),
            shape: Shape::Point(Vec3::default()),
        }],
        measures: Vec::new(),
        notes: Vec::new(),
    }
}

/// Every item answered, each third one wrongly, one in a hurry.
fn log(plan: &ExamPlan) -> Vec<StampedExamEvent> {
    let mut events = vec![ExamEvent::Started];
    for (idx, item) in plan.items.iter().enumerate() {
        let findings = if idx % 3 == 2 {
            vec![false_mark()]
        } else {
            Vec::new()
        };
        events.push(ExamEvent::Opened(item.id.clone()));
        events.push(ExamEvent::Answered(ExamAnswer {
            item: item.id.clone(),
            report: AiReport {
                findings,
                ..AiReport::default()
            },
            confidence: None,
            decisions: Vec::new(),
            reading: Millis(1000 + 777 * idx as u64),
            ai_visible: Millis(0),
        }));
    }
    events.push(ExamEvent::Finished);
    let stamped = (0..).zip(events);
    stamped
        .map(|(n, event)| StampedExamEvent {
            at: Millis(n * 1000),
            event,
        })
        .collect()
}

/// The grade in words that show every bit of its numbers.
fn graded(plugin: &ExamPlugin, plan: &ExamPlan, log: &[StampedExamEvent]) -> String {
    let grade = plugin.grade(&context(), plan, log).unwrap();
    let bits: Vec<u64> = grade.rows.iter().map(|row| row.value.to_bits()).collect();
    format!("{grade:?} {:x} {bits:x?}", grade.score.to_bits())
}

#[test]
fn grading_the_same_log_a_hundred_times_gives_the_same_bytes() {
    for name in ["linear-form", "adaptive-form"] {
        let Some(folder) = overread_testkit::bundle("grading twice", name) else {
            continue;
        };
        let host = PluginHost::new(HostConfig::default()).unwrap();
        let plugin = host.load_exam(&Bundle::open(&folder).unwrap()).unwrap();
        let plan = plugin.make_plan(&context(), Seed(5)).unwrap();
        assert_eq!(plan, plugin.make_plan(&context(), Seed(5)).unwrap());
        let log = log(&plan);
        let first = graded(&plugin, &plan, &log);
        for _ in 1..N_GRADINGS {
            assert_eq!(graded(&plugin, &plan, &log), first, "{name}");
        }
        thread::scope(|scope| {
            for _ in 0..2 {
                scope.spawn(|| {
                    for _ in 0..N_GRADINGS / 2 {
                        assert_eq!(graded(&plugin, &plan, &log), first, "{name}");
                    }
                });
            }
        });
    }
}
