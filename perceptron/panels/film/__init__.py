"""The film: the player in reach everywhere, and what follows it live in the browser."""
