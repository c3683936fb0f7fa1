"""Procedure: cases, the steps that they may take, the clocks that the law sets to them, reviews and lists of what falls due.

The room knows no country. A country's ``procedures.toml`` says which steps there are, who takes them and within what limits;
:mod:`welfarekit.administration.law.procedures` reads it.
"""
