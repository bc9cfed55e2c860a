//! The words of the vocabulary as JSON, version 1: marks, findings, codes. Copies for the file; the model has no serde.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use overread_base::{
    Category, Certainty, Code, Finding, FindingId, Laterality, LocalText, Mark, MaskRle, Measure,
    SeriesUid, Shape, Vec3, VolumeGeometry,
};
use serde::{Deserialize, Serialize};

/// Why a JSON value is not a value of the model.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub(crate) struct ValueError(pub(crate) String);

impl ValueError {
    pub(crate) fn of(error: impl std::fmt::Display) -> Self {
        Self(error.to_string())
    }
}

/// Joins the words of an enumeration of the model with their spelling in files.
macro_rules! words {
    ($json:ident, $model:ty, $($variant:ident),* $(,)?) => {
        #[derive(Debug, Clone, Copy, Serialize, Deserialize)]
        #[serde(rename_all = "kebab-case")]
        pub(crate) enum $json { $($variant),* }

        impl From<$model> for $json {
            fn from(value: $model) -> Self {
                match value { $(<$model>::$variant => Self::$variant),* }
            }
        }

        impl From<$json> for $model {
            fn from(value: $json) -> Self {
                match value { $($json::$variant => Self::$variant),* }
            }
        }
    };
}
pub(crate) use words;

words!(LateralityJson, Laterality, Right, Left, Bilateral, Midline);
words!(
    CertaintyJson,
    Certainty,
    Present,
    Probable,
    Possible,
    Absent
);

/// `[x, y, z]`, patient LPS mm.
pub(crate) type Vec3Json = [f64; 3];

#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct TextJson {
    locale: String,
    value: String,
}

impl From<&LocalText> for TextJson {
    fn from(text: &LocalText) -> Self {
        Self {
            locale: text.locale.clone(),
            value: text.value.clone(),
        }
    }
}

impl From<TextJson> for LocalText {
    fn from(text: TextJson) -> Self {
        Self {
            locale: text.locale,
            value: text.value,
        }
    }
}

/// A list of the model as a list of the file.
pub(crate) fn each<'a, M, J: From<&'a M>>(items: &'a [M]) -> Vec<J> {
    items.iter().map(J::from).collect()
}

/// A list of the file as a list of the model.
pub(crate) fn all<J, M, E>(items: Vec<J>) -> Result<Vec<M>, E>
where
    M: TryFrom<J, Error = E>,
{
    items.into_iter().map(M::try_from).collect()
}

#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct CodeJson {
    scheme: String,
    value: String,
    meaning: String,
}

impl From<&Code> for CodeJson {
    fn from(code: &Code) -> Self {
        Self {
            scheme: code.scheme.clone(),
            value: code.value.clone(),
            meaning: code.meaning.clone(),
        }
    }
}

impl From<CodeJson> for Code {
    fn from(code: CodeJson) -> Self {
        Self {
            scheme: code.scheme,
            value: code.value,
            meaning: code.meaning,
        }
    }
}

#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct GeometryJson {
    size: [u32; 3],
    spacing_mm: Vec3Json,
    origin_lps_mm: Vec3Json,
    row_dir: Vec3Json,
    col_dir: Vec3Json,
}

impl From<&VolumeGeometry> for GeometryJson {
    fn from(grid: &VolumeGeometry) -> Self {
        Self {
            size: grid.size,
            spacing_mm: grid.spacing.to_array(),
            origin_lps_mm: grid.origin.to_array(),
            row_dir: grid.row_dir.to_array(),
            col_dir: grid.col_dir.to_array(),
        }
    }
}

impl TryFrom<GeometryJson> for VolumeGeometry {
    type Error = ValueError;
    fn try_from(grid: GeometryJson) -> Result<Self, ValueError> {
        let v = Vec3::from_array;
        Self::new(
            grid.size,
            v(grid.spacing_mm),
            v(grid.origin_lps_mm),
            v(grid.row_dir),
            v(grid.col_dir),
        )
        .map_err(ValueError::of)
    }
}

#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum ShapeJson {
    Point {
        at: Vec3Json,
    },
    Cuboid {
        low: Vec3Json,
        high: Vec3Json,
    },
    Ellipse {
        centre: Vec3Json,
        half_axis_a: Vec3Json,
        half_axis_b: Vec3Json,
    },
    Polyline {
        points: Vec<Vec3Json>,
    },
    Polygon {
        points: Vec<Vec3Json>,
    },
    Mask {
        grid: GeometryJson,
        runs: Vec<u32>,
    },
}

