"""Pose, differences, scores and the artery, by cases worked out by hand."""

import math
import unittest

import artery
import grid
import pose
import regions
import scoring
from head import years
from overread_sdk import Dims, Geometry, LimitReached, Sample, Vec3
from overread_sdk.testing.volume import FakeVolume
from pose import Pose
from regions import OTHER, REGIONS, Tissue

# The inside of a skull that is a ball of 70 mm.
BALL = [[70.0] * pose.N_ANGLES for _ in range(pose.N_ELEVATIONS)]


class OfPose(unittest.TestCase):
    def test_there_and_back(self):
        one = Pose((3.0, -4.0, 5.0), (0.2, -0.1, 0.15), (1.1, 0.9, 1.05))
        q = (31.0, -20.0, 14.0)
        back = grid.apply(one.to_head(), grid.apply(one.to_patient(), q))
        for found, expected in zip(back, q):
            self.assertAlmostEqual(found, expected, places=9)
        both = grid.after(one.to_head(), one.to_patient())
        self.assertAlmostEqual(grid.apply(both, q)[1], -20.0, places=9)

    def test_a_quarter_turn(self):
        # About z from x (left) to y (back).
        one = Pose((0.0, 0.0, 0.0), (0.0, 0.0, math.pi / 2), (1.0, 1.0, 1.0))
        for found, expected in zip(grid.apply(one.to_patient(), (1.0, 0.0, 0.0)), (0.0, 1.0, 0.0)):
            self.assertAlmostEqual(found, expected)

    def test_a_moved_ball_is_found(self):
        points = [
            (5.0 + 70.0 * math.cos(e) * math.sin(a), -3.0 - 70.0 * math.cos(e) * math.cos(a), 8.0 + 70.0 * math.sin(e))
            for e in (-0.4, 0.0, 0.4, 0.8, 1.2) for a in (k * math.pi / 8 for k in range(16))
        ]
        found, left = pose.fit(points, BALL, (0.0, 0.0, 0.0))
        for at, expected in zip(found.place, (5.0, -3.0, 8.0)):
            self.assertAlmostEqual(at, expected, delta=0.3)
        self.assertLess(left, 0.3)

    def test_distance_beyond_the_skull(self):
        self.assertAlmostEqual(pose.beyond_skull(BALL, (0.0, 60.0, 0.0)), -10.0)
        self.assertAlmostEqual(pose.beyond_skull(BALL, (-75.0, 0.0, 0.0)), 5.0)

    def test_equations(self):
        self.assertEqual(pose.solve([[0.0, 2.0], [4.0, 0.0]], [6.0, 8.0]), [2.0, 3.0])


class OfGrid(unittest.TestCase):
    def test_between_slices_and_outside(self):
        geometry = Geometry(Dims(2, 1, 2), Vec3(2.0, 2.0, 5.0), Vec3(10.0, 0.0, 0.0))
        one = grid.Grid(FakeVolume(geometry, [0.0, 10.0, 20.0, 30.0]))
        self.assertEqual(one.at((12.0, 0.0, 2.5)), 20.0)
        self.assertEqual(one.at((10.4, 0.0, 0.0)), 0.0)
        self.assertEqual(one.at((16.0, 0.0, 0.0)), -1000.0)
        self.assertEqual(one.at((12.0, 0.0, 9.0)), -1000.0)


    def test_more_slices_than_the_host_gives_at_once(self):
        size = Dims(300, 300, 60)
        values = [float(k) for k in range(size.z) for _ in range(size.x * size.y)]
        long = FakeVolume(Geometry(size, Vec3(1.0, 1.0, 1.0), Vec3(0.0, 0.0, 0.0)), values, Sample.FLOAT32)
        with self.assertRaises(LimitReached):
            long.read()
        one = grid.Grid(long)
        self.assertEqual([one.at((299.0, 0.0, float(z))) for z in (0, 21, 59)], [0.0, 21.0, 59.0])
        self.assertEqual(one.at((150.0, 299.0, 45.5)), 45.5)


