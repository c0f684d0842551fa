//! What people see, and the calls they can make.
//!
//! The same screens are rendered by the server (feature `ssr`) and taken over in the browser (feature
//! `hydrate`). A screen is a folder named for its noun; [`ui`] holds the parts that know no domain;
//! [`api`] the calls, each in three movements: who asks, ask the store, answer in domain types;
//! [`state`] what a browser holds. Only `ssr` may import the store.
//!
//! To add a screen: a folder, its texts in `locales/{en,ru}`, its route in [`routes`].

#![recursion_limit = "256"]
#![expect(unreachable_pub, reason = "what the component macro writes is public, whatever the component is")]

#[macro_use]
mod screen;

pub mod api;
pub mod calendar;
mod clients;
#[cfg(feature = "ssr")]
pub mod context;
#[cfg(feature = "ssr")]
pub mod document;
mod frame;
pub mod journal;
pub mod json;
mod map;
pub mod meeting;
pub mod participants;
mod plain;
pub mod points;
mod reminded;
pub mod reports;
pub mod rooms;
mod routes;
pub mod session;
pub mod settings;
pub mod state;
pub mod texts;
pub mod ui;
pub mod work;

pub use routes::App;
#[cfg(not(feature = "ssr"))]
pub use routes::load_parts;
