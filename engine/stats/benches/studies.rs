//! Time of the analyses of whole studies and exams: many readers, marks, items. One thread.
//!
//! With OVERREAD_BENCH_STATS set to a folder, what is analysed and what comes out is written there for other programs.

#[path = "support/beside.rs"]
mod beside;

use std::hint::black_box;

use beside::{told, write};
use criterion::{Criterion, criterion_group, criterion_main};
use overread_base::{Rng, Seed};
use overread_stats::{
    FreeResponse, LocalisationFigure, LogisticModel, MarginalOptions, Mark, ObuchowskiRockette,
    Population, Responses, RocRatings, RocRow, Target, fit_marginal, kr20,
};

/// Marks of 4 readers in 5 conditions on 100 normal cases and 100 with one to three lesions.
fn free_response() -> ([usize; 2], Vec<Vec<f64>>, Vec<Mark>) {
    let mut rng = Seed(2).rng();
    let lesions = |case: usize| if case < 100 { 0 } else { 1 + case % 3 };
    let cases = (0..200)
        .map(|case| FreeResponse::equal_weights(lesions(case)))
        .collect();
    let mut marks = Vec::new();
    for (condition, reader) in (0..5).flat_map(|c| (0..4).map(move |r| (c, r))) {
        for case in 0..200 {
            let mut add = |target, number, rng: &mut Rng, mean: f64| {
                marks.push(Mark {
                    condition,
                    reader,
                    case,
                    target,
                    number,
                    rating: mean + rng.normal(),
                });
            };
            for lesion in 0..lesions(case) {
                if rng.unit() < 0.8 {
                    add(Target::Lesion(lesion), 0, &mut rng, 1.5);
                }
            }
            for number in 0..2 {
                if rng.unit() < 0.4 {
                    add(Target::NonLesion, number, &mut rng, 0.0);
                }
            }
        }
    }
    ([5, 4], cases, marks)
}

/// Ratings 1 to 5 of 5 readers in 2 conditions on 69 normal and 45 abnormal cases: the size of Van Dyke's study.
fn ratings() -> Vec<(String, String, String, f64)> {
    let mut rng = Seed(3).rng();
    let mut rows = Vec::new();
    for case in 0..114 {
        let subtle = rng.normal();
        for (condition, reader) in (0..2).flat_map(|c| (0..5).map(move |r| (c, r))) {
            let mean = if case < 69 { 2.0 } else { 3.5 };
            let rating = (mean + 0.6 * subtle + 0.8 * rng.normal()).round();
            rows.push((
                format!("r{reader}"),
                format!("c{case}"),
                format!("t{condition}"),
                rating.clamp(1.0, 5.0),
            ));
        }
    }
    rows
}

/// Answers of 2,000 takers to 60 items of the two-parameter logistic model.
fn answers() -> Vec<Vec<Option<bool>>> {
    let mut rng = Seed(4).rng();
    let items: Vec<(f64, f64)> = (0..60)
        .map(|_| (0.7 + 1.1 * rng.unit(), 1.2 * rng.normal()))
        .collect();
    (0..2000)
        .map(|_| {
            let ability = rng.normal();
            let answer = |(slope, difficulty): &(f64, f64)| {
                let chance = 1.0 / (1.0 + (-slope * (ability - difficulty)).exp());
                Some(rng.unit() < chance)
            };
            items.iter().map(answer).collect()
        })
        .collect()
}

#[expect(clippy::unwrap_used, reason = "fixed studies, sound by construction")]
fn readers(criterion: &mut Criterion) {
    let (size, cases, marks) = free_response();
    let analyse = || {
        let study = FreeResponse::new(size, black_box(&cases), black_box(&marks)).unwrap();
        let table = study.table(LocalisationFigure::Wafroc).unwrap();
        let analysis = ObuchowskiRockette::of(&table).unwrap();
        analysis.test(Population::ReadersAndCases).unwrap()
    };
    black_box(analyse());
    criterion.bench_function("stats/wafroc or 5 x 4 x 200", |b| b.iter(analyse));
    let rows = ratings();
    let rows: Vec<RocRow<'_>> = rows
        .iter()
        .map(|(reader, case, condition, rating)| RocRow {
            reader,
            case,
            condition,
            rating: *rating,
        })
        .collect();
    let names: Vec<String> = (0..114).map(|case| format!("c{case}")).collect();
    let truth: Vec<(&str, bool)> = names
        .iter()
        .enumerate()
        .map(|(case, name)| (name.as_str(), case >= 69))
        .collect();
    let ratings = RocRatings::new(&rows, &truth).unwrap();
    criterion.bench_function("stats/orh 2 x 5 x 114", |b| {
        b.iter(|| {
            let analysis = ObuchowskiRockette::of_areas(black_box(&ratings)).unwrap();
            black_box(analysis.test(Population::ReadersAndCases).unwrap())
        });
    });
}

#[expect(clippy::unwrap_used, reason = "a fixed exam, sound by construction")]
fn exams(criterion: &mut Criterion) {
    let rows = answers();
    let responses = Responses::new(&rows).unwrap();
    let options = MarginalOptions {
        model: LogisticModel::FreeSlopes,
        slope_prior: None,
        n_nodes: 61,
    };
    let lines: Vec<String> = rows
        .iter()
        .map(|row| {
            let cells: Vec<&str> = row
                .iter()
                .map(|cell| if *cell == Some(true) { "1" } else { "0" })
                .collect();
            cells.join(",")
        })
        .collect();
    write("responses.csv", &format!("{}\n", lines.join("\n")));
    let fit = fit_marginal(&responses, &options).unwrap();
    let n = fit.items.len() as f64;
    let slopes = fit.items.iter().map(|item| item.item.slope).sum::<f64>() / n;
    told("2pl 60 x 2,000", &format!("mean slope {slopes:.4}"));
    let alpha = kr20(&responses).unwrap();
    told("kr20 60 x 2,000", &format!("{:.10}", alpha.value));
    let mut group = criterion.benchmark_group("stats");
    group.sample_size(10);
    group.bench_function("2pl 60 x 2,000", |b| {
        b.iter(|| black_box(fit_marginal(black_box(&responses), &options).unwrap()));
    });
    group.bench_function("kr20 60 x 2,000", |b| {
        b.iter(|| black_box(kr20(black_box(&responses)).unwrap()));
    });
    group.finish();
}

criterion_group!(benches, readers, exams);
criterion_main!(benches);
