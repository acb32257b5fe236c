"""What outlives a click: the learner's table and its versions, the knobs, the link, and the runs all visitors share."""
