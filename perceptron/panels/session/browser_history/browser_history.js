// Streamlit writes a widget's change over the address and adds one history entry for each thing that the server
// changes. Here both become: one entry for what a learner does at one go, once the page has come to rest before it.
// The epoch in the address is no setting, and makes no entry.

// Milliseconds in which the page begins to run after its address was changed.
const BEGINS_WITHIN = 200

let begun = false

export default function () {
  if (begun) return
  begun = true

  const { pushState, replaceState } = history
  const page = document.querySelector("[data-testid='stApp']")
  // Whether a hand was laid on a page at rest since its address changed last, and when that was.
  let touched = false
  let changed = performance.now()

  function change() {
    touched = false
    changed = performance.now()
  }

  function write(state, title, address) {
    const changes = settings(address) !== settings(location.href)
    const entry = changes && touched ? pushState : replaceState
    if (changes) change()
    entry.call(history, state, title, address)
  }
  history.pushState = history.replaceState = write

  // Asked at the touch, because a short run may begin and end between two looks at the page. A slider that is dragged,
  // or a key that is held, writes many times and is laid hands on once.
  function touch(event) {
    const rests = page.dataset.testScriptState === "notRunning" && performance.now() - changed > BEGINS_WITHIN
    touched = touched || (rests && !event.repeat)
  }
  addEventListener("pointerdown", touch, true)
  addEventListener("keydown", touch, true)
  // The page that Back or Forward leads to may correct its address, which is no step.
  addEventListener("popstate", change, true)
}

function settings(address) {
  const query = new URL(address ?? location.href, location.href).searchParams
  query.delete("epoch")
  query.sort()
  return query.toString()
}
