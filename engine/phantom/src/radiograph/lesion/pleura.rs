//! Fluid and air between lung and chest wall.

use crate::num::{P3, p3, rounded_ellipse, smooth_step};
use crate::radiograph::erect::Erect;
use crate::radiograph::exposure::Exposure;
use crate::radiograph::map::Map;
use crate::radiograph::request::Item;
use crate::radiograph::view::{Projection, chords};

/// Fluid: it fills the pleural space of one side up to a level and climbs the wall.
#[derive(Debug, Clone)]
pub(crate) struct Effusion {
    side: f32,
    level: f32,
    /// How high it climbs the wall, mm.
    climb: f32,
}

/// Grid on which the volume is counted, mm.
const COUNT_MM: f32 = 7.0;

impl Effusion {
    /// As much fluid as asked for, in ml.
    pub(crate) fn of(item: &Item, erect: &Erect) -> Result<Self, String> {
        // The less fluid, the lower the climb.
        let mut fluid = Self {
            side: item.side,
            level: 0.0,
            climb: 34.0 + 26.0 * smooth_step(100.0, 700.0, item.amount),
        };
        let mut heights = Vec::new();
        let low = erect.of_soft(p3(0.0, 0.0, -200.0)).z;
        for iz in 0..52u8 {
            for iy in 0..30u8 {
                for ix in 0..21u8 {
                    let p = p3(
                        item.side * (2.0 + f32::from(ix) * COUNT_MM),
                        f32::from(iy) * COUNT_MM - 104.0,
                        low + f32::from(iz) * COUNT_MM,
                    );
                    // Above the level it can reach no fluid is looked for.
                    if fluid.height(erect, p) < 90.0 && erect.lung(p) < 0.0 {
                        heights.push(fluid.height(erect, p));
                    }
                }
            }
        }
        heights.sort_by(f32::total_cmp);
        let cell_ml = COUNT_MM * COUNT_MM * COUNT_MM * 0.001;
        let at = crate::num::index_in(item.amount / cell_ml, usize::from(u16::MAX));
        fluid.level = *heights
            .get(at)
            .ok_or_else(|| "the pleural space of this chest does not hold as much".to_owned())?;
        Ok(fluid)
    }

    /// The level at which a place is covered.
    fn height(&self, erect: &Erect, p: P3) -> f32 {
        let q = erect.soft(p);
        let (half_x, half_y, middle) = crate::chest_ct::anatomy::Anatomy::cage(q.z);
        let wall = -rounded_ellipse(q.x, q.y - middle, half_x, half_y, 0.36);
        let near = libm::expf(-wall.max(0.0) / 21.0);
        if erect.is_supine {
            // It layers behind the lung.
            -q.y - 0.25 * (q.z + 120.0) * 0.3 - 0.4 * self.climb * near
        } else {
            q.z - self.climb * near
        }
    }

    fn holds(&self, erect: &Erect, p: P3) -> f32 {
        if p.x * self.side < -12.0 {
            return 20.0;
        }
        erect.lung(p).max(self.height(erect, p) - self.level)
    }

    /// Lengths of the rays in the fluid.
    pub(crate) fn thickness(&self, erect: &Erect, exposure: &Exposure, step: f32) -> Map {
        let mut map = side_map(erect, exposure, self.side, step, (-215.0, 104.0));
        let (near, far) = if exposure.projection == Projection::Lateral {
            (160.0, 160.0)
        } else {
            (120.0, 120.0)
        };
        map.fill(|u, v| {
            let ray = exposure.view.ray(u, v, near, far);
            let [length] = chords(&ray, [0.0], [3.5, 24.0], |p| self.holds(erect, p));
            length
        });
        map
    }
}

