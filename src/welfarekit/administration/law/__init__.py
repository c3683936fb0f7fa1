"""What the law files of a country say about awards, procedures, publicity and working days, found for a place and a day."""
