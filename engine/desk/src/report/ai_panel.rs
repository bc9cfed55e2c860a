//! The AI panel: which service, what came of its job, each finding with the reader's verdict. Shown after the reveal only.

use egui::{Align, Color32, Layout, Rect, RichText, Sense, Stroke, TextEdit, Ui, vec2};
use overread_base::{
    AiReport, AiResult, AiStatus, Finding, LocalText, Mark, NotRunReason, ServiceIdentity, Shape,
};
use overread_exam::{
    AiView, CasePhase, CaseView, Command, FindingRow, FindingVerdict, MarkAnswer, Percent,
    RevealedAi, SessionState,
};
use overread_scenario::Questions;

use crate::DeskInput;
use crate::desk::Desk;
use crate::finding_text::{self, plain};
use crate::scene::{Scene, Selection, ranked};
use crate::tokens;
use crate::widgets;
use crate::words::{Word, Words};

/// The findings with their verdicts, once they are on screen.
#[must_use]
pub(crate) fn rows<'a>(input: &DeskInput<'a>) -> Option<&'a [FindingRow<'a>]> {
    match &input.view.case.as_ref()?.ai {
        AiView::Revealed(revealed) => Some(&revealed.findings),
        AiView::NotUsed | AiView::Hidden | AiView::Pending => None,
    }
}

/// A finding as an answer of the reader: its own place, the scenario's first label, its probability as confidence.
#[must_use]
pub(crate) fn as_answer(finding: &Finding, questions: &Questions) -> Option<MarkAnswer> {
    let with_extent = finding
        .marks
        .iter()
        .find(|mark| !matches!(mark.shape, Shape::Point(_)));
    let mark = with_extent.or_else(|| finding.marks.first())?;
    let (low, high) = mark.shape.bounds()?;
    let shape = if low == high {
        Shape::Point(low)
    } else {
        Shape::Cuboid { low, high }
    };
    let step = questions.confidence_step.max(1);
    let percent = finding.probability.map_or(50, whole_percent) / step * step;
    Some(MarkAnswer {
        place: Mark {
            series: mark.series.clone(),
            shape,
        },
        label: questions.labels.first()?.id.clone(),
        confidence: Percent::new(percent)?,
    })
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "clamped to 0..=100 before the cast"
)]
fn whole_percent(share: f32) -> u8 {
    (share * 100.0).round().clamp(0.0, 100.0) as u8
}

/// The service's name for people, with its version.
#[must_use]
pub(crate) fn service_name(words: &Words, service: &ServiceIdentity) -> String {
    let name =
        LocalText::pick(&service.name, words.tag()).map_or_else(|| service.id.to_string(), plain);
    format!("{name} {}", plain(&service.version))
}

/// What came of a job, as the panel shows it: a sign, words, a colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum JobState {
    Running,
    Findings,
    NoFindings,
    OutOfScope,
    NotRun,
    Failed,
}

impl JobState {
    /// The state of a result.
    #[must_use]
    pub(crate) fn of(result: &AiResult) -> Self {
        match &result.status {
            AiStatus::Done(report) if report.findings.is_empty() => Self::NoFindings,
            AiStatus::Done(_) => Self::Findings,
            AiStatus::NotRun {
                reason: NotRunReason::OutOfScope,
                ..
            } => Self::OutOfScope,
            AiStatus::NotRun { .. } => Self::NotRun,
            AiStatus::Failed { .. } => Self::Failed,
        }
    }

    fn word(self) -> Word {
        match self {
            Self::Running => Word::AiRunning,
            Self::Findings => Word::AiDoneFindings,
            Self::NoFindings => Word::AiDoneNone,
            Self::OutOfScope => Word::AiOutOfScope,
            Self::NotRun => Word::AiNotRun,
            Self::Failed => Word::AiFailed,
        }
    }

    fn color(self) -> Color32 {
        match self {
            Self::Running | Self::NotRun => tokens::WARNING,
            Self::Findings => tokens::AI,
            Self::NoFindings => tokens::GOOD,
            Self::OutOfScope => tokens::TEXT_DIM,
            Self::Failed => tokens::ERROR,
        }
    }

