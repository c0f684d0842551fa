//! Why a rule said no, in words.

use domain::alike::Likeness;
use domain::attribute::AttributeWrong;
use domain::availability::Closure;
use domain::availability::hours::Hours;
use domain::checklist::Asks;
use domain::refusal::{Collision, Field};
use domain::time::ZoneRules;
use domain::{Refusal, Refused};
use leptos::prelude::*;
use leptos_i18n::td_string;

use super::dates::Dates;
use super::icon::{Glyph, Icon};
use crate::api::Failure;
use crate::text;
use crate::texts::Locale;

/// Turns refusals into words, in the reader's language and on the reader's clock. It can be kept for event
/// handlers.
#[derive(Clone)]
pub struct Explain {
    locale: Locale,
    dates: Dates,
    rules: ZoneRules,
}

pub fn use_explain() -> Explain {
    let rules = use_context::<std::sync::Arc<crate::session::Session>>();
    let rules = rules.map_or_else(ZoneRules::utc, |session| session.rules.clone());
    Explain { locale: crate::texts::locale(), dates: super::dates::use_dates(), rules }
}

impl Explain {
    /// One sentence for each reason.
    pub fn failure(&self, failure: &Failure) -> Vec<String> {
        let locale = self.locale;
        match failure {
            Failure::Refused(refused) => match refused.read() {
                Ok(refused) => self.refused(&refused),
                Err(_) => vec![td_string!(locale, refusal.broken).to_owned()],
            },
            Failure::Conflict { .. } => vec![td_string!(locale, refusal.conflict).to_owned()],
            Failure::Gone => vec![td_string!(locale, refusal.gone).to_owned()],
            Failure::SignedOut => vec![td_string!(locale, refusal.signed_out).to_owned()],
            Failure::Offline => vec![td_string!(locale, refusal.offline).to_owned()],
            Failure::Broken { request } if request.is_empty() => {
                vec![td_string!(locale, refusal.broken).to_owned()]
            }
            Failure::Broken { request } => {
                vec![td_string!(locale, refusal.broken_request, request = request)]
            }
        }
    }

    /// A file that the server does not take.
    pub fn too_large(&self) -> String {
        td_string!(self.locale, files.too_large).to_owned()
    }

    pub fn refused(&self, refused: &Refused) -> Vec<String> {
        refused.reasons().iter().map(|reason| self.reason(reason)).collect()
    }

