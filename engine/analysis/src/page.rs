//! The analysis as one HTML page that stands alone: no script, no other file, nothing fetched.

mod agreement;
mod calls;
mod comparing;
mod discrimination;
mod forest;
mod items;
mod lesions;
mod measured;
mod methods;
mod overview;
mod pen;
mod plot;
mod reliance;
mod summary;
mod times;

use crate::analysis::Analysis;
use crate::study::Study;
use crate::words::{Language, Words};
use overread_page::{Frame, escape, paragraph, section};
use pen::Pen;

/// What this page wears beside what all pages wear.
const STYLE: &str = include_str!("page/style.css");

/// What is said on the page beside the figures.
#[derive(Debug, Clone, Copy)]
pub struct PageTexts<'a> {
    /// The language.
    pub language: Language,
    /// What the study is called; the page names it by its size if empty.
    pub title: &'a str,
    /// The program and its version.
    pub software: &'a str,
}

/// The page. Equal studies and texts give equal bytes: there is no date on it.
#[must_use]
pub fn page(study: &Study, analysis: &Analysis, texts: &PageTexts<'_>) -> String {
    let words = Words::new(texts.language);
    let pen = Pen {
        words: &words,
        study,
        analysis,
    };
    let title = if texts.title.trim().is_empty() {
        words.text("title")
    } else {
        texts.title.trim().to_owned()
    };
    let sections: Vec<(&str, &str, String)> = [
        ("readers", "heading-readers", overview::body(&pen)),
        ("roc", "heading-roc", discrimination::body(&pen)),
        ("calls", "heading-calls", calls::body(&pen)),
        ("lesions", "heading-lesions", lesions::body(&pen)),
        ("reliance", "heading-reliance", reliance::body(&pen)),
        ("time", "heading-time", times::body(&pen)),
        ("measured", "heading-measured", measured::body(&pen)),
        ("agreement", "heading-agreement", agreement::body(&pen)),
        ("items", "heading-items", items::body(&pen)),
        ("methods", "heading-methods", methods::body(&pen)),
    ]
    .into();
    let contents: String = sections
        .iter()
        .map(|(id, heading, _)| {
            format!(
                "<li><a href=\"#{id}\">{}</a></li>",
                escape(&words.text(heading))
            )
        })
        .collect();
    let bodies: String = sections
        .iter()
        .map(|(id, heading, body)| section(id, &words.text(heading), body))
        .collect();
    let made_by = words.with("made-by", &[("software", texts.software.into())]);
    let body = format!(
        "<header>\n\
         <p class=\"kicker\">{kicker}</p>\n<h1>{title}</h1>\n{lead}<p class=\"training\">{training}</p>\n</header>\n\
         <main>\n<section id=\"summary\"><h2>{summary_title}</h2>{summary}</section>\n\
         <nav aria-label=\"{contents_title}\"><ol>{contents}</ol></nav>\n{bodies}</main>\n\
         <footer>{training_again}{made_by}</footer>\n",
        title = escape(&title),
        kicker = escape(&words.text("kicker")),
        lead = paragraph(&overview::lead(&pen)),
        training = escape(&words.text("training-only")),
        summary_title = escape(&words.text("heading-summary")),
        summary = summary::body(&pen),
        contents_title = escape(&words.text("contents")),
        training_again = paragraph(&words.text("training-only")),
        made_by = paragraph(&made_by),
    );
    let frame = Frame {
        language: texts.language.tag(),
        title: &title,
        style: STYLE,
    };
    frame.page(&body)
}

#[cfg(test)]
mod tests;
