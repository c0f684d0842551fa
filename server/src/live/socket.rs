//! One live socket.

use std::collections::HashSet;
use std::time::Duration;

use axum::extract::ws::{CloseFrame, Message, Utf8Bytes, WebSocket};
use domain::change::{About, Change, Channel, News, Notice, Revision};
use domain::id::Named;
use domain::journal::PlanKey;
use domain::permission::Actor;
use domain::place::Hold;
use futures::SinkExt as _;
use serde::{Deserialize, Deserializer, Serialize};
use store::{SignedIn, Who};
use tokio::sync::watch as latest;
use tokio::time::{Instant, MissedTickBehavior};

use super::company::Chairs;
use super::holds::Wish;
use super::line::Far;
use super::recent::Told;
use super::topics::{Ear, Topic};
use super::watch::Watch;
use super::{Ended, Happening, Signal, What, told_to_stop};
use crate::identity::Key;
use crate::{Daybook, observe};

pub(super) struct Socket {
    ear: Ear,
    daybook: Daybook,
    key: Key,
    signed_in: SignedIn,
    stream: WebSocket,
    watch: Watch,
    chairs: Chairs,
    /// Who looks, with what they may see; read anew after each change of the directory.
    actor: Option<Actor>,
    far: Far,
    /// From where the next watch begins, if the browser said so.
    since: Option<Revision>,
    /// The holds of others that the browser knows of.
    holds: Vec<Hold>,
    messages_since_beat: u32,
    silent_beats: u32,
}

/// What a browser sends. Any of it, or several at once.
#[derive(Deserialize)]
struct Said {
    since: Option<Revision>,
    watch: Option<Watch>,
    /// Somebody is writing in this conversation.
    typing: Option<PlanKey>,
    /// The room that is about to be chosen; `null` when none is any more.
    #[serde(default, deserialize_with = "said")]
    hold: Option<Option<Wish>>,
}

/// What is said at all is different from what is not, even if it is nothing.
fn said<'de, D: Deserializer<'de>>(given: D) -> Result<Option<Option<Wish>>, D::Error> {
    Option::deserialize(given).map(Some)
}

/// What others hold, all of it.
#[derive(Serialize)]
struct Held<'a> {
    holds: &'a [Hold],
}

/// What wakes a socket.
enum Event {
    Said(Option<std::result::Result<Message, axum::Error>>),
    /// `None` once something was not heard.
    Signal(Option<Signal>),
    Beat,
    Stop,
}

/// Why a socket ends. The numbers are the close codes of RFC 6455 section 7.4; 4401 is ours.
enum Bye {
    /// The other side has gone, or cannot be reached.
    Lost,
    /// 1001
    Stopping,
    /// 1007
    Malformed,
    /// 1008
    TooMuch,
    /// 1009
    TooLarge,
    /// 1011
    Broken,
    /// 4401: the session is over, and connecting again needs another one.
    SignedOut,
}

/// Bytes. A watch of five hundred people takes twenty thousand.
const LARGEST_MESSAGE: usize = 64 * 1024;

/// What is larger is not even read to its end.
pub(super) const LARGEST_FRAME: usize = 4 * LARGEST_MESSAGE;

/// Bytes of most of what is said. What is longer takes a larger buffer for the moment.
pub(super) const USUAL_FRAME: usize = 4 * 1024;

/// How often it is asked whether the browser is still there, and whether its session is.
const BEAT: Duration = Duration::from_secs(25);

/// A browser answers every beat; after so many without a sign of life it has gone.
const MOST_SILENT_BEATS: u32 = 2;

/// Between two beats. Whoever leafs through weeks as fast as a finger can says less.
const MOST_MESSAGES: u32 = 200;

/// How long a notice may take to leave.
const LONGEST_SEND: Duration = Duration::from_secs(10);

/// Whoever missed more reads anew what is shown: that is shorter.
const MOST_MISSED: usize = 200;

impl Socket {
    pub(super) fn new(ear: Ear, daybook: Daybook, key: Key, signed_in: SignedIn, stream: WebSocket) -> Self {
        let me = Named { id: signed_in.person.id, name: signed_in.person.name.clone() };
        Self {
            ear,
            chairs: Chairs::new(&daybook.hub, me),
            daybook,
            key,
            signed_in,
            stream,
            watch: Watch::default(),
            actor: None,
            far: Far::default(),
            since: None,
            holds: Vec::new(),
            messages_since_beat: 0,
            silent_beats: 0,
        }
    }

