//! Tells the service worker which files are the shell of this build.

use crate::step::{Result, Trouble};

/// Stands in `public/sw.js` for the list of addresses that it keeps.
const SHELL: &str = "\"THE_SHELL_OF_THIS_BUILD\"";

/// `worker` with the addresses of `shell` in it. As the hashed names change with the content, so does
/// the worker, and browsers take up the new shell.
///
/// # Errors
/// The worker has no place for them.
pub(crate) fn with_shell(worker: &str, shell: &[String]) -> Result<String> {
    let list = serde_json::Value::from(shell.to_vec()).to_string();
    let filled = worker.replacen(SHELL, &list, 1);
    if filled == worker {
        return Err(Trouble::new(format!("public/sw.js does not say {SHELL}")));
    }
    Ok(filled)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_shell_is_written_into_the_worker() {
        let shell = ["/offline".to_owned(), "/assets/daybook.0a.js".to_owned()];
        let worker = with_shell("const shell = \"THE_SHELL_OF_THIS_BUILD\";", &shell).unwrap();
        assert_eq!(worker, r#"const shell = ["/offline","/assets/daybook.0a.js"];"#);
        assert!(with_shell("const shell = [];", &shell).is_err());
    }
}
