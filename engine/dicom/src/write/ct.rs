//! A slice of a volume as CT Image Storage (PS3.3 A.3).

use overread_base::Vec3;
use overread_image::Volume;

use super::SeriesInfo;
use super::common::{file, identity, keyed, size, sop_uid, windows};
use super::elements::Elements;
use super::uid;
use crate::tag::Tag;

const CT_IMAGE_STORAGE: &str = "1.2.840.10008.5.1.4.1.1.2";

/// One slice as a whole file.
pub(super) fn slice_file(volume: &Volume, info: &SeriesInfo, z: u32) -> Result<Vec<u8>, String> {
    let geometry = volume.geometry();
    let samples = volume
        .slice(z)
        .ok_or_else(|| format!("the volume has no slice {z}"))?;
    let sop = sop_uid(info, z);
    let mut set = Elements::default();
    identity(&mut set, info, (CT_IMAGE_STORAGE, &sop), "CT", z + 1);
    set.text(Tag(0x0008, 0x0008), b"CS", "ORIGINAL\\PRIMARY\\AXIAL");
    let thickness_mm = info.thickness_mm.unwrap_or(geometry.spacing.z);
    set.decimals(Tag::SLICE_THICKNESS, &[thickness_mm]);
    // Type 2: empty where the attributes of the series do not say it.
    set.text(Tag::KVP, b"DS", "");
    set.text(Tag(0x0018, 0x5100), b"CS", "HFS");
    let position = geometry.patient_from_voxel(Vec3::new(0.0, 0.0, f64::from(z)));
    set.decimals(Tag::IMAGE_POSITION, &position.to_array());
    let (row, column) = (geometry.row_dir, geometry.col_dir);
    set.decimals(
        Tag::IMAGE_ORIENTATION,
        &[row.x, row.y, row.z, column.x, column.y, column.z],
    );
    set.text(
        Tag(0x0020, 0x0052),
        b"UI",
        &uid(info.seed, "frame of reference"),
    );
    set.text(Tag(0x0020, 0x1040), b"LO", "");
    set.decimals(Tag(0x0020, 0x1041), &[position.dot(geometry.slice_dir)]);
    set.short(Tag::SAMPLES_PER_PIXEL, 1);
    set.text(Tag::PHOTOMETRIC, b"CS", "MONOCHROME2");
    size(&mut set, [geometry.size[0], geometry.size[1]])?;
    set.decimals(
        Tag::PIXEL_SPACING,
        &[geometry.spacing.y, geometry.spacing.x],
    );
    set.short(Tag::BITS_ALLOCATED, 16);
    set.short(Tag::BITS_STORED, 16);
    set.short(Tag::HIGH_BIT, 15);
    set.short(Tag::PIXEL_REPRESENTATION, 1);
    windows(&mut set, &info.windows);
    let rescale = volume.rescale();
    set.decimals(Tag::RESCALE_INTERCEPT, &[f64::from(rescale.intercept)]);
    set.decimals(Tag::RESCALE_SLOPE, &[f64::from(rescale.slope)]);
    set.text(Tag(0x0028, 0x1054), b"LO", "HU");
    keyed(&mut set, info)?;
    let pixels: Vec<u8> = samples.iter().flat_map(|s| s.to_le_bytes()).collect();
    set.bytes(Tag::PIXEL_DATA, b"OW", &pixels);
    Ok(file(CT_IMAGE_STORAGE, &sop, set))
}
