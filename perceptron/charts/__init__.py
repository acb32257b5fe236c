"""Pictures: a run in, Vega-Lite specifications and the tables they draw out. No page in here."""
