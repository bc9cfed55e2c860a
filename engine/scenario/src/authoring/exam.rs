//! The exam of a project, filled in as far as anything is known: cases, questions, a simulated service, clock, form.

use super::{MarkingProject, both, in_languages, marking, quoted};
use crate::finding_labels;

/// Minutes for a case, as a beginning; unverified.
const MINUTES_A_CASE: usize = 6;

/// The exam's scenario before the truth is known: it can be read, and is not graded until [`super::settled_text`] has put
/// the truth into it.
#[must_use]
pub fn exam_text(project: &MarkingProject) -> String {
    let n = project.cases.len();
    let mut text = format!(
        "# The exam. The truth of its cases is put in by overread course truth; all else is yours to change.\n\
         # overread scenario check, preview and blueprint tell what a reader will meet.\n\
         schema = 1\nid = \"{}-exam\"\nmode = \"sequential\"\norder = \"shuffled\"\ntitle = {{ {} = {} }}\n",
        project.id,
        project.locale,
        quoted(&project.title)
    );
    text += &format!(
        "briefing = {}\n\n",
        both(
            "Read each study alone first: mark every lesion and rate the study. Then the result of a service is shown; decide on each of its findings, and sign.",
            "Сначала прочитайте исследование сами: отметьте все находки и оцените исследование. Затем будет показан результат сервиса; примите решение по каждой его находке и подпишите."
        )
    );
    text += "# A mark counts within this distance of a lesion's middle, or within its radius (unverified: a beginning).\n\
             [hit]\nrule = \"centre-distance\"\nleast_radius_mm = 10\n\n";
    text += "[questions]\nconfidence_step = 5\npositive_from = 50\n\n";
    text += &marking::labels_text(&finding_labels(&project.areas()));
    text += &format!(
        "[[questions.sections]]\nid = \"impression\"\ntitle = {}\nrequired = true\n\n",
        both("Impression", "Заключение")
    );
    text += &format!(
        "# Questions: overread scenario schema has every kind. One that is scored needs a key in its cases, key = {{ ... }}.\n\
         [[questions.ask]]\nid = \"sure\"\ntext = {}\nkind = \"confidence\"\nrequired = true\nscoring = \"brier\"\n\n",
        both(
            "How sure are you of your answer?",
            "Насколько вы уверены в ответе?"
        )
    );
    text += &format!(
        "# A service of stated accuracy, over the truth of the cases; service = \"vendor.name\" above would run a real one.\n\
         [simulated]\nid = \"overread.simulated-exam\"\nname = {}\nversion = \"1\"\nsensitivity = 0.9\nspecificity = 0.9\n\
         place_sd_mm = 2\nlatency_s = 3\n\n",
        both("Simulated service", "Имитация сервиса")
    );
    text += "# Errors planted over what the service says, once the truth is there: take the number signs away.\n\
             # [[planted]]\n# kinds = [\"fn\", \"fp\"]\n# count = 1\n\n";
    text += &format!(
        "# Minutes for all cases together (unverified: a beginning).\n[clock]\nsession_s = {}\n\n",
        n * MINUTES_A_CASE * 60
    );
    text += "# The form: how many cases a candidate reads, of which kinds. Give the cases tags, and cells of their own.\n[form]\n\n";
    text += &format!("[[form.cells]]\nname = \"all\"\ncount = {n}\n\n");
    for case in &project.cases {
        text += &format!(
            "[[cases]]\nid = \"{}\"\ntitle = {}\ndicom = {{ folder = \"{}\" }}\n\n",
            case.id,
            in_languages(&case.title),
            case.folder
        );
    }
    text
}
