//! Users, departments, groups, individuals, clients, rooms, kinds and categories: who keeps them, and how
//! they are found.

use domain::Refusal;
use domain::change::About;
use domain::checklist::Asks;
use domain::client::{Address, Client, Contact};
use domain::id::{AddressId, CategoryId, ClientId, ContactId, DepartmentId, GroupId, IndividualId, KindId};
use domain::id::{PersonId, PlaceId, TemplateItemId};
use domain::kind::{Category, EventType, Hue, Kind, Predefined, TemplateItem};
use domain::location::Position;
use domain::meeting::Attendee;
use domain::people::{Department, Group, Individual, Language, Person, Preferences, Role, Theme};
use domain::permission::Action;
use domain::place::Place;
use domain::refusal::Field;
use domain::time::WeekStart;
use store::Page;
use uuid::Uuid;

use crate::house::{House, assert_gone, now, on_both, reasons, user, who, zone};

on_both! {
    only_an_administrator_keeps_people_and_the_directory,
    everybody_keeps_clients,
    a_main_contact_does_not_go_over_to_another_client,
    an_address_belongs_to_one_user,
    somebody_always_administers,
    everyone_keeps_their_own_preferences,
    a_department_does_not_stand_below_itself,
    a_supervisor_leads_everyone_in_the_department_and_below,
    people_are_found_by_the_beginning_of_any_word_in_any_case,
    whoever_is_archived_is_listed_last_and_not_offered,
    lists_of_clients_contacts_and_individuals_are_searched_and_paged,
    the_clients_that_a_line_may_mean_are_found,
    groups_keep_their_members_in_order,
    a_new_database_has_the_predefined_kinds,
    a_kind_keeps_its_checklist,
    rooms_and_categories_are_created_and_changed,
    pickers_are_told_when_their_offers_change,
    a_stranger_reads_nothing,
}

async fn only_an_administrator_keeps_people_and_the_directory(house: &House) {
    let people = [Refusal::NotPermitted { action: Action::KeepPeople }];
    let directory = [Refusal::NotPermitted { action: Action::KeepDirectory }];
    let store = &house.store;
    for person in [house.boris, house.vera, house.elena] {
        let member = who(person);
        assert_eq!(reasons(store.save_person(member, user(any(), "Ivan New"), now()).await), people);
        let added = store.add_user(Some(member), user(any(), "Ivan New"), "hash", now()).await;
        assert_eq!(reasons(added), people);
        assert_eq!(reasons(store.save_place(member, room("Red room"), now()).await), directory);
        assert_eq!(reasons(store.save_department(member, department("New"), now()).await), directory);
        assert_eq!(reasons(store.save_group(member, group(&[]), now()).await), directory);
        assert_eq!(reasons(store.save_kind(member, kind(), now()).await), directory);
        assert_eq!(reasons(store.save_category(member, category(), now()).await), directory);
    }
    assert_eq!(store.places(who(house.vera)).await.unwrap().len(), 2);
    let own = store.person(who(house.vera), house.vera).await.unwrap();
    let promoted = Person { role: Role::Administrator, ..own };
    assert_eq!(reasons(store.save_person(who(house.vera), promoted, now()).await), people);
}

async fn everybody_keeps_clients(house: &House) {
    let elena = who(house.elena);
    let client = Client {
        id: ClientId(Uuid::from_u128(500)),
        name: " Lutik ".into(),
        tax_number: String::new(),
        phone: String::new(),
        main_contact: None,
        main_address: None,
        responsible: None,
        archived: false,
    };
    let client = house.store.save_client(elena, client, now()).await.unwrap();
    assert_eq!(client.name, "Lutik");
    let address = Address {
        id: AddressId(Uuid::from_u128(501)),
        client: client.id,
        text: "Тверская, 1".into(),
        position: Position::degrees(55.757, 37.615),
        archived: false,
    };
    house.store.save_address(elena, address.clone(), now()).await.unwrap();
    let client = Client { main_address: Some(address.id), ..client };
    house.store.save_client(elena, client.clone(), now()).await.unwrap();
    let card = house.store.client(elena, client.id).await.unwrap();
    assert_eq!((card.client, card.contacts, card.addresses), (client.clone(), vec![], vec![address.clone()]));

    let borrowed = Client { main_contact: Some(house.olga), ..client.clone() };
    let refused = reasons(house.store.save_client(elena, borrowed, now()).await);
    assert_eq!(refused, [Refusal::ContactOfAnotherClient]);
    let nobodys = Client {
        main_contact: Some(ContactId(Uuid::from_u128(999))),
        main_address: Some(AddressId(Uuid::from_u128(999))),
        responsible: Some(any()),
        ..client
    };
    let refused = reasons(house.store.save_client(elena, nobodys, now()).await);
    let unknown = |field| Refusal::Unknown { field };
    assert_eq!(refused, [unknown(Field::Contact), unknown(Field::Address), unknown(Field::Responsible)]);
    assert_gone(house.store.client(elena, ClientId(Uuid::from_u128(999))).await);
}

