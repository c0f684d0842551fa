//! Where on the screen the grid is, so that a hand on the screen is a spot in the grid.

use chrono::{NaiveDate, TimeDelta};
use domain::calendar::Takes;
use domain::grid::Spot;
use domain::grid::day::{DAY_MINUTES, pieces};
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement};

use super::desk::Desk;
use super::shown::View;
use crate::state::planner::days_of;

/// Where the grid is in the window, in pixels; true until something scrolls.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Measures {
    Hours(Hours),
    Month(Month),
}

/// Columns of hours below a row of whole days.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Hours {
    first: NaiveDate,
    days: u32,
    /// Of each day.
    bands: usize,
    /// All 24 hours of all columns, most of it scrolled out of sight.
    hours: Edges,
    /// What is in sight of it.
    sight: Edges,
}

/// Rows of weeks.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Month {
    first: NaiveDate,
    weeks: u32,
    /// All weeks.
    days: Edges,
    /// What is in sight of them.
    sight: Edges,
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Edges {
    pub left: f64,
    pub top: f64,
    pub right: f64,
    pub bottom: f64,
}

/// In which part of the grid a hand is to be understood.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Zone {
    Hours,
    WholeDays,
    /// Wherever it is.
    Either,
}

impl Measures {
    /// `None` before the grid is drawn, and of an agenda, which is a list.
    pub(super) fn take(desk: Desk) -> Option<Self> {
        let shown = desk.shown.get_untracked();
        if shown.view == View::Agenda {
            return None;
        }
        let grid = desk.grid.get_untracked()?;
        let outer = edges(&grid);
        let right = outer.left + f64::from(grid.client_width());
        let bottom = outer.top + f64::from(grid.client_height());
        let row = desk.days_layer.get_untracked()?;
        if shown.view == View::Month {
            let days = edges(&row);
            let sight = Edges { left: days.left, top: days.top.max(outer.top), right, bottom };
            return Some(Self::Month(Month { first: shown.first, weeks: shown.weeks(), days, sight }));
        }
        let layer = desk.hours_layer.get_untracked()?;
        let row: HtmlElement = row.parent_element()?.dyn_into().ok()?;
        let left = outer.left + f64::from(layer.offset_left());
        let sight = Edges { left, top: edges(&row).bottom, right, bottom };
        let (days, bands) = (shown.days(), untrack(|| desk.bands()));
        Some(Self::Hours(Hours { first: shown.first, days, bands, hours: edges(&layer), sight }))
    }

    /// The band of a day under a hand, where days have several.
    pub(super) fn band(&self, x: f64) -> Option<usize> {
        match self {
            Self::Hours(hours) if hours.bands > 1 => Some(hours.band(x)),
            _ => None,
        }
    }

    /// What is in sight of the grid.
    pub(super) fn sight(&self) -> Edges {
        match self {
            Self::Hours(hours) => hours.sight,
            Self::Month(month) => month.sight,
        }
    }

    /// The spot under a hand; a hand outside is at the nearest edge of what is in sight.
    pub(super) fn spot(&self, x: f64, y: f64, zone: Zone) -> Spot {
        match self {
            Self::Hours(hours) => hours.spot(x, y, zone),
            Self::Month(month) => month.spot(x, y),
        }
    }

    /// Where the first piece of this is drawn, as far as its days are shown; in this band, where they have several.
    pub(super) fn place(&self, takes: &Takes, band: Option<usize>, desk: Desk) -> Option<Edges> {
        match self {
            Self::Hours(hours) => hours.place(takes, band, desk),
            Self::Month(month) => month.place(takes, desk),
        }
    }
}

impl Hours {
    fn spot(&self, x: f64, y: f64, zone: Zone) -> Spot {
        let date = self.date(x.clamp(self.sight.left, self.sight.right - 1.0));
        let whole = match zone {
            Zone::Hours => false,
            Zone::WholeDays => true,
            Zone::Either => y < self.sight.top,
        };
        if whole {
            return Spot::Day { date };
        }
        let y = y.clamp(self.sight.top, self.sight.bottom);
        let passed = (y - self.hours.top) / (self.hours.bottom - self.hours.top);
        Spot::Time { date, minute: passed.clamp(0.0, 1.0) * f64::from(DAY_MINUTES) }
    }

    fn place(&self, takes: &Takes, band: Option<usize>, desk: Desk) -> Option<Edges> {
        let (date, top, bottom) = desk.words.with_value(|words| match takes {
            Takes::Time { span } => {
                let piece = pieces(span, words.rules(), self.first, self.days).next()?;
                let at = |minute: u16| {
                    let height = self.hours.bottom - self.hours.top;
                    self.hours.top + height * f64::from(minute) / f64::from(DAY_MINUTES)
                };
                Some((piece.date, at(piece.stretch.start()), at(piece.stretch.end())))
            }
            Takes::Days { .. } => {
                let (first, _) = days_of(takes, words.rules());
                Some((first.max(self.first), self.sight.top - 24.0, self.sight.top))
            }
        })?;
        let column = (date - self.first).num_days();
        if column < 0 || column >= i64::from(self.days) {
            return None;
        }
        let (band, bands) = match (takes, band) {
            (Takes::Time { .. }, Some(band)) => (band, self.bands),
            _ => (0, 1),
        };
        let width = self.column_width() / bands as f64;
        let left = self.hours.left + width * (column as f64 * bands as f64 + band as f64);
        Some(Edges { left, top, right: left + width, bottom })
    }

