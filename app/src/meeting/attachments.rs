//! The files of a meeting (S23): dropped on the card or chosen, each with its progress.

use domain::attachment::Attachment;
use domain::id::AttachmentId;
use domain::meeting::AttachmentLine;
use leptos::ev::DragEvent;
use leptos::html::Input;
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_i18n::td_string;

use super::editing::Editing;
use super::transfer::{self, Sent};
use crate::session::session;
use crate::text;
use crate::texts::{Locale, locale};
use crate::ui::icon::{Glyph, Icon};
use crate::ui::refusals::{Explain, use_explain};
use crate::ui::toast::{Tone, use_toasts};

/// A file on its way.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Upload {
    id: AttachmentId,
    name: StoredValue<String>,
    /// Of a thousand.
    done: RwSignal<u32>,
    failed: RwSignal<Option<String>>,
}

#[component]
pub(super) fn Attachments(editing: Editing) -> impl IntoView {
    let there = Memo::new(move |_| !editing.is_new());
    view! {
        <Show when=move || there.get()>
            <Section editing=editing />
        </Show>
    }
}

#[component]
fn Section(editing: Editing) -> impl IntoView {
    let lines = Memo::new(move |_| {
        editing.sheet.read().as_ref().map(|sheet| sheet.attachments.clone()).unwrap_or_default()
    });
    let may_attach =
        Memo::new(move |_| editing.sheet.read().as_ref().is_some_and(|sheet| sheet.steps.attach));
    let uploads = RwSignal::new(Vec::<Upload>::new());
    let over = RwSignal::new(false);
    let add = use_add(editing, uploads);
    let field = NodeRef::<Input>::new();
    let dropped = move |event: DragEvent| {
        event.prevent_default();
        over.set(false);
        if may_attach.get_untracked()
            && let Some(files) = event.data_transfer().and_then(|carried| carried.files())
        {
            add.run(files);
        }
    };
    view! {
        <section
            class="section attachments"
            aria-labelledby="attachments-title"
            data-over=move || over.get().then_some("")
            on:dragover=move |event| {
                // Only what is prevented can be dropped.
                event.prevent_default();
                over.set(may_attach.get_untracked());
            }
            on:dragleave=move |_| over.set(false)
            on:drop=dropped
        >
            <h2 class="section-title" id="attachments-title">
                <Glyph icon=Icon::ATTACHMENT />
                {text!(files.title)}
                <Show when=move || may_attach.get()>
                    <label class="button small file-choice">
                        <Glyph icon=Icon::PLUS />
                        {text!(files.add)}
                        <input
                            type="file"
                            class="visually-hidden"
                            multiple
                            node_ref=field
                            on:change=move |_| {
                                let Some(field) = field.get_untracked() else { return };
                                if let Some(files) = field.files() {
                                    add.run(files);
                                }
                                // The same file can be chosen again.
                                field.set_value("");
                            }
                        />
                    </label>
                </Show>
            </h2>
            <ul class="files">
                <For each=move || lines.get() key=|line| line.attachment.id let:line>
                    <File editing=editing line=line />
                </For>
                <For each=move || uploads.get() key=|upload| upload.id let:upload>
                    <OnItsWay uploads=uploads upload=upload />
                </For>
            </ul>
            <Show when=move || lines.read().is_empty() && uploads.read().is_empty()>
                <p class="hint">{text!(files.none)}</p>
            </Show>
        </section>
    }
}

#[component]
fn File(editing: Editing, line: AttachmentLine) -> impl IntoView {
    let AttachmentLine { attachment, added_by_name } = line;
    let Attachment { id, name, bytes, added_by, .. } = attachment.clone();
    let (locale, toasts, explain) = (locale(), use_toasts(), StoredValue::new(use_explain()));
    let to = format!("/api/v1/meetings/{}/attachments/{id}", editing.id);
    let about = format!("{} · {added_by_name}", size(locale, bytes));
    let me = session().person.id;
    let may_remove =
        move || editing.sheet.read().as_ref().is_some_and(|sheet| added_by == me || sheet.permits.change);
    let remove = {
        let to = to.clone();
        move |_| {
            transfer::remove(&to, move |sent| match sent {
                Sent { status: 200..300, .. } => show_again(editing),
                sent => {
                    if let Some(why) = explain.try_with_value(|explain| sent.words(explain)) {
                        toasts.say(Tone::Error, why);
                    }
                }
            });
        }
    };
    let picture = attachment.is_picture().then(|| {
        view! { <img class="file-picture" src=to.clone() alt="" loading="lazy" decoding="async" /> }
    });
    let is_file = picture.is_none();
    let label = text!(files.remove, name = name.as_str());
    let saved_as = name.clone();
    view! {
        <li class="file">
            {picture}
            {is_file.then(|| view! { <Glyph icon=Icon::ATTACHMENT /> })}
            <div class="file-what">
                <a class="file-name" href=to download=saved_as rel="external">
                    {name}
                </a>
                <span class="hint">{about}</span>
            </div>
            <Show when=may_remove>
                <button type="button" class="button quiet icon" aria-label=label.clone() on:click=remove.clone()>
                    <Glyph icon=Icon::CLOSE />
                </button>
            </Show>
        </li>
    }
}

