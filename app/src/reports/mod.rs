//! Reports (Отчёты): plan against fact over a period (S64), for oneself and for everybody whom one leads.

#[cfg(feature = "ssr")]
mod export;
mod filter;
mod meetings;
mod page;
mod table;
mod words;

#[cfg(feature = "ssr")]
pub use export::{Cell, meetings as exported_meetings, tallies as exported_tallies};
pub(crate) use page::ReportsPage;
