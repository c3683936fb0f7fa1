"""Several programs of one family, month by month: which one takes the place of another, tops it up or leaves it alone."""
