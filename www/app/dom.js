// @ts-check
// Building elements. Text always goes in as text: nothing here reads HTML from a string.

/** @typedef {Node | string | number | null | undefined | false} Child */

/**
 * Makes an element. Attributes by name; `on…` functions are listeners; `true` sets an empty attribute, `false` and nullish leave it out;
 * `class` may be a list; `vars` are CSS custom properties.
 *
 * @template {keyof HTMLElementTagNameMap} K
 * @param {K} tag
 * @param {Record<string, any> | null} [attributes]
 * @param {...(Child | Child[])} children
 * @returns {HTMLElementTagNameMap[K]}
 */
export function h(tag, attributes, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes ?? {})) set(element, name, value);
  element.append(...nodes(children));
  return element;
}

/**
 * Replaces an element's children.
 *
 * @param {Element} element
 * @param {...(Child | Child[])} children
 */
export function fill(element, ...children) {
  element.replaceChildren(...nodes(children));
}

/**
 * @param {Element} element
 * @param {string} name
 * @param {any} value
 */
function set(element, name, value) {
  if (value === null || value === undefined || value === false) return;
  if (name.startsWith("on") && typeof value === "function") element.addEventListener(name.slice(2), value);
  else if (name === "class") element.className = [value].flat().filter(Boolean).join(" ");
  else if (name === "vars") Object.entries(value).forEach(([key, v]) => /** @type {HTMLElement} */ (element).style.setProperty(key, String(v)));
  else if (name === "value") /** @type {HTMLInputElement} */ (element).value = value;
  else element.setAttribute(name, value === true ? "" : String(value));
}

/** @param {(Child | Child[])[]} children */
function nodes(children) {
  return children
    .flat()
    .filter((child) => child !== null && child !== undefined && child !== false)
    .map((child) => (child instanceof Node ? child : document.createTextNode(String(child))));
}

/** A key as the person sees it on the keyboard. @param {string} key */
export function keycap(key) {
  return h("kbd", { "aria-hidden": "true" }, key);
}

/** Text for screen readers alone. @param {string} text */
export function spoken(text) {
  return h("span", { class: "spoken" }, text);
}

/**
 * A sentence in which `names` between backticks are set as such.
 *
 * @param {string} sentence
 * @returns {Child[]}
 */
export function withNames(sentence) {
  return sentence.split("`").map((part, place) => (place % 2 === 1 ? h("code", null, part) : part));
}
