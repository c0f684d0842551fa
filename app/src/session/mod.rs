//! Who visits, and the door they come in by.

mod refused;
#[cfg(feature = "ssr")]
mod sign_in;
mod visit;

pub(crate) use refused::{RefusedHere, refused};
#[cfg(feature = "ssr")]
pub use sign_in::SignInPage;
pub use visit::{DemoPerson, SecondZone, Session, Visit, session, visit};

/// The door is plain HTML and needs no program: none is sent for it.
#[cfg(not(feature = "ssr"))]
#[expect(non_snake_case, reason = "it is the component's name")]
pub fn SignInPage() {}
