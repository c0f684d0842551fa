//! Dates and times as the reader's locale writes them: by `Intl` in the browser and by ICU4X, the same
//! Unicode data, on the server.

use std::sync::{Arc, Mutex, PoisonError};

use chrono::{NaiveDate, NaiveDateTime, NaiveTime};
use domain::grid::day::minute_of;
use leptos::prelude::*;
use litemap::LiteMap;

/// Writes dates and times. Made once a visit.
#[derive(Clone)]
pub struct Dates(Arc<Written>);

struct Written {
    writer: writer::Writer,
    /// Times of the day by their minute: a day of many rooms, and a week of many meetings, has the same ones again and again.
    times: Mutex<LiteMap<u16, String>>,
}

/// How a date or a time is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Form {
    /// "Tuesday", "вторник".
    Weekday,
    /// "Tue", "вт".
    WeekdayShort,
    /// "November", "ноябрь".
    Month,
    /// "Nov", "нояб.".
    MonthShort,
    /// "November 24", "24 ноября".
    DayMonth,
    /// "Nov 24, 2026", "24 нояб. 2026 г.".
    Short,
    /// "Tuesday, November 24, 2026", "вторник, 24 ноября 2026 г.".
    Full,
    /// "9:30 AM", "09:30".
    Time,
    /// "9 AM", "09".
    Hour,
}

impl Dates {
    /// As the locale of a BCP 47 tag has it.
    pub fn of(tag: &str) -> Self {
        Self(Arc::new(Written { writer: writer::Writer::new(tag), times: Mutex::default() }))
    }

    pub fn weekday(&self, date: NaiveDate) -> String {
        self.0.writer.write(Form::Weekday, date.and_time(NaiveTime::MIN))
    }

    pub fn weekday_short(&self, date: NaiveDate) -> String {
        self.0.writer.write(Form::WeekdayShort, date.and_time(NaiveTime::MIN))
    }

    /// The month alone, as a title begins.
    pub fn month(&self, date: NaiveDate) -> String {
        capitalised(&self.0.writer.write(Form::Month, date.and_time(NaiveTime::MIN)))
    }

    /// The month in as few letters as it has, without the dot that some write after them.
    pub fn month_short(&self, date: NaiveDate) -> String {
        let short = self.0.writer.write(Form::MonthShort, date.and_time(NaiveTime::MIN));
        capitalised(short.trim_end_matches('.'))
    }

    pub fn day_month(&self, date: NaiveDate) -> String {
        self.0.writer.write(Form::DayMonth, date.and_time(NaiveTime::MIN))
    }

    pub fn short(&self, date: NaiveDate) -> String {
        self.0.writer.write(Form::Short, date.and_time(NaiveTime::MIN))
    }

    pub fn full(&self, date: NaiveDate) -> String {
        capitalised(&self.0.writer.write(Form::Full, date.and_time(NaiveTime::MIN)))
    }

    /// The time of day, to the minute.
    pub fn time(&self, time: NaiveTime) -> String {
        let mut times = self.0.times.lock().unwrap_or_else(PoisonError::into_inner);
        let write = || self.0.writer.write(Form::Time, A_DAY.and_time(time));
        times.entry(minute_of(time)).or_insert_with(write).clone()
    }

    /// From a time to a time of day.
    pub fn times(&self, from: NaiveTime, to: NaiveTime) -> String {
        format!("{}\u{2009}–\u{2009}{}", self.time(from), self.time(to))
    }

    /// A whole hour of the day, 0 to 23, as it stands beside a grid.
    pub fn hour(&self, hour: u32) -> String {
        let time = NaiveTime::from_hms_opt(hour, 0, 0).unwrap_or_default();
        let hour = self.0.writer.write(Form::Hour, A_DAY.and_time(time));
        // Where a bare number would stand, the time is clearer.
        if hour.chars().all(|letter| letter.is_ascii_digit()) { self.time(time) } else { hour }
    }
}

/// Any day on which no clock changes.
const A_DAY: NaiveDate = NaiveDate::from_ymd_opt(2026, 1, 1).expect("the first of January exists");

/// Writes by the locale of a BCP 47 tag.
pub fn provide_dates(tag: &str) {
    provide_context(Dates::of(tag));
}

pub fn use_dates() -> Dates {
    expect_context()
}

