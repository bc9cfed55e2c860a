//! A hanging protocol as it was read and checked. Its text form is read next door.

use overread_base::Laterality;
use overread_image::{Plane, Slab};

use crate::hanging::ScreenSide;
use crate::words::in_capitals;
use crate::{Align, Links, Scale, SeriesFacts, SeriesSpace, VoiChoice};

/// How the images of one kind of study are hung.
#[derive(Debug, Clone, PartialEq)]
pub struct Protocol {
    /// Stable id, e.g. `mammography`.
    pub id: String,
    /// Which studies it is for.
    pub applies: Applies,
    /// What is shown one after the other, at least one.
    pub stages: Vec<Stage>,
}

/// Which studies a protocol is for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Applies {
    /// Modalities (0008,0060) in capitals; empty for every one.
    pub modalities: Vec<String>,
    /// Body parts (0018,0015) in capitals; empty for every one, else an unknown body part does not fit.
    pub body_parts: Vec<String>,
}

impl Applies {
    /// Whether a series is of the kind of study that the protocol is for.
    #[must_use]
    pub fn to(&self, facts: &SeriesFacts) -> bool {
        let names = |list: &[String], found: Option<&str>| {
            list.is_empty() || found.is_some_and(|found| list.contains(&in_capitals(found)))
        };
        names(&self.modalities, Some(&facts.modality))
            && names(&self.body_parts, facts.body_part.as_deref())
    }
}

/// One layout of a protocol.
#[derive(Debug, Clone, PartialEq)]
pub struct Stage {
    /// Stable id; the desk shows its translation.
    pub id: String,
    /// Rows of the grid, 1 to 8.
    pub rows: u32,
    /// Columns of the grid, 1 to 8.
    pub columns: u32,
    /// What viewports do together.
    pub links: Links,
    /// When the stage is offered.
    pub needs: Needs,
    /// What hangs in it.
    pub content: Content,
}

/// When a stage is offered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Needs {
    /// When at least one of its places has an image.
    Some,
    /// When all of its places have one.
    All,
    /// When at least one of its places for a prior has one.
    Prior,
}

/// What hangs in a stage.
#[derive(Debug, Clone, PartialEq)]
pub enum Content {
    /// Places with a rule each.
    Cells(Vec<CellRule>),
    /// The current study's series in their order, as many a page as the grid has places.
    EachSeries(Shown),
    /// The same for the series that no stage before hangs, e.g. a view that was taken twice.
    FurtherSeries(Shown),
}

/// One place and what belongs there.
#[derive(Debug, Clone, PartialEq)]
pub struct CellRule {
    /// From 0.
    pub row: u32,
    /// From 0.
    pub column: u32,
    /// Rows that it takes.
    pub row_span: u32,
    /// Columns that it takes.
    pub column_span: u32,
    /// What the empty place is called.
    pub wanted: String,
    /// Which series.
    pub series: SeriesRule,
    /// How it is shown.
    pub shown: Shown,
}

/// Which series belongs in a place: all that is stated must fit, the preferences decide between those that do.
#[derive(Debug, Clone, PartialEq)]
pub struct SeriesRule {
    /// 0 for the study to be read, 1 for the newest prior of the protocol's kind, 2 for the one before ...
    pub prior: u32,
    /// Modalities in capitals; empty for those of the protocol.
    pub modalities: Vec<String>,
    /// Views in capitals, the best first; empty for every one.
    pub views: Vec<String>,
    /// Side of the images.
    pub laterality: Option<Laterality>,
    /// What the volume's axes must be.
    pub space: Option<SeriesSpace>,
    /// What is better, the most important first.
    pub prefer: Vec<Preference>,
}

/// What makes one series better than another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Preference {
    /// Not FOR PROCESSING.
    ForPresentation,
    /// Eight slices or more: not a localizer.
    Stack,
    /// Slices that lie in this plane of the patient.
    Acquired(Plane),
    /// A soft convolution kernel, then an unknown one, then a sharp one.
    SoftKernel,
    /// A sharp convolution kernel, then an unknown one, then a soft one.
    SharpKernel,
    /// More slices.
    MostSlices,
    /// Thinner slices.
    Thin,
    /// Thicker slices.
    Thick,
    /// A newer study.
    Newest,
    /// More pixels an image.
    MostPixels,
}

/// How a series is shown in its place.
#[derive(Debug, Clone, PartialEq)]
pub struct Shown {
    /// Which plane; images that are no volume are shown as they are.
    pub plane: Plane,
    /// The window it opens with.
    pub voi: VoiChoice,
    /// A slab instead of single slices.
    pub slab: Option<Slab>,
    /// Shown with black and white swapped.
    pub is_inverted: bool,
    /// The side of the screen where a breast's chest wall is to lie; axilla or lateral side go up.
    pub chest_wall: Option<ScreenSide>,
    /// The side of the screen where the patient's right is to lie, for radiographs from the front.
    pub patient_right: Option<ScreenSide>,
    /// Where the picture is held in its viewport.
    pub align: Align,
    /// How large it is drawn.
    pub scale: Scale,
}
