//! How soon 500 JPEG 2000 slices can be looked at, and when all are there, beside the codec alone; and the memory it
//! takes. The pixels are those of a real slice of the test collection; without it the bench says so and measures nothing.

use std::hint::black_box;
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use criterion::{Criterion, criterion_group, criterion_main};
use overread_base::Diagnostics;
use overread_dicom::{DicomError, Progress, Series, load_frame, load_volume, open_folder};
use overread_image::Volume;
use overread_testkit::{TinyCt, shared_dicom, skipped};

const N_SLICES: u16 = 500;

/// Frames of which the codec's own time is taken.
const N_ALONE: u32 = 8;

type Fault = Box<dyn std::error::Error>;

/// The compressed pixels of a file, with their tag, up to its end.
fn pixel_data(file: &Path) -> Result<Vec<u8>, Fault> {
    const ENCAPSULATED: [u8; 12] = [
        0xE0, 0x7F, 0x10, 0x00, b'O', b'B', 0, 0, 0xFF, 0xFF, 0xFF, 0xFF,
    ];
    let bytes = std::fs::read(file)?;
    let start = find(&bytes, &ENCAPSULATED).ok_or("no encapsulated pixel data")?;
    Ok(bytes[start..].to_vec())
}

fn find(bytes: &[u8], wanted: &[u8]) -> Option<usize> {
    bytes.windows(wanted.len()).position(|part| part == wanted)
}

/// An uncompressed file with its pixels and transfer syntax exchanged.
fn compressed(plain: &[u8], pixels: &[u8]) -> Result<Vec<u8>, Fault> {
    const EXPLICIT: &[u8] = b"UI\x14\x001.2.840.10008.1.2.1\0";
    const JPEG_2000: &[u8] = b"UI\x16\x001.2.840.10008.1.2.4.90";
    const PIXEL_DATA: [u8; 4] = [0xE0, 0x7F, 0x10, 0x00];
    // The length of the meta group stands behind preamble, prefix, tag, VR and its own length.
    const META_LENGTH: usize = 128 + 4 + 8;
    let syntax = find(plain, EXPLICIT).ok_or("no transfer syntax")?;
    let end = find(plain, &PIXEL_DATA).ok_or("no pixel data")?;
    let mut bytes = plain[..syntax].to_vec();
    let length = u32::from_le_bytes(bytes[META_LENGTH..META_LENGTH + 4].try_into()?) + 2;
    bytes[META_LENGTH..META_LENGTH + 4].copy_from_slice(&length.to_le_bytes());
    bytes.extend_from_slice(JPEG_2000);
    bytes.extend_from_slice(&plain[syntax + EXPLICIT.len()..end]);
    bytes.extend_from_slice(pixels);
    Ok(bytes)
}

fn write_series(folder: &Path, source: &Path) -> Result<(), Fault> {
    let pixels = pixel_data(source)?;
    let ct = TinyCt {
        side: 512,
        n_slices: N_SLICES,
        spacing_mm: 0.7,
        ..TinyCt::numbered(1)
    };
    for number in 1..=N_SLICES {
        let file = compressed(&ct.file(number), &pixels)?;
        std::fs::write(folder.join(format!("{number}.dcm")), file)?;
    }
    Ok(())
}

/// Someone who looks at the middle slice, and leaves when it is there if that is all that is wanted.
struct Reader {
    start: Instant,
    middle: u32,
    leaves: bool,
    has_left: AtomicBool,
    seen: Mutex<Option<Duration>>,
}

impl Reader {
    fn of(series: &Series, leaves: bool) -> Self {
        Self {
            start: Instant::now(),
            middle: u32::try_from(series.frames.len() / 2).unwrap_or(0),
            leaves,
            has_left: AtomicBool::new(false),
            seen: Mutex::new(None),
        }
    }

    fn seen(&self) -> Option<Duration> {
        self.seen.lock().ok().and_then(|seen| *seen)
    }
}

impl Progress for Reader {
    fn is_cancelled(&self) -> bool {
        self.has_left.load(Ordering::Relaxed)
    }

    fn wanted(&self) -> u32 {
        self.middle
    }