    pub fn reason(&self, reason: &Refusal) -> String {
        let locale = self.locale;
        let field = |field: &Field| field_name(locale, *field);
        match reason {
            Refusal::Empty { field: it } => td_string!(locale, refusal.empty, field = field(it)),
            Refusal::TooLong { field: it, max } => {
                td_string!(locale, refusal.too_long, field = field(it), max = max)
            }
            Refusal::Malformed { field: it } => td_string!(locale, refusal.malformed, field = field(it)),
            Refusal::Unknown { field: it } => td_string!(locale, refusal.unknown, field = field(it)),
            Refusal::Archived { field: it } => td_string!(locale, refusal.archived, field = field(it)),
            Refusal::Duplicate { field: it } => td_string!(locale, refusal.duplicate, field = field(it)),
            Refusal::ContactOfAnotherClient => {
                td_string!(locale, refusal.contact_of_another_client).to_owned()
            }
            Refusal::InterestOfAnotherClient => {
                td_string!(locale, refusal.interest_of_another_client).to_owned()
            }
            Refusal::Alike { name, by, .. } => {
                let by = by.iter().map(|by| likeness_name(locale, *by)).collect::<Vec<_>>().join(", ");
                td_string!(locale, refusal.alike, name = name.as_str(), by = by)
            }
            Refusal::NotOfThisKind { field: Field::Address } => {
                td_string!(locale, refusal.no_address_within).to_owned()
            }
            Refusal::NotOfThisKind { .. } => td_string!(locale, refusal.no_place_outside).to_owned(),
            Refusal::Attribute { name, wrong, .. } => self.attribute(name, *wrong),
            Refusal::PlaceTaken { collision, .. } => self.taken(collision),
            Refusal::PlaceClosed { closure, .. } => self.closed(*closure),
            Refusal::PlaceTooSmall { seats, people, .. } => {
                td_string!(locale, refusal.place_too_small, seats = seats, people = people)
            }
            Refusal::NotParticipant => td_string!(locale, refusal.not_participant).to_owned(),
            Refusal::Unreachable => td_string!(locale, refusal.unreachable).to_owned(),
            Refusal::NotPermitted { .. } => td_string!(locale, refusal.not_permitted).to_owned(),
            Refusal::WrongState { state } if state.is_over() => {
                td_string!(locale, refusal.wrong_state).to_owned()
            }
            Refusal::WrongState { .. } => td_string!(locale, refusal.not_over).to_owned(),
            Refusal::ItemOpen { text, .. } => td_string!(locale, refusal.item_open, item = text.as_str()),
            Refusal::ItemAsks { asks, .. } => match asks {
                Asks::Tick => td_string!(locale, refusal.item_asks_tick).to_owned(),
                Asks::Number => td_string!(locale, refusal.item_asks_number).to_owned(),
                Asks::Text => td_string!(locale, refusal.item_asks_text).to_owned(),
                Asks::Photo => td_string!(locale, refusal.item_asks_photo).to_owned(),
            },
            Refusal::PhotoOfItem { text, .. } => {
                td_string!(locale, refusal.photo_of_item, item = text.as_str())
            }
            Refusal::PasswordTooShort { min } => {
                td_string!(locale, refusal.password_too_short, min = min)
            }
            Refusal::WrongPassword => td_string!(locale, refusal.wrong_password).to_owned(),
            Refusal::LastAdministrator => td_string!(locale, refusal.last_administrator).to_owned(),
            Refusal::DepartmentCycle => td_string!(locale, refusal.department_cycle).to_owned(),
            Refusal::TooManyDates { max } => td_string!(locale, refusal.too_many_dates, max = max),
            Refusal::NoDates => td_string!(locale, refusal.no_dates).to_owned(),
            Refusal::EndsBeforeStart => td_string!(locale, refusal.ends_before_start).to_owned(),
            Refusal::RuleNotSupported { part } => {
                td_string!(locale, refusal.rule_not_supported, part = part.as_str())
            }
            Refusal::NotInSeries => td_string!(locale, refusal.not_in_series).to_owned(),
            Refusal::WrongPlanState { .. } => td_string!(locale, refusal.wrong_plan_state).to_owned(),
            Refusal::TooLateToEdit { minutes } => {
                td_string!(locale, refusal.too_late_to_edit, minutes = minutes)
            }
            Refusal::MessageDeleted => td_string!(locale, refusal.message_deleted).to_owned(),
            Refusal::NothingSuggested => td_string!(locale, refusal.nothing_suggested).to_owned(),
            Refusal::OwnSubstitute => td_string!(locale, refusal.own_substitute).to_owned(),
            Refusal::TooManyPeople { max } => td_string!(locale, refusal.too_many_people, max = max),
        }
    }

    /// The hours are those on the clock of where the room is.
    fn closed(&self, Closure { date, hours }: Closure) -> String {
        let (locale, day) = (self.locale, self.dates.day_month(date));
        match hours {
            Some(Hours { start, end }) => {
                let times = self.dates.times(start, end);
                td_string!(locale, refusal.place_closed, date = day, times = times)
            }
            None => td_string!(locale, refusal.place_closed_all_day, date = day),
        }
    }

    fn attribute(&self, name: &str, wrong: AttributeWrong) -> String {
        let locale = self.locale;
        match wrong {
            AttributeWrong::Empty => td_string!(locale, refusal.empty, field = name),
            AttributeWrong::Malformed => td_string!(locale, refusal.malformed, field = name),
            AttributeWrong::TooLong => td_string!(locale, refusal.attribute_too_long, field = name),
            AttributeWrong::Archived => td_string!(locale, refusal.attribute_archived, field = name),
            AttributeWrong::Unknown => td_string!(locale, refusal.attribute_unknown).to_owned(),
            AttributeWrong::NotAsked => td_string!(locale, refusal.attribute_not_asked, field = name),
        }
    }

    fn taken(&self, collision: &Collision) -> String {
        let locale = self.locale;
        let (from, to) = (self.rules.wall(collision.span.start()), self.rules.wall(collision.span.end()));
        let times = self.dates.times(from.time(), to.time());
        match (&collision.subject, &collision.organiser) {
            (Some(subject), Some(organiser)) => td_string!(
                locale,
                refusal.place_taken,
                times = times,
                subject = subject.as_str(),
                organiser = organiser.as_str()
            ),
            _ => td_string!(locale, refusal.place_taken_busy, times = times),
        }
    }
}

