//! The five kinds of haemorrhage: channels of the network, codes, words. Looks at no image.

use overread_sdk::{Code, code};

/// Where blood lies. The order is that of the network's channels.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Kind {
    Epidural,
    Subdural,
    Subarachnoid,
    Intraparenchymal,
    Intraventricular,
}

impl Kind {
    pub(crate) const ALL: [Self; 5] = [
        Self::Epidural,
        Self::Subdural,
        Self::Subarachnoid,
        Self::Intraparenchymal,
        Self::Intraventricular,
    ];

    /// Its channel.
    pub(crate) const fn idx(self) -> usize {
        self as usize
    }

    /// SNOMED CT where a code is known to be right, else the project's own scheme.
    pub(crate) fn code(self) -> Code {
        match self {
            Self::Epidural => code("99OVERREAD", "epidural-haemorrhage", "Epidural haemorrhage"),
            Self::Subdural => code("99OVERREAD", "subdural-haemorrhage", "Subdural haemorrhage"),
            Self::Subarachnoid => code("SCT", "21454007", "Subarachnoid haemorrhage"),
            Self::Intraparenchymal => code("SCT", "274100004", "Intracerebral haemorrhage"),
            Self::Intraventricular => code(
                "99OVERREAD",
                "intraventricular-haemorrhage",
                "Intraventricular haemorrhage",
            ),
        }
    }

    /// Short, for tracking ids.
    pub(crate) const fn word(self) -> &'static str {
        match self {
            Self::Epidural => "epidural",
            Self::Subdural => "subdural",
            Self::Subarachnoid => "subarachnoid",
            Self::Intraparenchymal => "intraparenchymal",
            Self::Intraventricular => "intraventricular",
        }
    }

    /// Blood in fluid spreads into many parts that are one haemorrhage.
    pub(crate) const fn is_in_fluid(self) -> bool {
        matches!(self, Self::Subarachnoid | Self::Intraventricular)
    }
}