    /// Goes on until either side ends it.
    pub(super) async fn converse(mut self, mut stopping: latest::Receiver<bool>) {
        let mut stop = std::pin::pin!(told_to_stop(&mut stopping));
        let mut beat = tokio::time::interval_at(Instant::now() + BEAT, BEAT);
        beat.set_missed_tick_behavior(MissedTickBehavior::Delay);
        let bye = loop {
            self.ear.rest(self.far);
            let event = tokio::select! {
                said = self.stream.recv() => Event::Said(said),
                signal = self.ear.hear() => Event::Signal(signal),
                _ = beat.tick() => Event::Beat,
                () = &mut stop => Event::Stop,
            };
            self.far = self.ear.wake();
            let done = match event {
                Event::Said(Some(Ok(message))) => self.hear(message).await,
                Event::Said(_) => Err(Bye::Lost),
                Event::Signal(signal) => self.heed(signal).await,
                Event::Beat => self.beat().await,
                Event::Stop => Err(Bye::Stopping),
            };
            if let Err(bye) = done {
                break bye;
            }
        };
        self.hold(None).await;
        self.end(bye).await;
    }

    async fn hear(&mut self, message: Message) -> Result<(), Bye> {
        self.silent_beats = 0;
        self.messages_since_beat += 1;
        if self.messages_since_beat > MOST_MESSAGES {
            return Err(Bye::TooMuch);
        }
        match message {
            Message::Text(text) if text.len() > LARGEST_MESSAGE => Err(Bye::TooLarge),
            Message::Text(text) => {
                let said: Said = serde_json::from_str(&text).map_err(|_| Bye::Malformed)?;
                self.since = said.since.or(self.since);
                if let Some(plan) = said.typing {
                    self.chairs.type_in(plan);
                }
                if let Some(wish) = said.hold {
                    self.hold(wish).await;
                }
                match said.watch {
                    Some(watch) if watch.is_too_large() => Err(Bye::TooMuch),
                    Some(watch) => self.look_at(watch).await,
                    None => Ok(()),
                }
            }
            Message::Binary(_) => Err(Bye::Malformed),
            Message::Ping(_) | Message::Pong(_) => Ok(()),
            Message::Close(_) => Err(Bye::Lost),
        }
    }

    async fn hold(&mut self, wish: Option<Wish>) {
        let Daybook { hub, store, .. } = &self.daybook;
        hub.hold(store, self.ear.number(), &self.signed_in.person, wish).await;
    }

    /// Tells what others hold, if that is different from what was told before.
    async fn tell_holds(&mut self) -> Result<(), Bye> {
        let holds = self.watch.rooms().map_or_else(Vec::new, |within| {
            self.daybook.hub.shared.holds.seen_by(self.signed_in.person.id, within)
        });
        if holds == self.holds {
            return Ok(());
        }
        let told = serde_json::to_string(&Held { holds: &holds }).map_err(|_| Bye::Broken)?;
        self.holds = holds;
        self.send(Message::text(told)).await
    }

    /// From now on tells of this, beginning with what was missed of it. The answer ends with a notice of the
    /// revision that is reached.
    async fn look_at(&mut self, watch: Watch) -> Result<(), Bye> {
        self.watch = watch;
        // Heard of before it is read: nothing falls between the two.
        self.ear.follow(self.topics());
        let actor = self.actor().await?;
        let known: Vec<_> = self.chairs.taken().collect();
        self.sit_down(&actor);
        self.actor = Some(actor);
        let current = self.daybook.store.revision().await.map_err(broken)?;
        let since = self.since.take().or(self.far.reached).unwrap_or(current);
        if since > current {
            // The browser has seen what this database has not: it was put back to an older state.
            self.far.reached = Some(current);
            return self.tell(current, News::Reload).await;
        }
        self.far.reached = Some(since);
        self.tell_holds().await?;
        self.catch_up().await?;
        self.tell_how_far().await?;
        let open: Vec<_> = self.chairs.taken().filter(|plan| !known.contains(plan)).collect();
        for plan in open {
            self.tell_company(plan).await?;
        }
        Ok(())
    }

    /// At the conversations that are open here and may be read.
    fn sit_down(&mut self, actor: &Actor) {
        let conversations = self.watch.chats_of(actor);
        self.ear.reads(conversations.clone());
        self.chairs.take(conversations);
    }

    /// Who has a conversation open, if it is open here too.
    async fn tell_company(&mut self, plan: PlanKey) -> Result<(), Bye> {
        if !self.chairs.are_at(plan) {
            return Ok(());
        }
        let people = self.chairs.present(plan);
        self.whisper(News::Present { plan, people }).await
    }

    /// Tells what nothing is lost without: it has no revision of its own.
    async fn whisper(&mut self, news: News) -> Result<(), Bye> {
        let Some(revision) = self.far.reached else { return Ok(()) };
        self.send(Message::text(in_words(revision, news)?)).await
    }

