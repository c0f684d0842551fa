//! A schedule in words: "Every 2 weeks on Tuesday until 30 June 2027".

use chrono::{NaiveDate, Weekday};
use domain::time::recurrence::{Ends, Every, Rule, Weekdays};
use leptos_i18n::td_string;

use crate::texts::{Locale, Plural};
use crate::ui::dates::Dates;

/// The whole rule, as a sentence without a full stop.
pub(crate) fn rule(locale: Locale, dates: &Dates, rule: &Rule) -> String {
    let every = period(locale, rule);
    let what = match rule.every {
        Every::Day => every,
        Every::Week { on } => {
            td_string!(locale, schedule.on_weekdays, every = every, days = weekdays(locale, on))
        }
        Every::MonthDay { day: -1 } => td_string!(locale, schedule.on_last_day, every = every),
        Every::MonthDay { day } if day < 0 => {
            td_string!(locale, schedule.on_day_from_end, every = every, day = day.unsigned_abs())
        }
        Every::MonthDay { day } => td_string!(locale, schedule.on_day, every = every, day = day),
        Every::MonthWeekday { nth, weekday } => td_string!(
            locale,
            schedule.on_weekday,
            every = every,
            nth = ordinal(locale, nth, weekday),
            weekday = on_weekday(locale, weekday)
        ),
        Every::YearDay { month, day } => {
            td_string!(locale, schedule.on_date, every = every, date = day_of_year(dates, month, day))
        }
        Every::YearWeekday { month, nth, weekday } => td_string!(
            locale,
            schedule.on_weekday_of,
            every = every,
            nth = ordinal(locale, nth, weekday),
            weekday = on_weekday(locale, weekday),
            month = of_month(dates, month)
        ),
    };
    match rule.ends {
        Ends::Never => what,
        Ends::On { last } => td_string!(locale, schedule.until, what = what, date = dates.short(last)),
        Ends::After { count } => match Plural::of(locale, count) {
            Plural::One => td_string!(locale, schedule.times_one, what = what, count = count),
            Plural::Few => td_string!(locale, schedule.times_few, what = what, count = count),
            Plural::Many => td_string!(locale, schedule.times_many, what = what, count = count),
        },
    }
}

/// On which date of its period, for a choice between them.
pub(super) fn choice(locale: Locale, dates: &Dates, every: Every) -> String {
    match every {
        Every::Day | Every::Week { .. } => String::new(),
        Every::MonthDay { day: -1 } => td_string!(locale, schedule.choice_last_day).to_owned(),
        Every::MonthDay { day } => td_string!(locale, schedule.choice_day, day = day),
        Every::MonthWeekday { nth, weekday } => td_string!(
            locale,
            schedule.choice_weekday,
            nth = ordinal(locale, nth, weekday),
            weekday = on_weekday(locale, weekday)
        ),
        Every::YearDay { month, day } => {
            td_string!(locale, schedule.choice_date, date = day_of_year(dates, month, day))
        }
        Every::YearWeekday { month, nth, weekday } => td_string!(
            locale,
            schedule.choice_weekday_of,
            nth = ordinal(locale, nth, weekday),
            weekday = on_weekday(locale, weekday),
            month = of_month(dates, month)
        ),
    }
}

/// "Every", as it stands before so many.
pub(super) fn every(locale: Locale, every: Every, count: u16) -> &'static str {
    match (every, count) {
        (Every::Week { .. }, 1) => td_string!(locale, schedule.every_one_week),
        (_, 1) => td_string!(locale, schedule.every_one),
        _ => td_string!(locale, schedule.every),
    }
}

