//! Stories of named people, each told on SQLite and on Postgres.

#![expect(clippy::unwrap_used, reason = "a story that cannot go on fails")]

mod absences;
mod answering;
mod belongings;
mod calendars;
mod changing;
mod clients;
mod clocks;
mod feed;
mod house;
mod journal;
mod keeping;
mod life;
mod migrating;
mod organisation;
mod panel;
mod picking;
mod planning;
mod points;
mod removing;
mod repairs;
mod reports;
mod rooms;
mod series;
mod signing_in;
mod specified;
mod talking;
mod visits;
