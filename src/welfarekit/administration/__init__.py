"""What an office does with determinations, awards and cases: calendars, notices, statements. It reads each country's own data."""
