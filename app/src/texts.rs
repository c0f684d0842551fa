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

/// The form of a noun after a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Plural {
    One,
    Few,
    Many,
}

impl Plural {
    pub fn of(locale: Locale, count: u32) -> Self {
        match (locale, count % 10, count % 100) {
            (Locale::en, ..) => {
                if count == 1 {
                    Self::One
                } else {
                    Self::Many
                }
            }
            (Locale::ru, _, 11..=14) => Self::Many,
            (Locale::ru, 1, _) => Self::One,
            (Locale::ru, 2..=4, _) => Self::Few,
            (Locale::ru, ..) => Self::Many,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_have_the_noun_that_belongs_to_them() {
        let russian = |count| Plural::of(Locale::ru, count);
        assert_eq!([russian(1), russian(3), russian(5)], [Plural::One, Plural::Few, Plural::Many]);
        assert_eq!([russian(11), russian(21), russian(22)], [Plural::Many, Plural::One, Plural::Few]);
        let english = |count| Plural::of(Locale::en, count);
        assert_eq!((english(1), english(21)), (Plural::One, Plural::Many));
    }
}
