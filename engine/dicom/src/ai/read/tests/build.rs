//! DICOM objects byte by byte for tests of reading: explicit VR little endian, sequences of undefined length.

use std::fs;
use std::path::{Path, PathBuf};

use overread_base::Diagnostics;
use overread_testkit::TinyCt;

use super::super::{RecordedResult, read_ai_results};
use crate::model::Library;
use crate::open_folder;

/// A code: scheme, value, meaning.
pub(super) type C<'a> = (&'a str, &'a str, &'a str);

/// Elements of a data set or an item, in the order of their tags.
#[derive(Debug, Clone, Default)]
pub(super) struct Set(Vec<u8>);

impl Set {
    fn head(&mut self, (group, element): (u16, u16), vr: &str) {
        self.0.extend(group.to_le_bytes());
        self.0.extend(element.to_le_bytes());
        self.0.extend(vr.as_bytes());
    }

    pub(super) fn raw(mut self, tag: (u16, u16), vr: &str, value: &[u8]) -> Self {
        self.head(tag, vr);
        let mut value = value.to_vec();
        if value.len() % 2 == 1 {
            value.push(if matches!(vr, "UI" | "OB") { 0 } else { b' ' });
        }
        if matches!(vr, "OB" | "OW" | "UT") {
            self.0.extend([0, 0]);
            self.0
                .extend(u32::try_from(value.len()).unwrap().to_le_bytes());
        } else {
            self.0
                .extend(u16::try_from(value.len()).unwrap().to_le_bytes());
        }
        self.0.extend(value);
        self
    }

    pub(super) fn text(self, tag: (u16, u16), vr: &str, value: &str) -> Self {
        self.raw(tag, vr, value.as_bytes())
    }

    pub(super) fn us(self, tag: (u16, u16), value: u16) -> Self {
        self.raw(tag, "US", &value.to_le_bytes())
    }

    pub(super) fn floats(self, tag: (u16, u16), values: &[f32]) -> Self {
        let bytes: Vec<u8> = values.iter().flat_map(|v| v.to_le_bytes()).collect();
        self.raw(tag, "FL", &bytes)
    }

    pub(super) fn seq(mut self, tag: (u16, u16), items: Vec<Self>) -> Self {
        self.head(tag, "SQ");
        self.0.extend([0, 0, 0xFF, 0xFF, 0xFF, 0xFF]);
        for item in items {
            self.0
                .extend([0xFE, 0xFF, 0x00, 0xE0, 0xFF, 0xFF, 0xFF, 0xFF]);
            self.0.extend(item.0);
            self.0.extend([0xFE, 0xFF, 0x0D, 0xE0, 0, 0, 0, 0]);
        }
        self.0.extend([0xFE, 0xFF, 0xDD, 0xE0, 0, 0, 0, 0]);
        self
    }

    pub(super) fn code(self, tag: (u16, u16), (scheme, value, meaning): C<'_>) -> Self {
        let code = Self::default()
            .text((0x0008, 0x0100), "SH", value)
            .text((0x0008, 0x0102), "SH", scheme)
            .text((0x0008, 0x0104), "LO", meaning);
        self.seq(tag, vec![code])
    }

    /// A whole file.
    pub(super) fn file(&self, sop_class: &str, sop: &str) -> Vec<u8> {
        let meta = Self::default()
            .text((0x0002, 0x0002), "UI", sop_class)
            .text((0x0002, 0x0003), "UI", sop)
            .text((0x0002, 0x0010), "UI", "1.2.840.10008.1.2.1");
        let mut bytes = vec![0; 128];
        bytes.extend(b"DICM");
        let len = u32::try_from(meta.0.len()).unwrap();
        bytes.extend(
            Self::default()
                .raw((0x0002, 0x0000), "UL", &len.to_le_bytes())
                .0,
        );
        bytes.extend(meta.0);
        bytes.extend(&self.0);
        bytes
    }
}

/// The beginning of an object: classes and UIDs, manufacturer and study.
pub(super) fn object(sop_class: &str, sop: &str, modality: &str, study: &str) -> Set {
    Set::default()
        .text((0x0008, 0x0016), "UI", sop_class)
        .text((0x0008, 0x0018), "UI", sop)
        .text((0x0008, 0x0060), "CS", modality)
        .text((0x0008, 0x0070), "LO", "CAD Maker")
        .text((0x0008, 0x1090), "LO", "Finder 3")
        .text((0x0018, 0x1020), "LO", "3.1")
        .text((0x0020, 0x000D), "UI", study)
        .text((0x0020, 0x000E), "UI", "1.2.826.0.1.3680043.10.1.77")
}

const CONTENT: (u16, u16) = (0x0040, 0xA730);

/// A content item: relationship, value type and concept, then its value and its children.
pub(super) struct Item {
    relationship: &'static str,
    kind: &'static str,
    concept: Option<Set>,
    before: Set,
    value: Set,
    children: Vec<Set>,
    after: Set,
}

fn item(relationship: &'static str, kind: &'static str, concept: Option<C<'_>>) -> Item {
    Item {
        relationship,
        kind,
        concept: concept.map(|c| Set::default().code((0x0040, 0xA043), c)),
        before: Set::default(),
        value: Set::default(),
        children: Vec::new(),
        after: Set::default(),
    }
}

impl Item {
    pub(super) fn with(mut self, children: Vec<Item>) -> Self {
        self.children = children.into_iter().map(Item::done).collect();
        self
    }

