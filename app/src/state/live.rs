//! The live socket: what others save is here within a second, and after a lost connection what was missed.
//!
//! One socket serves all screens of a browser. It says since which revision it wants to be told, and of what;
//! the server answers with [`Notice`]s (`docs/live.md`). Screens listen as long as they are shown.

use domain::change::Revision;
use domain::id::{MeetingId, PersonId, PlaceId};
use domain::journal::PlanKey;
use domain::journal::chat::Spoken;
use domain::place::{Booking, Hold};
use domain::time::Span;
use leptos::prelude::*;
use serde::Serialize;

use crate::json::Unread;
use crate::session::session;

/// What the socket tells. A message and a booking are read by who shows them.
pub type Notice = domain::change::Notice<Unread<Spoken>, Unread<Booking>>;
/// What is different.
pub type News = domain::change::News<Unread<Spoken>, Unread<Booking>>;

/// The live socket of this browser. Copy it into an event handler.
#[derive(Clone, Copy)]
pub struct Live {
    line: RwSignal<Line>,
    /// Whose calendars are shown.
    people: StoredValue<Vec<PersonId>>,
    listeners: StoredValue<Vec<(u32, Callback<Notice>)>>,
    /// The meetings that are shown, whoever takes part in them, once for each screen.
    meetings: StoredValue<Vec<MeetingId>>,
    /// Likewise the week plans that are shown, and the conversations that are open.
    plans: StoredValue<Vec<PlanKey>>,
    chats: StoredValue<Vec<PlanKey>>,
    /// For when the bookings of rooms are shown.
    rooms: StoredValue<Option<Span>>,
    holds: StoredValue<Vec<(u32, Callback<Vec<Hold>>)>>,
    /// The room that is about to be chosen here.
    wish: StoredValue<Option<Wish>>,
    told: StoredValue<Told>,
}

/// A room that is about to be chosen: others see it held (D2).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Wish {
    pub place: PlaceId,
    pub span: Span,
    /// Whoever sees it is not told whose it is.
    pub unnamed: bool,
}

/// Whether what is shown is kept true.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Line {
    /// It is, or was a moment ago.
    Open,
    /// For some seconds nothing has been heard; it is tried again.
    Interrupted,
    /// The session is over.
    SignedOut,
}

/// What has been told without a gap.
#[derive(Clone, Copy, Default)]
struct Told {
    since: Option<Revision>,
    upto: Option<Revision>,
    listener: u32,
}

/// What the socket says to the server.
#[derive(Serialize)]
#[cfg_attr(feature = "ssr", expect(dead_code, reason = "only a browser opens the socket"))]
struct Say {
    #[serde(skip_serializing_if = "Option::is_none")]
    since: Option<Revision>,
    watch: Watch,
}

#[derive(Serialize)]
struct Watch {
    people: Vec<PersonId>,
    meetings: Vec<MeetingId>,
    plans: Vec<PlanKey>,
    chats: Vec<PlanKey>,
    #[serde(skip_serializing_if = "Option::is_none")]
    rooms: Option<Span>,
}

/// Connects for as long as the frame of the screens stands.
pub fn provide_live() {
    let live = Live {
        line: RwSignal::new(Line::Open),
        people: StoredValue::new(vec![session().person.id]),
        listeners: StoredValue::new(Vec::new()),
        meetings: StoredValue::new(Vec::new()),
        plans: StoredValue::new(Vec::new()),
        chats: StoredValue::new(Vec::new()),
        rooms: StoredValue::new(None),
        holds: StoredValue::new(Vec::new()),
        wish: StoredValue::new(None),
        told: StoredValue::new(Told::default()),
    };
    provide_context(live);
    #[cfg(not(feature = "ssr"))]
    Effect::new(move |_| socket::open(live));
}

pub fn use_live() -> Live {
    expect_context()
}

impl Live {
    pub fn line(self) -> ReadSignal<Line> {
        self.line.read_only()
    }

    /// Tells of every notice, as long as the screen that asks is shown.
    pub fn listen(self, hear: impl Fn(Notice) + Send + Sync + 'static) {
        let number = self.told.try_update_value(|told| {
            told.listener += 1;
            told.listener
        });
        let Some(number) = number else { return };
        self.listeners.update_value(|listeners| {
            listeners.push((number, Callback::new(hear)));
        });
        on_cleanup(move || {
            self.listeners.try_update_value(|listeners| listeners.retain(|(each, _)| *each != number));
        });
    }

