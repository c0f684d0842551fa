//! Plan against fact, as JSON and as files for spreadsheets.

use app::reports::{exported_meetings, exported_tallies};
use axum::Json;
use axum::extract::State;
use axum::response::Response;
use domain::id::{ClientId, DepartmentId, PersonId};
use domain::journal::report::{By, OwnedLine, PlanFact, Report, Scope};
use domain::people::Language;
use domain::points::{Length, Period};
use serde::Deserialize;
use utoipa::IntoParams;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::input::{Query, rules};
use super::list::{List, Part};
use crate::Daybook;
use crate::error::Problem;
use crate::identity::Asks;
use crate::spreadsheet::file;

pub(super) fn router() -> OpenApiRouter<Daybook> {
    OpenApiRouter::new()
        .routes(routes!(plan_fact))
        .routes(routes!(plan_fact_file))
        .routes(routes!(meetings))
        .routes(routes!(meetings_file))
}

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct Asked {
    /// A week (`2026-W48`), a month (`2026-11`) or a quarter (`2026-Q4`). Without it, this month.
    #[param(value_type = Option<String>, example = "2026-11")]
    period: Option<Period>,
    /// Only of this person.
    person: Option<PersonId>,
    /// Only of people in this department and below it.
    department: Option<DepartmentId>,
    /// Only with this client.
    client: Option<ClientId>,
}

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct Grouped {
    /// By what meetings are counted together.
    #[serde(default)]
    #[param(inline)]
    by: By,
}

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct Spoken {
    /// Of titles and words. Without it, that of the one who asks.
    language: Option<Language>,
}

impl Spoken {
    fn language(&self, asks: &Asks) -> Language {
        self.language.or(asks.signed_in.person.preferences.language).unwrap_or_default()
    }
}

/// Plan against fact of the one who asks and of everybody whom they lead: what was promised, and what became of it.
#[utoipa::path(get, path = "/reports/plan-fact", tag = "reports", params(Asked, Grouped),
    responses((status = OK, body = Report), Problem))]
async fn plan_fact(
    State(daybook): State<Daybook>,
    asks: Asks,
    Query(asked): Query<Asked>,
    Query(Grouped { by }): Query<Grouped>,
) -> Result<Json<Report>, Problem> {
    let (fact, _) = read(&daybook, &asks, asked).await?;
    Ok(Json(Report::of(&fact, by)))
}

/// The same as a file for spreadsheets: UTF-8 with a byte order mark, separated by commas, in Russian by semicolons.
#[utoipa::path(get, path = "/reports/plan-fact.csv", tag = "reports", params(Asked, Grouped, Spoken),
    responses((status = OK, body = String, content_type = "text/csv"), Problem))]
async fn plan_fact_file(
    State(daybook): State<Daybook>,
    asks: Asks,
    Query(asked): Query<Asked>,
    Query(Grouped { by }): Query<Grouped>,
    Query(spoken): Query<Spoken>,
) -> Result<Response, Problem> {
    let (fact, period) = read(&daybook, &asks, asked).await?;
    let language = spoken.language(&asks);
    let table = exported_tallies(&Report::of(&fact, by), by, language);
    file(&format!("plan-fact-{period}"), &table, language)
}

/// The meetings that the report is made from, by person and time.
#[utoipa::path(get, path = "/reports/meetings", tag = "reports", params(Asked, Part),
    responses((status = OK, body = List<OwnedLine>), Problem))]
async fn meetings(
    State(daybook): State<Daybook>,
    asks: Asks,
    Query(asked): Query<Asked>,
    Query(part): Query<Part>,
) -> Result<Json<List<OwnedLine>>, Problem> {
    let (fact, _) = read(&daybook, &asks, asked).await?;
    // A meeting that moved from one plan to another stands in both.
    Ok(part.of(fact.lines, |line| format!("{}-{}-{}", line.owner.id, line.week, line.line.meeting)))
}

/// The same as a file for spreadsheets.
#[utoipa::path(get, path = "/reports/meetings.csv", tag = "reports", params(Asked, Spoken),
    responses((status = OK, body = String, content_type = "text/csv"), Problem))]
async fn meetings_file(
    State(daybook): State<Daybook>,
    asks: Asks,
    Query(asked): Query<Asked>,
    Query(spoken): Query<Spoken>,
) -> Result<Response, Problem> {
    let (fact, period) = read(&daybook, &asks, asked).await?;
    let language = spoken.language(&asks);
    file(&format!("meetings-{period}"), &exported_meetings(&fact.lines, language), language)
}

async fn read(daybook: &Daybook, asks: &Asks, asked: Asked) -> Result<(PlanFact, Period), Problem> {
    let now = daybook.clock.now();
    let today = rules(&asks.signed_in.zone)?.date(now);
    let Asked { period, person, department, client } = asked;
    let period = period.unwrap_or_else(|| Period::of(Length::Month, today));
    let scope = Scope { period, person, department, client };
    Ok((daybook.store.plan_fact(asks.who, scope, now).await?, period))
}
