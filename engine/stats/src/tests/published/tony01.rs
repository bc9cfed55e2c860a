//! RJafroc's free-response figures of merit of its dataset01 (tony01), and wAFROC in the analysis of many readers.

use std::collections::BTreeMap;
use std::path::Path;

use super::folder;
use super::ledger::Ledger;
use super::obuchowski_rockette::{Names, analysis_of_variance, figures, readers_and_cases};
use crate::localisation::{FreeResponse, LocalisationFigure};
use crate::tests::free_response::tony01;
use crate::{FigureTable, ObuchowskiRockette};

/// The two conditions of the data are breast tomosynthesis and digital mammography.
const CONDITIONS: [&str; 2] = ["trtBT", "trtDM"];

fn study() -> FreeResponse {
    tony01(&folder("tony01").unwrap()).study()
}

pub(super) fn obuchowski_rockette(ledger: &mut Ledger) {
    let table = study().table(LocalisationFigure::Wafroc).unwrap();
    let by_definition = wafroc_by_definition(&folder("tony01").unwrap());
    for (i, j) in (0..2).flat_map(|i| (0..5).map(move |j| (i, j))) {
        let pairs = table
            .left_out(i, j)
            .iter()
            .zip(by_definition.left_out(i, j));
        assert!(
            pairs.into_iter().all(|(a, b)| (a - b).abs() < 1e-13),
            "{i} {j}"
        );
    }
    let names = Names {
        conditions: CONDITIONS.map(str::to_owned),
        readers: [1, 2, 3, 4, 5].map(|reader| format!("rdr{reader}")),
    };
    for table in [table, by_definition] {
        let found = ObuchowskiRockette::of(&table).unwrap();
        figures(ledger, &found, &names);
        analysis_of_variance(ledger, "ANOVA/", &found, &names);
        readers_and_cases(ledger, &found, &names);
    }
}

pub(super) fn afroc1(ledger: &mut Ledger) {
    // This table has its names with capitals.
    compare(
        ledger,
        LocalisationFigure::Afroc1,
        "Rdr",
        ["TrtBT", "TrtDM"],
    );
}

pub(super) fn inferred_roc(ledger: &mut Ledger) {
    compare_as(ledger, LocalisationFigure::InferredRoc);
    // By way of the ROC module.
    let study = study();
    for cell in 0..10 {
        let reads = study.inferred_roc(cell / 5, cell % 5).unwrap();
        ledger.near(&format!("rdr{}/{}", cell % 5 + 1, cell / 5), reads.area());
    }
}

pub(super) fn sensitivity(ledger: &mut Ledger) {
    compare_as(ledger, LocalisationFigure::Sensitivity);
}

pub(super) fn specificity(ledger: &mut Ledger) {
    compare_as(ledger, LocalisationFigure::Specificity);
}

pub(super) fn max_llf(ledger: &mut Ledger) {
    compare_as(ledger, LocalisationFigure::MAX_LLF);
}

pub(super) fn max_nlf_normal(ledger: &mut Ledger) {
    compare_as(ledger, LocalisationFigure::MAX_NLF_NORMAL);
}

pub(super) fn max_nlf(ledger: &mut Ledger) {
    compare_as(ledger, LocalisationFigure::MAX_NLF);
}

pub(super) fn wafroc1(ledger: &mut Ledger) {
    compare_as(ledger, LocalisationFigure::Wafroc1);
}

fn compare_as(ledger: &mut Ledger, figure: LocalisationFigure) {
    compare(ledger, figure, "rdr", CONDITIONS);
}

fn compare(ledger: &mut Ledger, figure: LocalisationFigure, prefix: &str, conditions: [&str; 2]) {
    let study = study();
    for reader in 0..5 {
        let of = [0, 1].map(|condition| study.figure(condition, reader, figure).unwrap());
        ledger.near_all(&format!("{prefix}{}", reader + 1), of);
    }
    ledger.texts("row", conditions);
}

/// wAFROC by its definition: not the crate's own, so that the two stand apart.
fn wafroc_by_definition(folder: &Path) -> FigureTable {
    let rows = |name: &str| -> Vec<Vec<String>> {
        let text = std::fs::read_to_string(folder.join(name)).unwrap();
        let cells = |line: &str| line.split(',').map(str::to_owned).collect();
        text.lines().skip(1).map(cells).collect()
    };
    let number = |text: &str| text.parse::<usize>().unwrap();
    let mut weights: BTreeMap<(usize, usize), f64> = BTreeMap::new();
    for row in rows("froc_tony01_truth.csv") {
        weights.insert((number(&row[0]), number(&row[1])), row[2].parse().unwrap());
    }
    let (mut noise, mut hits) = (BTreeMap::new(), BTreeMap::new());
    for row in rows("froc_tony01_marks.csv") {
        let cell = (number(&row[0]), number(&row[1]), number(&row[2]));
        let rating: f64 = row[5].parse().unwrap();
        let kept = if row[3] == "NL" {
            noise.entry(cell).or_insert(f64::NEG_INFINITY)
        } else {
            hits.entry((cell, number(&row[4])))
                .or_insert(f64::NEG_INFINITY)
        };
        *kept = f64::max(*kept, rating);
    }
    let psi = |y: f64, x: f64| {
        if x > y {
            1.0
        } else {
            f64::from(u8::from(x == y)) / 2.0
        }
    };
    let table = FigureTable::of([2, 5, 185], |i, j, left_out| {
        let cell = |case: usize| (i + 1, j + 1, case);
        let is_in = |case: &usize| left_out != Some(case - 1);
        let normal: Vec<f64> = (1..=96)
            .filter(is_in)
            .map(|case| noise.get(&cell(case)).copied().unwrap_or(f64::NEG_INFINITY))
            .collect();
        let (mut sum, abnormal) = (0.0, (97..=185).filter(is_in).count());
        for ((case, lesion), weight) in &weights {
            if is_in(case) {
                let hit = hits
                    .get(&(cell(*case), *lesion))
                    .copied()
                    .unwrap_or(f64::NEG_INFINITY);
                sum += weight * normal.iter().map(|y| psi(*y, hit)).sum::<f64>();
            }
        }
        Ok(sum / (normal.len() * abnormal) as f64)
    });
    table.unwrap()
}
