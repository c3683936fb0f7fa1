"""A fund that many ask: ranking, waiting lists, proportional cuts, each with its reasons."""
