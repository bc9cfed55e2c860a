//! Every event comes back from its JSON as it was, and what is no event is refused by name.

use overread_base::{
    AiReport, AiResult, AiStatus, Assessed, Category, Certainty, Code, FailureKind, Finding,
    HeatMap, Laterality, LocalText, MaskRle, Measure, NotRunReason, OperatingPoint, Priority,
    ReportSection, ServiceId, ServiceIdentity, Shape, StudyProbability, StudyUid, Vec3,
    VolumeGeometry,
};

use overread_exam::{Call, Hint, Order, PlantRecord, ProctorFact, SignedOrder};
use overread_scenario::{AiErrorKind, AnswerValue, ErrorSeverity, QuestionId};

use super::*;

fn text(value: &str) -> Vec<LocalText> {
    vec![LocalText {
        locale: "ru".to_owned(),
        value: value.to_owned(),
    }]
}

fn grid() -> VolumeGeometry {
    let (row, col) = (Vec3::new(0.6, 0.8, 0.0), Vec3::new(-0.8, 0.6, 0.0));
    let origin = Vec3::new(-1.0 / 3.0, 2.0, -1e-9);
    VolumeGeometry::new([2, 3, 2], Vec3::new(0.7, 0.7, 1.25), origin, row, col).unwrap()
}

fn series() -> SeriesUid {
    SeriesUid::new("1.2.840.3").unwrap()
}

fn every_shape() -> Vec<Mark> {
    let (a, b) = (Vec3::new(0.1, -0.2, 1e6), Vec3::new(3.0, 4.0, 1e6 + 1.0));
    let shapes = vec![
        Shape::Point(a),
        Shape::Cuboid { low: a, high: b },
        Shape::Ellipse {
            centre: a,
            half_axis_a: Vec3::new(1.0, 0.0, 0.0),
            half_axis_b: Vec3::new(0.0, 0.5, 0.0),
        },
        Shape::Polyline(vec![a, b]),
        Shape::Polygon(vec![a, b, Vec3::new(0.0, 0.0, 0.0)]),
        Shape::Mask(MaskRle {
            geometry: grid(),
            runs: vec![3, 2, 7],
        }),
    ];
    let mark = |shape| Mark {
        series: series(),
        shape,
    };
    shapes.into_iter().map(mark).collect()
}

fn full_report() -> AiReport {
    AiReport {
        probability: Some(StudyProbability {
            value: 0.1,
            threshold: 0.3,
        }),
        assessed: vec![Assessed {
            code: Code::nodule(),
            series: series(),
        }],
        findings: vec![Finding {
            id: FindingId::new("f1").unwrap(),
            code: Code::nodule(),
            site: Some(Code::new("99TEST", "1", "upper lobe")),
            laterality: Some(Laterality::Right),
            probability: Some(0.7),
            certainty: Some(Certainty::Probable),
            category: Some(Category {
                scale: "lung-rads-v2022".to_owned(),
                value: "4A".to_owned(),
            }),
            marks: every_shape(),
            measures: vec![Measure {
                name: Code::diameter(),
                value: 1.0 / 3.0,
                ucum: "mm".to_owned(),
            }],
            notes: text("Спикулы"),
        }],
        draft: vec![ReportSection {
            section: "impression".to_owned(),
            text: text("Очаг."),
        }],
        priority: Some(Priority::Urgent),
        warnings: text("Тонкие срезы"),
        heat_maps: vec![HeatMap {
            name: "map".to_owned(),
            series: series(),
            geometry: grid(),
            values: (0..12).collect(),
        }],
        extra: vec![("k".to_owned(), "v".to_owned())],
    }
}

