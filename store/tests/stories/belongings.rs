//! Files of meetings and wishes to be reminded (S23, S24).

use domain::Refusal;
use domain::change::Act;
use domain::checklist::{Asks, Note};
use domain::id::{AttachmentId, KindId, TemplateItemId};
use domain::kind::{EventType, Kind, TemplateItem};
use domain::meeting::{Answer, Attendee, Draft, Tick};
use domain::permission::Action;
use domain::reminder::{Reminder, Through};
use store::NewAttachment;
use uuid::Uuid;

use crate::house::{House, assert_gone, now, on_both, reasons, utc, who};

on_both! {
    a_file_belongs_to_a_meeting_and_its_content_is_known,
    an_item_is_done_with_a_picture_of_the_meeting,
    everybody_is_reminded_as_they_wish,
}

fn file(name: &str, content: char) -> NewAttachment {
    NewAttachment {
        id: AttachmentId::generate(now()),
        name: name.into(),
        media_type: "text/plain".into(),
        bytes: 5,
        content: content.to_string().repeat(64),
    }
}

async fn a_file_belongs_to_a_meeting_and_its_content_is_known(house: &House) {
    let sheet = house.planned(house.draft(house.vera, "Talk", "2026-11-24 10:00", &[house.gleb])).await;
    let (id, gleb, vera) = (sheet.meeting.id, who(house.gleb), who(house.vera));
    let offer = file(" Offer.pdf ", 'a');
    let added = house.store.attach(gleb, id, offer.clone(), now()).await.unwrap();
    assert_eq!((added.name.as_str(), added.added_by), ("Offer.pdf", house.gleb));
    assert_eq!(house.store.attach(gleb, id, offer, now()).await.unwrap(), added, "once more is well");
    let later = utc("2026-11-24T06:01:00Z");
    let of_vera = house.store.attach(vera, id, file("Plan", 'a'), later).await.unwrap();
    let shown = house.store.meeting(vera, id).await.unwrap();
    assert!(shown.meeting.version > sheet.meeting.version);
    assert_eq!(shown.attachments.len(), 2);
    assert_eq!(shown.attachments[0].added_by_name, "Gleb Sedov");
    assert_eq!(house.store.contents("", 10).await.unwrap(), ["a".repeat(64)]);

    assert_gone(house.store.attachment(who(house.elena), id, added.id).await);
    assert_gone(house.store.attach(who(house.elena), id, file("Spy", 'b'), now()).await);
    let other = house.planned(house.draft(house.vera, "Other", "2026-11-24 12:00", &[])).await.meeting.id;
    assert_gone(house.store.attachment(vera, other, added.id).await);
    let by_gleb = house.store.detach(gleb, id, of_vera.id, now()).await;
    assert_eq!(reasons(by_gleb), [Refusal::NotPermitted { action: Action::ChangeMeeting }]);
    assert_eq!(house.store.detach(vera, id, added.id, now()).await.unwrap(), Some("a".repeat(64)));
    assert_eq!(house.store.detach(vera, id, added.id, now()).await.unwrap(), None);
    assert!(house.store.has_content(&"a".repeat(64)).await.unwrap(), "another file has it still");
    let history = house.store.history(vera, id).await.unwrap();
    let last = history.last().unwrap();
    assert_eq!(last.change.acts, [Act::Detached { name: "Offer.pdf".into() }]);
}

