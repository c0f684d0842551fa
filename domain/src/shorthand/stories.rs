//! Clients and places to name, and what a line is to mean among them, for the tests of the grammar.

use chrono::{NaiveDate, NaiveDateTime, TimeDelta};
use proptest::prelude::*;
use uuid::Uuid;

use super::{Known, Length, Reading, read};
use crate::id::{ClientId, Named, PlaceId};

/// Each line means what stands beside it, in the words of [`told`].
pub(super) fn each(rows: &[(&str, &str)]) {
    let wrong: Vec<_> = rows
        .iter()
        .filter_map(|(typed, means)| {
            let told = told(typed);
            (told != *means).then(|| format!("{typed}\n   means {means}\n   read  {told}\n"))
        })
        .collect();
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

/// What was understood, in one line: day, time, length, rule, client, place, subject in brackets.
fn told(text: &str) -> String {
    let reading = at(text, now());
    let mut told = Vec::new();
    told.extend(reading.date.map(|date| date.to_string()));
    told.extend(reading.time.map(|time| time.format("%H:%M").to_string()));
    told.extend(reading.length.map(|length| match length {
        Length::Minutes(minutes) => format!("{minutes}m"),
        Length::Days(days) => format!("{days}d"),
    }));
    told.extend(reading.recurrence.map(|rule| rule.to_string().replacen("FREQ=", "", 1)));
    told.extend(reading.client.map(|id| format!("with {}", CLIENTS[id.0.as_u128() as usize])));
    told.extend(reading.place.map(|id| format!("in {}", PLACES[id.0.as_u128() as usize])));
    told.push(format!("[{}]", reading.subject));
    told.join(", ")
}

pub(super) fn at(text: &str, now: NaiveDateTime) -> Reading {
    read(text, now, Known { clients: &clients(), places: &places(), chosen: None })
}

/// Tuesday, 24 November 2026, at 10:30.
pub(super) fn now() -> NaiveDateTime {
    NaiveDate::from_ymd_opt(2026, 11, 24).unwrap().and_hms_opt(10, 30, 0).unwrap()
}

/// Lines out of what the grammar looks for, and whatever else can be typed.
pub(super) fn line() -> impl Strategy<Value = String> {
    let known = "Ivanov|Иванову|Байкал 2|Thu|в среду|next week|завтра|in 2 days|24.11|2026-11-24|24 Nov|ноя|\
                 every|Tuesdays|other|second|2 weeks|daily|monthly|on the 15th|last Friday|of the month|until|10 times|\
                 for 3 months|каждый|каждую|вторую|среду|по средам|через неделю|месяца|до|раз|Sat-Sun|and|и|from|to|по|\
                 tonight|evening|morning|утром|вечером|half past nine|полдесятого|без четверти|0900|11/30|час|year|\
                 14:00|14.30|2 ?pm|at 9|с 9 до 11|14-15|1h30|1,5 часа|дня|all day|полчаса|in|в|с|by|\
                 \"|«|»|„|“|\\(|\\)|,|\\.|-|:|[0-9]{1,5}|ё|\u{301}|\u{2003}|\u{130}|ß|٣|½";
    let known = known.split('|').map(str::to_owned).collect::<Vec<_>>();
    let part = prop_oneof![8 => proptest::sample::select(known), 1 => ".{0,6}", 1 => "\\PC{0,3}"];
    let gap = prop_oneof![4 => Just(" "), 2 => Just(""), 1 => Just("\u{a0} ")];
    proptest::collection::vec((part, gap), 0..30)
        .prop_map(|parts| parts.into_iter().map(|(part, gap)| part + gap).collect())
}

pub(super) fn moment() -> impl Strategy<Value = NaiveDateTime> {
    (0i64..40_000, 0i64..1_440).prop_map(|(days, minutes)| {
        NaiveDateTime::default() + TimeDelta::days(days) + TimeDelta::minutes(minutes)
    })
}

fn clients() -> Vec<Named<ClientId>> {
    let named = |(number, name): (usize, &&str)| Named { id: ClientId(uuid(number)), name: name.to_string() };
    CLIENTS.iter().enumerate().map(named).collect()
}

fn places() -> Vec<Named<PlaceId>> {
    let named = |(number, name): (usize, &&str)| Named { id: PlaceId(uuid(number)), name: name.to_string() };
    PLACES.iter().enumerate().map(named).collect()
}

fn uuid(number: usize) -> Uuid {
    Uuid::from_u128(number as u128)
}

const CLIENTS: &[&str] = &[
    "LLC Ivanov & Sons",
    "ООО „Смирнов“",
    "Alder Tools Ltd",
    "Copper Foods Ltd",
    "Copper Motors Ltd",
    "Берёза Трейд",
    "ЗАО «Иванов»",
    "Nordic Energy Group",
    "O'Brien-Hayes",
    "1С",
    "IT Group",
    "Волга Авто",
    "Planet Nine",
];

const PLACES: &[&str] =
    &["Baikal", "Байкал", "Байкал 2", "Волга", "Meeting room Summit", "Кабинет 5", "Двина Север", "Двина Юг"];
