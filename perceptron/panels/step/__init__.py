"""The One step tab: how does one update come about, number by number?"""
