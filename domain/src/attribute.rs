//! Additional attributes (Дополнительные реквизиты, S26): what a meeting is linked to beside its client, and what an
//! administrator wants to be asked of every meeting, or of those of some kinds.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::id::{AttributeId, DepartmentId, InterestId, KindId};
use crate::number::Number;
use crate::refusal::{Field, required_text};
use crate::{Refusal, Refused};

/// What an administrator wants to be filled in on the card of a meeting.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Attribute {
    pub id: AttributeId,
    pub name: String,
    pub form: Form,
    /// Of meetings of which kinds it is asked; none means of all.
    pub kinds: Vec<KindId>,
    pub required: bool,
    /// Asked no more; the values that were given stay.
    pub archived: bool,
}

/// What a value can be.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Form {
    Text,
    Number,
    Date,
    /// One of these.
    Choice {
        options: Vec<String>,
    },
    YesNo,
}

/// A value of an attribute.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(tag = "type", content = "value", rename_all = "snake_case")]
pub enum Value {
    Text(String),
    Number(Number),
    Date(NaiveDate),
    Choice(String),
    YesNo(bool),
}

/// What a meeting says of itself beside its own fields.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(default)]
pub struct Particulars {
    /// A sales opportunity of the client (Интерес).
    pub interest: Option<InterestId>,
    pub department: Option<DepartmentId>,
    pub attributes: BTreeMap<AttributeId, Value>,
}

/// Why the value of an attribute is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum AttributeWrong {
    /// It has to be filled in.
    Empty,
    /// The value is not of the attribute's form.
    Malformed,
    TooLong,
    /// There is no such attribute.
    Unknown,
    /// It is asked no more.
    Archived,
    /// It is not asked of meetings of this kind.
    NotAsked,
}

impl Attribute {
    pub fn check(&self) -> Result<(), Refused> {
        let mut reasons: Vec<_> = required_text(&self.name, Field::Name, 200).into_iter().collect();
        if let Form::Choice { options } = &self.form {
            reasons.extend(options.is_empty().then_some(Refusal::Empty { field: Field::Options }));
            reasons.extend(options.iter().find_map(|option| required_text(option, Field::Options, LONGEST)));
            let twice = (1..options.len()).any(|index| options[..index].contains(&options[index]));
            reasons.extend(twice.then_some(Refusal::Duplicate { field: Field::Options }));
            let many = options.len() > MOST_OPTIONS as usize;
            reasons.extend(many.then_some(Refusal::TooLong { field: Field::Options, max: MOST_OPTIONS }));
        }
        Refused::unless_empty(reasons)
    }

    pub fn is_asked_of(&self, kind: KindId) -> bool {
        !self.archived && (self.kinds.is_empty() || self.kinds.contains(&kind))
    }

    /// What is wrong with a value, whatever the meeting.
    fn wrong(&self, value: &Value) -> Option<AttributeWrong> {
        match (&self.form, value) {
            (Form::Text, Value::Text(text)) if text.trim().is_empty() => Some(AttributeWrong::Empty),
            (Form::Text, Value::Text(text)) => {
                (text.chars().count() > LONGEST as usize).then_some(AttributeWrong::TooLong)
            }
            (Form::Choice { options }, Value::Choice(option)) => {
                (!options.contains(option)).then_some(AttributeWrong::Malformed)
            }
            (Form::Number, Value::Number(_))
            | (Form::Date, Value::Date(_))
            | (Form::YesNo, Value::YesNo(_)) => None,
            _ => Some(AttributeWrong::Malformed),
        }
    }

    fn refusal(&self, wrong: AttributeWrong) -> Refusal {
        Refusal::Attribute { attribute: self.id, name: self.name.clone(), wrong }
    }
}

/// Characters of a text.
const LONGEST: u32 = 2_000;
const MOST_OPTIONS: u32 = 200;

impl Particulars {
    /// What is wrong with the values for a meeting of this kind; `known` is every attribute there is. What stood there
    /// `before` may stay, and what was missing before in a meeting of the same kind may be missing still.
    pub(crate) fn wrong(
        &self,
        kind: KindId,
        known: &[Attribute],
        before: Option<(&Self, KindId)>,
    ) -> Vec<Refusal> {
        let was = |id: AttributeId| before.and_then(|(before, _)| before.attributes.get(&id));
        let given = self.attributes.iter().filter(|(id, value)| was(**id) != Some(*value));
        let given = given.filter_map(|(id, value)| {
            let Some(attribute) = known.iter().find(|attribute| attribute.id == *id) else {
                let wrong = AttributeWrong::Unknown;
                return Some(Refusal::Attribute { attribute: *id, name: String::new(), wrong });
            };
            let wrong = match () {
                () if attribute.archived => Some(AttributeWrong::Archived),
                () if !attribute.is_asked_of(kind) => Some(AttributeWrong::NotAsked),
                () => attribute.wrong(value),
            };
            wrong.map(|wrong| attribute.refusal(wrong))
        });
        let same_kind = before.is_some_and(|(_, before)| before == kind);
        let was_missing = |reason: &Refusal| match reason {
            Refusal::Attribute { attribute, .. } => same_kind && was(*attribute).is_none(),
            _ => false,
        };
        given.chain(self.missing(kind, known).filter(|reason| !was_missing(reason))).collect()
    }

    /// What has to be filled in for a meeting of this kind, and is not.
    pub(crate) fn missing(&self, kind: KindId, known: &[Attribute]) -> impl Iterator<Item = Refusal> {
        let asked = known.iter().filter(move |attribute| attribute.required && attribute.is_asked_of(kind));
        let missing = asked.filter(|attribute| !self.attributes.contains_key(&attribute.id));
        missing.map(|attribute| attribute.refusal(AttributeWrong::Empty))
    }

