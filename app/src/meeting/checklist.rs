//! The checklist of a meeting, ticked on its card (S42, D22). Whoever else has the card open sees each tick.

use std::collections::BTreeMap;

use domain::checklist::{Asks, ChecklistItem, Done, Note};
use domain::id::{AttachmentId, TemplateItemId};
use domain::kind::TemplateItem;
use domain::meeting::{State, Tick};
use leptos::html::Input;
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_i18n::td_string;

use super::editing::Editing;
use super::life::{Question, Wanted};
use super::transfer::{self, Sent};
use super::trouble::item_element;
use super::words::{self, read_number};
use crate::api::tick_item;
use crate::session::session;
use crate::state::clock::now;
use crate::text;
use crate::texts::locale;
use crate::ui::dates::use_dates;
use crate::ui::icon::{Glyph, Icon};
use crate::ui::refusals::use_explain;
use crate::ui::toast::{Tone, use_toasts};

/// An item with the name of who did it.
type Line = (ChecklistItem, Option<String>);

#[component]
pub(super) fn Checklist(editing: Editing) -> impl IntoView {
    // What the kind that is chosen would bring, where the meeting does not have it yet.
    let preview = Memo::new(move |_| {
        let chosen = editing.form.kind.get();
        let saved = editing.sheet.read().as_ref().map(|sheet| sheet.meeting.kind);
        (saved != Some(chosen)).then(|| {
            editing.choices.with_value(|choices| {
                let kind = choices.kinds.iter().find(|kind| kind.id == chosen);
                kind.map(|kind| kind.checklist.clone()).unwrap_or_default()
            })
        })
    });
    let lines = Memo::new(move |_| {
        let sheet = editing.sheet.read();
        let lines = sheet.as_ref().map(|sheet| {
            let items = sheet.meeting.checklist.iter().cloned();
            items.zip(sheet.done_by.iter().cloned()).collect::<Vec<Line>>()
        });
        lines.unwrap_or_default()
    });
    let progress = move || match preview.get() {
        Some(_) => String::new(),
        None => {
            let lines = lines.read();
            let asked = lines.iter().filter(|(item, _)| !item.former);
            let (all, done) = (asked.clone().count(), asked.filter(|(item, _)| item.done.is_some()).count());
            if all == 0 { String::new() } else { text!(life.progress, done = done, all = all) }
        }
    };
    let nothing = move || match preview.get() {
        Some(items) => items.is_empty(),
        None => lines.read().is_empty(),
    };
    let inside = move || match preview.get() {
        Some(items) => view! { <Preview items=items is_new=editing.is_new() /> }.into_any(),
        None => view! { <Items editing=editing lines=lines /> }.into_any(),
    };
    view! {
        <section class="section checklist" aria-labelledby="checklist-title" hidden=nothing>
            <h2 class="section-title" id="checklist-title">
                <Glyph icon=Icon::CHECKLIST />
                {text!(life.checklist)}
                <span class="hint checklist-progress">{progress}</span>
            </h2>
            {inside}
        </section>
    }
}

/// What comes with a kind (S53).
#[component]
fn Preview(items: Vec<TemplateItem>, is_new: bool) -> impl IntoView {
    let item = |TemplateItem { text, mandatory, .. }: TemplateItem| {
        view! {
            <li class="item">
                <Glyph icon=Icon::CHECK />
                <span class="item-text">{text} {mandatory.then(|| view! { <Required /> })}</span>
            </li>
        }
    };
    let hint = if is_new { text!(life.preview) } else { text!(life.preview_change) };
    view! {
        <ul class="items">{items.into_iter().map(item).collect_view()}</ul>
        <p class="hint">{hint}</p>
    }
}

#[component]
fn Items(editing: Editing, lines: Memo<Vec<Line>>) -> impl IntoView {
    let wishes = Wishes::new(editing);
    let asked = move || ids(&lines.read(), |item| !item.former);
    let former = move || ids(&lines.read(), |item| item.former);
    view! {
        <ul class="items">
            <For each=asked key=|id| *id let:id>
                <Item editing=editing lines=lines wishes=wishes id=id />
            </For>
        </ul>
        <Show when=move || !former().is_empty()>
            <h3 class="hint">{text!(life.former)}</h3>
            <ul class="items">
                <For each=former key=|id| *id let:id>
                    <FormerItem lines=lines id=id />
                </For>
            </ul>
        </Show>
    }
}

