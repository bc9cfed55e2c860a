//! The educator's page over a group as one HTML text: no script, no other file, light and dark, for paper and telephone.

mod cells;
mod learners;

use overread_base::{LocalText, civil_date};
use overread_page::{Frame, escape};
use overread_scenario::{Course, phantom_name};

use crate::competency::{CellKey, WEAK_BELOW, WEAK_FROM_CASES};
use crate::group::Group;
use crate::words::{PageLanguage, ai_text};

/// What this page wears beside what all pages wear.
const STYLE: &str = include_str!("group_page/style.css");

/// What a page is made of.
pub(super) struct Page<'a> {
    course: &'a Course,
    group: &'a Group,
    language: PageLanguage,
}

/// The page over a group; `made_unix_s` is the day that it states, seconds since 1970.
#[must_use]
pub fn group_page(
    course: &Course,
    group: &Group,
    language: PageLanguage,
    made_unix_s: u64,
) -> String {
    let page = Page {
        course,
        group,
        language,
    };
    let title = page.say("Learners of a course", "Учащиеся курса");
    let body = [
        page.head(title, made_unix_s),
        page.summary(),
        page.learners(),
        page.map(),
        page.each_learner(),
        page.methods(),
    ]
    .concat();
    let frame = Frame {
        language: language.word(),
        title,
        style: STYLE,
    };
    frame.page(&body)
}

impl Page<'_> {
    const fn say<'a>(&self, en: &'a str, ru: &'a str) -> &'a str {
        self.language.pick(en, ru)
    }

    /// A text of the course in the page's language, safe to stand in HTML.
    fn text(&self, texts: &[LocalText]) -> String {
        escape(LocalText::pick(texts, self.language.word()).unwrap_or_default())
    }

    fn head(&self, title: &str, made_unix_s: u64) -> String {
        format!(
            "<header><h1>{title}</h1><p class=\"lead\">{} {} · {}</p><p class=\"quiet\">{}</p></header>",
            self.text(&self.course.title),
            escape(&self.course.version),
            civil_date(made_unix_s),
            self.say(
                "For training and examination, not for diagnosis.",
                "Для обучения и экзамена, не для диагностики."
            ),
        )
    }

    /// The group in a few sentences.
    fn summary(&self) -> String {
        let group = self.group;
        let n_learners = group.learners.len();
        let n_logs: usize = group.learners.iter().map(|it| it.sources.len()).sum();
        let is_certified = |learner: &&crate::group::GroupLearner| {
            let mut all = learner.certifications.iter();
            all.any(|(_, found)| found.passed_unix_s.is_some())
        };
        let n_certified = group.learners.iter().filter(is_certified).count();
        let n_damaged = group.damaged.len();
        let mut lines = vec![match self.language {
            PageLanguage::En => format!(
                "Learners: {n_learners}, from {n_logs} logs. Every part of a certification passed: {n_certified}."
            ),
            PageLanguage::Ru => format!(
                "Учащихся: {n_learners}, журналов: {n_logs}. Все части аттестации сданы: {n_certified}."
            ),
        }];
        let mut weak: Vec<_> = group.cells.iter().filter(|(_, c)| c.n_weak > 0).collect();
        weak.sort_by_key(|(_, cell)| std::cmp::Reverse(cell.n_weak));
        let weak: Vec<String> = weak
            .iter()
            .take(3)
            .map(|(key, cell)| format!("{} ({})", self.key_text(key), cell.n_weak))
            .collect();
        lines.push(if weak.is_empty() {
            self.say(
                "No task is weak to anybody so far.",
                "Слабых задач пока ни у кого нет.",
            )
            .to_owned()
        } else {
            let begin = self.say(
                "Weak most often (number of learners): ",
                "Чаще всего слабые задачи (число учащихся): ",
            );
            format!("{begin}{}.", weak.join("; "))
        });
        if n_damaged > 0 {
            lines.push(match self.language {
                PageLanguage::En => {
                    format!(
                        "Logs that could not be read and are not counted: {n_damaged}; see the end."
                    )
                }
                PageLanguage::Ru => {
                    format!("Журналов, которые не прочитаны и не учтены: {n_damaged}; см. в конце.")
                }
            });
        }
        let lines: Vec<String> = lines.iter().map(|line| format!("<p>{line}</p>")).collect();
        format!("<section class=\"summary\">{}</section>", lines.concat())
    }

    /// Area, task and AI of a competency, safe to stand in HTML.
    fn key_text(&self, key: &CellKey) -> String {
        let area = key.area.map(|area| self.text(&phantom_name(area)));
        let parts = [
            area.unwrap_or_default(),
            escape(self.course.task_name(&key.task, self.language.word())),
            ai_text(key.ai, self.language).to_owned(),
        ];
        let parts: Vec<String> = parts.into_iter().filter(|part| !part.is_empty()).collect();
        parts.join(" · ")
    }

    fn methods(&self) -> String {
        let weak_below = self.language.percent(WEAK_BELOW);
        let text = match self.language {
            PageLanguage::En => format!(
                "A case is right if the call was right, every lesion was found and nothing false was marked. Intervals are \
                 95 %: Wilson's for one learner; over learners with the design effect of cases that one learner read \
                 (Rao and Scott 1992; Korn and Graubard 1998). A task is weak below {weak_below} over at least \
                 {WEAK_FROM_CASES} cases (default, unverified). Of a case read several times in one session the last \
                 reading counts. Logs of one name are one learner's; an event that stands in several of them counts once; \
                 a log without a name stands alone. The logs are the learners' own and not signed: a certificate rests on \
                 sealed sessions, this page does not."
            ),
            PageLanguage::Ru => format!(
                "Случай прочитан верно, если верно общее решение, найдены все находки и нет ложных отметок. Интервалы \
                 95 %: для одного учащегося по Уилсону; для группы с поправкой на то, что случаи одного учащегося схожи \
                 (Rao и Scott 1992; Korn и Graubard 1998). Задача слабая, если верных меньше {weak_below} не менее чем на \
                 {WEAK_FROM_CASES} случаях (значение по умолчанию, не проверено). Если за одно занятие случай прочитан \
                 несколько раз, учитывается последнее чтение. Журналы с одним именем принадлежат одному учащемуся; \
                 событие, которое есть в нескольких, учитывается один раз; журнал без имени стоит отдельно. Журналы ведут \
                 сами учащиеся, подписи у них нет: сертификат опирается на запечатанные занятия, эта страница — нет."
            ),
        };
        let heading = self.say("How this was counted", "Как это посчитано");
        format!(
            "<section><h2>{heading}</h2><p>{text}</p>{}</section>",
            self.damaged()
        )
    }

    fn damaged(&self) -> String {
        let damaged = self.group.damaged.iter().map(|log| {
            let (source, reason) = (escape(&log.source), escape(&log.reason));
            format!("<li><code>{source}</code>: {reason}</li>")
        });
        let notes = self
            .group
            .learners
            .iter()
            .flat_map(|learner| &learner.notes);
        let notes = notes.map(|note| format!("<li>{}</li>", escape(note)));
        let rows: String = damaged.chain(notes).collect();
        if rows.is_empty() {
            return String::new();
        }
        let heading = self.say("Logs with damage", "Повреждённые журналы");
        format!("<h3>{heading}</h3><ul>{rows}</ul>")
    }
}

#[cfg(test)]
mod tests;
