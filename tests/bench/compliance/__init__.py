"""Graded violations of every kind, in the pixels of compliant renders: which of them are found, what is said to be wrong
with nothing wrong, whether a worse one never scores better."""
