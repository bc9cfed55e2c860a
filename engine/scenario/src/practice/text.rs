//! A practice set as the text of a scenario file. Decides nothing.

use overread_base::{Difficulty, LocalText, PhantomKind};

use super::{Practice, PracticeAi, Skill, wish};
use crate::names::{lesion_name, phantom_name};
use crate::{ReadingMode, told::line};

/// How far beside a mask a mark may lie, mm: a click beside a small lesion is not a miss.
const fn margin_mm(area: PhantomKind) -> u32 {
    match area {
        PhantomKind::ChestCt | PhantomKind::Mammography => 5,
        // The middle of a box around a crescent lies beside it; on radiographs outlines are blurred by what lies before
        // and behind.
        PhantomKind::HeadCt | PhantomKind::ChestRadiograph => 10,
    }
}

/// Time for a case that is usual in the area, s; going over is only shown.
const fn soft_limit_s(area: PhantomKind) -> u32 {
    match area {
        PhantomKind::ChestCt => 600,
        PhantomKind::HeadCt => 300,
        PhantomKind::ChestRadiograph | PhantomKind::Mammography => 180,
    }
}

/// How a simulated service does: sensitivity, specificity, sensitivity by difficulty, false marks a case, scatter of its
/// marks in mm. Made up for teaching: better than, like, and worse than what is published of services.
struct Figures {
    sensitivity: f64,
    specificity: f64,
    by_difficulty: [f64; 3],
    false_marks: f64,
    place_sd_mm: f64,
}

const fn figures(skill: Skill) -> Figures {
    match skill {
        Skill::Excellent => Figures {
            sensitivity: 0.95,
            specificity: 0.95,
            by_difficulty: [0.98, 0.95, 0.88],
            false_marks: 0.1,
            place_sd_mm: 1.5,
        },
        Skill::Average => Figures {
            sensitivity: 0.85,
            specificity: 0.8,
            by_difficulty: [0.95, 0.85, 0.65],
            false_marks: 0.4,
            place_sd_mm: 2.5,
        },
        Skill::Poor => Figures {
            sensitivity: 0.65,
            specificity: 0.6,
            by_difficulty: [0.8, 0.65, 0.45],
            false_marks: 1.0,
            place_sd_mm: 4.0,
        },
    }
}

/// The whole file.
pub(super) fn scenario(practice: &Practice) -> String {
    let mut text = String::new();
    head(practice, &mut text);
    questions(practice, &mut text);
    ai(practice, &mut text);
    cases(practice, &mut text);
    text
}

fn head(practice: &Practice, text: &mut String) {
    let area = practice.area;
    text.push_str(
        "# A practice set of synthetic cases, generated. For training, not for diagnosis.\n",
    );
    text.push_str(&wish::line(practice));
    text.push_str(&format!(
        "schema = 1\nid = \"practice.{}\"\nmode = \"{}\"\n",
        area.word(),
        practice.mode.word()
    ));
    if let Some(service) = practice.ai.service() {
        text.push_str(&format!("service = \"{}\"\n", service.as_str()));
    }
    text.push_str(&format!(
        "order = \"listed\"\nsoft_limit_s = {}\n\n",
        soft_limit_s(area)
    ));
    let [english, russian] = in_both(&phantom_name(area));
    text.push_str(&format!(
        "[title]\nen = \"Practice: {english}\"\nru = \"Тренировка: {russian}\"\n\n"
    ));
    let [en, ru] = briefing(practice);
    text.push_str(&format!("[briefing]\nen = \"{en}\"\nru = \"{ru}\"\n\n"));
    // Whoever rates a service is not helped to find what it should have found.
    let gives_hints = practice.mode != ReadingMode::AiExpert;
    text.push_str(&format!(
        "[practice]\nfeedback = \"after-case\"\nhints = {gives_hints}\n\n"
    ));
    text.push_str(&format!(
        "[hit]\nrule = \"inside-mask\"\nmargin_mm = {}\n\n",
        margin_mm(area)
    ));
}

/// What a reader is told before the first case.
fn briefing(practice: &Practice) -> [String; 2] {
    let [area_en, area_ru] = in_both(&phantom_name(practice.area));
    let (level_en, level_ru) = match practice.difficulty {
        Some(Difficulty::Easy) => ("easy", "низкая"),
        Some(Difficulty::Medium) => ("medium", "средняя"),
        Some(Difficulty::Hard) => ("hard", "высокая"),
        None => ("mixed", "разная"),
    };
    let n = practice.count;
    let share = practice.prevalence_percent;
    let (act_en, act_ru) = if practice.mode == ReadingMode::AiExpert {
        (
            "Rate each result of the service: its interpretation, its localisation, and which technical defect it has, if any.",
            "Оцените каждый результат сервиса: интерпретацию, локализацию и технологический дефект, если он есть.",
        )
    } else {
        (
            "Mark every finding inside its outline, rate each case from 0 (certainly normal) to 100 (certainly abnormal), write the impression and sign.",
            "Поставьте отметку внутри каждой находки, оцените каждое исследование от 0 (точно норма) до 100 (точно патология), напишите заключение и подпишите.",
        )
    };
    let (ai_en, ai_ru) = match &practice.ai {
        PracticeAi::None => (
            "There is no AI in this set.",
            "ИИ в этом наборе не участвует.",
        ),
        PracticeAi::Live(_) => (
            "An AI service takes part; it can be wrong.",
            "Участвует ИИ-сервис; он может ошибаться.",
        ),
        PracticeAi::Simulated(_) => (
            "The AI service is simulated; it can be wrong.",
            "ИИ-сервис имитируется; он может ошибаться.",
        ),
        PracticeAi::Planted { .. } => (
            "An AI service takes part, and errors are planted into some of its results; the debriefing names them.",
            "Участвует ИИ-сервис, в часть его результатов внесены ошибки; в разборе они будут названы.",
        ),
    };
    [
        format!(
            "{area_en}: synthetic cases to practise on, {n} in this set, difficulty {level_en}, about {share} % abnormal. {act_en} {ai_en}"
        ),
        format!(
            "{area_ru}: синтетические исследования для тренировки, в наборе {n}, сложность {level_ru}, патология примерно в {share} %. {act_ru} {ai_ru}"
        ),
    ]
}