    /// A sign of its own for each state, so that none is told by colour alone.
    fn sign(self, ui: &mut Ui) {
        let (rect, _) = ui.allocate_exact_size(vec2(18.0, 18.0), Sense::hover());
        let (painter, centre, stroke) =
            (ui.painter(), rect.center(), Stroke::new(2.0, self.color()));
        match self {
            Self::Running => {
                for dot in [-5.0, 0.0, 5.0] {
                    painter.circle_filled(centre + vec2(dot, 0.0), 1.8, stroke.color);
                }
            }
            Self::Findings => {
                painter.circle_filled(centre, 6.5, stroke.color);
            }
            Self::NoFindings => {
                painter.circle_stroke(centre, 6.0, stroke);
            }
            Self::OutOfScope => {
                painter.circle_stroke(centre, 6.0, stroke);
                painter.line_segment([centre + vec2(-4.5, 4.5), centre + vec2(4.5, -4.5)], stroke);
            }
            Self::NotRun => {
                painter.line_segment([centre - vec2(6.0, 0.0), centre + vec2(6.0, 0.0)], stroke);
            }
            Self::Failed => {
                let cross = Rect::from_center_size(centre, vec2(10.0, 10.0));
                painter.line_segment([cross.left_top(), cross.right_bottom()], stroke);
                painter.line_segment([cross.right_top(), cross.left_bottom()], stroke);
            }
        }
    }
}

impl Desk {
    pub(super) fn ai_panel_ui(
        &mut self,
        ui: &mut Ui,
        input: &DeskInput<'_>,
        case: &CaseView<'_>,
        scene: &Scene<'_>,
        commands: &mut Vec<Command>,
    ) {
        widgets::section_heading(ui, &self.words.text(Word::AiHeading));
        match &case.ai {
            AiView::Pending => {
                self.state_ui(ui, JobState::Running, None);
                let fraction = input.ai_progress.unwrap_or(0.0);
                let bar = egui::ProgressBar::new(fraction)
                    .show_percentage()
                    .fill(tokens::ACCENT);
                ui.add(bar.desired_width(ui.available_width().min(360.0)));
            }
            AiView::Revealed(revealed) => {
                self.result_ui(ui, input, case, scene, revealed, commands)
            }
            AiView::NotUsed | AiView::Hidden => {}
        }
    }

    fn state_ui(&self, ui: &mut Ui, state: JobState, count: Option<usize>) {
        ui.horizontal(|ui| {
            state.sign(ui);
            let text = match count {
                Some(count) => self.words.with(state.word(), &[("count", count.into())]),
                None => self.words.text(state.word()),
            };
            ui.label(RichText::new(text).color(state.color()));
        });
    }

    fn result_ui(
        &mut self,
        ui: &mut Ui,
        input: &DeskInput<'_>,
        case: &CaseView<'_>,
        scene: &Scene<'_>,
        revealed: &RevealedAi<'_>,
        commands: &mut Vec<Command>,
    ) {
        let result = revealed.result;
        self.service_ui(ui, &result.service);
        let state = JobState::of(result);
        self.state_ui(
            ui,
            state,
            (state == JobState::Findings).then_some(revealed.findings.len()),
        );
        match &result.status {
            AiStatus::Done(report) => self.report_of_service_ui(ui, report),
            AiStatus::NotRun { reason, message } => {
                ui.label(finding_text::not_run(&self.words, *reason));
                ui.weak(plain(message));
                ui.weak(self.words.text(Word::AiSaysNothing));
            }
            AiStatus::Failed { kind, message } => {
                ui.label(finding_text::failure(&self.words, *kind));
                ui.weak(plain(message));
                ui.weak(self.words.text(Word::AiSaysNothing));
            }
        }
        let can_decide =
            case.phase == CasePhase::FinalRead && input.view.state == SessionState::Running;
        for (idx, finding) in ranked(result.findings()).into_iter().enumerate() {
            if let Some(row) = revealed
                .findings
                .iter()
                .find(|row| row.finding.id == finding.id)
            {
                commands.extend(self.finding_ui(ui, input, scene, idx + 1, row, can_decide));
            }
        }
    }

