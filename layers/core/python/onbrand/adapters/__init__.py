"""The world outside, behind ports that the rooms wrote. Foreign errors are turned into ours here."""
