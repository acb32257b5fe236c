// What follows the film in words and numbers: each follower draws the epoch that the player tells of.

const followers = new WeakMap()

export default function ({ parentElement, data }) {
  const follower = followers.get(parentElement) ?? start(parentElement)
  follower.take(data)
  return () => follower.end()
}

function start(root) {
  const place = root.querySelector(".live")
  let [given, frame] = [null, null]

  function draw() {
    if (!given || !frame || !given.needs.every((name) => frame.names.includes(name))) return
    place.className = `live ${given.kind}`
    place.replaceChildren(...drawings[given.kind](given, frame))
  }
  function follow(event) {
    // A new run's numbers may come before the new labels to them; both are drawn together then.
    if (!frame || event.detail.epoch !== frame.epoch || event.detail.at !== frame.at) {
      frame = event.detail
      draw()
    }
  }
  document.addEventListener("film-frame", follow)
  const follower = {
    take(data) {
      given = data
      document.dispatchEvent(new CustomEvent("film-ask"))
      draw()
    },
    end() {
      document.removeEventListener("film-frame", follow)
      followers.delete(root)
    },
  }
  followers.set(root, follower)
  return follower
}
