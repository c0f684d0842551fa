//! Rooms.

use chrono::NaiveTime;
use domain::availability::hours::Hours;
use domain::availability::{BookableHours, WorkingHours};
use domain::id::PlaceId;
use domain::place::Place;
use leptos::prelude::*;
use leptos_i18n::td_string;

use super::{Kept, Line, Words, fits};
use crate::api::{Failure, keep_place, places};
use crate::session::session;
use crate::state::clock::now;
use crate::text;
use crate::texts::Locale;
use crate::ui::fields::{name_field, number_field, switch_field, text_field};
use crate::ui::icon::Icon;

impl Kept for Place {
    type Beside = ();

    const ICON: Icon = Icon::ROOM;

    fn words(locale: Locale) -> Words {
        Words {
            title: td_string!(locale, keeping.places),
            hint: td_string!(locale, keeping.places_hint),
            new: td_string!(locale, keeping.new_place),
        }
    }

    async fn read(find: String) -> Result<(Vec<Self>, ()), Failure> {
        Ok((places().await?.into_iter().filter(|place| fits(&place.name, &find)).collect(), ()))
    }

    async fn keep(self) -> Result<(), Failure> {
        keep_place(self).await.map(drop)
    }

    fn new() -> Self {
        let id = PlaceId::generate(now());
        Self { id, name: String::new(), capacity: 6, equipment: Vec::new(), bookable: None, archived: false }
    }

    fn line(&self, (): &(), locale: Locale) -> Line {
        let seats = td_string!(locale, keeping.seats, count = self.capacity);
        let note: Vec<_> = std::iter::once(seats).chain(self.equipment.iter().cloned()).collect();
        Line { note: note.join(" · "), ..Line::of(self.id.0, &self.name, self.archived) }
    }

    fn set_archived(&mut self, archived: bool) {
        self.archived = archived;
    }

    fn fields(draft: RwSignal<Self>, (): ()) -> AnyView {
        // What stands between commas while somebody types is cut when it is read.
        let equipment = RwSignal::new(draft.with_untracked(|place| place.equipment.join(", ")));
        let cut = move |text: String| {
            let items = text.split(',').map(str::trim).filter(|item| !item.is_empty());
            let items: Vec<_> = items.map(str::to_owned).collect();
            draft.update(|place| place.equipment = items);
        };
        Effect::new(move |_| cut(equipment.get()));
        view! {
            {name_field(draft, text!(keeping.name), |place| &mut place.name)}
            {number_field(
                draft,
                "keep-capacity",
                text!(keeping.capacity),
                |place| place.capacity,
                |place, capacity| place.capacity = capacity,
            )}
            {text_field(
                equipment,
                "keep-equipment",
                text!(keeping.equipment),
                "text",
                Some(text!(keeping.equipment_hint).to_owned()),
                String::clone,
                |equipment, text| *equipment = text,
            )}
            <BookableFields draft=draft />
        }
        .into_any()
    }
}

/// When the room can be booked, as most rooms have it: the same hours on working days, or on every day. What an
/// administrator has said elsewhere for each day apart stays as long as nothing is touched here.
#[component]
fn BookableFields(draft: RwSignal<Place>) -> impl IntoView {
    let zone = draft.with_untracked(|place| place.bookable.as_ref().map(|bookable| bookable.zone.clone()));
    let zone = StoredValue::new(zone.unwrap_or_else(|| session().rules.name().clone()));
    let hours = RwSignal::new(draft.with_untracked(|place| Daily::of(place.bookable.as_ref())));
    let write = move || {
        let Daily { limited, start, end, weekends } = hours.get_untracked();
        let bookable = limited.then(|| {
            let workday = Some(Hours { start, end });
            let weekend = workday.filter(|_| weekends);
            let week = [workday, workday, workday, workday, workday, weekend, weekend];
            BookableHours { hours: WorkingHours::of_week(week), zone: zone.get_value() }
        });
        draft.update(|place| place.bookable = bookable);
    };
    Effect::new(move |before: Option<Daily>| {
        let now = hours.get();
        if before.is_some_and(|before| before != now) {
            write();
        }
        now
    });
    view! {
        {switch_field(
            hours,
            text!(keeping.hours_only),
            |hours| hours.limited,
            |hours, limited| hours.limited = limited,
        )}
        <Show when=move || hours.read().limited>
            <div class="field-row">
                {text_field(
                    hours,
                    "keep-from",
                    text!(keeping.hours_from),
                    "time",
                    None,
                    |hours| written(hours.start),
                    |hours, text| hours.start = read(&text).unwrap_or(hours.start),
                )}
                {text_field(
                    hours,
                    "keep-to",
                    text!(keeping.hours_to),
                    "time",
                    None,
                    |hours| written(hours.end),
                    |hours, text| hours.end = read(&text).unwrap_or(hours.end),
                )}
            </div>
            {switch_field(
                hours,
                text!(keeping.hours_weekends),
                |hours| hours.weekends,
                |hours, weekends| hours.weekends = weekends,
            )}
        </Show>
    }
}

/// The same hours on every day that has some.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Daily {
    limited: bool,
    start: NaiveTime,
    end: NaiveTime,
    weekends: bool,
}

impl Daily {
    fn of(bookable: Option<&BookableHours>) -> Self {
        let usual = Hours { start: on_the_hour(8), end: on_the_hour(20) };
        let days = bookable.map_or([None; 7], |bookable| bookable.hours.week());
        let Hours { start, end } = days.into_iter().flatten().next().unwrap_or(usual);
        Self { limited: bookable.is_some(), start, end, weekends: days[5].is_some() || days[6].is_some() }
    }
}

fn on_the_hour(hour: u32) -> NaiveTime {
    NaiveTime::from_hms_opt(hour, 0, 0).unwrap_or_default()
}

fn written(time: NaiveTime) -> String {
    time.format("%H:%M").to_string()
}

fn read(text: &str) -> Option<NaiveTime> {
    NaiveTime::parse_from_str(text, "%H:%M").ok()
}
