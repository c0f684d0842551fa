//! The screens, rendered by the server, and the calls of their program.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use app::api::Failure;
use app::context::{self, Assets, Entrance, Tiles};
use app::document::document;
use app::session::DemoPerson;
use axum::body::to_bytes;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, header};
use axum::middleware::Next;
use axum::response::{Html, IntoResponse as _, Redirect, Response};
use axum::routing::{any, get};
use axum::{Extension, Router};
use domain::people::Language;
use domain::samples::Known;
use leptos::nonce::use_nonce;
use leptos::prelude::{provide_context, use_context};
use leptos::server_fn::axum::get_server_fn_service;
use leptos_axum::ResponseOptions;
use store::{SignedIn, Store};
use tokio::sync::OnceCell;

use crate::config::{Demo, MapSettings, TileSource};
use crate::error::{Code, Problem};
use crate::identity::{self, NotSet, Visitor, sign_in_page};
use crate::local_path::LocalPath;
use crate::{Daybook, assets, headers, observe};

pub(crate) fn router(daybook: &Daybook) -> Router<Daybook> {
    let house = House::new(daybook);
    let mut router = Router::new();
    for address in addresses(&house) {
        router = router.route(&address, get(page));
    }
    router.route("/fn/{*call}", any(call)).fallback(file_or_page).layer(Extension(house))
}

/// What all renders share.
#[derive(Clone)]
struct House {
    store: Store,
    clock: context::Clock,
    passwords: context::Passwords,
    geocoding: context::Geocoding,
    assets: Assets,
    tiles: Tiles,
    shared: Arc<Shared>,
}

#[derive(Default)]
struct Shared {
    /// Somebody has an account, and so it stays.
    settled: AtomicBool,
    demo: OnceCell<Vec<DemoPerson>>,
}

impl House {
    fn new(daybook: &Daybook) -> Self {
        let clock = daybook.clock;
        Self {
            store: daybook.store.clone(),
            clock: context::Clock::new(move || clock.now()),
            passwords: passwords(daybook.clone()),
            geocoding: geocoding(daybook),
            assets: assets::addresses(),
            tiles: tiles(&daybook.config.map),
            shared: Arc::default(),
        }
    }

    /// What every render and every call finds in its context.
    fn lay_down(&self, request: context::Request) {
        provide_context(self.store.clone());
        provide_context(self.clock.clone());
        provide_context(self.passwords.clone());
        provide_context(self.geocoding.clone());
        provide_context(self.assets.clone());
        provide_context(self.tiles.clone());
        provide_context(request);
    }

    async fn entrance(&self, daybook: &Daybook) -> Result<Entrance, store::Error> {
        Ok(Entrance { demo: self.demo_people(daybook).await?, first_run: self.is_first_run().await? })
    }

    async fn is_first_run(&self) -> Result<bool, store::Error> {
        if self.shared.settled.load(Ordering::Relaxed) {
            return Ok(false);
        }
        let empty = self.store.is_empty().await?;
        self.shared.settled.store(!empty, Ordering::Relaxed);
        Ok(empty)
    }

    async fn demo_people(&self, daybook: &Daybook) -> Result<Vec<DemoPerson>, store::Error> {
        if daybook.config.demo == Demo::Off {
            return Ok(Vec::new());
        }
        let people = self.shared.demo.get_or_try_init(|| async {
            let users = self.store.users().await?;
            let offered = Known::ALL.into_iter().filter_map(|known| {
                let person = users.iter().find(|person| person.email == known.email() && !person.archived)?;
                let (name, position) = (person.name.clone(), person.position.clone());
                Some(DemoPerson { name, position, email: person.email.clone() })
            });
            Ok::<_, store::Error>(offered.collect())
        });
        people.await.cloned()
    }
}

/// Sets passwords for the screens.
fn passwords(daybook: Daybook) -> context::Passwords {
    context::Passwords::new(move |who, person, password| {
        let daybook = daybook.clone();
        Box::pin(async move {
            identity::reset_password(&daybook, who, person, &password).await.map_err(|why| match why {
                NotSet::Store(error) => error.into(),
                NotSet::Hashing(failed) => {
                    tracing::error!(%failed, "a password was not set");
                    let request = observe::current_request().map(|request| request.to_string());
                    Failure::Broken { request: request.unwrap_or_default() }
                }
            })
        })
    })
}

/// Looks addresses up for the screens.
fn geocoding(daybook: &Daybook) -> context::Geocoding {
    let geocoding = daybook.geocoding.clone();
    context::Geocoding::new(move |sought, language| {
        let geocoding = geocoding.clone();
        Box::pin(async move { geocoding.find(sought, language).await })
    })
}

