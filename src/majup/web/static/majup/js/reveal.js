// Fields that are needed only after a certain answer: <div data-reveal="channel" data-reveal-values="email,phone">.
function update() {
  for (const part of document.querySelectorAll("[data-reveal]")) {
    const form = part.closest("form") || document
    const controls = [...form.querySelectorAll(`[name="${CSS.escape(part.dataset.reveal)}"]`)]
    const given = controls.filter((control) => !/radio|checkbox/.test(control.type) || control.checked).map((control) => control.value)
    part.hidden = !part.dataset.revealValues.split(",").some((value) => given.includes(value)) && !part.querySelector("[aria-invalid=true]")
  }
}

document.addEventListener("change", update)
document.addEventListener("htmx:load", update)
addEventListener("pageshow", update)
update()
