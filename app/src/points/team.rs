//! The points of those whom one leads, side by side.

use domain::id::PersonId;
use domain::points::{PointsRow, TeamPoints};
use leptos::prelude::*;

use super::chart::Meter;
use super::page::Address;
use crate::session::session;
use crate::text;
use crate::ui::avatar::Avatar;
use crate::ui::icon::{Glyph, Icon};

#[component]
pub(super) fn Team(team: RwSignal<TeamPoints>, address: Memo<Address>) -> impl IntoView {
    let people =
        Memo::new(move |_| team.with(|team| team.team.iter().map(|row| row.owner.id).collect::<Vec<_>>()));
    let me = session().person.id;
    let is_mine = move || address.get().person.is_none_or(|person| person == me);
    view! {
        <section class="panel team" aria-labelledby="team-title">
            <header class="panel-head">
                <h2 class="panel-title" id="team-title">
                    {text!(points.team)}
                </h2>
                <a
                    class="button small"
                    href=move || Address { person: None, ..address.get() }.path()
                    aria-current=move || is_mine().then_some("page")
                >
                    {text!(points.title)}
                </a>
            </header>
            <div class="team-scroll">
                <table class="team-table points-numbers">
                    <thead>
                        <tr>
                            <th scope="col">{text!(points.person)}</th>
                            <th scope="col">{text!(points.earned)}</th>
                            <th scope="col">{text!(points.planned)}</th>
                            <th scope="col">{text!(points.target)}</th>
                            <th scope="col">{text!(points.of_target)}</th>
                            <th scope="col">{text!(points.odd)}</th>
                        </tr>
                    </thead>
                    <tbody>
                        <For each=move || people.get() key=|person| *person let:person>
                            <Row person=person team=team address=address />
                        </For>
                    </tbody>
                </table>
            </div>
        </section>
    }
}

#[component]
fn Row(person: PersonId, team: RwSignal<TeamPoints>, address: Memo<Address>) -> impl IntoView {
    let row = Memo::new(move |before: Option<&Option<PointsRow>>| {
        let found = team.with(|team| team.team.iter().find(|row| row.owner.id == person).cloned());
        found.or_else(|| before.cloned().flatten())
    });
    let is_open = move || address.get().person == Some(person);
    let to = move || Address { person: Some(person), ..address.get() }.path();
    let (name, note) = row.with_untracked(|row| {
        row.as_ref().map(|row| (row.owner.name.clone(), row.position.clone())).unwrap_or_default()
    });
    view! {
        <tr data-person=person.to_string() data-open=move || is_open().then_some("")>
            <th scope="row">
                <a class="team-person" href=to aria-current=move || is_open().then_some("true")>
                    <Avatar name=name.clone() size="small" />
                    <span>
                        <span class="team-name">{name.clone()}</span>
                        <span class="team-note">{note}</span>
                    </span>
                </a>
            </th>
            {move || row.get().map(|row| view! { <Numbers row=row /> })}
        </tr>
    }
}

#[component]
fn Numbers(row: PointsRow) -> impl IntoView {
    let PointsRow { sum, aim, .. } = row;
    let target = aim.as_ref().map(|aim| aim.target);
    let percent = aim.as_ref().map(|aim| text!(points.percent, percent = aim.percent(sum.earned)));
    let odd = (sum.odd > 0).then(|| {
        let label = text!(points.odd_count, count = sum.odd);
        let title = label.clone();
        view! {
            <span class="team-sign" data-sign="findings" title=title>
                <Glyph icon=Icon::WARNING />
                <span aria-hidden="true">{sum.odd}</span>
                <span class="visually-hidden">{label}</span>
            </span>
        }
    });
    view! {
        <td>
            <strong>{sum.earned}</strong>
        </td>
        <td>{sum.planned()}</td>
        <td>{target.map_or_else(|| "–".to_owned(), |target| target.to_string())}</td>
        <td class="points-far">
            {percent}
            {aim.map(|aim| view! { <Meter sum=sum aim=Some(aim) /> })}
        </td>
        <td>{odd}</td>
    }
}
