//! The files of a meeting (S23).

use axum::Json;
use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use domain::attachment::Attachment;
use domain::change::Channel;
use domain::id::{AttachmentId, MeetingId};
use serde::Deserialize;
use store::{NewAttachment, Who};
use utoipa::IntoParams;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::input::{Path, Query};
use super::list::{List, Part};
use crate::Daybook;
use crate::error::{Code, Problem};
use crate::identity::{Asks, bearer};

pub(super) fn router() -> OpenApiRouter<Daybook> {
    OpenApiRouter::new()
        .routes(routes!(list_attachments, add_attachment))
        .routes(routes!(read_attachment, remove_attachment))
}

/// The files of a meeting, in the order in which they were added.
#[utoipa::path(get, path = "/meetings/{id}/attachments", tag = "meetings", params(("id" = MeetingId, Path), Part),
    responses((status = OK, body = List<Attachment>), Problem))]
async fn list_attachments(
    State(daybook): State<Daybook>,
    asks: Asks,
    Path(id): Path<MeetingId>,
    Query(part): Query<Part>,
) -> Result<Json<List<Attachment>>, Problem> {
    let sheet = daybook.store.meeting(asks.who, id).await?;
    let attachments = sheet.attachments.into_iter().map(|line| line.attachment).collect();
    Ok(part.of(attachments, |attachment: &Attachment| attachment.id.to_string()))
}

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct Added {
    /// The file's name.
    name: String,
    /// Chosen by the client, so that the same file sent twice is added once.
    id: Option<AttachmentId>,
}

/// Adds a file: the body is its content, `Content-Type` what it is. 413 when it is larger than the server takes.
#[utoipa::path(post, path = "/meetings/{id}/attachments", tag = "meetings", params(("id" = MeetingId, Path), Added),
    request_body(content = Vec<u8>, content_type = "application/octet-stream"),
    responses((status = CREATED, body = Attachment, headers(("location"))), Problem))]
async fn add_attachment(
    State(daybook): State<Daybook>,
    asks: Asks,
    Path(meeting): Path<MeetingId>,
    Query(Added { name, id }): Query<Added>,
    request: Request,
) -> Result<Response, Problem> {
    let who = through_its_door(asks.who, request.headers());
    let announced = request.headers().get(header::CONTENT_LENGTH);
    let announced = announced.and_then(|length| length.to_str().ok()?.parse::<u64>().ok());
    if announced.is_some_and(|length| length > daybook.vault.most_bytes()) {
        return Err(Code::TooLarge.into());
    }
    daybook.store.require_may_attach(who, meeting, &name).await?;
    let media_type = media_type(request.headers());
    let mut incoming = daybook.vault.receive(request.into_body()).await?;

    let now = daybook.clock.now();
    let new = NewAttachment {
        id: id.unwrap_or_else(|| AttachmentId::generate(now)),
        name,
        media_type,
        bytes: incoming.bytes,
        content: incoming.content.clone(),
    };
    let alone = daybook.vault.alone().await;
    daybook.vault.place(&mut incoming).await?;
    let added = daybook.store.attach(who, meeting, new, now).await;
    forget_unless_used(&daybook, &incoming.content).await?;
    drop(alone);
    let attachment = added?;
    let location = format!("{}/meetings/{meeting}/attachments/{}", super::PREFIX, attachment.id);
    Ok((StatusCode::CREATED, [(header::LOCATION, location)], Json(attachment)).into_response())
}

/// The content of a file, to be saved under its name.
#[utoipa::path(get, path = "/meetings/{id}/attachments/{attachment}", tag = "meetings",
    params(("id" = MeetingId, Path), ("attachment" = AttachmentId, Path)),
    responses((status = OK, body = Vec<u8>, content_type = "application/octet-stream"), Problem))]
