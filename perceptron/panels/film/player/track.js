// The slider gives the first epochs, where most happens, as much room as the many later ones; of few all have the same.

const FEW_EPOCHS = 240

function shareOf(epoch, last) {
  return last < FEW_EPOCHS ? epoch / Math.max(1, last) : Math.log1p(epoch / 4) / Math.log1p(last / 4)
}

function epochAt(share, last) {
  return Math.round(last < FEW_EPOCHS ? share * last : 4 * Math.expm1(share * Math.log1p(last / 4)))
}
