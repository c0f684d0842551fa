//! A day as a strip: working hours, what is taken, and the proposed time across it (S29).

use chrono::{NaiveTime, TimeDelta};
use domain::availability::{Busy, Firmness, Freedom, Load};
use domain::grid::day::{DAY_MINUTES, on_the_wall, pieces};
use domain::time::Span;
use leptos::prelude::*;
use leptos_i18n::td_string;

use super::Proposed;
use crate::texts::{Locale, locale};
use crate::ui::dates::{Dates, use_dates};

/// The hours of a day that a strip shows: the usual ones, and those in which something is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Hours {
    /// Minutes since midnight, whole hours.
    from: u16,
    to: u16,
}

/// What is shown of every day.
const USUAL: Hours = Hours { from: 8 * 60, to: 20 * 60 };

impl Hours {
    pub(super) fn around(proposed: &Proposed, loads: &[Load]) -> Self {
        let taken = loads.iter().flat_map(|load| load.busy.iter().map(|busy| busy.span));
        // What takes the whole day says nothing of its hours.
        let taken = taken.filter(|span| span.length().num_hours() < 24);
        let works = loads.iter().filter_map(|load| load.works);
        taken.chain(works).chain(proposed.span).fold(USUAL, |hours, span| hours.with(proposed, span))
    }

    fn with(self, proposed: &Proposed, span: Span) -> Self {
        let Some(piece) = pieces(&span, &proposed.rules, proposed.day, 1).next() else { return self };
        let up = piece.stretch.end().div_ceil(60) * 60;
        Self { from: self.from.min(piece.stretch.start() / 60 * 60), to: self.to.max(up).min(DAY_MINUTES) }
    }

    /// Where a span is on the strip, as custom properties of the style sheet.
    fn style(self, proposed: &Proposed, span: Span) -> Option<String> {
        let piece = pieces(&span, &proposed.rules, proposed.day, 1).next()?;
        let (start, end) = (piece.stretch.start().max(self.from), piece.stretch.end().min(self.to));
        (start < end).then(|| {
            let share = |minutes: u16| f32::from(minutes) / f32::from(self.to - self.from);
            format!("--start:{:.4};--length:{:.4}", share(start - self.from), share(end - start))
        })
    }

    /// The hours that stand above a strip, and where.
    fn marks(self) -> impl Iterator<Item = (u32, f32)> {
        let whole = f32::from(self.to - self.from);
        let every = if self.to - self.from > 14 * 60 { 3 } else { 2 };
        (self.from / 60..self.to / 60)
            .filter(move |hour| hour % every == 0)
            .map(move |hour| (u32::from(hour), f32::from(hour * 60 - self.from) / whole))
    }

    /// Half hours of the strip, as spans of the proposed day.
    pub(super) fn halves(self, proposed: &Proposed) -> Vec<(u16, Span)> {
        let at = |minute| domain::grid::day::instant(proposed.day, minute, &proposed.rules);
        let halves = (self.from..self.to).step_by(30);
        halves.filter_map(|from| Some((from, Span::new(at(from), at(from + 30))?))).collect()
    }
}

/// `named`: with the subjects on it that the viewer may know, and the hours above it.
#[component]
pub(super) fn Strip(
    load: Load,
    proposed: Proposed,
    hours: Hours,
    #[prop(optional)] named: bool,
) -> impl IntoView {
    let (locale, dates) = (locale(), use_dates());
    let block = |busy: &Busy| {
        let style = hours.style(&proposed, busy.span)?;
        let in_the_way = proposed
            .span
            .is_some_and(|span| busy.span.overlaps(&span) && Some(busy.meeting) != proposed.meeting);
        let words = named.then(|| subject(locale, busy).to_owned());
        Some(view! {
            <span
                class="strip-busy"
                style=style
                data-firmness=match busy.firmness {
                    Firmness::Soft => "soft",
                    Firmness::Firm => "firm",
                }
                data-clash=in_the_way.then_some("")
                title=in_words(locale, &dates, &proposed, busy)
            >
                {words}
            </span>
        })
    };
    let blocks: Vec<_> = load.busy.iter().filter_map(block).collect();
    let works = load.works.and_then(|works| hours.style(&proposed, works));
    let works = works.map(|style| view! { <span class="strip-works" style=style></span> });
    let wanted = proposed.span.and_then(|span| hours.style(&proposed, span));
    let wanted = wanted.map(|style| view! { <span class="strip-proposed" style=style></span> });
    let marks = named.then(|| {
        let mark = |(hour, at): (u32, f32)| {
            view! { <span style=format!("--start:{at:.4}")>{dates.hour(hour)}</span> }
        };
        view! {
            <div class="strip-hours" aria-hidden="true">
                {hours.marks().map(mark).collect_view()}
            </div>
        }
    });
    let label = {
        let times: Vec<_> = load.busy.iter().map(|busy| in_words(locale, &dates, &proposed, busy)).collect();
        let times =
            if times.is_empty() { td_string!(locale, people.no_load).to_owned() } else { times.join("; ") };
        td_string!(locale, people.load_of, name = load.name.as_str(), times = times)
    };
    view! {
        {marks}
        <div class="strip" role="img" aria-label=label data-named=named.then_some("")>
            {works}
            {blocks}
            {wanted}
        </div>
    }
}

