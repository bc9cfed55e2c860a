//! The scenario in which readers mark the truth, each alone, and the one in which they decide where they differ.

use overread_base::PhantomKind;

use super::{MarkingProject, STATE_QUESTION, StudyState, both, in_languages};
use crate::{LabelChoice, finding_labels};

/// The scenario that each reader reads alone: no AI, no truth, marks with a label, and for each case what it is.
///
/// It is sound by [`crate::check`] where the project's ids, folders and languages are.
#[must_use]
pub fn marking_text(project: &MarkingProject) -> String {
    let labels = finding_labels(&project.areas());
    let mut text = head(
        project,
        &labels,
        "# Marking the truth: every reader reads this alone, without AI and without the other's marks.\n",
        "marking",
        "unaided",
        ["Marking the truth", "Разметка истины"],
        [
            "Mark every lesion: draw a box around it, choose what it is and on which side. In studies of several projections mark the lesion in each image that shows it, with the same label and side. Then say whether the study is abnormal, normal, or cannot be judged, and sign. What you are not sure of belongs into the comment.",
            "Отметьте каждую находку: обведите её рамкой, выберите, что это и на какой стороне. Если исследование состоит из нескольких проекций, отметьте находку на каждом снимке, где она видна, с той же меткой и стороной. Затем укажите, патология это, норма или исследование нельзя оценить, и подпишите. Сомнения пишите в комментарий.",
        ],
    );
    cases(project, &mut text);
    text
}

/// The scenario in which the marks of both readers lie beside the images and each is accepted, changed or rejected.
///
/// Every case needs [`super::MarkingCase::recorded`]; `labels` are those of the marking.
#[must_use]
pub fn consensus_text(project: &MarkingProject, labels: &[LabelChoice]) -> String {
    let mut text = head(
        project,
        labels,
        "# The consensus: the cases on which the readers differ, with the marks of both beside the images.\n",
        "consensus",
        "concurrent",
        ["Consensus", "Консенсус"],
        [
            "The readers differ on these studies. Accept a mark that is right, change one that is not quite, reject one that is wrong, add what both have missed. Then say what the study is, and sign: this is the truth that others are held against.",
            "По этим исследованиям два чтения разошлись. Примите верную отметку, поправьте неточную, отклоните ошибочную, добавьте пропущенное обоими. Затем укажите, что это за исследование, и подпишите: по этой истине будут оценивать других.",
        ],
    );
    cases(project, &mut text);
    text
}

fn head(
    project: &MarkingProject,
    labels: &[LabelChoice],
    comment: &str,
    part: &str,
    mode: &str,
    [title_en, title_ru]: [&str; 2],
    [briefing_en, briefing_ru]: [&str; 2],
) -> String {
    let mut text = format!(
        "{comment}schema = 1\nid = \"{}-{part}\"\nmode = \"{mode}\"\norder = \"shuffled\"\n",
        project.id
    );
    text += &format!("title = {}\n", both(title_en, title_ru));
    text += &format!("briefing = {}\n\n", both(briefing_en, briefing_ru));
    text += "[hit]\nrule = \"centre-distance\"\nleast_radius_mm = 5\n\n";
    text += "[questions]\nconfidence_step = 5\npositive_from = 50\n\n";
    text += &labels_text(labels);
    text += &format!(
        "[[questions.sections]]\nid = \"comment\"\ntitle = {}\nrequired = false\n\n",
        both("Comment", "Комментарий")
    );
    text += &format!(
        "[[questions.ask]]\nid = \"{STATE_QUESTION}\"\ntext = {}\nkind = \"choice\"\nrequired = true\noptions = [\n",
        both("What is this study?", "Что это за исследование?")
    );
    for (state, english, russian) in [
        (StudyState::Abnormal, "Abnormal", "Патология"),
        (StudyState::Normal, "Normal", "Норма"),
        (StudyState::Unusable, "Cannot be judged", "Нельзя оценить"),
    ] {
        text += &format!(
            "    {{ code = \"{}\", text = {} }},\n",
            state.word(),
            both(english, russian)
        );
    }
    text + "]\n\n"
}

/// The labels that marks may carry.
pub(super) fn labels_text(labels: &[LabelChoice]) -> String {
    let each = labels.iter().map(|label| {
        format!(
            "[[questions.labels]]\nid = \"{}\"\ntext = {}\n\n",
            label.id,
            in_languages(&label.text)
        )
    });
    each.collect()
}

fn cases(project: &MarkingProject, text: &mut String) {
    for case in &project.cases {
        *text += &format!(
            "[[cases]]\nid = \"{}\"\ntitle = {}\n",
            case.id,
            in_languages(&case.title)
        );
        if let Some(recorded) = &case.recorded {
            *text += &format!("recorded = \"{recorded}\"\n");
        }
        *text += &format!("dicom = {{ folder = \"{}\" }}\n\n", case.folder);
    }
}

impl MarkingProject {
    /// What the images of all its cases may be of, each area once.
    pub(super) fn areas(&self) -> Vec<PhantomKind> {
        let all = PhantomKind::ALL.into_iter();
        all.filter(|area| self.cases.iter().any(|case| case.areas.contains(area)))
            .collect()
    }
}
