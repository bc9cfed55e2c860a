//! From which probability on the network's answer counts as a fault; written by models/radiograph-quality/train.py.

/** In the order of the network's outputs. */
export const THRESHOLDS = {
  'rotation': 0.218,
  'poor-inspiration': 0.02,
  'cut-off': 0.02,
  'underexposure': 0.02,
  'overexposure': 0.02,
  'motion': 0.02,
  'scapulae': 0.02,
  'foreign-object': 0.2848,
  'missing-marker': 0.02,
};
