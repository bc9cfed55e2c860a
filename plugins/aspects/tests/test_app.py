"""The service on studies in memory: what it refuses, what it says. Its rules: test_rules."""

import functools
import tomllib
import unittest
from pathlib import Path

import app
import atlas
import head
import pose
import regions
import wording
from app import Aspects
from artery import Dense
from grid import Grid
from head import Head
from overread_sdk import (
    Dims, Geometry, Laterality, NotRun, NotRunReason, PointMark, Priority, Report, Series, Sample, Vec3, run,
)
from overread_sdk.testing import FakeStudy
from overread_sdk.testing.volume import FakeVolume
from pose import Pose
from scoring import Ischaemia

SPACING = Vec3(2.5, 2.5, 6.0)
SIZE = Dims(76, 84, 24)
GRID = Geometry(SIZE, SPACING, Vec3(-93.75, -103.75, -60.0))


@functools.cache
def beyond():
    """How far each voxel of the grid lies outside the average skull; and the places, computed once."""
    places = [
        (GRID.origin.x + x * SPACING.x, GRID.origin.y + y * SPACING.y, GRID.origin.z + z * SPACING.z)
        for z in range(SIZE.z) for y in range(SIZE.y) for x in range(SIZE.x)
    ]
    return [(at, pose.beyond_skull(atlas.SKULL, at)) for at in places]


def vault(dark=None, n_slices=SIZE.z, hu=36.0):
    """A skull of the average shape with even brain in it; `dark` is a region of the left that is darker by 10 HU."""
    cells = atlas.CELLS[dark] if dark else ()

    def value(at, out):
        if out > 0.0:
            return -1000 if out > 7.0 else 900
        x, y, z = at
        is_dark = any(abs(x - a) <= 2 and abs(y - b) <= 2 and abs(z - c) <= 4 for a, b, c in cells if out < -3.0 and x > 0.0)
        return hu - 10.0 if is_dark else hu

    size = Dims(SIZE.x, SIZE.y, n_slices)
    values = [value(at, out) for at, out in beyond()[: size.x * size.y * size.z]]
    return FakeStudy().with_series("CT", Geometry(size, SPACING, GRID.origin), values)


class OnStudies(unittest.TestCase):
    def test_two_equal_sides_give_ten_and_a_stated_absence(self):
        report = run(Aspects(), vault())
        self.assertIsInstance(report, Report)
        self.assertEqual(report.findings, [])
        self.assertEqual(len(report.assessed), 2)
        extra = {one.name: one.value for one in report.extra}
        self.assertEqual(extra["fact.aspects"], "10")
        self.assertIn("score.99OVERREAD.early-ischaemia", extra)
        self.assertIn("score.99OVERREAD.dense-artery", extra)
        self.assertLess(report.probability.value, report.probability.threshold)
        self.assertIn("ASPECTS 10", report.draft[0].text[0].value)
        # Slices of 6 mm are read with a warning.
        self.assertIn("6.0 mm apart", report.warnings[0].value)

    def test_a_dark_region_is_named_on_its_side(self):
        report = run(Aspects(), vault(dark="L"))
        [finding] = report.findings
        self.assertIs(finding.laterality, Laterality.LEFT)
        self.assertIs(report.priority, Priority.STAT)
        self.assertIn("lentiform nucleus", finding.notes[0].value)
        self.assertIn("чечевицеобразное ядро", finding.notes[1].value)
        point = finding.marks[0].shape
        self.assertIsInstance(point, PointMark)
        # Left is positive x.
        self.assertGreater(point.at.x, 5.0)

    def test_the_skull_is_found_where_it_is(self):
        with vault().open_series(0) as volume:
            found = head.find(volume.reorient("LPH"), atlas.SKULL)
        self.assertIsInstance(found, Head)
        self.assertLess(max(abs(v) for v in found.turns()), 1.0)
        self.assertLess(max(abs(s - 1.0) for s in found.pose.scale), 0.05)


