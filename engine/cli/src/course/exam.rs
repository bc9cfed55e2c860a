//! `overread course new --exam`: a project of cases out of a study library or a folder of DICOM files.

use std::path::Path;

use overread_workstation::{
    EXAM_FILE, EXAM_FOLDER, ExamProject, MARKING_FILE, ProjectReport, StepProgress,
    new_exam_project,
};

use super::New;
use crate::progress;
use crate::scenario::print;

#[expect(clippy::print_stderr, reason = "the program's own output")]
pub(super) fn run(wanted: &New, studies: &Path) -> anyhow::Result<()> {
    let project = ExamProject {
        folder: wanted.folder.clone(),
        id: wanted.id.clone(),
        title: wanted.title.clone(),
        locale: wanted.locale.clone(),
        studies: studies.to_owned(),
        n_cases: wanted.cases,
    };
    let step = StepProgress::default();
    let work = || new_exam_project(&project, &step);
    let report = progress::followed("making the project", &step, work)?;
    for (what, why) in &report.passed_over {
        eprintln!("passed over: {what}: {why}");
    }
    print(&said(&report, wanted));
    Ok(())
}

fn said(report: &ProjectReport, wanted: &New) -> String {
    let mut text = String::new();
    for case in &report.cases {
        text += &format!(
            "{}: {}, {} files, {} KB, study {}\n",
            case.id,
            case.title,
            case.n_files,
            case.n_bytes.div_ceil(1024),
            case.studies.join(", ")
        );
    }
    let n = report.cases.len();
    if n < wanted.cases {
        text += &format!(
            "{n} cases: there are no more studies, {} were asked for\n",
            wanted.cases
        );
    } else if report.n_left > 0 {
        text += &format!("{n} cases; {} more studies are left out\n", report.n_left);
    }
    let exam = wanted.folder.join(EXAM_FOLDER);
    let (marking, file) = (exam.join(MARKING_FILE), exam.join(EXAM_FILE));
    text += &format!(
        "the exam: {}\nnext: each of two readers marks the truth alone, overread-room --scenario {} --reader NAME\n",
        file.display(),
        marking.display()
    );
    text
}
