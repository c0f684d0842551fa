//! What a client is told when something does not work: problem details (RFC 9457) with a stable `code`.
//!
//! Never a text of the database: what nobody foresaw is "broken" with the id of the request, and the log
//! knows more.

use std::any::Any;
use std::collections::BTreeMap;
use std::fmt;

use axum::extract::rejection::{FormRejection, JsonRejection, PathRejection, QueryRejection};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use domain::availability::Repair;
use domain::change::Revision;
use domain::{Refusal, Refused};
use serde::Serialize;
use utoipa::openapi::response::{self, ResponseBuilder};
use utoipa::openapi::{ContentBuilder, Ref, RefOr};
use utoipa::{IntoResponses, ToSchema};

use crate::observe;

/// A problem as it is told to a client.
#[derive(Clone, Debug)]
pub(crate) struct Problem {
    code: Code,
    /// One sentence for whoever reads the answer of a tool.
    detail: Option<String>,
    reasons: Vec<Refusal>,
    repairs: Vec<Repair>,
    current: Option<Revision>,
    /// Seconds after which it is worth trying again.
    retry_after: Option<u64>,
}

/// Every kind of problem. What it serialises to is stable.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Code {
    NotSignedIn,
    WrongCredentials,
    NotPermitted,
    CrossSite,
    NotFound,
    PlaceTaken,
    /// Somebody changed it meanwhile.
    Conflict,
    Refused,
    Malformed,
    TooLarge,
    UnsupportedMediaType,
    MethodNotAllowed,
    VersionRequired,
    TooMany,
    Busy,
    /// Another service would have to be asked, and none is configured, or not so that it answers.
    NotConfigured,
    /// Another service does not answer.
    Unreachable,
    Broken,
}

impl Code {
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::NotSignedIn => "not_signed_in",
            Self::WrongCredentials => "wrong_credentials",
            Self::NotPermitted => "not_permitted",
            Self::CrossSite => "cross_site",
            Self::NotFound => "not_found",
            Self::PlaceTaken => "place_taken",
            Self::Conflict => "conflict",
            Self::Refused => "refused",
            Self::Malformed => "malformed",
            Self::TooLarge => "too_large",
            Self::UnsupportedMediaType => "unsupported_media_type",
            Self::MethodNotAllowed => "method_not_allowed",
            Self::VersionRequired => "version_required",
            Self::TooMany => "too_many",
            Self::Busy => "busy",
            Self::NotConfigured => "not_configured",
            Self::Unreachable => "unreachable",
            Self::Broken => "broken",
        }
    }

    pub(crate) fn status(self) -> StatusCode {
        match self {
            Self::NotSignedIn | Self::WrongCredentials => StatusCode::UNAUTHORIZED,
            Self::NotPermitted | Self::CrossSite => StatusCode::FORBIDDEN,
            Self::NotFound => StatusCode::NOT_FOUND,
            Self::PlaceTaken | Self::Conflict => StatusCode::CONFLICT,
            Self::Refused | Self::Malformed => StatusCode::UNPROCESSABLE_ENTITY,
            Self::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            Self::UnsupportedMediaType => StatusCode::UNSUPPORTED_MEDIA_TYPE,
            Self::MethodNotAllowed => StatusCode::METHOD_NOT_ALLOWED,
            Self::VersionRequired => StatusCode::PRECONDITION_REQUIRED,
            Self::TooMany => StatusCode::TOO_MANY_REQUESTS,
            Self::Busy => StatusCode::SERVICE_UNAVAILABLE,
            Self::NotConfigured => StatusCode::NOT_IMPLEMENTED,
            Self::Unreachable => StatusCode::BAD_GATEWAY,
            Self::Broken => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    fn title(self) -> &'static str {
        match self {
            Self::NotSignedIn => "You are not signed in",
            Self::WrongCredentials => "The e-mail address or the password is wrong",
            Self::NotPermitted => "You are not permitted to do this",
            Self::CrossSite => "The request comes from another site",
            Self::NotFound => "There is no such thing, or you may not see it",
            Self::PlaceTaken => "The place is taken at that time",
            Self::Conflict => "Somebody has changed this meanwhile",
            Self::Refused => "A rule says no",
            Self::Malformed => "The request cannot be understood",
            Self::TooLarge => "The request is too large",
            Self::UnsupportedMediaType => "The request is not in the form that is read here",
            Self::MethodNotAllowed => "This cannot be done here",
            Self::VersionRequired => "If-Match has to name the version you have seen",
            Self::TooMany => "Too many attempts",
            Self::Busy => "Too much is going on at the moment",
            Self::NotConfigured => "This is not configured here",
            Self::Unreachable => "Another service does not answer",
            Self::Broken => "Something went wrong",
        }
    }
}

