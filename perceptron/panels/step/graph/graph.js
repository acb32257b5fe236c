// Puts the drawing on the page, and has it light up from the start when it is another one, or when asked to again.

const shown = new WeakMap()

export default function ({ parentElement, data }) {
  const drawing = parentElement.querySelector(".drawing")
  drawing.setAttribute("aria-label", data.description)

  function light() {
    drawing.classList.remove("lighting")
    // Only after the page has been laid out without the class does the class start the animation anew.
    void drawing.offsetWidth
    drawing.classList.add("lighting")
  }

  parentElement.querySelector("button").onclick = light
  if (shown.get(parentElement) === data.svg) return
  shown.set(parentElement, data.svg)
  // The drawing's texts were escaped where it was made.
  drawing.innerHTML = data.svg
  light()
}
