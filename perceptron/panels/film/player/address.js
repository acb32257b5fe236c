// The epoch in the address of the page: the one memory of where the film rests, for Python, for a reload and for a friend.

function keepInAddress(epoch) {
  const address = new URL(location.href)
  // An epoch that was there gives way to 0 by name: the server would not notice that it is gone.
  if (epoch || address.searchParams.has("epoch")) address.searchParams.set("epoch", String(epoch))
  if (address.href !== location.href) history.replaceState(history.state, "", address)
}
