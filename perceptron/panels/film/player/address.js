// The epoch in the address of the page: the one memory of where the film rests, for Python, for a reload and for a friend.

function keepInAddress(epoch) {
  const address = new URL(location.href)
  if (epoch) address.searchParams.set("epoch", String(epoch))
  else address.searchParams.delete("epoch")
  if (address.href !== location.href) history.replaceState(history.state, "", address)
}
