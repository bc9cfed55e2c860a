//! The page over small groups, in both languages, with names that try to be markup.

use overread_exam::ComponentStatus;

use super::*;
use crate::fixture::{cases, course, exam_done, log, test_done};
use crate::group::Damaged;

const DAY: u64 = 1_795_651_200;

fn group() -> Group {
    let mut acts = cases("s", "mass", 8, 2);
    acts.extend([test_done(0.5), exam_done(ComponentStatus::NotMet)]);
    let damaged = Damaged {
        source: "c<b>.log".to_owned(),
        reason: "no whole header".to_owned(),
    };
    Group::of(
        &course(),
        vec![
            log("a", "<script>alert(1)</script>", acts),
            log("b", "\u{202e}Bo", cases("s", "mass", 8, 8)),
        ],
        vec![damaged],
    )
}

/// Every element that is opened is closed, in order; what is left over at the end.
fn open_elements(html: &str) -> Vec<String> {
    let mut open = Vec::new();
    for tag in html.split('<').skip(1) {
        let tag = tag.split('>').next().unwrap();
        let name: String = tag
            .trim_start_matches('/')
            .chars()
            .take_while(char::is_ascii_alphanumeric)
            .collect();
        if tag.starts_with('/') {
            assert_eq!(open.pop().as_deref(), Some(name.as_str()), "{tag}");
        } else if !tag.ends_with('/') && !["meta", "br", ""].contains(&name.as_str()) {
            open.push(name);
        }
    }
    open
}

#[test]
fn the_page_tells_of_each_learner_each_competency_and_each_damaged_log() {
    for (language, wanted) in [
        (
            PageLanguage::En,
            [
                "Learners: 2, from 2 logs",
                "50\u{a0}% of the marks, the pass mark is 70\u{a0}%",
                "wrong results withstood (RSR): 25\u{a0}% of 8, cut 60\u{a0}%: below the cut",
                "Head CT · Masses &lt;1&gt; · AI miss",
                "2026-11-26",
            ],
        ),
        (
            PageLanguage::Ru,
            [
                "Учащихся: 2, журналов: 2",
                "50\u{a0}% баллов при пороге 70\u{a0}%",
                "отклонено ошибок ИИ (RSR): 25\u{a0}% из 8, порог 60\u{a0}%: ниже порога",
                "КТ головного мозга · Образования · пропуск ИИ",
                "2026-11-26",
            ],
        ),
    ] {
        let page = group_page(&course(), &group(), language, DAY);
        for text in wanted {
            assert!(page.contains(text), "{text}\n{page}");
        }
        assert!(page.contains("c&lt;b&gt;.log</code>: no whole header"));
        assert!(page.contains("Course &amp; more"));
    }
}

#[test]
fn nothing_of_a_log_becomes_markup_and_nothing_is_loaded() {
    let page = group_page(&course(), &group(), PageLanguage::En, DAY);
    assert_eq!(open_elements(&page), Vec::<String>::new());
    assert!(page.contains("&lt;script&gt;alert(1)&lt;/script&gt;"));
    assert!(page.contains("Knowledge &lt;test&gt;"));
    for forbidden in [
        "<script", "\u{202e}", "://", "src=", "href=", "@import", "url(",
    ] {
        assert!(!page.contains(forbidden), "{forbidden}");
    }
}

#[test]
fn an_empty_group_is_a_page_too() {
    let empty = Group::of(&course(), Vec::new(), Vec::new());
    let page = group_page(&course(), &empty, PageLanguage::En, DAY);
    assert_eq!(open_elements(&page), Vec::<String>::new());
    assert!(page.contains("No log could be read."));
}
