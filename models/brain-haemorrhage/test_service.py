"""The steps in Python give the numbers of the plugin's own tests: the same hand cases as in its src/*/tests.rs."""

import unittest

import numpy as np

import service


def plane(half, inside):
    """An elliptical ring of bone, 5 pixels thick, around `inside`, in air; as in skull/tests.rs."""
    y, x = np.mgrid[:192, :160] - np.array([96, 80])[:, None, None]
    within = lambda more: (x / (half[0] + more)) ** 2 + (y / (half[1] + more)) ** 2 <= 1
    return np.where(within(0), inside, np.where(within(5), 900.0, -1000.0))


class Service(unittest.TestCase):
    def test_a_ring_is_measured_from_its_middle(self):
        found = service.ring(plane((50, 60), 35.0), 1.2)
        self.assertAlmostEqual(found["x"], 80)
        self.assertAlmostEqual(found["y"], 96)
        self.assertAlmostEqual(found["radii"][0], 51 * 1.2)
        self.assertAlmostEqual(found["radii"][6], 61 * 1.2)

    def test_lungs_in_a_cage_and_a_wrist_are_no_skull(self):
        self.assertIsNone(service.ring(plane((50, 60), -850.0), 1.2))
        self.assertIsNone(service.ring(plane((10, 12), 35.0), 1.2))

    def test_the_skull_is_the_longest_run_of_rings(self):
        wide, small, none = plane((54, 64), 35.0), plane((30, 36), 35.0), np.full((192, 160), -1000.0)
        found = service.skull(np.stack([none, none, *[wide] * 7, none, *[wide] * 6, small, none]))
        self.assertEqual((found["first"], found["last"]), (2, 16))
        self.assertAlmostEqual(found["width_mm"], 132.0)
        self.assertAlmostEqual(found["x"], 80)

    def test_a_part_has_mean_score_and_volume(self):
        p = np.zeros((5, 2, 4, 5), np.float32)
        p[3].flat[[0, 6]], p[3].flat[[7, 27]] = 0.8, 0.4
        found, scores = service.bleeds(p, 0.0375)
        self.assertEqual([(one["kind"], len(one["voxels"])) for one in found], [(3, 2)])
        self.assertAlmostEqual(found[0]["score"], 0.3, places=6)
        self.assertAlmostEqual(found[0]["volume_ml"], 0.075)
        self.assertAlmostEqual(scores[3], 0.3, places=6)

    def test_extra_axial_blood_is_one_part_of_the_likelier_kind(self):
        p = np.zeros((5, 2, 4, 5), np.float32)
        p[0].flat[[0, 1, 2]], p[1].flat[[0, 1]], p[1].flat[[2, 3, 4, 8]] = 0.4, 0.3, 0.9
        found, scores = service.bleeds(p, 0.1)
        self.assertEqual([one["kind"] for one in found], [1])
        self.assertAlmostEqual(found[0]["score"], 0.56, places=6)
        self.assertAlmostEqual(scores[0], 0.16, places=6)

    def test_specks_are_no_haemorrhage(self):
        p = np.zeros((5, 2, 4, 5), np.float32)
        p[2].flat[[0, 1, 5]] = 0.9
        found, scores = service.bleeds(p, 1.0)
        self.assertEqual(found, [])
        self.assertAlmostEqual(scores[2], 0.09, places=6)

    def test_the_middle_of_the_skull_comes_to_the_middle_of_the_row(self):
        row = np.array([0.0, 10.0, 20.0, 40.0])
        np.testing.assert_allclose(service.centred(row, 4.5), [5, 15, 30, 40])
        np.testing.assert_allclose(service.centred(row, 3.5), row)

    def test_the_slab_holds_means_of_slices_below_the_top(self):
        hu = np.broadcast_to(np.arange(20.0)[:, None, None], (20, 192, 160)) + 50
        found = service.slab(hu, 17)
        self.assertEqual(found.shape, (8, 96, 80))
        np.testing.assert_allclose(found[:, 0, 77] * 70, np.arange(9, 1, -1), atol=1e-4)


if __name__ == "__main__":
    unittest.main()
