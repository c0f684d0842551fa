//! Files that belong to a meeting (S23).

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::id::{AttachmentId, PersonId};

/// A file that somebody added to a meeting. Its content is kept once, however many meetings have it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Attachment {
    pub id: AttachmentId,
    pub name: String,
    /// What it is served as: what whoever added it said it is.
    #[cfg_attr(feature = "openapi", schema(example = "image/jpeg"))]
    pub media_type: String,
    pub bytes: u64,
    /// SHA-256 in hexadecimal.
    pub content: String,
    pub added_by: PersonId,
    pub added_at: DateTime<Utc>,
}

impl Attachment {
    /// Whether browsers show it as a picture. Pictures that carry script are none.
    pub fn is_picture(&self) -> bool {
        matches!(&*self.media_type, "image/png" | "image/jpeg" | "image/gif" | "image/webp" | "image/avif")
    }
}

/// A meeting with more files than this is a mistake.
pub const MOST_ATTACHMENTS: u32 = 100;
