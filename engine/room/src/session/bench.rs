//! A vendor's plugin at the desk: no session, the three panels around the bench of the workstation.

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use anyhow::Context as _;
use bevy_egui::egui;
use overread_base::{AiResult, AiStatus, CaseId, Millis, Vec3 as PlaceMm};
use overread_desk::{
    BenchFault as ShownFault, BenchOutcome as ShownOutcome, BenchProblem as ShownProblem,
    BenchRun as ShownRun, BenchStep as ShownStep, Desk, DeskAct, DeskAround, DeskBench, DeskImages,
    DeskInput, DeskStudy, ScenarioTexts,
};
use overread_exam::{
    AiView, CasePhase, CaseView, ClockView, FindingRow, HintsView, RevealedAi, SessionDesign,
    SessionState, SessionView,
};
use overread_plugin_kit::{Cache, Language as PluginLanguage, Workshop, build};
use overread_scenario::{Questions, ReadingMode};
use overread_workstation::{
    Bench, BenchOutcome, BenchProblem, BenchRun, BenchSetup, BenchStep, Build, CaseImages, Folders,
    ImagesState, StepProgress, study_scenario,
};

use super::sheets::Sheets;
use super::study::desk_study;
use crate::cli::Args;
use crate::layout::ScreenId;

/// Time between two looks at the plugin's files.
const LOOK_EVERY: Duration = Duration::from_millis(500);
/// The only case, as the workstation's scenario of one study calls it.
const CASE: &str = "study";

/// The bench with its panels.
pub(crate) struct BenchSeat {
    bench: Bench,
    desk: Desk,
    case: CaseId,
    questions: Questions,
    texts: ScenarioTexts,
    study: Option<(Arc<CaseImages>, DeskStudy)>,
    shown: DeskBench,
    sheets: Sheets,
    source: String,
    stage: String,
}

impl BenchSeat {
    /// Puts a plugin on the bench, with the study of the command line.
    pub(super) fn begin(args: &Args, folders: Folders, plugin: &Path) -> anyhow::Result<Self> {
        let study = args
            .study
            .clone()
            .context("a plugin on the bench needs a study: --study DIR")?;
        anyhow::ensure!(
            study.is_dir(),
            "no folder of DICOM files: {}",
            study.display()
        );
        anyhow::ensure!(plugin.exists(), "no plugin: {}", plugin.display());
        let text = study_scenario("study", Some("developer.plugin"));
        let scenario = overread_scenario::check(&text).0;
        let scenario = scenario.context("the scenario of a single study has faults")?;
        let bench = Bench::start(BenchSetup {
            build: builder(plugin)?,
            folders: folders.clone(),
            plugin: plugin.to_owned(),
            study,
            locale: args.locale().tag().to_owned(),
            look_every: LOOK_EVERY,
        })?;
        Ok(Self {
            bench,
            desk: super::desk_of(args),
            case: CaseId::new(CASE)?,
            texts: ScenarioTexts::of(&scenario),
            questions: scenario.questions,
            study: None,
            shown: DeskBench::default(),
            sheets: Sheets::new(folders),
            source: plugin.display().to_string(),
            stage: String::new(),
        })
    }

    /// Takes over what the bench finished; says whether it is at work.
    pub(super) fn poll(&mut self) -> bool {
        self.bench.poll();
        if let ImagesState::Ready(images) = self.bench.images()
            && self.study.is_none()
        {
            let study = desk_study(self.case.clone(), images);
            self.study = Some((Arc::clone(images), study));
        }
        self.stage = self.bench.progress().stage();
        self.shown = shown(&self.bench, &self.source);
        self.sheets.poll(self.bench.service());
        self.bench.is_busy() || self.sheets.is_listing()
    }

    /// Draws the panel of a screen and does what the vendor asked for.
    pub(super) fn screen_ui(&mut self, screen: ScreenId, ui: &mut egui::Ui) {
        let design = SessionDesign::default();
        let view = SessionView {
            state: SessionState::Running,
            mode: ReadingMode::Sequential,
            questions: &self.questions,
            worklist: Vec::new(),
            case: Some(case_view(&self.case, self.bench.shown())),
            exam: None,
            design: &design,
            clock: ClockView::default(),
        };
        let progress = self.bench.progress();
        let input = DeskInput {
            view: &view,
            texts: &self.texts,
            images: match (self.bench.images(), &self.study) {
                (ImagesState::None, _) => DeskImages::None,
                (ImagesState::Loading(opening), _) => DeskImages::Loading(opening.fraction()),
                (ImagesState::Ready(_), Some((_, study))) => DeskImages::Ready(study),
                (ImagesState::Ready(_), None) => DeskImages::Loading(1.0),
                (ImagesState::Failed(reason), _) => DeskImages::Failed(reason),
            },
            ai_progress: Some(progress.fraction()),
            ai_stage: Some(&self.stage),
            error: None,
            is_developer_mode: true,
            services: self.sheets.shown(),
            around: DeskAround::default(),
            bench: Some(&self.shown),
            debrief: None,
            feedback: None,
        };
        // Nobody reads here: what the panels would tell a session is told to nobody.
        let _commands = match screen {
            ScreenId::Worklist => self.desk.worklist_ui(ui, &input),
            ScreenId::Viewer => self.desk.viewer_ui(ui, &input),
            ScreenId::Report => self.desk.report_ui(ui, &input),
        };
        for act in self.desk.take_acts() {
            match act {
                DeskAct::RunAgain | DeskAct::Release { .. } => self.bench.run_again(),
                DeskAct::ListServices => self.sheets.list(),
                DeskAct::SetGrant {
                    service,
                    what,
                    is_granted,
                } => self.sheets.grant(service, what, is_granted),
                // There is no session to be ordered, sat or followed by another.
                DeskAct::Order(_)
                | DeskAct::Candidate(_)
                | DeskAct::Practice(_)
                | DeskAct::ChoosePractice
                | DeskAct::Course(_)
                | DeskAct::BackToCourse
                | DeskAct::Start(_) => {}
            }
            ui.ctx().request_repaint();
        }
    }

