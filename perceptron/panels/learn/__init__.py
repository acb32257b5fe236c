"""The Learn tab: why? It asks before it tells."""