fn result(status: AiStatus) -> CaseFact {
    CaseFact::AiReceived(Box::new(AiResult {
        service: ServiceIdentity {
            id: ServiceId::new("acme.nodule").unwrap(),
            name: text("Очаги"),
            version: "1.2.3".to_owned(),
            bundle_digest: Some("ab".repeat(32)),
            model_digests: vec![("score".to_owned(), "cd".repeat(32))],
            intended_use: text("Обучение"),
            operating_point: Some(OperatingPoint {
                threshold: 0.42,
                sensitivity: Some(0.9),
                specificity: None,
                false_positives_per_study: Some(1.0),
                dataset: "phantoms".to_owned(),
            }),
        },
        study: StudyUid::new("1.2").unwrap(),
        status,
        elapsed: Some(Millis(12)),
    }))
}

fn every_fact() -> Vec<CaseFact> {
    let id = |name: &str| MarkId::new(name).unwrap();
    let answer = |place| MarkAnswer {
        place,
        label: LabelId::new("nodule").unwrap(),
        confidence: Percent::new(85).unwrap(),
        laterality: None,
    };
    let marks = every_shape().into_iter().map(|place| {
        CaseFact::MarkSet(ReaderMark {
            id: id("m1"),
            answer: answer(place),
        })
    });
    let verdict = |verdict, note: Option<&str>| CaseFact::VerdictGiven {
        finding: FindingId::new("f1").unwrap(),
        verdict,
        note: note.map(str::to_owned),
    };
    let modified = answer(every_shape().remove(0));
    let mut facts = vec![
        CaseFact::Opened,
        CaseFact::MarkDeleted(id("m2")),
        CaseFact::Rated(Percent::FULL),
        CaseFact::FirstReadLocked,
        result(AiStatus::Done(full_report())),
        result(AiStatus::Done(AiReport::default())),
        result(AiStatus::NotRun {
            reason: NotRunReason::UnsupportedAge,
            message: "age 9".to_owned(),
        }),
        result(AiStatus::Failed {
            kind: FailureKind::HostBudget,
            message: String::new(),
        }),
        CaseFact::AiRevealed,
        verdict(FindingVerdict::Accepted, None),
        verdict(FindingVerdict::Rejected, Some("сосуд")),
        verdict(FindingVerdict::Modified(modified), None),
        CaseFact::ReportEdited {
            section: SectionId::new("impression").unwrap(),
            text: "Очаг 12 мм.\n\"S6\"".to_owned(),
        },
        CaseFact::Signed,
        CaseFact::Viewer(ViewerFact::ImagePainted),
        CaseFact::Viewer(ViewerFact::SlicesShown {
            series: series(),
            n_slices: 300,
            shown: vec![SliceDwell {
                slice_idx: 299,
                shown_for: Millis(40),
            }],
        }),
        CaseFact::Viewer(ViewerFact::WindowChanged {
            centre_hu: -600.1,
            width_hu: 1500.0,
        }),
        CaseFact::Viewer(ViewerFact::AiOverlay(Visibility::Hidden)),
    ];
    facts.extend(marks);
    facts.extend(facts_of_modes());
    facts.extend(every_answer());
    facts
}

fn facts_of_modes() -> [CaseFact; 12] {
    [
        CaseFact::AiRequested,
        CaseFact::AiWithheld,
        CaseFact::DecidedByAi(Call::Negative),
        CaseFact::DecidedByAi(Call::Positive),
        CaseFact::ArbitrationOpened,
        CaseFact::ImagesFailed("нет папки".to_owned()),
        CaseFact::TimedOut,
        CaseFact::HintAsked,
        CaseFact::HintGiven(Hint {
            text: vec![
                LocalText::new("en", "On the right."),
                LocalText::new("ru", "Справа."),
            ],
            left: 1,
        }),
        CaseFact::HintGiven(Hint {
            text: Vec::new(),
            left: 0,
        }),
        CaseFact::AiPlanted(Box::new(PlantRecord {
            kind: AiErrorKind::CWrongSeries,
            severity: ErrorSeverity::Significant,
            findings: vec![FindingId::new("f1").unwrap()],
            places: vec![Vec3::new(1.0 / 3.0, -2.0, 1e-9)],
            told: text("Другая серия"),
            is_void: true,
        })),
        CaseFact::AiPlanted(Box::new(PlantRecord {
            kind: AiErrorKind::FnSubtle,
            severity: ErrorSeverity::Minor,
            findings: Vec::new(),
            places: Vec::new(),
            told: Vec::new(),
            is_void: false,
        })),
    ]
}

