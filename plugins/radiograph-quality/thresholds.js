//! From which probability on the network's answer counts as a fault; written by models/radiograph-quality/train.py.

/** In the order of the network's outputs. */
export const THRESHOLDS = {
  'rotation': 0.2885,
  'poor-inspiration': 0.0942,
  'cut-off': 0.02,
  'underexposure': 0.1959,
  'overexposure': 0.4064,
  'motion': 0.317,
  'scapulae': 0.2923,
  'foreign-object': 0.1034,
  'missing-marker': 0.1294,
};