    fn service_ui(&self, ui: &mut Ui, service: &ServiceIdentity) {
        let words = &self.words;
        ui.label(RichText::new(service_name(words, service)).color(tokens::TEXT_BRIGHT));
        ui.label(RichText::new(words.text(Word::AiNotForDiagnosis)).color(tokens::AI));
        if let Some(point) = &service.operating_point {
            let mut parts = vec![words.with(
                Word::AiThreshold,
                &[("value", words.number(point.threshold, 2).into())],
            )];
            let share = |word, value: Option<f64>| {
                value.map(|value| {
                    words.with(
                        word,
                        &[("value", finding_text::percent(words, value).into())],
                    )
                })
            };
            parts.extend(share(Word::AiSensitivity, point.sensitivity));
            parts.extend(share(Word::AiSpecificity, point.specificity));
            parts.extend(point.false_positives_per_study.map(|rate| {
                words.with(
                    Word::AiFalsePositives,
                    &[("value", words.number(rate, 1).into())],
                )
            }));
            if !point.dataset.is_empty() {
                parts.push(words.with(
                    Word::AiDataset,
                    &[("dataset", plain(&point.dataset).into())],
                ));
            }
            ui.weak(parts.join("  ·  "));
        }
        if let Some(use_) = LocalText::pick(&service.intended_use, words.tag()) {
            ui.weak(plain(use_));
        }
    }

    fn report_of_service_ui(&self, ui: &mut Ui, report: &AiReport) {
        let words = &self.words;
        if let Some(probability) = &report.probability {
            let word = if probability.is_positive() {
                Word::AiStudyPositive
            } else {
                Word::AiStudyNegative
            };
            let score = finding_text::percent(words, f64::from(probability.value));
            let threshold = finding_text::percent(words, f64::from(probability.threshold));
            ui.label(words.with(
                word,
                &[("score", score.into()), ("threshold", threshold.into())],
            ));
        }
        if !report.assessed.is_empty() {
            let mut looked_for: Vec<String> = Vec::new();
            for assessed in &report.assessed {
                let name = finding_text::code(words, &assessed.code);
                if !looked_for.contains(&name) {
                    looked_for.push(name);
                }
            }
            ui.weak(words.with(Word::AiAssessed, &[("codes", looked_for.join(", ").into())]));
        }
        // Remarks come once a language; each language's copy has the tag of its own.
        for warning in localized(&report.warnings, words.tag()) {
            ui.label(RichText::new(plain(warning)).color(tokens::WARNING));
        }
    }

