//! The draft text of a report changed along with its findings, in the service's own words where they can be found.
//!
//! A numbered line each, the note of a finding, or its measured value say which sentences are about it. What cannot be
//! found is written anew for all findings. Languages other than English and Russian are left out of what is rewritten.

use overread_base::{AiReport, Code, Finding, LocalText, ReportSection};

use super::Cx;
use super::tokens::{Which, exchanged, exchanged_value, other_sides};
use super::wording::{self, Language, both};

/// Sentences by lines.
type Lines = Vec<Vec<String>>;

fn parse(text: &str) -> Lines {
    text.lines().map(sentences).collect()
}

/// Parts a line after a full stop that a capital follows; the number that a line begins with stays with its sentence.
fn sentences(line: &str) -> Vec<String> {
    let skip = line.len() - unnumbered(line).map_or(line, |(_, rest)| rest).len();
    let chars: Vec<(usize, char)> = line.char_indices().collect();
    let mut parts = Vec::new();
    let mut from = 0;
    for around in chars.windows(3) {
        let [(at, stop), (_, space), (next_at, next)] = around else {
            continue;
        };
        let is_end = matches!(stop, '.' | '!' | '?') && *space == ' ' && next.is_uppercase();
        if is_end && *at >= skip {
            parts.push(line[from..=*at].to_owned());
            from = *next_at;
        }
    }
    parts.push(line[from..].to_owned());
    parts
}

fn write(lines: &[Vec<String>]) -> String {
    let lines: Vec<String> = lines.iter().map(|parts| parts.join(" ")).collect();
    lines.join("\n")
}

/// The number that a line begins with, as `2. ` or `2) `, and what follows.
fn unnumbered(line: &str) -> Option<(usize, &str)> {
    let trimmed = line.trim_start();
    let n_digits = trimmed.bytes().take_while(u8::is_ascii_digit).count();
    let (number, rest) = trimmed.split_at(n_digits);
    let rest = rest
        .strip_prefix(". ")
        .or_else(|| rest.strip_prefix(") "))?;
    Some((number.parse().ok()?, rest))
}

fn line_text(parts: &[String]) -> String {
    parts.join(" ")
}

/// The places of the sentences about the finding at `nth` of `findings`: line and sentence.
fn about(
    lines: &Lines,
    findings: &[Finding],
    nth: usize,
    language: Language,
) -> Vec<(usize, usize)> {
    let is_numbered = |parts: &Vec<String>| unnumbered(&line_text(parts)).is_some();
    let numbered: Vec<usize> = (0..lines.len())
        .filter(|&at| is_numbered(&lines[at]))
        .collect();
    if numbered.len() == findings.len()
        && let Some(&line) = numbered.get(nth)
    {
        return (0..lines[line].len()).map(|part| (line, part)).collect();
    }
    let Some(finding) = findings.get(nth) else {
        return Vec::new();
    };
    let tells = |sentence: &str| {
        let mut notes = finding.notes.iter();
        let mut measures = finding.measures.iter();
        notes.any(|note| !note.value.is_empty() && note.value.contains(sentence.trim()))
            || measures.any(|measure| {
                exchanged_value(sentence, measure.value, measure.value, language).is_some()
            })
    };
    let all = lines.iter().enumerate();
    all.flat_map(|(line, parts)| (0..parts.len()).map(move |part| (line, part)))
        .filter(|&(line, part)| tells(&lines[line][part]))
        .collect()
}

fn is_impression(section: &ReportSection) -> bool {
    section.section.eq_ignore_ascii_case("impression")
}

/// Whether a section names findings one by one.
fn is_listing(section: &ReportSection) -> bool {
    section.section.eq_ignore_ascii_case("findings")
}

/// The section that lists findings: of that name, else the first that is no impression.
fn listing(report: &AiReport) -> Option<usize> {
    let position = |is: fn(&ReportSection) -> bool| report.draft.iter().position(is);
    position(is_listing).or_else(|| position(|section| !is_impression(section)))
}

/// All that a service says it looked for, else what it usually looks for.
pub(super) fn targets(report: &AiReport, cx: &Cx<'_>) -> Vec<Code> {
    let mut all: Vec<Code> = Vec::new();
    for assessed in &report.assessed {
        if !all
            .iter()
            .any(|known| known.is_same_concept(&assessed.code))
        {
            all.push(assessed.code.clone());
        }
    }
    if all.is_empty() {
        all.push(target(report, cx));
    }
    all
}

