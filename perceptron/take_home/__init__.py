"""What leaves the page: a small table inside a link (`table_in_link`), data and history as CSV (`csv_files`), a run as
a program (`script`, `notebook`).
"""
