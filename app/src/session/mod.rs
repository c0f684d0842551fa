//! Who visits, and the door they come in by.

mod refused;
mod sign_in;
mod visit;

pub(crate) use refused::{RefusedHere, refused};
pub use sign_in::SignInPage;
pub use visit::{DemoPerson, SecondZone, Session, Visit, session, visit};
