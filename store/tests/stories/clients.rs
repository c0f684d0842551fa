//! Finding clients, the two that may be one, whom and where one meets, and what came of it.

use chrono::NaiveDateTime;
use domain::alike::{Doubles, Likeness};
use domain::client::{Address, Client, ClientFilter, Contact, NewClient, Side};
use domain::id::{AddressId, ClientId, ContactId, IndividualId, PersonId};
use domain::meeting::{Attendee, Draft};
use domain::people::{Individual, Person};
use domain::refusal::Field;
use domain::{Refusal, permission::Action};
use store::{Error, Listed, Page, Who};
use uuid::Uuid;

use crate::house::{House, assert_gone, invited, now, on_both, reasons, user, wall, who};

on_both! {
    a_client_is_found_by_whatever_is_known_of_it,
    a_list_in_pages_is_the_list,
    mine_and_the_archive_are_told_apart,
    who_was_not_met_for_weeks_is_found,
    a_private_meeting_tells_others_nothing_of_when_a_client_was_met,
    what_is_alike_is_named_before_it_is_created,
    a_change_is_asked_about_only_where_it_makes_clients_alike,
    a_client_is_created_with_whom_one_meets_and_where_or_not_at_all,
    the_main_contact_and_address_are_chosen_by_one_press,
    the_meetings_with_a_client_are_those_that_one_may_know_of,
    meetings_with_a_client_come_in_pages_from_the_nearest_on,
    guests_are_those_of_the_meetings_that_one_may_know_of,
    who_has_not_seen_what_another_changed_changes_nothing,
    who_has_left_reads_and_changes_nothing,
    what_was_there_before_there_were_keys_is_found_and_compared,
}

fn client(number: u128, name: &str) -> Client {
    Client {
        id: ClientId(Uuid::from_u128(0x7000_8000_0000_0000_1000 + number)),
        name: name.into(),
        tax_number: String::new(),
        phone: String::new(),
        main_contact: None,
        main_address: None,
        responsible: None,
        archived: false,
    }
}

fn contact(number: u128, client: ClientId, name: &str) -> Contact {
    Contact {
        id: ContactId(Uuid::from_u128(0x7000_8000_0000_0000_2000 + number)),
        client,
        name: name.into(),
        position: String::new(),
        email: String::new(),
        phone: String::new(),
        archived: false,
    }
}

fn address(number: u128, client: ClientId, text: &str) -> Address {
    let id = AddressId(Uuid::from_u128(0x7000_8000_0000_0000_3000 + number));
    Address { id, client, text: text.into(), position: None, archived: false }
}

/// Nine in Moscow on the day of the stories.
fn morning() -> NaiveDateTime {
    wall("2026-11-24 09:00")
}

async fn names(house: &House, who: Who, filter: &ClientFilter) -> Vec<String> {
    let listed = house.store.client_lines(who, Page::default(), filter, morning()).await.unwrap();
    listed.items.into_iter().map(|line| line.client.name).collect()
}

async fn found(house: &House, find: &str) -> usize {
    let filter = ClientFilter { find: find.into(), ..ClientFilter::default() };
    names(house, who(house.vera), &filter).await.len()
}

async fn a_client_is_found_by_whatever_is_known_of_it(house: &House) {
    let alder = Client { phone: "+7 (495) 123-45-67".into(), ..client(1, "Alder & Sons, Ёлочная") };
    house.store.save_client(who(house.vera), alder.clone(), now()).await.unwrap();
    let anna = Contact {
        email: "Anna.Sedova@Alder.example".into(),
        phone: "8 916 000-11-22".into(),
        ..contact(1, alder.id, "Анна Седова")
    };
    house.store.save_contact(who(house.vera), anna.clone(), now()).await.unwrap();
    let typed = [
        "alder",
        "SONS ald",
        "елоч",
        "анна",
        "седова alder",
        "anna.sed",
        "alder.example",
        "495 123",
        "84951234567",
        "123-45-67",
        "+7 916 0001122",
        "1122",
    ];
    for typed in typed {
        assert_eq!(found(house, typed).await, 1, "{typed}");
    }
    for typed in ["lder", "anna.sid", "999 888", "ромашка alder"] {
        assert_eq!(found(house, typed).await, 0, "{typed}");
    }
    assert_eq!(found(house, "7701").await, 1, "the taxpayer number of Romashka");
    assert_eq!(found(house, "").await, 2);
    // What is known of it now, and no longer what was.
    let gone = Contact { email: "anna@elsewhere.example".into(), ..anna };
    house.store.save_contact(who(house.vera), gone, now()).await.unwrap();
    assert_eq!((found(house, "anna.sed").await, found(house, "elsewhere").await), (0, 1));
}

