//! Sends files past the calls, so that their progress can be seen.

use domain::id::{AttachmentId, MeetingId};
use domain::{Refusal, Refused};
use serde::Deserialize;
use wasm_bindgen::JsCast as _;
use wasm_bindgen::closure::Closure;
use web_sys::{ProgressEvent, XmlHttpRequest};

use crate::api::Failure;
use crate::ui::refusals::Explain;

/// What came back; a status of 0 when nothing did.
pub(super) struct Sent {
    pub status: u16,
    text: String,
}

/// As much of problem details as is turned into words.
#[derive(Deserialize)]
struct Problem {
    #[serde(default)]
    reasons: Vec<Refusal>,
    #[serde(default)]
    request: String,
}

impl Sent {
    pub(super) fn is_well(&self) -> bool {
        (200..300).contains(&self.status)
    }

    /// Why it did not work.
    pub(super) fn words(&self, explain: &Explain) -> String {
        let problem: Option<Problem> = serde_json::from_str(&self.text).ok();
        let (reasons, request) = problem.map(|it| (it.reasons, it.request)).unwrap_or_default();
        if self.status == 413 {
            return explain.too_large();
        }
        let failure = match (self.status, Refused::unless_empty(reasons)) {
            (_, Err(refused)) => Failure::Refused(refused),
            (0, Ok(())) => Failure::Offline,
            (401, Ok(())) => Failure::SignedOut,
            (404, Ok(())) => Failure::Gone,
            _ => Failure::Broken { request },
        };
        explain.failure(&failure).join(" ")
    }
}

/// Where a file of a meeting is sent to.
pub(super) fn address(meeting: MeetingId, id: AttachmentId, name: &str) -> String {
    let name = js_sys::encode_uri_component(name);
    format!("/api/v1/meetings/{meeting}/attachments?id={id}&name={name}")
}

/// `progress` is told how much of a thousand has left.
pub(super) fn send(
    to: &str,
    file: &web_sys::File,
    progress: impl Fn(u32) + 'static,
    then: impl FnOnce(Sent) + 'static,
) {
    let Ok(request) = XmlHttpRequest::new() else { return };
    let told = Closure::<dyn Fn(ProgressEvent)>::new(move |event: ProgressEvent| {
        if event.length_computable() && event.total() > 0.0 {
            progress((event.loaded() / event.total() * 1_000.0) as u32);
        }
    });
    if let Ok(upload) = request.upload() {
        upload.set_onprogress(Some(told.into_js_value().unchecked_ref()));
    }
    let media_type = match file.type_() {
        unknown if unknown.is_empty() => "application/octet-stream".to_owned(),
        known => known,
    };
    ask(&request, "POST", to, then, |request| {
        request.set_request_header("Content-Type", &media_type)?;
        request.send_with_opt_blob(Some(file))
    });
}

pub(super) fn remove(what: &str, then: impl FnOnce(Sent) + 'static) {
    let Ok(request) = XmlHttpRequest::new() else { return };
    ask(&request, "DELETE", what, then, |request| request.send());
}

fn ask(
    request: &XmlHttpRequest,
    method: &str,
    to: &str,
    then: impl FnOnce(Sent) + 'static,
    begin: impl FnOnce(&XmlHttpRequest) -> Result<(), wasm_bindgen::JsValue>,
) {
    let answered = request.clone();
    let ended = Closure::once_into_js(move |_: ProgressEvent| {
        let status = answered.status().unwrap_or_default();
        let text = answered.response_text().ok().flatten().unwrap_or_default();
        then(Sent { status, text });
    });
    request.set_onloadend(Some(ended.unchecked_ref()));
    // Whatever cannot even begin ends the same way.
    let _ = request.open(method, to).and_then(|()| begin(request));
}
