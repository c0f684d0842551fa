//! The two drawings: how far one has come, and how it goes from period to period. Whoever does not see them is told the
//! same in words.

use domain::points::{Aim, PointsSheet, Sum, TrendPoint};
use leptos::prelude::*;

use super::page::Address;
use super::words::{period_name, period_short};
use crate::text;
use crate::texts::locale;
use crate::ui::dates::use_dates;

/// How far one has come: earned, planned, and the thresholds.
#[component]
pub(super) fn Meter(sum: Sum, aim: Option<Aim>) -> impl IntoView {
    let (earned, planned) = (sum.earned, sum.planned());
    let thresholds = aim.as_ref().map(Aim::thresholds).unwrap_or_default();
    let most = thresholds.iter().map(|(_, at)| *at).chain([earned, planned, 1]).max().unwrap_or(1);
    let across = move |points: u32| u64::from(points) * WIDTH / u64::from(most);
    let label = match &aim {
        Some(aim) => text!(points.meter, earned = earned, target = aim.target, planned = planned),
        None => text!(points.meter_no_target, earned = earned, planned = planned),
    };
    let marks = thresholds.iter().map(|(percent, at)| {
        let x = across(*at).min(WIDTH - 2);
        view! { <rect class="meter-mark" data-target=(*percent == 100).then_some("") x=x y="0" width="2" height="28" /> }
    });
    let legend = thresholds.iter().map(|(percent, at)| {
        let reached = earned >= *at;
        view! {
            <li data-reached=reached.then_some("")>
                {text!(points.threshold, percent = *percent, points = *at)}
            </li>
        }
    });
    view! {
        <svg
            class="meter"
            role="img"
            aria-label=label
            viewBox=format!("0 0 {WIDTH} 28")
            preserveAspectRatio="none"
        >
            <rect class="meter-whole" x="0" y="4" width=WIDTH height="20" />
            <rect class="meter-planned" x="0" y="4" width=across(planned) height="20" />
            <rect class="meter-earned" x="0" y="4" width=across(earned) height="20" />
            {marks.collect_view()}
        </svg>
        <ul class="meter-legend">{legend.collect_view()}</ul>
    }
}

/// What was earned in each of the last periods.
#[component]
pub(super) fn Trend(sheet: RwSignal<PointsSheet>) -> impl IntoView {
    view! {
        <section class="panel" aria-labelledby="trend-title">
            <header class="panel-head">
                <h2 class="panel-title" id="trend-title">
                    {text!(points.trend)}
                </h2>
            </header>
            {move || sheet.with(|sheet| view! { <Bars sheet=sheet.clone() /> })}
        </section>
    }
}

#[component]
fn Bars(sheet: PointsSheet) -> impl IntoView {
    let (locale, dates) = (locale(), use_dates());
    let PointsSheet { owner, period: here, aim, trend, .. } = sheet;
    let target = aim.map(|aim| aim.target);
    let most = trend.iter().map(|point| point.earned).chain(target).max().unwrap_or(1).max(1);
    let up = move |points: u32| u64::from(points) * HEIGHT / u64::from(most);
    let step = WIDTH / trend.len().max(1) as u64;
    let path = move |point: &TrendPoint| Address { period: point.period, person: Some(owner.id) }.path();
    let bars = trend.iter().zip(0_u64..).map(|(point, place)| {
        let (x, height) = (place * step, up(point.earned));
        let name = format!("{}: {}", period_name(locale, &dates, point.period), point.earned);
        let middle = x + step / 2;
        let is_here = (point.period == here).then_some("");
        view! {
            // The table below says the same to whoever does not see it.
            <a href=path(point) tabindex="-1">
                <title>{name}</title>
                <rect class="trend-space" x=x y="0" width=step height=TOP + HEIGHT />
                <rect
                    class="trend-bar"
                    data-here=is_here
                    x=x + step / 6
                    y=TOP + HEIGHT - height
                    width=step * 2 / 3
                    height=height
                />
                <text class="trend-number" x=middle y=TOP + HEIGHT - height - 6>
                    {point.earned}
                </text>
                <text class="trend-name" data-here=is_here x=middle y=TOP + HEIGHT + 20>
                    {period_short(locale, &dates, point.period)}
                </text>
            </a>
        }
    });
    let bars = bars.collect_view();
    let line = target.map(|target| {
        let y = TOP + HEIGHT - up(target);
        let label = format!("{}: {target}", text!(points.target));
        view! {
            <line class="trend-target" x1="0" x2=WIDTH y1=y y2=y />
            <text class="trend-target-name" x="0" y=y.saturating_sub(6)>
                {label}
            </text>
        }
    });
    let rows = trend.iter().map(|point| {
        view! {
            <tr>
                <th scope="row">
                    <a href=path(point)>{period_name(locale, &dates, point.period)}</a>
                </th>
                <td>{point.earned}</td>
            </tr>
        }
    });
    let rows = rows.collect_view();
    view! {
        <svg class="trend" aria-hidden="true" viewBox=format!("0 0 {WIDTH} {}", TOP + HEIGHT + 30)>
            {bars}
            {line}
        </svg>
        <details class="points-table">
            <summary>{text!(points.as_table)}</summary>
            <table class="team-table">
                <thead>
                    <tr>
                        <th scope="col">{text!(points.period)}</th>
                        <th scope="col">{text!(points.earned)}</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </details>
    }
}

/// Units of the drawings, which are as wide as there is room.
const WIDTH: u64 = 720;
const HEIGHT: u64 = 180;
/// Room for the numbers above the bars.
const TOP: u64 = 24;
