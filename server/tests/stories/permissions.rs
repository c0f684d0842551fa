//! Who may do what, asked of REST for every action of the table in [`domain::permission`].

use domain::change::Channel;
use domain::id::{MeetingId, PersonId};
use domain::permission::{Action, Sight};
use hyper::{Method, StatusCode};
use serde_json::{Value, json};
use store::Who;

use crate::client::{Answer, Program};
use crate::house::{House, invitation, new_id, on_both};

/// In the order of the table below.
const PEOPLE: [&str; 6] = ["vera", "boris", "elena", "gleb", "anna", "zoya"];

/// What each is told, written out by hand.
const EXPECTED: [(Action, [u16; 6]); 21] = [
    //                            responsible  head  invited  colleague  administrator  stranger
    (Action::PlanMeeting, [201, 201, 201, 201, 201, 201]),
    (Action::SeeMeeting, [200, 200, 200, 404, 404, 404]),
    (Action::ChangeMeeting, [200, 200, 403, 404, 404, 404]),
    (Action::RemoveMeeting, [204, 204, 403, 404, 404, 404]),
    (Action::StartMeeting, [200, 200, 403, 404, 404, 404]),
    (Action::TickChecklist, [200, 200, 200, 404, 404, 404]),
    (Action::CloseMeeting, [200, 200, 403, 404, 404, 404]),
    (Action::CancelMeeting, [200, 200, 403, 404, 404, 404]),
    (Action::ReopenMeeting, [200, 200, 403, 404, 404, 404]),
    (Action::AttachFile, [201, 201, 201, 404, 404, 404]),
    (Action::AnswerInvitation, [200, 403, 200, 404, 404, 404]),
    (Action::AnswerForOthers, [200, 403, 403, 404, 404, 404]),
    (Action::KeepClients, [201, 201, 201, 201, 201, 201]),
    (Action::KeepDirectory, [403, 403, 403, 403, 201, 403]),
    (Action::KeepPeople, [403, 403, 403, 403, 201, 403]),
    // Of Vera's week; what one submits the next returns.
    (Action::SeePlan, [200, 200, 404, 404, 404, 404]),
    (Action::KeepPlan, [200, 403, 404, 404, 404, 404]),
    (Action::DecidePlan, [403, 200, 404, 404, 404, 404]),
    (Action::DiscussPlan, [201, 201, 404, 404, 404, 404]),
    (Action::SeePoints, [200, 200, 404, 404, 404, 404]),
    (Action::KeepAbsence, [201, 201, 404, 404, 404, 404]),
];

on_both! {
    /// Vera meets Elena. Boris heads Vera's department, Gleb is in it; Anna administers; Zoya is nobody's.
    async fn every_action_by_everybody(house: &mut House) {
        let zoya = house.hire("Zoya Lis").await;
        let people = [house.vera, house.boris, house.elena, house.gleb, house.anna, zoya];
        let mut programs = Vec::new();
        for name in PEOPLE {
            programs.push(house.program_of(name).await);
        }
        let (kind, item) = kind(&programs[4]).await;
        assert_eq!(EXPECTED.map(|(action, _)| action), Action::ALL, "the table is whole");
        for (action, expected) in EXPECTED {
            for (which, status) in expected.into_iter().enumerate() {
                let meeting = meeting(house, &programs[0], &kind, action).await;
                let name = PEOPLE[which];
                let by_the_table = by_the_table(house, people[which], action, meeting).await;
                let answer = ask(house, &programs[which], action, meeting, &item, name).await;
                assert_eq!(answer.status.as_u16(), status, "{action:?} by {name}: {}", answer.text());
                assert_eq!(by_the_table, told(status), "{action:?} by {name} in domain::permission");
                if status == 403 {
                    assert_eq!(answer.problem(), "not_permitted");
                }
            }
        }
    }
}

/// What a status says of a permission.
#[derive(Debug, PartialEq, Eq)]
enum Told {
    Yes,
    No,
    /// Not even that it is there.
    Nothing,
}

fn told(status: u16) -> Told {
    match status {
        200..300 => Told::Yes,
        404 => Told::Nothing,
        _ => Told::No,
    }
}

