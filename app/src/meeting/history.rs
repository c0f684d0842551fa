//! What happened to the meeting: who, when, what (D18). Read when it is opened.

use domain::change::{Act, Channel};
use leptos::prelude::*;

use super::editing::Editing;
use super::told::Teller;
use crate::api::{History, Story, meeting_history};
use crate::session::session;
use crate::text;
use crate::ui::dates::use_dates;
use crate::ui::icon::{Glyph, Icon};
use crate::ui::refusals::{Reasons, use_explain};

#[component]
pub(super) fn HistorySection(editing: Editing) -> impl IntoView {
    let opened = RwSignal::new(false);
    let version = Memo::new(move |_| editing.sheet.read().as_ref().map(|sheet| sheet.meeting.version));
    let told = LocalResource::new(move || {
        let asked = opened.get().then(|| version.get()).flatten();
        let id = editing.id;
        async move {
            match asked {
                Some(_) => Some(meeting_history(id).await),
                None => None,
            }
        }
    });
    let explain = use_explain();
    let inside = move || {
        let story = told.get().flatten()?;
        Some(match story {
            Ok(story) => view! { <Lines story=story /> }.into_any(),
            Err(failure) => {
                view! { <Reasons reasons=Signal::stored(explain.failure(&failure)) /> }.into_any()
            }
        })
    };
    view! {
        <Show when=move || version.get().is_some()>
            <details
                class="section history"
                on:toggle=move |event| {
                    let open = event_target::<web_sys::Element>(&event).has_attribute("open");
                    opened.set(open);
                }
            >
                <summary class="section-title">
                    <Glyph icon=Icon::HISTORY />
                    {text!(meeting.history)}
                    <Glyph icon=Icon::EXPAND />
                </summary>
                {inside.clone()}
            </details>
        </Show>
    }
}

/// What happened, the newest first.
#[component]
pub(super) fn Lines(story: Story) -> impl IntoView {
    let teller = Teller::new(story.names);
    let (dates, rules) = (use_dates(), session());
    let line = move |line: History| {
        let at = rules.rules.wall(line.at);
        let channel = match line.channel {
            Channel::Screen => text!(life.channel_screen),
            Channel::Rest => text!(life.channel_rest),
            Channel::CommandLine => text!(life.channel_command_line),
            Channel::System => text!(life.channel_system),
        };
        let when = format!("{}, {} · {channel}", dates.short(at.date()), dates.time(at.time()));
        let by = line.by.unwrap_or_else(|| text!(common.daybook).to_owned());
        let sentence = |act: &Act| view! { <span>{teller.tell(act)}</span> };
        view! {
            <li class="row">
                <div class="row-what">
                    <strong>{by}</strong>
                    {line.acts.iter().map(sentence).collect_view()}
                </div>
                <time class="hint" datetime=line.at.to_rfc3339()>
                    {when}
                </time>
            </li>
        }
    };
    view! { <ol class="rows">{story.lines.into_iter().rev().map(line).collect_view()}</ol> }
}
