//! What models/chest-ct/train.py chose on its tuning seeds: from which amounts on the service reports.

export const LIMITS = {
  effusionMl: 10.0,
  pneumothoraxMl: 5.0,
  infiltratesPercent: 1.95,
  consolidationPercent: 0.5,
  heightLossPercent: 8.0,
  aortaFactor: 0.9556,
  trunkFactor: 0.9498,
};
