//! Time to rank ratings and to give the area with DeLong's interval, to ten million cases, one thread.

#[path = "support/beside.rs"]
mod beside;

use std::hint::black_box;

use beside::{told, write};
use criterion::{Criterion, criterion_group, criterion_main};
use overread_base::Seed;
use overread_stats::{RocCurve, RocReads};

/// Ratings of as many abnormal as normal cases; no two are equal.
fn classes(n: usize) -> [Vec<f64>; 2] {
    let mut rng = Seed(1).rng();
    [1.0, 0.0].map(|mean| (0..n / 2).map(|_| mean + rng.normal()).collect())
}

/// 100,000 cases as `truth,rating`, and our area with its variance.
#[expect(clippy::unwrap_used, reason = "fixed cases of both classes")]
fn write_ratings() {
    let [abnormal, normal] = classes(100_000);
    let mut text = String::from("truth,rating\n");
    for (truth, ratings) in [(1, &abnormal), (0, &normal)] {
        for rating in ratings {
            text.push_str(&format!("{truth},{rating}\n"));
        }
    }
    write("ratings.csv", &text);
    let reads = RocReads::new(&abnormal, &normal).unwrap();
    let (area, variance) = (reads.area(), reads.variance().unwrap());
    told(
        "auc 100,000 cases",
        &format!("{area:.12}, variance {variance:.6e}"),
    );
}

#[expect(clippy::unwrap_used, reason = "fixed cases of both classes")]
fn areas(criterion: &mut Criterion) {
    write_ratings();
    for (name, n) in [
        ("auc 100,000 cases", 100_000),
        ("auc 1,000,000 cases", 1_000_000),
        ("auc 10,000,000 cases", 10_000_000),
    ] {
        let [abnormal, normal] = classes(n);
        let mut group = criterion.benchmark_group("stats");
        group.sample_size(10);
        group.bench_function(name, |b| {
            b.iter(|| {
                let reads = RocReads::new(black_box(&abnormal), black_box(&normal)).unwrap();
                black_box(reads.estimate().unwrap())
            });
        });
        group.finish();
    }
    let [abnormal, normal] = classes(100_000);
    let reads = RocReads::new(&abnormal, &normal).unwrap();
    criterion.bench_function("roc curve 100,000 cases", |b| {
        b.iter(|| black_box(RocCurve::of(black_box(&reads))));
    });
}

criterion_group!(benches, areas);
criterion_main!(benches);
