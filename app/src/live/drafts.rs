//! What stands in a class's text fields and was not sent: kept by the browser, so that neither a reload nor the class's end
//! takes it away.
//!
//! One key a tab, so that two tabs of a person don't write over each other.

use domain::ids::{SessionId, UserId};
use lean::FromJson;
use leptos::prelude::*;
use wasm_bindgen::prelude::*;
use web_sys::Storage;

use crate::platform::now_ms;
use serde::{Deserialize, Serialize};

pub const PREFIX: &str = "lectern.draft.";

/// The fields of one tab.
#[derive(Debug, Clone, Default, Serialize, Deserialize, FromJson)]
pub struct Drafts {
    /// When they were kept, in milliseconds of the browser's clock.
    pub at: i64,
    /// What stands in them.
    pub fields: Vec<Draft>,
}

/// One field.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, FromJson)]
pub struct Draft {
    /// How the field is found again.
    pub field: String,
    /// What it is called.
    pub name: String,
    /// What stands in it.
    pub text: String,
}

// Fields are looked at where they are, so that no form has to know of it. What a person does in a form (sends, cancels) is
// done on purpose: a field that is gone after that is forgotten. One that is gone for another reason (the poll was closed,
// a right was taken) keeps its words.
#[wasm_bindgen(inline_js = r##"
    const isText = (e) => e.matches?.("#mount textarea, #mount input:not([type]), #mount input[type=text]");
    const fields = (root) => [...root.querySelectorAll("textarea, input")].filter(isText);
    const nameOf = (f) => f.getAttribute("aria-label") || f.labels?.[0]?.textContent.trim() || "";
    const keyOf = (f) => f.id || nameOf(f);
    export function follow(kept, keep) {
      const held = new Map(JSON.parse(kept).map((draft) => [draft.field, draft]));
      const pending = new Set(held.keys());
      const typed = new WeakSet();
      // What stands in a composer is a draft, whoever put it there; elsewhere it is what was typed.
      const isDraft = (f) => typed.has(f) || f.matches(".composer > textarea, .question__form textarea");
      const note = () => {
        for (const f of fields(document)) {
          const field = keyOf(f);
          if (pending.has(field)) continue;
          if (f.value.trim() && isDraft(f)) held.set(field, { field, name: nameOf(f), text: f.value });
          else held.delete(field);
        }
        keep(JSON.stringify([...held.values()]));
      };
      const fill = () => {
        for (const f of fields(document)) {
          const field = keyOf(f);
          if (!pending.has(field) || f.value) continue;
          pending.delete(field);
          f.value = held.get(field).text;
          typed.add(f);
          f.dispatchEvent(new Event("input", { bubbles: true }));
        }
        if (pending.size === 0) seen.disconnect();
      };
      const seen = new MutationObserver(fill);
      const onInput = ({ target }) => { if (isText(target)) { pending.delete(keyOf(target)); typed.add(target); note(); } };
      const onAct = (event) => {
        const form = event.target.closest?.("form");
        if (!form || (event.type === "keydown" && event.key !== "Enter" && event.key !== "Escape")) return;
        const inside = fields(form);
        // A vote stays in its field after it was sent.
        if (event.type === "submit" && form.matches(".poll__ballot")) inside.forEach((f) => typed.delete(f));
        const keys = inside.map(keyOf);
        setTimeout(() => {
          const there = new Set(fields(document).map(keyOf));
          for (const key of keys) if (!there.has(key)) held.delete(key);
          if (!over) note();
        });
      };
      let over = false;
      const listen = (how) => {
        for (const type of ["submit", "click", "keydown"]) window[how](type, onAct, true);
        window[how]("input", onInput, true);
        window[how]("pagehide", note);
        document[how]("visibilitychange", note);
      };
      listen("addEventListener");
      if (pending.size > 0) { seen.observe(document.getElementById("mount"), { childList: true, subtree: true }); fill(); }
      return () => { note(); over = true; seen.disconnect(); listen("removeEventListener"); };
    }
"##)]
extern "C" {
    /// Follows the page's fields, beginning with what was `kept`; `keep` gets what stands in them. The function that it
    /// gives ends that.
    fn follow(kept: &str, keep: &Closure<dyn Fn(String)>) -> js_sys::Function;
}

/// Keeps what stands in the class's fields as long as the component lives, and puts back what this tab kept.
pub fn keep(session: SessionId, user: UserId) {
    Effect::new(move |before: Option<()>| {
        let Some(storage) = storage().filter(|_| before.is_none()) else { return };
        let key = format!("{PREFIX}{session}.{user}.{}", tab());
        let kept = storage.get_item(&key).ok().flatten();
        let drafts: Drafts = kept.and_then(|json| lean::from_str(&json).ok()).unwrap_or_default();
        let keep = Closure::<dyn Fn(String)>::new(move |fields: String| {
            // Where nothing can be kept, a reload takes it away.
            let _ = match fields.as_str() {
                "[]" => storage.remove_item(&key),
                _ => storage.set_item(&key, &format!("{{\"at\":{},\"fields\":{fields}}}", now_ms())),
            };
        });
        let fields = serde_json::to_string(&drafts.fields).unwrap_or_else(|_| "[]".to_owned());
        let stop = follow(&fields, &keep);
        let kept = StoredValue::new_local((stop, keep));
        // While the fields still stand in the page.
        on_cleanup(move || {
            let _ = kept.try_with_value(|(stop, _)| stop.call0(&JsValue::NULL));
        });
    });
}

fn storage() -> Option<Storage> {
    web_sys::window()?.local_storage().ok()?
}

/// This tab's id, which a reload leaves it.
fn tab() -> String {
    const KEY: &str = "lectern.tab";
    let Some(storage) = web_sys::window().and_then(|window| window.session_storage().ok().flatten()) else {
        return "one".to_owned();
    };
    storage.get_item(KEY).ok().flatten().unwrap_or_else(|| {
        let name = uuid::Uuid::new_v4().to_string();
        let _ = storage.set_item(KEY, &name);
        name
    })
}
