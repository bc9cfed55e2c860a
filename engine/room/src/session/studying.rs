//! A course at the desk: its three panels, the pictures that are made for them, and the learner's log.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, Sender, TryRecvError, channel};
use std::thread::Builder;

use anyhow::Context as _;
use bevy_egui::egui;
use overread_base::{ScenarioId, Seed, Vec3, VolumeGeometry};
use overread_desk::{
    CourseAct, Desk, DeskAct, DeskCourse, DeskCoursePicture, DeskPicture, StepPlace, picture_key,
};
use overread_exam::SessionEnd;
use overread_learning::{
    CaseRecord, Competencies, CourseExams, DueItem, ExamRecord, ItemId, LearnerAct, LearnerEvent,
    Progress, Schedule, StepId, Week, weeks,
};
use overread_scenario::{Course, CourseCase, Picture, SliceWish, StepKind};
use overread_store::LearnerLog;
use overread_workstation::{
    Debrief, Folders, FoundCourse, SessionRunner, course_folders, course_picture, course_place,
    find_course, random_salt, read_course, unix_seconds,
};

use crate::cli::Args;
use crate::layout::ScreenId;

/// What a learner wants of the host beyond the panels.
pub(super) enum Asked {
    /// To read the practice block of a step.
    Block(Box<Block>),
    /// To look at a case.
    Look(Box<Look>),
}

/// A practice block that is read.
#[derive(Debug, Clone)]
pub(super) struct Block {
    /// The folder of the course, to come back to.
    pub(super) folder: PathBuf,
    pub(super) course: ScenarioId,
    pub(super) place: StepPlace,
    /// The task, for the map of competencies.
    task: String,
    /// The scenario file.
    pub(super) scenario: PathBuf,
}

/// A case of a course that is looked at.
#[derive(Debug, Clone)]
pub(super) struct Look {
    /// The folder of the course, to come back to.
    pub(super) folder: PathBuf,
    /// The step that was open.
    pub(super) place: Option<StepPlace>,
    /// The scenario file that holds the case alone.
    pub(super) scenario: PathBuf,
    /// Where the first lesion lies, patient mm; `None` in a normal case and in projections.
    lesion: Option<Vec3>,
    /// Which slice is to be seen.
    slice: Option<SliceWish>,
    /// The preset that it is to be seen in.
    pub(super) window: Option<String>,
}

impl Look {
    /// The place that is to be brought into view in a stack, patient mm; `None` where it is left as it opens.
    pub(super) fn place_in(&self, grid: &VolumeGeometry) -> Option<Vec3> {
        match self.slice? {
            SliceWish::Lesion => self.lesion,
            SliceWish::Share(share) => {
                let mut middle = grid.voxel_from_patient(grid.centre());
                let last = f64::from(grid.size[2].saturating_sub(1));
                middle.z = (share.clamp(0.0, 1.0) * last).round();
                Some(grid.patient_from_voxel(middle))
            }
        }
    }
}

/// A picture that is made on a thread of its own.
type Wish = (String, CourseCase, Picture);
type Made = (String, Result<DeskCoursePicture, String>);

/// A course that is open.
pub(super) struct Studying {
    args: Args,
    desk: Desk,
    folders: Folders,
    folder: PathBuf,
    course: Course,
    learner: Learner,
    pictures: BTreeMap<String, DeskPicture>,
    wishes: Sender<Wish>,
    made: Receiver<Made>,
    n_coming: usize,
    error: Option<String>,
    asked: Option<Asked>,
    /// What draws the questions of the next test.
    seed: u64,
}

/// What the learner did, and what follows from it.
struct Learner {
    log: Option<LearnerLog>,
    events: Vec<LearnerEvent>,
    progress: Progress,
    competencies: Competencies,
    weeks: Vec<Week>,
    exams: CourseExams,
    due: Vec<DueItem>,
}

impl Studying {
    /// Opens the course of the command line, else the first one that is found here; at a step if one is named.
    ///
    /// # Errors
    /// If there is no course, or nothing of it can be read.
    pub(super) fn open(args: &Args, at: Option<StepPlace>) -> anyhow::Result<Self> {
        let folders = Folders::of_user(args.data.as_deref());
        let named = args.course.clone().flatten();
        let folder = match &named {
            Some(named) => find_course(&folders, named)
                .with_context(|| format!("no course {} was found", named.display()))?,
            None => course_folders(&folders)
                .into_iter()
                .next()
                .context("no course was found; --course DIR names one")?,
        };
        let FoundCourse { course, faults, .. } = read_course(&folder)?;
        for fault in &faults {
            for found in fault.diagnostics.all() {
                tracing::warn!("course: {}: {}: {}", fault.file, found.place, found.message);
            }
        }
        let course = course.with_context(|| format!("{} is no course", folder.display()))?;
        let (learner, error) = Learner::open(&folders, args, &course);
        let (wishes, made) = picture_maker()?;
        let mut studying = Self {
            desk: super::desk_of(args),
            args: args.clone(),
            folders,
            folder,
            course,
            learner,
            pictures: BTreeMap::new(),
            wishes,
            made,
            n_coming: 0,
            error,
            asked: None,
            seed: next_seed(0),
        };
        if let Some(place) = at {
            let (desk, given) = studying.parts();
            desk.open_course_step(&given, place);
        }
        Ok(studying)
    }

