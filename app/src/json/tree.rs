//! Reads a type from a tree of JSON.
//!
//! It answers each question of serde with the one form in which we write: a struct is an object and never a list, a
//! field has a name and never a number, an error has no text. What cannot occur is not compiled for any type.

use std::fmt::{self, Display};

use serde::de::value::StrDeserializer;
use serde::de::{
    self, DeserializeOwned, DeserializeSeed, Deserializer, EnumAccess, IntoDeserializer, MapAccess,
    SeqAccess, VariantAccess, Visitor,
};
use serde::forward_to_deserialize_any;
use serde_json::Value;

/// What arrived is not what was asked for. Both ends are of one build, so there is nothing to explain to anybody.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Unreadable;

impl Display for Unreadable {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("what arrived cannot be read")
    }
}

impl std::error::Error for Unreadable {}

impl de::Error for Unreadable {
    fn custom<T: Display>(_: T) -> Self {
        Self
    }
}

pub(super) fn read<T: DeserializeOwned>(tree: Value) -> Result<T, Unreadable> {
    T::deserialize(Node(tree))
}

struct Node(Value);

impl Node {
    fn signed(&self) -> Result<i64, Unreadable> {
        self.0.as_i64().ok_or(Unreadable)
    }

    fn unsigned(&self) -> Result<u64, Unreadable> {
        self.0.as_u64().ok_or(Unreadable)
    }

    fn list(self) -> Result<List, Unreadable> {
        match self.0 {
            Value::Array(items) => Ok(List(items.into_iter())),
            _ => Err(Unreadable),
        }
    }

    fn object(self) -> Result<Object, Unreadable> {
        match self.0 {
            Value::Object(fields) => Ok(Object { fields: fields.into_iter(), value: None }),
            _ => Err(Unreadable),
        }
    }
}

/// Several questions with one answer.
macro_rules! answers {
    ($($question:ident)* => $node:ident . $kind:ident ? $visit:ident) => {
        $(fn $question<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unreadable> {
            let $node = self;
            visitor.$visit($node.$kind()?)
        })*
    };
}

impl<'de> Deserializer<'de> for Node {
    type Error = Unreadable;

    /// Asked by enums that are known by a field of theirs.
    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unreadable> {
        match self.0 {
            Value::Null => visitor.visit_unit(),
            Value::Bool(value) => visitor.visit_bool(value),
            Value::String(text) => visitor.visit_string(text),
            Value::Array(_) => visitor.visit_seq(self.list()?),
            Value::Object(_) => visitor.visit_map(self.object()?),
            Value::Number(ref number) => match (number.as_u64(), number.as_i64(), number.as_f64()) {
                (Some(number), ..) => visitor.visit_u64(number),
                (_, Some(number), _) => visitor.visit_i64(number),
                (.., Some(number)) => visitor.visit_f64(number),
                _ => Err(Unreadable),
            },
        }
    }

    answers!(deserialize_i8 deserialize_i16 deserialize_i32 deserialize_i64 => node.signed ? visit_i64);
    answers!(deserialize_u8 deserialize_u16 deserialize_u32 deserialize_u64 => node.unsigned ? visit_u64);
    answers!(deserialize_seq => node.list ? visit_seq);
    answers!(deserialize_map => node.object ? visit_map);

    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unreadable> {
        visitor.visit_bool(self.0.as_bool().ok_or(Unreadable)?)
    }

    fn deserialize_f32<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unreadable> {
        self.deserialize_f64(visitor)
    }

    fn deserialize_f64<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unreadable> {
        visitor.visit_f64(self.0.as_f64().ok_or(Unreadable)?)
    }

    fn deserialize_char<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unreadable> {
        self.deserialize_str(visitor)
    }

    fn deserialize_str<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unreadable> {
        visitor.visit_str(self.0.as_str().ok_or(Unreadable)?)
    }

    fn deserialize_string<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unreadable> {
        match self.0 {
            Value::String(text) => visitor.visit_string(text),
            _ => Err(Unreadable),
        }
    }