/// As a title begins: with a capital letter.
pub fn capitalised(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// Between a number and what belongs to it stands a narrow space here and a wide one there: one for both.
fn even_spaces(text: &str) -> String {
    text.replace('\u{202f}', "\u{a0}")
}

#[cfg(feature = "ssr")]
mod writer {
    use icu_calendar::Date;
    use icu_datetime::fieldsets::{E, M, MD, T, YMD, YMDE};
    use icu_datetime::options::TimePrecision;
    use icu_datetime::{DateTimeFormatter, NoCalendarFormatter};
    use icu_locale_core::Locale;
    use icu_time::Time;

    use chrono::{Datelike, Timelike};

    use super::{Form, NaiveDateTime, even_spaces};

    pub(super) struct Writer {
        locale: Locale,
    }

    impl Writer {
        pub(super) fn new(tag: &str) -> Self {
            Self { locale: tag.parse().unwrap_or(Locale::UNKNOWN) }
        }

        pub(super) fn write(&self, form: Form, at: NaiveDateTime) -> String {
            self.try_write(form, at).map_or_else(|| at.to_string(), |text| even_spaces(&text))
        }

        /// `None` where ICU has no data: its data for every locale is compiled in.
        fn try_write(&self, form: Form, at: NaiveDateTime) -> Option<String> {
            let prefs = || (&self.locale).into();
            let date = Date::try_new_iso(at.year(), at.month() as u8, at.day() as u8).ok()?;
            let time = Time::try_new(at.hour() as u8, at.minute() as u8, 0, 0).ok()?;
            Some(match form {
                Form::Weekday => {
                    DateTimeFormatter::try_new(prefs(), E::long()).ok()?.format(&date).to_string()
                }
                Form::WeekdayShort => {
                    DateTimeFormatter::try_new(prefs(), E::medium()).ok()?.format(&date).to_string()
                }
                Form::Month => DateTimeFormatter::try_new(prefs(), M::long()).ok()?.format(&date).to_string(),
                Form::MonthShort => {
                    DateTimeFormatter::try_new(prefs(), M::medium()).ok()?.format(&date).to_string()
                }
                Form::DayMonth => {
                    DateTimeFormatter::try_new(prefs(), MD::long()).ok()?.format(&date).to_string()
                }
                Form::Short => {
                    DateTimeFormatter::try_new(prefs(), YMD::medium()).ok()?.format(&date).to_string()
                }
                Form::Full => {
                    DateTimeFormatter::try_new(prefs(), YMDE::long()).ok()?.format(&date).to_string()
                }
                Form::Time => {
                    let minutes = T::short().with_time_precision(TimePrecision::Minute);
                    NoCalendarFormatter::try_new(prefs(), minutes).ok()?.format(&time).to_string()
                }
                Form::Hour => {
                    let hours = T::short().with_time_precision(TimePrecision::Hour);
                    NoCalendarFormatter::try_new(prefs(), hours).ok()?.format(&time).to_string()
                }
            })
        }
    }
}

#[cfg(not(feature = "ssr"))]
mod writer {
    use std::cell::RefCell;

    use js_sys::{Array, Function, Intl, Object, Reflect};
    use wasm_bindgen::JsValue;

    use super::{Form, NaiveDateTime, even_spaces};

    pub(super) struct Writer {
        tag: String,
    }

    thread_local! {
        /// Making a formatter takes the browser a hundred times as long as using it.
        static FORMATS: RefCell<Vec<(Form, Function)>> = const { RefCell::new(Vec::new()) };
    }

    impl Writer {
        pub(super) fn new(tag: &str) -> Self {
            Self { tag: tag.to_owned() }
        }

        pub(super) fn write(&self, form: Form, at: NaiveDateTime) -> String {
            let format = FORMATS.with_borrow_mut(|formats| {
                if let Some((_, known)) = formats.iter().find(|(known, _)| *known == form) {
                    return known.clone();
                }
                let made = self.format(form);
                formats.push((form, made.clone()));
                made
            });
            // The wall clock goes in as if it were UTC, and the format reads it as UTC.
            let milliseconds = JsValue::from_f64(at.and_utc().timestamp_millis() as f64);
            let text = format.call1(&JsValue::UNDEFINED, &milliseconds).ok();
            text.and_then(|text| text.as_string()).map_or_else(|| at.to_string(), |text| even_spaces(&text))
        }

        fn format(&self, form: Form) -> Function {
            let fields: &[(&str, &str)] = match form {
                Form::Weekday => &[("weekday", "long")],
                Form::WeekdayShort => &[("weekday", "short")],
                Form::Month => &[("month", "long")],
                Form::MonthShort => &[("month", "short")],
                Form::DayMonth => &[("month", "long"), ("day", "numeric")],
                Form::Short => &[("year", "numeric"), ("month", "short"), ("day", "numeric")],
                Form::Full => {
                    &[("weekday", "long"), ("year", "numeric"), ("month", "long"), ("day", "numeric")]
                }
                // The locale's own short time: a numeric hour would lose the nought that some write before it.
                Form::Time => &[("timeStyle", "short")],
                Form::Hour => &[("hour", "numeric")],
            };
            let options = Object::new();
            for (name, value) in fields.iter().chain(&[("timeZone", "UTC")]) {
                // Setting a property of a plain object does not fail.
                let _ = Reflect::set(&options, &JsValue::from_str(name), &JsValue::from_str(value));
            }
            Intl::DateTimeFormat::new(&Array::of1(&JsValue::from_str(&self.tag)), &options).format()
        }
    }
}

#[cfg(all(test, feature = "ssr"))]
mod tests {
    use super::*;

    #[test]
    fn dates_read_as_the_locale_has_them() {
        let date = NaiveDate::from_ymd_opt(2026, 11, 24).unwrap();
        let half_past_nine = NaiveTime::from_hms_opt(9, 30, 0).unwrap();
        let american = Dates::of("en-US");
        assert_eq!(american.full(date), "Tuesday, November 24, 2026");
        assert_eq!(american.time(half_past_nine), "9:30\u{a0}AM");
        assert_eq!((american.hour(9), american.weekday_short(date)), ("9\u{a0}AM".into(), "Tue".into()));
        let british = Dates::of("en-GB");
        assert_eq!(british.short(date), "24 Nov 2026");
        assert_eq!((british.time(half_past_nine), british.hour(9)), ("09:30".into(), "09:00".into()));
        let russian = Dates::of("ru");
        assert_eq!(russian.full(date), "Вторник, 24 ноября 2026\u{a0}г.");
        assert_eq!((russian.month(date), russian.day_month(date)), ("Ноябрь".into(), "24 ноября".into()));
        assert_eq!((russian.month_short(date), american.month_short(date)), ("Нояб".into(), "Nov".into()));
        assert_eq!(russian.hour(9), "09:00");
    }
}
