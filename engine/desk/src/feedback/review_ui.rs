//! How a case was read, as text and strips: the parts of its time, the slices that were shown, each lesion.

use std::ops::RangeInclusive;

use egui::{RichText, Ui};
use overread_base::{CaseId, Lesion, Millis, SeriesUid, Vec3};
use overread_exam::{
    CaseReview, LesionReview, LesionSlices, MissKind, Notice, PhaseTimes, SeriesSearch,
};
use overread_viewer::{SeriesSpace, Stack, own_stack};

use super::bars::{Strip, TimePart, time_bar};
use crate::desk::Desk;
use crate::finding_text;
use crate::report::clock;
use crate::tokens;
use crate::widgets;
use crate::words::{Word, Words};
use crate::{DeskDebrief, DeskImages, DeskInput, DeskSeries};

/// More series, and more runs of slices, than this are counted only.
const MAX_SERIES: usize = 8;
const MAX_RUNS: usize = 6;

/// A series of the case as it is named and numbered on screen.
struct Named {
    name: String,
    stack: Option<Stack>,
}

impl Desk {
    /// The review of a case, below what was right and wrong in it.
    pub(crate) fn review_ui(
        &mut self,
        ui: &mut Ui,
        input: &DeskInput<'_>,
        told: &DeskDebrief<'_>,
        case: &CaseId,
    ) {
        let review = self.review_of(input, told, case);
        let lesions = told
            .truths
            .get(case)
            .map_or(&[][..], |truth| &truth.lesions);
        let wanted = self.lesions_ui(ui, input, &review, lesions);
        times_ui(ui, &self.words, &review);
        self.search_ui(ui, input, &review);
        if let Some((series, place)) = wanted {
            self.viewer.go_to(series, place);
            self.has_news = true;
        }
    }

    /// Each lesion; gives the place of the one that the reader wants to see.
    fn lesions_ui(
        &self,
        ui: &mut Ui,
        input: &DeskInput<'_>,
        review: &CaseReview,
        lesions: &[Lesion],
    ) -> Option<(Option<SeriesUid>, Vec3)> {
        if review.lesions.is_empty() {
            return None;
        }
        let words = &self.words;
        widgets::section_heading(ui, &words.text(Word::FeedbackLesions));
        let mut wanted = None;
        let mut has_kind = false;
        let has_ai = review.times.with_ai > Millis(0);
        for row in &review.lesions {
            let Some(lesion) = lesions.iter().find(|lesion| lesion.id == row.lesion) else {
                continue;
            };
            ui.horizontal_wrapped(|ui| {
                let text = self.lesion_text(input, lesion, row);
                let link = ui.link(RichText::new(text).color(tokens::TRUTH));
                if link.clicked() {
                    wanted = Some(place_of(lesion));
                }
                // Without an AI there is one answer only.
                if has_ai {
                    ui.weak(words.text(Word::FeedbackBeforeAi));
                    notice_ui(ui, words, row.first, row.before_ai, row.first_miss);
                    ui.weak(words.text(Word::FeedbackFinal));
                }
                notice_ui(ui, words, row.last, row.on_screen, row.last_miss);
            });
            has_kind |= row.first_miss.or(row.last_miss).is_some();
        }
        if has_kind {
            let dwell = input.view.design.practice.as_ref();
            let dwell = dwell.map(|rules| rules.dwell).unwrap_or_default();
            let args = [
                ("seen", seconds(words, dwell.seen_from).into()),
                ("decided", seconds(words, dwell.decided_from).into()),
            ];
            ui.weak(words.with(Word::FeedbackHeuristic, &args));
        }
        wanted
    }

    /// Name, size, side and slices of a lesion.
    fn lesion_text(&self, input: &DeskInput<'_>, lesion: &Lesion, row: &LesionReview) -> String {
        let words = &self.words;
        let size = words.number(lesion.radius_mm * 2.0, 0);
        let name = finding_text::code(words, &lesion.code);
        let mut text = format!("{name} {size} {}", words.text(Word::UnitMm));
        if let Some(side) = lesion.laterality {
            text.push_str(", ");
            text.push_str(&finding_text::side(words, side));
        }
        if let Some((first, last)) = row.slices.iter().find_map(|of| numbers(input, of)) {
            text.push_str(", ");
            text.push_str(&run_text(words, first, last, Word::FeedbackSlices));
        }
        text
    }