fn tiles(settings: &MapSettings) -> Tiles {
    let by = settings.map_attribution.as_deref().map(str::trim).filter(|by| !by.is_empty());
    Tiles { url: settings.map_tiles.as_ref().map(|tiles| tiles.url().to_owned()), by: by.map(str::to_owned) }
}

/// The addresses of the screens, as the application's router has them.
fn addresses(house: &House) -> Vec<String> {
    let house = house.clone();
    let nobody = request_of(None, &HeaderMap::new(), Entrance::default());
    let (routes, _) =
        leptos_axum::generate_route_list_with_exclusions_and_ssg_and_context(app::App, None, move || {
            house.lay_down(nobody.clone())
        });
    routes.iter().map(|route| route.path().to_owned()).collect()
}

/// A screen. Whoever is not signed in is asked who they are, and led on from there.
async fn page(
    State(daybook): State<Daybook>,
    Extension(house): Extension<House>,
    visitor: Result<Visitor, Problem>,
    request: Request,
) -> Response {
    let visitor = match visitor {
        Ok(Visitor(visitor)) => visitor,
        Err(problem) => return problem.into_response(),
    };
    let asked = request.uri().path_and_query().map_or("/", |path| path.as_str());
    match (request.uri().path() == SIGN_IN, &visitor) {
        (true, Some(_)) => Redirect::to(wanted(request.uri().query()).as_str()).into_response(),
        (false, None) => Redirect::to(sign_in_page(&LocalPath::or_home(asked)).as_str()).into_response(),
        (true, None) | (false, Some(_)) => rendered(&daybook, &house, visitor, request).await,
    }
}

/// A file at the root of the site, or the page that says there is nothing.
async fn file_or_page(
    State(daybook): State<Daybook>,
    Extension(house): Extension<House>,
    visitor: Result<Visitor, Problem>,
    request: Request,
) -> Response {
    if let Some(file) = assets::at_root(&request) {
        return file;
    }
    if !accepts_pages(request.headers()) {
        return Problem::new(Code::NotFound).into_response();
    }
    match visitor {
        Ok(Visitor(visitor)) => rendered(&daybook, &house, visitor, request).await,
        Err(problem) => problem.into_response(),
    }
}

/// A call of the page's program. Who is not signed in is told so by the call itself.
async fn call(Extension(house): Extension<House>, Visitor(visitor): Visitor, request: Request) -> Response {
    if get_server_fn_service(request.uri().path(), request.method().clone()).is_none() {
        return Problem::new(Code::NotFound).into_response();
    }
    let asks = request_of(visitor, request.headers(), Entrance::default());
    let context = move || house.lay_down(asks.clone());
    leptos_axum::handle_server_fns_with_context(context, request).await.into_response()
}

async fn rendered(daybook: &Daybook, house: &House, visitor: Option<SignedIn>, request: Request) -> Response {
    let entrance = match &visitor {
        Some(_) => Entrance::default(),
        None => match house.entrance(daybook).await {
            Ok(entrance) => entrance,
            Err(error) => return Problem::from(error).into_response(),
        },
    };
    let asks = request_of(visitor, request.headers(), entrance);
    let (house, tiles) = (house.clone(), daybook.config.map.map_tiles.clone());
    let context = move || {
        house.lay_down(asks.clone());
        say_page_policy(tiles.as_ref());
    };
    whole(leptos_axum::render_app_async_with_context(context, document)(request).await).await
}

/// The page is rendered to its end before it is answered, so that what goes wrong on the way is answered too.
async fn whole(page: Response) -> Response {
    let (parts, body) = page.into_parts();
    match to_bytes(body, LARGEST_PAGE).await {
        Ok(page) => Response::from_parts(parts, page.into()),
        Err(error) => {
            tracing::error!(%error, "a page was not rendered to its end");
            Problem::new(Code::Broken).into_response()
        }
    }
}

/// Bytes. A year of somebody very busy takes less.
const LARGEST_PAGE: usize = 64 * 1024 * 1024;

/// The nonce is another one for each page; Leptos writes it into the scripts that it adds.
fn say_page_policy(tiles: Option<&TileSource>) {
    let (Some(response), Some(nonce)) = (use_context::<ResponseOptions>(), use_nonce()) else { return };
    if let Some(policy) = headers::page_policy(&nonce.to_string(), tiles) {
        response.insert_header(header::CONTENT_SECURITY_POLICY, policy);
    }
}

