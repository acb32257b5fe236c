"""The same gradient by hand."""
