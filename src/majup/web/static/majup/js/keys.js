// Keys of the desk. Each is a second way to something that is on the page: [data-key="n"], [data-key="g c"], rows [data-row].
const OFF = "keys-off"
const typing = (element) => element.closest("input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable]")
let before = ""

function use(element) {
  if (element.matches("input, textarea, select")) element.focus()
  else element.click()
}

function step(by) {
  const rows = [...document.querySelectorAll("[data-row]")].filter((row) => row.offsetParent)
  const now = rows.findIndex((row) => row.contains(document.activeElement))
  const next = rows[now < 0 ? (by > 0 ? 0 : rows.length - 1) : Math.min(Math.max(now + by, 0), rows.length - 1)]
  next?.querySelector("a, button")?.focus()
}

function press(key) {
  if (key === "j" || key === "k") return step(key === "j" ? 1 : -1)
  if (key === "?") return document.getElementById("keys-help")?.showModal()
  const both = document.querySelector(`[data-key="${CSS.escape(`${before} ${key}`)}"]`)
  const element = both || document.querySelector(`[data-key="${CSS.escape(key)}"]`)
  before = key
  setTimeout(() => (before = ""), 1200)
  if (element) use(element)
  return element
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.key.length > 1) return
  if (typing(event.target) || document.querySelector("dialog[open]") || localStorage.getItem(OFF)) return
  if (press(event.key) !== null) event.preventDefault()
})

for (const box of document.querySelectorAll("[data-keys-off]")) {
  box.checked = Boolean(localStorage.getItem(OFF))
  box.addEventListener("change", () => (box.checked ? localStorage.setItem(OFF, "yes") : localStorage.removeItem(OFF)))
}
