//! The built page's files, and the documents that name them.

use std::fs;
use std::path::{Path, PathBuf};

use testkit::visitor::Visitor;
use uuid::Uuid;

use crate::installation::Installation;

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
            fs::write(built.join("built.txt"), names).unwrap();
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

/// The style sheet that the sign-in page names, and how long an address may be kept.
async fn style_of(who: &Visitor) -> String {
    let page = who.get("/sign-in").send().await.unwrap().text().await.unwrap();
    let link = page.split("rel=\"stylesheet\" href=\"").nth(1).unwrap();
    link.split('"').next().unwrap().to_owned()
}

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
    let of_another_version = "/pkg/style-0000/lectern.css";
    assert_eq!(kept(&anybody, of_another_version).await, (404, "no-cache".to_owned()));
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
