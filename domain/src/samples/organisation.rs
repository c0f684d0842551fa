//! The people, rooms, clients and kinds of a made-up organisation.

use std::collections::BTreeSet;

use chrono::{DateTime, TimeZone, Utc};

use super::dice::Dice;
use super::particulars::{attributes, interests};
use super::words::{Words, latin, words};
use super::{FEWEST_PEOPLE, Known, Size};
use crate::attribute::Attribute;
use crate::availability::WorkingHours;
use crate::client::{Address, Client, Contact, Interest};
use crate::id::{
    AddressId, CategoryId, ClientId, ContactId, DepartmentId, GroupId, IndividualId, PersonId, PlaceId,
    TargetId, TemplateItemId,
};
use crate::kind::{Category, EventType, Hue, Kind, Predefined, TemplateItem};
use crate::location::Position;
use crate::people::{Department, Group, Individual, Person, Preferences, Role};
use crate::place::Place;
use crate::points::Target;

/// Everything that meetings point to.
#[derive(Clone, Debug)]
pub struct Organisation {
    /// Parents before their children.
    pub departments: Vec<Department>,
    pub people: Vec<Person>,
    pub groups: Vec<Group>,
    pub individuals: Vec<Individual>,
    pub clients: Vec<Client>,
    pub contacts: Vec<Contact>,
    pub addresses: Vec<Address>,
    pub places: Vec<Place>,
    pub kinds: Vec<Kind>,
    pub categories: Vec<Category>,
    pub targets: Vec<Target>,
    pub attributes: Vec<Attribute>,
    pub interests: Vec<Interest>,
}

/// More people than this in one department form teams of their own below it.
const LARGEST_TEAM: usize = 14;

impl Organisation {
    pub(super) fn new(size: &Size) -> Self {
        let words = words(size.language);
        let mut made = Self {
            departments: Vec::new(),
            people: Vec::new(),
            groups: Vec::new(),
            individuals: Vec::new(),
            clients: Vec::new(),
            contacts: Vec::new(),
            addresses: Vec::new(),
            places: Vec::new(),
            kinds: kinds(words, &mut Dice::new(size.seed, 1)),
            categories: Vec::new(),
            targets: targets(words, &mut Dice::new(size.seed, 8)),
            attributes: attributes(words, &mut Dice::new(size.seed, 10)),
            interests: Vec::new(),
        };
        made.hire(size, words);
        made.open_rooms(size, words);
        made.win_clients(size, words);
        made.categories = categories(words, &mut Dice::new(size.seed, 5));
        made.interests = interests(words, &made.clients, &mut Dice::new(size.seed, 11));
        made
    }

    /// Departments, their heads and everybody in them; the known people first.
    fn hire(&mut self, size: &Size, words: &Words) {
        let dice = &mut Dice::new(size.seed, 2);
        let count = size.people.max(FEWEST_PEOPLE) as usize;
        let used = words.departments.len().min(2 + count / 8);
        let company = self.found(dice, words.company.to_owned(), None);
        let departments: Vec<DepartmentId> = words.departments[..used]
            .iter()
            .map(|name| self.found(dice, (*name).to_owned(), Some(company)))
            .collect();

        let mut names = Names::new(words);
        // Sales is the first department and Engineering the second.
        for known in Known::ALL {
            let (department, position) = match known {
                Known::Head => (departments[0], words.positions[0].0),
                Known::Rep1 | Known::Rep2 => (departments[0], words.positions[0].1),
                Known::Other => (departments[1], words.positions[1].1),
                Known::Admin => (company, words.administrator),
            };
            let mut person = names.somebody(dice, Some(department), position);
            person.email = known.email().to_owned();
            if known == Known::Admin {
                person.role = Role::Administrator;
            }
            if known == Known::Head {
                self.departments[1].head = Some(person.id);
            }
            self.people.push(person);
        }
        let director = names.somebody(dice, Some(company), words.director);
        self.departments[0].head = Some(director.id);
        self.people.push(director);

        let mut teams: Vec<Vec<DepartmentId>> = departments.iter().map(|id| vec![*id]).collect();
        let mut members = vec![0_usize; used];
        for number in self.people.len()..count {
            let which = self.understaffed(dice, &members, number);
            members[which] += 1;
            let (lead, staff) = words.positions[which];
            if self.departments[which + 1].head.is_none() {
                let head = names.somebody(dice, Some(departments[which]), lead);
                self.departments[which + 1].head = Some(head.id);
                self.people.push(head);
                continue;
            }
            if members[which].is_multiple_of(LARGEST_TEAM) {
                let name = format!("{} · {} {}", words.departments[which], words.team, teams[which].len());
                let team = self.found(dice, name, Some(departments[which]));
                let head = names.somebody(dice, Some(team), lead);
                if let Some(department) = self.departments.last_mut() {
                    department.head = Some(head.id);
                }
                teams[which].push(team);
                self.people.push(head);
                continue;
            }
            let team = teams[which].last().copied();
            self.people.push(names.somebody(dice, team, staff));
        }
        self.gather(dice, words);
        self.know_individuals(dice, words, &mut names);
    }

