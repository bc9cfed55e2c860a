"""The steps of the chest-radiograph service in Python, with the same numbers as the plugin has; no training here."""

import numpy as np

# The frame that the network sees, pixels; the maps have half of it.
WIDTH, HEIGHT = 320, 384
# The share of an image's range up to which a border is black.
BLACK = 0.03
# Grey levels outside these shares of the sorted pixels of the field are beyond 0 and 1.
LOW, HIGH = 0.02, 0.98
# What is left of them.
FLOOR, CEILING = -0.25, 1.25
# Pixels of a map whose mean stands for it.
N_TOP = 8

# Codes in the order of the network's channels.
LABELS = ["27925004", "9656002", "60046008", "36118008", "8186001", "rib-fracture", "hilar-mass", "tuberculosis"]
WORDS = ["nodule", "consolidation", "effusion", "pneumothorax", "cardiomegaly", "rib-fracture", "hilar-mass",
         "tuberculosis"]


def maps_size(columns, rows):
    """Columns and rows of the maps of an image: its shape kept, as large as fits, at least 1."""
    scale = min(WIDTH / 2 / columns, HEIGHT / 2 / rows)
    return max(1, int(columns * scale + 0.5)), max(1, int(rows * scale + 0.5))


def area_weights(n_in, n_out):
    """How much of each old cell each new one takes: the mean over its length."""
    edges = np.arange(n_out + 1) * (n_in / n_out)
    cells = np.arange(n_in)
    shared = np.minimum(edges[1:, None], cells + 1) - np.maximum(edges[:-1, None], cells)
    return np.maximum(shared, 0).astype(np.float32) * np.float32(n_out / n_in)


def resized(image, columns, rows):
    """The mean over the new pixels, as the host makes it; only to coarser ones."""
    return area_weights(image.shape[0], rows) @ image.astype(np.float32) @ area_weights(image.shape[1], columns).T


def field(image):
    """First and one past the last row and column of what is not a black border."""
    low, high = float(image.min()), float(image.max())
    level = low + BLACK * (high - low)

    def ends(means):
        lit = np.flatnonzero(means > level)
        return (int(lit[0]), int(lit[-1]) + 1) if len(lit) else (0, len(means))
    return ends(image.mean(1)), ends(image.mean(0))


def standardised(image):
    """Grey from -1 to 1 between two shares of the field's sorted pixels, white where the beam is held back."""
    (y0, y1), (x0, x1) = field(image)
    ranked = np.sort(image[y0:y1, x0:x1], axis=None)
    at = lambda share: float(ranked[int(share * (len(ranked) - 1) + 0.5)])
    low, high = at(LOW), at(HIGH)
    span = high - low if high > low else 1.0
    return (np.clip((image - low) / span, FLOOR, CEILING) * 2 - 1).astype(np.float32)


def framed(image):
    """In the middle of the frame, black around it."""
    rows, columns = image.shape
    out = np.full((HEIGHT, WIDTH), 2 * FLOOR - 1, np.float32)
    top, left = (HEIGHT - rows) // 4 * 2, (WIDTH - columns) // 4 * 2
    out[top:top + rows, left:left + columns] = image
    return out


def prepared(image, is_inverted):
    """The frame of an image of stored values."""
    columns, rows = maps_size(image.shape[1], image.shape[0])
    small = resized(image, 2 * columns, 2 * rows)
    return framed(standardised(-small if is_inverted else small))


def channels(frames):
    """(n, 6, y, x): the four pixels under each pixel of the maps, and where it lies, -1 to 1."""
    n = len(frames)
    folded = frames.reshape(n, HEIGHT // 2, 2, WIDTH // 2, 2).transpose(0, 2, 4, 1, 3).reshape(n, 4, HEIGHT // 2, WIDTH // 2)
    x = (2 * np.arange(WIDTH // 2, dtype=np.float32) + 1) / (WIDTH // 2) - 1
    y = (2 * np.arange(HEIGHT // 2, dtype=np.float32) + 1) / (HEIGHT // 2) - 1
    places = np.stack(np.broadcast_arrays(x[None], y[:, None]))
    return np.concatenate([folded, np.broadcast_to(places[None], (n, *places.shape))], 1).astype(np.float32)


def logit(p):
    p = np.clip(p, 1e-5, 1 - 1e-5)
    return np.log(p) - np.log1p(-p)


def peaks(maps):
    """(n, label): the mean of the highest pixels of each map."""
    flat = maps.reshape(*maps.shape[:2], -1)
    return np.partition(flat, -N_TOP, 2)[:, :, -N_TOP:].mean(2)