/// "weeks", as it stands after so many.
pub(super) fn unit(locale: Locale, every: Every, count: u16) -> &'static str {
    let form = Plural::of(locale, count.into());
    match (every, form) {
        (Every::Day, Plural::One) => td_string!(locale, schedule.day_one),
        (Every::Day, Plural::Few) => td_string!(locale, schedule.day_few),
        (Every::Day, Plural::Many) => td_string!(locale, schedule.day_many),
        (Every::Week { .. }, Plural::One) => td_string!(locale, schedule.week_one),
        (Every::Week { .. }, Plural::Few) => td_string!(locale, schedule.week_few),
        (Every::Week { .. }, Plural::Many) => td_string!(locale, schedule.week_many),
        (Every::MonthDay { .. } | Every::MonthWeekday { .. }, Plural::One) => {
            td_string!(locale, schedule.month_one)
        }
        (Every::MonthDay { .. } | Every::MonthWeekday { .. }, Plural::Few) => {
            td_string!(locale, schedule.month_few)
        }
        (Every::MonthDay { .. } | Every::MonthWeekday { .. }, Plural::Many) => {
            td_string!(locale, schedule.month_many)
        }
        (Every::YearDay { .. } | Every::YearWeekday { .. }, Plural::One) => {
            td_string!(locale, schedule.year_one)
        }
        (Every::YearDay { .. } | Every::YearWeekday { .. }, Plural::Few) => {
            td_string!(locale, schedule.year_few)
        }
        (Every::YearDay { .. } | Every::YearWeekday { .. }, Plural::Many) => {
            td_string!(locale, schedule.year_many)
        }
    }
}

fn period(locale: Locale, rule: &Rule) -> String {
    match (rule.interval, rule.every) {
        (1, Every::Day) => td_string!(locale, schedule.every_day).to_owned(),
        (1, Every::Week { .. }) => td_string!(locale, schedule.every_week).to_owned(),
        (1, Every::MonthDay { .. } | Every::MonthWeekday { .. }) => {
            td_string!(locale, schedule.every_month).to_owned()
        }
        (1, Every::YearDay { .. } | Every::YearWeekday { .. }) => {
            td_string!(locale, schedule.every_year).to_owned()
        }
        (count, every) => {
            td_string!(locale, schedule.every_n, count = count, unit = unit(locale, every, count))
        }
    }
}

fn weekdays(locale: Locale, on: Weekdays) -> String {
    let mut names: Vec<_> = on.iter().map(|weekday| weekly_on(locale, weekday)).collect();
    match (names.pop(), names.is_empty()) {
        (Some(last), false) => {
            td_string!(locale, schedule.list_and, others = names.join(", "), last = last)
        }
        (last, _) => last.unwrap_or_default().to_owned(),
    }
}

/// As it stands where it recurs every week.
fn weekly_on(locale: Locale, weekday: Weekday) -> &'static str {
    match weekday {
        Weekday::Mon => td_string!(locale, schedule.weekly_mon),
        Weekday::Tue => td_string!(locale, schedule.weekly_tue),
        Weekday::Wed => td_string!(locale, schedule.weekly_wed),
        Weekday::Thu => td_string!(locale, schedule.weekly_thu),
        Weekday::Fri => td_string!(locale, schedule.weekly_fri),
        Weekday::Sat => td_string!(locale, schedule.weekly_sat),
        Weekday::Sun => td_string!(locale, schedule.weekly_sun),
    }
}

/// As it stands after "on".
fn on_weekday(locale: Locale, weekday: Weekday) -> &'static str {
    match weekday {
        Weekday::Mon => td_string!(locale, schedule.mon),
        Weekday::Tue => td_string!(locale, schedule.tue),
        Weekday::Wed => td_string!(locale, schedule.wed),
        Weekday::Thu => td_string!(locale, schedule.thu),
        Weekday::Fri => td_string!(locale, schedule.fri),
        Weekday::Sat => td_string!(locale, schedule.sat),
        Weekday::Sun => td_string!(locale, schedule.sun),
    }
}

/// The first to fifth, or the last: in the gender of the weekday's name, where a language has one.
fn ordinal(locale: Locale, nth: i8, weekday: Weekday) -> &'static str {
    let gender = match weekday {
        Weekday::Mon | Weekday::Tue | Weekday::Thu => Gender::Masculine,
        Weekday::Wed | Weekday::Fri | Weekday::Sat => Gender::Feminine,
        Weekday::Sun => Gender::Neuter,
    };
    match (nth, gender) {
        (1, Gender::Masculine) => td_string!(locale, schedule.nth_1_m),
        (1, Gender::Feminine) => td_string!(locale, schedule.nth_1_f),
        (1, Gender::Neuter) => td_string!(locale, schedule.nth_1_n),
        (2, Gender::Masculine) => td_string!(locale, schedule.nth_2_m),
        (2, Gender::Feminine) => td_string!(locale, schedule.nth_2_f),
        (2, Gender::Neuter) => td_string!(locale, schedule.nth_2_n),
        (3, Gender::Masculine) => td_string!(locale, schedule.nth_3_m),
        (3, Gender::Feminine) => td_string!(locale, schedule.nth_3_f),
        (3, Gender::Neuter) => td_string!(locale, schedule.nth_3_n),
        (4, Gender::Masculine) => td_string!(locale, schedule.nth_4_m),
        (4, Gender::Feminine) => td_string!(locale, schedule.nth_4_f),
        (4, Gender::Neuter) => td_string!(locale, schedule.nth_4_n),
        (5, Gender::Masculine) => td_string!(locale, schedule.nth_5_m),
        (5, Gender::Feminine) => td_string!(locale, schedule.nth_5_f),
        (5, Gender::Neuter) => td_string!(locale, schedule.nth_5_n),
        (_, Gender::Masculine) => td_string!(locale, schedule.nth_last_m),
        (_, Gender::Feminine) => td_string!(locale, schedule.nth_last_f),
        (_, Gender::Neuter) => td_string!(locale, schedule.nth_last_n),
    }
}