    /// Opens the step that comes next; after the last one the course's title stays.
    pub(super) fn open_next(&mut self) {
        let next = self.learner.progress.next(&self.course);
        let place = next.map(|(module, step)| StepPlace {
            module: module.id.clone(),
            step: step.to_owned(),
        });
        if let Some(place) = place {
            let (desk, given) = self.parts();
            desk.open_course_step(&given, place);
        }
    }

    /// The command line that led here.
    pub(super) fn args(&self) -> &Args {
        &self.args
    }

    /// Takes over pictures that were made; says whether some are still coming.
    pub(super) fn poll(&mut self) -> bool {
        loop {
            match self.made.try_recv() {
                Ok((key, made)) => {
                    self.n_coming = self.n_coming.saturating_sub(1);
                    let picture = match made {
                        Ok(picture) => DeskPicture::Ready(Box::new(picture)),
                        Err(reason) => DeskPicture::Failed(reason),
                    };
                    self.pictures.insert(key, picture);
                }
                Err(TryRecvError::Empty) => break,
                Err(TryRecvError::Disconnected) => {
                    self.n_coming = 0;
                    break;
                }
            }
        }
        self.n_coming > 0
    }

    /// Draws the panel of a screen; what the learner wants of the host besides.
    pub(super) fn screen_ui(&mut self, screen: ScreenId, ui: &mut egui::Ui) -> Option<Asked> {
        let (desk, given) = self.parts();
        match screen {
            ScreenId::Worklist => desk.course_outline_ui(ui, &given),
            ScreenId::Viewer => desk.course_ui(ui, &given),
            ScreenId::Report => desk.course_learner_ui(ui, &given),
        }
        let acts = desk.take_acts();
        if !acts.is_empty() {
            // The other panels show the effect in the next frame.
            ui.ctx().request_repaint();
        }
        for act in acts {
            if let DeskAct::Course(act) = act {
                self.act(act);
            }
        }
        self.asked.take()
    }

    /// The panels, and what they are given.
    fn parts(&mut self) -> (&mut Desk, DeskCourse<'_>) {
        let given = DeskCourse {
            course: &self.course,
            progress: &self.learner.progress,
            competencies: &self.learner.competencies,
            weeks: &self.learner.weeks,
            exams: &self.learner.exams,
            seed: self.seed,
            due: &self.learner.due,
            pictures: &self.pictures,
            error: self.error.as_deref(),
        };
        (&mut self.desk, given)
    }

    fn act(&mut self, act: CourseAct) {
        match act {
            CourseAct::Begun { step } => self.keep(LearnerAct::StepBegun(self.step_id(&step))),
            CourseAct::Done { step, share } => {
                let step = self.step_id(&step);
                self.keep(LearnerAct::StepDone { step, share });
            }
            CourseAct::Answered {
                module,
                item,
                answer,
                points,
            } => {
                let item = ItemId {
                    course: self.course.id.clone(),
                    module,
                    item,
                };
                self.keep(LearnerAct::ItemAnswered {
                    item,
                    answer,
                    points,
                });
            }
            CourseAct::TestBegun { step, seed } => {
                let step = self.step_id(&step);
                self.keep(LearnerAct::TestBegun { step, seed });
                self.seed = next_seed(self.seed);
            }
            CourseAct::TestDone(test) => self.keep(LearnerAct::TestDone(*test)),
            CourseAct::Cases { step } => self.ask_block(step),
            CourseAct::Case {
                case,
                slice,
                window,
            } => self.ask_look(&case, slice, window),
            CourseAct::Picture(picture) => self.make(*picture),
        }
    }

    fn step_id(&self, place: &StepPlace) -> StepId {
        StepId {
            course: self.course.id.clone(),
            module: place.module.clone(),
            step: place.step.clone(),
        }
    }