fn request_of(signed_in: Option<SignedIn>, headers: &HeaderMap, entrance: Entrance) -> context::Request {
    let preferences = signed_in.as_ref().map(|signed_in| &signed_in.person.preferences);
    let tags = headers.get(header::ACCEPT_LANGUAGE).and_then(|tags| tags.to_str().ok()).unwrap_or_default();
    let language = preferences
        .and_then(|preferences| preferences.language)
        .or_else(|| identity::language_of_browser(headers))
        .or_else(|| Language::preferred(tags))
        .unwrap_or_default();
    let theme =
        preferences.and_then(|preferences| preferences.theme).or_else(|| identity::theme_of_browser(headers));
    context::Request {
        id: observe::current_request().map(|request| request.to_string()).unwrap_or_default(),
        signed_in,
        language,
        tag: tag_for(language, tags),
        theme,
        look: identity::look_of_browser(headers),
        entrance,
    }
}

/// The browser's own tag for this language (`en-GB` writes dates as the reader knows them), else the
/// language's. It goes into the page, so it must look like a tag.
fn tag_for(language: Language, tags: &str) -> String {
    let mut tags = tags.split(',').filter_map(|tag| tag.split(';').next()).map(str::trim);
    let own = tags.find(|tag| {
        tag.len() <= LONGEST_TAG
            && tag.chars().all(|character| character.is_ascii_alphanumeric() || character == '-')
            && tag.split('-').next().is_some_and(|first| first.eq_ignore_ascii_case(language.tag()))
    });
    own.unwrap_or(language.tag()).to_owned()
}

/// As long as the longest registered tag (RFC 5646 section 4.4.1).
const LONGEST_TAG: usize = 35;

const SIGN_IN: &str = "/sign-in";

/// Where somebody wanted to go before they were asked who they are.
fn wanted(query: Option<&str>) -> LocalPath {
    let pairs = query.unwrap_or_default().split('&').filter_map(|pair| pair.split_once('='));
    let to =
        pairs.filter(|(name, _)| *name == "to").find_map(|(_, to)| crate::local_path::percent_decoded(to));
    LocalPath::or_home(to.as_deref().unwrap_or_default())
}

/// What went wrong under a page is said as a page, with the request to name when asking for help.
pub(crate) async fn say_in_words(request: Request, next: Next) -> Response {
    let reads_pages = accepts_pages(request.headers());
    let language = request_of(None, request.headers(), Entrance::default()).language;
    let response = next.run(request).await;
    if !reads_pages || !response.status().is_server_error() {
        return response;
    }
    let request = observe::current_request().map(|request| request.to_string()).unwrap_or_default();
    let (title, ask) = match language {
        Language::English => {
            ("Something went wrong", "Try again in a moment. If it stays so, name this request:")
        }
        Language::Russian => {
            ("Что-то пошло не так", "Попробуйте ещё раз. Если не поможет, назовите этот запрос:")
        }
    };
    let (tag, css) = (language.tag(), assets::addresses().css);
    let page = format!(
        "<!DOCTYPE html><html lang=\"{tag}\"><head><meta charset=\"utf-8\">\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"><title>{title}</title>\
         <link rel=\"stylesheet\" href=\"{css}\"></head><body><main class=\"plain\">\
         <h1 class=\"plain-title\">{title}</h1><p class=\"plain-text\">{ask} {request}</p></main></body></html>"
    );
    let policy = [(header::CONTENT_SECURITY_POLICY, headers::file_policy())];
    (response.status(), policy, Html(page)).into_response()
}

fn accepts_pages(headers: &HeaderMap) -> bool {
    let accept = headers.get(header::ACCEPT).and_then(|accept| accept.to_str().ok());
    accept.is_some_and(|accept| accept.contains("text/html"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_written_as_the_reader_knows_them() {
        assert_eq!(tag_for(Language::English, "ru,en-GB;q=0.8,en;q=0.7"), "en-GB");
        assert_eq!(tag_for(Language::Russian, "de, en-GB"), "ru");
        assert_eq!(tag_for(Language::English, "en\"><script>"), "en");
    }

    #[test]
    fn signing_in_leads_on_to_this_site_only() {
        assert_eq!(wanted(Some("to=/calendar/week/2026-11-23")).as_str(), "/calendar/week/2026-11-23");
        assert_eq!(wanted(Some("a=1&to=%2Fmeetings%2Fnew%3Fa%3D1")).as_str(), "/meetings/new?a=1");
        assert_eq!(wanted(Some("to=//evil.example")).as_str(), "/");
        assert_eq!(wanted(None).as_str(), "/");
    }
}
