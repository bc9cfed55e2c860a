//! An open model: what it takes and gives, and a run of it. No tiling, no volumes.

use std::sync::{Arc, Mutex, PoisonError};

use ort::environment::Environment;
use ort::logging::LogLevel;
use ort::session::builder::{GraphOptimizationLevel, SessionBuilder};
use ort::session::{RunOptions, Session, SessionInputValue};
use ort::value::{DynValue, Outlet, TensorElementType, ValueType};

use crate::runtime::guarded;
use crate::{
    Cancel, Element, Elements, ElementsRef, InferError, ModelFault, ModelLimits, Tensor, TensorRef,
};

/// A named input or output of a model.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Slot {
    /// Its name in the model.
    pub name: String,
    /// The type of its elements.
    pub element: Element,
    /// Sizes of its axes; -1 where the model leaves one open.
    pub shape: Vec<i64>,
}

/// An open model. Runs of several threads take turns; each has the model's threads to itself.
#[derive(Debug)]
pub struct Model {
    session: Mutex<Session>,
    inputs: Vec<Slot>,
    outputs: Vec<Slot>,
    limits: ModelLimits,
}

impl Model {
    pub(crate) fn open(
        environment: &Environment,
        bytes: &[u8],
        limits: &ModelLimits,
    ) -> Result<Self, InferError> {
        let session = configured(environment, limits)
            .and_then(|mut builder| builder.commit_from_memory(bytes))
            .map_err(runtime_error)?;
        let mut faults = Vec::new();
        let inputs = slots(session.inputs(), &mut faults);
        let outputs = slots(session.outputs(), &mut faults);
        if !faults.is_empty() {
            return Err(InferError::Refused(faults));
        }
        Ok(Self {
            session: Mutex::new(session),
            inputs,
            outputs,
            limits: limits.clone(),
        })
    }

    /// What it takes, in its own order.
    #[must_use]
    pub fn inputs(&self) -> &[Slot] {
        &self.inputs
    }

    /// What it gives, in its own order.
    #[must_use]
    pub fn outputs(&self) -> &[Slot] {
        &self.outputs
    }

