"""The Data tab: what is it learning from?"""
