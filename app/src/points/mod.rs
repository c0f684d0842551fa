//! Points (баллы, S66, D23): what one has earned in a period, by what, and what is still missing; for a head, the
//! points of those whom they lead.

mod account;
mod chart;
mod fresh;
mod head;
mod how_well;
mod ledger;
mod page;
mod team;
mod what_if;
mod words;

pub(crate) use fresh::keep_true;
pub(crate) use head::PeriodHead;
pub(crate) use page::PointsPage;
