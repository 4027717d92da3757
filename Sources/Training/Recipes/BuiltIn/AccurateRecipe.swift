/// `accurate.yaml`.
let accurateRecipe = """
  name: accurate
  description: the best single network in about twenty minutes on two cores
  model: accurate         # 3x3 convolutions with batch normalisation
  data:
    dataset: mnist
    validation: 5000      # epochs are chosen on these, never on the test set
  augmentation: digits    # turned, moved, scaled, slanted and bent a little
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
  seed: 0
  averaging: {name: ema, decay: 0.999, warm_up: true}
  selection:
    monitor: validation_accuracy
    restore_best: true

  """
