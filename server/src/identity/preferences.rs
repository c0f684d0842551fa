//! How somebody wants to see Daybook: kept with the person, or in cookies of a browser nobody is signed in at.

use axum::extract::State;
use axum::response::{IntoResponse as _, Response};
use domain::change::Channel;
use domain::people::{Language, Preferences, Theme};
use domain::refusal::Field;
use domain::time::{WeekStart, ZoneName};
use domain::{Refusal, Refused};
use serde::Deserialize;
use store::{SignedIn, Who};

use super::cookies::{Cookie, LANGUAGE, THEME};
use super::sign_in::{back_to, refused_for};
use super::{Form, Visitor};
use crate::Daybook;
use crate::error::Problem;
use crate::local_path::LocalPath;

/// A field that is left out stays as it is; an empty one means: as the device has it.
#[derive(Deserialize)]
pub(super) struct Wishes {
    language: Option<String>,
    theme: Option<String>,
    zone: Option<String>,
    second_zone: Option<String>,
    week_start: Option<String>,
    back: Option<String>,
}

pub(super) async fn by_form(
    State(daybook): State<Daybook>,
    Visitor(signed_in): Visitor,
    Form(wishes): Form<Wishes>,
) -> Result<Response, Problem> {
    let back = LocalPath::or_home(wishes.back.as_deref().unwrap_or_default());
    let before = signed_in.as_ref().map(|signed_in| signed_in.person.preferences.clone()).unwrap_or_default();
    let wished = match wishes.applied_to(before) {
        Ok(wished) => wished,
        Err(refused) => return refused_for(&back, refused.into()),
    };
    // Kept in the browser too, so that the sign-in page looks the same after signing out.
    let scheme = daybook.config.base_url.scheme();
    let language = Cookie::preference(LANGUAGE, wished.language.map(Language::tag), scheme);
    let theme = Cookie::preference(THEME, wished.theme.map(word_for), scheme);
    if let Some(SignedIn { person, .. }) = signed_in {
        let who = Who { person: person.id, channel: Channel::Screen };
        daybook.store.save_preferences(who, wished, daybook.clock.now()).await?;
    }
    Ok((language, theme, back_to(&back)).into_response())
}

impl Wishes {
    fn applied_to(&self, before: Preferences) -> Result<Preferences, Refused> {
        Ok(Preferences {
            language: chosen(&self.language, before.language, Language::preferred, Field::Name)?,
            theme: chosen(&self.theme, before.theme, theme, Field::Name)?,
            zone: chosen(&self.zone, before.zone, zone, Field::Zone)?,
            second_zone: chosen(&self.second_zone, before.second_zone, zone, Field::Zone)?,
            week_start: chosen(&self.week_start, before.week_start, week_start, Field::Name)?,
        })
    }
}

fn chosen<T>(
    wish: &Option<String>,
    before: Option<T>,
    read: fn(&str) -> Option<T>,
    field: Field,
) -> Result<Option<T>, Refused> {
    match wish.as_deref() {
        None => Ok(before),
        Some("") => Ok(None),
        Some(text) => match read(text) {
            Some(value) => Ok(Some(value)),
            None => Err(Refusal::Malformed { field }.into()),
        },
    }
}

pub(super) fn theme(word: &str) -> Option<Theme> {
    match word {
        "light" => Some(Theme::Light),
        "dark" => Some(Theme::Dark),
        _ => None,
    }
}

fn word_for(theme: Theme) -> &'static str {
    match theme {
        Theme::Light => "light",
        Theme::Dark => "dark",
    }
}

fn week_start(word: &str) -> Option<WeekStart> {
    match word {
        "monday" => Some(WeekStart::Monday),
        "sunday" => Some(WeekStart::Sunday),
        _ => None,
    }
}

fn zone(name: &str) -> Option<ZoneName> {
    let zone = ZoneName(name.to_owned());
    store::zones::rules(&zone).is_some().then_some(zone)
}