    /// What was on screen, series by series.
    fn search_ui(&self, ui: &mut Ui, input: &DeskInput<'_>, review: &CaseReview) {
        if review.series.is_empty() {
            return;
        }
        let words = &self.words;
        widgets::section_heading(ui, &words.text(Word::FeedbackSearch));
        let mut has_strip = false;
        for search in review.series.iter().take(MAX_SERIES) {
            let named = named(words, input, &search.series);
            if search.slices.len() > 1 {
                has_strip = true;
                strip_ui(ui, words, &named, search, review);
            } else {
                let args = [
                    ("name", named.name.clone().into()),
                    ("time", clock(search.time()).into()),
                ];
                ui.label(words.with(Word::FeedbackImageShown, &args));
            }
        }
        for series in unseen(input, review) {
            let name = series_name(words, series);
            let text = words.with(Word::FeedbackImageUnseen, &[("name", name.into())]);
            ui.label(RichText::new(text).color(tokens::WARNING));
        }
        if has_strip {
            ui.weak(words.text(Word::FeedbackStrip));
        }
    }
}

/// The series of the study to be read that were never on screen.
fn unseen<'a>(
    input: &DeskInput<'a>,
    review: &'a CaseReview,
) -> impl Iterator<Item = &'a DeskSeries> {
    let study = match input.images {
        DeskImages::Ready(study) => Some(study),
        DeskImages::None
        | DeskImages::Loading(_)
        | DeskImages::Arriving(_)
        | DeskImages::Failed(_) => None,
    };
    let all = study.map_or(&[][..], |study| &study.series).iter();
    all.filter(|series| {
        let is_shown = |search: &SeriesSearch| search.series == series.facts.uid;
        series.facts.prior == 0 && !review.series.iter().any(is_shown)
    })
    .take(MAX_SERIES)
}

fn strip_ui(ui: &mut Ui, words: &Words, named: &Named, search: &SeriesSearch, of: &CaseReview) {
    let count = search.slices.len();
    let shown = search.slices.iter().filter(|slice| slice.is_shown).count();
    let args = [
        ("name", named.name.clone().into()),
        ("shown", shown.into()),
        ("count", count.into()),
        ("time", clock(search.time()).into()),
    ];
    let text = words.with(Word::FeedbackCoverage, &args);
    ui.label(&text);
    let number = |idx: u32| named.stack.map_or(idx + 1, |stack| stack.number(idx));
    let mut slices = search.slices.clone();
    let is_reversed = number(0) > 1;
    if is_reversed {
        slices.reverse();
    }
    let ordered = |run: &RangeInclusive<u32>| {
        let ends = [number(*run.start()), number(*run.end())];
        (ends[0].min(ends[1]), ends[0].max(ends[1]))
    };
    let here = |lesion: &LesionReview| {
        let slices = lesion.slices.iter();
        let of = slices.clone().find(|of| of.series == search.series);
        of.map(|of| ordered(&of.run))
    };
    let lesions: Vec<(u32, u32)> = of.lesions.iter().filter_map(here).collect();
    let strip = Strip {
        slices,
        lesions: &lesions,
        has_ai: of.times.with_ai > Millis(0),
    };
    let mut runs: Vec<(u32, u32)> = search.never_shown().iter().map(ordered).collect();
    runs.sort_unstable();
    let never = (!runs.is_empty()).then(|| {
        let named: Vec<String> = runs
            .iter()
            .take(MAX_RUNS)
            .map(|&(first, last)| plain_run(first, last))
            .collect();
        let more = if runs.len() > MAX_RUNS { " ..." } else { "" };
        let runs = format!("{}{more}", named.join(", "));
        words.with(Word::FeedbackNever, &[("runs", runs.into())])
    });
    strip.ui(ui, &format!("{text} {}", never.clone().unwrap_or_default()));
    if let Some(never) = never {
        ui.label(RichText::new(never).color(tokens::WARNING));
    }
}

/// Where the time went: the parts as a bar, and each in words.
fn times_ui(ui: &mut Ui, words: &Words, review: &CaseReview) {
    let times = review.times;
    if times.whole() == Millis(0) {
        return;
    }
    widgets::section_heading(ui, &words.text(Word::FeedbackTimes));
    let parts = parts(&times);
    let text = |(word, part): &(Word, TimePart)| {
        let time = clock(part.time);
        (part.color, format!("{} {time}", words.text(*word)))
    };
    let shown: Vec<_> = parts
        .iter()
        .filter(|(_, part)| part.time > Millis(0))
        .map(text)
        .collect();
    let name: Vec<&str> = shown.iter().map(|(_, text)| text.as_str()).collect();
    let bars: Vec<TimePart> = parts.into_iter().map(|(_, part)| part).collect();
    time_bar(ui, &name.join(", "), &bars);
    ui.horizontal_wrapped(|ui| {
        for (color, text) in &shown {
            widgets::keyed_label(ui, *color, text);
        }
    });
    if review.n_hints > 0 {
        let text = words.with(Word::FeedbackHints, &[("count", review.n_hints.into())]);
        ui.label(RichText::new(text).color(tokens::WARNING));
    }
}

