//! A teaching page: blocks of text, pictures of cases, and things to try. No parsing, no drawing.

mod block;
mod markdown;

pub(super) use markdown::page;

/// A page in one language.
#[derive(Debug, Clone, PartialEq)]
pub struct Page {
    /// Its first line.
    pub title: String,
    /// What follows, in order.
    pub blocks: Vec<Block>,
}

/// A part of a page.
#[derive(Debug, Clone, PartialEq)]
pub enum Block {
    /// A heading below the title: 2 or 3.
    Heading {
        /// Its level.
        level: u8,
        /// Its words.
        text: Vec<Span>,
    },
    /// A paragraph.
    Paragraph(Vec<Span>),
    /// A list; each entry has blocks of its own.
    List {
        /// The first number; `None` for points.
        first: Option<u64>,
        /// The entries.
        entries: Vec<Vec<Block>>,
    },
    /// A table.
    Table {
        /// The heads of the columns.
        head: Vec<Vec<Span>>,
        /// Row by row.
        rows: Vec<Vec<Vec<Span>>>,
    },
    /// A picture of a case.
    Picture(Picture),
    /// Something to try.
    Widget(Widget),
}

/// Words in one style.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Span {
    /// The words.
    pub text: String,
    /// Whether they are bold.
    pub is_strong: bool,
    /// Whether they are in italics.
    pub is_emphasised: bool,
    /// Whether they are a formula or a name that is typed.
    pub is_code: bool,
    /// Where they lead.
    pub link: Option<Link>,
}

/// Where words lead.
#[derive(Debug, Clone, PartialEq)]
pub enum Link {
    /// A case of the course, at a place.
    Case {
        /// Its id.
        case: String,
        /// At which slice.
        slice: Option<SliceWish>,
        /// In which window.
        window: Option<String>,
    },
    /// Another page of the course.
    Page {
        /// The module's id.
        module: String,
        /// The page's name.
        name: String,
    },
    /// An address of the web: shown, never opened.
    Address(String),
}

/// Which slice of a CT.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum SliceWish {
    /// The one with the most of the first lesion.
    Lesion,
    /// A share of the stack from the feet up, 0 to 1.
    Share(f64),
}

/// A picture of a case.
#[derive(Debug, Clone, PartialEq)]
pub struct Picture {
    /// The case's id.
    pub case: String,
    /// The slice; `None` for a projection, and for the middle.
    pub slice: Option<SliceWish>,
    /// The view of a mammogram, e.g. `R-MLO`; `None` for the first image.
    pub view: Option<String>,
    /// The window preset; `None` for that of the images.
    pub window: Option<String>,
    /// Whether the truth is outlined.
    pub shows_truth: bool,
    /// What stands below it.
    pub caption: String,
}

/// Something to try.
#[derive(Debug, Clone, PartialEq)]
pub enum Widget {
    /// The threshold over the scores of a service: table of four and the curve.
    Threshold {
        /// The file of scores.
        scores: String,
    },
    /// Predictive values by prevalence.
    Prevalence {
        /// To begin with, 0 to 1.
        sensitivity: f64,
        /// To begin with, 0 to 1.
        specificity: f64,
    },
    /// A picture under several windows.
    Window {
        /// The picture.
        picture: Picture,
        /// The presets.
        presets: Vec<String>,
    },
    /// A diameter to be measured on a picture.
    Measure {
        /// The picture.
        picture: Picture,
        /// How far off still counts as right, mm.
        tolerance_mm: f64,
    },
}

impl Page {
    /// All pictures, those of widgets too.
    pub fn pictures(&self) -> impl Iterator<Item = &Picture> {
        self.blocks.iter().filter_map(|block| match block {
            Block::Picture(picture)
            | Block::Widget(Widget::Window { picture, .. } | Widget::Measure { picture, .. }) => {
                Some(picture)
            }
            Block::Heading { .. }
            | Block::Paragraph(_)
            | Block::List { .. }
            | Block::Table { .. }
            | Block::Widget(Widget::Threshold { .. } | Widget::Prevalence { .. }) => None,
        })
    }

    /// All links of its words.
    #[must_use]
    pub fn links(&self) -> Vec<&Link> {
        let mut out = Vec::new();
        links(&self.blocks, &mut out);
        out
    }
}

fn links<'a>(blocks: &'a [Block], out: &mut Vec<&'a Link>) {
    for block in blocks {
        match block {
            Block::Heading { text, .. } | Block::Paragraph(text) => {
                out.extend(text.iter().filter_map(|span| span.link.as_ref()));
            }
            Block::List { entries, .. } => {
                for entry in entries {
                    links(entry, out);
                }
            }
            Block::Table { head, rows } => {
                let cells = head.iter().chain(rows.iter().flatten());
                out.extend(cells.flatten().filter_map(|span| span.link.as_ref()));
            }
            Block::Picture(_) | Block::Widget(_) => {}
        }
    }
}