    fn is_waiting(&self) -> bool {
        self.seen().is_none()
    }

    fn show(&self, _: u32, slice: Volume) {
        black_box(slice.samples().len());
        if let Ok(mut seen) = self.seen.lock() {
            seen.get_or_insert_with(|| self.start.elapsed());
        }
        self.has_left.store(self.leaves, Ordering::Relaxed);
    }
}

/// How long it takes until the middle slice of a scanned series can be looked at.
fn until_middle(series: &Series) -> Duration {
    let reader = Reader::of(series, true);
    match load_volume(series, &reader) {
        Ok(_) | Err(DicomError::Cancelled) => reader.seen().unwrap_or(Duration::MAX),
        Err(error) => panic!("the series of the bench: {error}"),
    }
}

/// What the codec alone would take for all frames on all cores.
fn codec_alone(series: &Series) -> Duration {
    let frames = series.frames.iter().take(N_ALONE as usize);
    let start = Instant::now();
    for frame in frames {
        black_box(load_frame(frame).map(|frame| frame.image.samples().len())).ok();
    }
    let n_cores = u32::try_from(rayon::current_num_threads()).unwrap_or(1);
    start.elapsed() * u32::from(N_SLICES) / N_ALONE / n_cores
}

/// The most memory that loading takes, in volumes, where the system tells it.
fn peak_in_volumes(series: &Series) -> Option<f64> {
    let before = resident_bytes("VmRSS:")?;
    std::fs::write("/proc/self/clear_refs", "5").ok()?;
    let loaded = load_volume(series, &()).ok()?;
    let peak = resident_bytes("VmHWM:")?;
    let volume = loaded.volume.samples().len() as f64 * 2.0;
    Some((peak - before) / volume)
}

fn resident_bytes(of: &str) -> Option<f64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix(of))?;
    let kib: f64 = line.trim().trim_end_matches("kB").trim().parse().ok()?;
    Some(kib * 1024.0)
}

fn source() -> Option<PathBuf> {
    let name = "arriving: 500 JPEG 2000 slices";
    let file = shared_dicom(name)?.join("transfer_syntax/CT1_J2KR.dcm");
    if file.is_file() {
        return Some(file);
    }
    skipped(name, "the collection has no transfer_syntax/CT1_J2KR.dcm");
    None
}

fn measure(c: &mut Criterion, source: &Path) -> Result<(), Fault> {
    let folder = tempfile::tempdir()?;
    write_series(folder.path(), source)?;
    let library = open_folder(folder.path(), &mut Diagnostics::default())?;
    let series = library.series().next().ok_or("no series")?;
    let mut group = c.benchmark_group("500 JPEG 2000 slices");
    group.sample_size(10);
    group.bench_function("header scan", |b| {
        b.iter(|| open_folder(folder.path(), &mut Diagnostics::default()).map(|l| l.studies.len()));
    });
    group.bench_function("middle slice after the scan", |b| {
        b.iter_custom(|n| (0..n).map(|_| until_middle(series)).sum());
    });
    group.bench_function("codec alone on all cores", |b| {
        b.iter_custom(|n| (0..n).map(|_| codec_alone(series)).sum());
    });
    group.bench_function("whole volume", |b| {
        b.iter_custom(|n| {
            let load = |_| {
                let reader = Reader::of(series, false);
                black_box(load_volume(series, &reader).map(|v| v.volume.samples().len())).ok();
                reader.start.elapsed()
            };
            (0..n).map(load).sum()
        });
    });
    group.finish();
    say_memory(peak_in_volumes(series));
    Ok(())
}

#[expect(clippy::print_stdout, reason = "a figure that is not a time")]
fn say_memory(peak: Option<f64>) {
    match peak {
        Some(peak) => println!("memory while loading: {peak:.2} x the volume"),
        None => println!("memory while loading: not told by this system"),
    }
}

fn arriving(c: &mut Criterion) {
    if let Some(source) = source()
        && let Err(error) = measure(c, &source)
    {
        panic!("the series of the bench: {error}");
    }
}

criterion_group!(benches, arriving);
criterion_main!(benches);