async fn an_item_is_done_with_a_picture_of_the_meeting(house: &House) {
    let shelf = TemplateItemId(Uuid::from_u128(1));
    let kind = Kind {
        id: KindId(Uuid::from_u128(900)),
        name: "Inspection".into(),
        predefined: None,
        purpose: String::new(),
        event_type: EventType::Internal,
        in_journal: false,
        default_minutes: 30,
        points: 1,
        checklist: vec![TemplateItem { id: shelf, text: "Shelf".into(), mandatory: true, asks: Asks::Photo }],
        archived: false,
    };
    house.store.save_kind(who(house.anna), kind.clone(), now()).await.unwrap();
    let draft = house.draft(house.vera, "Talk", "2026-11-24 10:00", &[house.gleb]);
    let (vera, gleb) = (who(house.vera), who(house.gleb));
    let id = house.planned(Draft { kind: kind.id, ..draft }).await.meeting.id;
    let done = |attachment| Tick::Done { note: Some(Note::Photo { attachment }) };
    let text = house.store.attach(gleb, id, file("Notes", 'a'), now()).await.unwrap();
    let refused = house.store.tick(gleb, id, shelf, done(text.id), now()).await;
    assert_eq!(reasons(refused), [Refusal::ItemAsks { item: shelf, asks: Asks::Photo }]);
    let picture = NewAttachment { media_type: "image/jpeg".into(), ..file("Shelf.jpg", 'b') };
    let picture = house.store.attach(gleb, id, picture, now()).await.unwrap();
    let sheet = house.store.tick(gleb, id, shelf, done(picture.id), now()).await.unwrap();
    let note = sheet.meeting.checklist[0].done.as_ref().and_then(|done| done.note.clone());
    assert_eq!(note, Some(Note::Photo { attachment: picture.id }));
    // What the item is done with stays.
    let taken = house.store.detach(gleb, id, picture.id, now()).await;
    assert_eq!(reasons(taken), [Refusal::PhotoOfItem { item: shelf, text: "Shelf".into() }]);
    house.store.close_meeting(vera, id, None, String::new(), None, now()).await.unwrap();
}

async fn everybody_is_reminded_as_they_wish(house: &House) {
    let sheet = house.planned(house.draft(house.vera, "Talk", "2026-11-24 10:00", &[house.gleb])).await;
    let (id, gleb, vera) = (sheet.meeting.id, who(house.gleb), who(house.vera));
    let wish = |minutes_before, through| Reminder { minutes_before, through };
    let wanted = vec![wish(15, Through::Screen), wish(60, Through::Mail), wish(15, Through::Screen)];
    let kept = house.store.remind(gleb, id, wanted, now()).await.unwrap();
    assert_eq!(kept, [wish(15, Through::Screen), wish(60, Through::Mail)]);
    assert_eq!(house.store.reminders(gleb, id).await.unwrap(), kept);
    assert_eq!(house.store.reminders(vera, id).await.unwrap(), []);
    assert_gone(house.store.remind(who(house.elena), id, Vec::new(), now()).await);
    // Their calendar shows it, and nobody else's.
    for (viewer, reminded) in [(house.gleb, true), (house.vera, false), (house.boris, false)] {
        let (from, to) = (utc("2026-11-24T00:00:00Z"), utc("2026-11-25T00:00:00Z"));
        let shown = house.store.calendar(who(viewer), &[house.gleb], from, to).await.unwrap().entries;
        assert_eq!(shown[0].details.as_ref().unwrap().reminded, reminded);
        let actor = house.store.actor(who(viewer)).await.unwrap();
        let told = house.store.posted(id).await.unwrap().unwrap().entry(&actor);
        assert_eq!(told.details.unwrap().reminded, reminded);
    }

    // What is told in the browser; mail goes its own way.
    let due = async |person| {
        let (from, to) = (utc("2026-11-24T06:00:00Z"), utc("2026-11-25T06:00:00Z"));
        house.store.reminders_due(who(person), from, to).await.unwrap()
    };
    let of_gleb = due(house.gleb).await;
    assert_eq!((of_gleb.len(), of_gleb[0].minutes_before, of_gleb[0].subject.as_str()), (1, 15, "Talk"));
    assert_eq!(of_gleb[0].at(), utc("2026-11-24T06:45:00Z"));
    assert_eq!(due(house.vera).await, []);
    let declined = Attendee::Person(house.gleb);
    house.store.respond(gleb, id, declined, Answer::Declined, String::new(), now()).await.unwrap();
    assert_eq!(due(house.gleb).await, []);
    house.store.respond(gleb, id, declined, Answer::Accepted, String::new(), now()).await.unwrap();
    assert_eq!(due(house.gleb).await.len(), 1);
    house.store.cancel_meeting(vera, id, None, "Ill", now()).await.unwrap();
    assert_eq!(due(house.gleb).await, []);
    assert_eq!(house.store.remind(gleb, id, Vec::new(), now()).await.unwrap(), []);
}