    fn topics(&self) -> HashSet<Topic> {
        self.watch.topics(self.signed_in.person.id)
    }

    async fn heed(&mut self, signal: Option<Signal>) -> Result<(), Bye> {
        match signal {
            Some(Signal::Happened(happening)) => self.follow(&happening).await,
            Some(Signal::Moved(revision)) => {
                self.far.reached = self.far.reached.map(|reached| reached.max(revision));
                if self.far.reached > self.far.told { self.tell_how_far().await } else { Ok(()) }
            }
            Some(Signal::Ended(ended)) if ended.means(&self.signed_in) => Err(Bye::SignedOut),
            Some(Signal::Ended(_)) => Ok(()),
            Some(Signal::Came(plan)) => self.tell_company(plan).await,
            Some(Signal::Typing(plan, who)) => {
                let heard = self.chairs.are_at(plan) && who.id != self.signed_in.person.id;
                if heard { self.whisper(News::Typing { plan, person: (*who).clone() }).await } else { Ok(()) }
            }
            Some(Signal::Held) => self.tell_holds().await,
            Some(Signal::Unsent) => self.send_rest().await,
            Some(Signal::Missed) => self.catch_up().await,
            None => {
                self.ear.listen_again(self.topics());
                // Among what was missed may be that the session ended.
                self.require_session().await?;
                self.tell_holds().await?;
                self.catch_up().await
            }
        }
    }

    async fn follow(&mut self, happening: &Happening) -> Result<(), Bye> {
        match self.far.reached {
            Some(reached) if happening.revision > reached => self.tell_of(happening).await,
            // It was read already, or nothing is watched yet.
            Some(_) | None => Ok(()),
        }
    }

    /// Reads what happened after the revision that is reached, the last state of each meeting once.
    async fn catch_up(&mut self) -> Result<(), Bye> {
        let Some(reached) = self.far.reached else { return Ok(()) };
        let store = self.daybook.store.clone();
        let missed = store.since(reached, MOST_MISSED as u32 + 1).await.map_err(broken)?;
        if missed.len() > MOST_MISSED {
            let current = store.revision().await.map_err(broken)?;
            self.far.reached = Some(current);
            self.actor = None;
            return self.tell(current, News::Reload).await;
        }
        for change in last_of_each(missed) {
            let recent = &self.daybook.hub.shared.recent;
            let happening = recent.happening(&store, &change).await.map_err(broken)?;
            self.tell_of(&happening).await?;
        }
        Ok(())
    }

    async fn tell_of(&mut self, happening: &Happening) -> Result<(), Bye> {
        let moved = matches!(happening.read.what, What::Directory);
        if moved {
            self.actor = None;
        }
        let actor = self.actor().await?;
        if moved {
            // Who is no longer above leaves the conversation.
            self.sit_down(&actor);
        }
        let told = match &happening.read.what {
            What::Message(spoken) if self.watch.reads(spoken.message.plan, &actor) => happening.told(),
            _ => None,
        };
        let news = if told.is_some() { News::Nothing } else { self.watch.news(happening, &actor) };
        let of_rooms = self.watch.news_of_rooms(happening, &actor).map_err(broken)?;
        self.actor = Some(actor);
        self.far.reached = Some(happening.revision);
        if let Some(Told { words, .. }) = told {
            return self.pass_on(happening.revision, words.clone()).await;
        }
        if of_rooms != News::Nothing {
            self.tell(happening.revision, of_rooms).await?;
        }
        match news {
            // That things have moved on is told later, together.
            News::Nothing => Ok(()),
            news => self.tell(happening.revision, news).await,
        }
    }

    async fn actor(&mut self) -> Result<Actor, Bye> {
        if let Some(actor) = self.actor.take() {
            return Ok(actor);
        }
        let who = Who { person: self.signed_in.person.id, channel: Channel::Screen };
        match self.daybook.store.actor(who).await {
            Ok(actor) => Ok(actor),
            // Archived: nobody signs in by this person any more.
            Err(store::Error::Gone) => Err(Bye::SignedOut),
            Err(error) => Err(broken(error)),
        }
    }

    async fn tell_how_far(&mut self) -> Result<(), Bye> {
        match self.far.reached {
            Some(reached) => self.tell(reached, News::Nothing).await,
            None => Ok(()),
        }
    }

    async fn tell(&mut self, revision: Revision, news: News) -> Result<(), Bye> {
        let words = in_words(revision, news)?;
        self.pass_on(revision, words.into()).await
    }

    async fn pass_on(&mut self, revision: Revision, words: Utf8Bytes) -> Result<(), Bye> {
        self.far.told = Some(revision);
        observe::count_notices(1);
        self.send(Message::Text(words)).await
    }

