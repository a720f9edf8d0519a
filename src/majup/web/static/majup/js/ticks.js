// Steps ticked off in a guide stay on this device; the same step in another guide is ticked too.
const KEY = "majup:steps"
const done = new Set(JSON.parse(localStorage.getItem(KEY) || "[]"))
const boxes = [...document.querySelectorAll("[data-tick]")]
const count = document.querySelector("[data-ticks-count]")

function show() {
  const ticked = boxes.filter((box) => box.checked).length
  count.hidden = ticked === 0
  count.textContent = `${ticked} / ${boxes.length} ${count.dataset.of}`
}

for (const box of boxes) {
  box.checked = done.has(box.dataset.tick)
  box.addEventListener("change", () => {
    if (box.checked) done.add(box.dataset.tick)
    else done.delete(box.dataset.tick)
    localStorage.setItem(KEY, JSON.stringify([...done]))
    show()
  })
}
show()
