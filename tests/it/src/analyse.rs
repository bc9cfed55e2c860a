//! A cohort's sessions become an analysis, from their folders and from their exported tables alike.

use std::fs;
use std::path::{Path, PathBuf};

use overread_analysis::{Language, PageTexts, Study, analyse, page};
use overread_base::Seed;
use overread_exam::{Policy, ReaderModel};
use overread_store::sessions_in;
use overread_workstation::{Cohort, Folders, export_of, gather_reads, simulate_cohort};

const SCENARIO: &str = r#"schema = 1
id = "it.analyse"
title = { en = "Analysis" }
mode = "sequential"
service = "test.simulated"
order = "shuffled"
[hit]
rule = "centre-distance"
least_radius_mm = 7.5
[questions]
labels = [{ id = "nodule", text = { en = "Nodule" } }]
sections = [{ id = "text", title = { en = "Text" } }]
[simulated]
name = { en = "Simulated" }
version = "1.0.0"
sensitivity = 0.7
specificity = 0.7
false_marks_per_case = 0.5
place_sd_mm = 1
latency_s = 2
threshold = 0.5
[[cases]]
id = "a"
count = 12
title = { en = "CT" }
phantom = { kind = "chest-ct", seed = 73000, slices = 16 }
[[cases]]
id = "b"
count = 12
title = { en = "CT" }
phantom = { kind = "chest-ct", seed = 74000, slices = 16, random = { count = 1, diameter_mm = [8, 12], types = ["solid"] } }
"#;

const READERS: usize = 4;

fn cohort(data: &Path) -> PathBuf {
    let cohort = Cohort {
        scenario_text: SCENARIO,
        studies: data.to_owned(),
        n_readers: READERS,
        policy: Policy::Model(ReaderModel {
            sensitivity: 0.75,
            specificity: 0.8,
            lesion_sensitivity: 0.9,
            hard_sensitivity: None,
            follows_ai: 0.5,
            notices_defects: 0.0,
            sees_ai_errors: 0.0,
        }),
        seed: Seed(11),
        seal: None,
        supervisor: None,
    };
    let folders = Folders::of_user(Some(data));
    simulate_cohort(&cohort, &folders, |_| (), &|_| {}).unwrap();
    folders.sessions
}

#[test]
fn sessions_and_their_export_give_the_same_analysis() {
    let data = tempfile::tempdir().unwrap();
    let sessions = cohort(data.path());
    let from_sessions = gather_reads(std::slice::from_ref(&sessions)).unwrap();
    assert!(from_sessions.skipped.is_empty());
    let export = export_of(&sessions_in(&sessions).unwrap()).unwrap();
    let tables = data.path().join("tables");
    fs::create_dir(&tables).unwrap();
    for file in export.csv() {
        fs::write(tables.join(file.name), &file.bytes).unwrap();
    }
    let from_tables = gather_reads(&[tables]).unwrap();

    let [first, second] = [from_sessions.reads, from_tables.reads].map(Study::of);
    assert_eq!(first.readers().len(), READERS);
    assert_eq!(first.cases().len(), 24);
    // Both conditions of every reader come out of one sitting.
    assert_eq!(first.n_sessions(), READERS);
    let words: Vec<String> = first.conditions().iter().map(|c| c.word()).collect();
    assert_eq!(words, ["sequential-first", "sequential"]);
    let [analysis, other] = [&first, &second].map(analyse);
    assert_eq!(analysis, other);
    assert!(analysis.reliance.is_within_sitting);
    assert!(analysis.reliance.n > 50);
    assert!(
        analysis.comparisons[0].difference.is_ok(),
        "{:?}",
        analysis.comparisons[0]
    );
    assert!(analysis.localisation.is_ok());
    let texts = PageTexts {
        language: Language::En,
        title: "",
        software: "test",
    };
    assert_eq!(
        page(&first, &analysis, &texts),
        page(&second, &other, &texts)
    );
}

#[test]
fn a_broken_session_is_named_and_the_others_count() {
    let data = tempfile::tempdir().unwrap();
    let sessions = cohort(data.path());
    let all = sessions_in(&sessions).unwrap();
    let journal = all[1].journal_path();
    let mut bytes = fs::read(&journal).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle] ^= 0x40;
    fs::write(&journal, bytes).unwrap();
    let found = gather_reads(&[sessions]).unwrap();
    assert_eq!(found.skipped.len(), 1);
    assert_eq!(found.skipped[0].path, all[1].path());
    assert_eq!(Study::of(found.reads).readers().len(), READERS - 1);
}

#[test]
fn a_folder_without_results_is_refused_by_name() {
    let data = tempfile::tempdir().unwrap();
    let refused = gather_reads(&[data.path().to_owned()])
        .unwrap_err()
        .to_string();
    assert!(
        refused.starts_with("no session, and no reads.csv"),
        "{refused}"
    );
    fs::write(data.path().join("reads.csv"), "session,case\r\n1,2\r\n").unwrap();
    let refused = gather_reads(&[data.path().to_owned()])
        .unwrap_err()
        .to_string();
    assert!(refused.contains("reads.csv: no column"), "{refused}");
}