async fn a_list_in_pages_is_the_list(house: &House) {
    for number in 0..7 {
        let one = client(number, &format!("Client {number}"));
        house.store.save_client(who(house.vera), one, now()).await.unwrap();
    }
    let filter = ClientFilter { find: "client".into(), ..ClientFilter::default() };
    let mut page = Page { limit: 3, after: None };
    let mut seen = Vec::new();
    loop {
        let lines = house.store.client_lines(who(house.vera), page, &filter, morning()).await.unwrap();
        let Listed { items, next } = lines;
        assert!(items.len() <= 3);
        seen.extend(items.into_iter().map(|line| line.client.name));
        let Some(next) = next else { break };
        page = Page { limit: 3, after: Some(next) };
    }
    assert_eq!(seen, (0..7).map(|number| format!("Client {number}")).collect::<Vec<_>>());
}

async fn mine_and_the_archive_are_told_apart(house: &House) {
    let vera = who(house.vera);
    let old = Client { archived: true, responsible: Some(house.vera), ..client(1, "Old") };
    let others = Client { responsible: Some(house.gleb), ..client(2, "Others'") };
    for one in [old, others] {
        house.store.save_client(vera, one, now()).await.unwrap();
    }
    let all = ClientFilter::default();
    let romashka = "ООО «Ромашка»";
    assert_eq!(names(house, vera, &all).await, ["Others'", romashka, "Old"]);
    let mine = ClientFilter { responsible: Some(house.vera), ..all.clone() };
    assert_eq!(names(house, vera, &mine).await, [romashka, "Old"]);
    let active = ClientFilter { archived: Some(false), ..mine.clone() };
    assert_eq!(names(house, vera, &active).await, [romashka]);
    let archived = ClientFilter { archived: Some(true), ..all };
    assert_eq!(names(house, vera, &archived).await, ["Old"]);
}

/// A meeting of an hour with Romashka.
async fn visit(house: &House, responsible: PersonId, subject: &str, start: &str, closed: bool) -> Draft {
    let draft = house.draft(responsible, subject, start, &[]);
    let draft = Draft { client: Some(house.romashka), contact: Some(house.olga), ..draft };
    let sheet = house.planned(draft.clone()).await;
    if closed {
        let id = sheet.meeting.id;
        let done = "Agreed".to_owned();
        house.store.close_meeting(who(responsible), id, None, done, None, now()).await.unwrap();
    }
    draft
}

async fn who_was_not_met_for_weeks_is_found(house: &House) {
    let gleb = who(house.gleb);
    let unmet = |weeks| ClientFilter::default().unmet_for(Some(weeks), morning().date());
    let met = async || {
        let lines =
            house.store.client_lines(gleb, Page::default(), &ClientFilter::default(), morning()).await;
        lines.unwrap().items.remove(0).met
    };
    assert_eq!(names(house, gleb, &unmet(2)).await.len(), 1, "nobody has met anybody yet");
    visit(house, house.vera, "Offer", "2026-11-02 10:00", true).await;
    assert_eq!((met().await.last, met().await.next), (Some(wall("2026-11-02 00:00").date()), None));
    assert_eq!(
        (names(house, gleb, &unmet(2)).await.len(), names(house, gleb, &unmet(4)).await.len()),
        (1, 0)
    );
    // What was planned and did not take place was no meeting; what is to come will be one.
    visit(house, house.vera, "Missed", "2026-11-20 10:00", false).await;
    assert_eq!(names(house, gleb, &unmet(2)).await.len(), 1);
    visit(house, house.vera, "Next", "2026-12-01 10:00", false).await;
    assert_eq!(met().await.next, Some(wall("2026-12-01 00:00").date()));
    assert_eq!(names(house, gleb, &unmet(2)).await.len(), 0);
    assert_eq!(house.store.client_met(gleb, house.romashka, morning()).await.unwrap(), met().await);
}