    /// Watches the calendars of these people from now on, and of nobody else.
    pub fn watch_people(self, people: &[PersonId]) {
        let others = self.people.try_update_value(|watched| {
            let others = watched != people;
            if others {
                *watched = people.to_vec();
            }
            others
        });
        if others == Some(true) {
            self.say_again();
        }
    }

    /// Watches a meeting, whoever takes part in it, as long as the screen that asks is shown.
    pub fn watch_meeting(self, meeting: MeetingId) {
        self.watch_in(self.meetings, vec![meeting]);
    }

    /// Watches week plans, as long as the screen that asks is shown.
    pub fn watch_plans(self, plans: Vec<PlanKey>) {
        self.watch_in(self.plans, plans);
    }

    /// Takes part in a conversation, as long as the screen that asks is shown.
    pub fn watch_chat(self, plan: PlanKey) {
        self.watch_in(self.chats, vec![plan]);
    }

    /// Tells the others in a conversation that somebody is writing here.
    pub fn type_in(self, plan: PlanKey) {
        #[cfg(not(feature = "ssr"))]
        socket::say_typing(plan);
        #[cfg(feature = "ssr")]
        let _ = plan;
    }

    fn watch_in<T>(self, watched: StoredValue<Vec<T>>, things: Vec<T>)
    where
        T: Ord + Copy + Send + Sync + 'static,
    {
        watched.update_value(|watched| watched.extend(&things));
        self.say_again();
        on_cleanup(move || {
            watched.try_update_value(|watched| {
                for thing in &things {
                    if let Some(index) = watched.iter().position(|each| each == thing) {
                        watched.swap_remove(index);
                    }
                }
            });
            self.say_again();
        });
    }

    /// Watches what all rooms are booked for in this time, or no longer.
    pub fn watch_rooms(self, within: Option<Span>) {
        let changed = self.rooms.try_update_value(|rooms| std::mem::replace(rooms, within) != within);
        if changed == Some(true) {
            self.say_again();
        }
    }

    /// Tells what others are about to choose, all of it each time, as long as the screen that asks is shown.
    pub fn listen_to_holds(self, hear: impl Fn(Vec<Hold>) + Send + Sync + 'static) {
        let number = self.told.try_update_value(|told| {
            told.listener += 1;
            told.listener
        });
        let Some(number) = number else { return };
        self.holds.update_value(|listeners| {
            listeners.push((number, Callback::new(hear)));
        });
        on_cleanup(move || {
            self.holds.try_update_value(|listeners| listeners.retain(|(each, _)| *each != number));
        });
    }

    /// Tells others what is about to be chosen here, or that nothing is any more.
    pub fn hold(self, wish: Option<Wish>) {
        let changed = self.wish.try_update_value(|held| std::mem::replace(held, wish) != wish);
        if changed == Some(true) {
            #[cfg(not(feature = "ssr"))]
            socket::hold(self);
        }
    }

    /// Says again what is held here, if that was long ago: a hold passes by itself.
    pub fn renew_hold(self) {
        #[cfg(not(feature = "ssr"))]
        socket::renew(self);
    }

    /// What is shown is true as of this revision: whatever happened after it is to be told.
    pub fn continue_from(self, revision: Revision) {
        let behind = self.told.try_update_value(|told| {
            let behind = told.since.is_none_or(|since| revision < since);
            if behind {
                told.since = Some(revision);
                told.upto = Some(revision);
            }
            behind
        });
        if behind == Some(true) {
            self.say_again();
        }
    }

    /// Tells the server what to tell of, if it is connected; connecting does so anyway.
    fn say_again(self) {
        #[cfg(not(feature = "ssr"))]
        socket::say(self);
    }
}

#[cfg(not(feature = "ssr"))]
mod socket {
    use std::cell::RefCell;
    use std::time::Duration;

    use domain::journal::PlanKey;
    use domain::place::Hold;
    use leptos::leptos_dom::helpers::{TimeoutHandle, set_timeout_with_handle, window_event_listener};
    use leptos::prelude::*;
    use leptos::{ev, leptos_dom};
    use wasm_bindgen::JsCast;
    use wasm_bindgen::closure::Closure;
    use web_sys::{CloseEvent, Event, MessageEvent, VisibilityState, WebSocket};

    use serde::{Deserialize, Serialize};

    use super::{Line, Live, News, Notice, Say, Watch, Wish};

    /// How long the line may be silent before anybody is bothered with it.
    const PATIENCE: Duration = Duration::from_secs(4);
    /// Between two attempts, doubled each time up to the longest.
    const FIRST_PAUSE: f64 = 500.0;
    const LONGEST_PAUSE: f64 = 30_000.0;
    /// The session is over (`docs/live.md`).
    const SIGNED_OUT: u16 = 4401;

