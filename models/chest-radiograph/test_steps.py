"""Hand cases of the service's steps; plugins/chest-radiograph/src/frame/tests.rs has the same image and numbers.

Usage: python3 -m unittest test_steps, in this folder; needs numpy.
"""

import unittest

import numpy as np

from steps import N_TOP, channels, field, framed, maps_size, peaks, prepared, resized, standardised


class Steps(unittest.TestCase):
    def test_maps_keep_the_shape_of_the_image(self):
        for size, expected in (((2000, 2400), (160, 192)), ((3000, 3000), (160, 160)), ((1000, 2000), (96, 192))):
            self.assertEqual(maps_size(*size), expected)

    def test_an_image_is_reduced_to_means(self):
        image = np.arange(12, dtype=np.float32).reshape(3, 4)
        np.testing.assert_allclose(resized(image, 2, 1), [[4.5, 6.5]])
        # One and a half old pixels make a new one.
        np.testing.assert_allclose(resized(np.array([[0, 3, 6]], np.float32), 2, 1), [[1, 5]])

    def test_black_borders_are_no_part_of_the_field(self):
        image = np.zeros((8, 10), np.float32)
        image[3:, 2:9] = 100
        self.assertEqual(field(image), ((3, 8), (2, 9)))

    def test_greys_run_from_minus_one_to_one_and_are_cut(self):
        grey = standardised(np.arange(101, dtype=np.float32)[None])
        # 0 to 3 are a border; of the 97 values 4 to 100 those of the indices 2 and 94 count.
        np.testing.assert_allclose(grey[0, [6, 98]], [-1, 1], atol=1e-5)

    def test_the_channels_are_those_of_the_service(self):
        y, x = np.mgrid[:384, :240]
        image = np.where(x < 8, 0, (x * 7 + y * 13) % 251).astype(np.float32)
        self.assertEqual(field(image), ((0, 384), (8, 240)))
        made = channels(framed(standardised(image))[None])[0]
        grey = lambda x, y: (((x * 7 + y * 13) % 251) - 5) / 240 * 2 - 1
        for channel, row, column, expected in [
                (0, 10, 50, grey(60, 20)), (1, 10, 50, grey(61, 20)), (2, 10, 50, grey(60, 21)),
                (3, 10, 50, grey(61, 21)), (0, 10, 5, -1.5), (4, 10, 0, -159 / 160), (5, 191, 3, 191 / 192)]:
            self.assertAlmostEqual(float(made[channel, row, column]), expected, places=5)

    def test_an_inverted_image_gives_the_same_frame(self):
        image = np.random.default_rng(1).random((768, 640)).astype(np.float32) * 100
        np.testing.assert_allclose(prepared(image, False), prepared(100 - image, True), atol=1e-4)

    def test_a_peak_is_the_mean_of_the_highest_pixels(self):
        maps = np.zeros((1, 1, 20, 20), np.float32)
        maps[0, 0, 3, :N_TOP // 2] = 0.8
        np.testing.assert_allclose(peaks(maps), [[0.4]])


if __name__ == "__main__":
    unittest.main()