    fn date(&self, x: f64) -> NaiveDate {
        let column = ((x - self.hours.left) / self.column_width()).floor();
        let column = (column as i64).clamp(0, i64::from(self.days) - 1);
        self.first.checked_add_signed(TimeDelta::days(column)).unwrap_or(self.first)
    }

    fn band(&self, x: f64) -> usize {
        let part = ((x - self.hours.left) / self.column_width()).rem_euclid(1.0);
        ((part * self.bands as f64) as usize).min(self.bands - 1)
    }

    fn column_width(&self) -> f64 {
        (self.hours.right - self.hours.left) / f64::from(self.days)
    }
}

impl Month {
    fn spot(&self, x: f64, y: f64) -> Spot {
        let (width, height) = self.day();
        let at = |from: f64, size: f64, most: i64| ((from / size).floor() as i64).clamp(0, most);
        let column = at(x - self.days.left, width, WEEK - 1);
        let week = at(y - self.days.top, height, i64::from(self.weeks) - 1);
        let date = self.first.checked_add_signed(TimeDelta::days(week * WEEK + column));
        Spot::Date { date: date.unwrap_or(self.first) }
    }

    fn place(&self, takes: &Takes, desk: Desk) -> Option<Edges> {
        let (first, _) = desk.words.with_value(|words| days_of(takes, words.rules()));
        let day = (first.max(self.first) - self.first).num_days();
        if day >= i64::from(self.weeks) * WEEK {
            return None;
        }
        let (width, height) = self.day();
        let (left, top) =
            (self.days.left + width * (day % WEEK) as f64, self.days.top + height * (day / WEEK) as f64);
        Some(Edges { left, top, right: left + width, bottom: top + height })
    }

    /// Width and height of a day.
    fn day(&self) -> (f64, f64) {
        let Edges { left, top, right, bottom } = self.days;
        ((right - left) / WEEK as f64, (bottom - top) / f64::from(self.weeks))
    }
}

/// Days of a week.
const WEEK: i64 = 7;

pub(super) fn edges(element: &Element) -> Edges {
    let bounds = element.get_bounding_client_rect();
    Edges { left: bounds.left(), top: bounds.top(), right: bounds.right(), bottom: bounds.bottom() }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A week from 23 November, columns of 100 pixels, a pixel a minute, 480 of them scrolled away.
    fn week() -> Measures {
        Measures::Hours(Hours {
            first: date(23),
            days: 7,
            bands: 4,
            hours: Edges { left: 60.0, top: -380.0, right: 760.0, bottom: 1_060.0 },
            sight: Edges { left: 60.0, top: 100.0, right: 760.0, bottom: 700.0 },
        })
    }

    #[test]
    fn in_a_month_a_spot_is_a_date() {
        let days = Edges { left: 0.0, top: 100.0, right: 700.0, bottom: 600.0 };
        let month = Measures::Month(Month { first: date(2), weeks: 5, days, sight: days });
        let spot = |x, y| month.spot(x, y, Zone::Either);
        assert_eq!(spot(10.0, 110.0), Spot::Date { date: date(2) });
        assert_eq!(spot(650.0, 310.0), Spot::Date { date: date(22) });
        assert_eq!(spot(-50.0, 90.0), Spot::Date { date: date(2) }, "outside is at the edge");
    }

    fn date(day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 11, day).unwrap()
    }

    #[test]
    fn a_hand_on_the_screen_is_a_spot_in_the_grid() {
        let spot = week().spot(170.0, 220.0, Zone::Hours);
        assert_eq!(spot, Spot::Time { date: date(24), minute: 600.0 });
        assert_eq!(week().spot(170.0, 90.0, Zone::Either), Spot::Day { date: date(24) });
        assert_eq!(week().spot(170.0, 220.0, Zone::WholeDays), Spot::Day { date: date(24) });
    }

    #[test]
    fn each_band_of_a_day_is_as_wide_as_the_others() {
        assert_eq!([60.0, 84.9, 85.1, 259.9, 260.1].map(|x| week().band(x)), [0, 0, 1, 3, 0].map(Some));
    }

    #[test]
    fn a_hand_that_leaves_the_grid_stays_at_its_edge() {
        let above = week().spot(-50.0, 20.0, Zone::Hours);
        assert_eq!(above, Spot::Time { date: date(23), minute: 480.0 });
        let below = week().spot(2_000.0, 2_000.0, Zone::Hours);
        assert_eq!(below, Spot::Time { date: date(29), minute: 1_080.0 });
    }
}