    /// What of these another occurrence says after the same change from `before` to `after`.
    pub(crate) fn changed_like(mut self, before: &Self, after: &Self) -> Self {
        if before.interest != after.interest {
            self.interest = after.interest;
        }
        if before.department != after.department {
            self.department = after.department;
        }
        for gone in before.attributes.keys().filter(|id| !after.attributes.contains_key(id)) {
            self.attributes.remove(gone);
        }
        for (id, value) in &after.attributes {
            if before.attributes.get(id) != Some(value) {
                self.attributes.insert(*id, value.clone());
            }
        }
        self
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;
    use crate::kind::Predefined;

    const BUDGET: AttributeId = AttributeId(Uuid::from_u128(1));

    fn attribute(form: Form) -> Attribute {
        Attribute { id: BUDGET, name: "Budget".into(), form, kinds: vec![], required: false, archived: false }
    }

    fn says(value: Value) -> Particulars {
        Particulars { attributes: BTreeMap::from([(BUDGET, value)]), ..Particulars::default() }
    }

    fn wrong(attribute: &Attribute, particulars: &Particulars) -> Vec<AttributeWrong> {
        let reasons =
            particulars.wrong(Predefined::Meeting.id(), std::slice::from_ref(attribute), None).into_iter();
        reasons
            .map(|reason| match reason {
                Refusal::Attribute { wrong, .. } => wrong,
                other => panic!("{other:?}"),
            })
            .collect()
    }

    #[test]
    fn a_value_has_the_form_of_its_attribute() {
        let number = Value::Number(Number::of(12.5).unwrap());
        let yes = Value::YesNo(true);
        let options = vec!["Gold".to_owned(), "Silver".to_owned()];
        let table = [
            (Form::Number, number.clone(), None),
            (Form::Number, Value::Text("12".into()), Some(AttributeWrong::Malformed)),
            (Form::YesNo, yes.clone(), None),
            (Form::Text, yes, Some(AttributeWrong::Malformed)),
            (Form::Text, Value::Text("  ".into()), Some(AttributeWrong::Empty)),
            (Form::Text, Value::Text("x".repeat(2_001)), Some(AttributeWrong::TooLong)),
            (Form::Choice { options: options.clone() }, Value::Choice("Gold".into()), None),
            (Form::Choice { options }, Value::Choice("Tin".into()), Some(AttributeWrong::Malformed)),
        ];
        for (form, value, expected) in table {
            assert_eq!(wrong(&attribute(form), &says(value)), Vec::from_iter(expected));
        }
    }

    #[test]
    fn it_is_asked_of_its_kinds_and_has_to_be_there_if_it_is_required() {
        let number = says(Value::Number(Number::of(1.0).unwrap()));
        let of_calls =
            Attribute { kinds: vec![Predefined::Call.id()], required: true, ..attribute(Form::Number) };
        assert_eq!(wrong(&of_calls, &number), [AttributeWrong::NotAsked]);
        assert_eq!(wrong(&of_calls, &Particulars::default()), []);
        let of_all = Attribute { kinds: vec![], ..of_calls };
        assert_eq!(wrong(&of_all, &Particulars::default()), [AttributeWrong::Empty]);
        let archived = Attribute { archived: true, ..of_all };
        assert_eq!(wrong(&archived, &Particulars::default()), []);
        assert_eq!(wrong(&archived, &number), [AttributeWrong::Archived]);
    }

    #[test]
    fn what_stood_there_before_may_stay_and_what_was_missing_may_be_missing() {
        let (kind, none) = (Predefined::Meeting.id(), Particulars::default());
        let archived = Attribute { archived: true, ..attribute(Form::YesNo) };
        let yes = says(Value::YesNo(true));
        assert_eq!(yes.wrong(kind, &[archived], Some((&yes, kind))), []);
        let required = Attribute { required: true, ..attribute(Form::YesNo) };
        assert_eq!(none.wrong(kind, std::slice::from_ref(&required), Some((&none, kind))), []);
        let other_kind = Some((&none, Predefined::Call.id()));
        assert_eq!(none.wrong(kind, std::slice::from_ref(&required), other_kind).len(), 1);
        assert_eq!(none.wrong(kind, &[required], Some((&yes, kind))).len(), 1, "it was taken out");
    }

    #[test]
    fn a_choice_is_between_different_things() {
        let options = |options: &[&str]| {
            attribute(Form::Choice { options: options.iter().map(|it| (*it).to_owned()).collect() }).check()
        };
        assert_eq!(options(&["Gold", "Silver"]), Ok(()));
        let refused = |answer: Result<(), Refused>| answer.unwrap_err().into_reasons();
        assert_eq!(refused(options(&[])), [Refusal::Empty { field: Field::Options }]);
        assert_eq!(refused(options(&["Gold", "Gold"])), [Refusal::Duplicate { field: Field::Options }]);
    }

    #[test]
    fn another_occurrence_changes_in_what_was_changed() {
        let other = AttributeId(Uuid::from_u128(2));
        let own = Particulars {
            attributes: BTreeMap::from([(BUDGET, Value::YesNo(true)), (other, Value::YesNo(true))]),
            ..Particulars::default()
        };
        let before = says(Value::YesNo(true));
        let after = says(Value::YesNo(false));
        let changed = own.clone().changed_like(&before, &after);
        assert_eq!(
            changed.attributes,
            BTreeMap::from([(BUDGET, Value::YesNo(false)), (other, Value::YesNo(true))])
        );
        let gone = own.changed_like(&before, &Particulars::default());
        assert_eq!(gone.attributes, BTreeMap::from([(other, Value::YesNo(true))]));
    }
}
