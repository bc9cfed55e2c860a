//! DICOM Part 10 files byte by byte: explicit VR, little endian. Knows no image.

/// Data elements, one after another.
#[derive(Default)]
pub(crate) struct Elements {
    pub(crate) bytes: Vec<u8>,
}

impl Elements {
    fn tag(&mut self, group: u16, element: u16, vr: [u8; 2]) {
        self.bytes.extend(group.to_le_bytes());
        self.bytes.extend(element.to_le_bytes());
        self.bytes.extend(vr);
    }

    pub(crate) fn short(&mut self, group: u16, element: u16, vr: [u8; 2], value: &[u8]) {
        self.tag(group, element, vr);
        let length = u16::try_from(value.len()).unwrap_or(u16::MAX);
        self.bytes.extend(length.to_le_bytes());
        self.bytes.extend(value);
    }

    pub(crate) fn long(&mut self, group: u16, element: u16, vr: [u8; 2], value: &[u8]) {
        self.tag(group, element, vr);
        self.bytes.extend([0, 0]);
        let length = u32::try_from(value.len()).unwrap_or(u32::MAX);
        self.bytes.extend(length.to_le_bytes());
        self.bytes.extend(value);
    }

    pub(crate) fn number(&mut self, group: u16, element: u16, value: u16) {
        self.short(group, element, *b"US", &value.to_le_bytes());
    }

    /// A text, padded to an even length: UIDs with a zero, others with a space.
    pub(crate) fn text(&mut self, group: u16, element: u16, vr: [u8; 2], value: &str) {
        let mut value = value.as_bytes().to_vec();
        if value.len() % 2 == 1 {
            value.push(if vr == *b"UI" { 0 } else { b' ' });
        }
        self.short(group, element, vr, &value);
    }
}

/// A whole file: preamble, meta group of explicit little endian, data set.
pub(crate) fn part10(sop_class: &str, sop: &str, data: &Elements) -> Vec<u8> {
    const EXPLICIT_LITTLE_ENDIAN: &str = "1.2.840.10008.1.2.1";
    let mut meta = Elements::default();
    meta.long(0x0002, 0x0001, *b"OB", &[0, 1]);
    meta.text(0x0002, 0x0002, *b"UI", sop_class);
    meta.text(0x0002, 0x0003, *b"UI", sop);
    meta.text(0x0002, 0x0010, *b"UI", EXPLICIT_LITTLE_ENDIAN);
    meta.text(0x0002, 0x0012, *b"UI", "1.2.826.0.1.3680043.10.1");
    let mut head = Elements::default();
    let meta_length = u32::try_from(meta.bytes.len()).unwrap_or(u32::MAX);
    head.short(0x0002, 0x0000, *b"UL", &meta_length.to_le_bytes());
    let mut bytes = vec![0; 128];
    bytes.extend_from_slice(b"DICM");
    bytes.extend(&head.bytes);
    bytes.extend(&meta.bytes);
    bytes.extend(&data.bytes);
    bytes
}
