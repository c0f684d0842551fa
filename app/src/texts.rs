//! What the screens say, in the language of the visit. The texts stand in `locales/`, a file a screen.

use domain::people::Language;
use leptos::prelude::*;

#[expect(unreachable_pub, reason = "the generator makes everything public")]
mod generated {
    include!(concat!(env!("OUT_DIR"), "/i18n.rs"));
}

pub use generated::i18n;
pub use i18n::Locale;

impl From<Language> for Locale {
    fn from(language: Language) -> Self {
        match language {
            Language::English => Self::en,
            Language::Russian => Self::ru,
        }
    }
}

/// The language of this visit. A change of language is a new visit, so no text has to watch it.
pub fn locale() -> Locale {
    use_context::<Locale>().unwrap_or_default()
}

/// A text of the screens as a string: `text!(calendar.today)`, `text!(work.greeting, name = "Anna")`.
/// It looks up the language in the context, so it is called where a component runs; an event handler
/// captures the [`Locale`] and calls `leptos_i18n::td_string!(locale, …)`.
#[macro_export]
macro_rules! text {
    ($($text:tt)*) => {
        leptos_i18n::td_string!($crate::texts::locale(), $($text)*)
    };
}
