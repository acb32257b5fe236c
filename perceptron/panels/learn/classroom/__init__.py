"""A room on the page: how it is opened and joined, the teacher's desk, and a student's seat."""