impl fmt::Display for Code {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.as_str())
    }
}

impl Problem {
    pub(crate) fn new(code: Code) -> Self {
        Self {
            code,
            detail: None,
            reasons: Vec::new(),
            repairs: Vec::new(),
            current: None,
            retry_after: None,
        }
    }

    pub(crate) fn malformed(detail: impl Into<String>) -> Self {
        Self::new(Code::Malformed).because(detail)
    }

    /// One sentence more for whoever reads it.
    #[must_use]
    pub(crate) fn because(self, detail: impl Into<String>) -> Self {
        Self { detail: Some(detail.into()), ..self }
    }

    /// `seconds` until it is worth trying again.
    pub(crate) fn too_many(seconds: u64) -> Self {
        Self { retry_after: Some(seconds), ..Self::new(Code::TooMany) }
    }

    pub(crate) fn code(&self) -> Code {
        self.code
    }

    /// The code of the first rule that said no, or else of the problem: what a plain form is told.
    pub(crate) fn reason(&self) -> String {
        let first = self.reasons.first().and_then(|reason| serde_json::to_value(reason).ok());
        let code = first.as_ref().and_then(|reason| reason.get("code")).and_then(|code| code.as_str());
        code.unwrap_or(self.code.as_str()).to_owned()
    }
}

impl From<Code> for Problem {
    fn from(code: Code) -> Self {
        Self::new(code)
    }
}

impl From<Refused> for Problem {
    /// Not permitted outweighs everything; a place that is taken is a conflict only if nothing else is wrong.
    fn from(refused: Refused) -> Self {
        let repairs = refused.repairs().to_vec();
        let reasons = refused.into_reasons();
        let not_permitted = reasons.iter().any(|reason| matches!(reason, Refusal::NotPermitted { .. }));
        let taken = reasons.iter().all(|reason| matches!(reason, Refusal::PlaceTaken { .. }));
        let code = match (not_permitted, taken) {
            (true, _) => Code::NotPermitted,
            (false, true) => Code::PlaceTaken,
            (false, false) => Code::Refused,
        };
        Self { reasons, repairs, ..Self::new(code) }
    }
}

impl From<Refusal> for Problem {
    fn from(refusal: Refusal) -> Self {
        Refused::from(refusal).into()
    }
}

impl From<store::Error> for Problem {
    fn from(error: store::Error) -> Self {
        match error {
            store::Error::Refused(refused) => refused.into(),
            store::Error::Gone => Code::NotFound.into(),
            store::Error::Conflict { current } => {
                Self { current: Some(current), ..Self::new(Code::Conflict) }
            }
            store::Error::Unsupported(instead) => {
                Self { detail: Some(instead.to_owned()), ..Self::new(Code::Broken) }
            }
            store::Error::Database(cause) => {
                observe::count_store_error();
                tracing::error!(%cause, "the database failed");
                Code::Broken.into()
            }
        }
    }
}

impl From<JsonRejection> for Problem {
    fn from(rejection: JsonRejection) -> Self {
        match rejection {
            JsonRejection::MissingJsonContentType(_) => Code::UnsupportedMediaType.into(),
            JsonRejection::BytesRejection(_) if rejection.status() == StatusCode::PAYLOAD_TOO_LARGE => {
                Code::TooLarge.into()
            }
            _ => Self::malformed(rejection.body_text()),
        }
    }
}

