//! Groups of users who are invited together.

use domain::id::{GroupId, Named, PersonId};
use domain::people::{Group, Person};
use leptos::prelude::*;
use leptos_i18n::td_string;
use uuid::Uuid;

use super::colleagues::Colleagues;
use super::{Kept, Line, Words, fits};
use crate::api::{Failure, NamedGroup, groups, keep_group};
use crate::state::clock::now;
use crate::text;
use crate::texts::{Locale, locale};
use crate::ui::avatar::Avatar;
use crate::ui::fields::name_field;
use crate::ui::icon::{Glyph, Icon};
use crate::ui::picker::Picker;

impl Kept for NamedGroup {
    type Beside = ();

    const ICON: Icon = Icon::PEOPLE;

    fn words(locale: Locale) -> Words {
        Words {
            title: td_string!(locale, keeping.groups),
            hint: td_string!(locale, keeping.groups_hint),
            new: td_string!(locale, keeping.new_group),
        }
    }

    async fn read(find: String) -> Result<(Vec<Self>, ()), Failure> {
        Ok((groups().await?.into_iter().filter(|it| fits(&it.group.name, &find)).collect(), ()))
    }

    async fn keep(self) -> Result<(), Failure> {
        keep_group(self.group).await.map(drop)
    }

    fn new() -> Self {
        let id = GroupId::generate(now());
        let group = Group { id, name: String::new(), members: Vec::new(), archived: false };
        Self { group, members: Vec::new() }
    }

    fn line(&self, (): &(), locale: Locale) -> Line {
        Line {
            note: td_string!(locale, keeping.members_count, count = self.members.len()),
            ..Line::of(self.group.id.0, &self.group.name, self.group.archived)
        }
    }

    fn set_archived(&mut self, archived: bool) {
        self.group.archived = archived;
    }

    fn fields(draft: RwSignal<Self>, (): ()) -> AnyView {
        view! {
            {name_field(draft, text!(keeping.name), |it| &mut it.group.name)}
            <Members draft=draft />
        }
        .into_any()
    }
}

#[component]
fn Members(draft: RwSignal<NamedGroup>) -> impl IntoView {
    let locale = locale();
    let colleagues = Colleagues::none_yet();
    let is_new = move |person: &Person| {
        draft.try_with_untracked(|it| it.group.members.contains(&person.id)) == Some(false)
    };
    let add = move |id: Uuid| {
        let Some(person) = colleagues.chosen(id) else { return };
        draft.update(|it| {
            if !it.group.members.contains(&person.id) {
                it.group.members.push(person.id);
                it.members.push(Named { id: person.id, name: person.name });
            }
        });
    };
    let remove = move |id: PersonId| {
        draft.update(|it| {
            it.group.members.retain(|member| *member != id);
            it.members.retain(|member| member.id != id);
        });
    };
    let member = move |member: Named<PersonId>| {
        let label = td_string!(locale, keeping.remove_member, name = member.name.as_str());
        view! {
            <li class="row">
                <Avatar name=member.name.clone() size="small" />
                <span class="row-what">{member.name}</span>
                <button
                    type="button"
                    class="button quiet icon small"
                    aria-label=label
                    on:click=move |_| remove(member.id)
                >
                    <Glyph icon=Icon::CLOSE />
                </button>
            </li>
        }
    };
    view! {
        <div class="field">
            <span class="field-label" id="members-label">
                {text!(keeping.members)}
            </span>
            <ul class="rows keep-members" aria-labelledby="members-label">
                {move || draft.with(|it| it.members.clone()).into_iter().map(member).collect_view()}
            </ul>
            <Picker
                id="keep-member"
                label=text!(keeping.add_member)
                placeholder=text!(keeping.add_member)
                find=colleagues.find(is_new)
                on_choose=Callback::new(add)
                nothing=text!(people.nobody_found)
            />
        </div>
    }
}
