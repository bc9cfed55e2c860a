//! The command line of `overread-room`: what can be asked and in which form. Opens nothing.

use std::path::PathBuf;

use bevy::math::UVec2;
use clap::{Parser, ValueEnum};
use overread_base::{Diagnostics, Vec3};
use overread_desk::{Language, StartPage};
use overread_viewer::Keymap;

use crate::layout::ScreenId;
use crate::seat::HeadPose;

/// The reading room: sit down, read, decide, sign. For training and examination, not for diagnosis.
#[derive(Parser, Debug, Clone)]
#[command(name = "overread-room", version)]
pub(crate) struct Args {
    /// The scenario (TOML) whose session is read.
    #[arg(long, value_name = "FILE")]
    pub(crate) scenario: Option<PathBuf>,
    /// A folder of DICOM files to look at without a scenario; with --journal, where the session's DICOM cases lie.
    #[arg(long, value_name = "DIR", conflicts_with = "scenario")]
    pub(crate) study: Option<PathBuf>,
    /// A plugin to run on the study of --study, its bundle or the folder with its sources: loaded anew when it changes.
    #[arg(long, value_name = "DIR", requires = "study", conflicts_with_all = ["scenario", "journal"])]
    pub(crate) plugin: Option<PathBuf>,
    /// Ask on screen which practice set of synthetic cases is read.
    #[arg(long, conflicts_with_all = ["scenario", "study", "journal"])]
    pub(crate) practice: bool,
    /// Open a course: the one in this folder or with this id, or the first that is found here.
    #[arg(long, value_name = "DIR|ID", num_args = 0..=1, conflicts_with_all = ["scenario", "study", "journal", "practice"])]
    pub(crate) course: Option<Option<PathBuf>>,
    /// Open the start menu, or another page of the start, even if the reader was elsewhere.
    #[arg(long, value_name = "PAGE", num_args = 0..=1, default_missing_value = "home", conflicts_with_all = ["scenario", "study", "journal", "practice", "course"])]
    pub(crate) start: Option<FirstPage>,
    /// How the panels are shown; without it the room, or focus mode where a CPU draws the pictures.
    #[arg(long)]
    pub(crate) mode: Option<StartMode>,
    /// Language of the panels; without it the one that was chosen before, or the system's.
    #[arg(long)]
    pub(crate) locale: Option<Locale>,
    /// An earlier session to go on with, or to look at if it has ended: its folder or its journal.
    #[arg(long, value_name = "JOURNAL")]
    pub(crate) journal: Option<PathBuf>,
    /// Begin a new session even if one on this scenario is unfinished.
    #[arg(long)]
    pub(crate) new: bool,
    /// Who reads, as the record shall name the reader.
    #[arg(long, value_name = "ID", default_value = "reader")]
    pub(crate) reader: String,
    /// The name of whoever sits an examination for a certificate; without it the screen asks.
    #[arg(long, value_name = "NAME")]
    pub(crate) candidate: Option<String>,
    /// The number that the centre knows the candidate by.
    #[arg(long, value_name = "TEXT", requires = "candidate")]
    pub(crate) candidate_number: Option<String>,
    /// The seed of all that is drawn for a new session; without it another one each time.
    #[arg(long, value_name = "N")]
    pub(crate) seed: Option<u64>,
    /// Where journals and the library are kept.
    #[arg(long, value_name = "DIR")]
    pub(crate) data: Option<PathBuf>,
    /// The folder that DICOM cases lie in; without it `studies` in the data folder, or the scenario's own folder.
    #[arg(long, value_name = "DIR")]
    pub(crate) studies: Option<PathBuf>,
    /// Draw on the CPU even if there is a graphics card.
    #[arg(long)]
    pub(crate) software: bool,
    /// The keys and the mouse: classic, ohif, weasis, osirix, or a profile of your own (TOML); without it the one that
    /// was chosen before.
    #[arg(long, value_name = "NAME|FILE", value_parser = parse_keys)]
    pub(crate) keys: Option<Keymap>,
    /// The display as it was described before.
    #[arg(skip)]
    pub(crate) display: Option<overread_store::DisplayNumbers>,
    /// Draw images on the graphics card; it must agree with the CPU, which --check-gpu shows.
    #[arg(long, conflicts_with = "check_gpu")]
    pub(crate) gpu: bool,
    /// Draw planes on the graphics card and on the CPU, say how their greys compare, and leave.
    #[arg(long, conflicts_with_all = ["scenario", "study", "journal", "screenshot"])]
    pub(crate) check_gpu: bool,
    /// Draw without a window, write a picture and leave.
    #[arg(long, value_name = "OUT.png")]
    pub(crate) screenshot: Option<PathBuf>,
    /// With --screenshot: frames to draw before the picture.
    #[arg(long, value_name = "N", default_value_t = 4)]
    pub(crate) frames: u32,
    /// Size of the window or of the picture in pixels.
    #[arg(long, value_name = "WxH", default_value = "1600x900", value_parser = parse_size)]
    pub(crate) size: UVec2,
    /// Where the head is turned in the room: degrees to the left, degrees up, 0 (back) to 1 (close).
    #[arg(long, value_name = "LEFT,UP,LEAN", value_parser = parse_head, allow_hyphen_values = true)]
    pub(crate) head: Option<HeadPose>,
    /// With --screenshot: a place in the patient to bring into view, LPS millimetres.
    #[arg(long, value_name = "X,Y,Z", value_parser = parse_place, allow_hyphen_values = true)]
    pub(crate) place: Option<Vec3>,
    /// With --screenshot: the stage of the hanging protocol, from 1.
    #[arg(long, value_name = "N", default_value_t = 1)]
    pub(crate) stage: u32,
    /// The screen that has most of the window in focus mode.
    #[arg(long, default_value = "viewer")]
    pub(crate) front: FrontScreen,
    /// With --screenshot: also write what was drawn where, as JSON.
    #[arg(long, value_name = "OUT.json")]
    pub(crate) drawn: Option<PathBuf>,
}

