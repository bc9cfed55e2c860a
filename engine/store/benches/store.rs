//! Time to open and verify a journal of 10,000 events, and to have one more event durably on the disk.
#![expect(clippy::unwrap_used, reason = "fixtures made here")]

use std::hint::black_box;

use criterion::{Criterion, criterion_group, criterion_main};
use overread_exam::StampedEvent;
use overread_store::{Journal, JournalReader, journal_bytes};

#[expect(
    dead_code,
    reason = "shared with the tests of faults, which need more of it"
)]
#[path = "../tests/faults/exam.rs"]
mod exam;

const N_EVENTS: usize = 10_000;

fn reading(criterion: &mut Criterion) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("journal.ovj");
    let events: Vec<StampedEvent> = exam::events().into_iter().cycle().take(N_EVENTS).collect();
    let bytes = journal_bytes(&exam::plan(), 0, "n", &events).unwrap();
    std::fs::write(&path, bytes).unwrap();
    criterion.bench_function("store/10,000 events opened and verified", |b| {
        b.iter(|| {
            let read = JournalReader::read(black_box(&path)).unwrap();
            assert_eq!(read.events.len(), N_EVENTS);
        });
    });
}

fn appending(criterion: &mut Criterion) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("journal.ovj");
    let events = exam::events();
    let mut journal = Journal::create(&path, &exam::plan(), 0, "n").unwrap();
    let mut next = events.iter().cycle();
    criterion.bench_function("store/an event made durable", |b| {
        b.iter(|| journal.append(next.next().unwrap()).unwrap());
    });
}

criterion_group!(benches, reading, appending);
criterion_main!(benches);
