//! The days of a plan, with what became of each meeting.

use chrono::NaiveDate;
use domain::change::Revision;
use domain::journal::chat::Anchor;
use domain::journal::{FactLine, JournalItem, Origin, Outcome, PlanSheet, PlanWay};
use domain::journey::Basis;
use leptos::prelude::*;
use leptos_i18n::td_string;

use super::chat::Talk;
use super::words::{Words, outcome_name, outcome_word, use_words};
use crate::map::{Stop, Stops};
use crate::meeting::hue_style;
use crate::meeting::words::{distance, kind_name, length};
use crate::text;
use crate::texts::{Locale, locale};
use crate::ui::icon::{Glyph, Icon};
use crate::ui::menu::MoreMenu;

#[component]
pub(super) fn Days(sheet: RwSignal<PlanSheet>, talk: Talk) -> impl IntoView {
    let days = sheet.with_untracked(|sheet| sheet.plan.key.week.days());
    days.into_iter().map(|date| view! { <Day date=date sheet=sheet talk=talk /> }).collect_view()
}

#[component]
fn Day(date: NaiveDate, sheet: RwSignal<PlanSheet>, talk: Talk) -> impl IntoView {
    let lines = Memo::new(move |_| {
        sheet.with(|sheet| {
            let of_day = sheet.lines.iter().filter(|line| line.date() == Some(date));
            of_day.cloned().collect::<Vec<_>>()
        })
    });
    let words = use_words();
    let name = words.day(date);
    let mine = sheet.with_untracked(|sheet| sheet.permits.explain);
    let weekend = chrono::Datelike::weekday(&date).num_days_from_monday() >= 5;
    // A weekend without a meeting needs no room.
    let hidden = move || weekend && lines.read().is_empty();
    let nothing = text!(journal.nothing_on_day);
    let key = |line: &FactLine| {
        let version = line.item.as_ref().map(|item| item.version);
        (line.meeting, version, line.origin as u8, line.outcome as u8, line.reason.clone(), line.unexplained)
    };
    let new_since = move |line: &FactLine| {
        sheet.with_untracked(|sheet| {
            let last = sheet.plan.amendments.iter().rev().find(|it| it.meeting == line.meeting);
            last.is_some_and(|it| it.revision > sheet.looked && sheet.looked != Revision::default())
        })
    };
    view! {
        <section class="plan-day" hidden=hidden data-date=date.to_string() aria-label=name.clone()>
            <header class="plan-day-head">
                <h3 data-today=(date == words.today).then_some("")>{name.clone()}</h3>
                <OnTheWay name=name.clone() lines=lines sheet=sheet />
                <button
                    type="button"
                    class="button quiet icon"
                    aria-label=text!(journal.discuss_day, day = name.as_str())
                    on:click=move |_| talk.begin(Some(Anchor::Day(date)))
                >
                    <Glyph icon=Icon::CHAT />
                </button>
                {mine
                    .then(|| {
                        view! {
                            <a
                                class="button quiet icon"
                                href=format!("/meetings/new?start={date}T10:00&minutes=60")
                                aria-label=text!(journal.add_on_day, day = name.as_str())
                            >
                                <Glyph icon=Icon::PLUS />
                            </a>
                        }
                    })}
            </header>
            <ul class="plan-lines">
                <For each=move || lines.get() key=key let:line>
                    {
                        let is_new = new_since(&line);
                        view! { <Line line=line is_new=is_new talk=talk /> }
                    }
                </For>
            </ul>
            {move || lines.read().is_empty().then(|| view! { <p class="hint">{nothing}</p> })}
        </section>
    }
}

/// The day's visits on the map, in their order, where it is known where they are.
#[component]
fn OnTheWay(name: String, lines: Memo<Vec<FactLine>>, sheet: RwSignal<PlanSheet>) -> impl IntoView {
    let (locale, words) = (locale(), StoredValue::new(use_words()));
    let stops = Memo::new(move |_| {
        let of = |sheet: &PlanSheet| {
            words.with_value(|words| lines.with(|lines| stops(locale, words, lines, &sheet.ways)))
        };
        sheet.with(of)
    });
    let open = RwSignal::new(false);
    let title = text!(map.day_on_map, day = name.as_str());
    let dialog = title.clone();
    let button = move || {
        let title = title.clone();
        (!stops.read().is_empty()).then(|| {
            view! {
                <button
                    type="button"
                    class="button quiet icon"
                    aria-label=title
                    on:click=move |_| open.set(true)
                >
                    <Glyph icon=Icon::PLACE />
                </button>
            }
        })
    };
    view! {
        {button}
        <Show when=move || open.get()>
            <Stops
                title=dialog.clone()
                stops=stops.get_untracked()
                on_close=Callback::new(move |()| open.set(false))
            />
        </Show>
    }
}