/// An empty map over one half of the chest between canonical heights.
fn side_map(erect: &Erect, exposure: &Exposure, side: f32, step: f32, heights: (f32, f32)) -> Map {
    let view = &exposure.view;
    let half = [0.5 * view.size_mm[0], 0.5 * view.size_mm[1]];
    let z = |q: f32| erect.of_soft(p3(0.0, 0.0, q)).z;
    let (_, v0, _) = view.project(p3(0.0, 0.0, z(heights.1)));
    let (_, v1, _) = view.project(p3(0.0, 0.0, z(heights.0)));
    let (u0, u1) = if exposure.projection == Projection::Lateral {
        (-half[0], half[0])
    } else {
        let middle = view.project(p3(0.0, 0.0, 0.0)).0;
        let (a, b) = (middle - 22.0 * side, middle + 164.0 * side);
        (a.min(b), a.max(b))
    };
    Map::over(
        [u0.max(-half[0]), (v0 - 12.0).max(-half[1])],
        [u1.min(half[0]), (v1 + 12.0).min(half[1])],
        step,
    )
}

/// Air: the lung has fallen away from the wall.
#[derive(Debug, Clone)]
pub(crate) struct Pneumothorax {
    side: f32,
    rim: f32,
}

/// What a pneumothorax does along the rays, mm.
pub(crate) struct Fallen {
    pub(crate) gas: Map,
    /// The pleura of the lung.
    pub(crate) line: Map,
    /// What is left of the lung.
    pub(crate) lung: Map,
}

impl Pneumothorax {
    pub(crate) fn of(item: &Item) -> Self {
        Self {
            side: item.side,
            rim: item.amount,
        }
    }

    /// How much denser the lung is that has less room.
    pub(crate) fn denser(&self) -> f32 {
        0.0014 * self.rim
    }

    /// The rim's share at a place: standing, the air gathers at the apex; lying, in front and below.
    fn rim_at(&self, erect: &Erect, p: P3) -> f32 {
        let q = erect.soft(p);
        let outward = smooth_step(40.0, 92.0, q.x.abs());
        let share = if erect.is_supine {
            smooth_step(40.0, -60.0, q.y)
                * (0.35 + 0.65 * smooth_step(0.0, -90.0, q.z))
                * (0.3 + 0.7 * outward)
        } else {
            let reach = 0.012 * self.rim;
            let up = smooth_step(-120.0 - 100.0 * reach, 66.0, q.z);
            let apex = smooth_step(52.0, 88.0, q.z);
            up * outward.max(apex) * (0.55 + 0.45 * apex)
        };
        self.rim * share
    }

    pub(crate) fn holds(&self, erect: &Erect, p: P3) -> bool {
        p.x * self.side > 0.0 && erect.lung(p) + self.rim_at(erect, p) > 0.0
    }

    pub(crate) fn thickness(&self, erect: &Erect, exposure: &Exposure, step: f32) -> Fallen {
        let mut gas = side_map(erect, exposure, self.side, step, (-190.0, 110.0));
        let (mut line, mut lung) = (Map::like(&gas), Map::like(&gas));
        let reach = if exposure.projection == Projection::Lateral {
            160.0
        } else {
            120.0
        };
        for y in 0..gas.ny {
            let v = gas.v(y);
            for x in 0..gas.nx {
                let ray = exposure.view.ray(gas.u(x), v, reach, reach);
                let of_side = |p: P3| {
                    if p.x * self.side < 0.0 {
                        8.0
                    } else {
                        erect.lung(p)
                    }
                };
                let [all] = chords(&ray, [0.0], [3.0, 20.0], of_side);
                if all <= 0.0 {
                    continue;
                }
                let [left, inner] = chords(&ray, [0.0, 1.1], [3.0, 20.0], |p| {
                    let d = of_side(p);
                    d + self.rim_at(erect, p)
                });
                let at = y * gas.nx + x;
                gas.cells[at] = (all - left).max(0.0);
                lung.cells[at] = left;
                // Where the rim is gone there is no line but the wall's.
                line.cells[at] = (left - inner) * smooth_step(0.0, 6.0, gas.cells[at]);
            }
        }
        // The sheet is thinner than a cell.
        let line = line.filtered(&[0.5, 0.25]);
        Fallen { gas, line, lung }
    }
}