    /// Every department gets a head first; then Sales grows fastest.
    fn understaffed(&self, dice: &mut Dice, members: &[usize], number: usize) -> usize {
        let headless = (0..members.len()).find(|which| self.departments[which + 1].head.is_none());
        match headless {
            Some(which) if number.is_multiple_of(2) => which,
            _ if dice.percent(45) => 0,
            _ => dice.below(members.len()),
        }
    }

    fn found(&mut self, dice: &mut Dice, name: String, parent: Option<DepartmentId>) -> DepartmentId {
        let id = DepartmentId(dice.id(founded()));
        self.departments.push(Department { id, name, parent, head: None, archived: false });
        id
    }

    fn gather(&mut self, dice: &mut Dice, words: &Words) {
        for name in words.groups {
            let mut members = BTreeSet::new();
            for _ in 0..6 {
                members.insert(dice.pick(&self.people).id);
            }
            let members = members.into_iter().collect();
            self.groups.push(Group {
                id: GroupId(dice.id(founded())),
                name: (*name).to_owned(),
                members,
                archived: false,
            });
        }
    }

    fn know_individuals(&mut self, dice: &mut Dice, words: &Words, names: &mut Names<'_>) {
        for _ in 0..6 {
            let name = names.name(dice, words);
            let email = format!("{}@post.example", address(&name));
            let phone = phone(dice);
            let id = IndividualId(dice.id(founded()));
            self.individuals.push(Individual { id, name, email, phone, archived: false });
        }
    }

    fn open_rooms(&mut self, size: &Size, words: &Words) {
        let dice = &mut Dice::new(size.seed, 3);
        let count = (4 + size.people as usize / 12).clamp(5, 120);
        for number in 0..count {
            let name = words.rooms[number % words.rooms.len()];
            let floor = number / words.rooms.len();
            let name = if floor == 0 { name.to_owned() } else { format!("{name} {}", floor + 1) };
            let capacity = *dice.pick(&[4, 6, 6, 8, 8, 10, 12, 20]);
            let equipment = words.equipment.iter().filter(|_| dice.percent(45));
            let equipment = equipment.map(|it| (*it).to_owned()).collect();
            let id = PlaceId(dice.id(founded()));
            self.places.push(Place { id, name, capacity, equipment, bookable: None, archived: false });
        }
    }

