"""The Compare tab: what if? Pinned runs laid over each other, races, and any two at once."""
