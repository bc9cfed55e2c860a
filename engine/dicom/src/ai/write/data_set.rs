//! Data sets under construction: values by attribute, checked against their representation. No meaning, no files.

use dicom_core::dictionary::{DataDictionary as _, DataDictionaryEntry as _, VirtualVr};
use dicom_core::value::DataSetSequence;
use dicom_core::{DataElement, PrimitiveValue, Tag, VR};
use dicom_dictionary_std::{StandardDataDictionary, tags};
use dicom_object::InMemDicomObject;
use dicom_object::meta::FileMetaTableBuilder;
use overread_base::Code;

use super::AiWriteError;
use crate::ai::codes::{Concept, PRIVATE_SCHEME};
use crate::write::{EXPLICIT_LE, IMPLEMENTATION_UID, decimal};

/// A data set, or an item of a sequence.
#[derive(Debug, Clone)]
pub(super) struct Set(InMemDicomObject);

impl Set {
    pub(super) fn new() -> Self {
        Self(InMemDicomObject::new_empty())
    }

    /// One text; cut and cleaned to what its representation holds. Empty text is an empty value.
    pub(super) fn text(&mut self, tag: Tag, text: &str) -> &mut Self {
        let vr = vr_of(tag);
        let clean = clean(text, vr);
        self.put(tag, vr, text_value(clean))
    }

    /// Several texts in one attribute, joined by backslashes.
    pub(super) fn texts(&mut self, tag: Tag, texts: &[&str]) -> &mut Self {
        let vr = vr_of(tag);
        let all: Vec<String> = texts.iter().map(|t| clean(t, vr)).collect();
        self.put(tag, vr, text_value(all.join("\\")))
    }

    /// An attribute without a value (type 2).
    pub(super) fn empty(&mut self, tag: Tag) -> &mut Self {
        let vr = vr_of(tag);
        if vr == VR::SQ {
            return self.items(tag, Vec::new());
        }
        self.put(tag, vr, PrimitiveValue::Empty)
    }

    pub(super) fn short(&mut self, tag: Tag, value: u16) -> &mut Self {
        self.put(tag, vr_of(tag), PrimitiveValue::from(value))
    }

    pub(super) fn longs(&mut self, tag: Tag, values: &[u32]) -> &mut Self {
        let values = PrimitiveValue::U32(values.iter().copied().collect());
        self.put(tag, vr_of(tag), values)
    }

    pub(super) fn signed(&mut self, tag: Tag, values: &[i32]) -> &mut Self {
        let values = PrimitiveValue::I32(values.iter().copied().collect());
        self.put(tag, vr_of(tag), values)
    }

    pub(super) fn singles(&mut self, tag: Tag, values: Vec<f32>) -> &mut Self {
        self.put(tag, vr_of(tag), PrimitiveValue::F32(values.into()))
    }

    pub(super) fn double(&mut self, tag: Tag, value: f64) -> &mut Self {
        self.put(tag, vr_of(tag), PrimitiveValue::from(value))
    }

    /// Decimal strings of at most 16 characters.
    pub(super) fn decimals(&mut self, tag: Tag, values: &[f64]) -> &mut Self {
        let texts: Vec<String> = values.iter().map(|&v| decimal(v)).collect();
        self.put(tag, VR::DS, text_value(texts.join("\\")))
    }

    pub(super) fn integer(&mut self, tag: Tag, value: u64) -> &mut Self {
        self.put(tag, VR::IS, text_value(value.to_string()))
    }

    pub(super) fn attribute(&mut self, tag: Tag, named: Tag) -> &mut Self {
        self.put(
            tag,
            VR::AT,
            PrimitiveValue::Tags([named].into_iter().collect()),
        )
    }

    /// Bytes of an even number; a byte is added otherwise.
    pub(super) fn bytes(&mut self, tag: Tag, vr: VR, mut bytes: Vec<u8>) -> &mut Self {
        if bytes.len() % 2 == 1 {
            bytes.push(0);
        }
        self.put(tag, vr, PrimitiveValue::U8(bytes.into()))
    }

