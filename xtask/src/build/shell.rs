//! Tells the files of `public/` the hashed addresses of this build.

use crate::step::{Result, Trouble};

/// What `public/offline.html` calls the style sheet.
const STYLES: &str = "/assets/daybook.css";

/// What stands in `public/sw.js` for the list of addresses that it keeps.
const KEPT: &str = "\"THE_SHELL_OF_THIS_BUILD\"";

/// The offline page with the address of the styles.
///
/// # Errors
/// The page does not link them.
pub(crate) fn offline_page(page: &str, styles: &str) -> Result<String> {
    fill(page, STYLES, styles)
}

/// The service worker with the list of what it keeps. As the addresses change with the content, so does
/// the worker, and browsers take up the new shell.
///
/// # Errors
/// The worker has no place for them.
pub(crate) fn service_worker(worker: &str, kept: &[&str]) -> Result<String> {
    fill(worker, KEPT, &serde_json::Value::from(kept.to_vec()).to_string())
}

fn fill(text: &str, place: &str, value: &str) -> Result<String> {
    match text.split_once(place) {
        Some((before, after)) => Ok(format!("{before}{value}{after}")),
        None => Err(Trouble::new(format!("a file of public/ does not say {place}"))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_worker_keeps_what_this_build_has() {
        let worker = service_worker(
            "const shell = [\"/offline\", ...\"THE_SHELL_OF_THIS_BUILD\"];",
            &["/assets/daybook.0a.css", "/assets/daybook.0a.js"],
        );
        assert_eq!(
            worker.unwrap(),
            r#"const shell = ["/offline", ...["/assets/daybook.0a.css","/assets/daybook.0a.js"]];"#
        );
        assert!(service_worker("const shell = [];", &[]).is_err());
    }

    #[test]
    fn the_offline_page_links_the_hashed_styles() {
        let page = offline_page("<link href=\"/assets/daybook.css\">", "/assets/daybook.0a.css");
        assert_eq!(page.unwrap(), "<link href=\"/assets/daybook.0a.css\">");
        assert!(offline_page("<link>", "/assets/daybook.0a.css").is_err());
    }
}
