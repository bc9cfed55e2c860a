//! All charts and tables of a monitoring on one page that stands alone.

use overread_page::{Frame, escape, paragraph, table};

use super::Monitoring;

/// The page.
pub(super) fn html(monitoring: &Monitoring) -> String {
    let mut body = String::from("<main>\n");
    let mut pictures = Some(monitoring.pictures());
    let mut title = String::new();
    for (idx, section) in super::sections::of(monitoring).iter().enumerate() {
        let level = if idx == 0 { "h1" } else { "h2" };
        if idx == 0 {
            title.clone_from(&section.title);
        }
        body.push_str(&format!("<{level}>{}</{level}>\n", escape(&section.title)));
        for line in &section.lines {
            body.push_str(&paragraph(line));
        }
        if section.title == "Charts" {
            for (_, picture) in pictures.take().into_iter().flatten() {
                body.push_str(&format!("<figure>{picture}</figure>\n"));
            }
        }
        if let Some((head, rows)) = section.table.split_first() {
            let cells = |row: &Vec<String>| row.iter().map(|cell| escape(cell)).collect();
            let rows: Vec<Vec<String>> = rows.iter().map(cells).collect();
            body.push_str(&table("", head, &rows));
        }
    }
    body.push_str("</main>\n");
    let frame = Frame {
        language: "en",
        title: &title,
        style: "h2 { margin-top: 2rem; }\n",
    };
    frame.page(&body)
}
