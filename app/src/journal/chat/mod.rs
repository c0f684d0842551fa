//! The conversation about a plan, live (S62, D9).

mod compose;
mod log;
mod message;
mod suggest;
mod talk;

use domain::journal::PlanSheet;
use leptos::prelude::*;
use leptos_i18n::td_string;

use crate::text;
use crate::texts::locale;
use compose::Compose;
use log::Log;

pub(super) use talk::Talk;

#[component]
pub(super) fn Chat(sheet: RwSignal<PlanSheet>, talk: Talk) -> impl IntoView {
    talk.follow();
    let locale = locale();
    let owner = sheet.with_untracked(|sheet| sheet.owner.name.clone());
    let me = talk.me;
    let here = move || {
        let others = talk.present.get().into_iter().filter(|person| person.id != me);
        let names = others.map(|person| person.name).collect::<Vec<_>>().join(", ");
        (!names.is_empty()).then(|| td_string!(locale, journal.present, names = names))
    };
    let typing = move || {
        let person = talk.typing.get()?;
        Some(td_string!(locale, journal.typing, name = person.name))
    };
    let names = talk.audience.with_value(|audience| {
        audience.iter().map(|person| person.name.clone()).collect::<Vec<_>>().join(", ")
    });
    view! {
        <section class="panel chat" aria-label=text!(journal.chat_of, name = owner.as_str())>
            <header class="panel-head">
                <h2 class="panel-title">{text!(journal.chat)}</h2>
                <span class="chat-present" role="status">{here}</span>
                <span class="hint">{text!(journal.chat_audience, names = names)}</span>
            </header>
            <Log talk=talk sheet=sheet />
            <p class="chat-typing" aria-live="polite">{typing}</p>
            <Compose talk=talk sheet=sheet />
        </section>
    }
}
