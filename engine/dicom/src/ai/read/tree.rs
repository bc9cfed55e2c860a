//! The content tree of a structured report (PS3.3 C.17.3) as nodes in an arena: values and relations, whatever the
//! template. No meaning.

use overread_base::{Code, Diagnostics, Vec3};

use super::codes::{Concept, code_in};
use crate::part10::Header;
use crate::tag::Tag;
use crate::values::Values;

/// The most content items of one report.
const MAX_ITEMS: usize = 100_000;
/// The deepest content item.
const MAX_DEPTH: u32 = 64;
/// The most points of one graphic.
pub(crate) const MAX_POINTS: usize = 20_000;
/// The longest text of one item, characters.
const MAX_TEXT_CHARS: usize = 20_000;

/// An image or another object that an item refers to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Reference {
    pub(crate) sop_class: String,
    pub(crate) sop: String,
    /// From 1; none where the whole object is meant.
    pub(crate) frames: Vec<u32>,
    pub(crate) segments: Vec<u32>,
}

/// What an item says.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Value {
    Container,
    Text(String),
    Code(Code),
    /// A measured value with its unit in UCUM; `None` if the value is missing, with the reason where it is stated.
    Number(Option<(f64, String)>, Option<String>),
    Uid(String),
    Reference(Reference),
    /// Graphic type and pixel coordinates: column and row from the corner of the first pixel (PS3.3 C.18.6.1.2).
    Pixels(String, Vec<[f64; 2]>),
    /// Graphic type, patient LPS mm, frame of reference.
    Patient(String, Vec<Vec3>, String),
    /// Another item of this tree, by its place.
    ByReference(Vec<u32>),
    /// A value type that is not read.
    Other(String),
}

/// One content item.
#[derive(Debug, Clone)]
pub(crate) struct Node {
    pub(crate) concept: Option<Code>,
    pub(crate) value: Value,
    /// Places in the arena, in the order of the file.
    pub(crate) children: Vec<usize>,
}

impl Node {
    pub(crate) fn is(&self, concept: &Concept) -> bool {
        self.concept.as_ref().is_some_and(|code| concept.is(code))
    }

    /// The meaning of the concept, for people.
    pub(crate) fn name(&self) -> &str {
        self.concept.as_ref().map_or("", |code| &code.meaning)
    }

    pub(crate) fn code(&self) -> Option<&Code> {
        match &self.value {
            Value::Code(code) => Some(code),
            Value::Container
            | Value::Text(_)
            | Value::Number(..)
            | Value::Uid(_)
            | Value::Reference(_)
            | Value::Pixels(..)
            | Value::Patient(..)
            | Value::ByReference(_)
            | Value::Other(_) => None,
        }
    }

    pub(crate) fn text(&self) -> Option<&str> {
        match &self.value {
            Value::Text(text) | Value::Uid(text) => Some(text),
            Value::Code(code) => Some(&code.meaning),
            Value::Container
            | Value::Number(..)
            | Value::Reference(_)
            | Value::Pixels(..)
            | Value::Patient(..)
            | Value::ByReference(_)
            | Value::Other(_) => None,
        }
    }

    pub(crate) fn number(&self) -> Option<(f64, &str)> {
        match &self.value {
            Value::Number(Some((value, ucum)), _) => Some((*value, ucum)),
            Value::Number(None, _)
            | Value::Container
            | Value::Text(_)
            | Value::Code(_)
            | Value::Uid(_)
            | Value::Reference(_)
            | Value::Pixels(..)
            | Value::Patient(..)
            | Value::ByReference(_)
            | Value::Other(_) => None,
        }
    }
}

/// A report's content; node 0 is the root.
#[derive(Debug, Default)]
pub(crate) struct Tree {
    pub(crate) nodes: Vec<Node>,
}