    /// How often the desk wants to be drawn while it plays images.
    pub(crate) fn plays_every(&self) -> Option<Duration> {
        self.desk.wants_frame_every()
    }

    /// Brings a patient position (LPS mm) into view.
    pub(super) fn go_to(&mut self, place_mm: PlaceMm) {
        self.desk.go_to(place_mm);
    }

    /// Hangs the next stage of the hanging protocol.
    pub(super) fn next_stage(&mut self) {
        self.desk.next_stage();
    }

    /// What the panels show, as JSON.
    pub(super) fn drawn_json(&self) -> String {
        self.desk.drawn().to_json()
    }
}

/// How sources become a bundle, where the folder holds sources; as `overread plugin build` does it.
fn builder(plugin: &Path) -> anyhow::Result<Option<Build>> {
    if !plugin.is_dir() || PluginLanguage::of(plugin)?.is_none() {
        return Ok(None);
    }
    let folder = plugin
        .canonicalize()
        .with_context(|| format!("cannot find {}", plugin.display()))?;
    let target = folder.join("target");
    let bundle = target.join("bundle");
    let workshop = Workshop::new(Cache::of_user()?, target);
    Ok(Some(Box::new(move |progress: &StepProgress| {
        let step = |step: &str| progress.set_stage(step);
        match build(&workshop, &folder, &bundle, &step) {
            Ok(_) => Ok(bundle.clone()),
            Err(error) => Err(error.to_string()),
        }
    })))
}

/// The case as a view that nobody answers: signed, so that nothing in it can be changed.
fn case_view<'a>(case: &'a CaseId, result: Option<&'a AiResult>) -> CaseView<'a> {
    let row = |finding| FindingRow {
        finding,
        verdict: None,
    };
    let revealed = result.map(|result| RevealedAi {
        result,
        findings: result.findings().iter().map(row).collect(),
        revealed_at: Millis(0),
    });
    CaseView {
        case,
        phase: CasePhase::Signed,
        marks: &[],
        rating: None,
        first_rating: None,
        first_marks: None,
        ai: revealed.map_or(AiView::Hidden, AiView::Revealed),
        questions: Vec::new(),
        is_arbitration: false,
        images_failed: None,
        report: Vec::new(),
        elapsed: Millis(0),
        overrun: None,
        is_timed_out: false,
        hints: HintsView::default(),
        lock_blockers: Vec::new(),
        sign_blockers: Vec::new(),
    }
}

/// The bench as the panels take it.
fn shown(bench: &Bench, source: &str) -> DeskBench {
    let fault = bench.fault().map(|(problem, digest)| ShownFault {
        problem: problem_of(problem),
        digest: digest.map(str::to_owned),
        message: match problem {
            BenchProblem::Build(message) | BenchProblem::Fault { message, .. } => message.clone(),
        },
    });
    DeskBench {
        source: source.to_owned(),
        step: match bench.step() {
            BenchStep::OpeningStudy => ShownStep::OpeningStudy,
            BenchStep::Building => ShownStep::Building,
            BenchStep::Loading => ShownStep::Loading,
            BenchStep::Running => ShownStep::Running,
            BenchStep::Watching => ShownStep::Watching,
        },
        shown_digest: bench
            .shown()
            .and_then(|result| result.service.bundle_digest.clone()),
        is_shown_old: fault.is_some() && bench.shown().is_some(),
        fault,
        runs: bench.runs().iter().map(run_of).collect(),
    }
}

fn problem_of(problem: &BenchProblem) -> ShownProblem {
    match problem {
        BenchProblem::Build(_) => ShownProblem::Build,
        BenchProblem::Fault { kind, .. } => ShownProblem::Fault(*kind),
    }
}

fn run_of(run: &BenchRun) -> ShownRun {
    let (outcome, elapsed) = match &run.outcome {
        BenchOutcome::Broke(problem) => (ShownOutcome::Broke(problem_of(problem)), None),
        BenchOutcome::Result(result) => {
            let outcome = match &result.status {
                AiStatus::Done(report) => ShownOutcome::Findings(report.findings.len()),
                AiStatus::NotRun { reason, .. } => ShownOutcome::NotRun(*reason),
                AiStatus::Failed { kind, .. } => ShownOutcome::Broke(ShownProblem::Fault(*kind)),
            };
            (outcome, result.elapsed)
        }
    };
    ShownRun {
        number: run.number,
        digest: run.digest.clone(),
        outcome,
        elapsed,
    }
}
