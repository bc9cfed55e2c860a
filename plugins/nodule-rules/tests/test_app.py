"""The service on studies in memory, and its rules on single components."""

import tomllib
import unittest
from pathlib import Path

from app import DEFAULT_LEAST_MM, THRESHOLD, NoduleRules, study_probability
from candidates import candidate
from chest import Chest
from overread_sdk import (
    Blob, Cancelled, Dims, Geometry, Laterality, NotRun, NotRunReason, PointMark, Report, Vec3, run,
)
from overread_sdk.space import distance_mm
from overread_sdk.testing import FakeStudy

LUNGS = Chest(Vec3(-100.0, -100.0, 0.0), Vec3(100.0, 100.0, 200.0), 0)


def grid(size, spacing_z=4.0):
    return Geometry(size, Vec3(4.0, 4.0, spacing_z), Vec3(-88.0, -68.0, 0.0))


def chest(*spots, hu=60, spacing_z=4.0):
    """A body with two boxes of lung, 4 mm a voxel, and boxes of voxels in them: (first x, y, z), (number x, y, z)."""
    size = Dims(44, 34, 24)

    def value(x, y, z):
        for (ax, ay, az), (nx, ny, nz) in spots:
            if ax <= x < ax + nx and ay <= y < ay + ny and az <= z < az + nz:
                return hu
        if 6 <= y < 28 and (6 <= x < 20 or 24 <= x < 38):
            return -850
        return 40 if 2 <= x < 42 and 3 <= y < 31 else -1000

    values = [value(x, y, z) for z in range(size.z) for y in range(size.y) for x in range(size.x)]
    return FakeStudy().with_series("CT", grid(size, spacing_z), values)


def blob(sides, volume_mm3, at=Vec3(0.0, 0.0, 100.0)):
    low = Vec3(*(centre - side / 2 for centre, side in zip(at, sides)))
    high = Vec3(*(centre + side / 2 for centre, side in zip(at, sides)))
    return Blob(1, 1, volume_mm3, at, low, high, 0.0, 0.0)


class OnStudies(unittest.TestCase):
    def report_on(self, study):
        outcome = run(NoduleRules(), study)
        self.assertIsInstance(outcome, Report)
        return outcome

    def test_a_nodule_is_marked_in_the_patient(self):
        report = self.report_on(chest(((30, 16, 11), (3, 3, 3))))
        [finding] = report.findings
        [point] = [mark.shape.at for mark in finding.marks if isinstance(mark.shape, PointMark)]
        # The middle of voxels 30 to 32 at 4 mm from -88 mm is 36 mm, to the patient's left.
        self.assertLess(distance_mm(point, Vec3(36.0, 0.0, 48.0)), 2.0)
        self.assertIs(finding.laterality, Laterality.LEFT)
        self.assertIsNone(finding.probability)
        self.assertEqual(report.probability.value, 0.95)
        self.assertEqual([text.locale for text in report.draft[0].text], ["en", "ru"])
        self.assertIn("в левом лёгком, диаметр ", report.draft[0].text[1].value)

    def test_a_long_vessel_is_no_candidate_but_a_short_piece_of_one_is(self):
        self.assertEqual(self.report_on(chest(((30, 16, 4), (2, 2, 12)))).findings, [])
        self.assertEqual(len(self.report_on(chest(((30, 16, 4), (2, 2, 2)))).findings), 1)

    def test_absence_is_stated(self):
        report = self.report_on(chest())
        self.assertEqual((report.findings, len(report.assessed), report.probability), ([], 1, None))
        self.assertIn("none found", report.draft[0].text[0].value)

    def test_small_spots_stay_out_if_the_user_says_so(self):
        study = chest(((30, 16, 11), (2, 2, 2)), ((10, 16, 11), (3, 3, 3))).with_setting("least-diameter-mm", 12)
        self.assertEqual([finding.laterality for finding in self.report_on(study).findings], [Laterality.RIGHT])

    def test_thick_slices_are_read_with_a_warning(self):
        report = self.report_on(chest(((30, 16, 11), (3, 3, 2)), spacing_z=6.0))
        self.assertTrue(report.warnings[0].value.startswith("Slices are 6.0 mm apart"))
        self.assertEqual(len(report.warnings), 2)

    def test_other_studies_are_not_read(self):
        def reason(study):
            outcome = run(NoduleRules(), study)
            self.assertIsInstance(outcome, NotRun)
            return outcome.reason

        water = [0] * (8 * 8 * 30)
        tall = Geometry(Dims(8, 8, 30), Vec3(4.0, 4.0, 4.0), Vec3(0.0, 0.0, 0.0))
        self.assertIs(reason(FakeStudy()), NotRunReason.MISSING_SERIES)
        self.assertIs(reason(FakeStudy().with_series("MR", tall, water)), NotRunReason.OUT_OF_SCOPE)
        self.assertIs(reason(FakeStudy().with_series("CT", tall, water)), NotRunReason.OUT_OF_SCOPE)
        short = Geometry(Dims(8, 8, 30), Vec3(4.0, 4.0, 1.0), Vec3(0.0, 0.0, 0.0))
        self.assertIs(reason(FakeStudy().with_series("CT", short, water)), NotRunReason.OUT_OF_SCOPE)
        sparse = Geometry(Dims(8, 8, 30), Vec3(4.0, 4.0, 12.0), Vec3(0.0, 0.0, 0.0))
        self.assertIs(reason(FakeStudy().with_series("CT", sparse, water)), NotRunReason.BAD_INPUT)

    def test_it_stops_when_it_is_asked_to(self):
        for n in (1, 4):
            with self.assertRaises(Cancelled):
                run(NoduleRules(), chest().stopping_after(n))


class Rules(unittest.TestCase):
    def is_candidate(self, sides, volume_mm3, **where):
        return candidate(blob(sides, volume_mm3, **where), LUNGS, -350.0) is not None

    def test_size(self):
        self.assertTrue(self.is_candidate((4, 4, 4), 32))
        self.assertFalse(self.is_candidate((2, 2, 2), 8))
        self.assertFalse(self.is_candidate((40, 40, 40), 30_000))

    def test_shape(self):
        self.assertTrue(self.is_candidate((6, 10, 6), 200))
        self.assertFalse(self.is_candidate((6, 12, 6), 250))
        self.assertFalse(self.is_candidate((8, 8, 8), 180))

    def test_place(self):
        self.assertFalse(self.is_candidate((4, 4, 4), 32, at=Vec3(120.0, 0.0, 100.0)))

    def test_the_largest_mark_speaks_for_the_scan(self):
        marked = [candidate(blob((side,) * 3, side**3 / 2), LUNGS, -350.0) for side in (4, 6, 10)]
        self.assertEqual([study_probability(marked[:n]) for n in (1, 2, 3)], [0.4, 0.5, 0.95])


class Manifest(unittest.TestCase):
    def test_it_names_the_same_numbers(self):
        manifest = tomllib.loads((Path(__file__).parent.parent / "plugin.toml").read_text(encoding="utf-8"))
        self.assertEqual(manifest["clinical"]["operating-point"]["threshold"], THRESHOLD)
        self.assertEqual(manifest["settings"]["least-diameter-mm"]["default"], DEFAULT_LEAST_MM)
        self.assertEqual(manifest["plugin"]["version"], NoduleRules().profile().version)


if __name__ == "__main__":
    unittest.main()