    fn win_clients(&mut self, size: &Size, words: &Words) {
        let dice = &mut Dice::new(size.seed, 4);
        let sellers: Vec<PersonId> = self.people.iter().map(|person| person.id).collect();
        let count = (size.people as usize * 2).clamp(20, 4_000);
        let mut names = Names::new(words);
        // A stream of its own: whoever a client is does not depend on where they are.
        let towns = &mut Dice::new(size.seed, 13);
        for number in 0..count {
            let client = ClientId(dice.id(founded()));
            let name = client_name(words, number);
            let site = format!("client{}.example", number + 1);
            let contacts = dice.between(1, 3);
            let mut main_contact = None;
            for _ in 0..contacts {
                let id = ContactId(dice.id(founded()));
                let name = names.name(dice, words);
                let email = format!("{}@{site}", address(&name));
                let position = (*dice.pick(words.contact_positions)).to_owned();
                let phone = phone(dice);
                main_contact.get_or_insert(id);
                self.contacts.push(Contact { id, client, name, position, email, phone, archived: false });
            }
            let id = AddressId(dice.id(founded()));
            let street = dice.pick(words.streets);
            let town = Town::of_client(words, towns);
            self.addresses.push(town.office(id, client, words, street, dice.between(1, 120)));
            self.clients.push(Client {
                id: client,
                name,
                tax_number: format!("{}", 7_800_000_000_u64 + dice.below(99_999_999) as u64),
                phone: phone(dice),
                main_contact,
                main_address: Some(id),
                responsible: Some(*dice.pick(&sellers)),
                archived: false,
            });
        }
        self.open_branches(words, towns);
    }

    /// Every fourth client has a second office, behind the main ones in the list.
    fn open_branches(&mut self, words: &Words, dice: &mut Dice) {
        for client in self.clients.iter().step_by(4) {
            let (id, town) = (AddressId(dice.id(founded())), Town::of_client(words, dice));
            let (street, number) = (dice.pick(words.streets), dice.between(1, 120));
            self.addresses.push(town.office(id, client.id, words, street, number));
        }
    }
}

/// A town that clients are in.
struct Town {
    name: &'static str,
    middle: (f64, f64),
}

impl Town {
    /// Most are in the town of the offices, some in one near by, and few far away.
    fn of_client(words: &Words, dice: &mut Dice) -> Self {
        let number = match dice.below(100) {
            0..70 => 0,
            70..83 => 1,
            83..95 => 2,
            _ => 3,
        };
        let (name, north, east) = words.towns[number];
        Self { name, middle: (north, east) }
    }

    /// Streets lie around the middle like the spokes of a wheel, and the higher a number the further out it is.
    fn office(&self, id: AddressId, client: ClientId, words: &Words, street: &str, number: usize) -> Address {
        let spoke = words.streets.iter().position(|known| *known == street).unwrap_or_default();
        let (north, east) = (spoke as f64 / words.streets.len() as f64 * std::f64::consts::TAU).sin_cos();
        let out = FIRST_HOUSE + number as f64 * NEXT_HOUSE;
        let (middle_north, middle_east) = self.middle;
        // A degree east is shorter than a degree north.
        let narrow = middle_north.to_radians().cos();
        Address {
            id,
            client,
            text: format!("{}, {street}, {number}", self.name),
            position: Position::degrees(middle_north + out * north, middle_east + out * east / narrow),
            archived: false,
        }
    }
}

/// Degrees north: half a kilometre from the middle, and forty metres from house to house.
const FIRST_HOUSE: f64 = 0.0045;
const NEXT_HOUSE: f64 = 0.000_36;

/// When everything but the meetings was entered: before any of them, and the same whenever the demo is made.
pub(super) fn founded() -> DateTime<Utc> {
    Utc.with_ymd_and_hms(2020, 1, 6, 8, 0, 0).single().unwrap_or_default()
}

/// Gives out names, and addresses that nobody else has.
struct Names<'a> {
    words: &'a Words,
    addresses: BTreeSet<String>,
}

impl<'a> Names<'a> {
    fn new(words: &'a Words) -> Self {
        Self { words, addresses: BTreeSet::new() }
    }

    fn name(&mut self, dice: &mut Dice, words: &Words) -> String {
        let (woman, man) = dice.pick(words.surnames);
        if dice.percent(50) {
            format!("{} {woman}", dice.pick(words.women))
        } else {
            format!("{} {man}", dice.pick(words.men))
        }
    }

