"""The law of no country: what the register benchmark counts with. ``rulebooks`` puts this folder among the programs of China."""