impl Tree {
    /// Reads the content of a report. What is left out for its number or depth is named.
    pub(crate) fn read(header: &Header, place: &str, diagnostics: &mut Diagnostics) -> Self {
        let mut tree = Self::default();
        let mut reader = Reader {
            tree: &mut tree,
            place,
            diagnostics,
            is_full: false,
        };
        reader.node(header.values(), 0);
        tree
    }

    pub(crate) fn root(&self) -> Option<&Node> {
        self.nodes.first()
    }

    /// The items of a node, with those that stand elsewhere in the tree in their place.
    pub(crate) fn children<'a>(
        &'a self,
        node: &'a Node,
    ) -> impl Iterator<Item = (usize, &'a Node)> {
        node.children.iter().filter_map(|&idx| self.resolved(idx))
    }

    /// A node, or the one that it stands for.
    pub(crate) fn resolved(&self, idx: usize) -> Option<(usize, &Node)> {
        let node = self.nodes.get(idx)?;
        let Value::ByReference(path) = &node.value else {
            return Some((idx, node));
        };
        // The first number is the root's, 1; each following one counts the items of the one before (PS3.3 C.17.3.2.5).
        let mut at = 0;
        for &ordinal in path.iter().skip(1) {
            let ordinal = usize::try_from(ordinal).ok()?.checked_sub(1)?;
            at = *self.nodes.get(at)?.children.get(ordinal)?;
        }
        let found = self.nodes.get(at)?;
        // A reference to a reference would be a ring.
        (!matches!(found.value, Value::ByReference(_))).then_some((at, found))
    }

    /// The first item of a node with this concept.
    pub(crate) fn child<'a>(&'a self, node: &'a Node, concept: &Concept) -> Option<&'a Node> {
        self.children(node)
            .map(|(_, child)| child)
            .find(|child| child.is(concept))
    }
}

struct Reader<'a> {
    tree: &'a mut Tree,
    place: &'a str,
    diagnostics: &'a mut Diagnostics,
    is_full: bool,
}

impl Reader<'_> {
    fn node(&mut self, values: Values<'_>, depth: u32) -> Option<usize> {
        if self.tree.nodes.len() >= MAX_ITEMS || depth > MAX_DEPTH {
            if !self.is_full {
                self.is_full = true;
                self.diagnostics.error(
                    self.place,
                    format!("more than {MAX_ITEMS} content items, or deeper than {MAX_DEPTH}: the rest is left out"),
                );
            }
            return None;
        }
        let idx = self.tree.nodes.len();
        let value = self.value(values);
        self.tree.nodes.push(Node {
            concept: code_in(values, Tag::CONCEPT_NAME_SEQUENCE),
            value,
            children: Vec::new(),
        });
        let items = values
            .set
            .get(Tag::CONTENT_SEQUENCE)
            .map_or(&[][..], |e| &e.items);
        for set in items {
            let child = self.node(Values { set, ..values }, depth + 1);
            if let (Some(child), Some(node)) = (child, self.tree.nodes.get_mut(idx)) {
                node.children.push(child);
            }
        }
        Some(idx)
    }

    fn value(&mut self, values: Values<'_>) -> Value {
        if values.set.get(Tag::REFERENCED_CONTENT_ITEM).is_some() {
            let path = values.numbers(Tag::REFERENCED_CONTENT_ITEM);
            return Value::ByReference(path.iter().filter_map(|&n| ordinal(n)).collect());
        }
        let text = |tag: Tag| {
            let text = values.text(tag).unwrap_or_default();
            Value::Text(text.chars().take(MAX_TEXT_CHARS).collect())
        };
        let kind = values.text(Tag::VALUE_TYPE).unwrap_or_default();
        match kind.as_str() {
            "CONTAINER" => Value::Container,
            "TEXT" => text(Tag::CONTENT_TEXT),
            "DATE" => text(Tag::CONTENT_DATE),
            "TIME" => text(Tag::CONTENT_TIME),
            "DATETIME" => text(Tag::CONTENT_DATE_TIME),
            "PNAME" => text(Tag::CONTENT_PERSON_NAME),
            "CODE" => code_in(values, Tag::CONTENT_CODE_SEQUENCE)
                .map_or_else(|| Value::Other(kind), Value::Code),
            "UIDREF" => Value::Uid(values.text(Tag::CONTENT_UID).unwrap_or_default()),
            "NUM" => number(values),
            "IMAGE" | "COMPOSITE" | "WAVEFORM" => {
                reference(values).map_or_else(|| Value::Other(kind), Value::Reference)
            }
            "SCOORD" => {
                let numbers = self.graphic(values);
                let points = numbers.as_chunks().0.to_vec();
                Value::Pixels(graphic_type(values), points)
            }
            "SCOORD3D" => {
                let numbers = self.graphic(values);
                let points = numbers.as_chunks().0.iter();
                Value::Patient(
                    graphic_type(values),
                    points.map(|&p| Vec3::from_array(p)).collect(),
                    values
                        .text(Tag::REFERENCED_FRAME_OF_REFERENCE)
                        .unwrap_or_default(),
                )
            }
            _ => Value::Other(kind),
        }
    }

    /// Coordinates, all finite; none if there are too many.
    fn graphic(&mut self, values: Values<'_>) -> Vec<f64> {
        let numbers = values.numbers(Tag::GRAPHIC_DATA);
        if numbers.len() > 3 * MAX_POINTS {
            self.diagnostics.error(
                self.place,
                format!(
                    "a graphic has {} coordinates, at most {MAX_POINTS} points are read: it is left out",
                    numbers.len()
                ),
            );
            return Vec::new();
        }
        if !numbers.iter().all(|n| n.is_finite()) {
            self.diagnostics.error(
                self.place,
                "a graphic has coordinates that are no numbers: it is left out",
            );
            return Vec::new();
        }
        numbers
    }
}

