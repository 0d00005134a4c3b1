//! Writes the pages and the parts with sample data to target/gallery, in both themes, to be looked at without a server:
//! `cargo run -p app --features ssr --example gallery`, then serve that folder.

#![recursion_limit = "512"]

mod parts;
mod samples;

use std::{fs, io, path::Path};

use app::model::{NavSection, Theme};
use app::pages::home::HomePage;
use app::pages::messages::{FailedPage, NotAllowedPage, NotFoundPage};
use app::pages::schedule::SchedulePage;
use app::pages::sign_in::SignInPage;
use app::pages::waiting::WaitingPage;
use app::ui::{DocumentHead, Shell};
use leptos::{prelude::*, tachys::view::any_view::AnyView};

use parts::Parts;

fn main() -> io::Result<()> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let gallery = root.join("target/gallery");
    copy(&root.join("public"), &gallery)?;
    copy(&root.join("style"), &gallery.join("pkg/style"))?;
    fs::rename(gallery.join("pkg/style/main.css"), gallery.join("pkg/style/lectern.css"))?;
    for theme in [Theme::Light, Theme::Dark] {
        let suffix = theme.attribute().unwrap_or("system");
        for (name, page) in PAGES {
            let html = Owner::new().with(|| document(theme, page(theme)));
            fs::write(gallery.join(format!("{name}.{suffix}.html")), html)?;
        }
    }
    Ok(())
}

type Page = fn(Theme) -> AnyView;

const PAGES: [(&str, Page); 14] = [
    ("parts", |_| view! { <Parts/> }.into_any()),
    ("sign-in", |_| view! { <SignInPage view=samples::sign_in()/> }.into_any()),
    ("sign-in-refused", |_| view! { <SignInPage view=samples::sign_in_refused()/> }.into_any()),
    ("home-teacher", |theme| framed(theme, view! { <HomePage view=samples::home_teacher()/> })),
    ("home-student", |theme| framed(theme, view! { <HomePage view=samples::home_student()/> })),
    ("home-empty", |theme| framed(theme, view! { <HomePage view=samples::home_empty()/> })),
    ("schedule", |theme| framed(theme, view! { <SchedulePage view=samples::schedule()/> })),
    ("schedule-refused", |theme| framed(theme, view! { <SchedulePage view=samples::schedule_refused()/> })),
    ("waiting-student", |theme| framed(theme, view! { <WaitingPage view=samples::waiting(false)/> })),
    ("waiting-teacher", |theme| framed(theme, view! { <WaitingPage view=samples::waiting(true)/> })),
    ("not-found", |theme| framed(theme, view! { <NotFoundPage/> })),
    ("not-allowed", |theme| {
        let who = "You are not enrolled in Dynamics 2. Tea Teacher can enroll you.";
        framed(theme, view! { <NotAllowedPage what="this class" who=who/> })
    }),
    ("failed", |theme| {
        framed(theme, view! { <FailedPage request_id="0199a3c4-77e1-7d60-b3f1-2f4f7c1d9a10".to_owned()/> })
    }),
    ("paused", |theme| {
        let what = "The class list can’t be read just now".to_owned();
        framed(theme, view! { <FailedPage what=what/> })
    }),
];

fn framed(theme: Theme, page: impl IntoView + 'static) -> AnyView {
    let (view, page) = (samples::shell(theme), page.into_any());
    view! { <Shell view place=NavSection::Home>{page}</Shell> }.into_any()
}

fn document(theme: Theme, page: AnyView) -> String {
    let html = view! {
        <html lang="en" data-theme=theme.attribute()>
            <head>
                <DocumentHead/>
                <title>"Lectern"</title>
            </head>
            <body>{page}</body>
        </html>
    };
    format!("<!doctype html>{}", html.to_html())
}

fn copy(from: &Path, to: &Path) -> io::Result<()> {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let target = to.join(entry.file_name());
        if entry.file_type()?.is_dir() {
            copy(&entry.path(), &target)?;
        } else {
            fs::copy(entry.path(), target)?;
        }
    }
    Ok(())
}