    fn deserialize_bytes<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unreadable> {
        self.deserialize_seq(visitor)
    }

    fn deserialize_byte_buf<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unreadable> {
        self.deserialize_seq(visitor)
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unreadable> {
        if self.0.is_null() { visitor.visit_none() } else { visitor.visit_some(self) }
    }

    fn deserialize_unit<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unreadable> {
        if self.0.is_null() { visitor.visit_unit() } else { Err(Unreadable) }
    }

    fn deserialize_unit_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, Unreadable> {
        self.deserialize_unit(visitor)
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, Unreadable> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_tuple<V: Visitor<'de>>(self, _: usize, visitor: V) -> Result<V::Value, Unreadable> {
        self.deserialize_seq(visitor)
    }

    fn deserialize_tuple_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: usize,
        visitor: V,
    ) -> Result<V::Value, Unreadable> {
        self.deserialize_seq(visitor)
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Unreadable> {
        self.deserialize_map(visitor)
    }

    /// A word, or an object of one field.
    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Unreadable> {
        match self.0 {
            Value::String(variant) => visitor.visit_enum(Variant { variant, inside: Value::Null }),
            Value::Object(fields) => {
                let mut fields = fields.into_iter();
                match (fields.next(), fields.next()) {
                    (Some((variant, inside)), None) => visitor.visit_enum(Variant { variant, inside }),
                    _ => Err(Unreadable),
                }
            }
            _ => Err(Unreadable),
        }
    }

    fn deserialize_identifier<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unreadable> {
        self.deserialize_str(visitor)
    }

    fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unreadable> {
        visitor.visit_unit()
    }
}

impl IntoDeserializer<'_, Unreadable> for Node {
    type Deserializer = Self;

    fn into_deserializer(self) -> Self {
        self
    }
}

struct List(std::vec::IntoIter<Value>);

impl<'de> SeqAccess<'de> for List {
    type Error = Unreadable;

    fn next_element_seed<T: DeserializeSeed<'de>>(
        &mut self,
        seed: T,
    ) -> Result<Option<T::Value>, Unreadable> {
        self.0.next().map(|item| seed.deserialize(Node(item))).transpose()
    }

    fn size_hint(&self) -> Option<usize> {
        Some(self.0.len())
    }
}

struct Object {
    fields: serde_json::map::IntoIter,
    value: Option<Value>,
}

impl<'de> MapAccess<'de> for Object {
    type Error = Unreadable;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, Unreadable> {
        let Some((name, value)) = self.fields.next() else { return Ok(None) };
        self.value = Some(value);
        seed.deserialize(Name(&name)).map(Some)
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, Unreadable> {
        seed.deserialize(Node(self.value.take().ok_or(Unreadable)?))
    }
}

/// The name of a field. Keys of maps are text too.
struct Name<'a>(&'a str);

impl<'de> Deserializer<'de> for Name<'_> {
    type Error = Unreadable;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unreadable> {
        visitor.visit_str(self.0)
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, Unreadable> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        name: &'static str,
        variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Unreadable> {
        StrDeserializer::new(self.0).deserialize_enum(name, variants, visitor)
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 u8 u16 u32 u64 f32 f64 char str string bytes byte_buf option unit unit_struct seq tuple
        tuple_struct map struct identifier ignored_any
    }
}

struct Variant {
    variant: String,
    inside: Value,
}

impl<'de> EnumAccess<'de> for Variant {
    type Error = Unreadable;
    type Variant = Node;

    fn variant_seed<V: DeserializeSeed<'de>>(self, seed: V) -> Result<(V::Value, Node), Unreadable> {
        Ok((seed.deserialize(Name(&self.variant))?, Node(self.inside)))
    }
}

impl<'de> VariantAccess<'de> for Node {
    type Error = Unreadable;

    fn unit_variant(self) -> Result<(), Unreadable> {
        if self.0.is_null() { Ok(()) } else { Err(Unreadable) }
    }

