"""The nouns: what can be known about a household, a person, a month, a post, a payment. No format is known here."""
