// Opens a dialog instead of the page that its link leads to, closes dialogs and messages. Without it the links lead to pages.
document.addEventListener("click", (event) => {
  const opener = event.target.closest("[data-dialog]")
  const dialog = opener && document.getElementById(opener.dataset.dialog)
  if (dialog?.showModal && !event.ctrlKey && !event.metaKey) {
    event.preventDefault()
    dialog.showModal()
  }
  if (event.target.closest("[data-close]")) event.target.closest("dialog").close()
  if (event.target.closest("[data-dismiss]")) event.target.closest(".toast").remove()
})