/// What a service looks for, as far as anything says so.
pub(super) fn target(report: &AiReport, cx: &Cx<'_>) -> Code {
    let other = cx.case.other.and_then(|other| other.report());
    let of = |report: &AiReport| {
        let found = report.findings.first().map(|finding| finding.code.clone());
        found.or_else(|| {
            report
                .assessed
                .first()
                .map(|assessed| assessed.code.clone())
        })
    };
    of(report)
        .or_else(|| cx.lesions().first().map(|lesion| lesion.code.clone()))
        .or_else(|| other.and_then(of))
        .unwrap_or_else(Code::nodule)
}

/// Changes what is said about one finding, in the draft and in its notes; with one finding the whole draft is about it.
pub(super) fn retell(
    report: &mut AiReport,
    nth: usize,
    change: impl Fn(&str, Language) -> Option<String>,
) {
    let is_only_one = report.findings.len() == 1;
    for section in &mut report.draft {
        for text in &mut section.text {
            let language = Language::of(&text.locale).unwrap_or(Language::English);
            let mut lines = parse(&text.value);
            let places = if is_only_one {
                let all = lines.iter().enumerate();
                all.flat_map(|(line, parts)| (0..parts.len()).map(move |part| (line, part)))
                    .collect()
            } else {
                about(&lines, &report.findings, nth, language)
            };
            for (line, part) in places {
                let sentence = &mut lines[line][part];
                if let Some(changed) = change(sentence, language) {
                    *sentence = changed;
                }
            }
            text.value = write(&lines);
        }
    }
    if let Some(finding) = report.findings.get_mut(nth) {
        for note in &mut finding.notes {
            let language = Language::of(&note.locale).unwrap_or(Language::English);
            if let Some(changed) = change(&note.value, language) {
                note.value = changed;
            }
        }
    }
}

/// Exchanges right and left in what is said about one finding.
pub(super) fn exchange_sides(report: &mut AiReport, nth: usize) {
    retell(report, nth, |text, _| Some(other_sides(text)));
}

/// Exchanges a value in what is said about one finding.
pub(super) fn exchange_value(report: &mut AiReport, nth: usize, from: f64, to: f64) {
    retell(report, nth, |text, language| {
        exchanged_value(text, from, to, language)
    });
}

/// Exchanges a unit after a value in what is said about one finding.
pub(super) fn exchange_unit(report: &mut AiReport, nth: usize, from: &str, to: &str) {
    retell(report, nth, |text, language| {
        let (from, to) = (wording::unit(from, language), wording::unit(to, language));
        exchanged(text, &from, &to, Which::All)
    });
}

/// Exchanges a category in what is said about one finding and where the highest of all is named.
pub(super) fn exchange_category(
    report: &mut AiReport,
    nth: usize,
    (from, to): (&str, &str),
    highest: (Option<&str>, Option<&str>),
) {
    retell(report, nth, |text, _| {
        exchanged(text, from, to, Which::Last)
    });
    if report.findings.len() > 1
        && let (Some(before), Some(after)) = highest
    {
        change_impression(report, |text| exchanged(text, before, after, Which::Last));
    }
}

fn change_impression(report: &mut AiReport, change: impl Fn(&str) -> Option<String>) {
    for section in report
        .draft
        .iter_mut()
        .filter(|section| is_impression(section))
    {
        for text in &mut section.text {
            if let Some(changed) = change(&text.value) {
                text.value = changed;
            }
        }
    }
}

/// Calls one finding by the word of another concept; English and Russian words of known concepts change.
pub(super) fn exchange_word(report: &mut AiReport, nth: usize, from: &Code, to: &Code) {
    retell(report, nth, |text, language| {
        let (from, to) = (wording::word(from, language), wording::word(to, language));
        let capitals = (wording::capital(&from), wording::capital(&to));
        // Plurals and cases keep their endings: both nouns decline alike.
        let changed = text.replace(&capitals.0, &capitals.1).replace(&from, &to);
        (changed != text).then_some(changed)
    });
}

