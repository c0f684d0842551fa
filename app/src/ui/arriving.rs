//! What is read before it can be shown.

use leptos::prelude::*;
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::refusals::{Reasons, use_explain};
use crate::api::Failure;
use crate::json::Json;

/// A panel stands in for it while it comes; while another one is read, what was shown stays. What cannot be read says why.
#[component]
pub fn Arriving<T, Show>(what: Resource<Result<T, Failure>, Json>, show: Show) -> impl IntoView
where
    T: Clone + Serialize + DeserializeOwned + Send + Sync + 'static,
    Show: Fn(T) -> AnyView + Clone + Send + Sync + 'static,
{
    let explain = use_explain();
    view! {
        <Transition fallback=Skeleton>
            {move || {
                let (explain, show) = (explain.clone(), show.clone());
                Suspend::new(async move {
                    match what.await {
                        Ok(read) => show(read),
                        Err(failure) => {
                            view! { <Reasons reasons=Signal::stored(explain.failure(&failure)) /> }.into_any()
                        }
                    }
                })
            }}
        </Transition>
    }
}

#[component]
fn Skeleton() -> impl IntoView {
    view! {
        <div class="panel" aria-busy="true">
            <span class="skeleton block"></span>
        </div>
    }
}