fn parts(times: &PhaseTimes) -> [(Word, TimePart); 5] {
    let part = |word, time, color| (word, TimePart { time, color });
    let own = if times.with_ai > Millis(0) {
        Word::FeedbackTimeBefore
    } else {
        Word::FeedbackTimeAlone
    };
    [
        part(Word::FeedbackTimeOpening, times.opening, tokens::TEXT_DIM),
        part(own, times.before_ai, tokens::READER),
        part(Word::FeedbackTimeWith, times.with_ai, tokens::AI),
        part(Word::FeedbackTimeReport, times.report, tokens::GOOD),
        part(
            Word::FeedbackTimeInterrupted,
            times.interrupted,
            tokens::WARNING,
        ),
    ]
}

/// What an answer made of a lesion, with the time on screen and what the miss is put down to.
fn notice_ui(
    ui: &mut Ui,
    words: &Words,
    notice: Notice,
    on_screen: Option<Millis>,
    miss: Option<MissKind>,
) {
    let (sign, color, mut text) = match notice {
        Notice::Found => ("✔", tokens::GOOD, words.text(Word::NoticeFound)),
        Notice::NotCalled => {
            let time = seconds(words, on_screen.unwrap_or(Millis(0)));
            let text = words.with(Word::NoticeNotCalled, &[("time", time.into())]);
            ("✖", tokens::ERROR, text)
        }
        Notice::NeverShown => ("✖", tokens::ERROR, words.text(Word::NoticeNeverShown)),
        Notice::Missed => ("✖", tokens::ERROR, words.text(Word::NoticeMissed)),
    };
    let kind = miss.map(|miss| match miss {
        MissKind::Search => Word::MissSearch,
        MissKind::Recognition => Word::MissRecognition,
        MissKind::Decision => Word::MissDecision,
    });
    if let Some(kind) = kind {
        text = format!("{text} ({})", words.text(kind));
    }
    widgets::whole_label(ui, RichText::new(format!("{sign} {text}")).color(color));
}

/// Seconds with one decimal.
fn seconds(words: &Words, time: Millis) -> String {
    let number = words.number(time.0 as f64 / 1000.0, 1);
    words.with(Word::FeedbackSeconds, &[("n", number.into())])
}

fn series_of<'a>(input: &DeskInput<'a>, uid: &SeriesUid) -> Option<&'a DeskSeries> {
    let DeskImages::Ready(study) = input.images else {
        return None;
    };
    study.series.iter().find(|series| series.facts.uid == *uid)
}

fn named(words: &Words, input: &DeskInput<'_>, uid: &SeriesUid) -> Named {
    let series = series_of(input, uid);
    let is_stack = |series: &&DeskSeries| series.facts.space == SeriesSpace::Patient;
    Named {
        name: series.map_or_else(
            || words.text(Word::FeedbackSeries),
            |s| series_name(words, s),
        ),
        stack: series
            .filter(is_stack)
            .map(|series| own_stack(series.volume.geometry())),
    }
}

/// View and side of a projection, else what the file calls the series.
fn series_name(words: &Words, series: &DeskSeries) -> String {
    let facts = &series.facts;
    let side = match facts.laterality {
        Some(overread_base::Laterality::Right) => Some("R"),
        Some(overread_base::Laterality::Left) => Some("L"),
        Some(overread_base::Laterality::Bilateral | overread_base::Laterality::Midline) | None => {
            None
        }
    };
    let view = [side, facts.view.as_deref()];
    let view: Vec<&str> = view.into_iter().flatten().collect();
    let name = if view.is_empty() {
        facts.description.clone().unwrap_or_default()
    } else {
        view.join(" ")
    };
    let name = finding_text::plain_up_to(&name, 40);
    if name.trim().is_empty() {
        words.text(Word::FeedbackSeries)
    } else {
        name
    }
}

/// The numbers of the slices that a lesion lies on, as the viewer shows them; `None` for a projection.
fn numbers(input: &DeskInput<'_>, of: &LesionSlices) -> Option<(u32, u32)> {
    let series = series_of(input, &of.series)?;
    if series.facts.space != SeriesSpace::Patient {
        return None;
    }
    let stack = own_stack(series.volume.geometry());
    let ends = [*of.run.start(), *of.run.end()].map(|idx| stack.number(idx));
    Some((ends[0].min(ends[1]), ends[0].max(ends[1])))
}

fn run_text(words: &Words, first: u32, last: u32, word: Word) -> String {
    words.with(word, &[("run", plain_run(first, last).into())])
}

fn plain_run(first: u32, last: u32) -> String {
    if first == last {
        first.to_string()
    } else {
        format!("{first}–{last}")
    }
}

/// Where a lesion is shown: in the first image that shows it.
fn place_of(lesion: &Lesion) -> (Option<SeriesUid>, Vec3) {
    match lesion.views.first() {
        Some(view) => (Some(view.series.clone()), view.centre),
        None => (None, lesion.centre),
    }
}