    thread_local! {
        static HERE: RefCell<State> = const { RefCell::new(State::new()) };
    }

    struct State {
        socket: Option<Socket>,
        attempts: i32,
        again: Option<TimeoutHandle>,
        worry: Option<TimeoutHandle>,
        /// What was said last to be held here, and whether more is to be said soon.
        held: Option<Wish>,
        held_at: f64,
        holds_soon: Option<TimeoutHandle>,
    }

    impl State {
        const fn new() -> Self {
            Self {
                socket: None,
                attempts: 0,
                again: None,
                worry: None,
                held: None,
                held_at: 0.0,
                holds_soon: None,
            }
        }
    }

    /// A socket with what it calls; dropped together.
    struct Socket {
        socket: WebSocket,
        _open: Closure<dyn FnMut(Event)>,
        _message: Closure<dyn FnMut(MessageEvent)>,
        _close: Closure<dyn FnMut(CloseEvent)>,
    }

    impl Drop for Socket {
        fn drop(&mut self) {
            self.socket.set_onopen(None);
            self.socket.set_onmessage(None);
            self.socket.set_onclose(None);
            // Closing what is closed already does nothing.
            let _ = self.socket.close();
        }
    }

    pub(super) fn open(live: Live) {
        connect(live);
        let online = window_event_listener(ev::online, move |_| hurry(live));
        let visible = leptos_dom::helpers::window_event_listener_untyped("visibilitychange", move |_| {
            if document().visibility_state() == VisibilityState::Visible {
                hurry(live);
            }
        });
        on_cleanup(move || {
            online.remove();
            visible.remove();
            HERE.replace(State::new());
        });
    }

    pub(super) fn say(live: Live) {
        HERE.with_borrow(|here| {
            if let Some(socket) = &here.socket
                && socket.socket.ready_state() == WebSocket::OPEN
            {
                tell(live, &socket.socket);
            }
        });
    }

    pub(super) fn say_typing(plan: PlanKey) {
        HERE.with_borrow(|here| {
            let open = here.socket.as_ref().filter(|socket| socket.socket.ready_state() == WebSocket::OPEN);
            if let (Some(socket), Ok(text)) = (open, serde_json::to_string(&Typing { typing: plan })) {
                // Nothing is lost with it.
                let _ = socket.socket.send_with_str(&text);
            }
        });
    }

    /// Somebody is writing here.
    #[derive(serde::Serialize)]
    struct Typing {
        typing: PlanKey,
    }