/// What two clients have in common.
pub fn likeness_name(locale: Locale, by: Likeness) -> &'static str {
    match by {
        Likeness::Name => td_string!(locale, refusal.like_name),
        Likeness::TaxNumber => td_string!(locale, refusal.like_tax_number),
        Likeness::Phone => td_string!(locale, refusal.like_phone),
        Likeness::Email => td_string!(locale, refusal.like_email),
    }
}

/// What a field is called on the screens.
pub fn field_name(locale: Locale, field: Field) -> &'static str {
    match field {
        Field::Subject => td_string!(locale, refusal.field_subject),
        Field::Kind => td_string!(locale, refusal.field_kind),
        Field::Start => td_string!(locale, refusal.field_start),
        Field::Duration => td_string!(locale, refusal.field_duration),
        Field::Zone => td_string!(locale, refusal.field_zone),
        Field::Place => td_string!(locale, refusal.field_place),
        Field::Responsible => td_string!(locale, refusal.field_responsible),
        Field::Client => td_string!(locale, refusal.field_client),
        Field::Contact => td_string!(locale, refusal.field_contact),
        Field::Category => td_string!(locale, refusal.field_category),
        Field::Description => td_string!(locale, refusal.field_description),
        Field::Participants => td_string!(locale, refusal.field_participants),
        Field::Reason => td_string!(locale, refusal.field_reason),
        Field::Result => td_string!(locale, refusal.field_result),
        Field::TimeSpent => td_string!(locale, refusal.field_time_spent),
        Field::Attachments => td_string!(locale, files.title),
        Field::Reminders => td_string!(locale, reminders.title),
        Field::Name => td_string!(locale, refusal.field_name),
        Field::Email => td_string!(locale, refusal.field_email),
        Field::Phone => td_string!(locale, refusal.field_phone),
        Field::Position => td_string!(locale, refusal.field_position),
        Field::Department => td_string!(locale, refusal.field_department),
        Field::Head => td_string!(locale, refusal.field_head),
        Field::Substitute => td_string!(locale, refusal.field_substitute),
        Field::Capacity => td_string!(locale, refusal.field_capacity),
        Field::Points => td_string!(locale, refusal.field_points),
        Field::Color => td_string!(locale, refusal.field_color),
        Field::Checklist => td_string!(locale, refusal.field_checklist),
        Field::Address => td_string!(locale, refusal.field_address),
        Field::Coordinates => td_string!(locale, refusal.field_coordinates),
        Field::Password => td_string!(locale, refusal.field_password),
        Field::Interest => td_string!(locale, refusal.field_interest),
        Field::Options => td_string!(locale, refusal.field_options),
        Field::Recurrence => td_string!(locale, refusal.field_recurrence),
        Field::Note => td_string!(locale, refusal.field_note),
        Field::Comment => td_string!(locale, refusal.field_comment),
        Field::Message => td_string!(locale, refusal.field_message),
        Field::Meeting => td_string!(locale, refusal.field_meeting),
        Field::Mentions => td_string!(locale, refusal.field_mentions),
        Field::Hours => td_string!(locale, refusal.field_hours),
        Field::TaxNumber => td_string!(locale, refusal.field_tax_number),
    }
}

/// The reasons on the page, read aloud when they appear, and below them what can be done about it. Shows nothing
/// without reasons.
#[component]
pub fn Reasons(
    #[prop(into)] reasons: Signal<Vec<String>>,
    #[prop(optional)] children: Option<ChildrenFn>,
) -> impl IntoView {
    let title = text!(refusal.title);
    let children = StoredValue::new(children);
    view! {
        <Show when=move || !reasons.read().is_empty()>
            <div class="refusal" role="alert">
                <Glyph icon=Icon::WARNING />
                <div>
                    <strong class="refusal-title">{title}</strong>
                    <ul>
                        {move || reasons.get().into_iter().map(|reason| view! { <li>{reason}</li> }).collect_view()}
                    </ul>
                    {children.with_value(|children| children.as_ref().map(|children| children()))}
                </div>
            </div>
        </Show>
    }
}
