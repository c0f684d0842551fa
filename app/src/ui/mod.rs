//! The parts that screens are made of; they know no domain but its words.

pub mod arriving;
pub mod asleep;
pub mod avatar;
pub mod brand;
pub mod dates;
pub mod dialog;
pub mod escape;
pub mod field;
pub mod fields;
pub mod focus;
pub mod icon;
pub mod later;
pub mod latest;
pub mod menu;
pub mod picker;
pub mod refusals;
pub mod segmented;
pub mod sheet;
pub mod toast;
pub mod typing;
pub mod warnings;