async fn a_main_contact_does_not_go_over_to_another_client(house: &House) {
    let client = Client {
        id: ClientId(Uuid::from_u128(500)),
        main_contact: None,
        ..house.store.client(who(house.vera), house.romashka).await.unwrap().client
    };
    house.store.save_client(who(house.vera), client.clone(), now()).await.unwrap();
    let olga = house.store.client(who(house.vera), house.romashka).await.unwrap().contacts.remove(0);
    let moved = Contact { client: client.id, ..olga };
    let refused = reasons(house.store.save_contact(who(house.vera), moved, now()).await);
    assert_eq!(refused, [Refusal::ContactOfAnotherClient]);
}

async fn an_address_belongs_to_one_user(house: &House) {
    let same = Person { email: "VERA@Example.org".into(), ..user(any(), "Vera Other") };
    let refused = reasons(house.store.save_person(who(house.anna), same, now()).await);
    assert_eq!(refused, [Refusal::Duplicate { field: Field::Email }]);
    let vera = house.store.person(who(house.anna), house.vera).await.unwrap();
    let vera = Person { email: "Vera@Example.org".into(), ..vera };
    house.store.save_person(who(house.anna), vera, now()).await.unwrap();
}

async fn somebody_always_administers(house: &House) {
    let anna = house.store.person(who(house.anna), house.anna).await.unwrap();
    let last = [Refusal::LastAdministrator];
    let member = Person { role: Role::Member, ..anna.clone() };
    assert_eq!(reasons(house.store.save_person(who(house.anna), member.clone(), now()).await), last);
    let gone = Person { archived: true, ..anna };
    assert_eq!(reasons(house.store.save_person(who(house.anna), gone, now()).await), last);

    let boris = house.store.person(who(house.anna), house.boris).await.unwrap();
    let boris = Person { role: Role::Administrator, ..boris };
    house.store.save_person(who(house.anna), boris, now()).await.unwrap();
    house.store.save_person(who(house.anna), member, now()).await.unwrap();
}

async fn everyone_keeps_their_own_preferences(house: &House) {
    let before = house.store.revision().await.unwrap();
    let preferences = Preferences {
        language: Some(Language::Russian),
        theme: Some(Theme::Dark),
        zone: Some(zone("Asia/Yekaterinburg")),
        second_zone: Some(zone("Asia/Tokyo")),
        week_start: Some(WeekStart::Sunday),
    };
    let vera = house.store.save_preferences(who(house.vera), preferences.clone(), now()).await.unwrap();
    assert_eq!(vera.preferences, preferences);
    assert_eq!(house.store.person(who(house.vera), house.vera).await.unwrap(), vera);
    assert_eq!(house.store.revision().await.unwrap(), before, "nobody else's business");
    let nowhere = Preferences { zone: Some(zone("Mars/Base")), ..preferences };
    let refused = reasons(house.store.save_preferences(who(house.vera), nowhere, now()).await);
    assert_eq!(refused, [Refusal::Unknown { field: Field::Zone }]);
}

