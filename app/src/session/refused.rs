//! What a plain form is answered when it comes back: the code of a no in `?refused=`.

use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

use crate::text;
use crate::ui::refusals::Reasons;

/// The code of the no with which a form came back, if it did.
pub(crate) fn refused() -> Memo<Option<String>> {
    let query = use_query_map();
    Memo::new(move |_| query.read().get("refused"))
}

/// Says why the form came back.
#[component]
pub(crate) fn RefusedHere(refused: Memo<Option<String>>) -> impl IntoView {
    let words = Words::read();
    let reasons =
        move || refused.get().map(|code| words.of(&code).to_owned()).into_iter().collect::<Vec<_>>();
    view! { <Reasons reasons=Signal::derive(reasons) /> }
}

/// The sentence for each code, in the language of the visit.
#[derive(Clone, Copy)]
struct Words([(&'static str, &'static str); 10], &'static str);

impl Words {
    fn read() -> Self {
        let known = [
            ("wrong_credentials", text!(session.refused_wrong_credentials)),
            ("too_many", text!(session.refused_too_many)),
            ("not_signed_in", text!(session.refused_not_signed_in)),
            ("empty", text!(session.refused_empty)),
            ("too_long", text!(session.refused_too_long)),
            ("malformed", text!(session.refused_malformed)),
            ("duplicate", text!(session.refused_duplicate)),
            ("not_permitted", text!(session.refused_not_permitted)),
            ("password_too_short", text!(session.refused_password_too_short)),
            ("wrong_password", text!(session.refused_wrong_password)),
        ];
        Self(known, text!(session.refused_other))
    }

    fn of(&self, code: &str) -> &'static str {
        self.0.iter().find(|(known, _)| *known == code).map_or(self.1, |(_, words)| words)
    }
}