async fn a_private_meeting_tells_others_nothing_of_when_a_client_was_met(house: &House) {
    let draft = house.draft(house.vera, "Quiet talk", "2026-12-01 10:00", &[]);
    house.planned(Draft { client: Some(house.romashka), private: true, ..draft }).await;
    for (person, next) in [(house.vera, true), (house.gleb, false), (house.boris, false), (house.anna, false)]
    {
        let met = house.store.client_met(who(person), house.romashka, morning()).await.unwrap();
        assert_eq!(met.next.is_some(), next);
    }
}

async fn what_is_alike_is_named_before_it_is_created(house: &House) {
    let vera = who(house.vera);
    let new = |client: Client, contact: Option<Contact>| NewClient { client, contact, address: None };
    let refused =
        async |new: NewClient| reasons(house.store.add_client(vera, new, Doubles::Refused, now()).await);
    let like = |by: &[Likeness]| {
        let (client, name) = (house.romashka, "ООО «Ромашка»".to_owned());
        vec![Refusal::Alike { client, name, archived: false, by: by.to_vec() }]
    };
    let by_name = client(1, "РОМАШКА, ооо");
    assert_eq!(refused(new(by_name.clone(), None)).await, like(&[Likeness::Name]));
    let by_both = Client { tax_number: "7701 234567".into(), ..by_name.clone() };
    assert_eq!(refused(new(by_both, None)).await, like(&[Likeness::Name, Likeness::TaxNumber]));
    let lutik = client(2, "Lutik");
    let olga = Contact { email: "OLGA@romashka.example".into(), ..contact(1, lutik.id, "Olga") };
    assert_eq!(refused(new(lutik.clone(), Some(olga))).await, like(&[Likeness::Email]));
    assert_gone(house.store.client(vera, lutik.id).await);

    // Whoever knows that has it all the same; and sent again it is not like itself.
    for _ in 0..2 {
        house.store.add_client(vera, new(by_name.clone(), None), Doubles::Known, now()).await.unwrap();
    }
    house.store.add_client(vera, new(client(3, "Other"), None), Doubles::Refused, now()).await.unwrap();
    let again = Client { phone: "1".into(), ..by_name };
    house.store.keep_client(vera, again, None, Doubles::Refused, now()).await.unwrap();
}

async fn a_change_is_asked_about_only_where_it_makes_clients_alike(house: &House) {
    let vera = who(house.vera);
    let double = client(1, "Ромашка");
    house.store.save_client(vera, double.clone(), now()).await.unwrap();
    // It was like the other before; that is nothing new.
    let renamed = Client { name: "«Ромашка»".into(), ..double.clone() };
    house.store.keep_client(vera, renamed, None, Doubles::Refused, now()).await.unwrap();
    let numbered = Client { tax_number: "7701234567".into(), ..double.clone() };
    let why = reasons(house.store.keep_client(vera, numbered.clone(), None, Doubles::Refused, now()).await);
    assert!(matches!(&why[..], [Refusal::Alike { by, .. }] if *by == [Likeness::TaxNumber]), "{why:?}");
    house.store.keep_client(vera, numbered, None, Doubles::Known, now()).await.unwrap();

    let boris = contact(1, double.id, "Boris");
    house.store.keep_contact(vera, boris.clone(), None, Doubles::Refused, now()).await.unwrap();
    let boris = Contact { email: "olga@romashka.example".into(), ..boris };
    let why = reasons(house.store.keep_contact(vera, boris.clone(), None, Doubles::Refused, now()).await);
    assert!(matches!(&why[..], [Refusal::Alike { by, .. }] if *by == [Likeness::Email]), "{why:?}");
    house.store.keep_contact(vera, boris.clone(), None, Doubles::Known, now()).await.unwrap();
    let signs = boris.signs();
    let alike = house.store.alike(who(house.elena), double.id, &signs).await.unwrap();
    assert_eq!(alike.iter().map(|it| it.client.id).collect::<Vec<_>>(), [house.romashka]);
}

