"""A study in memory, so that plain `python3 -m unittest` runs a service. Nothing of a host, no inference runtime.

The host's operations work on lists of numbers in plain Python: use small grids. They give what the host gives, but for
two simplifications: `cubic` is taken as `linear`, and a model is a function that the test gives.
"""

from .exam import FakeCasebook
from .model import FakeModel, FakeTensor
from .study import FakeStudy
from .volume import FakeMask, FakeVolume

__all__ = ["FakeCasebook", "FakeMask", "FakeModel", "FakeStudy", "FakeTensor", "FakeVolume"]
