//! What is shown of points: one person's account, and those of a team side by side.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{Aim, Period, PointsLine, Standing};
use crate::change::Revision;
use crate::id::{ClientId, DepartmentId, KindId, Named, PersonId};
use crate::kind::{EventType, Predefined};

/// What meetings add up to. What is cancelled counts nowhere.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Sum {
    pub meetings: u32,
    pub closed: u32,
    /// Points of what is closed.
    pub earned: u32,
    /// Points of what is not closed yet.
    pub open: u32,
    /// Those of them whose time is over.
    pub overdue: u32,
    /// Meetings that are odd.
    pub odd: u32,
}

impl Sum {
    pub fn of<'a>(lines: impl IntoIterator<Item = &'a PointsLine>) -> Self {
        let mut sum = Self::default();
        for line in lines.into_iter().filter(|line| line.standing != Standing::Lost) {
            sum.meetings += 1;
            sum.odd += u32::from(!line.oddities.is_empty());
            match line.standing {
                Standing::Earned => {
                    sum.closed += 1;
                    sum.earned += line.points;
                }
                Standing::Overdue => {
                    sum.open += line.points;
                    sum.overdue += line.points;
                }
                Standing::Open | Standing::Lost => sum.open += line.points,
            }
        }
        sum
    }

    /// What it comes to when everything planned is done.
    pub fn planned(&self) -> u32 {
        self.earned + self.open
    }
}

/// How well meetings were done (S65).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Effectiveness {
    pub closed: u32,
    /// Those that were closed in time.
    pub in_time: u32,
    /// Items of the checklists of what is closed.
    pub items: u32,
    pub ticked: u32,
    /// The most visited first.
    pub clients: Vec<VisitsOfClient>,
}

/// How often a client is visited.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct VisitsOfClient {
    pub client: Named<ClientId>,
    pub planned: u32,
    pub done: u32,
    /// Earned with all meetings with this client.
    pub points: u32,
}

impl Effectiveness {
    pub fn of(lines: &[PointsLine]) -> Self {
        let mut whole = Self::default();
        let mut clients: BTreeMap<ClientId, VisitsOfClient> = BTreeMap::new();
        for line in lines.iter().filter(|line| line.standing != Standing::Lost) {
            let closed = line.standing == Standing::Earned;
            if closed {
                whole.closed += 1;
                whole.in_time += u32::from(line.in_time == Some(true));
                whole.items += line.items;
                whole.ticked += line.ticked;
            }
            let Some(client) = &line.client else { continue };
            let of_client = clients.entry(client.id).or_insert_with(|| VisitsOfClient {
                client: client.clone(),
                planned: 0,
                done: 0,
                points: 0,
            });
            let visit = u32::from(line.event_type == EventType::External);
            of_client.planned += visit;
            if closed {
                of_client.done += visit;
                of_client.points += line.points;
            }
        }
        let mut clients: Vec<_> = clients.into_values().filter(|it| it.planned > 0).collect();
        clients.sort_by(|one, other| {
            other.planned.cmp(&one.planned).then_with(|| one.client.name.cmp(&other.client.name))
        });
        Self { clients, ..whole }
    }
}

/// What was earned in one of several periods.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct TrendPoint {
    #[cfg_attr(feature = "openapi", schema(value_type = String, example = "2026-W48"))]
    pub period: Period,
    pub earned: u32,
}

/// What was earned in each period up to this one, from what was earned for each day.
pub fn trend(period: Period, earned: &[(NaiveDate, u32)]) -> Vec<TrendPoint> {
    let periods = period.up_to_this(period.length().trend()).into_iter();
    periods
        .map(|period| {
            let within = earned.iter().filter(|(date, _)| period.contains(*date));
            TrendPoint { period, earned: within.map(|(_, points)| points).sum() }
        })
        .collect()
}

/// A kind, and what a further meeting of it would bring.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct KindWorth {
    pub kind: Named<KindId>,
    pub predefined: Option<Predefined>,
    pub points: u32,
}

