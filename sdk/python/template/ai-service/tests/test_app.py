"""The service on studies in memory: no host is needed, `python3 -m unittest discover -s tests` is enough."""

import unittest

from app import Spots
from overread_sdk import Cancelled, Dims, Geometry, Laterality, NotRun, NotRunReason, PointMark, Report, Vec3, run
from overread_sdk.space import distance_mm
from overread_sdk.testing import FakeStudy


def chest(nodule):
    """A body with two boxes of lung, 4 mm a voxel, and a cube of `nodule` voxels a side in the left lung."""
    size = Dims(44, 34, 24)

    def hu(x, y, z):
        if all(first <= at < first + nodule for at, first in ((x, 30), (y, 16), (z, 11))):
            return 60
        if 6 <= y < 28 and (6 <= x < 20 or 24 <= x < 38):
            return -850
        return 40 if 2 <= x < 42 and 3 <= y < 31 else -1000

    values = [hu(x, y, z) for z in range(size.z) for y in range(size.y) for x in range(size.x)]
    return FakeStudy().with_series("CT", grid(size), values)


def grid(size):
    return Geometry(size, Vec3(4.0, 4.0, 4.0), Vec3(-88.0, -68.0, 0.0))


class OnStudies(unittest.TestCase):
    def report_on(self, study):
        outcome = run(Spots(), study)
        self.assertIsInstance(outcome, Report)
        return outcome

    def not_run_because(self, study, reason):
        outcome = run(Spots(), study)
        self.assertIsInstance(outcome, NotRun)
        self.assertIs(outcome.reason, reason, outcome.message)

    def test_a_spot_is_found_where_it_lies(self):
        [finding] = self.report_on(chest(3)).findings
        [point] = [mark.shape.at for mark in finding.marks if isinstance(mark.shape, PointMark)]
        # The middle of voxels 30 to 32 at 4 mm from -88 mm is 36 mm, to the patient's left.
        self.assertLess(distance_mm(point, Vec3(36.0, 0.0, 48.0)), 2.0)
        self.assertIs(finding.laterality, Laterality.LEFT)
        self.assertGreater(finding.probability, 0.5)

    def test_lungs_without_a_spot_are_said_to_have_none(self):
        report = self.report_on(chest(0))
        self.assertEqual((report.findings, len(report.assessed)), ([], 1))

    def test_a_spot_below_the_threshold_is_not_reported(self):
        self.assertEqual(self.report_on(chest(1).with_setting("threshold", 0.95)).findings, [])

    def test_what_is_no_chest_is_not_read(self):
        water = [0] * (20 * 20 * 30)
        self.not_run_because(FakeStudy(), NotRunReason.MISSING_SERIES)
        mr = FakeStudy().with_series("MR", grid(Dims(20, 20, 30)), water)
        self.not_run_because(mr, NotRunReason.MISSING_SERIES)
        ball = FakeStudy().with_series("CT", grid(Dims(20, 20, 30)), water)
        self.not_run_because(ball, NotRunReason.OUT_OF_SCOPE)
        short = FakeStudy().with_series("CT", grid(Dims(20, 20, 5)), water[:2000])
        self.not_run_because(short, NotRunReason.OUT_OF_SCOPE)

    def test_it_stops_when_it_is_asked_to(self):
        with self.assertRaises(Cancelled):
            run(Spots(), chest(3).stopping_after(1))


if __name__ == "__main__":
    unittest.main()
