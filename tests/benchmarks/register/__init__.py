"""One register, one set of rules, many engines: welfarekit beside its peers. ``python3 tools/bench.py --register --peers``."""
