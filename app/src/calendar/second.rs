//! A second clock beside the hours, for who works with people elsewhere.

use std::fmt::Write;

use chrono::{NaiveDate, NaiveTime, Timelike};
use domain::grid::day::fraction;
use leptos::prelude::*;

use super::desk::Desk;
use crate::session::{SecondZone, session};
use crate::ui::escape;

/// Whether it is shown.
pub(super) fn is_shown(desk: Desk) -> bool {
    session().second_zone.is_some() && desk.look.with(|look| look.second_zone.is_shown())
}

/// What the second clock shows at each hour of the first day that is shown.
pub(super) fn hours(desk: Desk) -> impl IntoView {
    view! { <div class="gutter-second" inner_html=move || each_hour(desk).unwrap_or_default()></div> }
}

fn each_hour(desk: Desk) -> Option<String> {
    let (session, first) = (session(), desk.shown.get().first);
    let second = session.second_zone.as_ref().filter(|_| is_shown(desk))?;
    let mut html = String::new();
    desk.words.with_value(|words| {
        for hour in 1..24_u16 {
            let here = first.and_time(time(hour));
            let there = second.rules.wall(words.rules().instant(here));
            let text = if there.minute() == 0 {
                words.dates.hour(there.hour())
            } else {
                words.dates.time(there.time())
            };
            let day = days_apart(there.date(), first);
            let start = fraction(hour * 60);
            // Writing to a string does not fail; the locale's own words hold no markup.
            let _ = write!(html, "<span class=\"hour\" style=\"--start:{start}\">{text}{day}</span>");
        }
    });
    Some(html)
}

/// Which clock is which.
pub(super) fn corner(desk: Desk) -> impl IntoView {
    view! { <span class="zones" inner_html=move || both(desk).unwrap_or_default()></span> }
}

fn both(desk: Desk) -> Option<String> {
    let (session, shown) = (session(), desk.shown.get());
    let SecondZone { rules, city } = session.second_zone.as_ref().filter(|_| is_shown(desk))?;
    desk.words.with_value(|words| {
        let noons = [shown.first, shown.last()].map(|date| words.rules().instant(date.and_time(NOON)));
        let offset = |rules: &domain::time::ZoneRules| {
            offsets(noons.map(|noon| (rules.wall(noon) - noon.naive_utc()).num_minutes()))
        };
        let (there, here) = (offset(rules), offset(words.rules()));
        let mut html = "<span title=\"".to_owned();
        escape::push(&mut html, city);
        html.push_str("\">");
        html.push_str(&there);
        html.push_str(" <span class=\"visually-hidden\">");
        escape::push(&mut html, city);
        html.push_str("</span></span><span>");
        html.push_str(&here);
        html.push_str("</span>");
        Some(html)
    })
}

/// How the other clock is a day on, or behind: "+1".
fn days_apart(there: NaiveDate, here: NaiveDate) -> String {
    match (there - here).num_days() {
        0 => String::new(),
        days => format!("<sup>{days:+}</sup>"),
    }
}

/// Of the first day and of the last: "+1→+2" where the clocks change in between.
fn offsets([first, last]: [i64; 2]) -> String {
    if first == last { offset(first) } else { format!("{}→{}", offset(first), offset(last)) }
}

/// "+5:30", as little room as there is.
fn offset(minutes: i64) -> String {
    let sign = if minutes < 0 { '\u{2212}' } else { '+' };
    let (hours, minutes) = (minutes.abs() / 60, minutes.abs() % 60);
    if minutes == 0 { format!("{sign}{hours}") } else { format!("{sign}{hours}:{minutes:02}") }
}

fn time(hour: u16) -> NaiveTime {
    NaiveTime::from_hms_opt(hour.into(), 0, 0).unwrap_or_default()
}

const NOON: NaiveTime = match NaiveTime::from_hms_opt(12, 0, 0) {
    Some(noon) => noon,
    None => NaiveTime::MIN,
};

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_clock_is_told_by_how_far_it_is_from_utc() {
        assert_eq!(
            (offset(330), offset(-210), offset(0)),
            ("+5:30".into(), "\u{2212}3:30".into(), "+0".into())
        );
    }

    #[test]
    fn a_clock_that_changes_among_the_days_is_told_by_both() {
        assert_eq!(offsets([60, 120]), "+1→+2");
        assert_eq!(offsets([-300, -300]), "\u{2212}5");
    }

    #[test]
    fn another_date_is_told_beside_the_hour() {
        let date = |day| NaiveDate::from_ymd_opt(2026, 11, day).unwrap();
        assert_eq!(days_apart(date(25), date(24)), "<sup>+1</sup>");
        assert_eq!(
            (days_apart(date(24), date(24)).as_str(), days_apart(date(23), date(24)).as_str()),
            ("", "<sup>-1</sup>")
        );
    }
}