impl From<FormRejection> for Problem {
    fn from(rejection: FormRejection) -> Self {
        match rejection.status() {
            StatusCode::PAYLOAD_TOO_LARGE => Code::TooLarge.into(),
            StatusCode::UNSUPPORTED_MEDIA_TYPE => Code::UnsupportedMediaType.into(),
            _ => Self::malformed(rejection.body_text()),
        }
    }
}

impl From<QueryRejection> for Problem {
    fn from(rejection: QueryRejection) -> Self {
        Self::malformed(rejection.body_text())
    }
}

impl From<PathRejection> for Problem {
    fn from(rejection: PathRejection) -> Self {
        Self::malformed(rejection.body_text())
    }
}

/// What remains to be said when the code that was to answer broke down.
#[expect(clippy::needless_pass_by_value, reason = "the layer that catches panics calls it so")]
pub(crate) fn after_a_panic(cause: Box<dyn Any + Send>) -> Response {
    let said = cause.downcast_ref::<String>().map(String::as_str);
    let said = said.or_else(|| cause.downcast_ref::<&str>().copied()).unwrap_or("nothing");
    tracing::error!(said, "the answer broke down");
    Problem::new(Code::Broken).into_response()
}

impl IntoResponses for Problem {
    /// How every operation of REST says that it does not work.
    fn responses() -> BTreeMap<String, RefOr<response::Response>> {
        let content = ContentBuilder::new().schema(Some(Ref::from_schema_name(Details::name()))).build();
        let problem = ResponseBuilder::new().description("A problem").content(MEDIA_TYPE, content).build();
        BTreeMap::from([("default".to_owned(), problem.into())])
    }
}

/// RFC 9457 section 3.
const MEDIA_TYPE: &str = "application/problem+json";

/// The members of RFC 9457 section 3.1, and ours.
#[derive(Serialize, ToSchema)]
#[schema(as = Problem)]
pub(crate) struct Details<'a> {
    r#type: &'static str,
    title: &'static str,
    status: u16,
    code: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    detail: Option<&'a str>,
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    reasons: &'a [Refusal],
    /// What would not be refused for these reasons, the nearest first.
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    repairs: &'a [Repair],
    /// The version that is stored now.
    #[serde(skip_serializing_if = "Option::is_none")]
    current: Option<Revision>,
    /// What to name when asking for help.
    #[serde(skip_serializing_if = "Option::is_none")]
    request: Option<String>,
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let status = self.code.status();
        let details = Details {
            r#type: "about:blank",
            title: self.code.title(),
            status: status.as_u16(),
            code: self.code.as_str(),
            detail: self.detail.as_deref(),
            reasons: &self.reasons,
            repairs: &self.repairs,
            current: self.current,
            request: observe::current_request().map(|request| request.to_string()),
        };
        let body = serde_json::to_vec(&details).unwrap_or_default();
        let mut response = (status, body).into_response();
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(MEDIA_TYPE));
        if let Some(seconds) = self.retry_after {
            headers.insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        if self.code == Code::NotSignedIn {
            headers.insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
        }
        response
    }
}

#[cfg(test)]
mod tests {
    use domain::permission::Action;
    use domain::refusal::Field;

    use super::*;

    #[test]
    fn not_permitted_outweighs_what_else_is_wrong() {
        let refused = Refused::unless_empty(vec![
            Refusal::Empty { field: Field::Subject },
            Refusal::NotPermitted { action: Action::ChangeMeeting },
        ]);
        assert_eq!(Problem::from(refused.unwrap_err()).code(), Code::NotPermitted);
    }

    #[test]
    fn an_empty_field_is_refused_by_a_rule() {
        let problem = Problem::from(Refusal::Empty { field: Field::Subject });
        assert_eq!(problem.code().status(), StatusCode::UNPROCESSABLE_ENTITY);
    }
}
