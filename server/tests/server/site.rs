//! The built page's files, and the documents that name them.

use std::fs;
use std::path::{Path, PathBuf};

use store::seed;
use testkit::visitor::Visitor;
use uuid::Uuid;

use crate::installation::{Installation, everybody};

/// A folder with a page that was built, as `frontend/build.mjs` leaves it.
struct Site(PathBuf);

impl Site {
    /// `names`: what `built.txt` says; without them the names are plain.
    fn new(folder: &str, names: Option<&str>) -> Self {
        let site = Path::new(env!("CARGO_TARGET_TMPDIR")).join(Uuid::now_v7().to_string());
        let built = site.join("pkg");
        fs::create_dir_all(built.join(folder)).unwrap();
        fs::write(built.join(folder).join("lectern.css"), "body { margin: 0 }").unwrap();
        if let Some(names) = names {
            fs::write(site.join("built.txt"), names).unwrap();
        }
        Self(site)
    }
}

impl Drop for Site {
    fn drop(&mut self) {
        // It is only rubbish then.
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// The style sheet that the sign-in page names.
async fn style_of(who: &Visitor) -> String {
    style_in(&who.get("/sign-in").send().await.unwrap().text().await.unwrap())
}

fn style_in(page: &str) -> String {
    let link = page.split("rel=\"stylesheet\" href=\"").nth(1).unwrap();
    link.split('"').next().unwrap().to_owned()
}

/// How long an address may be kept.
async fn kept(who: &Visitor, path: &str) -> (u16, String) {
    let answer = who.get(path).send().await.unwrap();
    (answer.status().as_u16(), answer.headers()["cache-control"].to_str().unwrap().to_owned())
}

#[tokio::test]
async fn what_is_named_by_its_content_is_kept_for_good_and_what_is_missing_is_not() {
    let (place, site) = (Installation::new().await, Site::new("style-77e1", Some("style=style-77e1")));
    let server = place.server_with(&[("LECTERN_SITE", &site.0.to_string_lossy())]).await;
    let anybody = Visitor::new(server.address()).unwrap();
    let style = style_of(&anybody).await;
    assert_eq!(style, "/pkg/style-77e1/lectern.css");
    assert_eq!(kept(&anybody, &style).await, (200, "public, max-age=31536000, immutable".to_owned()));
    let varies = anybody.get(&style).send().await.unwrap().headers()["vary"].clone();
    assert_eq!(varies, "accept-encoding", "caches on the way know that it has several forms");
    let of_another_version = "/pkg/style-0000/lectern.css";
    assert_eq!(kept(&anybody, of_another_version).await, (404, "no-cache".to_owned()));
}

#[tokio::test]
async fn a_form_that_is_refused_is_shown_again_with_the_files_of_this_build() {
    let (place, site) = (Installation::new().await, Site::new("style-77e1", Some("style=style-77e1")));
    let server = place.server_with(&[("LECTERN_SITE", &site.0.to_string_lossy())]).await;
    let [teacher, ..] = everybody(&server).await;
    let polls = format!("/lessons/{}/polls", seed::lesson(1));
    for (form, fields) in
        [("/classes/new", vec![("title", "")]), (&*format!("{polls}/new"), vec![("kind", "riddle")])]
    {
        let answer = teacher.post(form).form(&fields).send().await.unwrap();
        assert!(answer.status().is_client_error(), "{form}: {}", answer.status());
        assert_eq!(style_in(&answer.text().await.unwrap()), "/pkg/style-77e1/lectern.css", "{form}");
    }
}

#[tokio::test]
async fn what_has_a_plain_name_is_asked_for_again() {
    let (place, site) = (Installation::new().await, Site::new("style", None));
    let server = place.server_with(&[("LECTERN_SITE", &site.0.to_string_lossy())]).await;
    let anybody = Visitor::new(server.address()).unwrap();
    let style = style_of(&anybody).await;
    assert_eq!(style, "/pkg/style/lectern.css");
    assert_eq!(kept(&anybody, &style).await, (200, "no-cache".to_owned()));
}

#[tokio::test]
async fn documents_end_with_their_last_tag() {
    let place = Installation::new().await;
    let server = place.server().await;
    let anybody = Visitor::new(server.address()).unwrap();
    for path in ["/sign-in", "/nowhere"] {
        let page = anybody.get(path).send().await.unwrap().text().await.unwrap();
        assert!(page.starts_with("<!DOCTYPE html>") && page.ends_with("</html>"), "{path}: {page}");
    }
}