    fn keep(&mut self, act: LearnerAct) {
        self.error = self.learner.keep(act, &self.course).err().map(|error| {
            tracing::warn!("{error:#}");
            format!("{error:#}")
        });
    }

    fn ask_block(&mut self, place: StepPlace) {
        let module = self.course.module(&place.module);
        let step = module.and_then(|m| m.steps.iter().find(|step| step.id == place.step));
        if let Some(StepKind::Cases {
            file, competency, ..
        }) = step.map(|step| &step.kind)
        {
            self.asked = Some(Asked::Block(Box::new(Block {
                folder: self.folder.clone(),
                course: self.course.id.clone(),
                task: competency.clone().unwrap_or_else(|| place.step.clone()),
                scenario: self.folder.join(file),
                place,
            })));
        }
    }

    fn ask_look(&mut self, id: &str, slice: Option<SliceWish>, window: Option<String>) {
        let Some(case) = self.course.cases.get(id) else {
            return;
        };
        match self.write_case(id, case) {
            Ok(scenario) => {
                self.asked = Some(Asked::Look(Box::new(Look {
                    folder: self.folder.clone(),
                    place: self.desk.open_step().cloned(),
                    scenario,
                    lesion: course_place(case).ok().flatten(),
                    slice,
                    window,
                })));
            }
            Err(error) => self.error = Some(format!("{error:#}")),
        }
    }

    /// The scenario file of one case, beside the sessions.
    fn write_case(&self, id: &str, case: &CourseCase) -> anyhow::Result<PathBuf> {
        let folder = self.folders.sessions.with_file_name("practice");
        std::fs::create_dir_all(&folder)
            .with_context(|| format!("cannot make {}", folder.display()))?;
        let path = folder.join(format!("course-{id}.toml"));
        let text = case.scenario_text(id);
        std::fs::write(&path, text).with_context(|| format!("cannot write {}", path.display()))?;
        Ok(path)
    }

    fn make(&mut self, picture: Picture) {
        let key = picture_key(&picture);
        let Some(case) = self.course.cases.get(&picture.case).cloned() else {
            let reason = format!("the course has no case {:?}", picture.case);
            self.pictures.insert(key, DeskPicture::Failed(reason));
            return;
        };
        self.pictures.insert(key.clone(), DeskPicture::Coming);
        if self.wishes.send((key.clone(), case, picture)).is_ok() {
            self.n_coming += 1;
        } else {
            let reason = "making pictures crashed: a fault of this program".to_owned();
            self.pictures.insert(key, DeskPicture::Failed(reason));
        }
    }
}

impl Learner {
    /// The learner's log; where it cannot be opened nothing is kept, and the reason is shown.
    fn open(folders: &Folders, args: &Args, course: &Course) -> (Self, Option<String>) {
        let path = folders.learner();
        let opened = std::fs::create_dir_all(&folders.site)
            .with_context(|| format!("cannot make {}", folders.site.display()))
            .and_then(|()| Ok(LearnerLog::open(&path, &args.reader)?));
        let (log, events, error) = match opened {
            Ok((log, record)) => (Some(log), record.events, None),
            Err(error) => (None, Vec::new(), Some(format!("{error:#}"))),
        };
        let mut learner = Self {
            log,
            events,
            progress: Progress::default(),
            competencies: Competencies::default(),
            weeks: Vec::new(),
            exams: CourseExams::default(),
            due: Vec::new(),
        };
        learner.sum_up(course);
        (learner, error)
    }

    /// Keeps an act; it counts once it is on the disk.
    fn keep(&mut self, act: LearnerAct, course: &Course) -> anyhow::Result<()> {
        let event = LearnerEvent {
            at_unix_s: unix_seconds(),
            act,
        };
        let log = self.log.as_mut().context("the learner's log is not open")?;
        log.append(&event)?;
        self.events.push(event);
        self.sum_up(course);
        Ok(())
    }

    fn sum_up(&mut self, course: &Course) {
        self.progress = Progress::of(course, &self.events);
        self.competencies = Competencies::of(&self.events);
        self.weeks = weeks(&self.events);
        self.exams = CourseExams::of(course, &self.events, unix_seconds());
        let due = Schedule::default().due_items(&self.events, unix_seconds());
        let is_known = |due: &DueItem| {
            let item = &due.item;
            let module = course.module(&item.module);
            item.course == course.id
                && module.is_some_and(|m| m.items.iter().any(|known| known.id == item.item))
        };
        self.due = due.into_iter().filter(is_known).collect();
    }
}