    pub(super) fn items(&mut self, tag: Tag, items: Vec<Self>) -> &mut Self {
        let items: Vec<InMemDicomObject> = items.into_iter().map(|set| set.0).collect();
        self.0
            .put(DataElement::new(tag, VR::SQ, DataSetSequence::from(items)));
        self
    }

    /// A sequence of one item.
    pub(super) fn item(&mut self, tag: Tag, item: Self) -> &mut Self {
        self.items(tag, vec![item])
    }

    /// A sequence of one code.
    pub(super) fn code(&mut self, tag: Tag, code: &Code) -> &mut Self {
        self.item(tag, code_set(code))
    }

    pub(super) fn concept(&mut self, tag: Tag, concept: Concept) -> &mut Self {
        self.code(tag, &concept.code())
    }

    fn put(&mut self, tag: Tag, vr: VR, value: PrimitiveValue) -> &mut Self {
        self.0.put(DataElement::new(tag, vr, value));
        self
    }

    /// As a whole file, explicit little endian.
    pub(super) fn into_file(self) -> Result<Vec<u8>, AiWriteError> {
        let refused = |why: String| AiWriteError::Encode { why };
        let meta = FileMetaTableBuilder::new()
            .transfer_syntax(EXPLICIT_LE)
            .implementation_class_uid(IMPLEMENTATION_UID)
            .implementation_version_name("OVERREAD");
        let file = self.0.with_meta(meta).map_err(|e| refused(e.to_string()))?;
        let mut bytes = Vec::new();
        file.write_all(&mut bytes)
            .map_err(|e| refused(e.to_string()))?;
        Ok(bytes)
    }
}

/// The Code Sequence Macro (PS3.3 8.8): long values go to their own attribute.
pub(super) fn code_set(code: &Code) -> Set {
    let mut set = Set::new();
    let scheme = if code.scheme.trim().is_empty() {
        PRIVATE_SCHEME
    } else {
        &code.scheme
    };
    let meaning = [&code.meaning, &code.value]
        .into_iter()
        .find(|text| !text.trim().is_empty())
        .map_or("unnamed", String::as_str);
    if code.value.chars().count() > 16 {
        set.text(tags::LONG_CODE_VALUE, &code.value);
    } else {
        set.text(tags::CODE_VALUE, &code.value);
    }
    set.text(tags::CODING_SCHEME_DESIGNATOR, scheme)
        .text(tags::CODE_MEANING, meaning);
    set
}

fn vr_of(tag: Tag) -> VR {
    match StandardDataDictionary.by_tag(tag).map(|entry| entry.vr()) {
        Some(VirtualVr::Exact(vr)) => vr,
        Some(VirtualVr::Xs) => VR::US,
        Some(VirtualVr::Ox | VirtualVr::Px | VirtualVr::Lt) => VR::OW,
        _ => VR::UN,
    }
}

fn text_value(text: String) -> PrimitiveValue {
    if text.is_empty() {
        PrimitiveValue::Empty
    } else {
        PrimitiveValue::from(text)
    }
}

/// Text as its representation allows it (PS3.5 6.2): no control characters, no separators, not too long.
fn clean(text: &str, vr: VR) -> String {
    let is_free_text = matches!(vr, VR::ST | VR::LT | VR::UT);
    let most = if matches!(vr, VR::CS | VR::SH | VR::AE | VR::TM) {
        16
    } else if matches!(vr, VR::LO | VR::UI) {
        64
    } else if vr == VR::PN {
        // Three groups of 64 characters and the signs between them.
        194
    } else if vr == VR::ST {
        1024
    } else if vr == VR::LT {
        10_240
    } else {
        1 << 20
    };
    let cleaned: String = text
        .chars()
        .map(|c| match c {
            '\n' | '\r' | '\t' if is_free_text => c,
            '\\' if !is_free_text => '/',
            c if c.is_control() => ' ',
            c => c,
        })
        .take(most)
        .collect();
    cleaned.trim().to_owned()
}
