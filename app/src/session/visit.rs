//! What every screen knows of the visit: who it is, which language, which zone.

use std::sync::Arc;

use chrono::{DateTime, Utc};
use domain::journey::Pace;
use domain::people::{Language, Person, Theme};
use domain::time::{WeekStart, ZoneRules};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use crate::calendar::Look;

/// A visit lasts until the page is loaded anew.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Visit {
    pub language: Language,
    /// The BCP 47 tag by which dates are written.
    pub tag: String,
    pub theme: Option<Theme>,
    /// What time it was on the server when it made the page.
    pub made: DateTime<Utc>,
    pub session: Option<Arc<Session>>,
    /// The people of the demo organisation, if the sign-in page offers them. Only servers draw that page.
    #[serde(skip)]
    pub demo: Vec<DemoPerson>,
    /// Nobody has an account yet.
    #[serde(skip)]
    pub first_run: bool,
}

/// Who is signed in.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Session {
    pub person: Person,
    /// The clock on the wall of this person, for some years around now.
    pub rules: ZoneRules,
    pub week_start: WeekStart,
    /// The clock beside one's own, of who has chosen one.
    pub second_zone: Option<SecondZone>,
    /// How this device shows the calendar.
    pub look: Look,
    /// How one gets from one visit to the next.
    pub pace: Pace,
    /// Whether the server learns better ways than this pace gives.
    pub learns_ways: bool,
}

/// A clock elsewhere.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct SecondZone {
    pub rules: ZoneRules,
    /// Its best known city, in the reader's language.
    pub city: String,
}

/// Somebody of the demo organisation whom the sign-in page offers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DemoPerson {
    pub name: String,
    pub position: String,
    pub email: String,
}

/// The visit that this screen belongs to.
pub fn visit() -> Arc<Visit> {
    expect_context()
}

/// Who is signed in. Only screens inside the frame may ask: they are shown to nobody else.
pub fn session() -> Arc<Session> {
    expect_context()
}

#[cfg(feature = "ssr")]
impl Visit {
    /// How far the clock of a visit reaches, in days to both sides.
    const RULES_DAYS: i64 = 6 * 366;

    pub(crate) fn of_request() -> Self {
        use chrono::TimeDelta;

        use crate::context::{Clock, Request};

        let request = expect_context::<Request>();
        let now = expect_context::<Clock>().now();
        let store = expect_context::<store::Store>();
        let session = request.signed_in.map(|signed_in| {
            let around = TimeDelta::days(Self::RULES_DAYS);
            let cut = |rules: Arc<ZoneRules>| rules.between(now - around, now + around);
            let rules = store::zones::rules(&signed_in.zone).map_or_else(ZoneRules::utc, cut);
            let second_zone = signed_in.person.preferences.second_zone.as_ref();
            let second_zone = second_zone.filter(|zone| **zone != signed_in.zone).and_then(|zone| {
                let rules = store::zones::rules(zone).map(cut)?;
                Some(SecondZone { rules, city: crate::api::city(request.language, zone) })
            });
            let week_start = signed_in.person.preferences.week_start;
            Arc::new(Session {
                week_start: week_start.unwrap_or_else(|| WeekStart::of_locale(&request.tag)),
                person: signed_in.person,
                rules,
                second_zone,
                look: request.look,
                pace: store.pace(),
                learns_ways: store.ways().learns(),
            })
        });
        Self {
            language: request.language,
            tag: request.tag,
            theme: request.theme,
            made: now,
            session,
            demo: request.entrance.demo,
            first_run: request.entrance.first_run,
        }
    }
}
