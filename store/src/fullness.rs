//! How full the days of a month are.

use chrono::NaiveDate;
use domain::availability::minutes_by_day;
use domain::id::PersonId;
use domain::time::{Span, ZoneRules};

use crate::error::Result;
use crate::{Store, Who};

impl Store {
    /// How many minutes of each of so many days from `first` on, by the clock of `rules`, any of these people has no
    /// time: one walk along their calendars. As [`Store::free_busy`] it tells that, and nothing else of it.
    pub async fn fullness(
        &self,
        who: Who,
        people: &[PersonId],
        first: NaiveDate,
        days: u32,
        rules: &ZoneRules,
    ) -> Result<Vec<u32>> {
        let range = rules.days(first, days);
        let times = self.free_busy(who, people, range.start(), range.end()).await?;
        let spans: Vec<Span> = times.into_iter().flat_map(|time| time.busy).map(|(span, _)| span).collect();
        Ok(minutes_by_day(&spans, rules, first, days))
    }
}
