//! Seeded damage to DICOM files: no panic, no hang, no allocation beyond what a file's size justifies.
//!
//! Every file beside the checkout, and files made from code, are cut at 200 places, get bits flipped and lengths
//! exchanged. The default number of changes keeps this test within a minute on two processors; `OVERREAD_MUTATIONS`
//! multiplies flips and exchanges.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on ends here")]

#[path = "../../../tests/fuzz/src/dicom.rs"]
#[allow(dead_code, unreachable_pub, reason = "public for the fuzz target")]
mod body;
#[path = "support/counting.rs"]
mod counting;
#[path = "support/fixtures.rs"]
mod fixtures;
#[path = "support/watchdog.rs"]
mod watchdog;

use std::fs::{self, File};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};

use overread_base::{Rng, Seed};
use overread_testkit::shared_dicom;

use body::Depth;
use counting::peak_of;
use watchdog::Watchdog;

/// Cuts of each file.
const N_CUTS: u64 = 200;
/// Bit flips of each file, and exchanges of lengths.
const N_CHANGES: u64 = 24;
/// So many encoded bytes are decoded for each file; of larger files only some of the changes are decoded.
const DECODED_BYTES: u64 = 12 << 20;
/// Changes aim at the first bytes as often as at all others together.
const HEADER: u64 = 4096;

/// What may be allocated at one time while a file is opened: an element of 8 bytes becomes a structure of 48, in
/// vectors that grow by doubling.
fn open_bound(len: u64) -> u64 {
    (4 << 20) + 24 * len
}

/// What may be allocated at one time while pixels are decoded: the samples that `Budget` of the reader allows, the
/// working memory of a codec (JPEG 2000: 32-bit planes of each component, twice), and the encoded bytes.
fn decode_bound(len: u64) -> u64 {
    3 * ((64 << 20) + 1024 * len)
}

struct Bench {
    watchdog: Watchdog,
    scratch: PathBuf,
    n_files: u64,
    faults: Vec<String>,
    worst_open: (f64, String),
    worst_decode: (f64, String),
}

impl Bench {
    fn new(folder: &Path) -> Self {
        Self {
            watchdog: Watchdog::start(),
            scratch: folder.join("changed.dcm"),
            n_files: 0,
            faults: Vec::new(),
            worst_open: (0.0, String::new()),
            worst_decode: (0.0, String::new()),
        }
    }

    /// Reads the file in `scratch`, which is `what`.
    fn read(&mut self, what: &str, depth: Depth) {
        let len = fs::metadata(&self.scratch).unwrap().len();
        let _watch = self.watchdog.watch(what);
        let result = catch_unwind(AssertUnwindSafe(|| self.read_watched(what, len, depth)));
        if result.is_err() {
            // What went wrong has been printed already; the other files are read all the same.
            self.faults.push(what.to_owned());
        }
        self.n_files += 1;
    }

    fn read_watched(&mut self, what: &str, len: u64, depth: Depth) {
        let (library, open_peak) = peak_of(|| body::open(&self.scratch));
        let share = open_peak as f64 / open_bound(len) as f64;
        assert!(
            share <= 1.0,
            "{what}: {open_peak} bytes allocated to open {len}"
        );
        if share > self.worst_open.0 {
            self.worst_open = (share, what.to_owned());
        }
        if depth == Depth::Pixels {
            let ((), decode_peak) = peak_of(|| body::pixels(&library, &self.scratch));
            let share = decode_peak as f64 / decode_bound(len) as f64;
            assert!(
                share <= 1.0,
                "{what}: {decode_peak} bytes allocated to decode {len}"
            );
            if share > self.worst_decode.0 {
                self.worst_decode = (share, what.to_owned());
            }
        }
    }

    /// All changes of one file.
    fn damage(&mut self, name: &str, original: &[u8], seed: Seed) {
        let len = original.len() as u64;
        let n_changes = N_CHANGES * multiplier();
        // Each that is decoded takes about as long as the file is large.
        let every = (N_CUTS + 2 * n_changes).div_ceil((DECODED_BYTES / len.max(1)).max(4));
        let depth = |idx: u64| {
            if idx.is_multiple_of(every) {
                Depth::Pixels
            } else {
                Depth::Header
            }
        };
        fs::write(&self.scratch, original).unwrap();
        self.read(name, Depth::Pixels);
        let mut rng = seed.child("damage").rng();
        for (idx, at) in (0..).zip(cuts(len)) {
            let file = File::options().write(true).open(&self.scratch).unwrap();
            file.set_len(at).unwrap();
            self.read(&format!("{name} cut at {at}"), depth(idx));
        }
        let lengths = length_fields(original);
        for idx in 0..n_changes {
            let mut bytes = original.to_vec();
            let flips: Vec<String> = (0..=rng.below(6))
                .map(|_| flip(&mut bytes, &mut rng))
                .collect();
            fs::write(&self.scratch, &bytes).unwrap();
            self.read(
                &format!("{name} with bits {}", flips.join(", ")),
                depth(idx),
            );
            let mut bytes = original.to_vec();
            let what = exchange(&mut bytes, &lengths, &mut rng);
            fs::write(&self.scratch, &bytes).unwrap();
            self.read(&format!("{name} with {what}"), depth(idx));
        }
    }

