/// `record.yaml`.
let recordRecipe = """
  name: record
  description: an ensemble, for the best accuracy in about two hours on two cores
  model: accurate
  data:
    dataset: mnist
    validation: 5000
  augmentation: digits
  loss:
    label_smoothing: 0.05
  optimizer:
    name: adamw
    learning_rate: 0.003
    weight_decay: 0.01
  schedule:
    name: cosine
    warm_up: {epochs: 1}
  epochs: 60
  batch_size: 128
  averaging: {name: ema, decay: 0.999, warm_up: true}
  selection:
    monitor: validation_accuracy
    restore_best: true
  ensemble: {members: 5, seeds: [0, 1, 2, 3, 4]}

  """
