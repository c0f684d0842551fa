//! The tree of departments with their heads.

use domain::id::{DepartmentId, Named};
use domain::people::{Department, Person};
use leptos::prelude::*;
use leptos_i18n::td_string;
use uuid::Uuid;

use super::colleagues::Colleagues;
use super::{Kept, Line, Words, fits};
use crate::api::{Failure, HeadedDepartment, departments, keep_department};
use crate::state::clock::now;
use crate::text;
use crate::texts::Locale;
use crate::ui::field::Field;
use crate::ui::fields::{name_field, select_field};
use crate::ui::icon::{Glyph, Icon};
use crate::ui::picker::Picker;

impl Kept for HeadedDepartment {
    /// All of them, to stand below.
    type Beside = Vec<Department>;

    const ICON: Icon = Icon::CLIENTS;

    fn words(locale: Locale) -> Words {
        Words {
            title: td_string!(locale, keeping.departments),
            hint: td_string!(locale, keeping.departments_hint),
            new: td_string!(locale, keeping.new_department),
        }
    }

    async fn read(find: String) -> Result<(Vec<Self>, Vec<Department>), Failure> {
        let all = departments().await?;
        let beside: Vec<_> = all.iter().map(|headed| headed.department.clone()).collect();
        let mut ordered: Vec<_> = in_tree_order(&beside)
            .into_iter()
            .filter_map(|id| all.iter().find(|headed| headed.department.id == id).cloned())
            .collect();
        ordered.retain(|headed| fits(&headed.department.name, &find));
        Ok((ordered, beside))
    }

    async fn keep(self) -> Result<(), Failure> {
        keep_department(self.department).await.map(drop)
    }

    fn new() -> Self {
        let id = DepartmentId::generate(now());
        let department = Department { id, name: String::new(), parent: None, head: None, archived: false };
        Self { department, head: None }
    }

    fn line(&self, beside: &Vec<Department>, locale: Locale) -> Line {
        let Department { id, name, archived, .. } = &self.department;
        let head = self.head.as_ref();
        let note = head.map(|head| td_string!(locale, keeping.headed_by, name = head.name.as_str()));
        Line {
            note: note.unwrap_or_default(),
            level: level(beside, &self.department),
            ..Line::of(id.0, name, *archived)
        }
    }

    fn set_archived(&mut self, archived: bool) {
        self.department.archived = archived;
    }

    fn fields(draft: RwSignal<Self>, beside: Vec<Department>) -> AnyView {
        let own = draft.with_untracked(|it| it.department.id);
        let parents = in_tree_order(&beside).into_iter().filter_map(|id| {
            let department = beside.iter().find(|department| department.id == id)?;
            let kept = draft.with_untracked(|it| it.department.parent) == Some(id);
            let indent = "\u{2003}".repeat(level(&beside, department));
            // The store refuses what would stand below itself; the department alone is not offered.
            (id != own && (!department.archived || kept))
                .then(|| (id.to_string(), format!("{indent}{}", department.name)))
        });
        let top = (String::new(), text!(keeping.no_parent).to_owned());
        let parents = std::iter::once(top).chain(parents).collect();
        view! {
            {name_field(draft, text!(keeping.name), |it| &mut it.department.name)}
            {select_field(
                draft,
                "keep-parent",
                text!(keeping.parent),
                parents,
                |it| it.department.parent.map(|parent| parent.to_string()).unwrap_or_default(),
                |it, parent| it.department.parent = parent.parse().ok(),
            )}
            <Head draft=draft />
        }
        .into_any()
    }
}

#[component]
fn Head(draft: RwSignal<HeadedDepartment>) -> impl IntoView {
    let colleagues = Colleagues::none_yet();
    let set = move |head: Option<Person>| {
        draft.update(|it| {
            it.department.head = head.as_ref().map(|head| head.id);
            it.head = head.map(|head| Named { id: head.id, name: head.name });
        });
    };
    let choose = move |id: Uuid| set(colleagues.chosen(id));
    view! {
        <Field id="keep-head" label=text!(keeping.head)>
            <div class="picker-row">
                <Picker
                    id="keep-head"
                    placeholder=text!(keeping.no_head)
                    shown=Signal::derive(move || {
                        draft.with(|it| it.head.as_ref().map(|head| head.name.clone())).unwrap_or_default()
                    })
                    find=colleagues.find(|_| true)
                    on_choose=Callback::new(choose)
                    nothing=text!(people.nobody_found)
                />
                <Show when=move || draft.with(|it| it.head.is_some())>
                    <button
                        type="button"
                        class="button quiet icon"
                        aria-label=text!(keeping.without_head)
                        on:click=move |_| set(None)
                    >
                        <Glyph icon=Icon::CLOSE />
                    </button>
                </Show>
            </div>
        </Field>
    }
}

/// Each before those below it, siblings in the order in which they are given.
pub(super) fn in_tree_order(all: &[Department]) -> Vec<DepartmentId> {
    fn lay(all: &[Department], below: Option<DepartmentId>, order: &mut Vec<DepartmentId>) {
        for department in all.iter().filter(|department| department.parent == below) {
            if !order.contains(&department.id) {
                order.push(department.id);
                lay(all, Some(department.id), order);
            }
        }
    }
    let mut order = Vec::with_capacity(all.len());
    lay(all, None, &mut order);
    order
}

/// How many departments it stands below.
pub(super) fn level(all: &[Department], department: &Department) -> usize {
    let above = |of: &Department| all.iter().find(|other| Some(other.id) == of.parent);
    std::iter::successors(above(department), |department| above(department)).take(all.len()).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn department(number: u128, parent: Option<u128>) -> Department {
        Department {
            id: DepartmentId(Uuid::from_u128(number)),
            name: number.to_string(),
            parent: parent.map(|parent| DepartmentId(Uuid::from_u128(parent))),
            head: None,
            archived: false,
        }
    }

    #[test]
    fn a_tree_is_read_from_top_to_bottom() {
        let all = [department(3, Some(2)), department(1, None), department(4, None), department(2, Some(1))];
        let order: Vec<_> = in_tree_order(&all).into_iter().map(|id| id.0.as_u128()).collect();
        assert_eq!(order, [1, 2, 3, 4]);
        assert_eq!(all.each_ref().map(|department| level(&all, department)), [2, 0, 0, 1]);
    }
}
