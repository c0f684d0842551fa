//! The process: it answers browsers and programs, and owns nothing of what meetings are.
//!
//! This crate owns everything between a socket and a store verb: who somebody is (`identity`), which
//! requests are refused whoever sends them (`cross_site`, `limits`), what goes along with every answer
//! (`headers`, `observe`), the pages (`pages`) and their files (`assets`), REST (`api`), the
//! contents of attachments (`vault`), who knows addresses (`geocoding`) and ways (`routing`), the live socket (`live`), and what is done as time goes on (`jobs`). It may import everything; nothing imports it but its tests.
//!
//! To add something to REST: a handler with its `utoipa::path` in the file of its noun below `api`; the
//! rule it needs goes into the domain, the SQL into the store.

#![recursion_limit = "256"]

mod api;
mod ask;
mod assets;
pub mod clock;
pub mod config;
mod cross_site;
mod error;
mod geocoding;
mod headers;
mod health;
mod identity;
mod jobs;
mod limits;
mod listen;
mod live;
mod local_path;
mod observe;
mod pages;
pub mod routing;
mod spreadsheet;
pub mod vault;

use std::sync::Arc;

use axum::routing::get;
use axum::{Router, middleware};
use store::Store;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;

use crate::clock::Clock;
use crate::config::Config;
use crate::geocoding::Geocoding;
use crate::identity::Door;
use crate::live::Hub;
use crate::vault::Vault;

pub use crate::identity::{Hashing, HashingFailed, check_new_password};
pub use crate::jobs::Jobs;
pub use crate::listen::{listen, told_to_stop};
pub use crate::observe::{Format, NotAFilter, start_log};

/// Rows that are read and pages that are rendered are thousands of small pieces, gone with the answer.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// Everything that answering needs. Cheap to clone.
#[derive(Clone)]
pub struct Daybook {
    pub store: Store,
    pub config: Arc<Config>,
    pub clock: Clock,
    pub(crate) hub: Hub,
    pub(crate) door: Door,
    pub(crate) vault: Vault,
    pub(crate) geocoding: Geocoding,
}

impl Daybook {
    /// Begins to pass on the store's changes; needs a tokio runtime.
    pub fn new(store: Store, config: Config, clock: Clock) -> Self {
        Self {
            hub: Hub::new(store.clone()),
            door: Door::default(),
            vault: Vault::in_folder(&config.data_dir, config.most_attachment_bytes),
            geocoding: Geocoding::of(&config.geocoding),
            config: Arc::new(config),
            store,
            clock,
        }
    }
}

/// Every address that is answered.
pub fn router(daybook: Daybook) -> Router {
    let files_and_pages = Router::new()
        .merge(pages::router(&daybook))
        .merge(assets::router())
        .merge(identity::router())
        .nest("/api/v1", api::router())
        .layer(CompressionLayer::new());
    // From here on, what is added last sees a request first.
    Router::new()
        .merge(files_and_pages)
        .route("/live", get(live::live))
        .merge(health::router())
        .layer(middleware::from_fn(limits::within_limits))
        .layer(limits::body_limit())
        .layer(middleware::from_fn_with_state(daybook.clone(), cross_site::refuse_foreign))
        .layer(CatchPanicLayer::custom(error::after_a_panic))
        .layer(middleware::from_fn(pages::say_in_words))
        .layer(middleware::from_fn_with_state(daybook.clone(), headers::protect))
        .layer(middleware::from_fn(observe::observe))
        .with_state(daybook)
}
