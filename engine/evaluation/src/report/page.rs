//! Sections of words and tables, written for a terminal and for documents.

/// A part of a page.
#[derive(Debug, Clone, PartialEq, Default)]
pub(crate) struct Section {
    pub(crate) title: String,
    /// One sentence each.
    pub(crate) lines: Vec<String>,
    /// The first row is the head; no row, no table.
    pub(crate) table: Vec<Vec<String>>,
}

impl Section {
    pub(crate) fn new(title: &str) -> Self {
        Self {
            title: title.to_owned(),
            ..Self::default()
        }
    }

    pub(crate) fn line(&mut self, line: impl Into<String>) {
        self.lines.push(line.into());
    }

    pub(crate) fn head(&mut self, cells: &[&str]) {
        self.table = vec![cells.iter().map(|cell| (*cell).to_owned()).collect()];
    }

    pub(crate) fn row(&mut self, cells: impl IntoIterator<Item = String>) {
        self.table.push(cells.into_iter().collect());
    }
}

/// Aligned for a terminal.
pub(crate) fn text(sections: &[Section]) -> String {
    let mut text = String::new();
    for (idx, section) in sections.iter().enumerate() {
        let gap = if idx == 0 { "" } else { "\n" };
        push(&mut text, &format!("{gap}{}", section.title.to_uppercase()));
        for line in &section.lines {
            push(&mut text, &format!("  {line}"));
        }
        let widths = widths(&section.table);
        for row in &section.table {
            let cells = row.iter().zip(&widths);
            let cells: Vec<String> = cells
                .map(|(cell, width)| format!("{cell:<width$}"))
                .collect();
            push(&mut text, &format!("  {}", cells.join("  ").trim_end()));
        }
    }
    text
}

fn widths(table: &[Vec<String>]) -> Vec<usize> {
    let n = table.iter().map(Vec::len).max().unwrap_or(0);
    let width = |idx: usize| {
        let cells = table.iter().filter_map(|row| row.get(idx));
        cells.map(|cell| cell.chars().count()).max().unwrap_or(0)
    };
    (0..n).map(width).collect()
}

fn push(text: &mut String, line: &str) {
    text.push_str(line);
    text.push('\n');
}

/// As Markdown; marks that would mean something there are taken away from texts of others.
pub(crate) fn markdown(sections: &[Section]) -> String {
    let mut text = String::new();
    for (idx, section) in sections.iter().enumerate() {
        let (gap, level) = if idx == 0 { ("", "#") } else { ("\n", "##") };
        push(
            &mut text,
            &format!("{gap}{level} {}\n", plain(&section.title)),
        );
        for line in &section.lines {
            push(&mut text, &format!("- {}", plain(line)));
        }
        if !section.lines.is_empty() && !section.table.is_empty() {
            text.push('\n');
        }
        for (idx, row) in section.table.iter().enumerate() {
            let cells: Vec<String> = row.iter().map(|cell| plain(cell)).collect();
            push(&mut text, &format!("| {} |", cells.join(" | ")));
            if idx == 0 {
                push(&mut text, &format!("|{}", "---|".repeat(row.len())));
            }
        }
    }
    text
}

fn plain(text: &str) -> String {
    let mut plain = String::new();
    for letter in text.chars() {
        match letter {
            '\n' | '\r' => plain.push(' '),
            '|' | '*' | '_' | '`' | '<' | '[' | '\\' => {
                plain.push('\\');
                plain.push(letter);
            }
            _ => plain.push(letter),
        }
    }
    plain
}

#[cfg(test)]
mod tests;