fn ids(lines: &[Line], which: impl Fn(&ChecklistItem) -> bool) -> Vec<TemplateItemId> {
    lines.iter().filter(|(item, _)| which(item)).map(|(item, _)| item.id).collect()
}

fn find(lines: &[Line], id: TemplateItemId) -> Option<Line> {
    lines.iter().find(|(item, _)| item.id == id).cloned()
}

#[component]
fn Item(editing: Editing, lines: Memo<Vec<Line>>, wishes: Wishes, id: TemplateItemId) -> impl IntoView {
    let locale = locale();
    let line = Memo::new(move |_| find(&lines.read(), id));
    let (text, mandatory, asks) = line.with_untracked(|line| {
        line.as_ref().map_or((String::new(), false, Asks::Tick), |(item, _)| {
            (item.text.clone(), item.mandatory, item.asks)
        })
    });
    // As it is wanted here, or else as the server has it.
    let me = session().person.name.clone();
    let shown = Memo::new(move |_| match wishes.of(id) {
        Some(Tick::Undone) => None,
        Some(Tick::Done { note }) => Some((me.clone(), None, note)),
        None => line.get().and_then(|(item, by)| {
            let Done { at, note, .. } = item.done?;
            Some((by.unwrap_or_default(), Some(at), note))
        }),
    });
    let done = move || shown.read().is_some();
    let may_tick = Memo::new(move |_| {
        let sheet = editing.sheet.read();
        sheet.as_ref().is_some_and(|sheet| sheet.steps.tick && !sheet.meeting.state.is_over())
    });
    let note_field = NodeRef::<Input>::new();
    let element = item_element(id);
    let note_of = text!(life.note_of, item = text.as_str());
    let wrong = move || editing.trouble.is_about(id).then_some("true");
    let press = {
        let text = text.clone();
        move |event: web_sys::Event| {
            let checked = event_target_checked(&event);
            let typed = note_field.get_untracked().map(|field| field.value()).unwrap_or_default();
            match (checked, read_note(asks, &typed)) {
                (false, _) => wishes.wish(id, &text, Tick::Undone),
                (true, Some(note)) => wishes.wish(id, &text, Tick::Done { note }),
                (true, None) => {
                    // It is done with a note, which is typed beside it.
                    uncheck(&event);
                    if let Some(field) = note_field.get_untracked() {
                        let _ = field.focus();
                    }
                }
            }
        }
    };
    let noted = {
        let text = text.clone();
        move |event: web_sys::Event| match read_note(asks, &event_target_value(&event)) {
            Some(note) => wishes.wish(id, &text, Tick::Done { note }),
            None if shown.with_untracked(Option::is_some) => wishes.wish(id, &text, Tick::Undone),
            None => {}
        }
    };
    let note = move || {
        let note = shown.read().as_ref().and_then(|(_, _, note)| note.clone());
        note.map(|note| words::note(locale, &note)).unwrap_or_default()
    };
    let note_input = matches!(asks, Asks::Number | Asks::Text).then(|| {
        let (mode, hint) = match asks {
            Asks::Number => ("decimal", text!(life.note_number)),
            _ => ("text", text!(life.note_text)),
        };
        view! {
            <input
                class="input"
                node_ref=note_field
                aria-label=note_of
                placeholder=hint
                inputmode=mode
                maxlength="2000"
                autocomplete="off"
                enterkeyhint="done"
                value=untrack(note)
                prop:value=note
                disabled=move || !may_tick.get()
                on:change=noted
                on:keydown=move |event| {
                    // Enter notes, and does not save the card.
                    if event.key() == "Enter" {
                        event.prevent_default();
                        if let Some(field) = note_field.get_untracked() {
                            let _ = field.blur();
                        }
                    }
                }
            />
        }
    });
    let photo = (asks == Asks::Photo).then(|| {
        let picture = Memo::new(move |_| match &*shown.read() {
            Some((_, _, Some(Note::Photo { attachment }))) => Some(*attachment),
            _ => None,
        });
        view! { <Photo editing=editing wishes=wishes id=id text=text.clone() picture=picture may_tick=may_tick /> }
    });
    let by = told_by(shown);
    view! {
        <li class="item" data-done=move || done().then_some("")>
            <input
                type="checkbox"
                id=element.clone()
                checked=untrack(done)
                prop:checked=done
                disabled=move || !may_tick.get()
                aria-invalid=wrong
                on:change=press
            />
            <div class="item-what">
                <label class="item-text" for=element>
                    {text} {mandatory.then(|| view! { <Required /> })}
                </label>
                {note_input}
                {photo}
                {by}
            </div>
        </li>
    }
}

