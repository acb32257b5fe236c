// The page's technical words, explained where they stand. Nothing of the page is changed: the words are underlined as
// ranges, and one tooltip, and a button that lies over the word of the keyboard's choice, stand at the page's end.

const explaining = new WeakMap()

export default function ({ parentElement, data }) {
  if (!globalThis.Highlight || !CSS.highlights) return
  const explained = explaining.get(parentElement) ?? start(parentElement)
  explained.take(data)
  return () => explained.end()
}

function start(root) {
  const over = new AbortController()
  const layer = made("div", "page-words", { role: "region", "aria-label": "Words explained on this page" })
  document.body.append(layer)
  const marks = marksOf(layer)
  const tip = tipIn(layer, root, marks)
  pointAt(marks, tip, over.signal)
  const keyboard = walkThrough(layer, marks, tip, over.signal)
  let known = ""
  const explained = {
    take({ words }) {
      const asked = JSON.stringify(words)
      if (asked === known) return
      known = asked
      tip.hide()
      marks.look(words)
    },
    end() {
      over.abort()
      tip.hide()
      marks.end()
      layer.remove()
      explaining.delete(root)
    },
  }
  marks.tell(keyboard.count)
  explaining.set(root, explained)
  return explained
}

function made(tag, name, attributes = {}) {
  const element = document.createElement(tag)
  element.className = name
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value)
  return element
}
