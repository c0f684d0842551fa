//! Values that are passed on as they came.

use std::marker::PhantomData;

use serde::de::DeserializeOwned;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::Value;

use super::tree::{self, Unreadable};

/// A `T` that nobody has read yet. Whoever passes it on needs no reader of it: that belongs to the part of the program
/// that reads it.
pub struct Unread<T> {
    tree: Value,
    of: PhantomData<fn() -> T>,
}

impl<T: Serialize> Unread<T> {
    pub fn of(value: &T) -> Self {
        // What cannot be written cannot be read either.
        Self { tree: serde_json::to_value(value).unwrap_or_default(), of: PhantomData }
    }
}

impl<T: DeserializeOwned> Unread<T> {
    /// # Errors
    /// It is no `T`.
    pub fn read(&self) -> Result<T, Unreadable> {
        tree::read(self.tree.clone())
    }
}

impl<T> Clone for Unread<T> {
    fn clone(&self) -> Self {
        Self { tree: self.tree.clone(), of: PhantomData }
    }
}

impl<T> PartialEq for Unread<T> {
    fn eq(&self, other: &Self) -> bool {
        self.tree == other.tree
    }
}

impl<T> Eq for Unread<T> {}

impl<T> std::fmt::Debug for Unread<T> {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.tree.fmt(formatter)
    }
}

impl<T> Serialize for Unread<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.tree.serialize(serializer)
    }
}

impl<'de, T> Deserialize<'de> for Unread<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Ok(Self { tree: Value::deserialize(deserializer)?, of: PhantomData })
    }
}

#[cfg(test)]
mod tests {
    use domain::{Refusal, Refused};

    use super::*;

    #[test]
    fn what_was_passed_on_is_read_as_it_was_written() {
        let refused = Refused::from(Refusal::NotParticipant);
        let passed_on: Unread<Refused> =
            super::super::read(&serde_json::to_string(&Unread::of(&refused)).unwrap()).unwrap();
        assert_eq!(passed_on.read(), Ok(refused));
        assert_ne!(passed_on, Unread::of(&Refused::from(Refusal::NoDates)));
    }

    #[test]
    fn something_else_is_found_out_when_it_is_read() {
        let passed_on: Unread<Refused> = super::super::read("{\"reasons\":3}").unwrap();
        assert_eq!(passed_on.read(), Err(Unreadable));
    }
}
