//! Files on their way in, and the pages that they become.

use super::*;

#[tokio::test]
async fn a_file_becomes_pages_that_only_those_may_see_who_were_shown_them() {
    let school = School::open().await;
    let deck = school.bring(b"%PDF").await;
    school.draw(deck, false).await.unwrap();
    let drawn = school.deck(deck).await;
    assert_eq!((drawn.name.text(), drawn.pages, drawn.drawn), ("waves.pdf", 3, 3));
    assert_eq!(drawn.undrawable, [2]);
    let key = page_key(school.class, deck, 3, Rendition::Thumb);
    assert_eq!(school.objects.get(&key).await.unwrap().unwrap(), "thumb of 3");

    let (teacher, student) = (school.seat(0), school.seat(2));
    assert_eq!(school.classroom.page_text(&teacher, deck, 3).await, Ok(page(3)));
    assert!(school.classroom.page_address(&teacher, deck, 3, Rendition::Large).await.is_ok());
    for page in [0, 4] {
        assert_eq!(school.classroom.page_text(&teacher, deck, page).await, Err(Refusal::NotFound));
    }
    assert_eq!(school.classroom.page_text(&student, deck, 1).await, Err(Refusal::NotFound), "not shown yet");
    let class = school.classroom.classes.open(school.class).await.unwrap();
    let show = domain::slides::Command::Show { deck, page: 1 };
    let said = school.classroom.send(&class, &teacher, CommandId(Uuid::now_v7()), show.clone().into()).await;
    assert!(said.is_ok(), "{said:?}");
    assert_eq!(school.classroom.page_text(&student, deck, 1).await, Ok(page(1)));
    let said = school.classroom.send(&class, &student, CommandId(Uuid::now_v7()), show.into()).await;
    assert_eq!(said, Err(Refusal::Rejected(Rejection::NotAllowed)));

    // A worker that was thought dead comes back.
    school.draw(deck, false).await.unwrap();
    assert_eq!(school.deck(deck).await, drawn);
}

#[tokio::test]
async fn notes_and_outline_are_for_staff_and_in_nothing_that_students_read() {
    let school = School::open().await;
    let deck = school.bring(b"%PDF").await;
    school.draw(deck, false).await.unwrap();
    school.say(domain::slides::Command::Show { deck, page: 3 }).await.unwrap();
    let (teacher, student) = (school.seat(0), school.seat(2));
    assert_eq!(school.classroom.notes(&teacher, deck, 3).await, Ok("Note to 3".to_owned()));
    let outline = school.classroom.outline(&teacher, deck).await.unwrap();
    assert_eq!((outline[0].title.as_str(), outline[0].page), ("Beginning", 1));
    let no = Refusal::Rejected(Rejection::NotAllowed);
    assert_eq!(school.classroom.notes(&student, deck, 3).await, Err(no.clone()));
    assert_eq!(school.classroom.outline(&student, deck).await, Err(no));
    assert_eq!(school.classroom.notes(&teacher, deck, 4).await, Err(Refusal::NotFound));
    for rendition in Rendition::ALL {
        let object = school.objects.get(&page_key(school.class, deck, 3, rendition)).await.unwrap().unwrap();
        assert!(!String::from_utf8_lossy(&object).contains("Note"), "{rendition}");
    }
}

#[tokio::test]
async fn a_deck_is_drawn_at_once_by_a_worker_that_has_the_class_open_from_before() {
    let school = School::open().await;
    let first = school.bring(b"first").await;
    school.draw(first, false).await.unwrap();
    let second = school.bring(b"second").await;
    school.draw(second, false).await.unwrap();
    assert!(school.deck(second).await.is_done(), "its job is done, and nobody adds another one");
}

#[tokio::test]
async fn an_upload_goes_on_with_what_is_missing_and_the_same_file_is_not_sent_twice() {
    let school = School::open().await;
    let file = vec![7; PART_BYTES as usize + 10];
    let upload = school.begin(&file).await.unwrap();
    let deck = school.send(&file, &upload, &[1]).await;
    assert!(matches!(school.finish(deck).await, Err(Refusal::BadField { .. })), "a part is missing");

    let Upload::Send { deck: again, missing } = school.begin(&file).await.unwrap() else {
        panic!("it isn't whole")
    };
    assert_eq!(again, deck);
    assert_eq!(missing.iter().map(|part| (part.number, part.bytes)).collect::<Vec<_>>(), [(2, 10)]);
    let rest = Upload::Send { deck, missing };
    school.send(&file, &rest, &[2]).await;
    school.finish(deck).await.unwrap();
    school.finish(deck).await.unwrap();
    assert!(school.is_to_be_drawn(deck).await);
    assert_eq!(school.begin(&file).await, Ok(Upload::There { deck }));
    assert_eq!(school.objects.open_uploads(), 0);
}

#[tokio::test]
async fn an_upload_that_is_given_up_is_forgotten_and_one_that_is_whole_is_not() {
    let school = School::open().await;
    let upload = school.begin(b"some").await.unwrap();
    let deck = school.send(b"some", &upload, &[1]).await;
    school.classroom.cancel_upload(&school.seat(0), deck).await.unwrap();
    assert_eq!(school.objects.open_uploads(), 0);
    assert!(matches!(school.finish(deck).await, Err(Refusal::BadField { .. })));
    let whole = school.bring(b"more").await;
    school.classroom.cancel_upload(&school.seat(0), whole).await.unwrap();
    assert_eq!(school.begin(b"more").await, Ok(Upload::There { deck: whole }));
}

#[tokio::test]
async fn files_of_a_size_that_is_not_taken_and_people_who_may_not_are_refused_before_anything_is_sent() {
    let school = School::open().await;
    for bytes in [0, LARGEST_FILE + 1, u64::MAX] {
        let wanted = Wanted { bytes, sha256: [0; 32], instead_of: None };
        let begun = school.classroom.begin_upload(&school.seat(0), wanted).await;
        assert!(matches!(begun, Err(Refusal::BadField { field: "file", .. })), "{bytes}: {begun:?}");
    }
    let wanted = Wanted { bytes: 10, sha256: [0; 32], instead_of: None };
    let begun = school.classroom.begin_upload(&school.seat(2), wanted).await;
    assert_eq!(begun, Err(Refusal::Rejected(Rejection::NotAllowed)));
    assert_eq!(school.objects.open_uploads(), 0);
}

#[tokio::test]
async fn what_cannot_be_drawn_says_why_in_the_class() {
    let school = School::open().await;
    *school.renderer.0.lock().unwrap() = Fake::Unfit(Unfit::Locked);
    let locked = school.bring(b"locked").await;
    school.draw(locked, false).await.unwrap();
    assert_eq!(school.deck(locked).await.unfit, Some(Unfit::Locked));

    *school.renderer.0.lock().unwrap() = Fake::Pages;
    let altered = school.bring(b"as it was").await;
    let key = format!("{}/{}/d/{altered}/source", TENANT, school.class.session);
    school.objects.put(&key, Bytes::from_static(b"as it is"), "application/pdf").await.unwrap();
    school.draw(altered, false).await.unwrap();
    assert_eq!(school.deck(altered).await.unfit, Some(Unfit::Altered));
}

#[tokio::test]
async fn what_may_pass_is_tried_again_and_given_up_at_last() {
    let school = School::open().await;
    let deck = school.bring(b"waits").await;
    school.objects.set_down(true);
    assert!(school.draw(deck, false).await.is_err());
    assert!(!school.deck(deck).await.is_done());
    school.draw(deck, true).await.unwrap();
    assert_eq!(school.deck(deck).await.unfit, Some(Unfit::TooHeavy));
}
