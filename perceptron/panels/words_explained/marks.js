// The marks: each technical word where it stands first in its paragraph, as a range that is underlined. They follow the
// page as it changes: what the film writes at once, the rest when the page has come to rest.

const REST = 200 // milliseconds
const UNDERLINE = `::highlight(explained) { text-decoration: underline dotted 1px color-mix(in srgb, currentColor 65%, transparent); text-underline-offset: 0.2em; }`

// A picture changes hundreds of its parts each time it is drawn, none of which is read.
const DRAWN = `.player, .vega-embed, .hands-layer, .page-words, .film-tip, #vg-tooltip-element, [role=tooltip]`

function isOfThePage({ target }) {
  const element = target.nodeType === Node.ELEMENT_NODE ? target : target.parentElement
  return Boolean(element) && !(element instanceof SVGElement) && !element.closest(DRAWN)
}

function marksOf(layer) {
  const underlined = new Highlight()
  CSS.highlights.set("explained", underlined)
  const sheet = new CSSStyleSheet()
  sheet.replaceSync(UNDERLINE)
  document.adoptedStyleSheets.push(sheet)

  let [find, words, tell, due] = [() => [], [], () => {}, 0]
  // The words found in each text, as long as it reads the same; and the marks of each root, by their blocks.
  let kept = new WeakMap()
  const roots = new Map()
  const observers = new Map()

  function marksIn(text) {
    const before = kept.get(text)
    if (before?.data === text.data) return before.marks
    const marks = find(text.data)
      .filter(([start, end]) => !isName(text, start, end))
      .map(([startOffset, endOffset, place]) => ({
        text,
        root: rootOf(text.parentElement),
        word: words[place],
        range: new StaticRange({ startContainer: text, startOffset, endContainer: text, endOffset }),
      }))
    kept.set(text, { data: text.data, marks })
    return marks
  }

  // Reads a root anew, and gives the roots below it.
  function read(root) {
    const blocks = new Map()
    const { texts, apart } = textsBelow(root)
    for (const text of texts) {
      for (const mark of marksIn(text)) {
        const block = blockOf(text)
        const marks = blocks.get(block) ?? blocks.set(block, []).get(block)
        if (marks.every(({ word }) => word !== mark.word)) marks.push(mark)
      }
    }
    underline(roots.get(root), blocks)
    roots.set(root, blocks)
    return apart
  }

  function underline(before, after) {
    const ranges = (blocks) => new Set([...(blocks?.values() ?? [])].flat().map(({ range }) => range))
    const [old, now] = [ranges(before), ranges(after)]
    for (const range of old) if (!now.has(range)) underlined.delete(range)
    for (const range of now) if (!old.has(range)) underlined.add(range)
  }

  function readAll() {
    due = 0
    for (const root of [...roots.keys()]) if (!root.isConnected) forget(root)
    for (const root of read(document.body)) if (!roots.has(root)) follow(root)
    // The last thing on the page, also when a popover came to stand after it.
    if (layer.nextElementSibling && !layer.contains(document.activeElement)) document.body.append(layer)
    tell()
  }

  function follow(root) {
    root.adoptedStyleSheets?.push(sheet)
    watch(root, () => read(root))
    read(root)
  }

  function forget(root) {
    observers.get(root)?.disconnect()
    observers.delete(root)
    without(root)
    underline(roots.get(root), null)
    roots.delete(root)
  }

  function without(root) {
    if (root.adoptedStyleSheets) root.adoptedStyleSheets = root.adoptedStyleSheets.filter((other) => other !== sheet)
  }

  function watch(root, changed) {
    const observer = new MutationObserver(changed)
    observer.observe(root, { subtree: true, childList: true, characterData: true })
    observers.set(root, observer)
  }

  watch(document.body, (changes) => {
    if (!due && changes.some(isOfThePage)) due = setTimeout(readAll, REST)
  })

  return {
    look(asked) {
      words = asked
      find = finder(words)
      kept = new WeakMap()
      for (const root of roots.keys()) read(root)
      readAll()
    },
    // Calls the listener whenever the page was read.
    tell: (listener) => (tell = listener),
    // The mark at a place of the window, in an element or in what that stands in.
    at(element, x, y) {
      const blocks = roots.get(rootOf(element))
      for (let block = element; blocks && block; block = block.parentElement) {
        const mark = blocks.get(block)?.find((mark) => rectAt(mark, x, y))
        if (mark) return mark
        if (block.matches(BLOCK)) return null
      }
      return null
    },
    // All marks that can be seen, in the order of the page.
    all() {
      const marks = [...roots.values()].flatMap((blocks) => [...blocks.values()].flat())
      return marks.filter(canBeSeen).sort(inOrder)
    },
    // The mark itself, or the one that took its place where the text was written anew.
    successor(mark) {
      if (mark.text.isConnected && kept.get(mark.text)?.data === mark.text.data) return mark
      const [x, y] = mark.seen ?? []
      const marks = [...(roots.get(mark.root)?.values() ?? [])].flat()
      return marks.find((other) => other.word === mark.word && rectAt(other, x, y, 12)) ?? null
    },
    end() {
      clearTimeout(due)
      for (const root of [...roots.keys()]) forget(root)
      without(document)
      CSS.highlights.delete("explained")
    },
  }
}

// The rectangles in which a mark is drawn: of a word that goes on in the next line, several.
function rectsOf({ text, range }) {
  if (!text.isConnected || range.endOffset > text.length) return []
  const measured = document.createRange()
  measured.setStart(text, range.startOffset)
  measured.setEnd(text, range.endOffset)
  return [...measured.getClientRects()].filter(({ width }) => width > 0)
}

const rectAt = (mark, x, y, slack = 1) =>
  rectsOf(mark).find(
    (rect) => x >= rect.left - slack && x <= rect.right + slack && y >= rect.top - slack && y <= rect.bottom + slack
  )

const FOLDED = "[data-testid=stSidebar][aria-expanded=false]"

function canBeSeen(mark) {
  const parent = mark.text.parentElement
  const shown = parent?.checkVisibility({ visibilityProperty: true, opacityProperty: true })
  return Boolean(shown) && !hostOf(mark).closest(FOLDED) && rectsOf(mark).length > 0
}

// Where on the page a mark's text stands: itself, or the component that it is in.
function hostOf({ text }) {
  const root = text.getRootNode()
  return root === document ? text.parentElement : root.host
}

function inOrder(mark, other) {
  const places = [mark, other].map((each) => each.text)
  const [a, b] = places[0].getRootNode() === places[1].getRootNode() ? places : [hostOf(mark), hostOf(other)]
  return a === b ? 0 : a.compareDocumentPosition(b) & Node.DOCUMENT_POSITION_FOLLOWING ? -1 : 1
}
