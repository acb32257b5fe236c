// Whether somebody is here for the first time: this browser alone remembers that they were.

const BEEN_HERE = "one-neuron-been-here"

// A browser may keep nothing for a page, and says so by an error: then nobody is asked again on this page.
let isKnownHere = false

function isNewHere() {
  try {
    return !isKnownHere && localStorage.getItem(BEEN_HERE) === null
  } catch {
    return !isKnownHere
  }
}

function noLongerNew() {
  isKnownHere = true
  try {
    localStorage.setItem(BEEN_HERE, "yes")
  } catch {
    return
  }
}
