//! A header rewritten attribute by attribute: tables and options applied to every level. No files, no pixels.

use std::collections::{BTreeMap, BTreeSet};

use super::actions::{Base, Fate, fate};
use super::dates::{NO_DATE, capped_age, moved_back};
use super::encode::Encoder;
use super::keyed::Secret;
use super::report::Deed;
use super::words::is_harmless;
use super::{Clean, Dates, DeidentifyOptions, PixelFlag};
use crate::data_set::{DataSet, Element};
use crate::part10::Header;
use crate::tag::{Tag, Vr, is_vr};
use crate::values::Values;

/// What stands for a text that must not be empty.
const REMOVED: &str = "REMOVED";
/// What stands for a name that must not be empty.
const ANONYMOUS: &str = "Anonymous";

const TEXT_VALUE: Tag = Tag(0x0040, 0xA160);
const CONCEPT_NAME: Tag = Tag(0x0040, 0xA043);
const CODE_VALUE: Tag = Tag(0x0008, 0x0100);
const CODING_SCHEME: Tag = Tag(0x0008, 0x0102);
const UNFORMATTED_TEXT: Tag = Tag(0x0070, 0x0006);
/// Written anew at the root: Patient Identity Removed, De-identification Method and its codes, Longitudinal Temporal
/// Information Modified.
const OUR_OWN: [Tag; 4] = [
    Tag(0x0012, 0x0062),
    Tag(0x0012, 0x0063),
    Tag(0x0012, 0x0064),
    Tag(0x0028, 0x0303),
];

/// How the attributes of an item are treated besides the table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Level {
    /// By the table; texts of reports and drawings, which it leaves to the options that clean them, are cleaned.
    Ordinary,
    /// Every text becomes a dummy: the item of a sequence that must be there but may say nothing.
    Dummies,
}

/// Rewrites the sets of one file.
pub(super) struct Rewriter<'a> {
    pub(super) header: &'a Header,
    pub(super) options: &'a DeidentifyOptions,
    pub(super) secret: &'a Secret,
    /// What names the patient in this file; goes into hashes only.
    pub(super) patient: &'a str,
    pub(super) encoder: Encoder,
    pub(super) deeds: BTreeMap<Deed, u32>,
}

