//! The rules by their stable ids: what must hold and what to do where it does not. An id never changes its meaning.

use crate::StudyKind;

/// A rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Rule {
    pub(crate) id: &'static str,
    pub(crate) title: &'static str,
    pub(crate) advice: &'static str,
}

macro_rules! rules {
    ($($name:ident = $id:literal, $title:literal, $advice:literal;)*) => {
        $(pub(crate) const $name: Rule = Rule { id: $id, title: $title, advice: $advice };)*

        /// The ids of all rules, those on single studies at the end.
        #[must_use]
        pub fn rule_ids() -> Vec<String> {
            let rules = [$($id),*].into_iter().map(str::to_owned);
            let studies = StudyKind::ALL.map(study_id);
            rules.chain(studies).collect()
        }
    };
}

rules! {
    MANIFEST = "static.manifest", "the manifest keeps schema 1",
        "correct plugin.toml at the lines named";
    FILES = "static.files", "every file is there and pinned by its digest",
        "build the bundle with `overread plugin build`, which writes [files]";
    NAMES = "static.names", "the plugin has names for its readers",
        "give plugin.name in en and ru";
    CLAIMS = "static.claims", "the clinical claims are complete",
        "complete [clinical], with an operating point and the data set that it was measured on";
    SETTINGS = "static.settings", "each setting's default is one of its values",
        "correct [settings]";
    LOCALES = "static.locales", "every language has every text",
        "add the missing texts to the files in locales/";
    COMPONENT = "static.component", "the component is a WebAssembly component of at most 32 MiB",
        "build the component with `overread plugin build`";
    IMPORTS = "static.imports", "the component imports nothing but the contract",
        "leave out what needs files, network or a clock; `overread plugin build` stubs WASI for Python and JavaScript";
    WORLD = "static.world", "the component fits its world of the contract",
        "build against sdk/wit of this contract, with the world that plugin.kind names";
    API = "static.api", "the manifest asks for the contract version that the component imports",
        "set plugin.api to the version of the WIT that the component was built with";
    MODELS = "static.models", "the models are ONNX of the operators that are run, and whole",
        "export the model with its weights inside, with operators of ai.onnx and ai.onnx.ml only";
    SIGNATURE = "static.signature", "the signatures fit the bundle",
        "sign with `overread plugin sign` after the last change";
    LOAD = "dynamic.load", "the component compiles and links",
        "see the message; a component that loads here loads in every host of this contract";
    DESCRIBE = "dynamic.describe", "describe answers, and says what the manifest says",
        "let describe return the manifest's id, version and modalities";
    READS = "dynamic.reads", "the service reads at least one of the studies",
        "make sure that the service reads a study of its own kind; its answers are not judged otherwise";
    DECLINES = "dynamic.declines", "what it is not for is declined with a reason",
        "answer `not-run` for studies of other modalities and for studies without series";
    REPEATABLE = "dynamic.repeatable", "the same study gives the same bytes",
        "take no state from outside the job; sort before writing lists that come out of hash maps";
    ORDER = "dynamic.order", "the order of the series changes nothing",
        "choose series by what they are, not by their place in the list or their id";
    HEADROOM = "dynamic.headroom", "each job uses at most half of its time and memory",
        "ask for more in [limits], or use less";
    CANCEL = "dynamic.cancel", "a job that is told to stop ends within 1 s",
        "call progress often and return when it gives false";
    CLEAN = "dynamic.clean", "nothing is found in a study without lesions",
        "look at the false marks; a higher threshold may help";
    LESIONS = "dynamic.lesions", "what is found of the lesions put in",
        "for information";
    EXAM_PLAN = "exam.plan", "make-plan gives a plan, and equal seeds give equal plans",
        "draw with the seed alone; what a casebook must have belongs into the plugin's README";
    EXAM_SEEDS = "exam.seeds", "other seeds give other plans",
        "let the seed choose the cases or their order";
    EXAM_STEP = "exam.step", "step and grade-exam take any sequence of events",
        "answer events that make no sense with the state as it was and no action";
    EXAM_REPLAY = "exam.replay", "a replay gives the same turns and the same grade",
        "keep everything in the state; take nothing from outside the call";
    EXAM_GRADE = "exam.grade", "the grade does not fall when an answer improves",
        "name a figure that only rises with better answers as `monotone` in the plan's extra";
    EXAM_TIME = "exam.time", "times add up",
        "take times from the answers, and differences of the events' times only";
}

/// The id of the rule on this study.
pub(crate) fn study_id(kind: StudyKind) -> String {
    format!("{}.{}", STUDY.id, kind.name())
}

/// The rule on a single study; its id is `dynamic.study.` and the study's name.
pub(crate) const STUDY: Rule = Rule {
    id: "dynamic.study",
    title: "answers without a fault",
    advice: "run the service on this study with `overread plugin check --only`, and decline with `not-run` what it cannot read",
};
