//! `crowd DATABASE_URL EMAIL EVENTS MONDAY`: so many overlapping meetings of one person in each of two weeks, in a
//! database that `daybook demo` has filled, and the same as JSON on standard output for whoever draws them otherwise.
//!
//! The same every time. What a browser makes of a full week is measured on it (`bench/browser`).

#![expect(clippy::print_stdout, reason = "what is printed is what was asked for")]

use std::error::Error;

use chrono::{DateTime, Days, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, Utc};
use domain::change::Channel;
use domain::id::MeetingId;
use domain::kind::Predefined;
use domain::meeting::Draft;
use domain::time::{When, ZoneName};
use store::{Store, Who};
use uuid::Uuid;

type Result<T> = std::result::Result<T, Box<dyn Error>>;

const WEEKS: u64 = 2;

#[tokio::main]
async fn main() -> Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [url, email, events, monday] = arguments.as_slice() else {
        return Err("crowd DATABASE_URL EMAIL EVENTS MONDAY".into());
    };
    let (events, monday): (u64, NaiveDate) = (events.parse()?, monday.parse()?);
    let store = Store::open(url).await?;
    let person = store.users().await?.into_iter().find(|person| person.email == *email);
    let who = Who { person: person.ok_or("nobody has this address")?.id, channel: Channel::Rest };
    let mut drawn = Vec::new();
    for week in 0..WEEKS {
        for number in 0..events {
            let event = Event::of(week, number, monday);
            store.plan(who, event.id, event.draft(who), planned_at()).await?;
            drawn.push(event.json());
        }
    }
    store.close().await;
    println!("[{}]", drawn.join(",\n"));
    Ok(())
}

fn planned_at() -> DateTime<Utc> {
    DateTime::UNIX_EPOCH + TimeDelta::days(20_000)
}

struct Event {
    id: MeetingId,
    subject: String,
    start: NaiveDateTime,
    minutes: u32,
}

impl Event {
    /// From seven to eight in the evening, by quarters of an hour, half an hour to two hours long.
    fn of(week: u64, number: u64, monday: NaiveDate) -> Self {
        let mut dice = (week << 32 | number).wrapping_mul(0x9E37_79B9_7F4A_7C15);
        let mut roll = |sides: u64| {
            // splitmix64: evenly spread, and the same everywhere.
            dice = dice.wrapping_add(0x9E37_79B9_7F4A_7C15);
            let mut mixed = dice;
            mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
            mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
            (mixed ^ (mixed >> 31)) % sides
        };
        let date = monday.checked_add_days(Days::new(week * 7 + number % 7)).unwrap_or(monday);
        let start = date.and_time(NaiveTime::MIN) + TimeDelta::minutes((7 * 60 + 15 * roll(44)) as i64);
        Self {
            id: MeetingId(Uuid::from_u128(
                0x019a_0000_0000_7000_8000_0000_0000_0000 + u128::from(week << 32 | number),
            )),
            subject: format!("{} {number}", if week == 0 { "Event" } else { "Next" }),
            start,
            minutes: 30 + 15 * roll(7) as u32,
        }
    }

    fn draft(&self, who: Who) -> Draft {
        Draft {
            subject: self.subject.clone(),
            kind: Predefined::Meeting.id(),
            when: When::Timed { start: self.start, minutes: self.minutes, zone: ZoneName::utc() },
            place: None,
            responsible: who.person,
            client: None,
            contact: None,
            category: None,
            description: String::new(),
            private: false,
            crowded: false,
            participants: Vec::new(),
        }
    }

    fn json(&self) -> String {
        let end = self.start + TimeDelta::minutes(self.minutes.into());
        format!(
            r#"{{"id":"{}","title":"{}","start":"{}","end":"{}"}}"#,
            self.id,
            self.subject,
            self.start.format("%Y-%m-%dT%H:%M:%S"),
            end.format("%Y-%m-%dT%H:%M:%S")
        )
    }
}