    /// One finding: what it is, the way to it, and the reader's verdict.
    fn finding_ui(
        &mut self,
        ui: &mut Ui,
        input: &DeskInput<'_>,
        scene: &Scene<'_>,
        number: usize,
        row: &FindingRow<'_>,
        can_decide: bool,
    ) -> Vec<Command> {
        let finding = row.finding;
        let selection = Selection::Finding(finding.id.clone());
        let is_selected = self.selection == selection;
        let edge = if is_selected {
            tokens::AI
        } else {
            tokens::LINE
        };
        let mut commands = Vec::new();
        widgets::card(ui, edge, |ui| {
            ui.horizontal(|ui| {
                let name = format!("{number}  {}", finding_text::name(&self.words, finding));
                let text = RichText::new(name).color(if is_selected {
                    tokens::TEXT_BRIGHT
                } else {
                    tokens::AI
                });
                let label = egui::Button::selectable(is_selected, text).wrap();
                ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                    if let Some(probability) = finding.probability {
                        let score = finding_text::percent(&self.words, f64::from(probability));
                        ui.label(RichText::new(score).color(tokens::TEXT_BRIGHT));
                    }
                    ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                        if ui.add(label).clicked() {
                            self.show(selection.clone(), scene);
                        }
                    });
                });
            });
            let details = finding_text::details(&self.words, finding);
            if !details.is_empty() {
                ui.weak(details);
            }
            if let Some(note) = LocalText::pick(&finding.notes, self.words.tag()) {
                ui.weak(plain(note));
            }
            commands.extend(self.verdict_ui(ui, input, row, can_decide));
        });
        commands
    }

    fn verdict_ui(
        &mut self,
        ui: &mut Ui,
        input: &DeskInput<'_>,
        row: &FindingRow<'_>,
        can_decide: bool,
    ) -> Vec<Command> {
        let finding = row.finding;
        let given = row.verdict.map(|given| &given.verdict);
        let saved_note = row
            .verdict
            .and_then(|given| given.note.as_deref())
            .unwrap_or("");
        let mut commands = Vec::new();
        let mut give = |verdict: FindingVerdict, note: &str| {
            let note = (!note.trim().is_empty()).then(|| note.trim().to_owned());
            commands.push(Command::GiveVerdict {
                finding: finding.id.clone(),
                verdict,
                note,
            });
        };
        let note = self
            .report
            .notes
            .entry(finding.id.clone())
            .or_insert_with(|| saved_note.to_owned())
            .clone();
        ui.add_enabled_ui(can_decide, |ui| {
            ui.horizontal_wrapped(|ui| {
                let accepted = matches!(given, Some(FindingVerdict::Accepted));
                let modified = matches!(given, Some(FindingVerdict::Modified(_)));
                let rejected = matches!(given, Some(FindingVerdict::Rejected));
                if verdict_button(
                    ui,
                    accepted,
                    &self.words.text(Word::VerdictAccept),
                    tokens::GOOD,
                ) {
                    give(FindingVerdict::Accepted, &note);
                }
                if verdict_button(
                    ui,
                    modified,
                    &self.words.text(Word::VerdictModify),
                    tokens::READER,
                ) && !modified
                    && let Some(answer) = as_answer(finding, input.view.questions)
                {
                    give(FindingVerdict::Modified(answer), &note);
                }
                if verdict_button(
                    ui,
                    rejected,
                    &self.words.text(Word::VerdictReject),
                    tokens::ERROR,
                ) {
                    give(FindingVerdict::Rejected, &note);
                }
                if given.is_none() && can_decide {
                    ui.label(
                        RichText::new(self.words.text(Word::VerdictMissing)).color(tokens::WARNING),
                    );
                }
            });
        });
        if let Some(FindingVerdict::Modified(answer)) = given {
            let salt = format!("finding {}", finding.id);
            let said = (&answer.label, answer.confidence);
            if let Some((label, confidence)) =
                self.answer_editor_ui(ui, input, &salt, said, can_decide)
            {
                let place = answer.place.clone();
                give(
                    FindingVerdict::Modified(MarkAnswer {
                        place,
                        label,
                        confidence,
                    }),
                    &note,
                );
            }
            let is_placing = self.placing.as_ref() == Some(&finding.id);
            let button = egui::Button::selectable(is_placing, self.words.text(Word::VerdictPlace));
            if can_decide && ui.add(button).clicked() {
                self.placing = if is_placing {
                    None
                } else {
                    Some(finding.id.clone())
                };
                self.has_news = true;
            }
        }
        if let Some(field) = self.report.notes.get_mut(&finding.id) {
            let edit = TextEdit::singleline(field)
                .id_salt(("note", finding.id.as_str()))
                .hint_text(self.words.text(Word::VerdictNote))
                .char_limit(1_000)
                .desired_width(f32::INFINITY)
                .interactive(can_decide);
            let response = ui.add(edit);
            if let Some(verdict) =
                given.filter(|_| response.lost_focus() && field.trim() != saved_note)
            {
                give(verdict.clone(), field);
            }
        }
        commands
    }
}

/// The texts of a language, or if there is none in it the English ones, or else all.
fn localized<'a>(texts: &'a [LocalText], tag: &str) -> Vec<&'a str> {
    let of = |wanted: &str| -> Vec<&'a str> {
        texts
            .iter()
            .filter(|text| text.locale == wanted)
            .map(|text| text.value.as_str())
            .collect()
    };
    let found = [of(tag), of("en")]
        .into_iter()
        .find(|found| !found.is_empty());
    found.unwrap_or_else(|| texts.iter().map(|text| text.value.as_str()).collect())
}

fn verdict_button(ui: &mut Ui, is_on: bool, text: &str, color: Color32) -> bool {
    let text = if is_on {
        RichText::new(text).color(Color32::BLACK)
    } else {
        RichText::new(text)
    };
    let mut button = egui::Button::new(text).selected(is_on);
    if is_on {
        button = button.fill(color);
    }
    ui.add(button).clicked()
}
