//! The learners in a table: how far each is, how the certification stands, and what is weak.

use overread_base::civil_date;
use overread_page::escape;

use super::Page;
use super::cells::table;
use crate::certification::{Certification, Part, PartStatus};
use crate::group::{GroupLearner, ModuleProgress};
use crate::words::{reason_text, status_text, verdict_text};

impl Page<'_> {
    /// One row a learner.
    pub(super) fn learners(&self) -> String {
        let heading = self.say("Learners", "Учащиеся");
        if self.group.learners.is_empty() {
            let nothing = self.say("No log could be read.", "Ни один журнал не прочитан.");
            return format!("<section><h2>{heading}</h2><p>{nothing}</p></section>");
        }
        let rows: String = self
            .group
            .learners
            .iter()
            .map(|learner| self.learner(learner))
            .collect();
        let head = [
            (self.say("Learner", "Учащийся"), false),
            (self.say("Last active", "Последняя активность"), false),
            (
                self.say("Modules, steps done", "Модули, пройдено шагов"),
                false,
            ),
            (self.say("Certification", "Аттестация"), false),
            (self.say("Weak tasks", "Слабые задачи"), false),
        ];
        format!(
            "<section><h2>{heading}</h2>{}</section>",
            table(&head, &rows)
        )
    }

    fn learner(&self, learner: &GroupLearner) -> String {
        let last = learner
            .last_unix_s
            .map_or_else(|| "–".to_owned(), civil_date);
        let logs = match learner.sources.len() {
            0 | 1 => String::new(),
            n => format!(
                "<br><span class=\"quiet\">{}: {n}</span>",
                self.say("logs", "журналов")
            ),
        };
        let modules: String = learner.modules.iter().map(module).collect();
        let certifications: Vec<String> = learner
            .certifications
            .iter()
            .map(|(module, found)| self.certification(module, found))
            .collect();
        let weak: Vec<String> = learner
            .competencies
            .weak()
            .into_iter()
            .map(|key| format!("<span class=\"bad\">▼</span> {}", self.key_text(key)))
            .collect();
        let weak = if weak.is_empty() {
            "–".to_owned()
        } else {
            weak.join("<br>")
        };
        format!(
            "<tr><th scope=\"row\">{}{logs}</th><td class=\"date\">{last}</td><td>{modules}</td><td>{}</td><td>{weak}</td></tr>",
            escape(&learner.name),
            certifications.join("<br>"),
        )
    }

    fn certification(&self, module: &str, found: &Certification) -> String {
        let verdict = verdict_text(found.outcome, self.language);
        let when = found.passed_unix_s.map(civil_date);
        let when = when.map_or_else(String::new, |day| format!(" {day}"));
        let parts: Vec<String> = found
            .parts
            .iter()
            .map(|part| self.part(module, part))
            .collect();
        format!("<strong>{verdict}{when}</strong><br>{}", parts.join("<br>"))
    }

    /// A sign, the part's name, and why it is not passed.
    fn part(&self, module: &str, part: &Part) -> String {
        let (sign, class) = match part.status {
            PartStatus::Passed => ("✔", "good"),
            PartStatus::Failed => ("✖", "bad"),
            PartStatus::Undecided | PartStatus::TooOld => ("?", "warn"),
            PartStatus::NotSat => ("○", "quiet"),
        };
        let step = self.course.module(module).and_then(|m| m.step(&part.step));
        let name = step.map_or_else(|| escape(&part.step), |step| self.text(&step.title));
        let reasons: Vec<String> = part
            .reasons
            .iter()
            .map(|reason| escape(&reason_text(reason, self.language)))
            .collect();
        let reasons = if reasons.is_empty() {
            status_text(part.status, self.language).to_owned()
        } else {
            reasons.join("; ")
        };
        format!(
            "<span class=\"{class}\">{sign} {name}</span> <span class=\"quiet\">{reasons}</span>"
        )
    }
}

/// A bar and two numbers.
fn module(of: &ModuleProgress) -> String {
    let share = 100.0 * of.n_done as f64 / of.n_steps.max(1) as f64;
    format!(
        "<div>{} <span class=\"bar\" aria-hidden=\"true\"><i style=\"width:{share:.0}%\"></i></span> {}/{}</div>",
        escape(&of.module.to_uppercase()),
        of.n_done,
        of.n_steps
    )
}