async fn a_department_does_not_stand_below_itself(house: &House) {
    let anna = who(house.anna);
    let below = |id: u128, parent: DepartmentId| Department {
        id: DepartmentId(Uuid::from_u128(id)),
        parent: Some(parent),
        ..department("Part")
    };
    let middle = house.store.save_department(anna, below(600, house.sales), now()).await.unwrap();
    let lowest = house.store.save_department(anna, below(601, middle.id), now()).await.unwrap();
    let departments = house.store.departments(anna).await.unwrap();
    let sales = departments.into_iter().find(|each| each.id == house.sales).unwrap();
    for parent in [house.sales, middle.id, lowest.id] {
        let cycle = Department { parent: Some(parent), ..sales.clone() };
        let refused = reasons(house.store.save_department(anna, cycle, now()).await);
        assert_eq!(refused, [Refusal::DepartmentCycle]);
    }
    let nowhere = below(602, DepartmentId(Uuid::from_u128(999)));
    let nowhere = Department { head: Some(any()), ..nowhere };
    let refused = reasons(house.store.save_department(anna, nowhere, now()).await);
    let unknown = |field| Refusal::Unknown { field };
    assert_eq!(refused, [unknown(Field::Department), unknown(Field::Head)]);
}

async fn a_supervisor_leads_everyone_in_the_department_and_below(house: &House) {
    let anna = who(house.anna);
    let north = Department { parent: Some(house.sales), ..department("North") };
    house.store.save_department(anna, north.clone(), now()).await.unwrap();
    let elena = house.store.person(anna, house.elena).await.unwrap();
    let elena = Person { department: Some(north.id), ..elena };
    house.store.save_person(anna, elena, now()).await.unwrap();
    let leads = async |person| house.store.actor(who(person)).await.unwrap().leads;
    assert_eq!(leads(house.boris).await, [house.vera, house.gleb, house.elena].into());
    assert_eq!(leads(house.vera).await, [].into());

    let north = Department { head: Some(house.vera), ..north };
    house.store.save_department(anna, north.clone(), now()).await.unwrap();
    assert_eq!(leads(house.vera).await, [house.elena].into());
    let north = Department { archived: true, ..north };
    house.store.save_department(anna, north.clone(), now()).await.unwrap();
    assert_eq!(leads(house.vera).await, [].into(), "an archived department has no supervisor");
    assert_eq!(leads(house.boris).await, [house.vera, house.gleb, house.elena].into());

    let elsewhere = Department { parent: None, archived: false, ..north };
    house.store.save_department(anna, elsewhere, now()).await.unwrap();
    assert_eq!(leads(house.vera).await, [house.elena].into());
    assert_eq!(leads(house.boris).await, [house.vera, house.gleb].into());
}

async fn people_are_found_by_the_beginning_of_any_word_in_any_case(house: &House) {
    let anna = who(house.anna);
    let person =
        Person { position: "Инженер".into(), ..user(any(), "Пётр Ёлкин-Иванов") };
    let person = Person { email: "petr@example.org".into(), ..person };
    house.store.save_person(anna, person, now()).await.unwrap();
    let individual = Individual {
        id: IndividualId(Uuid::from_u128(700)),
        name: "Ёлка Smith".into(),
        email: "smith@elsewhere.example".into(),
        phone: String::new(),
        archived: false,
    };
    house.store.save_individual(who(house.elena), individual, now()).await.unwrap();
    let found = async |text: &str| {
        let lines = house.store.find_people(who(house.elena), text, 10).await.unwrap();
        lines.into_iter().map(|line| line.name).collect::<Vec<_>>()
    };
    for text in ["пЕТ", "ЕЛКИН", "елкин пётр", "ива", "ИНЖ", "petr@exa"] {
        assert_eq!(found(text).await.first().map(String::as_str), Some("Пётр Ёлкин-Иванов"), "{text}");
    }
    assert_eq!(found("елк").await, ["Пётр Ёлкин-Иванов", "Ольга Ёлкина", "Ёлка Smith"]);
    for nothing in ["етр", "петр сидоров", "петр@elsewhere"] {
        assert_eq!(found(nothing).await, [""; 0], "{nothing}");
    }
    assert_eq!(found("%ёлка_").await, ["Ёлка Smith"], "no wildcards");
    let all = house.store.find_people(who(house.elena), "", 3).await.unwrap();
    assert_eq!(all.len(), 3);
    assert!(all.iter().all(|line| matches!(line.attendee, Attendee::Person(_))));
    let olga = house.store.find_people(who(house.elena), "ольга", 3).await.unwrap().remove(0);
    assert_eq!((olga.about.as_str(), olga.email.as_str()), ("Buyer, ООО «Ромашка»", "olga@romashka.example"));
}

