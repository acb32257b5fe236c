// The film's time: it goes where the learning is. The first epochs pass slowly enough to follow, the others ever
// faster, and whatever the run's length, the end is reached a few seconds later.

const SLOW_EPOCHS = 5
const SECONDS_AN_EPOCH = 0.75
const SECONDS_FOR_THE_REST = 4.5
// Of a slow epoch's time the line rests that share, then goes on to the next.
const REST = 0.4

// How fast the epochs have to go by, growing evenly by a factor from the slow ones' speed, to come that far in time.
function growth(distance, speed, seconds) {
  if (distance <= speed * seconds) return 0
  let [low, high] = [0, 50]
  for (let i = 0; i < 60; i++) {
    const middle = (low + high) / 2
    if ((speed * Math.expm1(middle * seconds)) / middle < distance) low = middle
    else high = middle
  }
  return (low + high) / 2
}

// The clock of a film to `end`: the place on the way (epochs, with a fraction) at a time in seconds, and back.
function clock(end) {
  const speed = 1 / SECONDS_AN_EPOCH
  const slow = Math.min(SLOW_EPOCHS, end)
  const rest = end - slow
  const factor = growth(rest, speed, SECONDS_FOR_THE_REST)

  function place(seconds) {
    const through = seconds / SECONDS_AN_EPOCH
    if (through <= slow) return through
    const more = seconds - slow * SECONDS_AN_EPOCH
    return Math.min(end, slow + (factor ? (speed * Math.expm1(factor * more)) / factor : speed * more))
  }
  function time(epoch) {
    if (epoch <= slow) return epoch * SECONDS_AN_EPOCH
    const further = epoch - slow
    return slow * SECONDS_AN_EPOCH + (factor ? Math.log1p((further * factor) / speed) / factor : further / speed)
  }
  return { place, time }
}

// From one epoch to the next the line rests first and then glides; `place` has a fraction, and so has the answer.
function glided(place) {
  const epoch = Math.floor(place)
  const share = Math.max(0, (place - epoch - REST) / (1 - REST))
  return epoch + share * share * (3 - 2 * share)
}