async fn a_client_is_created_with_whom_one_meets_and_where_or_not_at_all(house: &House) {
    let vera = who(house.vera);
    let alder = client(1, "Alder");
    let new = NewClient {
        client: alder.clone(),
        contact: Some(contact(1, alder.id, "Anna")),
        address: Some(address(1, alder.id, "Tverskaya 1")),
    };
    let nameless = NewClient { contact: Some(contact(1, alder.id, " ")), ..new.clone() };
    let why = reasons(house.store.add_client(vera, nameless, Doubles::Refused, now()).await);
    assert_eq!(why, [Refusal::Empty { field: Field::Name }]);
    let elsewhere = NewClient { address: Some(address(1, house.romashka, "There")), ..new.clone() };
    let why = reasons(house.store.add_client(vera, elsewhere, Doubles::Refused, now()).await);
    assert_eq!(why, [Refusal::Unknown { field: Field::Client }]);
    assert_gone(house.store.client(vera, alder.id).await);

    let card = house.store.add_client(vera, new.clone(), Doubles::Refused, now()).await.unwrap();
    assert_eq!(house.store.client(vera, alder.id).await.unwrap(), card);
    assert_eq!(card.client.main_contact, Some(card.contacts[0].id));
    assert_eq!(card.client.main_address, Some(card.addresses[0].id));
    let again = house.store.add_client(vera, new, Doubles::Refused, now()).await.unwrap();
    assert_eq!(again, card);
}

async fn the_main_contact_and_address_are_chosen_by_one_press(house: &House) {
    let vera = who(house.vera);
    let boris = contact(1, house.romashka, "Борис");
    house.store.save_contact(vera, boris.clone(), now()).await.unwrap();
    let chosen = house.store.choose_main_contact(vera, house.romashka, boris.id, now()).await.unwrap();
    assert_eq!(chosen.main_contact, Some(boris.id));
    assert_eq!(
        (&*chosen.tax_number, chosen.responsible),
        ("7701234567", Some(house.vera)),
        "and nothing else"
    );
    for (number, text) in [(1, "Tverskaya 1"), (2, "Arbat 2")] {
        house.store.save_address(vera, address(number, house.romashka, text), now()).await.unwrap();
    }
    let main = async || house.store.client(vera, house.romashka).await.unwrap().client.main_address;
    let [first, second] = [1, 2].map(|number| address(number, house.romashka, "").id);
    assert_eq!(main().await, Some(first));
    house.store.choose_main_address(vera, house.romashka, second, now()).await.unwrap();
    assert_eq!(main().await, Some(second));

    // Who has left is no longer met, and nobody's own is taken for another's.
    let left = Contact { archived: true, ..boris.clone() };
    house.store.save_contact(vera, left, now()).await.unwrap();
    assert_eq!(house.store.client(vera, house.romashka).await.unwrap().client.main_contact, None);
    let why = reasons(house.store.choose_main_contact(vera, house.romashka, boris.id, now()).await);
    assert_eq!(why, [Refusal::Archived { field: Field::Contact }]);
    house.store.save_client(vera, client(1, "Alder"), now()).await.unwrap();
    let alder = client(1, "Alder").id;
    let why = reasons(house.store.choose_main_contact(vera, alder, house.olga, now()).await);
    assert_eq!(why, [Refusal::ContactOfAnotherClient]);
    let why = reasons(house.store.choose_main_address(vera, alder, first, now()).await);
    assert_eq!(why, [Refusal::Unknown { field: Field::Address }]);
    assert_gone(house.store.choose_main_contact(vera, client(9, "").id, house.olga, now()).await);
}

async fn subjects(house: &House, person: PersonId, side: Side) -> Vec<String> {
    let told = house.store.client_meetings(who(person), house.romashka, side, Page::default(), now()).await;
    let subject = |entry: domain::calendar::Entry| entry.details.expect("it may be known").subject;
    told.unwrap().items.into_iter().map(subject).collect()
}