impl From<&Shape> for ShapeJson {
    fn from(shape: &Shape) -> Self {
        let points = |points: &[Vec3]| points.iter().map(|p| p.to_array()).collect();
        match shape {
            Shape::Point(at) => Self::Point { at: at.to_array() },
            Shape::Cuboid { low, high } => Self::Cuboid {
                low: low.to_array(),
                high: high.to_array(),
            },
            Shape::Ellipse {
                centre,
                half_axis_a,
                half_axis_b,
            } => Self::Ellipse {
                centre: centre.to_array(),
                half_axis_a: half_axis_a.to_array(),
                half_axis_b: half_axis_b.to_array(),
            },
            Shape::Polyline(chain) => Self::Polyline {
                points: points(chain),
            },
            Shape::Polygon(chain) => Self::Polygon {
                points: points(chain),
            },
            Shape::Mask(mask) => Self::Mask {
                grid: (&mask.geometry).into(),
                runs: mask.runs.clone(),
            },
        }
    }
}

impl TryFrom<ShapeJson> for Shape {
    type Error = ValueError;
    fn try_from(shape: ShapeJson) -> Result<Self, ValueError> {
        let v = Vec3::from_array;
        let points = |points: Vec<Vec3Json>| points.into_iter().map(v).collect();
        Ok(match shape {
            ShapeJson::Point { at } => Self::Point(v(at)),
            ShapeJson::Cuboid { low, high } => Self::Cuboid {
                low: v(low),
                high: v(high),
            },
            ShapeJson::Ellipse {
                centre,
                half_axis_a,
                half_axis_b,
            } => Self::Ellipse {
                centre: v(centre),
                half_axis_a: v(half_axis_a),
                half_axis_b: v(half_axis_b),
            },
            ShapeJson::Polyline { points: chain } => Self::Polyline(points(chain)),
            ShapeJson::Polygon { points: chain } => Self::Polygon(points(chain)),
            ShapeJson::Mask { grid, runs } => Self::Mask(MaskRle {
                geometry: grid.try_into()?,
                runs,
            }),
        })
    }
}

#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct MarkJson {
    series: String,
    #[serde(flatten)]
    shape: ShapeJson,
}

impl From<&Mark> for MarkJson {
    fn from(mark: &Mark) -> Self {
        Self {
            series: mark.series.as_str().to_owned(),
            shape: (&mark.shape).into(),
        }
    }
}

impl TryFrom<MarkJson> for Mark {
    type Error = ValueError;
    fn try_from(mark: MarkJson) -> Result<Self, ValueError> {
        Ok(Self {
            series: SeriesUid::new(mark.series).map_err(ValueError::of)?,
            shape: mark.shape.try_into()?,
        })
    }
}

#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct MeasureJson {
    name: CodeJson,
    value: f64,
    ucum: String,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct CategoryJson {
    scale: String,
    value: String,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct FindingJson {
    id: String,
    code: CodeJson,
    site: Option<CodeJson>,
    laterality: Option<LateralityJson>,
    probability: Option<f32>,
    certainty: Option<CertaintyJson>,
    category: Option<CategoryJson>,
    marks: Vec<MarkJson>,
    measures: Vec<MeasureJson>,
    notes: Vec<TextJson>,
}

impl From<&Finding> for FindingJson {
    fn from(finding: &Finding) -> Self {
        let category = |c: &Category| CategoryJson {
            scale: c.scale.clone(),
            value: c.value.clone(),
        };
        let measure = |m: &Measure| MeasureJson {
            name: (&m.name).into(),
            value: m.value,
            ucum: m.ucum.clone(),
        };
        Self {
            id: finding.id.as_str().to_owned(),
            code: (&finding.code).into(),
            site: finding.site.as_ref().map(CodeJson::from),
            laterality: finding.laterality.map(LateralityJson::from),
            probability: finding.probability,
            certainty: finding.certainty.map(CertaintyJson::from),
            category: finding.category.as_ref().map(category),
            marks: each(&finding.marks),
            measures: finding.measures.iter().map(measure).collect(),
            notes: each(&finding.notes),
        }
    }
}

impl TryFrom<FindingJson> for Finding {
    type Error = ValueError;
    fn try_from(finding: FindingJson) -> Result<Self, ValueError> {
        let measure = |m: MeasureJson| Measure {
            name: m.name.into(),
            value: m.value,
            ucum: m.ucum,
        };
        Ok(Self {
            id: FindingId::new(finding.id).map_err(ValueError::of)?,
            code: finding.code.into(),
            site: finding.site.map(Code::from),
            laterality: finding.laterality.map(Laterality::from),
            probability: finding.probability,
            certainty: finding.certainty.map(Certainty::from),
            category: finding.category.map(|c| Category {
                scale: c.scale,
                value: c.value,
            }),
            marks: all(finding.marks)?,
            measures: finding.measures.into_iter().map(measure).collect(),
            notes: finding.notes.into_iter().map(LocalText::from).collect(),
        })
    }
}

/// Bytes as base64 text.
pub(crate) fn text_of_bytes(bytes: &[u8]) -> String {
    STANDARD.encode(bytes)
}

/// Base64 text as bytes.
pub(crate) fn bytes_of_text(text: &str) -> Result<Vec<u8>, ValueError> {
    STANDARD.decode(text).map_err(ValueError::of)
}
