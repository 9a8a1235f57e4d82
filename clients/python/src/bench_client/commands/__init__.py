"""The verbs of the command ``bench``: a module each, which adds itself to the parser."""
from . import board, export, follow, gate, login, submit, verify

ALL = (login, submit, follow, board, gate, export, verify)