/// What the domain says of it.
async fn by_the_table(house: &House, person: PersonId, action: Action, meeting: MeetingId) -> Told {
    let who = |person| Who { person, channel: Channel::Rest };
    let actor = house.store.actor(who(person)).await.unwrap();
    let meeting = house.store.meeting(who(house.vera), meeting).await.unwrap().meeting;
    match action {
        Action::PlanMeeting | Action::KeepClients | Action::KeepDirectory | Action::KeepPeople => {
            if actor.require(action).is_ok() { Told::Yes } else { Told::No }
        }
        Action::SeePlan
        | Action::KeepPlan
        | Action::DecidePlan
        | Action::DiscussPlan
        | Action::SeePoints
        | Action::KeepAbsence => {
            let may = |action| actor.may_with_plan(action, house.vera);
            match (may(action), may(Action::SeePlan)) {
                (true, _) => Told::Yes,
                (false, true) => Told::No,
                (false, false) => Told::Nothing,
            }
        }
        _ if actor.may(action, &meeting) => Told::Yes,
        _ if actor.sight(&meeting) == Sight::Full => Told::No,
        _ => Told::Nothing,
    }
}

async fn kind(anna: &Program) -> (Value, String) {
    let item = new_id();
    let kind = json!({
        "id": new_id(), "name": "Talk", "event_type": "internal", "default_minutes": 60,
        "checklist": [{"id": item, "text": "Talk"}],
    });
    anna.post("/kinds", &kind).await.expect(StatusCode::CREATED);
    (kind["id"].clone(), item)
}

/// A meeting of Vera and Elena on which the action could be done.
async fn meeting(house: &House, vera: &Program, kind: &Value, action: Action) -> MeetingId {
    let mut wanted = invitation("Talk", 25, 9, &[house.elena]);
    wanted["kind"] = kind.clone();
    let card = vera.post("/meetings", &wanted).await.expect(StatusCode::CREATED).json();
    let id: MeetingId = card["id"].as_str().unwrap().parse().unwrap();
    if action == Action::ReopenMeeting {
        vera.post(&format!("/meetings/{id}/close"), &json!({})).await.expect(StatusCode::OK);
    }
    id
}

async fn ask(
    house: &House,
    program: &Program,
    action: Action,
    meeting: MeetingId,
    item: &str,
    name: &str,
) -> Answer {
    let path = format!("/meetings/{meeting}");
    let vera = Who { person: house.vera, channel: Channel::Rest };
    let seen = format!("\"{}\"", house.store.meeting(vera, meeting).await.unwrap().meeting.version.0);
    let post = async |to: &str, body: Value| program.post(&format!("{path}/{to}"), &body).await;
    match action {
        Action::PlanMeeting => program.post("/meetings", &invitation("Mine", 26, 9, &[])).await,
        Action::SeeMeeting => program.get(&path).await,
        Action::ChangeMeeting => program.patch(&path, &seen, &json!({"subject": "Other"})).await,
        Action::RemoveMeeting => program.delete(&path, &seen).await,
        Action::StartMeeting => post("start", Value::Null).await,
        Action::TickChecklist => {
            let path = format!("{path}/checklist/{item}");
            program.call(Method::PUT, &path, &[], &json!({"done": true})).await
        }
        Action::CloseMeeting => post("close", json!({"result": "Done"})).await,
        Action::CancelMeeting => post("cancel", json!({"reason": "Ill"})).await,
        Action::ReopenMeeting => post("reopen", json!({"reason": "More"})).await,
        Action::AttachFile => post("attachments?name=Offer", json!({})).await,
        Action::AnswerInvitation => post("respond", json!({"answer": "accepted"})).await,
        Action::AnswerForOthers => {
            let other = if name == "elena" { house.vera } else { house.elena };
            post("respond", json!({"answer": "declined", "attendee": {"type": "person", "id": other}})).await
        }
        Action::KeepClients => program.post("/clients", &json!({"id": new_id(), "name": "Romashka"})).await,
        Action::KeepDirectory => {
            program.post("/categories", &json!({"id": new_id(), "name": "Urgent", "color": 20})).await
        }
        Action::KeepPeople => {
            let person = json!({"id": new_id(), "name": format!("New of {name}"), "email": format!("new.{name}@example.org")});
            program.post("/people", &person).await
        }
        Action::SeePlan => program.get(&week_of_vera(house)).await,
        Action::KeepPlan => program.post(&format!("{}/submit", week_of_vera(house)), &json!({})).await,
        Action::DecidePlan => {
            program.post(&format!("{}/return", week_of_vera(house)), &json!({"comment": "Why?"})).await
        }
        Action::DiscussPlan => {
            let message = json!({"id": new_id(), "text": "Why?"});
            program.post(&format!("{}/messages", week_of_vera(house)), &message).await
        }
        Action::SeePoints => program.get(&format!("/points?person={}", house.vera)).await,
        Action::KeepAbsence => {
            let away =
                json!({"id": new_id(), "person": house.vera, "first": "2027-07-01", "last": "2027-07-14"});
            program.post("/absences", &away).await
        }
    }
}

fn week_of_vera(house: &House) -> String {
    format!("/journal/2026-W48/{}", house.vera)
}