fn questions(practice: &Practice, text: &mut String) {
    text.push_str("[questions]\nconfidence_step = 5\npositive_from = 50\n\n");
    for kind in practice.labels() {
        let [en, ru] = in_both(&lesion_name(kind));
        text.push_str(&format!(
            "[[questions.labels]]\nid = \"{}\"\ntext = {{ en = \"{en}\", ru = \"{ru}\" }}\n\n",
            kind.word
        ));
    }
    let is_required = practice.mode != ReadingMode::AiExpert;
    for (id, en, ru, is_required) in [
        ("findings", "Findings", "Описание", false),
        ("impression", "Impression", "Заключение", is_required),
    ] {
        text.push_str(&format!(
            "[[questions.sections]]\nid = \"{id}\"\ntitle = {{ en = \"{en}\", ru = \"{ru}\" }}\nrequired = {is_required}\n\n"
        ));
    }
    if practice.mode == ReadingMode::AiExpert {
        for (kind, en, ru) in [
            (
                "interpretation",
                "Is its interpretation right?",
                "Верна ли интерпретация?",
            ),
            (
                "localisation",
                "Is its localisation right?",
                "Верна ли локализация?",
            ),
            (
                "defect",
                "Which technical defect does the result have?",
                "Какой технологический дефект есть у результата?",
            ),
        ] {
            text.push_str(&format!(
                "[[questions.ask]]\nid = \"{kind}\"\ntext = {{ en = \"{en}\", ru = \"{ru}\" }}\nkind = \"{kind}\"\nscoring = \"exact\"\n\n"
            ));
        }
    }
}

fn ai(practice: &Practice, text: &mut String) {
    match &practice.ai {
        PracticeAi::None | PracticeAi::Live(_) => {}
        PracticeAi::Simulated(skill) => {
            let figures = figures(*skill);
            let [easy, medium, hard] = figures.by_difficulty;
            text.push_str(&format!(
                "[simulated]\nid = \"overread.simulated-{}\"\nname = {{ en = \"Simulated service\", ru = \"Имитация сервиса\" }}\nversion = \"1\"\n",
                practice.area.word()
            ));
            text.push_str(&format!(
                "sensitivity = {}\nspecificity = {}\nby_difficulty = {{ easy = {easy}, medium = {medium}, hard = {hard} }}\n",
                figures.sensitivity, figures.specificity
            ));
            text.push_str(&format!(
                "false_marks_per_case = {}\nplace_sd_mm = {}\nlatency_s = 3\n\n",
                figures.false_marks, figures.place_sd_mm
            ));
        }
        PracticeAi::Planted { share_percent, .. } => planted(practice, *share_percent, text),
    }
}

/// Misses and false details on abnormal cases, false alarms on normal ones, in the proportion of the cases.
fn planted(practice: &Practice, share_percent: u8, text: &mut String) {
    let cases = practice.cases();
    let n_abnormal = cases.iter().filter(|case| case.is_abnormal).count();
    let n = cases.len();
    let n_errors = ((n * usize::from(share_percent) + 50) / 100).clamp(1, n);
    let on_abnormal = (n_errors * n_abnormal + n / 2) / n.max(1);
    let on_abnormal = on_abnormal.min(n_abnormal);
    let on_normal = (n_errors - on_abnormal).min(n - n_abnormal);
    let misses = "\"fn.subtle\", \"fn.edge\", \"wrong.location\", \"wrong.measurement\"";
    let alarms = "\"fp\"";
    for (kinds, count) in [(misses, on_abnormal), (alarms, on_normal)] {
        if count > 0 {
            text.push_str(&format!(
                "[[planted]]\nkinds = [{kinds}]\ncount = {count}\n\n"
            ));
        }
    }
}

fn cases(practice: &Practice, text: &mut String) {
    let [en, ru] = in_both(&phantom_name(practice.area));
    let kinds: Vec<String> = practice
        .kinds()
        .iter()
        .map(|kind| format!("\"{}\"", kind.word))
        .collect();
    let kinds = if kinds.is_empty() {
        String::new()
    } else {
        format!(", kinds = [{}]", kinds.join(", "))
    };
    let word = practice.area.word();
    for (number, case) in (1..).zip(practice.cases()) {
        let prevalence = u8::from(case.is_abnormal);
        text.push_str(&format!(
            "[[cases]]\nid = \"case-{number:03}\"\ntitle = {{ en = \"{en} {number}\", ru = \"{ru} {number}\" }}\n"
        ));
        text.push_str(&format!(
            "difficulty = \"{}\"\ntags = [\"{word}\"]\n",
            case.difficulty.word()
        ));
        text.push_str(&format!(
            "phantom = {{ kind = \"{word}\", seed = {}, drawn = {{ prevalence = {prevalence}{kinds} }} }}\n\n",
            case.seed
        ));
    }
}

/// English and Russian of a text of ours, which holds neither quotation marks nor backslashes.
fn in_both(texts: &[LocalText]) -> [String; 2] {
    ["en", "ru"].map(|locale| line(texts, locale).to_owned())
}
