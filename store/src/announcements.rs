//! What server processes on one database tell each other and nobody keeps: who is about to choose a room (D2), and who
//! has a conversation open (S62).

use crate::Store;
use crate::db::Ear;
use crate::error::Result;

impl Store {
    /// Tells every process on this database, this one too; on SQLite there is no other, and nobody hears it. At most
    /// 8,000 bytes.
    pub async fn announce(&self, text: &str) -> Result<()> {
        self.db.announce(text).await
    }

    /// What is announced from now on.
    pub async fn announcements(&self) -> Result<Announcements> {
        Ok(Announcements(self.db.listen_to_announcements().await?))
    }
}

/// Hears what is announced.
pub struct Announcements(Ear);

impl Announcements {
    /// `None` when there is nobody to be heard.
    pub async fn next(&mut self) -> Option<String> {
        self.0.next().await
    }
}
