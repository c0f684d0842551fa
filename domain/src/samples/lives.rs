//! How the meetings of a made-up organisation went.

use chrono::{DateTime, NaiveDate, NaiveTime, TimeDelta, Timelike, Utc};

use super::Organisation;
use super::dice::Dice;
use super::words::{Words, words};
use crate::checklist::{Asks, ChecklistItem, Done, Note, laid_out};
use crate::id::KindId;
use crate::kind::TemplateItem;
use crate::meeting::{Meeting, Outcome, State};
use crate::number::Number;
use crate::people::Language;
use crate::time::{Span, When, ZoneRules};

/// Leads meetings through their lives by dice of their own, so that what is planned does not depend on how it went.
#[derive(Clone, Debug)]
pub(super) struct Lives<'a> {
    dice: Dice,
    words: &'static Words,
    organisation: &'a Organisation,
    /// Midnight: what ended before it is behind everybody.
    today: DateTime<Utc>,
}

impl<'a> Lives<'a> {
    pub(super) fn new(
        dice: Dice,
        language: Language,
        organisation: &'a Organisation,
        today: NaiveDate,
        rules: &ZoneRules,
    ) -> Self {
        let today = rules.instant(today.and_time(NaiveTime::MIN));
        Self { dice, words: words(language), organisation, today }
    }

    pub(super) fn template(&self, kind: KindId) -> &'a [TemplateItem] {
        let kind = self.organisation.kinds.iter().find(|known| known.id == kind);
        kind.map(|kind| &kind.checklist[..]).unwrap_or_default()
    }

    pub(super) fn checklist(&self, kind: KindId) -> Vec<ChecklistItem> {
        laid_out(self.template(kind))
    }

    /// Most of what is behind is closed; some was cancelled, and some still waits for its result. Of what lies ahead
    /// little is cancelled.
    pub(super) fn live(&mut self, meeting: &mut Meeting, span: Span) {
        let behind = span.end() <= self.today;
        meeting.state = match self.dice.below(100) {
            0..80 if behind => State::Closed,
            80..88 if behind => State::Cancelled,
            88..91 if behind => State::InProgress,
            0..50 if self.is_early_today(meeting, span) => State::InProgress,
            98..100 if !behind => State::Cancelled,
            _ => return,
        };
        meeting.outcome = match meeting.state {
            State::Planned => Outcome::default(),
            State::InProgress => Outcome { started: Some(span.start()), ..Outcome::default() },
            State::Closed => self.closed(meeting, span),
            State::Cancelled => Outcome {
                ended: Some(self.before(span)),
                cancelled_because: (*self.dice.pick(self.words.cancellations)).to_owned(),
                ..Outcome::default()
            },
        };
        if meeting.state != State::Cancelled {
            self.tick(meeting, span);
        }
    }

    fn is_early_today(&self, meeting: &Meeting, span: Span) -> bool {
        let early = matches!(&meeting.when, When::Timed { start, .. } if start.hour() < 10);
        early && span.start() >= self.today && span.start() < self.today + TimeDelta::days(1)
    }

    fn closed(&mut self, meeting: &Meeting, span: Span) -> Outcome {
        let late = TimeDelta::minutes(self.dice.between(0, 40) as i64);
        let minutes = match &meeting.when {
            When::Timed { minutes, .. } => *minutes,
            When::AllDay { days, .. } => days * 8 * 60,
        };
        let longer = *self.dice.pick(&[0, 0, 0, 5, 10, 15]);
        Outcome {
            started: Some(span.start()),
            ended: Some((span.end() + late).min(self.today)),
            result: (*self.dice.pick(self.words.results)).to_owned(),
            minutes_spent: Some(minutes + longer),
            cancelled_because: String::new(),
        }
    }

    /// The day before, or the evening before today.
    fn before(&mut self, span: Span) -> DateTime<Utc> {
        let hours = self.dice.between(2, 20) as i64;
        span.start().min(self.today) - TimeDelta::hours(hours)
    }

    /// Without its mandatory items nothing is closed; of the others most are done.
    fn tick(&mut self, meeting: &mut Meeting, span: Span) {
        let closed = meeting.state == State::Closed;
        let by = meeting.responsible;
        for item in &mut meeting.checklist {
            let likely = if closed { 75 } else { 45 };
            let ticked = self.dice.percent(likely) || (closed && item.mandatory);
            // The demo has no pictures.
            if item.asks == Asks::Photo {
                continue;
            }
            let note = match item.asks {
                Asks::Tick | Asks::Photo => None,
                Asks::Number => Number::of(self.dice.between(3, 24) as f64).map(Note::Number),
                Asks::Text => Some(Note::Text((*self.dice.pick(self.words.notes)).to_owned())),
            };
            item.done = ticked.then(|| Done { by, at: span.start(), note });
        }
    }
}
