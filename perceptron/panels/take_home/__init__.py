"""The Take home tab: what can I keep? Script, notebook, film, pictures, report, files and links."""