class Refused(unittest.TestCase):
    def check(self, study, reason, *words):
        outcome = run(Aspects(), study)
        self.assertIsInstance(outcome, NotRun)
        self.assertIs(outcome.reason, reason)
        for word in ("expected", *words):
            self.assertIn(word, outcome.message)

    def flat(self, modality="CT", value=0.0, spacing=Vec3(2.0, 2.0, 5.0), size=Dims(80, 80, 30), attributes=None):
        grid = Geometry(size, spacing, Vec3(0.0, 0.0, 0.0))
        return FakeStudy().with_series(modality, grid, [value] * (size.x * size.y * size.z), attributes)

    def test_no_series(self):
        self.check(FakeStudy(), NotRunReason.MISSING_SERIES)

    def test_other_modality(self):
        self.check(self.flat("MR"), NotRunReason.OUT_OF_SCOPE, "MR")

    def test_children(self):
        outcome = run(Aspects(), self.flat(attributes={"PatientAge": "009Y"}))
        self.assertIs(outcome.reason, NotRunReason.UNSUPPORTED_AGE)
        self.assertIn("found 9 years", outcome.message)

    def test_spacing(self):
        self.check(self.flat(spacing=Vec3(2.0, 2.0, 12.0)), NotRunReason.BAD_INPUT, "12.00")
        self.check(self.flat(spacing=Vec3(5.0, 5.0, 5.0)), NotRunReason.BAD_INPUT)
        missing = Series(0, "CT", Geometry(Dims(9, 9, 9), Vec3(0.0, 0.0, 0.0), Vec3(0.0, 0.0, 0.0)), 9, Sample.INT16)
        self.assertIs(head.series([missing]).reason, NotRunReason.BAD_INPUT)

    def test_short_and_single(self):
        self.check(self.flat(size=Dims(80, 80, 1)), NotRunReason.OUT_OF_SCOPE, "found 1 over 5 mm")
        self.check(self.flat(size=Dims(80, 80, 12)), NotRunReason.OUT_OF_SCOPE, "60 mm")

    def test_a_whole_body(self):
        self.check(self.flat(size=Dims(80, 80, 130)), NotRunReason.OUT_OF_SCOPE, "found one of 650 mm")

    def test_values_that_are_no_hu(self):
        self.check(self.flat(value=1000.0), NotRunReason.BAD_INPUT, "HU")

    def test_a_head_cut_off_at_the_vertex(self):
        self.check(vault(n_slices=17), NotRunReason.OUT_OF_SCOPE)

    def test_a_skull_full_of_air_is_no_head(self):
        self.check(vault(hu=-600.0), NotRunReason.OUT_OF_SCOPE, "brain")

    def test_a_body_with_lungs_is_no_head(self):
        def value(at):
            inside = (at.x / 150.0) ** 2 + (at.y / 110.0) ** 2
            if inside > 1.0:
                return -1000
            if abs(at.x) < 12 and abs(at.y - 70.0) < 12:
                return 600
            return -850 if inside < 0.7 and abs(at.x) > 25 else 40
        grid = Geometry(Dims(82, 62, 30), Vec3(4.0, 4.0, 5.0), Vec3(-162.0, -122.0, 0.0))
        study = FakeStudy().with_series("CT", Geometry(grid.size, Vec3(2.5, 4.0, 5.0), grid.origin), value)
        self.assertIs(run(Aspects(), study).reason, NotRunReason.BAD_INPUT)
        fine = Geometry(Dims(162, 122, 24), Vec3(2.0, 2.0, 5.0), Vec3(-162.0, -122.0, 0.0))
        self.check(FakeStudy().with_series("CT", fine, value), NotRunReason.OUT_OF_SCOPE)


class Wording(unittest.TestCase):
    def test_both_languages_say_the_same_things(self):
        parts = [wording.ischaemia("L", ["I", "M2"]), wording.artery("L", Dense(14.2, 61.7, 44.0, (0.0, 0.0, 0.0)))]
        text = wording.findings(parts, True, True)
        self.assertIn("insular ribbon, M2. ASPECTS 8", text["en"])
        self.assertIn("Ранние признаки ишемии слева: кора островка, M2. ASPECTS 8", text["ru"])
        self.assertIn("62 HU, 14 HU more", text["en"])
        self.assertTrue(text["ru"].endswith(wording.LOOKED["ru"]))
        self.assertIn("левой средней мозговой", wording.impression("L", ["I"], "L")["ru"])
        self.assertIn("does not exclude", wording.impression(None, [], None)["en"])

    def test_warnings(self):
        series = Series(0, "CT", Geometry(SIZE, Vec3(1.0, 1.0, 7.0), Vec3(0.0, 0.0, 0.0)), 24, Sample.INT16)
        grid = Grid(FakeVolume(Geometry(Dims(1, 1, 1), SPACING, Vec3(0.0, 0.0, 0.0)), [0.0]))
        tilted = Head(Pose((0.0, 0.0, 0.0), (0.5, 0.0, 0.0), (1.0, 1.0, 1.0)), 4.1, grid)
        found = app.warnings(series, tilted, 12.34)
        self.assertIn("12.3 ml", found[0]["en"])
        self.assertIn("12,3 мл", found[0]["ru"])
        self.assertIn("nod 29", found[2]["en"])
        self.assertIn("вне проверенного диапазона (наклон 29°, крен 0°, поворот 0°)", found[2]["ru"])
        self.assertEqual(len(found), 4)

    def test_a_report_with_both_targets(self):
        series = Series(3, "CT", GRID, 24, Sample.INT16)
        grid = Grid(FakeVolume(Geometry(Dims(1, 1, 1), SPACING, Vec3(0.0, 0.0, 0.0)), [0.0]))
        found = Head(Pose((0.0, 0.0, 0.0), (0.0, 0.0, 0.0), (1.0, 1.0, 1.0)), 1.0, grid)
        scores = {name: 0.9 if name in ("L", "I") else 0.1 for name in regions.REGIONS}
        judged = Ischaemia("R", scores, 0.999, ["L", "I"])
        report = app.report(series, found, judged, ("R", Dense(15.0, 60.0, 42.0, (-20.0, 0.0, 0.0)), 1.0), 0.0)
        self.assertEqual([one.laterality for one in report.findings], [Laterality.RIGHT] * 2)
        self.assertEqual(report.findings[0].measures[0].value, 8.0)
        # A point and a box for each region.
        self.assertEqual(len(report.findings[0].marks), 3)
        self.assertLess(report.findings[0].marks[0].shape.at.x, 0.0)
        extra = {one.name: one.value for one in report.extra}
        self.assertEqual(extra["fact.aspects-regions"], "R:L R:I")


class Manifest(unittest.TestCase):
    def test_it_names_the_same_numbers(self):
        manifest = tomllib.loads((Path(__file__).parent.parent / "plugin.toml").read_text(encoding="utf-8"))
        self.assertEqual(manifest["clinical"]["operating-point"]["threshold"], app.THRESHOLD)
        self.assertEqual(manifest["plugin"]["version"], Aspects().profile().version)
        targets = [f"{code.scheme}:{code.value}" for code in (app.ISCHAEMIA, app.DENSE_ARTERY)]
        self.assertEqual(manifest["clinical"]["findings"], targets)


if __name__ == "__main__":
    unittest.main()
