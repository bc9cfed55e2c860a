//! From a row of the table and the chosen options to what happens to an attribute. No values.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use super::table::{
    self, Action, DATES, DESCRIPTORS, DEVICE, DEVICE_CLEAN, GRAPHICS, GROUPS, INSTITUTION, PATIENT,
    PATIENT_CLEAN, REPEATING, STRUCTURED, UIDS,
};
use super::{Clean, Dates, DeidentifyOptions, Retain};
use crate::tag::{Tag, Vr};

/// One row of table E.1-1.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Row {
    pub(super) action: Action,
    pub(super) options: u16,
}

/// What is left to do where no option says otherwise.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Base {
    /// Leave out.
    Remove,
    /// Zero length; a sequence without items.
    Empty,
    /// A dummy value; a sequence whose values are dummies.
    Dummy,
    /// Other UIDs; a sequence is gone through.
    Uid,
}

/// What happens to an attribute.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fate {
    /// Stays; the items of a sequence are gone through.
    Keep,
    /// Stays because an option retains it.
    Retain,
    /// The action of the table.
    Base(Base),
    /// Kept if it is a date or time, else the action of the table.
    KeepDate(Base),
    /// Moved if it is a date or time, else the action of the table.
    MoveDate(Base),
    /// Kept if all its words are known to be harmless, else the action of the table.
    CleanText(Base),
    /// Content items or drawings, whose texts are cleaned one by one.
    CleanItems,
}

/// The action that is left of a composite one.
///
/// Which of X, Z and D a composite allows depends on the attribute's type in the object (PS3.15 E.1.1): D fits types 1,
/// 2 and 3, Z fits 2 and 3, X fits 3 only. Types differ from object to object, so the first that fits all is taken.
fn base(action: Action) -> Base {
    match action {
        Action::Remove => Base::Remove,
        Action::Zero | Action::RemoveOrZero => Base::Empty,
        Action::Dummy | Action::ZeroOrDummy | Action::RemoveOrDummy | Action::RemoveZeroOrDummy => {
            Base::Dummy
        }
        Action::Uid | Action::RemoveZeroOrUid => Base::Uid,
    }
}

/// The row of an attribute.
pub(super) fn row(tag: Tag) -> Option<Row> {
    static ROWS: LazyLock<BTreeMap<u32, Row>> = LazyLock::new(|| {
        let of = |group: &'static table::Group| {
            let row = Row {
                action: group.action,
                options: group.options,
            };
            group.tags.iter().map(move |&tag| (tag, row))
        };
        GROUPS.iter().flat_map(of).collect()
    });
    let number = u32::from(tag.0) << 16 | u32::from(tag.1);
    ROWS.get(&number).copied().or_else(|| {
        let repeating = REPEATING.iter().find(|r| number & r.mask == r.tag)?;
        Some(Row {
            action: repeating.action,
            options: repeating.options,
        })
    })
}

/// What happens to a standard attribute with this representation under these options.
pub(super) fn fate(tag: Tag, vr: Vr, options: &DeidentifyOptions) -> Fate {
    let is_date = matches!(&vr, b"DA" | b"DT" | b"TM");
    let Some(row) = row(tag) else {
        // The table lists the dates that its edition knew; others are no less of a date.
        return if is_date {
            dated(Base::Dummy, options)
        } else {
            Fate::Keep
        };
    };
    let base = base(row.action);
    let has = |option: u16| row.options & option != 0;
    let retains = |retain: Retain| options.retain.contains(&retain);
    let cleans = |clean: Clean| options.clean.contains(&clean);
    if (has(UIDS) && retains(Retain::Uids))
        || (has(DEVICE) && retains(Retain::DeviceIdentity))
        || (has(INSTITUTION) && retains(Retain::InstitutionIdentity))
        || (has(PATIENT) && retains(Retain::PatientCharacteristics))
    {
        return Fate::Retain;
    }
    if has(DATES) {
        return dated(base, options);
    }
    if (has(DEVICE_CLEAN) && retains(Retain::DeviceIdentity))
        || (has(PATIENT_CLEAN) && retains(Retain::PatientCharacteristics))
        || (has(DESCRIPTORS) && cleans(Clean::Descriptors))
    {
        return Fate::CleanText(base);
    }
    let is_drawing = tag == Tag(0x0070, 0x0001);
    if (has(STRUCTURED) && cleans(Clean::StructuredContent))
        || (has(GRAPHICS) && cleans(Clean::Graphics) && is_drawing)
    {
        return Fate::CleanItems;
    }
    Fate::Base(base)
}

fn dated(base: Base, options: &DeidentifyOptions) -> Fate {
    match options.dates {
        Dates::Remove => Fate::Base(base),
        Dates::Shift => Fate::MoveDate(base),
        Dates::Keep => Fate::KeepDate(base),
    }
}
