//! Stories of people, browsers and programs, told to a real server on a real socket over a real database.

#![expect(clippy::unwrap_used, reason = "a story that cannot go on fails")]

mod api;
mod client;
mod commands;
mod cross_site;
mod files;
mod headers;
mod house;
mod killed;
mod live;
mod meetings;
mod organisation;
mod pages;
mod passwords;
mod races;
mod rooms;
mod series;
mod sessions;
mod throttle;
