// Starts the page's program. What is pressed and typed before it runs is kept, and repeated when it does: the program draws
// the same page anew, so the same place in it is the same button.
{
  // So that the server writes times by this clock from the next answer on, and proposes this clock's today.
  const { timeZone } = Intl.DateTimeFormat().resolvedOptions();
  const secure = location.protocol === "https:" ? "; Secure" : "";
  if (timeZone) document.cookie = `zone=${timeZone}; Path=/; Max-Age=31536000; SameSite=Lax${secure}`;

  const parts = () => [...document.querySelectorAll("#mount :is(a, button, input, select, textarea)")];
  const pressed = new Set();
  const typed = new Map();
  let focused = -1;

  const press = (event) => {
    const button = event.target.closest("#mount button:not([popovertarget])");
    // Forms with an action work without the program.
    if (!button || (button.type === "submit" && button.form?.hasAttribute("action"))) return;
    event.preventDefault();
    button.setAttribute("aria-busy", "true");
    pressed.add(parts().indexOf(button));
  };
  const type = ({ target }) => typed.set(parts().indexOf(target), target.value);
  const focus = ({ target }) => (focused = parts().indexOf(target));
  const listen = (how) => {
    window[how]("click", press, true);
    window[how]("input", type, true);
    window[how]("focusin", focus, true);
  };

  const repeat = () => {
    const now = parts();
    now[focused]?.focus();
    for (const [place, value] of typed) {
      const field = now[place];
      if (!field) continue;
      field.value = value;
      field.dispatchEvent(new Event("input", { bubbles: true }));
      field.dispatchEvent(new Event("change", { bubbles: true }));
    }
    for (const place of pressed) now[place]?.click();
  };

  listen("addEventListener");
  const { program } = document.currentScript.dataset;
  const coming = import(`${program}.js`);
  addEventListener("DOMContentLoaded", async () => {
    try {
      const { default: load, hydrate } = await coming;
      await load({ module_or_path: `${program}.wasm` });
      hydrate();
      listen("removeEventListener");
      repeat();
    } catch (error) {
      listen("removeEventListener");
      for (const place of pressed) parts()[place]?.removeAttribute("aria-busy");
      document.getElementById("mount").removeAttribute("aria-busy");
      document.getElementById("mount-failed").hidden = false;
      throw error;
    }
  });
}
