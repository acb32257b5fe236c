// Rates in numbers and words. A place on the track, 0 … 1, stands for a share of the largest stable rate: the first
// fifth for its powers of ten, the rest for even steps, so that a pixel near the limit is about one in the third digit.

const [LEAST, BEND, MOST] = [1e-4, 0.1, 1.4] // shares at the track's beginning, at its bend and at its end
const LOGARITHMIC = 0.2 // the part of the track before the bend
const DIGITS = 3

function shareAt(place) {
  if (place >= LOGARITHMIC) return BEND + ((place - LOGARITHMIC) / (1 - LOGARITHMIC)) * (MOST - BEND)
  return LEAST * (BEND / LEAST) ** (place / LOGARITHMIC)
}

function placeOf(share) {
  if (share >= MOST) return 1
  if (share >= BEND) return LOGARITHMIC + ((share - BEND) / (MOST - BEND)) * (1 - LOGARITHMIC)
  return share <= LEAST ? 0 : (LOGARITHMIC * Math.log(share / LEAST)) / Math.log(BEND / LEAST)
}

const rounded = (rate, digits = DIGITS) => Number(rate.toPrecision(digits))

// The next number with that many digits that count, above (1) or below (-1).
function next(rate, digits, direction) {
  const [mantissa, power] = rate.toExponential(14).split("e").map(Number)
  const places = mantissa * 10 ** (digits - 1)
  const near = Math.round(places)
  const isOne = Math.abs(places - near) < 1e-6
  // Below 1.00 comes 9.99 of the power before.
  if (isOne && near === 10 ** (digits - 1) && direction < 0) return Number(`${10 ** digits - 1}e${power - digits}`)
  const beside = direction > 0 ? Math.ceil(places) : Math.floor(places)
  return Number(`${isOne ? near + direction : beside}e${power - digits + 1}`)
}

function inWords(share) {
  if (share >= 10) return `${rounded(share).toLocaleString("en")} times`
  const percent = 100 * share
  if (percent < 0.01) return "under 0.01 % of"
  if (Math.abs(percent - 100) < 0.05) return percent < 100 ? "just under 100 % of" : "100 % of"
  if (Math.abs(percent - 100) < 2) return `${percent.toFixed(1)} % of`
  return `${percent < 10 ? rounded(percent, 2) : Math.round(percent)} % of`
}
