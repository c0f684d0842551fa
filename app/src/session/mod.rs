//! Who visits, and the door they come in by.

mod sign_in;
mod visit;

pub use sign_in::SignInPage;
pub use visit::{DemoPerson, Session, Visit, session, visit};
