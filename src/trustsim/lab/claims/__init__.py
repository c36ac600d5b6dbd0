"""Claims: what the model is said to show, each an experiment on paired luck.

players    strategies that only experiments need
looks      what a world shows by itself, without a campaign
book       the twenty claims: arms, effect, bound, and where some of them turn
trial      playing the arms, intervals, verdicts
"""
