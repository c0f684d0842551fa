//! An address within this site.

use std::fmt;

/// A path of this site with its query, never another site's address: it begins with one slash.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct LocalPath(String);

impl LocalPath {
    pub(crate) fn home() -> Self {
        Self("/".to_owned())
    }

    /// Home, if the text is not a local path. Browsers take a backslash for a slash.
    pub(crate) fn or_home(text: &str) -> Self {
        let local = text.starts_with('/')
            && !text[1..].starts_with(['/', '\\'])
            && text.len() <= LONGEST
            && text.chars().all(|character| character.is_ascii_graphic());
        if local { Self(text.to_owned()) } else { Self::home() }
    }

    /// The same path with one more pair in its query.
    pub(crate) fn with(&self, name: &str, value: &str) -> Self {
        let separator = if self.0.contains('?') { '&' } else { '?' };
        Self(format!("{}{separator}{name}={}", self.0, percent_encoded(value)))
    }

    pub(crate) fn is_home(&self) -> bool {
        self.0 == "/"
    }

    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for LocalPath {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

/// Bytes; what is longer is no address of ours.
const LONGEST: usize = 2_000;

/// As the value of a query (RFC 3986 section 2.3); a slash may stand there as it is.
fn percent_encoded(text: &str) -> String {
    let mut encoded = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte) {
            encoded.push(byte.into());
        } else {
            encoded.push_str(&format!("%{byte:02X}"));
        }
    }
    encoded
}

/// Undoes percent-encoding; `None` for what is not text then.
pub(crate) fn percent_decoded(text: &str) -> Option<String> {
    let mut decoded = Vec::with_capacity(text.len());
    let mut bytes = text.bytes();
    while let Some(byte) = bytes.next() {
        if byte == b'%' {
            let digits = [bytes.next()?, bytes.next()?];
            let digits = std::str::from_utf8(&digits).ok()?;
            decoded.push(u8::from_str_radix(digits, 16).ok()?);
        } else {
            decoded.push(byte);
        }
    }
    String::from_utf8(decoded).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn another_site_is_never_a_local_path() {
        let elsewhere =
            ["//evil.example", "/\\evil.example", "https://evil.example", "evil", "", "/a\nb", "/ä"];
        for text in elsewhere {
            assert_eq!(LocalPath::or_home(text), LocalPath::home(), "{text}");
        }
        assert_eq!(
            LocalPath::or_home("/calendar/week/2026-11-23?a=1").as_str(),
            "/calendar/week/2026-11-23?a=1"
        );
    }

    #[test]
    fn a_path_within_a_query_stays_one_value() {
        let path = LocalPath::or_home("/sign-in").with("to", "/meetings/new?start=1&end=2");
        assert_eq!(path.as_str(), "/sign-in?to=/meetings/new%3Fstart%3D1%26end%3D2");
        assert_eq!(path.with("refused", "too_many").as_str(), format!("{path}&refused=too_many"));
    }

    #[test]
    fn encoding_can_be_undone() {
        assert_eq!(percent_decoded("Europe%2FBerlin").as_deref(), Some("Europe/Berlin"));
        assert_eq!(percent_decoded(&percent_encoded("Привет & co")).as_deref(), Some("Привет & co"));
        assert_eq!(percent_decoded("%4"), None);
        assert_eq!(percent_decoded("%FF"), None);
    }
}
