//! A connection that two can write to: what speaks over it, and whoever has a few bytes to say between two of its words.

use std::io::{self, IoSlice};
use std::net::Shutdown;
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, ready};

use socket2::SockRef;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::TcpStream;

/// A clone is the same connection.
///
/// What is written as a stream goes out as it would by the stream itself. Between two of its writes
/// [`Wire::say`] puts in something whole, without waking whoever owns the stream.
#[derive(Clone)]
pub(crate) struct Wire(Arc<Inner>);

struct Inner {
    stream: TcpStream,
    turn: Mutex<Turn>,
}

/// In the middle of what the connection is.
#[derive(Default)]
struct Turn {
    /// A write of the stream was taken in part: its rest comes next.
    torn: bool,
    /// What is left of what was said between, and goes before anything else.
    left: Vec<u8>,
}

/// How much of what was said has left.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Said {
    Whole,
    /// Some; the rest goes before whatever is written or flushed next.
    InPart,
    /// None of it: something else is on its way, or the other side takes nothing.
    Nothing,
}

impl Wire {
    pub(crate) fn new(stream: TcpStream) -> Self {
        Self(Arc::new(Inner { stream, turn: Mutex::default() }))
    }

    /// Says this between two writes, if it can be said at once.
    ///
    /// # Errors
    /// The connection is broken.
    pub(crate) fn say(&self, bytes: &[u8]) -> io::Result<Said> {
        let mut turn = self.turn();
        if turn.torn || !turn.left.is_empty() {
            return Ok(Said::Nothing);
        }
        match self.0.stream.try_write(bytes) {
            Ok(taken) if taken == bytes.len() => Ok(Said::Whole),
            Ok(taken) => {
                turn.left.extend_from_slice(&bytes[taken..]);
                Ok(Said::InPart)
            }
            Err(error) if error.kind() == io::ErrorKind::WouldBlock => Ok(Said::Nothing),
            Err(error) => Err(error),
        }
    }

    fn turn(&self) -> MutexGuard<'_, Turn> {
        self.0.turn.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Writes in the stream's turn, after what is left.
    fn poll_in_turn<T>(
        &self,
        context: &mut Context<'_>,
        mut write: impl FnMut(&TcpStream, &mut Turn) -> io::Result<T>,
    ) -> Poll<io::Result<T>> {
        let stream = &self.0.stream;
        loop {
            let tried = {
                let mut turn = self.turn();
                write_left(stream, &mut turn).and_then(|()| write(stream, &mut turn))
            };
            match tried {
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => {
                    ready!(stream.poll_write_ready(context))?;
                }
                tried => return Poll::Ready(tried),
            }
        }
    }
}

fn write_left(stream: &TcpStream, turn: &mut Turn) -> io::Result<()> {
    while !turn.left.is_empty() {
        match stream.try_write(&turn.left)? {
            0 => return Err(io::ErrorKind::WriteZero.into()),
            taken => drop(turn.left.drain(..taken)),
        }
    }
    Ok(())
}

impl AsyncRead for Wire {
    fn poll_read(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        loop {
            ready!(self.0.stream.poll_read_ready(context))?;
            match self.0.stream.try_read_buf(buffer) {
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => {}
                read => return Poll::Ready(read.map(drop)),
            }
        }
    }
}

impl AsyncWrite for Wire {
    fn poll_write(self: Pin<&mut Self>, context: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        self.poll_in_turn(context, |stream, turn| {
            let taken = stream.try_write(bytes)?;
            turn.torn = taken < bytes.len();
            Ok(taken)
        })
    }

    fn poll_write_vectored(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffers: &[IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        self.poll_in_turn(context, |stream, turn| {
            let taken = stream.try_write_vectored(buffers)?;
            turn.torn = taken < buffers.iter().map(|buffer| buffer.len()).sum();
            Ok(taken)
        })
    }

    fn is_write_vectored(&self) -> bool {
        true
    }

    fn poll_flush(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        self.poll_in_turn(context, |_, _| Ok(()))
    }

    fn poll_shutdown(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        self.poll_in_turn(context, |stream, _| match SockRef::from(stream).shutdown(Shutdown::Write) {
            // The other side was faster.
            Err(error) if error.kind() == io::ErrorKind::NotConnected => Ok(()),
            ended => ended,
        })
    }
}

#[cfg(test)]
mod tests {
    use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
    use tokio::net::TcpListener;

    use super::*;

    async fn pair() -> (Wire, TcpStream) {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let other = TcpStream::connect(listener.local_addr().unwrap()).await.unwrap();
        (Wire::new(listener.accept().await.unwrap().0), other)
    }

    /// Says it until the other side, which does not listen, takes no more.
    async fn fill(wire: &Wire, word: &[u8]) -> (usize, Said) {
        for times in 0.. {
            match wire.say(word).unwrap() {
                Said::Whole => {}
                last => return (times, last),
            }
            tokio::task::yield_now().await;
        }
        unreachable!("a connection holds so much and no more")
    }

    #[tokio::test]
    async fn what_is_said_stands_between_what_is_written() {
        let (mut wire, mut other) = pair().await;
        let beside = wire.clone();
        wire.write_all(b"one ").await.unwrap();
        // Whether it can be written to is found out by writing.
        assert_eq!(beside.say(b"two ").unwrap(), Said::Whole);
        wire.write_all(b"three").await.unwrap();
        wire.shutdown().await.unwrap();
        let mut heard = String::new();
        other.read_to_string(&mut heard).await.unwrap();
        assert_eq!(heard, "one two three");
        other.write_all(b"understood").await.unwrap();
        let mut answer = [0; 10];
        wire.read_exact(&mut answer).await.unwrap();
        assert_eq!(&answer, b"understood");
    }

    #[tokio::test]
    async fn nothing_is_said_in_the_middle_of_a_word() {
        let (mut wire, mut other) = pair().await;
        let beside = wire.clone();
        let word = vec![b'a'; 48 << 20];
        let taken = wire.write(&word).await.unwrap();
        assert!(taken < word.len(), "nobody holds so much");
        let heard = tokio::spawn(async move {
            let mut heard = Vec::new();
            other.read_to_end(&mut heard).await.map(|_| heard)
        });
        assert_eq!(beside.say(b"b").unwrap(), Said::Nothing);
        wire.write_all(&word[taken..]).await.unwrap();
        assert_eq!(beside.say(b"b").unwrap(), Said::Whole);
        wire.shutdown().await.unwrap();
        let heard = heard.await.unwrap().unwrap();
        assert_eq!(
            (heard.len(), heard.iter().position(|byte| *byte == b'b')),
            (word.len() + 1, Some(word.len()))
        );
    }

    #[tokio::test]
    async fn what_is_left_of_it_goes_first() {
        let (mut wire, mut other) = pair().await;
        wire.write_all(b"[").await.unwrap();
        let beside = wire.clone();
        let word = vec![b'a'; 3 << 20];
        let (times, last) = fill(&beside, &word).await;
        let words = times + usize::from(last == Said::InPart);
        assert_eq!(beside.say(b"b").unwrap(), Said::Nothing, "nobody gets in between");
        let heard = tokio::spawn(async move {
            let mut heard = Vec::new();
            other.read_to_end(&mut heard).await.map(|_| heard)
        });
        wire.write_all(b"]").await.unwrap();
        wire.shutdown().await.unwrap();
        let heard = heard.await.unwrap().unwrap();
        let expected = [b"[".as_slice(), &word.repeat(words), b"]"].concat();
        assert!(heard == expected, "{} bytes of {}", heard.len(), expected.len());
    }
}
