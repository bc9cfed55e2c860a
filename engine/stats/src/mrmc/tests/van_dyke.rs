//! The ratings of Van Dyke 1993 from the published data, for tests.

use super::super::roc_ratings::{RocRatings, RocRow};
use crate::tests::published::folder;

/// Which column names the cases: the first is crossed, the others are made up for nested designs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum CaseColumn {
    Crossed,
    NestedInReader,
    NestedInCondition,
}

/// 2 treatments, 5 readers, 69 normal and 45 abnormal cases, ratings 1 to 5; `None` after naming the skipped test.
pub(crate) fn van_dyke(test: &str, column: CaseColumn) -> Option<RocRatings> {
    van_dyke_where(test, column, |_, _, _| true)
}

/// Only the rows for which `keep` holds, of reader, treatment and case, each counted from 1.
pub(crate) fn van_dyke_where(
    test: &str,
    column: CaseColumn,
    keep: impl Fn(usize, usize, usize) -> bool,
) -> Option<RocRatings> {
    let text = std::fs::read_to_string(folder(test)?.join("vandyke_roc.csv")).unwrap();
    let mut rows: Vec<Vec<&str>> = text
        .lines()
        .skip(1)
        .map(|line| line.split(',').collect())
        .collect();
    rows.retain(|row| {
        keep(
            row[0].parse().unwrap(),
            row[1].parse().unwrap(),
            row[2].parse().unwrap(),
        )
    });
    rows.sort_by_key(|row| {
        let number = |at: usize| row[at].parse::<usize>().unwrap();
        (number(1), number(0), number(2))
    });
    let case = |row: &[&str]| match column {
        CaseColumn::Crossed => row[2].to_owned(),
        // Case 1 of a reader is named 1.1, 1.2, ...: two decimal places would make 1.1 and 1.10 one number, not one name.
        CaseColumn::NestedInReader => format!("{}/{}", row[0], row[2]),
        CaseColumn::NestedInCondition => format!("{}/{}", row[1], row[2]),
    };
    let names: Vec<String> = rows.iter().map(|row| case(row)).collect();
    let mut truth: Vec<(&str, bool)> = Vec::new();
    let mut known = std::collections::BTreeSet::new();
    for (row, name) in rows.iter().zip(&names) {
        if known.insert(name.as_str()) {
            truth.push((name, row[3] == "1"));
        }
    }
    let rows: Vec<RocRow<'_>> = rows
        .iter()
        .zip(&names)
        .map(|(row, name)| RocRow {
            reader: row[0],
            condition: row[1],
            case: name,
            rating: row[4].parse().unwrap(),
        })
        .collect();
    Some(RocRatings::new(&rows, &truth).unwrap())
}
