// Which words stand in a text, and which texts are read.

// Formulas, code, pictures, what one types or chooses from, and what explains itself.
const NOT_READ = `script, style, svg, canvas, code, pre, kbd, input, textarea, select, iframe, .katex, .vega-embed,
  .hands-layer, .page-words, .film-tip, #vg-tooltip-element, [role=tooltip], [role=option], [contenteditable=true],
  button[title], [data-testid=stTooltipContent], [data-testid=stIconMaterial], [data-testid=stTooltipHoverTarget]:has(button)`
// What changes at every picture of the film, and is read apart from the rest of the page.
const QUICK = ".player"
const BLOCK = "p, li, h1, h2, h3, h4, h5, h6, label, th, td, dt, dd, caption, figcaption, summary, legend, button, [role=tab]"

// What finds the words in a text: its matches as [start, end, which word].
function finder(words) {
  const places = new Map(words.flatMap(({ forms }, place) => forms.map((form) => [form.toLowerCase(), place])))
  const forms = [...places.keys()].sort((a, b) => b.length - a.length)
  const patterns = forms.map((form) => form.replace(/[.*+?^${}()|[\]\\/]/g, "\\$&").replaceAll(" ", "\\s+"))
  // What is quoted is a name that the learner gave.
  const pattern = new RegExp(`(?<![\\p{L}\\p{N}_“])(?:${patterns.join("|")})(?![\\p{L}\\p{N}_])`, "giu")
  return (text) =>
    [...text.matchAll(pattern)].map(({ 0: form, index }) => [
      index,
      index + form.length,
      places.get(form.toLowerCase().replace(/\s+/g, " ")),
    ])
}

// The texts below a root, in reading order, and the roots below it that are to be read apart.
function textsBelow(root) {
  const { FILTER_ACCEPT, FILTER_REJECT, FILTER_SKIP, SHOW_ELEMENT, SHOW_TEXT } = NodeFilter
  const [texts, apart] = [[], []]
  const walker = document.createTreeWalker(root, SHOW_ELEMENT | SHOW_TEXT, (node) => {
    if (node.nodeType === Node.TEXT_NODE) return node.data.trim() ? FILTER_ACCEPT : FILTER_REJECT
    if (node.matches(NOT_READ)) return FILTER_REJECT
    const own = node.shadowRoot ?? (node.matches(QUICK) ? node : null)
    if (own) apart.push(own)
    return own ? FILTER_REJECT : FILTER_SKIP
  })
  while (walker.nextNode()) texts.push(walker.currentNode)
  return { texts, apart }
}

// The root with which an element is read.
function rootOf(element) {
  const root = element.closest(QUICK) ?? element.getRootNode()
  return root === document ? document.body : root
}

// A name that the learner gave, such as that of a column, stands alone in strong letters.
const isName = (text, start, end) => text.parentElement.tagName === "STRONG" && text.data.trim().length === end - start

const blockOf = (text) => text.parentElement.closest(BLOCK) ?? text.parentElement
