//! What people give for the free answers of a session: one file a grader, beside the journal. Judges no answer.
//!
//! Graders do not see each other's files in grading, so that double marking stays double.

use std::fs;
use std::path::{Path, PathBuf};

use overread_base::CaseId;
use overread_exam::{HumanGrade, SessionPlan};
use overread_scenario::{QuestionId, Scoring};
use serde_json::{Value, json};

/// The word of the format, version 1.
const SCHEMA: &str = "overread-grades-1";
/// Files of grades beside a journal are called by this and the grader.
const PREFIX: &str = "grades-";
/// The largest file of grades, bytes.
const MAX_BYTES: u64 = 1 << 20;
/// The longest name of a grader, bytes.
const MAX_NAME: usize = 200;
/// The highest grade.
const MOST: u64 = 10;

/// Why grades cannot be read or written.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum GradeError {
    /// The system refused.
    #[error("cannot {action}: {source} ({})", .path.display())]
    Io {
        /// What was tried.
        action: &'static str,
        /// The file.
        path: PathBuf,
        /// The system's reason.
        source: std::io::Error,
    },
    /// The file holds no grades of this session.
    #[error("no file of grades: {problem} ({})", .path.display())]
    File {
        /// What is wrong with it.
        problem: String,
        /// The file.
        path: PathBuf,
    },
    /// The session has no such answer for people to grade.
    #[error("{0}")]
    NotGraded(String),
}

/// The grades in the files beside a journal, in the order of the files' names.
///
/// # Errors
/// [`GradeError`] names the first file that cannot be read.
pub fn grades_beside(journal: &Path, plan: &SessionPlan) -> Result<Vec<HumanGrade>, GradeError> {
    let folder = journal.parent().unwrap_or(Path::new("."));
    let io = |source| GradeError::Io {
        action: "list",
        path: folder.to_owned(),
        source,
    };
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).map_err(io)? {
        let path = entry.map_err(io)?.path();
        let name = path.file_name().and_then(|name| name.to_str());
        if name.is_some_and(|name| name.starts_with(PREFIX) && name.ends_with(".json")) {
            files.push(path);
        }
    }
    files.sort();
    let mut grades = Vec::new();
    for file in files {
        grades.extend(read_grades(&file, plan)?);
    }
    Ok(grades)
}

/// The grades in a file, all of them for answers that this session has.
///
/// # Errors
/// [`GradeError::File`] says what is wrong with it.
pub fn read_grades(path: &Path, plan: &SessionPlan) -> Result<Vec<HumanGrade>, GradeError> {
    let io = |source| GradeError::Io {
        action: "read",
        path: path.to_owned(),
        source,
    };
    let wrong = |problem: String| GradeError::File {
        problem,
        path: path.to_owned(),
    };
    let found = fs::metadata(path).map_err(io)?.len();
    if found > MAX_BYTES {
        return Err(wrong(format!(
            "expected at most {MAX_BYTES} bytes, found {found}"
        )));
    }
    let text = fs::read_to_string(path).map_err(io)?;
    let file: Value = serde_json::from_str(&text).map_err(|error| wrong(error.to_string()))?;
    let text_at = |value: &Value, name: &str| {
        let text = value.get(name).and_then(Value::as_str).map(str::to_owned);
        text.ok_or_else(|| wrong(format!("expected a text {name:?}")))
    };
    let (schema, session) = (text_at(&file, "schema")?, text_at(&file, "session")?);
    if schema != SCHEMA {
        return Err(wrong(format!("expected schema {SCHEMA}, found {schema:?}")));
    }
    if session != plan.session.as_str() {
        return Err(wrong(format!(
            "expected session {}, found {session:?}",
            plan.session
        )));
    }
    let grader = text_at(&file, "grader")?;
    let rows = file.get("grades").and_then(Value::as_array);
    let rows = rows.ok_or_else(|| wrong("expected a list \"grades\"".to_owned()))?;
    let row = |row: &Value| {
        let points = row.get("points").and_then(Value::as_u64);
        let points = points.filter(|points| *points <= MOST);
        let value = points.and_then(|points| u8::try_from(points).ok());
        let grade = HumanGrade {
            case: CaseId::new(text_at(row, "case")?).map_err(|e| wrong(e.to_string()))?,
            question: QuestionId::new(&text_at(row, "question")?)
                .ok_or_else(|| wrong("a question's id is a word".to_owned()))?,
            grader: grader.clone(),
            value: value.ok_or_else(|| wrong(format!("expected points of 0 to {MOST}")))?,
        };
        check(plan, &grade).map_err(wrong)?;
        Ok(grade)
    };
    rows.iter().map(row).collect()
}