async fn whoever_is_archived_is_listed_last_and_not_offered(house: &House) {
    let anna = who(house.anna);
    let boris = house.store.person(anna, house.boris).await.unwrap();
    house.store.save_person(anna, Person { archived: true, ..boris }, now()).await.unwrap();
    let names = async |page, find: &str| {
        let listed = house.store.people(anna, page, find).await.unwrap();
        let names = listed.items.into_iter().map(|person| person.name).collect::<Vec<_>>();
        (names, listed.next)
    };
    let all = ["Anna Petrova", "Elena Kim", "Gleb Sedov", "Vera Belova", "Boris Orlov"];
    assert_eq!(names(Page::default(), "").await, (all.map(String::from).to_vec(), None));
    assert_eq!(house.store.users().await.unwrap().len(), 5);
    assert_eq!(house.store.find_people(anna, "boris", 5).await.unwrap(), []);

    let (first, next) = names(Page { limit: 2, after: None }, "").await;
    assert_eq!((first, next.is_some()), (vec!["Anna Petrova".into(), "Elena Kim".into()], true));
    let (second, next) = names(Page { limit: 2, after: next }, "").await;
    assert_eq!((second, next.is_some()), (vec!["Gleb Sedov".into(), "Vera Belova".into()], true));
    assert_eq!(names(Page { limit: 2, after: next }, "").await, (vec!["Boris Orlov".into()], None));
}

async fn lists_of_clients_contacts_and_individuals_are_searched_and_paged(house: &House) {
    let vera = who(house.vera);
    let clients =
        async |find: &str| house.store.clients(vera, Page::default(), find).await.unwrap().items.len();
    assert_eq!((clients("ромаш").await, clients("7701").await, clients("маш").await), (1, 1, 0));
    let contacts = house.store.contacts(vera, Page::default(), "елкина").await.unwrap();
    assert_eq!(contacts.items[0].id, house.olga);
    let individuals = house.store.individuals(vera, Page::default(), "").await.unwrap();
    assert_eq!((individuals.items, individuals.next), (vec![], None));
}

async fn the_clients_that_a_line_may_mean_are_found(house: &House) {
    let vera = who(house.vera);
    let romashka = house.store.client(vera, house.romashka).await.unwrap().client;
    let names = [("ООО «Иванов и сыновья»", false), ("Alder Tools Ltd", false), ("Alder Old", true)];
    for (number, (name, archived)) in names.into_iter().enumerate() {
        let id = ClientId(Uuid::from_u128(600 + number as u128));
        let client = Client { id, name: name.to_owned(), main_contact: None, archived, ..romashka.clone() };
        house.store.save_client(vera, client, now()).await.unwrap();
    }
    let meant = async |line: &str| {
        let found = house.store.clients_meant(vera, line).await.unwrap();
        found.into_iter().map(|client| client.name).collect::<Vec<_>>()
    };
    assert_eq!(meant("к иванову в чт 14:00").await, ["ООО «Иванов и сыновья»"]);
    assert_eq!(meant("Thu 2pm alder about tools").await, ["Alder Tools Ltd"]);
    assert_eq!(meant("в 14").await, Vec::<String>::new());
    assert_gone(house.store.clients_meant(who(any()), "Alder").await);
}

async fn groups_keep_their_members_in_order(house: &House) {
    let anna = who(house.anna);
    let twice = group(&[house.vera, house.elena, house.vera]);
    let saved = house.store.save_group(anna, twice, now()).await.unwrap();
    assert_eq!(saved.members, [house.vera, house.elena]);
    assert_eq!(house.store.groups(who(house.vera)).await.unwrap(), [saved]);
    let refused = reasons(house.store.save_group(anna, group(&[any()]), now()).await);
    assert_eq!(refused, [Refusal::Unknown { field: Field::Participants }]);
}

async fn a_new_database_has_the_predefined_kinds(house: &House) {
    let kinds = house.store.kinds(who(house.vera)).await.unwrap();
    let mut predefined: Vec<_> = kinds.iter().map(|kind| (kind.id, kind.predefined)).collect();
    predefined.sort_unstable_by_key(|(id, _)| *id);
    assert_eq!(predefined, Predefined::ALL.map(|each| (each.id(), Some(each))));
}

