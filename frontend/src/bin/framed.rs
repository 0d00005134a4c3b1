//! The program of the pages in the frame: home, the schedule form.

#![recursion_limit = "512"]

fn main() {
    app::mount::mount::<app::pages::framed::Framed>();
}
