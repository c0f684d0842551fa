//! Asks of a meeting of a series, when it is moved on the grid, which of the others are to move along.

use domain::meeting::Scope;
use leptos::prelude::*;

use super::acts::Which;
use super::desk::Desk;
use super::parts::{Tool, tool};
use crate::api::foresee_shift;
use crate::meeting::WhichDialog;
use crate::session::session;
use crate::text;

#[component]
pub(super) fn MoveWhich(desk: Desk) -> impl IntoView {
    move || {
        let which = desk.acts.asks_which().get()?;
        Some(Suspend::new(tool(Tool::WhichMove(desk, which))))
    }
}

#[component]
pub(super) fn WhichMove(desk: Desk, which: Which) -> impl IntoView {
    let acts = desk.acts;
    // The first answer says by which clock the meetings are planned.
    let rules = RwSignal::new(session().rules.clone());
    let foresee = move |scope: Scope| async move {
        let (outlook, by) = foresee_shift(which.meeting, which.to, scope).await?;
        rules.try_set(by);
        Ok(outlook)
    };
    view! {
        <WhichDialog
            rules=rules
            title=text!(schedule.which_title)
            confirm=text!(calendar.move_these)
            tone=""
            scopes=vec![Scope::This, Scope::ThisAndFollowing, Scope::All]
            foresee=Box::new(move |scope| Box::pin(foresee(scope)))
            on_close=Callback::new(move |()| acts.move_none())
            on_confirm=Callback::new(move |scope| acts.move_which(scope))
        />
    }
}
