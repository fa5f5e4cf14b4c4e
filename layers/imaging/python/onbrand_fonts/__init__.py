"""Open fonts under the SIL Open Font License: one folder a family, ``<folder>-<weight>.ttf`` beside its
``OFL.txt``.

``coverage.json`` lists the ranges of code points that each family has letters for.
"""
