//! When classes are: by the newest rules of time zones, by whose clock, and by their series.

use chrono::{Datelike as _, NaiveDate, NaiveDateTime, TimeDelta, Weekday};
use classroom::ports::clock::{Clock as _, SystemClock};
use reqwest::StatusCode;
use testkit::visitor::Visitor;

use crate::calendar::{entries, form, send, starts};
use crate::installation::{Installation, everybody};

/// The Mondays of a weekly series in `zone` from the second one of a November on, and what is done to the second of them,
/// with the starts that come of it.
async fn later_follow(zone: &str, done: &[&[(&'static str, &str)]]) -> Vec<String> {
    let place = Installation::new().await;
    let server = place.server().await;
    let [teacher, ..] = everybody(&server).await;
    let monday = monday_of_november();
    let weekly =
        form(&[("date", &monday.to_string()), ("zone", zone), ("repeats", "weekly"), ("times", "4")]);
    assert_eq!(send(&teacher, "/classes/new", &weekly).await.0, StatusCode::SEE_OTHER);
    let made = teacher.post("/rpc/new_calendar_address").send().await.unwrap();
    let address: String = made.json().await.unwrap();
    let second = entries(&teacher.text(&address).await.unwrap(), "Resonance")[1].session;
    for change in done {
        let mut change = form(&[&[("zone", zone), ("date", "0")], *change].concat());
        // Days after the second Monday.
        let days = change["date"].parse().unwrap();
        change.insert("date", (monday + TimeDelta::days(7) + TimeDelta::days(days)).to_string());
        let answer = send(&teacher, &format!("/classes/{second}/edit"), &change).await;
        assert_eq!(answer.0, StatusCode::SEE_OTHER, "{}", answer.1);
    }
    let there = zones::zone(zone).unwrap();
    let entries = entries(&teacher.text(&address).await.unwrap(), "Resonance");
    drop(place.database.take_jobs().await);
    let starts = entries.iter().map(|entry| {
        let at = NaiveDateTime::parse_from_str(&entry.starts, "%Y%m%dT%H%M%SZ").unwrap().and_utc();
        let at = at.with_timezone(&there);
        format!("{} {}", (at.date_naive() - monday).num_days(), at.format("%a %H:%M"))
    });
    starts.collect()
}

/// The second Monday of the next year's November.
fn monday_of_november() -> NaiveDate {
    let november = NaiveDate::from_ymd_opt(SystemClock.now().year() + 1, 11, 1).unwrap();
    november.iter_days().filter(|day| day.weekday() == Weekday::Mon).nth(1).unwrap()
}

#[tokio::test]
async fn later_classes_go_by_their_series_wherever_one_was_moved_meanwhile() {
    let zone = "Europe/Berlin";
    let later = ("scope", "later");
    // To Tuesday by itself, and back to Monday with all later ones.
    let back = later_follow(zone, &[&[("date", "1")], &[("date", "0"), later]]).await;
    assert_eq!(back, ["0 Mon 10:00", "7 Mon 10:00", "14 Mon 10:00", "21 Mon 10:00"]);
    // Moved twice by itself, in day and time; then all on Wednesday at noon.
    let twice: [&[_]; 3] =
        [&[("date", "1"), ("time", "15:00")], &[("date", "3")], &[("date", "2"), ("time", "12:00"), later]];
    let noon = later_follow(zone, &twice).await;
    assert_eq!(noon, ["0 Mon 10:00", "9 Wed 12:00", "16 Wed 12:00", "23 Wed 12:00"]);
    // To ten o’clock of another zone, where it is 18:00 in Berlin.
    let elsewhere =
        later_follow(zone, &[&[("time", "15:00")], &[("zone", "America/Vancouver"), later]]).await;
    assert_eq!(elsewhere, ["0 Mon 10:00", "7 Mon 18:00", "14 Mon 18:00", "21 Mon 18:00"]);
}

#[tokio::test]
async fn the_newest_rules_of_time_zones_say_when_a_class_is() {
    let place = Installation::new().await;
    let server = place.server().await;
    let [teacher, _, student, _] = everybody(&server).await;
    let made = student.post("/rpc/new_calendar_address").send().await.unwrap();
    let address: String = made.json().await.unwrap();
    let december = format!("{}-12-04", SystemClock.now().year() + 1);
    for (zone, title, hour) in [("America/Vancouver", "Springs", 17), ("America/Edmonton", "Waves", 16)] {
        let form = form(&[("date", &december), ("zone", zone), ("title", title)]);
        assert_eq!(send(&teacher, "/classes/new", &form).await.0, StatusCode::SEE_OTHER);
        let shown = entries(&student.text(&address).await.unwrap(), title);
        assert_eq!(starts(&shown), [format!("{}T{hour}0000Z", december.replace('-', ""))], "{zone}");
        // The page that changes it and the month's page show what was said; the latter by the viewer's clock.
        let page = teacher.text(&format!("/classes/{}/edit", form["session"])).await.unwrap();
        assert!(
            page.contains("value=\"10:00\"") && page.contains(&format!("value=\"{december}\"")),
            "{zone}"
        );
        let month = format!("/classes?month={}", &december[..7]);
        let page = with_zone(&student, zone).text(&month).await.unwrap();
        assert!(page.contains(title) && page.contains(">10:00<"), "{zone}: {page}");
        let clock = student.post("/rpc/clock").form(&[("zone", zone)]).send().await.unwrap();
        let offsets: Vec<(i64, i32)> = clock.json().await.unwrap();
        assert_eq!(offsets.last().unwrap().1, (10 - hour) * 60 * 60, "what browsers are told");
    }
    let nowhere = student.post("/rpc/clock").form(&[("zone", "../../etc/passwd")]).send().await.unwrap();
    assert_eq!(nowhere.status(), StatusCode::UNPROCESSABLE_ENTITY);
    drop(place.database.take_jobs().await);
}

/// The same person in a browser of that zone.
fn with_zone(visitor: &Visitor, zone: &str) -> Visitor {
    let mut there = visitor.clone();
    there.cookie = visitor.cookie.as_ref().map(|cookie| format!("{cookie}; zone={zone}"));
    there
}

#[tokio::test]
async fn a_new_class_is_proposed_for_today_by_the_persons_clock() {
    let place = Installation::new().await;
    let server = place.server().await;
    let [teacher, ..] = everybody(&server).await;
    // One of them has another date than UTC at any time.
    for zone in ["Pacific/Kiritimati", "Pacific/Pago_Pago"] {
        let there = zones::zone(zone).unwrap();
        let today = || SystemClock.now().with_timezone(&there).date_naive();
        let before = today();
        let page = with_zone(&teacher, zone).text("/classes/new").await.unwrap();
        let proposed = [before, today()].iter().any(|day| page.contains(&format!("value=\"{day}\"")));
        assert!(proposed, "{zone}: not {before} in {page}");
    }
}

#[tokio::test]
async fn a_class_in_two_weeks_is_found_and_changed() {
    let place = Installation::new().await;
    let server = place.server().await;
    let [teacher, _, student, _] = everybody(&server).await;
    let day = |ahead| (SystemClock.now() + TimeDelta::days(ahead)).date_naive();
    for (ahead, title) in [(15, "In two weeks"), (200, "In half a year")] {
        let form = form(&[("date", &day(ahead).to_string()), ("title", title), ("zone", "UTC")]);
        assert_eq!(send(&teacher, "/classes/new", &form).await.0, StatusCode::SEE_OTHER);
        let month = format!("/classes?month={}", day(ahead).format("%Y-%m"));
        let edit = format!("/classes/{}/edit", form["session"]);
        for (who, changes) in [(&teacher, true), (&student, false)] {
            let page = who.text(&month).await.unwrap();
            assert!(page.contains(title), "{page}");
            assert_eq!(page.contains(&edit), changes, "{page}");
        }
    }
    let home = teacher.text("/").await.unwrap();
    assert!(home.contains("In two weeks") && home.contains("href=\"/classes\""), "{home}");
    for month in ["", "2026-13", "1999-01", "-5", "999999-01", "x%00y"] {
        let answer = student.get(&format!("/classes?month={month}")).send().await.unwrap();
        assert_eq!(answer.status(), StatusCode::OK, "{month:?} is this month");
    }
    drop(place.database.take_jobs().await);
}
