"""Evidence: the model beside published figures, each measured where the figure was observed.

table      the published figures, and what else is described
neighbour  a brand that takes part, as plain orders: the run the rows about trust are taken from
posts, ties, bonds
what one seed gives: of ordinary posts, of networks, of trust
measure    all of it over many seeds, with intervals and verdicts
"""