impl Rewriter<'_> {
    /// The whole data set up to the pixels, with what a de-identified one says of itself, and with what it is where
    /// only the file meta information said so.
    pub(super) fn root(&mut self, class: &str, sop: &str) -> Vec<u8> {
        let set = self.header.values().set;
        let mut elements = self.set(set, Level::Ordinary);
        elements.retain(|(tag, _)| !OUR_OWN.contains(tag));
        elements.extend(self.statements());
        // Objects without these are not valid; whoever left them out gets the pseudonym as well.
        for tag in [Tag::PATIENT_NAME, Tag::PATIENT_ID] {
            if !elements.iter().any(|(have, _)| *have == tag) {
                elements.push((tag, self.pseudonym(tag)));
            }
        }
        for (tag, uid) in [(Tag::SOP_CLASS, class), (Tag::SOP_INSTANCE, sop)] {
            if !uid.is_empty() && !elements.iter().any(|(have, _)| *have == tag) {
                elements.push((tag, self.encoder.element(tag, *b"UI", uid.as_bytes())));
            }
        }
        elements.sort_by_key(|(tag, _)| *tag);
        elements.into_iter().flat_map(|(_, bytes)| bytes).collect()
    }

    fn statements(&self) -> Vec<(Tag, Vec<u8>)> {
        let [removed, method, codes, longitudinal] = OUR_OWN;
        let encoder = self.encoder;
        let text = |tag, vr: &[u8; 2], text: &str| encoder.element(tag, *vr, text.as_bytes());
        let items: Vec<Vec<u8>> = self
            .options
            .codes()
            .iter()
            .map(|(value, meaning)| {
                [
                    text(CODE_VALUE, b"SH", value),
                    text(CODING_SCHEME, b"SH", "DCM"),
                    text(Tag(0x0008, 0x0104), b"LO", meaning),
                ]
                .concat()
            })
            .collect();
        let time = match self.options.dates {
            Dates::Remove => "REMOVED",
            Dates::Shift => "MODIFIED",
            Dates::Keep => "UNMODIFIED",
        };
        vec![
            (removed, text(removed, b"CS", "YES")),
            (method, text(method, b"LO", &super::method())),
            (codes, encoder.sequence(codes, &items)),
            (longitudinal, text(longitudinal, b"CS", time)),
        ]
    }

    fn set(&mut self, set: &DataSet, level: Level) -> Vec<(Tag, Vec<u8>)> {
        let mut seen = BTreeSet::new();
        let mut out = Vec::with_capacity(set.elements.len());
        for element in &set.elements {
            // A second element of the same tag is against the standard, and readers differ in which one they take.
            if !seen.insert(element.tag) {
                self.did(Deed::SecondRemoved);
                continue;
            }
            if let Some(bytes) = self.element(set, element, level) {
                out.push((element.tag, bytes));
            }
        }
        out
    }

    fn items(&mut self, element: &Element, level: Level) -> Vec<u8> {
        let items: Vec<Vec<u8>> = element
            .items
            .iter()
            .map(|item| {
                let elements = self.set(item, level);
                elements.into_iter().flat_map(|(_, bytes)| bytes).collect()
            })
            .collect();
        self.encoder.sequence(element.tag, &items)
    }

    /// `None` if the element is left out.
    fn element(&mut self, set: &DataSet, element: &Element, level: Level) -> Option<Vec<u8>> {
        let tag = element.tag;
        if let Some(deed) = self.unwanted(tag) {
            return self.leave_out(deed);
        }
        let known = tag.vr();
        let vr = if &element.vr == b"UN" || !is_vr(element.vr) {
            known
        } else {
            element.vr
        };
        // Bytes of which nobody knows what they say, and items that were not read as such.
        if &known == b"UN" || (&known == b"SQ" && &vr != b"SQ") || (&vr == b"SQ" && element.len > 0)
        {
            return self.leave_out(Deed::UnknownRemoved);
        }
        if matches!(tag, Tag::PATIENT_NAME | Tag::PATIENT_ID) && level == Level::Ordinary {
            self.did(Deed::Replaced);
            return Some(self.pseudonym(tag));
        }
        match fate(tag, self.vr_of_fate(tag, vr), self.options) {
            Fate::Keep => self.kept(set, element, vr, level),
            Fate::Retain => self.retained(element, vr),
            Fate::Base(base) => self.based(element, vr, base),
            Fate::KeepDate(base) => self.dated(element, vr, 0, base),
            Fate::MoveDate(base) => {
                let days = self.secret.days_back(self.patient);
                self.dated(element, vr, days, base)
            }
            Fate::CleanText(base) => self.cleaned(element, vr, base),
            Fate::CleanItems => {
                self.did(Deed::Cleaned);
                Some(self.items(element, Level::Ordinary))
            }
        }
    }

    /// What is left out whatever the table says.
    fn unwanted(&self, tag: Tag) -> Option<Deed> {
        let Tag(group, number) = tag;
        if group % 2 == 1 {
            return Some(Deed::PrivateRemoved);
        }
        // Group lengths are retired; groups 0 to 4 are no part of a data set (PS3.5 7.1, PS3.10 7.1).
        if number == 0 || group <= 4 {
            return Some(Deed::Removed);
        }
        // An overlay without its data is not valid, so the plane goes as a whole, and its texts in any case.
        let keeps_overlays = self.options.clean.contains(&Clean::Graphics)
            && self.options.accept.contains(&PixelFlag::OverlayPlane);
        let is_text = matches!(number, 0x0022 | 0x1500 | 0x4000);
        (group >> 8 == 0x60 && (is_text || !keeps_overlays)).then_some(Deed::Removed)
    }

    /// A date stays a date where the file calls it a text, and the other way round.
    fn vr_of_fate(&self, tag: Tag, vr: Vr) -> Vr {
        let known = tag.vr();
        if matches!(&known, b"DA" | b"DT" | b"TM") {
            known
        } else {
            vr
        }
    }

    fn kept(&mut self, set: &DataSet, element: &Element, vr: Vr, level: Level) -> Option<Vec<u8>> {
        if &vr == b"SQ" {
            return Some(self.items(element, level));
        }
        match level {
            Level::Ordinary if element.tag == TEXT_VALUE => Some(self.content_text(set, element)),
            Level::Ordinary if element.tag == UNFORMATTED_TEXT => {
                self.did(Deed::Replaced);
                Some(self.encoder.element(element.tag, vr, REMOVED.as_bytes()))
            }
            Level::Dummies if is_text(vr) => self.based(element, vr, Base::Dummy),
            Level::Dummies if matches!(&vr, b"OB" | b"OW" | b"UN") => self.leave_out(Deed::Removed),
            Level::Ordinary | Level::Dummies => Some(self.copied(element, vr)),
        }
    }

    fn copied(&self, element: &Element, vr: Vr) -> Vec<u8> {
        let values = self.header.values();
        // Without a representation in the file, pixel-like numbers are signed if the pixels are.
        let is_signed = values.count(Tag::PIXEL_REPRESENTATION) == Some(1);
        let vr = if is_signed && element.tag.is_signed_with_pixels() && &vr == b"US" {
            *b"SS"
        } else {
            vr
        };
        self.encoder.element(element.tag, vr, values.raw(element))
    }

    fn retained(&mut self, element: &Element, vr: Vr) -> Option<Vec<u8>> {
        if &vr == b"SQ" {
            self.did(Deed::Retained);
            return Some(self.items(element, Level::Ordinary));
        }
        if element.tag == Tag::PATIENT_AGE {
            let Some(age) = capped_age(&self.text(element)) else {
                return self.leave_out(Deed::Removed);
            };
            self.did(Deed::Retained);
            return Some(self.encoder.element(element.tag, *b"AS", age.as_bytes()));
        }
        self.did(Deed::Retained);
        Some(self.copied(element, vr))
    }

    fn based(&mut self, element: &Element, vr: Vr, base: Base) -> Option<Vec<u8>> {
        let tag = element.tag;
        match (base, &vr) {
            (Base::Remove, _) => self.leave_out(Deed::Removed),
            (Base::Empty, _) => {
                self.did(Deed::Emptied);
                Some(self.encoder.element(tag, vr, &[]))
            }
            (Base::Dummy, b"SQ") => {
                self.did(Deed::Replaced);
                Some(self.items(element, Level::Dummies))
            }
            (Base::Uid, b"SQ") => Some(self.items(element, Level::Ordinary)),
            (Base::Dummy | Base::Uid, b"UI") | (Base::Uid, _) => {
                self.did(Deed::UidMapped);
                let mapped = self.mapped_uids(&self.text(element));
                Some(self.encoder.element(tag, *b"UI", mapped.as_bytes()))
            }
            (Base::Dummy, _) => {
                self.did(Deed::Replaced);
                Some(self.encoder.element(tag, vr, &dummy(vr)))
            }
        }
    }

    fn dated(&mut self, element: &Element, vr: Vr, days: i64, base: Base) -> Option<Vec<u8>> {
        let known = self.vr_of_fate(element.tag, vr);
        if !matches!(&known, b"DA" | b"DT" | b"TM" | b"SH") {
            return self.based(element, vr, base);
        }
        let Some(date) = moved_back(known, &self.text(element), days) else {
            return self.based(element, known, base);
        };
        self.did(if days == 0 {
            Deed::Retained
        } else {
            Deed::DateMoved
        });
        Some(self.encoder.element(element.tag, known, date.as_bytes()))
    }

    fn cleaned(&mut self, element: &Element, vr: Vr, base: Base) -> Option<Vec<u8>> {
        if !self.is_harmless(element, vr) {
            return self.based(element, vr, base);
        }
        self.did(Deed::Cleaned);
        Some(if &vr == b"SQ" {
            self.items(element, Level::Ordinary)
        } else {
            self.copied(element, vr)
        })
    }

    /// Whether all free texts in an element and its items are of known words.
    fn is_harmless(&self, element: &Element, vr: Vr) -> bool {
        if &vr == b"SQ" {
            return element
                .items
                .iter()
                .flat_map(|item| &item.elements)
                .all(|e| {
                    // Code values are of a scheme, not free; the table sees to all else.
                    let is_code = matches!(e.tag, CODE_VALUE | CODING_SCHEME);
                    is_code || self.is_harmless(e, e.vr)
                });
        }
        !is_free_text(vr) || is_harmless(&self.text(element))
    }

    /// The text of a content item: kept where it names an algorithm, a pseudonym where it tracks, else known words.
    fn content_text(&mut self, set: &DataSet, element: &Element) -> Vec<u8> {
        let text = self.text(element);
        let concept = set.item(CONCEPT_NAME).map(|item| {
            let values = self.header.values_of(item);
            let of = |tag| values.text(tag).unwrap_or_default();
            (of(CODE_VALUE), of(CODING_SCHEME))
        });
        let concept = concept.filter(|(_, scheme)| scheme == "DCM");
        let code = concept.as_ref().map(|(code, _)| code.as_str());
        let cleans = self.options.clean.contains(&Clean::Descriptors);
        let kept = match code {
            // Tracking Identifier.
            Some("112039") => {
                let pseudonym = self.secret.pseudonym("tracking", &text);
                self.did(Deed::Replaced);
                return self
                    .encoder
                    .element(element.tag, *b"UT", pseudonym.as_bytes());
            }
            // Algorithm Name and Version.
            Some("111001" | "111003") => true,
            _ => cleans && is_harmless(&text),
        };
        if kept {
            self.did(Deed::Cleaned);
            return self.copied(element, *b"UT");
        }
        self.did(Deed::Replaced);
        self.encoder
            .element(element.tag, *b"UT", REMOVED.as_bytes())
    }

    fn pseudonym(&self, tag: Tag) -> Vec<u8> {
        let vr = if tag == Tag::PATIENT_NAME {
            *b"PN"
        } else {
            *b"LO"
        };
        let name = self.secret.pseudonym("patient", self.patient);
        self.encoder.element(tag, vr, name.as_bytes())
    }

    fn mapped_uids(&self, uids: &str) -> String {
        let mapped: Vec<String> = uids
            .split('\\')
            .map(|uid| self.secret.instance_uid(uid.trim()))
            .collect();
        mapped.join("\\")
    }

    fn text(&self, element: &Element) -> String {
        Values::text_of(&self.header.values(), element)
    }

    fn leave_out(&mut self, deed: Deed) -> Option<Vec<u8>> {
        self.did(deed);
        None
    }

    fn did(&mut self, deed: Deed) {
        *self.deeds.entry(deed).or_default() += 1;
    }
}

