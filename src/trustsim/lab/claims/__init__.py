"""Claims: what the model is said to show, each an experiment file played on paired luck.

book       the twenty files, by id
trial      playing what they need, each run once, and what came of it
"""
