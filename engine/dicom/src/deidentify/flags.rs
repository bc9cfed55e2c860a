//! What in the pixels may show who the patient is, as far as the header tells. No pixel is looked at.

use super::PixelFlag;
use crate::part10::Header;
use crate::tag::Tag;
use crate::values::Values;

/// Modalities whose pictures usually have texts in them.
const WITH_TEXTS: [&str; 14] = [
    "US", "IVUS", "SC", "OT", "ES", "XC", "GM", "XA", "RF", "DG", "OP", "DOC", "ECG", "SM",
];
/// Image types of pictures of a screen, as vendors name them.
const SCREENS: [&str; 8] = [
    "SCREEN",
    "CAPTURE",
    "REPORT",
    "DOSE",
    "PROTOCOL",
    "RESULT",
    "PRESENTATION",
    "SNAPSHOT",
];
/// Modalities from whose slices a face can be computed.
const VOLUMETRIC: [&str; 4] = ["CT", "MR", "PT", "NM"];
/// Beginnings of words for regions with the face in them.
const HEAD_WORDS: [&str; 24] = [
    "head",
    "brain",
    "skull",
    "face",
    "facial",
    "crani",
    "orbit",
    "sinus",
    "neuro",
    "cereb",
    "nose",
    "nasal",
    "maxill",
    "mandib",
    "dental",
    "tmj",
    "iac",
    "stroke",
    "wholebody",
    "whole",
    "голов",
    "мозг",
    "череп",
    "лиц",
];
const BURNED_IN: Tag = Tag(0x0028, 0x0301);
const RECOGNIZABLE: Tag = Tag(0x0028, 0x0302);
const IMAGE_TYPE: Tag = Tag(0x0008, 0x0008);
const CONVERSION_TYPE: Tag = Tag(0x0008, 0x0064);
const SECONDARY_CAPTURE: &str = "1.2.840.10008.5.1.4.1.1.7";
const OVERLAY_DATA: u16 = 0x3000;
const OVERLAY_ROWS: u16 = 0x0010;

/// Finds what a file's pixels may show.
pub(super) fn flags(header: &Header) -> Vec<PixelFlag> {
    let values = header.values();
    let mut flags = Vec::new();
    if header.pixels.is_none() {
        return flags;
    }
    let text = |tag| values.text(tag).unwrap_or_default().to_uppercase();
    match text(BURNED_IN).as_str() {
        "YES" => flags.push(PixelFlag::BurnedInText),
        "NO" => {}
        _ if may_hold_text(&values) => flags.push(PixelFlag::PossibleText),
        _ => {}
    }
    match text(RECOGNIZABLE).as_str() {
        "YES" => flags.push(PixelFlag::RecognizableFeatures),
        "NO" => {}
        _ if may_show_a_face(header) => flags.push(PixelFlag::RecognizableFeatures),
        _ => {}
    }
    let groups = |number: u16| {
        let elements = values.set.elements.iter();
        elements
            .filter(move |e| e.tag.0 >> 8 == 0x60 && e.tag.1 == number)
            .map(|e| e.tag.0)
    };
    let with_data: Vec<u16> = groups(OVERLAY_DATA).collect();
    if !with_data.is_empty() {
        flags.push(PixelFlag::OverlayPlane);
    }
    // A plane without data of its own lies in unused bits of the pixels (PS3.5 8.1.2, retired).
    if groups(OVERLAY_ROWS).any(|group| !with_data.contains(&group)) {
        flags.push(PixelFlag::OverlayBits);
    }
    flags
}

fn may_hold_text(values: &Values<'_>) -> bool {
    let text = |tag| values.text(tag).unwrap_or_default().to_uppercase();
    let modality = text(Tag::MODALITY);
    let image_type = text(IMAGE_TYPE);
    WITH_TEXTS.contains(&modality.as_str())
        || text(Tag::SOP_CLASS).starts_with(SECONDARY_CAPTURE)
        || !text(CONVERSION_TYPE).is_empty()
        || SCREENS.iter().any(|word| image_type.contains(word))
        // Scanners make grey pictures; a coloured one of theirs is a picture of a screen or a fusion.
        || (matches!(modality.as_str(), "CT" | "MR" | "PT" | "CR" | "DX" | "MG")
            && values.count(Tag::SAMPLES_PER_PIXEL).unwrap_or(1) > 1)
}

fn may_show_a_face(header: &Header) -> bool {
    let values = header.values();
    let modality = values.text(Tag::MODALITY).unwrap_or_default();
    if !VOLUMETRIC.contains(&modality.as_str()) {
        return false;
    }
    let own = [
        Tag::BODY_PART,
        Tag::STUDY_DESCRIPTION,
        Tag::SERIES_DESCRIPTION,
        Tag(0x0018, 0x1030), // Protocol Name
    ];
    let mut texts: Vec<String> = own.iter().filter_map(|&tag| values.text(tag)).collect();
    let anatomy = Tag(0x0020, 0x9071); // Frame Anatomy Sequence
    let region = Tag(0x0008, 0x2218); // Anatomic Region Sequence
    let shared = values.set.item(Tag::SHARED_GROUPS);
    let places = [
        Some(values.set),
        shared.and_then(|groups| groups.item(anatomy)),
    ];
    for place in places.into_iter().flatten() {
        let code = place.item(region).map(|code| header.values_of(code));
        texts.extend(code.and_then(|code| code.text(Tag(0x0008, 0x0104))));
    }
    texts.iter().any(|text| {
        let lower = text.to_lowercase();
        lower
            .split(|c: char| !c.is_alphanumeric())
            .any(|word| HEAD_WORDS.iter().any(|head| word.starts_with(head)))
    })
}