impl Args {
    /// The language of the panels.
    pub(crate) fn locale(&self) -> Locale {
        self.locale.unwrap_or(Locale::En)
    }

    /// The keys and the mouse.
    pub(crate) fn keys(&self) -> Keymap {
        self.keys.clone().unwrap_or_default()
    }

    /// Whether something to read, to practise or to learn is named.
    pub(crate) fn names_something(&self) -> bool {
        self.practice
            || self.course.is_some()
            || self.scenario.is_some()
            || self.study.is_some()
            || self.journal.is_some()
    }
}

/// A page of the start to open.
#[derive(ValueEnum, Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum FirstPage {
    /// First start: language.
    Language,
    /// First start: display check.
    Display,
    /// First start: the guided tour is offered.
    Tour,
    /// The start menu.
    Home,
    /// Lessons and examinations.
    Lessons,
    /// Sessions and results.
    Sessions,
    /// Settings.
    Settings,
}

impl From<FirstPage> for StartPage {
    fn from(page: FirstPage) -> Self {
        match page {
            FirstPage::Language => Self::Language,
            FirstPage::Display => Self::Display,
            FirstPage::Tour => Self::Tour,
            FirstPage::Home => Self::Home,
            FirstPage::Lessons => Self::Lessons,
            FirstPage::Sessions => Self::Sessions,
            FirstPage::Settings => Self::Settings,
        }
    }
}

/// The mode to start in.
#[derive(ValueEnum, Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum StartMode {
    /// The panels 1:1 in the window.
    Focus,
    /// The reading room.
    Room,
}

/// A screen to have in front.
#[derive(ValueEnum, Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum FrontScreen {
    /// The list of cases, after the end the debriefing.
    Worklist,
    /// The images.
    Viewer,
    /// Report and AI panel.
    Report,
}

impl FrontScreen {
    /// The screen itself.
    pub(crate) const fn id(self) -> ScreenId {
        match self {
            Self::Worklist => ScreenId::Worklist,
            Self::Viewer => ScreenId::Viewer,
            Self::Report => ScreenId::Report,
        }
    }
}