/// The picture that an item is done with; taken with the camera where there is one.
#[component]
fn Photo(
    editing: Editing,
    wishes: Wishes,
    id: TemplateItemId,
    text: String,
    picture: Memo<Option<AttachmentId>>,
    may_tick: Memo<bool>,
) -> impl IntoView {
    let busy = RwSignal::new(false);
    let field = NodeRef::<Input>::new();
    let name = text.clone();
    let taken = move |_| {
        let Some(field) = field.get_untracked() else { return };
        let Some(file) = field.files().and_then(|files| files.get(0)) else { return };
        let attachment = AttachmentId::generate(now());
        let (to, text) = (transfer::address(editing.id, attachment, &file.name()), text.clone());
        busy.set(true);
        transfer::send(
            &to,
            &file,
            |_| (),
            move |sent| {
                busy.try_set(false);
                if sent.is_well() {
                    wishes.wish(id, &text, Tick::Done { note: Some(Note::Photo { attachment }) });
                } else {
                    wishes.complain_of_file(&text, &sent);
                }
            },
        );
        // The same file can be chosen again.
        field.set_value("");
    };
    let picture_of = move || {
        let attachment = picture.get()?;
        let from = format!("/api/v1/meetings/{}/attachments/{attachment}", editing.id);
        let to = from.clone();
        let view = view! {
            <a href=to rel="external" download>
                <img class="item-photo" src=from alt=name.clone() loading="lazy" decoding="async" />
            </a>
        };
        Some(view.into_any())
    };
    let (take, sending) = (text!(life.take_photo), text!(life.sending));
    view! {
        {picture_of}
        <Show when=move || may_tick.get() && picture.get().is_none()>
            <label class="button small file-choice">
                <Glyph icon=Icon::ATTACHMENT />
                {move || if busy.get() { sending } else { take }}
                <input
                    type="file"
                    accept="image/*"
                    capture="environment"
                    class="visually-hidden"
                    node_ref=field
                    disabled=busy
                    on:change=taken.clone()
                />
            </label>
        </Show>
    }
}

#[component]
fn FormerItem(lines: Memo<Vec<Line>>, id: TemplateItemId) -> impl IntoView {
    let locale = locale();
    let line = Memo::new(move |_| find(&lines.read(), id));
    let text = line.with_untracked(|line| line.as_ref().map(|(item, _)| item.text.clone()));
    let shown = Memo::new(move |_| {
        let (item, by) = line.get()?;
        let Done { at, note, .. } = item.done?;
        Some((by.unwrap_or_default(), Some(at), note))
    });
    let note = move || shown.get().and_then(|(_, _, note)| note).map(|note| words::note(locale, &note));
    let by = told_by(shown);
    view! {
        <li class="item" data-done>
            <Glyph icon=Icon::CHECK />
            <div class="item-what">
                <span class="item-text">{text}</span>
                <span>{note}</span>
                {by}
            </div>
        </li>
    }
}

#[component]
fn Required() -> impl IntoView {
    view! { <span class="item-mark">{text!(life.mandatory)}</span> }
}

/// Who, and when; without a time it is on its way.
type Shown = Option<(String, Option<chrono::DateTime<chrono::Utc>>, Option<Note>)>;

/// "Gleb Sedov, 24 Nov 2026, 10:05".
fn told_by(shown: Memo<Shown>) -> impl Fn() -> Option<AnyView> {
    let (dates, session, locale) = (use_dates(), session(), locale());
    let at_first = now();
    move || {
        let (name, at, _) = shown.get()?;
        let at = session.rules.wall(at.unwrap_or(at_first));
        let when = format!("{}, {}", dates.short(at.date()), dates.time(at.time()));
        let words = td_string!(locale, life.done_by, name = name, when = when);
        Some(view! { <span class="hint item-by">{words}</span> }.into_any())
    }
}

