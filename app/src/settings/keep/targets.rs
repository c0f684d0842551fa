//! Targets of points, by position (S66).

use domain::id::TargetId;
use domain::points::Target;
use leptos::prelude::*;
use leptos_i18n::td_string;

use super::{Kept, Line, Words, fits};
use crate::api::{Failure, keep_target, targets};
use crate::state::clock::now;
use crate::text;
use crate::texts::Locale;
use crate::ui::fields::{number_field, text_field};
use crate::ui::icon::Icon;

impl Kept for Target {
    type Beside = ();

    const ICON: Icon = Icon::REPORTS;

    fn words(locale: Locale) -> Words {
        Words {
            title: td_string!(locale, points.targets),
            hint: td_string!(locale, points.targets_hint),
            new: td_string!(locale, points.new_target),
        }
    }

    async fn read(find: String) -> Result<(Vec<Self>, ()), Failure> {
        Ok((targets().await?.into_iter().filter(|target| fits(&target.position, &find)).collect(), ()))
    }

    async fn keep(self) -> Result<(), Failure> {
        keep_target(self).await.map(drop)
    }

    fn new() -> Self {
        let id = TargetId::generate(now());
        let steps = vec![50, 80];
        Self { id, position: String::new(), week: 0, month: 0, quarter: 0, steps, archived: false }
    }

    fn line(&self, (): &(), locale: Locale) -> Line {
        let name = if self.position.is_empty() {
            td_string!(locale, points.everybody).to_owned()
        } else {
            self.position.clone()
        };
        let note = td_string!(
            locale,
            points.target_note,
            week = self.week,
            month = self.month,
            quarter = self.quarter
        );
        Line { id: self.id.0, name, note, hue: None, level: 0, archived: self.archived }
    }

    fn set_archived(&mut self, archived: bool) {
        self.archived = archived;
    }

    fn fields(draft: RwSignal<Self>, (): ()) -> AnyView {
        let steps =
            draft.with_untracked(|target| target.steps.iter().map(u32::to_string).collect::<Vec<_>>());
        let steps = RwSignal::new(steps.join(", "));
        // What is no number is none, and none is refused.
        let cut = move |text: String| {
            let items = text.split(',').map(str::trim).filter(|item| !item.is_empty());
            let items = items.map(|item| item.trim_end_matches('%').trim().parse().unwrap_or_default());
            draft.update(|target| target.steps = items.collect());
        };
        Effect::new(move |_| cut(steps.get()));
        view! {
            {text_field(
                draft,
                "keep-position",
                text!(points.position),
                "text",
                Some(text!(points.position_hint).to_owned()),
                |target| target.position.clone(),
                |target, position| target.position = position,
            )}
            {number_field(
                draft,
                "keep-week",
                text!(points.per_week),
                |target| target.week,
                |target, points| target.week = points,
            )}
            {number_field(
                draft,
                "keep-month",
                text!(points.per_month),
                |target| target.month,
                |target, points| target.month = points,
            )}
            {number_field(
                draft,
                "keep-quarter",
                text!(points.per_quarter),
                |target| target.quarter,
                |target, points| target.quarter = points,
            )}
            {text_field(
                steps,
                "keep-steps",
                text!(points.steps),
                "text",
                Some(text!(points.steps_hint).to_owned()),
                String::clone,
                |steps, text| *steps = text,
            )}
        }
        .into_any()
    }
}
