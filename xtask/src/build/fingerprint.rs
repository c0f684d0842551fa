//! Whether something was already made from the same inputs.

use std::fs;
use std::path::{Path, PathBuf};

use sha2::{Digest as _, Sha256};

use crate::step::{OrSay as _, Result};

/// Equal for equal inputs: the names and the bytes of files.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Fingerprint(String);

impl Fingerprint {
    /// Of each file in `inputs`, and of each file below its folders.
    ///
    /// # Errors
    /// One of them cannot be read.
    pub(crate) fn of(inputs: &[PathBuf]) -> Result<Self> {
        let mut digest = Sha256::new();
        for input in inputs {
            for file in files_below(input)? {
                let bytes = fs::read(&file).or_say(format_args!("{} cannot be read", file.display()))?;
                let name = file.to_string_lossy();
                for part in [name.as_bytes(), &bytes] {
                    digest.update(part.len().to_le_bytes());
                    digest.update(part);
                }
            }
        }
        Ok(Self(hexadecimal(&digest.finalize())))
    }

    /// Whether `record` was written for the same inputs.
    pub(crate) fn is_recorded_in(&self, record: &Path) -> bool {
        fs::read_to_string(record).is_ok_and(|recorded| recorded == self.0)
    }

    /// # Errors
    /// `record` cannot be written.
    pub(crate) fn record_in(&self, record: &Path) -> Result<()> {
        fs::write(record, &self.0).or_say(format_args!("{} cannot be written", record.display()))
    }
}

/// The first 64 bits of the content's SHA-256, as a file's name carries it: equal content, equal name.
pub(crate) fn content_hash(bytes: &[u8]) -> String {
    let mut text = hexadecimal(&Sha256::digest(bytes));
    text.truncate(16);
    text
}

/// As [`content_hash`], of all files below a folder and their names in it.
///
/// # Errors
/// One of them cannot be read.
pub(crate) fn folder_hash(folder: &Path) -> Result<String> {
    let mut text = String::new();
    for file in files_below(folder)? {
        let name = file.strip_prefix(folder).unwrap_or(&file).to_string_lossy().into_owned();
        let bytes = fs::read(&file).or_say(format_args!("{name} cannot be read"))?;
        text += &format!("{name} {}\n", hexadecimal(&Sha256::digest(&bytes)));
    }
    Ok(content_hash(text.as_bytes()))
}

/// In the order of their names; a file is the only one below itself.
///
/// # Errors
/// A folder cannot be read.
pub(crate) fn files_below(path: &Path) -> Result<Vec<PathBuf>> {
    if !path.is_dir() {
        return Ok(vec![path.to_owned()]);
    }
    let cannot = format!("{} cannot be read", path.display());
    let mut files = Vec::new();
    for entry in fs::read_dir(path).or_say(&cannot)? {
        files.append(&mut files_below(&entry.or_say(&cannot)?.path())?);
    }
    files.sort();
    Ok(files)
}

fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fingerprint_changes_with_a_byte_a_name_or_a_file() {
        let folder = tempfile::tempdir().unwrap();
        let inputs = [folder.path().to_owned()];
        let put = |name: &str, text: &str| fs::write(folder.path().join(name), text).unwrap();
        put("a.css", "a{}");
        let first = Fingerprint::of(&inputs).unwrap();
        assert_eq!(Fingerprint::of(&inputs).unwrap(), first);

        put("a.css", "b{}");
        let changed = Fingerprint::of(&inputs).unwrap();
        assert_ne!(changed, first);

        fs::rename(folder.path().join("a.css"), folder.path().join("b.css")).unwrap();
        let renamed = Fingerprint::of(&inputs).unwrap();
        assert_ne!(renamed, changed);

        put("c.css", "");
        assert_ne!(Fingerprint::of(&inputs).unwrap(), renamed);
    }

    #[test]
    fn a_fingerprint_is_known_again() {
        let folder = tempfile::tempdir().unwrap();
        let input = folder.path().join("input");
        let record = folder.path().join("record");
        fs::write(&input, "1").unwrap();
        let fingerprint = Fingerprint::of(std::slice::from_ref(&input)).unwrap();
        assert!(!fingerprint.is_recorded_in(&record));
        fingerprint.record_in(&record).unwrap();
        assert!(fingerprint.is_recorded_in(&record));
        fs::write(&input, "2").unwrap();
        assert!(!Fingerprint::of(&[input]).unwrap().is_recorded_in(&record));
    }

    #[test]
    fn a_missing_input_is_an_error() {
        assert!(Fingerprint::of(&[PathBuf::from("/nowhere/at/all")]).is_err());
    }

    #[test]
    fn names_carry_sixteen_digits_of_the_content() {
        assert_eq!(content_hash(b"abc"), "ba7816bf8f01cfea");
    }
}
