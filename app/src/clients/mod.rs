//! Clients (клиенты): the list, the card with everything that is known of one, and writing down a new one.

mod card;
mod contacts;
mod details;
mod filter;
mod form;
mod list;
mod meetings;
mod new;
mod offices;
mod opened;
mod section;
mod typing;
mod words;

pub(crate) use card::ClientPage;
pub(crate) use list::ClientsPage;
pub(crate) use new::NewClientPage;