#[component]
fn OnItsWay(uploads: RwSignal<Vec<Upload>>, upload: Upload) -> impl IntoView {
    let name = upload.name.get_value();
    let label = text!(files.sending, name = name.as_str());
    let (close, forget) = (text!(common.close), move |_: leptos::ev::MouseEvent| {
        uploads.update(|uploads| uploads.retain(|each| each.id != upload.id));
    });
    view! {
        <li class="file" data-failed=move || upload.failed.read().is_some().then_some("")>
            <Glyph icon=Icon::ATTACHMENT />
            <div class="file-what">
                <span class="file-name">{name}</span>
                {move || match upload.failed.get() {
                    Some(why) => view! { <span class="field-error" role="alert">{why}</span> }.into_any(),
                    None => view! {
                        <progress aria-label=label.clone() max="1000" value=move || upload.done.get().to_string()>
                        </progress>
                    }
                    .into_any(),
                }}
            </div>
            <Show when=move || upload.failed.read().is_some()>
                <button type="button" class="button quiet icon" aria-label=close on:click=forget>
                    <Glyph icon=Icon::CLOSE />
                </button>
            </Show>
        </li>
    }
}

/// Sends files, each by itself.
fn use_add(editing: Editing, uploads: RwSignal<Vec<Upload>>) -> Callback<web_sys::FileList> {
    let explain: StoredValue<Explain> = StoredValue::new(use_explain());
    Callback::new(move |files: web_sys::FileList| {
        for file in (0..files.length()).filter_map(|index| files.get(index)) {
            let upload = Upload {
                id: AttachmentId::generate(crate::state::clock::now()),
                name: StoredValue::new(file.name()),
                done: RwSignal::new(0),
                failed: RwSignal::new(None),
            };
            uploads.update(|uploads| uploads.push(upload));
            let to = transfer::address(editing.id, upload.id, &file.name());
            let progress = move |done| {
                upload.done.try_set(done);
            };
            transfer::send(&to, &file, progress, move |sent| {
                if sent.is_well() {
                    uploads.try_update(|uploads| uploads.retain(|each| each.id != upload.id));
                    show_again(editing);
                } else if let Some(why) = explain.try_with_value(|explain| sent.words(explain)) {
                    upload.failed.try_set(Some(why));
                }
            });
        }
    })
}

/// The live socket tells it too; whoever added it sees it even without.
fn show_again(editing: Editing) {
    if !editing.is_left() {
        spawn_local(async move {
            // What cannot be read now comes over the live socket.
            let _ = editing.read_again().await;
        });
    }
}

/// "1.4 MB".
fn size(locale: Locale, bytes: u64) -> String {
    let tenths = |unit: u64| {
        let tenths = bytes * 10 / unit;
        if tenths < 100 && !tenths.is_multiple_of(10) {
            let point = td_string!(locale, files.decimal_point);
            format!("{}{point}{}", tenths / 10, tenths % 10)
        } else {
            (tenths / 10).to_string()
        }
    };
    match bytes {
        0..1_024 => td_string!(locale, files.bytes, count = bytes),
        1_024..1_048_576 => td_string!(locale, files.kilobytes, count = tenths(1_024)),
        _ => td_string!(locale, files.megabytes, count = tenths(1_048_576)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_size_is_told_in_the_unit_that_fits() {
        let english = |bytes| size(Locale::en, bytes);
        assert_eq!((english(12), english(1_536)), ("12 B".into(), "1.5 kB".into()));
        assert_eq!((english(20_480), english(26_214_400)), ("20 kB".into(), "25 MB".into()));
        assert_eq!(size(Locale::ru, 1_536), "1,5 КБ");
    }
}
