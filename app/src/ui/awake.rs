//! Keeping the screen on: a phone that goes dark in the middle of a class leaves it.

use leptos::prelude::*;
use wasm_bindgen::prelude::wasm_bindgen;

/// Keeps the screen on while `wanted`, as long as the component lives. A browser that can't leaves it as it is.
pub fn keep_awake(wanted: Memo<bool>) {
    Effect::new(move || keep(wanted.get()));
    // In an effect of its own, since on the server there is nothing to let go of.
    Effect::new(|| on_cleanup(|| keep(false)));
}

// The system takes the lock whenever the page is out of sight, so it is asked for again when the page is back.
#[wasm_bindgen(inline_js = r#"
    let lock, wanted = false, asking = false;
    async function ask() {
      if (!wanted || lock || asking || document.hidden || !navigator.wakeLock) return;
      asking = true;
      try {
        const given = await navigator.wakeLock.request("screen");
        lock = given;
        given.addEventListener("release", () => { if (lock === given) lock = undefined; });
      } catch {}
      asking = false;
      if (!wanted) letGo();
    }
    function letGo() {
      const given = lock;
      lock = undefined;
      given?.release().catch(() => {});
    }
    export function keepAwake(on) {
      if (on === wanted) return;
      wanted = on;
      document[on ? "addEventListener" : "removeEventListener"]("visibilitychange", ask);
      if (on) ask(); else letGo();
    }
"#)]
extern "C" {
    #[wasm_bindgen(js_name = keepAwake)]
    fn keep(on: bool);
}