/// A seed that nobody could guess; where the system gives none, one of the time and the last.
fn next_seed(last: u64) -> u64 {
    match random_salt() {
        Ok(salt) => salt
            .iter()
            .take(8)
            .fold(0, |seed, byte| seed << 8 | u64::from(*byte)),
        Err(error) => {
            tracing::warn!("the system gives no random numbers: {error}");
            Seed(last ^ unix_seconds()).rng().next_u64()
        }
    }
}

/// Keeps what was read in a practice block, once it is over; one that was given up is not done.
///
/// # Errors
/// If the learner's log cannot be written.
pub(super) fn keep_block(
    args: &Args,
    block: &Block,
    runner: &SessionRunner,
    debrief: &Debrief,
) -> anyhow::Result<()> {
    let folders = Folders::of_user(args.data.as_deref());
    let (mut log, _) = LearnerLog::open(&folders.learner(), &args.reader)?;
    let session = runner.plan().session.as_str();
    let records = CaseRecord::of_session(session, &block.task, runner.scenario(), &debrief.score);
    let points = debrief.score.assessment.as_ref().map(|all| &all.points);
    let share = points.and_then(|points| {
        let possible = points.possible;
        (possible > 0.0).then(|| points.earned / possible)
    });
    let step = StepId {
        course: block.course.clone(),
        module: block.place.module.clone(),
        step: block.place.step.clone(),
    };
    let ended = debrief.score.assessment.as_ref().and_then(|all| all.ended);
    let is_whole = matches!(ended, Some(SessionEnd::Complete | SessionEnd::TimeUp));
    let exam_step = step.clone();
    let done = is_whole.then_some(LearnerAct::StepDone { step, share });
    let sat = debrief
        .pass
        .as_ref()
        .filter(|_| is_whole)
        .map(|pass| LearnerAct::ExamDone(ExamRecord::of(exam_step, session, pass)));
    let acts = records.into_iter().map(LearnerAct::CaseRead);
    for act in acts.chain(sat).chain(done) {
        log.append(&LearnerEvent {
            at_unix_s: unix_seconds(),
            act,
        })?;
    }
    Ok(())
}

/// The task under which the cases of practice sets stand in the map of competencies.
const PRACTICE_TASK: &str = "practice";

/// Keeps what was read in a practice set, once it is over; a set that was opened again later is not kept twice.
///
/// # Errors
/// If the learner's log cannot be written.
pub(super) fn keep_set(
    args: &Args,
    runner: &SessionRunner,
    debrief: &Debrief,
) -> anyhow::Result<()> {
    let folders = Folders::of_user(args.data.as_deref());
    std::fs::create_dir_all(&folders.site)
        .with_context(|| format!("cannot make {}", folders.site.display()))?;
    let (mut log, kept) = LearnerLog::open(&folders.learner(), &args.reader)?;
    let session = runner.plan().session.as_str();
    let is_kept = |event: &LearnerEvent| matches!(&event.act, LearnerAct::CaseRead(record) if record.session == session);
    if kept.events.iter().any(is_kept) {
        return Ok(());
    }
    let records = CaseRecord::of_session(session, PRACTICE_TASK, runner.scenario(), &debrief.score);
    for record in records {
        log.append(&LearnerEvent {
            at_unix_s: unix_seconds(),
            act: LearnerAct::CaseRead(record),
        })?;
    }
    Ok(())
}

/// The command line that reads a scenario of the course, anew.
pub(super) fn args_of(args: &Args, scenario: &Path, folder: &Path) -> Args {
    Args {
        scenario: Some(scenario.to_owned()),
        course: Some(Some(folder.to_owned())),
        // What its cases name, such as recorded results, lies beside it.
        studies: scenario.parent().map(Path::to_owned),
        study: None,
        journal: None,
        new: true,
        ..args.clone()
    }
}

/// A thread that makes pictures, one after another.
fn picture_maker() -> anyhow::Result<(Sender<Wish>, Receiver<Made>)> {
    let (wishes, wanted) = channel::<Wish>();
    let (told, made) = channel::<Made>();
    let work = move || {
        let mut done = BTreeSet::new();
        while let Ok((key, case, picture)) = wanted.recv() {
            if !done.insert(key.clone()) {
                continue;
            }
            let made = course_picture(&case, &picture).map_err(|error| error.to_string());
            let shown = made.map(|made| DeskCoursePicture {
                image: made.image,
                window: made.windows.first().copied(),
                is_inverted: made.is_inverted,
                truth: made.truth,
                longest_mm: made.longest_mm,
            });
            if told.send((key, shown)).is_err() {
                return;
            }
        }
    };
    Builder::new()
        .name("course-pictures".to_owned())
        .spawn(work)?;
    Ok((wishes, made))
}
