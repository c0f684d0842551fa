//! Why a call did not do what it was asked.

use domain::Refused;
use domain::change::Revision;

use leptos::server_fn::error::{FromServerFnError, ServerFnErrorErr};
use serde::{Deserialize, Serialize};

use crate::json::Unread;

/// What a screen is told; [`crate::ui::refusals`] turns it into words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Failure {
    /// A rule said no.
    Refused(Unread<Refused>),
    /// Somebody changed it meanwhile.
    Conflict {
        current: Revision,
    },
    /// It is not there, or may not be seen.
    Gone,
    SignedOut,
    /// Nobody foresaw this. `request` names it in the server's log; empty when the server was not reached.
    Broken {
        request: String,
    },
    /// The server could not be reached.
    Offline,
}

impl Failure {
    /// What a rule said, where one did.
    pub fn refused(&self) -> Option<Refused> {
        match self {
            Self::Refused(refused) => refused.read().ok(),
            _ => None,
        }
    }
}

impl From<Refused> for Failure {
    fn from(refused: Refused) -> Self {
        Self::Refused(Unread::of(&refused))
    }
}

impl FromServerFnError for Failure {
    type Encoder = super::wire::Text;

    fn from_server_fn_error(error: ServerFnErrorErr) -> Self {
        match error {
            ServerFnErrorErr::Request(_) => Self::Offline,
            _ => Self::Broken { request: String::new() },
        }
    }
}
