"""The Train tab: what happened in this run?"""