    /// Runs it on named tensors, each input once; gives the outputs by name, in the model's order.
    ///
    /// A thrown switch ends the run before its next node.
    ///
    /// # Errors
    /// The input that does not fit; [`InferError::Cancelled`]; [`InferError::Runtime`] if the library fails.
    pub fn run(
        &self,
        inputs: &[(&str, TensorRef<'_>)],
        cancel: &Cancel,
    ) -> Result<Vec<(String, Tensor)>, InferError> {
        self.check(inputs)?;
        guarded(|| {
            // A run that panicked left the session as it was: the library holds all state of a run by itself.
            let mut session = self.session.lock().unwrap_or_else(PoisonError::into_inner);
            if cancel.is_cancelled() {
                return Err(InferError::Cancelled);
            }
            let options = Arc::new(RunOptions::new().map_err(runtime_error)?);
            let watched = cancel.watch(&options);
            let result = run(&mut session, inputs, &options);
            drop(watched);
            match result {
                // The library reports an ended run as a failure without a code of its own.
                Err(_) if cancel.is_cancelled() => Err(InferError::Cancelled),
                other => other,
            }
        })
    }

    fn check(&self, inputs: &[(&str, TensorRef<'_>)]) -> Result<(), InferError> {
        for (name, tensor) in inputs {
            let Some(slot) = self.inputs.iter().find(|slot| slot.name == *name) else {
                return Err(InferError::UnknownInput {
                    found: (*name).to_owned(),
                    expected: self.inputs.iter().map(|slot| slot.name.clone()).collect(),
                });
            };
            check_tensor(slot, tensor, &self.limits)?;
        }
        for slot in &self.inputs {
            let found = inputs.iter().filter(|(name, _)| *name == slot.name).count();
            if found != 1 {
                return Err(InferError::InputCount {
                    name: slot.name.clone(),
                    found,
                });
            }
        }
        Ok(())
    }
}

fn check_tensor(
    slot: &Slot,
    tensor: &TensorRef<'_>,
    limits: &ModelLimits,
) -> Result<(), InferError> {
    let found = tensor.elements().element();
    if found != slot.element {
        return Err(InferError::InputElement {
            name: slot.name.clone(),
            expected: slot.element,
            found,
        });
    }
    let shape = tensor.shape();
    let fits = shape.len() == slot.shape.len()
        && shape.iter().zip(&slot.shape).all(|(&n, &expected)| {
            (expected == -1 || i64::from(n) == expected) && u64::from(n) <= limits.max_side
        })
        && tensor.elements().len() as u64 <= limits.max_elements;
    if fits {
        Ok(())
    } else {
        Err(InferError::InputShape {
            name: slot.name.clone(),
            expected: slot.shape.clone(),
            found: shape.to_vec(),
        })
    }
}

fn configured(environment: &Environment, limits: &ModelLimits) -> ort::Result<SessionBuilder> {
    let builder = Session::builder(environment)?
        .with_no_environment_execution_providers()?
        .with_intra_threads(limits.n_threads.max(1))?
        .with_inter_threads(1)?
        // A waiting pool must not burn the cores that decode and draw.
        .with_intra_op_spinning(false)?
        .with_deterministic_compute(true)?
        .with_optimization_level(GraphOptimizationLevel::Level3)?
        .with_log_level(LogLevel::Warning)?;
    Ok(builder)
}

fn run(
    session: &mut Session,
    inputs: &[(&str, TensorRef<'_>)],
    options: &RunOptions,
) -> Result<Vec<(String, Tensor)>, InferError> {
    let values: Vec<(&str, SessionInputValue<'_>)> = inputs
        .iter()
        .map(|(name, tensor)| Ok((*name, borrowed(tensor).map_err(runtime_error)?)))
        .collect::<Result<_, InferError>>()?;
    let outputs = session
        .run_with_options(values, options)
        .map_err(runtime_error)?;
    outputs
        .iter()
        .map(|(name, value)| Ok((name.to_owned(), copied(name, &value)?)))
        .collect()
}

/// The tensor as the library sees it, without a copy.
fn borrowed<'a>(tensor: &TensorRef<'a>) -> ort::Result<SessionInputValue<'a>> {
    use ort::value::TensorRef as View;
    let shape: Vec<i64> = tensor.shape().iter().map(|&n| i64::from(n)).collect();
    Ok(match tensor.elements() {
        ElementsRef::Float32(v) => View::from_array_view((shape, v))?.into(),
        ElementsRef::Float16(v) => {
            let halves: &[half::f16] = half::slice::HalfBitsSliceExt::reinterpret_cast(v);
            View::from_array_view((shape, halves))?.into()
        }
        ElementsRef::Uint8(v) => View::from_array_view((shape, v))?.into(),
        ElementsRef::Int8(v) => View::from_array_view((shape, v))?.into(),
        ElementsRef::Int32(v) => View::from_array_view((shape, v))?.into(),
        ElementsRef::Int64(v) => View::from_array_view((shape, v))?.into(),
    })
}

/// An output of the library as our own.
fn copied(name: &str, value: &DynValue) -> Result<Tensor, InferError> {
    let element = element_of(value.dtype()).map_err(|found| {
        InferError::Refused(vec![ModelFault::SlotType {
            slot: name.to_owned(),
            found,
        }])
    })?;
    let (shape, elements) = match element {
        Element::Float32 => value
            .try_extract_tensor::<f32>()
            .map(|(s, v)| (s, Elements::Float32(v.to_vec()))),
        Element::Float16 => value.try_extract_tensor::<half::f16>().map(|(s, v)| {
            (
                s,
                Elements::Float16(v.iter().map(|x| x.to_bits()).collect()),
            )
        }),
        Element::Uint8 => value
            .try_extract_tensor::<u8>()
            .map(|(s, v)| (s, Elements::Uint8(v.to_vec()))),
        Element::Int8 => value
            .try_extract_tensor::<i8>()
            .map(|(s, v)| (s, Elements::Int8(v.to_vec()))),
        Element::Int32 => value
            .try_extract_tensor::<i32>()
            .map(|(s, v)| (s, Elements::Int32(v.to_vec()))),
        Element::Int64 => value
            .try_extract_tensor::<i64>()
            .map(|(s, v)| (s, Elements::Int64(v.to_vec()))),
    }
    .map_err(runtime_error)?;
    let shape = shape
        .iter()
        .map(|&n| u32::try_from(n))
        .collect::<Result<Vec<_>, _>>()
        .map_err(|error| InferError::Runtime(format!("output {name:?}: {error}")))?;
    Tensor::new(shape, elements)
}

fn slots(outlets: &[Outlet], faults: &mut Vec<ModelFault>) -> Vec<Slot> {
    let mut slots = Vec::with_capacity(outlets.len());
    for outlet in outlets {
        match (element_of(outlet.dtype()), outlet.dtype().tensor_shape()) {
            (Ok(element), Some(shape)) => slots.push(Slot {
                name: outlet.name().to_owned(),
                element,
                shape: shape.iter().copied().collect(),
            }),
            (Err(found), _) => faults.push(ModelFault::SlotType {
                slot: outlet.name().to_owned(),
                found,
            }),
            (Ok(_), None) => faults.push(ModelFault::SlotType {
                slot: outlet.name().to_owned(),
                found: "tensor without a shape".to_owned(),
            }),
        }
    }
    slots
}

/// The type of a tensor's elements, or in words what it is instead.
fn element_of(of_type: &ValueType) -> Result<Element, String> {
    let Some(element) = of_type.tensor_type() else {
        return Err("not a tensor".to_owned());
    };
    #[expect(
        clippy::wildcard_enum_match_arm,
        reason = "the library's list is open; all that is not carried is refused by name"
    )]
    match element {
        TensorElementType::Float32 => Ok(Element::Float32),
        TensorElementType::Float16 => Ok(Element::Float16),
        TensorElementType::Uint8 => Ok(Element::Uint8),
        TensorElementType::Int8 => Ok(Element::Int8),
        TensorElementType::Int32 => Ok(Element::Int32),
        TensorElementType::Int64 => Ok(Element::Int64),
        other => Err(other.to_string()),
    }
}

#[expect(clippy::needless_pass_by_value, reason = "passed to map_err as it is")]
fn runtime_error<R>(error: ort::Error<R>) -> InferError {
    InferError::Runtime(error.message().to_owned())
}

#[cfg(test)]
mod tests;
