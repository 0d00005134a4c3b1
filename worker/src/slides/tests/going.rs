//! Decks that are replaced, removed, or erased with who brought them.

use super::*;

#[tokio::test]
async fn of_a_removed_deck_that_stays_what_was_shown_and_the_same_file_can_be_brought_again() {
    let school = School::open().await;
    let deck = school.bring(b"once").await;
    school.draw(deck, false).await.unwrap();
    school.say(domain::slides::Command::Show { deck, page: 1 }).await.unwrap();
    school.say(domain::slides::Command::Remove { deck }).await.unwrap();
    assert!(school.waits_for(DISCARD, deck).await);
    school.objects.set_down(true);
    assert!(school.decks.discard(school.job(deck)).await.is_err(), "it is tried again");
    school.objects.set_down(false);
    for _ in 0..2 {
        school.decks.discard(school.job(deck)).await.unwrap();
        assert_eq!(school.kept(deck), ["1.large", "1.small", "1.text", "1.thumb"]);
    }
    for person in [0, 2] {
        let seat = school.seat(person);
        assert_eq!(school.classroom.page_text(&seat, deck, 1).await, Ok(page(1)), "for the replay");
        assert_eq!(school.classroom.page_text(&seat, deck, 3).await, Err(Refusal::NotFound));
    }
    let again = school.bring(b"once").await;
    assert_ne!(again, deck);
    // A worker that was thought dead goes on with the one that is gone.
    school.draw(deck, false).await.unwrap();
    assert_eq!(school.kept(deck).len(), 4);
}

#[tokio::test]
async fn a_deck_that_is_removed_while_it_is_drawn_leaves_nothing() {
    let school = School::open().await;
    let deck = school.bring(b"slow").await;
    *school.renderer.0.lock().unwrap() =
        Fake::RemovedMeanwhile(Box::new((school.classroom.clone(), school.seat(0), deck)));
    school.draw(deck, false).await.unwrap();
    assert!(school.waits_for(DISCARD, deck).await);
    school.decks.discard(school.job(deck)).await.unwrap();
    assert_eq!(school.kept(deck), [""; 0]);
}

#[tokio::test]
async fn a_newer_file_takes_the_place_of_a_deck_where_its_text_says() {
    let school = School::open().await;
    let old = school.bring(b"old").await;
    school.draw(old, false).await.unwrap();
    school.say(domain::slides::Command::Show { deck: old, page: 1 }).await.unwrap();
    *school.renderer.0.lock().unwrap() = Fake::Texts(&["A new page", "Page 2", "Page 1"]);
    let new = school.bring_instead_of(b"new", Some(old)).await;
    assert_eq!(school.slides().await.last_deck, Some(old), "until the new one is drawn");
    school.draw(new, false).await.unwrap();
    let slides = school.slides().await;
    let (on, turned) = slides.on_stage(None).unwrap();
    assert_eq!((on, turned.page), (new, 3), "the page of the same text");
    assert!(slides.decks_gone.contains_key(&old) && slides.decks.len() == 1);
    assert!(school.waits_for(DISCARD, old).await);
    school.draw(new, false).await.unwrap();
    assert_eq!(school.slides().await, slides, "once");
}

#[tokio::test]
async fn what_somebody_brought_goes_with_them_also_what_was_shown_and_what_is_on_its_way() {
    let school = School::open().await;
    let (shown, removed) = (school.bring(b"shown").await, school.bring(b"removed").await);
    for deck in [shown, removed] {
        school.draw(deck, false).await.unwrap();
        school.say(domain::slides::Command::Show { deck, page: 2 }).await.unwrap();
    }
    school.say(domain::slides::Command::Remove { deck: removed }).await.unwrap();
    assert!(school.waits_for(DISCARD, removed).await);
    school.begin(b"on its way").await.unwrap();

    let teacher = PEOPLE.first().map(|person| person.user).unwrap();
    school.database.store.erase_person(TENANT, teacher).await.unwrap();
    let jobs = school.database.take_jobs().await;
    let decks: Vec<DeckJob> = jobs
        .into_iter()
        .map(|(work, job)| {
            assert_eq!(work, ERASE);
            serde_json::from_value(job).unwrap()
        })
        .collect();
    assert_eq!(decks.len(), 3);
    for job in decks {
        school.decks.erase(job).await.unwrap();
        school.decks.erase(job).await.unwrap();
    }
    let discards = school.database.take_jobs().await;
    assert_eq!(discards.len(), 2, "{discards:?}");
    for (work, job) in discards {
        assert_eq!(work, DISCARD);
        school.decks.discard(serde_json::from_value(job).unwrap()).await.unwrap();
    }
    assert_eq!(school.objects.keys(), [""; 0]);
    assert_eq!(school.objects.open_uploads(), 0);
    assert_eq!(school.slides().await.on_stage(None), None);
    assert!(school.classroom.page_text(&school.seat(2), shown, 1).await.is_err());
}

#[tokio::test]
async fn a_page_without_text_is_what_the_teacher_says_it_is() {
    let school = School::open().await;
    *school.renderer.0.lock().unwrap() = Fake::Texts(&["", "", "Words"]);
    let deck = school.bring(b"pictures").await;
    school.draw(deck, false).await.unwrap();
    school.say(domain::slides::Command::Show { deck, page: 1 }).await.unwrap();
    let student = school.seat(2);
    assert_eq!(school.classroom.page_text(&student, deck, 1).await, Ok(PageText::default()));
    let text = "A wave in a rope.".to_owned();
    school.say(domain::slides::Command::Describe { deck, page: 1, text: text.clone() }).await.unwrap();
    let described = PageText { text: String::new(), description: text };
    assert_eq!(school.classroom.page_text(&student, deck, 1).await, Ok(described));
}
