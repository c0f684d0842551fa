//! The calls that screens make, by noun. Each has three movements: who asks, ask the store, answer in
//! domain types. Rules and permissions are the store's and the domain's; none stands here.

mod absences;
mod calendar;
mod card;
mod clients;
mod company;
mod desk;
mod directory;
#[cfg(feature = "ssr")]
mod door;
mod entries;
mod failure;
mod geocoding;
mod journal;
mod keeping;
mod life;
mod meetings;
mod people;
mod points;
mod reminders;
mod reports;
mod rooms;
mod series;
mod shorthand;
mod ways;
mod wire;
mod zones;

pub use absences::{Away, away, keep_absence, remove_absence};
pub use calendar::{calendar, fullness, invitations, search};
pub use card::{Card, card};
pub use clients::{
    ClientCard, ClientsAsked, ClientsPage, MeetingsPage, add_client, choose_main_address,
    choose_main_contact, client_card, clients, earlier_meetings, keep_address, keep_client, keep_contact,
};
pub use company::{Company, Member, companies, forget_team, keep_team, members, teams};
pub use desk::{Desk, desk};
pub use directory::{
    Choices, ClientChoice, Offer, Offices, choices, client, find_clients, find_people, find_users,
    keep_interest,
};
pub use entries::{Goal, Shifted, copy, enter, foresee_shift, put_back, reply, shift, shift_series};
pub use failure::Failure;
pub use geocoding::{Found, Sought, look_up};
pub use journal::{
    apply_suggestion, approve_clean, approve_plan, close_week, conversation, delete_message, edit_message,
    explain_amendment, look_at_plan, read_conversation, resolve_message, return_plan, say, submit_plan,
    unread, week_plan, weekly, withdraw_plan,
};
pub use keeping::{
    HeadedDepartment, NamedGroup, attributes, categories, departments, groups, keep_attribute, keep_category,
    keep_department, keep_group, keep_kind, keep_place, keep_user, kinds, places, set_password, users,
};
pub use life::{cancel_meeting, close_meeting, reopen_meeting, start_meeting, tick_item};
pub use meetings::{History, Story, meeting, meeting_history, plan, remove, reschedule, respond, revise};
pub use people::{Roster, colleagues, find_individuals, keep_individual, loads, loads_of, roster};
pub use points::{keep_target, points, targets, team_points};
pub use reminders::{remind, reminders, reminders_due};
pub use reports::{PlanFactReport, plan_fact};
pub use rooms::{free_dates, occupancy};
pub use series::{
    foresee_removal, foresee_revision, foresee_series, plan_series, remove_series, respond_in_series,
    restore_series, revise_series,
};
pub use shorthand::{Understood, read_schedule, understand};
pub use ways::{MOST_LEGS, ways};
#[cfg(feature = "ssr")]
pub(crate) use zones::city;
pub use zones::{ZoneChoice, zones};
