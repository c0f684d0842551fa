//! Which occurrences of a series are meant, with exactly what would become of each before it is done (S12, D16).

use domain::calendar::Takes;
use domain::change::Act;
use domain::meeting::{Because, Fate, Foreseen, Outlook, Scope};
use domain::refusal::Field;
use domain::time::{When, ZoneRules};
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_i18n::td_string;

use super::editing::Editing;
use super::remedies::{Remedies, Remedy};
use super::words;
use crate::api::{Failure, foresee_revision};
use crate::session::session;
use crate::state::clock::now;
use crate::text;
use crate::texts::{Locale, locale};
use crate::ui::dates::use_dates;
use crate::ui::dialog::Dialog;
use crate::ui::refusals::{Reasons, field_name, use_explain};
use crate::ui::sheet::LaterStyles;

/// Asks before what is typed on the card of one occurrence is saved.
#[component]
pub(super) fn SaveWhich(editing: Editing, save: Callback<Scope>) -> impl IntoView {
    let foresee = move |scope: Scope| async move {
        let draft = untrack(|| editing.draft())?;
        let recurrence = untrack(|| editing.changed_recurrence());
        foresee_revision(editing.id, scope, draft, recurrence).await
    };
    // One occurrence has no schedule of its own.
    let scopes = move || match editing.changed_recurrence() {
        Some(_) => vec![Scope::ThisAndFollowing, Scope::All],
        None => vec![Scope::This, Scope::ThisAndFollowing, Scope::All],
    };
    view! {
        <Show when=move || editing.asks_which.get()>
            <WhichDialog
                rules=Signal::derive(move || editing.form.rules.get_value())
                title=text!(schedule.which_title)
                confirm=text!(common.save)
                tone=""
                scopes=untrack(scopes)
                foresee=Box::new(move |scope| Box::pin(foresee(scope)))
                mending=Mending {
                    wanted: Callback::new(move |()| editing.draft().ok().map(|draft| draft.when)),
                    choose: Callback::new(move |remedy| editing.put_right(&remedy)),
                }
                on_close=Callback::new(move |()| editing.asks_which.set(false))
                on_confirm=Callback::new(move |scope| {
                    editing.asks_which.set(false);
                    save.run(scope);
                })
            />
        </Show>
    }
}

/// Tells what would become of the occurrences.
pub(crate) type Foresee =
    Box<dyn Fn(Scope) -> std::pin::Pin<Box<dyn Future<Output = Result<Outlook, Failure>>>> + Send + Sync>;

/// How a refusal is put right: what was wanted of the one that is changed, and what is done with what is chosen instead.
#[derive(Clone, Copy)]
pub(crate) struct Mending {
    pub(crate) wanted: Callback<(), Option<When>>,
    pub(crate) choose: Callback<Remedy>,
}

/// `tone` is a class of the button that confirms: empty, or `danger`.
#[component]
pub(crate) fn WhichDialog(
    /// Of the zone in which the meetings are planned.
    #[prop(into)]
    rules: Signal<ZoneRules>,
    title: &'static str,
    confirm: &'static str,
    tone: &'static str,
    scopes: Vec<Scope>,
    foresee: Foresee,
    #[prop(optional)] mending: Option<Mending>,
    on_close: Callback<()>,
    on_confirm: Callback<Scope>,
) -> impl IntoView {
    let locale = locale();
    let chosen = RwSignal::new(scopes.first().copied().unwrap_or_default());
    let outlook = RwSignal::new(None::<Result<Outlook, Failure>>);
    let explain = use_explain();
    let again = Trigger::new();
    Effect::new(move |_| {
        again.track();
        let scope = chosen.get();
        outlook.set(None);
        let found = foresee(scope);
        spawn_local(async move {
            let found = found.await;
            if chosen.try_get_untracked() == Some(scope) {
                outlook.try_set(Some(found));
            }
        });
    });
    let reasons = move || match &*outlook.read() {
        Some(Ok(outlook)) => outlook.refusals.iter().map(|reason| explain.reason(reason)).collect(),
        Some(Err(failure)) => explain.failure(failure),
        None => Vec::new(),
    };
    let reasons = Memo::new(move |_| reasons());
    let remedies = Signal::derive(move || match &*outlook.read() {
        Some(Ok(outlook)) => Remedy::of(&outlook.refusals, &outlook.repairs),
        _ => Vec::new(),
    });
    let may = move || outlook.read().is_some() && reasons.read().is_empty();
    let radio = move |scope: Scope| {
        view! {
            <label class="check">
                <input
                    type="radio"
                    name="scope"
                    prop:checked=move || chosen.get() == scope
                    on:change=move |_| chosen.set(scope)
                />
                {scope_name(locale, scope)}
            </label>
        }
    };
    view! {
        <LaterStyles />
        <Dialog title=title on_close=on_close>
            <div class="scopes" role="radiogroup" aria-label=title>
                {scopes.into_iter().map(radio).collect_view()}
            </div>
            <Reasons reasons=reasons>
                {mending
                    .map(|Mending { wanted, choose }| {
                        let choose = Callback::new(move |remedy| {
                            choose.run(remedy);
                            again.notify();
                        });
                        view! { <Remedies remedies=remedies wanted=wanted choose=choose /> }
                    })}
            </Reasons>
            <Changes rules=rules outlook=outlook />
            <div class="dialog-foot">
                <span class="spacer"></span>
                <button type="button" class="button" on:click=move |_| on_close.run(())>
                    {text!(common.cancel)}
                </button>
                <button
                    type="button"
                    class=format!("button primary {tone}")
                    disabled=move || !may()
                    on:click=move |_| on_confirm.run(chosen.get_untracked())
                >
                    {confirm}
                </button>
            </div>
        </Dialog>
    }
}

