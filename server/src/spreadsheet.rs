//! Tables as files that spreadsheets open (RFC 4180).

use app::reports::Cell;
use axum::http::header;
use axum::response::{IntoResponse as _, Response};
use domain::people::Language;

use crate::error::{Code, Problem};

/// A file to be kept under a name, whose first row holds the titles. `name` is one of ours.
pub(crate) fn file(name: &str, table: &[Vec<Cell>], language: Language) -> Result<Response, Problem> {
    let bytes = written(table, language).map_err(|error| {
        tracing::error!(%error, "a table was not written");
        Problem::new(Code::Broken)
    })?;
    let headers = [
        (header::CONTENT_TYPE, "text/csv; charset=utf-8".to_owned()),
        (header::CONTENT_DISPOSITION, format!("attachment; filename=\"{name}.csv\"")),
        (header::CACHE_CONTROL, "no-store".to_owned()),
    ];
    Ok((headers, bytes).into_response())
}

/// UTF-8 with a byte order mark, without which a spreadsheet takes it for the letters of its country; separated by what
/// spreadsheets of the language expect.
fn written(table: &[Vec<Cell>], language: Language) -> Result<Vec<u8>, csv::Error> {
    let separator = match language {
        Language::English => b',',
        Language::Russian => b';',
    };
    let start = "\u{feff}".as_bytes().to_vec();
    let mut writer =
        csv::WriterBuilder::new().delimiter(separator).terminator(csv::Terminator::CRLF).from_writer(start);
    for row in table {
        writer.write_record(row.iter().map(as_written))?;
    }
    writer.into_inner().map_err(|error| error.into_error().into())
}

fn as_written(cell: &Cell) -> String {
    match cell {
        Cell::Number(number) => number.to_string(),
        Cell::Text(text) if looks_like_formula(text) => format!("'{text}"),
        Cell::Text(text) => text.clone(),
    }
}

/// What somebody types into a subject must not be run by whoever opens the table (OWASP, CSV injection).
fn looks_like_formula(text: &str) -> bool {
    let first = text.trim_start().chars().next();
    text.starts_with(['\t', '\r', '\n'])
        || first.is_some_and(|first| matches!(first, '=' | '+' | '-' | '@' | '＝' | '＋' | '－' | '＠'))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(text: &str) -> Cell {
        Cell::Text(text.to_owned())
    }

    #[test]
    fn a_table_is_read_back_as_it_was() {
        let table = vec![
            vec![text("Кто"), text("Сколько")],
            vec![text("ООО «Ромашка»; \"и\" ко\nвторая строка"), Cell::Number(7)],
        ];
        let bytes = written(&table, Language::Russian).expect("it is written");
        assert_eq!(&bytes[..3], [0xef, 0xbb, 0xbf]);
        let mut reader =
            csv::ReaderBuilder::new().delimiter(b';').has_headers(false).from_reader(&bytes[3..]);
        let rows: Vec<Vec<String>> =
            reader.records().map(|row| row.expect("a row").iter().map(str::to_owned).collect()).collect();
        let expected = [["Кто", "Сколько"], ["ООО «Ромашка»; \"и\" ко\nвторая строка", "7"]];
        assert_eq!(rows, expected);
    }

    #[test]
    fn no_cell_is_a_formula() {
        let formulas = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "  =HYPERLINK(\"x\")", "＝1"];
        for formula in formulas {
            assert_eq!(as_written(&text(formula)), format!("'{formula}"));
        }
        for plain in ["1+1", "Ромашка", "a=b", ""] {
            assert_eq!(as_written(&text(plain)), plain);
        }
    }
}
