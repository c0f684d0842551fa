//! A map, to look at where something is or to say it (S58). What draws it is an element of its own (`element.js`, with
//! Leaflet in it), which is fetched with its styles when the first map is opened.

mod canvas;
mod choose;
mod look_up;
mod show;

pub(crate) use choose::PutOnMap;
pub(crate) use look_up::LookUp;
pub(crate) use show::{OnMap, Stop, Stops};
