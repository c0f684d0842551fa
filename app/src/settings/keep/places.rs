//! Rooms.

use domain::id::PlaceId;
use domain::place::Place;
use leptos::prelude::*;
use leptos_i18n::td_string;

use super::fields::{number_field, text_field};
use super::{Kept, Line, Words, fits};
use crate::api::{Failure, keep_place, places};
use crate::state::clock::now;
use crate::text;
use crate::texts::Locale;
use crate::ui::icon::Icon;

impl Kept for Place {
    type Beside = ();

    const ICON: Icon = Icon::Room;

    fn words(locale: Locale) -> Words {
        Words {
            title: td_string!(locale, keeping.places),
            hint: td_string!(locale, keeping.places_hint),
            new: td_string!(locale, keeping.new_place),
        }
    }

    async fn read(find: String) -> Result<(Vec<Self>, ()), Failure> {
        Ok((places().await?.into_iter().filter(|place| fits(&place.name, &find)).collect(), ()))
    }

    async fn keep(self) -> Result<(), Failure> {
        keep_place(self).await.map(drop)
    }

    fn new() -> Self {
        let id = PlaceId::generate(now());
        Self { id, name: String::new(), capacity: 6, equipment: Vec::new(), archived: false }
    }

    fn line(&self, (): &(), locale: Locale) -> Line {
        let seats = td_string!(locale, keeping.seats, count = self.capacity);
        let note: Vec<_> = std::iter::once(seats).chain(self.equipment.iter().cloned()).collect();
        Line {
            id: self.id.0,
            name: self.name.clone(),
            note: note.join(" · "),
            hue: None,
            level: 0,
            archived: self.archived,
        }
    }

    fn set_archived(&mut self, archived: bool) {
        self.archived = archived;
    }

    fn fields(draft: RwSignal<Self>, (): ()) -> AnyView {
        // What stands between commas while somebody types is cut when it is read.
        let equipment = RwSignal::new(draft.with_untracked(|place| place.equipment.join(", ")));
        let cut = move |text: String| {
            let items = text.split(',').map(str::trim).filter(|item| !item.is_empty());
            let items: Vec<_> = items.map(str::to_owned).collect();
            draft.update(|place| place.equipment = items);
        };
        Effect::new(move |_| cut(equipment.get()));
        view! {
            {text_field(
                draft,
                "keep-name",
                text!(refusal.field_name),
                "text",
                None,
                |place| place.name.clone(),
                |place, name| place.name = name,
            )}
            {number_field(
                draft,
                "keep-capacity",
                text!(keeping.capacity),
                |place| place.capacity,
                |place, capacity| place.capacity = capacity,
            )}
            {text_field(
                equipment,
                "keep-equipment",
                text!(keeping.equipment),
                "text",
                Some(text!(keeping.equipment_hint).to_owned()),
                String::clone,
                |equipment, text| *equipment = text,
            )}
        }
        .into_any()
    }
}
