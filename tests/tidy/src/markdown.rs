//! The little of Markdown that rules need: sections, tables, links and words in code. No rendering.

/// The lines below the heading `title`, up to the next heading of the same or a higher rank.
pub(crate) fn section<'a>(text: &'a str, title: &str) -> Vec<&'a str> {
    let rank = |line: &str| line.bytes().take_while(|&byte| byte == b'#').count();
    let mut lines = text.lines().skip_while(|line| line.trim() != title);
    let own = lines.next().map_or(0, rank);
    lines
        .take_while(|line| !line.starts_with('#') || rank(line) > own)
        .collect()
}

/// The cells of the rows of all tables in `lines`, without head and rule, each cell without backticks.
pub(crate) fn rows(lines: &[&str]) -> Vec<Vec<String>> {
    let mut rows = Vec::new();
    let mut is_in_body = false;
    for line in lines {
        let line = line.trim();
        if !line.starts_with('|') {
            is_in_body = false;
        } else if line.bytes().all(|byte| b"|-: ".contains(&byte)) {
            is_in_body = true;
        } else if is_in_body {
            let cells = line.trim_matches('|').split('|');
            rows.push(cells.map(|cell| cell.trim().replace('`', "")).collect());
        }
    }
    rows
}

/// The targets of links and pictures, with their line numbers.
pub(crate) fn links(text: &str) -> Vec<(usize, String)> {
    let mut found = Vec::new();
    for (number, line) in prose(text) {
        for part in line.split("](").skip(1) {
            if let Some((target, _)) = part.split_once(')') {
                found.push((
                    number,
                    target.split(' ').next().unwrap_or_default().to_owned(),
                ));
            }
        }
    }
    found
}

/// The words between backticks outside code blocks, with their line numbers.
pub(crate) fn code_spans(text: &str) -> Vec<(usize, String)> {
    prose(text)
        .flat_map(|(number, line)| {
            line.split('`')
                .skip(1)
                .step_by(2)
                .map(|word| (number, word.to_owned()))
                .collect::<Vec<_>>()
        })
        .collect()
}

/// The lines of code blocks, with their line numbers.
pub(crate) fn code_lines(text: &str) -> Vec<(usize, String)> {
    fenced(text)
        .filter(|(_, _, is_code)| *is_code)
        .map(|(number, line, _)| (number, line.to_owned()))
        .collect()
}

fn prose(text: &str) -> impl Iterator<Item = (usize, &str)> {
    fenced(text)
        .filter(|(_, _, is_code)| !is_code)
        .map(|(number, line, _)| (number, line))
}

fn fenced(text: &str) -> impl Iterator<Item = (usize, &str, bool)> {
    let mut is_code = false;
    text.lines().zip(1..).filter_map(move |(line, number)| {
        if line.trim_start().starts_with("```") {
            is_code = !is_code;
            return None;
        }
        Some((number, line, is_code))
    })
}

#[test]
fn a_section_ends_at_its_own_rank() {
    let text = "# A\n## B\none\n### C\ntwo\n## D\nthree";
    assert_eq!(section(text, "## B"), ["one", "### C", "two"]);
    assert!(section(text, "## E").is_empty());
}

#[test]
fn rows_come_without_their_head() {
    let lines = [
        "| a | b |",
        "|---|---|",
        "| `c` | d, e |",
        "",
        "| not a | table |",
    ];
    assert_eq!(rows(&lines), [["c", "d, e"]]);
}

#[test]
fn links_and_code_are_told_apart() {
    let text = "see [a](b.md#c) and `d/e`\n```sh\ncargo f ](g)\n```\n![h](i.png \"title\")";
    let expected = [(1, "b.md#c".to_owned()), (5, "i.png".to_owned())];
    assert_eq!(links(text), expected);
    assert_eq!(code_spans(text), [(1, "d/e".to_owned())]);
    assert_eq!(code_lines(text), [(3, "cargo f ](g)".to_owned())]);
}
