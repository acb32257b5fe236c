// Says the last words that Python gave: what is new, once, and when it can be seen.

const places = new WeakMap()
// So much later the film has taken what came with the words, and tells whether it is at its end.
const SETTLED = 300

export default function ({ parentElement, data }) {
  const place = places.get(parentElement) ?? start(parentElement)
  place.take(data)
  return () => place.end()
}

function start(root) {
  const status = root.querySelector(".announced")
  let [last, waiting, timer] = [null, null, 0]

  function look() {
    if (!waiting || (waiting.when_seen && !document.documentElement.classList.contains("film-arrived"))) return
    status.textContent = waiting.words
    waiting = null
  }
  function take(given) {
    const now = `${given.nth} ${given.words}`
    // What a page opens with is read as the page is.
    if (last !== null && now !== last) {
      status.textContent = ""
      waiting = given
      clearTimeout(timer)
      timer = setTimeout(look, SETTLED)
    }
    last = now
  }
  const watcher = new MutationObserver(() => {
    clearTimeout(timer)
    timer = setTimeout(look, SETTLED)
  })
  watcher.observe(document.documentElement, { attributeFilter: ["class"] })
  const place = {
    take,
    end() {
      clearTimeout(timer)
      watcher.disconnect()
      places.delete(root)
    },
  }
  places.set(root, place)
  return place
}
