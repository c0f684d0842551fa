//! How this device shows the calendar: remembered in a cookie, so that the server's page is as it was left.

use serde::{Deserialize, Serialize};

/// As the device was left.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Look {
    /// Where there is room for it, the panel beside the grid.
    pub panel: Shut,
    /// The second clock, of who has chosen one.
    pub second_zone: Shut,
    pub hours: Height,
}

/// Whether something that can be put away is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Shut {
    #[default]
    Shown,
    Away,
}

/// How high an hour is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Height {
    Low,
    #[default]
    Usual,
    High,
}

/// The cookie that keeps it.
pub const COOKIE: &str = "daybook_calendar";

impl Shut {
    pub(super) fn turned(self) -> Self {
        match self {
            Self::Shown => Self::Away,
            Self::Away => Self::Shown,
        }
    }

    pub(super) fn is_shown(self) -> bool {
        self == Self::Shown
    }
}

impl Height {
    pub(super) fn higher(self) -> Self {
        match self {
            Self::Low => Self::Usual,
            Self::Usual | Self::High => Self::High,
        }
    }

    pub(super) fn lower(self) -> Self {
        match self {
            Self::High => Self::Usual,
            Self::Usual | Self::Low => Self::Low,
        }
    }

    /// How high an hour is beside the usual; the style sheet has the heights (`--hour-height`).
    pub(super) fn per_cent(self) -> u32 {
        match self {
            Self::Low => 69,
            Self::Usual => 100,
            Self::High => 169,
        }
    }

    /// What the style sheet calls it.
    pub(super) fn word(self) -> &'static str {
        match self {
            Self::Low => "low",
            Self::Usual => "usual",
            Self::High => "high",
        }
    }
}

impl Look {
    /// Reads the cookie; what is not known there is as usual.
    pub fn of_words(words: &str) -> Self {
        let mut look = Self::default();
        for word in words.split('.') {
            match word {
                "panel-away" => look.panel = Shut::Away,
                "zone-away" => look.second_zone = Shut::Away,
                "hours-low" => look.hours = Height::Low,
                "hours-high" => look.hours = Height::High,
                _ => {}
            }
        }
        look
    }

    fn words(self) -> String {
        let words = [
            (self.panel == Shut::Away).then_some("panel-away"),
            (self.second_zone == Shut::Away).then_some("zone-away"),
            match self.hours {
                Height::Low => Some("hours-low"),
                Height::Usual => None,
                Height::High => Some("hours-high"),
            },
        ];
        words.into_iter().flatten().collect::<Vec<_>>().join(".")
    }

    /// Keeps it on this device for a year.
    pub(super) fn keep(self) {
        use wasm_bindgen::JsCast;

        let document = leptos::prelude::document();
        let secure = document.location().and_then(|location| location.protocol().ok());
        let secure = if secure.as_deref() == Some("https:") { ";secure" } else { "" };
        let cookie = format!("{COOKIE}={};path=/;max-age=31536000;samesite=lax{secure}", self.words());
        if let Some(document) = document.dyn_ref::<web_sys::HtmlDocument>() {
            // A browser that keeps no cookies shows the usual next time.
            let _ = document.set_cookie(&cookie);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_put_away_stays_away() {
        let look = Look { panel: Shut::Away, second_zone: Shut::Shown, hours: Height::High };
        assert_eq!(look.words(), "panel-away.hours-high");
        assert_eq!(Look::of_words(&look.words()), look);
        assert_eq!(Look::of_words("panel-open.<script>"), Look::default());
        assert_eq!(Look::default().words(), "");
    }

    #[test]
    fn hours_grow_and_shrink_by_a_step() {
        assert_eq!((Height::Low.higher(), Height::High.higher()), (Height::Usual, Height::High));
        assert_eq!((Height::High.lower(), Height::Low.lower()), (Height::Usual, Height::Low));
    }
}
