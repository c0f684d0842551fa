//! The contents of files, kept by their SHA-256 below the data directory: each once, whoever added it.
//!
//! What comes in is written beside them and takes its place by one rename when all of it is there. An upload that is cut
//! off leaves nothing behind: what is incoming is deleted when nobody holds it any more, and at a later start.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use axum::body::Body;
use futures::{Stream, StreamExt as _};
use sha2::{Digest as _, Sha256};
use tokio::fs::{self, File};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::sync::{Mutex, MutexGuard};

use crate::error::{Code, Problem};
use crate::limits::LONGEST_UPLOAD;

/// Where contents are kept. A clone is the same vault.
#[derive(Clone, Debug)]
pub(crate) struct Vault {
    shared: Arc<Shared>,
}

#[derive(Debug)]
struct Shared {
    folder: PathBuf,
    most_bytes: u64,
    /// Held while a content gets its row or loses its last one, so that neither happens in between.
    placing: Mutex<()>,
}

/// Whoever sends nothing for so long has gone.
const LONGEST_PAUSE: Duration = Duration::from_secs(30);

/// Bytes that are read at once.
const CHUNK: usize = 64 * 1024;

impl Vault {
    pub(crate) fn in_folder(data_dir: &Path, most_bytes: u64) -> Self {
        let folder = folder_of(data_dir);
        Self { shared: Arc::new(Shared { folder, most_bytes, placing: Mutex::new(()) }) }
    }

    /// How many bytes a file may have.
    pub(crate) fn most_bytes(&self) -> u64 {
        self.shared.most_bytes
    }

    /// Writes down what is sent, up to the limit.
    pub(crate) async fn receive(&self, body: Body) -> Result<Incoming, Problem> {
        let folder = self.incoming();
        fs::create_dir_all(&folder).await.map_err(broken)?;
        let path = folder.join(format!("{:032x}", rand::random::<u128>()));
        let mut incoming = Incoming { path, bytes: 0, content: String::new() };
        let mut file = File::create_new(&incoming.path).await.map_err(broken)?;
        let mut hash = Sha256::new();
        let mut chunks = body.into_data_stream();
        loop {
            let chunk = match tokio::time::timeout(LONGEST_PAUSE, chunks.next()).await {
                Ok(Some(Ok(chunk))) => chunk,
                Ok(Some(Err(_))) | Err(_) => return Err(Problem::malformed("the upload was cut off")),
                Ok(None) => break,
            };
            incoming.bytes += chunk.len() as u64;
            if incoming.bytes > self.shared.most_bytes {
                return Err(Code::TooLarge.into());
            }
            hash.update(&chunk);
            file.write_all(&chunk).await.map_err(broken)?;
        }
        file.sync_all().await.map_err(broken)?;
        incoming.content = hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect();
        Ok(incoming)
    }

    /// Lets nobody else place or drop a content meanwhile.
    pub(crate) async fn alone(&self) -> MutexGuard<'_, ()> {
        self.shared.placing.lock().await
    }

    /// Puts what came in to the others.
    pub(crate) async fn place(&self, incoming: &mut Incoming) -> Result<(), Problem> {
        let place = self.path(&incoming.content);
        if fs::try_exists(&place).await.map_err(broken)? {
            return Ok(());
        }
        if let Some(folder) = place.parent() {
            fs::create_dir_all(folder).await.map_err(broken)?;
        }
        fs::rename(&incoming.path, &place).await.map_err(broken)?;
        incoming.path = PathBuf::new();
        Ok(())
    }

    /// Deletes a content that no file has any more.
    pub(crate) async fn drop(&self, content: &str) {
        match fs::remove_file(self.path(content)).await {
            Err(error) if error.kind() != io::ErrorKind::NotFound => {
                tracing::warn!(%error, content, "a content cannot be deleted");
            }
            _ => {}
        }
    }

    /// # Errors
    /// [`Code::Broken`] when the content is not there: somebody has deleted it.
    pub(crate) async fn read(
        &self,
        content: &str,
    ) -> Result<impl Stream<Item = io::Result<Vec<u8>>> + use<>, Problem> {
        let file = File::open(self.path(content)).await.map_err(broken)?;
        Ok(futures::stream::try_unfold(file, |mut file: File| async move {
            let mut chunk = vec![0; CHUNK];
            let count = file.read(&mut chunk).await?;
            chunk.truncate(count);
            Ok((count > 0).then_some((chunk, file)))
        }))
    }

    fn incoming(&self) -> PathBuf {
        incoming_in(&self.shared.folder)
    }

    fn path(&self, content: &str) -> PathBuf {
        path_in(&self.shared.folder, content)
    }
}

/// Deletes what was coming in when a process ended. What is young may be coming in to another process right now.
///
/// # Errors
/// The folder cannot be used.
pub fn tidy_up(data_dir: &Path) -> io::Result<()> {
    let entries = match std::fs::read_dir(incoming_in(&folder_of(data_dir))) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        entries => entries?,
    };
    for entry in entries {
        let entry = entry?;
        let age = entry.metadata()?.modified()?.elapsed().unwrap_or_default();
        if age > LONGEST_UPLOAD {
            std::fs::remove_file(entry.path())?;
        }
    }
    Ok(())
}

fn incoming_in(folder: &Path) -> PathBuf {
    folder.join("incoming")
}

/// Where the contents lie.
pub fn folder_of(data_dir: &Path) -> PathBuf {
    data_dir.join("attachments")
}

/// Where a content lies: few enough of them in one folder.
pub fn path_in(folder: &Path, content: &str) -> PathBuf {
    let (first, _) = content.split_at_checked(2).unwrap_or((content, ""));
    folder.join(first).join(content)
}

/// What has come in and has no place yet. Dropped, it is deleted.
#[derive(Debug)]
pub(crate) struct Incoming {
    /// Empty once it has its place.
    path: PathBuf,
    pub(crate) bytes: u64,
    pub(crate) content: String,
}

impl Drop for Incoming {
    fn drop(&mut self) {
        if !self.path.as_os_str().is_empty() {
            // What cannot be deleted now goes at a later start.
            let _ = std::fs::remove_file(&self.path);
        }
    }
}

fn broken(error: io::Error) -> Problem {
    tracing::error!(%error, "the data directory cannot be used");
    Code::Broken.into()
}