/// `None` where the item asks for a note and none can be read; nothing is noted with a mere tick.
fn read_note(asks: Asks, typed: &str) -> Option<Option<Note>> {
    let typed = typed.trim();
    match asks {
        Asks::Tick => Some(None),
        // It is taken, not typed.
        Asks::Photo => None,
        Asks::Text if typed.is_empty() => None,
        Asks::Text => Some(Some(Note::Text(typed.to_owned()))),
        Asks::Number => Some(Some(Note::Number(read_number(typed)?))),
    }
}

fn uncheck(event: &web_sys::Event) {
    event_target::<web_sys::HtmlInputElement>(event).set_checked(false);
}

/// What is wanted here and not answered yet: it is shown at once, and taken back when it is refused.
#[derive(Clone, Copy)]
struct Wishes {
    editing: Editing,
    wanted: RwSignal<BTreeMap<TemplateItemId, Tick>>,
    toasts: crate::ui::toast::Toasts,
    explain: StoredValue<crate::ui::refusals::Explain>,
    locale: crate::texts::Locale,
}

impl Wishes {
    fn new(editing: Editing) -> Self {
        Self {
            editing,
            wanted: RwSignal::new(BTreeMap::new()),
            toasts: use_toasts(),
            explain: StoredValue::new(use_explain()),
            locale: locale(),
        }
    }

    fn of(self, item: TemplateItemId) -> Option<Tick> {
        self.wanted.read().get(&item).cloned()
    }

    /// Asks for the last wish only: while a call is under way for an item, the next one waits for it.
    fn wish(self, item: TemplateItemId, text: &str, tick: Tick) {
        let waiting = self.wanted.try_update(|wanted| wanted.insert(item, tick).is_some());
        if waiting != Some(false) {
            return;
        }
        let text = text.to_owned();
        spawn_local(async move {
            while let Some(tick) =
                self.wanted.try_with_untracked(|wanted| wanted.get(&item).cloned()).flatten()
            {
                let outcome = tick_item(self.editing.id, item, tick.clone()).await;
                if self.editing.is_left() {
                    if let Err(failure) = outcome {
                        self.complain(&text, &failure);
                    }
                    return;
                }
                match outcome {
                    Ok(sheet) => {
                        let offers = matches!(tick, Tick::Done { .. }) && is_finished(&sheet);
                        self.editing.trouble.forgive_item(item);
                        self.editing.show_answer(sheet);
                        let last = self.answered(item, &tick);
                        if offers && last {
                            self.editing.question.set(Some(Question::Finish(Wanted::Offered)));
                        }
                    }
                    Err(failure) => {
                        self.wanted.update(|wanted| drop(wanted.remove(&item)));
                        self.complain(&text, &failure);
                    }
                }
            }
        });
    }

    /// Forgets a wish that was answered, unless something else is wanted by now.
    fn answered(self, item: TemplateItemId, tick: &Tick) -> bool {
        self.wanted
            .try_update(|wanted| {
                let same = wanted.get(&item) == Some(tick);
                if same {
                    wanted.remove(&item);
                }
                same
            })
            .unwrap_or_default()
    }

    fn complain_of_file(self, item: &str, sent: &Sent) {
        let why = self.explain.try_with_value(|explain| sent.words(explain)).unwrap_or_default();
        self.toasts.say(Tone::Error, td_string!(self.locale, life.not_ticked, item = item, why = why));
    }

    fn complain(self, item: &str, failure: &crate::api::Failure) {
        let why = self.explain.try_with_value(|explain| explain.failure(failure)).unwrap_or_default();
        let why = why.join(" ");
        self.toasts.say(Tone::Error, td_string!(self.locale, life.not_ticked, item = item, why = why));
    }
}

/// Whether it is time to offer to finish (S44): all is done, it has begun, and the viewer may close it.
fn is_finished(sheet: &domain::meeting::Sheet) -> bool {
    sheet.meeting.is_ticked_off() && sheet.meeting.state == State::InProgress && sheet.steps.close
}

#[cfg(test)]
mod tests {
    use domain::number::Number;

    use super::*;

    #[test]
    fn a_note_is_read_as_its_item_asks_for_it() {
        assert_eq!(read_note(Asks::Tick, "whatever"), Some(None));
        assert_eq!(read_note(Asks::Text, "  "), None);
        assert_eq!(read_note(Asks::Text, " Yes "), Some(Some(Note::Text("Yes".into()))));
        assert_eq!(read_note(Asks::Number, "2,5"), Number::of(2.5).map(|number| Some(Note::Number(number))));
        assert_eq!(read_note(Asks::Number, "many"), None);
    }
}