/// Rewrites the listing and the impression for the findings as they are.
pub(super) fn rewrite(report: &mut AiReport, cx: &Cx<'_>) {
    if report.findings.is_empty() {
        say_nothing_found(report, cx);
        return;
    }
    let targets = targets(report, cx);
    let listing = listing(report);
    for idx in 0..report.draft.len() {
        let text = if Some(idx) == listing {
            both(|language| wording::findings(&report.findings, &targets, language))
        } else if is_impression(&report.draft[idx]) {
            both(|language| wording::impression(&report.findings, &targets, language))
        } else {
            continue;
        };
        report.draft[idx].text = text;
    }
}

/// Lets the draft say that nothing was found: as the service said it of another case, where there is such a text.
pub(super) fn say_nothing_found(report: &mut AiReport, cx: &Cx<'_>) {
    let targets = targets(report, cx);
    let other = cx.case.other.and_then(|other| other.report());
    let other = other.filter(|other| other.findings.is_empty());
    let listing = listing(report);
    for idx in 0..report.draft.len() {
        let section = &report.draft[idx];
        if Some(idx) != listing && !is_impression(section) {
            continue;
        }
        let own = other.and_then(|other| {
            let same = |of: &&ReportSection| of.section == section.section;
            other.draft.iter().find(same)
        });
        let text = match own {
            Some(own) => own.text.clone(),
            None if is_impression(section) => {
                both(|language| wording::impression(&[], &targets, language))
            }
            None => both(|language| wording::nothing_found(&targets, language)),
        };
        report.draft[idx].text = text;
    }
}

/// Takes what is said about one finding out of the draft; the finding itself stays.
///
/// `false` if the draft says nothing that could be taken out.
pub(super) fn omit(report: &mut AiReport, nth: usize, cx: &Cx<'_>) -> bool {
    let before = report.draft.clone();
    let n = report.findings.len();
    if n == 1 {
        say_nothing_found(report, cx);
        return report.draft != before;
    }
    let mut is_found = false;
    for section in &mut report.draft {
        section
            .text
            .retain(|text| Language::of(&text.locale).is_some());
        let is_listing = is_listing(section);
        for text in &mut section.text {
            let language = Language::of(&text.locale).unwrap_or(Language::English);
            let mut lines = parse(&text.value);
            let places = about(&lines, &report.findings, nth, language);
            is_found |= is_listing && !places.is_empty();
            for (line, part) in places.into_iter().rev() {
                lines[line].remove(part);
            }
            lines.retain(|parts| !parts.is_empty());
            renumber(&mut lines);
            text.value = write(&lines);
        }
    }
    report.draft.retain(|section| !section.text.is_empty());
    if !is_found {
        report.draft = before;
        return false;
    }
    let (from, to) = (n.to_string(), (n - 1).to_string());
    change_impression(report, |text| exchanged(text, &from, &to, Which::First));
    true
}

/// Numbers the numbered lines from 1 on.
fn renumber(lines: &mut Lines) {
    let mut number = 0;
    for parts in lines {
        let Some(first) = parts.first_mut() else {
            continue;
        };
        if let Some((_, rest)) = unnumbered(first) {
            number += 1;
            *first = format!("{number}. {rest}");
        }
    }
}

/// Takes a finding out of the report: from the list and from the draft.
pub(super) fn remove(report: &mut AiReport, nth: usize, cx: &Cx<'_>) -> Option<Finding> {
    if nth >= report.findings.len() {
        return None;
    }
    let is_told = omit(report, nth, cx);
    let removed = report.findings.remove(nth);
    if !is_told {
        rewrite(report, cx);
    }
    Some(removed)
}

