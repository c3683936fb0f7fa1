"""Awards: what is due, planned, paid, corrected and recovered; several programs of one family; a fund that many ask.

The room knows no country and no rules: relations of programs, determinations and terms come to it as objects.
"""
