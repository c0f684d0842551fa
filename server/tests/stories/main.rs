//! Stories of people, browsers and programs, told to a real server on a real socket over a real database.

#![expect(clippy::unwrap_used, reason = "a story that cannot go on fails")]

mod api;
mod attachments;
mod client;
mod clients;
mod commands;
mod cross_site;
mod files;
mod headers;
mod house;
mod journal;
mod killed;
mod life;
mod live;
mod meetings;
mod organisation;
mod pages;
mod panel;
mod passwords;
mod permissions;
mod points;
mod races;
mod rooms;
mod series;
mod sessions;
mod throttle;
mod visits;
