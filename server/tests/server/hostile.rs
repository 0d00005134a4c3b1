//! Text that would be markup, a header or a line of its own, in every field that people fill, on every page and in every file:
//! each looks as it does with harmless text.

mod filled;

use std::collections::BTreeSet;

use domain::ids::SessionId;
use reqwest::{Response, header};
use store::seed;
use testkit::markup;
use testkit::server::Server;
use testkit::visitor::Visitor;
use uuid::Uuid;

use crate::installation::{Installation, everybody};
use filled::{Filled, fill};

/// It ends attributes, the elements whose content isn't read as markup, and lines; and then begins an element.
const HOSTILE: &str = "\"'></title></textarea></script><!--\u{2028}\r\nX-Evil: 1\r\n<evil-x a=1>";
const HARMLESS: &str = "words\r\nand more\r\nwords";
/// The element it begins.
const EVIL: &str = "evil-x";

/// What a page is made of, without what it says.
#[derive(Debug, PartialEq, Eq)]
struct Made {
    status: u16,
    /// Each element once, with the names of its attributes; of lines and tables, what stands before their values.
    parts: BTreeSet<String>,
}

/// A page's or file's makings, and whether it says the text.
struct Seen {
    made: Made,
    says: bool,
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_page_and_no_file_takes_words_for_markup() {
    let [harmless, hostile] = [all(HARMLESS).await, all(HOSTILE).await];
    assert_eq!(harmless.len(), hostile.len());
    let mut saying = 0;
    for ((place, plain), (_, seen)) in harmless.iter().zip(&hostile) {
        assert_eq!(seen.made.status, plain.made.status, "{place}");
        let differing: Vec<_> = seen.made.parts.symmetric_difference(&plain.made.parts).collect();
        assert_eq!(differing, [""; 0], "{place} is made of other things");
        saying += usize::from(seen.says);
    }
    assert!(saying > 30, "only {saying} of {} pages and files say what people wrote", hostile.len());
}

/// Everything there is to see, with `text` in every field, seen by everybody.
async fn all(text: &str) -> Vec<(String, Seen)> {
    let place = Installation::new().await;
    let server = place.server().await;
    // Before the names and addresses are what the text makes of them.
    let [teacher, assistant, student, _] = everybody(&server).await;
    let filled = fill(&place, text).await;
    let nobody = Visitor::new(server.address()).unwrap();
    let people =
        [("nobody", &nobody), ("student", &student), ("assistant", &assistant), ("teacher", &teacher)];
    let mut seen = Vec::new();
    for (name, visitor) in people {
        for path in pages(&filled, text) {
            let answer = visitor.get(&path).send().await.unwrap();
            seen.push((format!("{path} for {name}"), look(answer, text).await));
        }
        for (path, form) in forms(&filled, text) {
            let answer = visitor.post(&path).form(&form).send().await.unwrap();
            seen.push((format!("POST {path} for {name}"), look(answer, text).await));
        }
        if let Some(feed) = feed(&server, visitor).await {
            let answer = nobody.get(&feed).send().await.unwrap();
            seen.push((format!("the calendar of {name}"), look(answer, text).await));
        }
    }
    // Names of classes differ from run to run, and so do the addresses with them in.
    for (place, _) in &mut seen {
        for (number, id) in filled.ids().iter().enumerate() {
            *place = place.replace(id, &number.to_string());
        }
    }
    drop(place.database.take_jobs().await);
    seen
}

fn pages(filled: &Filled, text: &str) -> Vec<String> {
    let Filled { ahead, cancelled, live, over, poll } = filled;
    let query = serde_urlencoded::to_string([("email", text), ("problem", text), ("next", text)]).unwrap();
    let lesson = seed::lesson(1);
    let mut pages = vec![
        "/".to_owned(),
        format!("/sign-in?{query}"),
        format!("/nowhere?{query}"),
        "/classes/new".to_owned(),
        format!("/classes/{ahead}/edit"),
        format!("/lessons/{lesson}/polls"),
        format!("/lessons/{lesson}/polls/new"),
        format!("/lessons/{lesson}/polls/{poll}"),
        format!("/replays/{over}"),
        format!("/replays/{over}/captions.vtt"),
        format!("/replays/{over}/transcript.vtt"),
        format!("/replays/{over}/transcript.txt"),
    ];
    for class in [ahead, cancelled, live, over] {
        for what in ["", "/class.ics", "/attendance", "/results"] {
            pages.push(format!("/classes/{class}{what}"));
        }
        for file in ["attendance.csv", "results/polls.csv", "results/questions.csv"] {
            pages.push(format!("/classes/{class}/{file}"));
        }
    }
    pages
}

/// Forms that can't be taken, so that they are shown once more with what was written.
fn forms(filled: &Filled, text: &str) -> Vec<(String, Vec<(&'static str, String)>)> {
    let new_class = || {
        let names =
            ["title", "course", "lesson", "date", "time", "length", "zone", "repeat", "until", "count"];
        let fields = names.map(|name| (name, text.to_owned()));
        let ids = ["session", "command"].map(|name| (name, Uuid::nil().to_string()));
        [&fields[..], &ids[..]].concat()
    };
    let poll = || {
        let names = ["question", "kind", "option-0", "option-1", "most", "from", "to", "explanation", "poll"];
        names.map(|name| (name, text.to_owned())).to_vec()
    };
    let lesson = seed::lesson(1);
    let too_long =
        [("command", Uuid::nil().to_string()), ("reason", text.repeat(200)), ("which", text.to_owned())];
    vec![
        ("/classes/new".to_owned(), new_class()),
        (format!("/classes/{}/edit", filled.ahead), new_class()),
        (format!("/classes/{}/cancel", filled.ahead), too_long.to_vec()),
        (format!("/lessons/{lesson}/polls/new"), poll()),
        (format!("/lessons/{lesson}/polls/{}", filled.poll), poll()),
        ("/sign-in".to_owned(), ["email", "password", "next"].map(|name| (name, text.to_owned())).to_vec()),
    ]
}

/// The secret address of somebody's calendar.
async fn feed(server: &Server, visitor: &Visitor) -> Option<String> {
    assert_eq!(visitor.server(), server.address());
    let nothing: [(&str, &str); 0] = [];
    let answer = visitor.post("/rpc/new_calendar_address").form(&nothing).send().await.unwrap();
    if !answer.status().is_success() {
        return None;
    }
    answer.json().await.ok()
}

async fn look(answer: Response, text: &str) -> Seen {
    let status = answer.status().as_u16();
    let headers: Vec<_> = answer.headers().keys().map(|name| format!("header {name}")).collect();
    assert!(!headers.iter().any(|name| name.contains("evil")), "{headers:?}");
    let kind =
        answer.headers().get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    let kind = kind.split(';').next().unwrap_or_default().to_owned();
    let body = answer.text().await.unwrap();
    let (parts, says) = match kind.as_str() {
        "text/html" => in_html(&body, text),
        "text/calendar" => (in_calendar(&body), body.contains(EVIL)),
        "text/csv" => (in_table(&body), body.contains(EVIL)),
        "text/vtt" => (in_captions(&body), body.contains(EVIL)),
        _ => (BTreeSet::new(), body.contains(EVIL)),
    };
    let parts = parts.into_iter().chain([kind]).chain(headers).collect();
    Seen { made: Made { status, parts }, says }
}

fn in_html(body: &str, text: &str) -> (BTreeSet<String>, bool) {
    let page = markup::read(body);
    for comment in &page.comments {
        assert!(!comment.contains(EVIL), "a comment: {comment:?}");
    }
    let titles = page.elements.iter().filter(|element| element.name == "title").count();
    assert!(titles <= 1, "{titles} titles");
    // Nowhere, not even where the parser takes it for text today.
    assert!(!body.contains("<evil"), "{body}");
    let says = text == HOSTILE && page.texts.iter().any(|words| words.contains("<evil-x a=1>"));
    let parts =
        page.elements.into_iter().map(|element| format!("{} {}", element.name, element.attributes.join(" ")));
    (parts.collect(), says)
}

/// The names of its lines.
fn in_calendar(body: &str) -> BTreeSet<String> {
    let unfolded = body.replace("\r\n ", "");
    assert!(
        !unfolded.replace("\r\n", "").contains(['\r', '\n', '\u{2028}']),
        "a line that ends elsewhere: {body}"
    );
    unfolded.lines().map(|line| line.split([':', ';']).next().unwrap_or_default().to_owned()).collect()
}

/// How many cells its rows have.
fn in_table(body: &str) -> BTreeSet<String> {
    let (mut quoted, mut cells, mut rows) = (false, 1, BTreeSet::new());
    for letter in body.chars() {
        match letter {
            '"' => quoted = !quoted,
            ',' if !quoted => cells += 1,
            '\n' if !quoted => {
                rows.insert(format!("{cells} cells"));
                cells = 1;
            }
            _ => {}
        }
    }
    assert!(!quoted, "a cell without an end: {body}");
    rows
}

/// What stands in angle brackets in it, and how its blocks begin.
fn in_captions(body: &str) -> BTreeSet<String> {
    let tags = body.split('<').skip(1).map(|tag| tag.split([' ', '>']).next().unwrap_or_default());
    let times = body.lines().filter(|line| line.contains("-->")).count();
    tags.map(|tag| format!("<{tag}")).chain([format!("{times} cues")]).collect()
}

/// The name of a class as it stands in addresses.
fn id(session: SessionId) -> String {
    session.to_string()
}
