//! Long lists, a part at a time.

use axum::Json;
use serde::{Deserialize, Serialize};
use store::{Listed, Page};
use utoipa::{IntoParams, ToSchema};

/// A part of a list.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct List<T> {
    pub(super) items: Vec<T>,
    /// The `cursor` of the next part; absent when this was the last.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) next: Option<String>,
}

/// Which part of a list.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct Part {
    /// At most so many at once.
    #[param(minimum = 1, maximum = 500, default = 100)]
    pub(super) limit: Option<u32>,
    /// `next` of the part before.
    pub(super) cursor: Option<String>,
}

/// What is looked for in a list.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(super) struct Find {
    /// Beginnings of words, in any case.
    #[serde(default)]
    pub(super) find: String,
}

const USUAL: u32 = 100;
const MOST: u32 = 500;

impl Part {
    pub(super) fn limit(&self) -> u32 {
        self.limit.unwrap_or(USUAL).clamp(1, MOST)
    }

    /// The part of what the store gives whole, of things that stay when they are archived. The cursor is the
    /// key of the last thing before.
    pub(super) fn of<T>(self, items: Vec<T>, key: impl Fn(&T) -> String) -> Json<List<T>> {
        let passed = match &self.cursor {
            Some(cursor) => items.iter().position(|item| key(item) == *cursor).map_or(0, |place| place + 1),
            None => 0,
        };
        self.cut(items.into_iter().skip(passed).collect(), key)
    }

    /// The part of what is sorted by its key as text: nothing comes twice and nothing is left out, though
    /// things come and go meanwhile.
    pub(super) fn of_sorted<T>(self, mut items: Vec<T>, key: impl Fn(&T) -> String) -> Json<List<T>> {
        if let Some(cursor) = &self.cursor {
            items.retain(|item| key(item) > *cursor);
        }
        self.cut(items, key)
    }

    fn cut<T>(&self, mut rest: Vec<T>, key: impl Fn(&T) -> String) -> Json<List<T>> {
        let limit = self.limit() as usize;
        let more = rest.len() > limit;
        rest.truncate(limit);
        let next = rest.last().filter(|_| more).map(key);
        Json(List { items: rest, next })
    }
}

impl From<Part> for Page {
    fn from(part: Part) -> Self {
        Self { limit: part.limit(), after: part.cursor }
    }
}

impl<T> From<Listed<T>> for List<T> {
    fn from(Listed { items, next }: Listed<T>) -> Self {
        Self { items, next }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_parts_of_a_list_are_the_list() {
        let mut cursor = None;
        let mut seen = Vec::new();
        loop {
            let part = Part { limit: Some(2), cursor: cursor.take() };
            let Json(List { items, next }) = part.of(vec![5, 3, 1, 4, 2], i32::to_string);
            assert!(items.len() <= 2);
            seen.extend(items);
            match next {
                Some(next) => cursor = Some(next),
                None => break,
            }
        }
        assert_eq!(seen, [5, 3, 1, 4, 2]);
    }

    #[test]
    fn a_sorted_list_goes_on_where_it_was_though_the_last_thing_has_gone() {
        let Json(first) = Part { limit: Some(2), cursor: None }.of_sorted(vec![1, 2, 3, 4], i32::to_string);
        assert_eq!((first.items, first.next.as_deref()), (vec![1, 2], Some("2")));
        let Json(rest) = Part { limit: Some(2), cursor: first.next }.of_sorted(vec![1, 3, 4], i32::to_string);
        assert_eq!((rest.items, rest.next), (vec![3, 4], None));
    }
}
