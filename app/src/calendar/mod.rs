//! The calendar: a grid on which time is chosen, and meetings are moved, by mouse, finger and keyboard.
//!
//! [`page`] puts the parts together and holds what they share in a [`desk::Desk`]. The days are drawn by [`week`]
//! as columns of hours, by [`month`] as rows of weeks and by [`agenda`] as a list; meetings in the grids by
//! [`draw`] and [`paint`], those of the weeks to both sides [`ahead`] of time, a selection by [`pencil`]. [`hand`]
//! follows a pointer and [`keys`] the keyboard; what a gesture means is computed in [`domain::grid`]. What comes of
//! it is done by [`acts`]. Nothing that is done many times a second goes through the reactive system: a drag moves
//! one element.

mod acts;
mod agenda;
mod ahead;
mod desk;
mod draw;
mod faces;
mod filter;
mod hand;
mod head;
mod help;
mod home;
mod instead;
mod keys;
mod left;
mod look;
mod measure;
mod month;
mod now;
mod page;
mod paint;
mod panel;
mod parts;
mod peek;
mod pencil;
mod quick;
mod required;
mod search;
mod second;
mod shown;
mod strip;
mod surface;
mod swipe;
mod typed;
mod ways;
mod week;
mod which;
mod words;

pub(crate) use acts::use_acts;
pub use home::CalendarHome;
pub(crate) use left::way_back;
pub use look::{COOKIE, Look};
pub(crate) use now::{Now, use_now};
pub use page::CalendarRoute;
pub(crate) use parts::{ask_for_ways, deliver, reminders};
pub(crate) use search::{SearchButton, SearchWindow, provide_search};
pub(crate) use words::{Words, use_words};

/// Holds the calendar for as long as the frame of the screens stands.
pub(crate) fn provide_calendar() {
    crate::state::planner::provide_planner();
    acts::provide_acts();
    let planner = crate::state::planner::use_planner();
    crate::state::live::use_live().listen(move |notice| planner.apply(&notice));
}
