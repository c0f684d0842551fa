//! Taking connections, and letting them go.

mod patient;
mod wire;

use std::convert::Infallible;
use std::future::Future;
use std::io;
use std::net::SocketAddr;
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::extract::ConnectInfo;
use axum::http::Request;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{OwnedSemaphorePermit, Semaphore, watch};
use tower::Service as _;

use crate::limits::{LONGEST_GOODBYE, LONGEST_HEAD, LONGEST_SILENCE, MOST_CONNECTIONS};
use crate::{Daybook, observe, router};
use patient::Patient;
pub(crate) use wire::{Said, Wire};

/// Answers on `listener` until `stop` comes true; then requests that have begun are answered still, and
/// live sockets are closed.
///
/// HTTP/1.1 alone: what speaks TLS and HTTP/2 stands in front, and every second protocol is a second
/// way to be attacked.
pub async fn listen(listener: TcpListener, daybook: Daybook, stop: impl Future<Output = ()>) {
    if let Err(error) = observe::start_metrics() {
        tracing::warn!(%error, "there will be no metrics");
    }
    let hub = daybook.hub.clone();
    let router = router(daybook);
    let stopping = watch::Sender::new(false);
    let turns = Arc::new(Semaphore::new(MOST_CONNECTIONS));
    let mut upkeep = tokio::time::interval(observe::UPKEEP);
    let mut stop = pin!(stop);
    loop {
        tokio::select! {
            () = &mut stop => break,
            _ = upkeep.tick() => { observe::rendered_metrics(); }
            taken = take(&listener, &turns) => match taken {
                Ok((stream, peer, turn)) => {
                    tokio::spawn(converse(stream, peer, turn, router.clone(), stopping.subscribe()));
                }
                Err(error) => {
                    // Mostly too many open files. Trying at once would spin.
                    tracing::warn!(%error, "a connection could not be taken");
                    tokio::time::sleep(AFTER_A_FAILURE).await;
                }
            },
        }
    }
    drop(listener);
    hub.stop();
    stopping.send_replace(true);
    let goodbye = async { tokio::join!(hub.all_closed(), turns.acquire_many(MOST_CONNECTIONS as u32)) };
    if tokio::time::timeout(LONGEST_GOODBYE, goodbye).await.is_err() {
        tracing::warn!("some connections did not end in time");
    }
}

/// Listens from now on for the system asking the process to end (SIGTERM), or somebody at the keyboard; what
/// it answers comes true then.
///
/// # Errors
/// When signals cannot be heard.
pub fn told_to_stop() -> io::Result<impl Future<Output = ()>> {
    use tokio::signal::unix::{SignalKind, signal};

    let mut terminate = signal(SignalKind::terminate())?;
    let mut interrupt = signal(SignalKind::interrupt())?;
    Ok(async move {
        tokio::select! { _ = terminate.recv() => (), _ = interrupt.recv() => () }
    })
}

const AFTER_A_FAILURE: Duration = Duration::from_millis(100);

/// The largest head of a request in bytes.
const LARGEST_HEAD: usize = 64 * 1024;

async fn take(
    listener: &TcpListener,
    turns: &Arc<Semaphore>,
) -> io::Result<(TcpStream, SocketAddr, OwnedSemaphorePermit)> {
    let turn = Arc::clone(turns).acquire_owned().await.map_err(io::Error::other)?;
    let (stream, peer) = listener.accept().await?;
    // An answer goes out when it is there, not when the next one fills the packet.
    stream.set_nodelay(true)?;
    Ok((stream, peer, turn))
}

async fn converse(
    stream: TcpStream,
    peer: SocketAddr,
    turn: OwnedSemaphorePermit,
    router: Router,
    mut stopping: watch::Receiver<bool>,
) {
    let wire = Wire::new(stream);
    let beside = wire.clone();
    let answer = hyper::service::service_fn(move |request: Request<Incoming>| {
        let mut request = request.map(Body::new);
        request.extensions_mut().insert(ConnectInfo(peer));
        request.extensions_mut().insert(beside.clone());
        let mut router = router.clone();
        async move { Ok::<_, Infallible>(router.call(request).await.unwrap_or_else(|never| match never {})) }
    });
    let connection = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(LONGEST_HEAD)
        .max_buf_size(LARGEST_HEAD)
        .serve_connection(TokioIo::new(Patient::new(wire, LONGEST_SILENCE)), answer)
        .with_upgrades();
    let mut connection = pin!(connection);
    let ended = tokio::select! {
        ended = &mut connection => ended,
        _ = stopping.changed() => {
            // Finishes the answer that it is at.
            connection.as_mut().graceful_shutdown();
            connection.await
        }
    };
    if let Err(error) = ended {
        // Clients go away in the middle every day.
        tracing::debug!(%error, "a connection broke");
    }
    drop(turn);
}

#[cfg(test)]
mod tests {
    use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
    use tokio::time::Instant;

    use super::*;

    /// Somebody opens a connection and says half of what they want.
    #[tokio::test(start_paused = true)]
    async fn a_head_that_does_not_end_is_given_up() {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let mut client = TcpStream::connect(listener.local_addr().unwrap()).await.unwrap();
        let turns = Arc::new(Semaphore::new(1));
        let (stream, peer, turn) = take(&listener, &turns).await.unwrap();
        let (_stopping, told) = watch::channel(false);
        let conversation = tokio::spawn(converse(stream, peer, turn, Router::new(), told));
        let begun = Instant::now();
        client.write_all(b"GET / HTTP/1.1\r\nHost: somewhere\r\nX-Slow: ").await.unwrap();
        let mut said = Vec::new();
        client.read_to_end(&mut said).await.unwrap();
        conversation.await.unwrap();
        assert!(begun.elapsed() >= LONGEST_HEAD && begun.elapsed() < 2 * LONGEST_HEAD);
        assert_eq!(turns.available_permits(), 1);
    }
}