async fn read_attachment(
    State(daybook): State<Daybook>,
    asks: Asks,
    Path((meeting, id)): Path<(MeetingId, AttachmentId)>,
) -> Result<Response, Problem> {
    let attachment = daybook.store.attachment(asks.who, meeting, id).await?;
    let content = daybook.vault.read(&attachment.content).await?;
    let mut response = Body::from_stream(content).into_response();
    let headers = response.headers_mut();
    let media_type = HeaderValue::try_from(&attachment.media_type);
    headers.insert(header::CONTENT_TYPE, media_type.unwrap_or(OCTETS));
    headers.insert(header::CONTENT_LENGTH, HeaderValue::from(attachment.bytes));
    // Whatever it is, it does not run here.
    headers.insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static("sandbox; default-src 'none'"));
    if let Ok(disposition) = HeaderValue::try_from(disposition(&attachment.name)) {
        headers.insert(header::CONTENT_DISPOSITION, disposition);
    }
    Ok(response)
}

/// Takes a file away from a meeting. Once more does no harm.
#[utoipa::path(delete, path = "/meetings/{id}/attachments/{attachment}", tag = "meetings",
    params(("id" = MeetingId, Path), ("attachment" = AttachmentId, Path)),
    responses((status = NO_CONTENT), Problem))]
async fn remove_attachment(
    State(daybook): State<Daybook>,
    asks: Asks,
    Path((meeting, id)): Path<(MeetingId, AttachmentId)>,
    headers: HeaderMap,
) -> Result<StatusCode, Problem> {
    let who = through_its_door(asks.who, &headers);
    let alone = daybook.vault.alone().await;
    if let Some(content) = daybook.store.detach(who, meeting, id, daybook.clock.now()).await? {
        forget_unless_used(&daybook, &content).await?;
    }
    drop(alone);
    Ok(StatusCode::NO_CONTENT)
}

async fn forget_unless_used(daybook: &Daybook, content: &str) -> Result<(), Problem> {
    if !daybook.store.has_content(content).await? {
        daybook.vault.drop(content).await;
    }
    Ok(())
}

/// Files are the one thing for which the screens come here too.
fn through_its_door(who: Who, headers: &HeaderMap) -> Who {
    let channel = if bearer(headers).is_some() { Channel::Rest } else { Channel::Screen };
    Who { channel, ..who }
}

const OCTETS: HeaderValue = HeaderValue::from_static("application/octet-stream");

/// What is said of the content, if it is short and plain.
fn media_type(headers: &HeaderMap) -> String {
    let said = headers.get(header::CONTENT_TYPE).and_then(|said| said.to_str().ok());
    let plain = |said: &&str| !said.trim().is_empty() && said.len() <= 200 && said.contains('/');
    said.filter(plain).map_or_else(|| "application/octet-stream".to_owned(), |said| said.trim().to_owned())
}

/// RFC 6266: the name as UTF-8 (RFC 8187), and what is left of it in ASCII for who cannot read that.
fn disposition(name: &str) -> String {
    let plain: String = name
        .chars()
        .map(|letter| if letter.is_ascii_graphic() && !"\"\\%/".contains(letter) { letter } else { '_' })
        .collect();
    let mut encoded = String::new();
    for byte in name.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            encoded.push(char::from(byte));
        } else {
            encoded.push_str(&format!("%{byte:02X}"));
        }
    }
    format!("attachment; filename=\"{plain}\"; filename*=UTF-8''{encoded}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_in_any_letters_is_told_whole() {
        assert!(disposition("Отчёт").starts_with("attachment; filename=\"_____\"; filename*=UTF-8''%D0%9E"));
        assert_eq!(
            disposition("a\"b\r\n.txt"),
            "attachment; filename=\"a_b__.txt\"; filename*=UTF-8''a%22b%0D%0A.txt"
        );
    }

    #[test]
    fn what_is_no_media_type_is_octets() {
        let told = |said: &'static str| {
            media_type(&HeaderMap::from_iter([(header::CONTENT_TYPE, HeaderValue::from_static(said))]))
        };
        assert_eq!(
            (told("image/png"), told("nonsense")),
            ("image/png".into(), "application/octet-stream".into())
        );
    }
}
