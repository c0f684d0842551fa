//! What a verb of the store answers when it does not do what was asked.

use std::error::Error as StdError;
use std::fmt;

use domain::change::Revision;
use domain::{Refusal, Refused};

/// Why a verb did not do what was asked. Nothing of the database is in its text: that is in the [`Cause`].
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// A rule said no.
    #[error(transparent)]
    Refused(#[from] Refused),
    /// It is not there, or not for this person to see.
    #[error("it is not there, or not visible")]
    Gone,
    /// Somebody else changed it after the version that was seen.
    #[error("it was changed meanwhile and stands at revision {}", current.0)]
    Conflict { current: Revision },
    /// The database engine in use cannot do it; the text says what to do instead.
    #[error("{0}")]
    Unsupported(&'static str),
    /// The database failed, or holds what cannot be read.
    #[error("the database failed")]
    Database(#[source] Cause),
}

pub type Result<T, E = Error> = std::result::Result<T, E>;

/// What went wrong in the database. Its text is for the log of the process and for nobody else.
#[derive(Debug)]
pub struct Cause(Box<dyn StdError + Send + Sync>);

impl fmt::Display for Cause {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(formatter)
    }
}

impl StdError for Cause {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        self.0.source()
    }
}

impl Error {
    /// A row holds what its column cannot mean.
    pub(crate) fn unreadable(what: impl Into<Box<dyn StdError + Send + Sync>>) -> Self {
        Self::Database(Cause(what.into()))
    }

    /// Whether the database itself refused to book a room twice.
    pub(crate) fn is_double_booking(&self) -> bool {
        match self {
            Self::Database(Cause(cause)) => {
                cause.downcast_ref().is_some_and(crate::db::refused_double_booking)
            }
            _ => false,
        }
    }
}

impl From<Refusal> for Error {
    fn from(reason: Refusal) -> Self {
        Self::Refused(reason.into())
    }
}

impl From<sqlx::Error> for Error {
    fn from(error: sqlx::Error) -> Self {
        Self::Database(Cause(Box::new(error)))
    }
}

impl From<sqlx::migrate::MigrateError> for Error {
    fn from(error: sqlx::migrate::MigrateError) -> Self {
        Self::Database(Cause(Box::new(error)))
    }
}
