"""The steps in Python on an image by formula: the same numbers stand in plugins/mammography/src/tests.rs.

Run: python3 -m unittest test_service
"""

import unittest

import numpy as np

import service


def image():
    """90 x 110 mm of 0.1 mm: half an ellipse at the left border with a fine pattern and single bright pixels."""
    y, x = np.mgrid[:1100, :900]
    inside = (x / 600) ** 2 + ((y - 550) / 450) ** 2 < 1
    pattern = 200 + (7 * x + 13 * y) % 64 + 300 * ((x % 97 == 50) & (y % 89 == 40))
    return np.where(inside, pattern, 0).astype(np.float32)


def sums(view):
    """What the guest compares: the sums of the coarse plane and of the three planes of the calcium network in the columns used."""
    return [float(view.coarse.sum(dtype=np.float64)), *view.calcium.sum((1, 2), dtype=np.float64)]


class Steps(unittest.TestCase):
    EXPECTED = (25811.06, 7726.41, 42891.39, 19480.18)
    # Local contrast and stars (above -1, which is the least) of the tissue network.
    TISSUE = (5634.83, 16738.56)

    def test_an_image_gives_the_numbers_of_the_guest(self):
        view = service.View(image())
        self.assertEqual(view.nipple, (149.0, 137.0))
        self.assertFalse(view.is_mirrored)
        np.testing.assert_allclose(sums(view), self.EXPECTED, rtol=1e-3)
        planes = view.tissue(None)
        found = planes[2].sum(dtype=np.float64), (planes[3] + 1).sum(dtype=np.float64)
        np.testing.assert_allclose(found, self.TISSUE, rtol=2e-3)
        self.assertTrue((planes[1] == -1).all() and (planes[4] == 0).all())

    def test_a_mirrored_image_gives_the_same(self):
        view = service.View(image()[:, ::-1])
        self.assertTrue(view.is_mirrored)
        np.testing.assert_allclose(sums(view), self.EXPECTED, rtol=1e-3)

    def test_views_that_agree_are_one_lesion(self):
        class At:
            nipple = (200.0, 0.0)
        one = lambda x, score: [{"score": score, "peak": (x, 10)}]
        found = service.joined([(At, one(100, 0.6)), (At, one(120, 0.4))])
        self.assertEqual(len(found), 1)
        self.assertAlmostEqual(found[0][0], 0.68)
        apart = service.joined([(At, one(100, 0.6)), (At, one(140, 0.4))])
        self.assertEqual([round(score, 2) for score, _ in apart], [0.48, 0.32])

    def test_grains_near_each_other_are_one_cluster(self):
        plane = np.zeros((60, 60), np.float32)
        for x, value in ((5, 0.5), (14, 0.7), (40, 0.5)):
            plane[5:7, x:x + 2] = value
        found = service.candidates(plane, "calcifications")
        self.assertEqual([c["peak"] for c in found], [(14, 5), (40, 5)])
        self.assertAlmostEqual(found[0]["score"], 0.4, places=6)


if __name__ == "__main__":
    unittest.main()