    #[expect(
        clippy::print_stdout,
        reason = "how much was read, and how near to the bounds it came"
    )]
    fn report(&self) {
        println!(
            "{} damaged files read; nearest to the bound: opening {:.2} of it ({}), decoding {:.2} ({})",
            self.n_files,
            self.worst_open.0,
            self.worst_open.1,
            self.worst_decode.0,
            self.worst_decode.1
        );
    }
}

fn multiplier() -> u64 {
    let wanted = std::env::var("OVERREAD_MUTATIONS").unwrap_or_default();
    wanted.parse().unwrap_or(1)
}

/// Where a file of `len` bytes is cut, longest first: half of the places within its header.
fn cuts(len: u64) -> Vec<u64> {
    let head = len.min(HEADER);
    let half = N_CUTS / 2;
    let mut places: Vec<u64> = (0..half)
        .map(|k| head * k / half)
        .chain((0..half).map(|k| len * k / half + len / N_CUTS))
        .collect();
    places.sort_unstable_by(|a, b| b.cmp(a));
    places
}

/// A place in the header as often as elsewhere.
fn place(len: usize, rng: &mut Rng) -> usize {
    let reach = if rng.below(2) == 0 {
        (len as u64).min(HEADER)
    } else {
        len as u64
    };
    usize::try_from(rng.below(reach.max(1))).unwrap()
}

fn flip(bytes: &mut [u8], rng: &mut Rng) -> String {
    let at = place(bytes.len(), rng);
    let bit = rng.below(8);
    bytes[at] ^= 1 << bit;
    format!("{at}.{bit}")
}

/// Offsets and widths of the length fields of explicit little-endian elements, as far as they follow each other.
fn length_fields(bytes: &[u8]) -> Vec<(usize, usize)> {
    let mut fields = Vec::new();
    let mut at = 132;
    while let Some(&[.., v, r, l0, l1]) = bytes.get(at..).and_then(|b| b.first_chunk::<8>()) {
        let is_vr = v.is_ascii_uppercase() && r.is_ascii_uppercase();
        let is_long = matches!(
            &[v, r],
            b"OB" | b"OW" | b"SQ" | b"UN" | b"UT" | b"OF" | b"UC"
        );
        if !is_vr {
            break;
        }
        if is_long {
            let Some(&four) = bytes.get(at + 8..).and_then(|b| b.first_chunk::<4>()) else {
                break;
            };
            fields.push((at + 8, 4));
            let len = u32::from_le_bytes(four);
            // Into the items of a sequence, over anything else.
            at += 12;
            if &[v, r] == b"SQ" {
                at += 8;
            } else {
                at = at.saturating_add(len as usize);
            }
        } else {
            fields.push((at + 6, 2));
            at += 8 + usize::from(u16::from_le_bytes([l0, l1]));
        }
    }
    fields
}

/// Exchanges two lengths, turns the bytes of one round, or makes one enormous.
fn exchange(bytes: &mut [u8], fields: &[(usize, usize)], rng: &mut Rng) -> String {
    let pick = |rng: &mut Rng| {
        let idx = usize::try_from(rng.below(fields.len() as u64)).unwrap();
        fields[idx]
    };
    if fields.is_empty() {
        let at = place(bytes.len().saturating_sub(4), rng);
        bytes[at..].iter_mut().take(4).for_each(|b| *b = !*b);
        return format!("four bytes turned over at {at}");
    }
    let (a, a_width) = pick(rng);
    match rng.below(3) {
        0 => {
            let (b, b_width) = pick(rng);
            for idx in 0..a_width.min(b_width) {
                bytes.swap(a + idx, b + idx);
            }
            format!("lengths at {a} and {b} exchanged")
        }
        1 => {
            bytes[a..a + a_width].reverse();
            format!("length at {a} turned round")
        }
        _ => {
            bytes[a..a + a_width].fill(0xFF);
            bytes[a] = 0xF0;
            format!("length at {a} as large as can be")
        }
    }
}

fn files_under(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap().flatten() {
        let path = entry.path();
        if path.is_dir() {
            found.extend(files_under(&path));
        } else {
            found.push(path);
        }
    }
    found.sort();
    found
}

#[test]
fn damaged_files_are_read_or_refused() {
    let scratch = tempfile::tempdir().unwrap();
    let mut bench = Bench::new(scratch.path());
    for (idx, (name, bytes)) in (0..).zip(fixtures::all()) {
        bench.damage(name, &bytes, Seed(11).index(idx));
    }
    if let Some(folder) = shared_dicom("damaged_files_are_read_or_refused") {
        for (idx, file) in (0..).zip(files_under(&folder)) {
            let name = file.strip_prefix(&folder).unwrap().display().to_string();
            let bytes = fs::read(&file).unwrap();
            bench.damage(&name, &bytes, Seed(12).index(idx));
        }
    }
    bench.report();
    assert!(bench.faults.is_empty(), "{:#?}", bench.faults);
}
