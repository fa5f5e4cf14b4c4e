"""Layers and memory of functions that work on pixels."""

from infra.manifest.model import Layer

PIXELS = (Layer.RUNTIME, Layer.IMAGING)

# Memory of pixel functions, from `make bench`: at its peak a set of twelve takes 90 to 170 MB above the imports
# (85 MB), and taking in a picture of 100 megapixels 125 MB. So the processor that comes with the memory
# decides: it grows in proportion, and 1769 MB is one whole vCPU.
ONE_PROCESSOR_MB = 1769
# Rendering works in two threads. 3538 MB would be two vCPUs, but 3008 (1.7) is the most that a new account may have.
TWO_THREADS_MB = 3008
# Foreign pictures are decoded in a child that may take 1.2 GB; it has to die of its own limit, not of the function's.
CHILD_BESIDE_MB = ONE_PROCESSOR_MB
