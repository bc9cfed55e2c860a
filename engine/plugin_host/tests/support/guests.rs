//! Bundles made of the guests in `tests/hostile`, and a small study for them.

use std::fs;
use std::path::{Path, PathBuf};

use overread_base::{SeriesUid, StudyUid, Vec3, VolumeGeometry};
use overread_image::{Rescale, Volume};
use overread_plugin_host::{Bundle, Job, JobSeries};
use wit_component::{ComponentEncoder, StringEncoding, embed_component_metadata};
use wit_parser::Resolve;

fn checkout() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// The component of the guest `tests/hostile/NAME.wat`.
pub(crate) fn component(name: &str) -> Vec<u8> {
    let path = checkout()
        .join("tests/hostile")
        .join(name)
        .with_extension("wat");
    let text = fs::read_to_string(&path).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
    let mut binary = wat::parse_str(&text).unwrap_or_else(|e| panic!("{name}: {e}"));
    if text.lines().any(|line| line.starts_with("(component")) {
        return binary;
    }
    let mut resolve = Resolve::default();
    let (package, _) = resolve.push_path(checkout().join("sdk/wit/1.0")).unwrap();
    let world = resolve
        .select_world(&[package], Some("ai-service"))
        .unwrap();
    embed_component_metadata(&mut binary, &resolve, world, StringEncoding::UTF8, false).unwrap();
    ComponentEncoder::default()
        .module(&binary)
        .and_then(ComponentEncoder::encode)
        .unwrap_or_else(|e| panic!("{name}: {e:#}"))
}

/// Writes a bundle into `folder` and opens it; `more` is appended to its manifest.
pub(crate) fn bundle(folder: &Path, component: &[u8], more: &str) -> Bundle {
    let manifest = format!(
        r#"schema = 1
[plugin]
id = "org.example.guest"
name = {{ en = "Guest" }}
version = "1.0.0"
kind = "ai-service"
api = "1.0"
component = "plugin.wasm"
license = "MIT"
{more}"#
    );
    fs::write(folder.join("plugin.toml"), manifest).unwrap();
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
        modality: "CT".to_owned(),
        volume,
        attributes: [("Modality", "CT"), ("KVP", "120"), ("PatientID", "secret")]
            .map(|(name, value)| (name.to_owned(), value.to_owned()))
            .into(),
    };
    Job::new(StudyUid::new("1.2.3").unwrap(), vec![series])
}
