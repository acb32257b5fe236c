"""Pictures: a run in, Vega-Lite specifications and what they plot out. No page in here."""