fn every_answer() -> impl Iterator<Item = CaseFact> {
    let values = [
        AnswerValue::Code("4A".to_owned()),
        AnswerValue::Codes(vec!["rll".to_owned(), "rul".to_owned()]),
        AnswerValue::Codes(Vec::new()),
        AnswerValue::Number(0.1 + 0.2),
        AnswerValue::Percent(0),
        AnswerValue::Text("плевральный выпот\n".to_owned()),
        AnswerValue::Caliper {
            series: series(),
            ends: [Vec3::new(-1.5, 0.0, 1.0 / 3.0), Vec3::new(4.0, 5.0, 6.0)],
        },
    ];
    values.into_iter().map(|value| CaseFact::Answered {
        question: QuestionId::new("category").unwrap(),
        value,
    })
}

fn every_proctor_fact() -> Vec<ProctorFact> {
    let orders = [
        Order::Start,
        Order::Pause,
        Order::Resume,
        Order::Extend(Millis(600_000)),
        Order::Seal,
    ];
    let ordered = orders.into_iter().map(|order| {
        ProctorFact::Ordered(SignedOrder {
            order,
            number: 7,
            key: "ab".repeat(32),
            signature: "cd".repeat(64),
        })
    });
    let id = "ward".to_owned();
    let mut facts = vec![
        ProctorFact::FocusLost,
        ProctorFact::FocusGained,
        ProctorFact::Incident("Свет погас".to_owned()),
        ProctorFact::Interrupted { id, n: 3 },
        ProctorFact::TurnedBack { n: 3 },
        ProctorFact::ClockJumped { by_ms: i64::MIN },
        ProctorFact::TimeLeft(Millis(u64::MAX)),
        ProctorFact::TimeUp,
    ];
    facts.extend(ordered);
    facts
}

#[test]
fn every_event_survives_its_json() {
    let of_case = |fact| Event::Case {
        case: CaseId::new("c1").unwrap(),
        fact,
    };
    let mut events: Vec<Event> = every_fact().into_iter().map(of_case).collect();
    events.extend([
        Event::Paused,
        Event::Resumed,
        Event::Recovered { lost_bytes: 9 },
        Event::Ended(SessionEnd::Complete),
        Event::Ended(SessionEnd::Abandoned),
        Event::Ended(SessionEnd::TimeUp),
        Event::Ended(SessionEnd::Sealed),
    ]);
    events.extend(every_proctor_fact().into_iter().map(Event::Proctor));
    for event in events {
        let stamped = StampedEvent {
            at: Millis(1 << 40),
            event,
        };
        let json = serde_json::to_string(&EventJson::from(&stamped)).unwrap();
        let back: EventJson = serde_json::from_str(&json).unwrap();
        assert_eq!(StampedEvent::try_from(back).unwrap(), stamped, "{json}");
    }
}

#[track_caller]
fn check_refused(json: &str, expected: &str) {
    let parsed = serde_json::from_str::<EventJson>(json).map_err(|e| e.to_string());
    let refused = parsed.and_then(|json| StampedEvent::try_from(json).map_err(|e| e.0));
    let text = refused.unwrap_err();
    assert!(text.contains(expected), "{text}");
}

