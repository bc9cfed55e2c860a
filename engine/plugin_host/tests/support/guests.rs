//! Bundles made of the guests in `tests/hostile`, and a small study for them.

use std::fs;
use std::path::Path;

use overread_base::{SeriesUid, StudyUid, Vec3, VolumeGeometry};
use overread_bundle::Bundle;
use overread_image::{Rescale, Volume};
use overread_plugin_host::{Job, JobSeries};
use overread_testkit::{guest_component, hostile_bundle};

/// The component of the guest `tests/hostile/NAME.wat`.
#[allow(dead_code, reason = "not every test runs guests of files")]
pub(crate) fn component(name: &str) -> Vec<u8> {
    let folder = tempfile::tempdir().unwrap();
    hostile_bundle(folder.path(), name, "").unwrap_or_else(|e| panic!("{name}: {e}"));
    fs::read(folder.path().join("plugin.wasm")).unwrap()
}

/// The text of the guest `tests/hostile/NAME.wat`.
#[allow(dead_code, reason = "not every test changes guests")]
pub(crate) fn text(name: &str) -> String {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/hostile");
    let path = folder.join(name).with_extension("wat");
    fs::read_to_string(&path).unwrap_or_else(|e| panic!("{e} ({})", path.display()))
}

/// The component of an AI service in WebAssembly text.
#[allow(dead_code, reason = "not every test has guests of its own")]
pub(crate) fn component_of(text: &str) -> Vec<u8> {
    guest_component(text, "ai-service").unwrap_or_else(|e| panic!("{e} in {text}"))
}

/// The component with `count` more core instances of an empty module.
#[allow(dead_code, reason = "not every test has guests of its own")]
pub(crate) fn with_instances(component: &[u8], count: u32) -> Vec<u8> {
    let mut n_modules = 0;
    let mut at = 8;
    while at < component.len() {
        n_modules += u32::from(component[at] == 1);
        let (size, n_read) = leb_read(&component[at + 1..]);
        at += 1 + n_read + size as usize;
    }
    let mut longer = component.to_vec();
    let module = b"\0asm\x01\0\0\0";
    section(&mut longer, 1, module);
    let mut instances = leb(count);
    for _ in 0..count {
        // Instantiate this module, with no arguments.
        instances.push(0);
        instances.extend(leb(n_modules));
        instances.push(0);
    }
    section(&mut longer, 2, &instances);
    longer
}

fn section(component: &mut Vec<u8>, id: u8, content: &[u8]) {
    component.push(id);
    component.extend(leb(u32::try_from(content.len()).unwrap()));
    component.extend(content);
}

fn leb(mut value: u32) -> Vec<u8> {
    let mut bytes = Vec::new();
    loop {
        let low = u8::try_from(value & 0x7f).unwrap();
        value >>= 7;
        if value == 0 {
            bytes.push(low);
            return bytes;
        }
        bytes.push(low | 0x80);
    }
}

fn leb_read(bytes: &[u8]) -> (u32, usize) {
    let mut value = 0;
    for (idx, byte) in bytes.iter().enumerate() {
        value |= u32::from(byte & 0x7f) << (7 * idx);
        if byte & 0x80 == 0 {
            return (value, idx + 1);
        }
    }
    panic!("a number without an end");
}

/// Writes a bundle into `folder` and opens it; `more` is appended to its manifest.
pub(crate) fn bundle(folder: &Path, component: &[u8], more: &str) -> Bundle {
    hostile_bundle(folder, "empty_report", more).unwrap();
    fs::write(folder.join("plugin.wasm"), component).unwrap();
    Bundle::open(folder).unwrap_or_else(|e| panic!("{e}"))
}

/// A CT of 32 x 32 x 16 voxels of 1 mm around (0, 0, 0), whose values rise by 1 HU a voxel along x.
pub(crate) fn job() -> Job {
    job_of([32, 32, 16])
}

/// The same with another number of voxels.
pub(crate) fn job_of(size: [u32; 3]) -> Job {
    let middle = size.map(|n| -f64::from(n / 2));
    let geometry =
        VolumeGeometry::axial(size, Vec3::new(1.0, 1.0, 1.0), Vec3::from_array(middle)).unwrap();
    let row: Vec<i16> = (0..).take(size[0] as usize).collect();
    let rows = size[1] as usize * size[2] as usize;
    let volume = Volume::new(geometry, row.repeat(rows), Rescale::IDENTITY).unwrap();
    let series = JobSeries {
        uid: SeriesUid::new("1.2.3.4").unwrap(),
        study: 0,
        days_before: None,
        modality: "CT".to_owned(),
        volume,
        attributes: [("Modality", "CT"), ("KVP", "120"), ("PatientID", "secret")]
            .map(|(name, value)| (name.to_owned(), value.to_owned()))
            .into(),
    };
    Job::new(StudyUid::new("1.2.3").unwrap(), vec![series])
}
