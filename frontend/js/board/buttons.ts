// What bars are made of.

export function bar(name: string, label: string, role: string): HTMLElement {
  const element = document.createElement("div");
  element.className = `board__bar ${name}`;
  element.setAttribute("role", role);
  element.setAttribute("aria-label", label);
  return element;
}

/** Buttons of a bar that stay beside each other. */
export function set(...buttons: HTMLElement[]): HTMLElement {
  const element = document.createElement("div");
  element.className = "board__set";
  element.append(...buttons);
  return element;
}

export function rule(): HTMLElement {
  const element = document.createElement("span");
  element.className = "board__rule";
  return element;
}

export function iconButton(path: string, words: string, cap?: string): HTMLButtonElement {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "board__tool";
  button.title = cap ? `${words} (${cap})` : words;
  button.setAttribute("aria-label", words);
  const space = "http://www.w3.org/2000/svg";
  const icon = document.createElementNS(space, "svg");
  icon.setAttribute("viewBox", "0 0 24 24");
  icon.setAttribute("aria-hidden", "true");
  const line = document.createElementNS(space, "path");
  line.setAttribute("d", path);
  icon.append(line);
  button.append(icon);
  return button;
}

/** Gives an icon button another icon. */
export function redraw(button: HTMLButtonElement, path: string): void {
  button.querySelector("path")!.setAttribute("d", path);
}

export function wordButton(words: string, title: string): HTMLButtonElement {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "board__words";
  button.textContent = words;
  button.title = title;
  return button;
}

/** Makes a bar one stop for the Tab key; arrows go from button to button. */
export function oneStop(bar: HTMLElement): void {
  const all = (): HTMLButtonElement[] => [...bar.querySelectorAll("button")].filter((button) => !button.hidden && (bar.offsetParent === null || button.offsetParent !== null));
  all().forEach((button, at) => (button.tabIndex = at === 0 ? 0 : -1));
  bar.addEventListener("keydown", (event) => {
    const step = event.key === "ArrowRight" ? 1 : event.key === "ArrowLeft" ? -1 : 0;
    if (step === 0) return;
    const buttons = all();
    const at = buttons.indexOf(event.target as HTMLButtonElement);
    buttons[(at + step + buttons.length) % buttons.length]?.focus();
    event.preventDefault();
    event.stopPropagation();
  });
  bar.addEventListener("focusin", (event) => all().forEach((button) => (button.tabIndex = button === event.target ? 0 : -1)));
}