async fn a_kind_keeps_its_checklist(house: &House) {
    let anna = who(house.anna);
    let saved = house.store.save_kind(anna, kind(), now()).await.unwrap();
    let shorter = Kind { checklist: saved.checklist[1..].to_vec(), name: "Audit".into(), ..saved };
    house.store.save_kind(anna, shorter.clone(), now()).await.unwrap();
    let kinds = house.store.kinds(who(house.vera)).await.unwrap();
    assert!(kinds.contains(&shorter));
    assert_eq!(kinds.len(), 5);

    let meeting = kinds.into_iter().find(|kind| kind.predefined == Some(Predefined::Meeting)).unwrap();
    let renamed = Kind { name: "Совещание".into(), predefined: None, ..meeting };
    let renamed = house.store.save_kind(anna, renamed, now()).await.unwrap();
    assert_eq!(renamed.predefined, Some(Predefined::Meeting), "which kind is predefined never changes");
    let twice = Kind { checklist: vec![shorter.checklist[0].clone(); 2], ..shorter };
    let refused = reasons(house.store.save_kind(anna, twice, now()).await);
    assert_eq!(refused, [Refusal::Duplicate { field: Field::Checklist }]);
}

async fn rooms_and_categories_are_created_and_changed(house: &House) {
    let anna = who(house.anna);
    let red = house.store.save_place(anna, room("Red room"), now()).await.unwrap();
    let larger = Place { capacity: 20, equipment: vec!["video".into()], ..red };
    house.store.save_place(anna, larger.clone(), now()).await.unwrap();
    let places = house.store.places(who(house.vera)).await.unwrap();
    assert_eq!((places.len(), &places[2]), (3, &larger));
    let category = house.store.save_category(anna, category(), now()).await.unwrap();
    assert_eq!(house.store.categories(who(house.vera)).await.unwrap(), [category]);
    let nobody_fits = Place { capacity: 0, ..larger };
    let refused = reasons(house.store.save_place(anna, nobody_fits, now()).await);
    assert_eq!(refused, [Refusal::Empty { field: Field::Capacity }]);
}

async fn pickers_are_told_when_their_offers_change(house: &House) {
    let mut changes = house.store.changes();
    house.store.save_place(who(house.anna), room("Red room"), now()).await.unwrap();
    let revision = house.store.revision().await.unwrap();
    loop {
        let change = changes.recv().await.unwrap();
        if change.revision == revision {
            assert_eq!((change.about, change.by), (About::Directory, Some(house.anna)));
            break;
        }
    }
}

async fn a_stranger_reads_nothing(house: &House) {
    let stranger = who(any());
    assert_gone(house.store.people(stranger, Page::default(), "").await);
    assert_gone(house.store.places(stranger).await);
    assert_gone(house.store.find_people(stranger, "", 5).await);
    assert_gone(house.store.actor(stranger).await);
    assert_gone(house.store.calendar(stranger, &[house.vera], now(), now()).await);
}

/// Somebody who is not there yet.
fn any() -> PersonId {
    PersonId(Uuid::from_u128(0xA11))
}

fn room(name: &str) -> Place {
    let id = PlaceId(Uuid::from_u128(800));
    Place {
        id,
        name: name.into(),
        capacity: 4,
        equipment: vec!["projector".into()],
        bookable: None,
        archived: false,
    }
}

fn department(name: &str) -> Department {
    let id = DepartmentId(Uuid::from_u128(801));
    Department { id, name: name.into(), parent: None, head: None, archived: false }
}

fn group(members: &[PersonId]) -> Group {
    let id = GroupId(Uuid::from_u128(802));
    Group { id, name: "Negotiators".into(), members: members.to_vec(), archived: false }
}

fn category() -> Category {
    let id = CategoryId(Uuid::from_u128(803));
    Category { id, name: "Important".into(), color: Hue::degrees(20).unwrap(), archived: false }
}

fn kind() -> Kind {
    let item = |number: u128, text: &str, mandatory| TemplateItem {
        id: TemplateItemId(Uuid::from_u128(number)),
        text: text.into(),
        mandatory,
        asks: Asks::Tick,
    };
    Kind {
        id: KindId(Uuid::from_u128(804)),
        name: "Inspection".into(),
        predefined: None,
        purpose: "See for oneself".into(),
        event_type: EventType::External,
        in_journal: true,
        default_minutes: 45,
        points: 2,
        checklist: vec![item(1, "Photographs", true), item(2, "Keys returned", false)],
        archived: false,
    }
}
