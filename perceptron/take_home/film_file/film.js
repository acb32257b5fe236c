// The file's own part: puts the texts in their places, draws the pictures, and starts the page's player on them.

const find = (selector) => document.querySelector(selector)
const told = JSON.parse(find("#told").textContent)

function element(tag, name, text = "") {
  const made = document.createElement(tag)
  made.className = name
  made.textContent = text
  return made
}

// As the page draws it; expressions are read, not run, so that nothing in the file can become code.
async function draw({ name, spec, caption, description }) {
  const [figure, chart] = [element("figure", `st-key-${name}`), element("div", "chart")]
  chart.setAttribute("role", "img")
  chart.setAttribute("aria-label", description)
  figure.append(chart, element("figcaption", "", caption))
  find("footer").before(figure)
  await window.vegaEmbed(chart, spec, { mode: "vega-lite", renderer: "svg", ast: true, actions: false, defaultStyle: false })
}

function say() {
  for (const name of ["data", "settings", "verdict"]) find(`.${name}`).textContent = told[name]
  find(".settings").textContent = told.settings[0].toUpperCase() + told.settings.slice(1)
  find(".left-out").textContent = told.left_out
  find(".left-out").hidden = !told.left_out
  find(".back").hidden = !told.address
  if (told.address) find(".back a").href = told.address
}

say()
await Promise.all(told.pictures.map(draw))
const start = (name, selector) =>
  window.components[name]({ parentElement: find(selector), data: told[name], setTriggerValue() {} })
start("formula", ".st-key-live_formula")
start("player", ".st-key-player_bar")
