//! Databases that are made for a measurement, and dropped after it.

use std::error::Error;

use sqlx::Connection as _;

type Result<T> = std::result::Result<T, Box<dyn Error>>;

/// An empty database of its own: a SQLite file, or one on a Postgres cluster.
pub struct Database {
    pub url: String,
    kept_in: KeptIn,
}

enum KeptIn {
    Folder(#[expect(dead_code, reason = "the folder is there as long as this is")] tempfile::TempDir),
    Cluster { cluster: String, name: String },
}

impl Database {
    /// # Errors
    /// The folder cannot be made.
    pub fn sqlite() -> Result<Self> {
        let folder = tempfile::tempdir()?;
        let url = format!("sqlite://{}", folder.path().join("bench.db").display());
        Ok(Self { url, kept_in: KeptIn::Folder(folder) })
    }

    /// # Errors
    /// `cluster` is no URL of a cluster, or it refuses.
    pub async fn postgres(cluster: &str, name: &str) -> Result<Self> {
        let (server, _) = cluster.rsplit_once('/').ok_or("a URL of a cluster ends with a database")?;
        let url = format!("{server}/{name}");
        administer(cluster, &format!("CREATE DATABASE {name}")).await?;
        Ok(Self { url, kept_in: KeptIn::Cluster { cluster: cluster.to_owned(), name: name.to_owned() } })
    }

    /// # Errors
    /// The cluster refuses.
    pub async fn drop(self) -> Result<()> {
        match &self.kept_in {
            KeptIn::Folder(_) => Ok(()),
            KeptIn::Cluster { cluster, name } => administer(cluster, &format!("DROP DATABASE {name}")).await,
        }
    }
}

async fn administer(cluster: &str, statement: &str) -> Result<()> {
    let mut connection = sqlx::PgConnection::connect(cluster).await?;
    sqlx::raw_sql(sqlx::AssertSqlSafe(statement.to_owned())).execute(&mut connection).await?;
    Ok(connection.close().await?)
}