    fn somebody(&mut self, dice: &mut Dice, department: Option<DepartmentId>, position: &str) -> Person {
        let mut name = self.name(dice, self.words);
        // As long as there are enough names, nobody shares theirs.
        for _ in 0..50 {
            if !self.addresses.contains(&address(&name)) {
                break;
            }
            name = self.name(dice, self.words);
        }
        let mut local = address(&name);
        let mut number = 1;
        while !self.addresses.insert(local.clone()) {
            number += 1;
            local = format!("{}{number}", address(&name));
        }
        Person {
            id: PersonId(dice.id(founded())),
            name,
            email: format!("{local}@demo.example"),
            position: position.to_owned(),
            phone: phone(dice),
            department,
            role: Role::Member,
            preferences: Preferences::default(),
            hours: WorkingHours::default(),
            archived: false,
        }
    }
}

/// "Anna Petrova" → "anna.petrova".
fn address(name: &str) -> String {
    name.split(' ').map(latin).collect::<Vec<_>>().join(".")
}

fn phone(dice: &mut Dice) -> String {
    // 555 01xx numbers are nobody's.
    format!("+1 555 01{:02}", dice.below(100))
}

fn client_name(words: &Words, number: usize) -> String {
    let firsts = words.client_first.len();
    let first = words.client_first[number % firsts];
    let second = words.client_second[(number / firsts + number * 7) % words.client_second.len()];
    let legal = words.legal[number % words.legal.len()];
    let round = number / (firsts * words.client_second.len());
    let round = if round == 0 { String::new() } else { format!(" {}", round + 1) };
    // Russian puts the legal form first.
    if legal.is_ascii() {
        format!("{first} {second} {legal}{round}")
    } else {
        format!("{legal} «{first} {second}»{round}")
    }
}

fn categories(words: &Words, dice: &mut Dice) -> Vec<Category> {
    let hues = words.categories.iter().filter_map(|(name, hue)| Some((*name, Hue::degrees(*hue)?)));
    hues.map(|(name, color)| {
        let id = CategoryId(dice.id(founded()));
        Category { id, name: name.to_owned(), color, archived: false }
    })
    .collect()
}

/// What is expected of those who sell.
fn targets(words: &Words, dice: &mut Dice) -> Vec<Target> {
    let (lead, staff) = words.positions[0];
    let expected = [(lead, 15, 60, 180), (staff, 25, 100, 300)];
    let target = |(position, week, month, quarter): (&str, u32, u32, u32)| Target {
        id: TargetId(dice.id(founded())),
        position: position.to_owned(),
        week,
        month,
        quarter,
        steps: vec![50, 80, 120],
        archived: false,
    };
    expected.into_iter().map(target).collect()
}

fn kinds(words: &Words, dice: &mut Dice) -> Vec<Kind> {
    let kinds = Predefined::ALL.into_iter().zip(&words.kinds);
    kinds
        .map(|(predefined, words)| {
            let (name, event_type, default_minutes, points) = match predefined {
                Predefined::Meeting => ("Meeting", EventType::Internal, 60, 1),
                Predefined::MeetingAtClient => ("Meeting at the client's", EventType::External, 90, 5),
                Predefined::Call => ("Call", EventType::Call, 30, 2),
                Predefined::Presentation => ("Presentation", EventType::External, 60, 8),
            };
            let items = words.checklist.iter().map(|(text, mandatory, asks)| TemplateItem {
                id: TemplateItemId(dice.id(founded())),
                text: (*text).to_owned(),
                mandatory: *mandatory,
                asks: *asks,
            });
            Kind {
                id: predefined.id(),
                name: name.to_owned(),
                predefined: Some(predefined),
                purpose: words.purpose.to_owned(),
                event_type,
                in_journal: matches!(event_type, EventType::External | EventType::Call),
                default_minutes,
                points,
                checklist: items.collect(),
                archived: false,
            }
        })
        .collect()
}
