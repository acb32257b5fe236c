"""Pictures: a run and its data in, Vega-Lite specifications and the tables they draw out. No page in here."""
