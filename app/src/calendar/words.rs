//! Times and days in words, as the calendar says them.

use std::sync::Arc;

use chrono::{NaiveDate, NaiveTime, TimeDelta};
use domain::availability::hours::Hours;
use domain::calendar::Takes;
use domain::grid::day::on_the_wall;
use domain::time::{Span, ZoneRules};
use leptos_i18n::td_string;
use litemap::LiteMap;

use crate::session::{Session, session};
use crate::state::planner::last_of;
use crate::texts::{Locale, Plural, locale};
use crate::ui::dates::{Dates, use_dates};

/// Says times in the reader's language and on the reader's clock. It can be kept for event handlers.
#[derive(Clone)]
pub(crate) struct Words {
    pub locale: Locale,
    pub dates: Dates,
    session: Arc<Session>,
}

pub(crate) fn use_words() -> Words {
    Words { locale: locale(), dates: use_dates(), session: session() }
}

impl Words {
    pub(crate) fn rules(&self) -> &ZoneRules {
        &self.session.rules
    }

    /// When the reader works on a date.
    pub(crate) fn hours_on(&self, date: NaiveDate) -> Option<Hours> {
        self.session.person.hours.on(date)
    }

    /// "9:00 – 10:30"; of whole days how many they are.
    pub(crate) fn times(&self, takes: &Takes) -> String {
        match takes {
            Takes::Time { span } => {
                let (start, end) = on_the_wall(span, self.rules());
                let times = self.dates.times(start.time(), end.time());
                match self.pass(span) {
                    Some(pass) => format!("{times} ({pass})"),
                    None => times,
                }
            }
            Takes::Days { days: 1, .. } => td_string!(self.locale, common.all_day).to_owned(),
            Takes::Days { days, .. } => match Plural::of(self.locale, *days) {
                Plural::One => td_string!(self.locale, calendar.days_one, count = days),
                Plural::Few => td_string!(self.locale, calendar.days_few, count = days),
                Plural::Many => td_string!(self.locale, calendar.days_many, count = days),
            },
        }
    }

    /// Which of two passes is meant, where the clocks are set back and a span begins in the hour that comes twice:
    /// "UTC+2".
    pub(super) fn pass(&self, span: &Span) -> Option<String> {
        let minutes = self.rules().offset_of_twice(span.start())? / 60;
        let (sign, minutes) = (if minutes < 0 { '\u{2212}' } else { '+' }, minutes.abs());
        Some(match (minutes / 60, minutes % 60) {
            (hours, 0) => format!("UTC{sign}{hours}"),
            (hours, minutes) => format!("UTC{sign}{hours}:{minutes:02}"),
        })
    }

    /// On which day or days.
    pub(crate) fn day(&self, takes: &Takes) -> String {
        let (first, last) = match takes {
            Takes::Time { span } => {
                let (start, end) = on_the_wall(span, self.rules());
                (start.date(), (end - TimeDelta::nanoseconds(1)).date())
            }
            Takes::Days { first, days } => (*first, last_of(*first, *days)),
        };
        let weekday = self.dates.weekday(first);
        if first == last {
            format!("{weekday}, {}", self.dates.day_month(first))
        } else {
            format!("{}\u{a0}– {}", self.dates.day_month(first), self.dates.day_month(last))
        }
    }

    /// The day and the times, in a sentence about a meeting.
    pub(crate) fn when(&self, takes: &Takes) -> String {
        format!("{}, {}", self.day(takes), self.times(takes))
    }

    /// How long it is.
    pub(crate) fn length(&self, takes: &Takes) -> String {
        match takes {
            Takes::Days { .. } => self.times(takes),
            Takes::Time { span } => {
                let minutes = u32::try_from(span.length().num_minutes()).unwrap_or_default();
                crate::meeting::words::length(self.locale, minutes)
            }
        }
    }
}

/// Times of day and dates as text, each written once: asking the locale for every meeting of a week would take longer
/// than drawing it.
#[derive(Default)]
pub(super) struct Clock {
    /// By minutes since midnight.
    written: Vec<Option<Box<str>>>,
    days: LiteMap<NaiveDate, Box<str>>,
}

impl Clock {
    pub(super) fn day(&mut self, date: NaiveDate, dates: &Dates) -> &str {
        self.days.entry(date).or_insert_with(|| dates.day_month(date).into_boxed_str())
    }

    pub(super) fn time(&mut self, minute: u16, dates: &Dates) -> &str {
        let minute = usize::from(minute % MINUTES);
        if self.written.len() <= minute {
            self.written.resize(usize::from(MINUTES), None);
        }
        self.written[minute].get_or_insert_with(|| {
            let seconds = u32::try_from(minute * 60).unwrap_or_default();
            let time = NaiveTime::from_num_seconds_from_midnight_opt(seconds, 0).unwrap_or_default();
            dates.time(time).into_boxed_str()
        })
    }
}

const MINUTES: u16 = domain::grid::day::DAY_MINUTES;
