"""Voxels and places on straight and oblique grids."""

import unittest

from overread_sdk import Dims, Geometry, Region, Vec3
from overread_sdk.space import distance_mm, patient_from_voxel, region_around, region_of_box, voxel_from_patient

STRAIGHT = Geometry(Dims(10, 20, 30), Vec3(0.5, 0.5, 2.0), Vec3(-100.0, -50.0, 7.0))
# Turned about z by a right angle: x of the grid runs to the back, y to the right.
TURNED = Geometry(Dims(4, 4, 4), Vec3(1.0, 2.0, 3.0), Vec3(1.0, 2.0, 3.0), Vec3(0.0, 1.0, 0.0), Vec3(-1.0, 0.0, 0.0))


class Space(unittest.TestCase):
    def test_a_voxel_lies_at_origin_plus_steps(self):
        self.assertEqual(patient_from_voxel(STRAIGHT, Vec3(2.0, 4.0, 1.0)), Vec3(-99.0, -48.0, 9.0))
        self.assertEqual(patient_from_voxel(TURNED, Vec3(1.0, 1.0, 1.0)), Vec3(-1.0, 3.0, 6.0))

    def test_there_and_back(self):
        for grid in (STRAIGHT, TURNED):
            for voxel in (Vec3(0.0, 0.0, 0.0), Vec3(1.5, -2.0, 3.25)):
                back = voxel_from_patient(grid, patient_from_voxel(grid, voxel))
                self.assertLess(distance_mm(back, voxel), 1e-9)

    def test_regions_stay_inside(self):
        corner = patient_from_voxel(STRAIGHT, Vec3(0.0, 0.0, 0.0))
        self.assertEqual(region_around(STRAIGHT, corner, Dims(4, 4, 99)), Region(Dims(0, 0, 0), Dims(4, 4, 30)))
        middle = patient_from_voxel(STRAIGHT, Vec3(5.0, 5.0, 5.0))
        self.assertEqual(region_around(STRAIGHT, middle, Dims(3, 3, 3)), Region(Dims(4, 4, 4), Dims(3, 3, 3)))

    def test_a_box_takes_the_voxels_whose_centres_it_holds(self):
        low, high = Vec3(-99.6, -49.1, 8.0), Vec3(-98.4, -48.9, 12.0)
        self.assertEqual(region_of_box(STRAIGHT, low, high), Region(Dims(1, 2, 1), Dims(3, 1, 2)))
        wide = region_of_box(STRAIGHT, low, high, margin_mm=1e3)
        self.assertEqual(wide, Region(Dims(0, 0, 0), STRAIGHT.size))


if __name__ == "__main__":
    unittest.main()