/// A value that is valid and says nothing, in either byte order.
fn dummy(vr: Vr) -> Vec<u8> {
    let text = match &vr {
        b"DA" => NO_DATE,
        b"TM" => "000000",
        b"DT" => "19000101000000",
        b"AS" => "000Y",
        b"DS" | b"IS" => "0",
        b"PN" => ANONYMOUS,
        b"UR" => "urn:removed",
        b"AE" | b"CS" | b"LO" | b"LT" | b"SH" | b"ST" | b"UC" | b"UT" => REMOVED,
        b"FD" | b"OD" | b"OV" | b"SV" | b"UV" => return vec![0; 8],
        b"AT" | b"FL" | b"OF" | b"OL" | b"SL" | b"UL" => return vec![0; 4],
        _ => return vec![0; 2],
    };
    text.as_bytes().to_vec()
}

/// Representations that people type texts into, and those that carry names.
fn is_free_text(vr: Vr) -> bool {
    matches!(
        &vr,
        b"LO" | b"LT" | b"PN" | b"SH" | b"ST" | b"UC" | b"UT" | b"UR" | b"UN"
    )
}

/// What becomes a dummy where nothing may be said; coded strings and numbers carry the structure and stay.
fn is_text(vr: Vr) -> bool {
    is_free_text(vr) || matches!(&vr, b"AE" | b"AS" | b"UI")
}
