//! What a thick slab of a volume is projected to. The rendering is `Viewport::render_slab`.

/// A thick slab around a plane, seen as one picture.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Slab {
    /// How the values along a line of sight become one.
    pub projection: Projection,
    /// How thick the slab is, mm, half of it on each side of the plane.
    pub thickness_mm: f64,
}

/// How the values along a line of sight become one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Projection {
    /// The greatest (MIP).
    Maximum,
    /// The least (MinIP).
    Minimum,
    /// Their mean.
    Average,
}