class OfScores(unittest.TestCase):
    def test_a_shade_over_a_side_is_no_difference(self):
        measured = {(side, name): Tissue(30.0 if side == "L" else 33.0, 0.5) for side in "RL" for name in (*REGIONS, OTHER)}
        self.assertEqual(set(regions.differences(measured, "L").values()), {(0.0, 0.0)})
        measured["L", "M2"] = Tissue(25.0, 0.6)
        darker, fuller = regions.differences(measured, "L")["M2"]
        self.assertAlmostEqual(darker, 5.0)
        self.assertAlmostEqual(fuller, 0.1)
        self.assertAlmostEqual(regions.differences(measured, "R")["M2"][0], -5.0)

    def test_aspects_of_four_regions(self):
        # Insula, lentiform nucleus, M2 and M5: 6 (Pexman 2001, how the score is counted).
        self.assertEqual(scoring.aspects(["I", "L", "M2", "M5"]), 6)

    def test_the_worse_side_is_read_and_below_the_threshold_nothing_is(self):
        none = {name: (0.0, 0.0) for name in REGIONS}
        ill = {**none, "I": (5.0, 0.0), "M2": (6.0, 0.0)}
        formulas = {name: [-3.0, 1.0, 0.0, 0.0, 0.0, 0.0, 0.0] for name in REGIONS}
        of_side = [-6.0, 0.0, 0.0, 2.0, 0.0]
        found = scoring.ischaemia({"R": none, "L": ill}, formulas, of_side, 0.5)
        self.assertEqual((found.side, found.affected), ("L", ["I", "M2"]))
        self.assertEqual(scoring.ischaemia({"R": none, "L": none}, formulas, of_side, 0.5).affected, [])

    def test_a_positive_side_has_at_least_one_region(self):
        one = {name: (1.0 if name == "M6" else 0.0, 0.0) for name in REGIONS}
        formulas = {name: [-3.0, 1.0, 0.0, 0.0, 0.0, 0.0, 0.0] for name in REGIONS}
        self.assertEqual(scoring.ischaemia({"L": one}, formulas, [3.0, 0, 0, 0, 0], 0.5).affected, ["M6"])

    def test_a_threshold_becomes_a_half(self):
        self.assertEqual([scoring.to_half(v, 0.2) for v in (0.0, 0.1, 0.2, 1.0)], [0.0, 0.25, 0.5, 1.0])

    def test_logistic(self):
        self.assertEqual(scoring.logistic([0.0, 1.0], [0.0]), 0.5)
        self.assertAlmostEqual(scoring.logistic([1.0, 2.0], [1.0]), 1 / (1 + math.exp(-3.0)))
        self.assertGreater(scoring.logistic([1e6, 0.0], [0.0]), 0.99)


class OfArtery(unittest.TestCase):
    def test_the_denser_side_and_place(self):
        even = [(42.0, (float(-i), 0.0, 0.0)) for i in range(10)]
        dense = [(60.0 if 4 <= i < 8 else 42.0, (float(i), 0.0, 0.0)) for i in range(10)]
        found = artery.compare({"R": even, "L": dense})
        self.assertEqual((found["L"].more_hu, found["L"].hu, found["L"].usual_hu), (18.0, 60.0, 42.0))
        self.assertTrue(4.0 <= found["L"].at[0] <= 7.0)
        self.assertEqual(found["R"].more_hu, 0.0)

    def test_every_station_is_looked_at(self):
        self.assertTrue(all(artery.AROUND))
        self.assertEqual(len(artery.AROUND), len(artery.stations()))


class OfAge(unittest.TestCase):
    def test_dicom_ages(self):
        self.assertEqual([years(text) for text in ("055Y", "018M", "", None, "old")], [55.0, 1.5, None, None, None])


if __name__ == "__main__":
    unittest.main()
