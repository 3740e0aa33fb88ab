"""A driver as somebody may install it: it ends the program that loads it."""

import sys

sys.exit("nothing may come of this")
