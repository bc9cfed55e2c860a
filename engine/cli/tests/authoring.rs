//! The tutorial on an exam of one's own studies, typed word for word on real studies, with scripted readers at the desk.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on ends here")]

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::Arc;

use overread_base::{Finding, Laterality, Mark, ReaderId, Seed, SeriesUid, Shape, Vec3};
use overread_exam::{FindingVerdict, MarkAnswer, Percent};
use overread_scenario::{CaseSource, LabelId, Scenario, StudyState, check};
use overread_testkit::shared_dicom;
use overread_workstation::{
    CaseImages, Folders, GivenRead, ManualClock, Sitting, read_given, sit_down,
};

/// What is typed: a block for the terminal, or one that opens the desk.
enum Block {
    Typed(String),
    AtTheDesk(String),
}

/// The blocks of the tutorial in their order.
fn blocks(markdown: &str) -> Vec<Block> {
    let mut blocks = Vec::new();
    let mut open: Option<(bool, String)> = None;
    for line in markdown.lines() {
        match &mut open {
            Some(_) if line == "```" => {
                let (is_desk, text) = open.take().unwrap();
                blocks.push(if is_desk {
                    Block::AtTheDesk(text)
                } else {
                    Block::Typed(text)
                });
            }
            Some((_, text)) => {
                text.push_str(line);
                text.push('\n');
            }
            None if line == "```sh" => open = Some((false, String::new())),
            None if line == "```sh on a screen" => open = Some((true, String::new())),
            None => {}
        }
    }
    assert!(open.is_none(), "a block is not closed");
    blocks
}

/// An educator's machine: the program on the search path, and no data of this user's.
struct Machine {
    folder: tempfile::TempDir,
}

impl Machine {
    fn work(&self) -> PathBuf {
        self.folder.path().join("work")
    }

    fn data(&self) -> PathBuf {
        self.folder.path().join("data")
    }

    /// Types a block; what it printed.
    #[track_caller]
    fn types(&self, text: &str) -> String {
        let ours = Path::new(env!("CARGO_BIN_EXE_overread")).parent().unwrap();
        let path = env::var_os("PATH").unwrap_or_default();
        let folders = std::iter::once(ours.to_path_buf()).chain(env::split_paths(&path));
        let mut shell = Command::new("sh");
        shell
            .args(["-eu", "-c", text])
            .current_dir(self.work())
            .env("PATH", env::join_paths(folders).unwrap())
            .env("XDG_DATA_HOME", self.data())
            .env_remove("OVERREAD_PLUGINS")
            .env_remove("OVERREAD_COURSES")
            .env_remove("OVERREAD_LOG")
            .stdin(Stdio::null());
        let output = shell.output().unwrap();
        let said = String::from_utf8_lossy(&output.stderr);
        let printed = String::from_utf8_lossy(&output.stdout);
        assert!(
            output.status.success(),
            "{text}\n{said}\nprinted:\n{printed}"
        );
        printed.into_owned()
    }

    /// Sits down as a line of the tutorial says, with a scripted reader in place of a person.
    fn sits(&self, line: &str) {
        let word_after = |option: &str| {
            let mut words = line.split_whitespace();
            words.find(|word| *word == option).unwrap();
            words.next().unwrap().to_owned()
        };
        let (scenario, reader) = (word_after("--scenario"), word_after("--reader"));
        let folders = Folders {
            sessions: self.data().join("overread/sessions"),
            compile_cache: self.folder.path().join("compiled"),
            plugins: Vec::new(),
            bundled: Vec::new(),
            site: self.data().join("overread"),
            scenarios: Vec::new(),
            studies: None,
            courses: Vec::new(),
            onnxruntime: None,
        };
        let clock = Arc::new(ManualClock::default());
        let id = ReaderId::new(reader.as_str()).unwrap();
        let file = self.work().join(scenario);
        let sitting = Sitting::at_scenario(&file, &folders, id, Seed(1), "en", clock.clone());
        let mut runner = sit_down(sitting.unwrap(), &folders).unwrap();
        let say = &mut |_: &_, images: &CaseImages, shown: &[Finding]| said(&reader, images, shown);
        read_given(&mut runner, &clock, say).unwrap();
    }

    fn exam(&self) -> Scenario {
        let text = fs::read_to_string(self.work().join("mine/exam/exam.toml")).unwrap();
        let (scenario, found) = check(&text);
        assert_eq!(found.all(), [], "{text}");
        scenario.unwrap()
    }
}

fn box_of(
    label: &str,
    side: Laterality,
    series: &SeriesUid,
    centre: [f64; 3],
    half: [f64; 3],
) -> MarkAnswer {
    let (centre, half) = (Vec3::from_array(centre), Vec3::from_array(half));
    MarkAnswer {
        place: Mark {
            series: series.clone(),
            shape: Shape::Cuboid {
                low: centre - half,
                high: centre + half,
            },
        },
        label: LabelId::new(label).unwrap(),
        confidence: Percent::FULL,
        laterality: Some(side),
    }
}

