//! Asks of a meeting of a series, when it is moved or taken out on the grid, which of the others go with it.

use domain::calendar::Takes;
use domain::id::{MeetingId, PlaceId};
use domain::meeting::Scope;
use domain::refusal::Refusal;
use leptos::prelude::*;

use super::acts::{OtherRoom, Which};
use super::desk::Desk;
use super::instead::put_right;
use super::parts::{Tool, tool};
use crate::api::{Goal, foresee_removal, foresee_shift};
use crate::meeting::{Mending, WhichDialog};
use crate::session::session;
use crate::text;

#[component]
pub(super) fn AskWhich(desk: Desk) -> impl IntoView {
    move || {
        let which = desk.acts.asks_which().get()?;
        Some(Suspend::new(tool(Tool::Which(desk, which))))
    }
}

#[component]
pub(super) fn Asked(desk: Desk, which: Which) -> impl IntoView {
    match which {
        Which { meeting, to: Some(to) } => view! { <Move desk=desk meeting=meeting to=to /> }.into_any(),
        Which { meeting, to: None } => view! { <Remove desk=desk meeting=meeting /> }.into_any(),
    }
}

#[component]
fn Remove(desk: Desk, meeting: MeetingId) -> impl IntoView {
    let acts = desk.acts;
    view! {
        <WhichDialog
            rules=Signal::stored(session().rules.clone())
            title=text!(schedule.remove_title)
            confirm=text!(meeting.remove)
            tone="danger"
            scopes=SCOPES.to_vec()
            foresee=Box::new(move |scope| Box::pin(foresee_removal(meeting, scope)))
            on_close=Callback::new(move |()| acts.to_none())
            on_confirm=Callback::new(move |scope| acts.remove_which(scope))
        />
    }
}

const SCOPES: [Scope; 3] = [Scope::This, Scope::ThisAndFollowing, Scope::All];

#[component]
fn Move(desk: Desk, meeting: MeetingId, to: Takes) -> impl IntoView {
    let acts = desk.acts;
    // The first answer says by which clock the meetings are planned.
    let rules = RwSignal::new(session().rules.clone());
    // Where it is to go, with what was chosen instead where rooms are in the way.
    let goal = StoredValue::new(Goal::at(to));
    let taken = StoredValue::new(None::<PlaceId>);
    let foresee = move |scope: Scope| async move {
        let (outlook, by) = foresee_shift(meeting, goal.get_value(), scope).await?;
        if let Some(place) = outlook.refusals.iter().find_map(Refusal::place) {
            taken.try_set_value(Some(place));
        }
        rules.try_set(by);
        Ok(outlook)
    };
    view! {
        <WhichDialog
            rules=rules
            title=text!(schedule.which_title)
            confirm=text!(calendar.move_these)
            tone=""
            scopes=SCOPES.to_vec()
            foresee=Box::new(move |scope| Box::pin(foresee(scope)))
            mending=Mending {
                wanted: Callback::new(move |()| {
                    Some(goal.with_value(|goal| goal.takes.when(&rules.read_untracked())))
                }),
                choose: Callback::new(move |remedy| {
                    let rules = rules.get_untracked();
                    goal.update_value(|goal| *goal = put_right(goal.clone(), remedy, &rules));
                }),
            }
            on_close=Callback::new(move |()| acts.to_none())
            on_confirm=Callback::new(move |scope| {
                let goal = goal.get_value();
                let room = goal.place.zip(taken.get_value()).map(|(to, from)| OtherRoom { from, to });
                acts.move_which(goal, room, scope);
            })
        />
    }
}