    pub(super) fn done(self) -> Set {
        // In the order of tags: references (0008), relation, type and concept (0040,A0..), values, content, graphics.
        let mut set = self.before;
        set = set.text((0x0040, 0xA010), "CS", self.relationship);
        set = set.text((0x0040, 0xA040), "CS", self.kind);
        if let Some(concept) = self.concept {
            set.0.extend(concept.0);
        }
        set.0.extend(self.value.0);
        if !self.children.is_empty() {
            set = set.seq(CONTENT, self.children);
        }
        set.0.extend(self.after.0);
        set
    }
}

pub(super) fn container(relationship: &'static str, concept: C<'_>, children: Vec<Item>) -> Item {
    let mut made = item(relationship, "CONTAINER", Some(concept)).with(children);
    made.value = Set::default().text((0x0040, 0xA050), "CS", "SEPARATE");
    made
}

pub(super) fn code(relationship: &'static str, concept: C<'_>, value: C<'_>) -> Item {
    let mut made = item(relationship, "CODE", Some(concept));
    made.value = Set::default().code((0x0040, 0xA168), value);
    made
}

pub(super) fn text(relationship: &'static str, concept: C<'_>, value: &str) -> Item {
    let mut made = item(relationship, "TEXT", Some(concept));
    made.value = Set::default().text((0x0040, 0xA160), "UT", value);
    made
}

pub(super) fn number(relationship: &'static str, concept: C<'_>, value: &str, ucum: &str) -> Item {
    let mut made = item(relationship, "NUM", Some(concept));
    let measured = Set::default()
        .code((0x0040, 0x08EA), ("UCUM", ucum, ucum))
        .text((0x0040, 0xA30A), "DS", value);
    made.value = Set::default().seq((0x0040, 0xA300), vec![measured]);
    made
}

pub(super) fn image(relationship: &'static str, sop: &str) -> Item {
    let mut made = item(relationship, "IMAGE", None);
    made.before = Set::default().seq((0x0008, 0x1199), vec![reference(sop)]);
    made
}

/// A reference to an image.
pub(super) fn reference(sop: &str) -> Set {
    Set::default()
        .text((0x0008, 0x1150), "UI", "1.2.840.10008.5.1.4.1.1.2")
        .text((0x0008, 0x1155), "UI", sop)
}

/// An item that stands elsewhere in the tree.
pub(super) fn by_reference(relationship: &'static str, path: &[u32]) -> Item {
    let mut made = item(relationship, "IMAGE", None);
    let bytes: Vec<u8> = path.iter().flat_map(|n| n.to_le_bytes()).collect();
    made.value = Set::default().raw((0x0040, 0xDB73), "UL", &bytes);
    made
}

pub(super) fn graphic(
    relationship: &'static str,
    concept: C<'_>,
    kind: &str,
    points: &[f32],
    of: Item,
) -> Item {
    let mut made = item(relationship, "SCOORD", Some(concept)).with(vec![of]);
    made.after = Set::default()
        .floats((0x0070, 0x0022), points)
        .text((0x0070, 0x0023), "CS", kind);
    made
}

/// A report of this root.
pub(super) fn report(
    (sop_class, template): (&str, &str),
    study: &str,
    root: C<'_>,
    content: Vec<Item>,
) -> Vec<u8> {
    let sop = "1.2.826.0.1.3680043.10.1.77.1";
    let mut set = object(sop_class, sop, "SR", study)
        .text((0x0040, 0xA040), "CS", "CONTAINER")
        .code((0x0040, 0xA043), root)
        .text((0x0040, 0xA050), "CS", "SEPARATE")
        .text((0x0040, 0xA491), "CS", "COMPLETE")
        .text((0x0040, 0xA493), "CS", "UNVERIFIED")
        .seq(
            (0x0040, 0xA504),
            vec![Set::default().text((0x0008, 0x0105), "CS", "DCMR").text(
                (0x0040, 0xDB00),
                "CS",
                template,
            )],
        );
    set = set.seq(CONTENT, content.into_iter().map(Item::done).collect());
    set.file(sop_class, sop)
}

/// A study of images, and a folder for objects about it.
pub(super) struct Bench {
    root: tempfile::TempDir,
}

impl Bench {
    pub(super) fn new() -> Self {
        let root = tempfile::tempdir().unwrap();
        fs::create_dir_all(root.path().join("objects")).unwrap();
        Self { root }
    }

    /// With the tiny CT number 1: 16 x 16 x 16 voxels of 5 mm, the first one at the origin.
    pub(super) fn with_ct() -> Self {
        let bench = Self::new();
        TinyCt::numbered(1).write(&bench.images()).unwrap();
        bench
    }

    pub(super) fn images(&self) -> PathBuf {
        self.root.path().join("images")
    }

    pub(super) fn objects(&self) -> PathBuf {
        self.root.path().join("objects")
    }

    pub(super) fn put(&self, name: &str, bytes: &[u8]) {
        fs::write(self.objects().join(name), bytes).unwrap();
        // For looking at a fixture with other programs.
        if let Some(folder) = std::env::var_os("OVERREAD_KEEP_FIXTURES") {
            fs::write(Path::new(&folder).join(name), bytes).unwrap();
        }
    }

    pub(super) fn library(&self) -> Library {
        open_folder(&self.images(), &mut Diagnostics::default()).unwrap()
    }

    /// The one result of the objects, and what was said of reading them.
    pub(super) fn read(&self) -> (RecordedResult, Diagnostics) {
        let mut found = Diagnostics::default();
        let mut results = read_ai_results(&self.objects(), &self.library(), &mut found).unwrap();
        assert_eq!(results.len(), 1, "{found:?}");
        (results.remove(0), found)
    }
}
