"""The report of a lesson: its `contents`, its words (`told`), its pictures (`drawing`), and its `page`."""