#[component]
fn Changes(rules: Signal<ZoneRules>, outlook: RwSignal<Option<Result<Outlook, Failure>>>) -> impl IntoView {
    let (locale, dates, session) = (locale(), use_dates(), session());
    let today = session.rules.date(now());
    let list = move || {
        let Some(Ok(outlook)) = outlook.get() else {
            return view! { <span class="skeleton block"></span> }.into_any();
        };
        if outlook.occurrences.is_empty() {
            return view! { <p class="hint">{td_string!(locale, schedule.nothing_changes)}</p> }.into_any();
        }
        let rules = rules.get_untracked();
        let when =
            |when: &When| words::takes(locale, &dates, &Takes::of(when, &rules), &session.rules, today);
        let line = |foreseen: Foreseen| {
            let shown = foreseen.before.as_ref().or(foreseen.after.as_ref()).map(when).unwrap_or_default();
            let fate = fate(locale, &foreseen, when);
            view! {
                <li data-fate=fate_word(&foreseen.fate)>
                    <span>{shown}</span>
                    <span>{fate}</span>
                </li>
            }
        };
        let lines: Vec<_> = outlook.occurrences.into_iter().map(line).collect();
        view! {
            <ol class="changes" aria-label=td_string!(locale, schedule.changes) tabindex="0">
                {lines}
            </ol>
        }
        .into_any()
    };
    view! { <div aria-live="polite">{list}</div> }
}

fn fate(locale: Locale, foreseen: &Foreseen, when: impl Fn(&When) -> String) -> String {
    match (&foreseen.fate, &foreseen.after) {
        (Fate::Added, _) => td_string!(locale, schedule.is_added).to_owned(),
        (Fate::Removed, _) => td_string!(locale, schedule.is_removed).to_owned(),
        (Fate::Moved { acts } | Fate::Changed { acts }, after) => {
            let moved = after.as_ref().filter(|after| foreseen.before.as_ref() != Some(*after));
            let moved = moved.map(|after| td_string!(locale, schedule.is_moved, when = when(after)));
            let told: Vec<_> = moved.into_iter().chain(what(locale, acts)).collect();
            if told.is_empty() { td_string!(locale, schedule.is_changed).to_owned() } else { told.join("; ") }
        }
        (Fate::Kept { because }, _) => match because {
            Because::Over => td_string!(locale, schedule.is_over).to_owned(),
            Because::Closed => td_string!(locale, schedule.is_closed).to_owned(),
            Because::Cancelled => td_string!(locale, schedule.is_cancelled).to_owned(),
            Because::Unchanged => td_string!(locale, schedule.is_same).to_owned(),
        },
    }
}

/// What else than the time changes of an occurrence: what it is called from then on, of the rest that it changes.
fn what(locale: Locale, acts: &[Act]) -> impl Iterator<Item = String> {
    acts.iter().filter_map(move |act| {
        let field = match act {
            Act::TextChanged { field: Field::Subject, to, .. } => {
                let name = field_name(locale, Field::Subject);
                return Some(td_string!(locale, meeting.told_set, field = name, value = to.as_str()));
            }
            Act::TextChanged { field, .. } => *field,
            Act::PlaceChanged { .. } => Field::Place,
            Act::AddressChanged { .. } => Field::Address,
            Act::KindChanged { .. } => Field::Kind,
            Act::ClientChanged { .. } => Field::Client,
            Act::ContactChanged { .. } => Field::Contact,
            Act::CategoryChanged { .. } => Field::Category,
            Act::InterestChanged { .. } => Field::Interest,
            Act::DepartmentChanged { .. } => Field::Department,
            Act::Reassigned { .. } => Field::Responsible,
            Act::Invited { .. } | Act::Uninvited { .. } => Field::Participants,
            _ => return None,
        };
        Some(field_name(locale, field).to_owned())
    })
}

/// What the style sheet calls it.
fn fate_word(fate: &Fate) -> &'static str {
    match fate {
        Fate::Added => "added",
        Fate::Moved { .. } => "moved",
        Fate::Changed { .. } => "changed",
        Fate::Removed => "removed",
        Fate::Kept { .. } => "kept",
    }
}

fn scope_name(locale: Locale, scope: Scope) -> &'static str {
    match scope {
        Scope::This => td_string!(locale, schedule.this),
        Scope::ThisAndFollowing => td_string!(locale, schedule.following),
        Scope::All => td_string!(locale, schedule.all),
    }
}