    fn newtype_variant_seed<T: DeserializeSeed<'de>>(self, seed: T) -> Result<T::Value, Unreadable> {
        seed.deserialize(self)
    }

    fn tuple_variant<V: Visitor<'de>>(self, _: usize, visitor: V) -> Result<V::Value, Unreadable> {
        self.deserialize_seq(visitor)
    }

    fn struct_variant<V: Visitor<'de>>(
        self,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Unreadable> {
        self.deserialize_map(visitor)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use serde::{Deserialize, Serialize};

    use super::super::read;
    use super::*;

    #[derive(Debug, PartialEq, Serialize, Deserialize)]
    struct Everything {
        number: u32,
        below: i64,
        share: f64,
        yes: bool,
        letter: char,
        text: String,
        nothing: Option<u8>,
        something: Option<Id>,
        list: Vec<(i8, String)>,
        map: BTreeMap<Id, Kind>,
        unit: (),
        kinds: Vec<Kind>,
        tagged: Vec<Tagged>,
    }

    #[derive(Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
    struct Id(String);

    #[derive(Debug, PartialEq, Serialize, Deserialize)]
    enum Kind {
        Unit,
        Newtype(Box<Kind>),
        Tuple(u8, u8),
        Struct { of: Option<Id> },
    }

    #[derive(Debug, PartialEq, Serialize, Deserialize)]
    #[serde(tag = "type", rename_all = "snake_case")]
    enum Tagged {
        Nothing,
        Some { kind: Kind, number: u64, below: i32 },
    }

    fn everything() -> Everything {
        Everything {
            number: u32::MAX,
            below: i64::MIN,
            share: 0.25,
            yes: true,
            letter: 'ж',
            text: "«Ivanov» \n \"Baikal\"".into(),
            nothing: None,
            something: Some(Id("one".into())),
            list: vec![(-1, "a".into()), (1, String::new())],
            map: BTreeMap::from([(Id("two".into()), Kind::Unit)]),
            unit: (),
            kinds: vec![
                Kind::Unit,
                Kind::Newtype(Box::new(Kind::Tuple(1, 2))),
                Kind::Struct { of: None },
                Kind::Struct { of: Some(Id("three".into())) },
            ],
            tagged: vec![
                Tagged::Nothing,
                Tagged::Some { kind: Kind::Tuple(3, 4), number: u64::MAX, below: -5 },
            ],
        }
    }

    #[test]
    fn what_was_written_is_read() {
        let text = serde_json::to_string(&everything()).unwrap();
        assert_eq!(read::<Everything>(&text), Ok(everything()));
    }

    #[test]
    fn a_notice_of_the_live_socket_is_read_as_serde_json_reads_it() {
        use domain::change::Notice;

        let text = r#"{"revision":4712,"news":{"type":"entry","entry":{
            "meeting":"019a0000-0000-7000-8000-000000000001","version":4712,
            "takes":{"type":"time","span":{"start":"2026-11-25T09:00:00Z","end":"2026-11-25T10:00:00Z"}},
            "details":{"subject":"Budget","state":"planned","event_type":"internal","color":210,"place":"Blue room",
                "client":null,"responsible":"016f79de-2800-7f41-9570-44927cbe206e","private":false,"series":null,
                "my_answer":{"answer":"maybe","awaited":true},
                "permits":{"change":false,"remove":false,"answer":true,"answer_for_others":false}}}}}"#;
        let notice: Notice = serde_json::from_str(text).unwrap();
        assert_eq!(read::<Notice>(text), Ok(notice));
    }

    #[test]
    fn anything_else_is_refused() {
        for text in ["", "[", "[1]", "{\"number\":-1}", "\"x\"", "null", "3"] {
            assert_eq!(read::<Everything>(text), Err(Unreadable), "{text}");
        }
        assert_eq!(read::<u8>("256"), Err(Unreadable));
        assert_eq!(read::<Kind>("{\"Unit\":null,\"Tuple\":[1,2]}"), Err(Unreadable));
        assert_eq!(read::<Kind>("\"Struct\""), Err(Unreadable));
        assert_eq!(read::<Vec<Tagged>>("[{\"type\":\"other\"}]"), Err(Unreadable));
    }
}
