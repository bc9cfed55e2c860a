//! A projection as a CR image (PS3.3 A.2), or as a DX or MG image for presentation (PS3.3 A.26 and A.27).

use overread_base::{Code, Laterality};
use overread_image::{Rescale, Volume};

use super::common::{file, identity, keyed, size, sop_uid, windows};
use super::elements::Elements;
use super::{ProjectionInfo, ProjectionModality};
use crate::tag::Tag;

impl ProjectionModality {
    /// Modality (0008,0060).
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Cr => "CR",
            Self::Dx => "DX",
            Self::Mg => "MG",
        }
    }

    const fn sop_class(self) -> &'static str {
        match self {
            Self::Cr => "1.2.840.10008.5.1.4.1.1.1",
            Self::Dx => "1.2.840.10008.5.1.4.1.1.1.1",
            Self::Mg => "1.2.840.10008.5.1.4.1.1.1.2",
        }
    }
}

/// Views by View Position, with their codes of CID 4010 and CID 4014.
const VIEWS: [(&str, &str, &str); 8] = [
    ("PA", "272479007", "postero-anterior"),
    ("AP", "399348003", "antero-posterior"),
    ("LL", "399173006", "left lateral"),
    ("RL", "399198007", "right lateral"),
    ("CC", "399162004", "cranio-caudal"),
    ("MLO", "399368009", "medio-lateral oblique"),
    ("ML", "399260004", "medio-lateral"),
    ("LM", "399352003", "latero-medial"),
];

/// The projection as a whole file.
pub(super) fn file_of(image: &Volume, info: &ProjectionInfo) -> Result<Vec<u8>, String> {
    let (series, modality) = (&info.series, info.modality);
    let sop = sop_uid(series, 0);
    let class = modality.sop_class();
    let mut set = Elements::default();
    identity(&mut set, series, (class, &sop), modality.code(), 1);
    set.text(Tag(0x0008, 0x0008), b"CS", "ORIGINAL\\PRIMARY\\");
    let (row, column) = &info.orientation;
    set.text(Tag::PATIENT_ORIENTATION, b"CS", &format!("{row}\\{column}"));
    set.text(Tag::VIEW_POSITION, b"CS", &info.view);
    match modality {
        ProjectionModality::Cr => {
            if let Some(side) = info.laterality {
                set.text(Tag::IMAGE_LATERALITY, b"CS", letter(side));
            }
        }
        ProjectionModality::Dx => {
            digital(&mut set, info)?;
            // Type 2 of the DX Positioning module, which holds the view.
            set.text(Tag(0x0018, 0x1508), b"CS", "NONE");
        }
        ProjectionModality::Mg => {
            digital(&mut set, info)?;
            set.text(Tag(0x0018, 0x1508), b"CS", "MAMMOGRAPHIC");
            set.text(Tag(0x0040, 0x0318), b"CS", "BREAST");
            set.text(Tag(0x0028, 0x1300), b"CS", "NO");
            set.text(Tag(0x0028, 0x1350), b"CS", "NO");
        }
    }
    pixels(&mut set, image, info)?;
    keyed(&mut set, series)?;
    Ok(file(class, &sop, set))
}

/// What the DX modules ask for and a CR image does not have.
fn digital(set: &mut Elements, info: &ProjectionInfo) -> Result<(), String> {
    let (_, code, meaning) = VIEWS
        .iter()
        .find(|(view, ..)| *view == info.view)
        .ok_or_else(|| format!("no code is known for the view {:?}", info.view))?;
    let view = Code::new("SCT", code, meaning);
    set.code(Tag::VIEW_CODE_SEQUENCE, &view, Some(VIEW_MODIFIERS));
    let region = match info.modality {
        ProjectionModality::Mg => Code::new("SCT", "76752008", "Breast"),
        ProjectionModality::Cr | ProjectionModality::Dx => Code::new("SCT", "51185008", "Chest"),
    };
    set.code(Tag(0x0008, 0x2218), &region, None);
    // Presentation Intent Type.
    set.text(Tag(0x0008, 0x0068), b"CS", "FOR PRESENTATION");
    let side = info.laterality.map_or("U", letter);
    set.text(Tag::IMAGE_LATERALITY, b"CS", side);
    // Detector Type, type 2.
    set.text(Tag(0x0018, 0x7004), b"CS", "");
    // Acquisition Context, type 2.
    set.items(Tag(0x0040, 0x0555), Vec::new());
    // Pixel Intensity Relationship and its sign: with MONOCHROME2 more radiation is darker and a lower value.
    set.text(Tag(0x0028, 0x1040), b"CS", "LOG");
    let sign = if info.is_inverted { 1i16 } else { -1 };
    set.bytes(Tag(0x0028, 0x1041), b"SS", &sign.to_le_bytes());
    set.decimals(Tag::RESCALE_INTERCEPT, &[0.0]);
    set.decimals(Tag::RESCALE_SLOPE, &[1.0]);
    set.text(Tag(0x0028, 0x1054), b"LO", "US");
    set.text(Tag(0x0028, 0x2110), b"CS", "00");
    let shape = if info.is_inverted {
        "INVERSE"
    } else {
        "IDENTITY"
    };
    set.text(Tag(0x2050, 0x0020), b"CS", shape);
    Ok(())
}

/// View Modifier Code Sequence.
const VIEW_MODIFIERS: Tag = Tag(0x0054, 0x0222);

const fn letter(side: Laterality) -> &'static str {
    match side {
        Laterality::Right => "R",
        Laterality::Left => "L",
        Laterality::Bilateral => "B",
        Laterality::Midline => "U",
    }
}

fn pixels(set: &mut Elements, image: &Volume, info: &ProjectionInfo) -> Result<(), String> {
    let geometry = image.geometry();
    let [columns, rows, n_slices] = geometry.size;
    if n_slices != 1 {
        return Err(format!("a projection has 1 slice, found {n_slices}"));
    }
    if image.rescale() != Rescale::IDENTITY {
        return Err("a projection is written as stored: rescale must be the identity".to_owned());
    }
    let bits = u16::from(info.bits_stored);
    if !(8..=15).contains(&bits) {
        return Err(format!("8 to 15 bits stored, found {bits}"));
    }
    size(set, [columns, rows])?;
    set.short(Tag::SAMPLES_PER_PIXEL, 1);
    let photometric = if info.is_inverted {
        "MONOCHROME1"
    } else {
        "MONOCHROME2"
    };
    set.text(Tag::PHOTOMETRIC, b"CS", photometric);
    set.decimals(
        Tag::IMAGER_PIXEL_SPACING,
        &[geometry.spacing.y, geometry.spacing.x],
    );
    set.short(Tag::BITS_ALLOCATED, 16);
    set.short(Tag::BITS_STORED, bits);
    set.short(Tag::HIGH_BIT, bits - 1);
    set.short(Tag::PIXEL_REPRESENTATION, 0);
    windows(set, &info.series.windows);
    let samples = image.slice(0).unwrap_or_default();
    if let Some(wrong) = samples
        .iter()
        .find(|&&s| s < 0 || i32::from(s) >= 1 << bits)
    {
        return Err(format!(
            "samples must fit in {bits} bits without sign, found {wrong}"
        ));
    }
    let bytes: Vec<u8> = samples.iter().flat_map(|s| s.to_le_bytes()).collect();
    set.bytes(Tag::PIXEL_DATA, b"OW", &bytes);
    Ok(())
}

#[cfg(test)]
mod tests;
