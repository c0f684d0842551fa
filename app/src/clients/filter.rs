//! What the address of the list names: whom it shows, and from where on.

use leptos_router::location::Url;
use leptos_router::params::ParamsMap;

use crate::api::ClientsAsked;

/// For how many weeks somebody has met nobody there; what is offered.
pub(super) const WEEKS: [u32; 4] = [2, 4, 8, 12];

pub(super) fn asked(query: &ParamsMap) -> ClientsAsked {
    ClientsAsked {
        find: query.get("find").unwrap_or_default(),
        mine: query.get("mine").is_some(),
        archived: query.get("archived").is_some(),
        weeks: query.get("weeks").and_then(|weeks| weeks.parse().ok()).filter(|weeks| *weeks > 0),
        after: query.get("after").and_then(|after| after.parse().ok()),
    }
}

pub(super) fn path(asked: &ClientsAsked) -> String {
    let ClientsAsked { find, mine, archived, weeks, after } = asked;
    let parts = [
        (!find.trim().is_empty()).then(|| format!("find={}", Url::escape(find.trim()))),
        mine.then(|| "mine=1".to_owned()),
        weeks.map(|weeks| format!("weeks={weeks}")),
        archived.then(|| "archived=1".to_owned()),
        after.map(|after| format!("after={after}")),
    ];
    let query = parts.into_iter().flatten().collect::<Vec<_>>().join("&");
    if query.is_empty() { "/clients".to_owned() } else { format!("/clients?{query}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_says_what_is_shown() {
        let shown = ClientsAsked {
            find: " Ель & Co ".into(),
            mine: true,
            archived: false,
            weeks: Some(4),
            after: None,
        };
        assert_eq!(path(&shown), "/clients?find=%D0%95%D0%BB%D1%8C%20%26%20Co&mine=1&weeks=4");
        assert_eq!(path(&ClientsAsked::default()), "/clients");
    }

    #[test]
    fn what_cannot_be_read_is_not_asked() {
        let mut query = ParamsMap::new();
        query.insert("weeks", "many".to_owned());
        query.insert("after", "there".to_owned());
        query.insert("mine", "1".to_owned());
        assert_eq!(asked(&query), ClientsAsked { mine: true, ..ClientsAsked::default() });
    }
}