/// What is in the way of the proposed time, each with its times, and the subject where the viewer may know it.
pub(super) fn conflict_words(locale: Locale, dates: &Dates, proposed: &Proposed, load: &Load) -> Vec<String> {
    let Some(span) = proposed.span else { return Vec::new() };
    load.conflicts(span, proposed.meeting).map(|busy| in_words(locale, dates, proposed, busy)).collect()
}

fn in_words(locale: Locale, dates: &Dates, proposed: &Proposed, busy: &Busy) -> String {
    let (from, to) = on_the_wall(&busy.span, &proposed.rules);
    // What reaches over midnight is told as far as the day shows it.
    let day_begins = proposed.day.and_time(NaiveTime::MIN);
    let day_ends = day_begins + TimeDelta::days(1);
    let (from, to) = (from.max(day_begins), to.min(day_ends));
    let times = match (from, to) {
        whole if whole == (day_begins, day_ends) => td_string!(locale, people.whole_day).to_owned(),
        _ => dates.times(from.time(), to.time()),
    };
    match &busy.subject {
        Some(subject) => td_string!(locale, people.in_the_way, times = times, subject = subject.as_str()),
        None => times,
    }
}

fn subject(locale: Locale, busy: &Busy) -> &str {
    busy.subject.as_deref().unwrap_or(td_string!(locale, people.busy))
}

pub(super) fn freedom_name(locale: Locale, freedom: Freedom) -> &'static str {
    match freedom {
        Freedom::Free => td_string!(locale, people.free_then),
        Freedom::OffHours => td_string!(locale, people.off_hours_then),
        Freedom::Soft => td_string!(locale, people.soft_then),
        Freedom::Busy => td_string!(locale, people.busy_then),
    }
}

/// What the style sheet calls it.
pub(super) fn freedom_word(freedom: Freedom) -> &'static str {
    match freedom {
        Freedom::Free => "free",
        Freedom::OffHours => "off-hours",
        Freedom::Soft => "soft",
        Freedom::Busy => "busy",
    }
}

#[cfg(test)]
mod tests {
    use chrono::NaiveDate;
    use domain::id::MeetingId;
    use domain::time::ZoneRules;

    use super::*;

    fn proposed(from: i64, to: i64) -> Proposed {
        let day = NaiveDate::from_ymd_opt(2026, 11, 24).expect("a date");
        let midnight = day.and_time(NaiveTime::MIN).and_utc();
        let span = Span::new(midnight + TimeDelta::minutes(from), midnight + TimeDelta::minutes(to));
        Proposed { meeting: None, day, span, rules: ZoneRules::utc() }
    }

    #[test]
    fn a_strip_shows_the_usual_hours_and_what_is_beside_them() {
        assert_eq!(Hours::around(&proposed(600, 660), &[]), USUAL);
        assert_eq!(Hours::around(&proposed(370, 400), &[]), Hours { from: 360, to: 1_200 });
        assert_eq!(Hours::around(&proposed(1_380, 1_500), &[]), Hours { from: 480, to: 1_440 });
    }

    #[cfg(feature = "ssr")]
    #[test]
    fn what_reaches_over_midnight_is_told_as_far_as_the_day_shows_it() {
        let at = proposed(600, 660);
        let told = |locale, tag: &str, from, to| {
            let span = proposed(from, to).span.expect("a time");
            let meeting = MeetingId(uuid::Uuid::nil());
            let busy = Busy { meeting, span, firmness: Firmness::Firm, subject: Some("Fair".to_owned()) };
            in_words(locale, &Dates::of(tag), &at, &busy).replace('\u{2009}', " ")
        };
        let british = |from, to| told(Locale::en, "en-GB", from, to);
        assert_eq!(british(-60, 1_500), "all day, Fair");
        assert_eq!(british(0, 1_440), "all day, Fair");
        assert_eq!(told(Locale::ru, "ru", 0, 2_880), "весь день, Fair");
        assert_eq!(british(-60, 90), "00:00 – 01:30, Fair");
        assert_eq!(british(60, 1_500), "01:00 – 00:00, Fair");
        assert_eq!(british(600, 690), "10:00 – 11:30, Fair");
    }

    #[test]
    fn a_span_has_its_place_on_the_strip() {
        let at = proposed(840, 930);
        let style = at.span.and_then(|span| USUAL.style(&at, span));
        assert_eq!(style.as_deref(), Some("--start:0.5000;--length:0.1250"));
        assert_eq!(USUAL.marks().map(|(hour, _)| hour).collect::<Vec<_>>(), [8, 10, 12, 14, 16, 18]);
        assert_eq!(USUAL.halves(&at).len(), 24);
    }
}