/// The account of somebody's points in a period.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PointsSheet {
    /// As of this revision all of it is true.
    pub revision: Revision,
    pub owner: Named<PersonId>,
    pub position: String,
    #[cfg_attr(feature = "openapi", schema(value_type = String, example = "2026-W48"))]
    pub period: Period,
    pub sum: Sum,
    /// What is expected; absent where nothing is.
    pub aim: Option<Aim>,
    /// By time.
    pub lines: Vec<PointsLine>,
    pub effectiveness: Effectiveness,
    /// The oldest period first, this one last.
    pub trend: Vec<TrendPoint>,
    /// The kinds that are planned in the journal and bring points.
    pub kinds: Vec<KindWorth>,
}

/// A person's points in a list of a team's.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PointsRow {
    pub owner: Named<PersonId>,
    pub position: String,
    pub department: Option<Named<DepartmentId>>,
    pub sum: Sum,
    pub aim: Option<Aim>,
}

/// The points of everybody whom somebody leads.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct TeamPoints {
    pub revision: Revision,
    #[cfg_attr(feature = "openapi", schema(value_type = String, example = "2026-W48"))]
    pub period: Period,
    /// By name.
    pub team: Vec<PointsRow>,
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;
    use crate::id::MeetingId;
    use crate::journal::sheet::tests::on;
    use crate::points::Oddity;

    fn line(number: u128, points: u32, standing: Standing) -> PointsLine {
        let kind = Predefined::MeetingAtClient;
        PointsLine {
            meeting: MeetingId(Uuid::from_u128(number)),
            subject: Some("Visit".to_owned()),
            when: on(24, 9, 60),
            kind: Named { id: kind.id(), name: "Visit".to_owned() },
            predefined: Some(kind),
            event_type: EventType::External,
            client: Some(Named {
                id: ClientId(Uuid::from_u128(points.into())),
                name: format!("Client {points}"),
            }),
            points,
            standing,
            oddities: Vec::new(),
            in_time: (standing == Standing::Earned).then_some(true),
            items: 4,
            ticked: 3,
        }
    }

    fn some() -> Vec<PointsLine> {
        let odd = PointsLine {
            oddities: vec![Oddity::NoAddress],
            in_time: Some(false),
            ..line(5, 5, Standing::Earned)
        };
        let mut lines = vec![line(1, 5, Standing::Earned), line(2, 8, Standing::Open)];
        lines.extend([line(3, 2, Standing::Overdue), line(4, 100, Standing::Lost), odd]);
        lines
    }

    #[test]
    fn a_sum_counts_what_is_closed_as_earned_and_what_is_cancelled_nowhere() {
        let sum = Sum::of(&some());
        let expected = Sum { meetings: 4, closed: 2, earned: 10, open: 10, overdue: 2, odd: 1 };
        assert_eq!((sum, sum.planned()), (expected, 20));
    }

    #[test]
    fn effectiveness_looks_at_what_is_closed() {
        let whole = Effectiveness::of(&some());
        assert_eq!((whole.closed, whole.in_time, whole.items, whole.ticked), (2, 1, 8, 6));
        let clients: Vec<_> = whole
            .clients
            .iter()
            .map(|it| (it.client.name.as_str(), it.planned, it.done, it.points))
            .collect();
        assert_eq!(clients, [("Client 5", 2, 2, 10), ("Client 2", 1, 0, 0), ("Client 8", 1, 0, 0)]);
    }

    #[test]
    fn a_trend_counts_each_day_in_its_period() {
        let week: Period = "2026-W48".parse().unwrap();
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        let earned =
            [(day("2026-11-22"), 3), (day("2026-11-23"), 5), (day("2026-11-29"), 1), (day("2026-11-30"), 9)];
        let trend = trend(week, &earned);
        assert_eq!(trend.len(), 12);
        let last: Vec<_> = trend[10..].iter().map(|it| (it.period.to_string(), it.earned)).collect();
        assert_eq!(last, [("2026-W47".to_owned(), 3), ("2026-W48".to_owned(), 6)]);
    }
}