fn graphic_type(values: Values<'_>) -> String {
    values.text(Tag::GRAPHIC_TYPE).unwrap_or_default()
}

fn number(values: Values<'_>) -> Value {
    let qualifier = code_in(values, Tag::NUMERIC_VALUE_QUALIFIER_SEQUENCE).map(|c| c.meaning);
    let measured = values
        .set
        .item(Tag::MEASURED_VALUE_SEQUENCE)
        .map(|set| Values { set, ..values });
    let value = measured.and_then(|m| {
        let exact = m.number(Tag::CONTENT_FLOAT);
        let value = exact.or_else(|| m.number(Tag::NUMERIC_VALUE))?;
        let unit = code_in(m, Tag::MEASUREMENT_UNITS_SEQUENCE);
        let ucum = match unit {
            Some(unit) if unit.scheme == "UCUM" => unit.value,
            Some(unit) => format!("{} ({})", unit.value, unit.scheme),
            None => String::new(),
        };
        value.is_finite().then_some((value, ucum))
    });
    Value::Number(value, qualifier)
}

/// The first object that an item refers to.
pub(crate) fn reference(values: Values<'_>) -> Option<Reference> {
    let set = values.set.item(Tag::REFERENCED_SOP_SEQUENCE)?;
    reference_in(Values { set, ..values })
}

/// The object that an item of a reference sequence names.
pub(crate) fn reference_in(values: Values<'_>) -> Option<Reference> {
    let numbers = |tag| {
        let numbers = values.numbers(tag);
        numbers.iter().filter_map(|&n| ordinal(n)).collect()
    };
    Some(Reference {
        sop_class: values.text(Tag::REFERENCED_SOP_CLASS).unwrap_or_default(),
        sop: values.text(Tag::REFERENCED_SOP_INSTANCE)?,
        frames: numbers(Tag::REFERENCED_FRAME_NUMBER),
        segments: numbers(Tag::REFERENCED_SEGMENT_NUMBER),
    })
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "checked to lie within 32 bits"
)]
fn ordinal(number: f64) -> Option<u32> {
    (0.0..4e9).contains(&number).then_some(number as u32)
}
