//! The map of competencies over the group, and of each learner.

use overread_page::escape;
use overread_stats::Estimate;

use super::Page;
use crate::competency::{Cell, WEAK_BELOW, WEAK_FROM_CASES};
use crate::group::GroupCell;

impl Page<'_> {
    /// Each competency over all learners.
    pub(super) fn map(&self) -> String {
        let heading = self.say("Competencies of the group", "Компетенции группы");
        if self.group.cells.is_empty() {
            let nothing = self.say(
                "No case was read yet.",
                "Пока не прочитано ни одного случая.",
            );
            return format!("<section><h2>{heading}</h2><p>{nothing}</p></section>");
        }
        let rows: String = self
            .group
            .cells
            .iter()
            .map(|(key, cell)| {
                let share = match &cell.right {
                    Ok(right) => self.share(&right.estimate),
                    Err(_) => self.no_interval(cell).to_owned(),
                };
                let weak = if cell.n_weak > 0 {
                    format!("<span class=\"bad\">▼ {}</span>", cell.n_weak)
                } else {
                    "0".to_owned()
                };
                format!(
                    "<tr><th scope=\"row\">{}</th><td>{share}</td><td class=\"n\">{}/{}</td><td class=\"n\">{}</td>\
                     <td class=\"n\">{weak}</td></tr>",
                    self.key_text(key),
                    cell.n_right,
                    cell.n,
                    cell.n_learners,
                )
            })
            .collect();
        let head = [
            (self.say("Area · task · AI", "Область · задача · ИИ"), false),
            (
                self.say("Right, 95 % interval", "Верно, интервал 95 %"),
                false,
            ),
            (self.say("Cases", "Случаи"), true),
            (self.say("Learners", "Учащиеся"), true),
            (self.say("Weak to", "Слабо у"), true),
        ];
        let legend = self.legend();
        format!(
            "<section><h2>{heading}</h2>{}{legend}</section>",
            table(&head, &rows)
        )
    }

    fn legend(&self) -> String {
        let weak_below = self.language.percent(WEAK_BELOW);
        let text = match self.language {
            crate::PageLanguage::En => format!(
                "Axis 0 to 100 %; dot: share, line: 95 % interval, dashed: {weak_below}. ▼ weak, ● not weak, … fewer \
                 than {WEAK_FROM_CASES} cases."
            ),
            crate::PageLanguage::Ru => format!(
                "Ось от 0 до 100 %; точка: доля, линия: интервал 95 %, пунктир: {weak_below}. ▼ слабо, ● не слабо, … \
                 меньше {WEAK_FROM_CASES} случаев."
            ),
        };
        format!("<p class=\"quiet\">{text}</p>")
    }

    /// The map of each learner.
    pub(super) fn each_learner(&self) -> String {
        let heading = self.say("Each learner", "Каждый учащийся");
        let sections: String = self
            .group
            .learners
            .iter()
            .map(|learner| {
                let weak = learner.competencies.weak();
                let rows: String = learner
                    .competencies
                    .cells()
                    .map(|(key, cell)| self.row(&self.key_text(key), cell, weak.contains(&key)))
                    .collect();
                let name = escape(&learner.name);
                if rows.is_empty() {
                    let nothing = self.say(
                        "No case was read yet.",
                        "Пока не прочитано ни одного случая.",
                    );
                    return format!(
                        "<section class=\"learner\"><h3>{name}</h3><p>{nothing}</p></section>"
                    );
                }
                let head = [
                    (self.say("Area · task · AI", "Область · задача · ИИ"), false),
                    (
                        self.say("Right, 95 % interval", "Верно, интервал 95 %"),
                        false,
                    ),
                    (self.say("Cases", "Случаи"), true),
                    (self.say("Time, median", "Время, медиана"), true),
                ];
                format!(
                    "<section class=\"learner\"><h3>{name}</h3>{}</section>",
                    table(&head, &rows)
                )
            })
            .collect();
        format!("<section><h2>{heading}</h2>{sections}</section>")
    }

    /// Why there is no share of the group.
    fn no_interval(&self, cell: &GroupCell) -> &'static str {
        match cell.n_learners {
            0 => self.say(
                "no case was read without hints",
                "без подсказок не прочитан ни один случай",
            ),
            1 => self.say(
                "no interval over fewer than two learners",
                "менее двух учащихся: интервала нет",
            ),
            _ => self.say("no interval can be estimated", "интервал не оценить"),
        }
    }

    fn row(&self, key: &str, cell: &Cell, is_weak: bool) -> String {
        let (sign, class) = if is_weak {
            ("▼", "bad")
        } else if cell.n < WEAK_FROM_CASES {
            ("…", "quiet")
        } else {
            ("●", "good")
        };
        let share = cell.right.as_ref().map_or_else(
            |_| self.say("no value", "нет значения").to_owned(),
            |right| self.share(right),
        );
        let seconds = cell.median_seconds.as_ref().map_or_else(
            |_| "–".to_owned(),
            |seconds| format!("{seconds:.0} {}", self.say("s", "с")),
        );
        format!(
            "<tr><th scope=\"row\">{key}</th><td><span class=\"{class}\">{sign}</span> {share}</td>\
             <td class=\"n\">{}/{}</td><td class=\"n\">{seconds}</td></tr>",
            cell.n_right, cell.n
        )
    }

    /// A share in words and as a dot with its interval.
    fn share(&self, of: &Estimate) -> String {
        let percent = |share: f64| self.language.percent(share);
        let x = |share: f64| 5.0 + share.clamp(0.0, 1.0) * 160.0;
        format!(
            "<svg class=\"dot\" viewBox=\"0 0 170 18\" aria-hidden=\"true\">\
             <line class=\"axis\" x1=\"5\" y1=\"9\" x2=\"165\" y2=\"9\"/>\
             <line class=\"line\" x1=\"{cut:.1}\" y1=\"2\" x2=\"{cut:.1}\" y2=\"16\"/>\
             <line class=\"whisker\" x1=\"{low:.1}\" y1=\"9\" x2=\"{high:.1}\" y2=\"9\"/>\
             <circle class=\"value\" cx=\"{value:.1}\" cy=\"9\" r=\"4.5\"/></svg> {} ({}–{})",
            percent(of.value),
            percent(of.lower),
            percent(of.upper),
            cut = x(WEAK_BELOW),
            low = x(of.lower),
            high = x(of.upper),
            value = x(of.value),
        )
    }
}

/// A table that scrolls by itself where it is too wide; numbers stand right.
pub(super) fn table(head: &[(&str, bool)], rows: &str) -> String {
    let head: String = head
        .iter()
        .map(|(name, is_number)| {
            let class = if *is_number { " class=\"n\"" } else { "" };
            format!("<th scope=\"col\"{class}>{name}</th>")
        })
        .collect();
    format!(
        "<div class=\"scroll\"><table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></div>"
    )
}