fn stops(locale: Locale, words: &Words, lines: &[FactLine], ways: &[PlanWay]) -> Vec<Stop> {
    let standing = lines.iter().filter(|line| !line.is_gone()).filter_map(|line| line.item.as_ref());
    let mut items: Vec<&JournalItem> = standing.filter(|item| item.visit().is_some()).collect();
    items.sort_by_key(|item| (item.span.start(), item.span.end(), item.meeting));
    let stop = |item: &JournalItem| {
        let way = ways.iter().find(|way| way.from == item.meeting).map(|way| way.way);
        Some(Stop {
            position: item.position?,
            what: format!("{} {}", words.times(&item.when), item.subject),
            about: item.address.clone().unwrap_or_default(),
            way: way.map(|way| {
                let told = format!("{} · {}", length(locale, way.minutes), distance(locale, way.metres));
                match way.basis {
                    Basis::StraightLine | Basis::Road => told,
                    Basis::NotAnswered => td_string!(locale, map.estimated, way = told),
                }
            }),
        })
    };
    items.into_iter().filter_map(stop).collect()
}

#[component]
fn Line(line: FactLine, is_new: bool, talk: Talk) -> impl IntoView {
    let (locale, words) = (locale(), use_words());
    let subject = line.subject().to_owned();
    let FactLine { meeting, origin, outcome, planned, item, reason, unexplained } = line;
    let gone = matches!(outcome, Outcome::Cancelled | Outcome::Dropped);
    let times = match (&item, &planned) {
        (Some(item), _) => words.times(&item.when),
        (None, Some(planned)) => words.times(&planned.when),
        (None, None) => String::new(),
    };
    let color = item.as_ref().and_then(|item| item.color);
    let notes = item.as_ref().map(|item| {
        let kind = kind_name(locale, item.kind.id, &item.kind.name);
        let client = item.client.as_ref().map(|client| client.name.clone());
        let parts = [Some(kind), client, item.contact.clone(), item.address.clone()];
        parts.into_iter().flatten().collect::<Vec<_>>().join(" · ")
    });
    let was = planned
        .filter(|_| origin == Origin::Moved)
        .map(|planned| td_string!(locale, journal.planned_for, when = words.when(&planned.when)));
    let why = match (unexplained, reason.is_empty()) {
        (true, _) => Some(text!(journal.no_reason).to_owned()),
        (false, false) => Some(text!(journal.reason, reason = reason.as_str())),
        (false, true) => None,
    };
    let shows = outcome != Outcome::Ahead;
    let origin_name = match origin {
        Origin::Planned => None,
        Origin::Moved => Some(text!(journal.moved)),
        Origin::Unplanned => Some(text!(journal.unplanned)),
    };
    let when = item.as_ref().map(|item| item.when.clone());
    view! {
        <li
            class="plan-line"
            data-meeting=meeting.to_string()
            data-outcome=outcome_word(outcome)
            data-new=is_new.then_some("")
            style=hue_style(color)
        >
            <span class="plan-times">{times}</span>
            <div class="plan-what">
                {if gone && item.is_none() {
                    view! { <span class="plan-subject">{subject.clone()}</span> }.into_any()
                } else {
                    view! {
                        <a class="plan-subject" href=format!("/meetings/{meeting}")>
                            {subject.clone()}
                        </a>
                    }
                        .into_any()
                }}
                {notes.map(|notes| view! { <span class="plan-note">{notes}</span> })}
                {was.map(|was| view! { <span class="plan-note">{was}</span> })}
                {why
                    .map(|why| {
                        view! {
                            <span class="plan-note" data-wanting=unexplained.then_some("")>
                                {why}
                            </span>
                        }
                    })}
            </div>
            <div class="plan-badges">
                {is_new.then(|| view! { <span class="badge" data-fact="new">{text!(journal.unread_from_here)}</span> })}
                {origin_name.map(|name| view! { <span class="badge" data-fact="changed">{name}</span> })}
                {shows
                    .then(|| {
                        view! {
                            <span class="badge" data-fact=outcome_word(outcome)>
                                {outcome_name(locale, outcome)}
                            </span>
                        }
                    })}
            </div>
            <MoreMenu label=text!(journal.more_of, subject = subject.as_str())>
                <button
                    type="button"
                    class="menu-item"
                    role="menuitem"
                    on:click=move |_| talk.begin(Some(Anchor::Meeting(meeting)))
                >
                    <Glyph icon=Icon::CHAT />
                    {text!(journal.discuss)}
                </button>
                {(!gone)
                    .then(|| {
                        let (when, subject) = (when.clone(), subject.clone());
                        let cancelled = subject.clone();
                        view! {
                            <button
                                type="button"
                                class="menu-item"
                                role="menuitem"
                                on:click=move |_| talk.suggest_move(meeting, subject.clone(), when.clone())
                            >
                                <Glyph icon=Icon::CLOCK />
                                {text!(journal.suggest_move)}
                            </button>
                            <button
                                type="button"
                                class="menu-item"
                                role="menuitem"
                                on:click=move |_| talk.suggest_cancel(meeting, cancelled.clone())
                            >
                                <Glyph icon=Icon::CANCELLED />
                                {text!(journal.suggest_cancel)}
                            </button>
                        }
                    })}
            </MoreMenu>
        </li>
    }
}