async fn the_meetings_with_a_client_are_those_that_one_may_know_of(house: &House) {
    visit(house, house.vera, "Vera's", "2026-11-25 10:00", false).await;
    visit(house, house.elena, "Elena's", "2026-11-26 10:00", false).await;
    let shared = house.draft(house.elena, "Together", "2026-11-27 10:00", &[house.gleb]);
    house.planned(Draft { client: Some(house.romashka), ..shared }).await;
    let quiet = house.draft(house.vera, "Quiet", "2026-11-28 10:00", &[]);
    house.planned(Draft { client: Some(house.romashka), private: true, ..quiet }).await;
    visit(house, house.vera, "Before", "2026-11-20 10:00", false).await;
    let to_come = async |person| subjects(house, person, Side::ToCome).await;
    assert_eq!(to_come(house.vera).await, ["Vera's", "Quiet"]);
    assert_eq!(to_come(house.elena).await, ["Elena's", "Together"]);
    assert_eq!(to_come(house.gleb).await, ["Together"]);
    assert_eq!(
        to_come(house.boris).await,
        ["Vera's", "Together"],
        "he leads Vera and Gleb, and private is private"
    );
    assert_eq!(to_come(house.anna).await, [""; 0], "an administrator sees no more of others' meetings");
    assert_eq!(subjects(house, house.vera, Side::Past).await, ["Before"]);
    assert_eq!(subjects(house, house.elena, Side::Past).await, [""; 0]);
}

async fn meetings_with_a_client_come_in_pages_from_the_nearest_on(house: &House) {
    for day in 10..17 {
        visit(house, house.vera, &format!("On {day}"), &format!("2026-11-{day} 10:00"), day % 2 == 0).await;
    }
    let mut page = Page { limit: 3, after: None };
    let mut seen = Vec::new();
    loop {
        let told =
            house.store.client_meetings(who(house.vera), house.romashka, Side::Past, page, now()).await;
        let Listed { items, next } = told.unwrap();
        seen.extend(items.into_iter().map(|entry| entry.details.unwrap().subject));
        let Some(next) = next else { break };
        page = Page { limit: 3, after: Some(next) };
    }
    assert_eq!(seen, (10..17).rev().map(|day| format!("On {day}")).collect::<Vec<_>>());
    let nowhere = client(9, "").id;
    assert_gone(
        house.store.client_meetings(who(house.vera), nowhere, Side::Past, Page::default(), now()).await,
    );
}

async fn guests_are_those_of_the_meetings_that_one_may_know_of(house: &House) {
    let vera = who(house.vera);
    let ivan = Individual {
        id: IndividualId(Uuid::from_u128(0x7000_8000_0000_0000_4000)),
        name: "Иван Кузнецов".into(),
        email: String::new(),
        phone: "+7 900 000-00-00".into(),
        archived: false,
    };
    house.store.save_individual(vera, ivan.clone(), now()).await.unwrap();
    for start in ["2026-11-20 10:00", "2026-11-27 10:00"] {
        let draft = house.draft(house.vera, "With Ivan", start, &[]);
        let mut draft = Draft { client: Some(house.romashka), ..draft };
        draft.participants.push(invited(Attendee::Individual(ivan.id)));
        house.planned(draft).await;
    }
    let guests = async |person| house.store.client_guests(who(person), house.romashka, now()).await.unwrap();
    let seen = guests(house.vera).await;
    assert_eq!(
        seen.iter().map(|guest| (&guest.individual, guest.meetings)).collect::<Vec<_>>(),
        [(&ivan, 2)]
    );
    assert_eq!(guests(house.boris).await, seen);
    assert_eq!((guests(house.elena).await, guests(house.anna).await), (vec![], vec![]));
}

