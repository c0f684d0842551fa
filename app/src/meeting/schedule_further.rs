//! Dates of a series beside those of its rule (RDATE, RFC 5545 section 3.8.5.2).

use chrono::NaiveDate;
use leptos::html::Input;
use leptos::prelude::*;
use leptos_i18n::td_string;

use super::editing::Editing;
use crate::text;
use crate::texts::locale;
use crate::ui::dates::use_dates;
use crate::ui::icon::{Glyph, Icon};

/// The further dates, each to be taken out again, and a field for one more.
#[component]
pub(super) fn FurtherDates(editing: Editing) -> impl IntoView {
    let (locale, dates) = (locale(), use_dates());
    let field = NodeRef::<Input>::new();
    let put_in = move || {
        let Some(field) = field.get_untracked() else { return };
        // A date that cannot be read is one that is still being typed.
        if let Ok(date) = field.value().parse() {
            add(editing, date);
            field.set_value("");
        }
    };
    let chips = move || {
        let additions =
            editing.form.recurrence.get().map(|recurrence| recurrence.additions).unwrap_or_default();
        let chip = |date: NaiveDate| {
            let name = dates.short(date);
            view! {
                <li>
                    <button
                        type="button"
                        class="button quiet small"
                        aria-label=td_string!(locale, schedule.skip, date = name.as_str())
                        on:click=move |_| leave_out(editing, date)
                    >
                        {name.clone()}
                        <Glyph icon=Icon::CLOSE />
                    </button>
                </li>
            }
        };
        (!additions.is_empty()).then(
            || view! { <ul class="schedule-skipped">{additions.into_iter().map(chip).collect_view()}</ul> },
        )
    };
    view! {
        <div class="schedule-further">
            <label class="schedule-label" for="further-date">
                {text!(schedule.further)}
            </label>
            {chips}
            <div class="schedule-add">
                <input
                    class="input"
                    id="further-date"
                    type="date"
                    node_ref=field
                    on:keydown=move |event| {
                        if event.key() == "Enter" {
                            event.prevent_default();
                            put_in();
                        }
                    }
                />
                <button type="button" class="button small" on:click=move |_| put_in()>
                    {text!(schedule.add_date)}
                </button>
            </div>
        </div>
    }
}

/// Takes place on this date too. One that was left out comes back.
fn add(editing: Editing, date: NaiveDate) {
    editing.form.recurrence.update(|recurrence| {
        if let Some(recurrence) = recurrence
            && !recurrence.exceptions.remove(&date)
        {
            recurrence.additions.insert(date);
        }
    });
}

/// Does not take place on this date, whether the rule says so or it was added.
pub(super) fn leave_out(editing: Editing, date: NaiveDate) {
    editing.form.recurrence.update(|recurrence| {
        if let Some(recurrence) = recurrence
            && !recurrence.additions.remove(&date)
        {
            recurrence.exceptions.insert(date);
        }
    });
}
