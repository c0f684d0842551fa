//! Users: who signs in, with role, department and password.

use domain::availability::WorkingHours;
use domain::id::PersonId;
use domain::people::{Department, Person, Preferences, Role, SHORTEST_PASSWORD, check_password};
use leptos::prelude::*;
use leptos_i18n::td_string;
use serde::{Deserialize, Serialize};

use super::departments::{in_tree_order, level};
use super::{Kept, Line, Words};
use crate::api::{Failure, departments, keep_user, set_password, users};
use crate::state::clock::now;
use crate::text;
use crate::texts::Locale;
use crate::ui::fields::{name_field, select_field, text_field};
use crate::ui::icon::Icon;

/// A user, and the password that is to be set; empty, it stays as it is.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct User {
    person: Person,
    password: String,
}

impl Kept for User {
    type Beside = Vec<Department>;

    const ICON: Icon = Icon::PERSON;

    fn words(locale: Locale) -> Words {
        Words {
            title: td_string!(locale, keeping.users),
            hint: td_string!(locale, keeping.users_hint),
            new: td_string!(locale, keeping.new_user),
        }
    }

    async fn read(find: String) -> Result<(Vec<Self>, Vec<Department>), Failure> {
        let (people, departments) = (users(find).await?, departments().await?);
        let user = |person| Self { person, password: String::new() };
        let departments = departments.into_iter().map(|headed| headed.department).collect();
        Ok((people.into_iter().map(user).collect(), departments))
    }

    async fn keep(self) -> Result<(), Failure> {
        let Self { person, password } = self;
        let id = person.id;
        // A password that is none must not leave the rest half done.
        if !password.is_empty() {
            check_password(&password)?;
        }
        keep_user(person).await?;
        if password.is_empty() { Ok(()) } else { set_password(id, password).await }
    }

    fn new() -> Self {
        let person = Person {
            id: PersonId::generate(now()),
            name: String::new(),
            email: String::new(),
            position: String::new(),
            phone: String::new(),
            department: None,
            role: Role::Member,
            preferences: Preferences::default(),
            hours: WorkingHours::default(),
            archived: false,
        };
        Self { person, password: String::new() }
    }

    fn line(&self, beside: &Vec<Department>, locale: Locale) -> Line {
        let person = &self.person;
        let department = beside.iter().find(|department| Some(department.id) == person.department);
        let administrator = (person.role == Role::Administrator)
            .then(|| td_string!(locale, keeping.role_administrator).to_owned());
        let note = [
            Some(person.position.clone()),
            department.map(|department| department.name.clone()),
            administrator,
            Some(person.email.clone()),
        ];
        let note: Vec<_> = note.into_iter().flatten().filter(|part| !part.is_empty()).collect();
        Line { note: note.join(" · "), ..Line::of(person.id.0, &person.name, person.archived) }
    }

    fn set_archived(&mut self, archived: bool) {
        self.person.archived = archived;
    }

    fn fields(draft: RwSignal<Self>, beside: Vec<Department>) -> AnyView {
        let kept = draft.with_untracked(|user| user.person.department);
        let choices = in_tree_order(&beside).into_iter().filter_map(|id| {
            let department = beside.iter().find(|department| department.id == id)?;
            let indent = "\u{2003}".repeat(level(&beside, department));
            (!department.archived || kept == Some(id))
                .then(|| (id.to_string(), format!("{indent}{}", department.name)))
        });
        let none = (String::new(), text!(keeping.no_department).to_owned());
        let choices = std::iter::once(none).chain(choices).collect();
        let roles = vec![
            (MEMBER.to_owned(), text!(keeping.role_member).to_owned()),
            (ADMINISTRATOR.to_owned(), text!(keeping.role_administrator).to_owned()),
        ];
        let hint = text!(keeping.password_hint, min = SHORTEST_PASSWORD);
        let hint = format!("{hint} {}", text!(keeping.password_set_hint));
        view! {
            {name_field(draft, text!(refusal.field_name), |user| &mut user.person.name)}
            {text_field(
                draft,
                "keep-email",
                text!(refusal.field_email),
                "email",
                None,
                |user| user.person.email.clone(),
                |user, email| user.person.email = email.trim().to_owned(),
            )}
            <div class="field-row">
                {text_field(
                    draft,
                    "keep-position",
                    text!(refusal.field_position),
                    "text",
                    None,
                    |user| user.person.position.clone(),
                    |user, position| user.person.position = position,
                )}
                {text_field(
                    draft,
                    "keep-phone",
                    text!(refusal.field_phone),
                    "tel",
                    None,
                    |user| user.person.phone.clone(),
                    |user, phone| user.person.phone = phone,
                )}
            </div>
            <div class="field-row">
                {select_field(
                    draft,
                    "keep-department",
                    text!(refusal.field_department),
                    choices,
                    |user| user.person.department.map(|id| id.to_string()).unwrap_or_default(),
                    |user, id| user.person.department = id.parse().ok(),
                )}
                {select_field(
                    draft,
                    "keep-role",
                    text!(keeping.role),
                    roles,
                    |user| {
                        match user.person.role {
                            Role::Member => MEMBER,
                            Role::Administrator => ADMINISTRATOR,
                        }
                        .to_owned()
                    },
                    |user, role| {
                        user.person.role = if role == ADMINISTRATOR { Role::Administrator } else { Role::Member };
                    },
                )}
            </div>
            {text_field(
                draft,
                "keep-password",
                text!(keeping.password_new),
                "password",
                Some(hint),
                |user| user.password.clone(),
                |user, password| user.password = password,
            )}
        }
        .into_any()
    }
}

const MEMBER: &str = "member";
const ADMINISTRATOR: &str = "administrator";
