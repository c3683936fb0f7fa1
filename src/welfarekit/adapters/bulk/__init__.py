"""Payments to a bank and back: instructions, the files that carry them, the answers, and what they change.

The manual: ``docs/bulk-payments.md``.
"""
