//! What a made-up organisation asks of its meetings beside their own fields, and what they say (S26).

use std::collections::BTreeMap;

use chrono::Days;

use super::Organisation;
use super::dice::Dice;
use super::organisation::founded;
use super::words::Words;
use crate::attribute::{Attribute, Form, Value};
use crate::client::{Client, Interest};
use crate::id::{AttributeId, ClientId, InterestId, KindId};
use crate::kind::Predefined;
use crate::meeting::Meeting;
use crate::number::Number;
use crate::time::When;

/// Words for them.
#[derive(Debug)]
pub(super) struct ParticularWords {
    pub amount: &'static str,
    pub decision: &'static str,
    pub source: &'static str,
    pub sources: &'static [&'static str],
    pub slides: &'static str,
    pub interests: &'static [&'static str],
}

/// None has to be filled in: a demo asks nothing that its visitor did not expect.
pub(super) fn attributes(words: &Words, dice: &mut Dice) -> Vec<Attribute> {
    let with_clients = [Predefined::MeetingAtClient, Predefined::Presentation];
    let words = &words.particulars;
    let sources = words.sources.iter().map(|source| (*source).to_owned()).collect();
    let asked = [
        (words.amount, Form::Number, &with_clients[..]),
        (words.decision, Form::Date, &with_clients[..]),
        (words.source, Form::Choice { options: sources }, &[Predefined::Call, Predefined::MeetingAtClient]),
        (words.slides, Form::YesNo, &[Predefined::Presentation]),
    ];
    let attribute = |(name, form, kinds): (&str, Form, &[Predefined])| Attribute {
        id: AttributeId(dice.id(founded())),
        name: name.to_owned(),
        form,
        kinds: kinds.iter().map(|kind| kind.id()).collect(),
        required: false,
        archived: false,
    };
    asked.map(attribute).to_vec()
}

pub(super) fn interests(words: &Words, clients: &[Client], dice: &mut Dice) -> Vec<Interest> {
    let mut interests = Vec::new();
    for client in clients {
        for _ in 0..dice.between(0, 2) {
            let id = InterestId(dice.id(founded()));
            let name = (*dice.pick(words.particulars.interests)).to_owned();
            interests.push(Interest { id, client: client.id, name, archived: dice.percent(10) });
        }
    }
    interests
}

/// Fills in what meetings say.
#[derive(Debug)]
pub(super) struct Sayings<'a> {
    dice: Dice,
    attributes: &'a [Attribute],
    interests: BTreeMap<ClientId, Vec<InterestId>>,
}

impl<'a> Sayings<'a> {
    pub(super) fn new(dice: Dice, organisation: &'a Organisation) -> Self {
        let mut interests: BTreeMap<_, Vec<_>> = BTreeMap::new();
        for interest in organisation.interests.iter().filter(|interest| !interest.archived) {
            interests.entry(interest.client).or_default().push(interest.id);
        }
        Self { dice, attributes: &organisation.attributes, interests }
    }

    pub(super) fn say(&mut self, meeting: &mut Meeting) {
        let of_client = meeting.client.and_then(|client| self.interests.get(&client));
        if let Some(of_client) = of_client
            && self.dice.percent(60)
        {
            meeting.particulars.interest = Some(*self.dice.pick(of_client));
        }
        for (attribute, value) in self.values(meeting.kind, &meeting.when) {
            meeting.particulars.attributes.insert(attribute, value);
        }
    }

    fn values(&mut self, kind: KindId, when: &When) -> Vec<(AttributeId, Value)> {
        let Self { dice, attributes, .. } = self;
        let asked = attributes.iter().filter(|attribute| attribute.is_asked_of(kind));
        let said = asked.filter_map(|attribute| {
            if !dice.percent(55) {
                return None;
            }
            let value = match &attribute.form {
                Form::Text => return None,
                Form::Number => Value::Number(Number::of((dice.between(2, 120) * 500) as f64)?),
                Form::Date => {
                    Value::Date(when.first_day().checked_add_days(Days::new(dice.between(5, 40) as u64))?)
                }
                Form::Choice { options } => Value::Choice(dice.pick(options).clone()),
                Form::YesNo => Value::YesNo(dice.percent(70)),
            };
            Some((attribute.id, value))
        });
        said.collect()
    }
}
