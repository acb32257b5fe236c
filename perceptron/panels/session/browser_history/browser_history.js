// Streamlit writes a widget's change over the address and adds one history entry for each thing that the server
// changes. Here both become: one entry for what a learner does at one go, once the page has come to rest before it.
// The epoch in the address is no setting, and makes no entry.

let begun = false

export default function () {
  if (begun) return
  begun = true

  const { pushState, replaceState } = history
  // Whether the address is that of a page that came to rest, and whether a hand was laid on it since then.
  let settled = false
  let touched = false

  function write(state, title, address) {
    const changes = settings(address) !== settings(location.href)
    const step = changes && touched
    if (changes) settled = touched = false
    const entry = step ? pushState : replaceState
    entry.call(history, state, title, address)
  }
  history.pushState = history.replaceState = write

  // A slider that is dragged, or a key that is held, writes many times and is laid hands on once.
  const touch = (event) => (touched = touched || (settled && !event.repeat))
  addEventListener("pointerdown", touch, true)
  addEventListener("keydown", touch, true)
  // The page that Back or Forward leads to may correct its address, which is no step.
  addEventListener("popstate", () => (settled = touched = false), true)

  const page = document.querySelector("[data-testid='stApp']")
  const rest = () => (settled = settled || page.dataset.testScriptState === "notRunning")
  new MutationObserver(rest).observe(page, { attributeFilter: ["data-test-script-state"] })
  rest()
}

function settings(address) {
  const query = new URL(address ?? location.href, location.href).searchParams
  query.delete("epoch")
  query.sort()
  return query.toString()
}
