"""The machines: rules as values, law as data, and the readers that run over both.

``term`` builds rules, ``law`` loads dated values, ``rulebook`` joins them; ``explain`` is the definition of what a rule
means, ``compiled`` says the same faster, ``reasons``, ``say`` and ``bounds`` answer other questions of the same tree.
"""