async fn who_has_not_seen_what_another_changed_changes_nothing(house: &House) {
    let (vera, gleb) = (who(house.vera), who(house.gleb));
    let alder = house.store.save_client(vera, client(1, "Alder"), now()).await.unwrap();
    let card = async || house.store.client(gleb, alder.id).await.unwrap();
    let seen = card().await.version;
    let keep = async |by: Who, phone: &str, seen| {
        let client = Client { phone: phone.into(), ..alder.clone() };
        house.store.keep_client(by, client, Some(seen), Doubles::Known, now()).await
    };
    let kept = keep(vera, "1", seen).await.unwrap();
    assert!(kept.version > seen);
    let conflict = |answer: Option<Error>| match answer {
        Some(Error::Conflict { current }) => current,
        other => panic!("no conflict: {other:?}"),
    };
    assert_eq!(conflict(keep(gleb, "2", seen).await.err()), kept.version);
    let there = card().await;
    assert_eq!((there.version, there.client.phone.as_str()), (kept.version, "1"));

    // What belongs to the client is seen with it.
    let anna = contact(1, alder.id, "Anna");
    let anna =
        house.store.keep_contact(vera, anna, Some(there.version), Doubles::Known, now()).await.unwrap();
    let office = address(1, alder.id, "Tverskaya 1");
    let late = house.store.keep_address(gleb, office.clone(), Some(there.version), now()).await;
    assert_eq!(conflict(late.err()), anna.version);
    let boris = contact(2, alder.id, "Boris");
    house.store.save_contact(vera, boris.clone(), now()).await.unwrap();
    let before = card().await.version;
    house.store.choose_main_contact(vera, alder.id, boris.id, now()).await.unwrap();
    assert!(card().await.version > before);
    let office_of = async |seen| house.store.keep_address(gleb, office.clone(), seen, now()).await;
    assert!(office_of(Some(anna.version)).await.is_err());
    let office = office_of(Some(card().await.version)).await.unwrap();
    assert_eq!(card().await.version, office.version);
    let anna = Contact { phone: "5".into(), ..anna.kept };
    let late = house.store.keep_contact(gleb, anna.clone(), Some(seen), Doubles::Known, now()).await;
    assert_eq!(conflict(late.err()), office.version);
    // What says nothing new is no other version.
    assert_eq!(office_of(Some(office.version)).await.unwrap().version, office.version);
    // Who says nothing of what was seen wants it whatever it is.
    house.store.save_contact(gleb, anna, now()).await.unwrap();

    // Of many who have seen the same one is in time.
    let seen = card().await.version;
    let racers: Vec<_> = (0..8)
        .map(|racer| {
            let (store, client) = (house.store.clone(), Client { phone: racer.to_string(), ..alder.clone() });
            tokio::spawn(async move {
                store.keep_client(vera, client, Some(seen), Doubles::Known, now()).await.is_ok()
            })
        })
        .collect();
    let mut winners = 0;
    for racer in racers {
        winners += u32::from(racer.await.unwrap());
    }
    assert_eq!(winners, 1);
}

async fn who_has_left_reads_and_changes_nothing(house: &House) {
    let store = &house.store;
    let left = PersonId(Uuid::from_u128(0x7000_8000_0000_0000_5000));
    let person = Person { archived: true, ..user(left, "Zoya Lis") };
    store.save_person(who(house.anna), person, now()).await.unwrap();
    let (zoya, filter) = (who(left), ClientFilter::default());
    assert_gone(store.client_lines(zoya, Page::default(), &filter, morning()).await);
    assert_gone(store.client(zoya, house.romashka).await);
    assert_gone(store.client_met(zoya, house.romashka, morning()).await);
    assert_gone(store.client_meetings(zoya, house.romashka, Side::Past, Page::default(), now()).await);
    assert_gone(store.client_guests(zoya, house.romashka, now()).await);
    assert_gone(store.alike(zoya, house.romashka, &client(1, "Ромашка").signs()).await);
    assert_gone(store.choose_main_contact(zoya, house.romashka, house.olga, now()).await);
    let new = NewClient { client: client(1, "Hers"), contact: None, address: None };
    assert_gone(store.add_client(zoya, new, Doubles::Known, now()).await);
    // Whoever belongs to it may: clients are everybody's daily work.
    assert!(store.actor(who(house.elena)).await.unwrap().require(Action::KeepClients).is_ok());
}

async fn what_was_there_before_there_were_keys_is_found_and_compared(house: &House) {
    house.raw("DELETE FROM client_key").await.unwrap();
    house.raw("UPDATE client SET keyed = FALSE").await.unwrap();
    house.raw("UPDATE contact SET keyed = FALSE").await.unwrap();
    assert_eq!(found(house, "ромашка").await, 0);
    let again = store::Store::open(&house.url).await.unwrap();
    again.close().await;
    assert_eq!((found(house, "ромашка").await, found(house, "olga@rom").await), (1, 1));
    let alike = house.store.alike(who(house.vera), client(1, "").id, &client(1, "Ромашка").signs()).await;
    assert_eq!(alike.unwrap().len(), 1);
}