/// Keeps a grade beside the journal; the grader's earlier one for the same answer is replaced. Returns the file.
///
/// # Errors
/// [`GradeError`]: the session has no such answer to grade, or the file cannot be read or written.
pub fn add_grade(
    journal: &Path,
    plan: &SessionPlan,
    grade: &HumanGrade,
) -> Result<PathBuf, GradeError> {
    check(plan, grade).map_err(GradeError::NotGraded)?;
    let folder = journal.parent().unwrap_or(Path::new("."));
    let path = folder.join(file_name(&grade.grader));
    let mut grades = if path.exists() {
        read_grades(&path, plan)?
    } else {
        Vec::new()
    };
    grades.retain(|known| (&known.case, &known.question) != (&grade.case, &grade.question));
    grades.push(grade.clone());
    let rows = grades.iter().map(|grade| {
        json!({
            "case": grade.case.as_str(),
            "question": grade.question.as_str(),
            "points": grade.value,
        })
    });
    let file = json!({
        "schema": SCHEMA,
        "session": plan.session.as_str(),
        "grader": grade.grader,
        "grades": rows.collect::<Vec<_>>(),
    });
    // Beside first, then in its place: a crash leaves the old grades or the new ones.
    let beside = path.with_extension("json.new");
    let io = |source| GradeError::Io {
        action: "write",
        path: path.clone(),
        source,
    };
    fs::write(&beside, format!("{file:#}\n")).map_err(io)?;
    fs::rename(&beside, &path).map_err(io)?;
    Ok(path)
}

/// Whether a session has an answer that people grade there.
fn check(plan: &SessionPlan, grade: &HumanGrade) -> Result<(), String> {
    let HumanGrade {
        case,
        question,
        grader,
        value,
    } = grade;
    if grader.trim().is_empty() || grader.len() > MAX_NAME {
        return Err(format!("a grader's name has 1 to {MAX_NAME} bytes"));
    }
    if u64::from(*value) > MOST {
        return Err(format!("expected points of 0 to {MOST}, found {value}"));
    }
    if !plan.cases.contains(case) {
        return Err(format!("the session has no case {case}"));
    }
    let asked = plan.design.question(case, question);
    let asked = asked.ok_or_else(|| format!("case {case} has no question {question}"))?;
    match asked.scoring {
        Some(Scoring::Rubric { .. }) => Ok(()),
        Some(_) | None => Err(format!("question {question} is not graded by people")),
    }
}

/// The file of a grader: what is plain of the name, and a part of its digest, for names that are alike in that.
fn file_name(grader: &str) -> String {
    let plain = |c: char| {
        if c.is_ascii_alphanumeric() {
            c.to_ascii_lowercase()
        } else {
            '-'
        }
    };
    let name: String = grader.chars().take(40).map(plain).collect();
    let digest = overread_store::sha256(grader.as_bytes());
    let digest: String = digest
        .iter()
        .take(4)
        .map(|byte| format!("{byte:02x}"))
        .collect();
    format!("{PREFIX}{name}-{digest}.json")
}

#[cfg(test)]
mod tests;
