//! Pages that are mounted: rendered by the server, and taken over in the browser by the page's own program.
//!
//! Each page has one program (`frontend/page-…`) with nothing in it that only another page needs. From the data that the
//! server rendered the page from, which stands beside it in the document, it draws the same page and puts it in the
//! place of the server's. It doesn't hydrate the server's: being able to would make it a seventh larger.

pub mod later;

use lean::FromJson;
use leptos::prelude::*;
use leptos::tachys::view::any_view::AnyView;
use serde::Serialize;

#[cfg(feature = "ssr")]
use crate::built::built;

/// A page with all that it shows at first.
pub trait Mounted: Serialize + FromJson + Clone + Send + Sync + 'static {
    /// The name of its program: `class` of the crate `frontend/page-class`, and of what is built from it in `/pkg`.
    const PROGRAM: &'static str;

    /// The page; the same on the server and in the browser.
    fn show(self) -> AnyView;
}

/// The ids in the document.
const ROOT: &str = "mount";
const DATA: &str = "mount-data";

/// The page in the document: itself, its data, and what starts its program.
#[cfg(feature = "ssr")]
#[component]
pub(crate) fn Mount<L: Mounted>(
    /// The page.
    page: L,
) -> impl IntoView {
    use leptos::nonce::use_nonce;

    let built = built();
    let program = built.program(L::PROGRAM);
    // Without data the page stays as it is, and says so.
    let data = serde_json::to_string(&page).unwrap_or_default();
    view! {
        <link rel="modulepreload" href=format!("{program}.js") nonce=use_nonce()/>
        <link rel="preload" href=format!("{program}.wasm") r#as="fetch" r#type="application/wasm" crossorigin="anonymous"/>
        <script data-program=program data-built=built.words().to_owned() nonce=use_nonce() inner_html=include_str!("early.js")></script>
        <p class="banner banner--error" id="mount-failed" role="alert" hidden>
            "This page could not be loaded as a whole, so parts of it don’t work. Reload it."
        </p>
        <div id=ROOT aria-busy="true">{page.show()}</div>
        <script type="application/json" id=DATA nonce=use_nonce() inner_html=data.replace('<', "\\u003c")></script>
    }
}

/// Takes the document's page over.
#[cfg(feature = "browser")]
pub fn mount<L: Mounted>() {
    use wasm_bindgen::{JsCast, UnwrapThrowExt};

    console_error_panic_hook::set_once();
    let found = |id| document().get_element_by_id(id);
    let data = found(DATA).and_then(|data| data.text_content()).unwrap_or_default();
    match (found(ROOT), lean::from_str(&data)) {
        (Some(place), Ok(page)) => {
            // Whole before it is shown, so that nobody sees it being drawn.
            let fresh = document().create_element("div").expect_throw("a div");
            fresh.set_id(ROOT);
            leptos::mount::mount_to(fresh.clone().unchecked_into(), move || L::show(page)).forget();
            place.replace_with_with_node_1(&fresh).expect_throw("the page's place");
        }
        // The document says so to the person.
        (None, _) => wasm_bindgen::throw_str("the page is not in the document"),
        (_, Err(error)) => wasm_bindgen::throw_str(&format!("the page's data: {error}")),
    }
}

#[cfg(all(test, feature = "ssr"))]
mod tests {
    use super::*;

    #[derive(Debug, Clone, PartialEq, Serialize, FromJson)]
    struct Greeting {
        words: String,
    }

    impl Mounted for Greeting {
        const PROGRAM: &'static str = "greeting";

        fn show(self) -> AnyView {
            view! { <p>{self.words}</p> }.into_any()
        }
    }

    #[test]
    fn the_data_comes_whole_whatever_people_wrote() {
        let page = Greeting { words: "</script><script>alert(1)</script> <!-- & \\ \" ".to_owned() };
        let html = Owner::new().with(|| view! { <Mount page=page.clone()/> }.to_html());
        assert!(!html.contains("<script>"), "{html}");
        let data = html.split("id=\"mount-data\"").nth(1).unwrap();
        let data = data.split_once('>').unwrap().1.split("</script>").next().unwrap();
        let read = lean::from_str::<Greeting>(data).unwrap();
        assert_eq!(read, page);
    }
}
