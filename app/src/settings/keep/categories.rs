//! Categories with their colours.

use domain::id::CategoryId;
use domain::kind::{Category, Hue};
use leptos::prelude::*;
use leptos_i18n::td_string;

use super::{Kept, Line, Words, fits};
use crate::api::{Failure, categories, keep_category};
use crate::state::clock::now;
use crate::text;
use crate::texts::Locale;
use crate::ui::fields::name_field;
use crate::ui::icon::Icon;

impl Kept for Category {
    type Beside = ();

    const ICON: Icon = Icon::CATEGORY;

    fn words(locale: Locale) -> Words {
        Words {
            title: td_string!(locale, keeping.categories),
            hint: td_string!(locale, keeping.categories_hint),
            new: td_string!(locale, keeping.new_category),
        }
    }

    async fn read(find: String) -> Result<(Vec<Self>, ()), Failure> {
        Ok((categories().await?.into_iter().filter(|category| fits(&category.name, &find)).collect(), ()))
    }

    async fn keep(self) -> Result<(), Failure> {
        keep_category(self).await.map(drop)
    }

    fn new() -> Self {
        let id = CategoryId::generate(now());
        let [color, ..] = Hue::OFFERED;
        Self { id, name: String::new(), color, archived: false }
    }

    fn line(&self, (): &(), _: Locale) -> Line {
        Line { hue: Some(self.color.into()), ..Line::of(self.id.0, &self.name, self.archived) }
    }

    fn set_archived(&mut self, archived: bool) {
        self.archived = archived;
    }

    fn fields(draft: RwSignal<Self>, (): ()) -> AnyView {
        view! {
            {name_field(draft, text!(keeping.name), |category| &mut category.name)}
            <Color draft=draft />
        }
        .into_any()
    }
}

#[component]
fn Color(draft: RwSignal<Category>) -> impl IntoView {
    let label = text!(keeping.color);
    // A colour from elsewhere stays among the choices.
    let own = draft.with_untracked(|category| u16::from(category.color));
    let mut hues = Hue::OFFERED.map(u16::from).to_vec();
    if !hues.contains(&own) {
        hues.push(own);
        hues.sort_unstable();
    }
    let choice = |hue: u16| {
        let name = format!("{label} {hue}°");
        view! {
            <label class="swatch-choice bare" style=format!("--hue:{hue}")>
                <input
                    type="radio"
                    name="color"
                    aria-label=name
                    prop:checked=move || draft.with(|category| u16::from(category.color) == hue)
                    on:change=move |_| {
                        if let Some(color) = Hue::degrees(hue) {
                            draft.update(|category| category.color = color);
                        }
                    }
                />
                <span class="swatch"></span>
            </label>
        }
    };
    view! {
        <div class="field">
            <span class="field-label" id="color-label">
                {label}
            </span>
            <div class="swatches" role="radiogroup" aria-labelledby="color-label">
                {hues.into_iter().map(choice).collect_view()}
            </div>
        </div>
    }
}