enum Gender {
    Masculine,
    Feminine,
    Neuter,
}

/// "24 November": a date without its year, of a year that has them all.
fn day_of_year(dates: &Dates, month: u8, day: i8) -> String {
    let first = in_leap_year(month, 1);
    let date = match u8::try_from(day) {
        Ok(day) => in_leap_year(month, day),
        Err(_) => domain::grid::month::next(first).and_then(|next| next.pred_opt()).unwrap_or(first),
    };
    dates.day_month(date)
}

/// The name of a month as it stands in a date: what is left when the day is taken out of it.
fn of_month(dates: &Dates, month: u8) -> String {
    let date = dates.day_month(in_leap_year(month, 1));
    date.chars().filter(|letter| letter.is_alphabetic()).collect()
}

fn in_leap_year(month: u8, day: u8) -> NaiveDate {
    NaiveDate::from_ymd_opt(2028, month.into(), day.into()).unwrap_or_default()
}

#[cfg(all(test, feature = "ssr"))]
mod tests {
    use domain::time::WeekStart;

    use super::*;

    fn told(locale: Locale, text: &str) -> String {
        let tag = if locale == Locale::en { "en-GB" } else { "ru" };
        rule(locale, &Dates::of(tag), &text.parse().expect("a rule"))
    }

    #[test]
    fn a_schedule_reads_as_somebody_would_say_it() {
        let rules = [
            ("FREQ=DAILY", "Every day", "Каждый день"),
            (
                "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU;UNTIL=20270630",
                "Every 2 weeks on Tuesday until 30 Jun 2027",
                "Каждые 2 недели по вторникам, по 30 июн. 2027\u{a0}г.",
            ),
            (
                "FREQ=WEEKLY;BYDAY=MO,WE;COUNT=5",
                "Every week on Monday and Wednesday, 5 times",
                "Каждую неделю по понедельникам и средам, 5 раз",
            ),
            (
                "FREQ=WEEKLY;BYDAY=MO,WE,FR;COUNT=22",
                "Every week on Monday, Wednesday and Friday, 22 times",
                "Каждую неделю по понедельникам, средам и пятницам, 22 раза",
            ),
            ("FREQ=DAILY;COUNT=1", "Every day, once", "Каждый день, 1 раз"),
            ("FREQ=MONTHLY;BYMONTHDAY=24", "Every month on day 24", "Каждый месяц, 24-го числа"),
            ("FREQ=MONTHLY;BYMONTHDAY=-1", "Every month on the last day", "Каждый месяц, в последний день"),
            (
                "FREQ=MONTHLY;INTERVAL=5;BYDAY=2WE",
                "Every 5 months on the second Wednesday",
                "Каждые 5 месяцев, во вторую среду",
            ),
            ("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29", "Every year on 29 February", "Каждый год, 29 февраля"),
            (
                "FREQ=YEARLY;BYMONTH=11;BYDAY=-1SU",
                "Every year on the last Sunday of November",
                "Каждый год, в последнее воскресенье ноября",
            ),
        ];
        for (text, english, russian) in rules {
            assert_eq!(told(Locale::en, text), english);
            assert_eq!(told(Locale::ru, text), russian);
        }
        assert_eq!(told(Locale::ru, "FREQ=DAILY;INTERVAL=21"), "Каждые 21 день");
        assert_eq!(WeekStart::default(), WeekStart::Monday, "rules without WKST mean Monday");
    }
}
