//! What proves a session.

use std::fmt;

use sha2::{Digest as _, Sha256};

/// 256 random bits. The client has the token, the store only its hash, so that a stolen copy of the
/// database opens no door.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Token([u8; 32]);

impl Token {
    pub(crate) fn generate() -> Self {
        Self(rand::random())
    }

    /// `None` unless the text is what [`Token::text`] wrote.
    pub(crate) fn read(text: &str) -> Option<Self> {
        let mut token = [0; 32];
        if text.len() != 2 * token.len() || !text.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            return None;
        }
        for (byte, digits) in token.iter_mut().zip(text.as_bytes().chunks_exact(2)) {
            *byte = u8::from_str_radix(std::str::from_utf8(digits).ok()?, 16).ok()?;
        }
        Some(Self(token))
    }

    pub(crate) fn text(&self) -> String {
        self.0.iter().map(|byte| format!("{byte:02x}")).collect()
    }

    /// What the store keeps. A random token needs no salt and no slow hash.
    pub(crate) fn hash(&self) -> [u8; 32] {
        Sha256::digest(self.0).into()
    }
}

impl fmt::Debug for Token {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Token")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_can_be_read_back_and_is_not_shown_by_accident() {
        let token = Token::generate();
        assert_eq!(Token::read(&token.text()), Some(token.clone()));
        assert_ne!(token, Token::generate());
        assert!(!format!("{token:?}").contains(&token.text()));
        for wrong in ["", "00", &"é".repeat(32), &"+0".repeat(32)] {
            assert_eq!(Token::read(wrong), None, "{wrong}");
        }
    }
}