/// Adds a finding to the report: to the list, and to the draft in the manner of `like`, which it was made after.
pub(super) fn add(report: &mut AiReport, finding: Finding, like: Option<&Finding>, cx: &Cx<'_>) {
    let n = report.findings.len();
    if n == 0 {
        report.findings.push(finding);
        say_first(report, like, cx);
        return;
    }
    let model = like.and_then(|like| report.findings.iter().position(|f| f.id == like.id));
    let mut is_told = true;
    if let Some(idx) = listing(report) {
        let section = &mut report.draft[idx];
        section
            .text
            .retain(|text| Language::of(&text.locale).is_some());
        for text in &mut section.text {
            let language = Language::of(&text.locale).unwrap_or(Language::English);
            let mut lines = parse(&text.value);
            let is_numbered = lines
                .iter()
                .any(|parts| unnumbered(&line_text(parts)).is_some());
            let own = model.and_then(|model| {
                let places = about(&lines, &report.findings, model, language);
                let sentences = places.iter().map(|&(line, part)| lines[line][part].clone());
                let told = sentences.collect::<Vec<_>>().join(" ");
                let rest = unnumbered(&told).map_or(told.as_str(), |(_, rest)| rest);
                (!rest.is_empty())
                    .then(|| retold(rest, &report.findings[model], &finding, language))
            });
            let line = own.unwrap_or_else(|| wording::sentence(&finding, language));
            lines.push(vec![if is_numbered {
                format!("{}. {line}", n + 1)
            } else {
                line
            }]);
            renumber(&mut lines);
            text.value = write(&lines);
        }
        is_told = !section.text.is_empty();
    }
    report.findings.push(finding);
    if !is_told {
        rewrite(report, cx);
    }
    let (from, to) = (n.to_string(), (n + 1).to_string());
    change_impression(report, |text| exchanged(text, &from, &to, Which::First));
}

/// The draft of a report that had no finding before: after the texts of another case where the finding was made after
/// the first of that case and those texts speak of one finding only, else anew.
fn say_first(report: &mut AiReport, like: Option<&Finding>, cx: &Cx<'_>) {
    let other = cx.case.other.and_then(|other| other.report());
    let (Some(other), Some(like), Some(finding)) = (other, like, report.findings.first()) else {
        rewrite(report, cx);
        return;
    };
    let is_model = other.findings.len() == 1 && other.findings[0].id == like.id;
    let names = |draft: &[ReportSection]| -> Vec<String> {
        draft
            .iter()
            .map(|section| section.section.clone())
            .collect()
    };
    if !is_model || names(&other.draft) != names(&report.draft) {
        rewrite(report, cx);
        return;
    }
    let text = |text: &LocalText| {
        let language = Language::of(&text.locale)?;
        Some(LocalText {
            locale: text.locale.clone(),
            value: retold(&text.value, like, finding, language),
        })
    };
    report.draft = other
        .draft
        .iter()
        .map(|section| ReportSection {
            section: section.section.clone(),
            text: section.text.iter().filter_map(text).collect(),
        })
        .collect();
}

/// What a text says of one finding, said of another: sides, values and category exchanged.
pub(super) fn retold(text: &str, from: &Finding, to: &Finding, language: Language) -> String {
    let mut text = text.to_owned();
    if from.laterality != to.laterality && from.laterality.is_some() && to.laterality.is_some() {
        text = other_sides(&text);
    }
    for (old, new) in from.measures.iter().zip(&to.measures) {
        if let Some(changed) = exchanged_value(&text, old.value, new.value, language) {
            text = changed;
        }
    }
    if let (Some(old), Some(new)) = (&from.category, &to.category)
        && let Some(changed) = exchanged(&text, &old.value, &new.value, Which::Last)
    {
        text = changed;
    }
    text
}

/// Adds a sentence to the listing, or makes one of it where there is no draft.
pub(super) fn add_sentence(report: &mut AiReport, tell: impl Fn(Language) -> String) {
    let Some(idx) = listing(report).or_else(|| (!report.draft.is_empty()).then_some(0)) else {
        report.draft.push(ReportSection {
            section: "findings".to_owned(),
            text: both(tell),
        });
        return;
    };
    let section = &mut report.draft[idx];
    section
        .text
        .retain(|text| Language::of(&text.locale).is_some());
    for text in &mut section.text {
        let language = Language::of(&text.locale).unwrap_or(Language::English);
        let is_list = text.value.contains('\n') || unnumbered(&text.value).is_some();
        let between = match (text.value.is_empty(), is_list) {
            (true, _) => "",
            (false, true) => "\n",
            (false, false) => " ",
        };
        text.value = format!("{}{between}{}", text.value, tell(language));
    }
    if section.text.is_empty() {
        section.text = both(tell);
    }
}

#[cfg(test)]
mod tests;