    fn tell(live: Live, socket: &WebSocket) {
        fn watched<T: Ord + Clone + Send + Sync + 'static>(things: StoredValue<Vec<T>>) -> Vec<T> {
            let mut things = things.try_get_value().unwrap_or_default();
            things.sort_unstable();
            things.dedup();
            things
        }
        let (plans, chats) = (watched(live.plans), watched(live.chats));
        let meetings = watched(live.meetings);
        let since = live.told.with_value(|told| told.upto);
        let (people, rooms) = (live.people.get_value(), live.rooms.get_value());
        send(socket, &Say { since, watch: Watch { people, meetings, plans, chats, rooms } });
        if let Some(wish) = live.wish.get_value() {
            send(socket, &Holding { hold: Some(wish) });
        }
    }

    fn send(socket: &WebSocket, say: &impl Serialize) {
        if let Ok(text) = serde_json::to_string(say) {
            // A socket that can no longer be written to closes, and that is heard.
            let _ = socket.send_with_str(&text);
        }
    }

    /// Says what is held now: at once, or a moment after it was said last, however fast a hand moves.
    pub(super) fn hold(live: Live) {
        let waits = HERE.with_borrow(|here| here.holds_soon.is_some());
        if waits {
            return;
        }
        say_hold(live);
        let soon = set_timeout_with_handle(
            move || {
                HERE.with_borrow_mut(|here| here.holds_soon = None);
                say_hold(live);
            },
            BETWEEN_HOLDS,
        );
        HERE.with_borrow_mut(|here| here.holds_soon = soon.ok());
    }

    fn say_hold(live: Live) {
        let Some(wish) = live.wish.try_get_value() else { return };
        HERE.with_borrow_mut(|here| {
            if here.held == wish {
                return;
            }
            if let Some(socket) = &here.socket
                && socket.socket.ready_state() == WebSocket::OPEN
            {
                send(&socket.socket, &Holding { hold: wish });
                here.held = wish;
                here.held_at = now();
            }
        });
    }

    pub(super) fn renew(live: Live) {
        let old = HERE.with_borrow_mut(|here| {
            let old = here.held.is_some() && now() - here.held_at > RENEWED_AFTER;
            if old {
                here.held = None;
            }
            old
        });
        if old {
            say_hold(live);
        }
    }

    /// Milliseconds; well before a hold passes.
    const RENEWED_AFTER: f64 = 30_000.0;

    fn now() -> f64 {
        window().performance().map_or(0.0, |performance| performance.now())
    }

    const BETWEEN_HOLDS: Duration = Duration::from_millis(300);

    /// `null` when nothing is held any more.
    #[derive(Serialize)]
    struct Holding {
        hold: Option<Wish>,
    }

    /// What the server says of others' holds.
    #[derive(Deserialize)]
    struct Held {
        holds: Vec<Hold>,
    }

    fn connect(live: Live) {
        let location = window().location();
        let (Ok(protocol), Ok(host)) = (location.protocol(), location.host()) else { return };
        let scheme = if protocol == "https:" { "wss" } else { "ws" };
        let Ok(socket) = WebSocket::new(&format!("{scheme}://{host}/live")) else { return };

        let opened = socket.clone();
        let open = Closure::new(move |_: Event| {
            HERE.with_borrow_mut(|here| {
                here.attempts = 0;
                if let Some(worry) = here.worry.take() {
                    worry.clear();
                }
            });
            tell(live, &opened);
            live.line.set(Line::Open);
        });
        let message = Closure::new(move |message: MessageEvent| {
            let text = message.data().as_string();
            let Some(text) = text else { return };
            if let Ok(notice) = crate::json::read(&text) {
                hear(live, notice);
            } else if let Ok(Held { holds }) = crate::json::read(&text) {
                let listeners: Vec<_> =
                    live.holds.with_value(|all| all.iter().map(|(_, hear)| *hear).collect());
                for listener in listeners {
                    listener.run(holds.clone());
                }
            }
        });
        let close = Closure::new(move |close: CloseEvent| {
            // Not dropped here: this very closure is running.
            let code = close.code();
            set_timeout(move || lost(live, code), Duration::ZERO);
        });
        socket.set_onopen(Some(Closure::as_ref(&open).unchecked_ref()));
        socket.set_onmessage(Some(Closure::as_ref(&message).unchecked_ref()));
        socket.set_onclose(Some(Closure::as_ref(&close).unchecked_ref()));
        let socket = Socket { socket, _open: open, _message: message, _close: close };
        HERE.with_borrow_mut(|here| here.socket = Some(socket));
    }

    fn hear(live: Live, notice: Notice) {
        live.told.update_value(|told| {
            told.upto = Some(notice.revision);
            if told.since.is_none() || notice.news == News::Reload {
                told.since = Some(notice.revision);
            }
        });
        let listeners: Vec<_> = live.listeners.with_value(|all| all.iter().map(|(_, hear)| *hear).collect());
        for listener in listeners {
            listener.run(notice.clone());
        }
    }

    fn lost(live: Live, code: u16) {
        let pause = HERE.with_borrow_mut(|here| {
            here.socket = None;
            if code == SIGNED_OUT {
                return None;
            }
            here.attempts += 1;
            if here.worry.is_none() {
                here.worry = set_timeout_with_handle(move || worry(live), PATIENCE).ok();
            }
            let pause =
                (FIRST_PAUSE * f64::from(2_i32.pow(here.attempts.min(7) as u32 - 1))).min(LONGEST_PAUSE);
            // Not all browsers of an office at the same moment.
            Some(pause * (0.5 + js_sys::Math::random() / 2.0))
        });
        match pause {
            None => live.line.set(Line::SignedOut),
            Some(pause) => {
                let again =
                    set_timeout_with_handle(move || connect(live), Duration::from_millis(pause as u64));
                HERE.with_borrow_mut(|here| here.again = again.ok());
            }
        }
    }

    fn worry(live: Live) {
        let down = HERE.with_borrow(|here| {
            here.socket.as_ref().is_none_or(|socket| socket.socket.ready_state() != WebSocket::OPEN)
        });
        if down {
            // The frame may be gone.
            let _ = live.line.try_set(Line::Interrupted);
        }
    }

    /// Does not wait for the next attempt: there is a reason to think that it would succeed now.
    fn hurry(live: Live) {
        let waiting = HERE.with_borrow_mut(|here| {
            here.attempts = 0;
            here.socket.is_none().then(|| here.again.take()).flatten()
        });
        if let Some(again) = waiting {
            again.clear();
            connect(live);
        }
    }
}