#[test]
fn what_is_no_event_is_refused_by_name() {
    check_refused(r#"{"at_ms":1,"event":"sneezed"}"#, "sneezed");
    check_refused(r#"{"event":"paused"}"#, "at_ms");
    let case = |fact: &str| format!(r#"{{"at_ms":1,"event":"case","case":"c1","fact":{fact}}}"#);
    check_refused(&case(r#"{"rated":{"rating":101}}"#), "101");
    check_refused(&case(r#"{"mark-deleted":{"id":"m 1"}}"#), "mark id");
    let answer = |id: &str, value: &str| {
        case(&format!(
            r#"{{"answered":{{"question":"{id}","value":{value}}}}}"#
        ))
    };
    check_refused(&answer("A b", r#"{"percent":5}"#), "not a question");
    check_refused(&answer("q", r#"{"guess":5}"#), "guess");
    check_refused(&answer("q", r#"{"percent":300}"#), "300");
    let planted = r#"{"ai-planted":{"record":{"kind":"luck","severity":"minor","findings":[],"places":[],"told":[],"is_void":false}}}"#;
    check_refused(&case(planted), "not a kind of error");
    check_refused(r#"{"at_ms":1,"event":"ended","end":"bored"}"#, "bored");
    check_refused(
        r#"{"at_ms":1,"event":"proctor","fact":{"ordered":{"order":"dance","number":1,"key":"","signature":""}}}"#,
        "dance",
    );
    let section = r#"{"report-edited":{"section":"A b","text":""}}"#;
    check_refused(&case(section), "not a report section");
}

/// The event of a result with one map of so many voxels, in rows of a thousand at most.
fn with_map(n: u32, value: u8) -> StampedEvent {
    let along = Vec3::new(1.0, 0.0, 0.0);
    let down = Vec3::new(0.0, 1.0, 0.0);
    let size = Vec3::new(1.0, 1.0, 1.0);
    let rows = n.div_ceil(1000);
    let origin = Vec3::new(1.0, 0.0, 0.0);
    let geometry = VolumeGeometry::new([n / rows, rows, 1], size, origin, along, down).unwrap();
    let report = AiReport {
        heat_maps: vec![HeatMap {
            name: "map".to_owned(),
            series: series(),
            geometry,
            values: vec![value; n as usize],
        }],
        ..full_report()
    };
    StampedEvent {
        at: Millis(1),
        event: Event::Case {
            case: CaseId::new("c1").unwrap(),
            fact: result(AiStatus::Done(report)),
        },
    }
}

#[test]
fn probability_maps_are_packed_and_those_of_earlier_journals_are_read_as_they_are() {
    let stamped = with_map(1_000_000, 0);
    let json = serde_json::to_string(&EventJson::from(&stamped)).unwrap();
    assert!(json.len() < 20_000, "{} bytes", json.len());
    let back: EventJson = serde_json::from_str(&json).unwrap();
    assert_eq!(StampedEvent::try_from(back).unwrap(), stamped);
    // Three voxels as journals had them before: base64 of 7, 7, 7.
    let small = with_map(3, 7);
    let json = serde_json::to_string(&EventJson::from(&small)).unwrap();
    let packed = json.split("\"packed\":\"").nth(1).unwrap();
    let packed = packed.split('"').next().unwrap();
    let before = json.replace(&format!("\"packed\":\"{packed}\""), "\"values\":\"BwcH\"");
    assert_ne!(before, json);
    let back: EventJson = serde_json::from_str(&before).unwrap();
    assert_eq!(StampedEvent::try_from(back).unwrap(), small);
}

#[test]
fn a_packed_map_holds_as_many_voxels_as_its_grid() {
    let packed_of = |n: u32| {
        let json = serde_json::to_string(&EventJson::from(&with_map(n, 0))).unwrap();
        let packed = json.split("\"packed\":\"").nth(1).unwrap();
        packed.split('"').next().unwrap().to_owned()
    };
    let three = serde_json::to_string(&EventJson::from(&with_map(3, 0))).unwrap();
    for other in [2, 4, 1_000_000] {
        let swapped = three.replace(&packed_of(3), &packed_of(other));
        check_refused(&swapped, "a packed map of 3 voxels");
    }
    check_refused(&three.replace(&packed_of(3), "AAAA"), "");
}
