// Forms lose nothing and are sent once. Every part works by itself on what it finds; without it the page works too.
document.documentElement.classList.add("js")

const KEY = "draft:"
const stored = {
  all: () => Object.keys(sessionStorage).filter((name) => name.startsWith(KEY)),
  get: (name) => JSON.parse(sessionStorage.getItem(name) || "null"),
  set: (name, value) => sessionStorage.setItem(name, JSON.stringify(value)),
}

const TICKED = /radio|checkbox/
const KEPT = "textarea[name], select[name], input[name]:not([type=hidden], [type=password], [type=file], [type=submit])"
const typedIn = (form, wanted = () => true) =>
  [...form.querySelectorAll(KEPT)].filter(wanted).map((control) => [control.name, control.value, TICKED.test(control.type) ? control.checked : null])

// What stands in a control and did not come with the page.
function isChanged(control) {
  if (control.options) return [...control.options].some((option) => option.selected !== option.defaultSelected)
  return TICKED.test(control.type) ? control.checked !== control.defaultChecked : control.value !== control.defaultValue
}

function fill(form, typed) {
  for (const [name, value, checked] of typed) {
    for (const control of form.querySelectorAll(KEPT)) {
      if (control.name !== name) continue
      if (checked === null) control.value = value
      else if (control.value === value) control.checked = checked
    }
  }
  form.dispatchEvent(new Event("change", { bubbles: true }))
}

// A draft is "typing" until it is sent, then "sent"; a sign-in page or a page that says "nothing was sent" makes it
// "interrupted"; any other page that follows means that the server took it. Signing out forgets all.
function settleDrafts() {
  const interrupted = document.body.hasAttribute("data-keep-drafts")
  for (const name of stored.all()) {
    const draft = stored.get(name)
    if (draft.state !== "sent") continue
    if (interrupted) stored.set(name, { ...draft, state: "interrupted" })
    else sessionStorage.removeItem(name)
  }
}

function restore(form, name, draft) {
  const note = form.querySelector("[data-draft-note]")
  fill(form, draft.typed)
  form.closest("details")?.setAttribute("open", "")
  if (note) note.hidden = false
  form.querySelector("[data-draft-discard]")?.addEventListener("click", () => {
    sessionStorage.removeItem(name)
    form.reset()
    note.hidden = true
  })
}

function keepDraft(form) {
  const name = KEY + form.dataset.draft
  const draft = stored.get(name)
  if (draft?.typed.length && !form.querySelector("[aria-invalid=true]")) restore(form, name, draft)
  // Only what was changed: the rest may be changed by somebody else until it is put back. A refused form came with it.
  const wanted = document.querySelector("[data-error-summary]") ? undefined : isChanged
  form.addEventListener("input", () => stored.set(name, { state: "typing", typed: typedIn(form, wanted) }))
  form.addEventListener("submit", () => stored.set(name, { state: "sent", typed: typedIn(form, wanted) }))
}

// What is typed while a part of a form is fetched anew is put into the new part: an answer may take a while.
function keepTyping() {
  let asked = null
  document.addEventListener("htmx:beforeRequest", ({ target }) => {
    const form = target.closest("form")
    asked = form && { action: form.action, typed: typedIn(form) }
  })
  document.addEventListener("htmx:beforeSwap", ({ detail }) => {
    const form = asked && [...detail.target.querySelectorAll("form")].find((one) => one.action === asked.action)
    const was = (index) => asked.typed[index]?.join()
    if (form) asked = { ...asked, since: typedIn(form).filter((now, index) => now.join() !== was(index)) }
  })
  document.addEventListener("htmx:afterSettle", () => {
    const form = asked?.since?.length && [...document.forms].find((one) => one.action === asked.action)
    if (form) fill(form, asked.since)
    asked = null
  })
}

function sendOnce(form) {
  form.addEventListener("submit", (event) => {
    if (form.dataset.sent) return event.preventDefault()
    form.dataset.sent = "yes"
    // After the browser has read which button was pressed.
    setTimeout(() => form.querySelectorAll("button:not([type=button])").forEach((button) => button.setAttribute("aria-disabled", "true")))
  })
}

// The page comes back from the browser's memory (back button), or htmx has put the answer in: the form may be sent again.
function allowAgain(root) {
  for (const form of root.querySelectorAll("form[data-sent]")) {
    delete form.dataset.sent
    form.querySelectorAll("[aria-disabled]").forEach((button) => button.removeAttribute("aria-disabled"))
  }
}

function warnBeforeLeaving(form) {
  let changed = false
  form.addEventListener("input", () => (changed = true))
  form.addEventListener("submit", () => (changed = false))
  addEventListener("beforeunload", (event) => {
    if (changed && form.isConnected) event.preventDefault()
  })
}

function count(counter) {
  const control = document.getElementById(counter.dataset.counter)
  if (!control) return
  const show = () => {
    counter.querySelector("[data-used]").textContent = control.value.length
    counter.classList.toggle("near", control.value.length > control.maxLength * 0.9)
  }
  control.addEventListener("input", show)
  show()
}

function forgetDrafts(form) {
  form.addEventListener("submit", () => stored.all().forEach((name) => sessionStorage.removeItem(name)))
}

function filterAtOnce(form) {
  form.addEventListener("change", (event) => event.isTrusted && form.requestSubmit())
}

const BEHAVIOURS = {
  "form[data-draft]": keepDraft,
  "form[data-form]": sendOnce,
  "form[data-form][data-draft]:not(details form)": warnBeforeLeaving,
  "form[data-filter]": filterAtOnce,
  "form[data-forget]": forgetDrafts,
  "[data-counter]": count,
}

function prepare(root) {
  for (const [selector, behaviour] of Object.entries(BEHAVIOURS)) {
    const found = [...root.querySelectorAll(selector)]
    if (root.matches?.(selector)) found.push(root)
    for (const element of found) {
      const done = (element.prepared ??= new Set())
      if (done.has(selector)) continue
      done.add(selector)
      behaviour(element)
    }
  }
}

settleDrafts()
keepTyping()
prepare(document)
document.querySelector("[data-error-summary]")?.focus()
addEventListener("pageshow", (event) => event.persisted && allowAgain(document))
document.addEventListener("htmx:load", (event) => prepare(event.detail.elt))
document.addEventListener("htmx:afterRequest", () => allowAgain(document))
