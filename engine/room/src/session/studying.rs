//! A course at the desk: its three panels, the pictures that are made for them, and the learner's log.

mod kept;
mod learner;
mod pictures;
mod taken_up;
mod wants;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, Sender, TryRecvError};

use anyhow::Context as _;
use bevy_egui::egui;
use overread_base::{Seed, Severity};
use overread_desk::{CourseAct, Desk, DeskAct, DeskCourse, DeskPicture, StepPlace, picture_key};
use overread_learning::{ItemId, LearnerAct, StepId};
use overread_scenario::{Course, CourseCase, CourseFault, Picture, SliceWish};
use overread_workstation::{
    Folders, FoundCourse, course_folders, course_place, find_course, random_salt, read_course,
    unix_seconds,
};

use self::learner::Learner;
use self::pictures::{Made, Wish, picture_maker};
use crate::cli::Args;
use crate::layout::ScreenId;

pub(super) use self::kept::{keep_block, keep_set};
pub(super) use self::taken_up::{block_of, is_look};
pub(super) use self::wants::{Asked, Block, Look};

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
    /// What is wrong with the course's files.
    faults: Vec<String>,
    error: Option<String>,
    asked: Option<Asked>,
    /// What draws the questions of the next test.
    seed: u64,
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
        let of_file = |fault: &CourseFault| {
            let found = fault.diagnostics.all().iter();
            let told = found.map(|found| (found.severity, format!("{}: {found}", fault.file)));
            told.collect::<Vec<_>>()
        };
        let faults = faults.iter().flat_map(of_file);
        let faults = faults.inspect(|(_, told)| tracing::warn!("course: {told}"));
        // Pages that are not translated yet are a matter for their authors.
        let errors = faults.filter(|(severity, _)| *severity == Severity::Error);
        let faults: Vec<String> = errors.map(|(_, told)| told).collect();
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
            faults,
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

    /// Says why what was asked for did not begin.
    pub(super) fn complain(&mut self, reason: String) {
        self.error = Some(reason);
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

    /// Whether a test is being sat, which leaving would lose.
    pub(super) fn is_sitting_test(&self) -> bool {
        self.desk.is_sitting_test()
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
            faults: &self.faults,
            error: self.error.as_deref(),
        };
        (&mut self.desk, given)
    }

    fn act(&mut self, act: CourseAct) {
        match act {
            CourseAct::Begun { step } => self.keep(LearnerAct::StepBegun(self.step_id(&step))),
            CourseAct::Done { step, share } => {
                let step = self.step_id(&step);
                self.keep(LearnerAct::StepDone {
                    step,
                    share,
                    session: None,
                });
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
            CourseAct::Cases { step } => self.ask_block(&step),
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

    fn ask_block(&mut self, place: &StepPlace) {
        let Some(module) = self.course.module(&place.module) else {
            return;
        };
        let step = module.steps.iter().find(|step| step.id == place.step);
        let block = step.and_then(|step| Block::of(&self.folder, &self.course, module, step));
        if let Some(block) = block {
            self.asked = Some(Asked::Block(Box::new(block)));
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

/// The command line that reads a scenario of the course: anew, or going on where it was left.
pub(super) fn args_of(args: &Args, scenario: &Path, folder: &Path, is_new: bool) -> Args {
    Args {
        scenario: Some(scenario.to_owned()),
        course: Some(Some(folder.to_owned())),
        // What its cases name, such as recorded results, lies beside it.
        studies: scenario.parent().map(Path::to_owned),
        study: None,
        journal: None,
        new: is_new,
        ..args.clone()
    }
}