    async fn beat(&mut self) -> Result<(), Bye> {
        self.messages_since_beat = 0;
        self.silent_beats += 1;
        if self.silent_beats > MOST_SILENT_BEATS {
            return Err(Bye::Lost);
        }
        self.require_session().await?;
        self.send(Message::Ping(Default::default())).await
    }

    /// Another process may have ended the session, or it has run out.
    async fn require_session(&mut self) -> Result<(), Bye> {
        match self.key.signed_in(&self.daybook).await {
            Ok(Some(_)) => Ok(()),
            Ok(None) => Err(Bye::SignedOut),
            Err(error) => Err(broken(error)),
        }
    }

    async fn send(&mut self, message: Message) -> Result<(), Bye> {
        match tokio::time::timeout(LONGEST_SEND, self.stream.send(message)).await {
            Ok(Ok(())) => Ok(()),
            Ok(Err(_)) | Err(_) => Err(Bye::Lost),
        }
    }

    /// Sends what is left of what somebody else has written to the connection.
    async fn send_rest(&mut self) -> Result<(), Bye> {
        match tokio::time::timeout(LONGEST_SEND, self.stream.flush()).await {
            Ok(Ok(())) => Ok(()),
            Ok(Err(_)) | Err(_) => Err(Bye::Lost),
        }
    }

    async fn end(&mut self, bye: Bye) {
        let (code, reason) = match bye {
            Bye::Lost => return,
            Bye::Stopping => (1001, "stopping"),
            Bye::Malformed => (1007, "malformed"),
            Bye::TooMuch => (1008, "too much"),
            Bye::TooLarge => (1009, "too large"),
            Bye::Broken => (1011, "broken"),
            Bye::SignedOut => (4401, "signed out"),
        };
        // Whether it arrives makes no difference any more.
        let _ = self.send(Message::Close(Some(CloseFrame { code, reason: reason.into() }))).await;
    }
}

impl Ended {
    fn means(self, signed_in: &SignedIn) -> bool {
        match self {
            Self::Session(session) => session == signed_in.session,
            Self::Person { person, except } => {
                person == signed_in.person.id && except != Some(signed_in.session)
            }
        }
    }
}

/// One change for each thing, with everybody whom any of its changes affected, in the order of the last ones. Of a
/// series each change tells of other occurrences.
fn last_of_each(changes: Vec<Change>) -> Vec<Change> {
    let mut last: Vec<Change> = Vec::new();
    for mut change in changes {
        if !matches!(change.about, About::Series(_))
            && let Some(place) = last.iter().position(|known| known.about == change.about)
        {
            let earlier = last.remove(place);
            change.affected.extend(earlier.affected);
            change.acts.extend(earlier.acts);
        }
        last.push(change);
    }
    last
}

fn in_words(revision: Revision, news: News) -> Result<String, Bye> {
    serde_json::to_string(&Notice { revision, news }).map_err(|_| Bye::Broken)
}

impl Happening {
    /// What everybody is told who reads the conversation, if this is a message: one text for all of them. `None` if it
    /// is none, or cannot be written.
    pub(super) fn told(&self) -> Option<&Told> {
        let What::Message(spoken) = &self.read.what else { return None };
        let write = || {
            let news = News::Message { plan: spoken.message.plan, spoken: spoken.clone() };
            in_words(self.revision, news).ok().and_then(Told::new)
        };
        self.read.told.get_or_init(write).as_ref()
    }
}

fn broken(error: store::Error) -> Bye {
    observe::count_store_error();
    tracing::error!(%error, "a live socket cannot read");
    Bye::Broken
}

#[cfg(test)]
mod tests {
    use chrono::DateTime;
    use domain::id::{MeetingId, PersonId};

    use super::*;

    fn change(revision: i64, about: About, affected: PersonId) -> Change {
        let revision = Revision(revision);
        let affected = vec![affected];
        Change {
            revision,
            at: DateTime::UNIX_EPOCH,
            by: None,
            channel: Channel::System,
            about,
            acts: Vec::new(),
            affected,
        }
    }

    #[test]
    fn of_several_changes_the_last_is_told_to_all_whom_one_affected() {
        let [first, second] = [(); 2].map(|()| About::Meeting(MeetingId::generate(DateTime::UNIX_EPOCH)));
        let [anna, boris] = [(); 2].map(|()| PersonId::generate(DateTime::UNIX_EPOCH));
        let changes = vec![change(1, first, anna), change(2, second, anna), change(3, first, boris)];
        let told = last_of_each(changes);
        assert_eq!(told.iter().map(|change| change.revision.0).collect::<Vec<_>>(), [2, 3]);
        assert_eq!(told[1].affected, [boris, anna]);
    }
}
