"""What a run means: what theory says beforehand (`prospect`), what came out (`outcome`), and all of it (`run`)."""
