"""Facts that every room shares: ids, time, money, errors, events, API calls and pages of a list."""
