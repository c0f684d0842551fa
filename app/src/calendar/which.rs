//! Asks of a meeting of a series, when it is moved on the grid, which of the others are to move along.

use domain::meeting::Scope;
use leptos::prelude::*;

use super::desk::Desk;
use crate::api::foresee_shift;
use crate::meeting::WhichDialog;
use crate::session::session;
use crate::text;

#[component]
pub(super) fn MoveWhich(desk: Desk) -> impl IntoView {
    let acts = desk.acts;
    // The first answer says by which clock the meetings are planned.
    let rules = RwSignal::new(session().rules.clone());
    let title = text!(schedule.which_title);
    let confirm = text!(calendar.move_these);
    move || {
        let asked = acts.asks_which().get()?;
        let foresee = move |scope: Scope| async move {
            let (outlook, by) = foresee_shift(asked.meeting, asked.to, scope).await?;
            rules.try_set(by);
            Ok(outlook)
        };
        Some(view! {
            <WhichDialog
                rules=rules
                title=title
                confirm=confirm
                tone=""
                scopes=vec![Scope::This, Scope::ThisAndFollowing, Scope::All]
                foresee=Box::new(move |scope| Box::pin(foresee(scope)))
                on_close=Callback::new(move |()| acts.move_none())
                on_confirm=Callback::new(move |scope| acts.move_which(scope))
            />
        })
    }
}
