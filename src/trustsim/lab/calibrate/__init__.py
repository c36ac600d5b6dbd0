"""Calibration: the constants labelled ``fitted``, fitted to the evidence table and nothing else.

constants  which they are, from which first guess, within which range
distance   how far a measured row lies from its published centre
bench      rows measured for many candidate values at once, all on the same luck
blocks     which constants answer to which rows: what can be fitted by itself
search     the search, block by block (the extra ``calibrate``)
verdict    what came of it: told, and written
check      the shipped values on luck they have not seen
command    ``trustsim calibrate``
"""
