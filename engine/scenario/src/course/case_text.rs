//! A case of a course as a scenario of its own, to be looked at without a task.

use overread_base::{Laterality, LesionWish, NoduleType};

use super::model::CourseCase;
use crate::{NodulePlace, Nodules, PhantomContent, PhantomSpec};

/// What the ids of scenarios begin with that show one case of a course.
pub const LOOK_PREFIX: &str = "course.";

impl CourseCase {
    /// The scenario file of the case alone: unaided, with nothing to answer.
    #[must_use]
    pub fn scenario_text(&self, id: &str) -> String {
        format!(
            "schema = 1\nid = \"{LOOK_PREFIX}{id}\"\nmode = \"unaided\"\n\
             title = {{ en = \"A case of the course\", ru = \"Случай курса\" }}\n\
             hit = {{ rule = \"inside-mask\", margin_mm = 10 }}\n\
             practice = {{ feedback = \"after-case\" }}\n\n\
             [[questions.labels]]\nid = \"finding\"\ntext = {{ en = \"Finding\", ru = \"Находка\" }}\n\n\
             [[questions.sections]]\nid = \"impression\"\ntitle = {{ en = \"Impression\", ru = \"Заключение\" }}\nrequired = false\n\n\
             [[cases]]\nid = \"{id}\"\ntitle = {{ en = \"A case of the course\", ru = \"Случай курса\" }}\n\
             debrief = {{ en = \"Look again with the truth outlined.\", ru = \"Посмотрите ещё раз, теперь с отмеченной истиной.\" }}\n\
             difficulty = \"{}\"\nphantom = {}\n",
            self.phantom.difficulty.word(),
            phantom(&self.phantom)
        )
    }
}

/// A TOML table in one line.
fn table(keys: &[String]) -> String {
    format!("{{ {} }}", keys.join(", "))
}

fn phantom(spec: &PhantomSpec) -> String {
    let mut keys = vec![
        format!("kind = \"{}\"", spec.kind.word()),
        format!("seed = {}", spec.seed.0),
    ];
    keys.extend(spec.slices.map(|slices| format!("slices = {slices}")));
    keys.push(match &spec.content {
        PhantomContent::Lesions(lesions) => {
            let listed: Vec<String> = lesions.iter().map(lesion).collect();
            format!("lesions = [{}]", listed.join(", "))
        }
        PhantomContent::Drawn(drawn) => {
            let mut keys = vec![format!("prevalence = {:?}", drawn.prevalence)];
            let words = drawn.among.iter().map(|kind| format!("\"{}\"", kind.word));
            let words: Vec<String> = words.collect();
            if !words.is_empty() {
                keys.push(format!("kinds = [{}]", words.join(", ")));
            }
            format!("drawn = {}", table(&keys))
        }
        PhantomContent::Nodules(nodules) => nodule_key(nodules),
    });
    table(&keys)
}

fn lesion(wish: &LesionWish) -> String {
    let mut keys = vec![format!("kind = \"{}\"", wish.kind.word)];
    keys.extend(wish.amount.map(|amount| format!("amount = {amount:?}")));
    let side = wish.side.and_then(|side| match side {
        Laterality::Right => Some("right"),
        Laterality::Left => Some("left"),
        Laterality::Bilateral | Laterality::Midline => None,
    });
    keys.extend(side.map(|side| format!("side = \"{side}\"")));
    keys.extend(wish.place.map(|place| format!("place = \"{place}\"")));
    table(&keys)
}

fn type_word(kind: NoduleType) -> &'static str {
    match kind {
        NoduleType::Solid => "solid",
        NoduleType::PartSolid => "part-solid",
        NoduleType::GroundGlass => "ground-glass",
    }
}

fn nodule_key(nodules: &Nodules) -> String {
    match nodules {
        Nodules::Listed(listed) => {
            let one = |nodule: &crate::NoduleSpec| {
                let mut keys = vec![
                    format!("diameter_mm = {:?}", nodule.diameter_mm),
                    format!("type = \"{}\"", type_word(nodule.nodule_type)),
                ];
                if let NodulePlace::Centre(at) = nodule.place {
                    keys.push(format!("centre_mm = {:?}", at.to_array()));
                }
                keys.extend(nodule.contrast_hu.map(|hu| format!("contrast_hu = {hu:?}")));
                table(&keys)
            };
            let listed: Vec<String> = listed.iter().map(one).collect();
            format!("nodules = [{}]", listed.join(", "))
        }
        Nodules::Random(random) => {
            let types = random
                .types
                .iter()
                .map(|&kind| format!("\"{}\"", type_word(kind)));
            let types: Vec<String> = types.collect();
            let keys = [
                format!("count = {}", random.count),
                format!(
                    "diameter_mm = [{:?}, {:?}]",
                    random.least_diameter_mm, random.greatest_diameter_mm
                ),
                format!("types = [{}]", types.join(", ")),
            ];
            format!("random = {}", table(&keys))
        }
    }
}
