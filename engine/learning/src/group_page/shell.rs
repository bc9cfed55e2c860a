//! The frame of a page: its head with all styles, and the escape of texts. No words of its own.

use crate::words::PageLanguage;

/// Styles for screen in light and dark, for telephones and for paper. Marks carry signs beside their colours.
const STYLE: &str = "
:root{--paper:#fbfbf9;--card:#fff;--ink:#1d2329;--quiet:#5b6570;--line:#d8dde2;--good:#1d6f42;--bad:#a3281e;--open:#8a5a00;
--bar:#c9d6e2;--fill:#2f6690;color-scheme:light dark}
@media(prefers-color-scheme:dark){:root{--paper:#14181c;--card:#1b2127;--ink:#e6eaed;--quiet:#9aa5af;--line:#36404a;
--good:#6fcf97;--bad:#ff8a7d;--open:#f0b95b;--bar:#36404a;--fill:#7db3dd}}
*{box-sizing:border-box}
body{margin:0;background:var(--paper);color:var(--ink);font:16px/1.5 system-ui,-apple-system,'Segoe UI',Roboto,'Noto Sans',sans-serif}
main{max-width:1120px;margin:0 auto;padding:28px 20px 60px}
h1{font-size:1.9rem;line-height:1.2;margin:0 0 4px}h2{font-size:1.3rem;margin:40px 0 8px}h3{font-size:1.05rem;margin:26px 0 6px}
.lead{font-size:1.1rem;margin:0}.quiet{color:var(--quiet);font-size:.9rem;margin:.3em 0}
.summary{background:var(--card);border:1px solid var(--line);border-left:5px solid var(--fill);border-radius:8px;padding:6px 18px;margin-top:22px}
.scroll{overflow-x:auto;border:1px solid var(--line);border-radius:8px;background:var(--card)}
table{border-collapse:collapse;width:100%;font-size:.92rem}
th,td{text-align:left;padding:7px 10px;border-bottom:1px solid var(--line);vertical-align:top}
thead th{color:var(--quiet);font-weight:600;white-space:nowrap}tbody tr:last-child>*{border-bottom:0}
td.n,th.n{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}
tbody th{font-weight:600}
.good{color:var(--good)}.bad{color:var(--bad)}.open{color:var(--open)}
.bar{display:inline-block;width:44px;height:8px;border-radius:4px;background:var(--bar);overflow:hidden;vertical-align:middle}
.bar>i{display:block;height:100%;background:var(--fill)}
svg.dot{width:170px;height:18px;vertical-align:middle}
svg .axis{stroke:var(--line)}svg .whisker{stroke:var(--fill);stroke-width:2}svg .value{fill:var(--fill)}svg .line{stroke:var(--open);stroke-dasharray:3 2}
code{font-size:.88em;overflow-wrap:anywhere}ul{padding-left:1.2em}
@media(max-width:640px){main{padding:16px 12px 40px}h1{font-size:1.5rem}th,td{padding:6px 7px}svg.dot{width:110px}}
@media print{:root{--paper:#fff;--card:#fff;--ink:#000;--quiet:#444;--line:#999;--good:#0b4d2a;--bad:#7d140c;--open:#5c3c00;--bar:#ccc;--fill:#1d4766;color-scheme:light}
@page{size:A4;margin:14mm}body{font-size:10pt}main{max-width:none;padding:0}.scroll{overflow:visible;border-radius:0}
section.learner,tr,.summary{break-inside:avoid}thead{display:table-header-group}h2,h3{break-after:avoid}}
";

/// A whole page around a body.
pub(super) fn page(language: PageLanguage, title: &str, body: &str) -> String {
    format!(
        "<!DOCTYPE html>\n<html lang=\"{}\"><head><meta charset=\"utf-8\">\
         <meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\
         <title>{title}</title><style>{STYLE}</style></head><body><main>{body}</main></body></html>\n",
        language.word()
    )
}

/// A text as it stands in HTML, in elements and in attributes; letters that nobody can see are left out.
pub(super) fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            // Marks of direction would turn the rest of the line round.
            '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => {}
            letter if letter.is_control() => out.push(' '),
            letter => out.push(letter),
        }
    }
    out
}
