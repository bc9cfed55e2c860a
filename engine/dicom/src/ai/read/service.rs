//! Who made an object: device, algorithm and language items as a service's identity.

use overread_base::{LocalText, OperatingPoint, ServiceId, ServiceIdentity};

use super::codes::{self, Concept};
use super::part::{Maker, Part};
use super::tree::{Node, Tree};
use crate::tag::Tag;
use crate::values::Values;

/// What the equipment module says.
pub(crate) fn maker(values: Values<'_>) -> Maker {
    Maker {
        manufacturer: values.text(Tag::MANUFACTURER),
        model: values.text(Tag::MANUFACTURER_MODEL),
        software: values.text(Tag::SOFTWARE_VERSIONS),
        ..Maker::default()
    }
}

/// What the observer and algorithm items of a report say (TID 1002, 1004, 4019), over the equipment module.
pub(crate) fn observers(tree: &Tree, root: &Node, part: &mut Part) {
    let text = |concept: &Concept| {
        let item = tree.child(root, concept)?;
        item.text().map(str::to_owned).filter(|t| !t.is_empty())
    };
    let own = &mut part.maker;
    if let Some(name) = text(&codes::DEVICE_NAME) {
        own.name = Some(name);
    }
    if let Some(manufacturer) = text(&codes::DEVICE_MANUFACTURER) {
        own.manufacturer = Some(manufacturer);
    }
    if let Some(model) = text(&codes::DEVICE_MODEL) {
        own.model = Some(model);
    }
    own.algorithm = text(&codes::ALGORITHM_NAME).or_else(|| own.algorithm.take());
    own.algorithm_version =
        text(&codes::ALGORITHM_VERSION).or_else(|| own.algorithm_version.take());
    let observers: Vec<bool> = tree
        .children(root)
        .filter(|(_, child)| child.is(&codes::OBSERVER_TYPE))
        .map(|(_, node)| node.code().is_some_and(|code| codes::PERSON.is(code)))
        .collect();
    own.is_person = !observers.is_empty() && observers.iter().all(|&is_person| is_person);
}

/// The language of a report (TID 1204), English where it states none.
pub(crate) fn language(tree: &Tree) -> String {
    let stated = tree
        .root()
        .and_then(|root| tree.child(root, &codes::LANGUAGE))
        .and_then(Node::code)
        .map(|code| code.value.to_lowercase());
    let stated = stated.unwrap_or_default();
    // ISO 639-2 codes of older reports (RFC 3066), and regions of RFC 5646: the primary language alone is used.
    let primary = stated.split(['-', '_']).next().unwrap_or_default();
    match primary {
        "eng" | "" => "en".to_owned(),
        "rus" => "ru".to_owned(),
        other if other.len() <= 8 && other.chars().all(|c| c.is_ascii_alphanumeric()) => {
            other.to_owned()
        }
        _ => "en".to_owned(),
    }
}

/// The identity of a recorded service: `maker.algorithm` in plain letters, without digests.
pub(crate) fn identity(maker: &Maker, operating_point: Option<OperatingPoint>) -> ServiceIdentity {
    let algorithm = maker
        .algorithm
        .as_ref()
        .or(maker.name.as_ref())
        .or(maker.model.as_ref());
    let vendor = plain(maker.manufacturer.as_deref().unwrap_or("unknown"));
    let service = algorithm.map_or("unknown", String::as_str);
    // An algorithm that is named `vendor.service` carries its vendor already.
    let prefix = format!("{vendor}.");
    let service = plain(service.strip_prefix(prefix.as_str()).unwrap_or(service));
    let id = ServiceId::new(format!("{vendor}.{service}"))
        .unwrap_or_else(|_| unreachable!("plain letters, at most 40 on each side"));
    let version = maker.algorithm_version.as_ref().or(maker.software.as_ref());
    let name = maker
        .name
        .as_ref()
        .or(algorithm)
        .or(maker.manufacturer.as_ref());
    ServiceIdentity {
        id,
        name: vec![LocalText {
            locale: "en".to_owned(),
            value: name.map_or_else(|| "unnamed service".to_owned(), Clone::clone),
        }],
        version: version.map_or_else(|| "not stated".to_owned(), Clone::clone),
        bundle_digest: None,
        model_digests: Vec::new(),
        intended_use: Vec::new(),
        operating_point,
    }
}

/// A name in lower-case letters, digits and hyphens.
fn plain(name: &str) -> String {
    let mut plain = String::new();
    for c in name.to_lowercase().chars().take(40) {
        if c.is_ascii_alphanumeric() {
            plain.push(c);
        } else if !plain.ends_with('-') && !plain.is_empty() {
            plain.push('-');
        }
    }
    let plain = plain.trim_end_matches('-');
    if plain.is_empty() {
        "unknown".to_owned()
    } else {
        plain.to_owned()
    }
}
