//! How I see Daybook: language, appearance, time zone, week start.

use domain::people::{Language, Theme};
use domain::time::{WeekStart, ZoneName};
use leptos::prelude::*;

use crate::api::{ZoneChoice, zones};
use crate::json::asked_before;
use crate::session::{session, visit};
use crate::text;
use crate::ui::segmented::Segmented;

#[component]
pub(super) fn View() -> impl IntoView {
    let visit = visit();
    let preferences = session().person.preferences.clone();
    let language = visit.language.tag();
    let theme = match preferences.theme {
        None => "",
        Some(Theme::Light) => "light",
        Some(Theme::Dark) => "dark",
    };
    let themes = vec![
        ("light", text!(common.theme_light)),
        ("dark", text!(common.theme_dark)),
        ("", text!(common.theme_auto)),
    ];
    let week_start = match preferences.week_start {
        None => "",
        Some(WeekStart::Monday) => "monday",
        Some(WeekStart::Sunday) => "sunday",
    };
    let week_starts = vec![
        ("monday", text!(settings.monday)),
        ("sunday", text!(settings.sunday)),
        ("", text!(settings.automatic)),
    ];
    let languages = vec![(Language::English.tag(), "English"), (Language::Russian.tag(), "Русский")];
    view! {
        <section class="panel" aria-labelledby="view-title">
            <header class="panel-head">
                <h2 class="panel-title" id="view-title">
                    {text!(settings.view)}
                </h2>
            </header>
            <Setting label=text!(common.language) hint="">
                <Segmented name="language" label=text!(common.language) chosen=language choices=languages />
            </Setting>
            <Setting label=text!(common.theme) hint=text!(settings.theme_hint)>
                <Segmented name="theme" label=text!(common.theme) chosen=theme choices=themes />
            </Setting>
            <Setting label=text!(settings.zone) hint=text!(settings.zone_hint)>
                <Zone name="zone" label=text!(settings.zone) chosen=preferences.zone />
            </Setting>
            <Setting label=text!(settings.second_zone) hint=text!(settings.second_zone_hint)>
                <Zone name="second_zone" label=text!(settings.second_zone) chosen=preferences.second_zone />
            </Setting>
            <Setting label=text!(settings.week_start) hint=text!(settings.week_auto)>
                <Segmented
                    name="week_start"
                    label=text!(settings.week_start)
                    chosen=week_start
                    choices=week_starts
                />
            </Setting>
        </section>
    }
}

/// One preference, which its form saves alone.
#[component]
fn Setting(label: &'static str, hint: &'static str, children: Children) -> impl IntoView {
    view! {
        <form class="setting" method="post" action="/preferences">
            <input type="hidden" name="back" value="/settings?done=saved" />
            <div class="setting-what">
                <strong>{label}</strong>
                {(!hint.is_empty()).then(|| view! { <span>{hint}</span> })}
            </div>
            {children()}
        </form>
    }
}

#[component]
fn Zone(name: &'static str, label: &'static str, chosen: Option<ZoneName>) -> impl IntoView {
    let choices = asked_before(|| (), |()| zones());
    let here = session().rules.name().clone();
    let select = move |choices: Vec<ZoneChoice>| {
        let city =
            choices.iter().find(|choice| choice.name == here).map_or(here.as_str(), |choice| &choice.city);
        let none = match name {
            "zone" => text!(settings.zone_auto, zone = city),
            _ => text!(settings.no_second_zone).to_owned(),
        };
        let automatic = chosen.is_none();
        let option = |choice: &ZoneChoice| {
            let selected = chosen.as_ref() == Some(&choice.name);
            view! {
                <option value=choice.name.as_str().to_owned() selected=selected>
                    {format!("{} ({})", choice.city, offset(choice.minutes))}
                </option>
            }
        };
        view! {
            <option value="" selected=automatic>
                {none}
            </option>
            {choices.iter().map(option).collect_view()}
        }
        .into_any()
    };
    let select = StoredValue::new(select);
    view! {
        <select class="input" name=name aria-label=label>
            <Suspense>
                {move || Suspend::new(async move {
                    choices.await.map_or_else(|_| ().into_any(), |choices| select.with_value(|select| select(choices)))
                })}
            </Suspense>
        </select>
        <button class="button">{text!(common.save)}</button>
    }
}

/// "UTC+5:30".
fn offset(minutes: i32) -> String {
    let sign = if minutes < 0 { '−' } else { '+' };
    let (hours, minutes) = (minutes.abs() / 60, minutes.abs() % 60);
    if minutes == 0 { format!("UTC{sign}{hours}") } else { format!("UTC{sign}{hours}:{minutes:02}") }
}

#[cfg(test)]
mod tests {
    use super::offset;

    #[test]
    fn an_offset_is_written_as_people_write_it() {
        assert_eq!(
            (offset(330), offset(-210), offset(0)),
            ("UTC+5:30".into(), "UTC−3:30".into(), "UTC+0".into())
        );
    }
}