/// What each reader says.
///
/// On the CT both mark the tumour, each on another slice: the collection's own boxes on its files 1-14 and 1-13, in
/// patient mm. On the mammogram one marks a mass in both views of the left breast and the other calls it normal; the third
/// accepts the mark.
fn said(reader: &str, images: &CaseImages, shown: &[Finding]) -> GivenRead {
    let first = &images.series[0].facts;
    let left = images
        .series
        .iter()
        .filter(|series| series.facts.laterality == Some(Laterality::Left));
    let marks: Vec<MarkAnswer> = match (reader, first.modality.as_str()) {
        ("anna", "CT") => vec![box_of(
            "nodule",
            Laterality::Right,
            &first.uid,
            [-52.61, -108.31, 208.0],
            [30.7, 22.3, 4.0],
        )],
        ("boris", "CT") => vec![box_of(
            "nodule",
            Laterality::Right,
            &first.uid,
            [-51.31, -105.08, 216.0],
            [18.4, 24.2, 4.0],
        )],
        ("anna", _) => left
            .map(|series| {
                let place = [1200.0, 2300.0, 0.0];
                box_of(
                    "mass",
                    Laterality::Left,
                    &series.facts.uid,
                    place,
                    [150.0, 130.0, 0.5],
                )
            })
            .collect(),
        _ => Vec::new(),
    };
    let verdicts: Vec<_> = shown
        .iter()
        .map(|finding| (finding.id.clone(), FindingVerdict::Accepted))
        .collect();
    GivenRead {
        state: if marks.is_empty() && verdicts.is_empty() {
            StudyState::Normal
        } else {
            StudyState::Abnormal
        },
        marks,
        verdicts,
        comment: String::new(),
    }
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        if entry
            .path()
            .extension()
            .is_some_and(|ending| ending == "dcm")
        {
            fs::copy(entry.path(), to.join(entry.file_name())).unwrap();
        }
    }
}

#[test]
fn the_tutorial_leads_from_a_folder_of_files_to_an_installed_exam() {
    let test = "the_tutorial_leads_from_a_folder_of_files_to_an_installed_exam";
    let Some(shared) = shared_dicom(test) else {
        return;
    };
    let machine = Machine {
        folder: tempfile::tempdir().unwrap(),
    };
    for study in ["chest_ct_lung_tumour", "mammography_4view_mass"] {
        copy(
            &shared.join(study),
            &machine.work().join("dicom").join(study),
        );
    }
    let tutorial =
        Path::new(env!("CARGO_MANIFEST_DIR")).join("../../scenarios/courses/AUTHORING.md");
    let tutorial = fs::read_to_string(tutorial).unwrap();
    let mut printed = Vec::new();
    for block in blocks(&tutorial) {
        match block {
            Block::Typed(text) => printed.push(machine.types(&text)),
            Block::AtTheDesk(text) => {
                let lines = text.lines().filter(|line| line.contains("--scenario"));
                lines.for_each(|line| machine.sits(line));
            }
        }
    }
    check_printed(&printed.join(""));
    check_exam(&machine.exam());
    check_installed(&machine);
}

/// What an educator reads on the way.
#[track_caller]
fn check_printed(printed: &str) {
    for part in [
        "2 cases: there are no more studies, 10 were asked for",
        "1 lesion (both readers agree)",
        "to be decided: they say different things of the study as a whole; anna alone marked a lesion",
        "1 lesion (by consensus)",
        "the truth of 2 cases stands in it",
        "left out: exam/consensus.toml, exam/consensus/",
        "signed: org.example.first-exam 1.0.0 by org.example",
        "installed: org.example.first-exam 1.0.0, signed by org.example (vendor:org.example, key ",
    ] {
        assert!(printed.contains(part), "no {part:?} in\n{printed}");
    }
    assert!(!printed.contains("NOT TRUSTED"), "{printed}");
}

/// The truth with who stands for it.
#[track_caller]
fn check_exam(exam: &Scenario) {
    let mut told = Vec::new();
    for case in &exam.cases {
        let CaseSource::Dicom(source) = &case.source else {
            panic!("a case of DICOM files")
        };
        let truth = source.truth.as_ref().unwrap();
        let provenance = source.provenance.as_ref().unwrap();
        let [lesion] = truth.lesions.as_slice() else {
            panic!("{truth:?}")
        };
        let by = provenance.decided_by.as_ref().map(ReaderId::as_str);
        told.push((
            lesion.code.meaning.clone(),
            lesion.views.len(),
            by,
            provenance.sessions.len(),
        ));
        assert_eq!(case.key.len(), 1);
    }
    told.sort();
    let expected = [
        ("Nodule".to_owned(), 0, None, 2),
        ("Mammographic breast mass".to_owned(), 2, Some("clara"), 3),
    ];
    let mut expected = expected.to_vec();
    expected.sort();
    assert_eq!(told, expected);
}

/// The installed exam holds the studies and not what led to the truth.
#[track_caller]
fn check_installed(machine: &Machine) {
    let folder = machine
        .data()
        .join("overread/courses/org.example.first-exam");
    assert!(folder.join("exam/exam.toml").is_file());
    for gone in ["exam/marking.toml", "exam/consensus.toml", "exam/consensus"] {
        assert!(!folder.join(gone).exists(), "{gone}");
    }
    let checked = machine.types(&format!(
        "overread course check --with-studies {}",
        folder.display()
    ));
    assert!(checked.contains("1 practice blocks"), "{checked}");
    let removed = machine.types("overread course remove org.example.first-exam");
    assert!(removed.starts_with("removed: "), "{removed}");
    assert!(!folder.exists());
}
