//! Pieces of HTML as text that is safe: everything from outside goes through one escape.

/// A text for HTML: what could be markup is escaped, what could hide or turn letters round is left out.
#[must_use]
pub fn escape(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            '\'' => safe.push_str("&#39;"),
            '\n' | '\t' => safe.push(' '),
            hidden if is_hidden(hidden) => {}
            other => safe.push(other),
        }
    }
    safe
}

/// Control characters, marks of direction, zero widths: they change how a name looks and are never seen themselves.
fn is_hidden(letter: char) -> bool {
    letter.is_control()
        || matches!(letter, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
}

/// A name cut to so many letters, escaped.
#[must_use]
pub fn short(text: &str, most: usize) -> String {
    if text.chars().count() <= most {
        return escape(text);
    }
    let cut: String = text.chars().take(most.saturating_sub(1)).collect();
    format!("{}…", escape(&cut))
}

/// A heading of a section, with the id that the contents link to.
#[must_use]
pub fn section(id: &str, title: &str, body: &str) -> String {
    format!(
        "<section id=\"{id}\"><h2>{}</h2>{body}</section>\n",
        escape(title)
    )
}

/// A paragraph.
#[must_use]
pub fn paragraph(text: &str) -> String {
    format!("<p>{}</p>", escape(text))
}

/// A paragraph of small print.
#[must_use]
pub fn note(text: &str) -> String {
    format!("<p class=\"note\">{}</p>", escape(text))
}

/// A figure with its caption; `drawing` and `legend` are HTML.
#[must_use]
pub fn figure(drawing: &str, legend: &str, caption: &str) -> String {
    format!(
        "<figure>{legend}{drawing}<figcaption>{}</figcaption></figure>",
        escape(caption)
    )
}

/// A table, without a caption if that is empty; cells are HTML, the first of a row is its heading.
#[must_use]
pub fn table(caption: &str, head: &[String], rows: &[Vec<String>]) -> String {
    let head: String = head
        .iter()
        .map(|cell| format!("<th scope=\"col\">{}</th>", escape(cell)))
        .collect();
    let row = |cells: &Vec<String>| {
        let cells: String = cells
            .iter()
            .enumerate()
            .map(|(place, cell)| {
                if place == 0 {
                    format!("<th scope=\"row\">{cell}</th>")
                } else {
                    format!("<td>{cell}</td>")
                }
            })
            .collect();
        format!("<tr>{cells}</tr>")
    };
    let rows: String = rows.iter().map(row).collect();
    let (label, caption) = match escape(caption) {
        none if none.is_empty() => (none, String::new()),
        text => (
            format!(" role=\"region\" aria-label=\"{text}\""),
            format!("<caption>{text}</caption>"),
        ),
    };
    format!(
        "<div class=\"scroll\" tabindex=\"0\"{label}><table>{caption}\
         <thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></div>"
    )
}