/// A language of the panels.
#[derive(ValueEnum, Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Locale {
    /// English.
    En,
    /// Russian.
    Ru,
}

impl Locale {
    /// The BCP 47 tag.
    pub(crate) const fn tag(self) -> &'static str {
        match self {
            Self::En => "en",
            Self::Ru => "ru",
        }
    }

    /// The language of a tag or of a system's setting such as `ru_RU.UTF-8`; `None` for others.
    pub(crate) fn of_tag(tag: &str) -> Option<Self> {
        match tag.split(['-', '_', '.']).next() {
            Some("en" | "C" | "POSIX") => Some(Self::En),
            Some("ru") => Some(Self::Ru),
            _ => None,
        }
    }
}

impl From<Language> for Locale {
    fn from(language: Language) -> Self {
        match language {
            Language::En => Self::En,
            Language::Ru => Self::Ru,
        }
    }
}

impl From<Locale> for Language {
    fn from(locale: Locale) -> Self {
        match locale {
            Locale::En => Self::En,
            Locale::Ru => Self::Ru,
        }
    }
}

/// A bundled profile by its name, or one read from a file.
fn parse_keys(text: &str) -> Result<Keymap, String> {
    if let Some(keymap) = Keymap::bundled(text) {
        return Ok(keymap);
    }
    let names: Vec<&str> = Keymap::bundled_ids().collect();
    let profile = std::fs::read_to_string(text).map_err(|error| {
        format!(
            "neither a profile ({}) nor a file that can be read: {error}",
            names.join(", ")
        )
    })?;
    let mut found = Diagnostics::default();
    Keymap::parse(&profile, text, &mut found).ok_or_else(|| {
        let faults: Vec<String> = found.all().iter().map(ToString::to_string).collect();
        faults.join("; ")
    })
}

/// `WIDTHxHEIGHT` in pixels.
fn parse_size(text: &str) -> Result<UVec2, String> {
    const SMALLEST: u32 = 320;
    const LARGEST: u32 = 8_192;
    let numbers = text
        .split_once('x')
        .and_then(|(width, height)| Some((width.parse().ok()?, height.parse().ok()?)));
    let Some((width, height)) = numbers else {
        return Err(format!("expected WIDTHxHEIGHT as 1600x900, found {text}"));
    };
    let is_allowed = |pixels: u32| (SMALLEST..=LARGEST).contains(&pixels);
    if is_allowed(width) && is_allowed(height) {
        Ok(UVec2::new(width, height))
    } else {
        Err(format!(
            "expected {SMALLEST} to {LARGEST} px on both sides, found {text}"
        ))
    }
}

/// Three finite numbers with commas between.
fn three<T: std::str::FromStr + Copy>(text: &str, is_finite: fn(T) -> bool) -> Option<[T; 3]> {
    let mut numbers = text.split(',').map(|part| part.trim().parse::<T>().ok());
    let found = [numbers.next()??, numbers.next()??, numbers.next()??];
    (numbers.next().is_none() && found.iter().all(|number| is_finite(*number))).then_some(found)
}

/// `X,Y,Z` in millimetres.
fn parse_place(text: &str) -> Result<Vec3, String> {
    let [x, y, z] = three(text, f64::is_finite)
        .ok_or_else(|| format!("expected X,Y,Z in mm as -42.5,10,-120, found {text}"))?;
    Ok(Vec3 { x, y, z })
}

/// `LEFT,UP,LEAN`: two angles in degrees and a share.
fn parse_head(text: &str) -> Result<HeadPose, String> {
    let [left_degrees, up_degrees, lean]: [f32; 3] = three(text, f32::is_finite)
        .ok_or_else(|| format!("expected LEFT,UP,LEAN as -20,5,0.5, found {text}"))?;
    Ok(HeadPose {
        yaw: left_degrees.to_radians(),
        pitch: up_degrees.to_radians(),
        lean,
    }
    .limited())
}

#[cfg(test)]
mod tests;
