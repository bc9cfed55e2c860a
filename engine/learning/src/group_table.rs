//! A group as tables of comma-separated values: the competencies of each learner, those of the group, and the learners.

use overread_base::civil_date;
use overread_scenario::Course;

use crate::competency::{Cell, CellKey};
use crate::group::Group;

/// The tables by their file names: `competencies.csv` and `learners.csv`; words as in the logs, shares 0 to 1, empty
/// where nothing is known.
#[must_use]
pub fn group_table(course: &Course, group: &Group) -> [(&'static str, String); 3] {
    [
        ("competencies.csv", competencies(group)),
        ("group.csv", of_group(group)),
        ("learners.csv", learners(course, group)),
    ]
}

fn competencies(group: &Group) -> String {
    let mut text = row(&[
        "learner",
        "area",
        "task",
        "ai",
        "cases",
        "right",
        "share",
        "lower",
        "upper",
        "median_seconds",
        "weak",
    ]);
    for learner in &group.learners {
        let weak = learner.competencies.weak();
        for (key, cell) in learner.competencies.cells() {
            let is_weak = weak.contains(&key);
            text += &cell_row(&learner.name, key, cell, is_weak);
        }
    }
    text
}

fn of_group(group: &Group) -> String {
    let mut text = row(&[
        "area",
        "task",
        "ai",
        "learners",
        "cases",
        "right",
        "share",
        "lower",
        "upper",
        "weak_learners",
    ]);
    for (key, cell) in &group.cells {
        let right = cell.right.as_ref().ok().map(|right| right.estimate);
        let [area, task, ai] = key_cells(key);
        let figure = |of: Option<f64>| of.map_or_else(String::new, |value| format!("{value:.4}"));
        text += &row(&[
            &area,
            &task,
            &ai,
            &cell.n_learners.to_string(),
            &cell.n.to_string(),
            &cell.n_right.to_string(),
            &figure(right.map(|it| it.value)),
            &figure(right.map(|it| it.lower)),
            &figure(right.map(|it| it.upper)),
            &cell.n_weak.to_string(),
        ]);
    }
    text
}

fn key_cells(key: &CellKey) -> [String; 3] {
    let area = key.area.map_or("", |area| area.word());
    [guarded(area), guarded(&key.task), guarded(key.ai.word())]
}

fn cell_row(name: &str, key: &CellKey, cell: &Cell, is_weak: bool) -> String {
    let [area, task, ai] = key_cells(key);
    let right = cell.right.as_ref().ok();
    let figure = |of: Option<f64>| of.map_or_else(String::new, |value| format!("{value:.4}"));
    let seconds = cell.median_seconds.as_ref().ok();
    row(&[
        &guarded(name),
        &area,
        &task,
        &ai,
        &cell.n.to_string(),
        &cell.n_right.to_string(),
        &figure(right.map(|it| it.value)),
        &figure(right.map(|it| it.lower)),
        &figure(right.map(|it| it.upper)),
        &seconds.map_or_else(String::new, |seconds| format!("{seconds:.1}")),
        if is_weak { "1" } else { "0" },
    ])
}

fn learners(course: &Course, group: &Group) -> String {
    let mut head = vec!["learner".to_owned(), "last".to_owned(), "logs".to_owned()];
    for module in &course.modules {
        head.push(format!("{}_done", module.id));
        head.push(format!("{}_steps", module.id));
    }
    let terms = course.modules.iter().filter_map(|module| {
        let terms = module.certification.as_ref()?;
        Some((module, terms))
    });
    for (module, terms) in terms {
        head.push(format!("{}_verdict", module.id));
        let parts = terms.parts.iter();
        head.extend(parts.map(|part| format!("{}_{part}", module.id)));
    }
    let mut text = row(&as_strs(&head));
    for learner in &group.learners {
        let last = learner.last_unix_s.map_or_else(String::new, civil_date);
        let mut cells = vec![
            guarded(&learner.name),
            last,
            learner.sources.len().to_string(),
        ];
        for module in &learner.modules {
            cells.push(module.n_done.to_string());
            cells.push(module.n_steps.to_string());
        }
        for (_, certification) in &learner.certifications {
            cells.push(certification.outcome.word().to_owned());
            let parts = certification.parts.iter();
            cells.extend(parts.map(|part| part.status.word().to_owned()));
        }
        text += &row(&as_strs(&cells));
    }
    text
}

fn as_strs(cells: &[String]) -> Vec<&str> {
    cells.iter().map(String::as_str).collect()
}

/// A text that no table calculator takes for a formula.
fn guarded(text: &str) -> String {
    if text.starts_with(['=', '+', '-', '@', '\t', '\r']) {
        return format!("'{text}");
    }
    text.to_owned()
}

/// One line after RFC 4180.
fn row(cells: &[&str]) -> String {
    let quoted = |cell: &&str| {
        if cell.contains(['"', ',', '\n', '\r']) {
            format!("\"{}\"", cell.replace('"', "\"\""))
        } else {
            (*cell).to_owned()
        }
    };
    let cells: Vec<String> = cells.iter().map(quoted).collect();
    format!("{}\r\n", cells.join(","))
}

#[cfg(test)]
mod tests;
